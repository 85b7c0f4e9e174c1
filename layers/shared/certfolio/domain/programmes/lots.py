"""Credits on their way through the cycles of a holding."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from certfolio.domain.programmes.exact import Exact
from certfolio.domain.programmes.holding import CreditLine
from certfolio.domain.programmes.kinds import Kind
from certfolio.domain.programmes.results import Rule


@dataclass(frozen=True, slots=True)
class Origin:
    """Where credits that were carried in come from.

    Attributes
    ----------
    earned_from
        First day of the cycle in which they were earned.
    left
        First day of the cycle they came from last.
    beyond_target
        Whether they counted there as well.
    times
        How often they were carried.
    """

    earned_from: date
    left: date
    beyond_target: bool
    times: int


@dataclass(slots=True)
class Lot:
    """One line in one cycle.

    Attributes
    ----------
    amount
        What it brings, converted.
    day
        The day on which it stands in the cycle.
    barred
        The rule that leaves nothing of it; None where one of the maximums may.
    backfilled
        What of it fills the cycle before.
    counted, carried_out
        What of it counts, and what goes on.
    group
        Its group in the allocation; None where it is barred.
    """

    line: CreditLine
    kind: Kind
    amount: Exact
    day: date
    origin: Origin | None = None
    waiting: bool = False
    barred: Rule | None = None
    backfilled: Exact = 0
    counted: Exact = 0
    carried_out: Exact = 0
    group: int | None = None

    @property
    def usable(self) -> Exact:
        """What of it can count in the cycle."""
        return self.amount - self.backfilled


Lots = Sequence[Lot]
