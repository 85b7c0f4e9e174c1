from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.periods import Lifetime, PeriodRules, RulesVersion, YearFrom, revised
from certfolio.domain.statement import Counted, Line, PeriodStatement, WhyCode, WhyValues, statement
from tests.support.portfolios import CPE, Recognised, certificate, cpe, of_lines

TODAY = date(2026, 11, 23)


def rules(**fields: Any) -> tuple[RulesVersion, ...]:
    return revised((), PeriodRules.model_validate(fields), 1, TODAY)


def account(
    *certificates: Certificate, under: tuple[RulesVersion, ...] | None = None, today: date = TODAY
) -> dict[str, PeriodStatement]:
    """The statement by period, newest first."""
    known = [Recognised(CPE, under or rules())]
    return {period.period: period for period in statement(certificates, known, today)}


def whole(period: PeriodStatement) -> dict[str, str]:
    """The amounts of a period that are not zero."""
    names = ("claimed", "awarded", "carried_in", "applied", "carried_out", "lapsed")
    return {name: f"{getattr(period, name)}" for name in names if getattr(period, name)}


def split(line: Line) -> str:
    return f"{line.applied} applied, {line.carried_out} carried out, {line.lapsed} lapsed"


def told(line: Line) -> tuple[Counted, str | None]:
    return line.counted, line.why


def test_learner_without_certificates_has_an_empty_statement() -> None:
    assert statement([], [Recognised(CPE, rules())], TODAY) == []


def test_credits_count_in_the_year_they_were_earned() -> None:
    periods = account(cpe(1, "2025-12-31", "1.25"), cpe(2, "2026-01-01", "2.50"))
    assert list(periods) == ["2026", "2025"]
    assert whole(periods["2026"]) == {"awarded": "2.50", "applied": "2.50"}
    assert whole(periods["2025"]) == {"awarded": "1.25", "applied": "1.25"}


def test_line_that_counts_in_full_needs_no_explanation() -> None:
    (line,) = account(cpe(1, "2026-02-03", "2.50"))["2026"].lines
    assert line == Line(
        certificate_id="0" * 25 + "1",
        title="Certificate 1",
        earned_on=date(2026, 2, 3),
        credits=Decimal("2.50"),
        applied=Decimal("2.50"),
        counted=Counted.IN_FULL,
    )


def test_pending_claim_is_claimed_and_nothing_else() -> None:
    period = account(cpe(1, "2026-02-03", "2.50", Status.PENDING), under=rules(cap="1"))["2026"]
    assert whole(period) == {"claimed": "2.50"}
    (line,) = period.lines
    assert line.credits == Decimal("2.50")
    assert split(line) == "0.00 applied, 0.00 carried out, 0.00 lapsed"
    assert told(line) == (Counted.NOT_YET, "waiting for a decision")
    assert line.why_code is WhyCode.WAITING


@pytest.mark.parametrize("status", sorted(set(Status) - GRANTED - {Status.PENDING}))
def test_certificate_that_is_neither_pending_nor_approved_is_not_there(status: Status) -> None:
    assert account(cpe(1, "2026-02-03", "2.50", status)) == {}


def test_adjusted_credits_count_as_awarded() -> None:
    adjusted = certificate(1, date(2026, 2, 3), {CPE: "8"}, awarded={CPE: "3.50"})
    assert whole(account(adjusted)["2026"]) == {"awarded": "3.50", "applied": "3.50"}


def test_line_that_was_awarded_nothing_says_so() -> None:
    nothing = certificate(1, date(2026, 2, 3), {CPE: "8"}, awarded={CPE: "0"})
    (line,) = account(nothing)["2026"].lines
    assert told(line) == (Counted.NOT, "no credits were awarded")
    assert line.why_code is WhyCode.NOTHING_AWARDED


def test_present_period_is_listed_though_nothing_is_in_it() -> None:
    periods = account(cpe(1, "2023-02-03", "2"), under=rules(target="20"))
    assert list(periods) == ["2026", "2023"]
    assert (whole(periods["2026"]), periods["2026"].lines) == ({}, ())
    assert periods["2026"].remaining == 20


def test_expired_certificate_still_counts() -> None:
    expired = cpe(1, "2026-02-03", "2").model_copy(update={"expires_on": date(2026, 3, 1)})
    assert whole(account(expired)["2026"]) == {"awarded": "2.00", "applied": "2.00"}


def test_cap_lets_the_earliest_credits_count() -> None:
    period = account(
        cpe(3, "2026-03-01", "4"),
        cpe(2, "2026-01-01", "15"),
        cpe(1, "2026-02-01", "8"),
        under=rules(cap="20"),
    )["2026"]
    assert whole(period) == {"awarded": "27.00", "applied": "20.00", "lapsed": "7.00"}
    assert period.cap == 20
    assert [(line.title, split(line), *told(line)) for line in period.lines] == [
        ("Certificate 2", "15.00 applied, 0.00 carried out, 0.00 lapsed", Counted.IN_FULL, None),
        (
            "Certificate 1",
            "5.00 applied, 0.00 carried out, 3.00 lapsed",
            Counted.IN_PART,
            "the cap of 20.00 for 2026 was reached: 3.00 lapsed",
        ),
        (
            "Certificate 3",
            "0.00 applied, 0.00 carried out, 4.00 lapsed",
            Counted.NOT,
            "the cap of 20.00 for 2026 was reached: 4.00 lapsed",
        ),
    ]
    assert [line.why_code for line in period.lines] == [
        None,
        WhyCode.CAP_REACHED,
        WhyCode.CAP_REACHED,
    ]


def test_id_decides_between_certificates_of_the_same_day() -> None:
    period = account(cpe(2, "2026-03-01", "4"), cpe(1, "2026-03-01", "4"), under=rules(cap="4"))[
        "2026"
    ]
    assert [(line.title, split(line)) for line in period.lines] == [
        ("Certificate 1", "4.00 applied, 0.00 carried out, 0.00 lapsed"),
        ("Certificate 2", "0.00 applied, 0.00 carried out, 4.00 lapsed"),
    ]


@pytest.mark.parametrize(
    ("earned", "remaining"), [("4.50", "10.50"), ("15", "0.00"), ("16", "0.00")]
)
def test_remaining_is_what_is_missing_to_the_target(earned: str, remaining: str) -> None:
    period = account(cpe(1, "2026-02-03", earned), under=rules(target="15"))["2026"]
    assert period.model_dump(mode="json")["remaining"] == remaining


def test_without_a_target_nothing_remains_to_be_reached() -> None:
    assert account(cpe(1, "2026-02-03", "1"))["2026"].remaining is None


def test_what_lies_beyond_the_cap_is_carried_into_the_next_period() -> None:
    periods = account(
        cpe(1, "2025-05-01", "27"),
        cpe(2, "2026-01-01", "4"),
        under=rules(cap="20", carry_over={"credits": "5", "periods": 1}),
    )
    last, present = periods["2025"], periods["2026"]
    assert whole(last) == {
        "awarded": "27.00",
        "applied": "20.00",
        "carried_out": "5.00",
        "lapsed": "2.00",
    }
    assert told(last.lines[0]) == (
        Counted.IN_PART,
        "the cap of 20.00 for 2025 was reached: 5.00 carried into the next period, 2.00 lapsed",
    )
    assert whole(present) == {"awarded": "4.00", "carried_in": "5.00", "applied": "9.00"}
    assert [(line.title, f"{line.credits}", line.carried_from) for line in present.lines] == [
        ("Certificate 1", "5.00", "2025"),
        ("Certificate 2", "4.00", None),
    ]


def test_period_with_nothing_but_carried_credits_is_listed() -> None:
    periods = account(
        cpe(1, "2023-05-01", "3"), under=rules(cap="2", carry_over={"credits": "5", "periods": 1})
    )
    assert list(periods) == ["2026", "2024", "2023"]
    assert whole(periods["2024"]) == {"carried_in": "1.00", "applied": "1.00"}


def test_carried_credits_count_before_those_earned_since() -> None:
    present = account(
        cpe(1, "2025-05-01", "8"),
        cpe(2, "2026-01-01", "4"),
        under=rules(cap="5", carry_over={"credits": "10", "periods": 1}),
    )["2026"]
    assert [(line.title, split(line)) for line in present.lines] == [
        ("Certificate 1", "3.00 applied, 0.00 carried out, 0.00 lapsed"),
        ("Certificate 2", "2.00 applied, 2.00 carried out, 0.00 lapsed"),
    ]


def test_newest_credits_are_carried_where_not_all_can_be() -> None:
    last = account(
        cpe(1, "2025-05-01", "5"),
        cpe(2, "2025-06-01", "3"),
        cpe(3, "2025-07-01", "3"),
        under=rules(cap="5", carry_over={"credits": "4", "periods": 1}),
    )["2025"]
    assert [(line.title, split(line)) for line in last.lines] == [
        ("Certificate 1", "5.00 applied, 0.00 carried out, 0.00 lapsed"),
        ("Certificate 2", "0.00 applied, 1.00 carried out, 2.00 lapsed"),
        ("Certificate 3", "0.00 applied, 3.00 carried out, 0.00 lapsed"),
    ]


def test_credits_lapse_when_they_were_carried_often_enough() -> None:
    periods = account(
        cpe(1, "2023-05-01", "40"),
        under=rules(cap="10", carry_over={"credits": "100", "periods": 2}),
    )
    assert {label: whole(period) for label, period in periods.items()} == {
        "2026": {},
        "2025": {"carried_in": "20.00", "applied": "10.00", "lapsed": "10.00"},
        "2024": {"carried_in": "30.00", "applied": "10.00", "carried_out": "20.00"},
        "2023": {"awarded": "40.00", "applied": "10.00", "carried_out": "30.00"},
    }
    assert periods["2025"].lines[0].carried_from == "2023"


def test_lifetime_is_one_period() -> None:
    period = account(
        cpe(1, "1999-05-01", "40"),
        cpe(2, "2026-05-01", "80"),
        under=rules(period={"kind": "lifetime"}, cap="100"),
    )["lifetime"]
    assert whole(period) == {"awarded": "120.00", "applied": "100.00", "lapsed": "20.00"}
    assert period.ends_on is None
    line = period.lines[1]
    assert line.why == "the lifetime cap of 100.00 was reached: 20.00 lapsed"
    assert line.why_code is WhyCode.LIFETIME_CAP_REACHED
    assert line.why_values == WhyValues(
        cap=Decimal(100), period="lifetime", carried_out=Decimal(0), lapsed=Decimal(20)
    )


def test_year_with_its_own_start_day() -> None:
    july = rules(period={"kind": "year", "month": 7, "day": 1})
    periods = account(cpe(1, "2026-06-30", "1"), cpe(2, "2026-07-01", "2"), under=july)
    assert {label: f"{period.applied}" for label, period in periods.items()} == {
        "2026/27": "2.00",
        "2025/26": "1.00",
    }


def test_statement_says_which_rules_it_applied_though_decided_after_their_change() -> None:
    changed = revised(rules(cap="20"), PeriodRules(cap=Decimal(5)), 2, TODAY)
    periods = account(
        cpe(1, "2026-12-30", "12"),
        cpe(2, "2027-01-02", "12"),
        under=changed,
        today=date(2027, 2, 1),
    )
    assert [
        (period.period, period.rules_version, f"{period.applied} of {period.cap}")
        for period in periods.values()
    ] == [
        ("2027", 2, "5.00 of 5.00"),
        ("2026", 1, "12.00 of 20.00"),
    ]


def test_rules_of_the_period_credits_leave_decide_whether_they_may() -> None:
    carries = {"cap": "10", "carry_over": {"credits": "10", "periods": 1}}
    changed = revised(rules(**carries), PeriodRules(period=YearFrom(month=7, day=1)), 2, TODAY)
    periods = account(cpe(1, "2026-05-01", "15"), under=changed, today=date(2027, 2, 1))
    assert whole(periods["2026/27 from 2027-01-01"]) == {"carried_in": "5.00", "applied": "5.00"}


def test_credits_carried_out_of_years_count_in_a_lifetime_that_follows() -> None:
    carries = {"cap": "10", "carry_over": {"credits": "10", "periods": 1}}
    changed = revised(rules(**carries), PeriodRules(period=Lifetime()), 2, TODAY)
    periods = account(cpe(1, "2026-05-01", "15"), under=changed, today=date(2027, 2, 1))
    assert whole(periods["since 2027-01-01"]) == {"carried_in": "5.00", "applied": "5.00"}


@pytest.mark.parametrize("known", [[], [Recognised(CPE, ())]])
def test_credit_type_without_rules_counts_everything_by_calendar_year(
    known: list[Recognised],
) -> None:
    (period,) = statement([cpe(1, "2026-05-01", "9999.99")], known, TODAY)
    assert (period.period, period.rules_version, f"{period.applied}") == ("2026", 0, "9999.99")


def test_periods_are_newest_first_then_by_credit_type() -> None:
    both = {"pdu": "1", "cpe": "2"}
    periods = statement(
        [certificate(1, date(2025, 5, 1), both), certificate(2, date(2026, 5, 1), both)],
        [Recognised("pdu", rules()), Recognised("cpe", rules())],
        TODAY,
    )
    assert [(period.period, period.credit_type, f"{period.applied}") for period in periods] == [
        ("2026", "cpe", "2.00"),
        ("2026", "pdu", "1.00"),
        ("2025", "cpe", "2.00"),
        ("2025", "pdu", "1.00"),
    ]


def test_cents_add_up_exactly() -> None:
    period = account(*(cpe(number, "2026-05-01", "0.10") for number in range(30)))["2026"]
    assert period.applied == Decimal("3.00")
    assert period.model_dump(mode="json")["applied"] == "3.00"


def test_two_lines_of_one_type_are_two_lines_by_their_place() -> None:
    found = of_lines(1, "2026-02-03", (CPE, "2.00"), ("ceu", "5.00"), (CPE, "3.00"))
    period = account(found, cpe(2, "2026-02-03", "1.00"), under=rules(cap="4"))["2026"]
    assert whole(period) == {"awarded": "6.00", "applied": "4.00", "lapsed": "2.00"}
    assert [(int(line.certificate_id), line.line, split(line)) for line in period.lines] == [
        (1, 0, "2.00 applied, 0.00 carried out, 0.00 lapsed"),
        (1, 2, "2.00 applied, 0.00 carried out, 1.00 lapsed"),
        (2, 0, "0.00 applied, 0.00 carried out, 1.00 lapsed"),
    ]


def test_two_lines_of_one_type_wait_side_by_side() -> None:
    waiting = of_lines(1, "2026-02-03", (CPE, "2.00"), (CPE, "3.00"), status=Status.PENDING)
    period = account(waiting)["2026"]
    assert whole(period) == {"claimed": "5.00"}
    assert [(line.line, f"{line.credits}") for line in period.lines] == [(0, "2.00"), (1, "3.00")]


def test_two_lines_of_one_type_go_on_as_two() -> None:
    found = of_lines(1, "2025-02-03", (CPE, "5.00"), (CPE, "3.00"))
    carrying = rules(cap="1", carry_over={"credits": "9", "periods": 1})
    period = account(found, under=carrying)["2026"]
    assert whole(period)["carried_in"] == "7.00"
    assert [(line.line, f"{line.credits}") for line in period.lines] == [(0, "4.00"), (1, "3.00")]
