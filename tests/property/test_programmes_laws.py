"""Laws that reports of whole portfolios keep: many lines, maximums that overlap, carry, waivers."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import CycleReport, Report, RequirementKind
from tests.support.programmes import (
    at_least,
    at_most,
    cycle,
    holding,
    labelled,
    line,
    months,
    nodes,
    of_versions,
    programme,
)

FIRST, TODAY = date(2024, 1, 1), date(2026, 6, 1)
GONE = sorted(set(Status) - GRANTED - {Status.PENDING})
AREAS, FORMS = ("a", "b", "c"), ("live", "read")
CENT = Decimal("0.01")

law = settings(max_examples=60)
whole = st.integers(1, 40).map(str)
some_day = st.integers(0, 880).map(lambda number: FIRST + timedelta(days=number))


@st.composite
def portfolios(draw: st.DrawFn) -> list[CreditLine]:
    numbers = draw(st.lists(st.integers(0, 99), unique=True, max_size=30))
    return [draw(lines(number)) for number in numbers]


@st.composite
def lines(draw: st.DrawFn, number: int) -> CreditLine:
    labels = {"area": draw(st.sampled_from(AREAS)), "form": draw(st.sampled_from(FORMS))}
    status = draw(st.sampled_from(["approved", "approved", "approved", "pending"]))
    credits_ = draw(st.sampled_from(["0.25", "1", "1.50", "7"]))
    return line(number, str(draw(some_day)), credits_, status=status, **labels)


@st.composite
def boards(draw: st.DrawFn) -> Programme:
    """A year with a minimum, minimums inside, maximums by area and by form, and a carry."""
    window = draw(st.sampled_from([{"kind": "cycle"}, months("inner", 6)]))
    requires = [
        at_least("total", draw(whole)),
        at_least("inside", draw(whole), which=labelled("area", "a"), window=window),
        at_most("area", draw(whole), which=labelled("area", "a", "b"), window=window),
        at_most("form", draw(whole), which=labelled("form", "live")),
        at_most("cap", draw(whole)),
    ]
    kept = draw(st.lists(st.sampled_from(requires), unique_by=lambda one: one["id"], min_size=1))
    ids = {one["id"] for one in kept} & {"total", "cap"}
    carry = {"limit": draw(whole), "times": draw(st.integers(1, 2))}
    beyond = draw(st.sampled_from(sorted(ids))) if ids else None
    return programme(*kept, cycle=cycle(12), carry={"beyond": beyond, **carry} if beyond else None)


def said(board: Programme, portfolio: Sequence[CreditLine], held: Holding | None = None) -> Report:
    return report(board, held or holding(), portfolio, TODAY)


@law
@given(boards(), portfolios())
def test_counted_exceeds_neither_what_was_awarded_nor_a_maximum(
    board: Programme, portfolio: list[CreditLine]
) -> None:
    for each in said(board, portfolio).cycles:
        for one in each.lines:
            assert 0 <= one.counted <= one.credits
            assert not (one.waiting and one.counted)
        for node in nodes(each).values():
            for window in node.figures:
                assert window.missing == max(Decimal(0), window.needed - window.have) or (
                    node.kind is RequirementKind.AT_MOST or not window.asked
                )
                assert node.kind is not RequirementKind.AT_MOST or window.have <= window.needed


@law
@given(boards(), portfolios(), st.data())
def test_order_of_arrival_changes_nothing(
    board: Programme, portfolio: list[CreditLine], data: st.DataObject
) -> None:
    assert said(board, data.draw(st.permutations(portfolio))) == said(board, portfolio)


@law
@given(boards(), portfolios(), st.data(), st.sampled_from(GONE))
def test_withdrawing_gives_exactly_the_report_without_it(
    board: Programme, portfolio: list[CreditLine], data: st.DataObject, status: Status
) -> None:
    gone = data.draw(lines(100)).model_copy(update={"status": status})
    assert said(board, [*portfolio, gone]) == said(board, portfolio)


@law
@given(boards(), portfolios(), st.data())
def test_more_credits_never_lower_the_total_of_their_cycle(
    board: Programme, portfolio: list[CreditLine], data: st.DataObject
) -> None:
    more = data.draw(lines(100))
    before = {one.starts_on: one.counted for one in said(board, portfolio).cycles}
    after = said(board, [*portfolio, more]).cycles
    here = next(one for one in after if one.starts_on <= more.earned_on <= one.ends_on)
    assert here.counted >= before.get(here.starts_on, 0)


@law
@given(boards(), portfolios())
def test_carry_neither_makes_nor_loses_credits(
    board: Programme, portfolio: list[CreditLine]
) -> None:
    cycles = said(board, portfolio).cycles
    for before, after in pairwise(cycles):
        assert before.carried_out == after.carried_in
    for each in cycles:
        assert all(one.counted <= one.credits for one in each.lines)
        assert all(one.carried_out <= one.credits for one in each.lines)


@law
@given(boards(), portfolios(), st.sampled_from(["fewer", "let_off", "extra"]), whole)
def test_a_waiver_never_raises_what_is_missing_and_a_penalty_never_lowers_it(
    board: Programme, portfolio: list[CreditLine], kind: str, credits_: str
) -> None:
    waiver = {"kind": kind, "on": "2026-03-01", "requirement": "total"}
    if kind != "let_off":
        waiver["credits"] = credits_
    before: CycleReport = said(board, portfolio).cycles[-1]
    after = said(board, portfolio, holding(waivers=[waiver])).cycles[-1]
    if kind == "extra":
        assert after.missing >= before.missing
    else:
        assert after.missing <= before.missing
    assert after.counted == before.counted


@law
@given(boards(), boards(), portfolios(), some_day)
def test_a_version_that_does_not_hold_at_once_rewrites_no_cycle_that_began_before_it(
    board: Programme, other: Programme, portfolio: list[CreditLine], begins: date
) -> None:
    first = board.versions[0].model_dump()
    later = {**other.versions[0].model_dump(), "begins_on": begins, "backfill": None}
    changed = said(of_versions(first, later), portfolio).cycles
    for before in said(board, portfolio).cycles:
        if before.starts_on < begins:
            assert before in changed


@law
@given(boards(), portfolios())
def test_the_least_that_is_named_completes_what_is_missing_and_no_less_would(
    board: Programme, portfolio: list[CreditLine]
) -> None:
    last = said(board, portfolio).cycles[-1]
    if last.least is None:
        return
    assert bool(last.least) == bool(last.missing)
    lacking = {
        node.id: max(window.missing for window in node.figures)
        for node in nodes(last).values()
        if node.missing
    }
    together = sum((step.credits for step in last.least), Decimal(0))
    assert together >= max(lacking.values(), default=Decimal(0))
    for name, amount in lacking.items():
        serving = sum((step.credits for step in last.least if name in step.serves), Decimal(0))
        assert serving >= amount
