"""The reviewers' queue and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from certfolio import composition
from certfolio.api.cursors import decode, encode, page_of
from certfolio.api.views import StaffCertificateView
from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Certificate, Status
from certfolio.domain.values import CreditTypeId, Day, LearnerId, Principal, Ulid
from certfolio.storage.certificates import Position

_SECONDS_PER_DAY = 86_400


class ReviewStatus(StrEnum):
    """What can be listed across learners."""

    PENDING = Status.PENDING.value
    APPROVED = Status.APPROVED.value
    DECLINED = Status.DECLINED.value
    REVOKED = Status.REVOKED.value


class ReviewFilters(BaseModel):
    """Which certificates are wanted; what is None does not matter."""

    model_config = ConfigDict(frozen=True)

    status: ReviewStatus = ReviewStatus.PENDING
    credit_type: CreditTypeId | None = None
    learner_id: LearnerId | None = None
    assigned_to: Principal | None = None

    def match(self, certificate: Certificate, now: datetime) -> bool:
        """Whether a certificate is wanted; a lease counts until it lapses."""
        if self.assigned_to is not None:
            lease = certificate.assignment
            if lease is None or lease.until <= now or lease.principal != self.assigned_to:
                return False
        return (self.learner_id in {None, certificate.learner_id}) and (
            self.credit_type is None or self.credit_type in certificate.claimed
        )


class ReviewView(StaffCertificateView):
    """A certificate in the queue."""

    age_days: float = Field(description="How long it has been in its present status.")
    due_on: Day | None = Field(description="By when the academy promises to decide.")
    overdue: bool

    @classmethod
    def in_queue(cls, certificate: Certificate, academy: Academy, now: datetime) -> Self:
        """View of a certificate, how old it is and when it is due."""
        age = (now - certificate.since).total_seconds() / _SECONDS_PER_DAY
        pending = certificate.status is Status.PENDING
        due_on = academy.due_on(certificate.since) if pending else None
        return cls.of(
            certificate,
            age_days=round(age, 2),
            due_on=due_on,
            overdue=due_on is not None and academy.day_of(now) > due_on,
        )


class ReviewPage(BaseModel):
    """A page of the queue."""

    items: list[ReviewView]
    next_cursor: str | None = Field(None, description="Absent on the last page.")


class ReviewPosition(BaseModel):
    """Where a page of the queue ended."""

    since: AwareDatetime
    learner_id: LearnerId
    id: Ulid


def review_page(
    academy_id: str, filters: ReviewFilters, limit: int, cursor: str | None, now: datetime
) -> ReviewPage:
    """Read one page of the queue, oldest first, or of what was decided, newest first."""
    query = {"list": "reviews", "academy": academy_id, **filters.model_dump(mode="json")}
    after = None
    if cursor is not None:
        position = decode(cursor, ReviewPosition, query)
        after = Position(position.since, position.learner_id, position.id)
    unfiltered = filters == ReviewFilters(status=filters.status)
    certificates = composition.certificates().by_status(
        academy_id,
        Status(filters.status),
        after=after,
        newest_first=filters.status is not ReviewStatus.PENDING,
        page=limit + 1 if unfiltered else None,
    )
    items, more = page_of(certificates, lambda item: filters.match(item, now), limit)
    academy = composition.academies().set_up(academy_id, now).academy
    next_cursor = None
    if more:
        last = items[-1]
        end = ReviewPosition(since=last.since, learner_id=last.learner_id, id=last.id)
        next_cursor = encode(end, query)
    return ReviewPage(
        items=[ReviewView.in_queue(item, academy, now) for item in items],
        next_cursor=next_cursor,
    )
