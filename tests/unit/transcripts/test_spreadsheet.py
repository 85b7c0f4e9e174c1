"""A transcript as CSV: what spreadsheets and programs make of it."""

import csv
import io

import pytest

from certfolio.domain.actions import HoldingState, Status
from certfolio.domain.transcript import Language, Transcript, TranscriptCredential
from functions.transcripts.spreadsheet import credentials_csv_of, csv_of, defused
from functions.transcripts.words import WORDS
from tests.support.builders import OWNER, claim, credit_type
from tests.support.transcripts import credential, decided, one_of_each, transcript_of

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
    return read(csv_of(found, WORDS[language]), language)


def credentials(
    *held: TranscriptCredential, language: Language = Language.EN, **learner: str
) -> list[dict[str, str]]:
    """Rows of the table of credentials."""
    found = transcript_of([])
    about = found.learner.model_copy(update=learner)
    found = found.model_copy(update={"credentials": held, "learner": about})
    return read(credentials_csv_of(found, WORDS[language]), language)


def read(data: bytes, language: Language) -> list[dict[str, str]]:
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


@pytest.mark.parametrize("said", HOSTILE)
@pytest.mark.parametrize("language", Language)
def test_no_cell_of_a_credential_begins_a_formula(said: str, language: Language) -> None:
    confirmed = {"at": "2026-02-01T09:00:00Z", "on": "2026-02-01", "by": said}
    hostile = credential(programme=said, number=said, confirmed=confirmed)
    [row] = credentials(hostile, language=language, external_id=said)
    for cell in row.values():
        assert defused(cell) == cell
    assert sum(cell in {said, f"'{said}"} for cell in row.values()) == 4


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


def test_each_credential_is_a_row_with_every_column() -> None:
    nothing = dict.fromkeys(("number", "confirmed", "held_since", "rules_of"))
    no_cycle = dict.fromkeys(("starts_on", "ends_on", "counted", "waiting", "missing"))
    unknown = credential(
        state=HoldingState.STATED, missing_facts=("held_since", "role"), **nothing, **no_cycle
    )
    first, second = credentials(credential(), unknown, external_id="77")
    assert first == {
        "Learner id": OWNER.learner_id,
        "Number": "77",
        "Credential": "Board of Examples",
        "Programme id": "board",
        "Rules of": "2000-01-01",
        "Credential number": "4711",
        "Held since": "2025-01-01",
        "Status": "confirmed by the academy",
        "Confirmed on": "2026-02-01",
        "Confirmed by": "Reviewer",
        "Cycle begins": "2025-01-01",
        "Cycle ends": "2027-12-31",
        "Counted": "18.00",
        "In review": "2.50",
        "Missing": "42.00",
        "Reached": "no",
        "Missing facts": "",
    }
    assert {name for name, cell in second.items() if cell} == {
        "Learner id",
        "Number",
        "Credential",
        "Programme id",
        "Status",
        "Missing facts",
    }
    assert second["Missing facts"] == "held_since; role"


def test_a_german_table_of_credentials_is_written_as_excel_reads_it_there() -> None:
    [row] = credentials(credential(done=True), language=Language.DE)
    assert (row["Zertifizierung"], row["Gezählt"], row["Erreicht"]) == (
        "Board of Examples",
        "18,00",
        "ja",
    )
