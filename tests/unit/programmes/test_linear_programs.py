from fractions import Fraction

import pytest

from certfolio.domain.programmes.simplex import AtMostRow, Infeasible, maximise

SUM = {0: 1, 1: 1}


def test_the_first_aim_comes_before_the_second() -> None:
    rows = [AtMostRow(SUM, 10), AtMostRow({0: 1}, 8), AtMostRow({1: 1}, 7)]
    assert maximise(2, rows, [SUM, {0: 1}]) == [8, 2]
    assert maximise(2, rows, [SUM, {1: 1}]) == [3, 7]
    assert maximise(2, rows, [{0: 1}, {1: 1}]) == [8, 2]


def test_values_are_exact() -> None:
    # A quarter of all at most, where the other is 1: x <= (x + y) / 4.
    rows = [AtMostRow({0: Fraction(3, 4), 1: Fraction(-1, 4)}, 0), AtMostRow({1: 1}, 1)]
    assert maximise(2, rows, [SUM]) == [Fraction(1, 3), 1]


def test_a_limit_below_zero_asks_for_something() -> None:
    rows = [AtMostRow({0: -1}, -3), AtMostRow({1: -1}, -2), AtMostRow(SUM, 9)]
    assert maximise(2, rows, [{0: -1, 1: -1}]) == [3, 2]
    assert maximise(2, rows, [{0: -1}, {1: 1}]) == [3, 6]


def test_limits_that_contradict_each_other_are_told() -> None:
    with pytest.raises(Infeasible):
        maximise(1, [AtMostRow({0: -1}, -3), AtMostRow({0: 1}, 2)], [{0: 1}])


def test_an_aim_without_a_bound_is_a_mistake() -> None:
    with pytest.raises(ArithmeticError):
        maximise(1, [], [{0: 1}])
