"""What each kind of rule asks, lets go on, and leaves off."""

from datetime import date
from typing import Any

import pytest

from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import NotAsked
from tests.support.programmes import (
    at_least,
    at_most,
    counted,
    crosses,
    cycle,
    cycles,
    figures,
    had,
    holding,
    labelled,
    latest,
    line,
    months,
    node,
    nodes,
    programme,
)

YEAR = cycle(12)
TOTAL = at_least("total", "10")
A, B = labelled("area", "a"), labelled("area", "b")


def carried(*lines: Any, on: str = "2025-02-01", more: Any = (), **carry: Any) -> dict[str, Any]:
    """What goes on from 2024, and what stands in 2025."""
    requires = [TOTAL, at_most("cap", "12"), *more]
    under = programme(*requires, cycle=YEAR, carry=carry)
    first, second = cycles(under, holding(), *lines, on=on)[:2]
    return {
        "out": {int(one.certificate_id): f"{one.carried_out}" for one in first.lines},
        "in": {int(one.certificate_id): f"{one.credits}" for one in second.lines},
    }


def test_carry_from_beyond_the_target_is_what_counted_less_what_was_asked() -> None:
    lines = line(1, "2024-02-01", "9"), line(2, "2024-12-01", "8")
    assert carried(*lines, beyond="total") == {"out": {1: "0.00", 2: "2.00"}, "in": {2: "2.00"}}


def test_carry_from_beyond_the_cap_is_what_it_alone_shut_out_newest_first() -> None:
    lines = line(1, "2024-02-01", "20"), line(2, "2024-12-01", "8")
    assert carried(*lines, beyond="cap", limit="10") == {
        "out": {1: "2.00", 2: "8.00"},
        "in": {1: "2.00", 2: "8.00"},
    }
    inside = at_most("b", "1", which=B)
    both = line(1, "2024-02-01", "12", area="a"), line(2, "2024-12-01", "8", area="b")
    assert carried(*both, beyond="cap", more=[inside])["out"] == {1: "0.00", 2: "1.00"}


def test_carry_takes_what_its_predicate_and_its_months_let_go_on() -> None:
    lines = (
        line(1, "2024-02-01", "4", area="a"),
        line(2, "2024-07-01", "4", area="a"),
        line(3, "2024-12-01", "4", area="b"),
    )
    assert carried(*lines, beyond="total", which=A, months=6)["out"] == {
        1: "0.00",
        2: "2.00",
        3: "0.00",
    }


@pytest.mark.parametrize(("times", "arrived"), [(1, []), (2, ["3.00"])])
def test_credits_go_on_as_often_as_the_programme_says(times: int, arrived: list[str]) -> None:
    under = programme(at_most("cap", "10"), cycle=YEAR, carry={"beyond": "cap", "times": times})
    last = latest(under, holding(), line(1, "2024-02-01", "23"), on="2026-02-01")
    assert [f"{one.credits}" for one in last.lines] == arrived


def test_credits_that_go_on_can_be_filed_anew_and_stand_on_the_first_day() -> None:
    requires = (
        at_least("total", "2"),
        at_least("b", "1", which=B),
        at_least("rolling", "1", window=months("rolling", 12)),
        at_least("quarter", "1", window=months("inner", 3)),
    )
    under = programme(*requires, cycle=YEAR, carry={"beyond": "total", "becomes": {"area": "b"}})
    of = latest(under, holding(), line(1, "2024-02-01", "5", area="a"), on="2025-03-01")
    assert had(of, "b") == ["3.00 of 1.00"]
    assert had(of, "rolling") == ["0.00 of 1.00"]
    assert had(of, "quarter")[0] == "3.00 of 1.00"
    assert of.lines[0].carried_from == date(2024, 1, 1)


def test_first_cycle_that_is_exempt_asks_nothing_and_nothing_of_it_goes_on() -> None:
    under = programme(
        TOTAL,
        at_most("cap", "12"),
        cycle=cycle(12, first_exempt=True),
        carry={"beyond": "cap"},
    )
    first, second = cycles(under, holding(), line(1, "2024-02-01", "30"), on="2025-02-01")
    assert (first.exempt, first.done, f"{first.counted}") == (True, True, "12.00")
    assert figures(first, "total")[0].why_not is NotAsked.EXEMPT
    assert (second.exempt, second.lines) == (False, ())


def test_a_ramp_asks_more_from_cycle_to_cycle() -> None:
    under = programme(at_least("total", "120", ramp=["0", "20"]), cycle=YEAR)
    found = cycles(under, holding(), line(1, "2024-02-01", "1"), on="2026-02-01")
    assert [f"{figures(one, 'total')[0].needed}" for one in found] == ["0.00", "20.00", "120.00"]


def test_new_hours_fill_what_the_cycle_before_lacked_oldest_first() -> None:
    under = programme(TOTAL, cycle=YEAR, backfill={"fills": "total"})
    lines = line(1, "2024-02-01", "7"), line(2, "2025-02-01", "2"), line(3, "2025-03-01", "5")
    first, second = cycles(under, holding(), *lines, on="2025-04-01")
    assert (had(first, "total"), first.done, f"{first.backfilled}") == (
        ["10.00 of 10.00"],
        True,
        "3.00",
    )
    assert [(f"{one.backfilled}", f"{one.counted}", crosses(one)) for one in second.lines] == [
        ("2.00", "0.00", ["not_backfilled"]),
        ("1.00", "4.00", ["not_backfilled"]),
    ]
    assert had(second, "total") == ["4.00 of 10.00"]


def test_a_cycle_without_anything_of_its_own_tells_what_later_hours_filled_of_it() -> None:
    under = programme(TOTAL, cycle=YEAR, backfill={"fills": "total"})
    first, second = cycles(under, holding(), line(1, "2025-02-01", "12"), on="2025-04-01")
    assert (had(first, "total"), f"{first.backfilled}") == (["10.00 of 10.00"], "10.00")
    assert had(second, "total") == ["2.00 of 10.00"]


def test_alternatives_over_inner_windows_are_chosen_in_each() -> None:
    year = months("inner", 12)
    under = programme(
        node(
            "any_of",
            "either",
            at_least("any", "40", window=year),
            at_least("one", "24", window=year, same="subject"),
        )
    )
    lines = (
        line(1, "2024-02-01", "24", subject="tax"),
        line(2, "2025-02-01", "20", subject="tax"),
        line(3, "2025-03-01", "20", subject="law"),
    )
    of = latest(under, holding(), *lines, on="2026-02-01")
    assert nodes(of)["either"].chosen == ("one", "any", "one")
    assert f"{of.missing}" == "24.00"


def test_what_is_not_hours_is_met_when_staff_confirm_it_within_the_cycle() -> None:
    under = programme(node("confirmed", "activity"), cycle=YEAR)
    word = {"requirement": "activity", "on": "2024-12-31"}
    held = holding(confirmed=[word])
    assert latest(under, held, on="2024-12-31").done
    assert not latest(under, held, on="2025-01-01").done


def test_an_alternative_that_needs_no_confirmation_is_nearer() -> None:
    under = programme(
        node("any_of", "either", node("confirmed", "higher"), at_least("hours", "50"))
    )
    of = latest(under, holding(), on="2024-02-01")
    assert (nodes(of)["either"].chosen, f"{of.missing}") == (("hours",), "50.00")


@pytest.mark.parametrize(
    ("waiver", "missing"),
    [
        ({"kind": "fewer", "credits": "6"}, "4.00"),
        ({"kind": "fewer", "credits": "60"}, "0.00"),
        ({"kind": "let_off"}, "0.00"),
        ({"kind": "extra", "credits": "6"}, "16.00"),
    ],
)
def test_a_waiver_is_about_the_window_in_which_its_day_lies(
    waiver: dict[str, str], missing: str
) -> None:
    granted = {**waiver, "on": "2024-06-01", "requirement": "total"}
    found = cycles(
        programme(TOTAL, cycle=YEAR),
        holding(waivers=[granted]),
        line(1, "2025-01-01", "0.50"),
        on="2025-02-01",
    )
    assert [f"{one.missing}" for one in found] == ["9.50"]
    (first, *_) = cycles(programme(TOTAL, cycle=YEAR), holding(waivers=[granted]), on="2024-02-01")
    assert f"{first.missing}" == missing


def test_a_percentage_is_of_the_amount_before_waivers() -> None:
    under = programme(
        TOTAL, at_most("half", None, which=A, percent={"percent": "50", "of": "total"})
    )
    waiver = {"kind": "fewer", "on": "2024-06-01", "requirement": "total", "credits": "6"}
    of = latest(
        under, holding(waivers=[waiver]), line(1, "2024-02-01", "9", area="a"), on="2024-03-01"
    )
    assert f"{of.counted}" == "5.00"


def test_a_part_of_all_that_counts_grows_with_it() -> None:
    under = programme(at_most("teaching", None, which=A, percent={"percent": "50"}))
    lines = line(1, "2024-02-01", "9", area="a"), line(2, "2024-03-01", "4", area="b")
    assert counted(latest(under, holding(), *lines, on="2024-04-01")) == {1: "4.00", 2: "4.00"}
    third = programme(at_most("teaching", None, which=A, percent={"percent": "25"}))
    of = latest(third, holding(), *lines, on="2024-04-01")
    # A third of four, exact inside and shown rounded down.
    assert (counted(of), f"{of.counted}") == ({1: "1.33", 2: "4.00"}, "5.33")


def test_an_hour_serves_one_of_disjoint_minimums() -> None:
    under = programme(
        node("disjoint", "apart", at_least("fraud", "4", which=A), at_least("audit", "24"))
    )
    lines = line(1, "2024-02-01", "10", area="a"), line(2, "2024-03-01", "15", area="b")
    of = latest(under, holding(), *lines, on="2024-04-01")
    assert (had(of, "fraud"), had(of, "audit")) == (["4.00 of 4.00"], ["21.00 of 24.00"])
    assert f"{of.missing}" == "3.00"


def test_a_condition_on_a_fact_that_is_not_stated_fails_and_is_told() -> None:
    under = programme(at_least("audit", "24", when=[{"fact": "role", "one_of": ["auditor"]}]))
    of = report(under, holding(), (), date(2024, 2, 1))
    assert of.missing_facts == ("role",)
    assert figures(of.cycles[0], "audit")[0].why_not is NotAsked.FACT_MISSING
    other = latest(under, holding(facts={"role": "clerk"}), on="2024-02-01")
    assert figures(other, "audit")[0].why_not is NotAsked.CONDITION
    assert not latest(under, holding(facts={"role": "auditor"}), on="2024-02-01").done


@pytest.mark.parametrize(("since", "asked"), [("2024-12-31", True), ("2025-01-01", False)])
def test_a_rule_holds_in_windows_that_end_on_its_day_or_later(since: str, asked: bool) -> None:
    under = programme(at_least("ethics", "1", since=since), cycle=YEAR)
    assert figures(latest(under, holding(), on="2024-02-01"), "ethics")[0].asked is asked


@pytest.mark.parametrize(
    ("conversion", "claimed", "worth"),
    [
        ({"units": "50", "step": "0.2", "first": "1"}, "49", "0.00"),
        ({"units": "50", "step": "0.2", "first": "1"}, "50", "1.00"),
        ({"units": "50", "step": "0.2", "first": "1"}, "69", "1.20"),
        ({"units": "50", "step": "0.2", "first": "0.5"}, "44", "0.70"),
        ({"units": "50", "step": "0.2", "least": "0.5"}, "44", "0.80"),
        ({"units": "60", "step": "0.25", "rounding": "nearest"}, "67", "1.00"),
        ({"units": "60", "step": "0.25", "rounding": "nearest"}, "67.50", "1.25"),
        ({"units": "1", "credits": "10"}, "0.35", "3.50"),
        ({"units": "3"}, "1", "0.33"),
    ],
)
def test_conversion(conversion: dict[str, str], claimed: str, worth: str) -> None:
    under = programme(TOTAL, conversions=[conversion])
    of = latest(under, holding(), line(1, "2024-02-01", claimed), on="2024-03-01")
    assert f"{of.counted}" == worth


def test_thirds_add_up_to_a_whole() -> None:
    under = programme(at_least("total", "1"), conversions=[{"units": "3"}])
    of = latest(
        under, holding(), *(line(number, "2024-02-01", "1") for number in range(3)), on="2024-03-01"
    )
    assert (f"{of.counted}", of.done) == ("1.00", True)


def test_the_total_comes_before_what_is_missing_and_that_before_what_was_earned_first() -> None:
    under = programme(at_most("cap", "10"), at_least("b", "4", which=B))
    lines = line(1, "2024-02-01", "10", area="a"), line(2, "2024-03-01", "6", area="b")
    of = latest(under, holding(), *lines, on="2024-04-01")
    assert counted(of) == {1: "6.00", 2: "4.00"}


def test_a_renewal_takes_the_place_of_what_it_renews() -> None:
    renewed = line(1, "2024-02-01", "5", ends_on="2025-02-01")
    first, second = cycles(
        programme(at_most("cap", "3"), cycle=YEAR, carry={"beyond": "cap"}),
        holding(),
        renewed,
        on="2025-02-02",
    )
    assert (counted(first), counted(second)) == ({1: "3.00"}, {1: "0.00"})
    assert [crosses(one) for one in second.lines] == [["not_renewed"]]
