"""What an academy recognises, and the rules a claim must keep."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, ValidationInfo, field_validator, model_validator

from certfolio.domain.certificates import MOST_LABELS, Claim, Content, Review, StatedExpiry
from certfolio.domain.errors import FieldError
from certfolio.domain.field_codes import FieldCode, Values, refusal
from certfolio.domain.periods import EARLIEST, RulesVersion, add_months
from certfolio.domain.reading.fields import ReadField
from certfolio.domain.values import (
    AcademyId,
    Comment,
    Credits,
    CreditTypeId,
    Day,
    Label,
    Name,
    Record,
    Stated,
)


class Requirement(StrEnum):
    """What a certificate must bring along."""

    FILE = "file"
    ISSUER = "issuer"
    CERTIFICATE_NUMBER = "certificate_number"
    VERIFICATION_LINK = "verification_link"


class AsStated(Stated):
    """Valid as long as the learner states."""

    kind: Literal["as_stated"] = "as_stated"


class Never(Stated):
    """Never expires."""

    kind: Literal["never"] = "never"


class Months(Stated):
    """Expires so many months after the date earned."""

    kind: Literal["months"] = "months"
    months: Annotated[int, Field(ge=1, le=600)]


class Fixed(Stated):
    """Expires on one day for everybody."""

    kind: Literal["fixed"] = "fixed"
    on: Day


Validity = Annotated[AsStated | Never | Months | Fixed, Field(discriminator="kind")]


class LabelChoice(Stated):
    """One of the things a claim line can say under a label.

    Attributes
    ----------
    retired
        Kept for what was claimed before; cannot be chosen any more.
    """

    id: Name
    name: Label
    retired: StrictBool = False


class LabelRule(Stated):
    """What a claim line says of itself beside its credit type, and the choices it has.

    Attributes
    ----------
    required
        Whether every line must say it.
    """

    id: Name
    name: Label
    required: StrictBool = False
    choices: Annotated[tuple[LabelChoice, ...], Field(min_length=1, max_length=40)]

    @field_validator("choices")
    @classmethod
    def _choices_differ(cls, choices: tuple[LabelChoice, ...]) -> tuple[LabelChoice, ...]:
        if len({choice.id for choice in choices}) < len(choices):
            raise refusal(FieldCode.CHOICES_REPEATED)
        return choices


class CreditRules(Record):
    """A kind of credit and what a claim of it must keep.

    These rules bite when a certificate is submitted and when it is decided, and leave their
    mark on it; changing them later changes nothing that was approved.

    Attributes
    ----------
    step
        Claims are whole multiples of it.
    minimum, maximum
        Least and most credits one certificate can claim, on all its lines of the type together.
    requires
        What a certificate must bring along.
    earned_within_months
        How long ago it may have been earned at most.
    validity
        When a certificate expires.
    review
        Automatic: the system approves as soon as the file is accepted.
    when_found
        What must be found on the document, as text, before the system approves; else a reviewer
        decides.
    checklist
        Questions that must all be answered yes to approve.
    ends_when_renewed
        Whether credits of a certificate end when one that renews it begins. Where not, what was
        earned stays earned.
    labels
        What a line of it says of itself.
    """

    name: Label
    unit: Label
    step: Credits = Decimal("0.25")
    minimum: Credits | None = None
    maximum: Credits | None = None
    requires: tuple[Requirement, ...] = (Requirement.FILE,)
    earned_within_months: Annotated[int, Field(ge=1, le=600)] | None = None
    validity: Validity = AsStated()
    review: Review = Review.REQUIRED
    when_found: Annotated[tuple[ReadField, ...], Field(max_length=len(ReadField))] = ()
    instructions: Comment | None = None
    checklist: Annotated[tuple[Label, ...], Field(max_length=20)] = ()
    ends_when_renewed: StrictBool = False
    labels: Annotated[tuple[LabelRule, ...], Field(max_length=MOST_LABELS)] = ()

    # On the fields rather than the record, so that each error names its field; what is wrong
    # itself is missing from `info.data`.
    @field_validator("minimum", "maximum")
    @classmethod
    def _in_steps(cls, bound: Decimal | None, info: ValidationInfo) -> Decimal | None:
        step: Decimal | None = info.data.get("step")
        if bound is not None and step is not None and bound % step:
            raise refusal(FieldCode.NOT_MULTIPLE_OF_STEP, step=_plain(step))
        return bound

    @field_validator("maximum")
    @classmethod
    def _reachable(cls, maximum: Decimal | None, info: ValidationInfo) -> Decimal | None:
        minimum: Decimal | None = info.data.get("minimum")
        if maximum is not None and minimum is not None and minimum > maximum:
            raise refusal(FieldCode.MAXIMUM_BELOW_MINIMUM, minimum=_plain(minimum))
        return maximum

    @field_validator("labels")
    @classmethod
    def _labels_differ(cls, labels: tuple[LabelRule, ...]) -> tuple[LabelRule, ...]:
        if len({label.id for label in labels}) < len(labels):
            raise refusal(FieldCode.LABELS_REPEATED)
        return labels

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if len(set(self.checklist)) < len(self.checklist):
            raise refusal(FieldCode.QUESTIONS_REPEATED)
        if self.checklist and self.review is Review.AUTOMATIC:
            raise refusal(FieldCode.CHECKLIST_WITHOUT_REVIEWER)
        return self


class CreditType(CreditRules):
    """Credit rules as an academy keeps them.

    Attributes
    ----------
    rules
        Period rules with the day each version begins; see `certfolio.domain.periods`.
    version
        Counts changes from 1; 0 is not written yet.
    retired
        Kept for what was claimed before; cannot be claimed any more.
    claimed
        Whether anybody has ever claimed it. One from before this was kept may have been.
    """

    academy_id: AcademyId
    id: CreditTypeId
    rules: tuple[RulesVersion, ...] = ()
    retired: bool = False
    claimed: bool = True
    version: int = 0


def with_labels(there: Sequence[LabelRule], wanted: Sequence[LabelRule]) -> tuple[LabelRule, ...]:
    """Labels with all choices that are wanted; what is there stays, and goes by its own names.

    A choice that was retired can be chosen again. A label that is added is not asked of every line,
    as others claim credits of the type too.

    Raises
    ------
    pydantic.ValidationError
        A label would have more choices than it can.
    """
    missing = {label.id: label for label in wanted}
    kept = [
        _with_choices(label, missing.pop(label.id)) if label.id in missing else label
        for label in there
    ]
    added = [label.model_copy(update={"required": False}) for label in missing.values()]
    return (*kept, *added)


def _with_choices(there: LabelRule, wanted: LabelRule) -> LabelRule:
    asked = {choice.id: choice for choice in wanted.choices}
    kept = [
        choice.model_copy(update={"retired": False}) if asked.pop(choice.id, None) else choice
        for choice in there.choices
    ]
    # Made anew, so that there are no more choices than a label can have.
    return LabelRule(**{**dict(there), "choices": (*kept, *asked.values())})


def wrong_fields(
    content: Content,
    credit_types: Mapping[str, CreditType],
    today: date,
    *,
    handed_in: date | None = None,
    kept: Iterable[Claim] = (),
) -> list[FieldError]:
    """Check what a learner states against the academy's rules.

    Parameters
    ----------
    credit_types
        The claimed types by id, retired or not; a missing one does not exist.
    today
        The day by the academy's calendar.
    handed_in
        The day from which an age is counted; by default today.
    kept
        Lines that the certificate has already: their credit types may stay, and what their labels
        say, even if it was retired or taken off the list since.

    Returns
    -------
    list of FieldError
        One entry for every field that breaks a rule; empty when all is well.
    """
    types = [
        credit_types[claim.credit_type]
        for claim in content.claims
        if claim.credit_type in credit_types
    ]
    return [
        *wrong_dates(content, today),
        *_too_old(content, types, handed_in or today),
        *_born_expired(content, types),
        *_missing(content, types),
        *_wrong_claims(content.claims, credit_types, kept),
    ]


def asks_what_was_claimed(content: Content, credit_types: Mapping[str, CreditType]) -> bool:
    """Whether a line is one that only a certificate which has it already may have."""
    found = _wrong_claims(content.claims, credit_types, ())
    return any(error.code in _MAY_STAY for error in found)


_MAY_STAY = frozenset({FieldCode.RETIRED, FieldCode.UNKNOWN_LABEL, FieldCode.UNKNOWN_CHOICE})


def require_file(credit_types: Iterable[CreditType]) -> tuple[CreditType, ...]:
    """Those of the claimed credit types for which a certificate must bring a file."""
    return tuple(found for found in credit_types if Requirement.FILE in found.requires)


def review_of(credit_types: Iterable[CreditType]) -> Review:
    """Who decides on a certificate that claims these: the system, unless one asks for a person."""
    automatic = all(credit_type.review is Review.AUTOMATIC for credit_type in credit_types)
    return Review.AUTOMATIC if automatic else Review.REQUIRED


def found_first(credit_types: Iterable[CreditType]) -> tuple[ReadField, ...]:
    """What the document must say before the system approves: all that any of these asks for."""
    asked = {field for credit_type in credit_types for field in credit_type.when_found}
    return tuple(field for field in ReadField if field in asked)


def ending_when_renewed(credit_types: Iterable[CreditType]) -> tuple[CreditTypeId, ...]:
    """Those of the claimed credit types whose credits end when a renewal begins."""
    return tuple(sorted(found.id for found in credit_types if found.ends_when_renewed))


def expiry(content: Content, credit_types: Iterable[CreditType]) -> date | None:
    """When a certificate expires: the earliest day any of its credit types gives.

    Returns
    -------
    date or None
        The last day of validity; None for never.
    """
    days = []
    for credit_type in credit_types:
        match credit_type.validity:
            case AsStated():
                days.append(content.expires_on)
            case Months(months=months):
                days.append(add_months(content.earned_on, months))
            case Fixed(on=on):
                days.append(on)
    return min((day for day in days if day is not None), default=None)


def stated_expiry(stated: date | None, given: date | None) -> StatedExpiry | None:
    """What to keep of the expiry that was stated: nothing unless a rule gave another one."""
    return None if stated == given else StatedExpiry(day=stated)


def wrong_step(credits_: Decimal, rules: CreditRules, field: str) -> Iterable[FieldError]:
    """Check an amount against a credit type's step.

    Parameters
    ----------
    field
        Where the amount stands in the request.
    """
    if credits_ % rules.step:
        values = {"step": _plain(rules.step), "unit": rules.unit, "credit_type": rules.name}
        yield FieldError(field, FieldCode.NOT_IN_STEP, values)


def wrong_sum(
    amounts: Sequence[Decimal], rules: CreditRules, field: str, *, least: Decimal | None
) -> Iterable[FieldError]:
    """Check all that one certificate has of a credit type against its bounds.

    Parameters
    ----------
    amounts
        Of each of its lines of the type.
    field
        Where the last of them stands in the request.
    least
        The least amount; None for no such bound.
    """
    whole, alone = sum(amounts), len(amounts) == 1
    of = {"unit": rules.unit, "credit_type": rules.name}
    if least is not None and whole < least:
        code = FieldCode.BELOW_MINIMUM if alone else FieldCode.TOGETHER_BELOW_MINIMUM
        yield FieldError(field, code, {"minimum": _plain(least), **of})
    if rules.maximum is not None and whole > rules.maximum:
        code = FieldCode.ABOVE_MAXIMUM if alone else FieldCode.TOGETHER_ABOVE_MAXIMUM
        yield FieldError(field, code, {"maximum": _plain(rules.maximum), **of})


def _plain(amount: Decimal) -> str:
    return f"{amount:f}"


def wrong_dates(content: Content, today: date) -> Iterable[FieldError]:
    """Check the dates against each other and the calendar."""
    if content.earned_on > today:
        yield FieldError("earned_on", FieldCode.IN_FUTURE, {"today": str(today)})
    if content.earned_on < EARLIEST:
        yield FieldError("earned_on", FieldCode.TOO_EARLY, {"earliest": str(EARLIEST)})
    if content.expires_on is not None and content.expires_on <= content.earned_on:
        earned_on = {"earned_on": str(content.earned_on)}
        yield FieldError("expires_on", FieldCode.NOT_AFTER_EARNED, earned_on)


def _too_old(
    content: Content, credit_types: Sequence[CreditType], today: date
) -> Iterable[FieldError]:
    limits = [(t.earned_within_months, t.name) for t in credit_types if t.earned_within_months]
    if not limits:
        return
    months, name = min(limits)
    earliest = add_months(today, -months)
    if content.earned_on < earliest:
        values: Values = {"months": months, "earliest": str(earliest), "credit_type": name}
        yield FieldError("earned_on", FieldCode.TOO_LONG_AGO, values)


def _born_expired(content: Content, credit_types: Iterable[CreditType]) -> Iterable[FieldError]:
    days = [(t.validity.on, t.name) for t in credit_types if isinstance(t.validity, Fixed)]
    if not days:
        return
    expires_on, name = min(days)
    if content.earned_on >= expires_on:
        values = {"expires_on": str(expires_on), "credit_type": name}
        yield FieldError("earned_on", FieldCode.NOT_BEFORE_EXPIRY, values)


def _missing(content: Content, credit_types: Sequence[CreditType]) -> Iterable[FieldError]:
    required = {requirement for t in credit_types for requirement in t.requires}
    for requirement in sorted(required - {Requirement.FILE}):
        if getattr(content, requirement) is None:
            by = tuple(t.name for t in credit_types if requirement in t.requires)
            yield FieldError(requirement, FieldCode.REQUIRED, {"credit_types": by})


def _wrong_claims(
    claims: Sequence[Claim], credit_types: Mapping[str, CreditType], kept: Iterable[Claim]
) -> Iterable[FieldError]:
    before = [(claim.credit_type, claim.labels) for claim in kept]
    seen: set[tuple[str, frozenset[tuple[str, str]]]] = set()
    places: dict[str, list[int]] = {}
    for position, claim in enumerate(claims):
        field = f"claims.{position}"
        line = claim.credit_type, frozenset(claim.labels.items())
        if line in seen:
            yield FieldError(f"{field}.credit_type", FieldCode.CLAIMED_TWICE)
        seen.add(line)
        rules = credit_types.get(claim.credit_type)
        if rules is None:
            yield FieldError(f"{field}.credit_type", FieldCode.UNKNOWN_CREDIT_TYPE)
            continue
        was = [labels for credit_type, labels in before if credit_type == claim.credit_type]
        if rules.retired and not was:
            name = {"credit_type": rules.name}
            yield FieldError(f"{field}.credit_type", FieldCode.RETIRED, name)
            continue
        said = {stated for labels in was for stated in labels.items()}
        yield from _wrong_labels(claim, rules, f"{field}.labels", said)
        yield from wrong_step(claim.claimed, rules, f"{field}.credits")
        places.setdefault(claim.credit_type, []).append(position)
    for credit_type, here in places.items():
        rules = credit_types[credit_type]
        amounts = [claims[place].claimed for place in here]
        yield from wrong_sum(amounts, rules, f"claims.{here[-1]}.credits", least=rules.minimum)


def _wrong_labels(
    claim: Claim, rules: CreditRules, field: str, kept: Collection[tuple[str, str]]
) -> Iterable[FieldError]:
    """Check a line's labels; what is kept may stay, whatever became of it since."""
    known = {label.id: label for label in rules.labels}
    of = {"credit_type": rules.name}
    for label, stated in claim.labels.items():
        if (label, stated) in kept:
            continue
        here = f"{field}.{label}"
        if label not in known:
            yield FieldError(here, FieldCode.UNKNOWN_LABEL, of)
            continue
        choice = next((found for found in known[label].choices if found.id == stated), None)
        if choice is None:
            yield FieldError(here, FieldCode.UNKNOWN_CHOICE, {"label": known[label].name})
        elif choice.retired:
            yield FieldError(here, FieldCode.RETIRED, of)
    for rule in rules.labels:
        if rule.required and rule.id not in claim.labels:
            yield FieldError(
                f"{field}.{rule.id}", FieldCode.REQUIRED, {"credit_types": (rules.name,)}
            )
