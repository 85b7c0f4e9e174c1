"""What the confined process says to the one that started it, and nothing else is believed."""

from typing import Annotated

from pydantic import Field

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Page, Remarks
from certfolio.domain.values import Stated
from functions.inspection.caps import Caps, Guard

_Size = Annotated[int, Field(gt=0)]
_Place = Annotated[int, Field(ge=0)]


class Ready(Stated):
    """The parsers are loaded, and what was to be given up is.

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
