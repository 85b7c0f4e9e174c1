"""What waits to be mailed, how far each mail is, and who wants which.

A mail is taken from a mailbox by a write of its own before SES is asked, and noted by another one
after: whatever happens between these two, it is known which mail it happened to.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import Any

from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import StaleVersion
from certfolio.domain.mails import (
    KEPT,
    Mailbox,
    MailItem,
    MailKind,
    Person,
    Preferences,
    Undeliverable,
)
from certfolio.domain.staff import moment
from certfolio.domain.values import Day, Record
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.table import Item, Table, Write

_PAGE = 100
_ITEMS = 100
"""What of a mail is looked at; one call reads so many."""

_DUE = "due_at = :due_at, by_time_pk = :by_time_pk, by_time_sk = :by_time_sk"
_LETTER = "letter_id, taken, tried_at"


class _Digested(Record):
    """Of which day the last digest was."""

    day: Day


def person_of(owner: Owner) -> Person:
    """The person in whose partition something is noted."""
    return Person(academy_id=owner.academy_id, person_id=owner.learner_id)


class MailStore:
    """Reads and writes mailboxes, and what people want in them."""

    def __init__(self, table: Table) -> None:
        self._table = table

    # What somebody wants

    def preferences(self, person: Person) -> Preferences:
        """Which mails somebody wants; all, where they never said."""
        item = self._table.get(keys.mail_preferences(person.owner))
        return stored(Preferences, item or {})

    def save_preferences(self, person: Person, preferences: Preferences) -> Preferences:
        """Write down which mails somebody wants, over the version that it was made from.

        Nothing is written of somebody who is erased.

        Raises
        ------
        StaleVersion
            It was changed since, or the person is erased.
        """
        after = preferences.model_copy(update={"version": preferences.version + 1})
        values = {":version": preferences.version} if preferences.version else {}
        condition = UNCHANGED if preferences.version else NEW
        key = keys.mail_preferences(person.owner)
        put = Write("Put", key, condition, attributes(after), values=values)
        try:
            self._table.write_all([put, not_erased(person.owner)])
        except ConditionFailed as failed:
            found = int(failed.item["version"]) if failed.item and not failed.position else 0
            raise StaleVersion(found) from failed
        return after

    # What an address takes

    def undeliverable(self, person: Person) -> Undeliverable | None:
        """What became of mail to somebody's address; None where nothing bad did."""
        item = self._table.get(keys.undeliverable(person.owner))
        return stored(Undeliverable, item) if item else None

    def note_undeliverable(self, person: Person, said: Undeliverable) -> None:
        """Note that an address takes no mail, unless the person is erased."""
        put = Write("Put", keys.undeliverable(person.owner), None, attributes(said))
        with suppress(ConditionFailed):
            self._table.write_all([put, not_erased(person.owner)])

    # What waits

    def put(self, person: Person, item: MailItem, due_at: datetime) -> None:
        """Let something wait to be mailed, unless it did before or the person is erased.

        Parameters
        ----------
        due_at
            When to mail it, unless something that waits already is due before.
        """
        delete_after = int((item.at + KEPT).timestamp())
        place = keys.due_place(person.owner, item.kind, due_at)
        waits = Write(
            "Update",
            keys.mailbox(person.owner, item.kind),
            None,
            update="SET waiting = list_append(if_not_exists(waiting, :none), :ids),"
            " due_at = if_not_exists(due_at, :due_at),"
            " by_time_pk = if_not_exists(by_time_pk, :by_time_pk),"
            " by_time_sk = if_not_exists(by_time_sk, :by_time_sk),"
            " version = if_not_exists(version, :zero)",
            values={
                ":none": [],
                ":ids": [item.id],
                ":zero": 0,
                ":due_at": moment(due_at),
                **{f":{name}": value for name, value in place.items()},
            },
        )
        put = Write(
            "Put",
            keys.mail_item(person.owner, item.id),
            NEW,
            {**attributes(item), "delete_after": delete_after},
        )
        with suppress(ConditionFailed):
            self._table.write_all([put, waits, not_erased(person.owner)])

    def due(self, shard: int, now: datetime) -> Iterator[tuple[Person, MailKind]]:
        """Read whose mail is due, of all academies, lazily; it can be done since."""
        items = self._table.query(
            keys.due_partition(shard), index=keys.BY_TIME, between=keys.due_until(now), page=_PAGE
        )
        for item in items:
            owner, kind = keys.mailbox_of(item)
            # One that a later version of the program knows is left to it.
            if kind in {*MailKind}:
                yield person_of(owner), MailKind(kind)

    def mailbox(self, person: Person, kind: MailKind) -> Mailbox | None:
        """Read what waits for somebody, and what is on its way."""
        item = self._table.get(keys.mailbox(person.owner, kind))
        return _mailbox(person, kind, item) if item else None

    def items(self, person: Person, ids: Sequence[str]) -> list[MailItem]:
        """Read what is to be mailed, in the order in which it happened, a hundred at most."""
        found = self._table.get_many([keys.mail_item(person.owner, one) for one in ids[-_ITEMS:]])
        return sorted((stored(MailItem, item) for item in found), key=lambda item: item.at)

    # A mail on its way

    def take(self, mailbox: Mailbox, letter_id: str, now: datetime, until: datetime) -> Mailbox:
        """Take all that waits for one mail; or the mail that was taken, to try it once more.

        Parameters
        ----------
        letter_id
            Id of the mail, where none was taken before.
        until
            How long nobody else may take it.

        Returns
        -------
        Mailbox
            With what was taken, which can be more than was read.

        Raises
        ------
        StaleVersion
            Somebody else took it, or it was sent.
        """
        steps = "tried_at = :tried_at"
        values: dict[str, Any] = {":tried_at": moment(now)}
        if mailbox.letter_id is None:
            steps += ", letter_id = :letter_id, taken = waiting, waiting = :none"
            values |= {":letter_id": letter_id, ":none": []}
        self._step(mailbox, steps, values, until)
        after = self.mailbox(mailbox.person, mailbox.kind)
        if after is None or after.version != mailbox.version + 1:
            raise StaleVersion(after.version if after else 0)
        return after

    def put_off(self, mailbox: Mailbox, until: datetime, *, failed: bool = False) -> None:
        """Look at it again later; it was not sent, as far as is known.

        Raises
        ------
        StaleVersion
            Somebody else took it, or it was sent.
        """
        failures = mailbox.failures + failed
        self._step(mailbox, "failures = :failures", {":failures": failures}, until)

    def _step(self, mailbox: Mailbox, steps: str, values: dict[str, Any], due_at: datetime) -> None:
        key = keys.mailbox(mailbox.person.owner, mailbox.kind)
        more = {":before": mailbox.version, ":after": mailbox.version + 1}
        write = Write(
            "Update",
            key,
            "version = :before",
            update=f"SET {steps}, version = :after, {_DUE}",
            values={**values, **more, **_due(mailbox.person, mailbox.kind, due_at)},
        )
        try:
            self._table.write(write)
        except ConditionFailed as failed:
            raise StaleVersion(int(failed.item["version"]) if failed.item else 0) from failed

    def done(self, person: Person, kind: MailKind, letter_id: str, due_at: datetime) -> bool:
        """Note that a mail is sent, or that there is nothing left of it to send.

        Parameters
        ----------
        due_at
            When to mail what has come to wait meanwhile.

        Returns
        -------
        bool
            Whether it was on its way until now.
        """
        key = keys.mailbox(person.owner, kind)
        steps = "SET version = version + :one, failures = :zero"
        values: dict[str, Any] = {":letter_id": letter_id, ":one": 1, ":zero": 0}
        empties = Write(
            "Update",
            key,
            "letter_id = :letter_id AND size(waiting) = :zero",
            update=f"{steps} REMOVE {_LETTER}, due_at, by_time_pk, by_time_sk",
            values=values,
        )
        leaves = Write(
            "Update",
            key,
            "letter_id = :letter_id",
            update=f"{steps}, {_DUE} REMOVE {_LETTER}",
            values=values | _due(person, kind, due_at),
        )
        for write in (empties, leaves):
            with suppress(ConditionFailed):
                self._table.write(write)
                return True
        return False

    # The daily digest

    def digested(self, academy_ids: Sequence[str]) -> list[tuple[Academy, date | None]]:
        """Settings of academies, and of which day their last digest was; fifty in one call."""
        wanted = [key(one) for one in academy_ids for key in (keys.academy, keys.digesting)]
        items = {item["PK"]: item for item in self._table.get_many(wanted)}
        found = []
        for academy_id in academy_ids:
            settings = items.get(keys.academy(academy_id)["PK"])
            digested = items.get(keys.digesting(academy_id)["PK"])
            academy = stored(Academy, settings or {"academy_id": academy_id})
            found.append((academy, stored(_Digested, digested).day if digested else None))
        return found

    def note_digested(self, academy_id: str, day: date) -> None:
        """Note that an academy's digest of a day is in everybody's mailbox."""
        self._table.write(
            Write("Put", keys.digesting(academy_id), None, attributes(_Digested(day=day)))
        )


def _mailbox(person: Person, kind: MailKind, item: Item) -> Mailbox:
    return stored(Mailbox, {**item, "person": person, "kind": kind})


def _due(person: Person, kind: MailKind, due_at: datetime) -> dict[str, Any]:
    place = keys.due_place(person.owner, kind, due_at)
    return {":due_at": moment(due_at)} | {f":{name}": value for name, value in place.items()}
