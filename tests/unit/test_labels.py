"""What a claim line says of itself beside its credit type."""

from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.certificates import Claim
from certfolio.domain.credit_types import CreditType, LabelRule
from tests.support.builders import claim, credit_type


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
