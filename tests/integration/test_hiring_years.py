"""Hiring dates in the directory, and statements whose years begin on them."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.support.desk import claims, handed_in, lines_of
from tests.support.directory import Directory
from tests.support.world import Learner, World, at, submission

Json = dict[str, Any]

HIRING = {"requires": [], "period_rules": {"period": {"kind": "hiring_year"}, "target": "8"}}
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
def hired(here: Directory) -> Learner:
    """A learner whom the directory knows with a hiring date, and a credit type that asks for it."""
    here.world.credit_type("hours", **HIRING)
    made = here.added(hired_on="2024-03-15")
    return Learner(here.world.academy_id, made["learner_id"], {})


def stated(learner: Learner) -> list[Json]:
    answer = learner.call("GET", "/statement")
    assert answer.status == 200, answer
    found: list[Json] = answer.body["items"]
    return found


def approved(world: World, learner: Learner, earned_on: str) -> Json:
    made = handed_in(learner, "hours", "2", earned_on=earned_on)
    assert world.reviewer.decide(made, "approve").status == 200
    return made


# In the directory


def test_a_hiring_date_is_kept_changed_and_taken_away(here: Directory) -> None:
    made = here.added("Demo Learner", hired_on="2024-02-29")
    path, body = f"/{made['learner_id']}", {"name": "Demo Learner"}
    assert here.call("GET", path).body["hired_on"] == "2024-02-29"
    later = here.call("PUT", path, body | {"hired_on": "2024-03-01"}, version=1)
    assert (later.status, later.body["hired_on"]) == (200, "2024-03-01")
    (found,) = here.call("GET", search="Demo").body["items"]
    assert found["hired_on"] == "2024-03-01"
    assert here.call("PUT", path, body, version=2).body["hired_on"] is None


def test_a_sign_in_leaves_the_hiring_date_as_it_is(here: Directory) -> None:
    made = here.added("Demo Learner", "demo@demo.example", hired_on="2024-02-29")
    here.sign_in(made["learner_id"], name="Another Name", email="demo@demo.example")
    found = here.call("GET", f"/{made['learner_id']}").body
    assert (found["name"], found["hired_on"]) == ("Another Name", "2024-02-29")


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("1949-12-31", "greater_than_equal"),
        ("2200-01-01", "less_than_equal"),
        ("15.03.2024", "not_a_date"),
        ("2023-02-29", "date_from_datetime_parsing"),
    ],
)
def test_what_is_no_hiring_date_is_refused(here: Directory, said: str, code: str) -> None:
    answer = here.add(hired_on=said)
    assert (answer.status, answer.codes) == (422, {"hired_on": code})


# In the statement


def test_a_learners_years_begin_on_the_hiring_date(here: Directory, hired: Learner) -> None:
    approved(here.world, hired, "2024-03-14")
    approved(here.world, hired, "2024-03-15")
    with at(NOON):
        present, first, before = stated(hired)
        assert (present["period"], present["starts_on"], present["ends_on"]) == (
            "2026/27",
            "2026-03-15",
            "2027-03-14",
        )
        assert (first["period"], first["applied"]) == ("2024/25", "2.00")
        assert (before["applied"], before["lapsed"]) == ("0.00", "2.00")
        (line,) = lines_of(hired, before)
    assert line["why_code"] == "before_hired"


def test_without_a_hiring_date_the_statement_says_that_it_is_missing(world: World) -> None:
    world.credit_type("hours", **HIRING)
    approved(world, world.learner, "2026-01-15")
    (period,) = stated(world.learner)
    assert (period["fact_missing"], period["awarded"], period["target"]) == (
        "hired_on",
        "0.00",
        None,
    )
    (line,) = lines_of(world.learner, period)
    assert (line["counted"], line["why_code"]) == ("not_yet", "hiring_date_missing")
    assert line["credits"] == "2.00"


def test_a_hiring_date_that_is_entered_lays_the_years_at_once(
    here: Directory, hired: Learner
) -> None:
    approved(here.world, hired, "2024-03-15")
    body = {"name": "Demo Learner", "hired_on": "2024-01-01"}
    assert here.call("PUT", f"/{hired.id}", body, version=1).status == 200
    assert "2024" in [period["period"] for period in stated(hired)]


def test_forecast_and_staff_see_the_same_years(here: Directory, hired: Learner) -> None:
    body = submission(claims=claims(("hours", "1")), earned_on="2026-03-15")
    with at(NOON):
        (after,) = hired.call("POST", "/certificates/forecast", body).body["after"]
        assert after["period"] == "2026/27"
        made = handed_in(hired, "hours", earned_on="2026-03-14")
        path = f"/learners/{hired.id}"
        seen = here.world.reviewer.call("GET", f"{path}/statement").body["items"]
        assert [period["period"] for period in seen] == ["2026/27", "2025/26"]
        award = here.world.reviewer.call(
            "POST", f"{path}/certificates/{made['id']}/forecast", {}
        ).body["after"]
        assert [period["period"] for period in award] == ["2026/27", "2025/26"]


def test_the_directory_is_read_where_a_credit_type_asks_for_it_alone(
    here: Directory, hired: Learner, other_world: World, calls: list[str]
) -> None:
    approved(here.world, hired, "2024-03-15")
    calls.clear()
    stated(hired)
    assert calls == ["Query", "GetItem"]
    stated(other_world.learner)
    calls.clear()
    stated(other_world.learner)
    assert calls == ["Query"]
