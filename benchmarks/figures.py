"""The arithmetic of a run: middle, spread, ratio, and what AWS would ask for it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

_MEGABYTES_OF_A_PROCESSOR = 1769
"""AWS Lambda Developer Guide, "Configure Lambda function memory"."""


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


@dataclass(frozen=True)
class Prices:
    """US dollars, each for one."""

    gigabyte_second: float
    invocation: float
    api_request: float
    write_unit: float
    read_unit: float
    s3_write: float
    s3_read: float


@dataclass(frozen=True)
class Usage:
    """What is billed, for some requests.

    Attributes
    ----------
    gigabyte_seconds
        How long functions ran, times their memory.
    """

    gigabyte_seconds: float = 0.0
    invocations: float = 0.0
    api_requests: float = 0.0
    write_units: float = 0.0
    read_units: float = 0.0
    s3_writes: float = 0.0
    s3_reads: float = 0.0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(*map(sum, zip(self._all(), other._all(), strict=True)))

    def __mul__(self, times: float) -> "Usage":
        return Usage(*(value * times for value in self._all()))

    def cost(self, prices: Prices) -> "Usage":
        """The same in dollars."""
        each = (
            prices.gigabyte_second,
            prices.invocation,
            prices.api_request,
            prices.write_unit,
            prices.read_unit,
            prices.s3_write,
            prices.s3_read,
        )
        return Usage(*(value * price for value, price in zip(self._all(), each, strict=True)))

    def total(self) -> float:
        """All of it in one sum, where it is dollars."""
        return sum(self._all())

    def _all(self) -> tuple[float, ...]:
        return (
            self.gigabyte_seconds,
            self.invocations,
            self.api_requests,
            self.write_units,
            self.read_units,
            self.s3_writes,
            self.s3_reads,
        )


def gigabyte_seconds(processor: float, waiting: float, megabytes: int) -> float:
    """What one run of a function is billed for.

    Parameters
    ----------
    processor
        Seconds of a whole processor; a function has a share of one that goes by its memory.
    waiting
        Seconds in which others work.
    """
    share = min(1.0, megabytes / _MEGABYTES_OF_A_PROCESSOR)
    # Rounded up to whole milliseconds: AWS Lambda pricing.
    milliseconds = math.ceil(round(1000 * (processor / share + waiting), 6))
    return milliseconds / 1000 * megabytes / 1024
