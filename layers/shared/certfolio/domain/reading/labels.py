"""What stands behind a label, as in a form: on its line, beside it or beneath it."""

import re
from collections.abc import Iterator

from certfolio.domain.reading.layout import WITHOUT_BLANKS, Document, Line
from certfolio.domain.reading.told import Told

_COLON = re.compile(r"\s?[:;=]\s?")
_MARKS = " :;=-\N{EN DASH}\N{EM DASH}.,"
_NUMBERED = re.compile(r"\d{1,2}\s?[.)]\s")
"""How forms number what they ask for."""

_SAME_EDGE = 300
"""Parts of the page's width by which a value may begin elsewhere than the label above it."""


def folded_line(document: Document, line: Line) -> str:
    """A line in the form in which it is compared."""
    return " ".join(document.folded[line.span.first : line.span.end])


def labelled(document: Document, labels: re.Pattern[str]) -> Iterator[Told]:
    """Find what stands behind labels.

    Parameters
    ----------
    labels
        What a line begins with, folded. It is a label where a colon or nothing follows it, or
        where its script puts nothing between words.

    Yields
    ------
    Told
        As it is written.
    """
    for line in document.lines:
        yield from behind(document, line, labels)


def behind(document: Document, line: Line, labels: re.Pattern[str]) -> Iterator[Told]:
    """Find what stands behind a label that a line begins with; see `labelled`."""
    text = folded_line(document, line)
    numbered = _NUMBERED.match(text)
    label = labels.match(text, numbered.end() if numbered else 0)
    if label is None:
        return
    colon = _COLON.match(text, label.end())
    end = colon.end() if colon else label.end()
    rest = text[end:].strip(_MARKS)
    unbroken = WITHOUT_BLANKS.match(label[0][-1]) is not None
    if rest and (colon or unbroken):
        yield _on_the_line(document, line, text, end)
    elif not rest:
        yield from _near(document, line)


def _on_the_line(document: Document, line: Line, text: str, end: int) -> Told:
    first = line.span.first + text.count(" ", 0, end)
    words = tuple(range(first, line.span.end))
    said = document.words_said(words)
    within = end - (text.rfind(" ", 0, end) + 1)
    # Folding may change how long a word is: what is glued to a label is cut at the colon.
    if within:
        head = document.words[first].text
        cut = max(head.find(mark) for mark in ":;=") + 1
        said = said[cut or within :]
    return Told(said.strip(_MARKS), words)


def _near(document: Document, line: Line) -> Iterator[Told]:
    beside = document.beside(line)
    below = document.below(line)
    for other in (beside, below):
        if other is None:
            continue
        if other is below and abs(other.box.left - line.box.left) > _SAME_EDGE:
            continue
        said = other.text.strip(_MARKS)
        if said:
            yield Told(said, tuple(range(*other.span)))
            return
