"""Submit, edit and withdraw."""

from http import HTTPStatus

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import CurrentLearner
from certfolio.api.edge import (
    CHANGE,
    LEARNER,
    Api,
    Body,
    IfMatch,
    Now,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Response
from certfolio.api.reports import HoldingForecastView
from certfolio.api.requests import ContentBody, SubmissionBody
from certfolio.api.statements import ForecastPeriodView
from certfolio.api.views import CertificateView, FoundLabelView, FoundView
from certfolio.domain.actions import Status
from certfolio.domain.likeness import Match
from certfolio.domain.statement import PeriodTotals
from certfolio.domain.values import Comment
from certfolio.observability import Metric, count, logger
from certfolio.services.forecast import forecast
from certfolio.services.portfolio import Submission

api = Api()
handler = entry_point(api)


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
def submit(learner: CurrentLearner, body: SubmissionBody, now: Now) -> Response[CertificateView]:
    certificate = composition.portfolio().submit(learner.owner, body.submission(), learner.by, now)
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
    *,
    learner: CurrentLearner,
    certificate_id: UlidPath,
    body: ContentBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CertificateView]:
    certificate = composition.portfolio().edit(
        learner.owner,
        Submission(body.content(), body.upload_id, certificate_id),
        version_of(if_match),
        learner.by,
        now,
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
    *, learner: CurrentLearner, certificate_id: UlidPath, if_match: IfMatch = None, now: Now
) -> Response[CertificateView]:
    certificate = composition.portfolio().withdraw(
        learner.owner, certificate_id, version_of(if_match), learner.by, now
    )
    logger.info("withdrawn", certificate_id=certificate.id, version=certificate.version)
    return answer(CertificateView.of(certificate), version=certificate.version)


class DisputeBody(Body):
    """Why a learner wants another look."""

    comment: Comment


@api.post(
    "/certificates/<certificate_id>/dispute",
    summary="Dispute a certificate that staff entered",
    tags=["learner"],
    security=LEARNER,
    responses=answers(
        CertificateView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def dispute(
    *,
    learner: CurrentLearner,
    certificate_id: UlidPath,
    body: DisputeBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[CertificateView]:
    certificate = composition.portfolio().dispute(
        learner.owner,
        certificate_id,
        version_of(if_match),
        comment=body.comment,
        by=learner.by,
        now=now,
    )
    logger.info("disputed", certificate_id=certificate.id, version=certificate.version)
    return answer(CertificateView.of(certificate), version=certificate.version)


class OwnDuplicateView(BaseModel):
    """A certificate of the learner's own that may be the same thing."""

    certificate_id: str
    title: str
    status: Status
    why: list[Match]


class ForecastView(BaseModel):
    """The statement as it is, and as it would be with this certificate approved."""

    before: list[PeriodTotals]
    after: list[ForecastPeriodView]
    duplicates: list[OwnDuplicateView]
    holdings: list[HoldingForecastView]
    found: list[FoundView] = Field(
        description="What the document says of what is stated, field by field; empty where it "
        "cannot be read yet."
    )
    found_labels: list[FoundLabelView] = Field(
        description="The same of the labels that its lines state."
    )


@api.post(
    "/certificates/forecast",
    summary="See what a submission would count for; writes nothing",
    tags=["learner"],
    security=LEARNER,
    responses=answers(ForecastView, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def forecast_submission(
    learner: CurrentLearner, body: SubmissionBody, now: Now
) -> Response[ForecastView]:
    found = forecast(
        composition.portfolio(),
        composition.certificates(),
        composition.academies(),
        composition.hiring_dates(),
        composition.reports(),
        owner=learner.owner,
        submission=body.submission(),
        by=learner.by,
        now=now,
    )
    duplicates = [
        OwnDuplicateView(certificate_id=other.id, title=other.title, status=other.status, why=why)
        for other, why in found.duplicates
    ]
    return answer(
        ForecastView(
            before=[period.totals for period in found.before],
            after=[ForecastPeriodView.of(period, found.certificate_id) for period in found.after],
            duplicates=duplicates,
            holdings=[HoldingForecastView.of(one) for one in found.holdings],
            found=FoundView.of(found.findings or {}),
            found_labels=FoundLabelView.of(found.labels),
        )
    )
