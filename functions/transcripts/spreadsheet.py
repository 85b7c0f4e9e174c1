"""A transcript as CSV, for spreadsheets and programs.

Spreadsheets take a cell for a formula that begins like one, so what people wrote is defused as
OWASP ASVS 5.0, V1.2.10, says: RFC 4180, sections 2.6 and 2.7, and a single quote before a first
character that begins a formula.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator

from certfolio.domain.transcript import Transcript, TranscriptLine, TranscriptSection
from functions.transcripts.words import Words

CONTENT_TYPE = "text/csv; charset=utf-8"

_BEGINS_A_FORMULA = frozenset("=+-@\t\r\n\0")
_UNSEEN = frozenset({"Zs", "Cf", "Cc"})
"""Unicode categories that spreadsheets may pass over before they look for a formula."""


def csv_of(transcript: Transcript, words: Words) -> bytes:
    """Write a transcript as a table with one row for each line of a certificate in a period.

    With a byte order mark, by which Excel knows UTF-8; German tables part cells by semicolons and
    write amounts with a comma, as Excel there reads them.
    """
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=words.separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(_heading(words))
    for section in transcript.sections:
        for line in section.lines:
            writer.writerow(map(defused, _cells(section, line, words)))
    return text.getvalue().encode("utf-8-sig")


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    seen = next((c for c in cell if unicodedata.category(c) not in _UNSEEN), "")
    # Full-width signs are taken for the plain ones, to which NFKC brings them.
    firsts = {cell[:1], seen, unicodedata.normalize("NFKC", seen)}
    return f"'{cell}" if firsts & _BEGINS_A_FORMULA else cell


def _heading(words: Words) -> list[str]:
    return [
        words.credit_type,
        words.unit,
        words.period,
        words.starts,
        words.ends,
        words.certificate_id,
        words.certificate,
        words.issuer,
        words.number,
        words.earned,
        words.expires,
        words.status,
        words.claimed,
        words.awarded,
        words.counts,
        words.carried_out,
        words.lapsed,
        words.counts_how,
        words.why_heading,
        words.decided_on,
        words.decided_by,
        words.labels,
    ]


def _cells(section: TranscriptSection, line: TranscriptLine, words: Words) -> Iterator[str]:
    yield section.name
    yield section.unit
    yield words.period_name(section.period)
    yield section.starts_on.isoformat()
    yield section.ends_on.isoformat() if section.ends_on else ""
    yield line.certificate_id
    yield line.title
    yield line.issuer or ""
    yield line.certificate_number or ""
    yield line.earned_on.isoformat()
    yield line.expires_on.isoformat() if line.expires_on else ""
    yield words.standing(line)
    yield words.amount(line.claimed)
    yield "" if line.awarded is None else words.amount(line.awarded)
    yield words.amount(line.applied)
    yield words.amount(line.carried_out)
    yield words.amount(line.lapsed)
    carried = line.carried_from
    how = words.counted[line.counted]
    yield f"{how} ({words.carried_from.format(period=carried)})" if carried else how
    yield words.reason(line)
    yield line.decided.on.isoformat() if line.decided else ""
    yield words.decider(line.decided) if line.decided else ""
    yield "; ".join(f"{said.name}: {said.choice_name}" for said in line.labels)
