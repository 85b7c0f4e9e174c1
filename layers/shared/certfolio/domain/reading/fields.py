"""What is read on a certificate: its fields, and what became of each."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from certfolio.domain.renditions import Box
from certfolio.domain.values import Record


class ReadField(StrEnum):
    """A field of a certificate that is looked for on the document."""

    TITLE = "title"
    ISSUER = "issuer"
    EARNED_ON = "earned_on"
    CREDITS = "credits"
    CERTIFICATE_NUMBER = "certificate_number"
    LEARNER = "learner"


class Outcome(StrEnum):
    """What became of a field that was looked for."""

    FOUND = "found"
    OTHER = "other"
    MISSING = "missing"
    UNREAD = "unread"


class Place(Record):
    """A place on a document.

    Attributes
    ----------
    page
        Number of the page, from 1.
    """

    page: int
    box: Box


class Finding(Record):
    """What a document says about one field.

    Attributes
    ----------
    outcome
        Found: the document says what was stated. Other: it says something else. Missing: it says
        nothing of the kind. Unread: nothing was stated, or no page has a text layer.
    text
        What the document says, in its own words; nothing where it says nothing.
    places
        Where it says so: one place for each line, the most telling one first.
    """

    outcome: Outcome
    text: str | None = None
    places: tuple[Place, ...] = ()


class Suggestion(Record):
    """A value for a field and where it was read.

    Attributes
    ----------
    value
        In the form in which the API takes it: a day is ``YYYY-MM-DD``, credits a decimal string.
    page
        Number of the page, from 1.
    """

    value: str
    page: int
    box: Box


class LabelSuggestion(Record):
    """A choice of one of a credit type's labels and where it was read.

    Attributes
    ----------
    page
        Number of the page, from 1.
    """

    credit_type: str
    label: str
    choice: str
    page: int
    box: Box


class LabelFinding(Record):
    """What a document says about one label that is stated.

    Attributes
    ----------
    line
        Number of the claim's line, from 0.
    """

    line: int
    label: str
    finding: Finding


Findings = Mapping[ReadField, Finding]
"""What became of every field."""

_LETTERS: Mapping[Outcome, str] = MappingProxyType(
    {Outcome.FOUND: "f", Outcome.OTHER: "o", Outcome.MISSING: "m", Outcome.UNREAD: "u"}
)
_OUTCOMES: Mapping[str, Outcome] = {letter: outcome for outcome, letter in _LETTERS.items()}


def summary(findings: Findings) -> str:
    """What became of each field, in few bytes: one letter each, in the order of `ReadField`.

    Stored with records: a letter never changes its meaning, and a new field is the last one.
    """
    return "".join(_LETTERS[findings[field].outcome] for field in ReadField)


def from_summary(text: str) -> Mapping[ReadField, Outcome]:
    """What a summary says of each field; a field it does not know of yet is unread.

    Raises
    ------
    ValueError
        The text is no summary.
    """
    if len(text) > len(ReadField) or not set(text) <= set(_OUTCOMES):
        raise ValueError("must be the summary of a reading")
    told = dict(zip(ReadField, (_OUTCOMES[letter] for letter in text), strict=False))
    return {field: told.get(field, Outcome.UNREAD) for field in ReadField}
