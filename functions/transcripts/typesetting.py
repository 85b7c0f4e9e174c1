"""A transcript as PDF: tagged, PDF/A-2a and PDF/UA-1, with every font in it.

Typst sets it from `transcript.typ`. What people wrote goes there as JSON, as data and never as
part of the program, so nothing of it is read as markup.
"""

import json
import tempfile
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

import typst

from certfolio.domain.logos import in_text
from certfolio.domain.statement import PeriodTotals
from certfolio.domain.transcript import (
    Language,
    Transcript,
    TranscriptCredential,
    TranscriptFilters,
    TranscriptLine,
    TranscriptRequirement,
    TranscriptSection,
)
from certfolio.domain.values import luminance
from certfolio.once import once
from functions.transcripts import binding
from functions.transcripts.binding import LINK
from functions.transcripts.glyphs import REPLACEMENT, Glyphs
from functions.transcripts.words import DASH, WORDS, Words

CONTENT_TYPE = "application/pdf"

_HERE = Path(__file__).parent
_FONTS = tuple(sorted((_HERE / "fonts").glob("*.ttf")))
_FIRST = tuple(font for font in _FONTS if font.name.startswith("Inter"))
_STANDARDS: list[Any] = ["a-2a", "ua-1"]
_ACCENT = "#0f6b5c"
"""Where the academy names no colour: the product's own."""
_READABLE = 4.5
"""Least contrast of words (WCAG 2.2, 1.4.3)."""


class Behind(NamedTuple):
    """A certificate that follows behind a transcript.

    Attributes
    ----------
    pages
        How many it has; 0 where it cannot be shown.
    """

    title: str
    issuer: str | None
    pages: int


def pdf_of(transcript: Transcript, language: Language, behind: Sequence[Behind] = ()) -> bytes:
    """Typeset a transcript.

    Parameters
    ----------
    behind
        What follows, for the table of contents.
    """
    said = _said(transcript, WORDS[language], language)
    if not behind:
        return _typeset(said)
    # How long the table is does not depend on the numbers in it, but these on how long it is.
    words = WORDS[language]
    with tempfile.TemporaryDirectory() as folder:
        first = Path(folder) / "first.pdf"
        first.write_bytes(_typeset(said | _contents(behind, 0, words)))
        [own] = binding.pages_of([first])
    return _typeset(said | _contents(behind, own, words))


def _contents(behind: Sequence[Behind], own: int, words: Words) -> dict[str, Any]:
    starts = places(behind, own)
    return {
        "behind": sum(found.pages for found in behind),
        "contents": [
            {
                "title": found.title,
                "detail": (found.issuer or "") if found.pages else words.not_shown,
                "page": str(start + 1) if found.pages else "",
                "link": f"{LINK}{number}",
            }
            for number, (found, start) in enumerate(zip(behind, starts, strict=True))
        ],
        "contents_title": words.contents,
        "contents_heads": ["", words.certificate, words.page_heading],
    }


def places(behind: Sequence[Behind], own: int) -> list[int]:
    """The page, from 0, on which each begins behind a transcript of so many pages."""
    return [own + before for before in accumulate([0, *(f.pages for f in behind)])][:-1]


def _typeset(said: dict[str, Any]) -> bytes:
    try:
        return _compiled(said, _glyphs(_FONTS))
    except typst.TypstError:
        # A letter in one font and its accent in another alone; together they are in neither.
        return _compiled(said, _glyphs(_FIRST))


@once
def _glyphs(fonts: tuple[Path, ...]) -> Glyphs:
    return Glyphs(fonts)


@once
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_HERE / "fonts"]
    )


def _compiled(said: dict[str, Any], glyphs: Glyphs) -> bytes:
    shown = _shown(said, glyphs)
    seen = (
        shown["sections"],
        shown["credentials"],
        shown["contents"],
        shown["person"],
        shown["academy"],
    )
    if REPLACEMENT not in json.dumps(seen, ensure_ascii=False):
        shown["missing_letters"] = ""
    return typst.compile(
        _HERE / "transcript.typ",
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(shown)},
        pdf_standards=_STANDARDS,
        timestamp=said["made_at"],
    )


def _shown(said: Any, glyphs: Glyphs) -> Any:  # noqa: ANN401 - JSON
    """The same with every text as the fonts can show it."""
    match said:
        case str():
            return glyphs.shown(said)
        case dict():
            return {name: _shown(value, glyphs) for name, value in said.items()}
        case list() | tuple():
            return [_shown(value, glyphs) for value in said]
    return said


def _said(transcript: Transcript, words: Words, language: Language) -> dict[str, Any]:
    """All that the document says, worded."""
    academy, learner = transcript.academy, transcript.learner
    person = learner.name or learner.id
    accent = academy.accent or _ACCENT
    made = transcript.made_on
    return {
        "language": language.value,
        "accent": accent,
        "strong": readable(accent),
        "date": [made.year, made.month, made.day],
        "made_at": int(transcript.made_at.timestamp()),
        "made": f"{academy.name} · {words.made_on} {words.day_of(made)}",
        "document": f"{words.title}, {academy.name}",
        "title": words.title,
        "academy": academy.name,
        "logo": None if academy.logo is None else list(in_text(academy.logo)),
        "logo_alt": words.logo.format(name=academy.name),
        "person": person,
        "facts": _facts(transcript, words),
        "only": _only(transcript.filters, transcript.sections, words),
        "missing_letters": words.missing_letters,
        "nothing": words.nothing,
        "nothing_here": words.nothing_here,
        "page": words.page,
        "overview": {
            "title": words.overview,
            "heads": [
                words.credit_type,
                words.period,
                "",
                words.counted_sum,
                words.target,
                words.missing,
                words.waiting,
            ],
            "rows": [_summary(section, words) for section in transcript.sections],
        },
        "heads": [
            words.earned,
            words.certificate,
            words.status,
            words.claimed,
            words.awarded,
            words.counts,
        ],
        "sections": [_section(section, words) for section in transcript.sections],
        "credentials": [_credential(one, words) for one in transcript.credentials],
        "credential_heads": [
            words.requirement,
            words.needed,
            words.counted_sum,
            words.missing,
        ],
        "behind": 0,
        "contents": [],
    }


def _facts(transcript: Transcript, words: Words) -> list[tuple[str, str]]:
    facts = [(words.made_on, words.day_of(transcript.made_on))]
    if transcript.learner.external_id:
        facts.append((words.external_id, transcript.learner.external_id))
    facts.append((words.certificates, str(transcript.certificates)))
    return facts


def _only(filters: TranscriptFilters, sections: Sequence[TranscriptSection], words: Words) -> str:
    """What was left out, where anything was."""
    parts = []
    if filters.period is not None:
        parts.append(f"{words.period}: {words.period_name(filters.period)}")
    if filters.credit_type is not None:
        name = next((section.name for section in sections), filters.credit_type)
        parts.append(f"{words.credit_type}: {name}")
    if filters.status is not None:
        parts.append(f"{words.status}: {words.filtered(filters.status)}")
    if not parts:
        return ""
    return f"{words.only} {' · '.join(parts)}. {words.of_whole_period}"


def _summary(section: TranscriptSection, words: Words) -> dict[str, Any]:
    return {
        "name": section.name,
        "period": words.period_name(section.period),
        "part": _part(section),
        "applied": words.amount(section.applied),
        "target": DASH if section.target is None else words.amount(section.target),
        "missing": _missing(section, words),
        "waiting": words.amount(section.claimed) if section.claimed else DASH,
    }


def _part(section: PeriodTotals) -> float | None:
    """How much of the target is reached, in a hundred parts."""
    if not section.target:
        return None
    return float(min(Decimal(100), 100 * section.applied / section.target))


def _missing(section: PeriodTotals, words: Words) -> str:
    if section.remaining is None:
        return DASH
    return words.amount(section.remaining) if section.remaining else words.reached


def _section(section: TranscriptSection, words: Words) -> dict[str, Any]:
    return {
        "name": section.name,
        "period": words.period_name(section.period),
        "range": words.lasts(section.starts_on, section.ends_on),
        "figures": list(_figures(section, words)),
        "lines": [_line(line, words) for line in section.lines],
    }


def _figures(section: TranscriptSection, words: Words) -> Iterator[tuple[str, str]]:
    """What a period comes to: always what counts, and of the rest what there is."""
    yield words.counted_sum, f"{words.amount(section.applied)} {section.unit}".strip()
    for name, amount in (
        (words.target, section.target),
        (words.missing, section.remaining),
        (words.awarded, section.awarded),
        (words.waiting, section.claimed),
        (words.carried_in, section.carried_in),
        (words.carried_out, section.carried_out),
        (words.lapsed, section.lapsed),
        (words.cap, section.cap),
    ):
        if amount:
            yield name, words.amount(amount)


def _credential(credential: TranscriptCredential, words: Words) -> dict[str, Any]:
    number, since = credential.number, credential.held_since
    about = [
        f"{words.number_short} {number}" if number else "",
        words.held_since.format(day=words.day_of(since)) if since else "",
        words.credential_state[credential.state],
    ]
    return {
        "name": credential.programme,
        "about": " · ".join(part for part in about if part),
        "range": words.no_cycle
        if credential.starts_on is None
        else words.lasts(credential.starts_on, credential.ends_on),
        "figures": list(_credential_figures(credential, words)),
        "lines": [_requirement(one, words) for one in credential.requirements],
    }


def _credential_figures(
    credential: TranscriptCredential, words: Words
) -> Iterator[tuple[str, str]]:
    if credential.counted is not None:
        yield words.counted_sum, words.amount(credential.counted)
    if credential.waiting:
        yield words.waiting, words.amount(credential.waiting)
    if credential.done:
        yield words.missing, words.reached
    elif credential.missing is not None:
        yield words.missing, words.amount(credential.missing)


def _requirement(requirement: TranscriptRequirement, words: Words) -> dict[str, Any]:
    needed, have = requirement.needed, requirement.have
    bound = DASH if needed is None else words.amount(needed)
    if requirement.at_most:
        bound, missing = words.at_most.format(amount=bound), DASH
    elif requirement.missing:
        missing = words.amount(requirement.missing)
    else:
        missing = words.met if requirement.done else words.open
    return {
        "name": requirement.name,
        "depth": requirement.depth,
        "needed": bound,
        "have": DASH if have is None else words.amount(have),
        "missing": missing,
    }


def _line(line: TranscriptLine, words: Words) -> dict[str, Any]:
    return {
        "earned": words.day_of(line.earned_on),
        "title": line.title,
        "details": list(_details(line, words)),
        "why": words.reason(line),
        "status": words.standing(line),
        "decided": list(_decided(line, words)),
        "claimed": words.amount(line.claimed),
        "awarded": DASH if line.awarded is None else words.amount(line.awarded),
        "counts": words.amount(line.applied),
    }


def _details(line: TranscriptLine, words: Words) -> Iterator[str]:
    number = line.certificate_number
    parts = [line.issuer, f"{words.number_short} {number}" if number else None]
    issued = " · ".join(part for part in parts if part)
    if issued:
        yield issued
    if line.labels:
        yield " · ".join(f"{said.name}: {said.choice_name}" for said in line.labels)
    if line.expires_on:
        yield words.valid_until.format(day=words.day_of(line.expires_on))
    if line.carried_from:
        yield words.carried_from.format(period=words.period_name(line.carried_from))


def _decided(line: TranscriptLine, words: Words) -> Iterator[str]:
    if line.decided is None:
        return
    yield words.day_of(line.decided.on)
    decider = words.decider(line.decided)
    if decider:
        yield decider if line.decided.by is None else words.by.format(name=decider)


def readable(colour: str) -> str:
    """The first shade of a colour, towards black, that can be read as words on white."""
    channels = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
    for step in range(101):
        darker = [round(channel * (100 - step) / 100) for channel in channels]
        if 1.05 / (luminance(darker) + 0.05) >= _READABLE:
            break
    return "#" + "".join(f"{channel:02x}" for channel in darker)
