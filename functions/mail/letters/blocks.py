"""What a mail is made of, before it is written as HTML and as text: so both say the same."""

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """What a state means, beyond its words; named as the colours of `Ground` are."""

    GOOD = "good"
    ASKS = "asks"
    BAD = "bad"
    TOLD = "told"


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    text: str


@dataclass(frozen=True)
class Quote:
    """What somebody wrote, told apart from what the product says."""

    by: str
    text: str


@dataclass(frozen=True)
class Facts:
    """What has a name and a value, line by line."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Link:
    """Where a mail leads."""

    label: str
    url: str


@dataclass(frozen=True)
class Entry:
    """One certificate that a mail tells of.

    Attributes
    ----------
    state
        What happened to it, in a word or two.
    url
        Where it is seen.
    action
        What to do with it, where the mail's own button does not do that.
    """

    title: str
    state: str
    tone: Tone
    url: str
    blocks: tuple[Paragraph | Quote | Facts, ...]
    action: Link | None = None


@dataclass(frozen=True)
class Page:
    """A whole mail.

    Attributes
    ----------
    language
        As BCP 47 names it.
    preheader
        What clients show beside the subject before a mail is opened.
    sender
        The academy's name.
    why
        Why it was sent.
    """

    language: str
    subject: str
    preheader: str
    sender: str
    heading: str
    greeting: str
    blocks: tuple[Paragraph | Facts | Entry, ...]
    button: Link
    why: str
    links: tuple[Link, ...]


Part = Paragraph | Quote | Facts | Entry
