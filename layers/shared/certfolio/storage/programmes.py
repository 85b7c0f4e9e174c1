"""The programmes of academies."""

from datetime import datetime

from certfolio.domain.errors import Missing, NotFound, StaleVersion
from certfolio.domain.programmes.installed import AcademyProgramme
from certfolio.domain.set_up_events import Told
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Item, Table, Write


class ProgrammeStore:
    """Reads and writes programmes."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: dict[str, tuple[datetime, list[AcademyProgramme]]] = {}

    def all(self, academy_id: str, now: datetime, *, fresh: bool = False) -> list[AcademyProgramme]:
        """Read an academy's programmes, drafts and retired ones too, in order of their ids.

        They are remembered for a minute, as they are long and hardly ever change.

        Parameters
        ----------
        fresh
            Read them again.
        """
        read_at, found = self._known.get(academy_id, (None, []))
        if fresh or read_at is None or (now - read_at).total_seconds() > _KEPT:
            items = self._table.query(keys.programmes_partition(academy_id), prefix=keys.PROGRAMME)
            found = [_read(item) for item in items]
            self._known[academy_id] = (now, found)
        return found

    def find(self, academy_id: str, programme_id: str) -> AcademyProgramme | None:
        """Read one programme; None where there is none."""
        item = self._table.get(keys.programme(academy_id, programme_id))
        return _read(item) if item else None

    def get(self, academy_id: str, programme_id: str) -> AcademyProgramme:
        """Read one programme.

        Raises
        ------
        NotFound
            The academy has no such programme.
        """
        found = self.find(academy_id, programme_id)
        if found is None:
            raise NotFound(Missing.PROGRAMME)
        return found

    def save(self, after: AcademyProgramme, told: Told) -> None:
        """Write a programme over the version before.

        Raises
        ------
        StaleVersion
            Somebody else changed or made it first.
        """
        before = after.version - 1
        put = Write(
            "Put",
            keys.programme(after.academy_id, after.id),
            UNCHANGED if before else NEW,
            attributes(after),
            values={":version": before} if before else {},
        )
        kept = Write(
            "Put",
            keys.programme_version(after.academy_id, after.id, after.version),
            NEW,
            attributes(after),
        )
        try:
            self._table.write_all([put, kept, *writes_of(told)])
        except ConditionFailed as failed:
            present = self.find(after.academy_id, after.id)
            raise StaleVersion(present.version if present else 0) from failed
        self._known.pop(after.academy_id, None)


_KEPT = 60
"""Seconds for which what was read is remembered."""


def _read(item: Item) -> AcademyProgramme:
    return stored(AcademyProgramme, item)
