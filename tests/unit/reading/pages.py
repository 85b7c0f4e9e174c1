"""Pages as inspection hands them on, made from text."""

import re

from certfolio.domain.renditions import Page, Word

_LETTER, _BLANK, _LINE, _LEADING = 90, 50, 150, 250
_TALL, _DEEP = re.compile(r"[^acegm-suvwxyz]"), re.compile(r"[gjpqyQ,;()]")


def page(*lines: str) -> Page:
    """A page with these lines; a tab leaves a gap as wide as one between columns."""
    words = []
    for number, line in enumerate(lines):
        left, top = 500, 300 + number * _LEADING
        for cell in line.split("\t"):
            for text in cell.split():
                right = left + _LETTER * len(text)
                above = 0 if _TALL.search(text) else _LINE // 5
                below = _LINE // 5 if _DEEP.search(text) else 0
                words.append(
                    Word(
                        text,
                        left,
                        top + above,
                        min(right, 10_000),
                        top + _LINE - _LINE // 5 + below,
                    )
                )
                left = min(right + _BLANK, 9_999)
            left = min(left + 8 * _BLANK, 9_999)
    return Page(width=1131, height=1600, words=tuple(words))
