"""How cycles lie on the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import assert_never

from certfolio.domain.periods import EARLIEST, add_months
from certfolio.domain.programmes.holding import Extension, Holding, Parity
from certfolio.domain.programmes.laid import ONE_DAY, Laid
from certfolio.domain.programmes.model import (
    BirthMonth,
    BirthYear,
    Cycle,
    First,
    FixedDay,
    HeldSince,
    HiringDate,
    Length,
    Programme,
)
from certfolio.domain.programmes.versions import planned

_YEAR = 12


def missing_facts(programme: Programme, holding: Holding) -> tuple[str, ...]:
    """The facts without which the cycles cannot be laid."""
    wanted: dict[str, bool] = {}
    for version in programme.versions:
        match version.cycle.anchor:
            case FixedDay():
                pass
            case HeldSince():
                wanted["held_since"] = holding.held_since is None
            case HiringDate():
                wanted["hired_on"] = holding.hired_on is None
            case BirthMonth():
                wanted["held_since"] = holding.held_since is None
                wanted["birth_month"] = holding.birth_month is None
            case BirthYear():
                wanted["held_since"] = holding.held_since is None
                wanted["birth_month"] = holding.birth_month is None
                wanted["birth_year"] = holding.birth_year is None
            case _:
                assert_never(version.cycle.anchor)
    return tuple(name for name, missing in wanted.items() if missing)


def asks_for_hiring_date(programme: Programme) -> bool:
    """Whether cycles are counted from the day hired, at any time."""
    return any(isinstance(version.cycle.anchor, HiringDate) for version in programme.versions)


def lay(programme: Programme, holding: Holding) -> Iterator[Laid]:
    """The cycles of a holding one after the other, without an end.

    Where facts are missing there are none; see `missing_facts`.
    """
    if missing_facts(programme, holding):
        return
    starts_on = planned_from = _first_day(programme, holding)
    extensions = sorted(
        (waiver for waiver in holding.waivers if isinstance(waiver, Extension)),
        key=lambda waiver: waiver.on,
    )
    numbered = not _is_for_everybody(programme, holding)
    before: tuple[Cycle, date, int] | None = None
    place = 1
    while True:
        cycle = planned(programme, planned_from).cycle
        # Months are added to one day, never to the end of the cycle before: so 29 February
        # returns. Where a version changes the length, its first cycle's first day is that day.
        if before is not None and _lie_alike(before[0], cycle):
            anchored, index = before[1], before[2] + 1
        else:
            anchored, index = planned_from, 0
        before = cycle, anchored, index
        following = _next_start(
            cycle, holding, planned_from, (anchored, index), first=place == 1 and numbered
        )
        planned_to = following - ONE_DAY
        ends_on = planned_to
        added = Length()
        for extension in extensions:
            if starts_on <= extension.on <= ends_on:
                added = Length(
                    months=added.months + extension.by.months, days=added.days + extension.by.days
                )
                later = planned(programme, following).cycle
                again = (anchored, index + 1) if _lie_alike(cycle, later) else (following, 0)
                after = _next_start(later, holding, following, again, first=False)
                ends_on = min(
                    after_length(planned_to, added),
                    after - ONE_DAY - ONE_DAY,
                )
        yield Laid(
            place,
            place if numbered else None,
            planned_from,
            planned_to,
            starts_on,
            ends_on,
            (anchored, index * cycle.months)
            if isinstance(cycle.anchor, HeldSince | HiringDate)
            else None,
        )
        starts_on, planned_from = ends_on + ONE_DAY, following
        place += 1


def after_length(last: date, length: Length) -> date:
    """The last day of a stretch that is longer by so much: months first, then days."""
    return add_months(last + ONE_DAY, length.months) + timedelta(days=length.days) - ONE_DAY


def _is_for_everybody(programme: Programme, holding: Holding) -> bool:
    first = programme.versions[0].cycle.anchor
    return holding.held_since is None and isinstance(first, FixedDay)


def _first_day(programme: Programme, holding: Holding) -> date:
    known = holding.held_since or holding.hired_on or EARLIEST
    anchor = planned(programme, known).cycle.anchor
    if isinstance(anchor, HiringDate) and holding.hired_on is not None:
        return holding.hired_on
    return holding.held_since or EARLIEST


def _lie_alike(one: Cycle, other: Cycle) -> bool:
    return (one.anchor, one.months) == (other.anchor, other.months)


def _next_start(
    cycle: Cycle, holding: Holding, day: date, anchored: tuple[date, int], *, first: bool
) -> date:
    """The day on which the cycle after the one that begins on `day` is to begin."""
    match cycle.anchor:
        case HeldSince() | HiringDate():
            since, index = anchored
            return add_months(since, (index + 1) * cycle.months)
        case FixedDay():
            begins = _next_on_grid(cycle.anchor, cycle.months, day)
            if first and cycle.first is First.LONG:
                return _next_on_grid(cycle.anchor, cycle.months, begins)
            return begins
        case BirthMonth():
            # A cycle that is not the first begins on the day after the last one's end.
            year = (day if first else day - ONE_DAY).year + cycle.months // _YEAR
            return add_months(date(year, holding.birth_month or 1, 1), 1)
        case BirthYear():
            month = holding.birth_month or 1
            odd = holding.birth_year is Parity.ODD
            year = day.year if day.month <= month else day.year + 1
            year += year % 2 != odd
            return add_months(date(year, month, 1), 1)
        case _:
            assert_never(cycle.anchor)


def _next_on_grid(anchor: FixedDay, months: int, day: date) -> date:
    begins = date(anchor.year, anchor.month, anchor.day)
    apart = (day.year - begins.year) * _YEAR + day.month - begins.month
    found = add_months(begins, apart // months * months)
    return found if found > day else add_months(found, months)
