"""What reviewers need: the queue, a learner's portfolio, decisions."""

from datetime import datetime
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import Administrator, PathOwner, Reviewer
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
    Thumbnails,
    UlidPath,
    answer,
    answers,
    entry_point,
    version_of,
)
from certfolio.api.http import Query, Response
from certfolio.api.queue import ReviewPage, ReviewTotals, review_page, review_totals
from certfolio.api.reads import (
    certificate_with_history,
    file_link,
    portfolio_page,
    rendition,
)
from certfolio.api.reports import HoldingForecastView
from certfolio.api.results import Result, ResultList
from certfolio.api.statements import (
    ForecastPeriodView,
    LinePage,
    StatedPeriod,
    StatedType,
    StatementView,
    line_page,
    statement_view,
)
from certfolio.api.views import (
    ClaimView,
    FileLink,
    RenditionView,
    StaffCertificatePage,
    StaffCertificateView,
    StaffCertificateWithHistory,
)
from certfolio.domain.actions import Action, Actor, DecisionAction, Status
from certfolio.domain.certificates import MOST_LINES, Certificate, Owner, Reason
from certfolio.domain.decisions import Award, Corrections, Verdict
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.filters import Filters, ReviewFilters, Totals, Viewer
from certfolio.domain.likeness import Match
from certfolio.domain.statement import PeriodTotals
from certfolio.domain.values import LearnerId, Principal, Ulid
from certfolio.domain.verification import Verification
from certfolio.observability import Metric, count, logger, took
from certfolio.services.forecast import forecast_award
from certfolio.services.review import Item

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
    staff: Reviewer,
    academy_id: AcademyPath,
    filters: Annotated[ReviewFilters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
    thumbnails: Thumbnails = False,
    now: Now,
) -> Response[ReviewPage]:
    viewer = Viewer(staff.member.principal, now)
    return answer(review_page(academy_id, filters, limit, cursor, viewer, thumbnails=thumbnails))


@api.get(
    f"{_ACADEMY}/reviews/totals",
    summary="Count the certificates of each status, and those that are overdue",
    tags=["review"],
    security=STAFF,
    responses=answers(ReviewTotals),
)
def totals(_staff: Reviewer, academy_id: AcademyPath, now: Now) -> Response[ReviewTotals]:
    return answer(review_totals(academy_id, now))


@api.get(
    f"{_LEARNER}/certificates",
    summary="List a learner's certificates, newest first",
    tags=["review"],
    security=STAFF,
    responses=answers(StaffCertificatePage),
)
def certificates(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    filters: Annotated[Filters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
    thumbnails: Thumbnails = False,
    now: Now,
) -> Response[StaffCertificatePage]:
    page = portfolio_page(
        StaffCertificatePage, owner, filters, limit, cursor, now, thumbnails=thumbnails
    )
    return answer(page)


@api.get(
    f"{_LEARNER}/certificates/totals",
    summary="See how many certificates a list with these filters holds, and their credits",
    tags=["review"],
    security=STAFF,
    responses=answers(Totals),
)
def portfolio_totals(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    filters: Annotated[Filters, Query()],
    now: Now,
) -> Response[Totals]:
    return answer(composition.reading().totals(owner, filters, now))


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>",
    summary="Read a learner's certificate with its history",
    tags=["review"],
    security=STAFF,
    responses=answers(StaffCertificateWithHistory, HTTPStatus.NOT_FOUND),
)
def certificate(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    now: Now,
) -> Response[StaffCertificateWithHistory]:
    view = certificate_with_history(StaffCertificateWithHistory, owner, certificate_id, now)
    return answer(view, version=view.version)


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/pages",
    summary="See the pages of a learner's certificate, drawn",
    tags=["review"],
    security=STAFF,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    now: Now,
) -> Response[RenditionView]:
    return answer(rendition(owner, certificate_id, now))


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/file",
    summary="Download the file as it was handed in: a link, good for a minute",
    tags=["review"],
    security=STAFF,
    responses=answers(FileLink, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def file(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    now: Now,
) -> Response[FileLink]:
    return answer(file_link(owner, certificate_id, now))


@api.get(
    f"{_LEARNER}/statement",
    summary="See a learner's credits by credit type and period",
    tags=["review"],
    security=STAFF,
    responses=answers(StatementView),
)
def statement(
    owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath, now: Now
) -> Response[StatementView]:
    return answer(statement_view(owner, now))


@api.get(
    f"{_LEARNER}/statement/lines",
    summary="See the lines of one period of a learner's statement, by the day earned",
    tags=["review"],
    security=STAFF,
    responses=answers(LinePage),
)
def statement_lines(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    credit_type: StatedType,
    period: StatedPeriod,
    limit: Limit = 25,
    cursor: Cursor = None,
    now: Now,
) -> Response[LinePage]:
    return answer(line_page(owner, credit_type, period, limit, cursor, now))


_DECISION_REFUSALS = (*CHANGE, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY)


@api.post(
    f"{_LEARNER}/certificates/<certificate_id>/decisions",
    summary="Approve, decline, ask for changes, reopen or revoke",
    tags=["review"],
    security=STAFF,
    responses=answers(StaffCertificateView, *_DECISION_REFUSALS),
)
def decision(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    body: Verdict,
    if_match: IfMatch = None,
    now: Now,
) -> Response[StaffCertificateView]:
    item = Item(owner, certificate_id, version_of(if_match), body)
    certificate = composition.reviews().decide(item, staff.by, now)
    _record(certificate, now)
    return answer(StaffCertificateView.of(certificate), version=certificate.version)


class AwardBody(Body):
    """What an approval would award and correct; what is left out stays as it was claimed."""

    awarded: Annotated[tuple[Award, ...], Field(max_length=MOST_LINES)] = ()
    corrections: Corrections = Corrections()


class AwardForecastView(BaseModel):
    """The learner's statement as it is, and as it would be with this certificate approved so."""

    before: list[PeriodTotals]
    after: list[ForecastPeriodView]
    holdings: list[HoldingForecastView]


@api.post(
    f"{_LEARNER}/certificates/<certificate_id>/forecast",
    summary="See what an approval would do to the learner's credits; writes nothing",
    tags=["review"],
    security=STAFF,
    responses=answers(AwardForecastView, HTTPStatus.NOT_FOUND, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def forecast(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    body: AwardBody,
    now: Now,
) -> Response[AwardForecastView]:
    said = {name: getattr(body, name) for name in body.model_fields_set}
    verdict = Verdict(action=Action.APPROVE, **said)
    standing = forecast_award(
        composition.certificates(),
        composition.academies(),
        composition.hiring_dates(),
        composition.reports(),
        owner=owner,
        certificate_id=certificate_id,
        verdict=verdict,
        now=now,
    )
    return answer(
        AwardForecastView(
            before=[period.totals for period in standing.before],
            after=[ForecastPeriodView.of(period, certificate_id) for period in standing.after],
            holdings=[HoldingForecastView.of(one) for one in standing.holdings],
        )
    )


class DecisionItem(Verdict):
    """One decision of many."""

    learner_id: LearnerId
    certificate_id: Ulid
    version: Annotated[int, Field(ge=1, description="The version that was read.")]


_VERDICT = frozenset(Verdict.model_fields)


class DecisionsBody(Body):
    """Many decisions, each for itself."""

    items: Annotated[tuple[DecisionItem, ...], Field(min_length=1, max_length=100)]


@api.post(
    f"{_ACADEMY}/decisions",
    summary="Decide on many at once; each for itself, safe to send again",
    tags=["review"],
    security=STAFF,
    responses=answers(ResultList, HTTPStatus.UNPROCESSABLE_ENTITY),
)
def decisions(
    staff: Reviewer, academy_id: AcademyPath, body: DecisionsBody, now: Now
) -> Response[ResultList]:
    items = [
        Item(
            Owner(academy_id=academy_id, learner_id=line.learner_id),
            line.certificate_id,
            line.version,
            Verdict(**{name: getattr(line, name) for name in line.model_fields_set & _VERDICT}),
        )
        for line in body.items
    ]
    outcomes = composition.reviews().decide_many(items, staff.by, now)
    for outcome in outcomes:
        if isinstance(outcome, Certificate):
            _record(outcome, now)
    results = [
        Result.of(line.learner_id, line.certificate_id, outcome)
        for line, outcome in zip(body.items, outcomes, strict=True)
    ]
    for result in results:
        api.audited.write_item(api.current_event.raw_event, result.status, **result.named)
    return answer(ResultList(items=results))


class AssignmentBody(Body):
    """Who shall review a certificate."""

    principal: Principal | None = Field(
        None, description="Left out: the caller. Somebody else takes an administrator."
    )


@api.put(
    f"{_LEARNER}/certificates/<certificate_id>/assignment",
    summary="Take a certificate for review for a while, or give it to somebody",
    tags=["review"],
    security=STAFF,
    responses=answers(
        StaffCertificateView,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
    ),
)
def assign(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    body: AssignmentBody,
    now: Now,
) -> Response[StaffCertificateView]:
    to = staff.member
    if body.principal is not None and body.principal != to.principal:
        found = composition.academies().staff_member(academy_id, body.principal)
        if found is None:
            raise InvalidInput(FieldError("principal", FieldCode.NOT_ON_STAFF))
        to = found
    certificate = composition.assignments().assign(owner, certificate_id, to, staff.by, now)
    return answer(StaffCertificateView.of(certificate), version=certificate.version)


@api.delete(
    f"{_LEARNER}/certificates/<certificate_id>/assignment",
    summary="Give a certificate back to everybody",
    tags=["review"],
    security=STAFF,
    responses=answers(StaffCertificateView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def give_back(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    now: Now,
) -> Response[StaffCertificateView]:
    certificate = composition.assignments().assign(owner, certificate_id, None, staff.by, now)
    return answer(StaffCertificateView.of(certificate), version=certificate.version)


class DuplicateView(BaseModel):
    """A certificate of the academy that may be the same thing."""

    learner_id: str
    certificate_id: str
    title: str
    status: Status
    why: list[Match]


class DuplicateList(BaseModel):
    """Certificates that may be the same thing."""

    items: list[DuplicateView]
    more: bool = Field(
        description="Whether others have its file or number that were not looked at: many may."
    )


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/duplicates",
    summary="See whether the same file, number or title and date was handed in before",
    tags=["review"],
    security=STAFF,
    responses=answers(DuplicateList, HTTPStatus.NOT_FOUND),
)
def duplicates(
    owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath, certificate_id: UlidPath
) -> Response[DuplicateList]:
    likenesses = composition.likeness().of(owner, certificate_id)
    return answer(
        DuplicateList(
            more=likenesses.more,
            items=[
                DuplicateView(
                    learner_id=other.learner_id,
                    certificate_id=other.id,
                    title=other.title,
                    status=other.status,
                    why=why,
                )
                for other, why in likenesses.found
            ],
        )
    )


class PrecedentView(BaseModel):
    """A decision of a person on a certificate of the same issuer, as it was when it was made."""

    learner_id: str
    certificate_id: str
    title: str
    action: DecisionAction
    at: datetime
    by: Actor
    reason: Reason | None = Field(description="The picked reason, as it read then.")
    comment: str | None
    claims: tuple[ClaimView, ...] = Field(
        description="What was claimed, and what was awarded if anything was."
    )


class PrecedentList(BaseModel):
    """The newest decisions of people on certificates of the same issuer, newest first.

    A decision that was taken back stays, and so does the one that took it back.
    """

    items: list[PrecedentView]


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/precedents",
    summary="See what people decided lately on certificates of the same issuer",
    tags=["review"],
    security=STAFF,
    responses=answers(PrecedentList, HTTPStatus.NOT_FOUND),
)
def precedents(
    owner: PathOwner, academy_id: AcademyPath, learner_id: LearnerPath, certificate_id: UlidPath
) -> Response[PrecedentList]:
    found = composition.precedents().of(owner, certificate_id)
    return answer(
        PrecedentList(
            items=[PrecedentView.model_validate(one, from_attributes=True) for one in found]
        )
    )


@api.get(
    f"{_LEARNER}/certificates/<certificate_id>/verification",
    summary="Check a certificate against its history, and both against the ledger",
    tags=["review"],
    security=STAFF,
    responses=answers(Verification, HTTPStatus.NOT_FOUND),
)
def verification(
    *,
    _staff: Administrator,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    certificate_id: UlidPath,
    now: Now,
) -> Response[Verification]:
    return answer(composition.verifications().of(owner, certificate_id, now))


def _record(certificate: Certificate, now: datetime) -> None:
    """Log and count a decision; one that is sent again is counted once."""
    logger.info("decided", certificate_id=certificate.id, version=certificate.version)
    decision = certificate.decision
    if decision is None or decision.at != now:
        return
    count(Metric.DECIDED, outcome=decision.outcome)
    if decision.waited_seconds is not None:
        took(Metric.TIME_TO_DECISION, decision.waited_seconds)
