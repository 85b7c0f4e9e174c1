"""Periods that credits count for, and the versions of the rules that say so.

A change of rules never rewrites what was approved. The simplest model that keeps this promise:
versions follow one another on the calendar, and a change begins with the next period. Every day
then belongs to exactly one version and one period for good, so a statement needs nothing but the
day something was earned, and nothing about the rules is copied into certificates.

Years that begin on each learner's own hiring date have no next period in common: a change begins
tomorrow, and for each learner with the next of their years, while the one that runs goes on by the
rules it began with. So with them a day belongs to one version and one period for each hiring date.
"""

import calendar
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, Literal, Self, assert_never

from pydantic import Field, model_validator

from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import Credits, Day, Record, Stated

EARLIEST = date(1950, 1, 1)
"""Nothing earned before this day is accepted; the first version of any rules begins on it."""

HiringDay = Annotated[Day, Field(ge=EARLIEST, le=date(2199, 12, 31))]
"""A hiring date; that of somebody who is still to come may be known."""

_ONE_DAY = timedelta(days=1)


class CalendarYear(Stated):
    """January to December."""

    kind: Literal["calendar_year"] = "calendar_year"


class YearFrom(Stated):
    """A year with a start day of its own.

    Attributes
    ----------
    day
        Up to 28, so that every year has it.
    """

    kind: Literal["year"] = "year"
    month: Annotated[int, Field(ge=1, le=12)]
    day: Annotated[int, Field(ge=1, le=28)]


class HiringYear(Stated):
    """Twelve months from the learner's hiring date, and from each return of that day.

    What was earned before that day counts in none.
    """

    kind: Literal["hiring_year"] = "hiring_year"


class Lifetime(Stated):
    """One period that does not end."""

    kind: Literal["lifetime"] = "lifetime"


Period = CalendarYear | YearFrom | HiringYear | Lifetime


class CarryOver(Stated):
    """What becomes of credits beyond the cap.

    Attributes
    ----------
    credits
        Most credits that go from one period into the next.
    periods
        For how many periods a credit may be carried at most.
    """

    credits: Credits
    periods: Annotated[int, Field(ge=1, le=10)]


class PeriodRules(Stated):
    """What credits count for.

    Attributes
    ----------
    target
        Credits a learner should reach in a period; a target does not limit anything.
    cap
        Most credits that count in a period.
    carry_over
        None where credits beyond the cap lapse.
    expires_after_months
        Credits are good through the day so many months after the one they were earned on. Those
        that are not on a period's last day, or today while it runs, do not count in it.
    """

    period: Annotated[Period, Field(discriminator="kind")] = CalendarYear()
    target: Credits | None = None
    cap: Credits | None = None
    carry_over: CarryOver | None = None
    expires_after_months: Annotated[int, Field(ge=1, le=600)] | None = None

    @model_validator(mode="after")
    def _within_reach(self) -> Self:
        if self.carry_over is not None and self.cap is None:
            raise refusal(FieldCode.CARRY_OVER_WITHOUT_CAP)
        if self.carry_over is not None and isinstance(self.period, Lifetime):
            raise refusal(FieldCode.CARRY_OVER_IN_LIFETIME)
        if self.target is not None and self.cap is not None and self.target > self.cap:
            amounts = {"target": f"{self.target:f}", "cap": f"{self.cap:f}"}
            raise refusal(FieldCode.TARGET_ABOVE_CAP, **amounts)
        return self

    def says_the_same(self, other: "PeriodRules") -> bool:
        """Whether both hold the same rules, whatever version they are."""
        return all(getattr(self, name) == getattr(other, name) for name in PeriodRules.model_fields)


class RulesVersion(PeriodRules):
    """Period rules from a day on, until the next version begins."""

    version: int
    starts_on: Day


class Days(Record):
    """A stretch of the calendar.

    Attributes
    ----------
    starts_on, ends_on
        First and last day, both included; `ends_on` is None where there is no end.
    """

    starts_on: Day
    ends_on: Day | None

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Unlaid(StrEnum):
    """Why days lie in no year that begins on a hiring date."""

    BEFORE_HIRED = "before_hired"
    HIRING_DATE_MISSING = "hiring_date_missing"


class Span(Days):
    """One period as it lies on the calendar, cut where a version of the rules begins or ends.

    Attributes
    ----------
    label
        Name of the period, different from that of every other span of the same rules.
    unlaid
        Why it is no period but days for which there is none; None for a period.
    """

    label: str
    rules: RulesVersion
    unlaid: Unlaid | None = None


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later, or earlier, or the month's last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def span_of(rules: tuple[RulesVersion, ...], day: date, hired_on: date | None = None) -> Span:
    """The one span a day lies in.

    Parameters
    ----------
    rules
        Versions in the order in which they begin.
    hired_on
        The learner's hiring date; None where nobody stated it.

    Raises
    ------
    ValueError
        The day lies before the first version.
    """
    starts = _starts(rules, hired_on)
    position = bisect_right(starts, day)
    if position == 0:
        raise ValueError(f"no rules begin on or before {day}")
    version, starts_on = rules[position - 1], starts[position - 1]
    last = starts[position] - _ONE_DAY if position < len(rules) else None
    since = f" from {starts_on}" if position > 1 else ""
    unlaid = None
    year = _year_around(version.period, day, hired_on)
    if year is not None:
        first, ends_on = year
        label = _year_label(first, ends_on)
        if first < starts_on:
            label = f"{label} from {starts_on}"
        starts_on = max(first, starts_on)
        last = ends_on if last is None else min(ends_on, last)
    elif isinstance(version.period, Lifetime):
        label = f"since {starts_on}" if since else "lifetime"
    elif hired_on is None:
        label, unlaid = f"no hiring date{since}", Unlaid.HIRING_DATE_MISSING
    else:
        label, unlaid = f"before {hired_on}{since}", Unlaid.BEFORE_HIRED
        ends_on = hired_on - _ONE_DAY
        last = ends_on if last is None else min(ends_on, last)
    return Span(starts_on=starts_on, ends_on=last, label=label, rules=version, unlaid=unlaid)


def _starts(rules: tuple[RulesVersion, ...], hired_on: date | None) -> list[date]:
    """The day on which each version begins for a learner; of several on one day the last holds.

    A year from the hiring date that has begun goes on to its end.
    """
    starts: list[date] = []
    for position, version in enumerate(rules):
        begins = version.starts_on
        if position:
            begins = max(begins, starts[-1])
            before = rules[position - 1].period
            if isinstance(before, HiringYear) and hired_on is not None and hired_on < begins:
                begins = _hiring_year(hired_on, begins - _ONE_DAY)[1] + _ONE_DAY
        starts.append(begins)
    return starts


def spans(
    rules: tuple[RulesVersion, ...], first: date, last: date, hired_on: date | None = None
) -> Iterator[Span]:
    """The spans from the one `first` lies in to the one `last` lies in, without a gap."""
    span = span_of(rules, first, hired_on)
    yield span
    while span.ends_on is not None and span.ends_on < last:
        span = span_of(rules, span.ends_on + _ONE_DAY, hired_on)
        yield span


def next_start(rules: RulesVersion, today: date) -> date:
    """The first day a change of rules can begin on.

    Returns
    -------
    date
        The day after the period that `today` lies in; tomorrow for a lifetime, which has none, and
        for years from hiring dates, which everybody has others of.
    """
    year = _year_around(rules.period, today, None)
    return (today if year is None else year[1]) + _ONE_DAY


def revised(
    rules: tuple[RulesVersion, ...],
    wanted: PeriodRules,
    version: int,
    today: date,
    *,
    claimed: bool = True,
) -> tuple[RulesVersion, ...]:
    """Change the rules: from the next period on, or at once where nothing was counted by them.

    Parameters
    ----------
    rules
        The versions so far; none for a new credit type, whose rules apply to all days.
    version
        Number of the new version, should there be one.
    today
        The day by the academy's calendar.
    claimed
        Whether anybody may have claimed the credit type.

    Returns
    -------
    tuple of RulesVersion
        Versions that have begun stay as they are. A version that has not begun gives way; going
        back to the present rules leaves no trace of it. What nobody has claimed begins anew.

    Raises
    ------
    InvalidInput
        The rules of a lifetime, but for its target, which limits nothing: no next period would
        come in which a change could begin.
    """
    if rules and rules[-1].says_the_same(wanted):
        return rules
    begun = tuple(earlier for earlier in rules if claimed and earlier.starts_on <= today)
    if begun and begun[-1].says_the_same(wanted):
        return begun
    if begun and isinstance(begun[-1].period, Lifetime):
        return (*begun[:-1], _retargeted(begun[-1], wanted, version))
    starts_on = next_start(begun[-1], today) if begun else EARLIEST
    fields = {name: getattr(wanted, name) for name in PeriodRules.model_fields}
    return (*begun, RulesVersion(**fields, version=version, starts_on=starts_on))


def _retargeted(lifetime: RulesVersion, wanted: PeriodRules, version: int) -> RulesVersion:
    changed = lifetime.model_copy(update={"target": wanted.target, "version": version})
    if not changed.says_the_same(wanted):
        raise InvalidInput(FieldError("period_rules", FieldCode.LIFETIME))
    return changed


def _year_around(period: Period, day: date, hired_on: date | None) -> tuple[date, date] | None:
    """First and last day of the whole year that `day` lies in; None where there is none."""
    match period:
        case Lifetime():
            return None
        case HiringYear():
            return None if hired_on is None or day < hired_on else _hiring_year(hired_on, day)
        case CalendarYear():
            first = date(day.year, 1, 1)
        case YearFrom():
            first = date(day.year, period.month, period.day)
        case _:
            assert_never(period)
    if first > day:
        first = first.replace(year=first.year - 1)
    return first, first.replace(year=first.year + 1) - _ONE_DAY


def _hiring_year(hired_on: date, day: date) -> tuple[date, date]:
    # Always counted from the hiring date itself: so 29 February returns.
    years = day.year - hired_on.year
    years -= add_months(hired_on, 12 * years) > day
    first, after = (add_months(hired_on, 12 * each) for each in (years, years + 1))
    return first, after - _ONE_DAY


def _year_label(first: date, last: date) -> str:
    if first.year == last.year:
        return str(first.year)
    return f"{first.year}/{last.year % 100:02d}"


DEFAULT_RULES = (RulesVersion(version=0, starts_on=EARLIEST),)
"""Where an academy has said nothing: calendar years, and everything counts."""


def rules_on(
    rules: tuple[RulesVersion, ...], day: date, hired_on: date | None = None
) -> RulesVersion:
    """The version of a credit type's rules that holds on a day, of hiring years for a learner."""
    return span_of(rules or DEFAULT_RULES, day, hired_on).rules


def ask_for_hiring_date(rules: Iterable[RulesVersion]) -> bool:
    """Whether periods cannot be laid by these rules without the learner's hiring date."""
    return any(isinstance(version.period, HiringYear) for version in rules)
