"""Erasing everything that is held on a learner, in steps that can be interrupted and repeated."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from certfolio.domain.actions import Actor
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import ErasureWithheld, Missing, NotFound, StaleVersion, Unavailable
from certfolio.domain.records_due import what_stays
from certfolio.domain.rights import (
    SETTLING,
    Erased,
    Erasure,
    ErasureState,
    Membership,
    Prescription,
    Withholding,
)
from certfolio.domain.set_up_events import Intent, tell_of_erasure
from certfolio.storage.academies import AcademyStore
from certfolio.storage.accounts import Accounts
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.conflicts import SetUpChanged
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.erasing import PersonalRecords
from certfolio.storage.erasures import ErasureStore
from certfolio.storage.files import EvidenceFiles, IncomingFiles
from certfolio.storage.keys import files_of
from certfolio.storage.memberships import MembershipStore
from certfolio.storage.transcripts import TranscriptFiles

_TRIES = 3
_SAVED_EVERY = 50
"""After how many things that were erased it is written down how far it has come."""


class ErasureStarts:
    """Starts erasures, unless something keeps the learner from being erased."""

    def __init__(
        self,
        erasures: ErasureStore,
        memberships: MembershipStore,
        academies: AcademyStore,
        records: PersonalRecords,
        certificates: CertificateStore,
    ) -> None:
        self._certificates = certificates
        self._erasures = erasures
        self._memberships = memberships
        self._academies = academies
        self._records = records

    def start(self, owner: Owner, intent: Intent, *, leaver: Membership | None = None) -> Erasure:
        """Start to erase a learner; started twice, it is started once.

        Parameters
        ----------
        leaver
            How the learner stood, where they are erased because they left.

        Raises
        ------
        NotFound
            Nothing is held on such a learner.
        ErasureWithheld
            Something keeps the learner from being erased.
        StaleVersion
            The leaver stands otherwise by now.
        """
        for _ in range(_TRIES):
            found = self._erasures.find(owner)
            if found is not None:
                return found
            if not self._records.any_of(owner):
                raise NotFound(Missing.LEARNER)
            if leaver is not None and self._memberships.get(owner).version != leaver.version:
                raise StaleVersion(leaver.version)
            kept = self.kept(owner, intent.now)
            reasons = [*self._withholdings(owner)]
            if kept is not None:
                reasons.append(Withholding.RETENTION)
            if reasons:
                raise ErasureWithheld(reasons, kept)
            erasure = Erasure(
                **dict(owner),
                started_by=intent.actor.id,
                started_by_kind=intent.actor.kind,
                started_at=intent.now,
            )
            told = tell_of_erasure(erasure, intent.actor, intent.now)
            try:
                self._erasures.start(erasure, told, leaver)
            except SetUpChanged:
                continue
            return erasure
        raise Unavailable("how the learner stands keeps changing")

    def kept(self, owner: Owner, now: datetime) -> Prescription | None:
        """Say what of a learner has to stay, whoever asks for its erasure."""
        academy = self._academies.settings(owner.academy_id)
        if academy.retention.prescribed is None:
            return None
        certificates = self._certificates.newest_first(owner)
        return what_stays(certificates, academy, academy.day_of(now))

    def _withholdings(self, owner: Owner) -> Iterator[Withholding]:
        if self._memberships.get(owner).hold_since is not None:
            yield Withholding.LEGAL_HOLD
        if self._academies.staff_member(owner.academy_id, owner.learner_id) is not None:
            yield Withholding.ON_STAFF


class Erasures:
    """Goes on with erasures until they are done.

    Each run removes what it finds, and needs no memory of what the one before has done. When
    nothing is left it waits for what may be on its way, looks once more, and is done.

    Parameters
    ----------
    permitted
        How long a permission to put a file lasts.
    """

    def __init__(  # noqa: PLR0913 - everywhere something is held
        self,
        *,
        erasures: ErasureStore,
        records: PersonalRecords,
        directory: DirectoryStore,
        evidence: EvidenceFiles,
        incoming: IncomingFiles,
        transcripts: TranscriptFiles,
        accounts: Accounts,
        permitted: timedelta,
    ) -> None:
        self._erasures = erasures
        self._records = records
        self._directory = directory
        self._evidence = evidence
        self._incoming = incoming
        self._transcripts = transcripts
        self._accounts = accounts
        self._settled = permitted + SETTLING

    def under_way(self) -> Iterator[Owner]:
        """Whose erasures are not done yet, of all academies."""
        return self._erasures.under_way()

    def go_on(
        self, owner: Owner, clock: Callable[[], datetime], has_time: Callable[[], bool]
    ) -> Erasure | None:
        """Erase what is left of a learner, for as long as there is time.

        Returns
        -------
        Erasure or None
            How far it has come; None where nobody has started one.

        Raises
        ------
        StaleVersion
            Another run is under way.
        """
        erasure = self._erasures.find(owner)
        if erasure is None or erasure.state is ErasureState.DONE:
            return erasure
        self._accounts.close(owner)
        began = clock()
        erased = Counter(erasure.erased)
        for number, (kind, some) in enumerate(self._cleared(owner, began), start=1):
            erased[kind] += some
            if number % _SAVED_EVERY == 0 or not has_time():
                erasure = self._save(erasure, erased, ErasureState.CLEARING)
            if not has_time():
                return erasure
        if began < erasure.started_at + self._settled:
            return self._save(erasure, erased, ErasureState.SETTLING)
        self._accounts.erase(owner)
        done = erasure.model_copy(
            update={
                "erased": dict(erased),
                "state": ErasureState.DONE,
                "ended_at": clock(),
            }
        )
        actor = Actor(kind=erasure.started_by_kind, id=erasure.started_by)
        self._erasures.finish(done, tell_of_erasure(done, actor, clock()))
        return done

    def _cleared(self, owner: Owner, now: datetime) -> Iterator[tuple[Erased, int]]:
        for kind in self._records.erase_portfolio(owner):
            yield kind, 1
        files = files_of(owner)
        for bucket in (self._incoming, self._evidence, self._transcripts):
            for some in bucket.clear(files):
                yield Erased.FILES, some
        if self._directory.remove(owner):
            yield Erased.RECORDS, 1
        for kind in self._records.erase_mentions(owner, now):
            yield kind, 1

    def _save(self, erasure: Erasure, erased: Counter[Erased], state: ErasureState) -> Erasure:
        update = {"erased": dict(erased), "state": state}
        return self._erasures.save(erasure.model_copy(update=update))
