"""What every kind of file is drawn to: WebP pictures of one size, and a thumbnail."""

from collections.abc import Iterator
from io import BytesIO
from typing import NamedTuple

from PIL import Image, JpegImagePlugin, WebPImagePlugin

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import (
    THUMBNAIL_SIDE,
    Drawing,
    Page,
    Remarks,
    Word,
)
from functions.inspection.caps import Caps
from functions.inspection.verdict import RejectedError

# Text stays crisp; twice the effort makes pictures 3 % smaller.
_QUALITY, _EFFORT = 80, 2
_QUALITY_TO_READ = 90
# What Pillow would load when it first writes a picture, when no file can be opened any more.
Image.preinit()
_LOADED = (JpegImagePlugin, WebPImagePlugin)
_FAINT = 6
"""Difference, of 255, up to which a scanner's noise is no content."""


class Sheet(NamedTuple):
    """One page of a file, drawn.

    Attributes
    ----------
    image
        RGB, of at most `LONGEST_SIDE` pixels.
    words
        Its text layer.
    letters_missing
        Whether letters of the text layer are missing in the image.
    """

    image: Image.Image
    words: tuple[Word, ...] = ()
    letters_missing: bool = False


def drawing(
    sheets: Iterator[Sheet],
    content_type: ContentType,
    remarks: Remarks,
    caps: Caps,
) -> Drawing:
    """Put together what a file looks like, one page after the other."""
    pages: list[Page] = []
    pictures: list[bytes] = []
    scans: dict[int, bytes] = {}
    thumbnail = b""
    for image, words, letters_missing in sheets:
        page = Page(
            width=image.width,
            height=image.height,
            blank=_is_blank(image),
            words=words,
            letters_missing=letters_missing,
        )
        if not (words or page.blank) and len(scans) < caps.scans:
            scans[len(pages)] = _encoded(image, "JPEG", quality=_QUALITY_TO_READ)
        pages.append(page)
        pictures.append(_webp(image))
        if sum(map(len, pictures)) > caps.output_bytes // 2:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if not thumbnail:
            image.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
            thumbnail = _webp(image)
    return Drawing(content_type, tuple(pages), tuple(pictures), thumbnail, remarks, scans)


def _is_blank(image: Image.Image) -> bool:
    """Whether the page is of one colour, but for what nobody sees."""
    return all(high - low <= _FAINT for low, high in image.getextrema())  # type: ignore[misc] # RGB


def _webp(image: Image.Image) -> bytes:
    return _encoded(image, "WEBP", quality=_QUALITY, method=_EFFORT)


def _encoded(image: Image.Image, form: str, **how: int) -> bytes:
    output = BytesIO()
    image.save(output, form, **how)
    return output.getvalue()
