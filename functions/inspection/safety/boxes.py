"""Boxes of the ISO base media file format (ISO/IEC 14496-12, 4.2): films and HEIC."""

import struct
from typing import NamedTuple

from certfolio.domain.files import RejectionReason
from functions.inspection.verdict import RejectedError

_HEAD = 8
_MOST_BOXES = 1_000
_FILM = {
    *(b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"uuid", b"meta", b"moof", b"mfra"),
    *(b"udta", b"styp", b"sidx", b"pdin", b"pnot"),
}


class Box(NamedTuple):
    """One box: its kind, where its content starts and where it ends."""

    kind: bytes
    start: int
    end: int


def boxes(data: bytes, at: int = 0) -> list[Box]:
    """Read the boxes from a place on, as far as they are sound."""
    found: list[Box] = []
    while at + _HEAD <= len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        start = at + _HEAD
        if size == 1 and start + 8 <= len(data):
            (size,) = struct.unpack_from(">Q", data, start)
            start += 8
        end = len(data) if size == 0 else at + size
        if end < start or end > len(data) or not kind.isalnum():
            break
        if len(found) == _MOST_BOXES:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        found.append(Box(kind, start, end))
        at = end
    return found


def film_end(data: bytes, at: int) -> int | None:
    """Where the film that starts at a place ends; None where there is none."""
    if data[at + 4 : at + 8] != b"ftyp":
        return None
    end, kinds = at, set()
    for box in boxes(data, at):
        if box.kind not in _FILM:
            break
        kinds.add(box.kind)
        end = box.end
    return end if kinds & {b"moov", b"moof"} and b"mdat" in kinds else None
