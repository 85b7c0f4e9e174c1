"""What the processes say to each other.

Of the one that met a stranger's bytes nothing is believed but `Verdict`.
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
LONGEST_DETAIL = 500
"""Of what went wrong, the end is kept."""

_Size = Annotated[int, Field(gt=0)]
_Place = Annotated[int, Field(ge=0)]


class Asked(Stated):
    """The prepared process is to start one for a file.

    Two descriptors come along: of what is to be read, and of where what is found is written.
    """

    content_type: ContentType
    caps: Caps


class Ready(Stated):
    """The process of a file has given up what was to be given up, and reads the file next.

    It says so itself, and then lets go of the connection.

    Attributes
    ----------
    missing
        What this platform does not offer.
    """

    missing: tuple[Guard, ...] = ()


class Unready(Stated):
    """The process of a file could not give it up, and ends without the file; said by itself."""

    traceback: str


class NotStarted(Stated):
    """The platform gave no process for the file."""

    error: str


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


class Message(Stated):
    """What the caller hears of a file: at most one of the first two, and one of the others."""

    told: Ready | Unready | NotStarted | Ended

    def sent(self) -> bytes:
        """As it goes over the connection."""
        return self.model_dump_json().encode()


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
