"""Write docs/openapi.json: the API description, generated from the functions' own code."""

import importlib
import json
import re
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import (
    APIKey,
    APIKeyIn,
    HTTPBearer,
    SecurityScheme,
)
from pydantic import BaseModel

from certfolio.api.edge import Api
from certfolio.api.problems import name_of

FUNCTIONS = (
    "uploads",
    "submission",
    "listing",
    "review",
    "entry",
    "academy",
    "directory",
    "face",
    "transcripts",
    "membership",
    "programmes",
    "holdings",
    "news",
    "unsubscribe",
)
TARGET = Path(__file__).parent.parent / "docs" / "openapi.json"

Json = dict[str, Any]

_SECURITY: dict[str, SecurityScheme] = {
    "learner": HTTPBearer(
        bearerFormat="JWT",
        description="A Cognito ID token in the Authorization header.",
    ),
    "staff": APIKey(
        **{"in": APIKeyIn.header},
        name="Authorization",
        description="A request signed with AWS Signature Version 4 for execute-api.",
    ),
}
_SERVERS = [
    {
        "url": "https://{api}.execute-api.{region}.amazonaws.com/v1",
        "description": "A stack on AWS; its output `ApiUrl`.",
        "variables": {
            "api": {"default": "a1b2c3d4e5", "description": "The stack's output `ApiId`."},
            "region": {"default": "eu-central-1"},
        },
    },
    {
        "url": "http://127.0.0.1:{port}/_aws/execute-api/{api}/v1",
        "description": "What `make run` runs, and shows as its API.",
        "variables": {"port": {"default": "4566"}, "api": {"default": "a1b2c3d4e5"}},
    },
]
_OF_BODIES = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
_REFERENCE = re.compile(r'"#/components/schemas/(\w+)"')
_WITH_WHAT_APPLIES = frozenset({"Problem"})
"""What leaves out the fields that do not apply."""
_UNFORESEEN = HTTPStatus.INTERNAL_SERVER_ERROR
_POWERTOOLS_OWN = frozenset({"HTTPValidationError", "ValidationError", "ResponseValidationError"})
"""What Powertools would answer, and `certfolio.api.edge` never does."""


class Collision(ValueError):
    """Two functions mean different things by one name: clients would get one of them only."""

    def __init__(self, kind: str, name: str, first: str, second: str) -> None:
        super().__init__(f"{first} and {second} each have their own {name} among their {kind}")


def describe() -> Json:
    """Say of the whole API what each function says of its routes.

    Raises
    ------
    Collision
        Two functions mean different things by one name.
    """
    return merged({name: _part(name) for name in FUNCTIONS})


def merged(parts: Mapping[str, Json]) -> Json:
    """Put the functions' descriptions together.

    Raises
    ------
    Collision
        Two of them mean different things by one name.
    """
    description: Json = {
        "openapi": "3.1.0",
        "info": {
            "title": "Certfolio",
            "version": "1",
            "description": "Certificates earned elsewhere: handed in, reviewed, counted.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": _SERVERS,
        "paths": {},
        "components": {
            kind: _united(kind, {name: part["components"][kind] for name, part in parts.items()})
            for kind in ("schemas", "securitySchemes")
        },
    }
    routes = _united("routes", {name: _routes(part) for name, part in parts.items()})
    for route, operation in routes.items():
        path, _, method = route.rpartition(" ")
        description["paths"].setdefault(path, {})[method] = operation
    schemas = description["components"]["schemas"]
    asked = _named(schemas, [[o.get("requestBody"), o.get("parameters")] for o in routes.values()])
    answered = _named(schemas, [o["responses"] for o in routes.values()]) - asked
    for name in list(schemas):
        if name in answered and name not in _WITH_WHAT_APPLIES:
            _say_whole(schemas[name])
        elif name not in answered | asked:
            # Such as what stands for all of a query.
            del schemas[name]
    return description


def _named(schemas: Json, said: Any) -> set[str]:  # noqa: ANN401 - any part of a description
    """Names of the schemas that a part of the description leads to."""
    found: set[str] = set()
    new = set(_REFERENCE.findall(json.dumps(said)))
    while new:
        found |= new
        new = set(_REFERENCE.findall(json.dumps([schemas[name] for name in new]))) - found
    return found


def _say_whole(schema: Json) -> None:
    """An answer holds every field of its model, also those that have a default there."""
    if "properties" in schema:
        schema["required"] = list(schema["properties"])
        for field in schema["properties"].values():
            field.pop("default", None)


def _united(kind: str, said: Mapping[str, Json]) -> Json:
    """What the functions say, each name once and in order."""
    by: dict[str, str] = {}
    found: Json = {}
    for function, named in said.items():
        for name, meaning in named.items():
            if found.setdefault(name, meaning) != meaning:
                raise Collision(kind, name, by[name], function)
            by.setdefault(name, function)
    return dict(sorted(found.items()))


def _routes(part: Json) -> Json:
    return {
        f"{path} {method}": operation
        for path, operations in part["paths"].items()
        for method, operation in operations.items()
    }


def _part(function: str) -> Json:
    """What a function says of its own routes."""
    api = importlib.import_module(f"functions.{function}.handler").api
    said = api.get_openapi_json_schema(title="Certfolio", version="1", security_schemes=_SECURITY)
    # In the mappings of unions Pydantic leaves names that it has shortened everywhere else.
    part: Json = json.loads(_LONG_NAME.sub(r"/\1", said))
    for name in _POWERTOOLS_OWN:
        part["components"]["schemas"].pop(name, None)
    for schema in part["components"]["schemas"].values():
        _tidy_schema(schema)
    queries = _queries(api)
    for path, operations in part["paths"].items():
        for method, operation in operations.items():
            _tidy(operation, function, path, method)
            for parameter in operation.get("parameters", ()):
                _tidy_parameter(parameter, queries.get((path, method), {}))
    return part


_LONG_NAME = re.compile(r"/certfolio(?:__[a-z_]+)+__([A-Z][A-Za-z]*)(?:-(?:Input|Output))?__\d+")


def _queries(api: Api) -> dict[tuple[str, str], Json]:
    """Schemas of the query parameters that a route reads together, by route and name.

    Powertools says of these no more than that they are strings.
    """
    found: dict[tuple[str, str], Json] = {}
    for route in (*api._static_routes, *api._dynamic_routes):  # noqa: SLF001 - said nowhere else
        for parameter in route.dependant.query_params:
            model = parameter.field_info.annotation
            if isinstance(model, type) and issubclass(model, BaseModel):
                schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
                found[route.openapi_path, route.method.lower()] = schema["properties"]
    return found


def _tidy(operation: Json, function: str, path: str, method: str) -> None:
    """Say of an operation what Powertools cannot know, and nothing that is not so."""
    place = re.sub(r"\W", "_", path) + f"_{method}"
    operation["operationId"] = f"{function}_{operation['operationId'].removesuffix(place)}"
    responses = {
        status: response
        for status, response in operation["responses"].items()
        if not any(name in json.dumps(response) for name in _POWERTOOLS_OWN)
    }
    for status in (_UNFORESEEN, *(_OF_BODIES if "requestBody" in operation else ())):
        responses[str(status.value)] = {**responses["400"], "description": name_of(status)}
    # Powertools gives each response that has no content the route's own.
    for empty in (HTTPStatus.NOT_MODIFIED, HTTPStatus.SEE_OTHER):
        responses.get(str(empty.value), {}).pop("content", None)
    operation["responses"] = dict(sorted(responses.items()))
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "header":
            parameter["name"] = parameter["name"].title()
        if parameter["name"] == "If-Match":
            # The code takes it as optional, to answer better than that a parameter is missing.
            parameter["required"] = str(HTTPStatus.PRECONDITION_REQUIRED.value) in responses


def _tidy_parameter(parameter: Json, query: Json) -> None:
    """Say of a parameter what its value may be: a text that is never null."""
    schema = query.get(parameter["name"]) or parameter["schema"]
    either = schema.pop("anyOf", [])
    for kind in either:
        if kind != {"type": "null"}:
            schema |= kind
    if schema.get("default", ...) is None:
        del schema["default"]
    for said_above in ("title", "description"):
        schema.pop(said_above, None)
    parameter["schema"] = schema


def _tidy_schema(schema: Json) -> None:
    """Say of a model what its unions ask for, and no default that generators stumble over."""
    for name, field in schema.get("properties", {}).items():
        if isinstance(field.get("default"), dict):
            del field["default"]
        if "const" in field:
            # The kind tells the members of a union apart, so it has to be there.
            field.pop("default", None)
            schema["required"] = sorted({*schema.get("required", ()), name})


def text() -> str:
    """The description as the file holds it."""
    return json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
