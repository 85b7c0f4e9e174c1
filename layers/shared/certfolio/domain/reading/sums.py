"""How many credits a certificate gives."""

import re
from decimal import Decimal

from certfolio.domain.reading.amounts import Amount, Unit
from certfolio.domain.reading.layout import Document
from certfolio.domain.reading.material import Material
from certfolio.domain.reading.told import Told

_MOST = Decimal("9999.99")
_NO_SUM = re.compile(
    r"(?<!\w)(?:per|pro|par|each|every|within|score|grade|note|of|out of|up to|maximum|max|bis zu|"
    r"minimum|at least|jusqu'a|every|weekly|available)\s?$|\d\s?[x*\N{MULTIPLICATION SIGN}]\s?$"
)
_RATE = re.compile(
    r"\s?(?:/|per|pro|par|a|each|por|al|je)\s?(?:week|woche|semaine|semana|day|tag|jour|dia"
    r"|month|monat|mois|mes|unit|lesson|le[ck]tion|lezione|leccion|licao|session|module|modul)"
)
_YET_TO_COME = re.compile(
    r"(?<!\w)(?:next|upcoming|future|naechste\w*|nachste\w*|prochaine?|proximo|proxima)(?!\w)"
)
_AND_MINUTES = re.compile(
    r"\s?(?:,|and|und|et|e|y|ed)?\s?\d{1,2}\s?(?:m(?:in\w*)?|['’]|dakika)(?!\w)"
)
"""What makes "4 h 15 min" more than four hours."""

_IN_A_NAME = re.compile(r"\d+-[a-z]")
_BEFORE = 40


def credits_earned(material: Material) -> Told | None:
    """The amount of credits, or of hours where no credits are named, if it is beyond doubt."""
    found = [amount for amount in material.amounts if _counts(material.document, amount)]
    for unit in Unit:
        of_unit = [amount for amount in found if amount.unit is unit]
        if any(_goes_on_in_minutes(material.document, amount) for amount in of_unit):
            return None
        if of_unit:
            return _one_of(of_unit)
    return None


def _goes_on_in_minutes(document: Document, amount: Amount) -> bool:
    return _AND_MINUTES.match(document.text.text, amount.end) is not None


def _one_of(found: list[Amount]) -> Told | None:
    chosen = [amount for amount in found if amount.is_total] or found
    if len({amount.values for amount in chosen}) > 1:
        return None
    amount = chosen[0]
    if len(amount.values) > 1 or not 0 < amount.values[0] <= _MOST:
        return None
    # The unit is told too: what an amount is of decides which credits it can be.
    return Told(_plain(amount.values[0]), (*range(*amount.label or (0, 0)), *range(*amount.span)))


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _counts(document: Document, amount: Amount) -> bool:
    text = document.text.text
    before, behind = text[max(0, amount.begin - _BEFORE) : amount.begin], text[amount.end :][:20]
    # "200-Hour" is what a course is called.
    in_a_name = _IN_A_NAME.match(text, amount.begin) is not None
    return not (
        _NO_SUM.search(before) or _RATE.match(behind) or in_a_name or _YET_TO_COME.search(before)
    )
