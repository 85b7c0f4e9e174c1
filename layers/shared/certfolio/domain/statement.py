"""A learner's credits, computed afresh from the certificates every time."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from certfolio.domain.certificates import Certificate, Status
from certfolio.domain.values import Amount, CreditTypeId, Record


class StatementLine(Record):
    """Credits of one type in one period.

    Attributes
    ----------
    period
        The calendar year in which the credits were earned.
    claimed
        Credits still waiting for a decision.
    awarded
        Credits the academy gave.
    """

    credit_type: CreditTypeId
    period: str
    claimed: Amount
    awarded: Amount


def statement(certificates: Iterable[Certificate]) -> list[StatementLine]:
    """Add up a learner's credits by credit type and calendar year.

    Parameters
    ----------
    certificates
        All of the learner's certificates, in any order.

    Returns
    -------
    list of StatementLine
        Newest year first, then by credit type.
    """
    claimed: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    awarded: defaultdict[tuple[int, str], Decimal] = defaultdict(Decimal)
    for certificate in certificates:
        for claim in certificate.claims:
            cell = (certificate.earned_on.year, claim.credit_type)
            if certificate.status is Status.PENDING:
                claimed[cell] += claim.claimed
            elif certificate.status is Status.APPROVED:
                awarded[cell] += claim.awarded or 0
    cells = sorted(claimed.keys() | awarded.keys(), key=lambda cell: (-cell[0], cell[1]))
    return [
        StatementLine(
            credit_type=credit_type,
            period=str(year),
            claimed=claimed[year, credit_type],
            awarded=awarded[year, credit_type],
        )
        for year, credit_type in cells
    ]
