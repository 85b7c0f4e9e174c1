"""The registry of academies, as changes of set-up and sign-ins keep it."""

from collections.abc import Callable
from itertools import islice
from typing import Any

import boto3
import pytest

from certfolio import composition
from certfolio.domain.academies import Academy
from certfolio.domain.credit_types import CreditType
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.staff import Role, StaffMember
from certfolio.storage.registry import Registry
from tests.support.faults import calls_made
from tests.support.template import REGION, STACK
from tests.support.world import World

MADE: dict[str, Callable[[str], Any]] = {
    "settings": lambda id_: composition.academies().save_settings(Academy(academy_id=id_)),
    "credit type": lambda id_: composition.academies().save_credit_type(
        CreditType(academy_id=id_, id="cpe", name="CPE", unit="hours")
    ),
    "staff": lambda id_: composition.academies().save_staff_member(
        StaffMember(academy_id=id_, principal="first", name="First", role=Role.ADMINISTRATOR)
    ),
    "learner": lambda id_: composition.directory().note(
        DirectoryEntry(academy_id=id_, learner_id="first", name="First", mail="a@demo.example")
    ),
}


def academies() -> list[str]:
    return list(composition.registry().academies())


@pytest.fixture
def empty(aws: None) -> None:  # noqa: ARG001 - what it works on
    """A process that knows of no academy."""
    composition.registry.cache_clear()
    composition.academies.cache_clear()
    composition.directory.cache_clear()


@pytest.mark.usefixtures("empty")
@pytest.mark.parametrize("what", MADE)
def test_whatever_is_set_up_first_enters_the_academy(what: str) -> None:
    MADE[what]("acme")
    assert academies() == ["acme"]


@pytest.mark.usefixtures("empty")
def test_everything_after_that_leaves_the_registry_alone() -> None:
    for make in MADE.values():
        make("acme")
    assert academies() == ["acme"]
    with calls_made() as calls:
        composition.academies().save_settings(Academy(academy_id="acme", version=1, review_days=3))
    # Neither read nor written again by a process that has seen the academy there.
    assert calls == ["TransactWriteItems"]


def test_an_academy_from_before_the_registry_enters_with_its_next_change(world: World) -> None:
    table = boto3.resource("dynamodb", region_name=REGION).Table(STACK)
    table.delete_item(Key={"PK": "ACADEMIES", "SK": f"ACADEMY#{world.academy_id}"})
    composition.registry.cache_clear()
    composition.academies.cache_clear()
    assert academies() == []
    assert world.administrator.call("PUT", "/settings", {"review_days": 3}).status == 200
    assert academies() == [world.academy_id]


@pytest.mark.usefixtures("empty")
def test_a_change_that_is_refused_enters_no_academy() -> None:
    with pytest.raises(Exception, match="current version"):
        composition.academies().save_settings(Academy(academy_id="acme", version=7))
    assert academies() == []


@pytest.mark.usefixtures("empty")
def test_academies_are_read_page_by_page_and_behind_the_last_one_seen() -> None:
    ids = [f"academy-{number}" for number in range(7)]
    for academy_id in reversed(ids):
        MADE["settings"](academy_id)
    registry: Registry = composition.registry()
    with calls_made() as calls:
        first = list(islice(registry.academies(page=3), 3))
    assert (first, calls) == (ids[:3], ["Query"])
    assert list(registry.academies(after=first[-1], page=3)) == ids[3:]
    assert list(registry.academies(after=ids[-1])) == []
