"""Evidence that no record names any more."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta

from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import Unavailable
from certfolio.domain.reconciliation import Finding, Found
from certfolio.domain.retention import (
    FileStep,
    steps_of_certificate,
    steps_of_holding,
    still_promised,
)
from certfolio.domain.uploads import has_taken
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.files import EvidenceFiles, StoredVersion
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.keys import file_of, from_object_key, owner_of
from certfolio.storage.materials import MaterialStore, OfFile

PAGE = 50
"""Versions in one step; upload and certificate of so many files are read in one call."""


class LooseFiles:
    """Compares files with records, and removes what none has named for long enough.

    What is removed nobody can come to name again: certificates and holdings take an upload whose
    record is there, and none goes back to a file that was replaced. Both are conditions of their
    writes.

    Parameters
    ----------
    kept
        How long a file stays that no record names.
    """

    def __init__(
        self,
        materials: MaterialStore,
        certificates: CertificateStore,
        holdings: HoldingStore,
        evidence: EvidenceFiles,
        kept: timedelta,
    ) -> None:
        self._materials = materials
        self._certificates = certificates
        self._holdings = holdings
        self._evidence = evidence
        self._kept = kept

    def look_over(self, academy_id: str, after: str, now: datetime) -> tuple[list[Finding], str]:
        """Look over a page of an academy's files.

        Parameters
        ----------
        after
            The key behind which to begin; empty for the first page.

        Returns
        -------
        list of Finding, str
            What was found, and the key behind which to go on; empty at the end.
        """
        page = self._evidence.page(academy_id, after, PAGE)
        files, findings = _files_of(page.items)
        old = {
            key: versions
            for key, versions in files.items()
            if max(version.at for version in versions) + self._kept <= now
        }
        records = self._materials.of_files(old)
        for key, versions in old.items():
            try:
                found = self._judge(key, versions, records(key), now)
            except Unavailable:
                raise
            except Exception as fault:  # noqa: BLE001 - told with the others, which go on
                findings.append(Finding(Found.FAILED, key, fault))
                continue
            if found is Found.REMOVED:
                for version in versions:
                    self._evidence.remove(version)
            if found is not None:
                findings.append(Finding(found, key))
        return findings, page.after

    def _judge(
        self, key: str, versions: Iterable[StoredVersion], records: OfFile, now: datetime
    ) -> Found | None:
        """Whether a file has to go; None where it stays."""
        academy_id, *_, upload_id = key.split("/")
        upload, certificate = records
        if upload is not None and not upload.attached:
            # It can still be handed in.
            return None
        if has_taken(certificate, upload_id) or any(
            still_promised(steps, upload_id, now, self._kept)
            for steps in self._steps(key, certificate)
        ):
            return None
        # What several learners share is named by certificates of other portfolios.
        digests = {
            self._evidence.digest_of(version)
            for version in versions
            if version.key == key and not version.deleted
        }
        if None in digests:
            return Found.STRAY
        shared = any(
            self._certificates.pin(academy_id, digest, key) for digest in digests if digest
        )
        return None if shared else Found.REMOVED

    def _steps(self, key: str, certificate: Certificate | None) -> Iterator[Iterable[FileStep]]:
        """The histories that can speak for a file: a certificate's, and a holding's."""
        if certificate is not None:
            yield steps_of_certificate(
                self._certificates.history(certificate.owner, certificate.id)
            )
        _, _, taker_id, _ = key.split("/")
        yield steps_of_holding(self._holdings.history(owner_of(key), taker_id))


def _files_of(
    versions: Iterable[StoredVersion],
) -> tuple[Mapping[str, list[StoredVersion]], list[Finding]]:
    """Versions by the file they belong to, and what belongs to none."""
    files: dict[str, list[StoredVersion]] = defaultdict(list)
    strays = []
    for version in versions:
        key = file_of(version.key)
        try:
            from_object_key(key)
        except ValueError:
            strays.append(Finding(Found.STRAY, version.key))
        else:
            files[key].append(version)
    return files, strays
