"""How a line's amount becomes credits of a programme."""

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import assert_never

from certfolio.domain.programmes.exact import Exact, hundredths, simple
from certfolio.domain.programmes.model import Conversion, Rounding

_HALF = Fraction(1, 2)


def converted(conversion: Conversion | None, amount: Decimal) -> Exact:
    """An amount by a conversion; without one it stays as it is."""
    there = hundredths(amount)
    if conversion is None:
        return there
    value = Fraction(there * hundredths(conversion.credits), hundredths(conversion.units))
    if conversion.least is not None and value < hundredths(conversion.least):
        return 0
    first = 0 if conversion.first is None else hundredths(conversion.first)
    if value < first:
        return 0
    return simple(first + _in_steps(conversion, value - first))


def _in_steps(conversion: Conversion, value: Fraction) -> Fraction:
    if conversion.step is None:
        return value
    step = hundredths(conversion.step)
    match conversion.rounding:
        case Rounding.DOWN:
            return Fraction(floor(value / step) * step)
        case Rounding.NEAREST:
            return Fraction(floor(value / step + _HALF) * step)
        case _:
            assert_never(conversion.rounding)
