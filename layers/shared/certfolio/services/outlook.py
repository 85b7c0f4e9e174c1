"""When a learner can expect a decision."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import ActionNotAllowed
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore

_RECENT = 20
"""How many decisions an estimate is made from."""


@dataclass(frozen=True)
class Outlook:
    """What a learner can expect of a pending certificate.

    Attributes
    ----------
    ahead
        Certificates before it in the queue; at least so many where `ahead_is_exact` is false.
    expected_on
        When it has waited as long as half of the recent ones did, or by the academy's promise
        where nothing was decided yet; today at the earliest.
    based_on
        Recent decisions the estimate looks at.
    """

    ahead: int
    ahead_is_exact: bool
    expected_on: date
    due_on: date
    overdue: bool
    based_on: int


class Outlooks:
    """Estimates when pending certificates will be decided."""

    def __init__(self, certificates: CertificateStore, academies: AcademyStore) -> None:
        self._certificates = certificates
        self._academies = academies

    def of(self, owner: Owner, certificate_id: str, now: datetime) -> Outlook:
        """Estimate when a pending certificate will be decided, in three calls and without a scan.

        The estimate is the median time that the most recent decisions of people took; what the
        system approves by itself says nothing of how long people take.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        ActionNotAllowed
            It is not pending.
        """
        certificate = self._certificates.get(owner, certificate_id)
        if certificate.status is not Status.PENDING:
            raise ActionNotAllowed("wait", certificate.status)
        academy = self._academies.set_up(owner.academy_id, now).academy
        ahead, exact = self._certificates.ahead_of(certificate)
        waits = self._certificates.recent_waits(owner.academy_id, _RECENT)
        due_on = academy.due_on(certificate.since)
        expected = due_on
        if waits:
            wait = timedelta(seconds=median(waits))
            expected = academy.day_of(certificate.since + wait)
        today = academy.day_of(now)
        return Outlook(ahead, exact, max(expected, today), due_on, today > due_on, len(waits))
