"""The reviewers' queue, page by page."""

from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field

from certfolio import composition
from certfolio.api.cursors import GOES_ON, decode, encode
from certfolio.api.reads import thumbnail
from certfolio.api.views import StaffCertificateView
from certfolio.domain.academies import Academy
from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.filters import ReviewFilters, Taken, Viewer
from certfolio.domain.values import Day, LearnerId, Ulid
from certfolio.storage.certificates import Position

_SECONDS_PER_DAY = 86_400


class ReviewView(StaffCertificateView):
    """A certificate in the queue."""

    age_days: float = Field(description="How long it has been in its present status.")
    due_on: Day | None = Field(description="By when the academy promises to decide.")
    overdue: bool

    @classmethod
    def in_queue(
        cls, certificate: Certificate, academy: Academy, now: datetime, *, thumbnails: bool
    ) -> Self:
        """View of a certificate, how old it is and when it is due."""
        age = (now - certificate.since).total_seconds() / _SECONDS_PER_DAY
        pending = certificate.status is Status.PENDING
        due_on = academy.due_on(certificate.since) if pending else None
        return cls.of(
            certificate,
            age_days=round(age, 2),
            due_on=due_on,
            overdue=due_on is not None and academy.day_of(now) > due_on,
            thumbnail=thumbnail(certificate, wanted=thumbnails),
        )


class ReviewPage(BaseModel):
    """A page of certificates across learners."""

    items: list[ReviewView]
    next_cursor: str | None = Field(None, description=GOES_ON)


def _in_utc(instant: datetime) -> datetime:
    """The same instant as keys have it, so that a cursor names no place outside of its list."""
    try:
        return instant.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("lies outside of the calendar") from error


class ReviewPosition(BaseModel):
    """Where a page of the queue ended."""

    since: Annotated[AwareDatetime, AfterValidator(_in_utc)]
    learner_id: LearnerId
    id: Ulid


def review_page(  # noqa: PLR0913 - whose queue, which page of it, and how
    academy_id: str,
    filters: ReviewFilters,
    limit: int,
    cursor: str | None,
    viewer: Viewer,
    *,
    thumbnails: bool,
) -> ReviewPage:
    """Read one page of the queue, oldest first, or of what was decided, newest first."""
    query = {"list": "reviews", "academy": academy_id, **filters.model_dump(mode="json")}
    if filters.taken is Taken.ME:
        query["me"] = viewer.me
    after = None
    if cursor is not None:
        position = decode(cursor, ReviewPosition, query)
        after = Position(position.since, position.learner_id, position.id)
    academy = composition.academies().set_up(academy_id, viewer.now).academy
    page = composition.queue().page(academy, filters, limit, after, viewer)
    next_cursor = None
    if (last := page.last) is not None:
        end = ReviewPosition(since=last.since, learner_id=last.learner_id, id=last.id)
        next_cursor = encode(end, query)
    return ReviewPage(
        items=[
            ReviewView.in_queue(item, academy, viewer.now, thumbnails=thumbnails)
            for item in page.items
        ],
        next_cursor=next_cursor,
    )


class TotalsView(BaseModel):
    """How many certificates an academy has in each status."""

    pending: int
    changes_requested: int
    withdrawn: int
    approved: int
    declined: int
    revoked: int
    superseded: int


class ReviewTotals(BaseModel):
    """How many certificates an academy has, whatever the queue is filtered by."""

    totals: TotalsView | None = Field(
        description="Null while nobody knows: certificates from before totals were kept are being "
        "counted, which takes the schedule an hour as a rule."
    )
    overdue: int | None = Field(
        description="How many have been pending for longer than the academy promises; null where "
        "they are more than can be counted at once, some thousand."
    )


def review_totals(academy_id: str, now: datetime) -> ReviewTotals:
    """Read how many certificates an academy has in each status."""
    academy = composition.academies().set_up(academy_id, now).academy
    totals, overdue = composition.queue().totals(academy, now)
    view = None if totals is None else TotalsView.model_validate(totals)
    return ReviewTotals(totals=view, overdue=overdue)
