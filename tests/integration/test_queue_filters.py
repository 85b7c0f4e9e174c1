"""What the queue can be narrowed down to, and that a request reads a bounded part of it."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from typing import Any

import pytest

from certfolio.domain.actions import Origin
from certfolio.domain.certificates import Kind
from certfolio.domain.filters import ReviewFilters, Taken
from tests.integration.test_bounds import LARGE, STAFF_LOOK_UP, fill_queue, reading
from tests.support.builders import NOW
from tests.support.desk import claims, enter, handed_in, known, path_of
from tests.support.world import Staff, World, at, forget

Json = dict[str, Any]
DAY = timedelta(days=1)
BEGAN = datetime(2026, 3, 2, 9, tzinfo=UTC)
PROMISE = 10
"""Days; what academies promise unless they say otherwise."""


@pytest.fixture
def desk(world: World) -> World:
    """An academy where six wait, a day after each other: of two kinds, and entered by both."""
    world.credit_type("free", requires=[])
    learner = known(world)
    with at(BEGAN):
        handed_in(learner, "free", title="0")
    with at(BEGAN + DAY):
        handed_in(world.learner, "free", title="1")
    for days, kind in ((2, "academy"), (3, "external"), (4, "academy")):
        with at(BEGAN + days * DAY):
            answer = enter(
                world.reviewer, learner, claims=claims(("free", "1")), title=str(days), kind=kind
            )
            assert answer.status == 201
    with at(BEGAN + 5 * DAY):
        handed_in(learner, "free", title="5")
    forget()
    return world


def listed(staff: Staff, **query: str) -> list[Json]:
    """All pages; each goes on where the one before ended."""
    found: list[Json] = []
    while True:
        answer = staff.call("GET", "/reviews", query=query)
        assert answer.status == 200, answer
        found += answer.body["items"]
        if answer.body["next_cursor"] is None:
            return found
        query["cursor"] = answer.body["next_cursor"]


def titles(staff: Staff, **query: str) -> str:
    return "".join(item["title"] for item in listed(staff, **query))


def take(staff: Staff, certificate: Json) -> None:
    assert staff.call("PUT", path_of(certificate, "/assignment"), {}).status == 200


@pytest.mark.parametrize("limit", ["1", "2", "25"])
def test_what_is_overdue_and_what_is_not_are_the_whole_queue(desk: World, limit: str) -> None:
    with at(BEGAN + (PROMISE + 3) * DAY):
        everything = listed(desk.reviewer, limit=limit)
        assert titles(desk.reviewer, overdue="true", limit=limit) == "012"
        assert titles(desk.reviewer, overdue="false", limit=limit) == "345"
    assert [item["overdue"] for item in everything] == [True] * 3 + [False] * 3


def test_of_one_learner_what_is_overdue_is_the_same(desk: World) -> None:
    with at(BEGAN + (PROMISE + 3) * DAY):
        of_learner = {"learner_id": desk.learner.id}
        assert titles(desk.reviewer, overdue="true", **of_learner) == "1"
        assert titles(desk.reviewer, overdue="false", **of_learner) == ""


@pytest.mark.parametrize("overdue", ["true", "false"])
def test_what_is_decided_is_not_overdue(desk: World, overdue: str) -> None:
    with at(BEGAN + 100 * DAY):
        [first, *_] = listed(desk.reviewer)
        assert desk.reviewer.decide(first, "approve").status == 200
        found = titles(desk.reviewer, status="approved", overdue=overdue)
    assert found == ("" if overdue == "true" else "0")


@pytest.mark.parametrize(
    ("overdue", "later", "rest"),
    [("true", 1, "23"), ("true", -1, ""), ("false", 2, "5"), ("false", -2, "45")],
)
def test_a_page_goes_on_where_it_ended_though_days_went_by(
    desk: World, overdue: str, later: int, rest: str
) -> None:
    """What was not overdue can be by then; and the academy can promise more time."""
    query = {"overdue": overdue, "limit": "2" if overdue == "true" else "1"}
    with at(BEGAN + (PROMISE + 3) * DAY):
        page = desk.reviewer.call("GET", "/reviews", query=query).body
        assert page["next_cursor"]
    query["cursor"] = page["next_cursor"]
    with at(BEGAN + (PROMISE + 3 + later) * DAY):
        assert titles(desk.reviewer, **query) == rest


def test_what_is_taken_by_whom(desk: World) -> None:
    with at(BEGAN + 6 * DAY):
        items = listed(desk.reviewer)
        take(desk.reviewer, items[1])
        take(desk.administrator, items[3])
        assert titles(desk.reviewer, taken="anybody") == "13"
        assert titles(desk.reviewer, taken="nobody") == "0245"
        assert titles(desk.reviewer, taken="me") == "1"
        assert titles(desk.administrator, taken="me") == "3"
        assert titles(desk.reviewer, taken="anybody", assigned_to="administrator-1") == "3"
        assert titles(desk.reviewer, taken="nobody", assigned_to="administrator-1") == ""
    with at(BEGAN + 7 * DAY):
        # Leases have lapsed.
        assert titles(desk.reviewer, taken="anybody") == ""
        assert titles(desk.reviewer, taken="nobody") == "012345"


def test_where_it_comes_from_and_who_handed_it_in(desk: World) -> None:
    assert titles(desk.reviewer, kind="external") == "0135"
    assert titles(desk.reviewer, kind="academy") == "24"
    assert titles(desk.reviewer, origin="staff") == "234"
    assert titles(desk.reviewer, origin="learner") == "015"


def test_filters_go_together_in_every_way(desk: World) -> None:
    with at(BEGAN + (PROMISE + 3) * DAY):
        items = listed(desk.reviewer)
        take(desk.reviewer, items[2])
        take(desk.administrator, items[3])
        items = listed(desk.reviewer)
        holders = {None: None, **{taken: taken for taken in Taken}}
        combinations = product(
            holders, (None, *Kind), (None, *Origin), (None, True, False), (None, desk.learner.id)
        )
        for taken, kind, origin, overdue, learner_id in combinations:
            query = {
                "taken": taken,
                "kind": kind,
                "origin": origin,
                "overdue": overdue if overdue is None else str(overdue).lower(),
                "learner_id": learner_id,
            }
            wanted = [
                item["id"]
                for item in items
                if kind in {None, item["kind"]}
                and origin in {None, item["submitted_by"]["kind"]}
                and overdue in {None, item["overdue"]}
                and learner_id in {None, item["learner_id"]}
                and _is_taken(item, taken)
            ]
            asked = {name: str(value) for name, value in query.items() if value is not None}
            assert [item["id"] for item in listed(desk.reviewer, **asked)] == wanted, asked


def _is_taken(item: Json, taken: Taken | None) -> bool:
    lease = item["assignment"]
    match taken:
        case None:
            return True
        case Taken.ANYBODY:
            return lease is not None
        case Taken.NOBODY:
            return lease is None
        case Taken.ME:
            return bool(lease and lease["principal"] == "reviewer-1")


ANOTHER = {
    "status": "approved",
    "credit_type": "free",
    "learner_id": "learner-1",
    "assigned_to": "reviewer-1",
    "taken": "me",
    "kind": "external",
    "origin": "learner",
    "document": "agrees",
    "overdue": "false",
}
"""A value for each filter, other than what a request without filters asks for."""


@pytest.mark.parametrize("name", ReviewFilters.model_fields)
def test_a_cursor_belongs_to_its_filter(desk: World, name: str) -> None:
    cursor = desk.reviewer.call("GET", "/reviews", query={"limit": "1"}).body["next_cursor"]
    answer = desk.reviewer.call("GET", "/reviews", query={name: ANOTHER[name], "cursor": cursor})
    assert (answer.status, answer.wrong) == (400, {("query", "cursor")})


def test_a_cursor_of_what_i_have_taken_is_mine(desk: World) -> None:
    with at(BEGAN + 6 * DAY):
        for item in listed(desk.reviewer)[:2]:
            take(desk.reviewer, item)
        query = {"taken": "me", "limit": "1"}
        query["cursor"] = desk.reviewer.call("GET", "/reviews", query=query).body["next_cursor"]
        assert desk.reviewer.call("GET", "/reviews", query=query).status == 200
        assert desk.administrator.call("GET", "/reviews", query=query).status == 400


def _since(cursor: str, since: str) -> str:
    """The cursor with another instant, as somebody could make it."""
    made = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    made["p"]["since"] = since
    return urlsafe_b64encode(json.dumps(made).encode()).decode().rstrip("=")


@pytest.mark.parametrize("overdue", ["true", "false"])
@pytest.mark.parametrize("hours", [-12, 0, 14])
def test_a_cursor_names_an_instant_by_whatever_clock(desk: World, overdue: str, hours: int) -> None:
    """DynamoDB refuses to go on behind a key that lies outside of what a query reads."""
    with at(BEGAN + (PROMISE + 3) * DAY):
        query = {"overdue": overdue, "limit": "1"}
        first = desk.reviewer.call("GET", "/reviews", query=query).body
        since = datetime.fromisoformat(first["items"][0]["since"])
        elsewhere = since.astimezone(timezone(timedelta(hours=hours)))
        query["cursor"] = _since(first["next_cursor"], elsewhere.isoformat())
        assert titles(desk.reviewer, **query) == {"true": "12", "false": "45"}[overdue]


@pytest.mark.parametrize("since", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_cursor_beyond_the_calendar_is_none(desk: World, since: str) -> None:
    cursor = desk.reviewer.call("GET", "/reviews", query={"limit": "1"}).body["next_cursor"]
    answer = desk.reviewer.call("GET", "/reviews", query={"cursor": _since(cursor, since)})
    assert (answer.status, answer.wrong) == (400, {("query", "cursor")})


def test_a_page_of_what_is_overdue_reads_no_more_than_a_page(world: World) -> None:
    fill_queue(world)
    # Half of them are overdue by then.
    when = NOW + timedelta(days=PROMISE + 1, minutes=LARGE // 2)
    query = {"overdue": "true"}
    with at(when):
        world.reviewer.call("GET", "/reviews", query=query)
        with reading() as meter:
            page = world.reviewer.call("GET", "/reviews", query=query).body
        assert len(page["items"]) == 25
        assert meter.items == 26 + STAFF_LOOK_UP
    with at(NOW), reading() as meter:
        page = world.reviewer.call("GET", "/reviews", query=query).body
    assert (page["items"], page["next_cursor"]) == ([], None)
    assert meter.items == STAFF_LOOK_UP


def test_what_nothing_matches_reads_so_much_and_goes_on(world: World) -> None:
    fill_queue(world)
    for query in ({"taken": "me"}, {"kind": "academy"}, {"origin": "staff"}):
        world.reviewer.call("GET", "/reviews", query=query)
        with reading() as meter:
            page = world.reviewer.call("GET", "/reviews", query=query).body
        assert (page["items"], bool(page["next_cursor"])) == ([], True)
        assert meter.calls.count("Query") == 2
        assert meter.read <= 300
