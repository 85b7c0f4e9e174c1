"""What an academy recognises, and the rules a claim must keep."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Self

from pydantic import model_validator

from certfolio.domain.certificates import Content
from certfolio.domain.errors import FieldError
from certfolio.domain.values import (
    AcademyId,
    Comment,
    Credits,
    CreditTypeId,
    Label,
    Record,
)

EARLIEST = date(1950, 1, 1)
"""Nothing earned before this day is accepted."""


class CreditRules(Record):
    """A kind of credit and what a claim of it must keep.

    Attributes
    ----------
    step
        Claims are whole multiples of it.
    minimum, maximum
        Least and most credits one certificate can claim.
    """

    name: Label
    unit: Label
    step: Credits = Decimal("0.25")
    minimum: Credits | None = None
    maximum: Credits | None = None
    instructions: Comment | None = None

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        for name in ("minimum", "maximum"):
            bound: Decimal | None = getattr(self, name)
            if bound is not None and bound % self.step:
                raise ValueError(f"{name} must be a multiple of step")
        if None not in (self.minimum, self.maximum) and self.minimum > self.maximum:  # type: ignore[operator]
            raise ValueError("minimum must not be above maximum")
        return self


class CreditType(CreditRules):
    """Credit rules as an academy keeps them.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet.
    retired
        Kept for what was claimed before; cannot be claimed any more.
    """

    academy_id: AcademyId
    id: CreditTypeId
    retired: bool = False
    version: int = 0


def wrong_fields(
    content: Content, credit_types: Mapping[str, CreditType], today: date
) -> list[FieldError]:
    """Hold what a learner states against the academy's rules.

    Parameters
    ----------
    credit_types
        The claimed types by id, retired or not; a missing one does not exist.
    today
        The day by the academy's calendar.

    Returns
    -------
    list of FieldError
        One entry for every field that breaks a rule; empty when all is well.
    """
    return [*_wrong_dates(content, today), *_wrong_claims(content, credit_types)]


def _wrong_dates(content: Content, today: date) -> Iterable[FieldError]:
    if content.earned_on > today:
        yield FieldError("earned_on", "must not be in the future", "in_future")
    if content.earned_on < EARLIEST:
        yield FieldError("earned_on", f"must not be before {EARLIEST}", "too_early")
    if content.expires_on is not None and content.expires_on <= content.earned_on:
        yield FieldError("expires_on", "must be after the date earned", "not_after_earned")


def _wrong_claims(content: Content, credit_types: Mapping[str, CreditType]) -> Iterable[FieldError]:
    seen: set[str] = set()
    for position, claim in enumerate(content.claims):
        field = f"claims.{position}"
        if claim.credit_type in seen:
            yield FieldError(
                f"{field}.credit_type", "each credit type can be claimed once", "claimed_twice"
            )
        seen.add(claim.credit_type)
        rules = credit_types.get(claim.credit_type)
        if rules is None or rules.retired:
            yield FieldError(
                f"{field}.credit_type", "is not a credit type of this academy", "unknown"
            )
            continue
        if claim.claimed % rules.step:
            yield FieldError(
                f"{field}.credits", f"must be in steps of {rules.step:f}", "not_in_step"
            )
        if rules.minimum is not None and claim.claimed < rules.minimum:
            yield FieldError(
                f"{field}.credits", f"must be at least {rules.minimum}", "below_minimum"
            )
        if rules.maximum is not None and claim.claimed > rules.maximum:
            yield FieldError(
                f"{field}.credits", f"must be at most {rules.maximum}", "above_maximum"
            )
