"""What an academy sets up: its settings, its credit types, its staff."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TypeVar

from certfolio.domain.academies import Academy, SetUp
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import LastAdministrator, StaleVersion
from certfolio.domain.staff import Role, SecondFactor, StaffMember
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.registry import Registry
from certfolio.storage.table import Table, Write

Versioned = TypeVar("Versioned", Academy, CreditType, StaffMember)


class AcademyStore:
    """Reads and writes what an academy sets up."""

    def __init__(self, table: Table, registry: Registry) -> None:
        self._table = table
        self._registry = registry
        self._set_ups: dict[str, tuple[datetime, SetUp]] = {}

    def set_up(
        self,
        academy_id: str,
        now: datetime,
        *,
        claimed: Collection[str] = (),
        fresh: bool = False,
    ) -> SetUp:
        """Read settings and credit types, in one call.

        They are remembered for a minute, so that what hardly changes costs no call each time.
        A change therefore reaches everybody within a minute; a new credit type at once.

        Parameters
        ----------
        claimed
            Credit types that must be among them: what is remembered without one is too old.
        fresh
            Read them again.
        """
        read_at, found = self._set_ups.get(academy_id, (None, None))
        if (
            fresh
            or found is None
            or read_at is None
            or now - read_at > _SET_UP_KEPT
            or not found.credit_types.keys() >= set(claimed)
        ):
            found = self._read_set_up(academy_id)
            self._set_ups[academy_id] = (now, found)
        return found

    def _read_set_up(self, academy_id: str) -> SetUp:
        # Credit types and settings are neighbours in the partition; the staff comes behind.
        items = {
            item["SK"]: item
            for item in self._table.query(
                keys.academy_partition(academy_id), between=(keys.CREDIT_TYPE, keys.SETTINGS)
            )
        }
        settings = items.pop(keys.SETTINGS, {"academy_id": academy_id})
        types = [stored(CreditType, item) for item in items.values()]
        return SetUp(stored(Academy, settings), {item.id: item for item in types})

    # Settings

    def settings(self, academy_id: str) -> Academy:
        """Read an academy's settings; what was never set has its default."""
        item = self._table.get(keys.academy(academy_id))
        return stored(Academy, item) if item else Academy(academy_id=academy_id)

    def save_settings(self, academy: Academy) -> Academy:
        """Write settings over the version they were made from.

        Raises
        ------
        StaleVersion
            Somebody else changed them first.
        """
        return self._save(keys.academy(academy.academy_id), academy)

    # Credit types

    def credit_types(self, academy_id: str) -> list[CreditType]:
        """Read all credit types, retired ones too, in order of their ids."""
        items = self._table.query(keys.academy_partition(academy_id), prefix=keys.CREDIT_TYPE)
        return [stored(CreditType, item) for item in items]

    def save_credit_type(self, credit_type: CreditType) -> CreditType:
        """Write a credit type over the version it was made from; 0 for a new one.

        Raises
        ------
        StaleVersion
            Somebody else changed or made it first.
        """
        return self._save(keys.credit_type(credit_type.academy_id, credit_type.id), credit_type)

    # Staff

    def staff(self, academy_id: str) -> list[StaffMember]:
        """Read all members of staff."""
        items = self._table.query(keys.academy_partition(academy_id), prefix=keys.STAFF)
        return [stored(StaffMember, item) for item in items]

    def staff_member(self, academy_id: str, principal: str) -> StaffMember | None:
        """Read one member of staff; None when the principal is not one."""
        item = self._table.get(keys.staff(academy_id, principal))
        return stored(StaffMember, item) if item else None

    def save_staff_member(self, member: StaffMember) -> StaffMember:
        """Write a member of staff over the version it was made from; 0 for a new one.

        Raises
        ------
        StaleVersion
            Somebody else changed or added the member first.
        LastAdministrator
            The member is the only administrator and would not be one any more.
        """
        key = keys.staff(member.academy_id, member.principal)
        if member.role is Role.ADMINISTRATOR or member.version == 0:
            return self._save(key, member)
        after = _next(member)
        try:
            self._while_administrated(_put(key, after), member)
        except StaleVersion:
            # Done twice, it is done once, as in `_save`.
            found = self.staff_member(member.academy_id, member.principal)
            if found is None or found.version != after.version or not _same(found, after):
                raise
        return after

    def note_second_factor(self, academy_id: str, principal: str, found: SecondFactor) -> None:
        """Keep what was read of a member's account, unless something newer is kept.

        Nothing happens where the principal is no member any more.
        """
        noted = attributes(found)
        write = Write(
            "Update",
            keys.staff(academy_id, principal),
            _NOT_READ_LATER,
            update="SET second_factor = :noted",
            values={":noted": noted, ":read_at": noted["read_at"]},
        )
        with suppress(ConditionFailed):
            self._table.write(write)

    def remove_staff_member(self, member: StaffMember) -> None:
        """Remove a member of staff.

        Raises
        ------
        StaleVersion
            Somebody else changed the member first.
        LastAdministrator
            The member is the only administrator.
        """
        key = keys.staff(member.academy_id, member.principal)
        delete = Write("Delete", key, UNCHANGED, values={":version": member.version})
        self._while_administrated(delete, member)

    def _while_administrated(self, write: Write, member: StaffMember) -> None:
        """Do a write only while another administrator is there to stay.

        Two administrators who remove each other touch each other's items, so DynamoDB lets
        only one of the two transactions through.
        """
        witness = _another_administrator(self.staff(member.academy_id), member)
        if witness is None:
            raise LastAdministrator
        stays = Write(
            "ConditionCheck",
            keys.staff(witness.academy_id, witness.principal),
            UNCHANGED,
            values={":version": witness.version},
        )
        try:
            self._write(member.academy_id, write, stays)
        except ConditionFailed as failed:
            raise StaleVersion(_version(failed)) from failed

    def _write(self, academy_id: str, *writes: Write) -> None:
        self._table.write_all([*writes, *self._registry.missing(academy_id)])

    def _save(self, key: keys.Key, record: Versioned) -> Versioned:
        """Write a record over the version it was made from; done twice, it is done once."""
        after = _next(record)
        try:
            self._write(record.academy_id, _put(key, after))
        except ConditionFailed as failed:
            current = stored(type(record), failed.item) if failed.item else None
            if current is None or not _same(current, after):
                raise StaleVersion(_version(failed)) from failed
            return current
        return after


_SET_UP_KEPT = timedelta(minutes=1)

_NOT_READ_LATER = (
    "attribute_exists(PK) AND "
    "(attribute_not_exists(second_factor) OR second_factor.read_at <= :read_at)"
)
"""Condition: there is such a member, and nothing was read of their account after this was."""


def _next(record: Versioned) -> Versioned:
    return record.model_copy(update={"version": record.version + 1})


def _same(found: Versioned, wanted: Versioned) -> bool:
    """Whether somebody wrote the same; what is read of a member's account nobody writes."""
    beside = {"version", "second_factor"}
    return found.model_dump(exclude=beside) == wanted.model_dump(exclude=beside)


def _put(key: keys.Key, after: Academy | CreditType | StaffMember) -> Write:
    if after.version == 1:
        return Write("Put", key, NEW, attributes(after))
    before = after.version - 1
    return Write("Put", key, UNCHANGED, attributes(after), values={":version": before})


def _version(failed: ConditionFailed) -> int:
    return int(failed.item["version"]) if failed.item else 0


def _another_administrator(staff: Iterable[StaffMember], member: StaffMember) -> StaffMember | None:
    return next(
        (
            other
            for other in staff
            if other.role is Role.ADMINISTRATOR and other.principal != member.principal
        ),
        None,
    )
