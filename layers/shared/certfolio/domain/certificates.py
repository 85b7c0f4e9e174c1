"""The records of a learner's portfolio."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StrictBool

from certfolio.domain.actions import GRANTED, Action, Actor, ActorKind, Origin, Status, origin_of
from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.reading.agreement import DocumentSays, document_says
from certfolio.domain.reading.fields import Outcome, ReadField, from_summary
from certfolio.domain.values import (
    AcademyId,
    Amount,
    Comment,
    Credits,
    CreditTypeId,
    Day,
    Label,
    LearnerId,
    Name,
    Principal,
    ReasonId,
    Record,
    Sha256,
    Stated,
    Title,
    Ulid,
    WebLink,
)


class Owner(Record):
    """Whose portfolio: the academy and the learner in it."""

    academy_id: AcademyId
    learner_id: LearnerId


class Kind(StrEnum):
    """Where a certificate comes from."""

    EXTERNAL = "external"
    ACADEMY = "academy"


class Standing(StrEnum):
    """How an approved certificate stands today; derived, never stored."""

    ACTIVE = "active"
    EXPIRING = "expiring"
    EXPIRED = "expired"


class FileState(StrEnum):
    """What inspection has said of a file so far."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class Evidence(Record):
    """The exact object inspection accepted; nobody can put other bytes behind it.

    Attributes
    ----------
    rendition
        SHA-256 of the manifest that names the pictures of its pages; None for what was accepted
        before files were drawn, until somebody looks at it.
    """

    key: str
    version_id: str
    # Left out where there is none, so that older records and events still read the same.
    rendition: Sha256 | None = Field(None, exclude_if=lambda rendition: rendition is None)


class File(Record):
    """One file, from permission to put it until it is evidence or refused.

    Attributes
    ----------
    size
        Bytes, as declared and bound by the upload's signature.
    evidence
        Set when and only when `state` is accepted.
    reason
        Set when and only when `state` is rejected.
    sequencer
        S3's `sequencer` of the event that was inspected.
    """

    upload_id: Ulid
    name: str
    content_type: ContentType
    size: int
    sha256: Sha256
    state: FileState = FileState.WAITING
    reason: RejectionReason | None = None
    evidence: Evidence | None = None
    sequencer: str | None = None


class Upload(Owner):
    """Permission to put one file, for one certificate or one holding.

    Attributes
    ----------
    certificate_id
        The certificate or the holding that the file is for; it may not exist yet.
    attached
        Whether one of them has taken the file. From then on that one, not this record, says how
        the file stands.
    expires_at
        When the permission to put ends.
    """

    id: Ulid
    certificate_id: Ulid
    file: File
    attached: bool = False
    created_at: datetime
    expires_at: datetime


MOST_LINES = 10
"""Lines a certificate can have."""

MOST_LABELS = 6
"""Labels a line can have."""


class Claim(Record):
    """One line of a certificate.

    Attributes
    ----------
    claimed
        Credits the learner asks for.
    labels
        The choice for each label that is stated.
    awarded
        Credits the academy gives; set by approval.
    """

    credit_type: CreditTypeId
    # Left out where there are none, so that older records and events still read the same.
    labels: Mapping[Name, Name] = Field(default_factory=dict, exclude_if=lambda labels: not labels)
    claimed: Credits
    awarded: Amount | None = None


class Content(Record):
    """What a learner states about a certificate."""

    title: Title
    issuer: Title | None = None
    certificate_number: Label | None = None
    verification_link: WebLink | None = None
    earned_on: Day
    expires_on: Day | None = None
    claims: Annotated[tuple[Claim, ...], Field(min_length=1, max_length=MOST_LINES)]


class Reason(Stated):
    """A reason picked from the academy's list, as it read when it was picked."""

    id: ReasonId
    text: Label


class UsualReason(StrEnum):
    """A reason that every academy begins with, by its id."""

    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    NAME_DIFFERS = "name-differs"
    DETAILS_DIFFER = "details-differ"
    NOT_VERIFIABLE = "not-verifiable"
    NOT_RECOGNISED = "not-recognised"
    TOO_OLD = "too-old"
    DUPLICATE = "duplicate"

    @property
    def words(self) -> str:
        """How it reads until the academy words it anew."""
        return _USUAL[self]


_USUAL: Mapping[UsualReason, str] = {
    UsualReason.UNREADABLE: "The document cannot be read",
    UsualReason.INCOMPLETE: "The document is incomplete",
    UsualReason.NAME_DIFFERS: "The name does not match the learner's",
    UsualReason.DETAILS_DIFFER: "Title, date or credits differ from the document",
    UsualReason.NOT_VERIFIABLE: "The certificate could not be verified",
    UsualReason.NOT_RECOGNISED: "The course is not recognised here",
    UsualReason.TOO_OLD: "It was earned too long ago",
    UsualReason.DUPLICATE: "It was handed in before",
}

_BY_WORDS = {(reason.value, words): reason for reason, words in _USUAL.items()}


def usual(reason_id: str, text: str) -> UsualReason | None:
    """Which usual reason this is; None where an academy worded it itself."""
    return _BY_WORDS.get((reason_id, text))


class Answer(Stated):
    """What a reviewer answered to one question of a credit type's checklist."""

    credit_type: CreditTypeId
    question: Label
    yes: StrictBool


class Decision(Record):
    """What was decided last, by whom and with which words.

    Attributes
    ----------
    rejected
        Why the file was refused, where that is what the system asks changes for; the comment says
        it in English.
    waited_seconds
        How long the certificate had been pending; None where it had not.
    """

    outcome: Action
    at: datetime
    by: Actor
    comment: Comment | None = None
    reason: Reason | None = None
    answers: tuple[Answer, ...] = ()
    rejected: RejectionReason | None = None
    waited_seconds: int | None = None


class Correction(Record):
    """What a field said before a reviewer put it right; None where it said nothing."""

    # With a default, because what is None is not stored.
    stated: str | None = None


class Assignment(Record):
    """Who has taken a certificate for review, and until when."""

    principal: Principal
    name: Label
    until: datetime


class Review(StrEnum):
    """Who decides."""

    REQUIRED = "required"
    AUTOMATIC = "automatic"


class StatedExpiry(Record):
    """The expiry that was stated, kept because a credit type's rule gave another one.

    Attributes
    ----------
    day
        None where no expiry was stated.
    """

    day: Day | None = None


class Certificate(Owner, Content):
    """One record in a learner's portfolio.

    Attributes
    ----------
    version
        Counts changes from 1; the `ETag`.
    since
        When the present status began; the place in the queue.
    file
        None where no claimed credit type asks for one.
    stated_expiry
        What was stated as expiry, where a credit type's rule gave another; None where
        `expires_on` is as stated.
    review
        Automatic where every claimed credit type leaves the decision to the system.
    when_found
        What the document must say before the system approves.
    cross_check
        What became of each stated field on the document, in few bytes: see
        `certfolio.domain.reading.fields.summary`. None where the document was not read.
    in_hand
        Whether a person has decided or disputed; from then on only a person approves.
    corrections
        What the learner had stated in the fields a reviewer put right, by field.
    ends_when_renewed
        Credit types among the claimed ones whose credits end when a renewal begins.
    renews
        Id of the certificate that this one renews.
    renewed_by
        Id of the certificate that renews this one, or is going to: while there is one, there can
        be no other. Like a lease it says nothing of the certificate itself, unless that is
        superseded.
    head
        Hash of the newest event, so that a history cut short shows as well.
    """

    id: Ulid
    kind: Kind = Kind.EXTERNAL
    status: Status
    version: int
    file: File | None = None
    stated_expiry: StatedExpiry | None = None
    review: Review = Review.REQUIRED
    when_found: tuple[ReadField, ...] = ()
    cross_check: str | None = None
    in_hand: bool = False
    submitted_at: datetime
    submitted_by: Actor
    since: datetime
    decision: Decision | None = None
    corrections: Mapping[str, Correction] = Field(default_factory=dict)
    assignment: Assignment | None = None
    ends_when_renewed: tuple[CreditTypeId, ...] = ()
    renews: Ulid | None = None
    renewed_by: Ulid | None = None
    head: str

    @property
    def owner(self) -> Owner:
        """Whose portfolio the certificate is in."""
        return Owner(academy_id=self.academy_id, learner_id=self.learner_id)

    @property
    def claimed(self) -> frozenset[str]:
        """Ids of the claimed credit types."""
        return frozenset(claim.credit_type for claim in self.claims)

    @property
    def origin(self) -> Origin:
        """Who handed the certificate in."""
        return origin_of(self.submitted_by)

    @property
    def entered_on_behalf(self) -> bool:
        """Whether staff handed the certificate in for the learner."""
        return self.origin is Origin.STAFF

    @property
    def expiry_as_stated(self) -> date | None:
        """The expiry that was stated, even where a credit type's rule gave another one."""
        return self.expires_on if self.stated_expiry is None else self.stated_expiry.day

    @property
    def takes_a_person(self) -> bool:
        """Whether only a person can approve it, whatever the academy leaves to the system."""
        # Records from before `in_hand` tell of the last decision alone.
        decided = self.decision is not None and self.decision.by.kind is ActorKind.STAFF
        return self.in_hand or decided

    @property
    def file_is_settled(self) -> bool:
        """Whether nothing about the file keeps the certificate from being approved."""
        return self.file is None or self.file.state is FileState.ACCEPTED

    @property
    def document_says(self) -> DocumentSays:
        """Whether the document agrees with what is stated."""
        return document_says(self.cross_check)

    @property
    def is_confirmed(self) -> bool:
        """Whether the document says all that the system asks for before it approves."""
        outcomes = from_summary(self.cross_check or "")
        return all(outcomes[field] is Outcome.FOUND for field in self.when_found)

    def lease_at(self, now: datetime) -> Assignment | None:
        """Who has taken the certificate, unless the lease has lapsed."""
        lease = self.assignment
        return None if lease is None or lease.until <= now else lease

    def taken_by_other(self, principal: str, now: datetime) -> Assignment | None:
        """The lease of somebody else that has not lapsed yet."""
        lease = self.lease_at(now)
        return None if lease is None or lease.principal == principal else lease

    def standing(self, today: date) -> Standing | None:
        """How the certificate stands on a day.

        Parameters
        ----------
        today
            The day by the academy's calendar.

        Returns
        -------
        Standing or None
            None unless approved. The last day of validity is still valid.
        """
        if self.status is not Status.APPROVED:
            return None
        if self.expires_on is None:
            return Standing.ACTIVE
        remaining = (self.expires_on - today).days
        if remaining < 0:
            return Standing.EXPIRED
        return Standing.EXPIRING if remaining <= EXPIRING_WITHIN_DAYS else Standing.ACTIVE


EXPIRING_WITHIN_DAYS = 60


def renewals_begin(certificates: Iterable[Certificate]) -> Mapping[str, date]:
    """When the approved renewal of each certificate that has one begins, by its id."""
    begins: dict[str, date] = {}
    for certificate in certificates:
        if certificate.renews is not None and certificate.status in GRANTED:
            others = begins.get(certificate.renews, certificate.earned_on)
            begins[certificate.renews] = min(others, certificate.earned_on)
    return begins
