"""All that is held on a learner, in one archive that they can take along."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import boto3
import pytest

from certfolio.domain.exports import ExportState
from certfolio.domain.rights import Held
from certfolio.services import exports
from certfolio.storage.background import Background
from certfolio.storage.parted import PartedUploads
from functions.rights import handler as rights
from tests.integration.test_erasure import LATER, NAME, Person, full, made, person, run
from tests.support.directory import Directory
from tests.support.faults import Crash, crashing, everything
from tests.support.template import REGION
from tests.support.world import ENVIRONMENT, PDF, at, lambda_context

__all__ = ["person"]
Json = dict[str, Any]


@pytest.fixture
def asked() -> Any:
    """Whose work was asked to go on, in place of Lambda."""
    found: list[str] = []
    with (
        patch.object(Background, "erase", lambda _, owner: found.append(owner.learner_id)),
        patch.object(Background, "export", lambda _, owner: found.append(owner.learner_id)),
    ):
        yield found


def export_of(person: Person) -> Json:
    answer = person.staff("GET", "/membership")
    assert answer.status == 200, answer
    found: Json = answer.body["export"]
    return found


def begun(person: Person) -> Json:
    answer = person.staff("POST", "/export")
    assert answer.status == 202, answer
    found: Json = answer.body
    return found


def fetched(url: str) -> zipfile.ZipFile:
    """The archive behind a link."""
    bucket = ENVIRONMENT["TRANSCRIPTS_BUCKET"]
    key = unquote(urlsplit(url).path).lstrip("/").removeprefix(bucket).lstrip("/")
    body = boto3.client("s3", region_name=REGION).get_object(Bucket=bucket, Key=key)["Body"].read()
    return zipfile.ZipFile(io.BytesIO(body))


def uploads_under_way() -> list[Any]:
    answer: Any = boto3.client("s3", region_name=REGION).list_multipart_uploads(
        Bucket=ENVIRONMENT["TRANSCRIPTS_BUCKET"]
    )
    return list(answer.get("Uploads", ()))


NOT_MADE = {
    Held.ERASURE,
    Held.MAILS,
    Held.NEWS,
    Held.NOTICES,
    Held.PACKS,
    Held.STAFF_NEWS,
}
"""Nothing of these is made here."""


def test_everything_is_in_it_and_can_be_read_by_programs(person: Person) -> None:
    full(person)
    assert begun(person)["state"] == ExportState.WORKING
    run()
    export = export_of(person)
    assert export["state"] == ExportState.READY
    archive = fetched(export["url"])
    assert archive.testzip() is None
    assert sum(len(archive.read(name)) for name in archive.namelist()) < export["size"]
    data = {held: json.loads(archive.read(f"data/{held}.json")) for held in Held}
    assert len(data[Held.CERTIFICATES]) == 3
    for held in Held:
        assert data[held] or held in NOT_MADE, held
    assert data[Held.ACCOUNT][0]["email"] == person.mail
    [certificate, *_] = [c for c in data[Held.CERTIFICATES] if c["status"] == "approved"]
    assert certificate["title"] == "Threat modelling for Åsa"
    assert any("Åsa, this is another's" in repr(event) for event in data[Held.EVENTS])
    assert any("Åsa is in court" in repr(change) for change in data[Held.CHANGES])
    assert "Threat modelling for Åsa" in {kept["title"] for kept in data[Held.PRECEDENTS]}
    files = [name for name in archive.namelist() if name.startswith("files/")]
    originals = [name for name in files if name.endswith(".pdf")]
    assert len(files) == export["files"]
    assert all(archive.read(name) == PDF for name in originals)
    assert any(name.endswith("/Åsa.pdf") for name in originals)
    assert any(name.endswith("/Credential of Åsa.pdf") for name in originals)


def test_every_item_of_the_table_that_names_the_learner_is_in_it(person: Person) -> None:
    full(person)
    begun(person)
    run()
    archive = fetched(export_of(person)["url"])
    said = "".join(archive.read(f"data/{held}.json").decode() for held in Held)
    # Copies of the directory's entry, the list of who holds what, the task, and the events' own
    # items are told of otherwise.
    elsewhere = ("NAME#", "SEARCH#", "EXTERNAL_ID#", "EXPORT", "HOLDER#")
    for item in everything():
        if person.learner.id in repr(item) and not item["SK"]["S"].startswith(elsewhere):
            assert json.dumps(item["SK"]["S"], ensure_ascii=False) in said, item


def test_a_learner_takes_along_what_is_theirs(person: Person) -> None:
    person.learner.submitted(title="Mine")
    asked = person.learner.call("POST", "/membership/export")
    assert (asked.status, asked.body["state"]) == (202, "working")
    run()
    export = person.learner.call("GET", "/membership").body["export"]
    assert b"Mine" in fetched(export["url"]).read("data/certificates.json")
    assert NAME.encode() in fetched(export["url"]).read("data/directory.json")


def test_nothing_of_others_is_in_it(person: Person, here: Directory) -> None:
    other = full(made(here))
    full(person)
    begun(person)
    run()
    archive = fetched(export_of(person)["url"])
    for name in archive.namelist():
        assert other.learner.id not in name
        assert other.learner.id.encode() not in archive.read(name)
        assert other.mail.encode() not in archive.read(name)


def test_asked_for_twice_it_is_made_once(person: Person) -> None:
    first, second = begun(person), begun(person)
    assert first == second
    run()
    run()
    assert export_of(person)["state"] == ExportState.READY
    # What is ready is made anew for whoever asks again.
    assert begun(person)["state"] == ExportState.WORKING


def test_after_a_day_it_is_gone(person: Person) -> None:
    begun(person)
    run()
    assert export_of(person)["url"]
    with at(datetime.now(UTC) + timedelta(days=1, minutes=1)):
        assert export_of(person) is None


def test_crashed_it_is_begun_anew_and_leaves_nothing_half(person: Person) -> None:
    full(person)
    begun(person)
    with pytest.raises(Crash), crashing(40):
        run()
    # Whoever comes while somebody may still be at it leaves it alone.
    run()
    assert export_of(person)["state"] == ExportState.WORKING
    run(datetime.now(UTC) + timedelta(minutes=10))
    assert export_of(person)["state"] == ExportState.READY
    assert uploads_under_way() == []


def test_what_fails_each_time_is_given_up_and_said(person: Person) -> None:
    begun(person)
    with patch.object(exports.Exports, "_names", side_effect=RuntimeError("no")):
        for number in range(1, exports.RUNS + 1):
            with pytest.raises(ExceptionGroup):
                run(datetime.now(UTC) + number * timedelta(minutes=10))
    run(datetime.now(UTC) + timedelta(hours=1))
    assert uploads_under_way() == []
    assert [item for item in everything() if item["PK"]["S"] == "TASKS"] == []
    with at(datetime.now(UTC) + timedelta(hours=2)):
        assert export_of(person)["state"] == ExportState.FAILED
        assert begun(person)["state"] == ExportState.WORKING


def test_it_holds_no_more_than_a_part_in_memory(person: Person) -> None:
    person.learner.submitted()
    sizes: list[int] = []
    put = PartedUploads.put

    def measured(self: Any, key: str, upload_id: str, number: int, part: bytes) -> str:
        sizes.append(len(part))
        return put(self, key, upload_id, number, part)

    begun(person)
    with (
        patch.object(exports, "_PART_BYTES", 6 * 1024 * 1024),
        patch.object(exports.ExportedFiles, "chunks", lambda *_: iter([b"x" * 1024 * 1024] * 10)),
        patch.object(PartedUploads, "put", measured),
    ):
        run()
    assert export_of(person)["size"] > 30 * 1024 * 1024
    assert max(sizes) <= 7 * 1024 * 1024 + 1024


def test_an_erasure_takes_exports_with_it(person: Person) -> None:
    begun(person)
    run()
    person.erase()
    assert person.staff("POST", "/export").problem == "being-erased"
    run(datetime.now(UTC) + LATER)
    answer: Any = boto3.client("s3", region_name=REGION).list_objects_v2(
        Bucket=ENVIRONMENT["TRANSCRIPTS_BUCKET"]
    )
    assert answer.get("Contents", []) == []


def test_whom_nobody_knows_cannot_be_exported(here: Directory, asked: list[str]) -> None:
    answer = here.world.administrator.call("POST", "/learners/nobody/export")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert asked == []


def test_only_administrators_export_others(person: Person) -> None:
    refused = person.here.world.reviewer.call("POST", f"{person.path}/export")
    assert refused.status == 403


def test_what_the_event_names_is_made_at_once(person: Person) -> None:
    begun(person)
    owner = {"academy_id": person.learner.academy_id, "learner_id": person.learner.id}
    rights.handler(
        {"export": [owner]}, lambda_context(longest=300), clock=lambda: datetime.now(UTC)
    )
    assert export_of(person)["state"] == ExportState.READY
