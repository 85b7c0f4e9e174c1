import base64
from datetime import timedelta
from typing import Any

import pytest

from certfolio.domain.actions import Action, By, Status
from certfolio.domain.certificates import Certificate, FileState
from certfolio.domain.history import Event, FieldChange, changes_told, digest_of
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    REVIEWER,
    THE_SYSTEM,
    act,
    claim,
    content,
    file,
)
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
        {"action": Action.DISPUTE},
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


# What is stored keeps its hash

STORED: dict[str, Any] = {
    "academy_id": "demo",
    "learner_id": "0b9f7c1e-5a34-4d7e-9c7a-2f1d3b5a7c9e",
    "certificate_id": "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
    "version": 2,
    "at": "2026-03-02T09:30:00.123456Z",
    "actor": {"kind": "staff", "id": "7d1e6a52-0f6b-4f0e-8a53-5f8f1f5d2c11", "name": "Prüferin"},
    "action": "decline",
    "from_status": "pending",
    "to_status": "declined",
    "comment": "Der Name fehlt.\nBitte neu.",
    "changes": {
        "reason": {"id": "name-differs", "text": "The name does not match the learner's"},
        "answers": None,
    },
    "request": "3f1c0d2b6a9e4857b1d0c3e2f4a5968778695a4b3c2d1e0ff0e1d2c3b4a59687",
    "previous_hash": "a3f5c7e9b1d30426587a9cbedf01f2e3d4c5b6a79887766554433221100ffeed",
}


@pytest.mark.parametrize(
    ("more", "digest"),
    [
        ({}, "4bc9532faf593e3ad2e3c3d307e6514b7aac57a1cb15ce53701fea59cb455794"),
        (
            {"salt": "q7bXw0u3k5m9Zr1tYv2n4A"},
            "d45162c3cc6d970aa7af2aac0d86b43e660abc07597dac07c84cfefa4274a0ac",
        ),
    ],
    ids=["from before there were salts", "salted"],
)
def test_an_event_keeps_the_hash_that_it_was_stored_with(more: dict[str, str], digest: str) -> None:
    assert Event.model_validate({**STORED, **more}).digest() == digest


def test_the_same_event_never_has_the_same_hash_twice() -> None:
    event = Event.model_validate(STORED)
    sealed = {event.sealed().hash for _ in range(50)}
    assert len(sealed) == 50
    assert event.digest() not in sealed
    assert all(len(base64.urlsafe_b64decode(f"{event.sealed().salt}==")) == 16 for _ in range(9))


# Before and after


def story(*steps: tuple[Action, By, dict[str, Any]]) -> list[list[FieldChange]]:
    record, event = act(None, Action.SUBMIT, LEARNER, with_file=file())
    events = [event]
    for action, by, more in steps:
        record, event = act(record, action, by, **more)
        events.append(event)
    return [changes for _, changes in changes_told(events)]


def said(changes: list[FieldChange]) -> dict[str, tuple[str | None, str | None]]:
    return {change.field: (change.before, change.after) for change in changes}


def test_a_submission_tells_what_was_stated() -> None:
    (first,) = story()
    assert said(first) == {
        "kind": (None, "external"),
        "title": (None, "First aid at work"),
        "earned_on": (None, "2026-01-15"),
        "claims.cpe.claimed": (None, "1.00"),
        "file": (None, "certificate.pdf"),
    }


def test_an_edit_tells_before_and_after_of_each_field_and_line() -> None:
    again = content(
        title="Erste Hilfe", issuer="Rotes Kreuz", claims=(claim("cpe", "2"), claim("ceu", "3"))
    )
    other = file(number=8, name="zertifikat.pdf")
    _, _, edited = story(
        (Action.REQUEST_CHANGES, REVIEWER, {}),
        (Action.EDIT, LEARNER, {"facts": again, "with_file": other}),
    )
    assert said(edited) == {
        "title": ("First aid at work", "Erste Hilfe"),
        "issuer": (None, "Rotes Kreuz"),
        "claims.cpe.claimed": ("1.00", "2.00"),
        "claims.ceu.claimed": (None, "3.00"),
        "file": ("certificate.pdf", "zertifikat.pdf"),
    }


def test_a_line_that_is_dropped_is_told() -> None:
    _, edited = story((Action.EDIT, LEARNER, {"facts": content(claims=(claim("ceu", "1"),))}))
    assert said(edited) == {
        "claims.cpe.claimed": ("1.00", None),
        "claims.ceu.claimed": (None, "1.00"),
    }


def test_anybody_sees_what_a_revoked_certificate_had_been_awarded() -> None:
    *_, approved, revoked = story(
        (Action.APPROVE, REVIEWER, {}), (Action.REVOKE, ADMINISTRATOR, {})
    )
    assert said(approved) == {"claims.cpe.awarded": (None, "1.00")}
    assert said(revoked) == {"claims.cpe.awarded": ("1.00", None)}


def test_another_file_of_the_same_name_is_told_and_a_verdict_of_inspection_is_not() -> None:
    record, submitted = act(None, Action.SUBMIT, LEARNER, with_file=file(FileState.WAITING))
    record, inspected = act(record, Action.RECORD_FILE, THE_SYSTEM, with_file=file())
    _, edited = act(record, Action.EDIT, LEARNER, facts=content(), with_file=file(number=8))
    _, second, third = [changes for _, changes in changes_told([submitted, inspected, edited])]
    assert (said(second), said(third)) == (
        {},
        {"file": ("certificate.pdf", "certificate.pdf")},
    )
