"""Days as certificates write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import product, zip_longest

from certfolio.domain.reading.layout import Document, Span, folded
from certfolio.domain.reading.months import MONTHS

_EARLIEST, _LATEST = 1900, 2199
_CENTURY = 2000
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""Years before the first one of an era."""

_BEGINS = r"(?:(?<!\w)(?<!\w[-./_])|(?<=[./-]\d{4}-)|(?<=\d日))"
_ENDS = r"(?:(?!\w)(?![-./_]\w)|(?=-\d{1,2}[./]\d{1,2}[./]\d{2,4})|(?=t\d\d?:))"
"""A day is no part of a longer number; a span of days may stand without blanks."""

_NTH = r"(?:(?:\s?(?:st|nd|rd|th)|er|re|eme|:?[aeo]|:nde|°|·)(?![^\W\d_]))?"
_TO = (
    r"\s?(?:[-\N{EN DASH}\N{EM DASH}~〜&+]|to|through|thru|until|and|bis|und|au|et|al|a|y|e|ate"
    r"|tot|t/m|en|do|i|til|till|och|og|az|sampai|до|по|至|到|から|부터)\s?"
)
_OF = r"(?:(?:day\s)?(?:de|del|di|of|the|do|da|dia|dei|den)\s(?:the\s)?(?:month\sof\s)?|d['’]\s?)?"
_LETTERS = r"[^\W\d_]{2,12}"
_NAME = rf"({_LETTERS})"

_YEAR_FIRST = re.compile(
    rf"{_BEGINS}(\d{{4}})\s?([-./])\s?(\d{{1,2}})\s?\2\s?(\d{{1,2}})\.?{_ENDS}"
)
_NUMERIC = re.compile(
    rf"{_BEGINS}(\d{{1,2}})\s?([-./])\s?(\d{{1,2}})\s?\2\s?['’]?(\d{{4}}|\d{{2}}){_ENDS}"
)
_IDEOGRAPHS = re.compile(
    rf"(?<!\d)(?:({'|'.join(_ERAS)})\s?)?(\d{{1,4}}|元)\s?[年년]\s?(\d{{1,2}})\s?[月월]\s?"
    r"(\d{1,2})\s?[日号號일]"
)
_DAY_NAME_YEAR = re.compile(
    rf"(?:{_BEGINS}|(?<=[\s(,]\d-)|(?<=[\s(,]\d\d-)|(?<=^\d-)|(?<=^\d\d-))(\d{{1,2}}){_NTH}[.,]?\s?(?:[-/]\s?)?{_OF}{_NAME}[.,׳]{{0,2}}\s?(?:[-/,]\s?)?"
    rf"(?:(?:de|del|of|do|di|anno|in the year|the year)\s)?(\d{{4}}|['’]\d\d){_ENDS}"
)
_DAY_NAME_SHORT_YEAR = re.compile(rf"{_BEGINS}(\d{{1,2}})([-/.]){_NAME}\2(\d\d){_ENDS}")
_NAME_DAY_YEAR = re.compile(
    rf"(?<!\w){_NAME}\.?[\s-]?(?:the\s)?(\d{{1,2}}){_NTH}(?:{_TO}(\d{{1,2}}){_NTH})?"
    rf"\s?[,.-]?\s?(?:of\s)?(\d{{4}}){_ENDS}"
)
_YEAR_NAME_DAY = re.compile(
    rf"{_BEGINS}(\d{{4}})[.,]?\s?(?:[mg]\.\s|-)?(?:gada\s)?{_NAME}[.,]?[\s-]?(\d{{1,2}})(?:[.,]|-[^\W\d_]{{1,3}})?{_ENDS}(?!\s?,?\s?\d{{4}})"
)
_YEAR_DAY_NAME = re.compile(rf"{_BEGINS}(\d{{4}})\.?\sgada\s(\d{{1,2}})\.\s{_NAME}(?!\w)")
_SHORT_YEAR_FIRST = re.compile(r"(?<![\w.])(\d\d)\.\s(\d\d?)\.\s(\d\d?)\.(?!\s?\d)")
_WITH_WORDS = re.compile(
    rf"{_BEGINS}(\d{{1,2}})\sth(?:an)?g\s(\d{{1,2}})(?:\snam|,|\s?/)\s?(\d{{4}}){_ENDS}"
)
_NTHS = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
"""
_ONES = """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen
"""
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70}
_ORDINALS = {
    **{word: day for day, word in enumerate(_NTHS.split(), start=1)},
    **{f"twenty{word}": 20 + day for day, word in enumerate(_NTHS.split()[:9], start=1)},
    "twentieth": 20,
    "thirtieth": 30,
    "thirtyfirst": 31,
}
_YEARS = {
    **{word: year for year, word in enumerate(_ONES.split(), start=1)},
    **_TENS,
    **{
        f"{tens}{word}": value + year
        for tens, value in _TENS.items()
        for year, word in enumerate(_ONES.split()[:9], start=1)
    },
}
_IN_WORDS = re.compile(
    rf"(?<!\w)((?:twenty|thirty)?[\s-]?[a-z]{{3,11}}th|(?:twenty|thirty)?[\s-]?(?:first|second|third)"
    rf"|\d{{1,2}}{_NTH})\s(?:day\s)?of\s{_NAME},?\s(?:in\sthe\syear\s(?:of\sour\slord\s)?)?"
    r"(?:two\sthousand(?:\sand)?[\s-]([a-z]{3,9}(?:[\s-](?:one|two|three|four|five|six|seven|eight"
    r"|nine))?)|(\d{4}))(?!\w)"
)
_MONTH_ONLY = re.compile(rf"(?<!\w){_NAME}[.,]?\s(?:de\s|del\s)?(\d{{4}}){_ENDS}")
_FIRST_OF_SPAN = re.compile(
    rf"(?:^|[^\w./-])(?P<day>\d{{1,2}}){_NTH}\.?"
    rf"(?:\s?[./]?(?P<number>\d{{1,2}})[./]?|\s?{_OF}(?P<name>{_LETTERS})\.?)?{_TO}$"
)
_FIRST_WITH_NAME = re.compile(rf"(?:^|\W)(?P<name>{_LETTERS})\.?\s(?P<day>\d{{1,2}}){_NTH},?{_TO}$")
_SPAN = re.compile(
    rf"(?:\s?[gr]\.?(?=\s)|\s?г\.?(?=\s))?(?:{_TO}|\s?[,;]\s?)(?:the\s|le\s|el\s|il\s|dem\s|zum\s)?"
)
_LONGEST_SPAN = 40


@dataclass(frozen=True)
class WrittenDay:
    """A day, or the last one of some, as a document has it.

    Attributes
    ----------
    begin, end
        Where it stands in the document's text.
    readings
        Which day it can be: several where day and month could change places or a name stands for
        two months; nothing where only a month is named.
    firsts
        The first day of a span of days, whichever it can be.
    separator
        What stands between its numbers where it is nothing but those.
    opens
        Whether it is the first day of a span the last one of which follows.
    """

    begin: int
    end: int
    span: Span
    readings: tuple[date, ...]
    firsts: tuple[date, ...] = ()
    separator: str | None = None
    opens: bool = False

    @property
    def month_only(self) -> bool:
        """Whether no day is named."""
        return not self.readings


@dataclass(frozen=True)
class _Match:
    begin: int
    end: int
    readings: tuple[date, ...]
    firsts: tuple[date, ...] = ()
    separator: str | None = None


def written_days(document: Document) -> list[WrittenDay]:
    """Find every day that a document names, in the order of its text."""
    text = document.text.text
    found: list[_Match] = []
    for match in sorted(_matches(text), key=lambda match: (match.begin, -match.end)):
        if not found or match.begin >= found[-1].end:
            found.append(match)
        elif match.end > found[-1].end and not found[-1].readings:
            found[-1] = match
    days = [
        WrittenDay(
            match.begin,
            match.end,
            document.text.span(match.begin, match.end),
            match.readings,
            match.firsts or _firsts(text, match),
            match.separator,
        )
        for match in found
    ]
    return [
        replace(day, opens=after is not None and _is_span(text, day, after))
        for day, after in zip_longest(days, days[1:])
    ]


def _is_span(text: str, day: WrittenDay, after: WrittenDay) -> bool:
    between = text[day.end : after.begin]
    return bool(len(between) < _LONGEST_SPAN and not after.month_only and _SPAN.fullmatch(between))


def _matches(text: str) -> Iterator[_Match]:
    yield from _in_numbers(text)
    yield from _in_names(text)
    yield from _in_words(text)
    for found in _MONTH_ONLY.finditer(text):
        name, year = found.groups()
        if _named(name) and _EARLIEST <= int(year) <= _LATEST:
            yield _Match(*found.span(), ())


def _in_numbers(text: str) -> Iterator[_Match]:
    for found in _YEAR_FIRST.finditer(text):
        year, separator, month, day = found.groups()
        yield from _of(found, _days([year], [month], [day]), separator=separator)
    for found in _NUMERIC.finditer(text):
        first, separator, second, last = found.groups()
        readings = [*_days([last], [second], [first]), *_days([last], [first], [second])]
        if len(last) == len(first) == len("yy"):
            readings += _days([first], [second], [last])
        yield from _of(found, readings, separator=separator)
    for found in _SHORT_YEAR_FIRST.finditer(text):
        first, second, third = found.groups()
        readings = _days([first], [second], [third])
        readings += _days([third], [second], [first]) if len(third) == len("yy") else []
        yield from _of(found, readings)
    for found in _IDEOGRAPHS.finditer(text):
        era, year, month, day = found.groups()
        counted = 1 if year == "元" else int(year)
        yield from _of(found, _days([str(_ERAS.get(era, 0) + counted)], [month], [day]))
    for found in _WITH_WORDS.finditer(text):
        day, month, year = found.groups()
        yield from _of(found, _days([year], [month], [day]))


def _in_names(text: str) -> Iterator[_Match]:
    for found in _DAY_NAME_YEAR.finditer(text):
        day, name, year = found.groups()
        yield from _of(found, _days([year.strip("'’")], _named(name), [day]))
    for found in _DAY_NAME_SHORT_YEAR.finditer(text):
        day, _, name, year = found.groups()
        yield from _of(found, _days([year], _named(name), [day]))
    for found in _NAME_DAY_YEAR.finditer(text):
        name, first, last, year = found.groups()
        firsts = _days([year], _named(name), [first]) if last else []
        yield from _of(found, _days([year], _named(name), [last or first]), firsts)
    for found in _YEAR_NAME_DAY.finditer(text):
        year, name, day = found.groups()
        yield from _of(found, _days([year], _named(name), [day]))
    for found in _YEAR_DAY_NAME.finditer(text):
        year, day, name = found.groups()
        yield from _of(found, _days([year], _named(name), [day]))


def _in_words(text: str) -> Iterator[_Match]:
    """As diplomas have it: the sixteenth day of May, two thousand twenty-five."""
    for found in _IN_WORDS.finditer(text):
        nth, name, after, year = found.groups()
        digits = re.match(r"\d+", nth)
        day = int(digits[0]) if digits else _ORDINALS.get(re.sub(r"[\s-]", "", nth), 0)
        counted = int(year) if year else _CENTURY + _YEARS.get(re.sub(r"[\s-]", "", after), 0)
        yield from _of(found, _days([str(counted)], _named(name), [str(day)]))


def _of(
    found: re.Match[str],
    readings: list[date],
    firsts: list[date] | None = None,
    separator: str | None = None,
) -> Iterator[_Match]:
    if readings:
        several = tuple(dict.fromkeys(readings))
        yield _Match(*found.span(), several, tuple(firsts or ()), separator)


def _named(name: str) -> list[str]:
    # Hebrew writes "in" together with the month.
    names = (name, folded(name.removeprefix("ב")), folded(name.removesuffix("ב")))
    months = next((MONTHS[each] for each in names if each in MONTHS), ())
    return [str(month) for month in months]


def _days(years: list[str], months: list[str], days: list[str]) -> list[date]:
    found = []
    for year, month, day in product(years, months, days):
        full = int(year) + (_CENTURY if len(year) == len("yy") else 0)
        try:
            told = date(full, int(month), int(day))
        except ValueError:
            continue
        if _EARLIEST <= full <= _LATEST:
            found.append(told)
    return found


def _firsts(text: str, match: _Match) -> tuple[date, ...]:
    """The first day of a span, where it leaves out what the last one says."""
    before = text[max(0, match.begin - _LONGEST_SPAN) : match.begin]
    for pattern in (_FIRST_WITH_NAME, _FIRST_OF_SPAN):
        if (found := pattern.search(before)) and (firsts := _first_days(found, match.readings)):
            return firsts
    return ()


def _first_days(found: re.Match[str], lasts: tuple[date, ...]) -> tuple[date, ...]:
    said = found.groupdict()
    number, name = said.get("number"), said.get("name")
    months = [number] if number else _named(name) if name else []
    if name and not months:
        return ()
    firsts = [
        first
        for last in lasts
        for first in _days([str(last.year)], months or [str(last.month)], [said["day"]])
        if first <= last
    ]
    return tuple(dict.fromkeys(firsts))
