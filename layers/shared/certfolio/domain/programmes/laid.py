"""Cycles and windows as they lie on the calendar."""

from datetime import date, timedelta
from typing import NamedTuple

from certfolio.domain.periods import add_months

ONE_DAY = timedelta(days=1)


class Laid(NamedTuple):
    """A cycle on the calendar.

    Attributes
    ----------
    place
        Which of the cycles, from 1.
    number
        The same where the holding has a first cycle, else None.
    planned_from, planned_to
        Its days without any extension.
    starts_on, ends_on
        Its days.
    anchor
        For a cycle counted from a day: that day, and how many months after it the cycle begins;
        None for one that is known by its end.
    """

    place: int
    number: int | None
    planned_from: date
    planned_to: date
    starts_on: date
    ends_on: date
    anchor: tuple[date, int] | None


class Stretch(NamedTuple):
    """A window, or one of several.

    Attributes
    ----------
    stub
        Whether it is shorter by plan.
    later
        Whether it goes on in a later cycle, which is the one that asks.
    looks_back
        Whether it sees what counted in earlier cycles.
    moves
        Whether it moves with the day of the report; credits carried in stand in no such window.
    """

    starts_on: date
    ends_on: date
    stub: bool = False
    later: bool = False
    looks_back: bool = False
    moves: bool = False


def unexpired(day: date, months: int) -> Stretch:
    """The days of which what was earned on them is still good, so many months on, on a day."""
    found = add_months(day, -months)
    while add_months(found, months) < day:
        found += ONE_DAY
    while add_months(found - ONE_DAY, months) >= day:
        found -= ONE_DAY
    return Stretch(found, day, looks_back=True, moves=True)
