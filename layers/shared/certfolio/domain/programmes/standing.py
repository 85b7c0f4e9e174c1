"""Where a holding stands: in one word, for those who look after many."""

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import assert_never

from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.results import CycleReport, Figures, Node, Report, RequirementKind
from certfolio.domain.programmes.rules import AtLeast, Rolling, Unexpired, walk


class HoldingStanding(StrEnum):
    """Where a holding stands on the day of its report; the first that applies.

    Attributes
    ----------
    FACTS_MISSING
        A fact without which no cycle can be laid is not stated.
    NOT_BEGUN
        The credential is held from a later day.
    ENDED_SHORT
        The cycle before the one that runs has ended, and lacks something.
    COMPLETE
        The cycle that runs has all that it asks, or asks nothing.
    ON_TRACK
        Of every minimum that is asked, such a share is there as has passed of its window's days
        before this one.
    BEHIND
        Of one at least, less.
    """

    FACTS_MISSING = "facts_missing"
    NOT_BEGUN = "not_begun"
    ENDED_SHORT = "ended_short"
    COMPLETE = "complete"
    ON_TRACK = "on_track"
    BEHIND = "behind"


def standing(report: Report, programme: Programme) -> HoldingStanding:
    """Where a holding stands.

    Of alternatives, the one that is chosen is meant. A minimum in the last so many months, or of
    credits that expire, is due at the cycle's end. What staff confirm is no matter of days: it
    keeps a cycle from being complete, and puts nobody behind.
    """
    if not report.cycles:
        return HoldingStanding.FACTS_MISSING if report.missing_facts else HoldingStanding.NOT_BEGUN
    *before, running = report.cycles
    if before and not before[-1].done:
        return HoldingStanding.ENDED_SHORT
    if running.done:
        return HoldingStanding.COMPLETE
    looking_back = _looking_back(programme, running)
    whole = running.starts_on, running.ends_on
    for node, figures in _asked(running.nodes, None):
        window = whole if node.id in looking_back else (figures.starts_on, figures.ends_on)
        if _share_lacks(figures, window, report.day):
            return HoldingStanding.BEHIND
    return HoldingStanding.ON_TRACK


def _share_lacks(figures: Figures, window: tuple[date, date], day: date) -> bool:
    """Whether there is less than the share of the days that have passed before a day."""
    first, last = window
    days = (last - first).days + 1
    passed = min(max((day - first).days, 0), days)
    return figures.have * days < figures.needed * passed


def _looking_back(programme: Programme, cycle: CycleReport) -> frozenset[str]:
    """Ids of the minimums whose window looks back from the day."""
    version = next(one for one in programme.versions if one.begins_on == cycle.version)
    return frozenset(
        rule.id
        for rule in walk(version.requires)
        if isinstance(rule, AtLeast) and isinstance(rule.window, Rolling | Unexpired)
    )


def _asked(nodes: tuple[Node, ...], window: int | None) -> Iterator[tuple[Node, Figures]]:
    """The minimums that are asked, of alternatives those chosen; by inner window where so."""
    for node in nodes:
        match node.kind:
            case RequirementKind.AT_LEAST:
                wanted = node.figures if window is None else node.figures[window : window + 1]
                yield from ((node, figures) for figures in wanted if figures.asked)
            case RequirementKind.ALL_OF | RequirementKind.DISJOINT:
                yield from _asked(node.of, window)
            case RequirementKind.ANY_OF:
                yield from _chosen(node, window)
            case RequirementKind.AT_MOST | RequirementKind.CONFIRMED:
                pass
            case _:
                assert_never(node.kind)


def _chosen(node: Node, window: int | None) -> Iterator[tuple[Node, Figures]]:
    below: Mapping[str, Node] = {one.id: one for one in node.of}
    by_window = len(node.chosen) > 1
    for place, chosen in enumerate(node.chosen):
        if chosen is None or (by_window and window not in {None, place}):
            continue
        yield from _asked((below[chosen],), place if by_window else window)
