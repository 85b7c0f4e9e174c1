"""Transcripts: what a learner's certificates come to, to hand on.

A function of its own, because what typesets them is as large as all the others together.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any, assert_never, cast

from pydantic import BaseModel, Field
from ulid import ULID

from certfolio import composition
from certfolio.api.callers import CurrentLearner, PathOwner, Reviewer
from certfolio.api.cursors import decode, encode
from certfolio.api.edge import (
    LEARNER,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    LearnerPath,
    Limit,
    Now,
    UlidPath,
    answer,
    answers,
    entry_point,
)
from certfolio.api.http import Query, Response
from certfolio.clock import clock
from certfolio.domain.actions import Actor, ActorKind
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import NotFound
from certfolio.domain.filters import StatusFilter
from certfolio.domain.packs import KEPT, Pack, PackForm, PackPlan, PackProgress, PackState
from certfolio.domain.transcript import Language, Transcript, TranscriptFilters
from certfolio.domain.values import CreditTypeId, Ulid
from certfolio.invocation import invocation
from certfolio.observability import logger
from certfolio.settings import LambdaSettings, TranscriptSettings, load
from certfolio.storage.conflicts import ConditionFailed
from functions.transcripts import packing, spreadsheet, typesetting
from functions.transcripts.words import WORDS

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext

api = Api()
_answer = entry_point(api)

_ANSWERED_WITHIN = 28_000
"""Milliseconds: one second less than API Gateway waits."""
_LAST_STEP = 120_000
"""Milliseconds that one more step of a pack, or its end, may take."""
_RUNS = 3
"""How often Lambda begins what nobody waits for (`MaximumRetryAttempts` in the template)."""


class _Waited:
    """A call that API Gateway waits for, which is not as long as this function may run."""

    def __init__(self, context: "LambdaContext") -> None:
        self._context = context

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever Lambda tells
        return getattr(self._context, name)

    def get_remaining_time_in_millis(self) -> int:
        """How long the answer may still take."""
        return min(_ANSWERED_WITHIN, self._context.get_remaining_time_in_millis())


def handler(event: dict[str, Any], context: "LambdaContext") -> dict[str, Any] | None:
    """Answer a request, or make a pack that one has asked for."""
    if "pack" in event:
        _pack(event, context)
        return None
    return _answer(event, cast("LambdaContext", _Waited(context)))


class Format(StrEnum):
    """What a transcript is written as."""

    PDF = "pdf"
    CSV = "csv"
    CREDENTIALS = "credentials"
    JSON = "json"


Wanted = Annotated[
    Format,
    Query(
        alias="format",
        description="`json`: the transcript itself is the answer. `pdf`, `csv`: a link to it is. "
        "`credentials`: a link to a CSV of the credentials, whatever is asked of certificates.",
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
    """What was made of a transcript; its name says nothing of whose it is."""

    name: str
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
    found = composition.transcripts().of(
        learner.owner, _let_through(filters, wanted), now, name=learner.by.actor.name
    )
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
    found = composition.transcripts().of(owner, _let_through(filters, wanted), now)
    return answer(_view(owner, found, wanted, language, now))


def _let_through(filters: TranscriptFilters, wanted: Format) -> TranscriptFilters:
    """What the transcript is read by: filters are about certificates, not about credentials."""
    return TranscriptFilters() if wanted is Format.CREDENTIALS else filters


def _view(
    owner: Owner, found: Transcript, wanted: Format, language: Language, now: datetime
) -> TranscriptView:
    day, words = found.made_on, WORDS[language]
    match wanted:
        case Format.JSON:
            return TranscriptView(transcript=found, file=None)
        case Format.PDF:
            data = typesetting.pdf_of(found, language)
            made = _Made(f"transcript-{day}.pdf", data, typesetting.CONTENT_TYPE)
        case Format.CSV:
            data = spreadsheet.csv_of(found, words)
            made = _Made(f"transcript-{day}.csv", data, spreadsheet.CONTENT_TYPE)
        case Format.CREDENTIALS:
            data = spreadsheet.credentials_csv_of(found, words)
            made = _Made(f"credentials-{day}.csv", data, spreadsheet.CONTENT_TYPE)
        case _:
            assert_never(wanted)
    logger.info(
        "transcript made",
        learner_id=owner.learner_id,
        format=wanted.value,
        certificates=found.certificates,
        size=len(made.data),
    )
    return TranscriptView(transcript=None, file=_file(owner, made, now))


def _file(owner: Owner, made: _Made, now: datetime) -> TranscriptFile:
    files = composition.transcript_files()
    lasts = timedelta(seconds=load(TranscriptSettings).view_seconds)
    key = files.keep(owner, str(ULID()), made.data, made.content_type)
    return TranscriptFile(
        url=files.link(key, made.name, made.content_type, lasts),
        expires_at=now + lasts,
        name=made.name,
        content_type=made.content_type,
        size=len(made.data),
    )


# --- With the files of all certificates -----------------------------------------------------------


class PackBody(Body):
    """What a transcript with files is to be."""

    form: PackForm = Field(
        description="`pdf`: one document, the certificates behind the transcript. `zip`: the files "
        "as they were handed in, beside the transcript."
    )
    language: Language = Language.EN
    period: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    credit_type: CreditTypeId | None = None
    status: StatusFilter | None = None


class PackView(BaseModel):
    """How far a transcript with files is."""

    id: Ulid
    form: PackForm
    state: PackState = Field(
        description="`working`: it is worth to ask again in some seconds. `failed`: it is not; it "
        "can be asked for anew."
    )
    files: int = Field(description="How many files go into it; 0 before that is known.")
    done: int = Field(description="How many of them are in.")
    asked_at: datetime
    kept_until: datetime = Field(description="Until when it can be fetched.")
    file: TranscriptFile | None = Field(
        description="A link, made for this answer, once it is `ready`; else null."
    )


class PackPage(BaseModel):
    """A page of transcripts with files, newest first."""

    items: tuple[PackView, ...]
    next_cursor: str | None


class PackPosition(BaseModel):
    """Where a page of them ended."""

    id: Ulid


_ADMIN = "/admin/academies/<academy_id>/learners/<learner_id>"


@api.get(
    "/transcripts",
    summary="List the transcripts with files that one asked for, as long as they are kept",
    tags=["learner"],
    security=LEARNER,
    responses=answers(PackPage),
)
def list_own(
    *, learner: CurrentLearner, limit: Limit = 25, cursor: Cursor = None, now: Now
) -> Response[PackPage]:
    return answer(_page(learner.owner, learner.owner.learner_id, limit, cursor, now))


@api.get(
    f"{_ADMIN}/transcripts",
    summary="List the transcripts with files that one asked for of a learner",
    tags=["review"],
    security=STAFF,
    responses=answers(PackPage),
)
def list_of_learner(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    limit: Limit = 25,
    cursor: Cursor = None,
    now: Now,
) -> Response[PackPage]:
    return answer(_page(owner, staff.member.principal, limit, cursor, now))


@api.post(
    "/transcripts",
    summary="Have a transcript made with the files of all its certificates",
    tags=["learner"],
    security=LEARNER,
    status_code=HTTPStatus.CREATED,
    responses=answers(PackView, HTTPStatus.UNPROCESSABLE_ENTITY, status=HTTPStatus.CREATED),
)
def begin_own(learner: CurrentLearner, body: PackBody, now: Now) -> Response[PackView]:
    return _begun(learner.owner, body, learner.by.actor, now)


@api.get(
    "/transcripts/<transcript_id>",
    summary="See how far a transcript with files is, and get a link to it",
    tags=["learner"],
    security=LEARNER,
    responses=answers(PackView, HTTPStatus.NOT_FOUND),
)
def read_own(learner: CurrentLearner, transcript_id: UlidPath, now: Now) -> Response[PackView]:
    return answer(_pack_view(composition.packs().get(learner.owner, transcript_id), now))


@api.post(
    f"{_ADMIN}/transcripts",
    summary="Have a learner's transcript made with the files of all its certificates",
    tags=["review"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(PackView, HTTPStatus.UNPROCESSABLE_ENTITY, status=HTTPStatus.CREATED),
)
def begin_for_learner(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: PackBody,
    now: Now,
) -> Response[PackView]:
    return _begun(owner, body, staff.by.actor, now)


@api.get(
    f"{_ADMIN}/transcripts/<transcript_id>",
    summary="See how far a learner's transcript with files is, and get a link to it",
    tags=["review"],
    security=STAFF,
    responses=answers(PackView, HTTPStatus.NOT_FOUND),
)
def read_of_learner(
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    transcript_id: UlidPath,
    now: Now,
) -> Response[PackView]:
    return answer(_pack_view(composition.packs().get(owner, transcript_id), now))


def _page(owner: Owner, by: str, limit: int, cursor: str | None, now: datetime) -> PackPage:
    """Those that somebody asked for; all of a learner's are gone after two days."""
    query = {"list": "packs", "of": owner.learner_id}
    after = None if cursor is None else decode(cursor, PackPosition, query).id
    listed = (
        pack
        for pack in composition.packs().newest_first(owner, after)
        if pack.asked_by == by and now < pack.asked_at + KEPT
    )
    found = [*islice(listed, limit + 1)]
    shown, more = found[:limit], len(found) > limit
    return PackPage(
        items=tuple(_pack_view(pack, now) for pack in shown),
        next_cursor=encode(PackPosition(id=shown[-1].id), query) if more else None,
    )


def _begun(owner: Owner, body: PackBody, by: Actor, now: datetime) -> Response[PackView]:
    """Begin it, unless the same is being made already for who asks."""
    packs = composition.packs()
    wanted = Pack(
        **dict(owner),
        id=str(ULID()),
        form=body.form,
        language=body.language,
        filters=TranscriptFilters(**body.model_dump(include={"period", "credit_type", "status"})),
        asked_by=by.id,
        # What staff ask for goes by the directory.
        name=by.name if by.kind is ActorKind.LEARNER else None,
        asked_at=now,
        heard_at=now,
    )
    for known in packs.newest_first(owner):
        if known.asks_the_same(wanted) and known.state(now) is PackState.WORKING:
            return _at(known, now)
    packs.add(wanted)
    composition.packers().ask(wanted, f"{load(LambdaSettings).aws_lambda_function_name}:live")
    logger.info("pack asked for", learner_id=owner.learner_id, pack_id=wanted.id, form=wanted.form)
    return _at(wanted, now)


def _at(pack: Pack, now: datetime) -> Response[PackView]:
    location = f"/transcripts/{pack.id}"
    return answer(_pack_view(pack, now), HTTPStatus.CREATED, location=location)


def _pack_view(pack: Pack, now: datetime) -> PackView:
    kept_until = pack.asked_at + KEPT
    return PackView(
        **pack.model_dump(include={"id", "form", "files", "done", "asked_at"}),
        state=pack.state(now),
        kept_until=kept_until,
        file=None if pack.size is None or now >= kept_until else _packed(pack, pack.size, now),
    )


def _packed(pack: Pack, size: int, now: datetime) -> TranscriptFile:
    lasts = timedelta(seconds=load(TranscriptSettings).view_seconds)
    content_type = packing.CONTENT_TYPES[pack.form]
    name = f"transcript-{pack.asked_at:%Y-%m-%d}.{pack.form}"
    key = composition.pack_files(pack).key(packing.RESULT)
    return TranscriptFile(
        url=composition.transcript_files().link(key, name, content_type, lasts),
        expires_at=now + lasts,
        name=name,
        content_type=content_type,
        size=size,
    )


@invocation()
def _pack(event: dict[str, Any], context: "LambdaContext") -> None:
    """Make a pack; what ends in the middle is gone on with when Lambda tries again."""
    owner = Owner(**{name: event["pack"][name] for name in Owner.model_fields})
    pack_id = event["pack"]["id"]
    try:
        _run(composition.packs().get(owner, pack_id), context)
    except (NotFound, ConditionFailed):
        logger.info("nothing to pack", learner_id=owner.learner_id, pack_id=pack_id)


def _run(pack: Pack, context: "LambdaContext") -> None:
    packs, now = composition.packs(), clock()
    if pack.gave_up or pack.size is not None:
        return
    at = [pack.model_copy(update={"runs": pack.runs + 1, "heard_at": now})]
    packs.save(at[0])

    def tell(plan: PackPlan, progress: PackProgress) -> None:
        done = {"files": len(plan.items), "done": progress.done, "heard_at": clock()}
        at[0] = at[0].model_copy(update=done)
        packs.save(at[0])

    made = packing.Packing(
        pack,
        composition.pack_files(pack),
        composition.evidence_files(),
        composition.renditions(),
        lambda: composition.transcripts().plan(pack, pack.asked_at),
        tell,
        lambda: context.get_remaining_time_in_millis() > _LAST_STEP,
    )
    try:
        size = made.make()
    except ConditionFailed:
        raise
    except Exception:
        if at[0].runs >= _RUNS:
            packs.save(at[0].model_copy(update={"gave_up": True}))
        raise
    packs.save(at[0].model_copy(update={"size": size}))
    logger.info("packed", learner_id=pack.learner_id, pack_id=pack.id, files=at[0].done, size=size)
