"""Scans and photos of certificates, which Textract reads where that is switched on."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from PIL import Image

from certfolio.domain.renditions import Drawing, Word
from functions.inspection.caps import Caps
from tests.support.faults import losing_answers, refusing
from tests.support.recognition import answer, textract
from tests.support.world import FILES, PDF, World, examine_here, forget

SCAN = (FILES / "scanned.pdf").read_bytes()
AS_PRINTED = {
    "title": "Secure Coding in Practice",
    "issuer": "Example Training Institute",
    "certificate_number": "ETI-2026-00417",
    "earned_on": "2026-03-14",
    "claims": [{"credit_type": "cpe", "credits": "16"}],
}


def printed() -> tuple[Word, ...]:
    """The words on the certificate that was scanned."""
    drawing = examine_here(PDF, Caps(), None)
    assert isinstance(drawing, Drawing)
    return drawing.pages[0].words


@pytest.fixture
def reading(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in which scans are read."""
    with monkeypatch.context() as patch:
        patch.setenv("READ_SCANS", "on")
        forget()
        yield world
    forget()


def pages(world: World, upload: dict[str, Any]) -> list[dict[str, Any]]:
    view = world.learner.call("GET", f"/uploads/{upload['id']}/pages").body
    return list(view["pages"])


def test_a_scan_is_checked_searched_and_read_from_like_text(reading: World) -> None:
    world = reading
    with textract(lambda _: answer(printed())) as sent:
        upload = world.learner.uploaded(SCAN)
    assert len(sent) == 1
    view = world.learner.call("GET", f"/uploads/{upload['id']}/pages").body
    (page,) = view["pages"]
    assert page["recognised"]
    assert [word["text"] for word in page["words"]] == [word.text for word in printed()]
    assert {"title", "earned_on"} <= {one["field"] for one in view["suggestions"]}

    certificate = world.learner.submit(upload["id"], **AS_PRINTED).body
    view = world.learner.call("GET", f"/certificates/{certificate['id']}/pages").body
    found = {one["field"]: one["outcome"] for one in view["found"]}
    assert {found[field] for field in ("title", "issuer", "earned_on", "credits")} == {"found"}


def test_what_is_sent_is_the_upright_drawing_and_nothing_else_of_the_file(reading: World) -> None:
    turned = (FILES / "phone-turned-6.jpg").read_bytes()
    with textract(lambda _: answer(())) as sent:
        upload = reading.learner.uploaded(turned, file_name="photo.jpg", content_type="image/jpeg")
    (page,) = pages(reading, upload)
    (picture,) = sent
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.size) == ("JPEG", (page["width"], page["height"]))
    assert not image.getexif()
    assert not page["recognised"]


def test_text_is_not_sent_anywhere(reading: World) -> None:
    with textract(lambda _: answer(())) as sent:
        upload = reading.learner.uploaded(PDF)
    assert not sent
    assert not pages(reading, upload)[0]["recognised"]


def test_nothing_is_sent_anywhere_unless_it_is_switched_on(world: World) -> None:
    with textract(lambda _: answer(printed())) as sent:
        upload = world.learner.uploaded(SCAN)
    assert not sent
    assert not pages(world, upload)[0]["words"]


@pytest.mark.parametrize(
    "fault",
    [
        partial(
            refusing, "textract", "DetectDocumentText", "ProvisionedThroughputExceededException"
        ),
        partial(refusing, "textract", "DetectDocumentText", "BadDocumentException"),
        partial(refusing, "textract", "DetectDocumentText", "AccessDeniedException"),
        partial(refusing, "textract", "DetectDocumentText", "InternalServerError", status=500),
        partial(losing_answers, "textract", "DetectDocumentText"),
    ],
    ids=["throttled", "refused", "forbidden", "failed", "unanswered"],
)
def test_unread_a_scan_is_accepted_all_the_same_and_operators_are_told(
    reading: World,
    fault: Callable[[], AbstractContextManager[Any]],
    capsys: pytest.CaptureFixture[str],
) -> None:
    with fault():
        upload = reading.learner.uploaded(SCAN)
    (page,) = pages(reading, upload)
    assert (page["words"], page["recognised"]) == ([], False)
    told = capsys.readouterr().out
    assert told.count('"ScansUnread":[1.0]') == told.count('"FilesAccepted":[1.0]') == 1
    assert '"ScansRead"' not in told
