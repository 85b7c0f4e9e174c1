"""Packs: programmes that are shipped, with the credit types that their rules speak of."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, field_validator

from certfolio.domain.credit_types import CreditRules, LabelRule
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.programmes.model import Programme
from certfolio.domain.values import Credits, CreditTypeId, Label, Stated


class PackCreditType(Stated):
    """A credit type that a pack's rules speak of; what is not said of it is as usual.

    Attributes
    ----------
    name, unit
        In the body's words.
    step
        Claims are whole multiples of it.
    labels
        What a line of it says of itself, with all choices that the rules ask for.
    """

    id: CreditTypeId
    name: Label
    unit: Label
    step: Credits = Decimal("0.25")
    labels: Annotated[tuple[LabelRule, ...], Field(max_length=6)] = ()

    @field_validator("labels")
    @classmethod
    def _labels_differ(cls, labels: tuple[LabelRule, ...]) -> tuple[LabelRule, ...]:
        if len({label.id for label in labels}) < len(labels):
            raise refusal(FieldCode.LABELS_REPEATED)
        return labels

    @property
    def rules(self) -> CreditRules:
        """The rules of a credit type that is made for it."""
        return CreditRules(name=self.name, unit=self.unit, step=self.step, labels=self.labels)


class Pack(Stated):
    """A programme that is shipped, and what an academy needs to keep it.

    Attributes
    ----------
    credit_types
        Those that the programme's rules speak of.
    """

    programme: Programme
    credit_types: Annotated[tuple[PackCreditType, ...], Field(min_length=1)]

    @property
    def id(self) -> str:
        """What it goes by: as its programme."""
        return self.programme.id
