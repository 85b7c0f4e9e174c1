"""Where in a body something is wrong, in the caller's words."""

from collections.abc import Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

Location = Sequence[str | int]


def said(location: Location, kind: Any) -> list[str | int]:  # noqa: ANN401 - any annotation
    """The part of a location that the caller wrote.

    Inside a union Pydantic also names the member it tried, which nobody wrote.

    Parameters
    ----------
    kind
        What the location is in: a model, or any other annotation.
    """
    if not location:
        return []
    head, *rest = location
    members = _members(kind)
    if len(members) > 1:
        return said(rest, _tried(head, members))
    within = _within(members[0], head)
    return [*location] if within is None else [head, *said(rest, within)]


def _members(kind: Any) -> list[Any]:  # noqa: ANN401 - any annotation
    """The members of a union; of anything else, itself. That something may be null is no member."""
    if get_origin(kind) is Annotated:
        return _members(get_args(kind)[0])
    if get_origin(kind) in {Union, UnionType}:
        inner = [member for part in get_args(kind) for member in _members(part)]
        return [member for member in inner if member is not NoneType]
    return [kind]


def _tried(name: str | int, members: Sequence[Any]) -> Any:  # noqa: ANN401 - any annotation
    """The member that Pydantic calls by this name: its class, or its kind."""
    return next((member for member in members if name in _names(member)), None)


def _names(member: Any) -> set[Any]:  # noqa: ANN401 - any annotation
    kinds = (get_args(f.annotation) for f in _fields(member).values() if _is_literal(f.annotation))
    return {getattr(member, "__name__", None), *(value for values in kinds for value in values)}


def _is_literal(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    return get_origin(annotation) is Literal


def _within(kind: Any, head: str | int) -> Any:  # noqa: ANN401 - any annotation
    """What stands in a field or at a position; None where nothing is known to stand."""
    field = _fields(kind).get(head)
    if field is not None:
        return field.annotation
    parts = get_args(kind)
    if get_origin(kind) in {list, tuple, set, frozenset}:
        return parts[0]
    return parts[-1] if get_origin(kind) in {dict, Mapping} else None


def _fields(kind: Any) -> Mapping[Any, Any]:  # noqa: ANN401 - any annotation
    is_model = isinstance(kind, type) and issubclass(kind, BaseModel)
    return kind.model_fields if is_model else {}
