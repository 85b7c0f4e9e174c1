"""The reviewers' queue and what came of it."""

from datetime import datetime
from enum import StrEnum
from typing import Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from certfolio import composition
from certfolio.api.cursors import decode, encode, page_of
from certfolio.api.views import CertificateView
from certfolio.domain.certificates import Certificate, Status
from certfolio.domain.values import CreditTypeId, LearnerId, Ulid
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

    def match(self, certificate: Certificate) -> bool:
        """Whether a certificate is wanted."""
        return (self.learner_id in {None, certificate.learner_id}) and (
            self.credit_type is None
            or any(claim.credit_type == self.credit_type for claim in certificate.claims)
        )


class ReviewView(CertificateView):
    """A certificate in the queue."""

    age_days: float = Field(description="How long it has been in its present status.")

    @classmethod
    def of_age(cls, certificate: Certificate, now: datetime) -> Self:
        """View of a certificate and how old it is."""
        age = (now - certificate.since).total_seconds() / _SECONDS_PER_DAY
        return cls.of(certificate, age_days=round(age, 2))


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
    query = filters.model_dump(mode="json")
    after = None
    if cursor:
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
    items, more = page_of(certificates, filters.match, limit)
    next_cursor = None
    if more:
        last = items[-1]
        end = ReviewPosition(since=last.since, learner_id=last.learner_id, id=last.id)
        next_cursor = encode(end, query)
    return ReviewPage(
        items=[ReviewView.of_age(item, now) for item in items], next_cursor=next_cursor
    )
