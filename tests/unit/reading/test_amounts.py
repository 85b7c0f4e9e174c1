from decimal import Decimal

import pytest

from certfolio.domain.reading.amounts import Unit, amounts
from certfolio.domain.reading.layout import Document
from tests.unit.reading.pages import page


def found(*lines: str) -> list[tuple[Decimal, Unit]]:
    return [(amount.values[0], amount.unit) for amount in amounts(Document([page(*lines)]))]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 CPE", "8"),
        ("8.0 CPE credits", "8"),
        ("8,00 ECTS", "8"),
        ("1.5 CEUs", "1.5"),
        ("CEUs: 1.2", "1.2"),
        ("CPE Credits: 8", "8"),
        ("Total CLE hours 1.50", "1.5"),
        ("PDUs earned: 3.5", "3.5"),
        ("11.25 AMA PRA Category 1 Credit(s)™", "11.25"),
        ("Fortbildungspunkte 8", "8"),
        ("2,4 créditos ECTS", "2.4"),
        ("7,5 högskolepoäng", "7.5"),
        ("2 opintopistettä", "2"),
    ],
)
def test_an_amount_of_credits_is_read_with_its_unit(text: str, value: str) -> None:
    assert (Decimal(value), Unit.CREDITS) in found(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("8 hours", "8"),
        ("8 Stunden", "8"),
        ("24 Unterrichtseinheiten", "24"),
        ("(24 UE)", "24"),
        ("Durée : 21 heures", "21"),
        ("60 horas lectivas", "60"),
        ("12 ore", "12"),
        ("8 godzin", "8"),
        ("6 hodin", "6"),
        ("16 saat", "16"),
        ("72 часов", "72"),
        ("30 годин", "30"),
        ("8 ώρες", "8"),
        ("受講時間：6時間", "6"),
        ("计40学时", "40"),
        ("٢٠ ساعة", "20"),
        ("2h", "2"),
    ],
)
def test_an_amount_of_hours_is_read_with_its_unit(text: str, value: str) -> None:
    assert (Decimal(value), Unit.HOURS) in found(text)


@pytest.mark.parametrize(
    "text", ["8", "Room 8", "Grade 85", "25.11.2025 hours", "9:30 h", "A8 CPE", "Score: 780 points"]
)
def test_a_number_without_a_unit_is_no_amount(text: str) -> None:
    assert found(text) == []


def test_a_number_below_its_label_is_an_amount() -> None:
    assert found("Field of study\tCPE", "Taxes and duties\t10.0") == [(Decimal(10), Unit.CREDITS)]
