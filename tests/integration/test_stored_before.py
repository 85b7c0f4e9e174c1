"""A stack with records from before certificates and events were packed goes on working.

``tests/files/stored/before-packing.json`` is what the last program that did not pack wrote, and
what it answered of it.
"""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

import pytest

from certfolio.services.recount import SETTLES
from certfolio.storage import clients
from tests.support.desk import edit_entry, path_of, seen, withdraw_entry
from tests.support.template import STACK
from tests.support.totals import forget_totals, recounted, totals
from tests.support.world import FILES, Answer, World, at, if_match

Json = dict[str, Any]
BEFORE: Json = json.loads((FILES / "stored" / "before-packing.json").read_text("utf-8"))
SEEN: dict[str, Json] = BEFORE["seen"]


@pytest.fixture
def world(aws: None) -> World:  # noqa: ARG001 - what it works on
    """The world in which all of it was written."""
    world = World("before")
    client: Any = clients.dynamodb()
    for item in BEFORE["items"]:
        client.put_item(TableName=STACK, Item=item)
    return world


def told(view: Json) -> Json:
    """What does not depend on files, which are not there, or on the present day."""
    events = [
        # A map in the table has no order.
        {**event, "changes": sorted(event["changes"], key=itemgetter("field"))}
        for event in view["events"]
    ]
    return {name: value for name, value in view.items() if name not in _ELSEWHERE} | {
        "events": events
    }


def since(now: Any, before: Any) -> Any:
    """What is said now, without what the program that wrote it did not say yet."""
    if isinstance(now, dict) and isinstance(before, dict):
        return {name: since(value, before[name]) for name, value in now.items() if name in before}
    if isinstance(now, list) and isinstance(before, list):
        return [since(*pair) for pair in zip(now, before, strict=True)]
    return now


_ELSEWHERE = {"document_says", "thumbnail", "standing", "assignment"}


def test_certificates_and_histories_are_read_as_they_were(world: World) -> None:
    for before in SEEN.values():
        own = world.learner.read(before["learner"])
        assert told(since(own, before["learner"])) == told(before["learner"])
        shown = seen(world.reviewer, before["staff"])
        assert told(since(shown, before["staff"])) == told(before["staff"])


def test_histories_are_still_intact(world: World) -> None:
    for before in SEEN.values():
        path = path_of(before["staff"], "/verification")
        verified = world.administrator.call("GET", path).body
        assert since(verified, before["verification"]) == before["verification"]
        world.check_history(world.learner, before["staff"]["id"])


def test_lists_find_everything_in_the_same_order(world: World) -> None:
    for status, ids in BEFORE["reviews"].items():
        for query in ({"status": status}, {"status": status, "learner_id": world.learner.id}):
            page = world.reviewer.call("GET", "/reviews", query=query).body
            assert [item["id"] for item in page["items"]] == ids
    portfolio = world.learner.call("GET", "/certificates", query={"limit": "50"}).body["items"]
    assert {item["id"] for item in portfolio} == {one["staff"]["id"] for one in SEEN.values()}


def test_statement_counts_the_same(world: World) -> None:
    [before] = BEFORE["statement"]["items"]
    [period] = world.learner.call("GET", "/statement").body["items"]
    query = {"credit_type": "cpe", "period": before["period"]}
    lines = world.learner.call("GET", "/statement/lines", query=query).body["items"]
    assert period.pop("line_count") == len(before["lines"])
    assert since({**period, "lines": lines}, before) == before


def test_duplicates_are_found(world: World) -> None:
    answer = world.reviewer.call("GET", path_of(SEEN["approved"]["staff"], "/duplicates"))
    assert answer.body == {**BEFORE["duplicates"], "more": False}


def test_what_shares_a_number_with_another_learners_is_found(world: World) -> None:
    other = world.new_learner()
    certificate = other.submitted(certificate_number="A-1", issuer="Demo Academy")
    found = world.reviewer.call("GET", path_of(certificate, "/duplicates")).body["items"]
    alike = {one["certificate_id"]: one["why"] for one in found}
    for name in ("pending", "approved"):
        assert alike[SEEN[name]["staff"]["id"]] == ["same_file", "same_number"]


Act = Callable[[World, Json], Answer]


def decision(action: str) -> Act:
    """By the one who has taken it, where somebody has and that has not lapsed."""
    return lambda world, found: (
        world.reviewer if found["status"] == "pending" else world.administrator
    ).decide(found, action, "Because.")


def edited(world: World, found: Json) -> Answer:
    return world.learner.edit(found, title="New title")


def withdrawn(world: World, found: Json) -> Answer:
    return world.learner.withdraw(found)


def disputed(world: World, found: Json) -> Answer:
    path = f"/certificates/{found['id']}/dispute"
    return world.learner.call("POST", path, {"comment": "Not mine."}, headers=if_match(found))


def corrected(world: World, found: Json) -> Answer:
    return world.reviewer.decide(found, "approve", "A slip.", corrections={"title": "Corrected"})


def taken(world: World, found: Json) -> Answer:
    return world.reviewer.call("PUT", path_of(found, "/assignment"), {})


CHANGES: dict[str, tuple[str, Act, str]] = {
    "approve": ("pending", decision("approve"), "approved"),
    "correct": ("pending", corrected, "approved"),
    "decline": ("leased", decision("decline"), "declined"),
    "request changes": ("edited", decision("request_changes"), "changes_requested"),
    "decide on a dispute": ("disputed", decision("decline"), "declined"),
    "revoke": ("approved", decision("revoke"), "revoked"),
    "reopen": ("declined", decision("reopen"), "pending"),
    "edit": ("changes_requested", edited, "pending"),
    "withdraw": ("edited", withdrawn, "withdrawn"),
    "dispute": ("entered", disputed, "pending"),
    "withdraw an entry": (
        "entered_for_all",
        lambda world, found: withdraw_entry(world.reviewer, found),
        "withdrawn",
    ),
    "edit an entry": (
        "entered_for_all",
        lambda world, found: edit_entry(
            world.reviewer, found, found["file"]["upload_id"], title="New title"
        ),
        "pending",
    ),
    "take": ("pending", taken, "pending"),
    "take what was taken": ("leased", taken, "pending"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_what_was_stored_before_is_changed(world: World, change: str) -> None:
    name, act, status = CHANGES[change]
    found = SEEN[name]["staff"]
    answer = act(world, found)
    assert answer.status in {200, 204}, answer
    assert seen(world.reviewer, found)["status"] == status
    world.check_history(world.learner, found["id"])


def test_what_was_uploaded_before_is_handed_in(world: World) -> None:
    answer = world.learner.submit(BEFORE["uploads"]["upload"])
    assert answer.status == 201, answer


def test_who_has_taken_it_is_still_known(world: World) -> None:
    leased = SEEN["leased"]["staff"]
    with at(datetime.fromisoformat(leased["since"])):
        answer = world.administrator.decide(leased, "approve")
    assert answer.problem == "taken"


def test_what_changed_since_it_was_read_is_not_decided(world: World) -> None:
    disputed_since = SEEN["disputed"]["staff"]
    read = {**disputed_since, "version": disputed_since["version"] - 1}
    assert world.reviewer.decide(read, "approve").status == 412


def test_what_was_there_is_counted_by_the_schedule(world: World) -> None:
    forget_totals(world)
    now = datetime(2026, 12, 1, tzinfo=UTC)
    recounted(world, now)
    assert totals(world) is None
    recounted(world, now + SETTLES)
    statuses = [item["status"]["S"] for item in BEFORE["items"] if "by_status_pk" in item]
    found = totals(world)
    assert found
    assert {status: number for status, number in found.items() if number} == Counter(statuses)
