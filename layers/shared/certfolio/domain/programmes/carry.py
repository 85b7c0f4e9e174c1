"""What goes on into the next cycle, and what the next cycle gives back."""

from collections.abc import Iterator
from datetime import date

from certfolio.domain.periods import add_months
from certfolio.domain.programmes.allocation import Portion, allocate
from certfolio.domain.programmes.cycle import Counted, GoesOn, KindOf
from certfolio.domain.programmes.exact import Exact
from certfolio.domain.programmes.laid import ONE_DAY
from certfolio.domain.programmes.lots import Group, Lot, Lots, Origin
from certfolio.domain.programmes.pieces import Listed


def carry_out(cycle: Counted) -> None:
    """Write into each lot what of it goes on, newest first."""
    carry = cycle.terms.carry
    if carry is None:
        return
    number = cycle.of_rule(carry.beyond)[0]
    piece = cycle.pieces[number]
    if not piece.asked:
        return
    movable = [lot for lot in reversed(cycle.lots) if _may_go_on(lot, carry, cycle, number)]
    if piece.minimum:
        asked = piece.before_waivers(cycle.allocation.within[number])
        beyond = max(0, cycle.allocation.have[number] - asked)
        room = beyond if carry.limit is None else min(beyond, carry.limit)
        for lot in movable:
            lot.carried_out = min(lot.counted, room)
            room -= lot.carried_out
        return
    _shut_out(cycle, number, movable, carry.limit)


def _may_go_on(lot: Lot, carry: GoesOn, cycle: Counted, number: int) -> bool:
    if lot.group is None:
        return False
    if lot.origin is not None and lot.origin.times >= carry.times:
        return False
    since = date.min
    if carry.months is not None:
        since = add_months(cycle.laid.ends_on + ONE_DAY, -carry.months)
    if lot.line.earned_on < since:
        return False
    group = cycle.groups[lot.group]
    chosen = cycle.allocation.choices.get(number)
    meant = number in group.maximums or (
        number in group.minimums and chosen in {None, group.minimums[number]}
    )
    return meant and lot.kind.may_go_on


def _shut_out(cycle: Counted, cap: int, movable: Lots, limit: Exact | None) -> None:
    """Carry what could have counted beside all that did, had there not been the cap."""
    allocation, pieces = cycle.allocation, cycle.pieces
    rooms = [
        piece._replace(amount=piece.before_waivers(within) - have)
        for piece, have, within in zip(pieces, allocation.have, allocation.within, strict=True)
    ]
    whole = len(rooms)
    if limit is not None:
        rooms.append(pieces[cap]._replace(amount=limit, share=None))
    groups = [
        Group(
            {},
            (
                *(number for number in group.maximums if number != cap),
                *((whole,) if limit is not None else ()),
            ),
            group.within,
            fixed=False,
        )
        for group in cycle.groups
    ]
    portions = [Portion(lot.group or 0, lot.usable - lot.counted) for lot in movable]
    for portion in portions:
        groups[portion.group].amount += portion.amount
    room = allocate(Listed(rooms), groups, portions, cycle.terms.effort)
    for lot, part in zip(movable, room.lots, strict=True):
        lot.carried_out = part


def carried_in(before: Counted, first: date, kind_of: KindOf) -> Iterator[Lot]:
    """What a cycle that begins on `first` takes over from the one before."""
    carry = before.terms.carry
    if carry is None:
        return
    beyond_target = before.pieces[before.of_rule(carry.beyond)[0]].minimum
    for lot in before.lots:
        if not lot.carried_out:
            continue
        labels = {**lot.kind.labels, **carry.becomes} if carry.becomes else lot.kind.labels
        origin = Origin(
            lot.origin.earned_from if lot.origin else before.laid.starts_on,
            before.laid.starts_on,
            beyond_target,
            lot.origin.times + 1 if lot.origin else 1,
        )
        kind = kind_of(lot.kind.credit_type, labels)
        yield Lot(lot.line, kind, lot.carried_out, first, origin)


def backfill(before: Counted, fills: str, lots: Lots) -> None:
    """Fill what a cycle lacks of a minimum with the next one's hours.

    Parameters
    ----------
    fills
        The minimum, by the next one's rules.
    lots
        Those of the next one, in the order in which they were earned.
    """
    numbers = before.of_rule(fills)
    if len(numbers) != 1 or not before.pieces[numbers[0]].minimum:
        return
    number = numbers[0]
    leaf = before.pieces[number].leaf
    missing = before.missing()[number]
    for lot in lots:
        if missing and lot.origin is None and not lot.waiting and lot.barred is None:
            kind = before.terms.kind_of(lot.kind.credit_type, lot.kind.labels)
            if kind.fits[leaf]:
                lot.backfilled = min(lot.amount, missing)
                missing -= lot.backfilled
                before.backfilled += lot.backfilled
    before.backfilled_piece = number
