import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from certfolio.domain.reading.dates import WrittenDay, written_days
from certfolio.domain.reading.layout import Document
from tests.unit.reading.pages import page

WRITTEN_ELSEWHERE = Path(__file__).parents[2] / "files" / "reading" / "days.cldr"
DAY = date(2025, 11, 24)


def days(*lines: str) -> list[WrittenDay]:
    return written_days(Document([page(*lines)]))


def written_by_locale() -> Iterator[tuple[str, str, str]]:
    locales: dict[str, dict[str, list[str]]] = json.loads(WRITTEN_ELSEWHERE.read_text())
    for locale, written in locales.items():
        for day, texts in written.items():
            for text in texts:
                # Inspection hands on no marks of direction.
                yield locale, day, text.replace("\u200f", "")


@pytest.mark.parametrize("before", ["", "Issued "])
def test_every_way_of_unicodes_locales_to_write_a_day_is_read(before: str) -> None:
    unread = [
        (locale, day, text)
        for locale, day, text in written_by_locale()
        if not any(date.fromisoformat(day) in found.readings for found in days(before + text))
    ]
    assert unread == []


@pytest.mark.parametrize(
    "text",
    [
        "2025-11-24",
        "2025/11/24",
        "2025.11.24",
        "2025-11-24T10:00:00Z",
        "24.11.2025",
        "24. 11. 2025",
        "24.11.25",
        "24/11/2025",
        "24/11/25",
        "11/24/2025",
        "11/24/25",
        "11-24-2025",
        "18 / 11 / 2025 24 / 11 / 2025",
        "November 24th, 2025",
        "Nov. 24, 2025",
        "Nov 24 2025",
        "NOVEMBER 24 2025",
        "24-Nov-2025",
        "24/NOV/2025",
        "24-Nov-25",
        "24NOV2025",
        "the 24th of November 2025",
        "this 24th day of November, 2025",
        "this twenty-fourth day of November, two thousand twenty-five",
        "the twenty-fourth day of November in the year two thousand and twenty-five",
        "am 24. November 2025",
        "den 24. Nov. 2025",
        "le 24 novembre 2025",
        "24 nov. 2025",
        "a 24 de noviembre de 2025",
        "24 de noviembre del 2025",
        "24 novembre 2025",
        "24º de novembro de 2025",
        "24 november 2025",
        "24 listopada 2025 r.",
        "24. listopadu 2025",
        "24 november, 2025",
        "den 24:e november 2025",
        "24. marraskuuta 2025",
        "24.11.2025.",
        "24 Kasım 2025",
        "2025. november 24.",
        "2025 m. lapkričio 24 d.",
        "24 ноября 2025 г.",
        "24 листопада 2025 року",
        "24 Νοεμβρίου 2025",
        "2025年11月24日",
        "２０２５年１１月２４日",
        "2025 年 11 月 24 日",
        "発行日2025年11月24日",
        "令和7年11月24日",
        "民國114年11月24日",
        "2025년 11월 24일",
        "٢٤ نوفمبر ٢٠٢٥",
        "٢٠٢٥/١١/٢٤",
        "24 de novembro\nde 2025",
        "(24.11.2025)",
        "Datum:24.11.2025",
        "22.-24.11.2025",
        "22.11. - 24.11.2025",
        "22.11.2025-24.11.2025",
        "22–24 November 2025",
        "22-24 November 2025",
        "on 22-24 November 2025",
        "November 22-24, 2025",
        "November 22 to 24, 2025",
        "du 22 au 24 novembre 2025",
        "del 22 al 24 de noviembre de 2025",
        "24.-26.11.2025",
        "24.11. bis 26.11.2025",
        "24 - 26 November 2025",
        "November 24 - December 2, 2025",
        "du 24 au 26 novembre 2025",
        "24.11.2025 – 26.11.2025",
    ],
)
def test_a_day_is_read_however_it_is_written(text: str) -> None:
    told = days(*text.split("\n"))
    assert DAY in {reading for day in told for reading in (*day.readings, *day.firsts)}


@pytest.mark.parametrize(
    "text",
    [
        "1.24.11.2025",
        "124.11.2025",
        "24.11.20251",
        "A24.11.2025",
        "24.11.2025-17",
        "2025-11-24-0042",
        "ID_2025-11-24",
        "20251124",
        "+24 11 2025 7",
        "32.11.2025",
        "24.13.1025",
        "24 nothing 2025",
        "November 2025",
        "11/2025",
        "24 November",
    ],
)
def test_what_is_no_day_or_a_part_of_something_longer_is_not_read(text: str) -> None:
    assert all(DAY not in day.readings for day in days(text))


def test_a_numeric_day_can_be_either_of_two() -> None:
    (day,) = days("05/06/2025")
    assert day.readings == (date(2025, 6, 5), date(2025, 5, 6))


def test_the_first_day_of_two_in_full_opens_a_span() -> None:
    first, last = days("14/11/2025 - 24/11/2025")
    assert (first.opens, last.opens) == (True, False)


def test_a_month_alone_names_no_day() -> None:
    (day,) = days("November 2025")
    assert day.month_only


def test_a_day_that_goes_on_in_the_next_line_is_one() -> None:
    (day,) = days("given on 24 November", "2025 in Sampletown")
    assert day.readings == (DAY,)
