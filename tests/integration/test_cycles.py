"""What is told of credentials: what an approval completes, and which cycles end unfinished."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest

from tests.integration.test_news import announced, kinds, news, tell
from tests.integration.test_reminders import run
from tests.support import stream
from tests.support.credentials import hold_board
from tests.support.desk import handed_in
from tests.support.stream import letters
from tests.support.world import World, at

Json = dict[str, Any]
MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _stream(world: World) -> Iterator[None]:  # noqa: ARG001 - on its table
    stream.start_stream()
    stream.create_queue()
    with patch("certfolio.invocation.time.sleep"):
        yield
    letters()


@pytest.fixture
def held(world: World) -> Json:
    """A learner's credential of which a cycle ends on 28 March 2026."""
    world.credit_type("free", requires=[])
    with at(MORNING):
        return hold_board(world, world.learner, "2023-03-29")


def approved(world: World, credits_: str) -> Json:
    waiting = handed_in(
        world.learner,
        "free",
        earned_on="2026-01-15",
        claims=[{"credit_type": "free", "credits": credits_}],
    )
    answer = world.administrator.decide(waiting, "approve")
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


def told(world: World) -> Json:
    """Let everything be told that is, until nothing new is said."""
    for _ in range(2):
        tell(announced())
    return news(world.learner)


def test_an_approval_that_completes_a_requirement_is_told_once(world: World, held: Json) -> None:
    with at(MORNING):
        first = approved(world, "4")
        assert kinds(told(world)) == ["CertificateApproved"]
    with at(MORNING + timedelta(minutes=1)):
        last = approved(world, "6")
        page = told(world)
    assert sorted(kinds(page)) == ["CertificateApproved", "CertificateApproved", "RequirementMet"]
    [met] = [item for item in page["items"] if item["kind"] == "RequirementMet"]
    assert met["certificate_id"] == last["id"] != first["id"]
    assert (met["holding_id"], met["programme_name"]) == (held["id"], "Certified Example")
    assert (met["requirements"], met["done"], met["ends_on"]) == (
        ["10 credits"],
        True,
        "2026-03-28",
    )
    assert kinds(told(world)) == kinds(page)


def test_who_holds_no_credential_is_told_of_none(world: World) -> None:
    world.credit_type("free", requires=[])
    approved(world, "40")
    assert kinds(told(world)) == ["CertificateApproved"]


@pytest.mark.usefixtures("held")
def test_a_cycle_that_ends_unfinished_is_told_on_each_of_the_academys_days(
    world: World,
) -> None:
    with at(MORNING):
        approved(world, "4")
    for day in range(28):
        run(world, MORNING + timedelta(days=day))
    page = told(world)
    soon = [item for item in page["items"] if item["kind"] == "CycleEndsSoon"]
    assert [item["days_left"] for item in soon] == [0, 7, 26]
    assert {item["missing"] for item in soon} == {"6.00"}
    assert {(item["title"], item["certificate_id"]) for item in soon} == {
        ("Certified Example", None)
    }


@pytest.mark.usefixtures("held")
def test_a_cycle_that_is_done_is_not_told_of(world: World) -> None:
    with at(MORNING):
        approved(world, "10")
    for day in range(28):
        run(world, MORNING + timedelta(days=day))
    assert "CycleEndsSoon" not in kinds(told(world))


@pytest.mark.usefixtures("held")
def test_days_that_were_missed_are_told_of_once_with_the_days_that_are_left(
    world: World,
) -> None:
    run(world, MORNING + timedelta(days=24))
    run(world, MORNING + timedelta(days=24, hours=1))
    soon = [item for item in told(world)["items"] if item["kind"] == "CycleEndsSoon"]
    assert [item["days_left"] for item in soon] == [2]
