"""Learners' credentials: which they hold, how far each is, and what staff say of them."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Literal

from pydantic import Field

from certfolio import composition
from certfolio.api.callers import (
    Administrator,
    CurrentLearner,
    CurrentOwner,
    PathOwner,
    Reviewer,
)
from certfolio.api.edge import (
    CHANGE,
    LEARNER,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    LearnerPath,
    Now,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Query, Response
from certfolio.api.reports import (
    HoldingList,
    HoldingView,
    HoldingWithReport,
    ProgrammeList,
    ProgrammeView,
)
from certfolio.api.views import FileLink, RenditionView
from certfolio.domain.actions import By
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.holdings import HeldCredential, HoldingAction, KeptHolding
from certfolio.domain.programmes.holding import Confirmation, Waiver
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.domain.values import Comment, Day, Name, Ulid
from certfolio.observability import logger
from certfolio.services.holdings import Shown, Step

api = Api()
handler = entry_point(api)

_LEARNER = "/admin/academies/<academy_id>/learners/<learner_id>"
CycleStart = Annotated[
    Day | None,
    Query(description="First day of the cycle that is wanted; the one that runs if none."),
]


class HoldingBody(HeldCredential, Body):
    """What is stated of a credential."""

    upload_id: Ulid | None = Field(
        None,
        description="The upload that brought the file which shows it. It was made for this "
        "credential's id, inspection has accepted it, and nothing else has taken it. Left out of "
        "a change, the file stays; null takes it away.",
    )

    def shown(self) -> Shown | None:
        """Which file is to show it; None where nothing is said of that."""
        return Shown(self.upload_id) if "upload_id" in self.model_fields_set else None


class NewHoldingBody(HoldingBody):
    """A credential that somebody holds."""

    id: Ulid = Field(description="A ULID that the client makes. Sent again, it is entered once.")
    programme: Name


class HoldingDecisionBody(Body):
    """What staff say of what is stated."""

    decision: Literal["confirm", "refuse"]
    comment: Comment | None = None


class WaiverBody(Body):
    """A waiver."""

    id: Ulid = Field(description="A ULID that the client makes.")
    waiver: Waiver
    reason: Comment


class MetBody(Body):
    """That a requirement which is not hours is met."""

    id: Ulid = Field(description="A ULID that the client makes.")
    requirement: Name
    on: Day
    comment: Comment | None = None


# The learner


@api.get(
    "/programmes",
    summary="See which credentials the academy knows the rules of",
    tags=["learner"],
    security=LEARNER,
    responses=answers(ProgrammeList),
)
def programmes(owner: CurrentOwner, now: Now) -> Response[ProgrammeList]:
    found = composition.programme_store().all(owner.academy_id, now, fresh=True)
    in_force = (one for one in found if one.state is ProgrammeState.IN_FORCE)
    return answer(ProgrammeList(items=[*map(ProgrammeView.of, in_force)]))


@api.get(
    "/holdings",
    summary="See one's credentials, and how far each is",
    tags=["learner"],
    security=LEARNER,
    responses=answers(HoldingList),
)
def holdings(owner: CurrentOwner, now: Now) -> Response[HoldingList]:
    return answer(HoldingList.of(composition.reports().of(owner, now)))


@api.get(
    "/holdings/<holding_id>",
    summary="See one credential in a cycle, what each line counts for, and its history",
    tags=["learner"],
    security=LEARNER,
    responses=answers(HoldingWithReport, HTTPStatus.NOT_FOUND),
)
def holding(
    *,
    owner: CurrentOwner,
    holding_id: UlidPath,
    cycle: CycleStart = None,
    cursor: Cursor = None,
    now: Now,
) -> Response[HoldingWithReport]:
    return _with_report(owner, holding_id, cycle, cursor, now)


@api.post(
    "/holdings",
    summary="Say that one holds a credential",
    tags=["learner"],
    security=LEARNER,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        HoldingView,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def enter(learner: CurrentLearner, body: NewHoldingBody, now: Now) -> Response[HoldingView]:
    return _entered(learner.owner, body, learner.by, now, "/holdings")


@api.put(
    "/holdings/<holding_id>",
    summary="Change what is stated of a credential; staff are asked to confirm it again",
    tags=["learner"],
    security=LEARNER,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def change(
    *,
    learner: CurrentLearner,
    holding_id: UlidPath,
    body: HoldingBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(learner.owner, holding_id, learner.by, version_of(if_match), now)
    held = composition.holdings().change(step, _stated(body), body.shown())
    return _changed(held, HoldingAction.CHANGE, now)


@api.delete(
    "/holdings/<holding_id>",
    summary="Take a credential away that nobody has confirmed",
    tags=["learner"],
    security=LEARNER,
    responses=answers(HoldingList, *CHANGE, HTTPStatus.NOT_FOUND),
)
def remove(
    *, learner: CurrentLearner, holding_id: UlidPath, if_match: IfMatch = None, now: Now
) -> Response[HoldingList]:
    return _removed(Step(learner.owner, holding_id, learner.by, version_of(if_match), now))


@api.get(
    "/holdings/<holding_id>/pages",
    summary="See the pages of the file that shows a credential, drawn",
    tags=["learner"],
    security=LEARNER,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages(owner: CurrentOwner, holding_id: UlidPath, now: Now) -> Response[RenditionView]:
    return _pages(owner, holding_id, now)


@api.get(
    "/holdings/<holding_id>/file",
    summary="Download the file that shows a credential: a link, good for a minute",
    tags=["learner"],
    security=LEARNER,
    responses=answers(FileLink, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def file(owner: CurrentOwner, holding_id: UlidPath, now: Now) -> Response[FileLink]:
    return _file_link(owner, holding_id, now)


# Staff


@api.get(
    f"{_LEARNER}/holdings",
    summary="See a learner's credentials, and how far each is",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingList),
)
def of_learner(
    *, owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath, now: Now
) -> Response[HoldingList]:
    return answer(HoldingList.of(composition.reports().of(owner, now)))


@api.get(
    f"{_LEARNER}/holdings/<holding_id>",
    summary="See a learner's credential in a cycle, what each line counts for, and its history",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingWithReport, HTTPStatus.NOT_FOUND),
)
def one_of_learner(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    cycle: CycleStart = None,
    cursor: Cursor = None,
    now: Now,
) -> Response[HoldingWithReport]:
    return _with_report(owner, holding_id, cycle, cursor, now)


@api.get(
    f"{_LEARNER}/holdings/<holding_id>/pages",
    summary="See the pages of the file that shows a learner's credential, drawn",
    tags=["review"],
    security=STAFF,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages_of_learner(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    now: Now,
) -> Response[RenditionView]:
    return _pages(owner, holding_id, now)


@api.get(
    f"{_LEARNER}/holdings/<holding_id>/file",
    summary="Download the file that shows a learner's credential: a link, good for a minute",
    tags=["review"],
    security=STAFF,
    responses=answers(FileLink, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def file_of_learner(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    now: Now,
) -> Response[FileLink]:
    return _file_link(owner, holding_id, now)


@api.post(
    f"{_LEARNER}/holdings",
    summary="Enter a credential for a learner; it is confirmed by that",
    tags=["review"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        HoldingView,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def enter_for_learner(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: NewHoldingBody,
    now: Now,
) -> Response[HoldingView]:
    composition.directory().get(owner)
    path = f"/admin/academies/{academy_id}/learners/{learner_id}/holdings"
    return _entered(owner, body, staff.by, now, path)


@api.put(
    f"{_LEARNER}/holdings/<holding_id>",
    summary="Put right what is stated of a learner's credential; it is confirmed by that",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def change_for_learner(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    body: HoldingBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(owner, holding_id, staff.by, version_of(if_match), now)
    held = composition.holdings().change(step, _stated(body), body.shown())
    return _changed(held, HoldingAction.CHANGE, now)


@api.delete(
    f"{_LEARNER}/holdings/<holding_id>",
    summary="Take a learner's credential away; its history stays",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingList, *CHANGE, HTTPStatus.NOT_FOUND),
)
def remove_for_learner(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingList]:
    return _removed(Step(owner, holding_id, staff.by, version_of(if_match), now))


@api.post(
    f"{_LEARNER}/holdings/<holding_id>/decisions",
    summary="Confirm what a learner stated of a credential, or refuse it",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def decide(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    body: HoldingDecisionBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    confirmed = body.decision == "confirm"
    if not confirmed and body.comment is None:
        raise InvalidInput(FieldError("comment", FieldCode.COMMENT_REQUIRED))
    action = HoldingAction.CONFIRM if confirmed else HoldingAction.REFUSE
    step = Step(owner, holding_id, staff.by, version_of(if_match), now, body.comment)
    return _changed(composition.holdings().decide(step, confirmed=confirmed), action, now)


@api.post(
    f"{_LEARNER}/holdings/<holding_id>/waivers",
    summary="Grant a waiver: more time, fewer credits, a requirement let off, or more credits",
    tags=["set-up"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def grant(
    *,
    staff: Administrator,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    body: WaiverBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(owner, holding_id, staff.by, version_of(if_match), now)
    held = composition.holdings().grant(step, body.id, body.waiver, body.reason)
    return _changed(held, HoldingAction.GRANT, now)


@api.delete(
    f"{_LEARNER}/holdings/<holding_id>/waivers/<waiver_id>",
    summary="Take a waiver back",
    tags=["set-up"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND),
)
def take_back(
    *,
    staff: Administrator,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    waiver_id: UlidPath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(owner, holding_id, staff.by, version_of(if_match), now)
    held = composition.holdings().take_back(step, waiver_id)
    return _changed(held, HoldingAction.TAKE_BACK, now)


@api.post(
    f"{_LEARNER}/holdings/<holding_id>/met",
    summary="Say that a requirement which is not hours is met",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def meet(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    body: MetBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(owner, holding_id, staff.by, version_of(if_match), now, body.comment)
    confirmation = Confirmation(requirement=body.requirement, on=body.on)
    held = composition.holdings().meet(step, body.id, confirmation)
    return _changed(held, HoldingAction.MEET, now)


@api.delete(
    f"{_LEARNER}/holdings/<holding_id>/met/<met_id>",
    summary="Take back that a requirement is met",
    tags=["review"],
    security=STAFF,
    responses=answers(HoldingView, *CHANGE, HTTPStatus.NOT_FOUND),
)
def unmeet(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    holding_id: UlidPath,
    met_id: UlidPath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[HoldingView]:
    step = Step(owner, holding_id, staff.by, version_of(if_match), now)
    held = composition.holdings().unmeet(step, met_id)
    return _changed(held, HoldingAction.UNMEET, now)


def _stated(body: HoldingBody) -> HeldCredential:
    return HeldCredential(**{name: getattr(body, name) for name in HeldCredential.model_fields})


def _entered(
    owner: Owner, body: NewHoldingBody, by: By, now: datetime, path: str
) -> Response[HoldingView]:
    step = Step(owner, body.id, by, 0, now)
    held = composition.holdings().enter(step, body.programme, _stated(body), body.shown())
    view = _told(held, HoldingAction.ENTER, now)
    return answer(view, HTTPStatus.CREATED, version=view.version, location=f"{path}/{body.id}")


def _changed(held: KeptHolding, action: HoldingAction, now: datetime) -> Response[HoldingView]:
    view = _told(held, action, now)
    return answer(view, version=view.version)


def _told(held: KeptHolding, action: HoldingAction, now: datetime) -> HoldingView:
    _log(action, held.owner, held.id)
    return HoldingView.of(composition.reports().on(held, now))


def _removed(step: Step) -> Response[HoldingList]:
    composition.holdings().remove(step)
    _log(HoldingAction.REMOVE, step.owner, step.holding_id)
    return answer(HoldingList.of(composition.reports().of(step.owner, step.now)))


def _log(action: HoldingAction, owner: Owner, holding_id: str) -> None:
    logger.info(
        "holding changed", action=action.value, learner_id=owner.learner_id, holding_id=holding_id
    )


def _pages(owner: Owner, holding_id: str, now: datetime) -> Response[RenditionView]:
    found = composition.holding_store().get(owner, holding_id).file
    return answer(RenditionView.of(composition.viewing().of_file(found, now)))


def _file_link(owner: Owner, holding_id: str, now: datetime) -> Response[FileLink]:
    found = composition.holding_store().get(owner, holding_id).file
    return answer(FileLink.of(composition.viewing().link_to(found, now)))


def _with_report(
    owner: Owner, holding_id: str, cycle: date | None, cursor: str | None, now: datetime
) -> Response[HoldingWithReport]:
    found = composition.reports().one(owner, holding_id, now)
    events = composition.holding_store().history(owner, holding_id)
    view = HoldingWithReport.with_lines(found, events, cycle, cursor)
    return answer(view, version=view.version)
