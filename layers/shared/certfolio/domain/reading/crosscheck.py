"""What a learner states, looked for on the document."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cache

from certfolio.domain.certificates import Content
from certfolio.domain.reading.amounts import Unit
from certfolio.domain.reading.certain import read
from certfolio.domain.reading.earned import Meaning, meaning_of
from certfolio.domain.reading.fields import Finding, Findings, Outcome, ReadField
from certfolio.domain.reading.layout import Document, compact
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.names import somebody_else
from certfolio.domain.reading.numbers import SHORTEST, labelled_numbers
from certfolio.domain.reading.told import Told
from certfolio.domain.renditions import Page

_MOST_PLACES = 10
_SHORTEST_DIGITS = 5
"""Digits of a number that is told apart from a year."""

_LEGAL_FORMS = re.compile(
    r"[,\s]+(?:inc|llc|ltd|limited|plc|corp|co|gmbh|ggmbh|ag|kg|e\.?\s?v|se|s\.?a\.?s?|s\.?l|"
    r"s\.?r\.?l|s\.?p\.?a|b\.?v|n\.?v|a\.?b|a\.?s|oy|oyj|sp\.?\sz\s?o\.?\s?o|pty|pte)\.?$",
    re.IGNORECASE,
)


_Read = Callable[[], Mapping[ReadField, Told]]
_Tell = Callable[[], Told | None]


def cross_check(content: Content, name: str | None, pages: Sequence[Page]) -> Findings:
    """Look on a document for everything that is stated about it.

    Parameters
    ----------
    content
        What the learner states.
    name
        The learner's name from the directory; nothing where it is not known.
    pages
        The pages as inspection drew them.

    Returns
    -------
    Mapping
        A finding for every field.
    """
    document = Document(pages)
    if not document:
        return dict.fromkeys(ReadField, Finding(outcome=Outcome.UNREAD))
    material = Material.of(document, name)
    # Reading all of it takes long, and is asked for only where something stated is not there.
    told = cache(lambda: read(material))
    return {field: _finding(field, content, name, material, told) for field in ReadField}


def _finding(
    field: ReadField,
    content: Content,
    name: str | None,
    material: Material,
    told: _Read,
) -> Finding:
    document = material.document
    match field:
        case ReadField.TITLE:
            return _phrase(document, content.title, lambda: told().get(field))
        case ReadField.ISSUER:
            return _phrase(document, content.issuer, lambda: told().get(field))
        case ReadField.EARNED_ON:
            return _day(material, content.earned_on, lambda: told().get(field))
        case ReadField.CREDITS:
            return _credits(material, [claim.claimed for claim in content.claims])
        case ReadField.CERTIFICATE_NUMBER:
            return _number(material, content.certificate_number)
        case ReadField.LEARNER:
            return _learner(material, name)


def _phrase(document: Document, stated: str | None, tell: _Tell) -> Finding:
    if stated is None:
        return Finding(outcome=Outcome.UNREAD)
    for text in (stated, _LEGAL_FORMS.sub("", stated)):
        found = next(document.phrases(compact(text)), None)
        if found is not None:
            return _found(document, found)
    told = tell()
    return _other(document, [] if told is None else [told.words])


def _day(material: Material, stated: date, tell: _Tell) -> Finding:
    document, days = material.document, material.days
    told_of = [day for day in days if meaning_of(material, day) is not Meaning.OTHER]
    there = [day for day in told_of if stated in (*day.readings, *day.firsts)]
    if there:
        return said_there(document, Outcome.FOUND, [range(*day.span) for day in there])
    told = tell()
    if told is not None:
        return _other(document, [told.words])
    # An expiry is worth being shown only where there is nothing better.
    return _other(document, [range(*day.span) for day in told_of or days])


def _credits(material: Material, claimed: Sequence[Decimal]) -> Finding:
    document, named = material.document, material.amounts
    matching = [
        next((amount for amount in named if value in amount.values), None) for value in claimed
    ]
    there = [amount for amount in matching if amount is not None]
    if len(there) == len(claimed):
        return said_there(document, Outcome.FOUND, [range(*amount.span) for amount in there])
    ordered = sorted(named, key=lambda amount: list(Unit).index(amount.unit))
    return _other(document, [range(*amount.span) for amount in ordered])


def _number(material: Material, stated: str | None) -> Finding:
    document = material.document
    if stated is None:
        return Finding(outcome=Outcome.UNREAD)
    labelled = labelled_numbers(material)
    number = compact(stated)
    there = [list(told.words) for told in labelled if compact(told.value) == number]
    if not there and len(number) >= (_SHORTEST_DIGITS if number.isdigit() else SHORTEST):
        there = [
            words
            for words in document.numbers(number)
            if not material.words_of_days.issuperset(words)
        ]
    if there:
        return _found(document, there[0])
    return _other(document, [told.words for told in labelled])


def _learner(material: Material, name: str | None) -> Finding:
    if name is None:
        return Finding(outcome=Outcome.UNREAD)
    document = material.document
    if material.learner:
        return _found(document, material.learner)
    other = somebody_else(document)
    return _other(document, [] if other is None else [other])


def _found(document: Document, words: Sequence[int]) -> Finding:
    return said_there(document, Outcome.FOUND, [words])


def _other(document: Document, groups: Sequence[Iterable[int]]) -> Finding:
    if not groups:
        return Finding(outcome=Outcome.MISSING)
    return said_there(document, Outcome.OTHER, groups)


def said_there(document: Document, outcome: Outcome, groups: Sequence[Iterable[int]]) -> Finding:
    """A finding with what words of a document say, and where they stand."""
    numbers = [list(group) for group in groups[:_MOST_PLACES]]
    text = "; ".join(dict.fromkeys(document.words_said(group) for group in numbers))
    places = [place for group in numbers for place in document.places(group)]
    return Finding(outcome=outcome, text=text, places=tuple(dict.fromkeys(places)))
