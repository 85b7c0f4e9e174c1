"""Programmes: the rules by which credentials are kept, from packs or an academy's own."""

from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import Administrator, Reviewer
from certfolio.api.edge import (
    MAKE_OR_CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    IfMatch,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Path, Response
from certfolio.api.reports import ProgrammeList, ProgrammeView
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.set_up_events import Intent
from certfolio.domain.values import Name
from certfolio.observability import logger
from functions.programmes.shipped import packs

api = Api()
handler = entry_point(api)

_ACADEMY = "/admin/academies/<academy_id>"
ProgrammePath = Annotated[Name, Path()]


class PackList(BaseModel):
    """Programmes that are shipped."""

    items: list[Programme]


class ProgrammeBody(Body):
    """A programme as it shall be."""

    programme: Programme
    state: ProgrammeState = ProgrammeState.DRAFT
    pack: Name | None = Field(None, description="The pack it was made from.")


@api.get(
    f"{_ACADEMY}/programme-packs",
    summary="See the programmes that are shipped",
    tags=["set-up"],
    security=STAFF,
    responses=answers(PackList),
)
def shipped(_staff: Reviewer, academy_id: AcademyPath) -> Response[PackList]:
    return answer(PackList(items=list(packs())))


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
    f"{_ACADEMY}/programmes/<programme_id>",
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
    f"{_ACADEMY}/programmes/<programme_id>",
    summary="Make a programme, change it, put it in force or retire it",
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
    if body.programme.id != programme_id:
        raise InvalidInput(FieldError("programme.id", FieldCode.OTHER_ID))
    intent = Intent(staff.by.actor, version_of(if_match) if if_match else 0, now)
    found = composition.programmes().save(
        academy_id, body.programme, body.state, intent, pack=body.pack
    )
    logger.info("programme saved", programme_id=programme_id, version=found.version)
    return answer(ProgrammeView.of(found), version=found.version)
