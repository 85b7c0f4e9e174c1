"""The tree of requirements over what there is: what is missing, and which alternative is chosen."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product
from typing import assert_never

from certfolio.domain.programmes.exact import Exact
from certfolio.domain.programmes.pieces import Piece, Plan
from certfolio.domain.programmes.requirements import chosen_by_window
from certfolio.domain.programmes.results import NotAsked
from certfolio.domain.programmes.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    AtMost,
    Confirmed,
    Disjoint,
    Requirement,
    walk,
)

_MOST_WAYS = 512
"""How many ways to meet one alternative are looked at: nobody writes as many in good faith."""


@dataclass(frozen=True, slots=True)
class Value:
    """How far a requirement is from being met.

    Attributes
    ----------
    open
        Confirmations that are missing.
    """

    asked: bool
    open: int = 0
    missing: Exact = 0

    @property
    def met(self) -> bool:
        """Whether it is met as far as it is asked."""
        return not self.open and not self.missing


@dataclass(frozen=True, slots=True)
class Settled:
    """A confirmation in a cycle: why it is not asked, or whether it is there."""

    why_not: NotAsked | None
    there: bool


@dataclass(frozen=True, slots=True)
class Tree:
    """What is asked in one cycle.

    Attributes
    ----------
    of_rule
        Numbers of the pieces of each minimum and maximum, oldest window first.
    confirmations
        By requirement.
    """

    requires: tuple[Requirement, ...]
    pieces: Sequence[Piece]
    of_rule: Mapping[str, Sequence[int]]
    confirmations: Mapping[str, Settled]

    def missing(self, missing: Sequence[Exact]) -> Exact:
        """What is missing in all, where so much is missing in each piece."""
        return sum((self.value(one, missing).missing for one in self.requires), 0)

    def value(
        self, requirement: Requirement, missing: Sequence[Exact], window: int | None = None
    ) -> Value:
        """How far a requirement is from being met, in one of its inner windows or in all."""
        match requirement:
            case AtMost():
                return Value(asked=False)
            case AtLeast():
                asked = self._asked(requirement, window)
                return Value(bool(asked), 0, sum((missing[number] for number in asked), 0))
            case Confirmed():
                settled = self.confirmations[requirement.id]
                asked_for = settled.why_not is None
                return Value(asked_for, int(asked_for and not settled.there))
            case AllOf() | Disjoint():
                return _together([self.value(one, missing, window) for one in requirement.of])
            case AnyOf():
                return self._nearest(requirement, missing, window)
            case _:
                assert_never(requirement)

    def _nearest(self, alternatives: AnyOf, missing: Sequence[Exact], window: int | None) -> Value:
        if window is None and chosen_by_window(alternatives):
            each = range(self.windows_of(alternatives))
            return _together([self.value(alternatives, missing, one) for one in each])
        chosen = self.chosen(alternatives, missing, window)
        return self.value(chosen, missing, window) if chosen else Value(asked=False)

    def chosen(
        self, alternatives: AnyOf, missing: Sequence[Exact], window: int | None
    ) -> Requirement | None:
        """The alternative that is nearest to being met; None where nothing is asked."""
        valued = [(self.value(one, missing, window), one) for one in alternatives.of]
        asked = [(value.open, value.missing, one) for value, one in valued if value.asked]
        return min(asked, key=lambda each: each[:2])[2] if asked else None

    def choice(self, alternatives: AnyOf, missing: Sequence[Exact]) -> tuple[str | None, ...]:
        """Ids of the alternatives that are chosen: one, or one for each inner window."""
        by_window = chosen_by_window(alternatives)
        windows = range(self.windows_of(alternatives)) if by_window else (None,)
        chosen = (self.chosen(alternatives, missing, window) for window in windows)
        return tuple(None if one is None else one.id for one in chosen)

    def chosen_pieces(self, missing: Sequence[Exact]) -> list[int]:
        """Numbers of the minimums that are asked, of alternatives those of the chosen ones."""
        return [
            number for one in self.requires for number in self._chosen_pieces(one, missing, None)
        ]

    def _chosen_pieces(
        self, requirement: Requirement, missing: Sequence[Exact], window: int | None
    ) -> Iterator[int]:
        match requirement:
            case AtMost() | Confirmed():
                pass
            case AtLeast():
                yield from self._asked(requirement, window)
            case AllOf() | Disjoint():
                for one in requirement.of:
                    yield from self._chosen_pieces(one, missing, window)
            case AnyOf():
                if window is None and chosen_by_window(requirement):
                    for each in range(self.windows_of(requirement)):
                        yield from self._chosen_pieces(requirement, missing, each)
                    return
                chosen = self.chosen(requirement, missing, window)
                if chosen is not None:
                    yield from self._chosen_pieces(chosen, missing, window)
            case _:
                assert_never(requirement)

    def windows_of(self, alternatives: AnyOf) -> int:
        """In how many inner windows alternatives are chosen."""
        first = next(one for one in walk(alternatives.of) if isinstance(one, AtLeast))
        return len(self.of_rule[first.id])

    def factors(self, choices: Mapping[int, Sequence[str]]) -> list[list[Plan]]:
        """What has to be decided to meet what is asked, each with the ways there are.

        One way of each, together, is a plan for all; the ways stand in the order listed.

        Parameters
        ----------
        choices
            For each piece whose credits must be in one choice of a label: those there are.
        """
        nothing: Sequence[Exact] = [0] * len(self.pieces)
        return [
            factor for one in self.requires for factor in self._factors(one, None, choices, nothing)
        ]

    def _factors(
        self,
        requirement: Requirement,
        window: int | None,
        choices: Mapping[int, Sequence[str]],
        nothing: Sequence[Exact],
    ) -> Iterator[list[Plan]]:
        match requirement:
            case AllOf() | Disjoint():
                for one in requirement.of:
                    yield from self._factors(one, window, choices, nothing)
            case AtLeast():
                for number in self._asked(requirement, window):
                    yield [((number, choice),) for choice in choices.get(number) or (None,)]
            case AnyOf():
                if window is None and chosen_by_window(requirement):
                    for each in range(self.windows_of(requirement)):
                        yield self._plans(requirement, each, choices, nothing)
                else:
                    yield self._plans(requirement, window, choices, nothing)
            case AtMost() | Confirmed():
                pass
            case _:
                assert_never(requirement)

    def _plans(
        self,
        requirement: Requirement,
        window: int | None,
        choices: Mapping[int, Sequence[str]],
        nothing: Sequence[Exact],
    ) -> list[Plan]:
        """All ways to meet one requirement."""
        if not isinstance(requirement, AnyOf) or (window is None and chosen_by_window(requirement)):
            factors = self._factors(requirement, window, choices, nothing)
            return [_joined(parts) for parts in islice(product(*factors), _MOST_WAYS)]
        valued = [(self.value(one, nothing, window), one) for one in requirement.of]
        least = min((value.open for value, _ in valued if value.asked), default=0)
        found = [
            plan
            for value, one in valued
            if value.asked and value.open == least
            for plan in self._plans(one, window, choices, nothing)
        ]
        return found or [()]

    def _asked(self, minimum: AtLeast, window: int | None) -> list[int]:
        numbers = self.of_rule[minimum.id]
        wanted = numbers if window is None else numbers[window : window + 1]
        return [number for number in wanted if self.pieces[number].asked]


def _together(values: Sequence[Value]) -> Value:
    asked = [value for value in values if value.asked]
    return Value(
        bool(asked),
        sum(value.open for value in asked),
        sum((value.missing for value in asked), 0),
    )


def _joined(parts: Sequence[Plan]) -> Plan:
    return tuple(minimum for part in parts for minimum in part)
