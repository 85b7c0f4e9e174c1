"""News: what is told of certificates and holdings to the people whom it concerns."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, assert_never

from certfolio.domain.actions import ActorKind, Status
from certfolio.domain.announcements import (
    Announcement,
    AnnouncementType,
    AssignedFacts,
    CycleEndsSoonFacts,
    ExpiredFacts,
    ExpiringFacts,
    Facts,
    HoldingFacts,
    RecordsDueFacts,
    RenewedFacts,
    RequirementMetFacts,
)
from certfolio.domain.certificates import Owner
from certfolio.domain.staff import Moment
from certfolio.domain.values import Amount, Day, Name, Principal, Ulid

KEPT = timedelta(days=90)
"""How long news stays."""


class Audience(StrEnum):
    """Who is told: one learner, all administrators of the academy, or one of its staff."""

    LEARNER = "learner"
    ADMINISTRATORS = "administrators"
    REVIEWER = "reviewer"


class NewsItem(Owner):
    """One thing that is told; what people wrote is read from the certificate when it is shown.

    Attributes
    ----------
    id
        Of the announcement.
    at
        When it happened.
    arrived_at
        When it was written here, which can be much later; by it one tells what is unread.
    reviewer_id
        Who of the staff is told, where it is one of them.
    certificate_id, status
        None where it is told of a holding alone.
    expires_on, days_left, renewed_by, due_on
        What kinds of announcements say besides.
    holding_id, programme, requirements, done, ends_on, missing
        The same, of holdings.
    """

    id: str
    audience: Audience
    kind: AnnouncementType
    certificate_id: Ulid | None = None
    at: Moment
    arrived_at: Moment
    actor_kind: ActorKind
    status: Status | None = None
    reviewer_id: Principal | None = None
    expires_on: Day | None = None
    days_left: int | None = None
    renewed_by: Ulid | None = None
    due_on: Day | None = None
    holding_id: Ulid | None = None
    programme: Name | None = None
    requirements: tuple[Name, ...] = ()
    done: bool = False
    ends_on: Day | None = None
    missing: Amount | None = None

    @property
    def forgotten_at(self) -> datetime:
        """When it goes."""
        return self.arrived_at + KEPT


def audience_of(announcement: Announcement) -> Audience | None:
    """Say whom an announcement concerns.

    Returns
    -------
    Audience or None
        None where nobody need be told: who did it knows, or another announcement tells it.
    """
    match announcement.type:
        case (
            AnnouncementType.APPROVED
            | AnnouncementType.DECLINED
            | AnnouncementType.CHANGES_REQUESTED
            | AnnouncementType.REOPENED
            | AnnouncementType.REVOKED
            | AnnouncementType.RESTORED
            | AnnouncementType.EXPIRING
            | AnnouncementType.EXPIRED
            | AnnouncementType.RENEWED
            | AnnouncementType.RECORDS_DUE
            | AnnouncementType.REQUIREMENT_MET
            | AnnouncementType.CYCLE_ENDS_SOON
        ):
            return Audience.LEARNER
        case AnnouncementType.SUBMITTED | AnnouncementType.EDITED | AnnouncementType.WITHDRAWN:
            on_behalf = announcement.data.actor_kind is ActorKind.STAFF
            return Audience.LEARNER if on_behalf else None
        case AnnouncementType.DISPUTED:
            return Audience.ADMINISTRATORS
        case AnnouncementType.ASSIGNED:
            return Audience.REVIEWER
        case AnnouncementType.SUPERSEDED:
            # "Renewed" tells it.
            return None
        case _:
            assert_never(announcement.type)


def news_of(announcement: Announcement, arrived_at: datetime) -> NewsItem | None:
    """Make news of an announcement; None where it concerns nobody."""
    audience = audience_of(announcement)
    if audience is None:
        return None
    facts = announcement.data
    return NewsItem(
        academy_id=facts.academy_id,
        learner_id=facts.learner_id,
        id=announcement.id,
        audience=audience,
        kind=announcement.type,
        at=facts.at,
        arrived_at=arrived_at,
        actor_kind=facts.actor_kind,
        **besides(facts),
    )


def besides(facts: Facts | HoldingFacts) -> dict[str, Any]:
    """What kinds of announcements say besides what all of them do."""
    if isinstance(facts, Facts):
        return {
            "certificate_id": facts.certificate_id,
            "status": facts.status,
            **_of_certificate(facts),
        }
    about: dict[str, Any] = {"holding_id": facts.holding_id, "programme": facts.programme}
    if isinstance(facts, CycleEndsSoonFacts):
        about |= {
            "ends_on": facts.ends_on,
            "days_left": facts.days_left,
            "missing": facts.missing,
        }
    return about


def _of_certificate(facts: Facts) -> dict[str, Any]:  # noqa: PLR0911 - one for each
    match facts:
        case ExpiringFacts():
            return {"expires_on": facts.expires_on, "days_left": facts.days_left}
        case ExpiredFacts():
            return {"expires_on": facts.expires_on}
        case RenewedFacts():
            return {"renewed_by": facts.renewed_by}
        case RecordsDueFacts():
            return {"due_on": facts.due_on}
        case AssignedFacts():
            return {"reviewer_id": facts.reviewer_id}
        case RequirementMetFacts():
            return {
                "holding_id": facts.holding_id,
                "programme": facts.programme,
                "requirements": facts.requirements,
                "done": facts.done,
                "ends_on": facts.cycle_ends_on,
            }
        case _:
            return {}
