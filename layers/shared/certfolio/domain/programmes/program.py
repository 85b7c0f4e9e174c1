"""Which credits count, as a linear program over groups of credits that are alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from certfolio.domain.programmes.exact import Effort, Exact
from certfolio.domain.programmes.lots import Group
from certfolio.domain.programmes.pieces import Piece, Plan
from certfolio.domain.programmes.simplex import AtMostRow, Sum, maximise


class _Row:
    """A weighted sum of what counts of groups and of other variables, as it is put together."""

    def __init__(self) -> None:
        self.of: dict[int, Exact] = {}
        self.constant: Exact = 0

    def add(self, number: int, factor: Exact) -> None:
        self.of[number] = self.of.get(number, 0) + factor

    def at_most(self, limit: Exact) -> AtMostRow:
        return AtMostRow(self.of, limit - self.constant)


class Program:
    """A linear program over the groups that a maximum binds, and over what a plan asks.

    Of disjoint minimums, the parts of each group are told apart too.

    Parameters
    ----------
    binding
        Maximums, and the groups under each.
    counted
        What counts of each group, where that is decided already.
    effort
        Of what solving it is taken.

    Attributes
    ----------
    plan
        What is to be met.
    total
        Aim: what counts.
    shortfall
        Aim: that the plan's minimums miss little.
    variables
        By group, the number of what counts of it beyond what is sure.
    """

    def __init__(  # noqa: PLR0913, PLR0917 - what it is made of
        self,
        groups: Sequence[Group],
        pieces: Sequence[Piece],
        binding: Mapping[int, Sequence[int]],
        plan: Plan,
        counted: Sequence[Exact] | None,
        effort: Effort,
    ) -> None:
        self._effort = effort
        self._groups, self._pieces, self.plan = groups, pieces, plan
        self._binding = binding if counted is None else {}
        self._known = [group.amount for group in groups] if counted is None else counted
        self._size = 0
        bound = sorted({place for places in self._binding.values() for place in places})
        self.variables = {place: self._new() for place in bound if not groups[place].fixed}
        # What is reached of an amount that is settled, and what is missing of one that is not.
        self._reached: dict[int, int] = {}
        self._lacking: dict[int, int] = {}
        for number, _ in plan:
            which = self._reached if pieces[number].share is None else self._lacking
            which[number] = self._new()
        self._parts = {pair: self._new() for pair in self._shared_out()}
        self.total: Sum = dict.fromkeys(self.variables.values(), 1)
        self.shortfall: Sum = {
            **dict.fromkeys(self._reached.values(), 1),
            **dict.fromkeys(self._lacking.values(), -1),
        }

    def _new(self) -> int:
        self._size += 1
        return self._size - 1

    def _shared_out(self) -> Iterator[tuple[int, int]]:
        chosen = dict(self.plan)
        for place, group in enumerate(self._groups):
            for number, choice in group.minimums.items():
                if self._pieces[number].is_shared_out and chosen.get(number, choice) == choice:
                    yield place, number

    def run(self, aims: Sequence[Sum], sure: Sequence[Exact] | None = None) -> list[Exact]:
        """Values of all variables, where so much of each group is sure to count.

        Raises
        ------
        TooMuch
            The effort did not suffice.
        """
        self._effort.spend(len(self._groups) * (len(self.plan) + len(self._binding)))
        rows = list(self._rows(sure or [0] * len(self._groups)))
        return maximise(self._size, rows, aims, self._effort)

    def counted(self, values: Sequence[Exact], sure: Sequence[Exact] | None = None) -> list[Exact]:
        """What counts of each group."""
        found = list(self._known)
        for place, number in self.variables.items():
            found[place] = values[number] + (sure[place] if sure else 0)
        return found

    def missing(self, values: Sequence[Exact]) -> Exact:
        """What the plan's minimums miss."""
        asked = sum((self._pieces[number].needed(0) for number in self._reached), 0)
        return asked - sum((factor * values[at] for at, factor in self.shortfall.items()), 0)

    def parts(self, values: Sequence[Exact]) -> dict[tuple[int, int], Exact]:
        """How much of each group serves each disjoint minimum."""
        return {pair: values[number] for pair, number in self._parts.items() if values[number]}

    def each_apart(self) -> Iterator[Sum]:
        """Aims: that much serves the disjoint minimum that is listed first, and so on."""
        for piece in range(len(self._pieces)):
            aim: Sum = {at: 1 for (_, number), at in self._parts.items() if number == piece}
            if aim:
                yield aim

    def _rows(self, sure: Sequence[Exact]) -> Iterator[AtMostRow]:
        for place, at in self.variables.items():
            yield AtMostRow({at: 1}, self._groups[place].amount - sure[place])
        for number in self._binding:
            yield self._limit(number, sure)
        for number, choice in self.plan:
            yield from self._minimum(number, choice, sure)
        for place, pieces in self._sets():
            row = _Row()
            for at in pieces:
                row.add(at, 1)
            self._add(row, [place], -1, sure)
            yield row.at_most(0)

    def _sets(self) -> Iterator[tuple[int, list[int]]]:
        """For each group and disjoint set, the parts that may not exceed the group."""
        sets: dict[tuple[int, str | None], list[int]] = {}
        for (place, number), at in self._parts.items():
            sets.setdefault((place, self._pieces[number].apart), []).append(at)
        for (place, _), parts in sets.items():
            yield place, parts

    def _limit(self, number: int, sure: Sequence[Exact]) -> AtMostRow:
        piece = self._pieces[number]
        row, unavoidable = _Row(), _Row()
        for each, known in ((row, sure), (unavoidable, [0] * len(self._groups))):
            self._add(each, self._binding[number], 1, known)
            if piece.share is not None:
                self._add(each, self._within(number), -piece.share, known)
        # What counted in earlier cycles stays, even if less would be allowed now.
        return row.at_most(max(piece.amount, unavoidable.constant))

    def _minimum(
        self, number: int, choice: str | None, sure: Sequence[Exact]
    ) -> Iterator[AtMostRow]:
        piece = self._pieces[number]
        if number in self._reached:
            at = self._reached[number]
            yield AtMostRow({at: 1}, piece.needed(0))
            yield self._less_what_there_is(number, choice, {at: 1}, sure).at_most(0)
            return
        share, waived, at = piece.share or 0, piece.waived, self._lacking[number]
        if not waived.let_off:
            row = self._less_what_there_is(number, choice, {at: -1}, sure)
            self._add(row, self._within(number), share, sure)
            yield row.at_most(waived.fewer - waived.extra)
        if waived.extra:
            row = self._less_what_there_is(number, choice, {at: -1}, sure)
            yield row.at_most(-waived.extra)

    def _less_what_there_is(
        self, number: int, choice: str | None, of: Sum, sure: Sequence[Exact]
    ) -> _Row:
        row = _Row()
        for at, factor in of.items():
            row.add(at, factor)
        if self._pieces[number].is_shared_out:
            for (_, piece), at in self._parts.items():
                if piece == number:
                    row.add(at, -1)
            return row
        places = [
            place
            for place, group in enumerate(self._groups)
            if number in group.minimums and choice in {None, group.minimums[number]}
        ]
        self._add(row, places, -1, sure)
        return row

    def _within(self, number: int) -> list[int]:
        return [place for place, group in enumerate(self._groups) if number in group.within]

    def _add(self, row: _Row, places: Iterable[int], factor: Exact, sure: Sequence[Exact]) -> None:
        for place in places:
            if place in self.variables:
                row.add(self.variables[place], factor)
                row.constant += factor * sure[place]
            else:
                row.constant += factor * self._known[place]
