"""Amounts of credits as certificates write them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certfolio.domain.reading.labels import folded_line
from certfolio.domain.reading.layout import Document, Line, Span


class Unit(StrEnum):
    """What an amount counts, the most telling first."""

    CREDITS = "credits"
    HOURS = "hours"


_CREDITS = (
    r"(?:cpe|ceu|cpd|cle|ce|cme|cne|pdu)\s(?:credits?|hours?|points?)(?:\shours?)?|cpes?|ceus?|pdus?|cmes?|cpds?|cles?|cnes?|ces?|ects|cats?|cfus?|cfps?|cec|ccu|rpdu|pdhs?|ashi|"
    r"credits?|creditos?|crediti|credito|kredit(?:e|punkte?n?|u|y|ai)?|kredi(?:si)?|"
    r"credit\s?points?|"
    r"(?:fort|weiter)bildungs(?:punkte?n?|credits)|(?:leistungs|cme|ects)-?\s?punkte?n?|"
    r"studiepoang|studiepoeng|(?:studie|accreditatie|pe-?|opleidings)punten|hogskolepoang|hp|studieprosent|"
    r"opintopistetta|opintopiste|punktow\s(?:ects|edukacyjnych)|kreditpont|кредит(?:а|ов)?|"
    r"单位|单元|学分|學分|単位|학점|نقاط|نقطة"
)
_HOURS = (
    r"h|hrs?|hours?|contact\shours?|std|stunden?|zeitstunden?|ue|u\.\s?e|ustd|lerneinheiten|"
    r"unterrichts(?:einheiten?|stunden?)|lehreinheiten|heures?|horas?|hs|ore|ora|uren|uur|"
    r"timmar|timer|tuntia|tunti|godzin[ay]?|godz|hodin[ay]?|ur|orak?|saat(?:lik)?|"
    r"час(?:а|ов)?|ч|годин[аи]?|ωρεσ|ωρα|時間|小时|小時|学时|學時|시간|ساعات|تاعاس|ساعة|ةعاس|שעות|תועש|jam(?:\spelajaran)?|sati?|sata|hores?|valand(?:os|u)|stundas|gio"
)
UNITS = rf"(?:{_CREDITS}|{_HOURS})"
_NUMBER = (
    r"(?<![a-z\d_.,/+~\N{EN DASH}-])(?<!\d:)(?P<whole>\d{1,4})(?:[.,](?P<part>\d{1,3}))?"
    r"(?![.,/:\N{EN DASH}-]?\d)"
)
_AFTER = re.compile(
    rf"{_NUMBER}(?:\s\([^()]{{1,20}}\))?\s?(?:de\s)?[\(\[]?-?(?:total\s|full\s|academic\s|continuing\s|professional\s|education\s"
    rf"|contact\s|clock\s|credit\s(?=hours)|training\s|learning\s|development\s|nasba\s|ama\spra\s"
    rf"|category\s1\s|cat\.?\s1\s|pra\s){{0,4}}"
    rf"(?:(?P<credits>{_CREDITS})|(?P<hours>{_HOURS}))(?!\w)(?!s?\s?:\s?\d)"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<credits>{_CREDITS})|(?P<hours>{_HOURS}))"
    rf"(?:\s(?:hours?|credits?|units?|points?|earned|awarded|granted|value|total|completed|claimed"
    rf"|recommended|of|de|der|des|formation|for|this|course|obtenus?|erworben|unterricht|lectivas"
    rf"|totales|learning|training|cpe|ceu|cme)){{0,4}}"
    rf"\s?[:=\N{{EM DASH}}\N{{EN DASH}}.)_-]{{0,60}}\s?{_NUMBER}"
)
TOTAL = re.compile(r"(?<!\w)(?:total|gesamt|summe|insgesamt|totale|suma|toplam|razem|totaal)|合計")
_NEAR = 20
_MOST_ROWS = 40
_AMOUNT = re.compile(_NUMBER)
_LABELLED = re.compile(rf"(?<!\w)(?:(?P<credits>{_CREDITS})|(?P<hours>{_HOURS}))(?!\w)")
_SHORTEST_UNIT = re.compile(r"h|ч|ur|ora|hp|ce|ces|hs|cat|cats")


@dataclass(frozen=True)
class Amount:
    """An amount that a document names.

    Attributes
    ----------
    values
        Which amount it can be: a point in "1.000" may set thousands apart.
    begin, end
        Where it stands in the document's text, with its unit.
    is_total
        Whether it is said to be the sum of others.
    label
        Words apart from it that name its unit.
    """

    values: tuple[Decimal, ...]
    unit: Unit
    begin: int
    end: int
    span: Span
    is_total: bool = False
    label: Span | None = None


def amounts(document: Document) -> Iterator[Amount]:
    """Find every number with a unit of credits or of time: behind it, before it or above it."""
    seen: set[int] = set()
    for found, begin in _with_units(document):
        at = begin + found.start("whole")
        if at not in seen:
            seen.add(at)
            end = begin + found.end()
            before = document.text.text[max(0, begin + found.start() - _NEAR) : end]
            yield Amount(
                values=_values(found["whole"], found["part"]),
                unit=Unit.CREDITS if found["credits"] else Unit.HOURS,
                begin=begin + found.start(),
                end=end,
                span=document.text.span(begin + found.start(), end),
                is_total=TOTAL.search(before) is not None,
            )
    yield from _below_labels(document, seen)


def _with_units(document: Document) -> Iterator[tuple[re.Match[str], int]]:
    """Numbers with their units, and where the text begins in which they were found."""
    text = document.text.text
    for found in _AFTER.finditer(text):
        if _in_one_go(document, document.text.span(*found.span())):
            yield found, 0
    for line in document.lines:
        begin = document.text.begin_of(line.span.first)
        for found in _BEFORE.finditer(folded_line(document, line)):
            if not _AFTER.match(text, begin + found.start("whole")):
                yield found, begin


def _in_one_go(document: Document, span: Span) -> bool:
    """Whether number and unit are on one line, or in prose that goes on in the next."""
    first, last = (document.line_of[word] for word in (span.first, span.end - 1))
    in_prose = len(document.lines[first].text) > _LONGEST_LABEL
    return first == last or (in_prose and first + 1 == last)


def _below_labels(document: Document, seen: set[int]) -> Iterator[Amount]:
    """Numbers that stand alone, behind a gap or in a column, by what the label there says."""
    for at, row in enumerate(document.rows):
        for label in row:
            unit = _unit_of(folded_line(document, label))
            if unit is None:
                continue
            beside = document.beside(label)
            alone = beside and _AMOUNT.fullmatch(_value(document, beside))
            cells = [beside] if beside and alone else []
            for line in cells or _column(document, label, document.rows[at + 1 :][:_MOST_ROWS]):
                found = _AMOUNT.fullmatch(_value(document, line))
                begin = document.text.begin_of(line.span.end - 1)
                if found and begin not in seen:
                    seen.add(begin)
                    yield Amount(
                        values=_values(found["whole"], found["part"]),
                        unit=unit,
                        begin=begin,
                        end=begin + len(found[0]),
                        span=line.span,
                        is_total=_is_total(document, line),
                        label=label.span,
                    )


def _column(document: Document, label: Line, rows: Iterable[list[Line]]) -> Iterator[Line]:
    """The numbers beneath a label, up to the first thing that is none."""
    for row in rows:
        there = [line for line in row if line.page == label.page and _overlap(label, line)]
        if len(there) != 1 or not _AMOUNT.fullmatch(_value(document, there[0])):
            return
        yield there[0]


def _value(document: Document, line: Line) -> str:
    return folded_line(document, line).lstrip(":= ")


def _is_total(document: Document, line: Line) -> bool:
    return any(TOTAL.search(folded_line(document, other)) for other in document.row(line))


def _unit_of(label: str) -> Unit | None:
    if len(label) > _LONGEST_LABEL:
        return None
    for found in _LABELLED.finditer(label):
        if not _SHORTEST_UNIT.fullmatch(found[0]):
            return Unit.CREDITS if found["credits"] else Unit.HOURS
    return None


def _overlap(label: Line, line: Line) -> bool:
    return line.box.left < label.box.right and line.box.right > label.box.left


def _values(whole: str, part: str | None) -> tuple[Decimal, ...]:
    if part is None:
        return (Decimal(whole),)
    exact = Decimal(f"{whole}.{part}")
    thousands = len(part) == len("000")
    return (exact, Decimal(whole + part)) if thousands else (exact,)


_LONGEST_LABEL = 40
