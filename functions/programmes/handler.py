"""Programmes: the rules by which credentials are kept, from packs or an academy's own."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from pydantic import Field

from certfolio import composition
from certfolio.api.callers import Administrator, Reviewer
from certfolio.api.cursors import decode, encode
from certfolio.api.edge import (
    MAKE_OR_CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Path, Query, Response
from certfolio.api.programmes import (
    EffectPage,
    EffectsBody,
    EffectView,
    HolderPage,
    HolderPosition,
    HolderView,
    InstallBody,
    ProgrammePackList,
    ProgrammePackView,
    ProgrammePackWithExamples,
    TrialBody,
    TrialView,
)
from certfolio.api.reports import ProgrammeList, ProgrammeView
from certfolio.domain.errors import FieldError, InvalidInput, Missing, NotFound
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.history import digest_of
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from certfolio.domain.programmes.standing import HoldingStanding, standing
from certfolio.domain.set_up_events import Intent
from certfolio.domain.values import Name
from certfolio.observability import logger
from certfolio.services.cohorts import Asked, Place
from certfolio.services.trials import Trial
from functions.programmes.shipped import examples, packs

api = Api()
handler = entry_point(api)

_ACADEMY = "/admin/academies/<academy_id>"
_PROGRAMME = f"{_ACADEMY}/programmes/<programme_id>"
ProgrammePath = Annotated[Name, Path()]
PackPath = Annotated[Name, Path()]
HoldersLimit = Annotated[
    int, Query(ge=1, le=25, description="Holders to look at, each at the price of one Query.")
]
EffectsLimit = Annotated[
    int, Query(ge=1, le=10, description="Holders to look at, each at the price of one Query.")
]
StandingQuery = Annotated[HoldingStanding | None, Query(description="Only those who stand so.")]


class ProgrammeBody(Body):
    """A programme as it shall be."""

    programme: Programme
    state: ProgrammeState = ProgrammeState.DRAFT
    pack: Name | None = Field(None, description="The pack it was made from.")


# Packs


@api.get(
    f"{_ACADEMY}/programme-packs",
    summary="See the programmes that are shipped",
    tags=["set-up"],
    security=STAFF,
    responses=answers(ProgrammePackList),
)
def shipped(_staff: Reviewer, academy_id: AcademyPath) -> Response[ProgrammePackList]:
    return answer(
        ProgrammePackList(items=[ProgrammePackView(**_about(pack)) for pack in packs().values()])
    )


@api.get(
    f"{_ACADEMY}/programme-packs/<pack_id>",
    summary="See a programme that is shipped, with its worked examples",
    tags=["set-up"],
    security=STAFF,
    responses=answers(ProgrammePackWithExamples, HTTPStatus.NOT_FOUND),
)
def one_shipped(
    _staff: Reviewer, academy_id: AcademyPath, pack_id: PackPath
) -> Response[ProgrammePackWithExamples]:
    pack = packs().get(pack_id)
    if pack is None:
        raise NotFound(Missing.PROGRAMME)
    return answer(ProgrammePackWithExamples(**_about(pack), examples=examples(pack)))


def _about(pack: Pack) -> dict[str, object]:
    return {
        "id": pack.id,
        "programme": pack.programme,
        "credit_types": list(pack.credit_types),
    }


@api.post(
    f"{_ACADEMY}/programmes",
    summary="Take a pack over, with the credit types and labels it needs; safe to send again",
    description=(
        "Makes the credit types that the pack's rules speak of, or gives those that are there the "
        "labels and choices they lack; nothing is taken from them. Then makes the programme, by an "
        "id and a name of the academy's own if they are given. A programme that was made from this "
        "pack under this id is left, and answered, as it is."
    ),
    tags=["set-up"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        ProgrammeView,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def install(
    staff: Administrator, academy_id: AcademyPath, body: InstallBody, now: Now
) -> Response[ProgrammeView]:
    pack = packs().get(body.pack)
    if pack is None:
        raise InvalidInput(FieldError("pack", FieldCode.UNKNOWN_PACK))
    own = {"id": body.id or pack.id, "name": body.name or pack.programme.name}
    wanted = pack.programme.model_copy(update=own)
    intent = Intent(staff.by.actor, 0, now)
    found = composition.programmes().install(academy_id, pack, wanted, body.state, intent)
    api.audited.ids |= {"programme_id": found.id}
    logger.info("pack installed", pack=pack.id, programme_id=found.id, version=found.version)
    return answer(
        ProgrammeView.of(found),
        HTTPStatus.CREATED,
        version=found.version,
        location=f"/admin/academies/{academy_id}/programmes/{found.id}",
    )


# Programmes


@api.get(
    f"{_ACADEMY}/programmes",
    summary="List the academy's programmes, drafts and retired ones too",
    tags=["set-up"],
    security=STAFF,
    responses=answers(ProgrammeList),
)
def programmes(_staff: Reviewer, academy_id: AcademyPath, now: Now) -> Response[ProgrammeList]:
    found = composition.programme_store().all(academy_id, now, fresh=True)
    return answer(ProgrammeList(items=[*map(ProgrammeView.of, found)]))


@api.get(
    _PROGRAMME,
    summary="Read a programme",
    tags=["set-up"],
    security=STAFF,
    responses=answers(ProgrammeView, HTTPStatus.NOT_FOUND),
)
def programme(
    _staff: Reviewer, academy_id: AcademyPath, programme_id: ProgrammePath
) -> Response[ProgrammeView]:
    view = ProgrammeView.of(composition.programme_store().get(academy_id, programme_id))
    return answer(view, version=view.version)


@api.put(
    _PROGRAMME,
    summary="Make a programme, change it, put it in force, retire it or bring it back",
    description=(
        "Once it is in force and somebody holds a credential under it, versions that have begun "
        "stay as they are, but for their words; others begin after today, or today where they hold "
        "at once. It is not made a draft again then."
    ),
    tags=["set-up"],
    security=STAFF,
    responses=answers(ProgrammeView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def save(
    *,
    staff: Administrator,
    academy_id: AcademyPath,
    programme_id: ProgrammePath,
    body: ProgrammeBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[ProgrammeView]:
    _by_its_id(body.programme, programme_id)
    intent = Intent(staff.by.actor, version_of(if_match) if if_match else 0, now)
    found = composition.programmes().save(
        academy_id, body.programme, body.state, intent, pack=body.pack
    )
    logger.info("programme saved", programme_id=programme_id, version=found.version)
    return answer(ProgrammeView.of(found), version=found.version)


@api.post(
    f"{_PROGRAMME}/try",
    summary="Try a programme on an example or a real learner; nothing is kept",
    tags=["set-up"],
    security=STAFF,
    responses=answers(TrialView, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def try_out(
    _staff: Administrator,
    academy_id: AcademyPath,
    programme_id: ProgrammePath,
    body: TrialBody,
    now: Now,
) -> Response[TrialView]:
    if body.programme is None:
        tried = composition.programme_store().get(academy_id, programme_id).programme
    else:
        tried = _by_its_id(body.programme, programme_id)
    trial = Trial(
        body.learner_id,
        None if body.holding is None else body.holding.holding(programme_id),
        [line.line(place) for place, line in enumerate(body.lines)],
        body.day,
    )
    report = composition.trials().report(academy_id, tried, trial, now)
    return answer(TrialView.of(report, tried, standing(report, tried)))


# Those who hold a credential


@api.post(
    f"{_PROGRAMME}/effects",
    summary="See what a change of a programme would do to those who hold the credential",
    description="Page by page; nothing is kept.",
    tags=["set-up"],
    security=STAFF,
    responses=answers(EffectPage, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def effects(
    *,
    _staff: Administrator,
    academy_id: AcademyPath,
    programme_id: ProgrammePath,
    body: EffectsBody,
    limit: EffectsLimit = 10,
    cursor: Cursor = None,
    now: Now,
) -> Response[EffectPage]:
    after = _by_its_id(body.programme, programme_id)
    query = {
        "list": "effects",
        "academy": academy_id,
        "programme": programme_id,
        "body": digest_of(body.model_dump(mode="json")),
    }
    before = composition.programme_store().get(academy_id, programme_id).programme
    asked = Asked(academy_id, before, _place(cursor, query), limit, now)
    day = body.day_from(composition.cohorts().today(asked))
    found, last = composition.cohorts().effects(asked, after, day)
    items = [*map(EffectView.of, found)]
    return answer(EffectPage(day=day, items=items, next_cursor=_cursor(last, query)))


@api.get(
    f"{_PROGRAMME}/holders",
    summary="See who holds the credential, how far each is and where they stand",
    description=(
        "`facts_missing`: a fact without which no cycle can be laid is not stated. `not_begun`: "
        "the credential is held from a later day. `ended_short`: the cycle before the one that "
        "runs ended and lacks something. `complete`: the cycle that runs has all that it asks. "
        "`on_track`: of every minimum that is asked, such a share is there as has passed of its "
        "window's days before today. `behind`: of one at least, less."
    ),
    tags=["review"],
    security=STAFF,
    responses=answers(HolderPage, HTTPStatus.NOT_FOUND),
)
def holders(
    *,
    _staff: Reviewer,
    academy_id: AcademyPath,
    programme_id: ProgrammePath,
    standing: StandingQuery = None,
    limit: HoldersLimit = 20,
    cursor: Cursor = None,
    now: Now,
) -> Response[HolderPage]:
    query = {
        "list": "holders",
        "academy": academy_id,
        "programme": programme_id,
        "standing": standing,
    }
    kept = composition.programme_store().get(academy_id, programme_id).programme
    asked = Asked(academy_id, kept, _place(cursor, query), limit, now)
    found, last = composition.cohorts().members(asked, standing)
    day = composition.cohorts().today(asked)
    items = [*map(HolderView.of, found)]
    return answer(HolderPage(day=day, items=items, next_cursor=_cursor(last, query)))


def _by_its_id(programme: Programme, programme_id: str) -> Programme:
    if programme.id != programme_id:
        raise InvalidInput(FieldError("programme.id", FieldCode.OTHER_ID))
    return programme


def _place(cursor: str | None, query: Mapping[str, str | None]) -> Place | None:
    if cursor is None:
        return None
    found = decode(cursor, HolderPosition, query)
    return found.learner_id, found.holding_id


def _cursor(last: Place | None, query: Mapping[str, str | None]) -> str | None:
    if last is None:
        return None
    learner_id, holding_id = last
    return encode(HolderPosition(learner_id=learner_id, holding_id=holding_id), query)
