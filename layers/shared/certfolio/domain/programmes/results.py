"""What a report says: codes and exact values, worded elsewhere.

Amounts are rounded to 0.01, what is missing up and everything else down, so that what is shown as
met is met.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from certfolio.domain.programmes.lots import Rule


class RequirementKind(StrEnum):
    """What a requirement is."""

    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    CONFIRMED = "confirmed"
    ALL_OF = "all_of"
    ANY_OF = "any_of"
    DISJOINT = "disjoint"


class NotAsked(StrEnum):
    """Why a requirement is not asked.

    Where several apply, the first that stands here.
    """

    EXEMPT = "exempt"
    CONDITION = "condition"
    FACT_MISSING = "fact_missing"
    NOT_SINCE = "not_since"
    STUB = "stub"
    LATER = "later"
    """The clock ends in a later cycle."""
    NOTHING_BELOW = "nothing_below"
    """None of what stands below it is asked."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A requirement in one window.

    Attributes
    ----------
    starts_on, ends_on
        The window on the calendar: of a clock from the first day of its first cycle to the last of
        its last, of a rolling one up to the day.
    have
        What counts for it.
    waiting
        What waits for a decision: claimed, converted, with no regard to maximums; where the window
        sees earlier cycles, of those as well.
    needed
        What it asks, waivers included; of a maximum, what it allows.
    missing
        What is needed beyond what there is; 0 of a maximum and of what is not asked.
    asked
        Whether it is; of a maximum, whether it holds.
    why_not
        Why it is not.
    done
        Asked and met; of a maximum always.
    """

    starts_on: date
    ends_on: date
    have: Decimal
    waiting: Decimal
    needed: Decimal
    missing: Decimal
    asked: bool
    why_not: NotAsked | None
    done: bool


@dataclass(frozen=True, slots=True)
class Node:
    """A requirement and those below it.

    Attributes
    ----------
    figures
        Of a minimum or maximum: one for each window in the cycle, oldest first. Else none.
    missing
        Credits missing in all windows; of alternatives, in those chosen.
    done
        Whether it is met as far as it is asked.
    chosen
        Of alternatives: the id of the one chosen, one for the cycle or one for each inner window;
        None where nothing is asked.
    """

    id: str
    kind: RequirementKind
    asked: bool
    why_not: NotAsked | None
    done: bool
    missing: Decimal
    figures: tuple[Figures, ...] = ()
    of: tuple["Node", ...] = ()
    chosen: tuple[str | None, ...] = ()


def every_node(nodes: Iterable[Node]) -> Iterator[Node]:
    """Every requirement of a tree, each before those below it."""
    for node in nodes:
        yield node
        yield from every_node(node.of)


@dataclass(frozen=True, slots=True)
class Check:
    """One rule for one line.

    Attributes
    ----------
    requirement
        The maximum, where the rule is one.
    kept
        A tick or a cross.
    """

    rule: Rule
    kept: bool
    requirement: str | None = None


@dataclass(slots=True)
class LineReport:
    """What one line counts for in a cycle.

    Attributes
    ----------
    credits
        What it brings, converted: awarded, still claimed, or carried in.
    counted
        What of it counts in the cycle.
    carried_out
        What of it goes on into the next cycle.
    backfilled
        What of it fills the cycle before.
    waiting
        Whether it waits for a decision.
    carried_from
        First day of the cycle in which it was earned, where it was carried in.
    serves
        Ids of the minimums it is counted for, in the order of the tree; of disjoint ones, those
        that have a part of it.
    checks
        Every rule that is about the line, in the order of `Rule`, then of the tree. As soon as one
        leaves nothing of the line, those behind it are not looked at.
    """

    certificate_id: str
    line: int
    credits: Decimal
    counted: Decimal
    carried_out: Decimal
    backfilled: Decimal
    waiting: bool
    carried_from: date | None
    serves: tuple[str, ...]
    checks: tuple[Check, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the least that completes a cycle.

    Attributes
    ----------
    credits
        So many more,
    serves
        of one kind that serves all these minimums,
    earn_from, earn_by
        earned in these days.
    """

    credits: Decimal
    serves: tuple[str, ...]
    earn_from: date
    earn_by: date


@dataclass(frozen=True, slots=True)
class Help:
    """What one more credit of a kind, earned on the day of the report, would do.

    Attributes
    ----------
    credit_type
        None for any.
    labels
        What it would have to be labelled; what is not named may be anything.
    serves
        The minimums that lack credits and would lack fewer.
    """

    credit_type: str | None
    labels: Mapping[str, str]
    serves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CycleReport:
    """A holding in one cycle.

    Attributes
    ----------
    number
        Which cycle of the holding, from 1; None where it has no first.
    version
        First day of the version of the rules.
    starts_on, ends_on
        First and last day, an extension included.
    planned_end
        The last day without one.
    days_left
        Days after the report's day to the last; 0 once it has ended.
    ended
        Whether the last day is over.
    exempt
        Whether it asks nothing, as the first.
    counted
        What counts, in total; `backfilled` is in it.
    waiting
        What waits for a decision, converted.
    carried_in, carried_out
        What came from the cycle before, and what goes on into the next (if it ended today).
    backfilled
        What the next cycle's hours fill.
    done
        Whether all is met that is asked.
    missing
        Credits missing, summed over the minimums.
    nodes
        What is asked, as the programme lists it.
    lines
        By the day earned, the certificate and the line; those that wait among them.
    least
        The least that completes the cycle as far as credits go, the most particular first; empty
        when none are missing, None where no credits can complete it.
    helps
        Kinds of credits that would help, the best first.
    """

    number: int | None
    version: date
    starts_on: date
    ends_on: date
    planned_end: date
    days_left: int
    ended: bool
    exempt: bool
    counted: Decimal
    waiting: Decimal
    carried_in: Decimal
    carried_out: Decimal
    backfilled: Decimal
    done: bool
    missing: Decimal
    nodes: tuple[Node, ...]
    lines: tuple[LineReport, ...]
    least: tuple[Step, ...] | None
    helps: tuple[Help, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A holding on a day.

    Attributes
    ----------
    missing_facts
        Facts of the holding that a rule asks for and nobody stated; by the names of its fields, or
        by those under `facts`. Where the cycle hangs on one, there are no cycles.
    cycles
        From the first with something in it, without a gap, to the one that runs on the day; oldest
        first. None before the day held since.
    outside
        Lines that belong to no cycle: earned before the first, or after the day.
    """

    programme: str
    day: date
    missing_facts: tuple[str, ...]
    cycles: tuple[CycleReport, ...]
    outside: tuple[LineReport, ...]
