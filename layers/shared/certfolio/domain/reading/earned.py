"""The day on which a certificate was earned."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from certfolio.domain.reading.dates import WrittenDay, written_days
from certfolio.domain.reading.layout import Document, Line
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
    r"recert|next |due |born|birth|geb\b|geb\.|gebor|geburt|nee? le|nacid|nascid|nat[oa] |fodt|"
    r"fodd|synt|naroz|urodz|dogum|dob\b|print|download|generated|accessed|retrieved|gedruckt|"
    r"imprim|version|stand\b|stand:|rev\.|effective|since|seit|member|member since|approved|"
    r"accredited|ordonn|verordnung|gesetz|decreto|law of|start|begin|beginn|debut|inicio|inizio)"
    r"|有効期限|有効期間|有效期|生年月日|出生|تاريخ الميلاد"
)
_EARNED = re.compile(
    r"(?<!\w)(?:complet|awarded|earned|achiev|passed|absolv|abgeschlossen|bestanden|exam|pruf|"
    r"obten|finaliz|consegui|superat|attend|held|particip|teilgenommen|durchgefuhrt|took place|"
    r"finished|conclu|realiza|svolt|gevolgd|behaald|ukoncz|slutfor|gennemfor|suorit|absolvov|"
    r"tamamla)|修了日|修了年月日|完成日期"
)
_ISSUED = re.compile(
    r"(?<!\w)(?:issue|date\b|datum|ausgestellt|ausstell|delivr|fait a|fait le|emit|emis|rilasc|"
    r"fecha|data\b|uitgereikt|dato\b|utfard|given|granted|conferred|dated|den\b|le\b|am\b|on\b|"
    r"wydan|vydan|tarih|el dia|a los|this)|発行日|交付日|颁发日期|发证日期|التاريخ|تاريخ"
)
_BEFORE = 60


def earned_day(document: Document) -> Told | None:
    """The day of completion, or of issue where none is named, if it is beyond doubt."""
    days = [
        (day, meaning)
        for day in written_days(document)
        if not day.opens and (meaning := meaning_of(document, day)) is not Meaning.OTHER
    ]
    for wanted in (Meaning.EARNED, None):
        told = [day for day, meaning in days if wanted is None or meaning is wanted]
        if told:
            return _one_of(told, [day for day, _ in days])
    return None


def _one_of(told: list[WrittenDay], everywhere: Iterable[WrittenDay]) -> Told | None:
    if any(day.month_only for day in told):
        return None
    certain = {day.readings[0] for day in everywhere if len(day.readings) == 1}
    read = [(day, _reading(day, certain)) for day in told]
    values = {value for _, value in read}
    if len(values) != 1:
        return None
    day, value = read[0]
    return None if value is None else Told(value.isoformat(), tuple(range(*day.span)))


def _reading(day: WrittenDay, certain: set[date]) -> date | None:
    if len(day.readings) == 1:
        return day.readings[0]
    said_elsewhere = certain & set(day.readings)
    if len(said_elsewhere) == 1:
        return said_elsewhere.pop()
    # With points the day comes first wherever they are used.
    return day.readings[0] if day.separator == "." else None


def meaning_of(document: Document, day: WrittenDay) -> Meaning:
    """What stands before a day, or where nothing does beside, above or beneath it."""
    for label in _labels(document, day):
        for pattern, meaning in (
            (_OTHER, Meaning.OTHER),
            (_EARNED, Meaning.EARNED),
            (_ISSUED, Meaning.ISSUED),
        ):
            if pattern.search(label):
                return meaning
    return Meaning.PLAIN


def _labels(document: Document, day: WrittenDay) -> list[str]:
    line = document.lines[document.line_of[day.span.first]]
    begin = max(document.text.begin_of(line.span.first), day.begin - _BEFORE)
    before = document.text.text[begin : day.begin].strip()
    if any(letter.isalpha() for letter in before):
        return [before]
    near = (document.before(line), document.above(line), document.below(line))
    return [_folded(document, other) for other in near if other is not None]


def _folded(document: Document, line: Line) -> str:
    return " ".join(document.folded[line.span.first : line.span.end])
