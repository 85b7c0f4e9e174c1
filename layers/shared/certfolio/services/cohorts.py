"""All who hold a credential, page by page: how far each is, and what a change would do to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from certfolio.domain.certificates import Owner
from certfolio.domain.holdings import KeptHolding
from certfolio.domain.programmes.holding import CreditLine
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import Report
from certfolio.domain.programmes.standing import HoldingStanding, standing
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.holdings import HoldingStore

Place = tuple[str, str]
"""Learner and holding, by their ids: where a page of holders ended."""


@dataclass(frozen=True)
class Holder:
    """Somebody who holds a credential.

    Attributes
    ----------
    name, hired_on
        As the directory has them; None where it knows nobody.
    lines
        Of all their certificates.
    """

    held: KeptHolding
    name: str | None
    hired_on: date | None
    lines: Sequence[CreditLine]

    def report(self, programme: Programme, day: date) -> Report:
        """How far they are."""
        return report(programme, self.held.holding(self.hired_on), self.lines, day)


@dataclass(frozen=True)
class Member:
    """A holder, how far they are, and where they stand."""

    holder: Holder
    report: Report
    standing: HoldingStanding


@dataclass(frozen=True)
class Affected:
    """A holder, and how far they are by the rules before and after a change."""

    holder: Holder
    before: Report
    after: Report


@dataclass(frozen=True)
class Asked:
    """Which page of a programme's holders is wanted.

    Attributes
    ----------
    after
        Where the page before ended; None for the first.
    limit
        So many holders are looked at, each at the price of one Query.
    """

    academy_id: str
    programme: Programme
    after: Place | None
    limit: int
    now: datetime


class Cohorts:
    """Reads cohorts."""

    def __init__(
        self,
        holdings: HoldingStore,
        certificates: CertificateStore,
        academies: AcademyStore,
        directory: DirectoryStore,
    ) -> None:
        self._holdings = holdings
        self._certificates = certificates
        self._academies = academies
        self._directory = directory

    def members(
        self, asked: Asked, wanted: HoldingStanding | None = None
    ) -> tuple[list[Member], Place | None]:
        """Where holders stand.

        Parameters
        ----------
        wanted
            Only those who stand so; the page may be short then, even empty.

        Returns
        -------
        list of Member
            In the order of their ids.
        (str, str) or None
            Where the next page begins; None at the end.
        """
        day = self.today(asked)
        places, last = self._places(asked)
        found = []
        for holder in self._holders(asked, places):
            made = holder.report(asked.programme, day)
            where = standing(made, asked.programme)
            if wanted in {None, where}:
                found.append(Member(holder, made, where))
        return found, last

    def effects(
        self, asked: Asked, after: Programme, day: date
    ) -> tuple[list[Affected], Place | None]:
        """What a change of the programme would do to holders, as of a day."""
        places, last = self._places(asked)
        return [
            Affected(holder, holder.report(asked.programme, day), holder.report(after, day))
            for holder in self._holders(asked, places)
        ], last

    def today(self, asked: Asked) -> date:
        """The day by the academy's calendar."""
        return self._academies.set_up(asked.academy_id, asked.now).academy.day_of(asked.now)

    def _places(self, asked: Asked) -> tuple[list[Place], Place | None]:
        listed = self._holdings.holders(
            asked.academy_id, asked.programme.id, after=asked.after, page=asked.limit + 1
        )
        found = list(islice(listed, asked.limit + 1))
        here = found[: asked.limit]
        return here, here[-1] if len(found) > len(here) else None

    def _holders(self, asked: Asked, places: Sequence[Place]) -> Iterator[Holder]:
        if not places:
            return
        held = self._holdings.many(asked.academy_id, places)
        known = self._directory.known(asked.academy_id, (learner_id for learner_id, _ in places))
        day_of = self._academies.set_up(asked.academy_id, asked.now).academy.day_of
        lines: dict[str, list[CreditLine]] = {}
        for place in places:
            # What was removed since the list was read is not there any more.
            if place not in held:
                continue
            learner_id = place[0]
            if learner_id not in lines:
                # One learner's lines at a time: several of their holdings stand side by side.
                owner = Owner(academy_id=asked.academy_id, learner_id=learner_id)
                lines = {learner_id: credit_lines(self._certificates.newest_first(owner), day_of)}
            entry = known.get(learner_id)
            name, hired_on = (entry.name, entry.hired_on) if entry else (None, None)
            yield Holder(held[place], name, hired_on, lines[learner_id])
