"""A mail as plain text."""

from collections.abc import Iterator
from typing import assert_never

from functions.mail.letters.blocks import Entry, Facts, Link, Page, Paragraph, Part, Quote

_RULE = "-" * 40
"""Before what stands below a mail; not ``--``, behind which clients cut a signature off."""


def text_of(page: Page) -> str:
    """Write a mail for whoever reads no HTML: all of it, with every link in full."""
    parts = [
        page.sender,
        page.heading,
        page.greeting,
        *map(_part, page.blocks),
        _link(page.button),
        _RULE,
        page.why,
        *map(_link, page.links),
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _part(part: Part) -> str:
    match part:
        case Paragraph():
            return part.text
        case Quote():
            return f"{part.by}\n" + "\n".join(_quoted(part.text))
        case Facts():
            return "\n".join(f"{name}: {value}" for name, value in part.rows)
        case Entry():
            heading = f"* {part.title}\n  {part.state}"
            below = "\n\n".join(map(_part, part.blocks))
            action = _link(part.action) if part.action else ""
            return "\n".join(filter(None, (heading, *map(_indented, (part.url, below, action)))))
        case _:
            assert_never(part)


def _quoted(text: str) -> Iterator[str]:
    return (f"> {line}".rstrip() for line in text.strip().split("\n"))


def _indented(text: str) -> str:
    return "\n".join(f"  {line}".rstrip() for line in text.split("\n")) if text else ""


def _link(link: Link) -> str:
    return f"{link.label}:\n{link.url}"
