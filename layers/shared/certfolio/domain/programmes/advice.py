"""What would complete a cycle: the least, and the kinds of credits that help most."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from certfolio.domain.programmes.cycle import Counted
from certfolio.domain.programmes.exact import Exact, TooMuch, up
from certfolio.domain.programmes.kinds import Sketch, about_each, read, telling
from certfolio.domain.programmes.model import Version
from certfolio.domain.programmes.pieces import Piece
from certfolio.domain.programmes.results import Help, Step
from certfolio.domain.programmes.simplex import AtMostRow, Infeasible, Sum, maximise

_ONE_CREDIT = 100


@dataclass(frozen=True, slots=True)
class _Way:
    """New credits of a kind, earned from a day on.

    Attributes
    ----------
    serves, limited_by
        Numbers of the pieces that lack credits, and of the maximums.
    within
        Numbers of the pieces that ask or allow a part of all in their window.
    """

    sketch: Sketch
    day: date
    serves: tuple[int, ...]
    limited_by: tuple[int, ...]
    within: frozenset[int]


def advice(
    cycle: Counted,
    version: Version,
    lacking: Sequence[int],
    missing: Sequence[Exact],
    day: date,
) -> tuple[tuple[Step, ...] | None, tuple[Help, ...]]:
    """The least that completes a running cycle, and what would help.

    Parameters
    ----------
    lacking
        Numbers of the pieces that lack credits, of alternatives those that were chosen.
    missing
        What each piece lacks.
    """
    if not lacking:
        return (), ()
    if cycle.laid.ends_on < day:
        return None, ()
    ways = _ways(cycle, version, lacking, day)
    return _least(cycle, ways, lacking, missing), _helps(cycle, ways, day)


def _ways(cycle: Counted, version: Version, lacking: Sequence[int], day: date) -> list[_Way]:
    pieces = cycle.pieces
    days = sorted({max(day, pieces[number].stretch.starts_on) for number in lacking})
    chosen = {
        (same, choice)
        for number, choice in cycle.allocation.choices.items()
        if (same := pieces[number].same) is not None
    }
    requires = version.requires
    found = []
    for sketch in telling(requires, version.counts, tuple(sorted(chosen))):
        credit_type, labels = read(sketch)
        about, choices = about_each(requires, credit_type or "", labels)
        for from_day in days:
            there = [
                number
                for number, piece in enumerate(pieces)
                if _reaches(piece, from_day, cycle.laid.ends_on)
            ]
            fitting = [number for number in there if about[pieces[number].leaf]]
            serves = tuple(
                number
                for number in fitting
                if number in lacking and _in_one(cycle, number, choices[pieces[number].leaf])
            )
            if serves:
                limits = [
                    number
                    for number in fitting
                    if pieces[number].asked and not pieces[number].minimum
                ]
                shares = [number for number in there if pieces[number].share is not None]
                found.append(_Way(sketch, from_day, serves, tuple(limits), frozenset(shares)))
    return found


def _in_one(cycle: Counted, number: int, choice: str | None) -> bool:
    """Whether credits are in the choice of a label that a minimum asks for, if it does."""
    if cycle.pieces[number].same is None:
        return True
    return choice is not None and choice == cycle.allocation.choices.get(number, choice)


def _reaches(piece: Piece, day: date, last: date) -> bool:
    """Whether credits earned on a day, today or later, will be in the window."""
    if piece.stretch.moves:
        return day <= last
    return piece.stretch.starts_on <= day <= piece.stretch.ends_on


def _helps(cycle: Counted, ways: Sequence[_Way], day: date) -> tuple[Help, ...]:
    found: dict[tuple[int, ...], Help] = {}
    for way in ways:
        if way.day == day and way.serves not in found and _has_room(cycle, way):
            credit_type, labels = read(way.sketch)
            found[way.serves] = Help(credit_type, labels, _ids(cycle, way.serves))
    return tuple(sorted(found.values(), key=lambda one: -len(one.serves)))


def _has_room(cycle: Counted, way: _Way) -> bool:
    allocation = cycle.allocation
    return all(
        allocation.have[number] + _ONE_CREDIT
        <= cycle.pieces[number].before_waivers(allocation.within[number] + _ONE_CREDIT)
        or allocation.have[number] < cycle.pieces[number].before_waivers(allocation.within[number])
        for number in way.limited_by
    )


def _least(
    cycle: Counted,
    ways: Sequence[_Way],
    lacking: Sequence[int],
    missing: Sequence[Exact],
) -> tuple[Step, ...] | None:
    """The fewest new credits with which nothing is missing, of these the least particular.

    What counts already stays as it is. None where none can, or where it is too much to find out.
    """
    pieces, allocation = cycle.pieces, cycle.allocation
    told_apart: dict[tuple[object, ...], _Way] = {}
    for way in ways:
        told_apart.setdefault((way.serves, way.limited_by, way.day), way)
    kept = list(told_apart.values())
    rows = []
    for number in lacking:
        factors: dict[int, Exact] = {at: -1 for at, way in enumerate(kept) if number in way.serves}
        share = pieces[number].share
        if share is not None:
            for at, way in enumerate(kept):
                if number in way.within:
                    factors[at] = factors.get(at, 0) + share
        rows.append(AtMostRow(factors, -missing[number]))
    for number in sorted({number for way in kept for number in way.limited_by}):
        limited = {at: 1 for at, way in enumerate(kept) if number in way.limited_by}
        limit: Sum = limited
        share = pieces[number].share
        if share is not None:
            limit = {
                at: limited.get(at, 0) - (share if number in way.within else 0)
                for at, way in enumerate(kept)
            }
        room = pieces[number].before_waivers(allocation.within[number]) - allocation.have[number]
        rows.append(AtMostRow(limit, max(0, room)))
    fewest: Sum = dict.fromkeys(range(len(kept)), -1)
    least_particular: Sum = {at: -len(way.serves) for at, way in enumerate(kept)}
    try:
        aims = [fewest, least_particular]
        values = maximise(len(kept), rows, aims, cycle.terms.effort)
    except (Infeasible, TooMuch):
        return None
    steps = [
        Step(
            up(value),
            _ids(cycle, way.serves),
            way.day,
            min(
                pieces[number].stretch.ends_on
                if not pieces[number].stretch.moves
                else cycle.laid.ends_on
                for number in way.serves
            ),
        )
        for way, value in zip(kept, values, strict=True)
        if value
    ]
    return tuple(sorted(steps, key=lambda step: (-len(step.serves), step.serves, step.earn_from)))


def _ids(cycle: Counted, numbers: Sequence[int]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cycle.pieces[number].rule for number in numbers))
