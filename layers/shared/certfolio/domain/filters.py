"""Which certificates are wanted: of one learner's, or of those that reviewers look at."""

from datetime import date, datetime
from enum import StrEnum

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Kind, Standing
from certfolio.domain.reading.agreement import DocumentSays
from certfolio.domain.values import CreditTypeId, Day, LearnerId, Principal, Record


class StatusFilter(StrEnum):
    """A stored status, or one that follows from approval and today."""

    PENDING = Status.PENDING.value
    CHANGES_REQUESTED = Status.CHANGES_REQUESTED.value
    WITHDRAWN = Status.WITHDRAWN.value
    APPROVED = Status.APPROVED.value
    DECLINED = Status.DECLINED.value
    REVOKED = Status.REVOKED.value
    ACTIVE = Standing.ACTIVE.value
    EXPIRING = Standing.EXPIRING.value
    EXPIRED = Standing.EXPIRED.value


class Filters(Record):
    """Which of a learner's certificates are wanted; what is None does not matter.

    Attributes
    ----------
    earned_from, earned_to
        First and last day, both included.
    """

    kind: Kind | None = None
    status: StatusFilter | None = None
    credit_type: CreditTypeId | None = None
    earned_from: Day | None = None
    earned_to: Day | None = None

    def match(self, certificate: Certificate, today: date) -> bool:
        """Whether a certificate is wanted, on a day by the academy's calendar."""
        return (
            (self.kind is None or certificate.kind == self.kind)
            and self._matches_status(certificate, today)
            and (self.credit_type is None or self.credit_type in certificate.claimed)
            and (self.earned_from is None or certificate.earned_on >= self.earned_from)
            and (self.earned_to is None or certificate.earned_on <= self.earned_to)
        )

    def _matches_status(self, certificate: Certificate, today: date) -> bool:
        return self.status is None or self.status.value in {
            certificate.status.value,
            certificate.standing(today),
        }


class ReviewStatus(StrEnum):
    """What can be listed across an academy's learners."""

    PENDING = Status.PENDING.value
    CHANGES_REQUESTED = Status.CHANGES_REQUESTED.value
    APPROVED = Status.APPROVED.value
    DECLINED = Status.DECLINED.value
    REVOKED = Status.REVOKED.value


class ReviewFilters(Record):
    """Which of an academy's certificates are wanted; what is None does not matter."""

    status: ReviewStatus = ReviewStatus.PENDING
    credit_type: CreditTypeId | None = None
    learner_id: LearnerId | None = None
    assigned_to: Principal | None = None
    document: DocumentSays | None = None

    @property
    def narrow(self) -> bool:
        """Whether more than the status is asked for."""
        return self != ReviewFilters(status=self.status)

    def match(self, certificate: Certificate, now: datetime) -> bool:
        """Whether a certificate is wanted; a lease counts until it lapses."""
        if self.assigned_to is not None:
            lease = certificate.lease_at(now)
            if lease is None or lease.principal != self.assigned_to:
                return False
        return (
            (self.learner_id in {None, certificate.learner_id})
            and (self.credit_type is None or self.credit_type in certificate.claimed)
            and (self.document in {None, certificate.document_says})
        )
