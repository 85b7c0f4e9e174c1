"""A transcript as CSV: what spreadsheets and programs make of it."""

import csv
import io

import pytest

from certfolio.domain.actions import Status
from certfolio.domain.transcript import Language, Transcript
from functions.transcripts.spreadsheet import csv_of, defused
from functions.transcripts.words import WORDS
from tests.support.builders import claim, credit_type
from tests.support.transcripts import decided, one_of_each, transcript_of

HOSTILE = [
    '=HYPERLINK("https://example.org","Click")',
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(1,1)",
    "＝1+1",
    "＋1",
    "－1",
    "＠SUM(1)",
    "\u200b=1+1",
    'quote"; =1+1',
    "comma, semicolon; and 'quote'",
]


def rows(found: Transcript, language: Language = Language.EN) -> list[dict[str, str]]:
    data = csv_of(found, WORDS[language])
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=WORDS[language].separator))


@pytest.mark.parametrize("title", HOSTILE)
@pytest.mark.parametrize("language", Language)
def test_no_cell_begins_a_formula(title: str, language: Language) -> None:
    hostile = decided(
        1, Status.APPROVED, claim(), title=title, issuer=title, certificate_number=title
    )
    found = transcript_of([hostile], credit_type(name=title, unit=title))
    [row] = rows(found, language)
    for cell in row.values():
        assert defused(cell) == cell
    assert sum(cell in {title, f"'{title}"} for cell in row.values()) == 5


@pytest.mark.parametrize("cell", ["\t=1", "\r=1", "\n=1", "\0=1", "\u00a0=1", " =1", "=", "+"])
def test_what_no_title_may_hold_is_defused_all_the_same(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "First aid", "1.25", "2026-01-15", "é", "(-1)", "“=”"])
def test_what_begins_no_formula_stays_as_it_is(cell: str) -> None:
    assert defused(cell) == cell


def test_excel_knows_its_letters_by_the_mark_before_them() -> None:
    data = csv_of(transcript_of(one_of_each()), WORDS[Language.EN])
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b'"\r\n')


def test_each_line_is_a_row_with_every_column() -> None:
    found = rows(transcript_of(one_of_each()))
    assert len(found) == len(Status)
    assert {len(row) for row in found} == {22}
    [approved] = [row for row in found if row["Certificate"] == "Course approved"]
    assert (approved["Claimed"], approved["Awarded"], approved["Counts"]) == ("1.00",) * 3
    assert approved["Decided by"] == "Reviewer"
    [declined] = [row for row in found if row["Certificate"] == "Course declined"]
    assert declined["Why not in full"] == "Does not count: Declined"


def test_german_tables_are_written_as_excel_reads_them_there() -> None:
    [row] = rows(
        transcript_of([decided(1, Status.APPROVED, claim("cpe", "1.5", "1.50"))]), Language.DE
    )
    assert (row["Anerkannt"], row["Status"]) == ("1,50", "Gültig")


def test_letters_of_every_script_stay_what_they_are() -> None:
    titles = ["Ηθική", "Основы", "Đánh giá rủi ro", "漢字", "🎓 done"]
    found = transcript_of(
        decided(number, Status.APPROVED, claim(), title=title)
        for number, title in enumerate(titles, 1)
    )
    assert [row["Certificate"] for row in rows(found)] == titles


def test_what_a_line_says_of_itself_stands_in_the_last_column() -> None:
    labelled = claim("cpe", "2", "2.00", category="work", delivery="live")
    [row] = rows(transcript_of([decided(1, Status.APPROVED, labelled)]))
    assert row["Labels"] == "category: work; delivery: live"
