"""What learners and staff read of a portfolio; the caller says whose."""

from dataclasses import dataclass
from datetime import date, datetime

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.filters import Filters, Totals, totals_of
from certfolio.domain.history import Event
from certfolio.domain.statement import Line, PeriodStatement, lines_of, statement
from certfolio.services.hiring import HiringDates
from certfolio.services.pages import Page, page_of
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore


@dataclass(frozen=True)
class Story:
    """A certificate and everything that happened to it.

    Attributes
    ----------
    events
        Oldest first.
    today
        The day by the academy's calendar.
    """

    certificate: Certificate
    events: list[Event]
    today: date


class Reading:
    """Reads a learner's portfolio."""

    def __init__(
        self, certificates: CertificateStore, academies: AcademyStore, hiring: HiringDates
    ) -> None:
        self._certificates = certificates
        self._academies = academies
        self._hiring = hiring

    def today(self, academy_id: str, now: datetime) -> date:
        """The day by the academy's calendar."""
        return self._academies.set_up(academy_id, now).academy.day_of(now)

    def page(
        self, owner: Owner, filters: Filters, limit: int, after: str | None, today: date
    ) -> Page[Certificate]:
        """Read one page of a learner's certificates, newest first.

        Parameters
        ----------
        after
            Id of the certificate that the page before ended with.
        today
            The day by the academy's calendar.
        """
        # Without filters the first call brings the page and the one item that shows there is
        # more; with filters it takes as much as a call can hold.
        at_once = limit + 1 if filters == Filters() else None
        certificates = self._certificates.newest_first(owner, after=after, page=at_once)
        return page_of(certificates, limit, lambda found: filters.match(found, today))

    def totals(self, owner: Owner, filters: Filters, now: datetime) -> Totals:
        """Add up all of a learner's certificates that are wanted."""
        today = self.today(owner.academy_id, now)
        certificates = self._certificates.newest_first(owner)
        return totals_of(found for found in certificates if filters.match(found, today))

    def story(self, owner: Owner, certificate_id: str, now: datetime) -> Story:
        """Read a certificate with its history.

        Raises
        ------
        NotFound
            The owner has no such certificate.
        """
        certificate = self._certificates.get(owner, certificate_id)
        events = self._certificates.history(owner, certificate_id)
        return Story(certificate, events, self.today(owner.academy_id, now))

    def statement(self, owner: Owner, now: datetime) -> list[PeriodStatement]:
        """Compute a learner's statement from the certificates and rules as they are now."""
        certificates = list(self._certificates.newest_first(owner))
        claimed = frozenset[str]().union(*(found.claimed for found in certificates))
        set_up = self._academies.set_up(owner.academy_id, now, claimed=claimed)
        today, hired_on = set_up.academy.day_of(now), self._hiring.of(owner, set_up)
        return statement(certificates, set_up.credit_types.values(), today, hired_on)

    def lines(  # noqa: PLR0913 - of which period, and which page of it
        self,
        owner: Owner,
        credit_type: str,
        period: str,
        *,
        limit: int,
        after: tuple[date, str, int] | None,
        now: datetime,
    ) -> Page[Line]:
        """Read one page of the lines of a learner's statement, by the day earned.

        Parameters
        ----------
        period
            Its label.
        after
            Day earned, certificate and place of the line that the page before ended with.
        """
        certificates = self._certificates.newest_first(owner)
        claimed = frozenset({credit_type})
        set_up = self._academies.set_up(owner.academy_id, now, claimed=claimed)
        known = set_up.credit_types.get(credit_type)
        rules = known.rules if known else ()
        today = set_up.academy.day_of(now)
        hired_on = self._hiring.of(owner, set_up)
        lines = lines_of(certificates, credit_type, rules, period, today, hired_on=hired_on)
        return page_of(
            lines,
            limit,
            lambda each: after is None or (each.earned_on, each.certificate_id, each.line) > after,
        )
