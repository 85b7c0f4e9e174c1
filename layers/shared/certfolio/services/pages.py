"""One page of a list.

What is in one learner's portfolio is read until a page is full. A list across an academy has no
such end: one request reads so much of it, and the next goes on from there.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import islice
from typing import Generic, TypeVar

from certfolio.storage.table import MoreToRead

Item = TypeVar("Item")

CALLS = 2
"""Calls in which one request looks through a list across an academy. Each reads 1 MB at most."""


@dataclass(frozen=True)
class Page(Generic[Item]):
    """One page of a list, and whether anything follows it."""

    items: list[Item]
    more: bool


def page_of(items: Iterable[Item], limit: int, wanted: Callable[[Item], bool]) -> Page[Item]:
    """Take one page of the items that are wanted; short only where the list ends."""
    found = list(islice(filter(wanted, items), limit + 1))
    return Page(found[:limit], more=len(found) > limit)


@dataclass(frozen=True)
class Part(Generic[Item]):
    """A part of a list that is too long to be looked through at once.

    Attributes
    ----------
    items
        Those that are wanted: as many as a page takes or fewer, down to none.
    last
        What the list goes on behind, wanted or not; None at its end.
    """

    items: list[Item]
    last: Item | None


def part_of(items: Iterable[Item], limit: int, wanted: Callable[[Item], bool]) -> Part[Item]:
    """Take the items that are wanted of as many as can be read, and one page at most.

    Parameters
    ----------
    items
        A list that ends, or breaks off by `MoreToRead`.
    """
    found: list[Item] = []
    last: Item | None = None
    try:
        for item in items:
            if len(found) == limit:
                return Part(found, last)
            if wanted(item):
                found.append(item)
            last = item
    except MoreToRead:
        return Part(found, last)
    return Part(found, None)
