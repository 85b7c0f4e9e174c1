"""How far reminders have come, and which certificates expire on a day."""

from collections.abc import Sequence
from datetime import date
from itertools import islice

from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import StaleVersion
from certfolio.domain.reminders import Place, Reminding
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Table, Write


class ReminderStore:
    """Reads what is to be said, and writes down what was."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, academy_id: str) -> tuple[Academy, Reminding]:
        """An academy's settings and how far its reminders have come, in one call."""
        wanted = [keys.academy(academy_id), keys.reminding(academy_id)]
        items = {item["PK"]: item for item in self._table.get_many(wanted)}
        settings, reminding = (items.get(key["PK"]) for key in wanted)
        return (
            stored(Academy, settings or {"academy_id": academy_id}),
            stored(Reminding, reminding or {"academy_id": academy_id}),
        )

    def save(self, reminding: Reminding) -> Reminding:
        """Write down how far they have come, over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = reminding.model_copy(update={"version": reminding.version + 1})
        values = {":version": reminding.version} if reminding.version else {}
        condition = UNCHANGED if reminding.version else NEW
        key = keys.reminding(reminding.academy_id)
        try:
            self._table.write(Write("Put", key, condition, attributes(after), values=values))
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
        return after

    def expiring(
        self, academy_id: str, expires_on: date, after: Place | None, page: int
    ) -> Sequence[Place]:
        """Some of an academy's approved certificates that expire on a day, in one call.

        Parameters
        ----------
        after
            The one to begin behind.
        page
            How many there are at most; where there are fewer, there are no more.
        """
        start = None
        if after is not None:
            owner = Owner(academy_id=academy_id, learner_id=after.learner_id)
            start = keys.expiry_entry(owner, after.certificate_id, expires_on)
        items = self._table.query(
            keys.expiry_partition(academy_id, expires_on),
            index=keys.BY_EXPIRY,
            prefix=keys.expiry_position(expires_on, ""),
            start=start,
            page=page,
        )
        found = map(keys.certificate_of, islice(items, page))
        return [Place(learner_id=learner, certificate_id=one) for learner, one in found]
