"""A programme as data: its versions, how cycles lie, and what becomes of what is too much or late.

The requirements are in `certfolio.domain.programmes.rules`.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from math import ceil
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.programmes.rules import (
    AtLeast,
    AtMost,
    Inner,
    Months,
    Requirement,
    Which,
    WholeCycle,
    conditions,
    levels,
    walk,
)
from certfolio.domain.values import CalendarDay, Credits, Day, Name, Stated, Title

Month = Annotated[int, Field(ge=1, le=12)]


# The cycle


class FixedDay(Stated):
    """Cycles that begin on a day of the calendar, in this year and every cycle before and after.

    The first runs from the day held since to the next such beginning; without such a day, all days
    belong to a cycle.
    """

    kind: Literal["fixed_day"] = "fixed_day"
    year: Annotated[int, Field(ge=1950, le=2200)] = 2000
    month: Month = 1
    day: Annotated[int, Field(ge=1, le=28)] = 1


class HeldSince(Stated):
    """Cycles counted from the day held since."""

    kind: Literal["held_since"] = "held_since"


class HiringDate(Stated):
    """Cycles counted from the day hired; what was earned before it counts in none."""

    kind: Literal["hiring_date"] = "hiring_date"


class BirthMonth(Stated):
    """Cycles that end with the month of birth.

    The first begins on the day held since and ends in that day's year plus the cycle's years, even
    if that is short.
    """

    kind: Literal["birth_month"] = "birth_month"


class BirthYear(Stated):
    """Cycles of two years that end with the month of birth in odd or even years, as the birth's.

    The first begins on the day held since and ends on the first such day on or after it.
    """

    kind: Literal["birth_year"] = "birth_year"


Anchor = Annotated[
    FixedDay | HeldSince | HiringDate | BirthMonth | BirthYear, Field(discriminator="kind")
]


class First(StrEnum):
    """How a holding's first cycle differs, where the anchor is a fixed day.

    Short: to the next beginning, on the day after the one held since or later. Long: one cycle
    further.
    """

    SHORT = "short"
    LONG = "long"


class Cycle(Stated):
    """How cycles lie on the calendar.

    Attributes
    ----------
    first_exempt
        Whether the holding's first cycle asks nothing, and nothing of it goes on.
    """

    anchor: Anchor
    months: Months
    first: First = First.SHORT
    first_exempt: StrictBool = False

    @model_validator(mode="after")
    def _in_years(self) -> Self:
        match self.anchor:
            case BirthMonth():
                whole = self.months % 12 == 0
            case BirthYear():
                whole = self.months == 24  # noqa: PLR2004 - parity alternates
            case FixedDay() | HeldSince() | HiringDate():
                whole = True
        if not whole:
            raise refusal(FieldCode.CYCLE_IN_YEARS)
        if self.first is First.LONG and not isinstance(self.anchor, FixedDay):
            raise refusal(FieldCode.FIRST_WITHOUT_FIXED_DAY)
        return self


class Length(Stated):
    """A length of time: months first, then days."""

    months: Annotated[int, Field(ge=0, le=120)] = 0
    days: Annotated[int, Field(ge=0, le=3660)] = 0


# What becomes of what is too much, too little or too late


class Carry(Stated):
    """What goes on into the next cycle, newest first, to stand there on the first day.

    Attributes
    ----------
    beyond
        Of a minimum over the cycle (the target): what counted for it, less what it asked before
        waivers; nothing where it was not asked. Of a maximum over the cycle (the cap): what could
        have counted beside all that did, had this maximum not been. Only credits that the
        requirement is about.
    limit
        Most credits that go on from one cycle.
    which
        Which credits may, by their labels in the cycle they leave; None for all of these.
    months
        Only what was earned in the cycle's last so many months.
    times
        How often a credit may go on.
    becomes
        Labels it has from then on in place of its own.
    """

    beyond: Name
    limit: Credits | None = None
    which: Which | None = None
    months: Months | None = None
    times: Annotated[int, Field(ge=1, le=10)] = 1
    becomes: Annotated[Mapping[Name, Name], Field(max_length=6)] = Field(default_factory=dict)


class Backfill(Stated):
    """New hours first fill what the cycle just before lacks of one minimum over the cycle.

    The rule is that of the cycle whose hours are new. The oldest of its own awarded hours that are
    of the minimum's kind are taken out of it, up to what the ended cycle misses. There they stand
    in this minimum and in the total alone: in no other requirement, rolling window or clock, and
    they do not go on.
    """

    fills: Name


class Rounding(StrEnum):
    """What becomes of less than a step; of a tie, nearest goes up."""

    DOWN = "down"
    NEAREST = "nearest"


class Conversion(Stated):
    """How a line's amount becomes credits of the programme.

    Attributes
    ----------
    which
        The lines it is for; of several conversions the first that fits is taken. None for all.
    units, credits
        So many units of the credit type make so many credits.
    least
        The least portion: a line with less is worth nothing.
    first
        The first portion, which is whole or nothing; steps are counted from it.
    step
        Credits are whole steps; None for no rounding at all.
    """

    which: Which | None = None
    units: Credits = Field(default=Decimal(1))
    credits: Credits = Field(default=Decimal(1))
    least: Credits | None = None
    first: Credits | None = None
    step: Credits | None = None
    rounding: Rounding = Rounding.DOWN


# The whole

MOST_RULES = 200
"""Requirements and conditions that a version may have."""

MOST_WINDOWS = 400
"""Inner windows that the requirements of a version may have in a cycle, together."""

MOST_LEVELS = 8
"""Levels in which requirements, and conditions, may be nested."""


class Version(Stated):
    """The rules from a day on, until the next version begins.

    A cycle keeps the version that is in force on its planned first day; before the first version
    begins, that is the first.

    Attributes
    ----------
    at_once
        Whether it holds from its day on for the whole of a cycle that runs then, but for how cycles
        lie on the calendar. A cycle that had ended keeps what it had.
    counts
        What counts at all; None for everything.
    requires
        What is asked, all of it.
    report_within
        How long after a cycle's last day what was earned in it can still be reported; None for any
        time.
    """

    begins_on: CalendarDay
    at_once: StrictBool = False
    cycle: Cycle
    counts: Which | None = None
    requires: tuple[Requirement, ...]
    conversions: Annotated[tuple[Conversion, ...], Field(max_length=40)] = ()
    carry: Carry | None = None
    backfill: Backfill | None = None
    report_within: Length | None = None

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        nodes = list(walk(self.requires))
        whiches = [
            self.counts,
            *(node.which for node in nodes if isinstance(node, AtLeast | AtMost)),
            *(conversion.which for conversion in self.conversions),
            self.carry.which if self.carry is not None else None,
        ]
        if max(map(levels, [*self.requires, *whiches]), default=0) > MOST_LEVELS:
            raise refusal(FieldCode.TOO_DEEP, limit=MOST_LEVELS)
        if len(nodes) + sum(1 for which in whiches for _ in conditions(which)) > MOST_RULES:
            raise refusal(FieldCode.TOO_MANY_RULES, limit=MOST_RULES)
        windows = (node.window for node in nodes if isinstance(node, AtLeast | AtMost))
        inner = (ceil(self.cycle.months / one.months) for one in windows if isinstance(one, Inner))
        if sum(inner) > MOST_WINDOWS:
            raise refusal(FieldCode.TOO_MANY_WINDOWS, limit=MOST_WINDOWS)
        return self

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        named: dict[str, Requirement] = {}
        nodes = list(walk(self.requires))
        for node in nodes:
            if named.setdefault(node.id, node) is not node:
                raise refusal(FieldCode.NAMED_TWICE, requirement=node.id)
        for node in nodes:
            if isinstance(node, AtLeast | AtMost) and node.percent and node.percent.of:
                of = node.percent.of
                base = named.get(of)
                if base is None:
                    raise refusal(FieldCode.NO_SUCH_REQUIREMENT, requirement=of)
                if not isinstance(base, AtLeast) or base.credits is None:
                    raise refusal(FieldCode.PERCENT_OF_NO_AMOUNT, requirement=of)
        if self.carry is not None:
            _over_the_cycle(named, self.carry.beyond, AtLeast, AtMost)
        if self.backfill is not None:
            _over_the_cycle(named, self.backfill.fills, AtLeast)
        return self


def _over_the_cycle(
    named: Mapping[str, Requirement], wanted: str, *kinds: type[AtLeast | AtMost]
) -> None:
    found = named.get(wanted)
    if found is None:
        raise refusal(FieldCode.NO_SUCH_REQUIREMENT, requirement=wanted)
    if not isinstance(found, kinds) or not isinstance(found.window, WholeCycle):
        raise refusal(FieldCode.WRONG_REQUIREMENT, requirement=wanted)


class Programme(Stated):
    """The rules by which one credential or licence is kept.

    Attributes
    ----------
    source
        Where they were read.
    not_confirmed
        What of them was not confirmed by the body's own pages.
    """

    id: Name
    name: Title
    source: Title
    read_on: Day
    not_confirmed: Annotated[tuple[Title, ...], Field(max_length=40)] = ()
    versions: Annotated[tuple[Version, ...], Field(min_length=1, max_length=50)]

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        days = [version.begins_on for version in self.versions]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise refusal(FieldCode.VERSIONS_OUT_OF_ORDER)
        return self
