"""Life of a certificate: the functions that make happen what the table of actions allows.

Every function is pure: it takes the record as it is and returns a `Change`, the record as it
becomes together with the events that say so. Storage writes all of it or nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from certfolio.domain.actions import (
    SYSTEM,
    Action,
    ActorKind,
    By,
    Status,
    origin_of,
    permit,
    takes_it_in_hand,
)
from certfolio.domain.certificates import (
    Certificate,
    Claim,
    Content,
    Decision,
    File,
    FileState,
    Kind,
    Owner,
    Review,
    StatedExpiry,
)
from certfolio.domain.errors import ActionNotAllowed, Barred, FileNotAvailable, Forbidden
from certfolio.domain.history import GENESIS, Event, digest_of
from certfolio.domain.reading.fields import ReadField
from certfolio.domain.values import CreditTypeId


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
    when_found: tuple[ReadField, ...] = (),
    stated_expiry: StatedExpiry | None = None,
    cross_check: str | None = None,
    ends_when_renewed: tuple[CreditTypeId, ...] = (),
    renews: str | None = None,
) -> Change:
    """Hand in a certificate.

    Parameters
    ----------
    renews
        Id of the certificate that it renews; see `certfolio.domain.renewals`.
    """
    permit(Action.SUBMIT, None, origin_of(by.actor), by)
    after = Certificate(
        **owner.model_dump(),
        **dict(content),
        id=certificate_id,
        kind=kind,
        status=Status.PENDING,
        version=1,
        file=file,
        stated_expiry=stated_expiry,
        review=review,
        when_found=when_found,
        cross_check=cross_check,
        ends_when_renewed=ends_when_renewed,
        renews=renews,
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
        changes={name: value for name, value in told(after).items() if value not in _NOTHING},
        request=request,
        previous_hash=GENESIS,
    ).sealed()
    return Change(None, after.model_copy(update={"head": event.hash}), (event,))


_NOTHING: tuple[object, ...] = (None, {}, [], False)
"""Values that say nothing: a submission's event leaves fields with them out."""


def edit(  # noqa: PLR0913 - what makes up an edit
    certificate: Certificate,
    content: Content,
    file: File | None,
    *,
    by: By,
    now: datetime,
    request: str,
    review: Review = Review.REQUIRED,
    when_found: tuple[ReadField, ...] = (),
    stated_expiry: StatedExpiry | None = None,
    cross_check: str | None = None,
    ends_when_renewed: tuple[CreditTypeId, ...] = (),
) -> Change:
    """Change what was handed in and send it for review again.

    Raises
    ------
    Forbidden
        It is not theirs to edit: each side edits what it entered itself, and nobody as staff what
        is in their own portfolio.
    ActionNotAllowed
        The certificate is past editing.
    """
    _refuse_own(certificate, by)
    return step(
        certificate,
        Action.EDIT,
        by=by,
        now=now,
        request=request,
        update={
            **dict(content),
            "stated_expiry": stated_expiry,
            "file": file,
            # What the academy leaves to the system is left to it until a person acts, not after.
            "review": Review.REQUIRED if certificate.takes_a_person else review,
            "when_found": when_found,
            "cross_check": cross_check,
            "ends_when_renewed": ends_when_renewed,
            "corrections": {},
        },
    )


def withdraw(certificate: Certificate, *, by: By, now: datetime, request: str) -> Change:
    """Take a certificate back before it is decided.

    Raises
    ------
    Forbidden
        It is not theirs to withdraw: each side withdraws what it entered itself, and nobody as
        staff what is in their own portfolio.
    ActionNotAllowed
        The certificate is past withdrawing.
    """
    _refuse_own(certificate, by)
    return step(certificate, Action.WITHDRAW, by=by, now=now, request=request)


def _refuse_own(certificate: Certificate, by: By) -> None:
    """Staff who are learners too can only dispute what was entered for them, like anybody."""
    if by.actor.kind is ActorKind.STAFF and by.actor.id == certificate.learner_id:
        raise Forbidden(Barred.OWN_CERTIFICATE_AS_STAFF)


def dispute(
    certificate: Certificate, comment: str, *, by: By, now: datetime, request: str
) -> Change:
    """Ask for another look at a certificate that staff entered.

    Raises
    ------
    Forbidden
        The learner handed it in; then it can be edited or withdrawn, and no more once approved.
    ActionNotAllowed
        The certificate cannot be disputed any more.
    """
    return step(
        certificate,
        Action.DISPUTE,
        by=by,
        now=now,
        request=request,
        comment=comment,
        update={"claims": claims_with(certificate.claims, {})},
    )


def approve_automatically(certificate: Certificate, *, now: datetime) -> Change | None:
    """Approve what the academy leaves to the system.

    Returns
    -------
    Change or None
        None where a reviewer has to decide, the file is not accepted yet, or the document does
        not say what it has to.
    """
    if certificate.review is not Review.AUTOMATIC or not certificate.file_is_settled:
        return None
    if not certificate.is_confirmed:
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
        raise Forbidden(Barred.OWN_CERTIFICATE)
    if not certificate.file_is_settled:
        raise FileNotAvailable
    return _approve(certificate, by=by, now=now)


def record_file(
    certificate: Certificate, file: File, *, now: datetime, cross_check: str | None = None
) -> Change:
    """Write down what inspection said of the certificate's file, and what the document says.

    A file that was rejected sends a pending certificate back to the learner; one that was
    accepted approves a certificate the academy leaves to the system.

    Raises
    ------
    ActionNotAllowed
        Inspection has spoken already, and all it may still add is the drawing of that very file.
    """
    if not _is_news(certificate.file, file):
        raise ActionNotAllowed(Action.RECORD_FILE, certificate.status)
    by = By(SYSTEM)
    update: dict[str, Any] = {"file": file, "cross_check": cross_check}
    comment = file.reason.explanation if file.reason else None
    action = Action.RECORD_FILE
    if file.state is FileState.REJECTED and certificate.status is Status.PENDING:
        action = Action.REQUEST_CHANGES
        update["decision"] = Decision(
            outcome=action,
            at=now,
            by=SYSTEM,
            comment=comment,
            rejected=file.reason,
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


def _is_news(known: File | None, file: File) -> bool:
    """Whether a verdict is the first, or adds nothing but the drawing of what was accepted."""
    if known is None:
        return False
    if known.state is FileState.WAITING:
        return True
    if file.evidence is None or file.evidence.rendition is None:
        return False
    undrawn = file.evidence.model_copy(update={"rendition": None})
    return known == file.model_copy(update={"evidence": undrawn})


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
    """Take one step of the life cycle, if the table has it, and record it as an event.

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
        The step exists, but not for this actor, or for this actor only on certificates that
        somebody else handed in.
    """
    row = permit(action, before.status, before.origin, by)
    status = row.to or before.status
    in_hand = {"in_hand": True, "review": Review.REQUIRED} if takes_it_in_hand(action, by) else {}
    after = before.model_copy(
        update={
            **(update or {}),
            **in_hand,
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
    """Award what was claimed. No waiting time is kept, as nobody waited for a person."""
    decision = Decision(outcome=Action.APPROVE, at=now, by=by.actor)
    return step(
        certificate,
        Action.APPROVE,
        by=by,
        now=now,
        request=request_digest(Action.APPROVE, by, certificate.version, {}),
        update={"decision": decision, "claims": claims_with(certificate.claims, {}, award=True)},
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
        "renewed_by",
        "head",
    }
)
"""Fields that an event holds in its own attributes, or that are not part of the history."""


def told(certificate: Certificate) -> dict[str, Any]:
    """The fields whose every change is in the history, in their stored form.

    The answers and the reason of a decision are among them; its comment, its time and who made
    it are attributes of the event. What renews a certificate is told once it has done so.
    """
    fields = certificate.model_dump(mode="json", exclude=set(_NOT_TOLD))
    decision = certificate.decision
    fields["reason"] = decision and decision.reason and decision.reason.model_dump(mode="json")
    fields["answers"] = [
        answer.model_dump(mode="json") for answer in (decision.answers if decision else ())
    ] or None
    superseded = certificate.status is Status.SUPERSEDED
    fields["renewed_by"] = certificate.renewed_by if superseded else None
    return fields


def _difference(before: Certificate, after: Certificate) -> dict[str, Any]:
    old, new = told(before), told(after)
    return {name: value for name, value in new.items() if value != old[name]}


def claims_with(
    claims: Iterable[Claim], awarded: Mapping[int, Decimal], *, award: bool = False
) -> tuple[Claim, ...]:
    """The claims with the credits awarded for each.

    Parameters
    ----------
    awarded
        Credits by the place of the line, where they differ from what was claimed.
    award
        Whether any credits are awarded; without it, those awarded before are taken back.
    """
    return tuple(
        claim.model_copy(update={"awarded": awarded.get(place, claim.claimed) if award else None})
        for place, claim in enumerate(claims)
    )


def waited_seconds(certificate: Certificate, now: datetime) -> int | None:
    """How long a certificate has been pending, in seconds; None where it is not."""
    if certificate.status is not Status.PENDING:
        return None
    return int((now - certificate.since).total_seconds())


def waits_of_people(change: Change) -> Iterator[tuple[Event, int]]:
    """The events of a change in which a person decided, and how long the certificate had waited.

    Returns
    -------
    iterator of (Event, int)
        Seconds. What was approved as it was entered waited for nobody.
    """
    decision = change.after.decision
    if decision is None or decision.waited_seconds is None:
        return
    for event in change.events:
        if event.action in _ENDS_A_WAIT and event.actor.kind is ActorKind.STAFF:
            yield event, decision.waited_seconds


_ENDS_A_WAIT = frozenset({Action.APPROVE, Action.DECLINE})
"""What the learner waits for; changes that are asked for begin another wait."""
