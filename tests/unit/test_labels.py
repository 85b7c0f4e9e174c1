"""What a claim line says of itself beside its credit type."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.actions import Action
from certfolio.domain.certificates import Certificate, Claim
from certfolio.domain.credit_types import (
    CreditType,
    LabelRule,
    asks_what_was_claimed,
    wrong_fields,
)
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import InvalidInput
from certfolio.domain.history import changes_told
from tests.support.builders import (
    LEARNER,
    NOW,
    REVIEWER,
    TODAY,
    act,
    certificate,
    claim,
    content,
    credit_type,
    file,
    set_up,
)

LATER = NOW + timedelta(hours=2)


def label(id_: str = "category", *choices: str, **fields: Any) -> dict[str, Any]:
    named = [{"id": choice, "name": choice.title()} for choice in choices or ("work", "power")]
    return {"id": id_, "name": id_.title(), "choices": named, **fields}


def refused(rules: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(ValidationError) as raised:
        credit_type(labels=rules)
    return [(*error["loc"], error["type"]) for error in raised.value.errors()]


def test_a_credit_type_that_was_stored_before_there_were_labels_asks_for_none() -> None:
    stored = credit_type().model_dump(mode="json", exclude={"labels"})
    assert CreditType.model_validate(stored).labels == ()


def test_a_label_that_need_not_be_stated_is_the_usual_one() -> None:
    assert not LabelRule.model_validate(label()).required


def test_labels_have_different_ids() -> None:
    assert refused([label(), label()]) == [("labels", "labels_repeated")]


def test_the_choices_of_a_label_have_different_ids() -> None:
    expected = ("labels", 1, "choices", "choices_repeated")
    assert refused([label("delivery"), label("category", "work", "work")]) == [expected]


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([label(f"label-{n}") for n in range(7)], ("labels", "too_long")),
        ([{**label(), "choices": []}], ("labels", 0, "choices", "too_short")),
        (
            [label("category", *(f"choice-{n}" for n in range(41)))],
            ("labels", 0, "choices", "too_long"),
        ),
        ([{**label(), "id": "Two words"}], ("labels", 0, "id", "string_pattern_mismatch")),
        ([{**label(), "colour": "red"}], ("labels", 0, "colour", "extra_forbidden")),
    ],
)
def test_what_is_no_label_is_refused(rules: Any, expected: tuple[Any, ...]) -> None:
    assert refused(rules) == [expected]


def test_a_line_without_labels_is_written_as_before_there_were_any() -> None:
    assert claim().model_dump(mode="json") == {
        "credit_type": "cpe",
        "claimed": "1.00",
        "awarded": None,
    }


def test_a_line_with_labels_reads_back_with_them() -> None:
    line = Claim(credit_type="pdu", labels={"category": "work"}, claimed="2")
    assert Claim.model_validate(line.model_dump(mode="json")) == line


# What a claim line may say


PDU = credit_type(
    id="pdu",
    labels=[label(required=True), label("delivery", "live", "self")],
    minimum="2",
    maximum="6",
)


def wrong(*lines: Claim, rules: CreditType = PDU, kept: tuple[Claim, ...] = ()) -> dict[str, str]:
    types = {"pdu": rules, "cpe": credit_type()}
    found = wrong_fields(content(claims=lines), types, TODAY, kept=kept)
    return {error.field: error.code for error in found}


def test_a_line_says_a_choice_for_each_required_label() -> None:
    assert wrong(claim("pdu", "2", category="work")) == {}
    assert wrong(claim("pdu", "2", category="work", delivery="live")) == {}
    assert wrong(claim("pdu", "2", delivery="live")) == {"claims.0.labels.category": "required"}


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        ({"colour": "red"}, {"claims.1.labels.colour": "unknown_label"}),
        ({"delivery": "post"}, {"claims.1.labels.delivery": "unknown_choice"}),
        ({"delivery": "work"}, {"claims.1.labels.delivery": "unknown_choice"}),
    ],
)
def test_what_the_credit_type_does_not_offer_cannot_be_said(
    labels: dict[str, str], expected: dict[str, str]
) -> None:
    stated = claim("pdu", "2", category="work", **labels)
    assert wrong(claim(), stated) == expected


def test_a_label_of_another_type_cannot_be_said() -> None:
    assert wrong(claim("cpe", "2", category="work")) == {
        "claims.0.labels.category": "unknown_label"
    }


def test_one_type_stands_on_several_lines_with_different_labels() -> None:
    lines = [claim("pdu", "2", category="work"), claim("pdu", "2", category="power")]
    assert wrong(*lines) == {}
    assert wrong(*lines, claim("pdu", "2", category="power", delivery="live")) == {}
    assert wrong(*lines, lines[0]) == {"claims.2.credit_type": "claimed_twice"}


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("1.00",), "below_minimum"),
        (("7.00",), "above_maximum"),
        (("1.00", "1.00"), None),
        (("0.75", "1.00"), "together_below_minimum"),
        (("3.00", "3.00"), None),
        (("3.00", "3.25"), "together_above_maximum"),
    ],
)
def test_minimum_and_maximum_hold_for_all_lines_of_a_type_together(
    amounts: tuple[str, ...], expected: str | None
) -> None:
    choices = ("work", "power")
    lines = [
        claim("pdu", amount, category=choice)
        for amount, choice in zip(amounts, choices, strict=False)
    ]
    last = f"claims.{len(lines)}.credits"
    assert wrong(claim(), *lines) == ({last: expected} if expected else {})


def retiring(**choices: bool) -> CreditType:
    named = [{"id": id_, "name": id_, "retired": gone} for id_, gone in choices.items()]
    return credit_type(id="pdu", labels=[{**label(), "choices": named}])


def test_a_retired_choice_cannot_be_chosen_anew_but_what_was_said_can_stay() -> None:
    rules, line = retiring(work=True, power=False), claim("pdu", category="work")
    assert wrong(line, rules=rules) == {"claims.0.labels.category": "retired"}
    assert wrong(line, rules=rules, kept=(line,)) == {}
    other = claim("pdu", category="power")
    assert wrong(line, rules=rules, kept=(other,)) == {"claims.0.labels.category": "retired"}


@pytest.mark.parametrize("rules", [retiring(power=False), credit_type(id="pdu")])
def test_what_was_taken_off_the_list_can_stay_where_it_was_said(rules: CreditType) -> None:
    line = claim("pdu", "3", category="work")
    assert wrong(line, rules=rules, kept=(claim("pdu", category="work"),)) == {}
    assert wrong(line, rules=rules).keys() == {"claims.0.labels.category"}


def test_whether_a_submission_leans_on_what_was_claimed_before() -> None:
    plain = content(claims=(claim("pdu", category="power"),))
    old = content(claims=(claim("pdu", category="work"),))
    rules = {"pdu": retiring(work=True, power=False)}
    assert not asks_what_was_claimed(plain, rules)
    assert asks_what_was_claimed(old, rules)
    assert asks_what_was_claimed(plain, {"pdu": credit_type(id="pdu", retired=True)})


# Decisions


def approval(record: Certificate, **fields: Any) -> Certificate:
    verdict = Verdict.model_validate({"action": "approve", "comment": "x", **fields})
    academy = set_up(PDU, credit_type())
    return decide(record, verdict, academy, by=REVIEWER, now=LATER, request="r").after


def refusals(record: Certificate, **fields: Any) -> dict[str, str]:
    with pytest.raises(InvalidInput) as caught:
        approval(record, **fields)
    return {error.field: error.code for error in caught.value.errors}


TWO = certificate(
    claims=(
        claim("pdu", "2", category="work"),
        claim("cpe", "1"),
        claim("pdu", "3", category="power"),
    )
)


def award(credit_type_id: str, credits_: str, **fields: Any) -> dict[str, Any]:
    return {"credit_type": credit_type_id, "credits": credits_, **fields}


def test_a_line_is_awarded_by_its_place_where_its_type_stands_on_several() -> None:
    given = approval(TWO, awarded=[award("pdu", "1", line=2), award("cpe", "0.5")])
    assert [f"{line.awarded}" for line in given.claims] == ["2.00", "0.50", "1.00"]
    given = approval(TWO, awarded=[award("pdu", "1", line=0), award("pdu", "2", line=2)])
    assert [f"{line.awarded}" for line in given.claims] == ["1.00", "1.00", "2.00"]


@pytest.mark.parametrize(
    ("awarded", "expected"),
    [
        ([award("pdu", "1")], {"awarded.0.line": "line_required"}),
        ([award("pdu", "1", line=1)], {"awarded.0.line": "not_claimed"}),
        ([award("pdu", "1", line=9)], {"awarded.0.line": "not_claimed"}),
        (
            [award("pdu", "1", line=0), award("pdu", "2", line=0)],
            {"awarded.1.line": "not_claimed"},
        ),
        ([award("ceu", "1", line=0)], {"awarded.0.credit_type": "not_claimed"}),
        ([award("pdu", "3.5", line=0)], {"awarded.0.credits": "together_above_maximum"}),
    ],
)
def test_an_award_names_one_line(awarded: Any, expected: dict[str, str]) -> None:
    assert refusals(TWO, awarded=awarded) == expected


def put_right(line: int, **labels: str) -> dict[str, Any]:
    return {"labels": [{"line": line, "labels": labels}]}


def test_a_reviewer_puts_labels_right_and_history_tells_before_and_after() -> None:
    record, event = act(None, Action.SUBMIT, LEARNER, facts=content(claims=TWO.claims))
    record = record.model_copy(update={"file": file()})
    verdict = Verdict.model_validate(
        {
            "action": "approve",
            "comment": "x",
            "corrections": put_right(2, category="work", delivery="live"),
        }
    )
    change = decide(
        record, verdict, set_up(PDU, credit_type()), by=REVIEWER, now=LATER, request="r"
    )
    assert [dict(line.labels) for line in change.after.claims] == [
        {"category": "work"},
        {},
        {"category": "work", "delivery": "live"},
    ]
    assert {name: found.stated for name, found in change.after.corrections.items()} == {
        "claims.2.labels.category": "power",
        "claims.2.labels.delivery": None,
    }
    _, told = changes_told([event, *change.events])
    assert {found.field: (found.before, found.after) for found in told[1]} == {
        "claims.pdu.awarded": (None, "2.00"),
        "claims.cpe.awarded": (None, "1.00"),
        "claims.pdu.2.labels.category": ("power", "work"),
        "claims.pdu.2.labels.delivery": (None, "live"),
        "claims.pdu.2.awarded": (None, "3.00"),
    }


@pytest.mark.parametrize(
    ("corrections", "expected"),
    [
        (put_right(0, category="post"), {"corrections.labels.0.labels.category": "unknown_choice"}),
        (put_right(0), {"corrections.labels.0.labels.category": "required"}),
        (put_right(1, category="work"), {"corrections.labels.0.labels.category": "unknown_label"}),
        (put_right(3, category="work"), {"corrections.labels.0.line": "not_claimed"}),
        (put_right(0, category="power"), {"corrections.labels.0": "claimed_twice"}),
        (put_right(2, category="work"), {"corrections.labels.0": "claimed_twice"}),
    ],
)
def test_labels_that_are_put_right_keep_the_rules(
    corrections: Any, expected: dict[str, str]
) -> None:
    assert refusals(TWO, corrections=corrections) == expected


def test_putting_labels_right_needs_a_comment_and_putting_none_right_does_not() -> None:
    assert refusals(
        TWO, comment=None, corrections=put_right(2, category="work", delivery="live")
    ) == {"comment": "comment_required"}
    assert approval(TWO, comment=None, corrections={"labels": []}).corrections == {}


def test_labels_are_put_right_by_an_approval_alone() -> None:
    with pytest.raises(InvalidInput) as caught:
        approval(
            TWO,
            action="decline",
            reason="too-old",
            corrections=put_right(2, category="work", delivery="live"),
        )
    assert [(error.field, error.code) for error in caught.value.errors] == [
        ("corrections", "not_approving")
    ]
