"""News, each written once, and how far each of its readers has read."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from heapq import merge
from itertools import islice
from typing import assert_never

from certfolio.domain.certificates import Owner
from certfolio.domain.news import KEPT, Audience, NewsItem
from certfolio.domain.staff import Moment, Role, StaffMember
from certfolio.domain.values import Record
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, attributes, stored
from certfolio.storage.table import Item, Table, Write

COUNTED = 100
"""So many of the newest are looked at to say how many are unread."""

_READ_LESS = "attribute_not_exists(PK) OR read_until < :until"
"""Condition: nothing says that more was read."""


class _Read(Record):
    """How far somebody has read: all that arrived until then."""

    read_until: Moment


@dataclass(frozen=True)
class Reader:
    """Whose news it is, and who reads it.

    Attributes
    ----------
    partition
        Where the news lies.
    within
        What the sort keys of each of its lists begin with.
    marker
        Where it is noted how far they have read.
    """

    partition: str
    marker: keys.Key
    within: tuple[str, ...] = ("",)

    @classmethod
    def learner(cls, owner: Owner) -> "Reader":
        """A learner, of their own."""
        return cls(keys.learner_partition(owner), keys.news_read(owner))

    @classmethod
    def staff(cls, member: StaffMember) -> "Reader":
        """One of the staff: of what they are told alone, and administrators of what all are."""
        shared = ("",) if member.role is Role.ADMINISTRATOR else ()
        return cls(
            keys.staff_news_partition(member.academy_id),
            keys.staff_news_read(member.academy_id, member.principal),
            (keys.told_alone(member.principal), *shared),
        )


class NewsStore:
    """Reads and writes news."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, item: NewsItem) -> None:
        """Tell something, unless it was told before or the learner it is about is erased."""
        put = Write(
            "Put",
            _key_of(item),
            NEW,
            {**attributes(item), "delete_after": int(item.forgotten_at.timestamp())},
        )
        with suppress(ConditionFailed):
            self._table.write_all([put, not_erased(item)])

    def newest_first(
        self, reader: Reader, after: tuple[datetime, str] | None = None
    ) -> Iterator[NewsItem]:
        """Read news, lazily.

        Parameters
        ----------
        after
            When what came last in the list happened, and its id.
        """
        lists = [self._newest_first(reader.partition, within, after) for within in reader.within]
        return merge(*lists, key=lambda item: (item.at, item.id), reverse=True)

    def _newest_first(
        self, partition: str, within: str, after: tuple[datetime, str] | None
    ) -> Iterator[NewsItem]:
        start: keys.Key | None = None
        if after is not None:
            start = {"PK": partition, "SK": within + keys.news_place(*after)}
        items = self._table.query(
            partition, prefix=within + keys.NEWS, start=start, newest_first=True, page=COUNTED
        )
        return map(_item_of, items)

    def read_until(self, reader: Reader) -> datetime | None:
        """Until when all that arrived was read; None where nothing was."""
        item = self._table.get(reader.marker)
        return stored(_Read, item).read_until if item else None

    def unread(self, reader: Reader, until: datetime | None) -> int:
        """How many of the newest are unread."""
        newest = islice(self.newest_first(reader), COUNTED)
        return sum(is_unread(item, until) for item in newest)

    def read(self, reader: Reader, until: datetime) -> None:
        """Note that all was read that arrived until then, unless more was."""
        noted = _Read(read_until=until)
        # Then all of it is gone.
        delete_after = int((until + KEPT).timestamp())
        item = attributes(noted)
        write = Write(
            "Put",
            reader.marker,
            _READ_LESS,
            {**item, "delete_after": delete_after},
            values={":until": item["read_until"]},
        )
        with suppress(ConditionFailed):
            self._table.write(write)


def is_unread(item: NewsItem, until: datetime | None) -> bool:
    """Whether something arrived after all that was read."""
    return until is None or item.arrived_at > until


def _key_of(item: NewsItem) -> keys.Key:
    match item.audience:
        case Audience.LEARNER:
            return keys.news(item, item.at, item.id)
        case Audience.ADMINISTRATORS:
            return keys.staff_news(item.academy_id, item.at, item.id)
        case Audience.REVIEWER:
            return keys.reviewer_news(item.academy_id, item.reviewer_id or "", item.at, item.id)
        case _:
            assert_never(item.audience)


def _item_of(item: Item) -> NewsItem:
    return stored(NewsItem, item)
