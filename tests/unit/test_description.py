"""The API description: valid, without two meanings of one name, and as strict as the code."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from pydantic import BaseModel, TypeAdapter, ValidationError

from certfolio.domain.directory import Mail
from certfolio.domain.values import Comment, Credits, Day, Label, Title, WebLink
from functions.uploads.handler import UploadRequest
from tests.support.template import ROOT
from tools.openapi import Collision, describe, merged


@pytest.fixture(scope="module")
def described() -> Any:
    return json.loads((ROOT / "docs" / "openapi.json").read_text())


def test_it_is_valid_openapi(described: Any) -> None:
    OpenAPIV31SpecValidator(described).validate()


def _part(**components: Any) -> Any:
    return {
        "paths": {},
        "components": {"schemas": components, "securitySchemes": {}},
    }


def test_two_models_of_one_name_are_refused() -> None:
    ours = {"type": "object", "properties": {"id": {"type": "string"}}}
    theirs = {"type": "object", "properties": {"id": {"type": "integer"}}}
    with pytest.raises(Collision, match="uploads and review each have their own View among"):
        merged({"uploads": _part(View=ours), "review": _part(View=theirs)})
    merged({"uploads": _part(View=ours), "review": _part(View=ours)})


def test_two_operations_of_one_route_are_refused() -> None:
    parts = {name: _part() for name in ("uploads", "review")}
    for name, part in parts.items():
        part["paths"] = {"/files": {"get": {"operationId": name}}}
    with pytest.raises(Collision, match="/files get"):
        merged(parts)


def test_every_operation_has_a_name_of_its_own(described: Any) -> None:
    names = [
        operation["operationId"]
        for operations in described["paths"].values()
        for operation in operations.values()
    ]
    assert len(set(names)) == len(names)


def test_whoever_must_send_if_match_is_told(described: Any) -> None:
    told = {
        (method, path): (parameter["required"], "428" in operation["responses"])
        for path, operations in described["paths"].items()
        for method, operation in operations.items()
        for parameter in operation.get("parameters", ())
        if parameter["name"] == "If-Match"
    }
    assert told["put", "/certificates/{certificate_id}"] == (True, True)
    assert told["put", "/admin/academies/{academy_id}/staff/{principal}"] == (False, False)
    assert all(required is refused for required, refused in told.values())


def test_every_operation_may_be_one_too_many(described: Any) -> None:
    for operations in described["paths"].values():
        for operation in operations.values():
            assert set(operation["responses"]["429"]["headers"]) == {"Retry-After"}
            assert ("413" in operation["responses"]) == ("requestBody" in operation)


_CONTROL = "\x00"
_REVERSED = "x\u202efdp.pdf"
_RIGHT_AND_WRONG: dict[Any, tuple[list[Any], list[Any]]] = {
    Title: (
        ["a", "Grüße, 漢字", "a" * 200, " padded "],
        ["", " ", "a" * 201, "a\nb", "a\tb", "\u2028", _CONTROL, _REVERSED, "\x7f", "\x85"],
    ),
    Label: (["a" * 100], ["a" * 101, " ", "a\rb"]),
    Comment: (["two\nlines\tand a tab", "a\r\nb"], ["", "\n \n", "a\x00b", "a\x0bb", "a" * 2001]),
    Day: (["2026-01-31"], ["2026-1-31", "31.01.2026", "2026-01-31T00:00:00", "20260131", 5, ""]),
    Credits: (
        ["1", "1.5", "0.01", "9999.99", "0.5", "10.00"],
        ["0", "0.00", "10000", "-1", "1.255", "1,5", ".5", "1.", "1e2", " 1", 1, 1.5, ""],
    ),
    WebLink: (
        ["https://example.org", "HTTP://a/b?c=d#e", "https://example.org/@name"],
        ["example.org", "ftp://a", "https://", "https:///a", "https://a b", "https://u:p@a/"],
    ),
    Mail: (["name@example.org"], ["name", "name@", "@example.org", "name@example", "a b@c.de"]),
}


def _schema_of(kind: Any) -> Any:
    model = kind if isinstance(kind, type) and issubclass(kind, BaseModel) else TypeAdapter(kind)
    schema = model.model_json_schema() if isinstance(model, type) else model.json_schema()
    return Draft202012Validator(schema)


def _is_taken(kind: Any, value: Any) -> bool:
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError:
        return False
    return True


@pytest.mark.parametrize(
    ("kind", "value", "right"),
    [
        pytest.param(kind, value, right, id=f"{at}-{value!r:.30}")
        for at, (kind, values) in enumerate(_RIGHT_AND_WRONG.items())
        for right, some in zip((True, False), values, strict=True)
        for value in some
    ],
)
def test_a_value_is_described_as_it_is_taken(kind: Any, value: Any, right: bool) -> None:
    assert _is_taken(kind, value) is right
    assert _schema_of(kind).is_valid(value) is right


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("certificate.pdf", True),
        ("Zertifikat für Käthe.PDF", True),
        ("a.b.jpeg", True),
        ("certificate", False),
        ("certificate.exe", False),
        ("../certificate.pdf", False),
        ("a\\b.pdf", False),
        (_REVERSED, False),
        ("a\n.pdf", False),
    ],
)
def test_a_file_name_is_described_as_it_is_taken(name: str, right: bool) -> None:
    request = {"file_name": name, "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    assert _schema_of(UploadRequest).is_valid(request) is right


def test_the_file_is_what_the_code_says(described: Any) -> None:
    assert described == describe()
