"""Submit, edit and withdraw."""

from datetime import UTC, datetime
from http import HTTPStatus

from aws_lambda_powertools.event_handler import Response
from pydantic import Field

from certfolio import composition
from certfolio.api.callers import CurrentLearner
from certfolio.api.edge import (
    CHANGE,
    LEARNER,
    Api,
    IfMatch,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.requests import ContentBody
from certfolio.api.views import CertificateView
from certfolio.domain.values import Ulid
from certfolio.observability import Metric, count, logger
from certfolio.services.portfolio import Submission

api = Api()
handler = entry_point(api)


class SubmissionBody(ContentBody):
    """A certificate that is handed in."""

    id: Ulid | None = Field(
        None,
        description="The certificate's id, if the upload was made for one the client chose. "
        "Sent again, a submission returns its first result.",
    )


@api.post(
    "/certificates",
    summary="Hand in a certificate",
    tags=["learner"],
    security=LEARNER,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        CertificateView,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def submit(learner: CurrentLearner, body: SubmissionBody) -> Response[CertificateView]:
    now = datetime.now(UTC)
    submission = Submission(body.content(), body.upload_id, body.id)
    certificate = composition.portfolio().submit(learner.owner, submission, learner.by, now)
    if certificate.submitted_at == now:
        count(Metric.SUBMITTED)
    logger.info("submitted", certificate_id=certificate.id, version=certificate.version)
    return answer(
        CertificateView.of(certificate),
        HTTPStatus.CREATED,
        version=certificate.version,
        location=f"/certificates/{certificate.id}",
    )


@api.put(
    "/certificates/<certificate_id>",
    summary="Edit a certificate and send it for review again",
    tags=["learner"],
    security=LEARNER,
    responses=answers(
        CertificateView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def edit(
    learner: CurrentLearner, certificate_id: UlidPath, body: ContentBody, if_match: IfMatch = None
) -> Response[CertificateView]:
    certificate = composition.portfolio().edit(
        learner.owner,
        Submission(body.content(), body.upload_id, certificate_id),
        version_of(if_match),
        learner.by,
        datetime.now(UTC),
    )
    logger.info("edited", certificate_id=certificate.id, version=certificate.version)
    return answer(CertificateView.of(certificate), version=certificate.version)


@api.delete(
    "/certificates/<certificate_id>",
    summary="Withdraw a certificate",
    tags=["learner"],
    security=LEARNER,
    responses=answers(CertificateView, *CHANGE, HTTPStatus.NOT_FOUND),
)
def withdraw(
    learner: CurrentLearner, certificate_id: UlidPath, if_match: IfMatch = None
) -> Response[CertificateView]:
    certificate = composition.portfolio().withdraw(
        learner.owner, certificate_id, version_of(if_match), learner.by, datetime.now(UTC)
    )
    logger.info("withdrawn", certificate_id=certificate.id, version=certificate.version)
    return answer(CertificateView.of(certificate), version=certificate.version)
