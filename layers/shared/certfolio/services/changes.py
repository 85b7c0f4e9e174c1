"""What was changed of an academy's set-up and directory, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter, ValidationError

from certfolio.domain.actions import ActorKind
from certfolio.domain.set_up_events import Area, ChangeFilters, Personal, SetUpEvent
from certfolio.domain.values import LearnerId
from certfolio.services.pages import part_of
from certfolio.storage.academies import AcademyStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.set_up_events import SetUpEventStore

_LOOKED_AT = 150
"""Events of an area that one page looks through, whatever it is filtered by."""


@dataclass(frozen=True)
class Change:
    """An event as it is read.

    Attributes
    ----------
    personal
        What it says of a person; None where it says nothing of the kind, or it was erased.
    actor_name, subject_name
        Names of the people it is about, as the academy knows them now.
    """

    event: SetUpEvent
    personal: Personal | None
    actor_name: str | None
    subject_name: str | None


class Changes:
    """Reads the changes of academies."""

    def __init__(
        self, events: SetUpEventStore, academies: AcademyStore, directory: DirectoryStore
    ) -> None:
        self._events = events
        self._academies = academies
        self._directory = directory

    def page(
        self, academy_id: str, filters: ChangeFilters, *, after: str | None, limit: int
    ) -> tuple[list[Change], str | None]:
        """Read one page, newest first.

        Parameters
        ----------
        after
            Id of the event to start behind.

        Returns
        -------
        list, str or None
            The page, which may be short or empty before the end, and the id of the event to go
            on behind; None at the end.
        """
        whole = filters in {ChangeFilters(), ChangeFilters(area=Area.LEARNER)}
        events = self._events.newest_first(
            academy_id, filters.areas, after=after, page=limit + 1 if whole else _LOOKED_AT, calls=1
        )
        part = part_of(events, limit, filters.match)
        return self._told(academy_id, part.items), part.last.id if part.last else None

    def _told(self, academy_id: str, events: list[SetUpEvent]) -> list[Change]:
        if not events:
            return []
        personal = self._events.personal(events)
        names = self._names(academy_id, events)
        return [
            Change(
                event,
                personal.get(event.id),
                names.get(event.actor.id),
                names.get(event.subject.id) if event.subject.area in _PEOPLE else None,
            )
            for event in events
        ]

    def _names(self, academy_id: str, events: Iterable[SetUpEvent]) -> dict[str, str]:
        """Names of staff by the staff list, of learners and former staff by the directory."""
        actors = {event.actor.id for event in events if event.actor.kind is ActorKind.STAFF}
        subjects = {event.subject for event in events if event.subject.area in _PEOPLE}
        staff = actors | {subject.id for subject in subjects if subject.area is Area.STAFF}
        members = self._academies.staff_members(academy_id, staff)
        users = filter(_may_be_learner, staff | {subject.id for subject in subjects})
        known = self._directory.known(academy_id, users)
        return {id_: entry.name for id_, entry in known.items()} | {
            principal: member.name for principal, member in members.items()
        }


_PEOPLE = frozenset({Area.STAFF, Area.LEARNER})
_LEARNER_ID: TypeAdapter[str] = TypeAdapter(LearnerId)


def _may_be_learner(principal: str) -> bool:
    """Whether a principal is a user, who has an account and so a place in the directory."""
    try:
        _LEARNER_ID.validate_python(principal)
    except ValidationError:
        return False
    return True
