"""What is asked, as data: which credits, in which window, how many.

An administrator reads and writes these as JSON, so the names are short. Where a rule could be
read in two ways, its description here says which way is meant.
"""

from collections.abc import Iterable, Iterator
from typing import Annotated, Literal, Self, assert_never

from pydantic import Field, model_validator

from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.values import Amount, CreditTypeId, Day, Name, Stated, Title

Months = Annotated[int, Field(ge=1, le=600)]


# Which credits


class OfType(Stated):
    """Credits of one of these types."""

    kind: Literal["type"] = "type"
    one_of: Annotated[tuple[CreditTypeId, ...], Field(min_length=1, max_length=40)]


class Labelled(Stated):
    """Credits whose label is one of these choices; a label that is not stated is none of them."""

    kind: Literal["label"] = "label"
    label: Name
    one_of: Annotated[tuple[Name, ...], Field(min_length=1, max_length=40)]


class Every(Stated):
    """Credits for which all of these hold."""

    kind: Literal["all"] = "all"
    of: Annotated[tuple["Which", ...], Field(max_length=40)]


class Either(Stated):
    """Credits for which one of these holds at least."""

    kind: Literal["any"] = "any"
    of: Annotated[tuple["Which", ...], Field(max_length=40)]


class Other(Stated):
    """Credits for which this does not hold."""

    kind: Literal["not"] = "not"
    of: "Which"


Which = Annotated[OfType | Labelled | Every | Either | Other, Field(discriminator="kind")]


# When they count


class WholeCycle(Stated):
    """The cycle."""

    kind: Literal["cycle"] = "cycle"


class Inner(Stated):
    """Each so many months of the cycle.

    Laid from the cycle's first day where the anchor is the day held since or hired, else back from
    its last. A stretch that is shorter by plan is a stub: it asks nothing, its maximums hold. An
    extension lengthens the last one, and shortens the first of the next cycle, which asks what it
    would have asked.
    """

    kind: Literal["inner"] = "inner"
    months: Months


class Clock(Stated):
    """So many cycles in a row, counted from the holding's first.

    A minimum is asked in the last of them alone; before that the report shows what there is. Each
    hour is in it once: what was carried from beyond a target within one clock is not seen again.
    """

    kind: Literal["clock"] = "clock"
    cycles: Annotated[int, Field(ge=2, le=20)]


class Rolling(Stated):
    """The last so many months, to the day of the report; in an ended cycle, to its last day."""

    kind: Literal["rolling"] = "rolling"
    months: Months


class Unexpired(Stated):
    """What was earned so many months before that day at most, that day so many months on included.

    Like a rolling window, but counted forward from each day earned.
    """

    kind: Literal["unexpired"] = "unexpired"
    months: Months


Window = Annotated[WholeCycle | Inner | Clock | Rolling | Unexpired, Field(discriminator="kind")]
FixedWindow = Annotated[WholeCycle | Inner | Clock, Field(discriminator="kind")]


# What is asked


class FactIs(Stated):
    """Asked only of a holding whose fact has one of these values."""

    fact: Name
    one_of: Annotated[tuple[Name, ...], Field(min_length=1, max_length=40)]


class Percent(Stated):
    """A part of another amount.

    Attributes
    ----------
    of
        A minimum in credits, whose amount before waivers is meant; None for all that counts in the
        same window.
    """

    percent: Annotated[Amount, Field(gt=0, le=100)]
    of: Name | None = None


class Asked(Stated):
    """What every requirement has.

    Attributes
    ----------
    name
        The requirement in the body's words.
    when
        All must be so, of what it stands in as well; a fact that is not stated fails.
    since
        Holds in windows that end on this day or later, of what it stands in as well; None for
        always.
    """

    id: Name
    name: Title
    when: Annotated[tuple[FactIs, ...], Field(max_length=10)] = ()
    since: Day | None = None


class AtLeast(Asked):
    """A minimum.

    Attributes
    ----------
    credits, percent
        How much: one of the two.
    which
        What counts for it; None for all that counts in the programme.
    same
        A label: all must be in one and the same choice of it.
    ramp
        The amounts of the holding's first cycles, one each; `credits` or `percent` from then on.
    """

    kind: Literal["at_least"] = "at_least"
    credits: Amount | None = None
    percent: Percent | None = None
    which: Which | None = None
    window: Window = WholeCycle()
    same: Name | None = None
    ramp: Annotated[tuple[Amount, ...], Field(max_length=40)] = ()

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.credits is None) is (self.percent is None):
            raise refusal(FieldCode.AMOUNT_OR_PERCENT)
        return self


class AtMost(Asked):
    """A maximum.

    It holds wherever it stands in the tree, in an alternative that is not chosen and in an exempt
    cycle too; but what it stands in lends it its conditions and its first day.
    """

    kind: Literal["at_most"] = "at_most"
    credits: Amount | None = None
    percent: Percent | None = None
    which: Which | None = None
    window: FixedWindow = WholeCycle()

    @model_validator(mode="after")
    def _one_amount(self) -> Self:
        if (self.credits is None) is (self.percent is None):
            raise refusal(FieldCode.AMOUNT_OR_PERCENT)
        return self


class Confirmed(Asked):
    """Something that is not hours, which staff confirm once in a cycle."""

    kind: Literal["confirmed"] = "confirmed"


class AllOf(Asked):
    """All of these."""

    kind: Literal["all_of"] = "all_of"
    of: Annotated[tuple["Requirement", ...], Field(min_length=1)]


class AnyOf(Asked):
    """One of these.

    What is not asked is no alternative; what was let off is one that is met. Chosen is what has the
    fewest confirmations open, then the fewest credits missing, then what is listed first. Where all
    minimums below are over inner windows of the same length, and none of them is a confirmation, it
    is chosen window by window.
    """

    kind: Literal["any_of"] = "any_of"
    of: Annotated[tuple["Requirement", ...], Field(min_length=1)]


class Disjoint(Asked):
    """All of these minimums, and an hour serves one of them; a line may be split.

    What serves either goes where it leaves least missing, then to those listed first.
    """

    kind: Literal["disjoint"] = "disjoint"
    of: Annotated[tuple[AtLeast, ...], Field(min_length=2)]


Requirement = Annotated[
    AtLeast | AtMost | Confirmed | AllOf | AnyOf | Disjoint, Field(discriminator="kind")
]


def conditions(which: Which | None) -> Iterator[Which]:
    """A condition and those below it, each before what is in it."""
    match which:
        case None:
            return
        case OfType() | Labelled():
            yield which
        case Every() | Either():
            yield which
            for part in which.of:
                yield from conditions(part)
        case Other():
            yield which
            yield from conditions(which.of)
        case _:
            assert_never(which)


def levels(rule: Requirement | Which | None) -> int:
    """How deep a requirement, or a condition, is nested."""
    match rule:
        case None:
            return 0
        case AllOf() | AnyOf() | Disjoint() | Every() | Either():
            return 1 + max((levels(one) for one in rule.of), default=0)
        case Other():
            return 1 + levels(rule.of)
        case AtLeast() | AtMost() | Confirmed() | OfType() | Labelled():
            return 1
        case _:
            assert_never(rule)


def walk(requirements: Iterable[Requirement]) -> Iterator[Requirement]:
    """Every requirement of a tree, each before those below it."""
    for requirement in requirements:
        yield requirement
        match requirement:
            case AllOf() | AnyOf() | Disjoint():
                yield from walk(requirement.of)
            case AtLeast() | AtMost() | Confirmed():
                pass
            case _:
                assert_never(requirement)
