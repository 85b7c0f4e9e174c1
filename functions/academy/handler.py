"""What administrators set up: the academy's settings, credit types, staff."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import unquote

from pydantic import BaseModel, BeforeValidator, Field

from certfolio import composition
from certfolio.api.callers import Administrator, OnceAdministrator, Refused, Reviewer
from certfolio.api.credit_types import CreditTypeList, CreditTypeView
from certfolio.api.cursors import GOES_ON, decode, encode
from certfolio.api.edge import (
    CHANGE,
    MAKE_OR_CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    Limit,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Path, Query, Response
from certfolio.domain.academies import Academy, AcademySettings, SetUp, UsualReasons
from certfolio.domain.actions import Actor
from certfolio.domain.credit_types import CreditRules, CreditType
from certfolio.domain.directory import Mail
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.logos import Logo, Picture, in_text, text_of
from certfolio.domain.periods import PeriodRules
from certfolio.domain.set_up_events import Area, ChangeFilters, Intent, Personal, Step
from certfolio.domain.staff import NextStep, Role, RoleName, StaffMember, is_user, next_steps
from certfolio.domain.values import CreditTypeId, Label, Principal, Ulid
from certfolio.observability import logger
from certfolio.services.changes import Change
from certfolio.settings import StaffSettings, load

api = Api()
handler = entry_point(api)

_ACADEMY = "/admin/academies/<academy_id>"
CreditTypePath = Annotated[CreditTypeId, Path()]
PrincipalPath = Annotated[
    Principal,
    # Role names may hold what clients encode in a path, and API Gateway passes it on so.
    BeforeValidator(unquote),
    Path(description="A user's Cognito `sub`, or `<account>.<role name>` for a role."),
]


class SettingsView(AcademySettings):
    """How the academy shows itself and handles its reviews."""

    logo: Picture | None
    usual_reasons: UsualReasons
    version: int


class SettingsBody(AcademySettings, Body):
    """How the academy shall show itself and handle its reviews."""

    logo: Annotated[
        Logo | None,
        Field(
            description="A PNG of at most 24 kB and 512 by 512 pixels. What it says beside the "
            "picture, such as texts and colour profiles, is not kept."
        ),
    ] = None


class CreditTypeBody(CreditRules, Body):
    """A credit type's rules.

    Another period, target, cap or carry-over begins with the next period, or holds at once where
    nobody has claimed the credit type yet.
    """

    period_rules: PeriodRules = PeriodRules()


class StaffBody(Body):
    """A member of staff's name and role."""

    name: Label
    role: RoleName


class StaffInvitation(StaffBody):
    """Somebody to be invited to the staff."""

    # Cognito's limit for a user name, AdminCreateUser.
    mail: Annotated[Mail, Field(max_length=128, json_schema_extra={"maxLength": 128})]


class StaffView(StaffBody):
    """A member of staff."""

    principal: Principal
    invited: bool = Field(description="Whether they were invited and have not signed in yet.")
    version: int


class InvitedView(StaffView):
    """A member of staff who was invited."""

    next_steps: list[NextStep] = Field(description="What they do next, in this order.")


class StaffList(BaseModel):
    """The academy's staff."""

    items: list[StaffView]


@api.get(
    f"{_ACADEMY}/settings",
    summary="Read the academy's settings",
    tags=["set-up"],
    security=STAFF,
    responses=answers(SettingsView),
)
def settings(_staff: Reviewer, academy_id: AcademyPath) -> Response[SettingsView]:
    academy, face = composition.academies().settings_and_face(academy_id)
    return _settings_answer(academy, face.logo)


@api.put(
    f"{_ACADEMY}/settings",
    summary="Change the academy's settings",
    tags=["set-up"],
    security=STAFF,
    responses=answers(SettingsView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def save_settings(
    *,
    staff: Administrator,
    academy_id: AcademyPath,
    body: SettingsBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[SettingsView]:
    intent = Intent(staff.by.actor, _version_or_new(if_match), now)
    logo = None if body.logo is None else in_text(body.logo)
    saved = composition.set_ups().save_settings(academy_id, body, intent, logo=logo)
    return _settings_answer(saved, logo)


@api.get(
    f"{_ACADEMY}/credit-types",
    summary="List credit types, retired ones too",
    tags=["set-up"],
    security=STAFF,
    responses=answers(CreditTypeList),
)
def credit_types(_staff: Reviewer, academy_id: AcademyPath, now: Now) -> Response[CreditTypeList]:
    set_up = _set_up(academy_id, now)
    return answer(CreditTypeList.of(set_up.credit_types.values(), set_up.academy.day_of(now)))


@api.get(
    f"{_ACADEMY}/credit-types/<credit_type_id>",
    summary="Read a credit type",
    tags=["set-up"],
    security=STAFF,
    responses=answers(CreditTypeView, HTTPStatus.NOT_FOUND),
)
def credit_type(
    _staff: Reviewer, academy_id: AcademyPath, credit_type_id: CreditTypePath, now: Now
) -> Response[CreditTypeView]:
    set_up = _set_up(academy_id, now)
    return _credit_type_answer(_known(set_up, credit_type_id), set_up, now)


@api.put(
    f"{_ACADEMY}/credit-types/<credit_type_id>",
    summary="Create a credit type, or with If-Match change or revive it",
    tags=["set-up"],
    security=STAFF,
    responses=answers(CreditTypeView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def save_credit_type(
    *,
    staff: Administrator,
    academy_id: AcademyPath,
    credit_type_id: CreditTypePath,
    body: CreditTypeBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CreditTypeView]:
    saved = composition.set_ups().save_credit_type(
        academy_id,
        credit_type_id,
        body,
        body.period_rules,
        Intent(staff.by.actor, _version_or_new(if_match), now),
    )
    logger.info("credit type saved", credit_type_id=saved.id, version=saved.version)
    return _credit_type_answer(saved, composition.academies().set_up(academy_id, now), now)


@api.delete(
    f"{_ACADEMY}/credit-types/<credit_type_id>",
    summary="Retire a credit type: what was claimed stays, nothing more can be",
    tags=["set-up"],
    security=STAFF,
    responses=answers(
        CreditTypeView, *CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND
    ),
)
def retire_credit_type(
    *,
    staff: Administrator,
    academy_id: AcademyPath,
    credit_type_id: CreditTypePath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CreditTypeView]:
    intent = Intent(staff.by.actor, version_of(if_match), now)
    saved = composition.set_ups().retire_credit_type(academy_id, credit_type_id, intent)
    return _credit_type_answer(saved, composition.academies().set_up(academy_id, now), now)


@api.get(
    f"{_ACADEMY}/staff",
    summary="List the staff; a reviewer finds themselves alone",
    tags=["set-up"],
    security=STAFF,
    responses=answers(StaffList),
)
def staff(staff: Reviewer, academy_id: AcademyPath) -> Response[StaffList]:
    members = [staff.member]
    if staff.member.role >= Role.ADMINISTRATOR:
        members = composition.academies().staff(academy_id)
    return answer(StaffList(items=[*map(_staff_view, members)]))


@api.post(
    f"{_ACADEMY}/staff",
    summary="Invite somebody to the staff by mail; safe to send again",
    description=(
        "Makes an account of the academy, or takes the one that the mail address has there, and "
        "opens the console to it. Sent again for somebody who has not signed in yet, it mails "
        "another invitation, and the password in the one before is void. What a system signs with "
        "is added by `PUT`."
    ),
    tags=["set-up"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        InvitedView,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def invite(
    staff: Administrator, academy_id: AcademyPath, body: StaffInvitation, now: Now
) -> Response[InvitedView]:
    intent = Intent(staff.by.actor, 0, now)
    member, account = composition.invitations().invite(academy_id, **dict(body), intent=intent)
    api.audited.ids |= {"principal": member.principal, "role": member.role.name.lower()}
    logger.info("staff invited", principal=member.principal, version=member.version)
    steps = next_steps(
        invited=account.waiting,
        second_factor=account.second_factor,
        second_factor_needed=load(StaffSettings).staff_mfa == "on",
    )
    return answer(
        InvitedView(**dict(_staff_view(member)), next_steps=[*steps]),
        HTTPStatus.CREATED,
        version=member.version,
        location=f"/admin/academies/{academy_id}/staff/{member.principal}",
    )


@api.get(
    f"{_ACADEMY}/staff/<principal>",
    summary="Read a member of staff",
    tags=["set-up"],
    security=STAFF,
    responses=answers(StaffView, HTTPStatus.NOT_FOUND),
)
def staff_member(
    _staff: Administrator, academy_id: AcademyPath, principal: PrincipalPath
) -> Response[StaffView]:
    return _staff_answer(_member(academy_id, principal))


@api.put(
    f"{_ACADEMY}/staff/<principal>",
    summary="Add a member of staff, or with If-Match change name or role",
    tags=["set-up"],
    security=STAFF,
    responses=answers(StaffView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def save_staff_member(
    *,
    staff: OnceAdministrator,
    academy_id: AcademyPath,
    principal: PrincipalPath,
    body: StaffBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[StaffView]:
    intent = Intent(staff.by.actor, _version_or_new(if_match), now)
    fields = {**dict(body), "intent": intent}
    if isinstance(staff, Refused):
        known = composition.set_ups().saved_already(academy_id, principal, **fields)
        return _staff_answer(staff.unless(known))
    saved = composition.set_ups().save_staff_member(academy_id, principal, **fields)
    api.audited.ids["role"] = saved.role.name.lower()
    logger.info("staff saved", principal=saved.principal, version=saved.version)
    return _staff_answer(saved)


@api.delete(
    f"{_ACADEMY}/staff/<principal>",
    summary="Remove a member of staff",
    tags=["set-up"],
    security=STAFF,
    responses=answers(StaffView, *CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND),
)
def remove_staff_member(
    *,
    staff: OnceAdministrator,
    academy_id: AcademyPath,
    principal: PrincipalPath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[StaffView]:
    if isinstance(staff, Refused):
        intent = Intent(staff.by.actor, _version_or_new(if_match), now)
        known = composition.set_ups().removed_already(academy_id, principal, intent)
        member = staff.unless(known)
    else:
        intent = Intent(staff.by.actor, version_of(if_match), now)
        member = composition.set_ups().remove_staff_member(academy_id, principal, intent)
    # Also where the first try ended before this. A system has no account.
    if is_user(principal):
        composition.invitations().leave(academy_id, principal)
    freed = composition.assignments().free(academy_id, principal, now)
    logger.info("staff removed", principal=principal, freed=freed)
    return _staff_answer(member)


class FieldSaid(BaseModel):
    """One field of a record, before and after a change."""

    field: str
    before: Any = Field(description="Null where it said nothing.")
    after: Any = Field(description="Null where it says nothing any more.")
    erased: bool = Field(description="Whether what it said was erased together with a person.")


class ChangeView(BaseModel):
    """A change of what the academy has set up, or of its directory."""

    id: str
    at: datetime
    actor: Actor = Field(description="Who changed it, named as the academy knows them now.")
    area: Area
    subject: str = Field(description="The academy, the credit type, the principal or the learner.")
    subject_name: str | None = Field(description="The name of a person, as it is now.")
    step: Step
    version: int = Field(description="The version of the record that it led to.")
    fields: list[FieldSaid]

    @classmethod
    def of(cls, change: Change) -> "ChangeView":
        """View of a change."""
        event, said = change.event, change.personal or Personal()
        names = (*event.personal, *dict.fromkeys((*event.before, *event.after)))
        return cls(
            **event.model_dump(include={"id", "at", "step", "version"}),
            actor=event.actor.model_copy(update={"name": change.actor_name}),
            area=event.subject.area,
            subject=event.subject.id,
            subject_name=change.subject_name,
            fields=[
                FieldSaid(
                    field=name,
                    before=said.before.get(name, event.before.get(name)),
                    after=said.after.get(name, event.after.get(name)),
                    erased=name in event.personal and change.personal is None,
                )
                for name in names
            ],
        )


class ChangePage(BaseModel):
    """A page of changes, newest first."""

    items: list[ChangeView]
    next_cursor: str | None = Field(None, description=GOES_ON)


class ChangePosition(BaseModel):
    """Where a page of changes ended."""

    id: Ulid


@api.get(
    f"{_ACADEMY}/changes",
    summary="Who changed what of the set-up, the staff and the directory",
    description="What was changed outside of this API, such as by an operator, is not among them.",
    tags=["set-up"],
    security=STAFF,
    responses=answers(ChangePage),
)
def changes(
    _staff: Administrator,
    academy_id: AcademyPath,
    filters: Annotated[ChangeFilters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[ChangePage]:
    query = {"list": "changes", "academy": academy_id, **filters.model_dump(mode="json")}
    after = decode(cursor, ChangePosition, query).id if cursor is not None else None
    found, last = composition.changes().page(academy_id, filters, after=after, limit=limit)
    next_cursor = encode(ChangePosition(id=last), query) if last else None
    return answer(ChangePage(items=[*map(ChangeView.of, found)], next_cursor=next_cursor))


def _version_or_new(if_match: str | None) -> int:
    """Read the version a record shall replace; without one the record is new."""
    return 0 if if_match is None else version_of(if_match)


def _member(academy_id: str, principal: str) -> StaffMember:
    member = composition.academies().staff_member(academy_id, principal)
    if member is None:
        raise NotFound(Missing.STAFF_MEMBER)
    return member


def _settings_answer(academy: Academy, logo: bytes | None) -> Response[SettingsView]:
    view = SettingsView(
        **academy.model_dump(exclude={"academy_id", "logo"}),
        logo=None if logo is None else text_of(logo),
        usual_reasons=academy.usual_reasons,
    )
    return answer(view, version=academy.version)


def _set_up(academy_id: str, now: datetime) -> SetUp:
    return composition.academies().set_up(academy_id, now, fresh=True)


def _known(set_up: SetUp, credit_type_id: str) -> CreditType:
    credit_type = set_up.credit_types.get(credit_type_id)
    if credit_type is None:
        raise NotFound(Missing.CREDIT_TYPE)
    return credit_type


def _credit_type_answer(
    credit_type: CreditType, set_up: SetUp, now: datetime
) -> Response[CreditTypeView]:
    view = CreditTypeView.of(credit_type, set_up.academy.day_of(now))
    return answer(view, version=credit_type.version)


def _staff_view(member: StaffMember) -> StaffView:
    return StaffView(**member.model_dump(include=set(StaffView.model_fields)))


def _staff_answer(member: StaffMember) -> Response[StaffView]:
    return answer(_staff_view(member), version=member.version)
