"""What administrators set up: the academy's settings, credit types, staff."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from urllib.parse import unquote

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path
from pydantic import BaseModel, BeforeValidator

from certfolio import composition
from certfolio.api.callers import Administrator, Reviewer
from certfolio.api.edge import (
    CHANGE,
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
from certfolio.api.reads import CreditTypeList
from certfolio.api.views import CreditTypeView
from certfolio.domain.academies import Academy, AcademySettings, SetUp
from certfolio.domain.credit_types import CreditRules, CreditType
from certfolio.domain.errors import NotFound
from certfolio.domain.periods import PeriodRules, revised
from certfolio.domain.staff import RoleName, StaffMember
from certfolio.domain.values import CreditTypeId, Label, Principal
from certfolio.observability import logger

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
    """How the academy runs its desk."""

    version: int


class SettingsBody(AcademySettings, Body):
    """How the academy shall run its desk."""


class CreditTypeBody(CreditRules, Body):
    """A credit type's rules.

    Another period, target, cap or carry-over begins with the next period.
    """

    period_rules: PeriodRules = PeriodRules()


class StaffBody(Body):
    """Who somebody is on the staff."""

    name: Label
    role: RoleName


class StaffView(StaffBody):
    """A member of staff."""

    principal: Principal
    version: int


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
    return _settings_answer(composition.academies().settings(academy_id))


@api.put(
    f"{_ACADEMY}/settings",
    summary="Change the academy's settings",
    tags=["set-up"],
    security=STAFF,
    responses=answers(SettingsView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def save_settings(
    _staff: Administrator, academy_id: AcademyPath, body: SettingsBody, if_match: IfMatch = None
) -> Response[SettingsView]:
    academy = Academy(**body.model_dump(), academy_id=academy_id, version=_version_or_new(if_match))
    return _settings_answer(composition.academies().save_settings(academy))


@api.get(
    f"{_ACADEMY}/credit-types",
    summary="List credit types, retired ones too",
    tags=["set-up"],
    security=STAFF,
    responses=answers(CreditTypeList),
)
def credit_types(_staff: Reviewer, academy_id: AcademyPath, now: Now) -> Response[CreditTypeList]:
    set_up = composition.academies().set_up(academy_id, now, fresh=True)
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
    set_up = composition.academies().set_up(academy_id, now, fresh=True)
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
    _staff: Administrator,
    academy_id: AcademyPath,
    credit_type_id: CreditTypePath,
    body: CreditTypeBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CreditTypeView]:
    academies = composition.academies()
    version = _version_or_new(if_match)
    set_up = academies.set_up(academy_id, now, fresh=True)
    known = set_up.credit_types.get(credit_type_id)
    rules = known.rules if known is not None and version else ()
    record = CreditType(
        **{name: getattr(body, name) for name in CreditRules.model_fields},
        academy_id=academy_id,
        id=credit_type_id,
        rules=revised(rules, body.period_rules, version + 1, set_up.academy.day_of(now)),
        version=version,
    )
    saved = academies.save_credit_type(record)
    logger.info("credit type saved", credit_type_id=saved.id, version=saved.version)
    return _credit_type_answer(saved, set_up, now)


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
    _staff: Administrator,
    academy_id: AcademyPath,
    credit_type_id: CreditTypePath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CreditTypeView]:
    set_up = composition.academies().set_up(academy_id, now, fresh=True)
    current = _known(set_up, credit_type_id)
    retired = current.model_copy(update={"retired": True, "version": version_of(if_match)})
    saved = composition.academies().save_credit_type(retired)
    return _credit_type_answer(saved, set_up, now)


@api.get(
    f"{_ACADEMY}/staff",
    summary="List the staff",
    tags=["set-up"],
    security=STAFF,
    responses=answers(StaffList),
)
def staff(_staff: Administrator, academy_id: AcademyPath) -> Response[StaffList]:
    return answer(StaffList(items=[*map(_staff_view, composition.academies().staff(academy_id))]))


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
    _staff: Administrator,
    academy_id: AcademyPath,
    principal: PrincipalPath,
    body: StaffBody,
    if_match: IfMatch = None,
) -> Response[StaffView]:
    member = StaffMember(
        **dict(body),
        academy_id=academy_id,
        principal=principal,
        version=_version_or_new(if_match),
    )
    saved = composition.academies().save_staff_member(member)
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
    _staff: Administrator,
    academy_id: AcademyPath,
    principal: PrincipalPath,
    if_match: IfMatch = None,
) -> Response[StaffView]:
    member = _member(academy_id, principal)
    expected = member.model_copy(update={"version": version_of(if_match)})
    composition.academies().remove_staff_member(expected)
    logger.info("staff removed", principal=principal)
    return _staff_answer(member)


def _version_or_new(if_match: str | None) -> int:
    """Read the version a record shall replace; without one the record is new."""
    return 0 if if_match is None else version_of(if_match)


def _member(academy_id: str, principal: str) -> StaffMember:
    member = composition.academies().staff_member(academy_id, principal)
    if member is None:
        raise NotFound("member of staff")
    return member


def _settings_answer(academy: Academy) -> Response[SettingsView]:
    view = SettingsView(**academy.model_dump(exclude={"academy_id"}))
    return answer(view, version=academy.version)


def _known(set_up: SetUp, credit_type_id: str) -> CreditType:
    credit_type = set_up.credit_types.get(credit_type_id)
    if credit_type is None:
        raise NotFound("credit type")
    return credit_type


def _credit_type_answer(
    credit_type: CreditType, set_up: SetUp, now: datetime
) -> Response[CreditTypeView]:
    view = CreditTypeView.of(credit_type, set_up.academy.day_of(now))
    return answer(view, version=credit_type.version)


def _staff_view(member: StaffMember) -> StaffView:
    return StaffView(**member.model_dump(exclude={"academy_id", "second_factor"}))


def _staff_answer(member: StaffMember) -> Response[StaffView]:
    return answer(_staff_view(member), version=member.version)
