"""The schema that is published says what the model takes."""

import json
from copy import deepcopy
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from tests.programmes.packs import packs, programmes
from tools.programmes import TARGET, schema, text

PACKS = [json.loads(pack.model_dump_json(exclude_unset=True)) for pack in programmes()]
CHECK = Draft202012Validator(schema())


def test_the_file_is_as_the_model_says() -> None:
    assert TARGET.read_text(encoding="utf-8") == text(), "run: make openapi"


def test_it_is_a_schema() -> None:
    Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize("pack", PACKS, ids=lambda pack: pack["id"])
def test_every_pack_keeps_it(pack: dict[str, Any]) -> None:
    CHECK.validate(pack)


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_every_pack_keeps_that_of_packs(pack: Pack) -> None:
    written = json.loads(pack.model_dump_json(exclude_unset=True))
    of_packs = {**schema(), "$ref": "#/$defs/Pack"}
    for name in ("properties", "required", "additionalProperties", "type"):
        del of_packs[name]
    assert of_packs["$defs"]["Pack"]["properties"]["programme"] == {"$ref": "#"}
    of_packs["$defs"]["Pack"]["properties"]["programme"] = {}
    check = Draft202012Validator(of_packs)
    check.validate(written)
    assert not check.is_valid({**written, "credit_types": []})


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("versions", 0, "requires", 0, "credits"), 60),
        (("versions", 0, "requires", 0, "kind"), "at_last"),
        (("versions", 0, "requires", 0, "window"), {"months": 12}),
        (("versions", 0, "requires", 0, "widow"), {"kind": "cycle"}),
        (("versions", 0, "cycle", "anchor"), {}),
        (("versions", 0, "begins_on"), "1.1.2020"),
        (("versions",), []),
        (("id",), "PMI PMP"),
    ],
)
def test_what_the_model_refuses_the_schema_refuses_too(
    path: tuple[str | int, ...], value: Any
) -> None:
    wrong = deepcopy(PACKS[0])
    *way, last = path
    place: Any = wrong
    for step in way:
        place = place[step]
    place[last] = value
    with pytest.raises(ValidationError):
        Programme.model_validate(wrong)
    assert not CHECK.is_valid(wrong)


def test_every_field_that_the_model_describes_is_described() -> None:
    carry = schema()["$defs"]["Carry"]
    assert carry["description"].startswith("What goes on into the next cycle")
    assert set(carry["properties"]) == {
        name for name, field in carry["properties"].items() if "description" in field
    }
