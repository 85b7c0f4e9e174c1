"""PNG files, made and spoilt chunk by chunk."""

import struct
import zlib
from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, body: bytes = b"", *, checksum: int | None = None) -> bytes:
    """One chunk, with its checksum or another."""
    right = zlib.crc32(kind + body) if checksum is None else checksum
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", right)


def header(  # noqa: PLR0913 - the header's fields
    width: int = 2,
    height: int = 2,
    *,
    depth: int = 8,
    colour: int = 2,
    compression: int = 0,
    filtering: int = 0,
    interlace: int = 0,
) -> bytes:
    """The chunk that a PNG begins with."""
    fields = (width, height, depth, colour, compression, filtering, interlace)
    return chunk(b"IHDR", struct.pack(">IIBBBBB", *fields))


def data(pixels: bytes = (b"\0" + b"\x10\x20\x30" * 2) * 2) -> bytes:
    """The picture's data, by default of two by two pixels."""
    return chunk(b"IDAT", zlib.compress(pixels))


END = chunk(b"IEND")


def png(*chunks: bytes) -> bytes:
    """A PNG of these chunks; without any, a good one of two by two pixels."""
    return SIGNATURE + b"".join(chunks or (header(), data(), END))


def kinds(picture: bytes) -> Iterable[bytes]:
    """The types of a PNG's chunks."""
    at = len(SIGNATURE)
    while at < len(picture):
        size, kind = struct.unpack_from(">I4s", picture, at)
        yield kind
        at += 12 + size
