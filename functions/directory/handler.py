"""The directory of learners: who is known to the academy; and what staff's accounts say."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import AnyStaff, PathOwner, Reviewer
from certfolio.api.credit_types import CreditTypeList, CreditTypeView
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
from certfolio.domain.academies import AcademySettings, UsualReasons
from certfolio.domain.directory import (
    FORMS,
    DirectoryEntry,
    Form,
    Mail,
    Place,
    Sought,
    searchable,
)
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.mails import Trouble
from certfolio.domain.periods import HiringDay
from certfolio.domain.set_up_events import Intent
from certfolio.domain.staff import RoleName, StaffMember
from certfolio.domain.values import Day, Label, LearnerId, Principal
from certfolio.observability import logger
from certfolio.services.pages import part_of
from certfolio.storage.mails import person_of

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
    hired_on: HiringDay | None = Field(
        None,
        description="From when years are counted that begin on the hiring date, see the periods "
        "of credit types.",
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
    hired_on: Day | None
    version: int

    @classmethod
    def of(cls, entry: DirectoryEntry) -> "LearnerView":
        """View of an entry."""
        return cls(**entry.model_dump(include=set(cls.model_fields)))


class UndeliverableView(BaseModel):
    """What became of mail to the learner's address, which gets no more."""

    why: Trouble
    at: datetime


class LearnerEntryView(LearnerView):
    """A learner in the directory, and whether mail reaches them."""

    undeliverable: UndeliverableView | None = Field(
        description="Null where mail reaches the learner, as far as is known."
    )


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
    responses=answers(LearnerEntryView, HTTPStatus.NOT_FOUND),
)
def read(
    owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath
) -> Response[LearnerEntryView]:
    entry = composition.directory().get(owner)
    trouble = composition.mails().undeliverable(person_of(owner))
    found = None
    # Of an address that the learner no longer has it says nothing.
    if trouble is not None and trouble.holds(entry.mail):
        found = UndeliverableView(why=trouble.why, at=trouble.at)
    view = LearnerEntryView(**dict(LearnerView.of(entry)), undeliverable=found)
    return answer(view, version=entry.version)


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
    summary="Change a learner's name, external id or hiring date",
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
        "Needs none itself, and neither does `GET …/me`. What is read is kept for an hour; after "
        "that, or after a change of the account, requests are refused with "
        "`second-factor-required` until it is read again, here or when the user signs in. A role "
        "has no second factor and needs none."
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


class ConsoleSettings(AcademySettings):
    """How the academy shows itself and handles its reviews; its logo is public."""

    usual_reasons: UsualReasons
    version: int


class ConsoleSetUp(BaseModel):
    """What the academy has set up, as every page of the console needs it."""

    settings: ConsoleSettings
    credit_types: list[CreditTypeView] = Field(description="Retired ones too.")


class MeView(BaseModel):
    """Who the caller is to the academy, and what the console needs to begin."""

    principal: Principal
    name: Label
    role: RoleName
    version: int = Field(description="Of the caller's place on the staff list.")
    second_factor: SecondFactorView
    set_up: ConsoleSetUp | None = Field(
        description="Null for whom other requests are refused without a second factor."
    )


@api.get(
    "/admin/academies/<academy_id>/me",
    summary="See who the caller is to the academy, and what it has set up",
    description=(
        "One request to begin with. Where a second factor is needed and none is known of, the "
        "caller's account is read again, as `POST …/second-factor` does; without one, the answer "
        "says so and nothing of what is set up."
    ),
    tags=["set-up"],
    security=STAFF,
    responses=answers(MeView),
)
def me(staff: AnyStaff, academy_id: AcademyPath, now: Now) -> Response[MeView]:
    member, needed = staff.member, staff.needs_second_factor
    factor = SecondFactorView(enabled=needed and _has_second_factor(member), required=needed)
    may = factor.enabled or not needed
    return answer(
        MeView(
            **member.model_dump(include={"principal", "name", "role", "version"}),
            second_factor=factor,
            set_up=_set_up(academy_id, now) if may else None,
        ),
        version=member.version,
    )


def _set_up(academy_id: str, now: datetime) -> ConsoleSetUp:
    found = composition.academies().set_up(academy_id, now, fresh=True)
    types = CreditTypeList.of(found.credit_types.values(), found.academy.day_of(now))
    settings = ConsoleSettings(
        **found.academy.model_dump(exclude={"academy_id", "logo"}),
        usual_reasons=found.academy.usual_reasons,
    )
    return ConsoleSetUp(settings=settings, credit_types=types.items)


def _has_second_factor(member: StaffMember) -> bool:
    """Whether a member has one by what is kept, or else by what their account says now."""
    now = datetime.now(UTC)
    if member.second_factor is not None and member.second_factor.holds(now):
        return True
    found = composition.second_factors().read(member.academy_id, member.principal, now)
    logger.info("second factor", principal=member.principal, enabled=found.enabled)
    return found.enabled


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
