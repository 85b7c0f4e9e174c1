"""Reads that learners and staff share; the caller says whose portfolio."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Self, TypeVar

from pydantic import BaseModel

from certfolio import composition
from certfolio.api.cursors import decode, encode, page_of
from certfolio.api.views import (
    CertificatePage,
    CertificateWithHistory,
    CreditTypeView,
    FileLink,
)
from certfolio.domain.certificates import Owner
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import FileNotAvailable
from certfolio.domain.filters import Filters
from certfolio.domain.statement import PeriodStatement, statement
from certfolio.domain.values import Ulid
from certfolio.settings import EvidenceSettings, load

Page = TypeVar("Page", bound=CertificatePage)
WithHistory = TypeVar("WithHistory", bound=CertificateWithHistory)


class CreditTypeList(BaseModel):
    """Credit types."""

    items: list[CreditTypeView]

    @classmethod
    def of(cls, credit_types: Iterable[CreditType]) -> Self:
        """View of credit types."""
        fields = set(CreditTypeView.model_fields)
        return cls(
            items=[CreditTypeView(**item.model_dump(include=fields)) for item in credit_types]
        )


class StatementView(BaseModel):
    """A learner's credits."""

    items: list[PeriodStatement]


class PortfolioPosition(BaseModel):
    """Where a page of a portfolio ended."""

    id: Ulid


def portfolio_page(  # noqa: PLR0913, PLR0917 - whose portfolio, which page of it, for whom
    kind: type[Page],
    owner: Owner,
    filters: Filters,
    limit: int,
    cursor: str | None,
    now: datetime,
) -> Page:
    """Read one page of a learner's certificates, newest first, as the kind of page shows them."""
    today = composition.academies().set_up(owner.academy_id, now).academy.day_of(now)
    query = {"list": "portfolio", "owner": owner, **filters.model_dump(mode="json")}
    after = decode(cursor, PortfolioPosition, query).id if cursor is not None else None
    # Without filters the first call brings the page and the one item that shows there is more;
    # with filters it takes as much as a call can hold.
    page = limit + 1 if filters == Filters() else None
    certificates = composition.certificates().newest_first(owner, after=after, page=page)
    items, more = page_of(certificates, lambda item: filters.match(item, today), limit)
    return kind(
        items=[kind.view.of(item, today) for item in items],
        next_cursor=encode(PortfolioPosition(id=items[-1].id), query) if more else None,
    )


def certificate_with_history(
    kind: type[WithHistory], owner: Owner, certificate_id: str, now: datetime
) -> WithHistory:
    """Read a certificate and everything that happened to it, as the kind of view shows it.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    """
    certificates = composition.certificates()
    certificate = certificates.get(owner, certificate_id)
    events = certificates.history(owner, certificate_id)
    today = composition.academies().set_up(owner.academy_id, now).academy.day_of(now)
    return kind.of_history(certificate, events, today)


def file_link(owner: Owner, certificate_id: str, now: datetime, *, inline: bool) -> FileLink:
    """Make a link to the file of a certificate.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    FileNotAvailable
        Inspection has not accepted its file.
    """
    file = composition.certificates().get(owner, certificate_id).file
    if file is None:
        raise FileNotAvailable
    lasts = timedelta(seconds=load(EvidenceSettings).view_seconds)
    return FileLink(
        url=composition.evidence_files().link(file, lasts, inline=inline),
        expires_at=now + lasts,
        name=file.name,
        content_type=file.content_type,
        size=file.size,
        sha256=file.sha256,
    )


def statement_view(owner: Owner, now: datetime) -> StatementView:
    """Compute a learner's statement from the certificates and rules as they are now."""
    certificates = list(composition.certificates().newest_first(owner))
    claimed = frozenset[str]().union(*(found.claimed for found in certificates))
    set_up = composition.academies().set_up(owner.academy_id, now, claimed=claimed)
    today = set_up.academy.day_of(now)
    return StatementView(items=statement(certificates, set_up.credit_types.values(), today))
