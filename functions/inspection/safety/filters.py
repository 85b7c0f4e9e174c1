"""Stream filters of PDF (ISO 32000-2, 7.4) that give out their output piece by piece.

Written as pipelines so that a chain of any filters is paid for while it runs: no stage holds more
than a piece of the one before it.
"""

import base64
import re
import zlib
from collections.abc import Callable, Iterable, Iterator

from functions.inspection.verdict import Allowance

_PIECE = 64 * 1024
_CLEAR, _END = 256, 257
_WIDEST = 12
_BLANK = b"\0\t\n\f\r "


class UndecodableError(Exception):
    """The data is not what its filter's name says."""


def inflate(pieces: Iterable[bytes | memoryview], allowance: Allowance) -> Iterator[bytes]:
    """Decode zlib data (RFC 1950).

    Missing checksums and ends are tolerated, as viewers do.

    Yields
    ------
    bytes
        At most 64 KiB at a time.

    Raises
    ------
    UndecodableError
        When the data is not zlib's.
    RejectedError
        When the allowance is used up.
    """
    decoder = zlib.decompressobj()
    for piece in pieces:
        rest: bytes | memoryview = piece
        while not decoder.eof:
            try:
                output = decoder.decompress(rest, _PIECE)
            except zlib.error as error:
                raise UndecodableError from error
            allowance.spend(len(output))
            if output:
                yield output
            rest = decoder.unconsumed_tail
            # A full piece may have left output behind in the decoder.
            if not rest and len(output) < _PIECE:
                break


def unrun(pieces: Iterable[bytes | memoryview], allowance: Allowance) -> Iterator[bytes]:
    """Decode RunLength data."""
    held = b""
    for piece in pieces:
        held += bytes(piece)
        output, at = bytearray(), 0
        while at < len(held):
            length = held[at]
            if length == 128:  # noqa: PLR2004 - the end-of-data mark
                allowance.spend(len(output))
                yield bytes(output)
                return
            size = length + 2 if length < 128 else 2  # noqa: PLR2004 - the same
            if at + size > len(held):
                break
            literal = held[at + 1 : at + size]
            output += literal if length < 128 else literal * (257 - length)  # noqa: PLR2004 - the same
            at += size
        held = held[at:]
        allowance.spend(len(output))
        yield bytes(output)


def unhex(pieces: Iterable[bytes | memoryview], allowance: Allowance) -> Iterator[bytes]:
    """Decode ASCIIHex data."""
    held = b""
    for piece in pieces:
        digits, mark, _ = (held + bytes(piece)).translate(None, _BLANK).partition(b">")
        if mark and len(digits) % 2:
            digits += b"0"
        whole = len(digits) // 2 * 2
        try:
            output = bytes.fromhex(digits[:whole].decode("ascii"))
        except ValueError as error:
            raise UndecodableError from error
        allowance.spend(len(output))
        yield output
        if mark:
            return
        held = digits[whole:]


_GROUPS = re.compile(rb"(?:z|[!-u]{5})*")


def unascii85(pieces: Iterable[bytes | memoryview], allowance: Allowance) -> Iterator[bytes]:
    """Decode ASCII85 data."""
    held = b""
    for piece in pieces:
        digits, mark, _ = (held + bytes(piece)).translate(None, _BLANK).partition(b"~")
        whole = _GROUPS.match(digits).end()  # type: ignore[union-attr] # matches the empty string
        try:
            output = base64.a85decode(digits if mark else digits[:whole])
        except ValueError as error:
            raise UndecodableError from error
        allowance.spend(len(output))
        yield output
        if mark:
            return
        held = digits[whole:]
        if len(held) > 4:  # noqa: PLR2004 - five digits not a group: one of them is not a digit
            raise UndecodableError


def unlzw(
    pieces: Iterable[bytes | memoryview], allowance: Allowance, *, early: int = 1
) -> Iterator[bytes]:
    """Decode LZW data; ``early`` is the filter's EarlyChange parameter."""
    first = [bytes([value]) for value in range(256)] + [b"", b""]
    table, before = list(first), b""
    bits = held = 0
    width = 9
    for piece in pieces:
        output = bytearray()
        for byte in bytes(piece):
            held = held << 8 | byte
            bits += 8
            if bits < width:
                continue
            bits -= width
            code = held >> bits
            held &= (1 << bits) - 1
            if code == _CLEAR:
                table, before, width = list(first), b"", 9
                continue
            if code == _END:
                allowance.spend(len(output))
                yield bytes(output)
                return
            if code < len(table):
                entry = table[code]
            elif code == len(table) and before:
                entry = before + before[:1]
            else:
                raise UndecodableError
            output += entry
            if before and len(table) < 1 << _WIDEST:
                table.append(before + entry[:1])
                width = min(_WIDEST, max(9, (len(table) + early).bit_length()))
            before = entry
            if len(output) >= _PIECE:
                allowance.spend(len(output))
                yield bytes(output)
                output.clear()
        allowance.spend(len(output))
        yield bytes(output)


def in_pieces(data: bytes) -> Iterator[bytes]:
    """Cut data so that no stage has to hold all of it."""
    return (data[at : at + _PIECE] for at in range(0, len(data), _PIECE))


Decoder = Callable[[Iterable[bytes | memoryview], Allowance], Iterator[bytes]]
DECODERS: dict[str, Decoder] = {
    "/FlateDecode": inflate,
    "/LZWDecode": unlzw,
    "/RunLengthDecode": unrun,
    "/ASCIIHexDecode": unhex,
    "/ASCII85Decode": unascii85,
}
