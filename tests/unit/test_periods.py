from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from certfolio.domain.errors import InvalidInput
from certfolio.domain.periods import (
    EARLIEST,
    CalendarYear,
    CarryOver,
    Lifetime,
    PeriodRules,
    RulesVersion,
    Span,
    YearFrom,
    next_start,
    revised,
    span_of,
    spans,
)

JULY = YearFrom(month=7, day=1)
CALENDAR_RULES = PeriodRules()
JULY_RULES = PeriodRules(period=JULY)
LIFETIME_RULES = PeriodRules(period=Lifetime())
TODAY = date(2026, 11, 23)


def since_ever(rules: PeriodRules) -> tuple[RulesVersion, ...]:
    return revised((), rules, 1, TODAY)


def days(span: Span) -> tuple[str, str | None]:
    return str(span.starts_on), None if span.ends_on is None else str(span.ends_on)


def test_rules_left_out_are_calendar_years_in_which_everything_counts() -> None:
    rules = PeriodRules.model_validate({})
    assert rules.period == CalendarYear()
    assert (rules.target, rules.cap, rules.carry_over) == (None, None, None)


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ({"kind": "calendar_year"}, CalendarYear()),
        ({"kind": "year", "month": 7, "day": 1}, JULY),
        ({"kind": "lifetime"}, Lifetime()),
    ],
)
def test_kind_says_which_period_is_meant(
    period: dict[str, object], expected: CalendarYear | YearFrom | Lifetime
) -> None:
    assert PeriodRules.model_validate({"period": period}).period == expected


def test_version_survives_storage() -> None:
    version = RulesVersion(
        period=JULY,
        target=Decimal(20),
        cap=Decimal("40.5"),
        carry_over=CarryOver(credits=Decimal(10), periods=2),
        version=3,
        starts_on=date(2027, 1, 1),
    )
    assert RulesVersion.model_validate(version.model_dump(mode="json")) == version


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({"carry_over": {"credits": "5", "periods": 1}}, "carry_over needs a cap"),
        (
            {
                "period": {"kind": "lifetime"},
                "cap": "10",
                "carry_over": {"credits": "5", "periods": 1},
            },
            "a lifetime has no next period",
        ),
        ({"target": "20.01", "cap": "20.00"}, "target must not be above cap"),
        ({"period": {"kind": "year", "month": 2, "day": 29}}, "less than or equal to 28"),
        ({"period": {"kind": "year", "month": 13, "day": 1}}, "less than or equal to 12"),
        ({"period": {"kind": "decade"}}, "does not match any of the expected tags"),
        ({"cap": "0"}, "greater than 0"),
        ({"cap": "10", "carry_over": {"credits": "5", "periods": 11}}, "less than or equal to 10"),
        ({"cap": "10", "carry_over": {"credits": "5", "periods": 0}}, "greater than or equal to 1"),
    ],
)
def test_rules_that_make_no_sense_are_refused(rules: dict[str, object], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        PeriodRules.model_validate(rules)


def test_target_may_equal_the_cap() -> None:
    assert PeriodRules(target=Decimal(20), cap=Decimal(20)).target == 20


@pytest.mark.parametrize(
    ("rules", "day", "expected", "label"),
    [
        (CALENDAR_RULES, date(2026, 1, 1), ("2026-01-01", "2026-12-31"), "2026"),
        (CALENDAR_RULES, date(2026, 12, 31), ("2026-01-01", "2026-12-31"), "2026"),
        (JULY_RULES, date(2026, 6, 30), ("2025-07-01", "2026-06-30"), "2025/26"),
        (JULY_RULES, date(2026, 7, 1), ("2026-07-01", "2027-06-30"), "2026/27"),
        (
            PeriodRules(period=YearFrom(month=3, day=1)),
            date(2024, 2, 29),
            ("2023-03-01", "2024-02-29"),
            "2023/24",
        ),
        (
            PeriodRules(period=YearFrom(month=1, day=1)),
            date(2026, 5, 5),
            ("2026-01-01", "2026-12-31"),
            "2026",
        ),
        (JULY_RULES, date(2099, 8, 1), ("2099-07-01", "2100-06-30"), "2099/00"),
        (LIFETIME_RULES, TODAY, ("1950-01-01", None), "lifetime"),
        (JULY_RULES, EARLIEST, ("1950-01-01", "1950-06-30"), "1949/50 from 1950-01-01"),
    ],
)
def test_span_a_day_lies_in(
    rules: PeriodRules, day: date, expected: tuple[str, str | None], label: str
) -> None:
    span = span_of(since_ever(rules), day)
    assert (days(span), span.label) == (expected, label)


def test_day_before_the_first_rules_lies_in_no_span() -> None:
    with pytest.raises(ValueError, match="1949-12-31"):
        span_of(since_ever(CALENDAR_RULES), date(1949, 12, 31))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (
            CALENDAR_RULES,
            JULY_RULES,
            [
                ("2026", "2026-01-01", "2026-12-31", 1),
                ("2026/27 from 2027-01-01", "2027-01-01", "2027-06-30", 2),
                ("2027/28", "2027-07-01", "2028-06-30", 2),
            ],
        ),
        (
            JULY_RULES,
            CALENDAR_RULES,
            [
                ("2026/27", "2026-07-01", "2027-06-30", 1),
                ("2027 from 2027-07-01", "2027-07-01", "2027-12-31", 2),
                ("2028", "2028-01-01", "2028-12-31", 2),
            ],
        ),
        (
            CALENDAR_RULES,
            LIFETIME_RULES,
            [("2026", "2026-01-01", "2026-12-31", 1), ("since 2027-01-01", "2027-01-01", None, 2)],
        ),
    ],
)
def test_change_of_rules_begins_with_the_next_period(
    before: PeriodRules, after: PeriodRules, expected: list[tuple[str, str, str | None, int]]
) -> None:
    rules = revised(since_ever(before), after, 2, TODAY)
    assert [
        (span.label, *days(span), span.rules.version)
        for span in spans(rules, TODAY, date(2028, 3, 1))
    ] == expected


@pytest.mark.parametrize(
    ("last", "labels"),
    [
        (date(2026, 11, 23), ["2026"]),
        (date(2026, 12, 31), ["2026"]),
        (date(2027, 1, 1), ["2026", "2027"]),
    ],
)
def test_spans_end_with_the_one_the_last_day_lies_in(last: date, labels: list[str]) -> None:
    assert [span.label for span in spans(since_ever(CALENDAR_RULES), TODAY, last)] == labels


def test_version_that_begins_within_a_year_cuts_it() -> None:
    second = RulesVersion(version=2, starts_on=date(2026, 5, 1))
    assert [
        (span.label, *days(span))
        for span in spans((*since_ever(CALENDAR_RULES), second), date(2026, 1, 1), TODAY)
    ] == [
        ("2026", "2026-01-01", "2026-04-30"),
        ("2026 from 2026-05-01", "2026-05-01", "2026-12-31"),
    ]


@pytest.mark.parametrize(
    ("rules", "today", "expected"),
    [
        (CALENDAR_RULES, date(2026, 1, 1), date(2027, 1, 1)),
        (CALENDAR_RULES, date(2026, 12, 31), date(2027, 1, 1)),
        (JULY_RULES, date(2026, 6, 30), date(2026, 7, 1)),
        (LIFETIME_RULES, date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_next_start(rules: PeriodRules, today: date, expected: date) -> None:
    assert next_start(since_ever(rules)[0], today) == expected


def test_first_rules_apply_to_all_days() -> None:
    (only,) = revised((), JULY_RULES, 7, TODAY)
    assert (only.starts_on, only.version, only.period) == (EARLIEST, 7, JULY)


def test_saying_the_same_again_changes_nothing() -> None:
    rules = revised(since_ever(CALENDAR_RULES), JULY_RULES, 2, TODAY)
    assert revised(rules, JULY_RULES, 3, TODAY) == rules


def test_change_that_has_not_begun_gives_way_to_another() -> None:
    rules = revised(since_ever(CALENDAR_RULES), JULY_RULES, 2, TODAY)
    again = revised(rules, PeriodRules(cap=Decimal(20)), 3, TODAY)
    assert [(version.version, version.starts_on) for version in again] == [
        (1, EARLIEST),
        (3, date(2027, 1, 1)),
    ]


def test_change_that_has_not_begun_can_be_taken_back_without_a_trace() -> None:
    rules = revised(since_ever(CALENDAR_RULES), JULY_RULES, 2, TODAY)
    assert revised(rules, CALENDAR_RULES, 3, TODAY) == since_ever(CALENDAR_RULES)


@pytest.mark.parametrize("wanted", [CALENDAR_RULES, PeriodRules(period=Lifetime(), cap=Decimal(9))])
def test_lifetime_refuses_a_change_that_could_reset_what_was_earned(wanted: PeriodRules) -> None:
    with pytest.raises(InvalidInput) as refused:
        revised(since_ever(LIFETIME_RULES), wanted, 2, TODAY)
    assert [error.field for error in refused.value.errors] == ["period_rules"]


def test_target_of_a_lifetime_changes_at_once_because_it_limits_nothing() -> None:
    wanted = PeriodRules(period=Lifetime(), target=Decimal(120))
    (only,) = revised(since_ever(LIFETIME_RULES), wanted, 2, TODAY)
    assert (only.target, only.version, only.starts_on) == (Decimal(120), 2, EARLIEST)


def test_change_that_has_begun_stays() -> None:
    rules = revised(since_ever(CALENDAR_RULES), JULY_RULES, 2, TODAY)
    begun = date(2027, 1, 1)
    assert [version.version for version in revised(rules, CALENDAR_RULES, 3, begun)] == [1, 2, 3]
