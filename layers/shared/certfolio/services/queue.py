"""The reviewers' queue and what came of it."""

from datetime import datetime

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.filters import ReviewFilters, ReviewStatus
from certfolio.services.pages import Page, page_of
from certfolio.storage.certificates import CertificateStore, Position


class Queue:
    """Reads certificates across an academy's learners."""

    def __init__(self, certificates: CertificateStore) -> None:
        self._certificates = certificates

    def page(
        self,
        academy_id: str,
        filters: ReviewFilters,
        limit: int,
        after: Position | None,
        now: datetime,
    ) -> Page[Certificate]:
        """Read one page of the queue, oldest first, or of what was decided, newest first.

        Parameters
        ----------
        after
            Where the page before ended.
        """
        certificates = self._certificates.by_status(
            academy_id,
            Status(filters.status),
            after=after,
            newest_first=filters.status is not ReviewStatus.PENDING,
            page=None if filters.narrow else limit + 1,
        )
        return page_of(certificates, limit, lambda found: filters.match(found, now))
