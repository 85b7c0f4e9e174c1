"""Reports: how far a learner's holdings are, from the certificates and rules as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from certfolio.domain.actions import GRANTED
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.holdings import HoldingEvent, KeptHolding
from certfolio.domain.programmes.anchors import asks_for_hiring_date
from certfolio.domain.programmes.foresight import Foresight, foresee
from certfolio.domain.programmes.holding import CreditLine
from certfolio.domain.programmes.installed import AcademyProgramme
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import Report
from certfolio.services.hiring import HiringDates
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.programmes import ProgrammeStore


@dataclass(frozen=True)
class Reported:
    """A holding, the programme it is under, and how far it is."""

    held: KeptHolding
    programme: AcademyProgramme
    report: Report


@dataclass(frozen=True)
class InDetail:
    """A holding with its report, and what the report's lines are of.

    Attributes
    ----------
    certificates
        All of the learner's, by their ids.
    """

    reported: Reported
    certificates: Mapping[str, Certificate]


@dataclass(frozen=True)
class Foreseen:
    """A holding as it is, and what one more certificate would do to it.

    Attributes
    ----------
    present
        The report as things are.
    """

    present: Reported
    foresight: Foresight


class Reports:
    """Makes reports."""

    def __init__(
        self,
        holdings: HoldingStore,
        programmes: ProgrammeStore,
        certificates: CertificateStore,
        academies: AcademyStore,
        hiring: HiringDates,
    ) -> None:
        self._holdings = holdings
        self._programmes = programmes
        self._certificates = certificates
        self._academies = academies
        self._hiring = hiring

    def of(self, owner: Owner, now: datetime) -> list[Reported]:
        """Report on all holdings of a learner, oldest first; no call for certificates without."""
        held = self._holdings.of(owner)
        if not held:
            return []
        return self.made(held, list(self._certificates.newest_first(owner)), now)

    def given(
        self, owner: Owner, certificates: Sequence[Certificate], now: datetime
    ) -> list[Reported]:
        """Report on all holdings of a learner whose certificates were read already."""
        held = self._holdings.of(owner)
        return self.made(held, certificates, now) if held else []

    def confirmations(self, owner: Owner) -> Mapping[str, HoldingEvent]:
        """How each of a learner's holdings was confirmed last, by its id."""
        return self._holdings.confirmations(owner)

    def one(self, owner: Owner, holding_id: str, now: datetime) -> InDetail:
        """Report on one holding, with the certificates that it is made of.

        Raises
        ------
        NotFound
            The learner has no such holding.
        """
        held = self._holdings.get(owner, holding_id)
        certificates = list(self._certificates.newest_first(owner))
        [found] = self.made([held], certificates, now)
        return InDetail(found, {one.id: one for one in certificates})

    def on(self, held: KeptHolding, now: datetime) -> Reported:
        """Report on a holding that was read already."""
        return self.made([held], list(self._certificates.newest_first(held.owner)), now)[0]

    def foreseen(
        self,
        owner: Owner,
        before: Sequence[Certificate],
        after: Sequence[Certificate],
        certificate_id: str,
        now: datetime,
    ) -> list[Foreseen]:
        """Tell what a certificate would do to each of a learner's holdings.

        Parameters
        ----------
        before, after
            All of the learner's certificates, as they are and as they would be.
        """
        held = self._holdings.of(owner)
        if not held:
            return []
        return [
            Foreseen(found, foresee(found.report, then.report, certificate_id))
            for found, then in zip(*self._made(held, now, before, after), strict=True)
        ]

    def with_and_without(
        self, owner: Owner, certificate_id: str, approved_at: datetime, now: datetime
    ) -> list[tuple[Reported, Reported]]:
        """Report on all holdings of a learner with and without a certificate that was approved.

        Whatever was decided later is left out, so that an approval that is heard of late completes
        what it did complete. Where the certificate is not granted any more there are none.
        """
        held = self._holdings.of(owner)
        if not held:
            return []
        certificates = list(self._certificates.newest_first(owner))
        then = [found for found in certificates if _decided_by(found, approved_at)]
        others = [found for found in then if found.id != certificate_id]
        if not any(found.id == certificate_id and found.status in GRANTED for found in then):
            return []
        return list(zip(*self._made(held, now, then, others), strict=True))

    def made(
        self, held: Sequence[KeptHolding], certificates: Sequence[Certificate], now: datetime
    ) -> list[Reported]:
        """Report on holdings of one learner, given all their certificates."""
        [found] = self._made(held, now, certificates)
        return found

    def _made(
        self, held: Sequence[KeptHolding], now: datetime, *portfolios: Sequence[Certificate]
    ) -> list[list[Reported]]:
        """Report on the same holdings with one portfolio and with another."""
        academy = self._academies.set_up(held[0].academy_id, now).academy
        programmes = self._programmes_of(held, now)
        asked = any(asks_for_hiring_date(programmes[one.programme].programme) for one in held)
        hired_on = self._hiring.read(held[0].owner) if asked else None
        return [
            [
                reported(one, programmes[one.programme], lines, academy.day_of(now), hired_on)
                for one in held
            ]
            for lines in (credit_lines(found, academy.day_of) for found in portfolios)
        ]

    def _programmes_of(
        self, held: Sequence[KeptHolding], now: datetime
    ) -> Mapping[str, AcademyProgramme]:
        academy_id, wanted = held[0].academy_id, {one.programme for one in held}
        found = {one.id: one for one in self._programmes.all(academy_id, now)}
        if not wanted <= found.keys():
            # What is remembered is older than one of them; a programme is never taken away.
            found = {one.id: one for one in self._programmes.all(academy_id, now, fresh=True)}
        return found


def reported(
    held: KeptHolding,
    programme: AcademyProgramme,
    lines: Sequence[CreditLine],
    day: date,
    hired_on: date | None,
) -> Reported:
    """Report on one holding."""
    found = report(programme.programme, held.holding(hired_on), lines, day)
    return Reported(held, programme, found)


def _decided_by(certificate: Certificate, day: datetime) -> bool:
    return certificate.decision is None or certificate.decision.at <= day
