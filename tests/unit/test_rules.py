"""Rules of credit types beside amounts: what is required, since when, how long it is valid."""

from datetime import date, timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.actions import SYSTEM, Status
from certfolio.domain.certificates import Certificate, FileState, Review
from certfolio.domain.credit_types import (
    CreditType,
    add_months,
    expiry,
    require_file,
    review_of,
    wrong_fields,
)
from certfolio.domain.lifecycle import approve_automatically, record_file
from tests.support.builders import NOW, TODAY, certificate, claim, content, credit_type, file

BROUGHT = {
    "issuer": "Institute",
    "certificate_number": "N-1",
    "verification_link": "https://verify.example.org/1",
}


def wrong(*types: CreditType, today: date = TODAY, **fields: Any) -> dict[str, str]:
    """What is refused of a certificate that claims these types, by field."""
    claims = tuple(claim(one.id) for one in types)
    found = wrong_fields(content(claims=claims, **fields), {one.id: one for one in types}, today)
    return {error.field: error.code for error in found}


# What a certificate must bring along


@pytest.mark.parametrize("field", BROUGHT)
def test_what_a_credit_type_requires_must_be_there(field: str) -> None:
    rules = credit_type(requires=[field])
    assert wrong(rules) == {field: "required"}
    assert wrong(rules, **{field: BROUGHT[field]}) == {}
    others = {name: value for name, value in BROUGHT.items() if name != field}
    assert wrong(rules, **others) == {field: "required"}


def test_what_any_claimed_credit_type_requires_must_be_there() -> None:
    types = (
        credit_type(requires=["issuer"]),
        credit_type(id="ceu", requires=["verification_link", "issuer"]),
        credit_type(id="pdu", requires=[]),
    )
    assert wrong(*types) == {"issuer": "required", "verification_link": "required"}
    assert wrong(types[2]) == {}


@pytest.mark.parametrize(
    ("requires", "expected"),
    [
        ([], False),
        ([["issuer"]], False),
        ([[], ["certificate_number", "file"]], True),
        ([["file"], ["file"]], True),
    ],
)
def test_a_file_is_required_where_any_claimed_credit_type_asks_for_one(
    requires: list[list[str]], expected: bool
) -> None:
    types = [credit_type(id=f"t{n}", requires=one) for n, one in enumerate(requires)]
    assert bool(require_file(types)) is expected


def test_a_file_is_required_unless_told_otherwise() -> None:
    assert require_file([credit_type()])


# How long ago


@pytest.mark.parametrize(
    ("today", "months", "oldest"),
    [
        (date(2026, 3, 2), 1, date(2026, 2, 2)),
        (date(2026, 3, 2), 24, date(2024, 3, 2)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 1, 15), 2, date(2025, 11, 15)),
        (date(2026, 3, 2), 600, date(1976, 3, 2)),
    ],
)
def test_the_last_day_that_is_recent_enough_still_is(
    today: date, months: int, oldest: date
) -> None:
    rules = credit_type(earned_within_months=months)
    assert wrong(rules, today=today, earned_on=oldest) == {}
    late = wrong(rules, today=today, earned_on=oldest - timedelta(days=1))
    assert late == {"earned_on": "too_long_ago"}


def test_the_strictest_of_several_credit_types_says_how_long_ago() -> None:
    types = (
        credit_type(earned_within_months=24),
        credit_type(id="ceu", earned_within_months=1),
        credit_type(id="pdu"),
    )
    earned_on = date(2026, 2, 1)
    assert wrong(*types, earned_on=earned_on) == {"earned_on": "too_long_ago"}
    assert wrong(types[0], types[2], earned_on=earned_on) == {}


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 11, 30), 13, date(2027, 12, 30)),
        (date(2026, 1, 15), -1, date(2025, 12, 15)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2026, 5, 5), 0, date(2026, 5, 5)),
    ],
)
def test_months_are_counted_on_the_calendar(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


# How long it is valid

EARNED = date(2026, 1, 31)
STATED = date(2027, 6, 30)
NEVER = credit_type(id="never", validity={"kind": "never"})
ONE_MONTH = credit_type(id="one", validity={"kind": "months", "months": 1})
TWO_YEARS = credit_type(id="two", validity={"kind": "months", "months": 24})
FIXED = credit_type(id="fixed", validity={"kind": "fixed", "on": "2026-12-31"})
AS_STATED = credit_type(id="stated", validity={"kind": "as_stated"})


@pytest.mark.parametrize(
    ("types", "stated", "expected"),
    [
        ([NEVER], STATED, None),
        ([NEVER], None, None),
        ([ONE_MONTH], STATED, date(2026, 2, 28)),
        ([TWO_YEARS], None, date(2028, 1, 31)),
        ([FIXED], STATED, date(2026, 12, 31)),
        ([AS_STATED], STATED, STATED),
        ([AS_STATED], None, None),
        # Several types: the earliest day any of them gives.
        ([NEVER, TWO_YEARS], None, date(2028, 1, 31)),
        ([FIXED, TWO_YEARS], None, date(2026, 12, 31)),
        ([TWO_YEARS, AS_STATED], STATED, STATED),
        ([TWO_YEARS, AS_STATED], None, date(2028, 1, 31)),
        ([ONE_MONTH, FIXED, AS_STATED, NEVER], STATED, date(2026, 2, 28)),
        ([NEVER, AS_STATED], STATED, STATED),
    ],
)
def test_a_certificate_expires_as_its_credit_types_say(
    types: list[CreditType], stated: date | None, expected: date | None
) -> None:
    facts = content(earned_on=EARNED, expires_on=stated)
    assert expiry(facts, types) == expected
    assert expiry(facts, reversed(types)) == expected


@pytest.mark.parametrize(
    ("earned_on", "expected"),
    [
        (date(2026, 12, 30), {}),
        (date(2026, 12, 31), {"earned_on": "not_before_expiry"}),
        (date(2027, 1, 1), {"earned_on": "not_before_expiry"}),
    ],
)
def test_nothing_is_handed_in_that_a_fixed_day_lets_expire_at_once(
    earned_on: date, expected: dict[str, str]
) -> None:
    for types in ([FIXED], [NEVER, FIXED], [FIXED, TWO_YEARS]):
        assert wrong(*types, today=date(2027, 2, 1), earned_on=earned_on) == expected


def test_it_is_valid_as_stated_unless_told_otherwise() -> None:
    assert credit_type().validity == AS_STATED.validity


@pytest.mark.parametrize(
    "validity",
    [
        {},
        {"kind": "forever"},
        {"kind": "months"},
        {"kind": "months", "months": 0},
        {"kind": "months", "months": 601},
        {"kind": "months", "months": 1, "on": "2026-01-01"},
        {"kind": "fixed"},
        {"kind": "fixed", "on": "soon"},
        {"kind": "never", "months": 1},
    ],
)
def test_a_validity_that_cannot_be_is_refused(validity: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as caught:
        credit_type(validity=validity)
    assert {error["loc"][0] for error in caught.value.errors()} == {"validity"}


# Who decides

AUTOMATIC = credit_type(review="automatic")


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ([credit_type()], Review.REQUIRED),
        ([AUTOMATIC], Review.AUTOMATIC),
        ([AUTOMATIC, credit_type(id="ceu", review="automatic")], Review.AUTOMATIC),
        ([AUTOMATIC, credit_type(id="ceu")], Review.REQUIRED),
    ],
)
def test_the_system_decides_where_no_claimed_credit_type_asks_for_a_person(
    types: list[CreditType], expected: Review
) -> None:
    assert review_of(types) is expected


def approved(record: Certificate) -> Certificate | None:
    change = approve_automatically(record, now=NOW + timedelta(minutes=1))
    return change and change.after


@pytest.mark.parametrize("with_file", [file(), None])
def test_the_system_approves_as_claimed_and_says_that_it_did(with_file: Any) -> None:
    after = approved(certificate(file=with_file, review=Review.AUTOMATIC))
    assert after is not None
    assert after.status is Status.APPROVED
    assert [line.awarded for line in after.claims] == [line.claimed for line in after.claims]
    assert after.decision is not None
    assert (after.decision.by, after.decision.waited_seconds) == (SYSTEM, None)


@pytest.mark.parametrize(
    "record",
    [
        certificate(review=Review.REQUIRED),
        certificate(review=Review.AUTOMATIC, file=file(FileState.WAITING)),
        certificate(review=Review.AUTOMATIC, file=file(FileState.REJECTED)),
        *(
            certificate(status, review=Review.AUTOMATIC)
            for status in Status
            if status is not Status.PENDING
        ),
    ],
)
def test_the_system_approves_nothing_else(record: Certificate) -> None:
    assert approved(record) is None


@pytest.mark.parametrize("review", [*Review])
def test_an_accepted_file_approves_what_is_left_to_the_system(review: Review) -> None:
    waiting = certificate(review=review, file=file(FileState.WAITING))
    change = record_file(waiting, file(), now=NOW)
    steps = [(event.action, event.actor.kind) for event in change.events]
    by_system = [("record_file", "system"), ("approve", "system")]
    assert steps == (by_system if review is Review.AUTOMATIC else by_system[:1])
    assert change.after.version == waiting.version + len(steps)
    assert change.before == waiting


def test_a_rejected_file_is_never_approved_by_the_system() -> None:
    waiting = certificate(review=Review.AUTOMATIC, file=file(FileState.WAITING))
    change = record_file(waiting, file(FileState.REJECTED), now=NOW)
    assert change.after.status is Status.CHANGES_REQUESTED
    assert [event.action for event in change.events] == ["request_changes"]


def test_a_late_file_approves_nothing_that_was_withdrawn_or_declined() -> None:
    for status in (Status.WITHDRAWN, Status.DECLINED, Status.CHANGES_REQUESTED):
        record = certificate(status, review=Review.AUTOMATIC, file=file(FileState.WAITING))
        assert record_file(record, file(), now=NOW).after.status is status


# Rules that cannot be


@pytest.mark.parametrize(
    ("rules", "says"),
    [
        ({"checklist": ("Seen?",), "review": "automatic"}, "needs a reviewer"),
        ({"checklist": ("Seen?", "Seen?")}, "must differ"),
        ({"checklist": tuple(f"{n}?" for n in range(21))}, "at most 20"),
        ({"checklist": ("x" * 101,)}, "at most 100"),
        ({"checklist": (" ",)}, "at least 1"),
        ({"requires": ("signature",)}, "file"),
        ({"earned_within_months": 0}, "greater than or equal to 1"),
        ({"earned_within_months": 601}, "less than or equal to 600"),
        ({"review": "sometimes"}, "required"),
        ({"instructions": " "}, "at least 1"),
    ],
)
def test_rules_nobody_could_follow_are_refused(rules: dict[str, Any], says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        credit_type(**rules)
