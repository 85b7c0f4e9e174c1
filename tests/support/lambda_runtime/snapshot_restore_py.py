"""In place of what Lambda's runtime brings (PyPI: snapshot-restore-py), with what is used of it."""

from collections.abc import Callable
from typing import Any

Hook = tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]]

_before: list[Hook] = []
_after: list[Hook] = []


def register_before_snapshot(hook: Callable[..., Any], *given: Any, **named: Any) -> None:
    _before.append((hook, given, named))


def register_after_restore(hook: Callable[..., Any], *given: Any, **named: Any) -> None:
    _after.append((hook, given, named))


def get_before_snapshot() -> list[Hook]:
    return _before


def get_after_restore() -> list[Hook]:
    return _after
