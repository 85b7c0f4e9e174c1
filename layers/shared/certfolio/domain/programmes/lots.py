"""Credits on their way through the cycles of a holding."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

from certfolio.domain.programmes.exact import Exact

if TYPE_CHECKING:
    from certfolio.domain.programmes.model import Conversion


class Rule(StrEnum):
    """A rule that a line keeps or not."""

    SINCE_HELD = "since_held"
    """Earned since the credential is held."""
    NOT_AHEAD = "not_ahead"
    """Earned by the day of the report."""
    RECOGNISED = "recognised"
    """Of a kind that counts in the programme."""
    IN_TIME = "in_time"
    """Reported in time."""
    DECIDED = "decided"
    """Decided on."""
    AWARDED = "awarded"
    """Something was awarded."""
    PORTION = "portion"
    """Enough for the least portion."""
    NOT_RENEWED = "not_renewed"
    """No renewal counts instead."""
    NOT_BACKFILLED = "not_backfilled"
    """Not needed by the cycle before."""
    MAXIMUM = "maximum"
    """There is room under a maximum, which is named."""


class Kind(NamedTuple):
    """Credits of one type with the same labels.

    Attributes
    ----------
    place
        Its number in the order in which kinds were met.
    recognised
        Whether they count in the programme at all.
    fits
        For each leaf of the tree, whether it is about them.
    choices
        For each leaf that asks for one and the same choice of a label: theirs.
    may_go_on
        Whether they are of those that may be carried.
    """

    place: int
    credit_type: str
    labels: Mapping[str, str]
    recognised: bool
    conversion: "Conversion | None"
    fits: tuple[bool, ...]
    choices: tuple[str | None, ...]
    may_go_on: bool


class Origin(NamedTuple):
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


class Source(Protocol):
    """The line of a certificate that credits come from."""

    @property
    def certificate_id(self) -> str:
        """Which certificate."""

    @property
    def line(self) -> int:
        """Its place among the certificate's lines."""

    @property
    def earned_on(self) -> date:
        """The day they were earned."""

    @property
    def ends_on(self) -> date | None:
        """The day from which a renewal counts instead; None where they go on."""


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
        The rule that leaves nothing of it, as whoever counts calls it; None where one of the
        maximums may.
    backfilled
        What of it fills the cycle before.
    counted, carried_out
        What of it counts, and what goes on.
    group
        Its group in the allocation; None where it is barred.
    """

    line: Source
    kind: Kind
    amount: Exact
    day: date
    origin: Origin | None = None
    waiting: bool = False
    barred: StrEnum | None = None
    backfilled: Exact = 0
    counted: Exact = 0
    carried_out: Exact = 0
    group: int | None = None

    @property
    def usable(self) -> Exact:
        """What of it can count in the cycle."""
        return self.amount - self.backfilled


Lots = Sequence[Lot]


@dataclass(slots=True)
class Group:
    """Credits that are alike to all rules.

    Attributes
    ----------
    minimums
        Numbers of the pieces they count for, each with their choice of the label that it must have
        in one, where it asks for one.
    maximums
        Numbers of the pieces that limit them.
    within
        Numbers of the pieces that ask or allow a part of all, and whose window they are in.
    fixed
        Whether they counted in an earlier cycle already.
    """

    minimums: Mapping[int, str | None]
    maximums: tuple[int, ...]
    within: tuple[int, ...]
    fixed: bool
    amount: Exact = 0
