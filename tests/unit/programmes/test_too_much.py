"""Programmes that nobody writes in good faith: refused, or answered in bounded work."""

from typing import Any

import pytest
from pydantic import ValidationError

from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.exact import MOST_WORK, Effort, TooMuch
from certfolio.domain.programmes.model import MOST_LEVELS, MOST_RULES, MOST_WINDOWS
from tests.support.programmes import (
    at_least,
    at_most,
    cycle,
    holding,
    labelled,
    latest,
    line,
    months,
    node,
    programme,
)

CHOICES = [f"c{number}" for number in range(40)]


def codes(refused: pytest.ExceptionInfo[ValidationError]) -> set[str]:
    return {error["type"] for error in refused.value.errors()}


def nested(levels: int) -> dict[str, Any]:
    below = at_least("leaf", "1")
    for level in range(levels - 1):
        below = node("all_of", f"level-{level}", below)
    return below


def denied(levels: int) -> dict[str, Any]:
    which: dict[str, Any] = labelled("area", "a")
    for _ in range(levels - 1):
        which = {"kind": "not", "of": which}
    return which


def test_as_many_rules_levels_and_windows_as_there_may_be_are_taken() -> None:
    programme(*(at_least(f"r{number}", "1") for number in range(MOST_RULES)))
    programme(nested(MOST_LEVELS), at_least("r", "1", which=denied(MOST_LEVELS)))
    programme(at_least("r", "1", window=months("inner", 1)), cycle=cycle(MOST_WINDOWS))


@pytest.mark.parametrize(
    ("requires", "code"),
    [
        ([at_least(f"r{number}", "1") for number in range(MOST_RULES + 1)], "too_many_rules"),
        (
            [
                at_least(f"r{number}", "1", which=labelled("area", "a"))
                for number in range(MOST_RULES // 2 + 1)
            ],
            "too_many_rules",
        ),
        ([nested(MOST_LEVELS + 1)], "too_deep"),
        ([at_least("r", "1", which=denied(MOST_LEVELS + 1))], "too_deep"),
        (
            [
                at_least("r", "1", window=months("inner", 1)),
                at_most("m", "1", window=months("inner", 399)),
            ],
            "too_many_windows",
        ),
    ],
)
def test_one_more_is_refused(requires: list[dict[str, Any]], code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        programme(*requires, cycle=cycle(MOST_WINDOWS))
    assert FieldCode(code) in codes(refused)


def test_an_effort_is_spent_once_and_for_all() -> None:
    effort = Effort(10)
    effort.spend(9)
    with pytest.raises(TooMuch):
        effort.spend(2)
    with pytest.raises(TooMuch):
        effort.spend(0)


AREAS = {"area": "l", "form": "k"}


def overlapping() -> list[dict[str, Any]]:
    return [
        at_most("m1", "20", which=labelled("area", *CHOICES[:20])),
        at_most("m2", "25", which=labelled("area", *CHOICES[10:30])),
        at_most("m3", "25", which=labelled("form", *CHOICES[:20])),
    ]


def alternatives() -> list[dict[str, Any]]:
    return [
        node(
            "any_of",
            f"a{one}",
            *(
                at_least(
                    f"a{one}-{two}", "10", which=labelled("area", CHOICES[(7 * one + two) % 40])
                )
                for two in range(4)
            ),
        )
        for one in range(16)
    ]


def maximums() -> list[dict[str, Any]]:
    return [
        at_most(
            f"m{one}",
            "13",
            which=labelled("area", *(CHOICES[(5 * one + two * two) % 40] for two in range(8))),
        )
        for one in range(90)
    ]


def sets() -> list[dict[str, Any]]:
    return [
        node(
            "disjoint",
            f"d{one}",
            *(
                at_least(f"d{one}-{two}", "10", which=labelled("area", *CHOICES[two : two + 10]))
                for two in range(9)
            ),
        )
        for one in range(9)
    ]


def in_one() -> list[dict[str, Any]]:
    return [at_least(f"s{number}", "24", same="area") for number in range(30)]


@pytest.mark.parametrize(
    "requires",
    [
        [*alternatives(), *overlapping()],
        [at_least("total", "500"), *maximums()],
        sets(),
        [*in_one(), *overlapping()],
    ],
    ids=["alternatives", "maximums", "disjoint sets", "in one and the same"],
)
def test_what_is_answered_keeps_every_maximum_however_little_can_be_worked_out(
    requires: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    spend = Effort.spend
    monkeypatch.setattr(Effort, "spend", lambda self, much: (made.append(much), spend(self, much)))
    lines = [
        line(
            number,
            f"2024-02-{1 + number % 28:02}",
            "1.37",
            area=CHOICES[number % 40],
            form=CHOICES[3 * number % 40],
        )
        for number in range(120)
    ]
    found = latest(programme(*requires), holding("2024-01-01"), *lines, on="2024-06-01")
    assert sum(made[:-1]) <= 2 * MOST_WORK
    assert found.counted <= 120 * lines[0].claimed
    for one in found.nodes:
        for figure in one.figures:
            assert one.kind != "at_most" or figure.have <= figure.needed
