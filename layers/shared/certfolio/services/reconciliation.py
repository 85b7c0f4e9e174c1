"""Looking at all that is stored, academy by academy, for what fell through.

A run looks, for each academy, at the files that have waited too long and at its totals, and then
goes on with a round through everything, a page at a time, from where the run before it stopped.
All of it can be done twice, and can stop anywhere.
"""

from collections.abc import Callable, Generator, Iterator
from datetime import datetime, timedelta
from itertools import islice

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import StaleVersion
from certfolio.domain.reconciliation import HOLDINGS, Finding, Found, Progress, Stage
from certfolio.services.late_files import LateFiles
from certfolio.services.loose_files import LooseFiles
from certfolio.services.recount import Recounts
from certfolio.storage.certificates import CertificateStore, Position
from certfolio.storage.files import EvidenceFiles
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.progress import ProgressStore
from certfolio.storage.registry import Registry

PAGE = 50
"""Certificates or holdings in one step; each costs a call."""

ROUND = timedelta(days=1)
"""How often a round begins, where it does not take longer."""

_STAGES: tuple[Stage | None, ...] = (None, *Status, HOLDINGS)
"""An academy's files first, then its certificates, status by status, and its holdings."""


class Reconciliation:
    """What a schedule does."""

    def __init__(  # noqa: PLR0913 - it goes through everything
        self,
        *,
        registry: Registry,
        progress: ProgressStore,
        late: LateFiles,
        loose: LooseFiles,
        recounts: Recounts,
        certificates: CertificateStore,
        holdings: HoldingStore,
        evidence: EvidenceFiles,
    ) -> None:
        self._registry = registry
        self._progress = progress
        self._late = late
        self._loose = loose
        self._recounts = recounts
        self._certificates = certificates
        self._holdings = holdings
        self._evidence = evidence

    def run(self, now: datetime, has_time: Callable[[], bool]) -> Iterator[Finding]:
        """Look after what waits, then go on with the round, for as long as there is time.

        Parameters
        ----------
        has_time
            Asked before each step.

        Raises
        ------
        Unavailable
            AWS is busy, or there was too little time; the next run goes on.
        """
        try:
            progress = yield from self._look_after(self._progress.read(), now, has_time)
            while has_time():
                step = self._begun(progress, now)
                if step.academy_id is None:
                    return
                findings, next_step = self._look_over(step, step.academy_id, now)
                yield from findings
                progress = self._progress.save(next_step)
        except StaleVersion:
            # Another run is under way and has gone on from here.
            return

    def _look_after(
        self, progress: Progress, now: datetime, has_time: Callable[[], bool]
    ) -> Generator[Finding, None, Progress]:
        """Look after what waits; returns how far that has come."""
        reached = progress.waiting_after
        for academy_id in self._registry.academies(after=reached):
            for findings in self._late.look_after(academy_id, now):
                yield from findings
                if not has_time():
                    return self._reached(progress, reached)
            yield from self._recounts.look_after(academy_id, now, has_time)
            reached = academy_id
            if not has_time():
                return self._reached(progress, reached)
        return self._reached(progress, None)

    def _reached(self, progress: Progress, academy_id: str | None) -> Progress:
        if progress.waiting_after == academy_id:
            return progress
        return self._progress.save(progress.model_copy(update={"waiting_after": academy_id}))

    def _begun(self, progress: Progress, now: datetime) -> Progress:
        """The round that is under way, or the next one if it is time for that."""
        under_way = progress.academy_id is not None
        if under_way or (progress.began_at is not None and now < progress.began_at + ROUND):
            return progress
        first = next(self._registry.academies(page=1), None)
        update = {"began_at": now, "academy_id": first, "stage": None, "after": ()}
        return progress.model_copy(update=update)

    def _look_over(
        self, progress: Progress, academy_id: str, now: datetime
    ) -> tuple[list[Finding], Progress]:
        """Look over one page; returns what was found, and where to go on."""
        after: tuple[str, ...]
        if progress.stage is None:
            findings, key = self._loose.look_over(academy_id, "".join(progress.after), now)
            after = (key,) if key else ()
        else:
            findings, after = self._missing(academy_id, progress.stage, progress.after)
        update: dict[str, object] = {"after": after}
        if not after and progress.stage is not _STAGES[-1]:
            update["stage"] = _STAGES[_STAGES.index(progress.stage) + 1]
        elif not after:
            following = self._registry.academies(after=academy_id, page=1)
            update |= {"academy_id": next(following, None), "stage": None}
        return findings, progress.model_copy(update=update)

    def _missing(
        self, academy_id: str, stage: Stage, after: tuple[str, ...]
    ) -> tuple[list[Finding], tuple[str, ...]]:
        """Which of a page of certificates or holdings name evidence that is not there."""
        if stage == HOLDINGS:
            held, after = self._holdings.listed(academy_id, after, PAGE)
            files = [one.file for one in held]
        else:
            certificates, after = self._certificates_of(academy_id, stage, after)
            files = [one.file for one in certificates]
        named = (file.evidence for file in files if file and file.evidence)
        missing = (evidence.key for evidence in named if not self._evidence.has(evidence))
        return [Finding(Found.MISSING, key) for key in missing], after

    def _certificates_of(
        self, academy_id: str, status: Status, after: tuple[str, ...]
    ) -> tuple[list[Certificate], tuple[str, ...]]:
        found = self._certificates.by_status(academy_id, status, after=_position(after), page=PAGE)
        certificates = list(islice(found, PAGE))
        return certificates, _after(certificates[-1]) if len(certificates) == PAGE else ()


def _position(after: tuple[str, ...]) -> Position | None:
    if not after:
        return None
    since, learner_id, certificate_id = after
    return Position(datetime.fromisoformat(since), learner_id, certificate_id)


def _after(certificate: Certificate) -> tuple[str, ...]:
    return certificate.since.isoformat(), certificate.learner_id, certificate.id
