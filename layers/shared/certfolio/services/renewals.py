"""Writing a change of a certificate together with what it makes of its renewal, or the renewed."""

from collections.abc import Iterable

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Owner, Upload
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.lifecycle import Change
from certfolio.domain.renewals import (
    announced,
    concerns_renewal,
    concerns_renewed,
    renewed,
    with_renewal,
)
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.conflicts import OtherChanged


def commit(
    certificates: CertificateStore,
    change: Change,
    attach: Upload | None = None,
    *,
    claims: Iterable[CreditType] = (),
) -> Certificate:
    """Write a change and what follows from it for another certificate, whole or not at all.

    Raises
    ------
    RenewalOpen
        It renews a certificate that has another renewal.
    OtherChanged
        The other certificate changed since it was read.
    CertfolioError
        Whatever else `CertificateStore.commit` raises.
    """
    along: list[Change] = []
    owner = change.after.owner
    if concerns_renewed(change):
        other = _find(certificates, owner, change.after.renews)
        if change.before is None and (other is None or other.status is not Status.APPROVED):
            raise OtherChanged
        if other is not None:
            along.append(renewed(change, other))
    if concerns_renewal(change):
        renewal = _find(certificates, owner, change.after.renewed_by)
        if renewal is not None:
            change = with_renewal(change, renewal)
            along.append(Change(renewal, renewal, ()))
    notices = [notice for moved in (change, *along) for notice in announced(moved)]
    return certificates.commit(change, attach, claims=claims, along=along, notices=notices)


def _find(
    certificates: CertificateStore, owner: Owner, certificate_id: str | None
) -> Certificate | None:
    """The other certificate; None where it was erased since."""
    if certificate_id is None:
        return None
    try:
        return certificates.get(owner, certificate_id)
    except NotFound as error:
        if error.what is not Missing.CERTIFICATE:
            raise
        return None
