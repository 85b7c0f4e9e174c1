"""What a decision must bring along, and what it leaves on the certificate."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.academies import OfferedReason, SetUp
from certfolio.domain.actions import Action, By, Status
from certfolio.domain.certificates import Assignment, Certificate, FileState, StatedExpiry
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import FileNotAvailable, Forbidden, InvalidInput, Taken
from certfolio.domain.lifecycle import Change
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    OWNER,
    REVIEWER,
    TODAY,
    act,
    certificate,
    claim,
    credit_type,
    file,
    set_up,
)

LATER = NOW + timedelta(hours=2)
FROM = {
    "approve": Status.PENDING,
    "decline": Status.PENDING,
    "request_changes": Status.PENDING,
    "reopen": Status.APPROVED,
    "revoke": Status.APPROVED,
}
ACTIONS = sorted(FROM)
AGAINST = ["decline", "request_changes"]
NOT_APPROVING = sorted({*FROM} - {"approve"})
ASKS = credit_type(checklist=("Is the name right?", "Is the seal there?"))
YES = [
    {"credit_type": "cpe", "question": question, "yes": True}
    for question in ("Is the name right?", "Is the seal there?")
]


def decision(
    record: Certificate,
    action: str = "approve",
    *,
    by: By = ADMINISTRATOR,
    academy: SetUp | None = None,
    now: datetime = LATER,
    **fields: Any,
) -> Change:
    """Decide with exactly these fields."""
    verdict = Verdict.model_validate({"action": action, **fields})
    return decide(record, verdict, academy or set_up(), by=by, now=now, request="r")


def decided(record: Certificate, action: str = "approve", **fields: Any) -> Certificate:
    return decision(record, action, **fields).after


def wrong(record: Certificate, action: str = "approve", **fields: Any) -> dict[str, str]:
    """What is refused, by field."""
    with pytest.raises(InvalidInput) as caught:
        decision(record, action, **fields)
    assert {error.part for error in caught.value.errors} == {"body"}
    return {error.field: error.code for error in caught.value.errors}


def awards(*lines: tuple[str, str]) -> list[dict[str, str]]:
    return [{"credit_type": kind, "credits": credits_} for kind, credits_ in lines]


# Comments and reasons


@pytest.mark.parametrize(
    "fields",
    [
        {"awarded": awards(("cpe", "0.50"))},
        {"corrections": {"title": "Right"}},
        {"awarded": awards(("cpe", "0.50")), "corrections": {"title": "Right"}},
    ],
)
def test_an_approval_of_other_than_was_stated_says_why(fields: dict[str, Any]) -> None:
    assert wrong(certificate(), **fields) == {"comment": "comment_required"}
    assert decided(certificate(), comment="See page 2", **fields).status is Status.APPROVED


@pytest.mark.parametrize("comment", ["", " ", "\n\t", "x" * 2001])
@pytest.mark.parametrize("action", ACTIONS)
def test_a_comment_is_not_empty_and_not_a_book(action: str, comment: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Verdict.model_validate({"action": action, "comment": comment})
    assert [error["loc"] for error in caught.value.errors()] == [("comment",)]


@pytest.mark.parametrize("action", AGAINST)
def test_a_decision_against_the_learner_needs_reason_and_comment(action: str) -> None:
    assert wrong(certificate(), action) == {
        "comment": "comment_required",
        "reason": "reason_required",
    }
    assert wrong(certificate(), action, comment="x") == {"reason": "reason_required"}
    assert wrong(certificate(), action, reason="name-differs") == {"comment": "comment_required"}


@pytest.mark.parametrize(
    ("action", "reason"),
    [
        ("decline", "nobody-knows"),
        ("decline", "unreadable"),
        ("request_changes", "too-old"),
        ("approve", "name-differs"),
        ("reopen", "name-differs"),
        ("revoke", "name-differs"),
    ],
)
def test_a_reason_is_one_that_is_offered_for_the_decision(action: str, reason: str) -> None:
    record = certificate(FROM[action])
    assert wrong(record, action, comment="x", reason=reason) == {"reason": "unknown_reason"}


@pytest.mark.parametrize(
    ("action", "reason"),
    [("decline", "too-old"), ("decline", "name-differs"), ("request_changes", "unreadable")],
)
def test_the_usual_reasons_serve_until_an_academy_has_its_own(action: str, reason: str) -> None:
    after = decided(certificate(), action, comment="x", reason=reason)
    assert after.decision is not None
    assert after.decision.reason is not None
    assert after.decision.reason.id == reason


def test_an_academy_s_own_reason_is_kept_as_it_read_when_it_was_picked() -> None:
    own = OfferedReason(id="own", text="Not on our list", uses=("decline",))
    change = decision(
        certificate(), "decline", comment="x", reason="own", academy=set_up(reasons=(own,))
    )
    assert change.after.decision is not None
    assert change.after.decision.reason is not None
    assert change.after.decision.reason.model_dump() == {"id": "own", "text": "Not on our list"}
    assert change.events[0].changes["reason"] == {"id": "own", "text": "Not on our list"}
    refused = wrong(
        certificate(),
        "decline",
        comment="x",
        reason="too-old",
        academy=set_up(reasons=(own,)),
    )
    assert refused == {"reason": "unknown_reason"}


@pytest.mark.parametrize(
    ("reasons", "says"),
    [
        ((), "at least 1"),
        (({"id": "a", "text": "x"}, {"id": "a", "text": "y"}), "different ids"),
        (({"id": "a", "text": "x", "uses": []},), "at least 1"),
        (({"id": "a", "text": "x", "uses": ["approve"]},), "decline"),
        (({"id": "A b", "text": "x"},), "pattern"),
        (({"id": "a", "text": " "},), "at least 1"),
        (tuple({"id": f"r{n}", "text": "x"} for n in range(41)), "at most 40"),
    ],
)
def test_a_list_of_reasons_nobody_could_pick_from_is_refused(reasons: Any, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        set_up(reasons=reasons)


# Credits


def test_awarded_credits_stand_beside_the_claimed_ones() -> None:
    record = certificate(claims=(claim("cpe", "2"), claim("ceu", "3")))
    academy = set_up(credit_type(), credit_type(id="ceu"))
    change = decision(
        record, comment="One hour less", awarded=awards(("ceu", "2")), academy=academy
    )
    lines = [(line.credit_type, line.claimed, line.awarded) for line in change.after.claims]
    assert lines == [("cpe", 2, 2), ("ceu", 3, 2)]
    assert change.events[0].changes["claims"] == [
        {"credit_type": "cpe", "claimed": "2.00", "awarded": "2.00"},
        {"credit_type": "ceu", "claimed": "3.00", "awarded": "2.00"},
    ]
    assert change.events[0].comment == "One hour less"


@pytest.mark.parametrize(
    ("credits_", "expected"),
    [
        ("0", None),
        ("0.25", None),
        ("3.00", None),
        ("3.25", "above_maximum"),
        ("0.10", "not_in_step"),
        ("1.24", "not_in_step"),
    ],
)
def test_awarded_credits_keep_step_and_maximum_but_no_minimum(
    credits_: str, expected: str | None
) -> None:
    academy = set_up(credit_type(step="0.25", minimum="1", maximum="3"))
    fields = {"comment": "x", "awarded": awards(("cpe", credits_)), "academy": academy}
    if expected is None:
        assert decided(certificate(), **fields).claims[0].awarded is not None
    else:
        assert wrong(certificate(), **fields) == {"awarded.0.credits": expected}


@pytest.mark.parametrize("credits_", ["-1", "10000", "1.234", "", "x", 1, 1.5, None])
def test_awarded_credits_are_an_amount(credits_: Any) -> None:
    lines = [{"credit_type": "cpe", "credits": credits_}]
    with pytest.raises(ValidationError) as caught:
        Verdict.model_validate({"action": "approve", "awarded": lines})
    assert {error["loc"] for error in caught.value.errors()} == {("awarded", 0, "credits")}


def test_only_claimed_lines_are_awarded_and_each_once() -> None:
    academy = set_up(credit_type(), credit_type(id="ceu"))
    lines = awards(("ceu", "1"), ("cpe", "1"), ("cpe", "2"))
    assert wrong(certificate(), comment="x", awarded=lines, academy=academy) == {
        "awarded.0.credit_type": "not_claimed",
        "awarded.2.credit_type": "not_claimed",
    }


# The checklist


@pytest.mark.parametrize(
    "answers",
    [
        [],
        YES[:1],
        YES[1:],
        [YES[0], YES[1] | {"yes": False}],
        [YES[0], YES[1], YES[1] | {"yes": False}],
    ],
)
def test_every_question_is_answered_yes_to_approve(answers: list[dict[str, Any]]) -> None:
    refused = wrong(certificate(), answers=answers, academy=set_up(ASKS))
    assert refused == {"answers": "not_all_yes"}


@pytest.mark.parametrize("said", [True, False])
@pytest.mark.parametrize(
    "unasked",
    [
        {"credit_type": "ceu"},
        {"credit_type": "not-claimed"},
        {"credit_type": "nowhere"},
        {"question": "Is the seal there"},
    ],
)
def test_what_is_not_asked_is_not_answered(unasked: dict[str, Any], said: bool) -> None:
    academy = set_up(
        ASKS,
        credit_type(id="ceu"),
        credit_type(id="not-claimed", checklist=("Is the seal there?",)),
    )
    more = YES[1] | unasked | {"yes": said}
    refused = wrong(certificate(), answers=[*YES, more], academy=academy)
    assert refused == {"answers.2": "not_asked"}
    refused = wrong(certificate(), answers=[YES[0], more], academy=academy)
    assert refused == {"answers.1": "not_asked", "answers": "not_all_yes"}


@pytest.mark.parametrize("yes", ["yes", "true", 1, 0, "", None])
def test_an_answer_is_true_or_false(yes: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Verdict.model_validate({"action": "approve", "answers": [YES[0] | {"yes": yes}]})
    assert {error["loc"] for error in caught.value.errors()} == {("answers", 0, "yes")}


def test_the_questions_of_every_claimed_credit_type_are_asked() -> None:
    record = certificate(claims=(claim("cpe"), claim("ceu"), claim("pdu")))
    academy = set_up(
        ASKS,
        credit_type(id="ceu", checklist=("Is the name right?",)),
        credit_type(id="pdu"),
        credit_type(id="not-claimed", checklist=("Never asked?",)),
    )
    refused = wrong(record, answers=YES, academy=academy)
    assert refused == {"answers": "not_all_yes"}
    more = [*YES, YES[0] | {"credit_type": "ceu"}]
    assert decided(record, answers=more, academy=academy).status is Status.APPROVED


def test_the_answers_are_kept_with_the_decision_and_in_history() -> None:
    change = decision(certificate(), answers=YES, academy=set_up(ASKS))
    assert change.after.decision is not None
    assert [answer.model_dump() for answer in change.after.decision.answers] == YES
    assert change.events[0].changes["answers"] == YES


@pytest.mark.parametrize("action", AGAINST)
def test_the_checklist_does_not_stand_in_the_way_of_a_refusal(action: str) -> None:
    after = decided(certificate(), action, comment="x", reason="name-differs", academy=set_up(ASKS))
    assert after.status is not Status.PENDING


# Corrections


def test_what_a_reviewer_puts_right_is_shown_beside_what_was_stated() -> None:
    record = certificate(title="Frist aid", issuer=None, expires_on=date(2027, 1, 15))
    corrections = {
        "title": "First aid",
        "issuer": "Institute",
        "earned_on": "2026-01-14",
        "expires_on": "2028-01-14",
    }
    change = decision(record, comment="As on the paper", corrections=corrections)
    after = change.after
    assert (after.title, after.issuer) == ("First aid", "Institute")
    assert (after.earned_on, after.expires_on) == (date(2026, 1, 14), date(2028, 1, 14))
    stated = {name: correction.stated for name, correction in after.corrections.items()}
    assert stated == {
        "title": "Frist aid",
        "issuer": None,
        "earned_on": "2026-01-15",
        "expires_on": "2027-01-15",
    }
    assert {*corrections, "corrections", "claims", "in_hand"} == set(change.events[0].changes)


def test_what_was_right_already_is_no_correction() -> None:
    record = certificate(title="First aid")
    after = decided(record, comment="x", corrections={"title": "First aid", "issuer": "Institute"})
    assert set(after.corrections) == {"issuer"}


def test_another_date_earned_moves_the_expiry_along() -> None:
    academy = set_up(credit_type(validity={"kind": "months", "months": 1}))
    record = certificate(earned_on=date(2026, 1, 15), expires_on=date(2026, 2, 15))
    after = decided(record, comment="x", corrections={"earned_on": "2026-01-31"}, academy=academy)
    assert after.expires_on == date(2026, 2, 28)
    assert after.corrections["expires_on"].stated == "2026-02-15"


def test_an_expiry_as_stated_stays_when_the_date_earned_moves() -> None:
    record = certificate(expires_on=date(2027, 1, 15))
    after = decided(record, comment="x", corrections={"earned_on": "2026-01-14"})
    assert after.expires_on == date(2027, 1, 15)
    assert set(after.corrections) == {"earned_on"}


def test_an_issuer_or_expiry_is_taken_away_by_correcting_it_to_nothing() -> None:
    record = certificate(issuer="Institute", expires_on=date(2027, 1, 15))
    after = decided(record, comment="x", corrections={"issuer": None, "expires_on": None})
    assert (after.issuer, after.expires_on) == (None, None)
    assert {name: found.stated for name, found in after.corrections.items()} == {
        "issuer": "Institute",
        "expires_on": "2027-01-15",
    }


@pytest.mark.parametrize("field", ["title", "earned_on"])
def test_what_every_certificate_has_cannot_be_taken_away(field: str) -> None:
    with pytest.raises(ValidationError, match="cannot be taken away"):
        Verdict.model_validate({"action": "approve", "corrections": {field: None}})


def test_an_expiry_taken_away_leaves_what_the_credit_type_says() -> None:
    academy = set_up(credit_type(validity={"kind": "months", "months": 1}))
    record = certificate(earned_on=date(2026, 1, 15), expires_on=date(2026, 2, 1))
    after = decided(record, comment="x", corrections={"expires_on": None}, academy=academy)
    assert after.expires_on == date(2026, 2, 15)


def test_a_date_earned_that_was_too_early_moves_a_derived_expiry_later() -> None:
    validities = ({"kind": "as_stated"}, {"kind": "months", "months": 1})
    academy = set_up(
        credit_type(validity=validities[0]), credit_type(id="ceu", validity=validities[1])
    )
    record = certificate(
        earned_on=date(2026, 1, 15),
        expires_on=date(2026, 2, 15),
        stated_expiry=StatedExpiry(),
        claims=(claim("cpe"), claim("ceu")),
    )
    after = decided(record, comment="x", corrections={"earned_on": "2026-02-01"}, academy=academy)
    assert after.expires_on == date(2026, 3, 1)


def test_a_stated_expiry_comes_back_when_the_date_earned_makes_it_the_earlier_one() -> None:
    academy = set_up(credit_type(), credit_type(id="ceu", validity={"kind": "months", "months": 1}))
    record = certificate(
        earned_on=date(2026, 1, 1),
        expires_on=date(2026, 2, 1),
        stated_expiry=StatedExpiry(day=date(2026, 2, 20)),
        claims=(claim("cpe"), claim("ceu")),
    )
    after = decided(record, comment="x", corrections={"earned_on": "2026-02-01"}, academy=academy)
    assert (after.expires_on, after.stated_expiry) == (date(2026, 2, 20), None)


def test_an_expiry_that_a_reviewer_put_in_outlives_a_later_correction_of_the_date_earned() -> None:
    academy = set_up(credit_type(validity={"kind": "months", "months": 1}))
    record = certificate(earned_on=date(2026, 1, 15), expires_on=date(2026, 2, 15))
    dated = decided(record, comment="x", corrections={"expires_on": "2026-07-01"}, academy=academy)
    again = act(dated, Action.REOPEN, ADMINISTRATOR)[0]
    after = decided(again, comment="x", corrections={"earned_on": "2026-01-16"}, academy=academy)
    assert after.expires_on == date(2026, 7, 1)


def test_a_correction_keeps_the_rules_that_a_submission_keeps() -> None:
    academy = set_up(credit_type(requires=["issuer"], earned_within_months=1))
    record = certificate(issuer="Institute", earned_on=date(2026, 2, 10))
    refused = wrong(record, "approve", comment="x", corrections={"issuer": None}, academy=academy)
    assert refused == {"corrections.issuer": "required"}
    refused = wrong(
        record, "approve", comment="x", corrections={"earned_on": "2025-02-10"}, academy=academy
    )
    assert refused == {"corrections.earned_on": "too_long_ago"}


def test_an_age_is_counted_from_the_day_the_certificate_was_handed_in() -> None:
    academy = set_up(credit_type(earned_within_months=1))
    record = certificate(earned_on=date(2026, 2, 10), submitted_at=NOW)
    by, later = REVIEWER, NOW + timedelta(days=60)
    said = Verdict.model_validate(
        {"action": "approve", "comment": "x", "corrections": {"earned_on": "2026-02-09"}}
    )
    after = decide(record, said, academy, by=by, now=later, request="r").after
    assert after.earned_on == date(2026, 2, 9)


def test_rules_that_changed_meanwhile_do_not_hold_up_other_corrections() -> None:
    academy = set_up(credit_type(requires=["issuer"], minimum="5", earned_within_months=1))
    record = certificate(issuer=None, earned_on=date(2025, 1, 15))
    after = decided(record, comment="x", corrections={"title": "Right"}, academy=academy)
    assert after.title == "Right"


def test_a_reviewer_s_own_expiry_counts_for_more_than_the_rule() -> None:
    academy = set_up(credit_type(validity={"kind": "months", "months": 1}))
    record = certificate(earned_on=date(2026, 1, 15), expires_on=date(2026, 2, 15))
    fields = {"earned_on": "2026-01-14", "expires_on": "2026-07-01"}
    after = decided(record, comment="x", corrections=fields, academy=academy)
    assert after.expires_on == date(2026, 7, 1)


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        ({"earned_on": TODAY + timedelta(days=1)}, {"corrections.earned_on": "in_future"}),
        ({"earned_on": TODAY}, {}),
        ({"earned_on": date(1949, 12, 31)}, {"corrections.earned_on": "too_early"}),
        ({"expires_on": date(2026, 1, 15)}, {"corrections.expires_on": "not_after_earned"}),
        (
            {"earned_on": date(2026, 2, 2), "expires_on": date(2026, 2, 1)},
            {"corrections.expires_on": "not_after_earned"},
        ),
    ],
)
def test_corrected_dates_keep_the_rules_of_dates(
    corrections: dict[str, date], expected: dict[str, str]
) -> None:
    fields = {"comment": "x", "corrections": corrections}
    if expected:
        assert wrong(certificate(), **fields) == expected
    else:
        assert decided(certificate(), **fields).status is Status.APPROVED


def test_a_correction_into_an_expiry_that_was_stated_is_refused() -> None:
    record = certificate(expires_on=date(2026, 2, 1))
    refused = wrong(record, comment="x", corrections={"earned_on": "2026-02-01"})
    assert refused == {"corrections.expires_on": "not_after_earned"}


@pytest.mark.parametrize("field", ["claims", "status", "certificate_number", "learner_id"])
def test_nothing_else_can_be_corrected(field: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Verdict.model_validate({"action": "approve", "corrections": {field: "x"}})
    assert [error["loc"] for error in caught.value.errors()] == [("corrections", field)]


def test_what_the_learner_stated_first_is_what_counts_as_stated() -> None:
    first = decided(certificate(title="A"), comment="x", corrections={"title": "B"})
    again = decided(first, "reopen", comment="x")
    assert (again.title, again.corrections["title"].stated) == ("B", "A")
    second = decided(again, comment="x", corrections={"title": "C"})
    assert (second.title, second.corrections["title"].stated) == ("C", "A")


def test_an_edit_by_the_learner_states_everything_anew() -> None:
    corrected = decided(certificate(title="A"), comment="x", corrections={"title": "B"})
    reopened = decided(corrected, "reopen", comment="x")
    edited, _ = act(reopened, Action.EDIT, LEARNER)
    assert dict(edited.corrections) == {}


# What goes with an approval alone


@pytest.mark.parametrize("action", NOT_APPROVING)
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("awarded", awards(("cpe", "1"))),
        ("answers", YES),
        ("corrections", {"title": "Right"}),
    ],
)
def test_credits_answers_and_corrections_go_with_an_approval_only(
    action: str, field: str, value: Any
) -> None:
    fields = {"comment": "x", field: value}
    if action in AGAINST:
        fields["reason"] = "name-differs"
    assert wrong(certificate(FROM[action]), action, **fields) == {field: "not_approving"}


def test_everything_wrong_is_named_at_once() -> None:
    academy = set_up(credit_type(step="1", checklist=("Is the name right?",)))
    assert wrong(
        certificate(),
        reason="too-old",
        awarded=awards(("ceu", "1"), ("cpe", "0.50")),
        corrections={"earned_on": "1900-01-01"},
        academy=academy,
    ) == {
        "comment": "comment_required",
        "reason": "unknown_reason",
        "awarded.0.credit_type": "not_claimed",
        "awarded.1.credits": "not_in_step",
        "answers": "not_all_yes",
        "corrections.earned_on": "too_early",
    }


# Who may, and when


def lease(until: datetime, principal: str = "reviewer-2") -> Assignment:
    return Assignment(principal=principal, name="Second reviewer", until=until)


@pytest.mark.parametrize("by", [REVIEWER, ADMINISTRATOR])
@pytest.mark.parametrize("action", ["approve", "decline", "request_changes"])
def test_a_certificate_somebody_else_has_taken_is_not_decided(action: str, by: By) -> None:
    record = certificate(assignment=lease(LATER + timedelta(seconds=1)))
    with pytest.raises(Taken) as caught:
        decision(record, action, by=by, comment="x", reason="name-differs")
    assert (caught.value.by, caught.value.until) == (
        "Second reviewer",
        LATER + timedelta(seconds=1),
    )


@pytest.mark.parametrize(
    "assignment",
    [
        lease(LATER),
        lease(LATER - timedelta(days=1)),
        lease(LATER + timedelta(hours=1), REVIEWER.actor.id),
    ],
)
def test_a_lapsed_lease_and_one_s_own_do_not_stand_in_the_way(assignment: Assignment) -> None:
    after = decided(certificate(assignment=assignment), by=REVIEWER)
    assert (after.status, after.assignment) == (Status.APPROVED, None)


def test_a_lease_lasts_through_an_edit_in_the_queue() -> None:
    assignment = lease(LATER)
    edited, _ = act(certificate(assignment=assignment), Action.EDIT, LEARNER)
    assert edited.assignment == assignment


def test_one_s_own_certificate_is_refused_before_anything_else_is_looked_at() -> None:
    own = By(REVIEWER.actor.model_copy(update={"id": OWNER.learner_id}), REVIEWER.role)
    record = certificate(file=file(FileState.WAITING), assignment=lease(LATER + timedelta(1)))
    with pytest.raises(Forbidden, match="own"):
        decision(record, by=own, corrections={"title": "x"})


@pytest.mark.parametrize("state", [FileState.WAITING, FileState.REJECTED])
def test_a_file_that_is_not_settled_stops_approval_alone(state: FileState) -> None:
    record = certificate(file=file(state))
    with pytest.raises(FileNotAvailable):
        decision(record)
    for action in AGAINST:
        after = decided(record, action, comment="x", reason="name-differs")
        assert after.status is not Status.PENDING


def test_where_no_file_was_asked_for_none_is_missed() -> None:
    after = decided(certificate(file=None))
    assert (after.status, after.file) == (Status.APPROVED, None)


# How long it took


def test_a_decision_says_how_long_the_certificate_waited() -> None:
    after = decided(certificate(since=NOW), now=NOW + timedelta(days=1, seconds=7))
    assert after.decision is not None
    assert after.decision.waited_seconds == 86_407


@pytest.mark.parametrize("action", ["reopen", "revoke"])
def test_taking_a_decision_back_is_nothing_anybody_waited_for(action: str) -> None:
    after = decided(certificate(Status.APPROVED), action, comment="x")
    assert after.decision is not None
    assert after.decision.waited_seconds is None
