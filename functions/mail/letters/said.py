"""What people wrote, as it may stand in a mail."""

import unicodedata

_SUBJECT = 78
"""Letters of a subject; RFC 5322, section 2.1.1, asks for lines no longer than that."""

_REVERSE = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Marks that change the direction of what follows, up to the end where none ends it."""

_RIGHT_TO_LEFT = frozenset({"R", "AL"})
_ISOLATE, _END = "\u2068", "\u2069"
_JOINER = "\u200d"
_ELLIPSIS = "…"
_SKIN = ("\U0001f3fb", "\U0001f3ff")
_FLAG = ("\U0001f1e6", "\U0001f1ff")


def line(text: str) -> str:
    """Put a text on one line: nothing behind it can be taken for something else of the mail."""
    spaced = "".join(" " if _breaks(mark) else mark for mark in text if mark not in _REVERSE)
    return _isolated(" ".join(spaced.split()))


def prose(text: str) -> str:
    """Keep a text's own lines, and nothing that is not seen and changes how the rest is shown."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n")
    return "\n".join(map(line, lines))


def subject(pattern: str, title: str) -> str:
    """Put a title into a subject, shortened so that the words around it stay.

    Parameters
    ----------
    pattern
        Has one ``{}``.
    """
    room = _SUBJECT - len(pattern.replace("{}", ""))
    return pattern.replace("{}", _isolated(shortened(_bare(line(title)), room)))


def shortened(text: str, length: int) -> str:
    """Cut a line to a length, between words where it can be, and never inside a letter."""
    if len(text) <= length:
        return text
    end = max(length - 1, 1)
    while end > 1 and _belongs_before(text, end):
        end -= 1
    at_word = text.rfind(" ", end * 2 // 3, end + 1)
    return text[: at_word if at_word > 0 else end].rstrip() + _ELLIPSIS


def _bare(text: str) -> str:
    return text.removeprefix(_ISOLATE).removesuffix(_END)


def _isolated(text: str) -> str:
    # The isolates of UAX #9, section 2.4, keep what runs from right to left from turning round
    # what stands beside it. Only where they are needed: old mail clients show them as boxes.
    if any(unicodedata.bidirectional(mark) in _RIGHT_TO_LEFT for mark in text):
        return f"{_ISOLATE}{text}{_END}"
    return text


def _breaks(mark: str) -> bool:
    return unicodedata.category(mark) in {"Cc", "Zl", "Zp"}


def _belongs_before(text: str, at: int) -> bool:
    """Whether what stands here is part of the letter before it: an accent, part of an emoji."""
    mark, before = text[at], text[at - 1]
    return (
        unicodedata.category(mark) in {"Mn", "Mc", "Me"}
        or _JOINER in {mark, before}
        or _SKIN[0] <= mark <= _SKIN[1]
        or (_FLAG[0] <= mark <= _FLAG[1] and _FLAG[0] <= before <= _FLAG[1])
    )
