"""A counted cycle as the report tells it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import assert_never

from certfolio.domain.programmes.advice import advice
from certfolio.domain.programmes.asked import is_exempt
from certfolio.domain.programmes.cycle import Counted
from certfolio.domain.programmes.exact import Exact, down, up
from certfolio.domain.programmes.lots import Lot, Rule
from certfolio.domain.programmes.model import Version
from certfolio.domain.programmes.results import (
    Check,
    CycleReport,
    Figures,
    LineReport,
    Node,
    NotAsked,
    RequirementKind,
)
from certfolio.domain.programmes.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Confirmed,
    Disjoint,
    Requirement,
)
from certfolio.domain.programmes.tree import Tree


def told(cycle: Counted, tree: Tree, version: Version, day: date) -> CycleReport:
    """What a report says of a cycle, counted by a version of a programme and its tree."""
    laid = cycle.laid
    missing = cycle.missing()
    ended = laid.ends_on < day
    lacking = [number for number in tree.chosen_pieces(missing) if missing[number]]
    least, helps = advice(cycle, version, lacking, missing, day)
    values = [tree.value(one, missing) for one in tree.requires]
    lines = _Lines(cycle, version)
    return CycleReport(
        number=laid.number,
        version=version.begins_on,
        starts_on=laid.starts_on,
        ends_on=laid.ends_on,
        planned_end=laid.planned_to,
        days_left=max(0, (laid.ends_on - day).days),
        ended=ended,
        exempt=is_exempt(version, laid),
        counted=down(sum((lot.counted for lot in cycle.lots), cycle.backfilled)),
        waiting=down(sum(lot.amount for lot in cycle.lots if lot.waiting and lot.barred is None)),
        carried_in=down(sum(lot.amount for lot in cycle.lots if lot.origin is not None)),
        carried_out=down(sum(lot.carried_out for lot in cycle.lots)),
        backfilled=down(cycle.backfilled),
        done=all(value.met for value in values),
        missing=up(sum((value.missing for value in values), 0)),
        nodes=tuple(_node(cycle, tree, one, missing) for one in tree.requires),
        lines=tuple(lines.told(lot) for lot in cycle.lots),
        least=least,
        helps=helps,
    )


_RULES = tuple(Rule)


def _node(cycle: Counted, tree: Tree, requirement: Requirement, missing: Sequence[Exact]) -> Node:
    value = tree.value(requirement, missing)
    shown = up(value.missing)
    match requirement:
        case AtLeast() | AtMost():
            figures = tuple(
                _figures(cycle, number, missing) for number in tree.of_rule[requirement.id]
            )
            asked = any(one.asked for one in figures)
            why_not = None if asked or not figures else figures[0].why_not
            return Node(
                requirement.id,
                RequirementKind(requirement.kind),
                asked,
                why_not,
                value.met,
                shown,
                figures,
            )
        case Confirmed():
            why_not = tree.confirmations[requirement.id].why_not
            return Node(
                requirement.id, RequirementKind.CONFIRMED, value.asked, why_not, value.met, shown
            )
        case AllOf() | AnyOf() | Disjoint():
            below = tuple(_node(cycle, tree, one, missing) for one in requirement.of)
            asked = any(one.asked for one in below)
            return Node(
                requirement.id,
                RequirementKind(requirement.kind),
                asked,
                None if asked else _why_nothing(below),
                value.met,
                shown,
                of=below,
                chosen=tree.choice(requirement, missing) if isinstance(requirement, AnyOf) else (),
            )
        case _:
            assert_never(requirement)


def _why_nothing(below: Sequence[Node]) -> NotAsked:
    """The one reason for which nothing is asked, or that there are several."""
    reasons = {one.why_not for one in below if one.why_not is not None}
    return reasons.pop() if len(reasons) == 1 else NotAsked.NOTHING_BELOW


def _figures(cycle: Counted, number: int, missing: Sequence[Exact]) -> Figures:
    piece = cycle.pieces[number]
    everything = cycle.allocation.within[number]
    maximum = not piece.minimum
    return Figures(
        piece.stretch.starts_on,
        piece.stretch.ends_on,
        down(cycle.have(number)),
        down(cycle.waiting[number]),
        down(piece.needed(everything)),
        up(missing[number]),
        piece.asked,
        piece.why_not,
        maximum or (piece.asked and not missing[number]),
    )


class _Lines:
    """Lines as they are told, what is said of many of them once."""

    def __init__(self, cycle: Counted, version: Version) -> None:
        self._cycle = cycle
        self._report_within = version.report_within
        self._checks: dict[object, tuple[Check, ...]] = {}
        self._serves: dict[int, tuple[str, ...]] = {}
        self._in_parts = [
            (place, number) for (place, number), part in cycle.allocation.parts.items() if part
        ]

    def told(self, lot: Lot) -> LineReport:
        """One of them."""
        line = lot.line
        return LineReport(
            line.certificate_id,
            line.line,
            down(lot.amount),
            down(lot.counted),
            down(lot.carried_out),
            down(lot.backfilled),
            lot.waiting,
            None if lot.origin is None else lot.origin.earned_from,
            self._serving(lot.group) if lot.group is not None and lot.counted else (),
            self._checked(lot),
        )

    def _serving(self, group: int) -> tuple[str, ...]:
        found = self._serves.get(group)
        if found is None:
            found = self._serves[group] = tuple(dict.fromkeys(self._served_by(group)))
        return found

    def _served_by(self, group: int) -> Iterator[str]:
        pieces, chosen = self._cycle.pieces, self._cycle.allocation.choices
        for number, choice in self._cycle.groups[group].minimums.items():
            piece = pieces[number]
            if not piece.asked or choice != chosen.get(number, choice):
                continue
            if not piece.is_shared_out or (group, number) in self._in_parts:
                yield piece.rule

    def _checked(self, lot: Lot) -> tuple[Check, ...]:
        in_full = lot.counted == lot.usable
        key = (
            lot.barred,
            lot.waiting,
            lot.group,
            in_full,
            lot.line.ends_on is None,
            not lot.backfilled,
        )
        found = self._checks.get(key)
        if found is None:
            found = self._checks[key] = tuple(self._check(lot, in_full=in_full))
        return found

    def _check(self, lot: Lot, *, in_full: bool) -> Iterator[Check]:
        """Rule by rule, until one leaves nothing."""
        cycle = self._cycle
        about = {
            Rule.SINCE_HELD: cycle.laid.number is not None,
            Rule.IN_TIME: self._report_within is not None and lot.origin is None,
            Rule.PORTION: lot.kind.conversion is not None,
            Rule.NOT_RENEWED: lot.line.ends_on is not None,
            Rule.NOT_BACKFILLED: bool(lot.backfilled),
        }
        for rule in _RULES:
            if rule is Rule.MAXIMUM:
                break
            if not about.get(rule, True):
                continue
            crossed = {lot.barred, Rule.NOT_BACKFILLED, Rule.DECIDED if lot.waiting else None}
            kept = rule not in crossed
            yield Check(rule, kept)
            if not kept and (rule is not Rule.NOT_BACKFILLED or not lot.usable):
                return
        if lot.group is None:
            return
        for number in cycle.groups[lot.group].maximums:
            piece = cycle.pieces[number]
            if piece.asked:
                allocation = cycle.allocation
                full = allocation.have[number] >= piece.before_waivers(allocation.within[number])
                yield Check(Rule.MAXIMUM, in_full or not full, piece.rule)
