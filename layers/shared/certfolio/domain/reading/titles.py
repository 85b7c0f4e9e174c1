"""What a certificate is for."""

import re

from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.told import Told

_LABEL = re.compile(
    r"(?<!\w)(?:course\stitle|title\sof\s(?:course|program(?:me)?)|program(?:me)?\stitle|"
    r"activity\stitle|titel|thema|kurstitel|seminar|intitule(?:\sde\sla\sformation)?|"
    r"curso|corso|course|program(?:me)?)\s?:"
)
_LONGEST = 200


def title(document: Document, name: str | None) -> Told | None:
    """The title, where it stands behind its label."""
    for label in _LABEL.finditer(document.text.text):
        last = document.text.span(label.start(), label.end()).end - 1
        rest = document.rest_of_line(last + 1)
        said = document.said(rest)
        if said and len(said) <= _LONGEST and said != name:
            return Told(said, tuple(range(*rest)))
    return None
