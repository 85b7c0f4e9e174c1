"""How cycles and windows lie on the calendar, at the days where it is easy to be wrong."""

from typing import Any

import pytest

from certfolio.domain.programmes.results import NotAsked
from tests.support.programmes import (
    at_least,
    at_most,
    counted,
    crosses,
    cycle,
    cycles,
    days,
    figures,
    had,
    holding,
    latest,
    line,
    months,
    of_versions,
    programme,
)

TOTAL = at_least("total", "10")


def laid(
    anchor: dict[str, Any], length: int, on: str, since: str | None, **held: Any
) -> list[tuple[str, str]]:
    first = held.pop("first", "short")
    under = programme(TOTAL, cycle=cycle(length, anchor, first=first))
    early = line(1, since or "2022-06-01", "1")
    return [days(one) for one in cycles(under, holding(since, **held), early, on=on)]


def test_the_29th_of_february_returns_in_leap_years() -> None:
    assert laid({"kind": "held_since"}, 12, "2028-03-01", "2024-02-29") == [
        ("2024-02-29", "2025-02-27"),
        ("2025-02-28", "2026-02-27"),
        ("2026-02-28", "2027-02-27"),
        ("2027-02-28", "2028-02-28"),
        ("2028-02-29", "2029-02-27"),
    ]


def test_inner_years_are_counted_from_the_anchor_too() -> None:
    under = programme(at_least("year", "5", window=months("inner", 12)))
    of = latest(under, holding("2024-02-29"), on="2028-03-01")
    assert [days(one) for one in figures(of, "year")] == [
        ("2027-02-28", "2028-02-28"),
        ("2028-02-29", "2029-02-27"),
        ("2029-02-28", "2030-02-27"),
    ]


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        (3, [("2024-05-10", "2027-03-31"), ("2027-04-01", "2030-03-31")]),
        (5, [("2024-05-10", "2027-05-31")]),
        (2, [("2024-05-10", "2027-02-28"), ("2027-03-01", "2030-02-28")]),
        (12, [("2024-05-10", "2027-12-31")]),
    ],
)
def test_first_cycle_ends_with_the_month_of_birth_even_if_that_is_short(
    month: int, expected: list[tuple[str, str]]
) -> None:
    found = laid({"kind": "birth_month"}, 36, "2027-05-01", "2024-05-10", birth_month=month)
    assert found == expected


@pytest.mark.parametrize(
    ("since", "parity", "expected"),
    [
        ("2024-05-01", "odd", [("2024-05-01", "2025-06-30"), ("2025-07-01", "2027-06-30")]),
        ("2024-05-01", "even", [("2024-05-01", "2024-06-30"), ("2024-07-01", "2026-06-30")]),
        ("2024-07-01", "even", [("2024-07-01", "2026-06-30")]),
        ("2024-06-30", "even", [("2024-06-30", "2024-06-30"), ("2024-07-01", "2026-06-30")]),
    ],
)
def test_cycles_end_in_years_as_odd_or_even_as_the_year_of_birth(
    since: str, parity: str, expected: list[tuple[str, str]]
) -> None:
    held = {"birth_month": 6, "birth_year": parity}
    assert laid({"kind": "birth_year"}, 24, "2025-07-01", since, **held) == expected


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("short", [("2024-05-10", "2024-12-31"), ("2025-01-01", "2025-12-31")]),
        ("long", [("2024-05-10", "2025-12-31")]),
    ],
)
def test_first_cycle_before_a_fixed_day(first: str, expected: list[tuple[str, str]]) -> None:
    assert laid({"kind": "fixed_day"}, 12, "2025-03-01", "2024-05-10", first=first) == expected


def test_without_a_day_held_since_all_days_belong_to_a_cycle() -> None:
    july = {"kind": "fixed_day", "month": 7}
    assert laid(july, 12, "2023-07-01", None) == [
        ("2021-07-01", "2022-06-30"),
        ("2022-07-01", "2023-06-30"),
        ("2023-07-01", "2024-06-30"),
    ]


def test_years_run_from_the_day_hired_and_nothing_before_it_counts() -> None:
    under = programme(TOTAL, cycle=cycle(12, {"kind": "hiring_date"}))
    lines = line(1, "2024-08-31", "4"), line(2, "2024-09-01", "5")
    of = latest(under, holding(None, hired_on="2024-09-01"), *lines, on="2025-08-31")
    assert (days(of), counted(of)) == (("2024-09-01", "2025-08-31"), {2: "5.00"})


def test_a_cycle_that_ends_today_runs_until_midnight() -> None:
    lines = line(1, "2026-12-31", "5"), line(2, "2027-01-01", "3")
    (today,) = cycles(programme(TOTAL), holding(), *lines, on="2026-12-31")
    assert (today.days_left, today.ended, counted(today)) == (0, False, {1: "5.00"})
    before, after = cycles(programme(TOTAL), holding(), *lines, on="2027-01-01")
    assert (before.days_left, before.ended, counted(before)) == (0, True, {1: "5.00"})
    assert (after.days_left, after.ended, counted(after)) == (1095, False, {2: "3.00"})


def test_what_was_earned_on_the_day_held_since_counts_and_the_day_before_does_not() -> None:
    lines = line(1, "2023-12-31", "5"), line(2, "2024-01-01", "3")
    assert counted(latest(programme(TOTAL), holding(), *lines, on="2024-01-01")) == {2: "3.00"}


@pytest.mark.parametrize(("on", "there"), [("2026-12-31", "9.00"), ("2027-01-01", "5.00")])
def test_a_rolling_window_loses_what_was_earned_first(on: str, there: str) -> None:
    under = programme(at_least("three", "120", window=months("rolling", 36)), cycle=cycle(12))
    lines = line(1, "2024-01-01", "4"), line(2, "2024-01-02", "5")
    assert had(latest(under, holding(), *lines, on=on), "three") == [f"{there} of 120.00"]


@pytest.mark.parametrize(("on", "there"), [("2024-02-29", "4.00"), ("2024-03-01", "0.00")])
def test_credits_expire_after_the_day_so_many_months_on(on: str, there: str) -> None:
    under = programme(at_least("good", "4", window=months("unexpired", 1)), cycle=cycle(12))
    assert had(latest(under, holding(), line(1, "2024-01-31", "4"), on=on), "good") == [
        f"{there} of 4.00"
    ]


def test_inner_years_lie_back_from_the_month_of_birth_and_a_stub_asks_nothing() -> None:
    year = months("inner", 12)
    under = programme(
        at_least("least", "5", window=year),
        at_most("most", "3", window=year),
        cycle=cycle(36, {"kind": "birth_month"}),
    )
    of = latest(
        under,
        holding("2024-01-15", birth_month=6),
        line(1, "2024-02-01", "4"),
        line(2, "2024-07-01", "4"),
        on="2024-07-01",
    )
    assert [days(one) for one in figures(of, "least")] == [
        ("2024-01-15", "2024-06-30"),
        ("2024-07-01", "2025-06-30"),
        ("2025-07-01", "2026-06-30"),
        ("2026-07-01", "2027-06-30"),
    ]
    assert [one.why_not for one in figures(of, "least")] == [NotAsked.STUB, None, None, None]
    assert counted(of) == {1: "3.00", 2: "3.00"}


def test_a_clock_asks_in_its_last_cycle_what_it_saw_in_all() -> None:
    clock = {"kind": "clock", "cycles": 3}
    under = programme(at_least("ethics", "4", window=clock), cycle=cycle(12))
    lines = line(1, "2024-02-01", "1"), line(2, "2026-02-01", "2"), line(3, "2027-02-01", "9")
    first, _, third, fourth = cycles(under, holding(), *lines, on="2027-03-01")
    assert [(one.done, had(one, "ethics")) for one in (first, third, fourth)] == [
        (True, ["1.00 of 4.00"]),
        (False, ["3.00 of 4.00"]),
        (True, ["9.00 of 4.00"]),
    ]
    assert days(figures(third, "ethics")[0]) == ("2024-01-01", "2026-12-31")
    assert figures(first, "ethics")[0].why_not is NotAsked.LATER


def test_what_was_reported_after_the_grace_counts_nowhere() -> None:
    under = programme(TOTAL, report_within={"days": 90})
    in_time = line(1, "2026-12-01", "4", reported_on="2027-03-31")
    late = line(2, "2026-12-01", "5", reported_on="2027-04-01")
    before, after = cycles(under, holding(), in_time, late, on="2027-05-01")
    assert counted(before) == {1: "4.00", 2: "0.00"}
    assert [crosses(one) for one in before.lines] == [[], ["in_time"]]
    assert counted(after) == {}


def test_a_cycle_keeps_the_version_of_its_planned_first_day() -> None:
    under = of_versions(
        {"requires": [TOTAL], "cycle": cycle(12)},
        {"requires": [at_least("total", "20")], "cycle": cycle(12), "begins_on": "2024-06-01"},
    )
    first, second = cycles(under, holding(), line(1, "2024-02-01", "1"), on="2025-01-01")
    assert (had(first, "total"), had(second, "total")) == (["1.00 of 10.00"], ["0.00 of 20.00"])


@pytest.mark.parametrize(
    ("on", "asked"),
    [("2025-05-31", ["10.00", "10.00"]), ("2025-06-01", ["10.00", "20.00"])],
)
def test_a_version_that_holds_at_once_holds_in_the_cycle_that_runs_and_in_none_that_ended(
    on: str, asked: list[str]
) -> None:
    later = {"begins_on": "2025-06-01", "at_once": True, "cycle": cycle(36)}
    under = of_versions(
        {"requires": [TOTAL], "cycle": cycle(12)},
        {"requires": [at_least("total", "20")], **later},
    )
    found = cycles(under, holding(), line(1, "2024-02-01", "1"), on=on)
    assert [f"{figures(one, 'total')[0].needed}" for one in found] == asked
    assert days(found[-1]) == ("2025-01-01", "2025-12-31")


def test_an_extension_belongs_to_its_cycle_and_the_next_ends_as_planned() -> None:
    extension = {"kind": "extension", "on": "2024-11-01", "by": {"months": 1, "days": 10}}
    under = programme(TOTAL, at_least("half", "5", window=months("inner", 6)), cycle=cycle(12))
    held = holding(waivers=[{**extension, "extra": {"total": "8"}}])
    lines = line(1, "2025-02-10", "4"), line(2, "2025-02-11", "3")
    first, second = cycles(under, held, *lines, on="2025-02-11")
    assert [days(one) for one in (first, second)] == [
        ("2024-01-01", "2025-02-10"),
        ("2025-02-11", "2025-12-31"),
    ]
    assert f"{first.planned_end}" == "2024-12-31"
    assert had(first, "total") == ["4.00 of 18.00"]
    assert [days(one) for one in figures(first, "half")] == [
        ("2024-01-01", "2024-06-30"),
        ("2024-07-01", "2025-02-10"),
    ]
    assert [days(one) for one in figures(second, "half")] == [
        ("2025-02-11", "2025-06-30"),
        ("2025-07-01", "2025-12-31"),
    ]
    assert all(one.asked for one in figures(second, "half"))


def test_a_holding_that_begins_later_has_no_cycle_and_one_without_its_facts_says_so() -> None:
    assert cycles(programme(TOTAL), holding("2027-01-01"), on="2026-11-26") == ()
    under = programme(TOTAL, cycle=cycle(36, {"kind": "birth_month"}))
    assert cycles(under, holding(), on="2026-11-26") == ()
