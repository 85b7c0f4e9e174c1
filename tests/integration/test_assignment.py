"""Who has taken a certificate for review, and for how long."""

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import cycle
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import Owner
from certfolio.domain.staff import Role
from certfolio.storage import clients
from tests.support.builders import ulid
from tests.support.desk import claims, handed_in, path_of, seen
from tests.support.faults import between, refusing
from tests.support.world import Answer, Learner, Staff, World, at, if_match, inspect, put
from tools.openapi import TARGET

NOON = datetime(2026, 3, 2, 12, 0, 0, 250_000, tzinfo=UTC)
UNTIL = datetime(2026, 3, 2, 13, tzinfo=UTC)


@pytest.fixture
def second(world: World) -> Staff:
    return world.staff("reviewer-2", Role.REVIEWER)


@pytest.fixture
def certificate(world: World) -> dict[str, Any]:
    world.credit_type("free", requires=[])
    with at(NOON - timedelta(days=1)):
        return handed_in(world.learner, "free")


def take(staff: Staff, certificate: dict[str, Any], to: str | None = None) -> Answer:
    body = {} if to is None else {"principal": to}
    return staff.call("PUT", path_of(certificate, "/assignment"), body)


def give_back(staff: Staff, certificate: dict[str, Any]) -> Answer:
    return staff.call("DELETE", path_of(certificate, "/assignment"))


def seize(staff: Staff, certificate: dict[str, Any], now: datetime | None = None) -> None:
    """Let staff have a certificate, whoever had it, in the middle of another request."""
    member = composition.academies().staff_member(staff.academy_id, staff.principal)
    assert member is not None
    composition.assignments().assign(
        Owner(academy_id=staff.academy_id, learner_id=certificate["learner_id"]),
        certificate["id"],
        member,
        By(Actor(kind=ActorKind.STAFF, id=staff.principal), Role.ADMINISTRATOR),
        now or datetime.now(UTC),
    )


def holder(answer: Answer) -> str | None:
    assert answer.status == 200, answer
    assignment = answer.body["assignment"]
    return assignment and str(assignment["principal"])


def test_what_somebody_has_taken_the_others_see(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    with at(NOON):
        taken = take(world.reviewer, certificate)
        assert (taken.status, taken.etag) == (200, '"1"')
        lease = {
            "principal": "reviewer-1",
            "name": "Reviewer",
            "until": "2026-03-02T13:00:00Z",
        }
        assert taken.body["assignment"] == lease
        (queued,) = second.call("GET", "/reviews").body["items"]
        assert queued["assignment"] == lease
        assert seen(second, certificate)["assignment"] == lease


def test_learners_are_not_told_who_has_taken_it(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    take(second, certificate)
    path = f"/certificates/{certificate['id']}"
    body = {"title": "New", "earned_on": "2026-01-15", "claims": claims(("free", "1"))}
    stale = if_match({"version": 7})
    for answer in (
        world.learner.call("GET", path),
        world.learner.call("GET", "/certificates"),
        world.learner.call("PUT", path, body, headers=stale),
        world.learner.call("DELETE", path, headers=stale),
        world.learner.call("PUT", path, body, headers=if_match(certificate)),
        world.learner.withdraw({**certificate, "version": 2}),
    ):
        assert answer.status in {200, 412}
        text = json.dumps(answer.body)
        assert certificate["id"] in text
        assert "assignment" not in text
        assert second.principal not in text


def test_the_api_description_speaks_of_leases_to_staff_alone() -> None:
    api = json.loads(TARGET.read_text())
    told = {
        route["tags"][0]
        for path in api["paths"].values()
        for route in path.values()
        if "Assignment" in _schemas(route["responses"], api["components"]["schemas"])
    }
    assert told == {"review"}


def _schemas(found: object, known: dict[str, Any]) -> set[str]:
    """Names of the schemas that a part of the description leads to."""
    names: set[str] = set()
    pending = [found]
    while pending:
        for name in re.findall(r"#/components/schemas/(\w+)", json.dumps(pending.pop())):
            if name not in names:
                names.add(name)
                pending.append(known[name])
    return names


def test_taking_is_neither_history_nor_a_change(world: World, certificate: dict[str, Any]) -> None:
    take(world.reviewer, certificate)
    give_back(world.reviewer, certificate)
    take(world.reviewer, certificate)
    found = seen(world.reviewer, certificate)
    assert (found["version"], len(found["events"])) == (1, 1)
    # What another has on the screen stays good.
    edited = world.learner.call(
        "PUT",
        f"/certificates/{certificate['id']}",
        {"title": "New", "earned_on": "2026-01-15", "claims": claims(("free", "1"))},
        headers=if_match(certificate),
    )
    assert edited.status == 200
    assert seen(world.reviewer, certificate)["assignment"]["principal"] == "reviewer-1"
    path = path_of(certificate, "/verification")
    assert world.administrator.call("GET", path).body["intact"] is True


def test_a_lease_lasts_as_long_as_the_academy_says(
    world: World, certificate: dict[str, Any]
) -> None:
    world.administrator.call("PUT", "/settings", {"lease_minutes": 5})
    # When what was set up before is remembered no more.
    later = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=2)
    with at(later):
        taken = take(world.reviewer, certificate)
    until = datetime.fromisoformat(taken.body["assignment"]["until"])
    assert until == later + timedelta(minutes=5)


def test_what_another_has_taken_is_refused_until_it_lapses(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    with at(NOON):
        take(world.reviewer, certificate)
    for instant in (NOON, UNTIL - timedelta(microseconds=1)):
        with at(instant):
            for refused in (take(second, certificate), give_back(second, certificate)):
                assert (refused.status, refused.problem) == (409, "taken")
                assert "Reviewer has taken this certificate until 13:00" in refused.body["detail"]
    assert seen(second, certificate)["assignment"]["principal"] == "reviewer-1"


@pytest.mark.parametrize("late", [0, 1, 500_000, 1_000_000])
def test_a_lapsed_lease_blocks_nobody(
    world: World, second: Staff, certificate: dict[str, Any], late: int
) -> None:
    with at(NOON):
        take(world.reviewer, certificate)
    with at(UNTIL + timedelta(microseconds=late)):
        assert holder(take(second, certificate)) == "reviewer-2"


def test_one_s_own_lease_can_be_renewed_and_given_back(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    with at(NOON):
        take(world.reviewer, certificate)
    with at(NOON + timedelta(minutes=30)):
        renewed = take(world.reviewer, certificate)
        assert renewed.body["assignment"]["until"] == "2026-03-02T13:30:00Z"
        assert holder(give_back(world.reviewer, certificate)) is None
        # Given back twice, it is given back once.
        assert holder(give_back(world.reviewer, certificate)) is None
        assert holder(take(second, certificate)) == "reviewer-2"


def test_an_administrator_gives_it_to_somebody_at_any_time(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    assert holder(take(world.administrator, certificate, "reviewer-2")) == "reviewer-2"
    assert seen(second, certificate)["assignment"]["name"] == "Reviewer"
    assert holder(take(world.administrator, certificate, "reviewer-1")) == "reviewer-1"
    assert holder(take(world.administrator, certificate)) == "administrator-1"
    assert take(world.reviewer, certificate).problem == "taken"
    assert holder(take(world.administrator, certificate, "reviewer-1")) == "reviewer-1"
    assert holder(give_back(world.administrator, certificate)) is None


def test_a_reviewer_takes_for_nobody_else(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    assert holder(take(world.reviewer, certificate, "reviewer-1")) == "reviewer-1"
    give_back(world.reviewer, certificate)
    refused = take(world.reviewer, certificate, second.principal)
    assert (refused.status, refused.problem) == (403, "forbidden")
    assert seen(second, certificate)["assignment"] is None


@pytest.mark.parametrize("principal", ["nobody", "administrator-2"])
def test_it_is_given_to_staff_of_the_academy_alone(
    world: World, other_world: World, certificate: dict[str, Any], principal: str
) -> None:
    other_world.staff("administrator-2", Role.ADMINISTRATOR)
    refused = take(world.administrator, certificate, principal)
    assert (refused.status, refused.codes) == (422, {"principal": "not_on_staff"})


def test_nobody_takes_or_is_given_their_own(world: World) -> None:
    world.credit_type("free", requires=[])
    own = world.staff("learner-9", Role.REVIEWER)
    certificate = handed_in(Learner(world.academy_id, "learner-9"), "free")
    assert take(own, certificate).problem == "forbidden"
    assert take(world.administrator, certificate, "learner-9").problem == "forbidden"
    assert seen(own, certificate)["assignment"] is None


def test_what_another_has_taken_is_not_decided(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    with at(NOON):
        take(world.reviewer, certificate)
        for staff in (second, world.administrator):
            refused = staff.decide(certificate, "approve")
            assert (refused.status, refused.problem) == (409, "taken")
    with at(UNTIL):
        assert second.decide(certificate, "approve").status == 200


def test_who_has_taken_it_decides_over_the_version_read_before(
    world: World, certificate: dict[str, Any]
) -> None:
    take(world.reviewer, certificate)
    answer = world.reviewer.decide(certificate, "approve")
    assert (answer.status, answer.etag, answer.body["assignment"]) == (200, '"2"', None)


@pytest.mark.parametrize("action", ["decline", "request_changes"])
def test_a_decision_ends_the_lease(
    world: World, second: Staff, certificate: dict[str, Any], action: str
) -> None:
    take(world.reviewer, certificate)
    assert world.reviewer.decide(certificate, action, "x").status == 200
    assert seen(second, certificate)["assignment"] is None


def test_a_withdrawal_needs_nobody_s_leave_and_ends_the_lease(
    world: World, certificate: dict[str, Any]
) -> None:
    take(world.reviewer, certificate)
    assert world.learner.withdraw(certificate).status == 200
    assert seen(world.reviewer, certificate)["assignment"] is None


# Taken after it was read, right before it is written


@pytest.mark.parametrize("action", ["approve", "decline", "request_changes"])
def test_what_another_takes_at_the_last_moment_is_not_decided(
    world: World, second: Staff, certificate: dict[str, Any], action: str
) -> None:
    with between("dynamodb", "TransactWriteItems", lambda: seize(second, certificate)) as taken:
        refused = world.reviewer.decide(certificate, action, "x")
    assert taken
    assert (refused.status, refused.problem) == (409, "taken")
    found = seen(second, certificate)
    assert (found["status"], found["assignment"]["principal"]) == ("pending", "reviewer-2")
    assert second.decide(certificate, action, "x").status == 200


def test_what_another_takes_at_the_last_moment_is_not_decided_among_many(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    other = handed_in(world.learner, "free", title="Other")
    items = [
        {
            "learner_id": one["learner_id"],
            "certificate_id": one["id"],
            "version": one["version"],
            "action": "approve",
        }
        for one in (certificate, other)
    ]
    with between("dynamodb", "TransactWriteItems", lambda: seize(second, certificate)):
        answer = world.reviewer.call("POST", "/decisions", {"items": items})
    assert [item["status"] for item in answer.body["items"]] == [409, 200]


@pytest.mark.parametrize("lapsed", [False, True])
def test_a_lease_of_one_s_own_or_one_that_lapsed_comes_between_nothing(
    world: World, second: Staff, certificate: dict[str, Any], *, lapsed: bool
) -> None:
    staff = second if lapsed else world.reviewer
    when = datetime.now(UTC) - timedelta(hours=2 if lapsed else 0)
    with between(
        "dynamodb", "TransactWriteItems", lambda: seize(staff, certificate, when)
    ) as taken:
        decided = world.reviewer.decide(certificate, "approve")
    assert taken
    assert (decided.status, decided.body["status"]) == (200, "approved")
    assert decided.body["assignment"] is None


@pytest.mark.parametrize("over", [None, "reviewer-1"], ids=["free", "taken"])
def test_an_edit_leaves_the_lease_taken_at_the_last_moment(
    world: World, second: Staff, certificate: dict[str, Any], over: str | None
) -> None:
    if over:
        take(world.administrator, certificate, over)
    body = {"title": "New", "earned_on": "2026-01-15", "claims": claims(("free", "1"))}
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: seize(second, certificate),
    ) as taken:
        edited = world.learner.call(
            "PUT", f"/certificates/{certificate['id']}", body, headers=if_match(certificate)
        )
    assert taken
    assert (edited.status, edited.body["title"]) == (200, "New")
    assert seen(second, certificate)["assignment"]["principal"] == "reviewer-2"
    world.check_history(world.learner, certificate["id"])


def test_a_withdrawal_goes_through_a_lease_taken_at_the_last_moment(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    with between("dynamodb", "TransactWriteItems", lambda: seize(second, certificate)) as taken:
        withdrawn = world.learner.withdraw(certificate)
    assert taken
    assert (withdrawn.status, withdrawn.body["status"]) == (200, "withdrawn")
    assert seen(second, certificate)["assignment"] is None


def test_inspection_leaves_the_lease_taken_at_the_last_moment(world: World, second: Staff) -> None:
    permit = world.learner.upload()
    waiting = world.learner.submit(permit["id"]).body
    with between("dynamodb", "TransactWriteItems", lambda: seize(second, waiting)) as taken:
        inspect(put(permit))
    assert taken
    found = seen(second, waiting)
    assert found["file"]["state"] == "accepted"
    assert found["assignment"]["principal"] == "reviewer-2"
    world.check_history(world.learner, waiting["id"])


def test_a_lease_that_keeps_changing_hands_is_waited_for_a_few_times(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    turns = cycle([second, world.reviewer])

    def change_hands(**_: Any) -> None:
        seize(next(turns), certificate)

    hooks = clients.dynamodb().meta.events
    hooks.register_first("before-call.dynamodb.TransactWriteItems", change_hands)
    try:
        answer = world.learner.withdraw(certificate)
    finally:
        hooks.unregister("before-call.dynamodb.TransactWriteItems", change_hands)
    assert (answer.status, answer.problem) == (503, "unavailable")
    assert seen(second, certificate)["status"] == "pending"


def test_only_what_is_pending_can_be_taken(world: World, certificate: dict[str, Any]) -> None:
    world.reviewer.decide(certificate, "approve")
    for staff in (world.reviewer, world.administrator):
        for refused in (take(staff, certificate), give_back(staff, certificate)):
            assert (refused.status, refused.problem) == (409, "action-not-allowed")
            assert "approved" in refused.body["detail"]


def test_what_is_not_there_cannot_be_taken(
    world: World, other_world: World, certificate: dict[str, Any]
) -> None:
    for staff, wanted in (
        (world.reviewer, {**certificate, "id": ulid(9)}),
        (world.reviewer, {**certificate, "learner_id": "nobody"}),
        (other_world.administrator, certificate),
    ):
        for refused in (take(staff, wanted), give_back(staff, wanted)):
            assert (refused.status, refused.problem) == (404, "not-found")


def test_the_queue_shows_what_one_has_taken_until_it_lapses(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    handed_in(world.learner, "free")

    def mine(staff: Staff, principal: str) -> list[str]:
        answer = staff.call("GET", "/reviews", query={"assigned_to": principal})
        return [item["id"] for item in answer.body["items"]]

    with at(NOON):
        take(world.reviewer, certificate)
        assert mine(world.reviewer, "reviewer-1") == [certificate["id"]]
        assert mine(second, "reviewer-1") == [certificate["id"]]
        assert mine(second, "reviewer-2") == []
    with at(UNTIL):
        assert mine(world.reviewer, "reviewer-1") == []


def test_who_takes_what_is_being_decided_is_asked_to_try_again(world: World) -> None:
    """DynamoDB refuses a write of its own while a transaction holds the item."""
    certificate = world.learner.submitted()
    with refusing("dynamodb", "UpdateItem", "TransactionConflictException"):
        answer = world.reviewer.call("PUT", path_of(certificate, "/assignment"), {})
    assert (answer.status, answer.problem) == (503, "unavailable")
    assert world.reviewer.call("PUT", path_of(certificate, "/assignment"), {}).status == 200


# --- Leaving the staff ---------------------------------------------------------------------------


def removed(world: World, staff: Staff) -> Answer:
    path = f"/staff/{staff.principal}"
    return world.administrator.call("DELETE", path, headers=if_match({"version": 1}))


def test_what_somebody_has_taken_is_free_when_they_leave_the_staff(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    other = handed_in(world.learner, "free")
    assert take(second, certificate).status == 200
    assert take(world.reviewer, other).status == 200
    assert removed(world, second).status == 200
    assert seen(world.reviewer, certificate)["assignment"] is None
    assert seen(world.reviewer, other)["assignment"]["principal"] == world.reviewer.principal


def test_what_was_given_to_another_meanwhile_stays_theirs(
    world: World, second: Staff, certificate: dict[str, Any]
) -> None:
    assert take(second, certificate).status == 200
    with between("dynamodb", "UpdateItem", lambda: seize(world.administrator, certificate)):
        assert removed(world, second).status == 200
    found = seen(world.reviewer, certificate)["assignment"]
    assert found["principal"] == world.administrator.principal
