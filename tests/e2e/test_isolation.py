"""Nothing of another learner or academy shows, in any list, by any cursor."""

import base64
import json
import time
from decimal import Decimal

import pytest
import requests

from local.client import Json
from local.stack import Stack
from tests.e2e.support import Academy, LearnerAtWork, StaffAtWork, open_academy


@pytest.fixture(scope="module")
def other_academy(stack: Stack) -> Academy:
    return open_academy(stack, credit_types=("cpe", "foreign"))


@pytest.fixture(scope="module")
def neighbours(academy: Academy, other_academy: Academy) -> list[LearnerAtWork]:
    """Two learners of one academy and one of another, with two certificates each."""
    learners = [academy.learner(), academy.learner(), other_academy.learner()]
    for learner in learners:
        for _ in range(2):
            learner.hand_in()
    return learners


def test_each_learner_lists_their_own(neighbours: list[LearnerAtWork]) -> None:
    for learner in neighbours:
        items = learner.call("GET", "/certificates")["items"]
        assert [item["learner_id"] for item in items] == [learner.sub] * 2
        lines = learner.call("GET", "/statement")["items"]
        assert sum(Decimal(line["claimed"]) for line in lines) == 16


def test_each_academy_lists_its_own(
    neighbours: list[LearnerAtWork], academy: Academy, other_academy: Academy
) -> None:
    stranger = neighbours[2]
    there = other_academy.administrator.admin("GET", "/reviews", limit=100)["items"]
    assert {item["learner_id"] for item in there} == {stranger.sub}
    here = academy.administrator.admin("GET", "/reviews", limit=100)["items"]
    assert stranger.sub not in {item["learner_id"] for item in here}
    assert not academy.administrator.admin("GET", "/reviews", learner_id=stranger.sub)["items"]
    for path in ("certificates", "statement"):
        found = academy.administrator.admin("GET", f"/learners/{stranger.sub}/{path}")
        assert found["items"] == []
    assert [item["id"] for item in neighbours[0].call("GET", "/credit-types")["items"]] == ["cpe"]
    staff = other_academy.administrator.admin("GET", "/staff")["items"]
    assert [item["principal"] for item in staff] == [other_academy.administrator.principal]


def test_another_learners_cursor_is_refused(neighbours: list[LearnerAtWork]) -> None:
    owner, neighbour, stranger = neighbours
    cursor = owner.call("GET", "/certificates", limit=1)["next_cursor"]
    assert owner.request("GET", "/certificates", cursor=cursor).status_code == 200
    for learner in (neighbour, stranger):
        refused = learner.request("GET", "/certificates", cursor=cursor)
        assert (refused.status_code, _wrong(refused)) == (400, ["cursor"])


def test_another_academys_cursor_is_refused(
    neighbours: list[LearnerAtWork], academy: Academy, other_academy: Academy
) -> None:
    del neighbours
    cursor = other_academy.administrator.admin("GET", "/reviews", limit=1)["next_cursor"]
    queue = f"/admin/academies/{academy.id}/reviews"
    refused = academy.administrator.request("GET", queue, cursor=cursor)
    assert (refused.status_code, _wrong(refused)) == (400, ["cursor"])


@pytest.mark.parametrize(
    "position",
    [
        {"id": "01ARZ3NDEKTSV4RRFFQ69G5FAV#X"},
        {"id": "../../other"},
        {"PK": "ACADEMY#other", "SK": "CERTIFICATE#01ARZ3NDEKTSV4RRFFQ69G5FAV"},
        {},
        None,
        [],
    ],
    ids=str,
)
def test_a_made_up_position_is_refused(neighbours: list[LearnerAtWork], position: Json) -> None:
    learner = neighbours[0]
    made = _opened(learner.call("GET", "/certificates", limit=1)["next_cursor"])
    made["p"] = position
    refused = learner.request("GET", "/certificates", cursor=_closed(made))
    assert (refused.status_code, _wrong(refused)) == (400, ["cursor"])


def test_a_cursor_serves_only_the_list_it_came_from(
    neighbours: list[LearnerAtWork], academy: Academy
) -> None:
    learner = neighbours[0]
    mine = learner.call("GET", "/certificates", limit=1)["next_cursor"]
    assert learner.request("GET", "/certificates", cursor=mine, status="pending").status_code == 400
    queue = f"/admin/academies/{academy.id}/reviews"
    assert academy.administrator.request("GET", queue, cursor=mine).status_code == 400
    theirs = academy.administrator.admin("GET", "/reviews", limit=1)["next_cursor"]
    assert learner.request("GET", "/certificates", cursor=theirs).status_code == 400
    assert (
        academy.administrator.request("GET", queue, cursor=theirs, status="approved").status_code
        == 400
    )


def test_the_same_file_in_two_hands_stays_two(
    neighbours: list[LearnerAtWork], reviewer: StaffAtWork
) -> None:
    first, second = neighbours[:2]
    mine = first.call("GET", "/certificates")["items"][0]
    theirs = second.call("GET", "/certificates")["items"][0]
    assert mine["file"]["sha256"] == theirs["file"]["sha256"]
    assert first.request("GET", f"/certificates/{theirs['id']}").status_code == 404
    links = [
        reviewer.call("GET", reviewer.of(item) + "/file")["url"].partition("?")[0]
        for item in (mine, theirs)
    ]
    assert links[0] != links[1]


def test_rights_are_of_ones_own_academy_and_ones_own(
    neighbours: list[LearnerAtWork], academy: Academy, other_academy: Academy
) -> None:
    owner, neighbour, stranger = neighbours
    owner.call("POST", "/membership/export")
    owner.call("POST", "/membership/erasure-request")
    for learner in (neighbour, stranger):
        found = learner.call("GET", "/membership")
        assert (found["erasure_asked_at"], found["export"]) == (None, None)
    asked = (("GET", "membership"), ("POST", "export"), ("POST", "erasure"))
    for method, below in asked:
        path = f"/learners/{stranger.sub}/{below}"
        staff = academy.administrator
        here = staff.request(method, f"/admin/academies/{academy.id}{path}")
        there = staff.request(method, f"/admin/academies/{other_academy.id}{path}")
        assert (here.status_code, there.status_code) == (404, 403)
    found = other_academy.administrator.admin("GET", f"/learners/{stranger.sub}/membership")
    assert (found["export"], found["erasure"]) == (None, None)


def test_news_is_told_to_nobody_else(
    neighbours: list[LearnerAtWork], academy: Academy, other_academy: Academy
) -> None:
    owner, neighbour, stranger = neighbours
    waiting = owner.hand_in()
    assert academy.administrator.decide(waiting, "approve").ok
    deadline = time.monotonic() + 60
    while not owner.call("GET", "/news")["items"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    for learner in (neighbour, stranger):
        assert waiting["id"] not in str(learner.call("GET", "/news"))
    path = f"/admin/academies/{other_academy.id}/news"
    assert academy.administrator.request("GET", path).status_code == 403
    assert academy.administrator.request("POST", f"{path}/read", {"mark": 1}).status_code == 403


def _wrong(answer: requests.Response) -> list[str]:
    return [entry["field"] for entry in answer.json()["errors"]]


def _opened(cursor: str) -> Json:
    opened: Json = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    return opened


def _closed(body: Json) -> str:
    return base64.urlsafe_b64encode(json.dumps(body).encode()).decode().rstrip("=")


def test_nobody_of_another_academy_is_made_staff_by_their_mail_address(
    neighbours: list[LearnerAtWork], other_academy: Academy
) -> None:
    theirs, path = neighbours[0].account, f"/admin/academies/{other_academy.id}/staff"
    body = {"name": "Somebody", "role": "reviewer", "mail": theirs.email}
    refused = other_academy.administrator.request("POST", path, body)
    assert refused.status_code == 409
    assert neighbours[0].academy_id not in refused.text
    listed = other_academy.administrator.admin("GET", "/staff")["items"]
    assert theirs.sub not in [member["principal"] for member in listed]
