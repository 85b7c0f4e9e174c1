"""PNG (W3C, third edition): what stands in its chunks beside the picture, and behind it."""

import struct
import zlib
from contextlib import suppress

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks, Trailer
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.safety.filters import UndecodableError, inflate
from functions.inspection.safety.polyglot import (
    refuse_archive,
    refuse_foreign,
    refuse_hidden_pdf,
    refuse_scripts,
    refuse_unknown,
)
from functions.inspection.verdict import Allowance, RejectedError

_SIGNATURE_SIZE = 8
_HEADER = struct.Struct(">IIBB")
_CHUNK_FRAME = 12
# Encoders write image data in pieces of some kilobytes, so 10 MB take about a thousand.
_MOST_CHUNKS = 20_000
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_SLACK = MEBIBYTE
_NOTES = {b"tEXt", b"zTXt", b"iTXt", b"eXIf"}
_END_CHUNK = b"\0\0\0\0IEND\xaeB`\x82"
_LONGEST_FRAGMENT = 16 * 1024
_BLANK = b"\0\t\n\f\r "


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check one PNG.

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
    chunks, end = _chunks(data, _SIGNATURE_SIZE)
    _check_size(chunks, caps)
    allowance = Allowance(caps.inflated_bytes)
    for kind, body in chunks:
        _check_note(kind, bytes(body), allowance)
    size = _check_tail(data[end:])
    return Remarks(trailer=Trailer.OTHER if size else None, trailer_bytes=size)


def end_of(data: bytes, at: int) -> int | None:
    """Where the picture that starts at a place ends; None where it is not sound."""
    chunks, end = _chunks(data, at + _SIGNATURE_SIZE)
    if not chunks or chunks[-1][0] != b"IEND":
        return None
    return end if _is_sound(data[:end], at + _SIGNATURE_SIZE) else None


def _chunks(data: bytes, at: int) -> tuple[list[tuple[bytes, memoryview]], int]:
    """Type and body of every chunk up to the last, and where that ends."""
    view = memoryview(data)
    found: list[tuple[bytes, memoryview]] = []
    while at + _CHUNK_FRAME <= len(data) and (not found or found[-1][0] != b"IEND"):
        if len(found) == _MOST_CHUNKS:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + _CHUNK_FRAME + size
        if not kind.isalpha():
            break
        found.append((kind, view[at + 8 : min(end, len(data) + 4) - 4]))
        at = end
    return found, at


def _check_size(chunks: list[tuple[bytes, memoryview]], caps: Caps) -> None:
    """Hold the picture to the caps, and its data to the picture."""
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) < _HEADER.size:
        raise RejectedError(RejectionReason.DAMAGED)
    width, height, depth, colour = _HEADER.unpack_from(chunks[0][1])
    if max(width, height) > caps.side or width * height > caps.pixels:
        raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
    bits = depth * _CHANNELS.get(colour, 4)
    # A filter byte for each row, of which an interlaced picture has nearly twice as many.
    samples = (width * bits // 8 + 4) * height * 2
    allowance = Allowance(samples + _SLACK)
    with suppress(UndecodableError):
        for _ in inflate((body for kind, body in chunks if kind == b"IDAT"), allowance):
            pass


def _check_note(kind: bytes, body: bytes, allowance: Allowance) -> None:
    """Inflate compressed texts and profiles, which viewers may do too, and look into texts.

    What does not inflate is ignored, as viewers do: it is not part of the picture.
    """
    pieces = [body]
    if kind in {b"zTXt", b"iCCP"}:
        pieces = [*_inflated(body.partition(b"\0")[2][1:], allowance)]
    elif kind == b"iTXt" and body.partition(b"\0")[2][:1] == b"\1":
        pieces = [*_inflated(body.split(b"\0", 5)[-1], allowance)]
    if kind in _NOTES:
        for piece in pieces:
            refuse_scripts(piece)


def _inflated(compressed: bytes, allowance: Allowance) -> list[bytes]:
    first: list[bytes] = []
    with suppress(UndecodableError):
        for piece in inflate([compressed], allowance):
            # All of it is paid for, and the start of it is looked into.
            first = first or [piece]
    return first


def _check_tail(tail: bytes) -> int:
    """Check what follows the last chunk, and tell how many bytes that is.

    Tools that cut a screenshot out of a larger one have left the end of that one's file behind.
    """
    remains = tail.strip(_BLANK)
    chunk = remains.find(b"IDAT", 0, _LONGEST_FRAGMENT) - 4
    if chunk >= 0 and remains.endswith(_END_CHUNK) and _is_sound(remains, chunk):
        refuse_foreign(remains[:chunk])
        return len(remains)
    return refuse_unknown(tail)


def _is_sound(data: bytes, at: int) -> bool:
    """Whether the chunks from a place on go up to the end, with the right checksums."""
    while at + _CHUNK_FRAME <= len(data):
        end = at + _CHUNK_FRAME + int.from_bytes(data[at : at + 4], "big")
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            return False
        at = end
    return at == len(data)
