"""What is made when it is first asked for, and once per process."""

from collections.abc import Callable
from functools import cache
from typing import ParamSpec, TypeVar, cast

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

_FORGET: list[Callable[[], None]] = []


def once(make: Callable[_Given, _Made]) -> Callable[_Given, _Made]:
    """Remember what a function made, for each of its arguments, until everything is forgotten."""
    remembered = cache(make)
    _FORGET.append(remembered.cache_clear)
    return cast("Callable[_Given, _Made]", remembered)


def forget() -> None:
    """Forget everything that was made, for another environment in the same process."""
    for clear in _FORGET:
        clear()
