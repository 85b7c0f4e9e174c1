"""Transcripts of learners' credits; the caller says whose."""

from datetime import datetime

from certfolio.domain.academies import Face
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.packs import Pack, PackPlan, items_of
from certfolio.domain.transcript import Transcript, TranscriptFilters, transcript
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.faces import FaceStore


class Transcripts:
    """Reads all that a transcript says."""

    def __init__(
        self,
        certificates: CertificateStore,
        academies: AcademyStore,
        faces: FaceStore,
        directory: DirectoryStore,
    ) -> None:
        self._certificates = certificates
        self._academies = academies
        self._faces = faces
        self._directory = directory

    def of(
        self, owner: Owner, filters: TranscriptFilters, now: datetime, *, name: str | None = None
    ) -> Transcript:
        """Account for a learner's certificates as they and the rules are now.

        Parameters
        ----------
        name
            What the learner goes by where the directory does not know them.
        """
        return self._read(owner, filters, now, name)[0]

    def plan(self, pack: Pack, now: datetime) -> PackPlan:
        """Settle what goes into a pack."""
        found, certificates = self._read(pack, pack.filters, now, pack.name)
        return PackPlan(transcript=found, items=items_of(found, certificates))

    def _read(
        self, owner: Owner, filters: TranscriptFilters, now: datetime, name: str | None
    ) -> tuple[Transcript, list[Certificate]]:
        certificates = list(self._certificates.newest_first(owner))
        claimed = frozenset[str]().union(*(found.claimed for found in certificates))
        set_up = self._academies.set_up(owner.academy_id, now, claimed=claimed)
        face = self._faces.find(owner.academy_id) or Face.of(set_up.academy, None)
        entry = self._directory.find(owner)
        made = transcript(
            owner,
            certificates,
            set_up,
            face,
            filters,
            name=entry.name if entry else name,
            external_id=entry.external_id if entry else None,
            hired_on=entry.hired_on if entry else None,
            now=now,
        )
        return made, certificates
