"""A change of the staff list whose answer was lost is sent again, also by who is no administrator
any more."""

from collections.abc import Callable

import boto3
import pytest

from certfolio.domain.staff import Role
from tests.support.faults import everything
from tests.support.template import REGION, STACK
from tests.support.world import Answer, Staff, World, if_match


def save(by: Staff, principal: str, role: str, version: int | None, name: str = "Some") -> Answer:
    headers = {} if version is None else if_match({"version": version})
    return by.call("PUT", f"/staff/{principal}", {"name": name, "role": role}, headers=headers)


def remove(by: Staff, principal: str, version: int) -> Answer:
    return by.call("DELETE", f"/staff/{principal}", headers=if_match({"version": version}))


@pytest.fixture
def second(world: World) -> Staff:
    return world.staff("administrator-2", Role.ADMINISTRATOR)


def again(act: Callable[[], Answer]) -> Answer:
    """Do it twice: the answers are the same, and the second time nothing is written."""
    first = act()
    assert first.status == 200, first
    before = everything()
    repeated = act()
    assert (repeated.status, repeated.body, repeated.etag) == (200, first.body, first.etag)
    assert everything() == before
    return first


def test_removing_staff_twice_gets_the_first_result(world: World, second: Staff) -> None:
    removed = again(lambda: remove(world.administrator, "reviewer-1", 1))
    assert removed.body == {
        "principal": "reviewer-1",
        "name": "Reviewer",
        "role": "reviewer",
        "invited": False,
        "version": 1,
    }
    # Whoever else removes them, or means another version, is told that nobody is there.
    assert remove(second, "reviewer-1", 1).status == 404
    assert remove(world.administrator, "reviewer-1", 2).status == 404


def test_what_is_left_of_a_removed_member_is_in_nobody_s_way(world: World) -> None:
    """It stands among what the academy has set up."""
    remove(world.administrator, "reviewer-1", 1)
    boto3.resource("dynamodb", region_name=REGION).Table(STACK).put_item(
        Item={"PK": f"ACADEMY#{world.academy_id}", "SK": "PROGRAMME#of-a-later-version#1"}
    )
    assert world.learner.call("GET", "/statement").status == 200
    assert world.learner.call("GET", "/credit-types").body["items"][0]["id"] == "cpe"
    listed = world.administrator.call("GET", "/staff").body["items"]
    assert [member["principal"] for member in listed] == ["administrator-1"]


def test_somebody_who_comes_back_is_not_removed_by_an_old_request(
    world: World, second: Staff
) -> None:
    remove(world.administrator, "reviewer-1", 1)
    back = again(lambda: save(second, "reviewer-1", "reviewer", None))
    # Counting goes on, so that no version means two different things.
    assert back.body["version"] == 3
    late = remove(world.administrator, "reviewer-1", 1)
    assert (late.status, late.body["current_version"]) == (412, 3)
    again(lambda: remove(world.administrator, "reviewer-1", 3))
    assert save(second, "reviewer-1", "reviewer", None).body["version"] == 5


def test_adding_promoting_and_demoting_twice_get_the_first_result(
    world: World, second: Staff
) -> None:
    again(lambda: save(world.administrator, "new-1", "reviewer", None))
    again(lambda: save(world.administrator, "new-1", "administrator", 1))
    again(lambda: save(world.administrator, "new-1", "reviewer", 2))
    late = save(second, "new-1", "administrator", 1)
    assert (late.status, late.body["current_version"]) == (412, 3)


def test_demoting_oneself_twice_gets_the_first_result(world: World, second: Staff) -> None:
    first = world.administrator
    done = again(lambda: save(first, first.principal, "reviewer", 1))
    assert done.body["role"] == "reviewer"
    for other in (
        lambda: save(first, first.principal, "administrator", 1),
        lambda: save(first, first.principal, "reviewer", 2),
        lambda: save(first, first.principal, "reviewer", None),
        lambda: save(first, first.principal, "reviewer", 1, name="Other"),
        lambda: save(first, "new-1", "reviewer", None),
        lambda: remove(first, first.principal, 2),
        lambda: remove(first, second.principal, 1),
        lambda: first.call("DELETE", f"/staff/{first.principal}"),
        # The same request of another reviewer.
        lambda: save(world.reviewer, first.principal, "reviewer", 1),
        lambda: save(Staff(world.academy_id, "stranger"), first.principal, "reviewer", 1),
    ):
        answer = other()
        assert (answer.status, answer.problem) == (403, "forbidden")
    # Nor once somebody else has touched the record, even to the same.
    assert save(second, first.principal, "reviewer", 2, name="Other").status == 200
    assert save(second, first.principal, "reviewer", 3).status == 200
    assert save(first, first.principal, "reviewer", 1).status == 403


def test_removing_oneself_twice_gets_the_first_result(world: World, second: Staff) -> None:
    first = world.administrator
    again(lambda: remove(first, first.principal, 1))
    for other in (
        lambda: remove(first, first.principal, 2),
        lambda: remove(first, second.principal, 1),
        lambda: remove(world.reviewer, first.principal, 1),
        lambda: remove(Staff(world.academy_id, "stranger"), first.principal, 1),
        lambda: save(first, first.principal, "administrator", None),
        lambda: first.call("GET", "/staff"),
    ):
        answer = other()
        assert (answer.status, answer.problem) == (403, "forbidden")
    # Nor once they are back.
    assert save(second, first.principal, "reviewer", None).status == 200
    assert remove(first, first.principal, 1).status == 403


def test_another_academy_s_answer_is_not_given(world: World, other_world: World) -> None:
    both = world.administrator
    other_world.staff("administrator-2", Role.ADMINISTRATOR)
    assert remove(other_world.administrator, both.principal, 1).status == 200
    foreign = both.call(
        "DELETE",
        "/staff/administrator-1",
        headers=if_match({"version": 1}),
        academy_id=f"{other_world.academy_id}-2",
    )
    assert (foreign.status, foreign.problem) == (403, "forbidden")
