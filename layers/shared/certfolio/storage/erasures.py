"""Erasures: that they are under way, how far they have come, and that they were done."""

from collections.abc import Iterator

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import StaleVersion
from certfolio.domain.rights import KEPT_AFTER_ERASURE, Erasure, Membership
from certfolio.domain.set_up_events import Told
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed, SetUpChanged
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Table, Write


def not_erased(owner: Owner) -> Write:
    """The condition, for a transaction, that nobody is erasing or has erased a learner."""
    return Write("ConditionCheck", keys.erasure(owner), NEW)


class ErasureStore:
    """Reads and writes the erasures of academies."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, owner: Owner) -> Erasure | None:
        """Read a learner's erasure; None where nobody has started one."""
        item = self._table.get(keys.erasure(owner))
        return stored(Erasure, {**item, **dict(owner)}) if item else None

    def under_way(self) -> Iterator[Owner]:
        """Read whose erasures are not done yet, of all academies."""
        return map(keys.owner_of_task, self._table.query(keys.TASKS, prefix=keys.ERASURE_TASK))

    def start(self, erasure: Erasure, told: Told, leaver: Membership | None = None) -> None:
        """Begin: from here on nothing new is written for the learner.

        Parameters
        ----------
        leaver
            How the learner stood, where they are erased because they left.

        Raises
        ------
        SetUpChanged
            Somebody else began, put the learner under a legal hold or made them staff first, or
            the learner is back.
        """
        stands, values = "attribute_not_exists(hold_since)", {}
        if leaver is not None:
            stands = f"{stands} AND version = :version"
            values = {":version": leaver.version}
        writes = [
            Write("Put", keys.erasure(erasure), NEW, attributes(erasure)),
            Write("ConditionCheck", keys.membership(erasure), stands, values=values),
            Write("ConditionCheck", keys.staff(erasure.academy_id, erasure.learner_id), NEW),
            Write("Put", keys.erasure_task(erasure), None, {}),
            *writes_of(told),
        ]
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            raise SetUpChanged from failed

    def save(self, erasure: Erasure) -> Erasure:
        """Write down how far it has come, over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = erasure.model_copy(update={"version": erasure.version + 1})
        self._write(erasure, [self._put(erasure, after)])
        return after

    def finish(self, erasure: Erasure, told: Told) -> None:
        """Write down that it is done; record and event of it go by themselves after a while.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = erasure.model_copy(update={"version": erasure.version + 1})
        delete_after = int((told.event.at + KEPT_AFTER_ERASURE).timestamp())
        writes = [
            self._put(erasure, after, delete_after=delete_after),
            Write("Delete", keys.erasure_task(erasure), None),
            *writes_of(told, delete_after=delete_after),
        ]
        self._write(erasure, writes)

    def _put(self, before: Erasure, after: Erasure, **more: int) -> Write:
        return Write(
            "Put",
            keys.erasure(after),
            UNCHANGED,
            attributes(after) | more,
            values={":version": before.version},
        )

    def _write(self, erasure: Erasure, writes: list[Write]) -> None:
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            raise StaleVersion(erasure.version) from failed
