"""The stretches of days in which a requirement of one cycle is counted."""

from collections.abc import Callable
from datetime import date
from typing import assert_never

from certfolio.domain.periods import add_months
from certfolio.domain.programmes.laid import ONE_DAY, Laid, Stretch, unexpired
from certfolio.domain.programmes.rules import (
    Clock,
    Inner,
    Rolling,
    Unexpired,
    WholeCycle,
    Window,
)


def stretches(
    window: Window, cycle: Laid, day: date, laid_at: Callable[[int], Laid]
) -> tuple[Stretch, ...]:
    """A window's stretches in a cycle, oldest first.

    Parameters
    ----------
    day
        The day of the report.
    laid_at
        Any cycle by its place.
    """
    today = min(day, cycle.ends_on)
    match window:
        case WholeCycle():
            return (Stretch(cycle.starts_on, cycle.ends_on),)
        case Inner():
            return _inner(window.months, cycle)
        case Clock():
            first = cycle.place - (cycle.place - 1) % window.cycles
            last = laid_at(first + window.cycles - 1)
            later = last.place > cycle.place
            return (Stretch(laid_at(first).starts_on, last.ends_on, later=later, looks_back=True),)
        case Rolling():
            begins = add_months(today + ONE_DAY, -window.months)
            return (Stretch(begins, today, looks_back=True, moves=True),)
        case Unexpired():
            return (unexpired(today, window.months),)
        case _:
            assert_never(window)


def _inner(months: int, cycle: Laid) -> tuple[Stretch, ...]:
    planned = _from_start(months, cycle) if cycle.anchor else _from_end(months, cycle)
    last = len(planned) - 1
    there = [
        Stretch(
            max(starts_on, cycle.starts_on),
            cycle.ends_on if place == last else ends_on,
            stub=stub,
        )
        for place, (starts_on, ends_on, stub) in enumerate(planned)
    ]
    # An extension of the cycle before can take a whole one.
    return tuple(stretch for stretch in there if stretch.starts_on <= stretch.ends_on)


def _from_start(months: int, cycle: Laid) -> list[tuple[date, date, bool]]:
    since, offset = cycle.anchor or (cycle.planned_from, 0)
    found = []
    starts_on = add_months(since, offset)
    while starts_on <= cycle.planned_to:
        offset += months
        following = add_months(since, offset)
        ends_on = min(following - ONE_DAY, cycle.planned_to)
        found.append((starts_on, ends_on, ends_on + ONE_DAY < following))
        starts_on = following
    return found


def _from_end(months: int, cycle: Laid) -> list[tuple[date, date, bool]]:
    after = cycle.planned_to + ONE_DAY
    found: list[tuple[date, date, bool]] = []
    following = after
    while following > cycle.planned_from:
        begins = add_months(after, -months * (len(found) + 1))
        starts_on = max(begins, cycle.planned_from)
        found.append((starts_on, following - ONE_DAY, starts_on > begins))
        following = begins
    return found[::-1]
