"""Exact linear programs, small ones: several aims, one after the other.

A condensed tableau of integers with one common denominator, which stays whole through each
exchange (J. Edmonds, "Systems of distinct representatives and linear algebra", 1967); the
variable with the least number enters and leaves, so that it ends (R. G. Bland, "New finite pivoting
rules for the simplex method", 1977).
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from certfolio.domain.programmes.exact import Effort, Exact, simple

Sum = Mapping[int, Exact]
"""Variables by number, each with its factor."""


_WORD = 64
"""Bits of a number that costs as much as any shorter one."""


class AtMostRow(NamedTuple):
    """A weighted sum of variables that may not exceed a limit."""

    of: Sum
    limit: Exact


class Infeasible(Exception):
    """Nothing keeps all limits."""


def maximise(
    size: int, rows: Sequence[AtMostRow], aims: Sequence[Sum], effort: Effort | None = None
) -> list[Exact]:
    """Values for variables from 0 on that reach the most of each aim, the earlier ones first.

    Parameters
    ----------
    size
        How many variables there are; all must be bounded as far as an aim is about them.

    Raises
    ------
    Infeasible
        Nothing keeps all limits.
    TooMuch
        The effort did not suffice.
    """
    tableau = _Tableau(size, rows, aims, effort)
    tableau.solve()
    return tableau.point()


class _Tableau:
    """Rows of what is in the basis, columns of what is not; the last column is the limit.

    Numbers of variables: those asked for, then one more that makes a beginning possible where a
    limit is negative, then one for what each row has left.
    """

    def __init__(
        self, size: int, rows: Sequence[AtMostRow], aims: Sequence[Sum], effort: Effort | None
    ) -> None:
        self.size = size
        self.effort = effort
        self.numbers = (size + 2) * (len(rows) + len(aims))
        self.denominator = 1
        self._spend()
        self.columns = list(range(size + 1))
        self.basis = [size + 1 + place for place in range(len(rows))]
        self.rows = [self._whole(row.of, row.limit) for row in rows]
        needs_beginning = any(row[-1] < 0 for row in self.rows)
        for row in self.rows:
            row[size] = -1 if needs_beginning else 0
        self.aims = [
            self._whole({number: -factor for number, factor in aim.items()}, 0) for aim in aims
        ]
        self.begun = not needs_beginning
        if needs_beginning:
            self.aims.insert(0, self._whole({size: 1}, 0))

    def _whole(self, of: Sum, limit: Exact) -> list[int]:
        scale = lcm(*(Fraction(factor).denominator for factor in (*of.values(), limit)))
        row = [0] * (self.size + 2)
        for number, factor in of.items():
            row[number] = int(factor * scale)
        row[-1] = int(limit * scale)
        return row

    def _spend(self) -> None:
        # The denominator tells how long the numbers have become.
        if self.effort is not None:
            self.effort.spend(self.numbers * (1 + self.denominator.bit_length() // _WORD))

    def solve(self) -> None:
        if not self.begun:
            lowest = min(range(len(self.rows)), key=lambda place: self.rows[place][-1])
            self._exchange(lowest, self.size)
        for position in range(len(self.aims)):
            while (entering := self._entering(position)) is not None:
                self._exchange(self._leaving(entering), entering)
            if position == 0 and not self.begun and self.aims[0][-1] < 0:
                raise Infeasible

    def _entering(self, position: int) -> int | None:
        """A column that helps an aim and harms none of those before it."""
        aim, before = self.aims[position], self.aims[:position]
        helping = [
            column
            for column in range(self.size + 1)
            if aim[column] < 0 and not any(other[column] for other in before)
        ]
        return min(helping, key=self.columns.__getitem__, default=None)

    def _leaving(self, column: int) -> int:
        best: tuple[int, int, int, int] | None = None
        for place, row in enumerate(self.rows):
            factor = row[column]
            if factor <= 0:
                continue
            limit, number = row[-1], self.basis[place]
            if best is None or (
                limit * best[1] < best[0] * factor
                or (limit * best[1] == best[0] * factor and number < best[2])
            ):
                best = limit, factor, number, place
        if best is None:
            raise ArithmeticError("an aim has no bound")
        return best[3]

    def _exchange(self, place: int, column: int) -> None:
        self._spend()
        pivot_row = self.rows[place]
        pivot = pivot_row[column]
        sign = 1 if pivot > 0 else -1
        for table in (self.rows, self.aims):
            for position, row in enumerate(table):
                if row is pivot_row:
                    continue
                factor = row[column]
                if factor:
                    changed = [
                        sign * (value * pivot - factor * other) // self.denominator
                        for value, other in zip(row, pivot_row, strict=True)
                    ]
                    changed[column] = -sign * factor
                else:
                    changed = [sign * value * pivot // self.denominator for value in row]
                table[position] = changed
        exchanged = [sign * value for value in pivot_row]
        exchanged[column] = sign * self.denominator
        self.rows[place] = exchanged
        self.denominator = abs(pivot)
        self.basis[place], self.columns[column] = self.columns[column], self.basis[place]

    def point(self) -> list[Exact]:
        found: list[Exact] = [0] * self.size
        for place, number in enumerate(self.basis):
            if number < self.size:
                found[number] = simple(Fraction(self.rows[place][-1], self.denominator))
        return found
