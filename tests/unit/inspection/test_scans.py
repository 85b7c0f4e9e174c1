"""Pages that are pictures, drawn once more for recognition."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.child import judge
from functions.inspection.examine import Caps, examine
from functions.inspection.kinds import kind_of
from tests.unit.inspection.builders import pdf
from tests.unit.inspection.conftest import Parser

FILES = Path(__file__).parents[2] / "files"
READING = Caps(scans=2)


def drawn(data: bytes, caps: Caps = READING) -> Drawing:
    """As `examine` does, but in this process."""
    kind = kind_of(data)
    assert kind is not None
    found = judge(data, kind, caps)
    assert isinstance(found, Drawing)
    return found


@pytest.mark.parametrize("name", ["scanned.pdf", "certificate.jpg", "certificate.heic"])
def test_a_page_without_text_is_given_as_everybody_sees_it(name: str) -> None:
    found = drawn((FILES / name).read_bytes())
    (scan,) = found.scans.values()
    seen, to_read = (Image.open(io.BytesIO(data)) for data in (found.pictures[0], scan))
    assert (to_read.format, to_read.size) == ("JPEG", seen.size)
    assert not to_read.getexif()


def test_only_the_first_such_pages_are() -> None:
    found = drawn((FILES / "three-pages.tif").read_bytes())
    assert (len(found.pages), list(found.scans)) == (3, [0, 1])


def test_a_page_with_text_and_an_empty_one_are_not() -> None:
    for data in ((FILES / "certificate.pdf").read_bytes(), pdf(content=b"<<>>stream\n\nendstream")):
        assert not drawn(data).scans


def test_where_nobody_asks_for_them_none_are() -> None:
    assert not drawn((FILES / "scanned.pdf").read_bytes(), Caps()).scans


def test_they_come_out_of_the_confined_process_as_they_are() -> None:
    data = (FILES / "three-pages.tif").read_bytes()
    assert examine(data, READING) == drawn(data)


# --- What somebody can say who took the confined process over ------------------------------------

WEBP, JPEG = b"RIFF....WEBP", b"\xff\xd8\xff"
TOLD = {
    "pages": [{"width": 1, "height": 1}],
    "sizes": [len(WEBP)],
    "thumbnail": len(WEBP),
    "remarks": {},
}


def said(parser: Parser, scans: dict[int, int], pictures: bytes, caps: Caps) -> Any:
    verdict = json.dumps({"told": TOLD | {"scans": scans}}).encode()
    output = verdict + b"\n" + WEBP * 2 + pictures
    parser(f"os.write(1, bytes.fromhex('{output.hex()}')); os._exit(0)")
    return examine(pdf(), caps)


def test_a_page_that_was_asked_for_is_taken(parser: Parser) -> None:
    found = said(parser, {0: 3}, JPEG, READING)
    assert isinstance(found, Drawing)
    assert found.scans == {0: JPEG}


@pytest.mark.parametrize(
    ("scans", "pictures", "caps"),
    [
        ({0: 3}, JPEG, Caps()),
        ({0: 3, 1: 3, 2: 3}, JPEG * 3, READING),
        ({1: 3}, JPEG, READING),
        ({-1: 3}, JPEG, READING),
        ({0: 4}, JPEG, READING),
        ({0: 3}, JPEG + b"x", READING),
        ({0: 12}, WEBP, READING),
        ({0: 0}, b"", READING),
    ],
)
def test_what_was_not_asked_for_or_is_something_else_is_not_believed(
    parser: Parser, scans: dict[int, int], pictures: bytes, caps: Caps
) -> None:
    assert said(parser, scans, pictures, caps) is RejectionReason.TOO_COMPLEX
