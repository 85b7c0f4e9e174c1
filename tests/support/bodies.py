"""What every route reads of a request, read off the routes themselves."""

from collections.abc import Iterator
from typing import Any, get_args

from aws_lambda_powertools.event_handler.openapi.compat import ModelField
from pydantic import BaseModel

from tests.support.template import routes
from tests.support.world import module_of


def _taken() -> Iterator[tuple[str, str, ModelField]]:
    """Route, part of the request and what is read there."""
    for function in sorted({function for _, _, function in routes()}):
        api = module_of(function).api
        # As Powertools itself gathers them for the API description.
        for route in (*api._static_routes, *api._dynamic_routes):  # noqa: SLF001
            takes = route.dependant
            parts = {
                "body": takes.body_params,
                "query": takes.query_params,
                "path": takes.path_params,
                "header": takes.header_params,
            }
            for part, fields in parts.items():
                for field in fields:
                    yield f"{route.method} {route.path}", part, field


TAKEN = {
    f"{part} {field.alias} {getattr(field.type_, '__name__', field.type_)}": (part, field)
    for _, part, field in _taken()
}
"""All that is read, each that several routes read once."""

BODIES: dict[str, Any] = {
    route: field.field_info.annotation for route, part, field in _taken() if part == "body"
}
"""What each route reads as its body, by route."""


def models(annotation: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The models of an annotation, at every depth, each once."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return
        seen.add(annotation)
        yield annotation
        for field in annotation.model_fields.values():
            yield from models(field.annotation, seen)
    for part in get_args(annotation):
        yield from models(part, seen)
