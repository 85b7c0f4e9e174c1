"""The learner's reads."""

from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field

from certfolio import composition
from certfolio.api.callers import CurrentOwner
from certfolio.api.credit_types import CreditTypeList
from certfolio.api.edge import (
    LEARNER,
    Api,
    Cursor,
    Limit,
    Now,
    Thumbnails,
    UlidPath,
    answer,
    answers,
    entry_point,
)
from certfolio.api.http import Query, Response
from certfolio.api.reads import (
    certificate_with_history,
    file_link,
    portfolio_page,
    rendition,
)
from certfolio.api.statements import (
    LinePage,
    StatedPeriod,
    StatedType,
    StatementView,
    line_page,
    statement_view,
)
from certfolio.api.views import CertificatePage, CertificateWithHistory, FileLink, RenditionView
from certfolio.domain.filters import Filters, Totals
from certfolio.domain.values import Day

api = Api()
handler = entry_point(api)


@api.get(
    "/credit-types",
    summary="See what can be claimed here",
    tags=["learner"],
    security=LEARNER,
    responses=answers(CreditTypeList),
)
def credit_types(owner: CurrentOwner, now: Now) -> Response[CreditTypeList]:
    set_up = composition.academies().set_up(owner.academy_id, now, fresh=True)
    claimable = (item for item in set_up.credit_types.values() if not item.retired)
    return answer(CreditTypeList.of(claimable, set_up.academy.day_of(now)))


@api.get(
    "/certificates",
    summary="List certificates, newest first",
    tags=["learner"],
    security=LEARNER,
    responses=answers(CertificatePage),
)
def certificates(
    *,
    owner: CurrentOwner,
    filters: Annotated[Filters, Query()],
    limit: Limit = 25,
    cursor: Cursor = None,
    thumbnails: Thumbnails = False,
    now: Now,
) -> Response[CertificatePage]:
    page = portfolio_page(
        CertificatePage, owner, filters, limit, cursor, now, thumbnails=thumbnails
    )
    return answer(page)


@api.get(
    "/certificates/totals",
    summary="See how many certificates a list with these filters holds, and their credits",
    tags=["learner"],
    security=LEARNER,
    responses=answers(Totals),
)
def totals(owner: CurrentOwner, filters: Annotated[Filters, Query()], now: Now) -> Response[Totals]:
    return answer(composition.reading().totals(owner, filters, now))


@api.get(
    "/certificates/<certificate_id>",
    summary="Read a certificate with its history",
    tags=["learner"],
    security=LEARNER,
    responses=answers(CertificateWithHistory, HTTPStatus.NOT_FOUND),
)
def certificate(
    owner: CurrentOwner, certificate_id: UlidPath, now: Now
) -> Response[CertificateWithHistory]:
    view = certificate_with_history(CertificateWithHistory, owner, certificate_id, now)
    return answer(view, version=view.version)


@api.get(
    "/certificates/<certificate_id>/pages",
    summary="View Certificate: its pages, drawn, with links that are good for a minute",
    tags=["learner"],
    security=LEARNER,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages(owner: CurrentOwner, certificate_id: UlidPath, now: Now) -> Response[RenditionView]:
    return answer(rendition(owner, certificate_id, now))


@api.get(
    "/certificates/<certificate_id>/file",
    summary="Download the file as it was handed in: a link, good for a minute",
    tags=["learner"],
    security=LEARNER,
    responses=answers(FileLink, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def file(owner: CurrentOwner, certificate_id: UlidPath, now: Now) -> Response[FileLink]:
    return answer(file_link(owner, certificate_id, now))


@api.get(
    "/statement",
    summary="See credits by credit type and period",
    tags=["learner"],
    security=LEARNER,
    responses=answers(StatementView),
)
def statement(owner: CurrentOwner, now: Now) -> Response[StatementView]:
    return answer(statement_view(owner, now))


@api.get(
    "/statement/lines",
    summary="See the lines of one period of the statement, by the day earned",
    tags=["learner"],
    security=LEARNER,
    responses=answers(LinePage),
)
def statement_lines(
    *,
    owner: CurrentOwner,
    credit_type: StatedType,
    period: StatedPeriod,
    limit: Limit = 25,
    cursor: Cursor = None,
    now: Now,
) -> Response[LinePage]:
    return answer(line_page(owner, credit_type, period, limit, cursor, now))


class OutlookView(BaseModel):
    """What a learner can expect of a pending certificate."""

    ahead: int = Field(description="Certificates before it in the queue.")
    ahead_is_exact: bool = Field(description="False: there are at least so many.")
    expected_on: Day
    due_on: Day = Field(description="The day by which the academy promises a decision.")
    overdue: bool
    based_on: int = Field(description="Recent decisions the estimate looks at.")


@api.get(
    "/certificates/<certificate_id>/outlook",
    summary="See a pending certificate's place in the queue and when a decision is expected",
    tags=["learner"],
    security=LEARNER,
    responses=answers(OutlookView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def outlook(owner: CurrentOwner, certificate_id: UlidPath, now: Now) -> Response[OutlookView]:
    found = composition.outlooks().of(owner, certificate_id, now)
    return answer(OutlookView.model_validate(vars(found)))
