"""The offline verifier finds whatever was done to an export, and says what."""

import json
from collections.abc import Callable
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from certfolio.domain.ledger import BEGINNING, Batch, leaf_of, pseudonym
from tests.support.builders import OWNER, ulid
from tests.unit.test_verification import history
from tools import ledger as offline

Json = dict[str, Any]
KEY = b"key"
NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)


def batches() -> list[Json]:
    """Three batches of all that happened to a certificate."""
    leaves = [leaf for event in history() if (leaf := leaf_of(KEY, event)) is not None]
    head, made = BEGINNING, []
    for part in (leaves[:1], leaves[1:6], leaves[6:]):
        batch = Batch.after(head, part, NOW)
        made.append(json.loads(batch.model_dump_json()))
        head = batch.head
    return made


def exported() -> Json:
    return {
        "pseudonym": pseudonym(KEY, OWNER, ulid(1)),
        "events": [event.model_dump(mode="json", exclude_none=True) for event in history()],
    }


def test_what_nobody_touched_is_right() -> None:
    assert offline.chain_faults(batches()) == []
    assert offline.history_faults(exported()) == []
    assert offline.ledger_faults(batches(), exported()) == []


def _edit(position: int, name: str, value: object) -> Callable[[list[Json]], None]:
    def edit(found: list[Json]) -> None:
        found[position][name] = value

    return edit


def _another_leaf(found: list[Json]) -> None:
    found[1]["leaves"][0]["hash"] = "0" * 64


def _one_leaf_less(found: list[Json]) -> None:
    found[2]["leaves"].pop()


def _one_batch_less(found: list[Json]) -> None:
    del found[1]


def _exchanged(found: list[Json]) -> None:
    found[1], found[2] = found[2], found[1]


@pytest.mark.parametrize(
    ("done", "fault"),
    [
        (_one_batch_less, "batch 2 is missing, or another stands in its place"),
        (_exchanged, "batch 2 is missing, or another stands in its place"),
        (_edit(1, "at", "2020-01-01T00:00:00Z"), "batch 3 does not follow the one before it"),
        (_edit(1, "previous", "0" * 64), "batch 2 does not follow the one before it"),
        (_another_leaf, "the leaves of batch 2 are not those of its root"),
        (_one_leaf_less, "the leaves of batch 3 are not those of its root"),
    ],
)
def test_what_was_done_to_a_ledger_shows(done: Callable[[list[Json]], None], fault: str) -> None:
    found = batches()
    done(found)
    assert offline.chain_faults(found)[0] == fault


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda events: events.pop(1), "event 2 is missing, or another stands in its place"),
        (lambda events: events[1].update(comment="Forged"), "event 2 was edited"),
        (
            lambda events: events[1].update(previous_hash="0" * 64),
            "event 2 does not follow the one before it",
        ),
    ],
)
def test_what_was_done_to_a_history_shows(change: Callable[[Any], Any], fault: str) -> None:
    found = exported()
    change(found["events"])
    assert offline.history_faults(found)[0] == fault


def test_a_history_that_is_not_the_one_that_is_known_shows() -> None:
    found = exported()
    last = len(found["events"])
    found["events"][1]["hash"] = "0" * 64
    del found["events"][last - 1]
    found["events"].append({**found["events"][0], "version": last + 1})
    assert offline.ledger_faults(batches(), found) == [
        "the ledger knows another event 2",
        f"the ledger knows an event {last} that the history has no more",
        f"the ledger does not know event {last + 1}",
    ]


def test_the_first_entry_of_a_version_is_the_one_that_counts() -> None:
    found = batches()
    forged = deepcopy(found[0]["leaves"][0]) | {"hash": "0" * 64}
    found[2]["leaves"].append(forged)
    assert offline.ledger_faults(found, exported()) == []


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "batches"
    folder.mkdir()
    for batch in batches():
        (folder / f"{batch['number']:010}").write_text(json.dumps(batch))
    (tmp_path / "history.json").write_text(json.dumps(exported()))
    return tmp_path


def run(*arguments: object) -> int:
    return offline.main([str(argument) for argument in arguments])


def test_the_command_says_whether_all_is_right(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, told = files / "batches", files / "history.json"
    assert run("chain", folder) == 0
    end = offline.batch_hash(batches()[-1])
    assert capsys.readouterr().out == f"3 batches, the last one {end}: nothing is wrong\n"
    assert run("history", folder, told) == 0
    capsys.readouterr()
    assert run("prove", folder, told, 3) == 0
    proof = files / "proof.json"
    proof.write_text(capsys.readouterr().out)
    assert run("proof", proof, told) == 0
    assert run("proof", proof) == 0
    capsys.readouterr()
    assert run("prove", folder, told, 99) == 1
    assert capsys.readouterr().out == "WRONG: the ledger does not know event 99\n"


def test_nothing_is_proven_by_a_ledger_that_is_wrong(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (files / "batches" / "0000000002").unlink()
    for command in (("chain",), ("history", files / "history.json")):
        name, *more = command
        assert run(name, files / "batches", *more) == 1
        assert "WRONG: batch 2 is missing" in capsys.readouterr().out


def test_a_proof_of_another_event_or_batch_is_none() -> None:
    proof = offline.proof_of(batches()[1], 2)
    found = exported()
    assert offline.shown_faults(proof, found) == []
    found["events"][proof["leaf"]["version"] - 1]["comment"] = "Forged"
    assert offline.shown_faults(proof, found) != []
    assert offline.proof_faults({**proof, "batch_hash": "0" * 64}) == ["the batch has another hash"]
    assert offline.proof_faults({**proof, "position": 3}) == ["the leaf is not in the batch"]


def test_an_empty_ledger_is_no_fault(tmp_path: Path) -> None:
    assert run("chain", tmp_path) == 0
