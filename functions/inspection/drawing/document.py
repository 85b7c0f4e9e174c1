"""PDF, drawn by pdfium."""

import sys
import unicodedata
from collections.abc import Iterator
from ctypes import byref, c_double, c_int
from io import BytesIO
from typing import NamedTuple

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import LONGEST_SIDE, SCALE, Word
from functions.inspection.caps import Caps
from functions.inspection.drawing.pages import Sheet
from functions.inspection.verdict import RejectedError

# Without the fonts of the machine: every machine draws the same pixels, and pdfium has its own for
# what a file does not bring. The structure must live as long as the library.
_NO_FONTS = pdfium.FPDF_SYSFONTINFO(version=1)
pdfium.FPDF_SetSystemFontInfo(_NO_FONTS)

_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cn", "Cs", "Zs", "Zl", "Zp"})
"""Unicode categories of what separates words or is not seen."""

_LONGEST_WORD = 100
_FLAT = 0.005
"""Part of the place for a letter; no shape is as low or narrow."""
_SHOWS_NOTHING = {pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP}


def pages(data: bytes, caps: Caps) -> Iterator[Sheet]:
    """Draw a PDF page by page, form fields and annotations included, and read its text layer.

    Yields
    ------
    Sheet

    Raises
    ------
    RejectedError
        ``encrypted``, ``damaged`` or ``too_many_pages``.
    """
    document = _opened(data)
    if len(document) > caps.pages:
        raise RejectedError(RejectionReason.TOO_MANY_PAGES)
    document.init_forms()
    left = caps.characters
    drawn = 0
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError:
            # The document counts more pages than it has.
            continue
        if not all(side > 0 for side in page.get_size()):
            continue
        drawn += 1
        words, letters_missing = _text(page, left)
        left -= sum(len(word.text) for word in words)
        yield Sheet(_image(page), words, letters_missing)
        page.close()
    if not drawn:
        raise RejectedError(RejectionReason.DAMAGED)


def _opened(data: bytes) -> pypdfium2.PdfDocument:
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pdfium.FPDF_ERR_PASSWORD:
            raise RejectedError(RejectionReason.ENCRYPTED) from error
    # What pdfium cannot repair, qpdf sometimes can.
    try:
        return pypdfium2.PdfDocument(_mended(data))
    except (pypdfium2.PdfiumError, pikepdf.PdfError, pikepdf.QpdfRuntimeError) as error:
        raise RejectedError(RejectionReason.DAMAGED) from error


def _mended(data: bytes) -> bytes:
    output = BytesIO()
    with pikepdf.open(BytesIO(data)) as document:
        document.save(output)
    return output.getvalue()


def _image(page: pypdfium2.PdfPage) -> Image.Image:
    scale = LONGEST_SIDE / max(*page.get_size(), 1)
    bitmap = page.render(scale=scale, rev_byteorder=True)
    image: Image.Image = bitmap.to_pil().convert("RGB")
    # What is rounded up may be a pixel too long.
    return image.crop((0, 0, min(image.width, LONGEST_SIDE), min(image.height, LONGEST_SIDE)))


def _text(page: pypdfium2.PdfPage, at_most: int) -> tuple[tuple[Word, ...], bool]:
    """The words of a page's text layer, and whether letters of it are missing in the drawing."""
    text = page.get_textpage()
    letters_missing = False
    words: list[Word] = []
    letters: list[str] = []
    corners: list[tuple[float, float]] = []

    def finish() -> None:
        if letters:
            word = unicodedata.normalize("NFKC", "".join(letters))
            xs, ys = zip(*(_place(page, *corner) for corner in corners), strict=True)
            words.append(Word(word[:_LONGEST_WORD], min(xs), min(ys), max(xs), max(ys)))
            letters.clear()
            corners.clear()

    for at in range(min(text.count_chars(), at_most)):
        # A file may map its letters to numbers that are none of Unicode's.
        letter = chr(min(pdfium.FPDFText_GetUnicode(text, at), sys.maxunicode))
        if unicodedata.category(letter) in _UNSEEN:
            # A soft hyphen or a joiner stands inside a word.
            if unicodedata.category(letter) != "Cf":
                finish()
            continue
        box = _box(text, at)
        if box is None:
            continue
        if box.empty:
            letters_missing = letters_missing or _lacks_font(text, at)
        letters.append(letter)
        corners += [(box.left, box.top), (box.right, box.bottom)]
        if len(letters) == _LONGEST_WORD:
            finish()
    finish()
    text.close()
    return tuple(words), letters_missing


class _Box(NamedTuple):
    """Where a letter stands, in the units of the page."""

    left: float
    right: float
    bottom: float
    top: float
    empty: bool = False


def _box(text: pypdfium2.PdfTextPage, at: int) -> _Box | None:
    """The box of a letter's shape, or where it has none, the one that its font has for it."""
    left, right, bottom, top = (c_double() for _ in range(4))
    whole = pdfium.FS_RECTF()
    if not (
        pdfium.FPDFText_GetCharBox(text, at, byref(left), byref(right), byref(bottom), byref(top))
        and pdfium.FPDFText_GetLooseCharBox(text, at, byref(whole))
    ):
        return None
    # Where pdfium has no shape for a letter, it makes up a box of a thousandth of the font's size.
    width, height = whole.right - whole.left, whole.top - whole.bottom
    if right.value - left.value < _FLAT * width or top.value - bottom.value < _FLAT * height:
        return _Box(whole.left, whole.right, whole.bottom, whole.top, empty=True)
    return _Box(left.value, right.value, bottom.value, top.value)


def _lacks_font(text: pypdfium2.PdfTextPage, at: int) -> bool:
    """Whether a letter is meant to be seen, in a font that the file does not bring."""
    written = pdfium.FPDFText_GetTextObject(text, at)
    return (
        bool(written)
        and pdfium.FPDFTextObj_GetTextRenderMode(written) not in _SHOWS_NOTHING
        and not pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(written))
    )


def _place(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[int, int]:
    """A point of the page as a part of the drawing: rotated and cropped as that is."""
    across, down = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, SCALE, SCALE, 0, x, y, byref(across), byref(down))
    return _within(across.value), _within(down.value)


def _within(part: int) -> int:
    return max(0, min(SCALE, part))
