from datetime import timedelta

import pytest

from certfolio.domain.certificates import Certificate, Status
from certfolio.domain.history import Event, digest_of
from certfolio.domain.lifecycle import Action
from tests.support.builders import ADMINISTRATOR, LEARNER, NOW, REVIEWER, act, file
from tests.support.history import broken_at

STEPS = [
    (Action.EDIT, LEARNER),
    (Action.APPROVE, REVIEWER),
    (Action.REOPEN, ADMINISTRATOR),
    (Action.DECLINE, REVIEWER),
]


def lived() -> tuple[list[Event], Certificate]:
    record, event = act(None, Action.SUBMIT, LEARNER, with_file=file())
    events = [event]
    for hour, (action, by) in enumerate(STEPS, start=1):
        record, event = act(record, action, by, now=NOW + timedelta(hours=hour))
        events.append(event)
    return events, record


def test_an_untouched_history_holds() -> None:
    events, record = lived()
    assert broken_at(events, record.head) is None


def test_a_history_holds_after_it_was_stored_and_read_again() -> None:
    events, record = lived()
    read = [Event.model_validate_json(event.model_dump_json(exclude_none=True)) for event in events]
    assert broken_at(read, record.head) is None


@pytest.mark.parametrize("position", range(5))
@pytest.mark.parametrize(
    "forged",
    [
        {"comment": "forged"},
        {"at": NOW - timedelta(days=1)},
        {"actor": LEARNER.actor.model_copy(update={"id": "forged"})},
        {"to_status": Status.REVOKED},
        {"action": "forged"},
        {"changes": {"title": "forged"}},
        {"request": "forged"},
        {"version": 99},
        {"certificate_id": "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"},
        {"learner_id": "forged"},
    ],
)
def test_an_edited_event_shows(position: int, forged: dict[str, object]) -> None:
    events, record = lived()
    events[position] = events[position].model_copy(update=forged)
    assert broken_at(events, record.head) == position


@pytest.mark.parametrize("position", range(5))
def test_an_edited_and_sealed_event_shows_in_the_next(position: int) -> None:
    events, record = lived()
    events[position] = events[position].model_copy(update={"comment": "forged"}).sealed()
    assert broken_at(events, record.head) == position + 1


@pytest.mark.parametrize("position", range(5))
def test_a_deleted_event_shows(position: int) -> None:
    events, record = lived()
    del events[position]
    assert broken_at(events, record.head) == position


@pytest.mark.parametrize("position", range(4))
def test_swapped_events_show(position: int) -> None:
    events, record = lived()
    events[position : position + 2] = reversed(events[position : position + 2])
    assert broken_at(events, record.head) == position


def test_an_appended_event_shows() -> None:
    events, record = lived()
    more = act(record, Action.REOPEN, ADMINISTRATOR)[1]
    assert broken_at([*events, more], record.head) == len(events) + 1


def test_a_digest_does_not_depend_on_the_order_of_names() -> None:
    assert digest_of({"a": 1, "b": ["\u00e9"]}) == digest_of({"b": ["\u00e9"], "a": 1})
    assert digest_of({"a": 1}) != digest_of({"a": "1"})
