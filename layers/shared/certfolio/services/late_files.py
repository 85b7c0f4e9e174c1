"""Files that were permitted and have not been inspected long after they should have been."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice

from certfolio.domain.certificates import Certificate, File, FileState, Upload
from certfolio.domain.errors import Unavailable
from certfolio.domain.files import RejectionReason, named_as
from certfolio.domain.reconciliation import Finding, Found
from certfolio.domain.uploads import GRACE, current_file
from certfolio.services.verdicts import Known, Verdicts
from certfolio.storage.background import Inspections
from certfolio.storage.files import EvidenceFiles, IncomingFiles
from certfolio.storage.materials import MaterialStore, OfFile
from certfolio.storage.uploads import UploadStore, Waiting

PAGE = 50
"""Files in one step; upload and certificate of so many are read in one call."""

AGAIN = timedelta(hours=1)
"""When to look again at a file whose inspection was asked for."""


class LateFiles:
    """Has them inspected, takes over what inspection left, or tells their learners."""

    def __init__(  # noqa: PLR0913 - the way of a file from its permission to its verdict
        self,
        *,
        materials: MaterialStore,
        uploads: UploadStore,
        verdicts: Verdicts,
        incoming: IncomingFiles,
        evidence: EvidenceFiles,
        inspections: Inspections,
    ) -> None:
        self._materials = materials
        self._uploads = uploads
        self._verdicts = verdicts
        self._incoming = incoming
        self._evidence = evidence
        self._inspections = inspections

    def look_after(self, academy_id: str, now: datetime) -> Iterator[list[Finding]]:
        """Look at those of an academy whose time has come, lazily, step by step.

        Yields
        ------
        list of Finding
            What one step found.
        """
        waiting = self._uploads.waiting(academy_id, now, page=PAGE)
        while page := list(islice(waiting, PAGE)):
            records = self._materials.of_files(item.key for item in page)
            yield [
                finding
                for item in page
                if (finding := self._finding(item, records, now)) is not None
            ]

    def _finding(
        self, item: Waiting, records: Callable[[str], OfFile], now: datetime
    ) -> Finding | None:
        try:
            upload, certificate = records(item.key)
            found = self._found(item, upload, certificate, now) if upload else None
        except Unavailable:
            raise
        except Exception as fault:  # noqa: BLE001 - told with the others, which go on
            return Finding(Found.FAILED, item.key, fault)
        return Finding(found, item.key) if found else None

    def _found(
        self, item: Waiting, upload: Upload, certificate: Certificate | None, now: datetime
    ) -> Found | None:
        file = current_file(upload, certificate)
        found = None
        if file is not None and file.state is FileState.WAITING:
            kept, etag = self._evidence.find(upload), self._incoming.find(upload)
            first = item.at <= upload.expires_at + GRACE
            # Inspection keeps a copy before it draws it and writes its verdict, so a copy is taken
            # over only where inspection cannot do the rest.
            if etag and (first or kept is None):
                self._inspections.ask(item.key, etag)
                self._uploads.look_again(upload, now + AGAIN)
                return Found.ASKED if first else Found.STUCK
            if kept is not None:
                accepted = {
                    "state": FileState.ACCEPTED,
                    "evidence": kept.evidence,
                    "content_type": kept.content_type,
                    "name": named_as(file.name, kept.content_type),
                }
                found = self._written(item.key, accepted, now) and Found.TAKEN_OVER
            elif upload.attached:
                lost = {"state": FileState.REJECTED, "reason": RejectionReason.LOST}
                found = self._written(item.key, lost, now) and Found.LOST
        self._uploads.settle(upload)
        return found or None

    def _written(self, key: str, known: Mapping[str, object], now: datetime) -> bool:
        """Write a verdict, unless another one was written in the meantime."""

        def verdict(_upload: Upload, file: File) -> Known | None:
            if file.state is not FileState.WAITING:
                return None
            return Known(file.model_copy(update=known))

        return self._verdicts.write(key, verdict, now) is not None
