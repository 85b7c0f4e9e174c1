"""Amounts of credits as certificates write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from certfolio.domain.reading.layout import Document, Line, Span


class Unit(StrEnum):
    """What an amount counts, the most telling first."""

    CREDITS = "credits"
    HOURS = "hours"


_CREDITS = (
    r"cpes?|ceus?|pdus?|cmes?|cpds?|cles?|cnes?|ces?|ects|cats?|cfus?|cec|ccu|rpdu|pdhs?|ashi|"
    r"credits?|creditos?|crediti|credito|kredit(?:e|punkte?n?|u|y|ai)?|kredi(?:si)?|"
    r"credit\s?points?|"
    r"(?:fort|weiter)bildungs(?:punkte?n?|credits)|(?:leistungs|cme|ects)-?\s?punkte?n?|"
    r"studiepoang|studiepoeng|studiepunten|hogskolepoang|hp|studieprosent|"
    r"opintopistetta|opintopiste|punktow\s(?:ects|edukacyjnych)|kreditpont|кредит(?:а|ов)?|"
    r"单位|单元|学分|學分|単位|학점|نقاط|نقطة"
)
_HOURS = (
    r"h|hrs?|hours?|contact\shours?|std|stunden?|zeitstunden?|ue|u\.\s?e|ustd|lerneinheiten|"
    r"unterrichts(?:einheiten?|stunden?)|lehreinheiten|heures?|horas?|hs|ore|ora|uren|uur|"
    r"timmar|timer|tuntia|tunti|godzin[ay]?|godz|hodin[ay]?|ur|orak?|saat(?:lik)?|"
    r"час(?:а|ов)?|ч|годин[аи]?|ώρες|ωρεσ|ωρα|時間|小时|小時|学时|學時|시간|ساعات|ساعة|שעות"
)
_NUMBER = (
    r"(?<![a-z\d_.,/+~\N{EN DASH}-])(?<!\d:)(?P<whole>\d{1,4})(?:[.,](?P<part>\d{1,3}))?"
    r"(?![.,/:\N{EN DASH}-]?\d)"
)
_AFTER = re.compile(
    rf"{_NUMBER}\s?[\(\[]?-?(?:total\s|full\s|academic\s|continuing\s|professional\s|education\s"
    rf"|contact\s|clock\s|credit\s(?=hours)|training\s|learning\s|development\s|nasba\s|ama\spra\s"
    rf"|category\s1\s|cat\.?\s1\s|pra\s){{0,4}}"
    rf"(?:(?P<credits>{_CREDITS})|(?P<hours>{_HOURS}))(?!\w)"
)
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<credits>{_CREDITS})|(?P<hours>{_HOURS}))"
    rf"(?:\s(?:hours?|credits?|units?|points?|earned|awarded|granted|value|total|completed|claimed"
    rf"|recommended|of|de|der|des|formation|for|this|course|obtenus?|erworben|unterricht|lectivas"
    rf"|totales|learning|training|cpe|ceu|cme)){{0,4}}"
    rf"\s?[:=\N{{EM DASH}}\N{{EN DASH}}.…)_-]{{0,60}}\s?{_NUMBER}"
)
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
    number
        The words of the number alone.
    """

    values: tuple[Decimal, ...]
    unit: Unit
    begin: int
    end: int
    span: Span
    number: Span


def amounts(document: Document) -> Iterator[Amount]:
    """Find every number with a unit of credits or of time: behind it, before it or above it."""
    seen: set[int] = set()
    text = document.text.text
    for pattern in (_AFTER, _BEFORE):
        for found in pattern.finditer(text):
            begin, end = found.span("whole")
            if begin in seen:
                continue
            if pattern is _BEFORE and _AFTER.match(text, begin):
                continue
            if not _in_one_go(document, document.text.span(*found.span())):
                continue
            seen.add(begin)
            whole, part = found["whole"], found["part"]
            unit = Unit.CREDITS if found["credits"] else Unit.HOURS
            yield Amount(
                _values(whole, part),
                unit,
                *found.span(),
                document.text.span(*found.span()),
                document.text.span(begin, end),
            )
    yield from _below_labels(document, seen)


def _in_one_go(document: Document, span: Span) -> bool:
    first, last = (document.lines[document.line_of[word]] for word in (span.first, span.end - 1))
    near = max(first.height, last.height) * 3
    return first.page == last.page and abs(first.box.top - last.box.top) <= near


def _below_labels(document: Document, seen: set[int]) -> Iterator[Amount]:
    """Numbers that stand alone, in a column or behind a gap, by what the label there says."""
    for row, following in zip(document.rows, [*document.rows[1:], []], strict=True):
        for label in row:
            words = document.folded[label.span.first : label.span.end]
            unit = _unit_of(" ".join(words))
            if unit is None:
                continue
            right = [line for line in row if line.box.left >= label.box.right][:1]
            below = [line for line in following if _overlap(label, line)]
            for line in [*right, *below][:2]:
                said = " ".join(document.folded[line.span.first : line.span.end])
                begin = document.text.begin_of(line.span.first)
                found = _AMOUNT.fullmatch(said)
                if found and begin not in seen and line.page == label.page:
                    seen.add(begin)
                    values = _values(found["whole"], found["part"])
                    yield Amount(values, unit, begin, begin + len(said), line.span, line.span)
                    break


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
