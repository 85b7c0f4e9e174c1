"""Transcripts with the files of all their certificates, made in the background."""

import csv
import io
import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import unquote, urlsplit

import pikepdf
import pypdfium2
import pytest

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.packs import KEPT, PackForm
from certfolio.domain.staff import Role
from certfolio.storage import clients, keys
from certfolio.storage.background import Packers
from certfolio.storage.packs import PackFiles
from certfolio.storage.table import Write
from functions.transcripts import binding, handler, packing
from tests.support.holdings import entered, install
from tests.support.world import (
    ENVIRONMENT,
    FILES,
    PDF,
    Answer,
    Learner,
    Staff,
    World,
    at,
    lambda_context,
)

BUCKET = ENVIRONMENT["TRANSCRIPTS_BUCKET"]
PNG = (FILES / "certificate.png").read_bytes()
IN_TIME = lambda_context(longest=900)


@pytest.fixture
def asked() -> Iterator[list[dict[str, Any]]]:
    """What the function is asked to do beside requests, as Lambda would bring it."""
    events: list[dict[str, Any]] = []

    def ask(_: Packers, pack: Any, function: str) -> None:
        assert function == "certfolio:live"
        told = {"academy_id": pack.academy_id, "learner_id": pack.learner_id, "id": pack.id}
        events.append({"pack": told})

    # By which the package knows that it is in Lambda, so not in the environment of all tests.
    name = {"AWS_LAMBDA_FUNCTION_NAME": "certfolio"}
    with patch.dict(os.environ, name), patch.object(Packers, "ask", ask):
        yield events


@pytest.fixture
def filled(world: World) -> World:
    """A learner with a PDF, a picture, and a certificate without a file."""
    world.learner.submitted(title="First / of: all?")
    upload = world.learner.uploaded(PNG, file_name="photo.png", content_type="image/png")
    assert world.learner.submit(upload["id"], title="A picture", issuer="School").status == 201
    world.credit_type("attendance", requires=[])
    claims = [{"credit_type": "attendance", "credits": "1"}]
    assert world.learner.submit(None, title="Without a file", claims=claims).status == 201
    return world


def begun(learner: Learner, form: PackForm, **more: Any) -> dict[str, Any]:
    answer = learner.call("POST", "/transcripts", {"form": form.value, **more})
    assert answer.status == 201, answer
    assert answer.headers["Location"] == f"/transcripts/{answer.body['id']}"
    pack: dict[str, Any] = answer.body
    return pack


def read(learner: Learner, pack: dict[str, Any]) -> dict[str, Any]:
    answer = learner.call("GET", f"/transcripts/{pack['id']}")
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.body
    return found


def fetched(pack: dict[str, Any]) -> bytes:
    path = unquote(urlsplit(pack["file"]["url"]).path)
    key = path.lstrip("/").removeprefix(BUCKET).lstrip("/")
    data = clients.s3().get_object(Bucket=BUCKET, Key=key)["Body"].read()
    assert len(data) == pack["file"]["size"]
    return data


def text_of(pdf: bytes, page: int) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return " ".join(document[page].get_textpage().get_text_bounded().split())


def test_one_document_holds_every_certificate_behind_its_contents(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.PDF)
    assert (pack["state"], pack["file"]) == ("working", None)
    handler.handler(asked.pop(), IN_TIME)
    pack = read(filled.learner, pack)
    assert (pack["state"], pack["files"], pack["done"]) == ("ready", 2, 2)
    assert pack["file"]["name"].startswith("transcript-")
    data = fetched(pack)
    own = 2
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.pages) == own + 2
        with pdf.open_outline() as outline:
            marks = [(item.title, item.destination[0].objgen) for item in outline.root]
        places = [page.obj.objgen for page in list(pdf.pages)[own:]]
        titles = ["First / of: all?", "A picture"]
        assert marks[-2:] == list(zip(titles, places, strict=True))
        links = [
            annotation.A.D[0].objgen
            for page in list(pdf.pages)[:own]
            for annotation in page.get("/Annots", ())
        ]
        assert links == places
        claims = pdf.Root.Metadata.read_bytes()
    assert b"pdfaid:part" not in claims
    assert b"pdfuaid:part" not in claims
    contents = text_of(data, own - 1)
    assert "First / of: all?" in contents
    assert f"Page {own} of {own + 2}" in contents
    with pikepdf.open(io.BytesIO(PDF)) as original:
        assert text_of(data, own) == text_of(PDF, 0)
        assert len(original.pages) == 1


def test_an_archive_holds_the_files_as_they_were_handed_in(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.ZIP, language="de")
    handler.handler(asked.pop(), IN_TIME)
    pack = read(filled.learner, pack)
    assert pack["file"]["content_type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(fetched(pack))) as archive:
        assert archive.testzip() is None
        held = {name: archive.read(name) for name in archive.namelist()}
    assert held.keys() == {
        "transcript.pdf",
        "transcript.csv",
        "transcript.json",
        "001 First of all.pdf",
        "002 A picture.png",
    }
    assert held["001 First of all.pdf"] == PDF
    assert held["002 A picture.png"] == PNG
    table = held["transcript.csv"].decode("utf-8-sig")
    assert len(list(csv.DictReader(io.StringIO(table), delimiter=";"))) == 3
    assert json.loads(held["transcript.json"])["certificates"] == 3


def test_an_archive_has_a_table_of_credentials_where_there_are_some(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    filled.credit_type("hours")
    install(filled)
    entered(filled.learner)
    pack = begun(filled.learner, PackForm.ZIP)
    handler.handler(asked.pop(), IN_TIME)
    data = fetched(read(filled.learner, pack))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        table = archive.read("credentials.csv").decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(table))
    assert row["Credential number"] == "4711"


def test_filters_say_which_certificates_are_in_it(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.ZIP, status="declined")
    handler.handler(asked.pop(), IN_TIME)
    assert read(filled.learner, pack)["files"] == 0


def test_what_cannot_be_joined_is_shown_by_its_drawing(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.PDF)
    with patch.object(binding, "pages_of", _transcripts_alone):
        handler.handler(asked.pop(), IN_TIME)
    data = fetched(read(filled.learner, pack))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        last = list(pdf.pages)[-2:]
        assert [[str(i.Filter) for i in page.get_images().values()] for page in last] == [
            ["/DCTDecode"],
            ["/DCTDecode"],
        ]


_really = binding.pages_of


def _transcripts_alone(files: Any) -> list[int]:
    return [0 if file.name.startswith("original") else _really([file])[0] for file in files]


@pytest.mark.parametrize("form", PackForm)
def test_what_ends_in_the_middle_goes_on_where_it_was(
    filled: World, asked: list[dict[str, Any]], form: PackForm
) -> None:
    whole = begun(filled.learner, form)
    handler.handler(asked[0], IN_TIME)
    in_one = fetched(read(filled.learner, whole))
    pack = begun(filled.learner, form)
    runs = 0
    put = PackFiles.put
    kept: list[str] = []

    def note(files: PackFiles, name: str, *more: Any) -> None:
        kept.append(name)
        put(files, name, *more)

    with (
        patch.object(packing, "_STEP_ITEMS", 1),
        patch.object(packing, "_PART_BYTES", 5 * 1024 * 1024),
        patch.object(handler, "_RUNS", 9),
        patch.object(PackFiles, "put", note),
    ):
        while read(filled.learner, pack)["state"] == "working":
            runs += 1
            # Enough for the first step and for no other.
            with suppress(packing.OutOfTimeError):
                handler.handler(asked[1], lambda_context(longest=100))
    assert runs >= 3
    assert kept.count("plan.json") == 1
    again = fetched(read(filled.learner, pack))
    if form is PackForm.ZIP:
        assert _contents(again) == _contents(in_one)
    else:
        assert len(pypdfium2.PdfDocument(again)) == len(pypdfium2.PdfDocument(in_one))
        assert sum(name.startswith("part-") for name in kept) == 2


def _contents(archive: bytes) -> dict[str, int]:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return {
            info.filename: info.CRC
            for info in opened.infolist()
            if not info.filename.startswith("transcript")
        }


@pytest.mark.parametrize("form", PackForm)
@pytest.mark.parametrize("at", range(1, 7))
def test_a_run_that_dies_anywhere_leaves_what_the_next_one_ends(
    filled: World, asked: list[dict[str, Any]], form: PackForm, at: int
) -> None:
    pack = begun(filled.learner, form)
    calls = 0

    class Died(BaseException):
        """As a process dies: nothing catches it."""

    def die(method: Any) -> Any:
        def dying(*given: Any, **named: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls == at:
                raise Died
            return method(*given, **named)

        return dying

    with patch.object(packing, "_STEP_ITEMS", 1):
        with (
            patch.object(PackFiles, "put", die(PackFiles.put)),
            patch.object(PackFiles, "put_part", die(PackFiles.put_part)),
            patch.object(PackFiles, "complete", die(PackFiles.complete)),
            suppress(Died),
        ):
            handler.handler(asked[0], IN_TIME)
        handler.handler(asked[0], IN_TIME)
    pack = read(filled.learner, pack)
    assert (pack["state"], pack["done"]) == ("ready", 2)
    fetched(pack)


def test_a_pack_that_failed_three_times_is_given_up_and_says_so(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.ZIP)
    for _ in range(3):
        assert read(filled.learner, pack)["state"] == "working"
        with (
            patch.object(packing, "_read", side_effect=ValueError("broken")),
            pytest.raises(ValueError, match="broken"),
        ):
            handler.handler(asked[0], IN_TIME)
    assert read(filled.learner, pack)["state"] == "failed"
    handler.handler(asked[0], IN_TIME)
    assert read(filled.learner, pack)["state"] == "failed"
    assert begun(filled.learner, PackForm.ZIP)["id"] != pack["id"]


def test_a_pack_that_nobody_hears_of_has_failed(filled: World, asked: list[dict[str, Any]]) -> None:
    pack = begun(filled.learner, PackForm.ZIP)
    assert asked
    stored = composition.packs().get(filled.learner.owner, pack["id"])
    later = clock() + timedelta(minutes=26)
    assert stored.state(later) == "failed"


def test_the_same_asked_for_again_is_made_once(filled: World, asked: list[dict[str, Any]]) -> None:
    first = begun(filled.learner, PackForm.PDF)
    assert begun(filled.learner, PackForm.PDF)["id"] == first["id"]
    assert begun(filled.learner, PackForm.PDF, language="de")["id"] != first["id"]
    assert len(asked) == 2
    handler.handler(asked[0], IN_TIME)
    assert begun(filled.learner, PackForm.PDF)["id"] != first["id"]


def test_a_repeated_event_changes_nothing(filled: World, asked: list[dict[str, Any]]) -> None:
    pack = begun(filled.learner, PackForm.PDF)
    handler.handler(asked[0], IN_TIME)
    before = fetched(read(filled.learner, pack))
    handler.handler(asked[0], IN_TIME)
    assert fetched(read(filled.learner, pack)) == before


def test_what_was_erased_meanwhile_does_not_come_back(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    pack = begun(filled.learner, PackForm.ZIP)
    key = keys.pack(filled.learner.owner, pack["id"])
    composition.table().write(Write("Delete", key, None))
    handler.handler(asked[0], IN_TIME)
    assert filled.learner.call("GET", f"/transcripts/{pack['id']}").status == 404


def test_staff_get_a_learners_and_nobody_else_does(
    filled: World, other_world: World, asked: list[dict[str, Any]]
) -> None:
    path = f"/learners/{filled.learner.id}/transcripts"
    made: Answer = filled.reviewer.call("POST", path, {"form": "zip"})
    assert made.status == 201
    handler.handler(asked.pop(), IN_TIME)
    place = f"{path}/{made.body['id']}"
    found = filled.reviewer.call("GET", place)
    assert found.body["state"] == "ready"
    fetched(found.body)
    neighbour = filled.new_learner()
    assert neighbour.call("GET", f"/transcripts/{made.body['id']}").status == 404
    stranger = other_world.staff("reviewer-elsewhere", Role.REVIEWER)
    for method, where, body in (("POST", path, {"form": "zip"}), ("GET", place, None)):
        refused = stranger.call(method, where, body, academy_id=filled.academy_id)
        assert refused.status == 403
    assert asked == []


@pytest.mark.parametrize(
    "body",
    [{}, {"form": "docx"}, {"form": "pdf", "files": True}, {"form": "pdf", "status": "lost"}],
    ids=str,
)
def test_what_is_not_known_is_refused(
    world: World, asked: list[dict[str, Any]], body: dict[str, Any]
) -> None:
    assert world.learner.call("POST", "/transcripts", body).status == 422
    assert asked == []


def listed(who: Learner | Staff, path: str = "/transcripts", **query: str) -> dict[str, Any]:
    answer = who.call("GET", path, query=query)
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.body
    return found


def test_who_asked_finds_them_again_newest_first_and_nobody_else_does(
    filled: World, asked: list[dict[str, Any]]
) -> None:
    staff_path = f"/learners/{filled.learner.id}/transcripts"
    own = [begun(filled.learner, form) for form in (PackForm.ZIP, PackForm.PDF)]
    assert filled.reviewer.call("POST", staff_path, {"form": "zip"}).status == 201
    handler.handler(asked[0], IN_TIME)
    first = listed(filled.learner, limit="1")
    [newest] = first["items"]
    assert (newest["id"], newest["state"], newest["file"]) == (own[1]["id"], "working", None)
    rest = listed(filled.learner, limit="1", cursor=first["next_cursor"])
    [oldest] = rest["items"]
    assert (oldest["id"], oldest["state"], rest["next_cursor"]) == (own[0]["id"], "ready", None)
    fetched(oldest)
    [of_staff] = listed(filled.reviewer, staff_path)["items"]
    assert of_staff["id"] not in {pack["id"] for pack in own}
    assert listed(filled.administrator, staff_path)["items"] == []
    assert listed(filled.new_learner())["items"] == []


def test_what_is_kept_no_more_is_listed_no_more(filled: World, asked: list[dict[str, Any]]) -> None:
    begun(filled.learner, PackForm.ZIP)
    assert len(asked) == 1
    with at(datetime.now(UTC) + KEPT):
        assert listed(filled.learner)["items"] == []


def test_a_cursor_is_good_for_one_learners_list(filled: World, asked: list[dict[str, Any]]) -> None:
    for form in (PackForm.ZIP, PackForm.PDF):
        begun(filled.learner, form)
    assert len(asked) == 2
    cursor = listed(filled.learner, limit="1")["next_cursor"]
    refused = filled.new_learner().call("GET", "/transcripts", query={"cursor": cursor})
    assert refused.status == 400
