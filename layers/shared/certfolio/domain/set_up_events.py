"""What is told of every change of an academy's set-up and of its directory."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, assert_never

from ulid import ULID

from certfolio.domain.academies import Academy, AcademySettings
from certfolio.domain.actions import SYSTEM, Actor
from certfolio.domain.certificates import Certificate
from certfolio.domain.credit_types import CreditRules, CreditType
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.history import digest_of
from certfolio.domain.programmes.installed import AcademyProgramme
from certfolio.domain.rights import Erasure, Membership, RetentionKind
from certfolio.domain.staff import StaffMember
from certfolio.domain.values import AcademyId, Principal, Record, Ulid

SetUpRecord = Academy | CreditType | StaffMember | DirectoryEntry | Membership | AcademyProgramme
"""Records whose changes are told."""


class Area(StrEnum):
    """What was changed."""

    SETTINGS = "settings"
    CREDIT_TYPE = "credit_type"
    STAFF = "staff"
    LEARNER = "learner"
    PROGRAMME = "programme"


class Step(StrEnum):
    """What was done with it."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


class Subject(Record):
    """Which record was changed.

    Attributes
    ----------
    id
        The credit type, the programme, the principal or the learner; for the settings, of which
        an academy has one, the academy.
    """

    area: Area
    id: str


class SetUpEvent(Record):
    """One change of what an academy has set up.

    It names people by their ids alone. What says more of them stands in `Personal`, beside the
    event, so that a person can be erased while the event stays as it was written.

    Attributes
    ----------
    version
        The version of the record that the change led to.
    before, after
        What the fields that changed said, in their stored form; a field that is missing in the
        one said nothing.
    personal
        Names of further fields that changed, whose words are in `Personal`.
    """

    academy_id: AcademyId
    id: Ulid
    at: datetime
    actor: Actor
    subject: Subject
    step: Step
    version: int
    before: Mapping[str, Any] = {}
    after: Mapping[str, Any] = {}
    personal: tuple[str, ...] = ()


class Personal(Record):
    """What a change said of a person before and after, by field."""

    before: Mapping[str, Any] = {}
    after: Mapping[str, Any] = {}


class ChangeFilters(Record):
    """Which changes somebody wants to see; what is left out does not narrow them.

    Attributes
    ----------
    area
        What was changed.
    subject
        Which record: the id of a credit type, a principal or a learner.
    actor
        By whom: a principal.
    """

    area: Area | None = None
    subject: Principal | None = None
    actor: Principal | None = None

    @property
    def areas(self) -> frozenset[Area]:
        """The areas that are looked through."""
        return frozenset(Area) if self.area is None else frozenset({self.area})

    def match(self, event: SetUpEvent) -> bool:
        """Whether an event is among them."""
        return (
            event.subject.area in self.areas
            and self.subject in {None, event.subject.id}
            and self.actor in {None, event.actor.id}
        )


@dataclass(frozen=True)
class Told:
    """An event and what goes with it.

    Attributes
    ----------
    personal
        None where no such field changed.
    """

    event: SetUpEvent
    personal: Personal | None


@dataclass(frozen=True)
class Intent:
    """Who asks for a change, when, and over which version of the record; 0 for a new one."""

    actor: Actor
    version: int
    now: datetime

    def digest(self, subject: Subject, step: Step, body: Mapping[str, Any]) -> str:
        """Digest that is equal for a request and its retries, and for nothing else."""
        return digest_of(
            {
                "actor": self.actor.id,
                "subject": subject.model_dump(mode="json"),
                "step": step,
                "version": self.version,
                "body": dict(body),
            }
        )


def subject_of(record: SetUpRecord) -> Subject:
    """Which record it is, as events name it."""
    match record:
        case Academy():
            return Subject(area=Area.SETTINGS, id=record.academy_id)
        case CreditType():
            return Subject(area=Area.CREDIT_TYPE, id=record.id)
        case StaffMember():
            return Subject(area=Area.STAFF, id=record.principal)
        case AcademyProgramme():
            return Subject(area=Area.PROGRAMME, id=record.id)
        case DirectoryEntry() | Membership():
            return Subject(area=Area.LEARNER, id=record.learner_id)
        case _:
            assert_never(record)


def differ(before: SetUpRecord, after: SetUpRecord) -> bool:
    """Whether two states of a record differ in anything that is told."""
    return _told_fields(before) != _told_fields(after)


def tell(
    before: SetUpRecord | None, after: SetUpRecord | None, actor: Actor, now: datetime
) -> Told:
    """Tell of a change.

    Parameters
    ----------
    before
        None for a record that was added.
    after
        None for a record that was removed.
    """
    record = after or before
    if record is None:
        raise ValueError("a change has a before or an after")
    subject = subject_of(record)
    old, new = (_told_fields(state) if state else {} for state in (before, after))
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    personal = [name for name in changed if name in _PERSONAL[subject.area]]
    plain = [name for name in changed if name not in personal]
    step = Step.CHANGED if before and after else Step.ADDED if after else Step.REMOVED
    event = SetUpEvent(
        academy_id=record.academy_id,
        id=str(ULID.from_datetime(now)),
        at=now,
        # A name is looked up when the event is read.
        actor=Actor(kind=actor.kind, id=actor.id),
        subject=subject,
        step=step,
        version=after.version if after else record.version + 1,
        before=_only(old, plain),
        after=_only(new, plain),
        personal=tuple(personal),
    )
    said = Personal(before=_only(old, personal), after=_only(new, personal))
    # By it all events about a learner are found when the learner is erased.
    kept = personal or subject.area is Area.LEARNER
    return Told(event, said if kept else None)


def tell_of_erasure(erasure: Erasure, actor: Actor, now: datetime) -> Told:
    """Tell that an erasure was started, or that it is done."""
    done = erasure.ended_at is not None
    event = SetUpEvent(
        academy_id=erasure.academy_id,
        id=str(ULID.from_datetime(now)),
        at=now,
        actor=Actor(kind=actor.kind, id=actor.id),
        subject=Subject(area=Area.LEARNER, id=erasure.learner_id),
        step=Step.REMOVED if done else Step.CHANGED,
        version=erasure.version,
        after={"erasure": erasure.state, **erasure.erased},
    )
    return Told(event, None if done else Personal())


def tell_of_removal(certificate: Certificate, kind: RetentionKind, now: datetime) -> Told:
    """Tell that the academy's retention removed a certificate with all that was held of it."""
    event = SetUpEvent(
        academy_id=certificate.academy_id,
        id=str(ULID.from_datetime(now)),
        at=now,
        actor=SYSTEM,
        subject=Subject(area=Area.LEARNER, id=certificate.learner_id),
        step=Step.CHANGED,
        version=certificate.version,
        after={"removed": kind.value, "certificate": certificate.id},
    )
    return Told(event, Personal())


_TOLD: Mapping[Area, frozenset[str]] = {
    Area.SETTINGS: frozenset({*AcademySettings.model_fields, "logo"}),
    Area.CREDIT_TYPE: frozenset({*CreditRules.model_fields, "rules", "retired"}),
    Area.STAFF: frozenset({"name", "role"}),
    Area.PROGRAMME: frozenset({"digest", "state", "pack"}),
    Area.LEARNER: frozenset(
        {
            "name",
            "mail",
            "external_id",
            "hired_on",
            "left_at",
            "hold_since",
            "hold_reason",
            "erasure_asked_at",
        }
    ),
}
"""The fields whose every change is told."""

_PERSONAL: Mapping[Area, frozenset[str]] = {
    Area.SETTINGS: frozenset(),
    Area.CREDIT_TYPE: frozenset(),
    Area.STAFF: frozenset({"name"}),
    Area.PROGRAMME: frozenset(),
    Area.LEARNER: frozenset({"name", "mail", "external_id", "hired_on", "hold_reason"}),
}
"""Those among them that say who somebody is."""


def _told_fields(record: SetUpRecord) -> dict[str, Any]:
    told = _TOLD[subject_of(record).area]
    return record.model_dump(mode="json", include=set(told), exclude_none=True)


def _only(fields: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    return {name: fields[name] for name in names if name in fields}
