"""HEIC (ISO/IEC 23008-12): the boxes of the file, and what stands behind them."""

import struct

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks, Trailer
from functions.inspection.caps import Caps
from functions.inspection.safety import trailer
from functions.inspection.safety.boxes import boxes
from functions.inspection.safety.polyglot import (
    LONGEST_UNKNOWN,
    refuse_archive,
    refuse_foreign,
    refuse_hidden_pdf,
    refuse_scripts,
)
from functions.inspection.verdict import RejectedError

# Pictures, bursts and the film that Samsung puts into a box of its own.
_KNOWN = {b"ftyp", b"meta", b"mdat", b"moov", b"mpvd", b"idat"}
_PADDING = {b"free", b"skip"}
_MOTION_PHOTO = b"mpvd"
_SIZES = b"ispe"


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a HEIC picture.

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
    found = boxes(data)
    if b"meta" not in {box.kind for box in found}:
        raise RejectedError(RejectionReason.DAMAGED)
    for kind, start, end in found:
        if kind == b"meta":
            _check_sizes(data[start:end], caps)
            refuse_scripts(data[start:end])
        elif kind in _PADDING:
            refuse_foreign(data[start:end].strip(b"\0"))
        elif kind not in _KNOWN and end - start > LONGEST_UNKNOWN:
            raise RejectedError(RejectionReason.CONTENT_MISMATCH)
        elif kind not in _KNOWN:
            refuse_foreign(data[start:end])
    rest = data[found[-1].end :]
    if rest[4:8] in _KNOWN:
        # A box that says it is longer than the file.
        raise RejectedError(RejectionReason.DAMAGED)
    behind = trailer.read(rest, lambda _data, _at: None)
    if any(box.kind == _MOTION_PHOTO for box in found):
        film = sum(box.end - box.start for box in found if box.kind == _MOTION_PHOTO)
        return Remarks(trailer=Trailer.MOTION_PHOTO, trailer_bytes=film + behind.size)
    return Remarks(trailer=behind.trailer, trailer_bytes=behind.size)


def _check_sizes(meta: bytes, caps: Caps) -> None:
    """Hold every picture of the file to the caps by its "image spatial extents" (6.5.3)."""
    at = meta.find(_SIZES)
    while at >= 0:
        if at + 16 <= len(meta):
            width, height = struct.unpack_from(">II", meta, at + 8)
            if max(width, height) > caps.side or width * height > caps.pixels:
                raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        at = meta.find(_SIZES, at + 4)
