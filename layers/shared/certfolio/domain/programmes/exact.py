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


MOST_WORK = 4_000_000
"""Numbers that linear programs may touch for one report: a programme that has more ways to be met
than any body writes keeps nobody waiting, and is answered by the best that was found."""


class TooMuch(Exception):
    """All the work that may be done is done."""


class Effort:
    """Work that may be done in all, by the numbers that are touched.

    Counted and not timed, so that the same is answered however fast the machine is.
    """

    def __init__(self, most: int = MOST_WORK) -> None:
        self.left = most

    def spend(self, numbers: int) -> None:
        """Do some of it.

        Raises
        ------
        TooMuch
            There is not so much left; nothing is from then on.
        """
        self.left = self.left - numbers if numbers <= self.left else 0
        if not self.left:
            raise TooMuch
