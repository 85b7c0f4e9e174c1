"""How many certificates an academy has in each status."""

from collections import Counter, defaultdict

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import StaleVersion
from certfolio.domain.lifecycle import Change
from certfolio.domain.totals import SHARDS, Counts, Recount, Shard, counted, shard_of
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.packing import packed, unpacked
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Item, Table, Write


def writes_of(*changes: Change) -> list[Write]:
    """The writes that count what one transaction changes: none where no status changes.

    Certificates that count in the same shard are counted together, as a transaction takes one
    write of an item.

    It needs no condition: the transaction has those of the certificate and of its event, so a
    change that is sent again is counted once, and one that is refused not at all.
    """
    shards: defaultdict[tuple[str, int], Counter[Status]] = defaultdict(Counter)
    for change in changes:
        after = change.after
        shards[after.academy_id, shard_of(after.owner, after.id)].update(counted(change))
    return [_add(keys.totals_shard(*shard), added) for shard, added in shards.items() if added]


def _add(shard: keys.Key, added: Counts) -> Write:
    return Write(
        "Update",
        shard,
        None,
        update=f"ADD version :one, {', '.join(f'#{status} :{status}' for status in added)}",
        names={f"#{status}": status.value for status in added},
        values={":one": 1, **{f":{status}": number for status, number in added.items()}},
    )


def removal(certificate: Certificate) -> Write:
    """The write that counts a certificate no more, for the transaction that removes it."""
    return Write(
        "Update",
        keys.totals_shard(certificate.academy_id, shard_of(certificate.owner, certificate.id)),
        None,
        update="ADD version :one, #status :less",
        names={"#status": certificate.status.value},
        values={":one": 1, ":less": -1},
    )


class TotalsStore:
    """Reads and mends the totals of academies."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def read(self, academy_id: str) -> Counts | None:
        """How many certificates an academy has in each status, in one call.

        Returns
        -------
        mapping or None
            With every status. None while nobody knows: certificates from before there were totals
            are not counted yet, or a count is below nothing, which says that it is wrong.
        """
        total = Counter(dict.fromkeys(Status, 0))
        known = False
        for item in self._table.query(keys.totals_partition(academy_id)):
            if item["SK"] == keys.totals_known(academy_id)["SK"]:
                known = True
                continue
            counts = _shard(item).counts
            if min(counts.values()) < 0:
                return None
            total.update(counts)
        return total if known else None

    def shards(self, academy_id: str) -> tuple[Shard, ...]:
        """All shards of an academy, also those that nothing was counted in yet."""
        found = dict.fromkeys(range(SHARDS), Shard())
        partition = keys.totals_partition(academy_id)
        for item in self._table.query(partition, prefix=keys.TOTALS_SHARD):
            found[keys.shard_in(item)] = _shard(item)
        return tuple(found.values())

    def is_known(self, academy_id: str) -> bool:
        """Whether the totals of an academy are told."""
        return self._table.get(keys.totals_known(academy_id)) is not None

    def know(self, academy_id: str) -> None:
        """Let the totals of an academy be told from now on."""
        self._table.write(Write("Put", keys.totals_known(academy_id), None, {}))

    def mend(self, academy_id: str, shard: int, version: int, counts: Counts) -> bool:
        """Let a shard say what was counted, unless it has changed since a version.

        Returns
        -------
        bool
            Whether it says so now.
        """
        names = {f"#{status}": status.value for status in Status}
        said = ", ".join(f"#{status} = :{status}" for status in Status)
        condition = "version = :version"
        if version == 0:
            condition += " OR attribute_not_exists(version)"
        write = Write(
            "Update",
            keys.totals_shard(academy_id, shard),
            condition,
            update=f"SET version = :version, {said}",
            names=names,
            values={":version": version}
            | {f":{status}": counts.get(status, 0) for status in Status},
        )
        try:
            # As a transaction, because those that count are, and hold it now and then.
            self._table.write_all([write])
        except ConditionFailed:
            return False
        return True

    def recount(self, academy_id: str) -> Recount:
        """How far an academy's certificates are counted anew."""
        item = self._table.get(keys.recount(academy_id))
        if item is None:
            return Recount(academy_id=academy_id)
        return stored(Recount, {**unpacked(bytes(item["body"])), "version": item["version"]})

    def save_recount(self, recount: Recount) -> Recount:
        """Write it down over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        after = recount.model_copy(update={"version": recount.version + 1})
        item: Item = {"version": after.version, "body": packed(attributes(after))}
        values = {":version": recount.version} if recount.version else {}
        condition = UNCHANGED if recount.version else NEW
        key = keys.recount(recount.academy_id)
        try:
            self._table.write(Write("Put", key, condition, item, values=values))
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
        return after


def _shard(item: Item) -> Shard:
    counts = {status: int(item.get(status.value, 0)) for status in Status}
    return Shard(version=int(item["version"]), counts=counts)
