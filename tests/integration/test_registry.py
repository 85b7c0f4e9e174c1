"""The registry of academies, as changes of set-up and sign-ins keep it."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import boto3
import pytest

from certfolio import composition, once
from certfolio.domain.academies import AcademySettings
from certfolio.domain.actions import SYSTEM
from certfolio.domain.credit_types import CreditRules
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.errors import StaleVersion
from certfolio.domain.periods import PeriodRules
from certfolio.domain.set_up_events import Intent
from certfolio.domain.staff import Role
from certfolio.storage.registry import Registry
from tests.support.faults import calls_made
from tests.support.template import REGION, STACK
from tests.support.world import World

NOW = datetime(2026, 11, 25, tzinfo=UTC)
INTENT = Intent(SYSTEM, 0, NOW)
MADE: dict[str, Callable[[str], Any]] = {
    "settings": lambda id_: composition.set_ups().save_settings(id_, AcademySettings(), INTENT),
    "credit type": lambda id_: composition.set_ups().save_credit_type(
        id_, "cpe", CreditRules(name="CPE", unit="hours"), PeriodRules(), INTENT
    ),
    "staff": lambda id_: composition.set_ups().save_staff_member(
        id_, "first", name="First", role=Role.ADMINISTRATOR, intent=INTENT
    ),
    "learner": lambda id_: composition.learners().note(
        DirectoryEntry(academy_id=id_, learner_id="first", name="First", mail="a@demo.example"), NOW
    ),
}


def academies() -> list[str]:
    return list(composition.registry().academies())


@pytest.fixture
def empty(aws: None) -> None:  # noqa: ARG001 - what it works on
    """A process that knows of no academy."""
    once.forget()


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
        wanted = AcademySettings(review_days=3)
        composition.set_ups().save_settings("acme", wanted, Intent(SYSTEM, 1, NOW))
    # The settings; the registry is neither read nor written by a process that has seen it there.
    assert calls == ["GetItem", "TransactWriteItems"]


def test_an_academy_from_before_the_registry_enters_with_its_next_change(world: World) -> None:
    table = boto3.resource("dynamodb", region_name=REGION).Table(STACK)
    table.delete_item(Key={"PK": "ACADEMIES", "SK": f"ACADEMY#{world.academy_id}"})
    once.forget()
    assert academies() == []
    assert world.administrator.call("PUT", "/settings", {"review_days": 3}).status == 200
    assert academies() == [world.academy_id]


@pytest.mark.usefixtures("empty")
def test_a_change_that_is_refused_enters_no_academy() -> None:
    with pytest.raises(StaleVersion):
        composition.set_ups().save_settings("acme", AcademySettings(), Intent(SYSTEM, 7, NOW))
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
