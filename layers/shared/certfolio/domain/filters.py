"""Which certificates are wanted, of one learner's or of all, and what they come to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from certfolio.domain.actions import Origin, Status
from certfolio.domain.certificates import Assignment, Certificate, Kind, Standing
from certfolio.domain.reading.agreement import DocumentSays
from certfolio.domain.values import Amount, CreditTypeId, Day, LearnerId, Principal, Record


class StatusFilter(StrEnum):
    """A stored status, or one that follows from approval and today."""

    PENDING = Status.PENDING.value
    CHANGES_REQUESTED = Status.CHANGES_REQUESTED.value
    WITHDRAWN = Status.WITHDRAWN.value
    APPROVED = Status.APPROVED.value
    DECLINED = Status.DECLINED.value
    REVOKED = Status.REVOKED.value
    SUPERSEDED = Status.SUPERSEDED.value
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


class CreditTotals(Record):
    """Credits of one type over some certificates.

    Attributes
    ----------
    claimed
        What was asked for, whatever became of it.
    awarded
        What the academy gave.
    """

    credit_type: CreditTypeId
    claimed: Amount
    awarded: Amount


class Totals(Record):
    """What some certificates come to.

    Attributes
    ----------
    certificates
        How many there are.
    credits
        By credit type, each that one of them claims.
    """

    certificates: int
    credits: tuple[CreditTotals, ...]


def totals_of(certificates: Iterable[Certificate]) -> Totals:
    """Add certificates up."""
    count = 0
    claimed: dict[str, Decimal] = {}
    awarded: dict[str, Decimal] = {}
    for certificate in certificates:
        count += 1
        for claim in certificate.claims:
            kind = claim.credit_type
            claimed[kind] = claimed.get(kind, _NONE) + claim.claimed
            awarded[kind] = awarded.get(kind, _NONE) + (claim.awarded or _NONE)
    return Totals(
        certificates=count,
        credits=tuple(
            CreditTotals(credit_type=kind, claimed=claimed[kind], awarded=awarded[kind])
            for kind in sorted(claimed)
        ),
    )


_NONE = Decimal("0.00")


class ReviewStatus(StrEnum):
    """What can be listed across an academy's learners."""

    PENDING = Status.PENDING.value
    CHANGES_REQUESTED = Status.CHANGES_REQUESTED.value
    APPROVED = Status.APPROVED.value
    DECLINED = Status.DECLINED.value
    REVOKED = Status.REVOKED.value
    SUPERSEDED = Status.SUPERSEDED.value


@dataclass(frozen=True)
class Viewer:
    """Who looks at the queue, and when.

    Attributes
    ----------
    me
        Their principal.
    now
        Leases count until they lapse.
    """

    me: str
    now: datetime


class Taken(StrEnum):
    """Who has taken a certificate for review."""

    ANYBODY = "anybody"
    NOBODY = "nobody"
    ME = "me"


class ReviewFilters(Record):
    """Which of an academy's certificates are wanted; what is None does not matter.

    Attributes
    ----------
    assigned_to
        Who has taken it, by name; beside `taken`, both must hold.
    origin
        Who handed it in.
    overdue
        Whether it has been pending for longer than the academy promises. What is not pending is
        not overdue.
    """

    status: ReviewStatus = ReviewStatus.PENDING
    credit_type: CreditTypeId | None = None
    learner_id: LearnerId | None = None
    assigned_to: Principal | None = None
    taken: Taken | None = None
    kind: Kind | None = None
    origin: Origin | None = None
    document: DocumentSays | None = None
    overdue: bool | None = None

    @property
    def narrow(self) -> bool:
        """Whether what is listed has to be looked at to know that it is wanted.

        What is overdue stands at the beginning of the queue, so that its place tells.
        """
        return self != ReviewFilters(status=self.status, overdue=self.overdue)

    def match(self, certificate: Certificate, viewer: Viewer) -> bool:
        """Whether a certificate is wanted, apart from how long it has waited."""
        return (
            self._matches_lease(certificate.lease_at(viewer.now), viewer.me)
            and (self.learner_id in {None, certificate.learner_id})
            and (self.credit_type is None or self.credit_type in certificate.claimed)
            and (self.kind in {None, certificate.kind})
            and (self.origin in {None, certificate.origin})
            and (self.document in {None, certificate.document_says})
        )

    def _matches_lease(self, lease: Assignment | None, me: str) -> bool:
        principal = None if lease is None else lease.principal
        return (self.assigned_to in {None, principal}) and _is_taken(self.taken, principal, me)


def _is_taken(wanted: Taken | None, principal: str | None, me: str) -> bool:
    match wanted:
        case None:
            return True
        case Taken.ANYBODY:
            return principal is not None
        case Taken.NOBODY:
            return principal is None
        case Taken.ME:
            return principal == me
        case _:
            assert_never(wanted)
