"""One certificate renews another: what a step of the one makes of the other.

While a renewal is approved, the certificate that it renews is superseded, and only then. Each side
therefore looks at the other one when it is approved or stops being so. What happens to the other
one is part of the same change, and the system does it, on behalf of whoever took the step.

A certificate has one renewal at a time, from when that is handed in: `Certificate.renewed_by` is
taken by it. Once the renewal is withdrawn, declined or revoked, there can be another.
"""

from collections.abc import Iterator
from typing import assert_never

from certfolio.domain.actions import GRANTED, SYSTEM, Action, By, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import RenewalOpen
from certfolio.domain.lifecycle import Change, request_digest, step
from certfolio.domain.outbox import Renewed


def concerns_renewed(change: Change) -> bool:
    """Whether a change concerns the certificate that its own one renews, if it renews any."""
    if change.after.renews is None:
        return False
    before = change.before.status if change.before else None
    after = change.after.status
    return (before in GRANTED) is not (after in GRANTED) or _takes(before) is not _takes(after)


def concerns_renewal(change: Change) -> bool:
    """Whether a change concerns the renewal of its certificate, if there is one."""
    return change.after.renewed_by is not None and change.after.status is Status.APPROVED


def renewed(change: Change, other: Certificate) -> Change:
    """What a change makes of the certificate that its own one renews.

    Parameters
    ----------
    other
        The renewed certificate, as it was read.

    Returns
    -------
    Change
        Without events where only who renews it changes, or nothing at all: then it still has to
        be as it was read when the change is written.

    Raises
    ------
    RenewalOpen
        It has another renewal.
    """
    renewal = change.after
    takes = _takes(renewal.status)
    if takes and other.renewed_by not in {None, renewal.id}:
        raise RenewalOpen(other.renewed_by)
    own = other.renewed_by == renewal.id
    renewed_by = renewal.id if takes else None if own else other.renewed_by
    if renewal.status in GRANTED and other.status is Status.APPROVED:
        return _moved(other, Action.SUPERSEDE, change, renewed_by)
    if own and renewal.status not in GRANTED and other.status is Status.SUPERSEDED:
        return _moved(other, Action.RESTORE, change, renewed_by)
    return Change(other, other.model_copy(update={"renewed_by": renewed_by}), ())


def with_renewal(change: Change, renewal: Certificate) -> Change:
    """A change that approves a certificate, with what follows where its renewal is approved.

    It had been reopened or disputed, and its renewal was approved or stayed so meanwhile.
    """
    if renewal.status not in GRANTED:
        return change
    return change.then(_moved(change.after, Action.SUPERSEDE, change, renewal.id))


def announced(change: Change) -> Iterator[Renewed]:
    """What is announced beside the events of a change: that its certificate has been renewed.

    Once for each renewal; where that is taken back and approved again, the events tell so.
    """
    after = change.after
    if after.renewed_by is None:
        return
    for event in change.events:
        if event.action is Action.SUPERSEDE:
            yield Renewed(
                **after.owner.model_dump(),
                certificate_id=after.id,
                version=event.version,
                status=event.to_status,
                credit_types=tuple(sorted(after.claimed)),
                at=event.at,
                renewed_by=after.renewed_by,
            )


def _moved(
    certificate: Certificate, action: Action, cause: Change, renewed_by: str | None
) -> Change:
    by = By(SYSTEM)
    last = cause.events[-1]
    body = {"renewal": last.certificate_id, "version": last.version}
    return step(
        certificate,
        action,
        by=by,
        now=last.at,
        request=request_digest(action, by, certificate.version, body),
        update={"renewed_by": renewed_by},
    )


def _takes(status: Status | None) -> bool:
    """Whether a renewal of this status keeps others from renewing the same certificate."""
    match status:
        case None | Status.WITHDRAWN | Status.DECLINED | Status.REVOKED:
            return False
        case Status.PENDING | Status.CHANGES_REQUESTED | Status.APPROVED | Status.SUPERSEDED:
            return True
        case _:
            assert_never(status)
