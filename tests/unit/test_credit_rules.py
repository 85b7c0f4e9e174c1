from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.credit_types import wrong_fields
from tests.support.builders import TODAY, claim, content, credit_type


def wrong(*types: Any, **fields: Any) -> dict[str, str]:
    found = wrong_fields(content(**fields), {kind.id: kind for kind in types}, TODAY)
    assert {error.part for error in found} <= {"body"}
    return {error.field: error.code for error in found}


CPE = credit_type()


def test_a_good_claim_breaks_no_rule() -> None:
    assert wrong(CPE) == {}


@pytest.mark.parametrize(
    ("earned_on", "expected"),
    [
        (TODAY, {}),
        (TODAY + timedelta(days=1), {"earned_on": "in_future"}),
        (date(1950, 1, 1), {}),
        (date(1949, 12, 31), {"earned_on": "too_early"}),
    ],
)
def test_the_date_earned_lies_between_1950_and_today(
    earned_on: date, expected: dict[str, str]
) -> None:
    assert wrong(CPE, earned_on=earned_on) == expected


@pytest.mark.parametrize(("days", "fine"), [(-1, False), (0, False), (1, True)])
def test_a_certificate_expires_after_it_was_earned(days: int, fine: bool) -> None:
    earned_on = date(2026, 1, 15)
    found = wrong(CPE, earned_on=earned_on, expires_on=earned_on + timedelta(days=days))
    assert found == ({} if fine else {"expires_on": "not_after_earned"})


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("0.50", "below_minimum"),
        ("1.00", None),
        ("1.10", "not_in_step"),
        ("3.00", None),
        ("3.25", "above_maximum"),
    ],
)
def test_claims_keep_step_minimum_and_maximum(amount: str, expected: str | None) -> None:
    rules = credit_type(step="0.25", minimum="1", maximum="3")
    found = wrong(rules, claims=(claim("cpe", amount),))
    assert found == ({"claims.0.credits": expected} if expected else {})


def test_a_step_of_0_10_takes_every_tenth() -> None:
    rules = credit_type(step="0.10")
    assert all(wrong(rules, claims=(claim("cpe", f"0.{n}0"),)) == {} for n in range(1, 10))


def test_a_credit_type_without_labels_is_claimed_once() -> None:
    found = wrong(CPE, credit_type(id="ceu"), claims=(claim(), claim("ceu"), claim()))
    assert found == {"claims.2.credit_type": "claimed_twice"}


@pytest.mark.parametrize("types", [(), (credit_type(id="ceu"),)])
def test_an_unknown_credit_type_cannot_be_claimed(types: tuple[Any, ...]) -> None:
    assert wrong(*types) == {"claims.0.credit_type": "unknown_credit_type"}


def test_a_retired_credit_type_cannot_be_claimed_anew_but_a_line_of_it_can_stay() -> None:
    retired = credit_type(retired=True)
    assert wrong(retired) == {"claims.0.credit_type": "retired"}
    assert wrong_fields(content(), {"cpe": retired}, TODAY, kept=(claim(),)) == []


def test_a_line_that_stays_still_keeps_its_rules() -> None:
    retired = credit_type(retired=True, maximum="1")
    found = wrong_fields(
        content(claims=(claim("cpe", "50"),)), {"cpe": retired}, TODAY, kept=(claim(),)
    )
    assert [error.code for error in found] == ["above_maximum"]


def test_every_wrong_field_is_named_at_once() -> None:
    rules = credit_type(minimum="1", maximum="2")
    found = wrong(
        rules,
        earned_on=TODAY + timedelta(days=1),
        expires_on=TODAY,
        claims=(claim("cpe", "0.25"), claim("nope"), claim("cpe", "2.25")),
    )
    assert set(found) == {
        "earned_on",
        "expires_on",
        "claims.1.credit_type",
        "claims.2.credit_type",
        "claims.2.credits",
    }


@pytest.mark.parametrize("count", [0, 11])
def test_a_certificate_has_one_to_ten_claims(count: int) -> None:
    with pytest.raises(ValidationError, match="claims"):
        content(claims=tuple(claim(f"type-{n}") for n in range(count)))


@pytest.mark.parametrize(
    ("rules", "fields"),
    [
        ({"minimum": "0.10"}, {"minimum"}),
        ({"maximum": "0.30"}, {"maximum"}),
        ({"minimum": "0.10", "maximum": "0.30"}, {"minimum", "maximum"}),
        ({"minimum": "2", "maximum": "1"}, {"maximum"}),
        ({"step": "0"}, {"step"}),
        ({"step": "-1"}, {"step"}),
        ({"step": "0", "minimum": "1"}, {"step"}),
        ({"minimum": "0"}, {"minimum"}),
        ({"maximum": "10000"}, {"maximum"}),
        ({"name": " ", "unit": "x" * 101}, {"name", "unit"}),
    ],
)
def test_rules_that_nothing_can_keep_are_refused_by_field(
    rules: dict[str, str], fields: set[str]
) -> None:
    with pytest.raises(ValidationError) as caught:
        credit_type(**rules)
    assert {error["loc"][0] for error in caught.value.errors()} == fields


def test_minimum_and_maximum_may_be_the_same() -> None:
    assert credit_type(minimum="2", maximum="2").maximum == 2


def test_the_step_is_a_quarter_unless_told_otherwise() -> None:
    assert f"{credit_type().step:f}" == "0.25"
