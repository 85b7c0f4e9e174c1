"""What a version asks of one holding in one cycle, and what of its credits goes on."""

from collections.abc import Callable
from datetime import date

from certfolio.domain.programmes.cycle import GoesOn
from certfolio.domain.programmes.exact import hundredths
from certfolio.domain.programmes.holding import Holding
from certfolio.domain.programmes.laid import Laid, Stretch
from certfolio.domain.programmes.model import Version
from certfolio.domain.programmes.pieces import Piece
from certfolio.domain.programmes.requirements import (
    Leaf,
    amount_of,
    leaves,
    waived_in,
    why_not_asked,
)
from certfolio.domain.programmes.rules import AtLeast, AtMost, Confirmed
from certfolio.domain.programmes.tree import Settled, Tree
from certfolio.domain.programmes.windows import stretches


def is_exempt(version: Version, laid: Laid) -> bool:
    """Whether a cycle asks nothing and nothing of it goes on, as a holding's first may."""
    return version.cycle.first_exempt and laid.number == 1


def goes_on(version: Version, laid: Laid) -> GoesOn | None:
    """What of a cycle's credits goes on into the next."""
    carry = version.carry
    if carry is None or is_exempt(version, laid):
        return None
    limit = None if carry.limit is None else hundredths(carry.limit)
    return GoesOn(carry.beyond, limit, carry.times, carry.months, carry.becomes)


def asked(
    laid: Laid,
    version: Version,
    holding: Holding,
    day: date,
    laid_at: Callable[[int], Laid],
) -> Tree:
    """What a version asks of a holding in a cycle.

    Parameters
    ----------
    day
        The day of the report.
    laid_at
        Any cycle by its place.
    """
    exempt = is_exempt(version, laid)
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
        for stretch in stretches(rule.window, laid, day, laid_at):
            granted = whole if stretch.moves else stretch
            of_rule[rule.id].append(len(pieces))
            pieces.append(
                Piece(
                    rule.id,
                    isinstance(rule, AtLeast),
                    place,
                    stretch,
                    amount,
                    share,
                    waived_in(leaf, holding, granted.starts_on, granted.ends_on),
                    why_not_asked(leaf, holding, stretch, exempt=exempt),
                    rule.same if isinstance(rule, AtLeast) else None,
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
