"""The reference's own arithmetic: a point found by method is the one that trying all finds."""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.programmes.simplex import best

NAMES = ("a", "b", "c")
HALVES = [Fraction(number, 2) for number in range(5)]


@st.composite
def rows(draw: st.DrawFn) -> list[tuple[dict[str, Fraction], Fraction]]:
    """Maximums over sets of three unknowns, whose corners lie on halves."""
    sets = draw(st.lists(st.sets(st.sampled_from(NAMES), min_size=1), max_size=3))
    alone = [({name: Fraction(1)}, Fraction(draw(st.integers(0, 2)))) for name in NAMES]
    return alone + [
        (dict.fromkeys(sorted(one), Fraction(1)), Fraction(draw(st.integers(0, 3)))) for one in sets
    ]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(rows(), st.permutations(NAMES))
def test_the_best_point_is_the_best_of_all_that_are_tried(
    limits: list[tuple[dict[str, Fraction], Fraction]], order: list[str]
) -> None:
    aims = [dict.fromkeys(NAMES, Fraction(1)), *({name: Fraction(1)} for name in order)]

    def worth(point: dict[str, Fraction]) -> list[Fraction]:
        return [sum((point[name] for name in aim), Fraction(0)) for aim in aims]

    tried = [dict(zip(NAMES, values, strict=True)) for values in product(HALVES, repeat=3)]
    allowed = [
        point
        for point in tried
        if all(sum((point[name] for name in row), Fraction(0)) <= limit for row, limit in limits)
    ]
    assert worth(best(limits, aims)) == max(map(worth, allowed))
