"""What is told of changes of set-up, beside what was changed."""

import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from operator import attrgetter

from certfolio.domain.set_up_events import Area, Personal, SetUpEvent, Told
from certfolio.storage import keys
from certfolio.storage.records import NEW, attributes, stored
from certfolio.storage.table import Table, Write


def writes_of(told: Told, *, delete_after: int | None = None) -> list[Write]:
    """The writes that keep an event, for the transaction that makes the change.

    Parameters
    ----------
    delete_after
        When the event goes, in seconds since 1970; None for one that stays.
    """
    event = told.event
    ends = {} if delete_after is None else {"delete_after": delete_after}
    writes = [Write("Put", keys.set_up_event(event), NEW, attributes(event) | ends)]
    if told.personal is not None:
        writes.append(Write("Put", keys.personal(event), NEW, attributes(told.personal)))
    return writes


class SetUpEventStore:
    """Reads the events of an academy's set-up."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def newest_first(
        self,
        academy_id: str,
        areas: Collection[Area],
        *,
        after: str | None = None,
        page: int | None = None,
        calls: int | None = None,
    ) -> Iterator[SetUpEvent]:
        """Read the events of some areas, newest first, lazily, and others that lie among them.

        Parameters
        ----------
        after
            Id of the event to start behind.
        page, calls
            Events to ask for in each call, and calls to make at most, in each of two partitions.

        Raises
        ------
        MoreToRead
            See `Table.query`.
        """
        partitions = {keys.set_up_events(academy_id, area) for area in areas}
        lists = (
            self._in_partition(partition, after, page, calls) for partition in sorted(partitions)
        )
        return heapq.merge(*lists, key=attrgetter("id"), reverse=True)

    def _in_partition(
        self, partition: str, after: str | None, page: int | None, calls: int | None
    ) -> Iterator[SetUpEvent]:
        items = self._table.query(
            partition,
            prefix=keys.SET_UP_EVENT,
            start=keys.event_in(partition, after) if after else None,
            newest_first=True,
            page=page,
            calls=calls,
        )
        return (stored(SetUpEvent, item) for item in items)

    def personal(self, events: Iterable[SetUpEvent]) -> Mapping[str, Personal]:
        """Read what events say of people, a hundred in each call.

        Returns
        -------
        dict
            By id of the event; what was erased is missing.
        """
        wanted = {keys.personal(event)["SK"]: event for event in events if event.personal}
        items = self._table.get_all([keys.personal(event) for event in wanted.values()])
        return {wanted[item["SK"]].id: stored(Personal, item) for item in items}
