"""Whatever becomes of certificates and of the bus: one id for each event, in order, and no loss."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from certfolio.domain.actions import Action, By
from certfolio.domain.announcements import Announcement, announced_by
from certfolio.domain.errors import CertfolioError, Unavailable
from certfolio.domain.history import Event
from certfolio.services.announcing import Announcer, announcement_of
from certfolio.storage import keys
from certfolio.storage.attribute_values import attribute_of
from certfolio.storage.records import CREDIT_TYPES, item_of
from certfolio.storage.stream import StreamRecord
from tests.support.builders import ADMINISTRATOR, LEARNER, REVIEWER, THE_SYSTEM, act, ulid

law = settings(deadline=None, max_examples=100)

WHO: tuple[By, ...] = (LEARNER, REVIEWER, ADMINISTRATOR, THE_SYSTEM)
steps = st.lists(st.tuples(st.sampled_from(Action), st.sampled_from(WHO)), max_size=25)
submitters = st.sampled_from((LEARNER, REVIEWER))


def lived(submitter: By, wanted: Sequence[tuple[Action, By]]) -> list[Event]:
    """The history of a certificate with which people tried all this."""
    certificate, event = act(None, Action.SUBMIT, submitter)
    events = [event]
    for action, by in wanted:
        if action is Action.SUBMIT:
            continue
        try:
            certificate, event = act(certificate, action, by)
        except CertfolioError:
            continue
        events.append(event)
    return events


FILED = [(Action.RECORD_FILE, THE_SYSTEM)]


def record_of(event: Event, number: int) -> StreamRecord:
    """What the stream has of an event."""
    key = keys.event(event, event.certificate_id, event.version)
    item: dict[str, Any] = {**key, **item_of(event), CREDIT_TYPES: ["cpe"]}
    image = {name: attribute_of(value) for name, value in item.items()}
    return StreamRecord(str(number), dict(key), image)


@law
@given(submitters, steps)
def test_each_event_of_a_history_has_one_announcement_of_its_own(
    submitter: By, wanted: list[tuple[Action, By]]
) -> None:
    events = lived(submitter, wanted)
    said = [announcement_of(record_of(event, number)) for number, event in enumerate(events)]
    for event, announcement in zip(events, said, strict=True):
        assert (announcement is None) is (event.action is Action.RECORD_FILE)
        if announcement is not None:
            assert announcement.id == f"{event.certificate_id}.{event.version}"
            assert announcement.type is announced_by(event.action)
            assert announcement.data.status is event.to_status
            assert announcement.data.from_status is event.from_status
    ids = [one.id for one in said if one is not None]
    assert len(set(ids)) == len(ids)
    again = [announcement_of(record_of(event, number)) for number, event in enumerate(events)]
    assert again == said


SUPERSEDED = [*FILED, (Action.APPROVE, REVIEWER), (Action.SUPERSEDE, THE_SYSTEM)]
REACHED: dict[Action, tuple[By, list[tuple[Action, By]]]] = {
    Action.SUBMIT: (LEARNER, []),
    Action.EDIT: (LEARNER, [(Action.EDIT, LEARNER)]),
    Action.WITHDRAW: (LEARNER, [(Action.WITHDRAW, LEARNER)]),
    Action.APPROVE: (LEARNER, [*FILED, (Action.APPROVE, REVIEWER)]),
    Action.DECLINE: (LEARNER, [(Action.DECLINE, REVIEWER)]),
    Action.REQUEST_CHANGES: (LEARNER, [(Action.REQUEST_CHANGES, REVIEWER)]),
    Action.REOPEN: (LEARNER, [(Action.DECLINE, REVIEWER), (Action.REOPEN, ADMINISTRATOR)]),
    Action.REVOKE: (LEARNER, [*FILED, (Action.APPROVE, REVIEWER), (Action.REVOKE, ADMINISTRATOR)]),
    Action.DISPUTE: (REVIEWER, [(Action.DISPUTE, LEARNER)]),
    Action.SUPERSEDE: (LEARNER, SUPERSEDED),
    Action.RESTORE: (LEARNER, [*SUPERSEDED, (Action.RESTORE, THE_SYSTEM)]),
    Action.RECORD_FILE: (LEARNER, FILED),
}


@pytest.mark.parametrize("action", Action)
def test_histories_like_these_take_every_step_there_is(action: Action) -> None:
    """Else the law above would hold for want of events."""
    assert lived(*REACHED[action])[-1].action is action


# --- The way to the bus --------------------------------------------------------------------------


class FitfulBus:
    """Refuses what it is told to, entry by entry, or answers nothing."""

    def __init__(self, moods: Sequence[int]) -> None:
        self._moods = list(moods)
        self.taken: list[Announcement] = []

    def put(self, announcements: Sequence[Announcement]) -> list[str | None]:
        assert 0 < len(announcements) <= 10
        subjects = [announcement.subject for announcement in announcements]
        assert len(set(subjects)) == len(subjects)
        mood = self._moods.pop() if self._moods else 0
        if mood < 0:
            raise Unavailable("made for a test")
        codes: list[str | None] = []
        for place, announcement in enumerate(announcements):
            refused = bool(mood >> place & 1)
            codes.append("InternalFailure" if refused else None)
            if not refused:
                self.taken.append(announcement)
        return codes


class NoLetters:
    def send(self, record: StreamRecord) -> None:
        raise AssertionError(record)


def no_wait(_seconds: float) -> None:
    """As long as it takes."""


histories = st.lists(st.integers(1, 4), min_size=1, max_size=14)


@law
@given(histories, st.randoms(use_true_random=False), st.lists(st.integers(-1, 1023), max_size=40))
def test_whatever_the_bus_refuses_all_arrive_in_order_and_none_overtakes(
    lengths: list[int], chance: Any, moods: list[int]
) -> None:
    # In one shard, records of one certificate in order and those of several in any.
    turns = [number for number, length in enumerate(lengths) for _ in range(length)]
    chance.shuffle(turns)
    versions = dict.fromkeys(range(len(lengths)), 0)
    batch = []
    for place, number in enumerate(turns):
        versions[number] += 1
        batch.append(_event_record(number, versions[number], place))
    bus = FitfulBus(moods)
    announcer = Announcer(bus, NoLetters(), no_wait)  # type: ignore[arg-type]
    left = batch
    while left:
        failed = announcer.announce(left).failed
        assert failed == sorted(failed, key=int)
        first = int(failed[0]) if failed else len(batch)
        left = [record for record in left if int(record.sequence) >= first]
    seen: dict[str, int] = {}
    for announcement in bus.taken:
        subject, version = announcement.subject, announcement.data.version
        assert version <= seen.get(subject, 0) + 1, "overtook"
        seen[subject] = max(version, seen.get(subject, 0))
    assert seen == {ulid(number + 1): length for number, length in enumerate(lengths)}


def _event_record(number: int, version: int, place: int) -> StreamRecord:
    _, event = act(None, Action.SUBMIT, LEARNER)
    update = {"certificate_id": ulid(number + 1), "version": version}
    return record_of(event.model_copy(update=update), place)
