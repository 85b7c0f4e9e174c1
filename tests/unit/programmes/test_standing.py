"""Where holders stand, at the boundaries between one word and the next."""

from datetime import date
from typing import Any

import pytest

from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.standing import HoldingStanding, standing
from tests.support.programmes import (
    at_least,
    cycle,
    holding,
    labelled,
    line,
    months,
    node,
    programme,
)

TEN_DAYS_OF_365 = "2024-01-11"


def stands(under: Programme, held: Holding, *lines: CreditLine, on: str) -> HoldingStanding:
    return standing(report(under, held, lines, date.fromisoformat(on)), under)


def a_year(*requires: Any, **more: Any) -> Programme:
    return programme(*requires, cycle=cycle(12, **more))


YEAR = a_year(at_least("total", "366"))
"""As many credits as 2024 has days: one a day is just on track."""


def test_without_a_fact_that_lays_the_cycle_nobody_stands_anywhere() -> None:
    assert stands(YEAR, holding(None), on="2024-01-01") is HoldingStanding.FACTS_MISSING


def test_before_the_day_held_since_it_has_not_begun() -> None:
    assert stands(YEAR, holding("2024-01-02"), on="2024-01-01") is HoldingStanding.NOT_BEGUN


@pytest.mark.parametrize(
    ("credits_", "on", "found"),
    [
        (None, "2024-01-01", HoldingStanding.ON_TRACK),
        (None, "2024-01-02", HoldingStanding.BEHIND),
        ("1", "2024-01-02", HoldingStanding.ON_TRACK),
        ("9.99", TEN_DAYS_OF_365, HoldingStanding.BEHIND),
        ("10", TEN_DAYS_OF_365, HoldingStanding.ON_TRACK),
        ("364.99", "2024-12-31", HoldingStanding.BEHIND),
        ("365", "2024-12-31", HoldingStanding.ON_TRACK),
        ("366", "2024-12-31", HoldingStanding.COMPLETE),
        ("365.99", "2025-01-01", HoldingStanding.ENDED_SHORT),
        ("366", "2025-01-01", HoldingStanding.ON_TRACK),
    ],
)
def test_a_credit_a_day_keeps_on_track(
    credits_: str | None, on: str, found: HoldingStanding
) -> None:
    lines = [line(1, "2024-01-01", credits_)] if credits_ else []
    assert stands(YEAR, holding("2024-01-01"), *lines, on=on) is found


def test_what_waits_for_a_decision_puts_nobody_on_track() -> None:
    waiting = line(1, "2024-01-01", "366", status="pending")
    found = stands(YEAR, holding("2024-01-01"), waiting, on="2024-06-01")
    assert found is HoldingStanding.BEHIND


def test_a_cycle_that_ended_short_is_told_even_if_the_one_that_runs_is_complete() -> None:
    lines = [line(1, "2024-02-01", "1"), line(2, "2025-02-01", "366")]
    found = stands(YEAR, holding("2024-01-01"), *lines, on="2025-02-01")
    assert found is HoldingStanding.ENDED_SHORT


def test_a_cycle_that_asks_nothing_is_complete() -> None:
    exempt = a_year(at_least("total", "10"), first_exempt=True)
    found = stands(exempt, holding("2024-01-01"), on="2024-06-01")
    assert found is HoldingStanding.COMPLETE


def test_one_minimum_that_is_behind_puts_behind() -> None:
    under = a_year(at_least("total", "10"), at_least("ethics", "2", which=labelled("area", "e")))
    found = stands(under, holding("2024-01-01"), line(1, "2024-01-01", "10"), on="2024-06-01")
    assert found is HoldingStanding.BEHIND


def test_an_inner_window_that_has_ended_short_puts_behind_however_much_there_is_since() -> None:
    under = programme(at_least("total", "30"), at_least("yearly", "10", window=months("inner", 12)))
    lines = [line(1, "2025-01-01", "29")]
    found = stands(under, holding("2024-01-01"), *lines, on="2025-01-02")
    assert found is HoldingStanding.BEHIND


def test_an_inner_window_to_come_asks_nothing_yet() -> None:
    under = programme(at_least("total", "30"), at_least("yearly", "10", window=months("inner", 12)))
    found = stands(under, holding("2024-01-01"), line(1, "2024-01-01", "20"), on="2024-12-31")
    assert found is HoldingStanding.ON_TRACK


def test_a_minimum_in_the_last_months_is_due_at_the_end_of_the_cycle() -> None:
    under = programme(at_least("rolling", "36", window=months("rolling", 36)))
    first = holding("2024-01-01")
    assert stands(under, first, on="2024-01-01") is HoldingStanding.ON_TRACK
    assert stands(under, first, on="2024-06-01") is HoldingStanding.BEHIND
    enough = line(1, "2024-01-01", "6")
    assert stands(under, first, enough, on="2024-06-01") is HoldingStanding.ON_TRACK


def test_of_alternatives_the_one_that_is_chosen_counts() -> None:
    either = node(
        "any_of",
        "either",
        at_least("any", "366"),
        at_least("special", "100", which=labelled("area", "s")),
    )
    lines = [line(1, "2024-01-01", "60", area="s")]
    found = stands(a_year(either), holding("2024-01-01"), *lines, on="2024-07-01")
    assert found is HoldingStanding.ON_TRACK


def test_of_alternatives_by_inner_window_each_window_has_its_own() -> None:
    either = node(
        "any_of",
        "either",
        at_least("any", "40", window=months("inner", 12)),
        at_least("one", "24", window=months("inner", 12), which=labelled("area", "s")),
    )
    first = [line(1, "2024-03-01", "24", area="s")]
    under, held = programme(either), holding("2024-01-01")
    assert stands(under, held, *first, on="2025-01-01") is HoldingStanding.ON_TRACK
    second = line(2, "2025-01-01", "23", area="t")
    assert stands(under, held, *first, second, on="2025-06-01") is HoldingStanding.ON_TRACK
    assert stands(under, held, *first, second, on="2025-12-01") is HoldingStanding.BEHIND


def test_what_staff_have_to_confirm_keeps_from_complete_and_puts_nobody_behind() -> None:
    under = a_year(at_least("total", "10"), node("confirmed", "ethics"))
    found = stands(under, holding("2024-01-01"), line(1, "2024-01-01", "10"), on="2024-12-31")
    assert found is HoldingStanding.ON_TRACK
