"""Requests and answers, held against the API description: it says neither more nor less."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args
from urllib.parse import unquote

from jsonschema import Draft202012Validator
from pydantic_core.core_schema import ErrorType

from certfolio.domain.field_codes import FieldCode
from tests.support.template import ROOT

_HEADERS = frozenset({"ETag", "Location", "Retry-After"})
_OF_SHAPE = (
    frozenset(get_args(ErrorType)) | {FieldCode.NOT_AN_AMOUNT, FieldCode.NOT_A_DATE}
    # JSON Schema has no integers that are not also written 1.0.
) - {FieldCode.INT_TYPE}
"""What can be wrong with a value, whatever is stored and whatever stands beside it."""


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    method: str
    path: str
    body: Any
    headers: Mapping[str, str | list[str]]
    query: Mapping[str, str | list[str]]
    status: int
    answer_headers: Mapping[str, str]
    answer: Any

    def check(self) -> None:
        """Status, headers and body are as described, and so is what was taken or refused."""
        operation = _operation(self.method, self.path)
        if operation is None:
            assert self.status == 404, self
            return
        self._check_answer(operation)
        wrong = [*self._wrong(operation)]
        if self.status < 400:
            assert not wrong, (self, wrong)
        elif self._is_refused_for_its_shape():
            assert wrong, self

    def _check_answer(self, operation: "_Operation") -> None:
        response = operation.described["responses"].get(str(self.status))
        assert response is not None, f"not described: {self}"
        if "content" in response:
            content = response["content"][self.answer_headers["Content-Type"]]
            wrong = [*_validator(json.dumps(content["schema"])).iter_errors(self.answer)]
            assert not wrong, (self, [(error.json_path, error.message) for error in wrong])
        else:
            assert self.answer is None, self
        assert _HEADERS & set(self.answer_headers) == set(response.get("headers", ())), self

    def _is_refused_for_its_shape(self) -> bool:
        wrong = self.answer.get("errors") or ()
        for entry in wrong:
            assert {*entry["values"]} == {*FieldCode(entry["code"]).values}, self
        return any(entry["code"] in _OF_SHAPE for entry in wrong)

    def _wrong(self, operation: "_Operation") -> Iterator[str]:
        """What is not as described in the request."""
        parts = operation.pattern.fullmatch(self.path)
        assert parts is not None
        given: dict[str, Mapping[str, str | list[str]]] = {
            "path": {name: unquote(value) for name, value in parts.groupdict().items()},
            "query": self.query,
            "header": self.headers,
        }
        parameters = operation.described.get("parameters", ())
        for parameter in parameters:
            value = given[parameter["in"]].get(parameter["name"])
            if value is None and parameter["required"]:
                yield f"{parameter['name']} is missing"
            valid = _validator(json.dumps(parameter["schema"])).is_valid
            if value is not None and not any(map(valid, _readings(value))):
                yield f"{parameter['name']} is {value}"
        known = {parameter["name"] for parameter in parameters if parameter["in"] == "query"}
        yield from (f"{name} is not known" for name in self.query if name not in known)
        request = operation.described.get("requestBody")
        if request is not None:
            schema = request["content"]["application/json"]["schema"]
            body = json.loads(json.dumps(self.body))
            for error in _validator(json.dumps(schema)).iter_errors(body):
                yield f"{error.json_path}: {error.message}"


def _readings(value: str | list[str]) -> Iterator[Any]:
    """What the text of a parameter can stand for; nothing where it is given twice."""
    if isinstance(value, list):
        return
    yield value
    if re.fullmatch(r"-?[0-9]{1,9}", value):
        yield int(value)
    if value in {"true", "false"}:
        yield value == "true"


@dataclass(frozen=True)
class _Operation:
    """A route as it is described."""

    method: str
    pattern: re.Pattern[str]
    described: Mapping[str, Any]


def _operation(method: str, path: str) -> _Operation | None:
    return next(
        (
            operation
            for operation in _operations()
            if operation.method == method and operation.pattern.fullmatch(path)
        ),
        None,
    )


@cache
def _operations() -> list[_Operation]:
    # A path that is named in full stands before one with a parameter in its place.
    paths = sorted(_description()["paths"].items(), key=lambda item: item[0].replace("{", "~"))
    return [
        _Operation(
            method.upper(),
            re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>[^/]+)", re.escape(path))),
            described,
        )
        for path, operations in paths
        for method, described in operations.items()
    ]


@cache
def _description() -> Any:
    return json.loads((ROOT / "docs" / "openapi.json").read_text())


@cache
def _validator(schema: str) -> Draft202012Validator:
    components = _description()["components"]
    return Draft202012Validator({**json.loads(schema), "components": components})
