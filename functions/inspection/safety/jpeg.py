"""JPEG, as cameras, scanners and phones write it, with what they put behind the picture."""

import re
import struct
from dataclasses import dataclass, field

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.safety import png, trailer
from functions.inspection.safety.polyglot import refuse_archive, refuse_hidden_pdf, refuse_scripts
from functions.inspection.verdict import RejectedError

_STANDALONE = {0x01, *range(0xD0, 0xD8)}
_START, _END, _SCAN = 0xD8, 0xD9, 0xDA
_PROGRESSIVE = {0xC2, 0xC6, 0xCA, 0xCE}
# Every start of a frame; the three others in this range are tables (ITU-T T.81, table B.1).
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_NOTES = {0xFE, *range(0xE0, 0xF0)}
_MARKER = re.compile(rb"\xff(?=[^\x00\xff\xd0-\xd7])")
_SEGMENT = re.compile(rb"\xff([^\x00\xff])")
# A progressive picture has about ten; each one is another pass over all of it.
_MOST_SCANS = 100
_COEFFICIENT_BYTES = 2
# What else a decoder takes, and the small copy that is drawn.
_DECODER_BYTES = 48 * MEBIBYTE


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a JPEG and what follows it.

    Returns
    -------
    Remarks
        What stands behind the picture.

    Raises
    ------
    RejectedError
        With the reason.
    """
    refuse_hidden_pdf(data)
    refuse_archive(data)
    picture = read_picture(data, 0)
    picture.check(caps)
    for note in picture.notes:
        refuse_scripts(note)
    behind = trailer.read(data[picture.end :], _further_end, b"".join(picture.notes))
    return Remarks(trailer=behind.trailer, trailer_bytes=behind.size)


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height by the picture's own header; zeros where there is none."""
    try:
        picture = read_picture(data, 0)
    except RejectedError:
        return 0, 0
    return picture.width, picture.height


def _further_end(data: bytes, at: int) -> int | None:
    if data.startswith(b"\x89PNG", at):
        return png.end_of(data, at)
    try:
        picture = read_picture(data, at)
    except RejectedError:
        return None
    return picture.end if picture.scans else None


@dataclass
class Picture:
    """One picture between its start and end markers."""

    width: int = 0
    height: int = 0
    sampling: list[tuple[int, int]] = field(default_factory=list)
    progressive: bool = False
    scans: int = 0
    end: int = 0
    notes: list[bytes] = field(default_factory=list)

    def check(self, caps: Caps) -> None:
        """Hold the picture to the caps, with what decoding it would take."""
        if not self.scans or not self.width or not self.height:
            raise RejectedError(RejectionReason.DAMAGED)
        if self.scans > _MOST_SCANS:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if max(self.width, self.height) > caps.side or self.width * self.height > caps.pixels:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        # Only when it comes in several scans must a decoder hold the whole picture.
        several = self.progressive or self.scans > 1
        if several and self._coefficients() > caps.memory_bytes - _DECODER_BYTES:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)

    def _coefficients(self) -> float:
        widest = max(across for across, _ in self.sampling)
        tallest = max(down for _, down in self.sampling)
        share = sum(across * down for across, down in self.sampling) / (widest * tallest)
        return self.width * self.height * share * _COEFFICIENT_BYTES


def read_picture(data: bytes, at: int) -> Picture:
    """Follow the markers of the picture that starts at ``at`` up to its end.

    The end may be missing: whether all of the picture is there shows when it is drawn.

    Raises
    ------
    RejectedError
        ``damaged``
    """
    picture = Picture()
    at += 2
    while not picture.end:
        if picture.scans and at + 2 > len(data):
            picture.end = len(data)
            break
        marker, body, at = _segment(data, at)
        if marker in _FRAMES:
            _read_frame(picture, marker, body)
        elif marker == _START:
            raise RejectedError(RejectionReason.DAMAGED)
        elif marker in _NOTES:
            picture.notes.append(body)
        elif marker == _SCAN:
            picture.scans += 1
            following = _MARKER.search(data, at)
            at = following.start() if following else len(data)
        elif marker == _END:
            picture.end = at
    return picture


def _segment(data: bytes, at: int) -> tuple[int, bytes, int]:
    """Marker, body and end of the segment at ``at``, which stray bytes may precede."""
    found = _SEGMENT.search(data, at)
    if found is None:
        raise RejectedError(RejectionReason.DAMAGED)
    marker, at = found[1][0], found.end()
    if marker == _END or marker in _STANDALONE:
        return marker, b"", at
    size = int.from_bytes(data[at : at + 2], "big")
    if size < 2 or at + size > len(data):  # noqa: PLR2004 - the size counts itself
        raise RejectedError(RejectionReason.DAMAGED)
    return marker, data[at + 2 : at + size], at + size


def _read_frame(picture: Picture, marker: int, body: bytes) -> None:
    if picture.sampling or len(body) < 6 or len(body) < 6 + 3 * body[5] or not body[5]:  # noqa: PLR2004 - T.81, B.2.2
        raise RejectedError(RejectionReason.DAMAGED)
    picture.height, picture.width = struct.unpack_from(">HH", body, 1)
    fields = range(7, 6 + 3 * body[5], 3)
    picture.sampling = [(body[at] >> 4, body[at] & 15) for at in fields]
    picture.progressive = marker in _PROGRESSIVE
    if not all(across and down for across, down in picture.sampling):
        raise RejectedError(RejectionReason.DAMAGED)
