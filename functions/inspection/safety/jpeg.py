"""JPEG, as cameras, scanners and phones write it.

After the end of the picture phones put more: further JPEG pictures (multi-picture format and
gain maps), which are accepted when they hold to the same caps, and small vendor trailers (see
``_vendor_trailer``). A film after the picture ("motion photo") is refused: it is a file of
another kind that nobody would see.
"""

import io
import re
import struct
from dataclasses import dataclass, field

from PIL import JpegImagePlugin

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import Caps
from functions.inspection.safety.polyglot import refuse_archive, refuse_hidden_pdf, refuse_unpadded
from functions.inspection.verdict import RejectedError

_START = b"\xff\xd8\xff"
_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_END, _SCAN = 0xD9, 0xDA
# Baseline, extended and progressive: what browsers show.
_FRAMES = {0xC0, 0xC1, 0xC2}
_PROGRESSIVE = 0xC2
# Arithmetic, lossless and hierarchical frames, a start inside a picture, and what is no marker.
_REFUSED_MARKERS = {0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF, 0xD8, 0x00}
# Comments and application data but APP0 and APP14, which tell how colours are coded.
_UNNEEDED = {0xFE, *range(0xE1, 0xF0)} - {0xEE}
_MARKER = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")
# A progressive picture has about ten; each one is another pass over all of it.
_MOST_SCANS = 100
_MOST_PICTURES = 10
_LONGEST_TRAILER = 64 * 1024
_COEFFICIENT_BYTES = 2


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a JPEG and the pictures that follow it, decoding all of them.

    Raises
    ------
    RejectedError
        With the reason.
    """
    refuse_hidden_pdf(data)
    refuse_archive(data)
    at = 0
    for _ in range(_MOST_PICTURES):
        picture = read_picture(data, at)
        picture.check(caps)
        _decode(picture)
        at = picture.end
        following = data.find(_START, at)
        if following < 0 or data[at:following].strip(b"\0"):
            break
        at = following
    tail = data[at:]
    if not _vendor_trailer(tail):
        refuse_unpadded(tail)
    return Remarks()


@dataclass
class Picture:
    """One picture between its start and end markers."""

    width: int = 0
    height: int = 0
    sampling: list[tuple[int, int]] = field(default_factory=list)
    progressive: bool = False
    scans: int = 0
    end: int = 0
    needed: list[bytes] = field(default_factory=list)

    def check(self, caps: Caps) -> None:
        """Hold the picture to the caps, with what decoding it would take."""
        if not self.scans or not self.width or not self.height:
            raise RejectedError(RejectionReason.DAMAGED)
        if self.scans > _MOST_SCANS:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if max(self.width, self.height) > caps.side or self.width * self.height > caps.pixels:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        # Only when it comes in several scans must a decoder hold the whole picture.
        if (
            self.progressive or self.scans > 1
        ) and self._coefficients() > caps.memory_bytes * 3 // 4:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)

    def _coefficients(self) -> float:
        widest = max(across for across, _ in self.sampling)
        tallest = max(down for _, down in self.sampling)
        share = sum(across * down for across, down in self.sampling) / (widest * tallest)
        return self.width * self.height * share * _COEFFICIENT_BYTES


def read_picture(data: bytes, at: int) -> Picture:
    """Follow the markers of the picture that starts at ``at`` up to its end.

    Raises
    ------
    RejectedError
        ``damaged``, also when the end is missing.
    """
    picture = Picture(needed=[data[at : at + 2]])
    at += 2
    while not picture.end:
        begin = at
        marker, body, at = _segment(data, begin)
        if marker in _FRAMES:
            _read_frame(picture, marker, body)
        elif marker in _REFUSED_MARKERS:
            raise RejectedError(RejectionReason.DAMAGED)
        elif marker == _SCAN:
            picture.scans += 1
            following = _MARKER.search(data, at)
            if following is None:
                raise RejectedError(RejectionReason.DAMAGED)
            at = following.start()
        elif marker == _END:
            picture.end = at
        if marker not in _UNNEEDED:
            picture.needed.append(data[begin:at])
    return picture


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Marker, body and end of the segment at ``at``, which fill bytes may precede."""
    while data[at : at + 2] == b"\xff\xff":
        at += 1
    if data[at : at + 1] != b"\xff" or at + 2 > len(data):
        raise RejectedError(RejectionReason.DAMAGED)
    marker, at = data[at + 1], at + 2
    if marker == _END or marker in _STANDALONE:
        return marker, b"", at
    size = int.from_bytes(data[at : at + 2], "big")
    if size < 2 or at + size > len(data):  # noqa: PLR2004 - the size counts itself
        raise RejectedError(RejectionReason.DAMAGED)
    return marker, data[at + 2 : at + size], at + size


def _read_frame(picture: Picture, marker: int, body: bytes) -> None:
    if picture.sampling or len(body) < 6 or len(body) != 6 + 3 * body[5] or not body[5]:  # noqa: PLR2004 - T.81, B.2.2
        raise RejectedError(RejectionReason.DAMAGED)
    picture.height, picture.width = struct.unpack_from(">HH", body, 1)
    picture.sampling = [(body[at] >> 4, body[at] & 15) for at in range(7, len(body), 3)]
    picture.progressive = marker == _PROGRESSIVE
    if not all(across and down for across, down in picture.sampling):
        raise RejectedError(RejectionReason.DAMAGED)


def _decode(picture: Picture) -> None:
    """Decode all of the picture, at an eighth of its size to save memory.

    Metadata is left out: what is odd about it cannot change what the reviewer sees.
    """
    try:
        image = JpegImagePlugin.JpegImageFile(io.BytesIO(b"".join(picture.needed)))
        image.draft(None, (max(1, picture.width // 8), max(1, picture.height // 8)))
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise RejectedError(RejectionReason.DAMAGED) from error


def _vendor_trailer(tail: bytes) -> bool:
    """Recognise the small directory of notes that Samsung phones put after every picture.

    It ends with its directory's size and a mark, and the directory begins with another mark.
    Films are kept in it as well, so only a small one passes.
    """
    if len(tail) > _LONGEST_TRAILER or not tail.endswith(b"SEFT") or len(tail) < 20:  # noqa: PLR2004 - two marks, version, count, size
        return False
    size = int.from_bytes(tail[-8:-4], "little")
    begin = len(tail) - 8 - size
    return begin >= 0 and tail[begin : begin + 4] == b"SEFH"
