"""What every pack that is shipped must say, whatever its rules."""

from collections.abc import Iterator
from typing import Any

import pytest

from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from tests.programmes.packs import PACKS, Example, every_example, examples, packs, programmes

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


# What an academy needs to keep a pack


def _declared(pack: Pack) -> dict[str, set[tuple[str, str]]]:
    """By credit type: each label with each of its choices."""
    return {
        found.id: {(label.id, choice.id) for label in found.labels for choice in label.choices}
        for found in pack.credit_types
    }


def _asked(pack: Pack) -> set[tuple[str, str]]:
    """Labels and choices that rules ask for, and those that a credit takes on."""
    conditions = _conditions(pack.programme, "label")
    becomes = (part["becomes"] for part in _parts(pack.programme.model_dump()) if "becomes" in part)
    return {
        *((part["label"], choice) for part in conditions for choice in part["one_of"]),
        *(pair for part in becomes for pair in part.items()),
    }


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_credit_type_and_choice_that_a_rule_asks_for_is_declared(pack: Pack) -> None:
    types = {one for part in _conditions(pack.programme, "type") for one in part["one_of"]}
    declared = _declared(pack)
    assert types == declared.keys()
    for choices in declared.values():
        assert _asked(pack) <= choices
        in_one = {part["same"] for part in _parts(pack.programme.model_dump()) if part.get("same")}
        assert in_one <= {label for label, _ in choices}


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_choice_of_an_example_is_declared_and_every_declared_one_is_used(pack: Pack) -> None:
    used: dict[str, set[tuple[str, str]]] = {}
    for example in examples(pack.programme):
        for line in example.lines:
            used.setdefault(line.credit_type, set()).update(line.labels.items())
    for credit_type, declared in _declared(pack).items():
        assert used[credit_type] <= declared
        assert declared <= used[credit_type] | _asked(pack)


def test_packs_that_share_a_credit_type_or_a_choice_call_it_the_same() -> None:
    """Whichever is installed first names it for the others."""
    names: dict[tuple[str, ...], set[str]] = {}
    for pack in packs():
        for found in pack.credit_types:
            names.setdefault((found.id,), set()).add(f"{found.name} {found.unit} {found.step}")
            for label in found.labels:
                names.setdefault((found.id, label.id), set()).add(label.name)
                for choice in label.choices:
                    names.setdefault((found.id, label.id, choice.id), set()).add(choice.name)
    assert {key: found for key, found in names.items() if len(found) > 1} == {}
