"""Programmes tried before they are in force: on examples, and on real learners. Nothing is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import FieldError, InvalidInput
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.programmes.anchors import asks_for_hiring_date
from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import Report
from certfolio.services.hiring import HiringDates
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.holdings import HoldingStore


@dataclass(frozen=True)
class Trial:
    """What a programme is tried on.

    Attributes
    ----------
    learner_id
        Whose certificates count; None for nobody's.
    holding
        The credential; None for the one that the learner holds under the programme.
    lines
        Credits of an example, beside the learner's.
    day
        None for today.
    """

    learner_id: str | None
    holding: Holding | None
    lines: Sequence[CreditLine]
    day: date | None


class Trials:
    """Tries programmes."""

    def __init__(
        self,
        holdings: HoldingStore,
        certificates: CertificateStore,
        academies: AcademyStore,
        hiring: HiringDates,
    ) -> None:
        self._holdings = holdings
        self._certificates = certificates
        self._academies = academies
        self._hiring = hiring

    def report(self, academy_id: str, programme: Programme, trial: Trial, now: datetime) -> Report:
        """How far the credential would be.

        Raises
        ------
        InvalidInput
            No credential is stated, and the learner holds none under the programme.
        """
        day_of = self._academies.set_up(academy_id, now).academy.day_of
        lines = [*trial.lines]
        holding = trial.holding
        if trial.learner_id is not None:
            owner = Owner(academy_id=academy_id, learner_id=trial.learner_id)
            lines += credit_lines(self._certificates.newest_first(owner), day_of)
            holding = holding or self._held(owner, programme)
        if holding is None:
            raise InvalidInput(FieldError("holding", FieldCode.NOT_HELD))
        return report(programme, holding, lines, trial.day or day_of(now))

    def _held(self, owner: Owner, programme: Programme) -> Holding | None:
        held = next(
            (one for one in self._holdings.of(owner) if one.programme == programme.id), None
        )
        if held is None:
            return None
        asked = asks_for_hiring_date(programme)
        return held.holding(self._hiring.read(owner) if asked else None)
