"""The reviewers' queue and what came of it."""

from datetime import datetime

from certfolio.domain.academies import Academy
from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.filters import ReviewFilters, ReviewStatus, Viewer
from certfolio.domain.totals import Counts
from certfolio.services.pages import CALLS, Part, part_of
from certfolio.storage.certificates import EVER, CertificateStore, Position, Span
from certfolio.storage.totals import TotalsStore


class Queue:
    """Reads certificates across an academy's learners."""

    def __init__(self, certificates: CertificateStore, totals: TotalsStore) -> None:
        self._certificates = certificates
        self._totals = totals

    def totals(self, academy: Academy, now: datetime) -> tuple[Counts | None, int | None]:
        """How many certificates there are in each status, and how many are overdue.

        Returns
        -------
        mapping or None, int or None
            None for what is not known: see `TotalsStore.read`; and where more are overdue than
            one call can count.
        """
        overdue, is_all = self._certificates.pending_before(
            academy.academy_id, academy.overdue_before(now)
        )
        return self._totals.read(academy.academy_id), overdue if is_all else None

    def page(
        self,
        academy: Academy,
        filters: ReviewFilters,
        limit: int,
        after: Position | None,
        viewer: Viewer,
    ) -> Part[Certificate]:
        """Read one page of the queue, oldest first, or of what was decided, newest first.

        Parameters
        ----------
        after
            Behind which certificate it begins.

        Returns
        -------
        Part of Certificate
            It may be short before the end, unless all is of one learner.
        """
        newest_first = filters.status is not ReviewStatus.PENDING
        if newest_first and filters.overdue:
            return Part([], None)
        span = _span(academy, filters, viewer.now)
        if filters.learner_id is not None:
            owner = Owner(academy_id=academy.academy_id, learner_id=filters.learner_id)
            return part_of(
                self._of_learner(owner, Status(filters.status), after, newest_first=newest_first),
                limit,
                lambda found: span.holds(found.since) and filters.match(found, viewer),
            )
        # What is overdue can have become other certificates since the page before.
        if after is not None and not span.holds(after.since):
            if filters.overdue:
                return Part([], None)
            after = None
        certificates = self._certificates.by_status(
            academy.academy_id,
            Status(filters.status),
            span,
            after=after,
            newest_first=newest_first,
            # Where everything is wanted, the first call brings the page, and one more item to
            # show that the list goes on.
            page=None if filters.narrow else limit + 1,
            calls=CALLS,
        )
        return part_of(certificates, limit, lambda found: filters.match(found, viewer))

    def _of_learner(
        self, owner: Owner, status: Status, after: Position | None, *, newest_first: bool
    ) -> list[Certificate]:
        """What the queue has of one learner, out of the learner's own partition."""
        found = [
            certificate
            for certificate in self._certificates.newest_first(owner)
            if certificate.status is status
        ]
        found.sort(key=_place, reverse=newest_first)
        if after is None:
            return found
        end = (after.since, after.certificate_id)
        return [one for one in found if (_place(one) < end if newest_first else _place(one) > end)]


def _span(academy: Academy, filters: ReviewFilters, now: datetime) -> Span:
    """Since when what is wanted has had its status."""
    if filters.overdue is None or filters.status is not ReviewStatus.PENDING:
        return EVER
    limit = academy.overdue_before(now)
    return Span(before=limit) if filters.overdue else Span(since=limit)


def _place(certificate: Certificate) -> tuple[datetime, str]:
    return certificate.since, certificate.id
