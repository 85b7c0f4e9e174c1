"""What a file looks like: its pages drawn once, by inspection, for everybody to see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from certfolio.domain.files import ContentType
from certfolio.domain.values import Record, Sha256

SCALE = 10_000
"""Units in which places on a page are told: parts of its width from the left, and of its height
from the top, so that they fit a drawing of any size."""

_Part = Annotated[int, Field(ge=0, le=SCALE)]


class Box(NamedTuple):
    """A place on a page, in parts of its width and height; see `SCALE`."""

    left: _Part
    top: _Part
    right: _Part
    bottom: _Part


class Word(NamedTuple):
    """A word on a page and where it stands."""

    text: str
    left: _Part
    top: _Part
    right: _Part
    bottom: _Part

    @property
    def box(self) -> Box:
        """Where the word stands."""
        return Box(*self[1:])


class Page(Record):
    """One page as it was drawn.

    Attributes
    ----------
    width, height
        Pixels of the drawing.
    blank
        Whether nothing at all is to be seen on it.
    words
        The text layer in the order in which the file has it, which is mostly the order of
        reading; of a page that is a picture, what was recognised, or nothing.
    recognised
        Whether the words were read in the drawing, because the page has no text layer.
    letters_missing
        Whether letters of the text layer are missing in the drawing, because the file does not
        bring their font.
    """

    width: int
    height: int
    blank: bool = False
    words: tuple[Word, ...] = ()
    recognised: bool = False
    letters_missing: bool = False


class Trailer(StrEnum):
    """What stands behind the picture in a picture's file, by the program that wrote it."""

    SAMSUNG = "samsung"
    MOTION_PHOTO = "motion_photo"
    FURTHER_PICTURES = "further_pictures"
    ONEPLUS = "oneplus"
    OTHER = "other"


class Remarks(Record):
    """What is worth knowing of an accepted file beside what it looks like.

    Attributes
    ----------
    signed_by
        Who signed the file digitally, as the file itself states it and nobody verified; an empty
        text for a signature without a name. Nothing where the file is not signed.
    trailer, trailer_bytes
        What stands behind the picture, which is not drawn.
    """

    signed_by: tuple[str, ...] = ()
    trailer: Trailer | None = None
    trailer_bytes: int = 0


@dataclass(frozen=True)
class Drawing:
    """Everything that inspection makes of an accepted file.

    Attributes
    ----------
    content_type
        What the bytes are, whatever they were declared to be.
    pictures
        WebP, one for each page.
    thumbnail
        WebP of the first page, `THUMBNAIL_SIDE` pixels on its long side.
    scans
        JPEGs of pages that have no text layer, by their place among the pages, where they were
        asked for.
    """

    content_type: ContentType
    pages: tuple[Page, ...]
    pictures: tuple[bytes, ...]
    thumbnail: bytes
    remarks: Remarks
    scans: Mapping[int, bytes] = field(default_factory=dict)


LONGEST_SIDE = 1_600
THUMBNAIL_SIDE = 320


class StoredPage(Page):
    """A page and the exact object that holds its picture."""

    sha256: Sha256
    version_id: str


class Manifest(Record):
    """What a rendition consists of.

    Attributes
    ----------
    source
        Digest of the bytes that were drawn.
    """

    form: Literal[1] = 1
    source: Sha256
    thumbnail: Sha256
    pages: tuple[StoredPage, ...]
    remarks: Remarks = Remarks()
