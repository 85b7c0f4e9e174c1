"""How learners stand with their academies."""

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import BeingErased, StaleVersion
from certfolio.domain.rights import Membership
from certfolio.domain.set_up_events import Told
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Table, Write


class MembershipStore:
    """Reads and writes how learners stand with an academy."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, owner: Owner) -> Membership:
        """Read how a learner stands; a member like any other where nothing is written."""
        item = self._table.get(keys.membership(owner))
        return stored(Membership, {**item, **dict(owner)}) if item else Membership(**dict(owner))

    def save(self, after: Membership, told: Told) -> None:
        """Write how a learner stands over the version before.

        Raises
        ------
        StaleVersion
            Somebody else changed it first.
        BeingErased
            The learner is being erased.
        """
        before = after.version - 1
        put = Write(
            "Put",
            keys.membership(after),
            UNCHANGED if before else NEW,
            attributes(after),
            values={":version": before} if before else {},
        )
        try:
            self._table.write_all([put, not_erased(after), *writes_of(told)])
        except ConditionFailed as failed:
            if failed.position == 1:
                raise BeingErased from failed
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
