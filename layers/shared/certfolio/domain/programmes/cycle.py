"""One cycle of a holding: what stands in it, and what of it counts."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from certfolio.domain.programmes.allocation import Allocation, Portion, allocate
from certfolio.domain.programmes.exact import Effort, Exact
from certfolio.domain.programmes.laid import ONE_DAY, Laid, Stretch
from certfolio.domain.programmes.lots import Group, Kind, Lot, Lots
from certfolio.domain.programmes.pieces import Asks, Piece

KindOf = Callable[[str, Mapping[str, str]], Kind]
"""The kind of credits of a type with these labels."""


class GoesOn(NamedTuple):
    """What of a cycle's credits goes on into the next.

    Attributes
    ----------
    beyond
        Name of the minimum or maximum.
    limit
        Most that goes on from one cycle.
    months
        Only what was earned in the cycle's last so many months.
    times
        How often a credit may go on.
    becomes
        Labels it has from then on in place of its own.
    """

    beyond: str
    limit: Exact | None
    times: int
    months: int | None = None
    becomes: Mapping[str, str] = {}


class Terms(NamedTuple):
    """By what a cycle is counted.

    Attributes
    ----------
    kind_of
        What rules make of credit types and labels.
    carry
        What goes on; None for nothing.
    effort
        What may be done to decide what counts, in all cycles that share it; None for so much in
        each.
    """

    asks: Asks
    kind_of: KindOf
    carry: GoesOn | None
    effort: Effort | None = None


@dataclass(slots=True)
class Counted:
    """A cycle that was counted.

    Attributes
    ----------
    lots
        All that stands in it, in the order in which it was earned; what waits among it.
    backfilled
        What the next cycle's hours fill of the minimum that may be filled.
    waiting
        What waits, for each piece.
    """

    laid: Laid
    terms: Terms
    groups: Sequence[Group]
    allocation: Allocation
    lots: Lots
    waiting: Sequence[Exact]
    backfilled: Exact = 0
    backfilled_piece: int | None = None

    @property
    def pieces(self) -> Sequence[Piece]:
        """What is asked and allowed."""
        return self.terms.asks.pieces

    def of_rule(self, rule: str) -> list[int]:
        """Numbers of a rule's pieces, oldest window first."""
        return [number for number, piece in enumerate(self.pieces) if piece.rule == rule]

    def have(self, number: int) -> Exact:
        """What there is for a piece, or under it."""
        filled = self.backfilled if number == self.backfilled_piece else 0
        return self.allocation.have[number] + filled

    def missing(self) -> list[Exact]:
        """What is missing in each piece."""
        missing = self.allocation.missing(self.pieces)
        if self.backfilled_piece is not None:
            missing[self.backfilled_piece] -= self.backfilled
        return missing


def count(laid: Laid, terms: Terms, lots: Lots, before: Sequence[Counted] = ()) -> Counted:
    """Count what stands in a cycle.

    Parameters
    ----------
    lots
        In the order in which they were earned. What counts of each is written into it.
    before
        The cycles before it.
    """
    asks = terms.asks
    sorter = _Sorter(asks.pieces)
    taking_part = [lot for lot in lots if lot.barred is None and not lot.waiting]
    waiting_lots = [(lot, sorter.group(lot, lot.kind)) for lot in lots if _waits(lot)]
    for lot in _looking_back(asks.pieces, before):
        kind = terms.kind_of(lot.kind.credit_type, lot.kind.labels)
        if _waits(lot):
            waiting_lots.append((lot, sorter.group(lot, kind, past=True)))
        elif lot.counted:
            sorter.groups[sorter.group(lot, kind, past=True)].amount += lot.counted
    for lot in taking_part:
        group = sorter.group(lot, lot.kind)
        lot.group = group
        sorter.groups[group].amount += lot.usable
    groups = sorter.groups
    allocation = allocate(
        asks, groups, [Portion(lot.group or 0, lot.usable) for lot in taking_part], terms.effort
    )
    for lot, part in zip(taking_part, allocation.lots, strict=True):
        lot.counted = part
    waiting = _waiting(asks.pieces, groups, waiting_lots, allocation)
    return Counted(laid, terms, groups, allocation, lots, waiting)


class _Sorter:
    """Puts credits that are alike to all pieces into one group."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self.groups: list[Group] = []
        self._places: dict[object, int] = {}
        starts = {piece.stretch.starts_on for piece in pieces}
        ends = {piece.stretch.ends_on + ONE_DAY for piece in pieces}
        self._cuts = sorted(starts | ends)

    def group(self, lot: Lot, kind: Kind, *, past: bool = False) -> int:
        """The number of the group that a lot belongs to, a new one if need be."""
        key = kind.place, bisect_right(self._cuts, lot.day), lot.origin, past, lot.waiting
        place = self._places.get(key)
        if place is None:
            place = self._places[key] = len(self.groups)
            self.groups.append(self._new(lot, kind, past=past))
        return place

    def _new(self, lot: Lot, kind: Kind, *, past: bool) -> Group:
        minimums: dict[int, str | None] = {}
        maximums, within = [], []
        for number, piece in enumerate(self._pieces):
            if not _stands_in(lot, piece.stretch, past=past):
                continue
            if piece.share is not None:
                within.append(number)
            if not kind.fits[piece.leaf]:
                continue
            if not piece.minimum:
                maximums.append(number)
                continue
            choice = kind.choices[piece.leaf]
            if piece.same is None or choice is not None:
                minimums[number] = choice
        return Group(minimums, tuple(maximums), tuple(within), fixed=past)


def _stands_in(lot: Lot, stretch: Stretch, *, past: bool) -> bool:
    if past and not stretch.looks_back:
        return False
    if not stretch.starts_on <= lot.day <= stretch.ends_on:
        return False
    if lot.origin is None:
        return True
    if stretch.moves:
        return False
    # What was carried from beyond a target counted where it came from: once is enough.
    seen = lot.origin.beyond_target and lot.origin.left >= stretch.starts_on
    return not (stretch.looks_back and seen)


def _waits(lot: Lot) -> bool:
    return lot.waiting and lot.barred is None


def _looking_back(pieces: Sequence[Piece], before: Sequence[Counted]) -> Iterator[Lot]:
    """What stood in earlier cycles, as far back as any window sees."""
    starts = [piece.stretch.starts_on for piece in pieces if piece.stretch.looks_back]
    if starts:
        earliest = min(starts)
        for cycle in before:
            if cycle.laid.ends_on >= earliest:
                yield from cycle.lots


def _waiting(
    pieces: Sequence[Piece],
    groups: Sequence[Group],
    lots: Sequence[tuple[Lot, int]],
    allocation: Allocation,
) -> list[Exact]:
    """The plain sum of what waits, for each piece.

    Where all must be in one choice of a label: in that of which most counts, then most waits.
    """
    found: list[Exact] = [0] * len(pieces)
    by_choice: dict[int, dict[str, tuple[Exact, Exact]]] = {}

    def add(place: int, counts: Exact, waits: Exact) -> None:
        for number, choice in groups[place].minimums.items():
            if choice is None:
                found[number] += waits
            else:
                there = by_choice.setdefault(number, {})
                before = there.get(choice, (0, 0))
                there[choice] = before[0] + counts, before[1] + waits

    for place, counts in enumerate(allocation.groups):
        add(place, counts, 0)
    for lot, place in lots:
        add(place, 0, lot.amount)
        for number in groups[place].maximums:
            found[number] += lot.amount
    for number, there in by_choice.items():
        found[number] = max(there.values())[1]
    return found
