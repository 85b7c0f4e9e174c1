"""What staff enter on learners' behalf: for one, or one event for many."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from pydantic import Field, StrictBool

from certfolio import composition
from certfolio.api.callers import PathOwner, Reviewer
from certfolio.api.edge import (
    CHANGE,
    STAFF,
    AcademyPath,
    Api,
    IfMatch,
    LearnerPath,
    Now,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Response
from certfolio.api.requests import RENEWS, ContentBody, NewBody
from certfolio.api.results import Result, ResultList
from certfolio.api.views import StaffCertificateView
from certfolio.domain.certificates import Certificate, Kind
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.values import LearnerId, Ulid
from certfolio.observability import Metric, count, logger
from certfolio.services.portfolio import Submission

api = Api()
handler = entry_point(api)

_ACADEMY = "/admin/academies/<academy_id>"
_CERTIFICATES = f"{_ACADEMY}/learners/<learner_id>/certificates"
_AT_ONCE = Field(default=False, description="Approve it in the same step, as entered.")


class EntryBody(NewBody):
    """A certificate that staff enter."""

    kind: Kind = Kind.EXTERNAL
    approve: StrictBool = _AT_ONCE
    renews: Ulid | None = RENEWS

    def submission(self) -> Submission:
        """The submission as the services know it."""
        return Submission(
            self.content(), self.upload_id, self.id, self.kind, self.approve, self.renews
        )


class EntriesBody(NewBody):
    """The same certificate for many learners."""

    kind: Kind = Kind.EXTERNAL
    approve: StrictBool = _AT_ONCE
    learner_ids: Annotated[tuple[LearnerId, ...], Field(min_length=1, max_length=200)]

    def submission(self) -> Submission:
        """The submission as the services know it."""
        return Submission(self.content(), self.upload_id, self.id, self.kind, self.approve)


@api.post(
    _CERTIFICATES,
    summary="Enter a certificate on a learner's behalf",
    tags=["review"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        StaffCertificateView,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def enter(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: EntryBody,
    now: Now,
) -> Response[StaffCertificateView]:
    if composition.directory().find(owner) is None:
        raise NotFound(Missing.LEARNER)
    certificate = composition.portfolio().submit(owner, body.submission(), staff.by, now)
    _record(certificate, now)
    return answer(
        StaffCertificateView.of(certificate),
        HTTPStatus.CREATED,
        version=certificate.version,
        location=f"/admin/academies/{academy_id}/learners/{learner_id}"
        f"/certificates/{certificate.id}",
    )


class EntryEditBody(ContentBody):
    """What staff entered, anew."""

    approve: StrictBool = _AT_ONCE


@api.put(
    f"{_CERTIFICATES}/<certificate_id>",
    summary="Edit a certificate that staff entered",
    tags=["review"],
    security=STAFF,
    responses=answers(
        StaffCertificateView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def edit(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    body: EntryEditBody,
    if_match: IfMatch = None,
    now: Now,
) -> Response[StaffCertificateView]:
    submission = Submission(body.content(), body.upload_id, certificate_id, approve=body.approve)
    certificate = composition.portfolio().edit(
        owner, submission, version_of(if_match), staff.by, now
    )
    logger.info("edited", certificate_id=certificate.id, version=certificate.version)
    return answer(StaffCertificateView.of(certificate), version=certificate.version)


@api.delete(
    f"{_CERTIFICATES}/<certificate_id>",
    summary="Withdraw a certificate that staff entered",
    tags=["review"],
    security=STAFF,
    responses=answers(
        StaffCertificateView, *CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY
    ),
)
def withdraw(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    if_match: IfMatch = None,
    now: Now,
) -> Response[StaffCertificateView]:
    certificate = composition.portfolio().withdraw(
        owner, certificate_id, version_of(if_match), staff.by, now
    )
    logger.info("withdrawn", certificate_id=certificate.id, version=certificate.version)
    return answer(StaffCertificateView.of(certificate), version=certificate.version)


@api.post(
    f"{_ACADEMY}/certificates",
    summary="Enter one event for many learners; each for itself, safe to send again",
    tags=["review"],
    security=STAFF,
    responses=answers(ResultList, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def enter_many(
    staff: Reviewer, academy_id: AcademyPath, body: EntriesBody, now: Now
) -> Response[ResultList]:
    learner_ids = list(dict.fromkeys(body.learner_ids))
    outcomes = composition.entries().enter(
        staff.desk,
        learner_ids,
        composition.directory().known(academy_id, learner_ids),
        body.submission(),
        by=staff.by,
        now=now,
    )
    for outcome in outcomes:
        if isinstance(outcome, Certificate):
            _record(outcome, now)
    results = [
        Result.of(learner_id, None, outcome)
        for learner_id, outcome in zip(learner_ids, outcomes, strict=True)
    ]
    for result in results:
        api.audited.write_item(api.current_event.raw_event, result.status, **result.named)
    return answer(ResultList(items=results))


def _record(certificate: Certificate, now: datetime) -> None:
    """Log and count an entry; one that is sent again is counted once."""
    logger.info("entered", certificate_id=certificate.id, version=certificate.version)
    if certificate.submitted_at == now:
        count(Metric.SUBMITTED)
