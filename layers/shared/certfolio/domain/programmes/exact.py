"""Exact amounts: whole hundredths of a credit where they are whole, else fractions of one."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor

Exact = int | Fraction
"""Hundredths of a credit. Integers wherever possible, because they are ten times as fast."""


def hundredths(amount: Decimal) -> int:
    """An amount of two places."""
    return int(amount.scaleb(2))


def simple(value: Fraction) -> Exact:
    """The same, as an integer where it is one."""
    return value.numerator if value.denominator == 1 else value


@lru_cache(maxsize=4096)
def down(value: Exact) -> Decimal:
    """An amount as it is shown, rounded down."""
    return Decimal(floor(value)).scaleb(-2)


@lru_cache(maxsize=4096)
def up(value: Exact) -> Decimal:
    """What is missing as it is shown, rounded up."""
    return Decimal(ceil(value)).scaleb(-2)
