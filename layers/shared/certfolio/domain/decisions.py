"""What members of staff decide, and what a decision must bring along."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, assert_never

from pydantic import Field, field_validator

from certfolio.domain.academies import SetUp
from certfolio.domain.actions import Action, By, DecisionAction, Status, permit
from certfolio.domain.certificates import (
    MOST_LABELS,
    MOST_LINES,
    Answer,
    Certificate,
    Claim,
    Correction,
    Decision,
    Reason,
)
from certfolio.domain.credit_types import expiry, stated_expiry, wrong_fields, wrong_step, wrong_sum
from certfolio.domain.errors import (
    Barred,
    FieldError,
    FileNotAvailable,
    Forbidden,
    InvalidInput,
    Taken,
)
from certfolio.domain.field_codes import FieldCode, refusal
from certfolio.domain.lifecycle import Change, claims_with, step, waited_seconds
from certfolio.domain.values import (
    Amount,
    Comment,
    CreditTypeId,
    Day,
    Name,
    ReasonId,
    Stated,
    Title,
)

Place = Annotated[int, Field(ge=0, lt=MOST_LINES)]
"""Which line of a certificate, from 0."""


class Award(Stated):
    """Credits a reviewer gives for one line, where they differ from what was claimed.

    Attributes
    ----------
    line
        Its place among the certificate's lines, from 0; needed where several lines are of the
        credit type.
    """

    credit_type: CreditTypeId
    line: Place | None = None
    credits: Annotated[Amount, Field(ge=0, le=Decimal("9999.99"))]


class LineLabels(Stated):
    """What a line should say of itself: all its labels, those that stay included."""

    line: Place
    labels: Annotated[Mapping[Name, Name], Field(max_length=MOST_LABELS)]


class Corrections(Stated):
    """Fields a reviewer puts right; what is left out stays as stated, and null takes it away.

    Attributes
    ----------
    labels
        Lines whose labels are put right.
    """

    title: Title | None = None
    issuer: Title | None = None
    earned_on: Day | None = None
    expires_on: Day | None = None
    labels: Annotated[tuple[LineLabels, ...], Field(max_length=MOST_LINES)] = ()

    @property
    def are_said(self) -> bool:
        """Whether anything is to be put right."""
        return bool(self.labels or self.model_fields_set - {"labels"})

    @field_validator("title", "earned_on")
    @classmethod
    def _said(cls, value: object) -> object:
        # What is left out is not validated.
        if value is None:
            raise refusal(FieldCode.CANNOT_BE_TAKEN_AWAY)
        return value


class Verdict(Stated):
    """What a member of staff decides.

    Attributes
    ----------
    reason
        Id of a reason of the academy's list.
    awarded
        Lines whose credits differ from what was claimed.
    answers
        Answers to the checklists of the claimed credit types.
    """

    action: DecisionAction
    comment: Comment | None = None
    reason: ReasonId | None = None
    awarded: Annotated[tuple[Award, ...], Field(max_length=MOST_LINES)] = ()
    answers: Annotated[tuple[Answer, ...], Field(max_length=200)] = ()
    corrections: Corrections = Corrections()


def decide(  # noqa: PLR0913 - what makes up a decision
    certificate: Certificate,
    verdict: Verdict,
    set_up: SetUp,
    *,
    by: By,
    now: datetime,
    request: str,
) -> Change:
    """Decide on a certificate, or take a decision back.

    Raises
    ------
    Forbidden
        The certificate is the actor's own, or the role is too low.
    ActionNotAllowed
        The table has no such step from the certificate's status.
    Taken
        Another reviewer has taken the certificate.
    FileNotAvailable
        Approval of a certificate whose file inspection has not accepted.
    InvalidInput
        Names everything that is missing or breaks a rule.
    """
    if by.actor.id == certificate.learner_id:
        raise Forbidden(Barred.OWN_CERTIFICATE)
    action = verdict.action
    permit(action, certificate.status, certificate.origin, by)
    taken = certificate.taken_by_other(by.actor.id, now)
    if taken is not None:
        raise Taken(taken.name, taken.until)
    approving = action is Action.APPROVE
    if approving and not certificate.file_is_settled:
        raise FileNotAvailable
    corrected = _corrected(certificate, verdict.corrections, set_up)
    errors = [
        *_wrong_words(verdict, set_up),
        *(_wrong_approval(certificate, verdict, set_up) if approving else _only_approval(verdict)),
        *_wrong_corrections(certificate, corrected, verdict, set_up, set_up.academy.day_of(now)),
    ]
    if errors:
        raise InvalidInput(*errors)
    lines = corrected.get("claims", certificate.claims)
    decision = Decision(
        outcome=action,
        at=now,
        by=by.actor,
        comment=verdict.comment,
        reason=_reason(verdict, set_up),
        answers=verdict.answers,
        waited_seconds=waited_seconds(certificate, now),
    )
    return step(
        certificate,
        action,
        by=by,
        now=now,
        request=request,
        comment=verdict.comment,
        update={
            **corrected,
            "decision": decision,
            "claims": claims_with(lines, _awarded(certificate, verdict), award=approving),
            "corrections": {
                **{
                    name: Correction(stated=_text(getattr(certificate, name)))
                    for name in corrected
                    if name in Corrections.model_fields
                },
                **_relabelled(certificate, lines),
                # What the learner stated first is what counts as stated.
                **certificate.corrections,
            },
        },
    )


def awarded_by(
    certificate: Certificate, verdict: Verdict, set_up: SetUp, today: date
) -> Certificate:
    """The certificate as an approval would leave it, to see what it would count for.

    Who decides, in which status and with which words, is not asked.

    Raises
    ------
    InvalidInput
        Names every credit and every correction that an approval would be refused for.
    """
    corrected = _corrected(certificate, verdict.corrections, set_up)
    errors = [
        *_wrong_awards(certificate, verdict, set_up),
        *_wrong_corrections(certificate, corrected, verdict, set_up, today),
    ]
    if errors:
        raise InvalidInput(*errors)
    lines = corrected.get("claims", certificate.claims)
    claims = claims_with(lines, _awarded(certificate, verdict), award=True)
    update = {**corrected, "status": Status.APPROVED, "claims": claims}
    return certificate.model_copy(update=update)


def asks_reason(action: DecisionAction) -> bool:
    """Whether a decision picks one of the reasons that the academy offers for it."""
    match action:
        case Action.DECLINE | Action.REQUEST_CHANGES:
            return True
        case Action.APPROVE | Action.REOPEN | Action.REVOKE:
            return False
        case _:
            assert_never(action)


def _reason(verdict: Verdict, set_up: SetUp) -> Reason | None:
    return next(
        (
            Reason(id=offered.id, text=offered.text)
            for offered in set_up.academy.reasons
            if offered.id == verdict.reason and verdict.action.value in offered.uses
        ),
        None,
    )


def _wrong_words(verdict: Verdict, set_up: SetUp) -> Iterable[FieldError]:
    """A decision against the learner says why; so does an approval of other than was stated."""
    corrects = verdict.corrections.are_said
    if verdict.comment is None and (
        verdict.action is not Action.APPROVE or verdict.awarded or corrects
    ):
        yield FieldError("comment", FieldCode.COMMENT_REQUIRED)
    if asks_reason(verdict.action) and verdict.reason is None:
        yield FieldError("reason", FieldCode.REASON_REQUIRED)
    elif verdict.reason is not None and _reason(verdict, set_up) is None:
        yield FieldError("reason", FieldCode.UNKNOWN_REASON)


def _only_approval(verdict: Verdict) -> Iterable[FieldError]:
    for name in ("awarded", "answers"):
        if getattr(verdict, name):
            yield FieldError(name, FieldCode.NOT_APPROVING)


def _wrong_approval(
    certificate: Certificate, verdict: Verdict, set_up: SetUp
) -> Iterable[FieldError]:
    yield from _wrong_awards(certificate, verdict, set_up)
    yield from _wrong_answers(verdict.answers, set_up, certificate.claimed)


def _wrong_awards(
    certificate: Certificate, verdict: Verdict, set_up: SetUp
) -> Iterable[FieldError]:
    seen: set[int] = set()
    last: dict[str, str] = {}
    for position, award in enumerate(verdict.awarded):
        field = f"awarded.{position}"
        of_type = _lines_of(certificate, award.credit_type)
        places = [place for place in of_type if award.line in {None, place}]
        if len(places) > 1:
            yield FieldError(f"{field}.line", FieldCode.LINE_REQUIRED)
        elif not places or places[0] in seen:
            name = "line" if award.line is not None and of_type else "credit_type"
            yield FieldError(f"{field}.{name}", FieldCode.NOT_CLAIMED)
        elif award.credit_type in set_up.credit_types:
            rules = set_up.credit_types[award.credit_type]
            yield from wrong_step(award.credits, rules, f"{field}.credits")
            last[award.credit_type] = f"{field}.credits"
        seen.update(places)
    given = claims_with(certificate.claims, _awarded(certificate, verdict), award=True)
    for credit_type, field in last.items():
        amounts = [given[place].awarded or _NONE for place in _lines_of(certificate, credit_type)]
        yield from wrong_sum(amounts, set_up.credit_types[credit_type], field, least=None)


def _awarded(certificate: Certificate, verdict: Verdict) -> dict[int, Decimal]:
    """The credits of the lines that differ from what was claimed, by place."""
    return {
        place: award.credits
        for award in verdict.awarded
        for place in _lines_of(certificate, award.credit_type)
        if award.line in {None, place}
    }


def _lines_of(certificate: Certificate, credit_type: str) -> list[int]:
    """The places of the lines of a credit type."""
    return [
        place for place, claim in enumerate(certificate.claims) if claim.credit_type == credit_type
    ]


_NONE = Decimal("0.00")


def _wrong_answers(
    answers: Sequence[Answer], set_up: SetUp, claimed: Iterable[str]
) -> Iterable[FieldError]:
    """Every question of the claimed credit types is answered with yes, and no other is answered."""
    asked = [
        (credit_type, question)
        for credit_type in sorted(set(claimed) & set_up.credit_types.keys())
        for question in set_up.credit_types[credit_type].checklist
    ]
    yes, no = (
        {(answer.credit_type, answer.question) for answer in answers if answer.yes is said}
        for said in (True, False)
    )
    for position, answer in enumerate(answers):
        if (answer.credit_type, answer.question) not in asked:
            yield FieldError(f"answers.{position}", FieldCode.NOT_ASKED)
    settled = yes - no
    open_questions = [question for kind, question in asked if (kind, question) not in settled]
    if open_questions:
        questions = {"questions": tuple(open_questions)}
        yield FieldError("answers", FieldCode.NOT_ALL_YES, questions)


def _corrected(certificate: Certificate, corrections: Corrections, set_up: SetUp) -> dict[str, Any]:
    """The fields that a correction changes; with the date earned the expiry can change too."""
    wanted = corrections.model_dump(exclude_unset=True, exclude={"labels"})
    put_right = {found.line: found.labels for found in corrections.labels}
    wanted["claims"] = tuple(
        claim.model_copy(update={"labels": put_right.get(place, claim.labels)})
        for place, claim in enumerate(certificate.claims)
    )
    if wanted.get("expires_on") is not None:
        # A reviewer's own date counts for more than a credit type's rule.
        wanted["stated_expiry"] = None
    elif "expires_on" in wanted or ("earned_on" in wanted and not _dated_by_person(certificate)):
        stated = None if "expires_on" in wanted else certificate.expiry_as_stated
        content = certificate.model_copy(update={**wanted, "expires_on": stated})
        known = set_up.credit_types
        types = [known[claimed] for claimed in sorted(certificate.claimed & known.keys())]
        wanted["expires_on"] = expiry(content, types)
        wanted["stated_expiry"] = stated_expiry(stated, wanted["expires_on"])
    return {name: value for name, value in wanted.items() if value != getattr(certificate, name)}


def _relabelled(certificate: Certificate, lines: Sequence[Claim]) -> dict[str, Correction]:
    """What was stated of the labels that are put right, by field."""
    return {
        f"claims.{place}.labels.{label}": Correction(stated=before.labels.get(label))
        for place, (before, after) in enumerate(zip(certificate.claims, lines, strict=True))
        for label in {**before.labels, **after.labels}
        if before.labels.get(label) != after.labels.get(label)
    }


def _dated_by_person(certificate: Certificate) -> bool:
    """Whether a reviewer has replaced the expiry that followed from the rules."""
    return "expires_on" in certificate.corrections and certificate.stated_expiry is None


def _wrong_corrections(
    certificate: Certificate,
    corrected: Mapping[str, Any],
    verdict: Verdict,
    set_up: SetUp,
    today: date,
) -> Iterable[FieldError]:
    """Check what is corrected against every rule that a submission has to keep.

    What is not corrected was checked when it was submitted, and is not checked again.
    """
    if not verdict.corrections.are_said:
        return
    if verdict.action is not Action.APPROVE:
        yield FieldError("corrections", FieldCode.NOT_APPROVING)
    content = certificate.model_copy(update=dict(corrected))
    handed_in = set_up.academy.day_of(certificate.submitted_at)
    concerned = set(corrected)
    if concerned & _DATES:
        concerned |= _DATES
    wrong = wrong_fields(
        content, set_up.credit_types, today, handed_in=handed_in, kept=certificate.claims
    )
    for error in wrong:
        if error.field in concerned:
            yield replace(error, field=f"corrections.{error.field}")
    yield from _wrong_relabelling(certificate, verdict.corrections.labels, wrong)


def _wrong_relabelling(
    certificate: Certificate, labels: Sequence[LineLabels], wrong: Iterable[FieldError]
) -> Iterable[FieldError]:
    """What is wrong with labels that are put right, where they stand in the request."""
    places: dict[int, str] = {}
    for position, found in enumerate(labels):
        field = f"corrections.labels.{position}"
        if found.line >= len(certificate.claims) or found.line in places:
            yield FieldError(f"{field}.line", FieldCode.NOT_CLAIMED)
        places.setdefault(found.line, field)
    for error in wrong:
        _, place, *name = error.field.split(".") if error.field.startswith("claims.") else ("", "")
        if error.code is FieldCode.CLAIMED_TWICE and places:
            # The lines were different before: one that is put right made them the same.
            yield replace(error, field=places.get(int(place), next(reversed(places.values()))))
        elif name[:1] == ["labels"] and int(place) in places:
            yield replace(error, field=".".join((places[int(place)], *name)))


_DATES = frozenset({"earned_on", "expires_on"})


def _text(value: object) -> str | None:
    return None if value is None else str(value)
