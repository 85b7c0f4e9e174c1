"""Transcripts: what a learner's certificates come to, to hand on.

A function of its own, because what typesets them is as large as all the others together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, assert_never

from pydantic import BaseModel, Field
from ulid import ULID

from certfolio import composition
from certfolio.api.callers import CurrentLearner, PathOwner
from certfolio.api.edge import (
    LEARNER,
    STAFF,
    AcademyPath,
    Api,
    LearnerPath,
    Now,
    answer,
    answers,
    entry_point,
)
from certfolio.api.http import Query, Response
from certfolio.domain.certificates import Owner
from certfolio.domain.transcript import Language, Transcript, TranscriptFilters
from certfolio.observability import logger
from certfolio.settings import TranscriptSettings, load
from functions.transcripts import spreadsheet, typesetting
from functions.transcripts.words import WORDS

api = Api()
handler = entry_point(api)


class Format(StrEnum):
    """What a transcript is written as."""

    PDF = "pdf"
    CSV = "csv"
    JSON = "json"


Wanted = Annotated[
    Format,
    Query(
        alias="format",
        description="`json`: the transcript itself is the answer. `pdf`, `csv`: a link to it is.",
    ),
]
Worded = Annotated[Language, Query(description="Which language a PDF or CSV is worded in.")]


class TranscriptFile(BaseModel):
    """A link to a transcript that was made just now."""

    url: str
    expires_at: datetime = Field(
        description="Until when the link is good; the transcript is made anew for who asks again."
    )
    name: str
    content_type: str
    size: int


class TranscriptView(BaseModel):
    """A transcript, in place or as a file."""

    transcript: Transcript | None = Field(description="Where `json` was asked for; else null.")
    file: TranscriptFile | None = Field(description="Where a file was asked for; else null.")


@dataclass(frozen=True)
class _Made:
    """What was made of a transcript."""

    data: bytes
    content_type: str


@api.get(
    "/transcript",
    summary="Get a transcript: every certificate, what it counts for and why",
    tags=["learner"],
    security=LEARNER,
    responses=answers(TranscriptView),
)
def own(
    *,
    learner: CurrentLearner,
    filters: Annotated[TranscriptFilters, Query()],
    wanted: Wanted = Format.JSON,
    language: Worded = Language.EN,
    now: Now,
) -> Response[TranscriptView]:
    found = composition.transcripts().of(learner.owner, filters, now, name=learner.by.actor.name)
    return answer(_view(learner.owner, found, wanted, language, now))


@api.get(
    "/admin/academies/<academy_id>/learners/<learner_id>/transcript",
    summary="Get a learner's transcript",
    tags=["review"],
    security=STAFF,
    responses=answers(TranscriptView),
)
def of_learner(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    filters: Annotated[TranscriptFilters, Query()],
    wanted: Wanted = Format.JSON,
    language: Worded = Language.EN,
    now: Now,
) -> Response[TranscriptView]:
    found = composition.transcripts().of(owner, filters, now)
    return answer(_view(owner, found, wanted, language, now))


def _view(
    owner: Owner, found: Transcript, wanted: Format, language: Language, now: datetime
) -> TranscriptView:
    match wanted:
        case Format.JSON:
            return TranscriptView(transcript=found, file=None)
        case Format.PDF:
            made = _Made(typesetting.pdf_of(found, language), typesetting.CONTENT_TYPE)
        case Format.CSV:
            made = _Made(spreadsheet.csv_of(found, WORDS[language]), spreadsheet.CONTENT_TYPE)
        case _:
            assert_never(wanted)
    logger.info(
        "transcript made",
        learner_id=owner.learner_id,
        format=wanted.value,
        certificates=found.certificates,
        size=len(made.data),
    )
    return TranscriptView(transcript=None, file=_file(owner, found, wanted, made, now))


def _file(
    owner: Owner, found: Transcript, wanted: Format, made: _Made, now: datetime
) -> TranscriptFile:
    files = composition.transcript_files()
    lasts = timedelta(seconds=load(TranscriptSettings).view_seconds)
    # Whoever sees it among their downloads need not learn whose it is.
    name = f"transcript-{found.made_on}.{wanted}"
    key = files.keep(owner, str(ULID()), made.data, made.content_type)
    return TranscriptFile(
        url=files.link(key, name, made.content_type, lasts),
        expires_at=now + lasts,
        name=name,
        content_type=made.content_type,
        size=len(made.data),
    )
