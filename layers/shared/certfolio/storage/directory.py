"""The directory of an academy's learners, with what they are found by."""

from collections.abc import Iterable, Iterator

from certfolio.domain.certificates import Owner
from certfolio.domain.directory import DirectoryEntry, searchable
from certfolio.domain.errors import NotFound, StaleVersion
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.registry import Registry
from certfolio.storage.table import Table, Write


class DirectoryStore:
    """Reads and writes the learners an academy knows.

    The entry stands in the table once under its id, once under its name and once under each
    term it is found by, each time whole: a list or a search needs no second read.
    """

    def __init__(self, table: Table, registry: Registry) -> None:
        self._table = table
        self._registry = registry

    # Reading

    def get(self, owner: Owner) -> DirectoryEntry:
        """Read one learner.

        Raises
        ------
        NotFound
            The academy knows no such learner.
        """
        entry = self.find(owner)
        if entry is None:
            raise NotFound("learner")
        return entry

    def find(self, owner: Owner) -> DirectoryEntry | None:
        """Read one learner; None when the academy knows no such learner."""
        item = self._table.get(keys.directory_entry(owner))
        return stored(DirectoryEntry, item) if item else None

    def known(self, academy_id: str, learner_ids: Iterable[str]) -> dict[str, DirectoryEntry]:
        """Read many learners, a hundred in each call.

        Returns
        -------
        dict
            Those the academy knows, by id.
        """
        wanted = [
            keys.directory_entry(Owner(academy_id=academy_id, learner_id=learner_id))
            for learner_id in dict.fromkeys(learner_ids)
        ]
        batches = (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))
        entries = (
            stored(DirectoryEntry, item)
            for batch in batches
            for item in self._table.get_many(batch)
        )
        return {entry.learner_id: entry for entry in entries}

    def search(
        self,
        academy_id: str,
        wanted: str = "",
        *,
        after: tuple[str, str] | None = None,
        page: int | None = None,
    ) -> Iterator[DirectoryEntry]:
        """Read the learners of whom a term begins as wanted, each once; or all by name.

        Parameters
        ----------
        wanted
            Made `searchable`; empty for all.
        after
            Place (see `DirectoryEntry.place`) and id of the learner to start behind.
        page
            Learners the caller is going to take.
        """
        kind = keys.DIRECTORY_TERM if wanted else keys.DIRECTORY_NAME
        start = None
        if after is not None:
            owner = Owner(academy_id=academy_id, learner_id=after[1])
            start = keys.directory_place(owner, kind, after[0])
        # One learner may be found by several terms; so many more are read at once.
        each = _TERMS_FOUND if wanted else 1
        items = self._table.query(
            keys.directory_partition(academy_id),
            prefix=kind + wanted,
            start=start,
            page=page and page * each,
        )
        for item in items:
            entry = stored(DirectoryEntry, item)
            place = entry.place(wanted)
            if place is not None and item["SK"] == keys.directory_place(entry, kind, place)["SK"]:
                yield entry

    # Writing

    def save(self, entry: DirectoryEntry, over: DirectoryEntry | None) -> DirectoryEntry:
        """Write a learner over the entry that was read; done twice, it is done once.

        Parameters
        ----------
        entry
            As it shall be, with the version it is meant for.
        over
            As it was read; None for a learner who was not there.

        Raises
        ------
        StaleVersion
            Somebody else changed or wrote it first.
        """
        before = over.version if over else 0
        if over is not None and entry.model_copy(update={"version": before}) == over:
            return over
        if entry.version != before:
            raise StaleVersion(before)
        after = entry.model_copy(update={"version": before + 1})
        try:
            self._table.write_all(
                [*_writes(after, over), *self._registry.missing(entry.academy_id)]
            )
        except ConditionFailed as failed:
            # What is there already may be this very change, whose answer was lost.
            if failed.item is None or DirectoryEntry.model_validate(failed.item) != after:
                raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed
        return after

    def note(self, said: DirectoryEntry) -> DirectoryEntry:
        """Keep the directory to what an account says: one read, and a write where it differs.

        The external id is the directory's own; what is said of it counts where none is kept.

        Returns
        -------
        DirectoryEntry
            As it is now.
        """
        current = self.find(said)
        wanted = said
        if current is not None:
            external_id = current.external_id or said.external_id
            kept = {"external_id": external_id, "version": current.version}
            wanted = said.model_copy(update=kept)
        try:
            return self.save(wanted, over=current)
        except StaleVersion:
            # Another one noted the same account a moment ago.
            return self.get(said)


_BATCH = 100
"""Items that BatchGetItem takes."""

_TERMS_FOUND = 4
"""Given "an", Anna Andersson is found by her name, by its second word and by her mail address."""

_NOT_NEWER = "attribute_not_exists(PK) OR version <= :before"
"""Condition: what is found there belongs to the entry that is replaced, or to an older one."""


def _writes(after: DirectoryEntry, over: DirectoryEntry | None) -> list[Write]:
    """The entry first, so that its condition is the one that speaks."""
    item = attributes(after)
    before = {":before": over.version if over else 0}
    entry = (
        Write(
            "Put", keys.directory_entry(after), UNCHANGED, item, values={":version": over.version}
        )
        if over
        else Write("Put", keys.directory_entry(after), NEW, item)
    )
    new = _places(after)
    old = _places(over) if over else {}
    return [
        entry,
        *(Write("Put", key, _NOT_NEWER, item, values=before) for key in new.values()),
        *(
            Write("Delete", key, _NOT_NEWER, values=before)
            for place, key in old.items()
            if place not in new
        ),
    ]


def _places(entry: DirectoryEntry) -> dict[str, keys.Key]:
    """Keys of the copies of an entry, by sort key."""
    by_name = keys.directory_place(entry, keys.DIRECTORY_NAME, searchable(entry.name))
    by_term = (keys.directory_place(entry, keys.DIRECTORY_TERM, term) for term in entry.terms)
    return {key["SK"]: key for key in (by_name, *by_term)}
