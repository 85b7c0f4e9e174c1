"""How learners stand with the academy: leaving, legal holds, and being erased."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field, StrictBool

from certfolio import composition
from certfolio.api.callers import Administrator, CurrentLearner
from certfolio.api.edge import (
    LEARNER,
    MAKE_OR_CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    IfMatch,
    LearnerPath,
    Now,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Response
from certfolio.api.views import KeptView
from certfolio.domain.certificates import Owner
from certfolio.domain.exports import KEPT, Export, ExportState
from certfolio.domain.rights import Erased, Erasure, ErasureState, Membership
from certfolio.domain.set_up_events import Intent
from certfolio.domain.values import Comment
from certfolio.observability import logger
from certfolio.settings import TranscriptSettings, load
from certfolio.storage.keys import export_file

api = Api()
handler = entry_point(api)

_LEARNER = "/admin/academies/<academy_id>/learners/<learner_id>"


class MembershipBody(Body):
    """How a learner shall stand with the academy."""

    active: StrictBool = Field(
        description="Whether the learner may sign in. Their records stay as they are; who is "
        "signed in when it ends is out within five minutes."
    )
    hold_reason: Annotated[
        Comment | None,
        Field(description="Why nothing of the learner's may be erased; null where it may."),
    ] = None


class ErasureView(BaseModel):
    """How far an erasure has come."""

    state: ErasureState
    started_at: datetime
    ended_at: datetime | None
    erased: dict[Erased, int] = Field(description="How many of each kind are erased by now.")

    @classmethod
    def of(cls, erasure: Erasure) -> "ErasureView":
        """View of an erasure."""
        return cls(**erasure.model_dump(include=set(cls.model_fields)))


class ExportView(BaseModel):
    """An export of all that is held on a learner."""

    state: ExportState = Field(
        description="`working`: it is worth to ask again in some seconds. `failed`: it is not; it "
        "can be asked for anew."
    )
    files: int = Field(description="How many files are in it by now.")
    asked_at: datetime
    kept_until: datetime = Field(description="Until when it can be fetched.")
    url: str | None = Field(description="A link, made for this answer, once it is `ready`.")
    size: int | None = Field(description="In bytes, once it is `ready`.")

    @classmethod
    def of(cls, export: Export | None, now: datetime) -> "ExportView | None":
        """View of an export, as long as it is kept."""
        if export is None or now >= export.asked_at + KEPT:
            return None
        state = export.state(now)
        return cls(
            state=state,
            files=export.done,
            asked_at=export.asked_at,
            kept_until=export.asked_at + KEPT,
            url=_link(export) if state is ExportState.READY else None,
            size=export.size,
        )


class MembershipView(BaseModel):
    """How a learner stands with the academy."""

    active: bool
    left_at: datetime | None
    hold_since: datetime | None
    hold_reason: str | None
    erasure_asked_at: datetime | None = Field(
        description="When the learner asked to be erased; it is for the academy to do so."
    )
    erasure: ErasureView | None = Field(description="Null where nobody has started one.")
    export: ExportView | None = Field(description="The newest one; null where none is kept.")
    version: int


class OwnMembershipView(BaseModel):
    """What of it concerns the learner."""

    erasure_asked_at: datetime | None
    kept: KeptView | None = Field(
        description="Once one asked to be erased: what has to stay, until when and why; null where "
        "nothing has to."
    )
    export: ExportView | None = Field(description="The newest one; null where none is kept.")


@api.get(
    f"{_LEARNER}/membership",
    summary="See how a learner stands with the academy, and how far their erasure has come",
    tags=["directory"],
    security=STAFF,
    responses=answers(MembershipView, HTTPStatus.NOT_FOUND),
)
def read(
    _staff: Administrator, academy_id: AcademyPath, learner_id: LearnerPath, now: Now
) -> Response[MembershipView]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return _answer(composition.memberships().read(owner), now)


@api.put(
    f"{_LEARNER}/membership",
    summary="Let a learner leave or come back; begin or end a legal hold",
    tags=["directory"],
    security=STAFF,
    responses=answers(
        MembershipView, *MAKE_OR_CHANGE, HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.NOT_FOUND
    ),
)
def change(
    *,
    staff: Administrator,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: MembershipBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[MembershipView]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    intent = Intent(staff.by.actor, version_of(if_match) if if_match else 0, now)
    membership = composition.memberships().change(owner, **dict(body), intent=intent)
    logger.info("membership changed", learner_id=learner_id, version=membership.version)
    return _answer(membership, now)


@api.post(
    f"{_LEARNER}/erasure",
    summary="Erase all that is held on a learner, for good; safe to send again",
    description=(
        "It is done in the background and takes a quarter of an hour at least, because what was on "
        "its way when it began is waited for. `GET …/membership` says how far it has come."
    ),
    tags=["directory"],
    security=STAFF,
    status_code=HTTPStatus.ACCEPTED,
    responses=answers(
        ErasureView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, status=HTTPStatus.ACCEPTED
    ),
)
def erase(
    staff: Administrator, academy_id: AcademyPath, learner_id: LearnerPath, now: Now
) -> Response[ErasureView]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    erasure = composition.erasure_starts().start(owner, Intent(staff.by.actor, 0, now))
    composition.background().erase(owner)
    logger.info("erasure started", learner_id=learner_id)
    return answer(ErasureView.of(erasure), HTTPStatus.ACCEPTED)


@api.post(
    f"{_LEARNER}/export",
    summary="Put all that is held on a learner into one archive; safe to send again",
    description="It is made in the background; `GET …/membership` says how far it is.",
    tags=["directory"],
    security=STAFF,
    status_code=HTTPStatus.ACCEPTED,
    responses=answers(
        ExportView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, status=HTTPStatus.ACCEPTED
    ),
)
def export(
    staff: Administrator, academy_id: AcademyPath, learner_id: LearnerPath, now: Now
) -> Response[ExportView]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return _export(owner, staff.member.principal, now)


@api.post(
    "/membership/export",
    summary="Put all that is held on one into one archive; safe to send again",
    description="It is made in the background; `GET /membership` says how far it is.",
    tags=["learner"],
    security=LEARNER,
    status_code=HTTPStatus.ACCEPTED,
    responses=answers(ExportView, HTTPStatus.CONFLICT, status=HTTPStatus.ACCEPTED),
)
def export_own(learner: CurrentLearner, now: Now) -> Response[ExportView]:
    return _export(learner.owner, learner.owner.learner_id, now)


@api.get(
    "/membership",
    summary="See whether one has asked to be erased, and how far an export is",
    tags=["learner"],
    security=LEARNER,
    responses=answers(OwnMembershipView),
)
def read_own(learner: CurrentLearner, now: Now) -> Response[OwnMembershipView]:
    return _own_answer(composition.membership_store().get(learner.owner), now)


@api.post(
    "/membership/erasure-request",
    summary="Ask the academy to erase all that it holds on one; asked twice, it is asked once",
    tags=["learner"],
    security=LEARNER,
    responses=answers(OwnMembershipView, HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED),
)
def ask_to_be_erased(learner: CurrentLearner, now: Now) -> Response[OwnMembershipView]:
    intent = Intent(learner.by.actor, 0, now)
    membership = composition.memberships().ask_to_be_erased(learner.owner, intent)
    logger.info("erasure asked for", learner_id=learner.owner.learner_id)
    return _own_answer(membership, now)


def _export(owner: Owner, by: str, now: datetime) -> Response[ExportView]:
    found = composition.export_starts().start(owner, by, now)
    composition.background().export(owner)
    logger.info("export asked for", learner_id=owner.learner_id)
    view = ExportView.of(found, now)
    if view is None:
        raise ValueError("an export that has just begun is kept")
    return answer(view, HTTPStatus.ACCEPTED)


def _link(export: Export) -> str:
    lasts = timedelta(seconds=load(TranscriptSettings).view_seconds)
    name = f"export-{export.asked_at:%Y-%m-%d}.zip"
    key = export_file(export, export.id)
    return composition.transcript_files().link(key, name, "application/zip", lasts)


def _own_answer(membership: Membership, now: datetime) -> Response[OwnMembershipView]:
    found = composition.export_store().find(membership)
    asked_at = membership.erasure_asked_at
    kept = composition.erasure_starts().kept(membership, now) if asked_at else None
    view = OwnMembershipView(
        erasure_asked_at=asked_at,
        kept=KeptView.of(kept) if kept else None,
        export=ExportView.of(found, now),
    )
    return answer(view)


def _answer(membership: Membership, now: datetime) -> Response[MembershipView]:
    erasure = composition.erasure_store().find(membership)
    view = MembershipView(
        active=membership.left_at is None and erasure is None,
        **membership.model_dump(
            include={"left_at", "hold_since", "hold_reason", "erasure_asked_at", "version"}
        ),
        erasure=ErasureView.of(erasure) if erasure else None,
        export=ExportView.of(composition.export_store().find(membership), now),
    )
    return answer(view, version=membership.version)
