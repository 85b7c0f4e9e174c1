"""Laws that every statement keeps, whatever the portfolio, the rules and their history."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TypeVar

from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate
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
    revised,
    span_of,
    spans,
)
from certfolio.domain.statement import (
    Counted,
    Line,
    PeriodStatement,
    WhyCode,
    every_period,
    lines_of,
    statement,
)
from tests.support.portfolios import CPE, Recognised, certificate

OTHER = "pdu"
FIRST, LAST = date(2020, 1, 1), date(2027, 12, 31)
GONE = sorted(set(Status) - GRANTED - {Status.PENDING})

type_ids = st.sampled_from([CPE, OTHER])
days = st.dates(FIRST, LAST)
cents = st.integers(1, 2000).map(lambda number: Decimal(number) / 100)
periods = st.one_of(
    st.just(CalendarYear()),
    st.builds(YearFrom, month=st.integers(1, 12), day=st.integers(1, 28)),
    st.just(Lifetime()),
)


@st.composite
def period_rules(draw: st.DrawFn) -> PeriodRules:
    period = draw(periods)
    cap = draw(st.none() | cents)
    target = draw(st.none() | cents.map(lambda amount: amount if cap is None else min(amount, cap)))
    carry_over = None
    if cap is not None and not isinstance(period, Lifetime):
        carry_over = draw(
            st.none() | st.builds(CarryOver, credits=cents, periods=st.integers(1, 3))
        )
    return PeriodRules(period=period, target=target, cap=cap, carry_over=carry_over)


@st.composite
def histories(draw: st.DrawFn) -> tuple[RulesVersion, ...]:
    """Rules as an academy changes them, one change a day at most."""
    rules = revised((), draw(period_rules()), 1, FIRST)
    changes = draw(st.lists(days, max_size=4, unique=True).map(sorted))
    for version, today in enumerate(changes, start=2):
        # A lifetime that has begun refuses most changes.
        with suppress(InvalidInput):
            rules = revised(rules, draw(period_rules()), version, today)
    return rules


@st.composite
def portfolios(draw: st.DrawFn, earned_on: st.SearchStrategy[date] = days) -> list[Certificate]:
    numbers = draw(st.lists(st.integers(0, 99), unique=True, max_size=10))
    return draw(renewing([draw(certificates(number, earned_on)) for number in numbers]))


@st.composite
def renewing(draw: st.DrawFn, portfolio: list[Certificate]) -> list[Certificate]:
    """The certificates, some of which renew others, as far as renewals are approved."""
    renewed = draw(st.lists(st.sampled_from(portfolio), unique_by=_id)) if portfolio else []
    pairs = {
        new.id: old.id
        for new, old in zip(draw(st.permutations(portfolio)), renewed, strict=False)
        if new is not old
    }
    granted = {pairs[new.id] for new in portfolio if new.id in pairs and new.status in GRANTED}
    return [
        one.model_copy(
            update={
                "renews": pairs.get(one.id),
                "status": Status.SUPERSEDED
                if one.id in granted and one.status is Status.APPROVED
                else one.status,
            }
        )
        for one in portfolio
    ]


def _id(one: Certificate) -> str:
    return one.id


@st.composite
def certificates(
    draw: st.DrawFn, number: int, earned_on: st.SearchStrategy[date] = days
) -> Certificate:
    amounts = st.dictionaries(type_ids, cents.map(str), min_size=1)
    claimed = draw(amounts)
    awarded = {key: draw(st.sampled_from([value, "0", "0.01"])) for key, value in claimed.items()}
    weighted = st.sampled_from([*Status, *[Status.APPROVED] * len(Status)])
    return certificate(
        number,
        draw(earned_on),
        claimed,
        status=draw(weighted),
        awarded=awarded,
        ends_when_renewed=draw(st.sets(st.sampled_from(sorted(claimed)))),
    )


def walk(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> list[tuple[RulesVersion, PeriodStatement]]:
    """Every period with the rules that hold in it, oldest first."""
    return [
        (span_of(rules, period.starts_on).rules, period)
        for period in every_period(CPE, rules, portfolio, today)
    ]


def decided(period: PeriodStatement) -> list[Line]:
    return [line for line in period.lines if line.counted is not Counted.NOT_YET]


def lasting(period: PeriodStatement) -> list[Line]:
    """What was decided and has not ended with a renewal."""
    return [line for line in decided(period) if line.why_code is not WhyCode.RENEWED]


def total(portfolio: list[Certificate], *statuses: Status) -> Decimal:
    return sum(
        (
            claim.claimed if one.status is Status.PENDING else claim.awarded or Decimal(0)
            for one in portfolio
            if one.status in statuses
            for claim in one.claims
            if claim.credit_type == CPE
        ),
        Decimal(0),
    )


Stretch = TypeVar("Stretch", Span, PeriodStatement)


@given(histories(), portfolios(), days)
def test_applied_exceeds_neither_what_there_is_nor_the_cap(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    for version, period in walk(rules, portfolio, today):
        there = sum((line.credits for line in lasting(period)), Decimal(0))
        assert there <= period.awarded + period.carried_in
        assert period.applied == (there if version.cap is None else min(there, version.cap))
        assert period.rules_version == version.version
        if version.target is not None:
            assert period.remaining == max(Decimal(0), version.target - period.applied)


@given(histories(), portfolios(), days)
def test_no_period_makes_or_loses_credits(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    everything = [period for _, period in walk(rules, portfolio, today)]
    for period in everything:
        assert (
            period.carried_in + period.awarded
            == period.applied + period.carried_out + period.lapsed
        )
        assert min(period.applied, period.carried_out, period.lapsed) >= 0
    for before, after in pairwise(everything):
        assert before.carried_out == after.carried_in
    assert everything[0].carried_in == 0
    assert sum(period.awarded for period in everything) == total(portfolio, *GRANTED)
    assert sum(period.claimed for period in everything) == total(portfolio, Status.PENDING)


@given(histories(), portfolios(), days)
def test_no_line_makes_or_loses_credits_on_its_way(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    ways: defaultdict[str, list[Line]] = defaultdict(list)
    for _, period in walk(rules, portfolio, today):
        for line in decided(period):
            ways[line.certificate_id].append(line)
    for way in ways.values():
        first, *later = way
        assert first.carried_from is None
        assert all(line.carried_from is not None for line in later)
        for line in way:
            assert line.credits == line.applied + line.carried_out + line.lapsed
        for before, after in pairwise(way):
            assert before.carried_out == after.credits
        assert first.credits == (
            sum(line.applied + line.lapsed for line in way) + way[-1].carried_out
        )


@given(histories(), portfolios(), days)
def test_lines_add_up_to_their_period(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    for _, period in walk(rules, portfolio, today):
        lines = decided(period)
        own = [line for line in lines if line.carried_from is None]
        waiting = [line for line in period.lines if line.counted is Counted.NOT_YET]
        assert period.claimed == sum(line.credits for line in waiting)
        assert period.awarded == sum(line.credits for line in own)
        assert period.carried_in == sum(line.credits for line in lines) - period.awarded
        assert period.applied == sum(line.applied for line in lines)
        assert period.carried_out == sum(line.carried_out for line in lines)
        assert period.lapsed == sum(line.lapsed for line in lines)


@given(histories(), histories(), portfolios(), days)
def test_lines_read_for_a_period_are_those_its_totals_are_made_of(
    rules: tuple[RulesVersion, ...],
    other: tuple[RulesVersion, ...],
    portfolio: list[Certificate],
    today: date,
) -> None:
    known = {CPE: rules, OTHER: other}
    for period in statement(portfolio, [Recognised(*one) for one in known.items()], today):
        asked = period.credit_type, known[period.credit_type], period.period, today
        assert lines_of(portfolio[::-1], *asked) == period.lines
        places = [(line.earned_on, line.certificate_id) for line in period.lines]
        assert places == sorted(set(places))


@given(histories(), portfolios(), days)
def test_line_is_explained_exactly_where_it_does_not_count_in_full(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    for _, period in walk(rules, portfolio, today):
        for line in period.lines:
            in_full = 0 < line.applied == line.credits
            assert (line.counted is Counted.IN_FULL) == in_full
            assert (line.counted is Counted.IN_PART) == (0 < line.applied < line.credits)
            assert (line.why is None) == (line.why_code is None) == in_full
            if line.why_values is not None:
                values = line.why_values
                assert values.cap == period.cap
                assert values.period == period.period
                assert (values.carried_out, values.lapsed) == (line.carried_out, line.lapsed)


@given(histories(), portfolios(), days)
def test_carrying_keeps_its_limits_and_carries_all_they_allow(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    everything = walk(rules, portfolio, today)
    labels = [period.period for _, period in everything]
    for position, (version, period) in enumerate(everything):
        carry = version.carry_over
        if carry is None:
            assert period.carried_out == 0
            continue
        movable = Decimal(0)
        for line in lasting(period):
            earned_in = line.carried_from or period.period
            if position - labels.index(earned_in) < carry.periods:
                movable += line.credits - line.applied
            else:
                assert line.carried_out == 0
        assert period.carried_out == min(movable, carry.credits)


@given(histories(), portfolios(), days)
def test_older_credits_are_applied_first_and_newer_ones_are_kept(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    for _, period in walk(rules, portfolio, today):
        lines = lasting(period)
        order = [(line.earned_on, line.certificate_id) for line in lines]
        assert order == sorted(order)
        for older, newer in pairwise(line for line in lines if line.credits):
            assert older.applied == older.credits or newer.applied == 0
            assert newer.lapsed == 0 or older.carried_out == 0


@given(histories(), portfolios(), days)
def test_credits_that_end_when_renewed_never_count_where_the_renewal_has_begun(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    begins = {one.renews: one.earned_on for one in portfolio if one.status in GRANTED}
    ending = {one.id for one in portfolio if CPE in one.ends_when_renewed}
    for _, period in walk(rules, portfolio, today):
        for line in decided(period):
            begun_on = begins.get(line.certificate_id)
            has_begun = begun_on is not None and (
                period.ends_on is None or begun_on <= period.ends_on
            )
            if line.certificate_id in ending and has_begun:
                assert (line.applied, line.carried_out) == (0, 0)
                assert line.why_code in {WhyCode.RENEWED, WhyCode.NOTHING_AWARDED}
            else:
                assert line.why_code is not WhyCode.RENEWED


@given(histories(), portfolios(), days)
def test_a_renewal_changes_no_period_that_ended_before_it_began(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    begins = [one.earned_on for one in portfolio if one.renews and one.status in GRANTED]
    without = [one.model_copy(update={"renews": None}) for one in portfolio]
    first = min(begins, default=date.max)
    for (_, period), (_, other) in zip(
        walk(rules, portfolio, today), walk(rules, without, today), strict=True
    ):
        if period.ends_on is not None and period.ends_on < first:
            assert period == other


@given(histories(), portfolios(), days)
def test_what_does_not_end_when_renewed_goes_on_counting_as_it_did(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    lasting_ = [one.model_copy(update={"ends_when_renewed": ()}) for one in portfolio]
    without = [one.model_copy(update={"renews": None}) for one in portfolio]
    assert walk(rules, lasting_, today) == walk(rules, without, today)


@given(st.data(), histories(), portfolios(), days)
def test_order_of_arrival_does_not_matter(
    data: st.DataObject,
    rules: tuple[RulesVersion, ...],
    portfolio: list[Certificate],
    today: date,
) -> None:
    types = [Recognised(CPE, rules)]
    shuffled = data.draw(st.permutations(portfolio))
    assert statement(shuffled, types, today) == statement(portfolio, types, today)


@given(st.data(), histories(), portfolios(), days, st.sampled_from(GONE))
def test_taking_a_certificate_out_gives_the_statement_without_it(
    data: st.DataObject,
    rules: tuple[RulesVersion, ...],
    portfolio: list[Certificate],
    today: date,
    status: Status,
) -> None:
    types = [Recognised(CPE, rules)]
    gone = data.draw(certificates(100)).model_copy(update={"status": status})
    assert statement([*portfolio, gone], types, today) == statement(portfolio, types, today)


@given(histories(), portfolios(), days)
def test_statement_lists_the_periods_with_something_in_them_and_the_present_one(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date
) -> None:
    listed = statement(portfolio, [Recognised(CPE, rules)], today)
    relevant = any(
        claim.credit_type == CPE and one.status in GRANTED | {Status.PENDING}
        for one in portfolio
        for claim in one.claims
    )
    expected = [
        period
        for _, period in reversed(walk(rules, portfolio, today))
        if period.lines or today in period
    ]
    mine = [period for period in listed if period.credit_type == CPE]
    present = span_of(rules, today)
    to_reach = [period for period in expected if today in period and present.rules.target]
    assert mine == (expected if relevant else to_reach)


@given(histories(), st.dates(EARLIEST, LAST))
def test_every_day_lies_in_exactly_one_span(rules: tuple[RulesVersion, ...], day: date) -> None:
    everything = list(spans(rules, EARLIEST, LAST))
    (span,) = [span for span in everything if day in span]
    assert span == span_of(rules, day)
    assert span.rules == max(
        (version for version in rules if version.starts_on <= day),
        key=lambda version: version.starts_on,
    )
    for before, after in pairwise(everything):
        assert before.ends_on is not None
        assert after.starts_on - before.ends_on == timedelta(days=1)
    labels = [span.label for span in everything]
    assert len(labels) == len(set(labels))


@given(st.data(), histories(), period_rules(), days)
def test_change_of_rules_leaves_what_has_begun_as_it_is(
    data: st.DataObject, before: tuple[RulesVersion, ...], wanted: PeriodRules, changed_on: date
) -> None:
    try:
        after = revised(before, wanted, 99, changed_on)
    except InvalidInput:
        assert isinstance(span_of(before, changed_on).rules.period, Lifetime)
        return
    later = data.draw(st.dates(changed_on, LAST))
    portfolio = data.draw(portfolios(st.dates(FIRST, changed_on)))
    assert begun(list(spans(after, FIRST, later)), changed_on) == begun(
        list(spans(before, FIRST, later)), changed_on
    )
    assert accounted(after, portfolio, later, changed_on) == accounted(
        before, portfolio, later, changed_on
    )


def accounted(
    rules: tuple[RulesVersion, ...], portfolio: list[Certificate], today: date, day: date
) -> list[PeriodStatement]:
    """The periods that began by a day and have something in them, as they read `today`."""
    return begun([period for _, period in walk(rules, portfolio, today) if period.lines], day)


def begun(stretches: Sequence[Stretch], day: date) -> list[Stretch]:
    """Those that began by a day; a lifetime's target is the one thing a change may move."""
    return [
        without_target(stretch) if open_ended(stretch) else stretch
        for stretch in stretches
        if stretch.starts_on <= day
    ]


def without_target(stretch: Stretch) -> Stretch:
    if isinstance(stretch, Span):
        rules = stretch.rules.model_copy(update={"target": None, "version": 0})
        return stretch.model_copy(update={"rules": rules})
    return stretch.model_copy(update={"target": None, "remaining": None, "rules_version": 0})


def open_ended(stretch: Span | PeriodStatement) -> bool:
    label = stretch.label if isinstance(stretch, Span) else stretch.period
    return label.startswith(("lifetime", "since"))
