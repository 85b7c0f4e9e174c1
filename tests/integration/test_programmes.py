"""Programmes through the API: taken from packs, adapted, tried, changed, and who holds them."""

from typing import Any

import pytest
from ulid import ULID

from functions.programmes.shipped import examples, packs
from tests.support.world import Answer, Learner, World, if_match

Json = dict[str, Any]


def installed(world: World, pack: str = "pmi-pmp", **fields: Any) -> Json:
    answer = world.administrator.call("POST", "/programmes", {"pack": pack, **fields})
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def credit_type(world: World, id_: str) -> Json:
    answer = world.administrator.call("GET", f"/credit-types/{id_}")
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def saved(world: World, programme: Json, **fields: Any) -> Answer:
    body = {"programme": programme["programme"], "state": programme["state"], **fields}
    return world.administrator.call(
        "PUT", f"/programmes/{programme['id']}", body, headers=if_match(programme)
    )


def held(world: World, learner: Learner, programme: str, since: str = "2024-01-01") -> Json:
    body = {"id": str(ULID()), "programme": programme, "held_since": since}
    answer = world.administrator.call("POST", f"/learners/{learner.id}/holdings", body)
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def changes(world: World, **query: str) -> list[Json]:
    answer = world.administrator.call("GET", "/changes", query=query)
    assert answer.status == 200, answer
    found: list[Json] = answer.body["items"]
    return found


# Packs


def test_packs_are_listed_without_and_read_with_their_examples(world: World) -> None:
    listed = world.reviewer.call("GET", "/programme-packs")
    assert [item["id"] for item in listed.body["items"]] == list(packs())
    assert all("examples" not in item for item in listed.body["items"])
    read = world.reviewer.call("GET", "/programme-packs/pmi-pmp")
    assert len(read.body["examples"]) == len(examples(packs()["pmi-pmp"])) >= 10


def test_a_pack_that_is_not_shipped_is_not_there(world: World) -> None:
    assert world.reviewer.call("GET", "/programme-packs/none").status == 404
    answer = world.administrator.call("POST", "/programmes", {"pack": "none"})
    assert (answer.status, answer.codes) == (422, {"pack": "unknown_pack"})


@pytest.mark.parametrize("pack", packs())
def test_a_pack_brings_the_credit_types_that_it_needs(world: World, pack: str) -> None:
    made = installed(world, pack)
    assert (made["id"], made["pack"], made["state"], made["version"]) == (pack, pack, "draft", 1)
    for needed in packs()[pack].credit_types:
        there = credit_type(world, needed.id)
        choices = {
            (label["id"], choice["id"]) for label in there["labels"] for choice in label["choices"]
        }
        wanted = {(label.id, choice.id) for label in needed.labels for choice in label.choices}
        assert wanted <= choices


def test_a_pack_is_taken_over_once_however_often_it_is_sent(world: World) -> None:
    first = installed(world)
    told = changes(world)
    assert installed(world) == first
    assert changes(world) == told
    assert [(one["area"], one["step"]) for one in told[:2]] == [
        ("programme", "added"),
        ("credit_type", "added"),
    ]


@pytest.mark.parametrize("example", ["pmi-pmp", "california-cpa", "new-york-cpa", "hiring-year"])
def test_the_examples_of_a_pack_come_to_what_they_say_where_they_are_tried(
    world: World, example: str
) -> None:
    installed(world, example)
    read = world.reviewer.call("GET", f"/programme-packs/{example}").body["examples"]
    for one in read:
        holding = {
            name: value
            for name, value in one["holding"].items()
            if name != "programme" and value is not None
        }
        lines = [
            {name: value for name, value in line.items() if value is not None}
            for line in one["certificates"]
        ]
        body = {"holding": holding, "lines": lines, "day": one["day"]}
        answer = world.administrator.call("POST", f"/programmes/{example}/try", body)
        assert answer.status == 200, answer
        cycle = next(
            found
            for found in answer.body["cycles"]
            if found["starts_on"] == one["expected"]["starts_on"]
        )
        assert cycle["ends_on"] == one["expected"]["ends_on"]
        assert cycle["counted"] == one["expected"]["counted"]
        assert cycle["done"] == one["expected"]["done"]
