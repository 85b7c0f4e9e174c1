"""Which characters the fonts of a document have.

PDF/A takes no text that its fonts have no glyph for (ISO 19005-2, 6.2.11.8: no reference to the
.notdef glyph), so what none has is shown as `REPLACEMENT`.
"""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from pathlib import Path

REPLACEMENT = "\ufffd"

_UNICODE = (3, 10)
"""Platform and encoding of the table that names all of Unicode (OpenType, "cmap")."""
_GROUPS = 12
"""Format of that table."""


class Glyphs:
    """The characters that one of some fonts has."""

    def __init__(self, fonts: Iterable[Path]) -> None:
        self._ranges = _joined(span for font in fonts for span in _spans(font.read_bytes()))
        self._starts = [first for first, _ in self._ranges]

    def __contains__(self, character: str) -> bool:
        place = bisect_right(self._starts, ord(character)) - 1
        return place >= 0 and ord(character) <= self._ranges[place][1]

    def shown(self, text: str) -> str:
        """The text with `REPLACEMENT` in the place of what no font has."""
        composed = unicodedata.normalize("NFC", text)
        return "".join(c if c in self or c.isspace() else REPLACEMENT for c in composed)


def _spans(font: bytes) -> list[tuple[int, int]]:
    """The code points of a font, as first and last of each stretch."""
    (count,) = struct.unpack_from(">H", font, 4)
    tables = {
        tag: start
        for tag, _, start, _ in (
            struct.unpack_from(">4sIII", font, 12 + 16 * table) for table in range(count)
        )
    }
    start = tables[b"cmap"]
    (encodings,) = struct.unpack_from(">H", font, start + 2)
    for encoding in range(encodings):
        platform, kind, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * encoding)
        (form,) = struct.unpack_from(">H", font, start + offset)
        if (platform, kind) == _UNICODE and form == _GROUPS:
            (groups,) = struct.unpack_from(">I", font, start + offset + 12)
            return [
                (first, last)
                for first, last, _ in (
                    struct.unpack_from(">III", font, start + offset + 16 + 12 * group)
                    for group in range(groups)
                )
            ]
    raise ValueError("the font has no table of all of Unicode")


def _joined(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same, in order and without overlaps."""
    joined: list[tuple[int, int]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], last)
        else:
            joined.append((first, last))
    return joined
