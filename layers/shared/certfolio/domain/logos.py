"""An academy's logo: a small PNG (W3C, third edition), kept without what nobody sees."""

import struct
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from pydantic import AfterValidator, Field
from pydantic.config import JsonDict

from certfolio.domain.field_codes import FieldCode, refusal

MAX_BYTES = 24 * 1024
MAX_SIDE = 512
"""Pixels."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_FRAME = 12
"""Bytes of a chunk's length, type and checksum."""

_HEADER = struct.Struct(">IIBBBBB")
_DEPTHS = {0: {1, 2, 4, 8, 16}, 2: {8, 16}, 3: {1, 2, 4, 8}, 4: {8, 16}, 6: {8, 16}}
"""By colour type: how many bits a sample may have (section 11.2.1)."""

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_PALETTE = 3
_WITHOUT_PALETTE = frozenset({0, 4})
_FILTERS = 5
"""How many ways there are to filter a row (section 9.2)."""

_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2),
           (0, 1, 1, 2))  # fmt: skip
"""Of an interlaced picture: where each pass begins, and its steps (section 8.1)."""

_SEEN = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
"""Chunks that the picture is drawn from. Texts, times, profiles, whatever programs keep for
themselves and further pictures of an animation are left out."""


class NoLogo(Exception):
    """These bytes are no logo."""

    def __init__(self, flaw: FieldCode, **values: int) -> None:
        super().__init__(flaw)
        self.flaw = flaw
        self.values = values


class _Chunk(NamedTuple):
    kind: bytes
    body: bytes
    whole: bytes


def logo_of(data: bytes) -> bytes:
    """The logo in a PNG file: its chunks that are seen, as they are.

    Raises
    ------
    NoLogo
        It has a flaw.
    """
    if len(data) > MAX_BYTES:
        raise NoLogo(FieldCode.LOGO_TOO_LARGE, limit=MAX_BYTES)
    if not data.startswith(_SIGNATURE):
        raise NoLogo(FieldCode.LOGO_NOT_PNG)
    chunks = list(_chunks(data))
    samples = _samples(chunks)
    _check_order(chunks)
    _check_pixels(b"".join(chunk.body for chunk in chunks if chunk.kind == b"IDAT"), samples)
    return _SIGNATURE + b"".join(chunk.whole for chunk in chunks if chunk.kind in _SEEN)


def _chunks(data: bytes) -> Iterator[_Chunk]:
    """The chunks of a file, up to the last; nothing may stand behind that."""
    at = len(_SIGNATURE)
    kind = b""
    while kind != b"IEND":
        if at + _FRAME > len(data):
            raise NoLogo(FieldCode.LOGO_DAMAGED)
        size, kind = struct.unpack_from(">I4s", data, at)
        end = at + _FRAME + size
        if end > len(data) or not kind.isalpha():
            raise NoLogo(FieldCode.LOGO_DAMAGED)
        if zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end], "big"):
            raise NoLogo(FieldCode.LOGO_DAMAGED)
        yield _Chunk(kind, data[at + 8 : end - 4], data[at:end])
        at = end
    if at != len(data):
        raise NoLogo(FieldCode.LOGO_HAS_MORE_BEHIND)


def _samples(chunks: list[_Chunk]) -> list[int]:
    """How many bytes each row has that the header announces, its filter included.

    Raises
    ------
    NoLogo
        There is no such picture, or it is too large; nothing was unpacked to find out.
    """
    header = chunks[0]
    if header.kind != b"IHDR" or len(header.body) != _HEADER.size:
        raise NoLogo(FieldCode.LOGO_DAMAGED)
    width, height, depth, colour, compression, filtering, interlace = _HEADER.unpack(header.body)
    if max(width, height) > MAX_SIDE:
        raise NoLogo(FieldCode.LOGO_TOO_MANY_PIXELS, limit=MAX_SIDE)
    known = depth in _DEPTHS.get(colour, ()) and compression == filtering == 0
    if not (width and height and known and interlace in {0, 1}):
        raise NoLogo(FieldCode.LOGO_DAMAGED)
    _check_palette(chunks, depth, colour)
    bits = depth * _CHANNELS[colour]
    return [
        1 + -(-columns * bits // 8)
        for left, top, step, down in (_PASSES if interlace else ((0, 0, 1, 1),))
        for columns in [-(-(width - left) // step)]
        if columns > 0
        for _ in range(top, height, down)
    ]


def _check_palette(chunks: list[_Chunk], depth: int, colour: int) -> None:
    palettes = [chunk.body for chunk in chunks if chunk.kind == b"PLTE"]
    needed = colour == _PALETTE
    colours = len(palettes[0]) // 3 if palettes else 0
    most = 2**depth if needed else 256
    if (
        len(palettes) > 1
        or (needed and not palettes)
        or (palettes and colour in _WITHOUT_PALETTE)
        or (palettes and (len(palettes[0]) % 3 or not 0 < colours <= most))
    ):
        raise NoLogo(FieldCode.LOGO_DAMAGED)


def _check_order(chunks: list[_Chunk]) -> None:
    """Header, palette, the picture's data in one piece, end; no other chunk that must be known."""
    kinds = [chunk.kind for chunk in chunks]
    critical = b"".join(kind[:1] for kind in kinds if kind[:1].isupper())
    data = [place for place, kind in enumerate(kinds) if kind == b"IDAT"]
    in_one_piece = bool(data) and data[-1] - data[0] == len(data) - 1
    before = b"PLTE" not in kinds or kinds.index(b"PLTE") < (data[0] if data else 0)
    only_known = len(critical) == sum(kind in _CRITICAL for kind in kinds)
    if not (in_one_piece and before and only_known and kinds.count(b"IHDR") == 1):
        raise NoLogo(FieldCode.LOGO_DAMAGED)
    if chunks[-1].body:
        raise NoLogo(FieldCode.LOGO_DAMAGED)


_CRITICAL = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})


def _check_pixels(packed: bytes, rows: list[int]) -> None:
    """Unpack what the header announces and not one byte more."""
    unpacker = zlib.decompressobj()
    size = sum(rows)
    try:
        pixels = unpacker.decompress(packed, size + 1)
    except zlib.error as error:
        raise NoLogo(FieldCode.LOGO_DAMAGED) from error
    # The checksum stands behind the last byte and is read with it.
    if len(pixels) != size or not unpacker.eof:
        raise NoLogo(FieldCode.LOGO_DAMAGED)
    if unpacker.unused_data:
        raise NoLogo(FieldCode.LOGO_HAS_MORE_BEHIND)
    at = 0
    for row in rows:
        if pixels[at] >= _FILTERS:
            raise NoLogo(FieldCode.LOGO_DAMAGED)
        at += row


def _checked(value: str) -> str:
    try:
        return text_of(logo_of(_decoded(value)))
    except NoLogo as error:
        raise refusal(error.flaw, **error.values) from error


def _decoded(value: str) -> bytes:
    # What is longer than any logo is not decoded first.
    if len(value) > _MAX_TEXT:
        raise NoLogo(FieldCode.LOGO_TOO_LARGE, limit=MAX_BYTES)
    try:
        return b64decode(value, validate=True)
    except ValueError as error:
        raise NoLogo(FieldCode.LOGO_NOT_BASE64) from error


def text_of(logo: bytes) -> str:
    """A logo as it is sent: in base64."""
    return b64encode(logo).decode()


def in_text(logo: str) -> bytes:
    """The logo in such a text."""
    return b64decode(logo)


_MAX_TEXT = MAX_BYTES // 3 * 4
"""Characters of the largest logo in base64."""

_BASE64: JsonDict = {"contentEncoding": "base64", "contentMediaType": "image/png"}
Picture = Annotated[str, Field(json_schema_extra={**_BASE64, "maxLength": _MAX_TEXT})]
"""A logo as it is sent."""

Logo = Annotated[Picture, AfterValidator(_checked)]
"""A logo as somebody states it: checked by its bytes, and then without what nobody sees."""
