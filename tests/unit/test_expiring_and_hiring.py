"""Credits that expire, and years that begin on the learner's own hiring date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import InvalidInput
from certfolio.domain.periods import (
    EARLIEST,
    HiringYear,
    Lifetime,
    PeriodRules,
    RulesVersion,
    Span,
    Unlaid,
    revised,
    rules_on,
    span_of,
    spans,
)
from certfolio.domain.statement import Counted, Fact, PeriodStatement, WhyCode, statement
from tests.support.portfolios import CPE, Recognised, cpe

TODAY = date(2026, 11, 23)
HIRED = date(2024, 3, 15)
LEAP = date(2024, 2, 29)
HIRING = {"period": {"kind": "hiring_year"}}


def rules(**fields: Any) -> tuple[RulesVersion, ...]:
    return revised((), PeriodRules.model_validate(fields), 1, TODAY)


def changed(
    before: tuple[RulesVersion, ...], on: str, version: int = 2, **fields: Any
) -> tuple[RulesVersion, ...]:
    wanted = PeriodRules.model_validate(fields)
    return revised(before, wanted, version, date.fromisoformat(on))


def account(
    *certificates: Certificate,
    under: tuple[RulesVersion, ...],
    today: date = TODAY,
    hired_on: date | None = None,
) -> dict[str, PeriodStatement]:
    found = statement(certificates, [Recognised(CPE, under)], today, hired_on)
    return {period.period: period for period in found}


def laid(under: tuple[RulesVersion, ...], first: str, last: str, hired_on: date) -> list[str]:
    ends = date.fromisoformat(first), date.fromisoformat(last)
    return [shown(span) for span in spans(under, *ends, hired_on)]


def shown(span: Span) -> str:
    return f"{span.label}: {span.starts_on} to {span.ends_on} by {span.rules.version}"


def amounts(period: PeriodStatement) -> tuple[str, str, str, str, str]:
    names = ("awarded", "carried_in", "applied", "carried_out", "lapsed")
    one, two, three, four, five = (f"{getattr(period, name)}" for name in names)
    return one, two, three, four, five


def whys(period: PeriodStatement) -> list[WhyCode | None]:
    return [line.why_code for line in period.lines]


# Credits that expire


@pytest.mark.parametrize(
    ("today", "why"),
    [("2026-11-22", None), ("2026-11-23", None), ("2026-11-24", WhyCode.EXPIRED)],
    ids=["the day before", "the last day", "the day after"],
)
def test_credits_are_good_through_the_day_so_many_months_on(
    today: str, why: WhyCode | None
) -> None:
    earned = cpe(1, "2026-05-23", "2")
    day = date.fromisoformat(today)
    period = account(earned, under=rules(expires_after_months=6), today=day)["2026"]
    assert whys(period) == [why]
    assert period.lines[0].good_through == date(2026, 11, 23)
    assert period.applied == (Decimal(2) if why is None else Decimal(0))
    assert period.lapsed == Decimal(2) - period.applied


def test_credits_earned_on_the_last_day_of_a_long_month_are_good_through_a_short_ones() -> None:
    earned = cpe(1, "2026-08-31", "2")
    under = rules(expires_after_months=6)
    assert account(earned, under=under)["2026"].lines[0].good_through == date(2027, 2, 28)


def test_an_ended_period_is_judged_on_its_last_day() -> None:
    under = rules(expires_after_months=6)
    found = account(cpe(1, "2025-06-30", "2"), cpe(2, "2025-07-01", "3"), under=under)
    assert whys(found["2025"]) == [WhyCode.EXPIRED, None]
    assert amounts(found["2025"]) == ("5.00", "0.00", "3.00", "0.00", "2.00")


def test_a_lifetime_counts_what_is_good_today() -> None:
    under = rules(period={"kind": "lifetime"}, expires_after_months=24, target="5")
    found = account(cpe(1, "2024-11-22", "2"), cpe(2, "2024-11-23", "3"), under=under)["lifetime"]
    assert whys(found) == [WhyCode.EXPIRED, None]
    assert (found.applied, found.remaining) == (Decimal(3), Decimal(2))


def test_what_has_expired_makes_room_under_a_cap() -> None:
    under = rules(cap="4", expires_after_months=6)
    lines = cpe(1, "2026-01-05", "3"), cpe(2, "2026-06-01", "3"), cpe(3, "2026-07-01", "3")
    period = account(*lines, under=under)["2026"]
    assert whys(period) == [WhyCode.EXPIRED, None, WhyCode.CAP_REACHED]
    assert [f"{line.applied}" for line in period.lines] == ["0.00", "3.00", "1.00"]


def test_carried_credits_expire_by_the_day_they_were_earned() -> None:
    under = rules(cap="1", carry_over={"credits": "5", "periods": 2}, expires_after_months=6)
    lines = cpe(1, "2025-07-01", "1"), cpe(2, "2025-12-01", "2")
    good = account(*lines, under=under, today=date(2026, 6, 1))
    assert amounts(good["2025"]) == ("3.00", "0.00", "1.00", "2.00", "0.00")
    assert amounts(good["2026"]) == ("0.00", "2.00", "1.00", "1.00", "0.00")
    late = account(*lines, under=under, today=date(2026, 6, 2))
    assert amounts(late["2025"]) == amounts(good["2025"])
    assert amounts(late["2026"]) == ("0.00", "2.00", "0.00", "0.00", "2.00")
    assert whys(late["2026"]) == [WhyCode.EXPIRED]


def test_what_expired_by_the_end_of_a_period_is_not_carried() -> None:
    under = rules(cap="1", carry_over={"credits": "5", "periods": 1}, expires_after_months=6)
    found = account(cpe(1, "2025-01-10", "2"), cpe(2, "2025-12-01", "1"), under=under)
    assert amounts(found["2025"]) == ("3.00", "0.00", "1.00", "0.00", "2.00")
    assert whys(found["2025"]) == [WhyCode.EXPIRED, None]


def test_the_months_change_with_the_next_period() -> None:
    before = rules()
    under = changed(before, "2025-05-01", expires_after_months=1)
    found = account(cpe(1, "2025-01-10", "2"), cpe(2, "2026-01-10", "3"), under=under)
    assert whys(found["2025"]) == [None]
    assert whys(found["2026"]) == [WhyCode.EXPIRED]


def test_a_pending_line_says_through_when_it_would_be_good() -> None:
    earned = cpe(1, "2026-01-10", "2", Status.PENDING)
    (line,) = account(earned, under=rules(expires_after_months=6))["2026"].lines
    assert (line.why_code, line.good_through) == (WhyCode.WAITING, date(2026, 7, 10))


@pytest.mark.parametrize("months", [0, 601, "6.5"])
def test_so_many_months_are_no_rule(months: object) -> None:
    with pytest.raises(ValidationError):
        PeriodRules.model_validate({"expires_after_months": months})


def test_a_claimed_lifetime_does_not_begin_to_let_credits_expire() -> None:
    before = rules(period={"kind": "lifetime"})
    with pytest.raises(InvalidInput):
        changed(before, "2026-11-23", period={"kind": "lifetime"}, expires_after_months=6)


def test_rules_stored_before_say_nothing_of_it() -> None:
    version = RulesVersion.model_validate({"version": 1, "starts_on": "1950-01-01"})
    assert version.expires_after_months is None


# Years from the hiring date


def test_years_are_counted_from_the_hiring_date() -> None:
    assert laid(rules(**HIRING), "2024-03-15", "2026-11-23", HIRED) == [
        "2024/25: 2024-03-15 to 2025-03-14 by 1",
        "2025/26: 2025-03-15 to 2026-03-14 by 1",
        "2026/27: 2026-03-15 to 2027-03-14 by 1",
    ]


def test_whoever_was_hired_on_29_february_begins_on_it_again_in_leap_years() -> None:
    starts = [str(span.starts_on) for span in spans(rules(**HIRING), LEAP, date(2028, 3, 1), LEAP)]
    assert starts == ["2024-02-29", "2025-02-28", "2026-02-28", "2027-02-28", "2028-02-29"]


@pytest.mark.parametrize(
    ("day", "label"),
    [("2025-02-27", "2024/25"), ("2025-02-28", "2025/26"), ("2028-02-28", "2027/28")],
)
def test_a_year_from_29_february_ends_on_the_day_before_the_next(day: str, label: str) -> None:
    assert span_of(rules(**HIRING), date.fromisoformat(day), LEAP).label == label


def test_whoever_was_hired_on_new_years_day_has_calendar_years() -> None:
    assert span_of(rules(**HIRING), TODAY, date(2020, 1, 1)).label == "2026"


def test_whoever_is_hired_today_is_in_the_first_year() -> None:
    found = account(cpe(1, str(TODAY), "2"), under=rules(**HIRING), hired_on=TODAY)
    (period,) = found.values()
    assert (period.starts_on, period.ends_on) == (TODAY, date(2027, 11, 22))
    assert period.applied == Decimal(2)


def test_what_was_earned_before_the_hiring_date_counts_in_no_year() -> None:
    under = rules(**HIRING, target="5", cap="9")
    lines = cpe(1, "2024-03-14", "2"), cpe(2, "2024-03-15", "3")
    found = account(*lines, under=under, hired_on=HIRED)
    assert list(found) == ["2026/27", "2024/25", "before 2024-03-15"]
    before = found["before 2024-03-15"]
    assert amounts(before) == ("2.00", "0.00", "0.00", "0.00", "2.00")
    assert whys(before) == [WhyCode.BEFORE_HIRED]
    assert (before.target, before.cap, before.remaining) == (None, None, None)
    assert amounts(found["2024/25"]) == ("3.00", "0.00", "3.00", "0.00", "0.00")


def test_whoever_is_still_to_come_has_no_year_yet() -> None:
    under = rules(**HIRING, target="5")
    (period,) = account(under=under, hired_on=date(2027, 1, 1)).values()
    assert (period.period, period.target, period.fact_missing) == ("before 2027-01-01", None, None)


def test_without_a_hiring_date_nothing_is_laid_in_periods() -> None:
    under = rules(**HIRING, target="5", cap="6", carry_over={"credits": "5", "periods": 1})
    lines = cpe(1, "2024-03-14", "9"), cpe(2, "2026-01-01", "3", Status.PENDING)
    (period,) = account(*lines, under=under).values()
    assert period.fact_missing is Fact.HIRED_ON
    assert (period.period, period.target, period.cap) == ("no hiring date", None, None)
    assert amounts(period) == ("0.00",) * 5
    assert period.claimed == Decimal(3)
    assert whys(period) == [WhyCode.HIRING_DATE_MISSING, WhyCode.WAITING]
    assert {line.counted for line in period.lines} == {Counted.NOT_YET}
    assert [f"{line.credits}" for line in period.lines] == ["9.00", "3.00"]


def test_a_target_alone_tells_that_the_hiring_date_is_missing() -> None:
    (period,) = account(under=rules(**HIRING, target="5")).values()
    assert period.fact_missing is Fact.HIRED_ON


def test_credits_are_carried_from_one_hiring_year_into_the_next() -> None:
    under = rules(**HIRING, cap="5", carry_over={"credits": "5", "periods": 1})
    found = account(cpe(1, "2026-03-14", "8"), under=under, hired_on=HIRED)
    assert amounts(found["2025/26"]) == ("8.00", "0.00", "5.00", "3.00", "0.00")
    assert amounts(found["2026/27"]) == ("0.00", "3.00", "3.00", "0.00", "0.00")


# Rules of years from the hiring date that change


def test_a_change_begins_for_each_learner_with_their_next_year() -> None:
    under = changed(rules(**HIRING), "2026-11-23", **HIRING, cap="5")
    assert [str(version.starts_on) for version in under] == [str(EARLIEST), "2026-11-24"]
    assert laid(under, "2026-11-23", "2027-06-01", HIRED) == [
        "2026/27: 2026-03-15 to 2027-03-14 by 1",
        "2027/28: 2027-03-15 to 2028-03-14 by 2",
    ]
    assert laid(under, "2026-11-23", "2027-06-01", date(2023, 11, 24)) == [
        "2025/26: 2025-11-24 to 2026-11-23 by 1",
        "2026/27: 2026-11-24 to 2027-11-23 by 2",
    ]


def test_whoever_is_hired_after_a_change_begins_with_it() -> None:
    under = changed(rules(**HIRING), "2026-11-23", **HIRING, cap="5")
    assert laid(under, "2026-11-01", "2027-06-01", date(2027, 1, 1)) == [
        "before 2027-01-01: 1950-01-01 to 2026-11-23 by 1",
        "before 2027-01-01 from 2026-11-24: 2026-11-24 to 2026-12-31 by 2",
        "2027: 2027-01-01 to 2027-12-31 by 2",
    ]


def test_a_hiring_year_ends_before_the_calendar_year_that_takes_its_place_begins() -> None:
    under = changed(rules(**HIRING), "2026-11-23")
    assert laid(under, "2026-11-23", "2028-01-01", HIRED) == [
        "2026/27: 2026-03-15 to 2027-03-14 by 1",
        "2027 from 2027-03-15: 2027-03-15 to 2027-12-31 by 2",
        "2028: 2028-01-01 to 2028-12-31 by 2",
    ]


def test_of_two_changes_within_one_hiring_year_the_later_holds_in_the_next() -> None:
    once = changed(rules(**HIRING), "2026-04-01", **HIRING, cap="5")
    twice = changed(once, "2026-06-01", 3, **HIRING, cap="6")
    assert laid(twice, "2026-11-23", "2027-06-01", HIRED) == [
        "2026/27: 2026-03-15 to 2027-03-14 by 1",
        "2027/28: 2027-03-15 to 2028-03-14 by 3",
    ]


def test_a_calendar_year_that_nobody_comes_to_gives_way_to_what_follows_it() -> None:
    once = changed(rules(**HIRING), "2027-01-09")
    twice = changed(once, "2027-02-01", 3, cap="6")
    assert laid(twice, "2027-03-01", "2028-06-01", date(2024, 1, 5)) == [
        "2027/28: 2027-01-05 to 2028-01-04 by 1",
        "2028 from 2028-01-05: 2028-01-05 to 2028-12-31 by 3",
    ]


def test_hiring_years_take_the_place_of_calendar_years_from_the_next_one_on() -> None:
    under = changed(rules(), "2026-11-23", **HIRING)
    assert laid(under, "2026-11-23", "2027-06-01", HIRED) == [
        "2026: 2026-01-01 to 2026-12-31 by 1",
        "2026/27 from 2027-01-01: 2027-01-01 to 2027-03-14 by 2",
        "2027/28: 2027-03-15 to 2028-03-14 by 2",
    ]


def test_credits_of_calendar_years_stay_where_they_were_without_a_hiring_date() -> None:
    under = changed(
        rules(cap="1", carry_over={"credits": "5", "periods": 1}), "2025-11-23", **HIRING
    )
    found = account(cpe(1, "2025-06-01", "3"), under=under)
    assert amounts(found["2025"]) == ("3.00", "0.00", "1.00", "2.00", "0.00")
    unlaid = found["no hiring date from 2026-01-01"]
    assert [(line.carried_from, line.why_code) for line in unlaid.lines] == [
        ("2025", WhyCode.HIRING_DATE_MISSING)
    ]


def test_the_rules_of_today_are_the_learners() -> None:
    under = changed(rules(**HIRING, target="5"), "2026-04-01", **HIRING, target="6")
    assert rules_on(under, TODAY, HIRED).version == 1
    assert rules_on(under, TODAY, date(2025, 4, 2)).version == 2
    assert rules_on(under, TODAY).version == 2


def test_a_lifetime_takes_the_place_of_the_hiring_year() -> None:
    under = changed(rules(**HIRING), "2026-11-23", period={"kind": "lifetime"})
    assert laid(under, "2026-11-23", "2030-01-01", HIRED) == [
        "2026/27: 2026-03-15 to 2027-03-14 by 1",
        "since 2027-03-15: 2027-03-15 to None by 2",
    ]
    assert isinstance(under[-1].period, Lifetime)
    assert isinstance(under[0].period, HiringYear)


def test_days_without_a_year_say_why() -> None:
    assert span_of(rules(**HIRING), TODAY).unlaid is Unlaid.HIRING_DATE_MISSING
    assert span_of(rules(**HIRING), date(2024, 3, 14), HIRED).unlaid is Unlaid.BEFORE_HIRED
    assert span_of(rules(**HIRING), HIRED, HIRED).unlaid is None
