"""What administrators set up: settings, credit types, staff."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256
from typing import TypeVar

from pydantic import ValidationError

from certfolio.domain.academies import Academy, AcademySettings, Face
from certfolio.domain.actions import Actor
from certfolio.domain.credit_types import CreditRules, CreditType, with_labels
from certfolio.domain.errors import (
    FieldError,
    InvalidInput,
    Missing,
    NotFound,
    StaleVersion,
    Unavailable,
)
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.periods import PeriodRules, revised
from certfolio.domain.set_up_events import Area, Intent, Step, Subject, differ, tell
from certfolio.domain.staff import FormerMember, Role, StaffMember
from certfolio.storage.academies import AcademyStore
from certfolio.storage.conflicts import SetUpChanged

_Result = TypeVar("_Result")

_TRIES = 3


class SetUps:
    """Changes of an academy's set-up, each told as an event; sent again, done once."""

    def __init__(self, academies: AcademyStore) -> None:
        self._academies = academies

    def save_settings(
        self,
        academy_id: str,
        wanted: AcademySettings,
        intent: Intent,
        *,
        logo: bytes | None = None,
    ) -> Academy:
        """Change how the academy shows itself and handles its reviews.

        Parameters
        ----------
        logo
            Its logo, a checked PNG; None for none.

        Raises
        ------
        StaleVersion
            Somebody else changed the settings first.
        """

        def attempt() -> Academy:
            before = self._academies.settings(academy_id)
            after = Academy(
                **{name: getattr(wanted, name) for name in AcademySettings.model_fields},
                academy_id=academy_id,
                logo=sha256(logo).hexdigest() if logo else None,
                version=before.version + 1,
            )
            if before.version and not differ(before, after):
                return before
            _must_be_over(before, intent)
            told = tell(before, after, intent.actor, intent.now)
            face = Face.of(after, logo) if _shown(before) != _shown(after) else None
            self._academies.save_settings(after, told, face)
            return after

        return _until_quiet(attempt)

    def save_credit_type(
        self,
        academy_id: str,
        credit_type_id: str,
        wanted: CreditRules,
        period_rules: PeriodRules,
        intent: Intent,
    ) -> CreditType:
        """Make, change or revive a credit type.

        Raises
        ------
        StaleVersion
            Somebody else changed or made it first.
        InvalidInput
            The period rules cannot change so any more.
        """

        def attempt() -> CreditType:
            set_up = self._academies.set_up(academy_id, intent.now, fresh=True)
            before = set_up.credit_types.get(credit_type_id)
            version = before.version + 1 if before else 1
            claimed = before is not None and before.claimed
            after = CreditType(
                **{name: getattr(wanted, name) for name in CreditRules.model_fields},
                academy_id=academy_id,
                id=credit_type_id,
                rules=revised(
                    before.rules if before and intent.version else (),
                    period_rules,
                    intent.version + 1,
                    set_up.academy.day_of(intent.now),
                    claimed=claimed,
                ),
                claimed=claimed,
                version=version,
            )
            if before is not None and not differ(before, after):
                return before
            _must_be_over(before, intent)
            self._academies.save_credit_type(after, tell(before, after, intent.actor, intent.now))
            return after

        return _until_quiet(attempt)

    def add_to_credit_type(
        self,
        academy_id: str,
        credit_type_id: str,
        wanted: CreditRules,
        actor: Actor,
        now: datetime,
    ) -> CreditType:
        """Make a credit type, or give the one that is there the labels and choices it lacks.

        Nothing is taken from it, and its own names and other rules stay; one that was retired can
        be claimed again.

        Raises
        ------
        InvalidInput
            It has no room for so many labels or choices.
        """

        def attempt() -> CreditType:
            set_up = self._academies.set_up(academy_id, now, fresh=True)
            before = set_up.credit_types.get(credit_type_id)
            if before is None:
                after = CreditType(
                    **{name: getattr(wanted, name) for name in CreditRules.model_fields},
                    academy_id=academy_id,
                    id=credit_type_id,
                    rules=revised((), PeriodRules(), 1, set_up.academy.day_of(now)),
                    claimed=False,
                    version=1,
                )
            else:
                after = _with_added(before, wanted)
                if not differ(before, after):
                    return before
            self._academies.save_credit_type(after, tell(before, after, actor, now))
            return after

        return _until_quiet(attempt)

    def retire_credit_type(
        self, academy_id: str, credit_type_id: str, intent: Intent
    ) -> CreditType:
        """Let nothing more be claimed of a credit type; what was claimed stays.

        Raises
        ------
        NotFound
            The academy has no such credit type.
        StaleVersion
            Somebody else changed it first.
        """

        def attempt() -> CreditType:
            before = self._academies.credit_type(academy_id, credit_type_id)
            version = before.version + 1
            after = before.model_copy(update={"retired": True, "version": version})
            if not differ(before, after):
                return before
            _must_be_over(before, intent)
            self._academies.save_credit_type(after, tell(before, after, intent.actor, intent.now))
            return after

        return _until_quiet(attempt)

    # Staff

    def save_staff_member(  # noqa: PLR0913 - who it is, and by whom
        self,
        academy_id: str,
        principal: str,
        *,
        name: str,
        role: Role,
        intent: Intent,
        invited: bool = False,
    ) -> StaffMember:
        """Add a member of staff, or change name or role.

        Parameters
        ----------
        invited
            Whether somebody who is added has yet to sign in.

        Raises
        ------
        StaleVersion
            Somebody else changed or added the member first.
        LastAdministrator
            The member is the only administrator and would not be one any more.
        """
        request = _saving(principal, name, role, intent)

        def attempt() -> StaffMember:
            before = self._academies.staff_member(academy_id, principal)
            former = None if before else self._academies.former_member(academy_id, principal)
            last = before or former
            after = StaffMember(
                academy_id=academy_id,
                principal=principal,
                name=name,
                role=role,
                version=last.version + 1 if last else 1,
                invited=before.invited if before else invited,
                request=request,
            )
            if before is not None and not differ(before, after):
                return before
            _must_be_over(before, intent)
            told = tell(before, after, intent.actor, intent.now)
            if before is None:
                self._academies.add_staff_member(after, former, told)
            else:
                self._academies.save_staff_member(after, before, told)
            return after

        return _until_quiet(attempt)

    def remove_staff_member(self, academy_id: str, principal: str, intent: Intent) -> StaffMember:
        """Remove a member of staff.

        Returns
        -------
        StaffMember
            As they were last.

        Raises
        ------
        NotFound
            There is no such member, or another request removed them.
        StaleVersion
            Somebody else changed the member first.
        LastAdministrator
            The member is the only administrator.
        """

        def attempt() -> StaffMember:
            member = self._academies.staff_member(academy_id, principal)
            if member is None:
                removed = self.removed_already(academy_id, principal, intent)
                if removed is None:
                    raise NotFound(Missing.STAFF_MEMBER)
                return removed
            _must_be_over(member, intent)
            former = FormerMember(member=member, request=_removing(principal, intent))
            told = tell(member, None, intent.actor, intent.now)
            self._academies.remove_staff_member(former, told)
            return member

        return _until_quiet(attempt)

    def saved_already(
        self, academy_id: str, principal: str, *, name: str, role: Role, intent: Intent
    ) -> StaffMember | None:
        """The member, if they are exactly as this very request of this principal left them.

        So who has demoted themselves can ask for an answer that was lost, and for nothing else.
        """
        member = self._academies.staff_member(academy_id, principal)
        asked = _saving(principal, name, role, intent)
        return member if member is not None and member.request == asked else None

    def removed_already(
        self, academy_id: str, principal: str, intent: Intent
    ) -> StaffMember | None:
        """Who was on the staff, if this very request of this principal was the last to touch them.

        See `saved_already`.
        """
        former = self._academies.former_member(academy_id, principal)
        if former is None or former.request != _removing(principal, intent):
            return None
        return former.member


def _with_added(before: CreditType, wanted: CreditRules) -> CreditType:
    kept = {name: getattr(before, name) for name in CreditType.model_fields}
    more = {"retired": False, "version": before.version + 1}
    try:
        labels = with_labels(before.labels, wanted.labels)
        return CreditType(**{**kept, **more, "labels": labels})
    except ValidationError as full:
        wrong = FieldError("pack", FieldCode.LABELS_FULL, {"credit_type": before.name})
        raise InvalidInput(wrong) from full


def _shown(academy: Academy) -> tuple[str | None, ...]:
    """What of an academy's settings its face is made of."""
    return academy.name, academy.accent, academy.logo


def _saving(principal: str, name: str, role: Role, intent: Intent) -> str:
    subject = Subject(area=Area.STAFF, id=principal)
    step = Step.CHANGED if intent.version else Step.ADDED
    return intent.digest(subject, step, {"name": name, "role": role.name})


def _removing(principal: str, intent: Intent) -> str:
    return intent.digest(Subject(area=Area.STAFF, id=principal), Step.REMOVED, {})


def _must_be_over(before: Academy | CreditType | StaffMember | None, intent: Intent) -> None:
    version = before.version if before else 0
    if version != intent.version:
        raise StaleVersion(version)


def _until_quiet(attempt: Callable[[], _Result]) -> _Result:
    for _ in range(_TRIES):
        try:
            return attempt()
        except SetUpChanged:
            continue
    raise Unavailable("the set-up keeps changing")
