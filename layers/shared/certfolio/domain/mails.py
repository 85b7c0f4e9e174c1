"""Mails: what is told to whom, what waits to be told, and when it goes.

What waits says of what it is about only ids and facts that cannot change. What people wrote, and to
which address it goes, is read when it is sent.
"""

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, assert_never

from pydantic import Field
from ulid import ULID

from certfolio.domain.academies import MailSettings
from certfolio.domain.actions import ActorKind, Status
from certfolio.domain.announcements import Announcement, AnnouncementType
from certfolio.domain.certificates import Owner
from certfolio.domain.news import audience_of, besides
from certfolio.domain.staff import Moment, Role
from certfolio.domain.transcript import Language
from certfolio.domain.values import Amount, Day, LearnerId, Name, Principal, Record, Ulid

GATHERED = timedelta(minutes=2)
"""How long the first thing that somebody is told waits for others, which join it in one mail."""

HEARD_WITHIN = timedelta(minutes=5)
"""How long SES is waited for to say that it took a mail of which we do not know whether it did."""

KEPT = timedelta(days=60)
"""How long it is remembered that something was to be mailed: longer than it could be announced
again."""

PUT_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(minutes=20),
    timedelta(hours=1),
    timedelta(hours=6),
)
"""After how long a mail that failed is tried again; the last holds for all later times."""


class MailKind(StrEnum):
    """What a mail is about; each mail is about one kind, and each can be switched off.

    Attributes
    ----------
    DECISION
        A certificate was decided on, by a person or the system.
    FILE_REFUSED
        A file was refused, and another one is asked for.
    EXPIRY
        A certificate expires, has expired or was renewed, or its records will be removed.
    CREDENTIAL
        The cycle of a credential ends soon, and something is missing.
    ENTERED
        Staff handed something in, edited it or withdrew it on the learner's behalf.
    DIGEST
        What waits and what is overdue, once a day.
    ASSIGNMENT
        A review was given to somebody.
    DISPUTE
        A learner disputes what staff entered.
    """

    DECISION = "decision"
    FILE_REFUSED = "file_refused"
    EXPIRY = "expiry"
    CREDENTIAL = "credential"
    ENTERED = "entered"
    DIGEST = "digest"
    ASSIGNMENT = "assignment"
    DISPUTE = "dispute"


class MailAudience(StrEnum):
    """Whom mails of a kind go to."""

    LEARNER = "learner"
    REVIEWERS = "reviewers"
    ADMINISTRATORS = "administrators"


def audience_of_kind(kind: MailKind) -> MailAudience:
    """Say whom mails of a kind go to; administrators are reviewers too."""
    match kind:
        case (
            MailKind.DECISION
            | MailKind.FILE_REFUSED
            | MailKind.EXPIRY
            | MailKind.CREDENTIAL
            | MailKind.ENTERED
        ):
            return MailAudience.LEARNER
        case MailKind.DIGEST | MailKind.ASSIGNMENT:
            return MailAudience.REVIEWERS
        case MailKind.DISPUTE:
            return MailAudience.ADMINISTRATORS
        case _:
            assert_never(kind)


def kinds_for(role: Role | None) -> tuple[MailKind, ...]:
    """Say which kinds of mails somebody can get.

    Parameters
    ----------
    role
        On the academy's staff; None where they are not on it.
    """
    least = {
        MailAudience.LEARNER: None,
        MailAudience.REVIEWERS: Role.REVIEWER,
        MailAudience.ADMINISTRATORS: Role.ADMINISTRATOR,
    }
    needed = {kind: least[audience_of_kind(kind)] for kind in MailKind}
    return tuple(
        kind for kind, at_least in needed.items() if at_least is None or (role or 0) >= at_least
    )


def kind_of(announcement: Announcement) -> MailKind | None:  # noqa: PLR0911 - one for each
    """Say what kind of mail tells an announcement; None where news of it is for nobody."""
    match announcement.type:
        case AnnouncementType.CHANGES_REQUESTED:
            # The system asks for changes where a file is refused, and nowhere else.
            by_system = announcement.data.actor_kind is ActorKind.SYSTEM
            return MailKind.FILE_REFUSED if by_system else MailKind.DECISION
        case (
            AnnouncementType.APPROVED
            | AnnouncementType.DECLINED
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
            | AnnouncementType.RESTORED
        ):
            return MailKind.DECISION
        case (
            AnnouncementType.EXPIRING
            | AnnouncementType.EXPIRED
            | AnnouncementType.RENEWED
            | AnnouncementType.RECORDS_DUE
        ):
            return MailKind.EXPIRY
        case AnnouncementType.CYCLE_ENDS_SOON:
            return MailKind.CREDENTIAL
        case AnnouncementType.SUBMITTED | AnnouncementType.EDITED | AnnouncementType.WITHDRAWN:
            return MailKind.ENTERED if audience_of(announcement) else None
        case AnnouncementType.DISPUTED:
            return MailKind.DISPUTE
        case AnnouncementType.ASSIGNED:
            return MailKind.ASSIGNMENT
        case AnnouncementType.SUPERSEDED | AnnouncementType.REQUIREMENT_MET:
            # Another mail tells of the renewal, and of the approval.
            return None
        case _:
            assert_never(announcement.type)


class Person(Record):
    """Somebody of an academy who gets mail: a learner, or a member of staff with an account.

    Attributes
    ----------
    person_id
        The `sub` of the account; one who is a learner and on the staff has one.
    """

    academy_id: str
    person_id: LearnerId

    @property
    def owner(self) -> Owner:
        """Whose partition it is noted in."""
        return Owner(academy_id=self.academy_id, learner_id=self.person_id)


class Preferences(Record):
    """Which mails somebody wants from an academy.

    Attributes
    ----------
    off
        Kinds that are switched off.
    language
        In which they are written; None where the account says it.
    version
        Counts changes from 1; 0 is not written yet.
    """

    off: tuple[MailKind, ...] = ()
    language: Language | None = None
    version: int = 0

    def wants(self, kind: MailKind) -> bool:
        """Whether mails of a kind are wanted."""
        return kind not in self.off

    def choosing(
        self, off: Iterable[MailKind], among: Iterable[MailKind], language: Language | None
    ) -> "Preferences":
        """The same with what somebody chooses among the kinds they can get."""
        elsewhere = {*self.off} - {*among}
        chosen = tuple(sorted({*off} | elsewhere))
        return self.model_copy(update={"off": chosen, "language": language})

    def without(self, kind: MailKind) -> "Preferences":
        """The same with a kind switched off."""
        return self.model_copy(update={"off": tuple(sorted({*self.off, kind}))})


class Unsubscription(Person):
    """What the link in a mail switches off: mails of a kind to a person of an academy."""

    kind: MailKind

    def token(self, key: bytes) -> str:
        """What stands in the link, which nobody can make without the key.

        It holds for ever: a mail is found and unsubscribed from after years (RFC 8058, section 3.1,
        asks that the link alone suffices).
        """
        said = f"{self.academy_id}.{self.person_id}.{self.kind}"
        return f"{said}.{_signature(key, said)}"

    @classmethod
    def of(cls, key: bytes, token: str) -> "Unsubscription | None":
        """What a token stands for; None where it is none that we made."""
        said, _, signature = token.rpartition(".")
        if not hmac.compare_digest(signature.encode(), _signature(key, said).encode()):
            return None
        academy_id, person_id, kind = said.split(".")
        return cls(academy_id=academy_id, person_id=person_id, kind=MailKind(kind))


def _signature(key: bytes, said: str) -> str:
    # Ids hold no point, so one text cannot be read as another.
    digest = hmac.digest(key, f"unsubscribe.{said}".encode(), "sha256")
    return urlsafe_b64encode(digest).rstrip(b"=").decode()


class Trouble(StrEnum):
    """Why no more mail goes to an address."""

    BOUNCED = "bounced"
    COMPLAINT = "complaint"


class Undeliverable(Record):
    """What became of mail to somebody's address, which gets no more.

    Attributes
    ----------
    address
        What tells the address, see `digest_of_address`: once somebody has another one, mail goes
        there.
    """

    why: Trouble
    at: Moment
    address: str

    def holds(self, mail: str) -> bool:
        """Whether this is the address it is said of."""
        return self.address == digest_of_address(mail)


def digest_of_address(mail: str) -> str:
    """What tells one address from another, whatever the case it is written in."""
    return sha256(mail.strip().casefold().encode()).hexdigest()


class MailItem(Record):
    """One thing that is to be mailed to somebody.

    Attributes
    ----------
    id
        Of the announcement, or what else makes it the one and only.
    type
        What was announced; None for what is no announcement.
    at
        When it happened.
    learner_id, certificate_id
        Which certificate it is about; none for the digest, which is about all, and for what is
        told of a holding.
    reviewer_id
        Who was given it for review.
    expires_on, days_left, renewed_by, due_on, holding_id, programme, ends_on, missing
        What kinds of announcements say besides.
    """

    id: str
    kind: MailKind
    at: Moment
    type: AnnouncementType | None = None
    learner_id: LearnerId | None = None
    certificate_id: Ulid | None = None
    version: Annotated[int, Field(ge=0)] = 0
    actor_kind: ActorKind | None = None
    status: Status | None = None
    reviewer_id: Principal | None = None
    expires_on: Day | None = None
    days_left: int | None = None
    renewed_by: Ulid | None = None
    due_on: Day | None = None
    holding_id: Ulid | None = None
    programme: Name | None = None
    ends_on: Day | None = None
    missing: Amount | None = None


def item_of(announcement: Announcement) -> MailItem | None:
    """What of an announcement is to be mailed; None where nothing is."""
    kind = kind_of(announcement)
    if kind is None:
        return None
    facts = announcement.data
    return MailItem(
        id=announcement.id,
        kind=kind,
        at=facts.at,
        type=announcement.type,
        learner_id=facts.learner_id,
        version=facts.version,
        actor_kind=facts.actor_kind,
        **besides(facts),
    )


class Mailbox(Record):
    """What waits to be mailed to one person of one kind, and the mail that is on its way.

    Attributes
    ----------
    waiting
        Ids of what waits, in the order in which it came.
    due_at
        When to look at it next; None where nothing waits and nothing is on its way.
    letter_id
        Id of the mail that is on its way: taken, and not known to be sent. It stays the same
        however often it is tried.
    taken
        Ids of what that mail says.
    tried_at
        When it was tried last.
    failures
        How often it failed in a row.
    version
        Grows with each step of a mail, and not with what comes to wait.
    """

    person: Person
    kind: MailKind
    waiting: tuple[str, ...] = ()
    due_at: Moment | None = None
    letter_id: Ulid | None = None
    taken: tuple[str, ...] = ()
    tried_at: Moment | None = None
    failures: int = 0
    version: int = 0

    def is_due(self, now: datetime) -> bool:
        """Whether something is to be done about it."""
        return self.due_at is not None and self.due_at <= now


def new_letter_id(now: datetime) -> str:
    """An id for a mail."""
    return str(ULID.from_datetime(now))


def put_off_to(failures: int, now: datetime) -> datetime:
    """When a mail that has failed so often is tried again."""
    return now + PUT_OFF[min(failures, len(PUT_OFF)) - 1]


def goes_at(settings: MailSettings, time_zone: str, due_at: datetime) -> datetime:
    """When something that is due goes, by the academy's quiet hours: then, or at their end."""
    return settings.quiet_until(time_zone, due_at) or due_at
