"""Life of a certificate: the one table of what may happen, and the functions that make it happen.

Every function is pure: it takes the record as it is and returns a `Change`, the record as it
becomes together with the event that says so. Storage writes both or neither.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
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
    Status,
)
from certfolio.domain.errors import (
    ActionNotAllowed,
    FieldError,
    FileNotAvailable,
    Forbidden,
    InvalidInput,
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
    """A certificate before and after one step, and the event that records it."""

    before: Certificate | None
    after: Certificate
    event: Event


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
    file: File,
    *,
    by: By,
    now: datetime,
    request: str,
) -> Change:
    """Hand in a certificate."""
    permit(Action.SUBMIT, None, by)
    fields = {**_stored(content), "file": _stored(file), "kind": Kind.EXTERNAL.value}
    event = Event(
        **owner.model_dump(),
        certificate_id=certificate_id,
        version=1,
        at=now,
        actor=by.actor,
        action=Action.SUBMIT,
        to_status=Status.PENDING,
        changes=fields,
        request=request,
        previous_hash=GENESIS,
    ).sealed()
    after = Certificate(
        **owner.model_dump(),
        **dict(content),
        id=certificate_id,
        status=Status.PENDING,
        version=1,
        file=file,
        submitted_at=now,
        since=now,
        head=event.hash,
    )
    return Change(None, after, event)


def edit(  # noqa: PLR0913 - what makes up an edit
    certificate: Certificate,
    content: Content,
    file: File,
    *,
    by: By,
    now: datetime,
    request: str,
) -> Change:
    """Change what was handed in and send it for review again."""
    return _step(
        certificate,
        Action.EDIT,
        by=by,
        now=now,
        request=request,
        update={**dict(content), "file": file},
    )


def withdraw(certificate: Certificate, *, by: By, now: datetime, request: str) -> Change:
    """Take a certificate back before it is decided."""
    return _step(certificate, Action.WITHDRAW, by=by, now=now, request=request)


def decide(  # noqa: PLR0913 - what makes up a decision
    certificate: Certificate,
    action: DecisionAction,
    *,
    by: By,
    now: datetime,
    request: str,
    comment: str | None,
) -> Change:
    """Decide on a certificate, or take a decision back.

    Raises
    ------
    InvalidInput
        Anything but an approval needs a comment.
    Forbidden
        The certificate is the actor's own, or the role is too low.
    FileNotAvailable
        Approval of a certificate whose file inspection has not accepted.
    """
    if by.actor.id == certificate.learner_id:
        raise Forbidden("nobody decides on a certificate of their own")
    permit(action, certificate.status, by)
    if comment is None and action is not Action.APPROVE:
        raise InvalidInput(FieldError("comment", "must say why", "missing"))
    claims = tuple(claim.model_copy(update={"awarded": None}) for claim in certificate.claims)
    if action is Action.APPROVE:
        if certificate.file.state is not FileState.ACCEPTED:
            raise FileNotAvailable
        claims = tuple(_awarded(claim) for claim in certificate.claims)
    decision = Decision(outcome=action, at=now, by=by.actor, comment=comment)
    return _step(
        certificate,
        action,
        by=by,
        now=now,
        request=request,
        comment=comment,
        update={"decision": decision, "claims": claims},
    )


def record_file(certificate: Certificate, file: File, *, now: datetime) -> Change:
    """Write down what inspection said of the certificate's file.

    A file that was rejected sends a pending certificate back to the learner.
    """
    by = By(SYSTEM)
    update: dict[str, Any] = {"file": file}
    comment = file.reason.explanation if file.reason else None
    action = Action.RECORD_FILE
    if file.state is FileState.REJECTED and certificate.status is Status.PENDING:
        action = Action.REQUEST_CHANGES
        update["decision"] = Decision(outcome=action, at=now, by=SYSTEM, comment=comment)
    return _step(
        certificate,
        action,
        by=by,
        now=now,
        request=request_digest(action, by, certificate.version, {"upload_id": file.upload_id}),
        comment=comment,
        update=update,
    )


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


def _step(  # noqa: PLR0913 - the one place every step goes through
    before: Certificate,
    action: Action,
    *,
    by: By,
    now: datetime,
    request: str,
    comment: str | None = None,
    update: Mapping[str, Any] | None = None,
) -> Change:
    row = permit(action, before.status, by)
    status = row.to or before.status
    after = before.model_copy(
        update={
            **(update or {}),
            "status": status,
            "version": before.version + 1,
            # An edit of what is already in the queue keeps its place there.
            "since": now if status is not before.status else before.since,
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
    return Change(before, after.model_copy(update={"head": event.hash}), event)


_BOOKKEEPING = frozenset({"status", "version", "since", "head", "decision"})


def _difference(before: Certificate, after: Certificate) -> dict[str, Any]:
    old = before.model_dump(mode="json")
    new = after.model_dump(mode="json")
    return {
        name: value
        for name, value in new.items()
        if name not in _BOOKKEEPING and value != old[name]
    }


def _awarded(claim: Claim) -> Claim:
    return claim.model_copy(update={"awarded": claim.claimed})


def _stored(record: Content | File) -> dict[str, Any]:
    return record.model_dump(mode="json")
