"""What a version of a programme asks of one holding in one cycle."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import assert_never

from certfolio.domain.programmes.exact import Exact, hundredths, simple
from certfolio.domain.programmes.holding import Extension, Extra, Fewer, Holding, LetOff
from certfolio.domain.programmes.laid import Stretch
from certfolio.domain.programmes.pieces import NOTHING_WAIVED, Waived
from certfolio.domain.programmes.results import NotAsked
from certfolio.domain.programmes.rules import (
    AllOf,
    AnyOf,
    Asked,
    AtLeast,
    AtMost,
    Confirmed,
    Disjoint,
    Inner,
    Requirement,
    walk,
)

_WHOLE = 10_000
"""A hundred percent, in hundredths of one."""

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Leaf:
    """A minimum, a maximum or a confirmation, and where it stands.

    Attributes
    ----------
    above
        What it stands in, the outermost first, and itself.
    apart
        The disjoint set it is one of.
    """

    rule: AtLeast | AtMost | Confirmed
    above: tuple[Asked, ...]
    apart: str | None


@lru_cache(maxsize=128)
def leaves(requires: tuple[Requirement, ...]) -> tuple[Leaf, ...]:
    """What stands at the ends of a tree, in its order."""
    return tuple(leaf for requirement in requires for leaf in _leaves(requirement, (), None))


def _leaves(
    requirement: Requirement, above: tuple[Asked, ...], apart: str | None
) -> Iterator[Leaf]:
    path = (*above, requirement)
    match requirement:
        case AtLeast() | AtMost() | Confirmed():
            yield Leaf(requirement, path, apart)
        case AllOf() | AnyOf():
            for below in requirement.of:
                yield from _leaves(below, path, None)
        case Disjoint():
            for each in requirement.of:
                yield from _leaves(each, path, requirement.id)
        case _:
            assert_never(requirement)


@lru_cache(maxsize=128)
def chosen_by_window(alternatives: AnyOf) -> bool:
    """Whether alternatives are chosen window by window: all are over inner windows alike."""
    windows: set[int | None] = set()
    for below in walk(alternatives.of):
        match below:
            case AtLeast():
                windows.add(below.window.months if isinstance(below.window, Inner) else None)
            case Confirmed():
                windows.add(None)
            case AtMost() | AllOf() | AnyOf() | Disjoint():
                pass
            case _:
                assert_never(below)
    return len(windows) == 1 and None not in windows


def why_not_asked(
    leaf: Leaf, holding: Holding, stretch: Stretch, *, exempt: bool
) -> NotAsked | None:
    """Why a leaf is not asked in a window; None where it is."""
    minimum = not isinstance(leaf.rule, AtMost)
    conditions = [fact for one in leaf.above for fact in one.when]
    stated = [holding.facts.get(fact.fact) for fact in conditions]
    applies = {
        NotAsked.EXEMPT: exempt and minimum,
        NotAsked.CONDITION: any(
            value is not None and value not in fact.one_of
            for value, fact in zip(stated, conditions, strict=True)
        ),
        NotAsked.FACT_MISSING: None in stated,
        NotAsked.NOT_SINCE: any(
            one.since is not None and stretch.ends_on < one.since for one in leaf.above
        ),
        NotAsked.STUB: stretch.stub and minimum,
        NotAsked.LATER: stretch.later and minimum,
    }
    return next((reason for reason, is_so in applies.items() if is_so), None)


def facts_missing(all_leaves: tuple[Leaf, ...], holding: Holding) -> Iterator[str]:
    """Facts that conditions ask for and nobody stated."""
    for leaf in all_leaves:
        for one in leaf.above:
            for condition in one.when:
                if condition.fact not in holding.facts:
                    yield condition.fact


def waived_in(leaf: Leaf, holding: Holding, first: date, last: date) -> Waived:
    """What waivers say of a minimum or a confirmation in these days."""
    if not holding.waivers or isinstance(leaf.rule, AtMost):
        return NOTHING_WAIVED
    fewer = extra = 0
    let_off = False
    for waiver in holding.waivers:
        if not first <= waiver.on <= last:
            continue
        match waiver:
            case Extension():
                extra += hundredths(waiver.extra.get(leaf.rule.id, _NONE))
            case Extra():
                extra += hundredths(waiver.credits) if waiver.requirement == leaf.rule.id else 0
            case Fewer():
                fewer += hundredths(waiver.credits) if waiver.requirement == leaf.rule.id else 0
            case LetOff():
                let_off = let_off or any(one.id == waiver.requirement for one in leaf.above)
            case _:
                assert_never(waiver)
    return Waived(fewer, let_off, extra)


def amount_of(
    rule: AtLeast | AtMost, named: Mapping[str, AtLeast | AtMost], number: int | None
) -> tuple[Exact, Fraction | None]:
    """What a rule asks in a holding's cycle of this number, or which part of all that counts."""
    ramp = rule.ramp if isinstance(rule, AtLeast) else ()
    if number is not None and number <= len(ramp):
        return hundredths(ramp[number - 1]), None
    if rule.percent is None:
        return hundredths(rule.credits or _NONE), None
    part = Fraction(hundredths(rule.percent.percent), _WHOLE)
    if rule.percent.of is None:
        return 0, part
    return simple(part * amount_of(named[rule.percent.of], named, number)[0]), None
