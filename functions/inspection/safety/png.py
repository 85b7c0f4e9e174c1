"""PNG, read as it comes: constant memory, however many pixels.

Rules from the PNG specification (W3C, third edition). Frames of an APNG after the first are
checked for their place and checksum but not inflated.
"""

import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import Caps
from functions.inspection.safety.filters import UndecodableError, inflate
from functions.inspection.safety.polyglot import refuse_archive, refuse_hidden_pdf, refuse_unpadded
from functions.inspection.verdict import Allowance, RejectedError

_SIGNATURE_SIZE = 8
_HEADER_SIZE = 13
_CHUNK_FRAME = 12
# Encoders write image data in pieces of some kilobytes, so 10 MB take about a thousand.
_MOST_CHUNKS = 20_000
_HIGHEST_FILTER = 4
_INDEXED = 3
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_ADAM7 = (
    (0, 0, 8, 8),
    (4, 0, 8, 8),
    (0, 4, 4, 8),
    (2, 0, 4, 4),
    (0, 2, 2, 4),
    (1, 0, 2, 2),
    (0, 1, 1, 2),
)
_LONGEST_PALETTE = 256 * 3


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check one PNG, decoding all of it.

    Raises
    ------
    RejectedError
        With the reason.
    """
    refuse_hidden_pdf(data)
    refuse_archive(data)
    chunks = _chunks(data)
    header = _header(chunks[0])
    header.check(caps)
    _check_order([kind for kind, _ in chunks], header)
    allowance = Allowance(caps.inflated_bytes)
    for kind, body in chunks:
        if kind == b"PLTE" and (not body or len(body) % 3 or len(body) > _LONGEST_PALETTE):
            raise RejectedError(RejectionReason.DAMAGED)
        _spend_on_metadata(kind, bytes(body), allowance)
    rows = _Rows(header.passes())
    try:
        for piece in inflate((body for kind, body in chunks if kind == b"IDAT"), allowance):
            rows.take(piece)
    except UndecodableError as error:
        raise RejectedError(RejectionReason.DAMAGED) from error
    rows.finish()
    return Remarks()


def _chunks(data: bytes) -> list[tuple[bytes, memoryview]]:
    """Type and body of every chunk, checksums verified; nothing may follow the last."""
    view, at = memoryview(data), _SIGNATURE_SIZE
    found: list[tuple[bytes, memoryview]] = []
    kind = b""
    while kind != b"IEND":
        if len(found) == _MOST_CHUNKS:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        if at + _CHUNK_FRAME > len(data):
            raise RejectedError(RejectionReason.DAMAGED)
        (size,) = struct.unpack_from(">I", data, at)
        kind, end = data[at + 4 : at + 8], at + _CHUNK_FRAME + size
        if end > len(data) or not kind.isalpha():
            raise RejectedError(RejectionReason.DAMAGED)
        if zlib.crc32(view[at + 4 : end - 4]) != struct.unpack_from(">I", data, end - 4)[0]:
            raise RejectedError(RejectionReason.DAMAGED)
        found.append((kind, view[at + 8 : end - 4]))
        at = end
    refuse_unpadded(data[at:])
    return found


def _check_order(kinds: list[bytes], header: "_Header") -> None:
    images = [at for at, kind in enumerate(kinds) if kind == b"IDAT"]
    palettes = [at for at, kind in enumerate(kinds) if kind == b"PLTE"]
    # An upper-case first letter means: whoever does not know this chunk cannot show the image.
    critical = {kind for kind in kinds[1:-1] if kind[:1].isupper()}
    sound = (
        images
        and images[-1] - images[0] == len(images) - 1
        and critical <= {b"PLTE", b"IDAT"}
        and len(palettes) <= 1
        and all(at < images[0] for at in palettes)
        and (palettes or header.colour != _INDEXED)
    )
    if not sound:
        raise RejectedError(RejectionReason.DAMAGED)


def _spend_on_metadata(kind: bytes, body: bytes, allowance: Allowance) -> None:
    """Inflate compressed text and profiles, which viewers may do too.

    What does not inflate is ignored, as viewers do: it is not part of the picture.
    """
    if kind in {b"zTXt", b"iCCP"}:
        compressed = body.partition(b"\0")[2][1:]
    elif kind == b"iTXt" and body.partition(b"\0")[2][:1] == b"\1":
        compressed = body.split(b"\0", 5)[-1]
    else:
        return
    with suppress(UndecodableError):
        for _ in inflate([compressed], allowance):
            pass


def _header(chunk: tuple[bytes, memoryview]) -> "_Header":
    kind, body = chunk
    if kind != b"IHDR" or len(body) != _HEADER_SIZE:
        raise RejectedError(RejectionReason.DAMAGED)
    return _Header(*struct.unpack(">IIBBBBB", body))


@dataclass(frozen=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int
    compression: int
    filtering: int
    interlace: int

    def check(self, caps: Caps) -> None:
        """Hold the header to the specification and to the caps."""
        sound = (
            self.width > 0
            and self.height > 0
            and self.depth in _DEPTHS.get(self.colour, ())
            and (self.compression, self.filtering) == (0, 0)
            and self.interlace in (0, 1)
        )
        if not sound:
            raise RejectedError(RejectionReason.DAMAGED)
        if max(self.width, self.height) > caps.side or self.width * self.height > caps.pixels:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
        if sum(stride * count for _, stride, count in self.passes()) > caps.inflated_bytes:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)

    def passes(self) -> list[tuple[int, int, int]]:
        """Start, bytes per row (with the filter byte) and number of rows of each pass."""
        grid = _ADAM7 if self.interlace else ((0, 0, 1, 1),)
        found, start = [], 0
        for left, top, across, down in grid:
            columns = -(-(self.width - left) // across)
            count = -(-(self.height - top) // down)
            if columns > 0 and count > 0:
                stride = 1 + -(-columns * self.depth * _CHANNELS[self.colour] // 8)
                found.append((start, stride, count))
                start += stride * count
        return found


class _Rows:
    """Takes the inflated image data and checks that every row can be unfiltered."""

    def __init__(self, passes: list[tuple[int, int, int]]) -> None:
        self._passes = passes
        self._size = sum(stride * count for _, stride, count in passes)
        self._taken = 0

    def take(self, piece: bytes) -> None:
        begin, end = self._taken, self._taken + len(piece)
        self._taken = end
        if end > self._size:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        for start, stride, count in self._passes:
            first = start + max(0, -(-(begin - start) // stride)) * stride
            last = min(end, start + stride * count)
            if first < last and max(piece[first - begin : last - begin : stride]) > _HIGHEST_FILTER:
                raise RejectedError(RejectionReason.DAMAGED)

    def finish(self) -> None:
        if self._taken < self._size:
            raise RejectedError(RejectionReason.DAMAGED)
