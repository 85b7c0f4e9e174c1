"""The arithmetic of a run: middle, spread, ratio."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True)
class Spread:
    """Where half of the values are.

    Attributes
    ----------
    low, high
        First and third quartile.
    """

    middle: float
    low: float
    high: float

    @classmethod
    def of(cls, values: Iterable[float]) -> "Spread":
        """The spread of some values, at least one."""
        known = sorted(values)
        if len(known) == 1:
            return cls(known[0], known[0], known[0])
        low, _, high = quantiles(known, n=4, method="inclusive")
        return cls(median(known), low, high)


def ratios(values: Sequence[float], floor: Sequence[float]) -> Spread:
    """Values as parts of the floor's, each of the same round.

    What else the machine did in a round slowed down both alike.
    """
    return Spread.of(value / least for value, least in zip(values, floor, strict=True))
