"""Reads that learners and staff share; the caller says whose portfolio."""

from datetime import datetime
from typing import TypeVar

from pydantic import BaseModel

from certfolio import composition
from certfolio.api.cursors import decode, encode
from certfolio.api.views import (
    CertificatePage,
    CertificateWithHistory,
    FileLink,
    RenditionView,
)
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.filters import Filters
from certfolio.domain.values import Ulid

Page = TypeVar("Page", bound=CertificatePage)
WithHistory = TypeVar("WithHistory", bound=CertificateWithHistory)


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
    *,
    thumbnails: bool,
) -> Page:
    """Read one page of a learner's certificates, newest first, as the kind of page shows them."""
    query = {"list": "portfolio", "owner": owner, **filters.model_dump(mode="json")}
    after = decode(cursor, PortfolioPosition, query).id if cursor is not None else None
    reading = composition.reading()
    today = reading.today(owner.academy_id, now)
    page = reading.page(owner, filters, limit, after, today)
    return kind(
        items=tuple(
            kind.view.of(item, today, thumbnail=thumbnail(item, wanted=thumbnails))
            for item in page.items
        ),
        next_cursor=(encode(PortfolioPosition(id=page.items[-1].id), query) if page.more else None),
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
    story = composition.reading().story(owner, certificate_id, now)
    return kind.of_history(story.certificate, story.events, story.today)


def thumbnail(certificate: Certificate, *, wanted: bool) -> str | None:
    """What a list says of a certificate's thumbnail."""
    return composition.viewing().thumbnail(certificate) if wanted else None


def rendition(owner: Owner, certificate_id: str, now: datetime) -> RenditionView:
    """See what the file of a certificate looks like.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    FileNotAvailable
        Inspection has not accepted its file.
    NotDrawn
        It is being drawn.
    """
    return RenditionView.of(composition.viewing().of_certificate(owner, certificate_id, now))


def file_link(owner: Owner, certificate_id: str, now: datetime) -> FileLink:
    """Make a link to the file of a certificate, as it was handed in.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    FileNotAvailable
        Inspection has not accepted its file.
    """
    return FileLink.of(composition.viewing().download(owner, certificate_id, now))
