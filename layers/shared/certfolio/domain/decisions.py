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
    Answer,
    Certificate,
    Correction,
    Decision,
    Reason,
)
from certfolio.domain.credit_types import expiry, stated_expiry, wrong_credits, wrong_fields
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
from certfolio.domain.values import Amount, Comment, CreditTypeId, Day, ReasonId, Stated, Title


class Award(Stated):
    """Credits a reviewer gives for one line, where they differ from what was claimed."""

    credit_type: CreditTypeId
    credits: Annotated[Amount, Field(ge=0, le=Decimal("9999.99"))]


class Corrections(Stated):
    """Fields a reviewer puts right; what is left out stays as stated, and null takes it away."""

    title: Title | None = None
    issuer: Title | None = None
    earned_on: Day | None = None
    expires_on: Day | None = None

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
    awarded: Annotated[tuple[Award, ...], Field(max_length=5)] = ()
    answers: Annotated[tuple[Answer, ...], Field(max_length=100)] = ()
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
    awarded = {line.credit_type: line.credits for line in verdict.awarded}
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
            "claims": claims_with(certificate, awarded, award=approving),
            "corrections": {
                **{
                    name: Correction(stated=_text(getattr(certificate, name)))
                    for name in corrected
                    if name in Corrections.model_fields
                },
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
    awarded = {line.credit_type: line.credits for line in verdict.awarded}
    claims = claims_with(certificate, awarded, award=True)
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
    corrects = verdict.corrections.model_fields_set
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
    claimed = certificate.claimed
    seen: set[str] = set()
    for position, line in enumerate(verdict.awarded):
        field = f"awarded.{position}"
        if line.credit_type not in claimed or line.credit_type in seen:
            yield FieldError(f"{field}.credit_type", FieldCode.NOT_CLAIMED)
        elif line.credit_type in set_up.credit_types:
            rules = set_up.credit_types[line.credit_type]
            yield from wrong_credits(line.credits, rules, f"{field}.credits", least=None)
        seen.add(line.credit_type)


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
    wanted = corrections.model_dump(exclude_unset=True)
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
    if not verdict.corrections.model_fields_set:
        return
    if verdict.action is not Action.APPROVE:
        yield FieldError("corrections", FieldCode.NOT_APPROVING)
    content = certificate.model_copy(update=dict(corrected))
    handed_in = set_up.academy.day_of(certificate.submitted_at)
    concerned = set(corrected)
    if concerned & _DATES:
        concerned |= _DATES
    for error in wrong_fields(content, set_up.credit_types, today, handed_in=handed_in):
        if error.field in concerned:
            yield replace(error, field=f"corrections.{error.field}")


_DATES = frozenset({"earned_on", "expires_on"})


def _text(value: object) -> str | None:
    return None if value is None else str(value)
