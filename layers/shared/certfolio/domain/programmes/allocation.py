"""Which credits count: the most in total, then the least missing, then those earned first.

Lots that stand in the same windows and fit the same rules are one group, and the question is how
much of each group counts. Where maximums are nested or apart, taking the lots in their order
reaches the most; where they overlap, or what is missing could be less, it is a linear program.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from certfolio.domain.programmes.exact import Effort, Exact, TooMuch
from certfolio.domain.programmes.lots import Group
from certfolio.domain.programmes.pieces import Asks, Piece

if TYPE_CHECKING:
    from certfolio.domain.programmes.program import Program


class Portion(NamedTuple):
    """Credits of one line, and the number of their group."""

    group: int
    amount: Exact


class Allocation(NamedTuple):
    """What counts.

    Attributes
    ----------
    lots
        How much of each lot.
    groups
        How much of each group.
    have
        How much counts for, or under, each piece.
    choices
        In which choice of the label most is, for each piece that must have one.
    within
        How much counts in the window of each piece that asks or allows a part of all.
    parts
        How much of a group serves each disjoint minimum: by group and piece.
    """

    lots: Sequence[Exact]
    groups: Sequence[Exact]
    have: list[Exact]
    choices: dict[int, str]
    within: list[Exact]
    parts: Mapping[tuple[int, int], Exact]

    def missing(self, pieces: Sequence[Piece]) -> list[Exact]:
        """What is missing in each piece."""
        return [
            max(0, piece.needed(everything) - have) if piece.is_missed else 0
            for piece, have, everything in zip(pieces, self.have, self.within, strict=True)
        ]


def allocate(
    asks: Asks, groups: Sequence[Group], lots: Sequence[Portion], effort: Effort | None = None
) -> Allocation:
    """Decide what counts.

    Parameters
    ----------
    lots
        In the order in which they were earned.
    effort
        What may be done for it. Where that does not suffice, the best that was found is taken; if
        that is nothing, what was earned first counts, and serves what is listed first.
    """
    return _Problem(asks, groups, effort or Effort()).solved(lots)


class _Problem:
    def __init__(self, asks: Asks, groups: Sequence[Group], effort: Effort) -> None:
        self.asks = asks
        self.effort = effort
        self.pieces = asks.pieces
        self.groups = groups
        self.full = [group.amount for group in groups]
        choices: dict[int, set[str]] = {}
        self.apart = any(piece.is_shared_out for piece in self.pieces)
        for group in groups:
            for number, choice in group.minimums.items():
                if choice is not None:
                    choices.setdefault(number, set()).add(choice)
        self.choices = {number: sorted(found) for number, found in choices.items()}
        self.binding = self._binding()

    def solved(self, lots: Sequence[Portion]) -> Allocation:
        if not self.binding:
            return self._settled(self.full, [lot.amount for lot in lots])
        if self._is_laminar():
            taken = self._in_order(lots)
            found = self._settled(self._by_group(lots, taken), taken)
            # No allocation misses less than one in which everything counts would.
            wanted = self._settled(self.full, []) if self.pieces else found
            if self._missing(found) == self._missing(wanted) and not self._has_shares():
                return found
        return self._by_program(lots)

    def _missing(self, found: Allocation) -> Exact:
        return self.asks.missing(found.missing(self.pieces))

    def _has_shares(self) -> bool:
        return any(piece.share is not None and piece.asked for piece in self.pieces)

    def _binding(self) -> dict[int, list[int]]:
        """The maximums that would be exceeded if everything counted, and the groups under each."""
        under: dict[int, list[int]] = {}
        for place, group in enumerate(self.groups):
            for number in group.maximums:
                under.setdefault(number, []).append(place)
        return {
            number: places
            for number, places in under.items()
            if self.pieces[number].asked
            and (
                self.pieces[number].share is not None
                or sum(self.full[place] for place in places) > self.pieces[number].amount
            )
        }

    def _is_laminar(self) -> bool:
        if any(self.pieces[number].share is not None for number in self.binding):
            return False
        sets = [set(places) for places in self.binding.values()]
        return all(
            one <= other or other <= one or not one & other
            for position, one in enumerate(sets)
            for other in sets[:position]
        )

    def _in_order(self, lots: Sequence[Portion]) -> list[Exact]:
        room: dict[int, Exact] = {
            number: self.pieces[number].amount
            - sum(self.full[place] for place in places if self.groups[place].fixed)
            for number, places in self.binding.items()
        }
        limits = [[number for number in group.maximums if number in room] for group in self.groups]
        taken: list[Exact] = []
        for lot in lots:
            part = lot.amount
            for number in limits[lot.group]:
                part = min(part, max(0, room[number]))
            for number in limits[lot.group]:
                room[number] -= part
            taken.append(part)
        return taken

    def _by_group(self, lots: Sequence[Portion], taken: Sequence[Exact]) -> list[Exact]:
        found: list[Exact] = [group.amount if group.fixed else 0 for group in self.groups]
        for lot, part in zip(lots, taken, strict=True):
            found[lot.group] += part
        return found

    # What it comes to

    def _settled(self, counted: Sequence[Exact], taken: Sequence[Exact]) -> Allocation:
        """What there is for each piece where so much of each group counts."""
        size = len(self.pieces)
        have: list[Exact] = [0] * size
        within: list[Exact] = [0] * size
        by_choice: dict[int, dict[str, Exact]] = {}
        for group, amount in zip(self.groups, counted, strict=True):
            for number in group.within:
                within[number] += amount
            for number in group.maximums:
                have[number] += amount
            for number, choice in group.minimums.items():
                if self.pieces[number].is_shared_out:
                    continue
                if choice is not None:
                    there = by_choice.setdefault(number, {})
                    there[choice] = there.get(choice, 0) + amount
                else:
                    have[number] += amount
        chosen = {}
        for number, there in by_choice.items():
            chosen[number] = min(there, key=lambda choice: (-there[choice], choice))
            have[number] = there[chosen[number]]
        found = Allocation(taken, counted, have, chosen, within, {})
        return self._parted(found) if self.apart else found

    def _parted(self, found: Allocation) -> Allocation:
        """Give what disjoint minimums share to one of them each, by hours."""
        best: tuple[Exact, Allocation] | None = None
        for _, program in self._ways(found.groups):
            try:
                settled = self._parted_by(found, program)
            except TooMuch:
                break
            missing = self._missing(settled)
            if best is None or missing < best[0]:
                best = missing, settled
        return best[1] if best else self._parted_in_order(found)

    def _parted_in_order(self, found: Allocation) -> Allocation:
        """Give what disjoint minimums share to those listed first, as far as they need it."""
        left = {
            number: piece.needed(found.within[number])
            for number, piece in enumerate(self.pieces)
            if piece.is_shared_out
        }
        parts: dict[tuple[int, int], Exact] = {}
        have = list(found.have)
        for place, (group, amount) in enumerate(zip(self.groups, found.groups, strict=True)):
            of_set: dict[str | None, Exact] = {}
            for number in group.minimums:
                if number not in left:
                    continue
                apart = self.pieces[number].apart
                part = min(of_set.get(apart, amount), left[number])
                of_set[apart] = of_set.get(apart, amount) - part
                left[number] -= part
                have[number] += part
                parts[place, number] = part
        return found._replace(have=have, parts=parts)

    def _parted_by(self, found: Allocation, program: "Program") -> Allocation:
        parts = program.parts(program.run([program.shortfall, *program.each_apart()]))
        have = list(found.have)
        for (_, number), amount in parts.items():
            have[number] += amount
        choices = found.choices | {
            number: choice
            for number, choice in program.plan
            if choice is not None and self.pieces[number].apart
        }
        return Allocation(found.lots, found.groups, have, choices, found.within, parts)

    # By a linear program

    def _by_program(self, lots: Sequence[Portion]) -> Allocation:
        best: list[Exact] = []
        for values, program in self._ways(None):
            best = max(best, self._earned_first(program, values, lots))
        best = best or self._in_order(lots)
        return self._settled(self._by_group(lots, best), best)

    def _ways(self, counted: Sequence[Exact] | None) -> list[tuple[list[Exact], "Program"]]:
        """The plans that miss least, in the order listed, each with a solution.

        What a part of a plan misses at least, the whole does; so a part that misses more than the
        best plan so far is not looked into.
        """
        from certfolio.domain.programmes.program import Program  # noqa: PLC0415 - seldom needed

        factors = self.asks.factors(self.choices)
        sure = tuple(part for factor in factors if len(factor) == 1 for part in factor[0])
        open_ = [factor for factor in factors if len(factor) > 1]
        least: Exact | None = None
        found: list[tuple[list[Exact], Program]] = []
        parts = [(sure, 0)]
        while parts:
            plan, decided = parts.pop()
            program = Program(self.groups, self.pieces, self.binding, plan, counted, self.effort)
            try:
                values = program.run([program.total, program.shortfall])
            except TooMuch:
                break
            missing = program.missing(values)
            if least is not None and missing > least:
                continue
            if decided < len(open_):
                ways = reversed(open_[decided])
                parts += [((*plan, *way), decided + 1) for way in ways]
                continue
            if least is None or missing < least:
                least, found = missing, []
            found.append((values, program))
        return found

    def _earned_first(
        self, program: "Program", values: Sequence[Exact], lots: Sequence[Portion]
    ) -> list[Exact]:
        """Of all that reach the aims, the one in which what was earned first counts.

        As far as the effort goes; from then on, one of those that reach them.
        """
        point = program.counted(values)
        sure: list[Exact] = [0] * len(self.groups)
        full = [False] * len(self.groups)
        taken: list[Exact] = []
        for lot in lots:
            group = lot.group
            if group not in program.variables:
                taken.append(lot.amount)
                continue
            if full[group]:
                taken.append(0)
                continue
            if point[group] - sure[group] < lot.amount:
                aim = {program.variables[group]: 1}
                with suppress(TooMuch):
                    values = program.run([program.total, program.shortfall, aim], sure)
                    point = program.counted(values, sure)
            part = min(lot.amount, point[group] - sure[group])
            full[group] = part < lot.amount
            sure[group] += part
            taken.append(part)
        return taken
