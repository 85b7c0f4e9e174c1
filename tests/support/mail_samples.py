"""Letters of every kind, as the function makes them."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from certfolio.domain.actions import ActorKind, Status
from certfolio.domain.announcements import Announcement, AnnouncementType, facts_of
from certfolio.domain.certificates import Reason, UsualReason
from certfolio.domain.files import ContentType, RejectionReason, limits_kept
from certfolio.domain.mails import MailAudience, MailKind, audience_of_kind, kind_of
from functions.mail.letters.model import (
    Brand,
    CountsFor,
    Digest,
    Letter,
    LetterClaim,
    LetterItem,
    Refusal,
)

PORTAL = "https://portal.example.org"
BRAND = Brand(name="Northwind Academy", accent="#7a1fa2")
PLAIN = Brand(name="Certfolio Demo")
TITLE = "Secure Coding Practices"
CERTIFICATE = "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"
NAME = "Demo Learner"

HOSTILE = "<b>5 > 3</b> & \"quoted\" 'so' </td>\r\nBcc: a@example.org {name} %s 🙂👩🏽‍🚀"
"""What a person may well type, and what somebody else would."""

RIGHT_TO_LEFT = "שיעור 101 (בטיחות)"
LONG = "Certificate of completion of the advanced course in " + "Donaudampfschifffahrt" * 6

_STATUS = {
    AnnouncementType.APPROVED: Status.APPROVED,
    AnnouncementType.DECLINED: Status.DECLINED,
    AnnouncementType.CHANGES_REQUESTED: Status.CHANGES_REQUESTED,
    AnnouncementType.WITHDRAWN: Status.WITHDRAWN,
    AnnouncementType.REVOKED: Status.REVOKED,
    AnnouncementType.RESTORED: Status.APPROVED,
    AnnouncementType.EXPIRING: Status.APPROVED,
    AnnouncementType.EXPIRED: Status.APPROVED,
    AnnouncementType.RENEWED: Status.SUPERSEDED,
    AnnouncementType.SUPERSEDED: Status.SUPERSEDED,
}


def kind_that_tells(announced: AnnouncementType) -> MailKind | None:
    """In mails of which kind something is told; None where no mail tells it."""
    facts = facts_of(announced).model_construct(actor_kind=ActorKind.STAFF)
    return kind_of(Announcement.model_construct(type=announced, data=facts))


def item(announced: AnnouncementType, **more: Any) -> LetterItem:
    """What a mail tells of one certificate."""
    known: dict[str, Any] = {
        "type": announced,
        "certificate_id": CERTIFICATE,
        "title": TITLE,
        "status": _STATUS.get(announced, Status.PENDING),
        "at": datetime(2026, 3, 2, 10, 30, tzinfo=UTC),
        "link": f"{PORTAL}/certificates/{CERTIFICATE}",
        "claims": (
            LetterClaim(credit_type="CPE hours", claimed=Decimal("12.00")),
            LetterClaim(credit_type="PDU", claimed=Decimal("4.50")),
        ),
    }
    match announced:
        case AnnouncementType.APPROVED | AnnouncementType.RESTORED:
            known["decided_by"] = "Demo Reviewer"
            known["comment"] = "Two hours were a break."
            known["claims"] = (
                LetterClaim(
                    credit_type="CPE hours",
                    claimed=Decimal("12.00"),
                    awarded=Decimal("10.00"),
                    counts=CountsFor(
                        period="2026", applied=Decimal("8.00"), remaining=Decimal("22.00")
                    ),
                ),
                LetterClaim(
                    credit_type="PDU",
                    claimed=Decimal("4.50"),
                    awarded=Decimal("4.50"),
                    counts=CountsFor(period="2026", applied=Decimal("4.50"), remaining=None),
                ),
            )
        case (
            AnnouncementType.DECLINED
            | AnnouncementType.CHANGES_REQUESTED
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
        ):
            reason = UsualReason.DETAILS_DIFFER
            known["decided_by"] = "Demo Reviewer"
            known["comment"] = "The certificate says 10 hours.\nPlease have another look."
            known["reason"] = Reason(id=reason.value, text=reason.words)
        case AnnouncementType.EXPIRING | AnnouncementType.EXPIRED:
            known["expires_on"] = date(2026, 4, 1)
            known["days_left"] = 30 if announced is AnnouncementType.EXPIRING else None
        case AnnouncementType.RECORDS_DUE:
            known["due_on"] = date(2026, 5, 1)
        case AnnouncementType.DISPUTED:
            known["learner"] = NAME
            known["comment"] = "I was not there."
        case AnnouncementType.ASSIGNED:
            known["learner"] = NAME
    return LetterItem(**known | more)


def letter(kind: MailKind, *items: LetterItem, **more: Any) -> Letter:
    """A mail of a kind."""
    known = {
        "kind": kind,
        "name": NAME if audience_of_kind(kind) is MailAudience.LEARNER else "Demo Reviewer",
        "items": items,
        "portal": PORTAL,
        "unsubscribe": f"{PORTAL}/unsubscribe#demo.learner.{kind}.signature",
        "preferences": f"{PORTAL}/notifications",
    }
    return Letter(**known | more)


def digest(waiting: int, overdue: int, **more: Any) -> Letter:
    """The daily mail to reviewers."""
    said = Digest(waiting=waiting, overdue=overdue, link=f"{PORTAL}/console/queue", **more)
    return letter(MailKind.DIGEST, digest=said)


def refused(code: RejectionReason, **more: Any) -> LetterItem:
    """What a mail tells of a file that was refused."""
    refusal = Refusal(code=code, file_name="scan 12.pdf", values=limits_kept(code, ContentType.PDF))
    known: dict[str, Any] = {"by_system": True, "decided_by": None, "reason": None}
    return item(
        AnnouncementType.CHANGES_REQUESTED,
        refusal=refusal,
        comment=code.explanation,
        **known | more,
    )


def every_letter() -> Iterator[tuple[str, Letter]]:
    """One of each kind and of each thing that a kind tells, by name."""
    for announced in AnnouncementType:
        kind = kind_that_tells(announced)
        if kind is not None:
            yield announced.value, letter(kind, item(announced))
    for days in (0, 1):
        expiring = item(AnnouncementType.EXPIRING, days_left=days)
        yield f"expires in {days}", letter(MailKind.EXPIRY, expiring)
    for code in RejectionReason:
        yield f"refused {code}", letter(MailKind.FILE_REFUSED, refused(code))
    for counts in ((0, 0), (1, 0), (1, 1), (120, 7)):
        yield f"digest {counts}", digest(*counts)
    yield "digest at least", digest(1000, 1000, at_least=True)
    for kind in MailKind:
        if kind is not MailKind.DIGEST:
            yield f"many {kind}", many(kind)
    yield "hostile", hostile()


def many(kind: MailKind) -> Letter:
    """Ten things in one mail, of all that its kind tells."""
    told: list[LetterItem] = [
        item(announced) for announced in AnnouncementType if kind_that_tells(announced) is kind
    ]
    if kind is MailKind.FILE_REFUSED:
        told = [refused(code) for code in RejectionReason]
    ten = [told[at % len(told)] for at in range(10)]
    named = [each.model_copy(update={"title": f"{TITLE} {at}"}) for at, each in enumerate(ten, 1)]
    return letter(kind, *named, more=3)


def hostile() -> Letter:
    """What people wrote everywhere that they can write."""
    approved = item(
        AnnouncementType.APPROVED,
        title=HOSTILE,
        decided_by=HOSTILE,
        comment=f"{HOSTILE}\n\n{RIGHT_TO_LEFT}",
        claims=(LetterClaim(credit_type=HOSTILE, claimed=Decimal(1), awarded=Decimal(1)),),
    )
    declined = item(
        AnnouncementType.DECLINED,
        title=LONG,
        reason=Reason.model_construct(id="own", text=HOSTILE),
        decided_by=RIGHT_TO_LEFT,
    )
    turned = item(AnnouncementType.REOPENED, title=RIGHT_TO_LEFT)
    return letter(MailKind.DECISION, approved, declined, turned, name=RIGHT_TO_LEFT)
