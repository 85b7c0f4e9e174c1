"""What every request body of every route refuses, read off the routes themselves."""

import types
from typing import Annotated, Any, Union, get_args, get_origin

import pytest
from pydantic import Strict

from tests.support.bodies import BODIES, models
from tests.support.template import routes


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
    assert any(len(list(models(body, set()))) > 3 for body in BODIES.values())


@pytest.mark.parametrize("route", BODIES)
def test_a_body_refuses_what_it_does_not_know_at_every_depth(route: str) -> None:
    lenient = [
        model.__name__
        for model in models(BODIES[route], set())
        if model.model_config.get("extra") != "forbid"
    ]
    assert lenient == []


@pytest.mark.parametrize("route", BODIES)
def test_a_body_takes_only_true_and_false_for_a_boolean(route: str) -> None:
    loose = [
        f"{model.__name__}.{name}"
        for model in models(BODIES[route], set())
        for name, field in model.model_fields.items()
        if _loose_booleans(field.annotation, tuple(field.metadata))
    ]
    assert loose == []
