"""Many things in one request, several at once, each for itself, and only while there is time."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar

from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import CertfolioError, NotTried
from certfolio.invocation import seconds_left

_Item = TypeVar("_Item")

_NEEDED_SECONDS = 5.0
"""No item is begun with less time left than this: it takes a read and a write, and either may
be slow."""


def each(
    items: Sequence[_Item], do: Callable[[_Item], Certificate], *, at_once: int
) -> list[Certificate | CertfolioError]:
    """Do the same with each item; what is refused does not hold the others up.

    Parameters
    ----------
    at_once
        How many are under way at the same time.

    Returns
    -------
    list
        For each item, in order, its certificate or why there is none; `NotTried` where the time
        of the invocation was over before it was begun.
    """
    with ThreadPoolExecutor(max_workers=at_once) as workers:
        return list(workers.map(partial(_one, do), items))


def _one(do: Callable[[_Item], Certificate], item: _Item) -> Certificate | CertfolioError:
    if seconds_left() < _NEEDED_SECONDS:
        return NotTried()
    try:
        return do(item)
    except CertfolioError as refusal:
        return refusal
