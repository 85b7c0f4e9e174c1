"""What is stored of a record, and that nothing is lost by it."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from certfolio import once
from certfolio.domain.actions import Action, By
from certfolio.domain.certificates import Certificate, Evidence, FileState
from certfolio.domain.history import Event
from certfolio.storage import keys
from certfolio.storage.packing import packed, unpacked
from certfolio.storage.records import attributes, item_of, opened, record_of
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    OWNER,
    REVIEWER,
    act,
    file,
    ulid,
)

SAID_ONCE: dict[str, Any] = {
    "title": "Secure Coding",
    "earned_on": "2026-11-02",
    "claims": [{"credit_type": "cpe", "claimed": "8.00", "awarded": "8.00"}],
    "decision": {
        "outcome": "approve",
        "by": {"kind": "staff", "id": "reviewer-1"},
        "comment": "Well done.",
    },
    "head": "0" * 64,
}
STORED_ONCE = bytes.fromhex(
    "432468706b09d8d4c987660d8c946b08cc874694a45444b223144cb843069227538b740d5143263c"
    "352707d87eca4bd553428408c52d8c5a00"
)
KEY = keys.object_key_for(OWNER, ulid(1), ulid(7))
LIVES: dict[str, list[tuple[Action, By]]] = {
    "submitted": [],
    "approved": [(Action.APPROVE, REVIEWER)],
    "declined": [(Action.DECLINE, REVIEWER)],
    "asked for changes": [(Action.REQUEST_CHANGES, REVIEWER)],
    "mended": [(Action.REQUEST_CHANGES, REVIEWER), (Action.EDIT, LEARNER)],
    "withdrawn": [(Action.WITHDRAW, LEARNER)],
    "reopened": [(Action.APPROVE, REVIEWER), (Action.REOPEN, ADMINISTRATOR)],
    "revoked": [(Action.APPROVE, REVIEWER), (Action.REVOKE, ADMINISTRATOR)],
}
FILES = {
    "own": file(evidence=Evidence(key=KEY, version_id="v1")),
    "shared": file(evidence=Evidence(key="demo/desk/1/7", version_id="v1")),
    "waiting": file(FileState.WAITING),
}


def lived(life: str, kept: str, *, fraction: int) -> list[Certificate | Event]:
    """A certificate and its events, at instants with or without a fraction of a second."""
    now = NOW + timedelta(microseconds=fraction)
    record, event = act(None, Action.SUBMIT, LEARNER, now=now, with_file=FILES[kept])
    found: list[Certificate | Event] = [event]
    for number, (action, by) in enumerate(LIVES[life], start=1):
        record, event = act(record, action, by, now=now + timedelta(hours=number))
        found.append(event)
    return [record, *found]


@pytest.mark.parametrize("fraction", [0, 250_000])
@pytest.mark.parametrize("life", LIVES)
def test_what_is_stored_is_read_as_it_was(life: str, fraction: int) -> None:
    for record in lived(life, "own", fraction=fraction):
        kind: Any = type(record)
        assert record_of(kind, item_of(record)) == record
        if isinstance(record, Event):
            assert record_of(Event, item_of(record)).digest() == record.hash


@pytest.mark.parametrize("life", LIVES)
def test_what_earlier_programs_must_read_is_not_packed(
    life: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records = lived(life, "own", fraction=250_000)
    packed_items = [item_of(record) for record in records]
    monkeypatch.setenv("PACK_RECORDS", "off")
    once.forget()
    for record, packed_item in zip(records, packed_items, strict=True):
        item = item_of(record)
        assert item == opened(packed_item)
        assert "body" not in item
        kind: Any = type(record)
        assert record_of(kind, item) == record


@pytest.fixture(autouse=True)
def _settings() -> Iterator[None]:
    yield
    once.forget()


@pytest.mark.parametrize("kept", FILES)
def test_a_file_is_read_as_it_was(kept: str) -> None:
    for record in lived("submitted", kept, fraction=1):
        kind: Any = type(record)
        assert record_of(kind, item_of(record)) == record


@pytest.mark.parametrize("with_defaults", [True, False])
@pytest.mark.parametrize("life", LIVES)
def test_a_record_from_before_records_were_packed_is_read(
    life: str, *, with_defaults: bool
) -> None:
    """It repeats what its keys say, too."""
    for record in lived(life, "own", fraction=250_000):
        kind: Any = type(record)
        keys_alone = {name: value for name, value in item_of(record).items() if name != "body"}
        item = keys_alone | attributes(record, with_defaults=with_defaults)
        assert record_of(kind, item) == record


def test_what_is_packed_stays_readable() -> None:
    """The dictionary is part of every stored record: another one could not read this."""
    assert unpacked(STORED_ONCE) == SAID_ONCE


@pytest.mark.parametrize(
    "values", [{}, SAID_ONCE, {"title": "Čtení 読む 🏅", "file": None, "list": [1, {"a": False}]}]
)
def test_what_is_packed_is_unpacked(values: dict[str, Any]) -> None:
    assert unpacked(packed(values)) == values


def test_what_the_keys_say_is_not_stored_again() -> None:
    certificate, event = lived("submitted", "own", fraction=250_000)
    item = opened(item_of(certificate))
    assert not {"academy_id", "learner_id", "id", "since", "submitted_at"} & item.keys()
    assert item["submitted_by"] == {"kind": "learner", "name": "Learner"}
    assert item["file"]["evidence"] == {"version_id": "v1"}
    told = opened(item_of(event))
    assert not {"academy_id", "learner_id", "certificate_id", "version"} & told.keys()
    assert told["changes"]["file"]["evidence"] == {"version_id": "v1"}


def test_what_differs_from_the_keys_is_stored() -> None:
    certificate = lived("approved", "shared", fraction=250_000)[0]
    item = opened(item_of(certificate))
    assert item["file"]["evidence"]["key"] == "demo/desk/1/7"
    assert item["decision"]["by"]["id"] == "reviewer-1"
    assert item["submitted_at"] != item["by_status_sk"].partition("#")[0]
