"""What a learner can expect of a pending certificate, and what the academy promises."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.support.builders import ulid
from tests.support.desk import claims, enter, handed_in, known
from tests.support.world import Learner, World, at

MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def pending(world: World, since: datetime = MONDAY) -> dict[str, Any]:
    with at(since):
        return handed_in(world.learner, "free")


def outlook(world: World, certificate: dict[str, Any], now: datetime = MONDAY) -> dict[str, Any]:
    with at(now):
        answer = world.learner.call("GET", f"/certificates/{certificate['id']}/outlook")
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.body
    return found


def decided(world: World, *, after: timedelta, action: str = "approve", until: datetime) -> None:
    """A certificate that waited so long until it was decided."""
    certificate = pending(world, until - after)
    with at(until):
        assert world.reviewer.decide(certificate, action, "x").status == 200


def test_the_place_in_the_queue_counts_what_came_before(free: World, other_world: World) -> None:
    other_world.credit_type("free", requires=[])
    pending(other_world, MONDAY - DAY)
    second = pending(free, MONDAY)
    first = pending(free, MONDAY - DAY)
    with at(MONDAY + DAY):
        third = handed_in(free.new_learner(), "free")
    for place, record in enumerate((first, second)):
        found = outlook(free, record)
        assert (found["ahead"], found["ahead_is_exact"]) == (place, True)
    learner = Learner(free.academy_id, third["learner_id"])
    path = f"/certificates/{third['id']}/outlook"
    assert learner.call("GET", path).body["ahead"] == 2
    free.reviewer.decide(first, "decline", "x")
    assert outlook(free, second)["ahead"] == 0


def test_of_the_same_instant_the_ids_say_who_is_first(free: World) -> None:
    records = [pending(free) for _ in range(3)]
    queue = free.reviewer.call("GET", "/reviews").body["items"]
    places = {record["id"]: outlook(free, record)["ahead"] for record in records}
    assert [places[item["id"]] for item in queue] == [0, 1, 2]


def test_before_anything_was_decided_the_promise_is_what_can_be_expected(free: World) -> None:
    found = outlook(free, pending(free))
    assert found == {
        "ahead": 0,
        "ahead_is_exact": True,
        "expected_on": "2026-03-12",
        "due_on": "2026-03-12",
        "overdue": False,
        "based_on": 0,
    }


def test_the_promise_is_the_academy_s_own_in_its_own_days(world: World) -> None:
    settings = {"review_days": 3, "time_zone": "Pacific/Auckland"}
    assert world.administrator.call("PUT", "/settings", settings).status == 200
    world.credit_type("free", requires=[])
    found = outlook(world, pending(world, datetime(2026, 3, 2, 12, tzinfo=UTC)))
    assert found["due_on"] == "2026-03-06"


@pytest.mark.parametrize(
    ("waits", "expected_on"),
    [
        ([2], "2026-03-04"),
        ([1, 3, 30], "2026-03-05"),
        ([1, 3], "2026-03-04"),
        ([30, 3, 1, 4], "2026-03-05"),
    ],
)
def test_the_median_of_recent_waits_is_what_can_be_expected(
    free: World, waits: list[int], expected_on: str
) -> None:
    for number, days in enumerate(waits):
        action = "decline" if number % 2 else "approve"
        decided(free, after=days * DAY, action=action, until=MONDAY - DAY)
    found = outlook(free, pending(free))
    assert (found["expected_on"], found["based_on"]) == (expected_on, len(waits))
    assert found["due_on"] == "2026-03-12"


def test_only_the_newest_twenty_decisions_count(free: World) -> None:
    # Of all 21 the median would be the 14 days of the older ones.
    for number in range(21):
        action = "decline" if number % 2 else "approve"
        waited = (14 if number < 11 else 2) * DAY
        decided(free, after=waited, action=action, until=MONDAY - (30 - number) * DAY)
    found = outlook(free, pending(free))
    assert (found["expected_on"], found["based_on"]) == ("2026-03-10", 20)


def test_what_nobody_waited_for_says_nothing_of_waiting(free: World) -> None:
    free.credit_type("auto", requires=[], review="automatic")
    handed_in(free.learner, "auto")
    enter(free.reviewer, known(free), claims=claims(("free", "1")), approve=True)
    decided(free, after=DAY, action="request_changes", until=MONDAY - DAY)
    found = outlook(free, pending(free))
    assert (found["expected_on"], found["based_on"]) == ("2026-03-12", 0)


def test_the_promise_lasts_through_its_last_day(free: World) -> None:
    certificate = pending(free)
    last = datetime(2026, 3, 12, 23, 59, tzinfo=UTC)
    found = outlook(free, certificate, last)
    assert (found["overdue"], found["expected_on"]) == (False, "2026-03-12")
    found = outlook(free, certificate, last + timedelta(minutes=1))
    assert (found["overdue"], found["due_on"]) == (True, "2026-03-12")


def test_nothing_is_expected_in_the_past(free: World) -> None:
    decided(free, after=DAY, until=MONDAY - DAY)
    found = outlook(free, pending(free), MONDAY + 5 * DAY)
    assert (found["expected_on"], found["overdue"]) == ("2026-03-07", False)


def test_reviewers_see_what_is_due_and_what_is_overdue(free: World) -> None:
    old, new = pending(free, MONDAY - 11 * DAY), pending(free)
    with at(MONDAY):
        items = free.reviewer.call("GET", "/reviews").body["items"]
    found = {item["id"]: (item["due_on"], item["overdue"], item["age_days"]) for item in items}
    assert found == {
        old["id"]: ("2026-03-01", True, 11.0),
        new["id"]: ("2026-03-12", False, 0.0),
    }
    with at(MONDAY):
        free.reviewer.decide(old, "approve")
        (item,) = free.reviewer.call("GET", "/reviews", query={"status": "approved"}).body["items"]
    assert (item["due_on"], item["overdue"]) == (None, False)


def test_only_what_is_pending_has_an_outlook(free: World) -> None:
    certificate = pending(free)
    path = f"/certificates/{certificate['id']}/outlook"
    assert free.new_learner().call("GET", path).status == 404
    assert free.learner.call("GET", f"/certificates/{ulid(9)}/outlook").status == 404
    for action in ("request_changes", "approve"):
        record = pending(free)
        free.reviewer.decide(record, action, "x")
        answer = free.learner.call("GET", f"/certificates/{record['id']}/outlook")
        assert (answer.status, answer.problem) == (409, "action-not-allowed")
