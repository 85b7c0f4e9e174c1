"""How far the schedule's rounds have come."""

from certfolio.domain.errors import StaleVersion
from certfolio.domain.reconciliation import Progress
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Table, Write


class ProgressStore:
    """Reads and writes the one record of how far the rounds have come."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self) -> Progress:
        """How far they have come; at the very beginning where nothing is written yet."""
        item = self._table.get(keys.PROGRESS)
        return stored(Progress, item) if item else Progress()

    def save(self, progress: Progress) -> Progress:
        """Write it down over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = progress.model_copy(update={"version": progress.version + 1})
        values = {":version": progress.version} if progress.version else {}
        condition = UNCHANGED if progress.version else NEW
        try:
            self._table.write(
                Write("Put", keys.PROGRESS, condition, attributes(after), values=values)
            )
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
        return after
