"""What a learner's certificates bring to a report: their lines, as the engine reads them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate, renewals_begin
from certfolio.domain.programmes.holding import CreditLine

_TOLD = GRANTED | {Status.PENDING}


def credit_lines(
    certificates: Iterable[Certificate], day_of: Callable[[datetime], date]
) -> list[CreditLine]:
    """The lines of all certificates that count or may count yet.

    Parameters
    ----------
    certificates
        All of the learner's, in any order: what renews a certificate may end its credits.
    day_of
        The day of an instant by the academy's calendar, by which a certificate was reported.

    Returns
    -------
    list of CreditLine
        In the order of the certificates, and of their lines. A line is told from the others by
        its certificate and its place there; its credit type may stand on several.
    """
    known = tuple(certificates)
    begins = renewals_begin(known)
    return [
        CreditLine(
            certificate_id=certificate.id,
            line=place,
            credit_type=claim.credit_type,
            labels=claim.labels,
            claimed=claim.claimed,
            awarded=claim.awarded,
            earned_on=certificate.earned_on,
            reported_on=reported_on,
            status=certificate.status,
            ends_on=(
                begins.get(certificate.id)
                if claim.credit_type in certificate.ends_when_renewed
                else None
            ),
        )
        for certificate in known
        if certificate.status in _TOLD
        for reported_on in (day_of(certificate.submitted_at),)
        for place, claim in enumerate(certificate.claims)
    ]
