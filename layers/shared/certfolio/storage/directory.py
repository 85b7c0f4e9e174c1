"""The directory of an academy's learners, with what they are found by."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from certfolio.domain.certificates import Owner
from certfolio.domain.directory import (
    FORMS,
    PRESENT_FORM,
    DirectoryEntry,
    Form,
    Place,
    Sought,
    searchable,
)
from certfolio.domain.errors import BeingErased, Missing, NotFound, StaleVersion
from certfolio.domain.set_up_events import Told
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed, ExternalIdTaken
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.registry import Registry
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Item, Table, Write


class Row(NamedTuple):
    """What a search reads of the directory at one place.

    Attributes
    ----------
    entry
        None where the learner is listed at another place, or no longer here.
    """

    place: Place
    entry: DirectoryEntry | None


class DirectoryStore:
    """Reads and writes the learners an academy knows.

    The entry stands in the table once under its id, once under its name and once under each
    term it is found by, each time whole: a list or a search needs no second read. One more item
    says whose an external id is.
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
            raise NotFound(Missing.LEARNER)
        return entry

    def find(self, owner: Owner) -> DirectoryEntry | None:
        """Read one learner; None when the academy knows no such learner."""
        item = self._table.get(keys.directory_entry(owner))
        return _entry(item) if item else None

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
        entries = map(_entry, self._table.get_all(wanted))
        return {entry.learner_id: entry for entry in entries}

    def holder(self, academy_id: str, external_id: str) -> str | None:
        """The learner who has an external id; None when nobody has.

        An entry of the former form has no item that says so, but is found by its external id.
        """
        item = self._table.get(keys.external_id(academy_id, external_id))
        if item is not None:
            return str(item["learner_id"])
        former: Form = 1
        term = keys.DIRECTORY_TERM + FORMS[former](external_id)
        found = self._table.query(keys.directory_partition(academy_id), prefix=f"{term}#")
        return next(
            (
                entry.learner_id
                for entry in map(_entry, found)
                if entry.form == former and entry.external_id == external_id
            ),
            None,
        )

    def search(
        self, academy_id: str, text: str = "", *, after: Place | None = None, page: int
    ) -> Iterator[Row]:
        """Read the learners whom a text seeks; or all by name.

        Parameters
        ----------
        text
            What somebody types, see `Sought`; nothing to find for all.
        after
            Place of the row to start behind.
        page
            Learners the caller is going to take.

        Raises
        ------
        MoreToRead
            One call was not enough; see `Table.query`. There are two at most for each form, as
            what begins with all of the text and what begins with one word of it lie apart.
        """
        kind = keys.DIRECTORY_TERM if searchable(text) else keys.DIRECTORY_NAME
        # One learner may be found by several terms, and many have one word of several; so many
        # more are read at once.
        each = _TERMS_FOUND if searchable(text) else 1
        if len(text.split()) > 1:
            each *= _OTHERS_PASSED
        for prefix, forms in _ranges(text):
            if after is not None and not (after.form in forms and after.term.startswith(prefix)):
                continue
            items = self._table.query(
                keys.directory_partition(academy_id),
                prefix=kind + prefix,
                start=after and keys.directory_place(academy_id, kind, after),
                page=page * each,
                calls=1,
            )
            for item in items:
                entry = _entry(item)
                term, learner_id = keys.placed_in_directory(item, kind)
                form = entry.form if entry.form in forms else min(forms)
                here = Place(term, learner_id, form)
                yield Row(here, entry if entry.place(text) == here else None)
            after = None

    # Writing

    def save(
        self, entry: DirectoryEntry, over: DirectoryEntry | None, told: Told | None = None
    ) -> DirectoryEntry:
        """Write a learner over the entry that was read.

        Parameters
        ----------
        over
            As it was read; None for a learner who was not there.
        told
            What is told of it; None where nothing changes but the entry's form.

        Returns
        -------
        DirectoryEntry
            As it is now: the next version, in the present form.

        Raises
        ------
        StaleVersion
            Somebody else changed or wrote it first.
        ExternalIdTaken
            Another learner of the academy has the external id.
        BeingErased
            The learner is being erased.
        """
        version = over.version + 1 if over else 1
        after = entry.model_copy(update={"version": version, "form": PRESENT_FORM})
        writes = [
            *_writes(after, over),
            *(() if over else (not_erased(after),)),
            *(writes_of(told) if told else ()),
            *self._registry.missing(entry.academy_id),
        ]
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            if after.external_id is not None and writes[failed.position].key == keys.external_id(
                after.academy_id, after.external_id
            ):
                raise ExternalIdTaken from failed
            if writes[failed.position] == not_erased(after):
                raise BeingErased from failed
            raise StaleVersion(int(failed.item.get("version", 0)) if failed.item else 0) from failed
        return after

    def remove(self, owner: Owner) -> bool:
        """Remove a learner with all that leads to them; removed twice, they are gone once.

        Returns
        -------
        bool
            Whether the learner was there.

        Raises
        ------
        StaleVersion
            Somebody else changed the entry first.
        """
        entry = self.find(owner)
        if entry is None:
            return False
        own = {":learner": entry.learner_id}
        writes = [
            Write(
                "Delete",
                keys.directory_entry(entry),
                UNCHANGED,
                values={":version": entry.version},
            ),
            *(Write("Delete", key, None) for key in _places(entry).values()),
        ]
        if entry.external_id is not None and entry.form == PRESENT_FORM:
            key = keys.external_id(entry.academy_id, entry.external_id)
            writes.append(Write("Delete", key, _NOBODY_ELSES, values=own))
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item.get("version", 0)) if failed.item else 0) from failed
        return True


_TERMS_FOUND = 4
"""Given "an", Anna Andersson is found by her name, by its second word and by her mail address."""

_OTHERS_PASSED = 2
"""Given "anna andersson", the other Anderssons are passed by. More would cost more where there are
few, and fewer would make pages short."""

_NOT_NEWER = "attribute_not_exists(PK) OR version <= :before"
"""Condition: what is found there belongs to the entry that is replaced, or to an older one."""

_NOBODY_ELSES = "attribute_not_exists(PK) OR learner_id = :learner"
"""Condition: an external id is free, or the learner's own."""


def _entry(item: Item) -> DirectoryEntry:
    # The first entries did not say how their terms were made.
    return stored(DirectoryEntry, {"form": 1, **item})


def _ranges(text: str) -> Iterator[tuple[str, set[Form]]]:
    """How the terms begin that a text finds, and of which entries, the present form first."""
    if not searchable(text):
        yield "", set(FORMS)
        return
    ranges: dict[str, set[Form]] = {}
    for form in FORMS:
        for start in Sought.of(text, form).starts:
            ranges.setdefault(start, set()).add(form)
    yield from ranges.items()


def _writes(after: DirectoryEntry, over: DirectoryEntry | None) -> list[Write]:
    """The entry first: of several conditions that fail, the first is the one that is told."""
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
        *_external_id(after, over),
        *(Write("Put", key, _NOT_NEWER, item, values=before) for key in new.values()),
        *(
            Write("Delete", key, _NOT_NEWER, values=before)
            for place, key in old.items()
            if place not in new
        ),
    ]


def _external_id(after: DirectoryEntry, over: DirectoryEntry | None) -> list[Write]:
    """Take the new external id and free the old one; one of the former form was never taken."""
    own = {":learner": after.learner_id}
    new = after.external_id
    old = over.external_id if over else None
    writes = []
    if new is not None and (new != old or (over is not None and over.form != PRESENT_FORM)):
        key = keys.external_id(after.academy_id, new)
        writes.append(
            Write("Put", key, _NOBODY_ELSES, {"learner_id": after.learner_id}, values=own)
        )
    if old is not None and old != new and over is not None and over.form == PRESENT_FORM:
        key = keys.external_id(after.academy_id, old)
        writes.append(Write("Delete", key, _NOBODY_ELSES, values=own))
    return writes


def _places(entry: DirectoryEntry) -> dict[str, keys.Key]:
    """Keys of the copies of an entry, by sort key."""
    name = entry.place("")
    copies = [
        *([(keys.DIRECTORY_NAME, name)] if name else ()),
        *((keys.DIRECTORY_TERM, Place(term, entry.learner_id, entry.form)) for term in entry.terms),
    ]
    found = (keys.directory_place(entry.academy_id, kind, place) for kind, place in copies)
    return {key["SK"]: key for key in found}
