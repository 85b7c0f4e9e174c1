"""Who opened, read or was refused what: one line each, with ids and nothing that people wrote."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest

from certfolio.api import audit
from certfolio.domain.staff import Role
from tests.support.builders import ulid
from tests.support.desk import known, path_of
from tests.support.world import Learner, World

Lines = list[dict[str, Any]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    written: Lines = []

    def keep(_: str, **said: Any) -> None:
        written.extend(filter(None, [said.get("audit")]))

    with patch.object(audit.logger, "info", keep):
        yield written


@pytest.fixture
def certificate(world: World) -> dict[str, Any]:
    return world.learner.submitted(title="Quixotic Zymurgy")


def said(lines: Lines) -> list[tuple[str, str, str]]:
    return [(line["actor"], line["action"], line["outcome"]) for line in lines]


_A = "/admin/academies/<academy_id>"
_C = f"{_A}/learners/<learner_id>/certificates/<certificate_id>"


def test_every_opening_of_a_document_is_told(
    world: World, certificate: dict[str, Any], lines: Lines
) -> None:
    world.learner.call("GET", f"/certificates/{certificate['id']}/file")
    world.reviewer.call("GET", path_of(certificate, "/file"))
    assert said(lines) == [
        (world.learner.id, "GET /certificates/<certificate_id>/file", "allowed"),
        ("reviewer-1", f"GET {_C}/file", "allowed"),
    ]
    for line in lines:
        assert line["ids"] == {
            "academy_id": world.academy_id,
            "learner_id": world.learner.id,
            "certificate_id": certificate["id"],
        }
        assert line["request_id"]
        assert line["source_ip"]
    assert "Zymurgy" not in json.dumps(lines)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/certificates",
        "/statement",
        "/certificates/totals",
        "/statement/lines",
        "/transcript",
        "/certificates/{id}",
        "/certificates/{id}/duplicates",
        "/certificates/{id}/precedents",
        "/certificates/{id}/forecast",
    ],
)
def test_every_read_of_a_learner_by_staff_is_told(world: World, lines: Lines, path: str) -> None:
    learner = known(world)
    made = learner.submitted()
    query = {"credit_type": "cpe", "period": "2026"} if path.endswith("lines") else None
    path = f"/learners/{learner.id}{path.format(id=made['id'])}"
    method, body = ("POST", {}) if path.endswith("/forecast") else ("GET", None)
    answer = world.reviewer.call(method, path, body, query=query)
    assert answer.status == 200, answer
    (line,) = lines
    assert (line["actor"], line["outcome"]) == ("reviewer-1", "allowed")
    assert line["ids"]["learner_id"] == learner.id


def test_a_search_of_the_directory_is_told_without_what_was_searched_for(
    world: World, lines: Lines
) -> None:
    world.reviewer.call("GET", "/learners", query={"search": "quixotic"})
    assert said(lines) == [("reviewer-1", f"GET {_A}/learners", "allowed")]
    assert "quixotic" not in json.dumps(lines)


def test_what_learners_do_with_their_own_is_not_told(
    world: World, certificate: dict[str, Any], lines: Lines
) -> None:
    world.learner.read(certificate)
    world.learner.call("GET", "/certificates")
    world.learner.call("GET", "/statement")
    world.learner.call("GET", "/transcript")
    world.learner.edit(certificate, title="New")
    world.learner.submit(None, title="")
    assert lines == []


def test_every_refusal_is_told(
    world: World, other_world: World, certificate: dict[str, Any], lines: Lines
) -> None:
    stranger = other_world.staff("stranger-1", Role.ADMINISTRATOR)
    stranger.call("GET", path_of(certificate), academy_id=world.academy_id)
    world.reviewer.call("PUT", "/settings", {})
    Learner(world.academy_id, world.learner.id, {"token_use": "access"}).call("GET", "/statement")
    assert said(lines) == [
        ("stranger-1", f"GET {_C}", "refused"),
        ("reviewer-1", f"PUT {_A}/settings", "refused"),
        (world.learner.id, "GET /statement", "refused"),
    ]
    assert lines[0]["ids"]["academy_id"] == world.academy_id


def test_a_named_record_that_is_not_there_is_told_and_an_unknown_route_is_not(
    world: World, lines: Lines
) -> None:
    world.learner.call("GET", f"/certificates/{ulid(9)}")
    world.reviewer.call("GET", f"/learners/{world.learner.id}/certificates/{ulid(9)}")
    world.learner.call("GET", "/nowhere", function="listing")
    assert [line["outcome"] for line in lines] == ["missing", "missing"]
    assert [line["ids"]["certificate_id"] for line in lines] == [ulid(9), ulid(9)]


def test_each_item_of_many_that_is_missing_is_told(world: World, lines: Lines) -> None:
    item = {
        "learner_id": world.learner.id,
        "certificate_id": ulid(9),
        "version": 1,
        "action": "approve",
    }
    world.reviewer.call("POST", "/decisions", {"items": [item]})
    assert said(lines) == [("reviewer-1", f"POST {_A}/decisions", "missing")]
    assert lines[0]["ids"] == {
        "academy_id": world.academy_id,
        "learner_id": world.learner.id,
        "certificate_id": ulid(9),
    }


def test_who_was_made_what_by_whom_is_told(world: World, lines: Lines) -> None:
    member = {"name": "Somebody", "role": "administrator"}
    world.administrator.call("PUT", "/staff/newcomer-1", member)
    world.administrator.call("DELETE", "/staff/newcomer-1", headers={"If-Match": '"1"'})
    world.administrator.call("GET", "/staff/administrator-1")
    assert said(lines) == [
        ("administrator-1", f"PUT {_A}/staff/<principal>", "allowed"),
        ("administrator-1", f"DELETE {_A}/staff/<principal>", "allowed"),
    ]
    assert lines[0]["ids"] == {
        "academy_id": world.academy_id,
        "principal": "newcomer-1",
        "role": "administrator",
    }
