"""What reviewers need: the queue, a learner's portfolio, decisions."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from pydantic import Field

from certfolio import composition
from certfolio.api.callers import Reviewer
from certfolio.api.edge import (
    CHANGE,
    STAFF,
    AcademyPath,
    Api,
    Body,
    Cursor,
    IfMatch,
    Inline,
    LearnerPath,
    Limit,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.queue import ReviewFilters, ReviewPage, review_page
from certfolio.api.reads import (
    StatementView,
    certificate_with_history,
    file_link,
    portfolio_page,
    statement_view,
)
from certfolio.api.views import (
    CertificatePage,
    CertificateView,
    CertificateWithHistory,
    FileLink,
)
from certfolio.domain.certificates import Owner
from certfolio.domain.filters import Filters
from certfolio.domain.lifecycle import DecisionAction
from certfolio.domain.values import Comment
from certfolio.observability import Metric, count, logger, took
from certfolio.services.review import decide

api = Api()
handler = entry_point(api)

_ACADEMY = "/admin/academies/<academy_id>"
_LEARNER = f"{_ACADEMY}/learners/<learner_id>"


@api.get(
    f"{_ACADEMY}/reviews",
    summary="List the queue, oldest first, or what was decided, newest first",
    tags=["review"],
    security=STAFF,
    responses=answers(ReviewPage),
)
def reviews(
    *,
    _staff: Reviewer,
    academy_id: AcademyPath,
    filters: Annotated[ReviewFilters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[ReviewPage]:
    return answer(review_page(academy_id, filters, limit, cursor, datetime.now(UTC)))


@api.get(
    f"{_LEARNER}/certificates",
    summary="List a learner's certificates, newest first",
    tags=["review"],
    security=STAFF,
    responses=answers(CertificatePage),
)
def certificates(
    *,
    _staff: Reviewer,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    filters: Annotated[Filters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
) -> Response[CertificatePage]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return answer(portfolio_page(owner, filters, limit, cursor, datetime.now(UTC)))


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>",
    summary="Read a learner's certificate with its history",
    tags=["review"],
    security=STAFF,
    responses=answers(CertificateWithHistory, HTTPStatus.NOT_FOUND),
)
def certificate(
    _staff: Reviewer, academy_id: AcademyPath, learner_id: LearnerPath, certificate_id: UlidPath
) -> Response[CertificateWithHistory]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    view = certificate_with_history(owner, certificate_id, datetime.now(UTC))
    return answer(view, version=view.version)


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/file",
    summary="A link to the accepted file, good for a minute",
    tags=["review"],
    security=STAFF,
    responses=answers(FileLink, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def file(
    *,
    _staff: Reviewer,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    inline: Inline = False,
) -> Response[FileLink]:
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return answer(file_link(owner, certificate_id, datetime.now(UTC), inline=inline))


@api.get(
    f"{_LEARNER}/statement",
    summary="See a learner's credits by credit type and period",
    tags=["review"],
    security=STAFF,
    responses=answers(StatementView),
)
def statement(
    _staff: Reviewer, academy_id: AcademyPath, learner_id: LearnerPath
) -> Response[StatementView]:
    return answer(statement_view(Owner(academy_id=academy_id, learner_id=learner_id)))


class DecisionBody(Body):
    """What a member of staff decides."""

    action: DecisionAction
    comment: Comment | None = Field(
        None, description="Shown to the learner; needed for everything but a plain approval."
    )


@api.post(
    f"{_LEARNER}/certificates/<certificate_id>/decisions",
    summary="Approve, decline, ask for changes, reopen or revoke",
    tags=["review"],
    security=STAFF,
    responses=answers(
        CertificateView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def decision(  # noqa: PLR0913 - one parameter for each of the request's
    *,
    staff: Reviewer,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    body: DecisionBody,
    if_match: IfMatch = None,
) -> Response[CertificateView]:
    now = datetime.now(UTC)
    certificate = decide(
        composition.certificates(),
        Owner(academy_id=academy_id, learner_id=learner_id),
        certificate_id,
        version_of(if_match),
        action=body.action,
        comment=body.comment,
        by=staff.by,
        now=now,
    )
    if certificate.since == now:
        count(Metric.DECIDED, action=body.action)
        took(Metric.TIME_TO_DECISION, certificate.submitted_at, now)
    logger.info("decided", certificate_id=certificate.id, version=certificate.version)
    return answer(CertificateView.of(certificate), version=certificate.version)
