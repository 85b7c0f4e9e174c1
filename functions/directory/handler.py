"""The directory of learners: who is known to the academy; and what staff's accounts say."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import AnyStaff, PathOwner, Reviewer
from certfolio.api.cursors import GOES_ON, decode, encode
from certfolio.api.edge import (
    CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    LearnerPath,
    Limit,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Query, Response
from certfolio.domain.directory import FORMS, DirectoryEntry, Form, Mail, Place, Sought, searchable
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.set_up_events import Intent
from certfolio.domain.values import Label, LearnerId
from certfolio.observability import logger
from certfolio.services.pages import part_of

api = Api()
handler = entry_point(api)

_LEARNERS = "/admin/academies/<academy_id>/learners"

Search = Annotated[
    str,
    Query(
        max_length=254,
        description="How words of the name begin, in any order; or how the mail address or the "
        "external id begins. Case, accents and punctuation do not matter.",
    ),
]


class LearnerFields(Body):
    """What the academy says of a learner."""

    name: Label
    external_id: Label | None = Field(
        None,
        description="What the academy's other systems call the learner. No two learners of an "
        "academy have the same.",
    )


class NewLearner(LearnerFields):
    """A learner to be invited."""

    # Cognito's limit for a user name, AdminCreateUser.
    mail: Annotated[Mail, Field(max_length=128, json_schema_extra={"maxLength": 128})]


class LearnerView(BaseModel):
    """A learner in the directory."""

    learner_id: str
    name: str
    mail: str
    external_id: str | None
    version: int

    @classmethod
    def of(cls, entry: DirectoryEntry) -> "LearnerView":
        """View of an entry."""
        return cls(**entry.model_dump(include=set(cls.model_fields)))


class LearnerPage(BaseModel):
    """A page of the directory."""

    items: list[LearnerView]
    next_cursor: str | None = Field(None, description=GOES_ON)


class LearnerPosition(BaseModel):
    """Where a page of the directory ended."""

    term: str = Field(max_length=128, pattern="^[^#]*$")
    learner_id: LearnerId
    form: Form


@api.get(
    _LEARNERS,
    summary="List or search the learners known to the academy",
    tags=["directory"],
    security=STAFF,
    responses=answers(LearnerPage),
)
def search(
    _staff: Reviewer,
    academy_id: AcademyPath,
    search: Search = "",
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[LearnerPage]:
    return answer(_page(academy_id, search, limit, cursor))


@api.get(
    f"{_LEARNERS}/<learner_id>",
    summary="Read a learner's entry in the directory",
    tags=["directory"],
    security=STAFF,
    responses=answers(LearnerView, HTTPStatus.NOT_FOUND),
)
def read(
    owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath
) -> Response[LearnerView]:
    return _answer(composition.directory().get(owner))


@api.post(
    _LEARNERS,
    summary="Add a learner, who is invited by mail; safe to send again",
    tags=["directory"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        LearnerView,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def add(
    staff: Reviewer, academy_id: AcademyPath, body: NewLearner, now: Now
) -> Response[LearnerView]:
    intent = Intent(staff.by.actor, 0, now)
    entry = composition.learners().add(
        composition.accounts(), academy_id, **dict(body), intent=intent
    )
    logger.info("learner added", learner_id=entry.learner_id, version=entry.version)
    return _answer(entry, HTTPStatus.CREATED)


@api.put(
    f"{_LEARNERS}/<learner_id>",
    summary="Change a learner's name or external id",
    tags=["directory"],
    security=STAFF,
    responses=answers(LearnerView, *CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND),
)
def change(
    *,
    owner: PathOwner,
    staff: Reviewer,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: LearnerFields,
    if_match: IfMatch = None,
    now: Now,
) -> Response[LearnerView]:
    intent = Intent(staff.by.actor, version_of(if_match), now)
    entry = composition.learners().change(owner, **dict(body), intent=intent)
    composition.accounts().rename(entry, entry.name)
    logger.info("learner changed", learner_id=entry.learner_id, version=entry.version)
    return _answer(entry)


class SecondFactorView(BaseModel):
    """Whether the caller's account has a second factor."""

    enabled: bool
    required: bool = Field(
        description="Whether the caller's other requests are refused without one."
    )


@api.post(
    "/admin/academies/<academy_id>/second-factor",
    summary="Read again whether the caller's account has a second factor",
    description=(
        "The one request of staff that needs none. What is read is kept for an hour; after that, "
        "or after a change of the account, requests are refused with `second-factor-required` "
        "until it is read again, here or when the user signs in. A role has no second factor and "
        "needs none."
    ),
    tags=["set-up"],
    security=STAFF,
    responses=answers(SecondFactorView),
)
def second_factor(staff: AnyStaff, academy_id: AcademyPath) -> Response[SecondFactorView]:
    enabled = False
    if staff.needs_second_factor:
        found = composition.second_factors().read(
            academy_id, staff.member.principal, datetime.now(UTC)
        )
        enabled = found.enabled
        logger.info("second factor", principal=staff.member.principal, enabled=enabled)
    return answer(SecondFactorView(enabled=enabled, required=staff.needs_second_factor))


def _page(academy_id: str, text: str, limit: int, cursor: str | None) -> LearnerPage:
    sought = {form: Sought.of(text, form) for form in FORMS}
    query = {f"form {form}": sought[form] for form in FORMS}
    after = None
    if cursor:
        position = decode(cursor, LearnerPosition, query)
        if searchable(text) and not position.term.startswith(sought[position.form].starts):
            raise InvalidInput(FieldError("cursor", FieldCode.NOT_A_CURSOR, part="query"))
        after = Place(**dict(position))
    rows = composition.directory().search(academy_id, text, after=after, page=limit + 1)
    found = part_of(rows, limit, lambda row: row.entry is not None)
    next_cursor = None
    if found.last is not None:
        next_cursor = encode(LearnerPosition(**found.last.place._asdict()), query)
    entries = [row.entry for row in found.items if row.entry is not None]
    return LearnerPage(items=[*map(LearnerView.of, entries)], next_cursor=next_cursor)


def _answer(entry: DirectoryEntry, status: HTTPStatus = HTTPStatus.OK) -> Response[LearnerView]:
    location = None
    if status is HTTPStatus.CREATED:
        location = f"/admin/academies/{entry.academy_id}/learners/{entry.learner_id}"
    return answer(LearnerView.of(entry), status, version=entry.version, location=location)
