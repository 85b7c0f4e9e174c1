"""What every request body of every route refuses, read off the routes themselves."""

import types
from collections.abc import Iterator
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, Strict

from tests.support.template import routes
from tests.support.world import module_of

FUNCTIONS = sorted({function for _, _, function in routes()})


def _bodies() -> dict[str, Any]:
    """What each route reads as its body, by route."""
    return {
        f"{route.method} {route.path}": parameter.field_info.annotation
        for function in FUNCTIONS
        for api in [module_of(function).api]
        # As Powertools itself gathers them for the API description.
        for route in (*api._static_routes, *api._dynamic_routes)  # noqa: SLF001
        for parameter in route.dependant.body_params
    }


BODIES = _bodies()


def _models(annotation: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """The models of an annotation, at every depth, each once."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation in seen:
            return
        seen.add(annotation)
        yield annotation
        for field in annotation.model_fields.values():
            yield from _models(field.annotation, seen)
    for part in get_args(annotation):
        yield from _models(part, seen)


def _loose_booleans(annotation: Any, metadata: tuple[Any, ...] = ()) -> bool:
    """Whether something that is neither true nor false passes for a boolean."""
    origin = get_origin(annotation)
    if origin is Annotated:
        kind, *more = get_args(annotation)
        return _loose_booleans(kind, (*metadata, *more))
    if annotation is bool:
        return not any(isinstance(mark, Strict) and mark.strict for mark in metadata)
    inherited = metadata if origin in {Union, types.UnionType} else ()
    return any(_loose_booleans(part, inherited) for part in get_args(annotation))


def test_the_routes_with_a_body_are_found() -> None:
    changing = {method for method, _, _ in routes()} - {"GET", "DELETE"}
    assert {route.split()[0] for route in BODIES} == changing
    assert any(len(list(_models(body, set()))) > 3 for body in BODIES.values())


@pytest.mark.parametrize("route", BODIES)
def test_a_body_refuses_what_it_does_not_know_at_every_depth(route: str) -> None:
    lenient = [
        model.__name__
        for model in _models(BODIES[route], set())
        if model.model_config.get("extra") != "forbid"
    ]
    assert lenient == []


@pytest.mark.parametrize("route", BODIES)
def test_a_body_takes_only_true_and_false_for_a_boolean(route: str) -> None:
    loose = [
        f"{model.__name__}.{name}"
        for model in _models(BODIES[route], set())
        for name, field in model.model_fields.items()
        if _loose_booleans(field.annotation, tuple(field.metadata))
    ]
    assert loose == []
