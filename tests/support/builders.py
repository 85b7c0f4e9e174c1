"""Records of the domain with everything filled in that a test does not speak of.

The one place that knows how the life cycle's functions are called, so that a field added
there with a default changes no test.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from certfolio.domain import lifecycle
from certfolio.domain.academies import Academy, SetUp
from certfolio.domain.actions import SYSTEM, Action, Actor, ActorKind, By, Status
from certfolio.domain.certificates import (
    Certificate,
    Claim,
    Content,
    Evidence,
    File,
    FileState,
    Owner,
)
from certfolio.domain.credit_types import CreditType
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.history import Event
from certfolio.domain.staff import Role

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
TODAY = NOW.date()

OWNER = Owner(academy_id="demo", learner_id="learner-1")
LEARNER = By(Actor(kind=ActorKind.LEARNER, id="learner-1", name="Learner"))
REVIEWER = By(Actor(kind=ActorKind.STAFF, id="reviewer-1", name="Reviewer"), Role.REVIEWER)
ADMINISTRATOR = By(
    Actor(kind=ActorKind.STAFF, id="administrator-1", name="Administrator"), Role.ADMINISTRATOR
)
NO_ROLE = By(Actor(kind=ActorKind.STAFF, id="visitor-1"))
THE_SYSTEM = By(SYSTEM)


def ulid(number: int) -> str:
    """The ULID with this number; later numbers sort later."""
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    digits = ""
    for _ in range(26):
        number, digit = divmod(number, 32)
        digits = alphabet[digit] + digits
    return digits


def claim(
    credit_type: str = "cpe", credits_: str = "1.00", awarded: str | None = None, **labels: str
) -> Claim:
    return Claim(
        credit_type=credit_type,
        labels=labels,
        claimed=Decimal(credits_),
        awarded=None if awarded is None else Decimal(awarded),
    )


def content(**fields: Any) -> Content:
    known: dict[str, Any] = {
        "title": "First aid at work",
        "earned_on": date(2026, 1, 15),
        "claims": (claim(),),
    }
    return Content(**(known | fields))


def credit_type(**fields: Any) -> CreditType:
    known: dict[str, Any] = {"academy_id": "demo", "id": "cpe", "name": "CPE", "unit": "hours"}
    return CreditType(**(known | fields))


def file(state: FileState = FileState.ACCEPTED, number: int = 7, **fields: Any) -> File:
    known: dict[str, Any] = {
        "upload_id": ulid(number),
        "name": "certificate.pdf",
        "content_type": ContentType.PDF,
        "size": 1024,
        "sha256": f"{number:064x}",
        "state": state,
    }
    if state is FileState.ACCEPTED:
        known["evidence"] = Evidence(key=f"demo/learner-1/{number}", version_id="v1")
    if state is FileState.REJECTED:
        known["reason"] = RejectionReason.DAMAGED
    return File(**(known | fields))


def certificate(status: Status = Status.PENDING, **fields: Any) -> Certificate:
    """A certificate as submitted, then put into a status as if its history had led there."""
    facts = {name: fields.pop(name) for name in tuple(fields) if name in Content.model_fields}
    made = submitted(fields.pop("id", ulid(1)), content(**facts), fields.pop("file", file()))
    return made.model_copy(update={"status": status, **fields})


def submitted(certificate_id: str, what: Content, with_file: File) -> Certificate:
    return lifecycle.submit(
        OWNER, certificate_id, what, with_file, by=LEARNER, now=NOW, request="r"
    ).after


def act(  # noqa: PLR0913 - what may matter of a step
    record: Certificate | None,
    action: Action,
    by: By,
    *,
    now: datetime = NOW + timedelta(hours=1),
    comment: str | None = "because",
    facts: Content | None = None,
    with_file: File | None = None,
) -> tuple[Certificate, Event]:
    """Take one step of the life cycle, whichever it is."""
    request = f"{action}-{now.timestamp()}"
    if record is None:
        change = lifecycle.submit(
            OWNER,
            ulid(1),
            facts or content(),
            with_file or file(FileState.WAITING),
            by=by,
            now=now,
            request=request,
        )
    elif action is Action.EDIT:
        change = lifecycle.edit(
            record,
            facts or content(title="Second thoughts"),
            with_file or record.file,
            by=by,
            now=now,
            request=request,
        )
    elif action is Action.WITHDRAW:
        change = lifecycle.withdraw(record, by=by, now=now, request=request)
    elif action is Action.RECORD_FILE:
        change = lifecycle.record_file(record, with_file or file(), now=now)
    elif action is Action.DISPUTE:
        change = lifecycle.dispute(record, comment or "", by=by, now=now, request=request)
    elif action in {Action.SUPERSEDE, Action.RESTORE}:
        change = lifecycle.step(record, action, by=by, now=now, request=request)
    else:
        assert action is not Action.SUBMIT
        verdict = Verdict(action=action, comment=comment, reason=REASONS.get(action))
        change = decide(record, verdict, set_up(), by=by, now=now, request=request)
    return change.after, change.events[0]


REASONS = {Action.DECLINE: "not-verifiable", Action.REQUEST_CHANGES: "not-verifiable"}
"""A reason of the usual ones for each decision that needs one."""


def set_up(*types: CreditType, **settings: Any) -> SetUp:
    """What an academy has set up: these credit types, or the one of `credit_type`."""
    known = types or (credit_type(),)
    return SetUp(Academy(academy_id="demo", **settings), {one.id: one for one in known})
