"""What can be wrong with a programme beside a single value: how its rules refer to one another."""

from collections.abc import Mapping
from enum import StrEnum

from pydantic_core import PydanticCustomError


class Flaw(StrEnum):
    """What is wrong, for programs."""

    AMOUNT_OR_PERCENT = "amount_or_percent"
    CYCLE_IN_YEARS = "cycle_in_years"
    FIRST_WITHOUT_FIXED_DAY = "first_without_fixed_day"
    NAMED_TWICE = "named_twice"
    NO_SUCH_REQUIREMENT = "no_such_requirement"
    PERCENT_OF_NO_AMOUNT = "percent_of_no_amount"
    VERSIONS_OUT_OF_ORDER = "versions_out_of_order"
    WRONG_REQUIREMENT = "wrong_requirement"

    @property
    def sentence(self) -> str:
        """What is wrong, in English."""
        return _SENTENCES[self]


_SENTENCES: Mapping[Flaw, str] = {
    Flaw.AMOUNT_OR_PERCENT: "give credits or percent, one of the two",
    Flaw.CYCLE_IN_YEARS: "cycles that end with the month of birth last whole years, "
    "and two where odd and even years are told apart",
    Flaw.FIRST_WITHOUT_FIXED_DAY: "a long first cycle goes with cycles from a fixed day",
    Flaw.NAMED_TWICE: "each requirement needs an id of its own",
    Flaw.NO_SUCH_REQUIREMENT: "no requirement has this id",
    Flaw.PERCENT_OF_NO_AMOUNT: "a percentage is of a minimum in credits",
    Flaw.VERSIONS_OUT_OF_ORDER: "versions stand in the order in which they begin",
    Flaw.WRONG_REQUIREMENT: "this rule needs a minimum or a maximum over the whole cycle",
}


def flaw(found: Flaw) -> PydanticCustomError:
    """The error that a validator raises."""
    return PydanticCustomError(found.value, found.sentence)
