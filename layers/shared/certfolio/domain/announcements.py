"""What the bus says: the closed set of types, the envelope, and what says what.

An announcement carries ids and facts, never a name, a title or a comment: whoever may know these
reads them with rights of their own. `docs/events/` describes it to consumers.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal, assert_never

from pydantic import Field, SerializeAsAny

from certfolio.domain.actions import Action, ActorKind, Status
from certfolio.domain.certificates import Owner
from certfolio.domain.history import Event, digest_of
from certfolio.domain.outbox import (
    Assigned,
    CycleEndsSoon,
    Expired,
    Expiring,
    Notice,
    NoticeKind,
    RecordsDue,
    Renewed,
    RequirementMet,
)
from certfolio.domain.values import Amount, CreditTypeId, Day, Name, Principal, Record, Ulid

SOURCE = "certfolio"
"""Who says it: `source` of the envelope and of the bus."""


class AnnouncementType(StrEnum):
    """What is announced; `type` of the envelope, `detail-type` on the bus."""

    SUBMITTED = "CertificateSubmitted"
    EDITED = "CertificateEdited"
    APPROVED = "CertificateApproved"
    DECLINED = "CertificateDeclined"
    CHANGES_REQUESTED = "CertificateChangesRequested"
    WITHDRAWN = "CertificateWithdrawn"
    REOPENED = "CertificateReopened"
    REVOKED = "CertificateRevoked"
    DISPUTED = "CertificateDisputed"
    SUPERSEDED = "CertificateSuperseded"
    RESTORED = "CertificateRestored"
    EXPIRING = "CertificateExpiring"
    EXPIRED = "CertificateExpired"
    RENEWED = "CertificateRenewed"
    RECORDS_DUE = "RecordsDue"
    ASSIGNED = "CertificateAssigned"
    REQUIREMENT_MET = "RequirementMet"
    CYCLE_ENDS_SOON = "CycleEndsSoon"


class Facts(Owner):
    """What is announced of a certificate, whatever happened.

    Attributes
    ----------
    version
        The version of the certificate that the event led to; of what no event says, the one it
        was said of. Versions of a certificate only grow, so a consumer can tell old from new.
    at
        When it happened.
    actor_kind
        Who did it.
    status, from_status
        After it and before it; before is null for a submission and for what no event says.
    credit_types
        What the certificate claims credits of; empty where an old event does not tell.
    """

    certificate_id: Ulid
    version: Annotated[int, Field(ge=1)]
    at: datetime
    actor_kind: ActorKind
    status: Status
    from_status: Status | None
    credit_types: tuple[CreditTypeId, ...]

    @property
    def subject(self) -> str:
        """What it is announced of."""
        return self.certificate_id


class ExpiringFacts(Facts):
    """And when it expires.

    Attributes
    ----------
    expires_on
        The last day on which it is valid.
    days_left
        Days until then, by the academy's calendar.
    """

    expires_on: Day
    days_left: Annotated[int, Field(ge=0)]


class ExpiredFacts(Facts):
    """And when it expired.

    Attributes
    ----------
    expires_on
        The last day on which it was valid.
    """

    expires_on: Day


class RenewedFacts(Facts):
    """And by what it is renewed.

    Attributes
    ----------
    renewed_by
        Id of the certificate that takes its place.
    """

    renewed_by: Ulid


class RecordsDueFacts(Facts):
    """And when its records go.

    Attributes
    ----------
    due_on
        The day on which the academy's retention takes them away.
    """

    due_on: Day


class AssignedFacts(Facts):
    """And to whom it was given.

    Attributes
    ----------
    reviewer_id
        Principal of the member of staff who got it.
    until
        When it is free again, unless it is decided before.
    """

    reviewer_id: Principal
    until: datetime


class RequirementMetFacts(Facts):
    """And what it completed of which holding.

    Attributes
    ----------
    requirements
        Ids of the programme's minimums that are met with the certificate and were not before.
    cycle_starts_on, cycle_ends_on
        First and last day of the holding's cycle.
    done
        Whether all is met that the cycle asks.
    """

    holding_id: Ulid
    programme: Name
    requirements: tuple[Name, ...]
    cycle_starts_on: Day
    cycle_ends_on: Day
    done: bool


class HoldingFacts(Owner):
    """What is announced of a holding.

    Attributes
    ----------
    programme
        Id of the programme it is under.
    version
        The version of the holding of which it was said.
    at
        When it was said.
    """

    holding_id: Ulid
    programme: Name
    version: Annotated[int, Field(ge=1)]
    at: datetime
    actor_kind: ActorKind

    @property
    def subject(self) -> str:
        """What it is announced of."""
        return self.holding_id


class CycleEndsSoonFacts(HoldingFacts):
    """And when its cycle ends.

    Attributes
    ----------
    ends_on
        The cycle's last day.
    days_left
        Days until then, by the academy's calendar.
    missing
        Credits missing, summed over the minimums; 0 where what is missing is not hours.
    """

    ends_on: Day
    days_left: Annotated[int, Field(ge=0)]
    missing: Amount


class Announcement(Record):
    """The envelope, with the attributes of CloudEvents 1.0.

    Attributes
    ----------
    id
        The same however often one thing is announced; by it a repeat is known.
    subject
        Id of the certificate or the holding.
    dataschema
        Names the type and the version of its schema.
    """

    specversion: Literal["1.0"] = "1.0"
    id: str
    source: Literal["certfolio"] = "certfolio"
    type: AnnouncementType
    subject: Ulid
    time: datetime
    dataschema: str
    data: SerializeAsAny[Facts | HoldingFacts]


SCHEMA_VERSION = 1
"""Grows when something is announced in a way that a consumer of the one before cannot read."""


def schema_of(kind: AnnouncementType) -> str:
    """What names the schema of the data of a type."""
    return f"urn:certfolio:events:{kind}:{SCHEMA_VERSION}"


def facts_of(kind: AnnouncementType) -> type[Facts | HoldingFacts]:  # noqa: PLR0911 - one for each
    """What the data of a type holds."""
    match kind:
        case AnnouncementType.EXPIRING:
            return ExpiringFacts
        case AnnouncementType.EXPIRED:
            return ExpiredFacts
        case AnnouncementType.RENEWED:
            return RenewedFacts
        case AnnouncementType.RECORDS_DUE:
            return RecordsDueFacts
        case AnnouncementType.ASSIGNED:
            return AssignedFacts
        case AnnouncementType.REQUIREMENT_MET:
            return RequirementMetFacts
        case AnnouncementType.CYCLE_ENDS_SOON:
            return CycleEndsSoonFacts
        case (
            AnnouncementType.SUBMITTED
            | AnnouncementType.EDITED
            | AnnouncementType.APPROVED
            | AnnouncementType.DECLINED
            | AnnouncementType.CHANGES_REQUESTED
            | AnnouncementType.WITHDRAWN
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
            | AnnouncementType.DISPUTED
            | AnnouncementType.SUPERSEDED
            | AnnouncementType.RESTORED
        ):
            return Facts
        case _:
            assert_never(kind)


def announced_by(action: Action) -> AnnouncementType | None:  # noqa: C901, PLR0911, PLR0912 - one for each
    """What a step of the life cycle announces; None where nobody outside need hear of it."""
    match action:
        case Action.SUBMIT:
            return AnnouncementType.SUBMITTED
        case Action.EDIT:
            return AnnouncementType.EDITED
        case Action.APPROVE:
            return AnnouncementType.APPROVED
        case Action.DECLINE:
            return AnnouncementType.DECLINED
        case Action.REQUEST_CHANGES:
            return AnnouncementType.CHANGES_REQUESTED
        case Action.WITHDRAW:
            return AnnouncementType.WITHDRAWN
        case Action.REOPEN:
            return AnnouncementType.REOPENED
        case Action.REVOKE:
            return AnnouncementType.REVOKED
        case Action.DISPUTE:
            return AnnouncementType.DISPUTED
        case Action.SUPERSEDE:
            return AnnouncementType.SUPERSEDED
        case Action.RESTORE:
            return AnnouncementType.RESTORED
        case Action.RECORD_FILE:
            # What follows from the file is a step of its own.
            return None
        case _:
            assert_never(action)


def of_event(event: Event, credit_types: tuple[str, ...]) -> Announcement | None:
    """Say what an event of a certificate's history announces.

    Parameters
    ----------
    credit_types
        What the certificate claimed credits of when it happened.

    Returns
    -------
    Announcement or None
        None where nobody outside need hear of it.
    """
    kind = announced_by(event.action)
    if kind is None:
        return None
    facts = Facts(
        academy_id=event.academy_id,
        learner_id=event.learner_id,
        certificate_id=event.certificate_id,
        version=event.version,
        at=event.at,
        actor_kind=event.actor.kind,
        status=event.to_status,
        from_status=event.from_status,
        credit_types=credit_types,
    )
    return _announcement(kind, f"{event.certificate_id}.{event.version}", facts)


def of_notice(notice: Notice) -> Announcement:
    """Say what a notice announces."""
    if isinstance(notice, CycleEndsSoon):
        return _announcement(
            AnnouncementType.CYCLE_ENDS_SOON,
            id_of_notice(notice),
            CycleEndsSoonFacts(
                academy_id=notice.academy_id,
                learner_id=notice.learner_id,
                holding_id=notice.holding_id,
                programme=notice.programme,
                version=notice.version,
                at=notice.at,
                actor_kind=ActorKind.SYSTEM,
                ends_on=notice.ends_on,
                days_left=notice.days_left,
                missing=notice.missing,
            ),
        )
    by_schedule = not isinstance(notice, Assigned)
    common = {
        "academy_id": notice.academy_id,
        "learner_id": notice.learner_id,
        "certificate_id": notice.certificate_id,
        "version": notice.version,
        "at": notice.at,
        "actor_kind": ActorKind.SYSTEM if by_schedule else ActorKind.STAFF,
        "status": notice.status,
        "from_status": None,
        "credit_types": notice.credit_types,
    }
    facts: Facts
    match notice:
        case Expiring():
            kind = AnnouncementType.EXPIRING
            facts = ExpiringFacts(
                **common, expires_on=notice.expires_on, days_left=notice.days_left
            )
        case Expired():
            kind = AnnouncementType.EXPIRED
            facts = ExpiredFacts(**common, expires_on=notice.expires_on)
        case Renewed():
            kind = AnnouncementType.RENEWED
            facts = RenewedFacts(**common, renewed_by=notice.renewed_by)
        case RecordsDue():
            kind = AnnouncementType.RECORDS_DUE
            facts = RecordsDueFacts(**common, due_on=notice.due_on)
        case Assigned():
            kind = AnnouncementType.ASSIGNED
            facts = AssignedFacts(**common, reviewer_id=notice.reviewer_id, until=notice.until)
        case RequirementMet():
            kind = AnnouncementType.REQUIREMENT_MET
            facts = RequirementMetFacts(
                **common,
                holding_id=notice.holding_id,
                programme=notice.programme,
                requirements=notice.requirements,
                cycle_starts_on=notice.cycle_starts_on,
                cycle_ends_on=notice.cycle_ends_on,
                done=notice.done,
            )
        case _:
            assert_never(notice)
    return _announcement(kind, id_of_notice(notice), facts)


def id_of_notice(notice: Notice) -> str:
    """Id of what a notice announces: a digest of what makes it the one and only."""
    kind: NoticeKind = notice.kind
    return digest_of([notice.academy_id, notice.learner_id, notice.subject, kind, notice.natural])[
        :32
    ]


def _announcement(
    kind: AnnouncementType, announcement_id: str, facts: Facts | HoldingFacts
) -> Announcement:
    return Announcement(
        id=announcement_id,
        type=kind,
        subject=facts.subject,
        time=facts.at,
        dataschema=schema_of(kind),
        data=facts,
    )


def heard(detail: Mapping[str, Any]) -> Announcement | None:
    """Read an announcement as the bus delivers it, as a consumer of our own does.

    Returns
    -------
    Announcement or None
        None where its type is none that this version of the program knows.

    Raises
    ------
    pydantic.ValidationError
        It is no announcement.
    """
    if detail.get("type") not in {*AnnouncementType}:
        return None
    envelope = Announcement.model_validate(detail)
    facts = facts_of(envelope.type).model_validate(detail["data"])
    return envelope.model_copy(update={"data": facts})
