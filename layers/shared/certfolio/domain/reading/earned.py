"""The day on which a certificate was earned."""

import re
from collections import Counter
from datetime import date, timedelta
from enum import StrEnum

from certfolio.domain.reading.dates import WrittenDay
from certfolio.domain.reading.labels import folded_line
from certfolio.domain.reading.layout import words_of
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.told import Told


class Meaning(StrEnum):
    """What a document says a day is."""

    EARNED = "earned"
    ISSUED = "issued"
    OTHER = "other"
    PLAIN = "plain"


_OTHER = re.compile(
    r"(?<!\w)(?:expir|valid (?:until|through|thru|till|to|from)|gultig|ablauf|renew|valable|"
    r"venc|vigencia|valid[oa] |validade|scad|geldig|wazn|giltig|gyldig|voimassa|platn|gecerli|"
    r"recert|next |due |before|born|birth|geb\b|geb\.|gebor|geburt|nee? le|nacid|nascid|nat[oa] "
    r"|fodt|fodd|synt|naroz|urodz|dogum|dob\b|print|download|generated|accessed|retrieved|gedruckt"
    r"|imprim|version|stand\b|stand:|rev\.|since|seit|member|approv|period:"
    r"|accredit|ordonn|verordnung|gesetz|decreto|law of|start|begin|beginn|debut|inicio|inizio"
    r"|registered|expected|enrol|inscri|einschreib|anmeld|scheduled|planned)"
    r"|inscripcion|inscricao"
    r"|有効期限|有効期間|有效期|生年月日|出生|生日|유효|생년월일|تاريخ الميلاد|деиствител|родил"
)
_EARNED = re.compile(
    r"(?<!\w)(?:complet|award|earned|achiev|pass(?:ed|ing)? |absolv|termin|abgeschlossen"
    r"|bestanden|exam(?:ination|en|e|s|ens)?(?!\w)"
    r"|pruf|test date|obten|finaliz|consegui|superat|attend|held|particip|teilgenommen"
    r"|durchgefuhrt|took place|finished|conclu|realiza|svolt|tenut|gevolgd|behaald|ukoncz|slutfor"
    r"|gennemfor|suorit|absolvov|tamamla|assessment|presented|afholdt|celebrad|impartid"
    r"|(?:course|workshop|event|session|training|seminar|program)s? dates?|date\(s\))"
    r"|修了日|修了年月日|完成日期|受講日|合格日|認定日|取得日|수료일"
)
_ISSUED = re.compile(
    r"(?<!\w)(?:issue|date\b|datum|ausgestellt|ausstell|delivr|fait a|fait le|emit|emis|rilasc|"
    r"fecha|data\b|uitgereikt|dato\b|utfard|given|granted|conferred|dated|den\b|le\b|am\b|on\b|"
    r"wydan|vydan|tarih|el dia|a los|this)|発行日|交付日|颁发日期|发证日期|التاريخ|تاريخ"
)
_NUMBER_OF_AN_ISSUE = re.compile(r"(?<!of )(?<!\w)(?:issue|volume|vol\.|heft)\s$")
"""Of a journal: "Issue 7, July 2025" names no day."""

_CLOCK = re.compile(r",?\s\d{1,2}:\d\d(?!\d)")
_AT_THE_TOP = 8
"""Characters before the day at most with which a browser begins the pages that it prints."""

_BEFORE = 120
_SOON = timedelta(days=92)
"""How long after a course its certificate is issued at most, where both days are named."""

_NOT_ENGLISH = words_of(
    "le la les des du une est pour par dans der die das und ist am von zu fur mit el los las una"
    " por para con il lo gli della del che per o os da em uma com de het een van voor op en och"
    " att ett av og pa til i w na z ze se ve bir oraz dnia dne v dan yang pada oleh"
)
_ENGLISH = words_of("the of has this that for and is was with have by on in to")
_FEWEST_WORDS = 3
_MONTHS = 12
_PAIR = re.compile(r"(\d{1,2})\s?[-/]\s?(\d{1,2})\s?[-/]\s?\d{2,4}")
_SENTENCE_END = re.compile(r"(?<=[^\W\d_]{4}[.!?])\s")
_LONGEST_LABEL, _SHORTEST_LABEL = 60, 12


def earned_day(material: Material) -> Told | None:
    """The day of completion, or of issue where none is named, if it is beyond doubt."""
    text = material.document.text.text
    days = [
        (day, meaning)
        for day in material.days
        if not day.opens
        and not _NUMBER_OF_AN_ISSUE.search(text[max(0, day.begin - _BEFORE) : day.begin])
        and not (_CLOCK.match(text, day.end) and day.begin < _AT_THE_TOP)
        and (meaning := meaning_of(material, day)) is not Meaning.OTHER
    ]
    told = [day for day, meaning in days if meaning is Meaning.EARNED] or [day for day, _ in days]
    if not told or any(day.month_only for day in told):
        return None
    order = _Order(material)
    read = {day: order.reading(day) for day in told}
    if None in read.values():
        return None
    values = {value for value in read.values() if value is not None}
    chosen = values.pop() if len(values) == 1 else _end_of_course(material, read)
    if chosen is None:
        return None
    day = next(day for day, value in read.items() if value == chosen)
    return Told(chosen.isoformat(), tuple(range(*day.span)))


def _end_of_course(material: Material, read: dict[WrittenDay, date | None]) -> date | None:
    """The last day of the only course, where all other days are of the weeks after it."""
    opened = {
        after for day, after in zip(material.days, material.days[1:], strict=False) if day.opens
    }
    ends = {value for day, value in read.items() if value and (day.firsts or day in opened)}
    if len(ends) != 1:
        return None
    end = ends.pop()
    others = [value for value in read.values() if value is not None]
    return end if all(end <= value <= end + _SOON for value in others) else None


class _Order:
    """Which of day and month comes first on a document, as far as it gives itself away."""

    def __init__(self, material: Material) -> None:
        self._certain = {day.readings[0] for day in material.days if len(day.readings) == 1}
        self._day_first = _is_day_first(material)

    def reading(self, day: WrittenDay) -> date | None:
        """The day that is meant; nothing where it stays open."""
        if len(day.readings) == 1:
            return day.readings[0]
        said_elsewhere = self._certain & set(day.readings)
        if len(said_elsewhere) == 1:
            return said_elsewhere.pop()
        if day.separator is None or len(day.readings) > len(("day first", "month first")):
            return None
        # With points the day comes first wherever they are used.
        day_first = True if day.separator == "." else self._day_first
        if day_first is None:
            return None
        by_day, by_month = day.readings
        return by_day if day_first else by_month


def _is_day_first(material: Material) -> bool | None:
    """What another day on the document shows, or else its language; nothing where neither does."""
    text = material.document.text.text
    pairs = [
        found
        for day in material.days
        if len(day.readings) == 1 and (found := _PAIR.match(text, day.begin, day.end))
    ]
    shown = {int(pair[1]) > _MONTHS for pair in pairs if pair[1] != pair[2]}
    if shown:
        return shown.pop() if len(shown) == 1 else None
    counts = Counter(material.document.folded)
    foreign = sum(counts[word] for word in _NOT_ENGLISH)
    english = sum(counts[word] for word in _ENGLISH - _NOT_ENGLISH)
    return True if foreign >= _FEWEST_WORDS and foreign > 2 * english else None


def meaning_of(material: Material, day: WrittenDay) -> Meaning:
    """What stands before a day, or where nothing does beside, above or beneath it."""
    for label in _labels(material, day):
        # What is said last is nearest to the day.
        found = [
            (match.start(), meaning)
            for pattern, meaning in _MEANINGS
            for match in pattern.finditer(label)
        ]
        if found:
            return max(found, key=lambda pair: (_weight(pair[1]), pair[0]))[1]
    return Meaning.PLAIN


_MEANINGS = ((_OTHER, Meaning.OTHER), (_EARNED, Meaning.EARNED), (_ISSUED, Meaning.ISSUED))


def _weight(meaning: Meaning) -> int:
    # "on" and "date" stand with every meaning.
    return 0 if meaning is Meaning.ISSUED else 1


def _labels(material: Material, day: WrittenDay) -> list[str]:
    document = material.document
    line = document.lines[document.line_of[day.span.first]]
    text = document.text.text
    begin = max(document.text.begin_of(line.span.first), day.begin - _BEFORE)
    labels = []
    if any(letter.isalpha() for letter in text[begin : day.begin]):
        in_prose = len(line.text) > _LONGEST_LABEL
        before = text[max(0, day.begin - _BEFORE) : day.begin]
        labels.append(_SENTENCE_END.split(before)[-1] if in_prose else text[begin : day.begin])
        # Behind a weekday or the name of a place, the label can still be in the cell beside.
        if day.begin - begin > _SHORTEST_LABEL or in_prose:
            return labels
    near = (document.before(line), document.above(line), document.below(line))
    return labels + [
        folded_line(document, other)
        for other in near
        # What names a day speaks of that one.
        if other is not None and not material.has_day(other)
    ]
