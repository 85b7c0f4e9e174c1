"""Who issued a certificate."""

import re

from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.told import Told

_LABEL = re.compile(
    r"(?<!\w)(?:issued\sby|offered\sby|authorized\sby|provided\sby|sponsor|provider|issuer|"
    r"anbieter|veranstalter|aussteller|organisme(?:\sde\sformation)?|ente|organizador)\s?:?\s"
)
_LONGEST = 100


def issuer(document: Document, name: str | None) -> Told | None:
    """The issuer, where it stands behind its label."""
    for label in _LABEL.finditer(document.text.text):
        last = document.text.span(label.start(), label.end()).end - 1
        rest = document.rest_of_line(last + 1)
        said = document.said(rest)
        if said and len(said) <= _LONGEST and said != name:
            return Told(said, tuple(range(*rest)))
    return None
