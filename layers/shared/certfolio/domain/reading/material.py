"""A document with what every field needs to know of it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

from certfolio.domain.reading.amounts import Amount, Unit, amounts
from certfolio.domain.reading.dates import WrittenDay, written_days
from certfolio.domain.reading.layout import Document, Line
from certfolio.domain.reading.names import find_name


@dataclass(frozen=True)
class Material:
    """A document, the days it names, and where it names its holder.

    Attributes
    ----------
    learner
        Numbers of the words that are the learner's name; nothing where it is not there.
    """

    document: Document
    days: tuple[WrittenDay, ...]
    learner: tuple[int, ...]

    @classmethod
    def of(cls, document: Document, name: str | None) -> Self:
        """Look for the days of a document, and for a learner's name where it is known."""
        learner = find_name(document, name) if name else None
        return cls(document, tuple(written_days(document)), tuple(learner or ()))

    @cached_property
    def words_of_days(self) -> frozenset[int]:
        """Numbers of the words that are part of a day."""
        return frozenset(word for day in self.days for word in range(*day.span))

    def has_day(self, line: Line) -> bool:
        """Whether a line names a day."""
        return not self.words_of_days.isdisjoint(range(*line.span))

    @cached_property
    def _words_of_credits(self) -> frozenset[int]:
        return frozenset(
            word
            for amount in self.amounts
            if amount.unit is Unit.CREDITS
            for word in range(*amount.span)
        )

    @cached_property
    def amounts(self) -> tuple[Amount, ...]:
        """The numbers with a unit of credits or of time."""
        return tuple(amounts(self.document))

    def has_credits(self, line: Line) -> bool:
        """Whether a line names an amount of credits."""
        return not self._words_of_credits.isdisjoint(range(*line.span))

    def names_the_learner(self, line: Line) -> bool:
        """Whether a line names the learner."""
        return not set(self.learner).isdisjoint(range(*line.span))
