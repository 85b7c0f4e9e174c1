"""The reviewers' queue and what came of it."""

from datetime import datetime

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.filters import ReviewFilters, ReviewStatus
from certfolio.services.pages import CALLS, Part, part_of
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
        if filters.learner_id is not None:
            owner = Owner(academy_id=academy_id, learner_id=filters.learner_id)
            return part_of(
                self._of_learner(owner, Status(filters.status), after, newest_first=newest_first),
                limit,
                lambda found: filters.match(found, now),
            )
        certificates = self._certificates.by_status(
            academy_id,
            Status(filters.status),
            after=after,
            newest_first=newest_first,
            # Where everything is wanted, the first call brings the page, and one more item to
            # show that the list goes on.
            page=None if filters.narrow else limit + 1,
            calls=CALLS,
        )
        return part_of(certificates, limit, lambda found: filters.match(found, now))

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


def _place(certificate: Certificate) -> tuple[datetime, str]:
    return certificate.since, certificate.id
