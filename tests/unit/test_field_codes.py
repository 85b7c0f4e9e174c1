"""The codes of wrong fields: each is used, worded, and none outside the set can come out."""

import re
import string
from collections.abc import Iterator
from inspect import getsource
from itertools import product
from typing import Any, get_args

import pytest
from pydantic_core.core_schema import ErrorType

from certfolio.api.problems import ANSWERS
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.files import ContentType, RejectionReason, limits_kept
from certfolio.domain.statement import WhyValues
from tests.support.bodies import TAKEN
from tests.support.template import ROOT
from tools import codes

SOURCES = {
    path: path.read_text(encoding="utf-8")
    for folder in ("layers", "functions")
    for path in (ROOT / folder).rglob("*.py")
    if path.name != "field_codes.py"
}
PYDANTIC = frozenset(get_args(ErrorType))

CAN_BE_WRONG: dict[str, set[str]] = {
    "bool": {"bool_type", "bool_parsing"},
    # Day takes no more than a text of digits in the right places, or a date.
    "date": {"date_from_datetime_parsing"},
    # Amount has made it a Decimal by then.
    "decimal": set(),
    "dict": {"dict_type"},
    "enum": {"enum"},
    "int": {"int_type", "int_parsing", "int_parsing_size", "int_from_float"},
    "literal": {"literal_error"},
    "model": {"model_type", "model_attributes_type"},
    "model-fields": {"missing", "extra_forbidden", "model_attributes_type"},
    "str": {"string_type", "string_unicode"},
    "tagged-union": {"union_tag_invalid", "union_tag_not_found", "model_attributes_type"},
    "tuple": {"tuple_type"},
    # These hand on what stands inside, or what a function of ours raises.
    "default": set(),
    "definition-ref": set(),
    "definitions": set(),
    "function-after": set(),
    "function-before": set(),
    "model-field": set(),
    "no-info": set(),
    "nullable": set(),
    "with-info": set(),
}
"""What Pydantic's documentation says can be wrong, by the kind of what is validated."""

LIMITS: dict[str, set[str]] = {
    "ge": {"greater_than_equal"},
    "gt": {"greater_than"},
    "le": {"less_than_equal"},
    "max_length": {"string_too_long", "too_long"},
    "min_length": {"string_too_short", "too_short"},
    "pattern": {"string_pattern_mismatch"},
}


def _nodes(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if isinstance(schema.get("type"), str):
            yield schema
        for name, inner in schema.items():
            if name not in {"metadata", "serialization"}:
                yield from _nodes(inner)
    elif isinstance(schema, list | tuple):
        for inner in schema:
            yield from _nodes(inner)


def _possible(schema: Any) -> set[str]:
    """What Pydantic can find wrong with what it validates by a schema."""
    found: set[str] = set()
    for node in _nodes(schema):
        found |= CAN_BE_WRONG[node["type"]]
        for name in LIMITS.keys() & node.keys():
            found |= {
                code for code in LIMITS[name] if ("string" in code) == (node["type"] == "str")
            } or LIMITS[name]
    return found


@pytest.mark.parametrize("taken", TAKEN)
def test_what_pydantic_can_find_wrong_has_a_code(taken: str) -> None:
    _, field = TAKEN[taken]
    assert _possible(field._type_adapter.core_schema) <= {*FieldCode}  # noqa: SLF001 - said nowhere else


def test_what_pydantic_cannot_find_has_no_code() -> None:
    possible = set[str]().union(
        *(_possible(field._type_adapter.core_schema) for _, field in TAKEN.values())  # noqa: SLF001
    )
    assert {code for code in FieldCode if code in PYDANTIC} == possible


def test_every_rule_of_ours_is_used() -> None:
    used = set(re.findall(r"FieldCode\.(\w+)", "\n".join(SOURCES.values())))
    assert {code.name for code in FieldCode if code not in PYDANTIC} == used


def test_a_validator_raises_nothing_but_a_code() -> None:
    """A plain ValueError would have none."""
    schemas = [field._type_adapter.core_schema for _, field in TAKEN.values()]  # noqa: SLF001
    functions = {
        node["function"] for node in _nodes(schemas) if node["type"] in {"no-info", "with-info"}
    }
    ours = [one for one in functions if one.__module__.startswith("certfolio.")]
    assert len(ours) > 10
    assert [one.__qualname__ for one in ours if "raise ValueError" in getsource(one)] == []


@pytest.mark.parametrize("code", FieldCode)
def test_a_sentence_needs_no_more_than_the_values_of_its_code(code: FieldCode) -> None:
    named = {name for _, name, _, _ in string.Formatter().parse(code.sentence) if name}
    if code is FieldCode.FILE_REJECTED:
        named -= {"explanation"}
    assert named <= {*code.values}


@pytest.mark.parametrize("code", FieldCode)
def test_a_sentence_begins_small_and_has_no_full_stop(code: FieldCode) -> None:
    if code is not FieldCode.FILE_REJECTED:
        assert re.fullmatch(r"[a-z].*[^.]", code.sentence)


def test_the_page_of_codes_is_what_the_code_says() -> None:
    assert codes.TARGET.read_text(encoding="utf-8") == codes.text()


def test_the_page_of_codes_tells_of_every_value_and_of_no_other() -> None:
    told = {name for code in FieldCode for name in code.values}
    told |= {name for _, _, said in ANSWERS.values() for name in codes.values_of(said)}
    told |= {*WhyValues.model_fields}
    for kind, reason in product(ContentType, RejectionReason):
        told |= {*limits_kept(reason, kind)}
    assert told == {*codes.VALUES}
