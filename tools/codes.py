"""Write docs/codes.md: what the API says as a code and values, and in English words."""

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from certfolio.api.problems import ANSWERS, ProblemType
from certfolio.domain.certificates import UsualReason
from certfolio.domain.errors import Barred, Missing
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.files import ContentType, RejectionReason, limits_kept
from certfolio.domain.statement import WhyCode, WhyValues
from certfolio.domain.verification import Doubt, Witness

TARGET = Path(__file__).parent.parent / "docs" / "codes.md"

VALUES: Mapping[str, str] = {
    "academy_id": "the academy's id",
    "allowed": "list of what the field may say",
    "by": "name of the reviewer",
    "carried_out": "amount that goes on into the next period",
    "cap": "amount, most credits that count in a period",
    "certificate_id": "id of the certificate that is the renewal already",
    "credit_type": "name of the credit type whose rule it is",
    "credit_types": "list of the names of the credit types whose rule it is",
    "earliest": "day",
    "earned_on": "day",
    "endings": "list of file name endings",
    "expires_on": "day",
    "label": "name of the label",
    "lapsed": "amount that is lost",
    "latest": "day",
    "limit": "number of characters, entries, bytes, pages or pixels; an amount where one is "
    "limited",
    "maximum": "amount",
    "minimum": "amount",
    "months": "number",
    "pattern": "regular expression",
    "period": "label of a period",
    "questions": "list of the questions that are open, in the academy's words",
    "reason": "why the file was refused, see below",
    "reasons": "list of what speaks against it: `legal_hold`, `on_staff`",
    "requirement": "id of a requirement",
    "retry_at": "instant",
    "status": "status of the certificate",
    "step": "amount",
    "target": "amount, credits to reach in a period",
    "today": "day by the academy's calendar",
    "until": "instant",
    "unit": "the credit type's unit, in the academy's words",
}
"""What each value is. A name means the same beside every code."""

URN = "urn:certfolio:problem:"

BEFORE: Mapping[ProblemType, str] = {
    ProblemType.BAD_REQUEST: "what was sent cannot be read, or `errors` names parameters",
    ProblemType.CONTENT_TOO_LARGE: "The request body is too large.",
    ProblemType.INTERNAL_ERROR: "Something went wrong on our side. It has been recorded.",
    ProblemType.REFUSED: "The request was refused.",
    ProblemType.TOO_MANY_REQUESTS: "Too many requests. Please wait a moment.",
    ProblemType.UNAUTHORIZED: "sign in, or sign in again",
    ProblemType.UNPROCESSABLE_CONTENT: "Some fields are not right. `errors` names them.",
    ProblemType.UNSUPPORTED_MEDIA_TYPE: "Send the body as application/json.",
}
"""What is found before a request reaches what it asks for."""

HEAD = """# Codes

What the API says to people it says as a code with values, for clients that word it in the language
of their user, and in English. Each set of codes is an enumeration in the
[API description](openapi.json), so a client's map of its wordings can be exhaustive by type.

`make openapi` writes this page from the code; a test compares the two.

Amounts are decimal strings (`"1.25"`), days are written `YYYY-MM-DD`, instants as in ISO 8601 in
UTC; lists are lists of texts. What an academy has set up in its own words (names and units of
credit types, questions, reasons) is a value as it stands.
"""


def text() -> str:
    """The page as the file holds it."""
    parts = (_field_codes, _problems, _credits, _files, _reasons, _histories, _values)
    return "\n".join([HEAD, *(line for part in parts for line in part())])


def _field_codes() -> Iterator[str]:
    yield "## Wrong fields\n"
    yield "`errors` of a problem: `code` and `values` of each entry. The English is its `detail`.\n"
    rows = ((f"`{code}`", _named(code.values), _plain(code.sentence)) for code in FieldCode)
    yield from _table(("code", "values", "in English"), rows)


def _problems() -> Iterator[str]:
    yield "## Problems\n"
    yield f"`type` of a problem, behind `{URN}`; `values` beside it. The English is its `detail`.\n"
    told = {kind: detail for _, kind, detail in ANSWERS.values()} | {**BEFORE}
    rows = (
        (f"`{kind.removeprefix(URN)}`", _named(values_of(told[kind])), _plain(told[kind]))
        for kind in ProblemType
    )
    yield from _table(("type", "values", "in English"), rows)
    yield "### What there is none of\n"
    yield "`what` of `not-found`; absent where the address leads nowhere.\n"
    yield from _table(("what", "in English"), ((f"`{what}`", what.words) for what in Missing))
    yield "### Why something is not allowed\n"
    yield "`why` of `forbidden`; absent where API Gateway refuses.\n"
    yield from _table(("why", "in English"), ((f"`{why}`", why.words) for why in Barred))


def _credits() -> Iterator[str]:
    yield "## Why credits do not count in full\n"
    yield "`why_code` and `why_values` of a line of a statement or forecast. The English is `why`,"
    yield "where the rest is what is carried out, what lapsed, or both.\n"
    capped = {WhyCode.CAP_REACHED, WhyCode.LIFETIME_CAP_REACHED}
    rows = (
        (f"`{code}`", _named(WhyValues.model_fields if code in capped else ()), code.sentence)
        for code in WhyCode
    )
    yield from _table(("code", "values", "in English"), rows)


def _files() -> Iterator[str]:
    yield "## Why a file was refused\n"
    yield "`reason` and `values` of a file; `rejected` of an event or decision of the system. A"
    yield "limit is the one that the next file has to keep. The English is `explanation`.\n"
    rows = (
        (f"`{reason}`", _named(limits_kept(reason, ContentType.PDF)), reason.explanation)
        for reason in RejectionReason
    )
    yield from _table(("reason", "values", "in English"), rows)


def _reasons() -> Iterator[str]:
    yield "## Reasons that every academy begins with\n"
    yield "`usual_reason` of a certificate or an event, `usual_reasons` of the settings: there as"
    yield "long as the academy has not worded them anew.\n"
    rows = ((f"`{reason}`", reason.words) for reason in UsualReason)
    yield from _table(("reason", "in English"), rows)


def _histories() -> Iterator[str]:
    yield "## Why a history is not what was written\n"
    yield "`why_code` of a verification, `broken_at` and `fields`. The English is `why`.\n"
    yield from _table(("code", "in English"), ((f"`{why}`", why.sentence) for why in Doubt))
    yield "### What the ledger says of an intact one\n"
    yield "`ledger` of a verification; absent where a doubt comes first.\n"
    yield from _table(("code", "in English"), ((f"`{said}`", said.sentence) for said in Witness))


def values_of(sentence: str) -> list[str]:
    """Names of the values in a sentence about a problem that are no members of the problem."""
    names = [name for _, name, _, _ in Formatter().parse(sentence) if name]
    return [name for name in names if name not in {"what", "why"}]


def _plain(sentence: str) -> str:
    """A sentence with the names of its values, without how they are put together."""
    return re.sub(r":[^{}]*}", "}", sentence)


def _values() -> Iterator[str]:
    yield "## Values\n"
    yield from _table(("value", "what it is"), ((f"`{name}`", VALUES[name]) for name in VALUES))


def _named(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row("---" for _ in head)
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    TARGET.write_text(text(), encoding="utf-8")
