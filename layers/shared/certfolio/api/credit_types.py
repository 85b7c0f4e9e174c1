"""What the API says of credit types."""

from collections.abc import Iterable
from datetime import date
from typing import Self

from pydantic import BaseModel, Field

from certfolio.domain.credit_types import CreditRules, CreditType
from certfolio.domain.periods import RulesVersion, rules_on


class CreditTypeView(CreditRules):
    """A credit type.

    Attributes
    ----------
    rules
        Every version of the period rules with the day it begins, oldest first.
    """

    id: str
    rules: tuple[RulesVersion, ...]
    rules_in_force: RulesVersion = Field(
        description="The version that holds today, by the academy's calendar."
    )
    retired: bool
    claimed: bool = Field(
        description="Whether anybody may have claimed it. Until then another period, target, cap "
        "or carry-over holds at once; from then on it begins with the next period."
    )
    version: int

    @classmethod
    def of(cls, credit_type: CreditType, today: date) -> Self:
        """View of a credit type on a day by the academy's calendar."""
        known = set(cls.model_fields) - {"rules_in_force"}
        return cls(
            **credit_type.model_dump(include=known),
            rules_in_force=rules_on(credit_type.rules, today),
        )


class CreditTypeList(BaseModel):
    """Credit types."""

    items: list[CreditTypeView]

    @classmethod
    def of(cls, credit_types: Iterable[CreditType], today: date) -> Self:
        """View of credit types on a day by the academy's calendar."""
        return cls(items=[CreditTypeView.of(item, today) for item in credit_types])
