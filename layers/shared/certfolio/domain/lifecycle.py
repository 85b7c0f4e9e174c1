"""Life of a certificate: the one table of what may happen, and the functions that make it happen.

Every function is pure: it takes the record as it is and returns a `Change`, the record as it
becomes together with the events that say so. Storage writes all of it or nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from certfolio.domain.certificates import (
    SYSTEM,
    Actor,
    ActorKind,
    Certificate,
    Claim,
    Content,
    Decision,
    File,
    FileState,
    Kind,
    Owner,
    Review,
    Status,
)
from certfolio.domain.errors import (
    ActionNotAllowed,
    FileNotAvailable,
    Forbidden,
)
from certfolio.domain.history import GENESIS, Event, digest_of
from certfolio.domain.staff import Role


class Action(StrEnum):
    """What can be done with a certificate."""

    SUBMIT = "submit"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    DECLINE = "decline"
    REQUEST_CHANGES = "request_changes"
    REOPEN = "reopen"
    REVOKE = "revoke"
    DISPUTE = "dispute"
    RECORD_FILE = "record_file"


@dataclass(frozen=True)
class Transition:
    """One row of the life cycle.

    Attributes
    ----------
    to
        The status it leads to; None leaves the status as it is.
    staff
        The least staff role that may do it; None closes it to staff.
    """

    action: Action
    from_: frozenset[Status | None]
    to: Status | None
    learner: bool = False
    staff: Role | None = None
    system: bool = False


_OPEN = frozenset({Status.PENDING, Status.CHANGES_REQUESTED})

TRANSITIONS = {
    row.action: row
    for row in (
        Transition(
            Action.SUBMIT,
            frozenset({None}),
            Status.PENDING,
            learner=True,
            staff=Role.REVIEWER,
        ),
        Transition(Action.EDIT, _OPEN, Status.PENDING, learner=True),
        Transition(Action.WITHDRAW, _OPEN, Status.WITHDRAWN, learner=True),
        Transition(
            Action.APPROVE,
            frozenset({Status.PENDING}),
            Status.APPROVED,
            staff=Role.REVIEWER,
            system=True,
        ),
        Transition(
            Action.DECLINE, frozenset({Status.PENDING}), Status.DECLINED, staff=Role.REVIEWER
        ),
        Transition(
            Action.REQUEST_CHANGES,
            frozenset({Status.PENDING}),
            Status.CHANGES_REQUESTED,
            staff=Role.REVIEWER,
            system=True,
        ),
        Transition(
            Action.REOPEN,
            frozenset({Status.APPROVED, Status.DECLINED}),
            Status.PENDING,
            staff=Role.ADMINISTRATOR,
        ),
        Transition(
            Action.REVOKE, frozenset({Status.APPROVED}), Status.REVOKED, staff=Role.ADMINISTRATOR
        ),
        # Only what staff entered can be disputed; see `dispute`.
        Transition(
            Action.DISPUTE,
            frozenset({Status.PENDING, Status.APPROVED}),
            Status.PENDING,
            learner=True,
        ),
        # A late result of inspection is kept wherever a file can still be waiting.
        Transition(
            Action.RECORD_FILE,
            _OPEN | {Status.WITHDRAWN, Status.DECLINED},
            None,
            system=True,
        ),
    )
}

DecisionAction = Literal[
    Action.APPROVE, Action.DECLINE, Action.REQUEST_CHANGES, Action.REOPEN, Action.REVOKE
]
"""The steps that are decisions."""


@dataclass(frozen=True)
class By:
    """Who acts and in which capacity.

    Attributes
    ----------
    role
        The staff role; None for learners and the system.
    """

    actor: Actor
    role: Role | None = None


@dataclass(frozen=True)
class Change:
    """A certificate before and after, and the events that tell of the steps between.

    Attributes
    ----------
    before
        None for a submission.
    events
        One for every step, oldest first; the first is what the caller asked for.
    """

    before: Certificate | None
    after: Certificate
    events: tuple[Event, ...]

    def then(self, change: "Change") -> "Change":
        """Both changes as one."""
        return replace(change, before=self.before, events=self.events + change.events)


def permit(action: Action, status: Status | None, by: By) -> Transition:
    """Look the step up in the table.

    Raises
    ------
    ActionNotAllowed
        The table has no such step from `status`.
    Forbidden
        The step exists, but not for this actor.
    """
    row = TRANSITIONS[action]
    allowed = {
        ActorKind.LEARNER: row.learner,
        ActorKind.STAFF: row.staff is not None and by.role is not None and by.role >= row.staff,
        ActorKind.SYSTEM: row.system,
    }[by.actor.kind]
    if not allowed:
        raise Forbidden(f"{action} needs another role")
    if status not in row.from_:
        raise ActionNotAllowed(action, status or Status.PENDING)
    return row


def submit(  # noqa: PLR0913 - what makes up a submission
    owner: Owner,
    certificate_id: str,
    content: Content,
    file: File | None,
    *,
    by: By,
    now: datetime,
    request: str,
    kind: Kind = Kind.EXTERNAL,
    review: Review = Review.REQUIRED,
) -> Change:
    """Hand in a certificate."""
    permit(Action.SUBMIT, None, by)
    after = Certificate(
        **owner.model_dump(),
        **dict(content),
        id=certificate_id,
        kind=kind,
        status=Status.PENDING,
        version=1,
        file=file,
        review=review,
        submitted_at=now,
        submitted_by=by.actor,
        since=now,
        head=GENESIS,
    )
    event = Event(
        **owner.model_dump(),
        certificate_id=certificate_id,
        version=1,
        at=now,
        actor=by.actor,
        action=Action.SUBMIT,
        to_status=Status.PENDING,
        changes={name: value for name, value in told(after).items() if value not in (None, {})},
        request=request,
        previous_hash=GENESIS,
    ).sealed()
    return Change(None, after.model_copy(update={"head": event.hash}), (event,))


def edit(  # noqa: PLR0913 - what makes up an edit
    certificate: Certificate,
    content: Content,
    file: File | None,
    *,
    by: By,
    now: datetime,
    request: str,
    review: Review = Review.REQUIRED,
) -> Change:
    """Change what was handed in and send it for review again."""
    return step(
        certificate,
        Action.EDIT,
        by=by,
        now=now,
        request=request,
        update={**dict(content), "file": file, "review": review, "corrections": {}},
    )


def withdraw(certificate: Certificate, *, by: By, now: datetime, request: str) -> Change:
    """Take a certificate back before it is decided."""
    return step(certificate, Action.WITHDRAW, by=by, now=now, request=request)


def dispute(
    certificate: Certificate, comment: str, *, by: By, now: datetime, request: str
) -> Change:
    """Ask for another look at a certificate that staff entered.

    Raises
    ------
    Forbidden
        The learner handed it in; then it can be edited or withdrawn, and no more once approved.
    """
    if not certificate.entered_on_behalf:
        raise Forbidden("only a certificate that staff entered can be disputed")
    return step(
        certificate,
        Action.DISPUTE,
        by=by,
        now=now,
        request=request,
        comment=comment,
        # What somebody disputes takes a person, whatever the academy leaves to the system.
        update={"claims": claims_with(certificate, {}), "review": Review.REQUIRED},
    )


def approve_automatically(certificate: Certificate, *, now: datetime) -> Change | None:
    """Approve what the academy leaves to the system.

    Returns
    -------
    Change or None
        None where a reviewer has to decide, or the file is not accepted yet.
    """
    if certificate.review is not Review.AUTOMATIC or not certificate.file_is_settled:
        return None
    if certificate.status is not Status.PENDING:
        return None
    return _approve(certificate, by=By(SYSTEM), now=now)


def approve_as_entered(certificate: Certificate, *, by: By, now: datetime) -> Change:
    """Approve what staff has just entered for a learner, as entered.

    Raises
    ------
    Forbidden
        It is the actor's own, or the role is too low.
    FileNotAvailable
        Inspection has not accepted the file.
    """
    if by.actor.id == certificate.learner_id:
        raise Forbidden("nobody decides on a certificate of their own")
    if not certificate.file_is_settled:
        raise FileNotAvailable
    return _approve(certificate, by=by, now=now)


def record_file(certificate: Certificate, file: File, *, now: datetime) -> Change:
    """Write down what inspection said of the certificate's file.

    A file that was rejected sends a pending certificate back to the learner; one that was
    accepted approves a certificate the academy leaves to the system.
    """
    by = By(SYSTEM)
    update: dict[str, Any] = {"file": file}
    comment = file.reason.explanation if file.reason else None
    action = Action.RECORD_FILE
    if file.state is FileState.REJECTED and certificate.status is Status.PENDING:
        action = Action.REQUEST_CHANGES
        update["decision"] = Decision(
            outcome=action,
            at=now,
            by=SYSTEM,
            comment=comment,
            waited_seconds=waited_seconds(certificate, now),
        )
    change = step(
        certificate,
        action,
        by=by,
        now=now,
        request=request_digest(action, by, certificate.version, {"upload_id": file.upload_id}),
        comment=comment,
        update=update,
    )
    approval = approve_automatically(change.after, now=now)
    return change if approval is None else change.then(approval)


def request_digest(action: Action, by: By, version: int, body: Mapping[str, Any]) -> str:
    """Digest that is equal for a request and its retries, and for nothing else.

    Parameters
    ----------
    version
        The version the request was meant for; 0 for a submission.
    """
    return digest_of(
        {"action": action, "actor": by.actor.id, "version": version, "body": dict(body)}
    )


def step(  # noqa: PLR0913 - the one place every step goes through
    before: Certificate,
    action: Action,
    *,
    by: By,
    now: datetime,
    request: str,
    comment: str | None = None,
    update: Mapping[str, Any] | None = None,
) -> Change:
    """Take one step of the life cycle, if the table has it, and tell of it.

    Parameters
    ----------
    request
        Digest of the request that asks for the step.
    update
        Fields that change with it, beside those that follow from the step itself.

    Raises
    ------
    ActionNotAllowed
        The table has no such step from the certificate's status.
    Forbidden
        The step exists, but not for this actor.
    """
    row = permit(action, before.status, by)
    status = row.to or before.status
    after = before.model_copy(
        update={
            **(update or {}),
            "status": status,
            "version": before.version + 1,
            # An edit of what is already in the queue keeps its place there.
            "since": now if status is not before.status else before.since,
            # A lease is for the review it was taken for.
            "assignment": before.assignment if status is before.status else None,
        }
    )
    event = Event(
        **before.owner.model_dump(),
        certificate_id=before.id,
        version=after.version,
        at=now,
        actor=by.actor,
        action=action,
        from_status=before.status,
        to_status=status,
        comment=comment,
        changes=_difference(before, after),
        request=request,
        previous_hash=before.head,
    ).sealed()
    return Change(before, after.model_copy(update={"head": event.hash}), (event,))


def _approve(certificate: Certificate, *, by: By, now: datetime) -> Change:
    """Award what was claimed, at once and by rule: nobody waited for it."""
    decision = Decision(outcome=Action.APPROVE, at=now, by=by.actor)
    return step(
        certificate,
        Action.APPROVE,
        by=by,
        now=now,
        request=request_digest(Action.APPROVE, by, certificate.version, {}),
        update={"decision": decision, "claims": claims_with(certificate, {}, award=True)},
    )


_NOT_TOLD = frozenset(
    {
        "academy_id",
        "learner_id",
        "id",
        "status",
        "version",
        "submitted_at",
        "submitted_by",
        "since",
        "decision",
        "assignment",
        "head",
    }
)
"""Fields an event tells of in its own words, or that are no part of the history."""


def told(certificate: Certificate) -> dict[str, Any]:
    """The fields whose every change is in the history, in their stored form.

    The answers and the reason of a decision are among them, its words are the event's own.
    """
    fields = certificate.model_dump(mode="json", exclude=set(_NOT_TOLD))
    decision = certificate.decision
    fields["reason"] = decision and decision.reason and decision.reason.model_dump(mode="json")
    fields["answers"] = [
        answer.model_dump(mode="json") for answer in (decision.answers if decision else ())
    ] or None
    return fields


def _difference(before: Certificate, after: Certificate) -> dict[str, Any]:
    old, new = told(before), told(after)
    return {name: value for name, value in new.items() if value != old[name]}


def claims_with(
    certificate: Certificate, awarded: Mapping[str, Decimal], *, award: bool = False
) -> tuple[Claim, ...]:
    """The claims with what is awarded: as claimed unless `awarded` says otherwise, or nothing."""
    return tuple(
        claim.model_copy(
            update={"awarded": awarded.get(claim.credit_type, claim.claimed) if award else None}
        )
        for claim in certificate.claims
    )


def waited_seconds(certificate: Certificate, now: datetime) -> int | None:
    """How long a certificate has been pending, in seconds; None where it is not."""
    if certificate.status is not Status.PENDING:
        return None
    return int((now - certificate.since).total_seconds())
