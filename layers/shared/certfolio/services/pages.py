"""One page of a list."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list, and whether anything follows it."""

    items: list[Item]
    more: bool


def page_of(items: Iterable[Item], limit: int, wanted: Callable[[Item], bool]) -> Page[Item]:
    """Take one page of the items that are wanted; short only where the list ends."""
    found = list(islice(filter(wanted, items), limit + 1))
    return Page(found[:limit], more=len(found) > limit)
