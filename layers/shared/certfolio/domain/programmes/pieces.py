"""What is asked or allowed in one cycle, rule by rule and window by window."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, Protocol

from certfolio.domain.programmes.exact import Exact, simple
from certfolio.domain.programmes.laid import Stretch

if TYPE_CHECKING:
    from certfolio.domain.programmes.results import NotAsked


class Waived(NamedTuple):
    """What waivers take off a minimum in a window, and put on."""

    fewer: Exact = 0
    let_off: bool = False
    extra: Exact = 0


NOTHING_WAIVED = Waived()


class Piece(NamedTuple):
    """A minimum or a maximum in one of its windows.

    Attributes
    ----------
    rule
        Name of the minimum or maximum.
    minimum
        Which of the two it is.
    leaf
        Which of the tree's leaves.
    amount
        What it asks or allows before waivers.
    share
        In place of an amount: this part of all that counts in the window.
    same
        The label in one choice of which all must be.
    apart
        The disjoint set it is one of.
    """

    rule: str
    minimum: bool
    leaf: int
    stretch: Stretch
    amount: Exact
    share: Fraction | None = None
    waived: Waived = NOTHING_WAIVED
    why_not: "NotAsked | None" = None
    same: str | None = None
    apart: str | None = None

    @property
    def asked(self) -> bool:
        """Whether it is asked, or holds."""
        return self.why_not is None

    @property
    def is_missed(self) -> bool:
        """Whether it is a minimum that is asked, so that credits can be missing."""
        return self.why_not is None and self.minimum

    @property
    def is_shared_out(self) -> bool:
        """Whether it is one of a disjoint set and asked, so that an hour may serve another."""
        return self.apart is not None and self.why_not is None

    def before_waivers(self, everything: Exact) -> Exact:
        """What it asks or allows where so much counts in its window."""
        return self.amount if self.share is None else simple(self.share * everything)

    def needed(self, everything: Exact) -> Exact:
        """The same, waivers included."""
        if self.waived is NOTHING_WAIVED:
            return self.before_waivers(everything)
        left = max(0, self.before_waivers(everything) - self.waived.fewer)
        return (0 if self.waived.let_off else left) + self.waived.extra


Plan = tuple[tuple[int, str | None], ...]
"""Minimums to reach, by the number of their piece, each with the choice of the label in which all
must be, where one is asked for."""


class Asks(Protocol):
    """What is asked in one cycle."""

    @property
    def pieces(self) -> Sequence[Piece]:
        """Minimums and maximums."""

    def missing(self, missing: Sequence[Exact]) -> Exact:
        """What is missing in all, where so much is missing in each piece."""

    def factors(self, choices: Mapping[int, Sequence[str]]) -> list[list[Plan]]:
        """What has to be decided to meet what is asked, each with the ways there are.

        One way of each, together, is a plan for all; the ways stand in the order listed.

        Parameters
        ----------
        choices
            For each piece whose credits must be in one choice of a label: those there are.
        """


class Listed(NamedTuple):
    """Pieces without a tree: all maximums hold, and of the minimums these are asked."""

    pieces: Sequence[Piece]
    minimums: Sequence[int] = ()

    def missing(self, missing: Sequence[Exact]) -> Exact:
        """What is missing in all, where so much is missing in each piece."""
        return sum((missing[number] for number in self.minimums), 0)

    def factors(self, choices: Mapping[int, Sequence[str]]) -> list[list[Plan]]:
        """What has to be decided to meet what is asked, each with the ways there are."""
        return [
            [((number, choice),) for choice in choices.get(number) or (None,)]
            for number in self.minimums
        ]
