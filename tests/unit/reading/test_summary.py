import pytest
from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.reading.fields import (
    Finding,
    Outcome,
    ReadField,
    from_summary,
    summary,
)

OUTCOMES = st.fixed_dictionaries({field: st.sampled_from(Outcome) for field in ReadField})


@given(OUTCOMES)
def test_a_summary_says_what_became_of_every_field(outcomes: dict[ReadField, Outcome]) -> None:
    findings = {field: Finding(outcome=outcome) for field, outcome in outcomes.items()}
    assert from_summary(summary(findings)) == outcomes
    assert len(summary(findings)) <= 12


@pytest.mark.parametrize(
    ("outcome", "letter"),
    [
        (Outcome.FOUND, "f"),
        (Outcome.OTHER, "o"),
        (Outcome.MISSING, "m"),
        (Outcome.UNREAD, "u"),
    ],
)
def test_what_is_stored_keeps_its_meaning(outcome: Outcome, letter: str) -> None:
    told = from_summary(letter * 6)
    assert list(told) == [
        ReadField.TITLE,
        ReadField.ISSUER,
        ReadField.EARNED_ON,
        ReadField.CREDITS,
        ReadField.CERTIFICATE_NUMBER,
        ReadField.LEARNER,
    ]
    assert set(told.values()) == {outcome}


def test_a_summary_from_before_a_field_existed_leaves_it_unread() -> None:
    told = from_summary("ff")
    assert [told[ReadField.TITLE], told[ReadField.ISSUER]] == [Outcome.FOUND, Outcome.FOUND]
    assert told[ReadField.LEARNER] is Outcome.UNREAD


@pytest.mark.parametrize("text", ["x", "fffffff", "F", "f f"])
def test_what_is_no_summary_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="summary"):
        from_summary(text)
