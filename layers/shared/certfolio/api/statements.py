"""Statements as learners and staff read them: totals, and the lines behind them page by page."""

from datetime import datetime
from typing import Annotated, Self

from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.cursors import decode, encode
from certfolio.domain.certificates import Owner
from certfolio.domain.statement import Line, PeriodStatement, PeriodTotals
from certfolio.domain.values import CreditTypeId, Day, Ulid


class PeriodView(PeriodTotals):
    """Credits of one type in one period."""

    line_count: int = Field(description="How many lines of certificates make it up.")

    @classmethod
    def of(cls, period: PeriodStatement) -> Self:
        """View of a period, whose lines are read page by page."""
        return cls(**dict(period.totals), line_count=len(period.lines))


class ForecastPeriodView(PeriodTotals):
    """Credits of one type in one period, as they would be."""

    line: Line | None = Field(
        description="The first of `lines`; null where the certificate has no part in it."
    )
    lines: tuple[Line, ...] = Field(
        description="What would count of the certificate itself, line by line."
    )

    @classmethod
    def of(cls, period: PeriodStatement, certificate_id: str) -> Self:
        """View of a period with the lines of a certificate."""
        own = tuple(line for line in period.lines if line.certificate_id == certificate_id)
        return cls(**dict(period.totals), line=next(iter(own), None), lines=own)


class StatementView(BaseModel):
    """A learner's credits."""

    items: list[PeriodView]


class LinePage(BaseModel):
    """A page of the lines of a statement."""

    items: list[Line]
    next_cursor: str | None = Field(None, description="Absent on the last page.")


class LinePosition(BaseModel):
    """Where a page of lines ended."""

    earned_on: Day
    id: Ulid
    # The first where a cursor is from before one certificate could have several of a type.
    line: int = 0


StatedType = Annotated[CreditTypeId, Query(description="Of which credit type.")]
StatedPeriod = Annotated[
    str,
    Query(min_length=1, max_length=40, description="Of which period, as the statement names it."),
]


def statement_view(owner: Owner, now: datetime) -> StatementView:
    """Compute a learner's statement from the certificates and rules as they are now."""
    return StatementView(items=[*map(PeriodView.of, composition.reading().statement(owner, now))])


def line_page(  # noqa: PLR0913, PLR0917 - whose statement, which period and page of it
    owner: Owner, credit_type: str, period: str, limit: int, cursor: str | None, now: datetime
) -> LinePage:
    """Read one page of the lines that make up a period of a learner's statement."""
    query = {"list": "lines", "owner": owner, "credit_type": credit_type, "period": period}
    after = None
    if cursor is not None:
        position = decode(cursor, LinePosition, query)
        after = (position.earned_on, position.id, position.line)
    page = composition.reading().lines(
        owner, credit_type, period, limit=limit, after=after, now=now
    )
    next_cursor = None
    if page.more:
        last = page.items[-1]
        end = LinePosition(earned_on=last.earned_on, id=last.certificate_id, line=last.line)
        next_cursor = encode(end, query)
    return LinePage(items=page.items, next_cursor=next_cursor)
