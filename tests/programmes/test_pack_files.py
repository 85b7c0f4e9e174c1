"""What every pack that is shipped must say, whatever its rules."""

from collections.abc import Iterator
from typing import Any

import pytest

from certfolio.domain.programmes.model import Programme
from tests.programmes.packs import PACKS, Example, every_example, examples, programmes

ALL = programmes()


def _parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        value = value.values()
    elif not isinstance(value, list | tuple):
        return
    for part in value:
        yield from _parts(part)


def _conditions(programme: Programme, kind: str) -> list[dict[str, Any]]:
    return [part for part in _parts(programme.model_dump()) if part.get("kind") == kind]


def test_each_file_is_a_pack_or_the_examples_of_one() -> None:
    wanted = {f"{pack.id}{end}" for pack in ALL for end in (".json", ".examples.json")}
    assert {path.name for path in PACKS.iterdir()} == wanted


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.id)
def test_a_pack_says_where_its_rules_were_read_and_what_was_not_confirmed(pack: Programme) -> None:
    assert pack.source
    assert pack.not_confirmed


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.id)
def test_a_pack_has_ten_examples_at_least_each_with_a_name_of_its_own(pack: Programme) -> None:
    found = examples(pack)
    names = {example.data["name"] for example in found}
    assert len(names) == len(found) >= 10


@pytest.mark.parametrize("pack", ALL, ids=lambda pack: pack.id)
def test_each_choice_that_a_rule_asks_for_is_in_an_example(pack: Programme) -> None:
    """A choice that is spelt otherwise in a rule and in an example would count for nothing."""
    asked = {
        (part["label"], choice) for part in _conditions(pack, "label") for choice in part["one_of"]
    }
    used = {
        pair for example in examples(pack) for line in example.lines for pair in line.labels.items()
    }
    assert asked - used == set()


@pytest.mark.parametrize("example", every_example(), ids=str)
def test_an_example_is_about_its_pack(example: Example) -> None:
    known = {part["id"] for part in _parts(example.programme.model_dump()) if "id" in part}
    told = {name.partition("/")[0] for name in example.data["expected"]["requirements"]}
    assert example.holding.programme == example.programme.id
    assert told <= known
    types = {choice for part in _conditions(example.programme, "type") for choice in part["one_of"]}
    assert {line.credit_type for line in example.lines} <= types
