"""Write docs/openapi.json: the API description, generated from the functions' own code."""

import importlib
import json
import re
from pathlib import Path
from typing import Any

from aws_lambda_powertools.event_handler.openapi.models import (
    APIKey,
    APIKeyIn,
    HTTPBearer,
    SecurityScheme,
)

FUNCTIONS = ("uploads", "submission", "listing", "review", "entry", "academy", "directory")
TARGET = Path(__file__).parent.parent / "docs" / "openapi.json"

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


def describe() -> dict[str, Any]:
    """Merge what each function says of its routes into one description."""
    merged: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Certfolio",
            "version": "1",
            "description": "Certificates earned elsewhere: handed in, reviewed, counted.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": {},
        "components": {"schemas": {}, "securitySchemes": {}},
    }
    for name in FUNCTIONS:
        api = importlib.import_module(f"functions.{name}.handler").api
        part = json.loads(
            api.get_openapi_json_schema(title="Certfolio", version="1", security_schemes=_SECURITY)
        )
        for path, operations in part["paths"].items():
            for method, operation in operations.items():
                _tidy(operation, name, path, method)
            merged["paths"].setdefault(path, {}).update(operations)
        for kind in merged["components"]:
            merged["components"][kind] |= part["components"][kind]
    for schema in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        merged["components"]["schemas"].pop(schema, None)
    merged["paths"] = dict(sorted(merged["paths"].items()))
    merged["components"]["schemas"] = dict(sorted(merged["components"]["schemas"].items()))
    return merged


def _tidy(operation: dict[str, Any], function: str, path: str, method: str) -> None:
    """Name an operation after its function, and leave out what Powertools alone would answer."""
    place = re.sub(r"\W", "_", path) + f"_{method}"
    operation["operationId"] = f"{function}_{operation['operationId'].removesuffix(place)}"
    operation["responses"] = {
        status: response
        for status, response in sorted(operation["responses"].items())
        if "ValidationError" not in json.dumps(response)
    }
    for parameter in operation.get("parameters", ()):
        if parameter["name"] == "if-match":
            parameter["name"] = "If-Match"


def text() -> str:
    """The description as the file holds it."""
    return json.dumps(describe(), indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
