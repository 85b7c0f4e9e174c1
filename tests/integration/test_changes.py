"""What administrators read of who changed what, and what is stored of it."""

from typing import Any
from unittest.mock import patch

import boto3
import pytest

from certfolio.api.cursors import encode
from certfolio.domain.staff import Role
from certfolio.services import changes as service
from certfolio.storage import clients
from functions.academy import handler as academy
from tests.support.directory import Directory
from tests.support.faults import calls_made, everything, refusing
from tests.support.template import REGION, STACK
from tests.support.world import Answer, World, if_match

Json = dict[str, Any]


def changes(world: World, **query: str) -> Answer:
    answer = world.administrator.call("GET", "/changes", query=query)
    assert answer.status == 200, answer
    return answer


def told(world: World, **query: str) -> list[Json]:
    items: list[Json] = changes(world, **query).body["items"]
    return items


def said(change: Json) -> dict[str, tuple[Any, Any]]:
    """Before and after of each field of a change."""
    return {field["field"]: (field["before"], field["after"]) for field in change["fields"]}


def put(world: World, path: str, body: Json, version: int | None = None) -> Json:
    headers = {} if version is None else if_match({"version": version})
    answer = world.administrator.call("PUT", path, body, headers=headers)
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


# What is told


def test_a_change_of_the_settings_tells_who_and_what(world: World) -> None:
    put(world, "/settings", {"time_zone": "Europe/Vienna"})
    put(world, "/settings", {"time_zone": "Europe/Vienna", "review_days": 3}, 1)
    last, first = told(world, area="settings")
    assert said(first) == {"time_zone": ("UTC", "Europe/Vienna")}
    assert said(last) == {"review_days": (10, 3)}
    assert last == {
        **last,
        "actor": {"kind": "staff", "id": "administrator-1", "name": "Administrator"},
        "area": "settings",
        "subject": world.academy_id,
        "subject_name": None,
        "step": "changed",
        "version": 2,
    }


def test_a_life_of_a_credit_type_is_told(world: World) -> None:
    body = {"name": "CEU", "unit": "points"}
    put(world, "/credit-types/ceu", body)
    changed = put(world, "/credit-types/ceu", {**body, "period_rules": {"cap": "9"}}, 1)
    world.retire(changed)
    put(world, "/credit-types/ceu", {**body, "period_rules": {"cap": "9"}}, 3)
    revived, retired, capped, added = told(world, subject="ceu")
    assert [change["step"] for change in (added, capped, retired, revived)] == [
        "added",
        *["changed"] * 3,
    ]
    assert said(added)["unit"] == (None, "points")
    ((old,), (new,)) = said(capped)["rules"]
    assert (old["version"], old.get("cap")) == (1, None)
    assert (new["version"], new["cap"]) == (2, "9.00")
    assert list(said(capped)) == ["rules"]
    assert said(retired) == {"retired": (False, True)}
    assert said(revived) == {"retired": (True, False)}
    assert [change["version"] for change in (added, capped, retired, revived)] == [1, 2, 3, 4]


def test_who_made_whom_an_administrator_is_told(world: World) -> None:
    put(world, "/staff/new-1", {"name": "Somebody", "role": "reviewer"})
    put(world, "/staff/new-1", {"name": "Somebody", "role": "administrator"}, 1)
    path, headers = "/staff/new-1", if_match({"version": 2})
    assert world.administrator.call("DELETE", path, headers=headers).status == 200
    removed, promoted, added = told(world, area="staff")
    assert said(added) == {"name": (None, "Somebody"), "role": (None, "reviewer")}
    assert said(promoted) == {"role": ("reviewer", "administrator")}
    assert said(removed) == {"name": ("Somebody", None), "role": ("administrator", None)}
    assert (removed["step"], removed["subject"]) == ("removed", "new-1")
    assert {change["actor"]["id"] for change in (added, promoted, removed)} == {"administrator-1"}


def test_a_system_has_no_name_but_what_the_staff_list_says(world: World) -> None:
    role = world.staff("123456789012.nightly_job@acme", Role.ADMINISTRATOR)
    put(world, "/staff/123456789012.other+role", {"name": "Other", "role": "reviewer"})
    saved = role.call("PUT", "/settings", {"review_days": 3})
    assert saved.status == 200, saved
    settings, added = told(world)[:2]
    assert settings["actor"] == {"kind": "staff", "id": role.principal, "name": "Administrator"}
    assert added["subject_name"] == "Other"
    removed = remove_staff(world, role.principal)
    assert (removed["subject_name"], said(removed)["name"]) == (None, ("Administrator", None))
    assert told(world, area="settings")[0]["actor"]["name"] is None


def remove_staff(world: World, principal: str) -> Json:
    path = f"/staff/{principal}"
    version = world.administrator.call("GET", path).body
    assert world.administrator.call("DELETE", path, headers=if_match(version)).status == 200
    return told(world, area="staff")[0]


def test_changes_of_learners_are_told_by_whomever_they_are_made(here: Directory) -> None:
    made = here.added("Old Name", "old@demo.example", external_id="HR-1")
    id_ = made["learner_id"]
    here.call("PUT", f"/{id_}", {"name": "New Name", "external_id": "HR-2"}, version=1)
    here.sign_in(id_, name="New Name", email="new@demo.example")
    noted, changed, added = told(here.world, area="learner")
    assert said(added) == {
        "name": (None, "Old Name"),
        "mail": (None, "old@demo.example"),
        "external_id": (None, "HR-1"),
    }
    assert said(changed) == {"name": ("Old Name", "New Name"), "external_id": ("HR-1", "HR-2")}
    assert said(noted) == {"mail": ("old@demo.example", "new@demo.example")}
    assert [change["actor"]["id"] for change in (added, changed, noted)] == [
        "reviewer-1",
        "reviewer-1",
        "certfolio",
    ]
    assert (noted["actor"]["kind"], noted["actor"]["name"]) == ("system", None)
    # As they are called now.
    assert {change["subject_name"] for change in (added, changed, noted)} == {"New Name"}
    assert {change["subject"] for change in (added, changed, noted)} == {id_}


def test_a_former_administrator_is_named_by_the_directory(here: Directory) -> None:
    world = here.world
    put(world, "/settings", {"review_days": 3})
    put(world, "/staff/second", {"name": "Second", "role": "administrator"})
    here.sign_in("administrator-1", name="First Person")
    path, headers = "/staff/administrator-1", if_match({"version": 1})
    second = type(world.administrator)(world.academy_id, "second")
    assert second.call("DELETE", path, headers=headers).status == 200
    items = second.call("GET", "/changes", query={"area": "settings"}).body["items"]
    assert items[0]["actor"]["name"] == "First Person"


# What is not told


def test_what_changes_nothing_or_is_refused_or_comes_again_is_told_once(here: Directory) -> None:
    world = here.world
    body = {"name": "CPE", "unit": "points"}
    put(world, "/credit-types/cpe", body, 1)
    before = everything()
    put(world, "/credit-types/cpe", body, 1)
    put(world, "/credit-types/cpe", body, 2)
    stale = world.administrator.call("PUT", "/credit-types/cpe", {"name": "X", "unit": "y"})
    assert stale.status == 412
    assert world.administrator.call("PUT", "/settings", {"review_days": 0}).status == 422
    with refusing("dynamodb", "TransactWriteItems", "ThrottlingException"):
        assert world.administrator.call("PUT", "/settings", {"review_days": 3}).status == 503
    assert everything() == before
    made = here.added("Name", external_id="HR-1")
    before = everything()
    path = f"/{made['learner_id']}"
    here.call("PUT", path, {"name": "Name", "external_id": "HR-1"}, version=1)
    here.sign_in(made["learner_id"], name="Name", email=made["mail"])
    assert everything() == before


def test_an_entry_that_is_only_written_anew_is_no_change(here: Directory) -> None:
    here.written_before(here.entry("learner-1", "Änne"))
    here.sign_in("learner-1", name="Änne")
    assert told(here.world, area="learner") == []


# What is stored of people


def test_an_event_names_people_by_their_ids_and_survives_their_erasure(here: Directory) -> None:
    world = here.world
    said_of_them = {"external_id": "unm-9", "hired_on": "1987-06-05"}
    made = here.added("Unmistakable Person", "unmistakable@demo.example", **said_of_them)
    id_ = made["learner_id"]
    put(world, f"/staff/{id_}", {"name": "Unmistakable Person", "role": "reviewer"})
    items = [item for item in everything() if item["SK"]["S"].startswith("SETUP#")]
    assert len(items) == 3
    for words in ("nmistakable", "unm-9", "1987-06-05", "Administrator"):
        assert words not in str(items)
    table = boto3.resource("dynamodb", region_name=REGION).Table(STACK)
    partition = f"ACADEMY#{world.academy_id}#DIRECTORY"
    of_the_person = [item for item in everything() if item["SK"]["S"].startswith(f"PERSON#{id_}#")]
    assert len(of_the_person) == 2
    for item in of_the_person:
        table.delete_item(Key={"PK": partition, "SK": item["SK"]["S"]})
    staff, learner = told(world)[:2]
    assert {field["field"]: field["erased"] for field in learner["fields"]} == {
        "name": True,
        "mail": True,
        "external_id": True,
        "hired_on": True,
    }
    assert {field["field"]: field["erased"] for field in staff["fields"]} == {
        "name": True,
        "role": False,
    }
    assert said(staff) == {"name": (None, None), "role": (None, "reviewer")}


# Reading


@pytest.fixture
def busy(here: Directory) -> World:
    """An academy with changes of every kind, in turns."""
    world = here.world
    for number in range(4):
        here.added(f"Learner {number}")
        put(world, "/settings", {"review_days": number + 1}, number)
        put(world, f"/staff/staff-{number}", {"name": "Some", "role": "reviewer"})
    return world


def test_changes_are_read_newest_first_page_by_page(busy: World) -> None:
    whole = told(busy, limit="100")
    assert len(whole) == 13  # and the credit type that was there first
    assert [change["at"] for change in whole] == sorted(
        (change["at"] for change in whole), reverse=True
    )
    for limit in ("1", "2", "5", "12", "13"):
        found: list[Json] = []
        query = {"limit": limit}
        while True:
            page = changes(busy, **query).body
            found += page["items"]
            if page.get("next_cursor") is None:
                break
            query["cursor"] = page["next_cursor"]
        assert found == whole


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"area": "staff"}, 4),
        ({"area": "learner"}, 4),
        ({"area": "settings"}, 4),
        ({"area": "credit_type"}, 1),
        ({"subject": "staff-2"}, 1),
        ({"subject": "cpe"}, 1),
        ({"actor": "reviewer-1"}, 4),
        ({"actor": "administrator-1"}, 9),
        ({"actor": "administrator-1", "area": "staff"}, 4),
        ({"actor": "reviewer-1", "area": "staff"}, 0),
        ({"actor": "nobody"}, 0),
    ],
)
@pytest.mark.parametrize("most", [500, 3])
def test_a_page_looks_through_so_many_and_no_more(
    busy: World, query: dict[str, str], expected: int, most: int
) -> None:
    found: list[Json] = []
    cursor: dict[str, str] = {}
    with patch.object(service, "_LOOKED_AT", most):
        for _ in range(20):
            page = changes(busy, limit="2", **query, **cursor).body
            assert len(page["items"]) <= 2
            found += page["items"]
            if page.get("next_cursor") is None:
                break
            cursor = {"cursor": page["next_cursor"]}
    assert len({change["id"] for change in found}) == len(found) == expected


def test_a_page_takes_few_calls(busy: World) -> None:
    with calls_made() as calls:
        changes(busy)
    # Who asks; the two partitions; what is said of people, staff, learners.
    assert calls == ["GetItem", "Query", "Query", *["BatchGetItem"] * 3]
    with calls_made() as calls:
        changes(busy, area="settings")
    assert calls == ["GetItem", "Query", *["BatchGetItem"] * 2]


def test_a_cursor_serves_only_its_own_list(busy: World, other_world: World) -> None:
    cursor = changes(busy, limit="1", area="staff").body["next_cursor"]
    for query in ({}, {"area": "settings"}, {"area": "staff", "actor": "reviewer-1"}):
        refused = busy.administrator.call("GET", "/changes", query={**query, "cursor": cursor})
        assert (refused.status, refused.wrong) == (400, {("query", "cursor")})
    other = other_world.administrator.call(
        "GET", "/changes", query={"area": "staff", "cursor": cursor}
    )
    assert other.status == 400
    query = {"list": "changes", "academy": busy.academy_id}
    made_up = encode(academy.ChangePosition.model_construct(id="x"), query)
    refused = busy.administrator.call("GET", "/changes", query={"cursor": made_up})
    assert refused.status == 400


@pytest.mark.parametrize(
    "query", [{"area": "everything"}, {"actor": "#"}, {"subject": ""}, {"limit": "0"}, {"x": "y"}]
)
def test_a_list_that_cannot_be_is_refused_by_parameter(world: World, query: dict[str, str]) -> None:
    refused = world.administrator.call("GET", "/changes", query=query)
    assert (refused.status, refused.wrong) == (400, {("query", next(iter(query)))})


def test_changes_are_for_the_academy_s_administrators_alone(
    busy: World, other_world: World
) -> None:
    assert busy.reviewer.call("GET", "/changes").problem == "forbidden"
    stranger = other_world.staff("stranger", Role.ADMINISTRATOR)
    foreign = stranger.call("GET", "/changes", academy_id=busy.academy_id)
    assert foreign.problem == "forbidden"
    assert len(told(other_world)) == 1


def test_one_table_reads_them(world: World) -> None:
    """Without an index, and never by a scan."""
    with patch.object(clients.dynamodb(), "scan") as scan, calls_made() as calls:
        changes(world, actor="nobody")
    scan.assert_not_called()
    assert calls == ["GetItem", "Query", "Query"]
