"""What the processes say to each other.

Of the confined one, which met a stranger's bytes, nothing but `Ready` and `Verdict` is believed.
"""

from typing import Annotated

from pydantic import Field

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Page, Remarks
from certfolio.domain.values import Stated
from functions.inspection.caps import Caps, Guard

LOADED = b"loaded"
"""What the prepared process says first."""
LONGEST_MESSAGE = 64 * 1024

_Size = Annotated[int, Field(gt=0)]
_Place = Annotated[int, Field(ge=0)]


class Asked(Stated):
    """The prepared process is to start one for a file.

    Two descriptors come along: of what is to be read, and of where what is found is written.
    """

    content_type: ContentType
    caps: Caps


class Ended(Stated):
    """The process of a file has ended.

    Attributes
    ----------
    returncode
        Negative: by that signal.
    memory_bytes
        The most it had at a time, with what it shared with the prepared process.
    seconds
        Of the processor.
    """

    returncode: int
    memory_bytes: int
    seconds: float


class NotStarted(Stated):
    """The platform gave no process for the file."""

    why: str


class Answer(Stated):
    """What the prepared process says once it is asked."""

    told: Ended | NotStarted


class Ready(Stated):
    """What was to be given up is, and the file is read next.

    Attributes
    ----------
    missing
        What this platform does not offer.
    """

    missing: tuple[Guard, ...] = ()


class Told(Stated):
    """What was found in an acceptable file.

    Attributes
    ----------
    sizes
        Bytes of each page's picture, in the order in which they follow.
    thumbnail
        Bytes of the thumbnail, which comes after them.
    scans
        Bytes of each JPEG of a page without text, by the page's place, in the order in which they
        come last.
    """

    pages: Annotated[tuple[Page, ...], Field(min_length=1, max_length=Caps().pages)]
    sizes: tuple[_Size, ...]
    thumbnail: _Size
    scans: dict[_Place, _Size]
    remarks: Remarks


class Verdict(Stated):
    """The file is refused, or this is what it is."""

    told: RejectionReason | Told
