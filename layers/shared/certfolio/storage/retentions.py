"""How far retention has come, what it is about, and what was announced of that."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import StaleVersion
from certfolio.domain.outbox import KEPT, NoticeKind, RecordsDue
from certfolio.domain.records_due import Retaining
from certfolio.domain.rights import Membership
from certfolio.domain.values import Day, Record
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.outbox import notice_of
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Table, Write


class _Said(Record):
    """The day on which something goes, as it was announced."""

    due_on: Day


class RetentionStore:
    """Reads what retention goes by, and writes down how far it has come."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, academy_id: str) -> tuple[Academy, Retaining]:
        """An academy's settings and how far its retention has come, in one call."""
        wanted = [keys.academy(academy_id), keys.retaining(academy_id)]
        items = {item["PK"]: item for item in self._table.get_many(wanted)}
        settings, retaining = (items.get(key["PK"]) for key in wanted)
        return (
            stored(Academy, settings or {"academy_id": academy_id}),
            stored(Retaining, retaining or {"academy_id": academy_id}),
        )

    def save(self, retaining: Retaining) -> Retaining:
        """Write down how far it has come, over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = retaining.model_copy(update={"version": retaining.version + 1})
        values = {":version": retaining.version} if retaining.version else {}
        condition = UNCHANGED if retaining.version else NEW
        key = keys.retaining(retaining.academy_id)
        try:
            self._table.write(Write("Put", key, condition, attributes(after), values=values))
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
        return after

    def expired(
        self, academy_id: str, month: date, until: date, page: int
    ) -> Iterator[tuple[str, str]]:
        """Approved certificates that expire in a month, and by a day, as learner and id."""
        items = self._table.query(
            keys.expiry_partition(academy_id, month),
            index=keys.BY_EXPIRY,
            between=("0", keys.expiry_position(until, "~")),
            page=page,
        )
        return map(keys.certificate_of, items)

    def learners(self, academy_id: str, page: int) -> Iterator[Owner]:
        """All learners of an academy's directory, lazily, a page in each call."""
        items = self._table.query(
            keys.directory_partition(academy_id), prefix=keys.DIRECTORY_NAME, page=page
        )
        return (Owner(academy_id=academy_id, learner_id=item["learner_id"]) for item in items)

    def memberships(self, owners: Iterable[Owner]) -> Mapping[str, Membership]:
        """How learners stand, by id; who stands like any other member is missing."""
        by_partition = {keys.learner_partition(owner): owner for owner in owners}
        wanted = [keys.membership(owner) for owner in by_partition.values()]
        found = (
            stored(Membership, {**item, **dict(by_partition[item["PK"]])})
            for item in self._table.get_all(wanted)
        )
        return {membership.learner_id: membership for membership in found}

    def announced(self, due: Sequence[tuple[Certificate, date]]) -> Mapping[tuple[str, str], date]:
        """On which day certificates go, as it was announced, by learner and id.

        Parameters
        ----------
        due
            Certificates, and the day on which they go by the academy's rule.
        """
        wanted = [
            keys.notice(certificate, certificate.id, NoticeKind.RECORDS_DUE, f"{by_rule}")
            for certificate, by_rule in due
        ]
        notices = map(notice_of, self._table.get_all(wanted))
        return {
            (notice.learner_id, notice.certificate_id): notice.due_on
            for notice in notices
            if isinstance(notice, RecordsDue)
        }

    def leaver_announced(self, owner: Owner, by_rule: date) -> date | None:
        """On which day all of a learner's records go, as it was announced."""
        item = self._table.get(keys.leaver_due(owner, by_rule))
        return stored(_Said, item).due_on if item else None

    def announce_leaver(self, owner: Owner, by_rule: date, due_on: date, now: datetime) -> None:
        """Write down that it is announced that all of a learner's records go on a day."""
        item = attributes(_Said(due_on=due_on)) | {"delete_after": int((now + KEPT).timestamp())}
        self._table.write(Write("Put", keys.leaver_due(owner, by_rule), None, item))
