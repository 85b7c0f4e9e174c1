"""HTML in which nothing that people wrote can become markup."""

from collections.abc import Mapping
from html import escape
from typing import Final


class Html(str):
    """Text that is HTML already; every other text is escaped where it enters a page."""

    __slots__ = ()


NOTHING: Final = Html()

_VOID = frozenset({"meta", "br"})
"""Elements that have no end tag."""


def html_of(text: str) -> Html:
    """Escape a text, whose line breaks stay, unless it is HTML already."""
    if isinstance(text, Html):
        return text
    return Html(escape(text).replace("\n", "<br>\n"))


def joined(*parts: str) -> Html:
    """Put parts one behind the other."""
    return Html("".join(map(html_of, parts)))


def element(name: str, attributes: Mapping[str, str], *children: str) -> Html:
    """Write an element and what is in it."""
    written = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{joined(*children)}</{name}>")
