"""What an academy sets up: its settings, its credit types, its staff."""

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta

from certfolio.domain.academies import Academy, Face, SetUp
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import LastAdministrator, Missing, NotFound, Unavailable
from certfolio.domain.set_up_events import Told
from certfolio.domain.staff import FormerMember, Role, SecondFactor, StaffMember
from certfolio.domain.values import Record
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed, SetUpChanged
from certfolio.storage.records import NEW, UNCHANGED, attributes, stored
from certfolio.storage.registry import Registry
from certfolio.storage.set_up_events import writes_of
from certfolio.storage.table import Table, Write


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
            Credit types that must be among them, as claimed: what is remembered without one, or
            from before its first claim, is too old.
        fresh
            Read them again.
        """
        read_at, found = self._set_ups.get(academy_id, (None, None))
        if (
            fresh
            or found is None
            or read_at is None
            or now - read_at > _SET_UP_KEPT
            or not all(_is_claimed(found, credit_type) for credit_type in claimed)
        ):
            found = self._read_set_up(academy_id)
            self._set_ups[academy_id] = (now, found)
        return found

    def _read_set_up(self, academy_id: str) -> SetUp:
        # Credit types and settings are near each other in the partition, with little between them;
        # the staff comes behind.
        items = {
            item["SK"]: item
            for item in self._table.query(
                keys.academy_partition(academy_id), between=(keys.CREDIT_TYPE, keys.SETTINGS)
            )
        }
        settings = items.get(keys.SETTINGS, {"academy_id": academy_id})
        types = [
            stored(CreditType, item)
            for key, item in items.items()
            if key.startswith(keys.CREDIT_TYPE)
        ]
        return SetUp(stored(Academy, settings), {item.id: item for item in types})

    # Settings

    def settings(self, academy_id: str) -> Academy:
        """Read an academy's settings; what was never set has its default."""
        item = self._table.get(keys.academy(academy_id))
        return stored(Academy, item) if item else Academy(academy_id=academy_id)

    def settings_and_face(self, academy_id: str) -> tuple[Academy, Face]:
        """Read an academy's settings and what everybody sees of them, in one call.

        An earlier version of the program, put back for a while, changes settings and knows of no
        face. The two then stay apart until what is shown is changed again.

        Raises
        ------
        Unavailable
            They were changed again and again meanwhile.
        """
        settings, shown = keys.academy(academy_id), keys.face(academy_id)
        last = None
        for _ in range(_READS):
            found = {item["PK"]: item for item in self._table.get_many([settings, shown])}
            item = found.get(settings["PK"])
            academy = stored(Academy, item) if item else Academy(academy_id=academy_id)
            item = found.get(shown["PK"])
            face = stored(Face, item) if item else Face.of(academy, None)
            # The two are not read at the same instant. What is apart twice in the same way is so.
            versions = academy.version, face.version
            if academy.has(face.logo) or versions == last:
                return academy, face
            last = versions
        raise Unavailable("the settings keep changing")

    def save_settings(self, after: Academy, told: Told, face: Face | None = None) -> None:
        """Write settings over the version before.

        Parameters
        ----------
        face
            What everybody sees of them; None where that stays as it is.

        Raises
        ------
        SetUpChanged
            Somebody else changed them first.
        """
        put = _put(keys.academy(after.academy_id), after, after.version - 1)
        shown = () if face is None else (_shown(face),)
        self._write(after.academy_id, put, *shown, told=told)

    # Credit types

    def credit_types(self, academy_id: str) -> list[CreditType]:
        """Read all credit types, retired ones too, in order of their ids."""
        items = self._table.query(keys.academy_partition(academy_id), prefix=keys.CREDIT_TYPE)
        return [stored(CreditType, item) for item in items]

    def credit_type(self, academy_id: str, credit_type_id: str) -> CreditType:
        """Read one credit type.

        Raises
        ------
        NotFound
            The academy has no such credit type.
        """
        item = self._table.get(keys.credit_type(academy_id, credit_type_id))
        if item is None:
            raise NotFound(Missing.CREDIT_TYPE)
        return stored(CreditType, item)

    def save_credit_type(self, after: CreditType, told: Told) -> None:
        """Write a credit type over the version before.

        Raises
        ------
        SetUpChanged
            Somebody else changed or made it first, or claimed it for the first time.
        """
        key = keys.credit_type(after.academy_id, after.id)
        write = _put(key, after, after.version - 1)
        if not after.claimed and after.version > 1:
            # Whoever claims it now does so by the rules that are there.
            values = {**write.values, ":no": False}
            write = replace(write, condition=f"{write.condition} AND claimed = :no", values=values)
        self._write(after.academy_id, write, told=told)

    # Staff

    def staff(self, academy_id: str) -> list[StaffMember]:
        """Read all members of staff."""
        items = self._table.query(keys.academy_partition(academy_id), prefix=keys.STAFF)
        return [stored(StaffMember, item) for item in items]

    def staff_member(self, academy_id: str, principal: str) -> StaffMember | None:
        """Read one member of staff; None when the principal is not one."""
        item = self._table.get(keys.staff(academy_id, principal))
        return stored(StaffMember, item) if item else None

    def staff_members(self, academy_id: str, principals: Iterable[str]) -> dict[str, StaffMember]:
        """Read many members of staff, a hundred in each call.

        Returns
        -------
        dict
            Those on the staff list, by principal.
        """
        wanted = [keys.staff(academy_id, principal) for principal in dict.fromkeys(principals)]
        found = (stored(StaffMember, item) for item in self._table.get_all(wanted))
        return {member.principal: member for member in found}

    def former_member(self, academy_id: str, principal: str) -> FormerMember | None:
        """Read who was removed from the staff; None when the principal never was."""
        item = self._table.get(keys.former_staff(academy_id, principal))
        return stored(FormerMember, item) if item else None

    def add_staff_member(
        self, member: StaffMember, former: FormerMember | None, told: Told
    ) -> None:
        """Add a member of staff.

        Parameters
        ----------
        former
            Who was removed under the same principal; counting goes on where it ended.

        Raises
        ------
        SetUpChanged
            Somebody else added or removed the member first.
        """
        key = keys.former_staff(member.academy_id, member.principal)
        left = (
            Write("Delete", key, UNCHANGED, values={":version": former.version})
            if former
            else Write("ConditionCheck", key, NEW)
        )
        added = Write(
            "Put", keys.staff(member.academy_id, member.principal), NEW, attributes(member)
        )
        self._write(member.academy_id, added, left, told=told)

    def save_staff_member(self, after: StaffMember, over: StaffMember, told: Told) -> None:
        """Write a member of staff over the version that was read.

        Raises
        ------
        SetUpChanged
            Somebody else changed the member, or the administrator who stays, first.
        LastAdministrator
            The member is the only administrator and would not be one any more.
        """
        write = _put(keys.staff(after.academy_id, after.principal), after, over.version)
        stays = () if after.role >= over.role else self._who_stays(over)
        self._write(after.academy_id, write, *stays, told=told)

    def note_second_factor(self, academy_id: str, principal: str, found: SecondFactor) -> None:
        """Keep what was read of a member's account, unless something newer is kept.

        Nothing happens where the principal is no member any more.
        """
        noted = attributes(found)
        write = Write(
            "Update",
            keys.staff(academy_id, principal),
            _NOT_READ_LATER,
            # Whose account is read has signed in.
            update="SET second_factor = :noted REMOVE invited",
            values={":noted": noted, ":read_at": noted["read_at"]},
        )
        with suppress(ConditionFailed):
            self._table.write(write)

    def remove_staff_member(self, former: FormerMember, told: Told) -> None:
        """Remove a member of staff, and keep who it was and by which request.

        Raises
        ------
        SetUpChanged
            Somebody else changed the member, or the administrator who stays, first.
        LastAdministrator
            The member is the only administrator.
        """
        member = former.member
        delete = Write(
            "Delete",
            keys.staff(member.academy_id, member.principal),
            UNCHANGED,
            values={":version": member.version},
        )
        kept = Write(
            "Put",
            keys.former_staff(member.academy_id, member.principal),
            None,
            {**attributes(former), "version": former.version},
        )
        self._write(member.academy_id, delete, kept, *self._who_stays(member), told=told)

    def _who_stays(self, member: StaffMember) -> list[Write]:
        """That another administrator is there to stay, where the member is one.

        Two administrators who remove each other touch each other's items, so DynamoDB lets
        only one of the two transactions through.
        """
        if member.role is not Role.ADMINISTRATOR:
            return []
        witness = _another_administrator(self.staff(member.academy_id), member)
        if witness is None:
            raise LastAdministrator
        return [
            Write(
                "ConditionCheck",
                keys.staff(witness.academy_id, witness.principal),
                UNCHANGED,
                values={":version": witness.version},
            )
        ]

    def _write(self, academy_id: str, *writes: Write, told: Told) -> None:
        try:
            self._table.write_all([*writes, *writes_of(told), *self._registry.missing(academy_id)])
        except ConditionFailed as failed:
            raise SetUpChanged from failed


_SET_UP_KEPT = timedelta(minutes=1)

_READS = 3

_NOT_READ_LATER = (
    "attribute_exists(PK) AND "
    "(attribute_not_exists(second_factor) OR second_factor.read_at <= :read_at)"
)
"""Condition: there is such a member, and nothing was read of their account after this was."""


def _is_claimed(set_up: SetUp, credit_type_id: str) -> bool:
    found = set_up.credit_types.get(credit_type_id)
    return found is not None and found.claimed


def _put(key: keys.Key, after: Record, before: int) -> Write:
    """Write a record over a version; 0 for one that is not there yet."""
    if before == 0:
        return Write("Put", key, NEW, attributes(after))
    return Write("Put", key, UNCHANGED, attributes(after), values={":version": before})


def _shown(face: Face) -> Write:
    """The write that shows an academy so."""
    # Bytes, where text would take a third more.
    logo = {} if face.logo is None else {"logo": face.logo}
    item = {**attributes(face.model_copy(update={"logo": None})), **logo}
    return Write("Put", keys.face(face.academy_id), None, item)


def _another_administrator(staff: Iterable[StaffMember], member: StaffMember) -> StaffMember | None:
    return next(
        (
            other
            for other in staff
            if other.role is Role.ADMINISTRATOR and other.principal != member.principal
        ),
        None,
    )
