"""When it is said that a cycle ends, by hand at its boundaries."""

from datetime import date, timedelta

import pytest

from certfolio.domain.programmes.reminding import LOOK_AGAIN, due, look_again_on
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import Report
from tests.support.programmes import at_least, holding, line, programme

BOARD = programme(at_least("total", "10"))
END = date(2027, 1, 14)
DAYS = (60, 30, 7)


def on(day: date, credits_: str = "4", held_since: str | None = "2024-01-15") -> Report:
    held = (
        holding(held_since)
        if held_since
        else holding("2024-01-15").model_copy(update={"held_since": None})
    )
    return report(BOARD, held, [line(1, "2024-03-01", credits_)], day)


@pytest.mark.parametrize(
    ("left", "reminder"),
    [(61, None), (60, 60), (31, 60), (30, 30), (8, 30), (7, 7), (0, 7)],
)
def test_the_last_reminder_that_began_is_due(left: int, reminder: int | None) -> None:
    found = due(on(END - timedelta(days=left)), DAYS)
    assert (found and found.reminder) == reminder
    if found:
        assert (found.cycle.ends_on, found.cycle.days_left) == (END, left)
        assert f"{found.cycle.missing}" == "6.00"


def test_nothing_is_due_of_what_is_done_or_knows_no_cycle() -> None:
    day = END - timedelta(days=7)
    assert due(on(day, "10"), DAYS) is None
    assert due(on(day, held_since=None), DAYS) is None
    assert due(on(day), ()) is None


@pytest.mark.parametrize(
    ("left", "next_left"),
    [(80, 60), (61, 60), (60, 30), (31, 30), (30, 7), (8, 7), (7, -1), (0, -1)],
)
def test_it_is_looked_at_again_when_the_next_thing_can_be_due(left: int, next_left: int) -> None:
    day = END - timedelta(days=left)
    assert look_again_on(on(day), DAYS) == END - timedelta(days=next_left)


def test_it_is_looked_at_again_within_a_month_whatever_the_rules_say() -> None:
    day = END - timedelta(days=200)
    assert look_again_on(on(day), DAYS) == day + LOOK_AGAIN
    assert look_again_on(on(day, held_since=None), DAYS) == day + LOOK_AGAIN
