"""Every kind of file that people have, through the page: what is taken and what is refused."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from certfolio.domain.files import RejectionReason
from local.stack import Stack
from tests.e2e.portal.dialog import FINE, CertificateDialog
from tests.e2e.portal.support import Visits
from tests.e2e.portal.viewer import is_drawn, sheet
from tests.e2e.support import FILES, PNG, LearnerAtWork, open_academy
from tests.files.hostile import HOSTILE


def _scanned_by_a_printer() -> bytes:
    """A page whose size is not told."""
    output = io.BytesIO()
    with pikepdf.open(FILES / "scanned.pdf") as document:
        del document.pages[0].obj.MediaBox
        document.save(output, static_id=True)
    return output.getvalue()


def _photo(width: int, height: int) -> bytes:
    output = io.BytesIO()
    with Image.open(FILES / "certificate.jpg") as small:
        small.resize((width, height)).save(output, "JPEG", quality=60)
    return output.getvalue()


def _pages(count: int) -> bytes:
    output = io.BytesIO()
    with Image.open(PNG) as picture:
        page = picture.convert("1")
        page.save(output, "TIFF", save_all=True, append_images=[page] * (count - 1))
    return output.getvalue()


MADE: dict[str, Callable[[], bytes]] = {
    "no-mediabox.pdf": _scanned_by_a_printer,
    "twelve-megapixels.jpg": lambda: _photo(4000, 3000),
    "a-picture.jpeg": PNG.read_bytes,
    "a-photo.pdf": (FILES / "certificate.jpg").read_bytes,
    "twenty-pages.tif": lambda: _pages(20),
}
PAGES = {"three-pages.tif": 3, "twenty-pages.tif": 20}
ACCEPTED = {
    "locked by the owner": (
        "owner-rc4-40.pdf",
        "tcpdf-owner.pdf",
        "owner-aes-128.pdf",
        "owner-aes-256-r5.pdf",
        "owner-aes-256.pdf",
        "libreoffice-owner.pdf",
    ),
    "mended while it is opened": (
        "xref-moved.pdf",
        "no-end.pdf",
        "no-mediabox.pdf",
        "note-behind.pdf",
        "blanks-first.pdf",
        "dompdf.pdf",
        "duplicate-keys.pdf",
        "pypdf-update.pdf",
        "mupdf-annotated-update.pdf",
    ),
    "links that a web page left behind": ("chromium-web-page.pdf", "wkhtmltopdf.pdf"),
    "signed": ("signed-visible.pdf", "signed-invisible-pades.pdf", "signed-certified.pdf"),
    "more behind the picture": (
        "oneplus.jpg",
        "samsung-notes.jpg",
        "samsung-motion.jpg",
        "pixel-motion.jpg",
        "multi-picture.jpg",
        "camera-stamp.jpg",
    ),
    "large photos, turned ones and those for print": (
        "progressive.jpg",
        "cmyk.jpg",
        "ycck.jpg",
        "twelve-megapixels.jpg",
        "fifty-megapixels.jpg",
        "phone-turned-6.jpg",
    ),
    "called something else": ("a-picture.jpeg", "a-photo.pdf"),
    "HEIC": ("certificate.heic", "rotated.heic"),
    "WebP": ("cwebp.webp",),
    "TIFF": ("fax-g4.tif", "twenty-pages.tif", "three-pages.tif"),
}
NAMED_AS = {"a-picture.jpeg": "a-picture.png", "a-photo.pdf": "a-photo.jpg"}
REFUSED = {
    RejectionReason.ACTIVE_CONTENT: (
        "script-on-opening",
        "program-of-windows",
        "web-page-by-itself",
        "form-in-xml",
        "links-with-a-script-as-base",
        "link-to-a-share",
    ),
    RejectionReason.EMBEDDED_FILE: ("program-attached", "portfolio", "document-behind-the-pages"),
    RejectionReason.CONTENT_MISMATCH: (
        "archive-behind-a-document",
        "program-before-a-false-trailer",
        "office-document.pdf",
    ),
    RejectionReason.TOO_COMPLEX: ("bomb", "forms-that-draw-themselves"),
    RejectionReason.TOO_MANY_PIXELS: ("picture-too-large",),
    RejectionReason.TOO_MANY_PAGES: ("many-pages",),
    RejectionReason.ENCRYPTED: ("password",),
    RejectionReason.DAMAGED: ("document-without-pages", "half-a-photo"),
}
"""Some of each reason that a file can give."""
FOREIGN = {
    "notes.txt": (10, "This kind of file cannot be handed in."),
    "Diploma.docx": (10, "In Word or your text program choose"),
    "Diploma.pages": (10, "In Pages choose “Export to”, then PDF"),
    "certificate.gif": (10, "Save it as a PNG, JPEG or PDF"),
    "certificates.zip": (10, "Open it, and choose the certificate that is in it."),
    "certificate.pdf": (0, "The file is empty."),
    "huge.pdf": (11_000_000, "The file is larger than 10 MB."),
}
_ENDINGS = {b"\xff\xd8": ".jpg", b"\x89P": ".png"}


@dataclass(frozen=True)
class Counter:
    """Where many certificates are handed in one after the other, and where they are looked at."""

    learner: LearnerAtWork
    mine: Page
    theirs: Page

    def dialog(self) -> CertificateDialog:
        """A page that nothing was done on."""
        dialog = CertificateDialog(self.mine)
        dialog.open()
        return dialog


@pytest.fixture(scope="module")
def counter(long_visits: Visits, stack: Stack) -> Counter:
    academy = open_academy(stack)
    learner = academy.learner()
    mine = long_visits.signed_in(learner.account)
    theirs = long_visits.signed_in(academy.staff("reviewer").account, "/console/queue")
    return Counter(learner, mine, theirs)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("kinds")


def kept(name: str, folder: Path) -> Path:
    """A file of the project, or one that is made."""
    return made(name, MADE[name](), folder) if name in MADE else FILES / name


def made(name: str, content: bytes, folder: Path) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.parametrize("row", ACCEPTED)
def test_each_kind_of_file_is_taken_and_looks_the_same_to_a_reviewer(
    counter: Counter, folder: Path, row: str
) -> None:
    dialog = counter.dialog()
    [first, *others] = [kept(name, folder) for name in ACCEPTED[row]]
    dialog.drop(first)
    taken(dialog, first)
    for file in others:
        dialog.choose(file)
        taken(dialog, file)
    last = others[-1] if others else first
    dialog.fill(title=row)
    dialog.is_submitted(row)
    handed_in = counter.learner.call("GET", "/certificates?limit=100")["items"]
    [certificate] = [item for item in handed_in if item["title"] == row]
    counter.theirs.goto(f"/console/queue/{certificate['learner_id']}/{certificate['id']}")
    is_drawn(sheet(counter.theirs, 1, PAGES.get(last.name, 1)))
    with counter.theirs.expect_download() as download:
        counter.theirs.keyboard.press("v")
    assert Path(download.value.path()).read_bytes() == last.read_bytes()


def taken(dialog: CertificateDialog, file: Path) -> None:
    """See that the file was accepted, under which name, and what it looks like."""
    name = NAMED_AS.get(file.name, file.name)
    expect(dialog.box.get_by_text(name, exact=True)).to_be_visible()
    expect(dialog.says(FINE)).to_be_visible()
    is_drawn(sheet(dialog.page, 1, PAGES.get(file.name, 1)))


@pytest.mark.parametrize("reason", REFUSED)
def test_what_is_not_safe_is_refused_with_what_to_do_about_it(
    counter: Counter, folder: Path, reason: RejectionReason
) -> None:
    dialog = counter.dialog()
    for name in REFUSED[reason]:
        content = HOSTILE[name][1]()
        file = made(name + _ENDINGS.get(content[:2], ".pdf"), content, folder)
        dialog.choose(file)
        expect(dialog.box.get_by_text(file.name, exact=True)).to_be_visible()
        expect(dialog.says(reason.explanation)).to_be_visible()
        expect(sheet(counter.mine)).to_have_count(0)
    dialog.save.click()
    expect(dialog.says("This file was not taken.")).to_be_visible()


def test_every_reason_that_a_file_gives_is_among_them() -> None:
    assert set(REFUSED) == {reason for reason, _ in HOSTILE.values()}


def test_a_file_that_cannot_be_handed_in_is_refused_before_it_is_sent(
    counter: Counter, folder: Path
) -> None:
    dialog = counter.dialog()
    for name, (size, words) in FOREIGN.items():
        dialog.choose(made(name, b"%" * size, folder))
        expect(dialog.says(words)).to_be_visible()
