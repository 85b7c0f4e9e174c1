"""One cycle of a holding: what stands in it, what of it counts, and what goes on."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from certfolio.domain.programmes.allocation import Allocation, Portion, allocate
from certfolio.domain.programmes.anchors import ONE_DAY, Laid
from certfolio.domain.programmes.exact import Exact
from certfolio.domain.programmes.holding import Holding
from certfolio.domain.programmes.kinds import Kind, Kinds
from certfolio.domain.programmes.lots import Lot, Lots
from certfolio.domain.programmes.model import Version
from certfolio.domain.programmes.program import Group
from certfolio.domain.programmes.requirements import (
    Leaf,
    Piece,
    amount_of,
    leaves,
    waived_in,
    why_not_asked,
)
from certfolio.domain.programmes.rules import AtLeast, AtMost, Confirmed, Rolling, Unexpired
from certfolio.domain.programmes.tree import Settled, Tree
from certfolio.domain.programmes.windows import Stretch, stretches


@dataclass(slots=True)
class Counted:
    """A cycle that was counted.

    Attributes
    ----------
    lots
        All that stands in it, in the order in which it was earned; what waits among it.
    backfilled
        What the next cycle's hours fill of the minimum that may be filled.
    kinds
        What its version makes of credit types and labels.
    waiting
        What waits, for each piece.
    """

    laid: Laid
    version: Version
    kinds: Kinds
    exempt: bool
    tree: Tree
    groups: Sequence[Group]
    allocation: Allocation
    lots: Lots
    waiting: Sequence[Exact]
    backfilled: Exact = 0
    backfilled_piece: int | None = None

    def have(self, number: int) -> Exact:
        """What there is for a piece, or under it."""
        filled = self.backfilled if number == self.backfilled_piece else 0
        return self.allocation.have[number] + filled

    def missing(self) -> list[Exact]:
        """What is missing in each piece."""
        missing = self.allocation.missing(self.tree.pieces)
        if self.backfilled_piece is not None:
            missing[self.backfilled_piece] -= self.backfilled
        return missing


@dataclass(slots=True)
class Way:
    """A holding's way through its cycles, as far as it was gone.

    Attributes
    ----------
    day
        The day of the report.
    laid_at
        Any cycle on the calendar, by its place.
    """

    holding: Holding
    day: date
    laid_at: Callable[[int], Laid]
    cycles: list[Counted] = field(default_factory=list)


def count(laid: Laid, version: Version, kinds: Kinds, lots: Lots, way: Way) -> Counted:
    """Count what stands in a cycle.

    Parameters
    ----------
    lots
        In the order in which they were earned. What counts of each is written into it.
    """
    exempt = version.cycle.first_exempt and laid.number == 1
    tree = _tree(laid, version, way, exempt=exempt)
    sorter = _Sorter(tree.pieces)
    taking_part = [lot for lot in lots if lot.barred is None and not lot.waiting]
    waiting_lots = [(lot, sorter.group(lot, lot.kind)) for lot in lots if _waits(lot)]
    for lot in _looking_back(tree, way):
        kind = kinds.of(lot.kind.credit_type, lot.kind.labels)
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
        tree, groups, [Portion(lot.group or 0, lot.usable) for lot in taking_part]
    )
    for lot, part in zip(taking_part, allocation.lots, strict=True):
        lot.counted = part
    waiting = _waiting(tree, groups, waiting_lots, allocation)
    return Counted(laid, version, kinds, exempt, tree, groups, allocation, lots, waiting)


def _tree(laid: Laid, version: Version, way: Way, *, exempt: bool) -> Tree:
    holding = way.holding
    pieces: list[Piece] = []
    of_rule: dict[str, list[int]] = {}
    confirmations: dict[str, Settled] = {}
    ends = leaves(version.requires)
    named = {leaf.rule.id: leaf.rule for leaf in ends if isinstance(leaf.rule, AtLeast | AtMost)}
    whole = Stretch(laid.starts_on, laid.ends_on)
    for place, leaf in enumerate(ends):
        rule = leaf.rule
        if isinstance(rule, Confirmed):
            confirmations[rule.id] = _settled(leaf, holding, whole, exempt=exempt)
            continue
        amount, share = amount_of(rule, named, laid.number)
        of_rule[rule.id] = []
        for stretch in stretches(rule.window, laid, way.day, way.laid_at):
            granted = whole if isinstance(rule.window, Rolling | Unexpired) else stretch
            of_rule[rule.id].append(len(pieces))
            pieces.append(
                Piece(
                    place,
                    rule,
                    stretch,
                    amount,
                    share,
                    waived_in(leaf, holding, granted.starts_on, granted.ends_on),
                    why_not_asked(leaf, holding, stretch, exempt=exempt),
                    leaf.apart,
                )
            )
    return Tree(version.requires, pieces, of_rule, confirmations)


def _settled(leaf: Leaf, holding: Holding, cycle: Stretch, *, exempt: bool) -> Settled:
    let_off = waived_in(leaf, holding, cycle.starts_on, cycle.ends_on).let_off
    there = let_off or any(
        one.requirement == leaf.rule.id and cycle.starts_on <= one.on <= cycle.ends_on
        for one in holding.confirmed
    )
    return Settled(why_not_asked(leaf, holding, cycle, exempt=exempt), there)


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
            if not isinstance(piece.rule, AtLeast):
                maximums.append(number)
                continue
            choice = kind.choices[piece.leaf]
            if piece.rule.same is None or choice is not None:
                minimums[number] = choice
        return Group(minimums, tuple(maximums), tuple(within), fixed=past)


def _stands_in(lot: Lot, stretch: Stretch, *, past: bool) -> bool:
    if past and not stretch.looks_back:
        return False
    if not stretch.starts_on <= lot.day <= stretch.ends_on:
        return False
    if lot.origin is None:
        return True
    if not stretch.takes_carried:
        return False
    # What was carried from beyond a target counted where it came from: once is enough.
    seen = lot.origin.beyond_target and lot.origin.left >= stretch.starts_on
    return not (stretch.looks_back and seen)


def _waits(lot: Lot) -> bool:
    return lot.waiting and lot.barred is None


def _looking_back(tree: Tree, way: Way) -> Iterator[Lot]:
    """What stood in earlier cycles, as far back as any window sees."""
    starts = [piece.stretch.starts_on for piece in tree.pieces if piece.stretch.looks_back]
    if starts:
        earliest = min(starts)
        for before in way.cycles:
            if before.laid.ends_on >= earliest:
                yield from before.lots


def _waiting(
    tree: Tree,
    groups: Sequence[Group],
    lots: Sequence[tuple[Lot, int]],
    allocation: Allocation,
) -> list[Exact]:
    """The plain sum of what waits, for each piece.

    Where all must be in one choice of a label: in that of which most counts, then most waits.
    """
    found: list[Exact] = [0] * len(tree.pieces)
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
