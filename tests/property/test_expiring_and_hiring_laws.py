"""Laws of statements in which credits expire and years begin on the learner's hiring date."""

from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import InvalidInput
from certfolio.domain.periods import (
    EARLIEST,
    CalendarYear,
    CarryOver,
    HiringYear,
    Lifetime,
    PeriodRules,
    RulesVersion,
    YearFrom,
    revised,
    span_of,
    spans,
)
from certfolio.domain.statement import Counted, PeriodStatement, WhyCode, every_period
from tests.property.test_statement_laws import FIRST, LAST, cents, days, portfolios, total
from tests.support.portfolios import CPE

periods = st.one_of(
    st.just(HiringYear()),
    st.just(HiringYear()),
    st.just(CalendarYear()),
    st.builds(YearFrom, month=st.integers(1, 12), day=st.integers(1, 28)),
    st.just(Lifetime()),
)
hiring_dates = st.none() | st.sampled_from([date(2020, 2, 29), date(2022, 1, 1)]) | days


@st.composite
def period_rules(draw: st.DrawFn) -> PeriodRules:
    period = draw(periods)
    cap = draw(st.none() | cents)
    carry_over = None
    if cap is not None and not isinstance(period, Lifetime):
        carry_over = draw(
            st.none() | st.builds(CarryOver, credits=cents, periods=st.integers(1, 3))
        )
    months = draw(st.none() | st.integers(1, 30))
    return PeriodRules(period=period, cap=cap, carry_over=carry_over, expires_after_months=months)


@st.composite
def histories(draw: st.DrawFn) -> tuple[RulesVersion, ...]:
    rules = revised((), draw(period_rules()), 1, FIRST)
    changes = draw(st.lists(days, max_size=4, unique=True).map(sorted))
    for version, today in enumerate(changes, start=2):
        with suppress(InvalidInput):
            rules = revised(rules, draw(period_rules()), version, today)
    return rules


@given(histories(), portfolios(), days, hiring_dates)
def test_no_more_counts_than_was_awarded_and_nothing_is_lost(
    rules: tuple[RulesVersion, ...],
    portfolio: list[Certificate],
    today: date,
    hired_on: date | None,
) -> None:
    everything = list(every_period(CPE, rules, portfolio, today, hired_on))
    for period in everything:
        assert (
            period.carried_in + period.awarded
            == period.applied + period.carried_out + period.lapsed
        )
        assert 0 <= period.applied <= period.awarded + period.carried_in
        assert period.cap is None or period.applied <= period.cap
        assert min(period.carried_out, period.lapsed) >= 0
    for before, after in pairwise(everything):
        if before.fact_missing is None and after.fact_missing is None:
            assert before.carried_out == after.carried_in
    held = sum((earned_here(period) for period in everything), Decimal(0))
    assert held == total(portfolio, *GRANTED)
    assert sum(period.claimed for period in everything) == total(portfolio, Status.PENDING)


def earned_here(period: PeriodStatement) -> Decimal:
    """What was awarded for what was earned in these days, whether it counts yet or not."""
    missing = [
        line.credits
        for line in period.lines
        if line.why_code is WhyCode.HIRING_DATE_MISSING and line.carried_from is None
    ]
    return sum(missing, period.awarded)


@given(histories(), portfolios(), days, hiring_dates)
def test_a_line_has_expired_exactly_where_its_last_day_was_before_the_periods(
    rules: tuple[RulesVersion, ...],
    portfolio: list[Certificate],
    today: date,
    hired_on: date | None,
) -> None:
    for period in every_period(CPE, rules, portfolio, today, hired_on):
        judged_on = today if period.ends_on is None else min(today, period.ends_on)
        for line in period.lines:
            over = line.good_through is not None and line.good_through < judged_on
            if line.counted in {Counted.IN_FULL, Counted.IN_PART}:
                assert not over
            assert over or line.why_code is not WhyCode.EXPIRED


@given(histories(), st.dates(EARLIEST, LAST), hiring_dates)
def test_every_day_lies_in_exactly_one_span(
    rules: tuple[RulesVersion, ...], day: date, hired_on: date | None
) -> None:
    everything = list(spans(rules, EARLIEST, LAST, hired_on))
    (span,) = [span for span in everything if day in span]
    assert span == span_of(rules, day, hired_on)
    for before, after in pairwise(everything):
        assert before.ends_on is not None
        assert after.starts_on - before.ends_on == timedelta(days=1)
    labels = [span.label for span in everything]
    assert len(labels) == len(set(labels))


@given(histories(), period_rules(), days, hiring_dates)
def test_a_change_of_rules_leaves_every_period_that_has_begun_as_it_is(
    before: tuple[RulesVersion, ...], wanted: PeriodRules, changed_on: date, hired_on: date | None
) -> None:
    try:
        after = revised(before, wanted, 99, changed_on)
    except InvalidInput:
        return
    for old, new in zip(
        spans(before, FIRST, changed_on, hired_on),
        spans(after, FIRST, changed_on, hired_on),
        strict=True,
    ):
        # A lifetime may have another target, and days that are in no year end with a version.
        assert (new.starts_on, new.label, new.unlaid) == (old.starts_on, old.label, old.unlaid)
        if not isinstance(old.rules.period, Lifetime):
            assert new.rules == old.rules
        if old.unlaid is None and before[-1].starts_on <= changed_on:
            assert new.ends_on == old.ends_on
