"""TIFF (revision 6.0): its directories, and what lies between the things they speak of."""

import struct
from dataclasses import dataclass, field

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Remarks
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.safety.polyglot import (
    refuse_archive,
    refuse_foreign,
    refuse_hidden_pdf,
    refuse_scripts,
)
from functions.inspection.verdict import RejectedError

_WIDTH, _HEIGHT, _STRIPS, _STRIP_SIZES, _TILES, _TILE_SIZES = 256, 257, 273, 279, 324, 325
# JPEG of the old kind (22), which says where its data is in tags of its own.
_INTERCHANGE, _INTERCHANGE_SIZE = 513, 514
_DATA = ((_STRIPS, _STRIP_SIZES), (_TILES, _TILE_SIZES), (_INTERCHANGE, _INTERCHANGE_SIZE))
_TYPE_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4}
_NUMBERS = {1: "B", 3: "H", 4: "I", 13: "I"}
_MOST_ENTRIES = 1_000
_MOST_PARTS = 1_000_000
_MOST_LOOKED_AT = MEBIBYTE
# Directories of previews, of a page's place and time, and of the camera's settings.
_FURTHER = {330, 34665, 34853}
_MOST_DIRECTORIES = 200


def inspect(data: bytes, caps: Caps) -> Remarks:
    """Check a TIFF.

    Raises
    ------
    RejectedError
        With the reason.
    """
    refuse_hidden_pdf(data)
    refuse_archive(data)
    reader = _Reader(data, "<" if data.startswith(b"II") else ">")
    pages = reader.read()
    if not pages:
        raise RejectedError(RejectionReason.DAMAGED)
    if pages > caps.frames:
        raise RejectedError(RejectionReason.TOO_MANY_PAGES)
    for width, height in reader.sizes:
        if max(width, height) > caps.side or width * height > caps.pixels:
            raise RejectedError(RejectionReason.TOO_MANY_PIXELS)
    for start, end in reader.gaps():
        refuse_foreign(data[start : min(end, start + _MOST_LOOKED_AT)])
    return Remarks()


@dataclass
class _Reader:
    """Follows the directories and keeps where everything is that they speak of."""

    data: bytes
    order: str
    sizes: list[tuple[int, int]] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def read(self) -> int:
        """Read all directories, and count those that follow each other: the pages."""
        self.spans.append((0, 8))
        pages, seen, further = 0, set[int](), list[int]()
        at = self._number("I", 4)
        while at and at not in seen:
            seen.add(at)
            pages += 1
            if pages > _MOST_DIRECTORIES:
                raise RejectedError(RejectionReason.TOO_MANY_PAGES)
            at, found = self._directory(at)
            further += found
        while further:
            at = further.pop()
            if at in seen:
                continue
            seen.add(at)
            if len(seen) > _MOST_DIRECTORIES:
                raise RejectedError(RejectionReason.TOO_COMPLEX)
            further += self._directory(at)[1]
        return pages

    def _number(self, form: str, at: int) -> int:
        if at + struct.calcsize(form) > len(self.data):
            raise RejectedError(RejectionReason.DAMAGED)
        number: int = struct.unpack_from(self.order + form, self.data, at)[0]
        return number

    def _directory(self, at: int) -> tuple[int, list[int]]:
        """Read one directory; tell where the next one is, and those it points to."""
        count = self._number("H", at)
        if count > _MOST_ENTRIES:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        end = at + 2 + 12 * count
        self.spans.append((at, end + 4))
        tags = dict(self._entry(at + 2 + 12 * number) for number in range(count))
        if tags.get(_WIDTH) and tags.get(_HEIGHT):
            self.sizes.append((tags[_WIDTH][0], tags[_HEIGHT][0]))
        for places, sizes in _DATA:
            pairs = zip(tags.get(places, ()), tags.get(sizes, ()), strict=False)
            self.spans += [(place, place + size) for place, size in pairs]
        further = [place for tag in _FURTHER for place in tags.get(tag, ())]
        return (self._number("I", end) if end + 4 <= len(self.data) else 0), further

    def _entry(self, at: int) -> tuple[int, tuple[int, ...]]:
        """Tag and numbers of one entry; a text is looked into."""
        tag, kind, count = (
            self._number("H", at),
            self._number("H", at + 2),
            self._number("I", at + 4),
        )
        size = _TYPE_SIZES.get(kind, 1) * count
        place = at + 8 if size <= 4 else self._number("I", at + 8)  # noqa: PLR2004 - section 2
        if place + size > len(self.data):
            return tag, ()
        self.spans.append((place, place + size))
        if kind not in _NUMBERS:
            refuse_scripts(self.data[place : place + size])
            return tag, ()
        if kind == 1:
            return tag, ()
        if count > _MOST_PARTS:
            raise RejectedError(RejectionReason.TOO_COMPLEX)
        return tag, struct.unpack_from(f"{self.order}{count}{_NUMBERS[kind]}", self.data, place)

    def gaps(self) -> list[tuple[int, int]]:
        """What no directory speaks of."""
        found, at = [], 0
        for start, end in sorted(self.spans):
            if start > at:
                found.append((at, start))
            at = max(at, end)
        return [*found, (at, len(self.data))] if at < len(self.data) else found
