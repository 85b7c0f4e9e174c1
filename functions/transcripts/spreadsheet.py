"""A transcript as CSV, for spreadsheets and programs: one table of lines, one of credentials.

Spreadsheets take a cell for a formula that begins like one, so what people wrote is defused as
OWASP ASVS 5.0, V1.2.10, says: RFC 4180, sections 2.6 and 2.7, and a single quote before a first
character that begins a formula.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Iterator

from certfolio.domain.transcript import (
    Transcript,
    TranscriptCredential,
    TranscriptLearner,
    TranscriptLine,
    TranscriptSection,
)
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
    rows = (
        _cells(section, line, words) for section in transcript.sections for line in section.lines
    )
    return _table(_heading(words), rows, words)


def credentials_csv_of(transcript: Transcript, words: Words) -> bytes:
    """Write the credentials of a transcript as a table with one row for each."""
    learner = transcript.learner
    rows = (_credential(learner, one, words) for one in transcript.credentials)
    return _table(_credentials_heading(words), rows, words)


def _table(heading: Iterable[str], rows: Iterable[Iterable[str]], words: Words) -> bytes:
    text = io.StringIO()
    writer = csv.writer(
        text, delimiter=words.separator, quoting=csv.QUOTE_ALL, lineterminator="\r\n"
    )
    writer.writerow(heading)
    writer.writerows(map(defused, row) for row in rows)
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


def _credentials_heading(words: Words) -> list[str]:
    return [
        words.learner_id,
        words.external_id,
        words.programme,
        words.programme_id,
        words.rules_of,
        words.credential_number,
        words.held_from,
        words.status,
        words.confirmed_on,
        words.confirmed_by,
        words.cycle_starts,
        words.cycle_ends,
        words.counted_sum,
        words.waiting,
        words.missing,
        words.reached,
        words.missing_facts,
    ]


def _credential(
    learner: TranscriptLearner, credential: TranscriptCredential, words: Words
) -> Iterator[str]:
    confirmed = credential.confirmed
    yield learner.id
    yield learner.external_id or ""
    yield credential.programme
    yield credential.programme_id
    yield credential.rules_of.isoformat() if credential.rules_of else ""
    yield credential.number or ""
    yield credential.held_since.isoformat() if credential.held_since else ""
    yield words.credential_state[credential.state]
    yield confirmed.on.isoformat() if confirmed else ""
    yield (confirmed.by or "") if confirmed else ""
    yield credential.starts_on.isoformat() if credential.starts_on else ""
    yield credential.ends_on.isoformat() if credential.ends_on else ""
    for amount in (credential.counted, credential.waiting, credential.missing):
        yield "" if amount is None else words.amount(amount)
    yield "" if credential.starts_on is None else words.yes if credential.done else words.no
    yield "; ".join(credential.missing_facts)
