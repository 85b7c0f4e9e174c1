"""WebP: RIFF chunks (RFC 9649)."""

import struct
from collections.abc import Iterator

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks, Trailer
from functions.inspection.caps import Caps
from functions.inspection.safety.polyglot import (
    refuse_archive,
    refuse_hidden_pdf,
    refuse_scripts,
    refuse_unknown,
)
from functions.inspection.verdict import RejectedError

_HEADER_SIZE = 12
_MOST_CHUNKS = 20_000
_NOTES = {b"EXIF", b"XMP ", b"ICCP"}
_PICTURE = {b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"}
# libwebp draws on a canvas, keeps the one before and what it decodes, and Pillow has its own twice.
_PIXEL_BYTES = 19


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a WebP picture.

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
    for kind, body in _chunks(data):
        size = _size(kind, body)
        if size and size[0] * size[1] > min(caps.pixels, caps.memory_bytes // _PIXEL_BYTES):
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        if kind in _NOTES:
            refuse_scripts(body)
        elif kind not in _PICTURE:
            refuse_unknown(body)
    end = 8 + int.from_bytes(data[4:8], "little")
    behind = refuse_unknown(data[end + end % 2 :])
    return Remarks(trailer=Trailer.OTHER if behind else None, trailer_bytes=behind)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    at = _HEADER_SIZE
    for _ in range(_MOST_CHUNKS):
        if at + 8 > end:
            return
        kind, size = struct.unpack_from("<4sI", data, at)
        yield kind, data[at + 8 : min(at + 8 + size, end)]
        at += 8 + size + size % 2
    raise RejectedError(RejectionReason.TOO_COMPLEX)


def _size(kind: bytes, body: bytes) -> tuple[int, int] | None:
    """Width and height of a canvas or a picture, where a chunk tells them (RFC 9649, 2.7)."""
    if kind == b"VP8X" and len(body) >= 10:  # noqa: PLR2004 - its size
        return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
    if kind == b"VP8 " and len(body) >= 10:  # noqa: PLR2004 - RFC 6386, 9.1
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if kind == b"VP8L" and len(body) >= 5:  # noqa: PLR2004 - RFC 9649, 3.4
        bits = int.from_bytes(body[1:5], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    return None
