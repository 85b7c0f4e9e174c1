"""Reports: how far a learner's holdings are, from the certificates and rules as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.holdings import KeptHolding
from certfolio.domain.programmes.anchors import asks_for_hiring_date
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

    def one(self, owner: Owner, holding_id: str, now: datetime) -> Reported:
        """Report on one holding.

        Raises
        ------
        NotFound
            The learner has no such holding.
        """
        held = self._holdings.get(owner, holding_id)
        return self.made([held], list(self._certificates.newest_first(owner)), now)[0]

    def made(
        self, held: Sequence[KeptHolding], certificates: Sequence[Certificate], now: datetime
    ) -> list[Reported]:
        """Report on holdings of one learner, given all their certificates."""
        academy_id = held[0].academy_id
        set_up = self._academies.set_up(academy_id, now)
        day = set_up.academy.day_of(now)
        lines = credit_lines(certificates, set_up.academy.day_of)
        programmes = {found.id: found for found in self._programmes.all(academy_id, now)}
        under = [(one, programmes[one.programme]) for one in held if one.programme in programmes]
        asked = any(asks_for_hiring_date(programme.programme) for _, programme in under)
        hired_on = self._hiring.read(held[0].owner) if asked else None
        return [reported(one, programme, lines, day, hired_on) for one, programme in under]


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
