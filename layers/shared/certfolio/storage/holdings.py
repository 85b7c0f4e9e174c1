"""Learners' holdings, their history, and who holds a credential under which programme."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date
from itertools import islice
from typing import Any

from certfolio.domain.certificates import File, Owner
from certfolio.domain.errors import BeingErased, IdReused, Missing, NotFound, StaleVersion
from certfolio.domain.holdings import HoldingEvent, KeptHolding, confirms
from certfolio.storage import keys
from certfolio.storage.certificates import taking
from certfolio.storage.conflicts import ConditionFailed, UploadChanged
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Item, Table, Write


class HoldingStore:
    """Reads and writes holdings."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, owner: Owner) -> list[KeptHolding]:
        """Read all holdings of a learner, oldest first."""
        items = self._table.query(keys.learner_partition(owner), prefix=keys.HOLDING)
        return [_read(owner, item) for item in items]

    def find(self, owner: Owner, holding_id: str) -> KeptHolding | None:
        """Read one holding; None where there is none."""
        item = self._table.get(keys.holding(owner, holding_id))
        return _read(owner, item) if item else None

    def get(self, owner: Owner, holding_id: str) -> KeptHolding:
        """Read one holding.

        Raises
        ------
        NotFound
            The learner has no such holding.
        """
        found = self.find(owner, holding_id)
        if found is None:
            raise NotFound(Missing.HOLDING)
        return found

    def many(
        self, academy_id: str, wanted: Iterable[tuple[str, str]]
    ) -> dict[tuple[str, str], KeptHolding]:
        """Read many holdings, a hundred in each call.

        Parameters
        ----------
        wanted
            Learner and holding, by their ids.

        Returns
        -------
        dict
            Those that are there, by learner and holding.
        """
        asked = [
            keys.holding(Owner(academy_id=academy_id, learner_id=learner_id), holding_id)
            for learner_id, holding_id in wanted
        ]
        found = {}
        for item in self._table.get_all(asked):
            owner, holding_id = keys.holding_of(item)
            found[owner.learner_id, holding_id] = _read(owner, item)
        return found

    def history(self, owner: Owner, holding_id: str) -> list[HoldingEvent]:
        """Read what happened to a holding, oldest first; also of one that was removed."""
        items = self._table.query(
            keys.learner_partition(owner), prefix=keys.holding_events(holding_id)
        )
        return [stored(HoldingEvent, {**item, **dict(owner)}) for item in items]

    def confirmations(self, owner: Owner) -> dict[str, HoldingEvent]:
        """Read by what each of a learner's holdings was confirmed last, by its id."""
        items = self._table.query(keys.learner_partition(owner), prefix=keys.HOLDING_EVENT)
        events = (stored(HoldingEvent, {**item, **dict(owner)}) for item in items)
        return {event.holding_id: event for event in events if confirms(event)}

    def event(self, owner: Owner, holding_id: str, version: int) -> HoldingEvent | None:
        """Read the event that led to a version; None where there is none."""
        item = self._table.get(keys.holding_event(owner, holding_id, version))
        return stored(HoldingEvent, {**item, **dict(owner)}) if item else None

    def enter(self, held: KeptHolding, event: HoldingEvent) -> None:
        """Write a new holding.

        Raises
        ------
        IdReused
            There is or was a holding with this id.
        BeingErased
            The learner is being erased.
        UploadChanged
            Something else has taken its file.
        """
        writes = [
            Write("Put", keys.holding(held, held.id), NEW, _item(held, event.at.date())),
            _told(event),
            Write("Put", keys.holder(held, held.programme, held.id), None, {}),
            not_erased(held),
            *_taking(held, held.file),
        ]
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            if writes[failed.position] == not_erased(held):
                raise BeingErased from failed
            if _is_taking(writes[failed.position], held):
                raise UploadChanged from failed
            raise IdReused(held.id) from failed

    def change(self, after: KeptHolding, event: HoldingEvent, takes: File | None = None) -> None:
        """Write a holding over the version before.

        Parameters
        ----------
        takes
            The file that it did not have before, if it has another one.

        Raises
        ------
        StaleVersion
            Somebody else changed or removed it first.
        UploadChanged
            Something else has taken the file.
        """
        before = {":version": after.version - 1}
        put = Write(
            "Put",
            keys.holding(after, after.id),
            UNCHANGED,
            _item(after, event.at.date()),
            values=before,
        )
        self._write(after, put, _told(event), *_taking(after, takes))

    def remove(self, held: KeptHolding, event: HoldingEvent) -> None:
        """Take a holding away; its history stays.

        Raises
        ------
        StaleVersion
            Somebody else changed or removed it first.
        """
        delete = Write(
            "Delete", keys.holding(held, held.id), UNCHANGED, values={":version": held.version}
        )
        listed = Write("Delete", keys.holder(held, held.programme, held.id), None)
        self._write(held, delete, _told(event), listed)

    def _write(self, held: KeptHolding, *writes: Write) -> None:
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            if _is_taking(writes[failed.position], held):
                raise UploadChanged from failed
            present = self.find(held.owner, held.id)
            raise StaleVersion(present.version if present else 0) from failed

    def listed(
        self, academy_id: str, after: tuple[str, ...], page: int
    ) -> tuple[list[KeptHolding], tuple[str, ...]]:
        """Read a page of an academy's holdings; one that changes meanwhile can be passed over.

        Parameters
        ----------
        after
            Behind which to go on, as the page before it told; empty for the first.

        Returns
        -------
        list of KeptHolding, tuple of str
            The holdings, and behind which to go on; empty at the end.
        """
        items = self._table.query(
            keys.cycles_partition(academy_id),
            index=keys.BY_TIME,
            start=keys.cycle_entry(academy_id, *after) if after else None,
            page=page,
        )
        found = list(islice(items, page))
        held = self.many(academy_id, map(keys.holding_in_list, found))
        return [*held.values()], (found[-1]["by_time_sk"],) if len(found) == page else ()

    def to_look_at(self, academy_id: str, day: date, page: int) -> list[tuple[str, str]]:
        """Some of the holdings whose day to look at them has come, in one call.

        Returns
        -------
        list of (str, str)
            Learner and holding, by their ids.
        """
        items = self._table.query(
            keys.cycles_partition(academy_id),
            index=keys.BY_TIME,
            between=keys.cycles_until(day),
            page=page,
        )
        return [keys.holding_in_list(item) for item in islice(items, page)]

    def look_again(self, held: KeptHolding, day: date) -> None:
        """Put a holding under another day; whoever changed it meanwhile has done so."""
        place = keys.cycle_place(held, held.id, day)
        move = Write(
            "Update",
            keys.holding(held, held.id),
            UNCHANGED,
            update="SET by_time_sk = :place",
            values={":version": held.version, ":place": place["by_time_sk"]},
        )
        with suppress(ConditionFailed):
            self._table.write(move)

    def holders(
        self, academy_id: str, programme_id: str, *, after: tuple[str, str] | None, page: int
    ) -> Iterator[tuple[str, str]]:
        """Read who has holdings under a programme, lazily.

        Parameters
        ----------
        after
            Learner and holding to start behind.
        page
            How many to ask for in each call.

        Returns
        -------
        iterator of (str, str)
            Learner and holding, by their ids.
        """
        start = None
        if after is not None:
            learner_id, holding_id = after
            owner = Owner(academy_id=academy_id, learner_id=learner_id)
            start = keys.holder(owner, programme_id, holding_id)
        items = self._table.query(
            keys.holders_partition(academy_id, programme_id),
            prefix=keys.HOLDER,
            start=start,
            page=page,
        )
        return (keys.holder_of(item["SK"]) for item in items)


def _read(owner: Owner, item: Item) -> KeptHolding:
    return stored(KeptHolding, {**item, **dict(owner)})


def _item(held: KeptHolding, look_on: date) -> dict[str, Any]:
    """A holding's attributes; it is looked at on the day of the change, by the latest rules."""
    return {**attributes(held), **keys.cycle_place(held, held.id, look_on)}


def _taking(held: KeptHolding, file: File | None) -> list[Write]:
    return [] if file is None else [taking(held, file)]


def _is_taking(write: Write, held: KeptHolding) -> bool:
    return write in _taking(held, held.file)


def _told(event: HoldingEvent) -> Write:
    key = keys.holding_event(event, event.holding_id, event.version)
    return Write("Put", key, NEW, attributes(event))
