"""What a report says of a holding, by the example of a credential as project managers keep it."""

from datetime import date

from certfolio.domain.programmes.results import Step
from tests.support.programmes import (
    at_least,
    at_most,
    counted,
    crosses,
    had,
    holding,
    labelled,
    latest,
    line,
    nodes,
    programme,
)

EDUCATION = ("ways", "power", "business")
BOARD = programme(
    at_least("total", "60"),
    at_least("education", "35", which=labelled("area", *EDUCATION)),
    *(at_least(area, "8", which=labelled("area", area)) for area in EDUCATION),
    at_most("giving", "25", which=labelled("area", "giving", "working")),
    at_most("working", "8", which=labelled("area", "working")),
    carry={"beyond": "total", "limit": "20", "months": 12},
)
HELD = holding("2024-01-15")
LINES = (
    line(1, "2024-03-01", "10", area="ways"),
    line(2, "2024-04-01", "30", area="giving"),
    line(3, "2025-04-01", "2", area="business"),
    line(4, "2024-02-01", "10", area="working"),
    line(5, "2025-02-01", "3", area="power", status="pending"),
)


def test_each_requirement_says_what_there_is_and_what_is_missing() -> None:
    of = latest(BOARD, HELD, *LINES, on="2026-11-26")
    assert {name: had(of, name) for name in nodes(of)} == {
        "total": ["37.00 of 60.00"],
        "education": ["12.00 of 35.00"],
        "ways": ["10.00 of 8.00"],
        "power": ["0.00 of 8.00"],
        "business": ["2.00 of 8.00"],
        "giving": ["25.00 of 25.00"],
        "working": ["8.00 of 8.00"],
    }
    assert f"{of.missing}" == "60.00"
    assert not of.done


def test_each_line_says_what_it_counts_for_and_which_rule_it_does_not_keep() -> None:
    of = latest(BOARD, HELD, *LINES, on="2026-11-26")
    assert {
        int(each.certificate_id): (f"{each.counted}", each.serves, crosses(each))
        for each in of.lines
    } == {
        1: ("10.00", ("total", "education", "ways"), []),
        2: ("17.00", ("total",), ["giving"]),
        3: ("2.00", ("total", "education", "business"), []),
        4: ("8.00", ("total",), ["giving", "working"]),
        5: ("0.00", (), ["decided"]),
    }


def test_the_least_that_completes_the_cycle_is_named_kind_by_kind() -> None:
    of = latest(BOARD, HELD, *LINES, on="2026-11-26")
    open_days = {"earn_from": date(2026, 11, 26), "earn_by": date(2027, 1, 14)}
    assert of.least is not None
    assert [
        (f"{step.credits}", step.serves, step.earn_from, step.earn_by) for step in of.least
    ] == [
        ("6.00", ("total", "education", "business"), *open_days.values()),
        ("8.00", ("total", "education", "power"), *open_days.values()),
        ("9.00", ("total", "education"), *open_days.values()),
    ]
    assert isinstance(of.least[0], Step)


def test_the_kinds_that_help_most_come_first() -> None:
    of = latest(BOARD, HELD, *LINES, on="2026-11-26")
    assert [(one.labels, one.serves) for one in of.helps] == [
        ({"area": "business"}, ("total", "education", "business")),
        ({"area": "power"}, ("total", "education", "power")),
        ({"area": "ways"}, ("total", "education")),
        ({}, ("total",)),
    ]


def test_lines_that_overlap_in_two_maximums_count_as_far_as_they_can_in_total() -> None:
    overlapping = programme(
        at_most("slow", "30", which=labelled("form", "slow")),
        at_most("outside", "20", which=labelled("area", "outside")),
    )
    of = latest(
        overlapping,
        HELD,
        line(1, "2024-02-01", "20", area="outside", form="slow"),
        line(2, "2024-03-01", "20", form="slow", area="inside"),
        line(3, "2024-04-01", "20", form="quick", area="outside"),
        on="2026-11-26",
    )
    # First come, first served would count 20, 10 and nothing.
    assert counted(of) == {1: "10.00", 2: "20.00", 3: "10.00"}
    assert f"{of.counted}" == "40.00"
