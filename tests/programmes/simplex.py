"""The best point of a small polytope, exactly: plain, slow, and nothing but fractions."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

Row = Mapping[str, Fraction]


def best(rows: Sequence[tuple[Row, Fraction]], aims: Sequence[Row]) -> dict[str, Fraction]:
    """Maximise several aims, the first before the second and so on.

    Parameters
    ----------
    rows
        What each weighted sum of the unknowns may be at most, never below nothing; the unknowns
        themselves are never below nothing.
    aims
        Weighted sums.

    Returns
    -------
    dict
        What each unknown is. The simplex method with Bland's rule, whose objective is a list of
        numbers compared from the left.
    """
    names = sorted({name for row, _ in rows for name in row} | {n for aim in aims for n in aim})
    zero = Fraction(0)
    table = [
        [row.get(name, zero) for name in names]
        + [Fraction(int(place == own)) for own in range(len(rows))]
        + [limit]
        for place, (row, limit) in enumerate(rows)
    ]
    width = len(names) + len(rows)
    gains = [[aim.get(name, zero) for name in names] + [zero] * len(rows) for aim in aims]
    basis = list(range(len(names), width))
    while True:
        entering = next(
            (
                column
                for column in range(width)
                if [gain[column] for gain in gains] > [zero] * len(gains)
            ),
            None,
        )
        if entering is None:
            break
        ratios = [
            (line[-1] / line[entering], basis[place], place)
            for place, line in enumerate(table)
            if line[entering] > 0
        ]
        if not ratios:
            raise ValueError("without a bound")
        place = min(ratios)[2]
        pivot = table[place][entering]
        table[place] = [value / pivot for value in table[place]]
        for other, line in enumerate(table):
            if other != place and line[entering]:
                factor = line[entering]
                table[other] = [a - factor * b for a, b in zip(line, table[place], strict=True)]
        for gain in gains:
            factor = gain[entering]
            if factor:
                gain[:] = [a - factor * b for a, b in zip(gain, table[place][:-1], strict=True)]
        basis[place] = entering
    found = dict.fromkeys(names, zero)
    for place, column in enumerate(basis):
        if column < len(names):
            found[names[column]] = table[place][-1]
    return found
