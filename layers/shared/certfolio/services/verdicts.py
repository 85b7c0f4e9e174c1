"""What is known of a file by now, written down where others read it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from certfolio.domain.certificates import Certificate, File, Upload
from certfolio.domain.errors import StaleVersion, Unavailable
from certfolio.domain.lifecycle import record_file
from certfolio.domain.reading.crosscheck import cross_check
from certfolio.domain.reading.fields import summary
from certfolio.domain.renditions import Page
from certfolio.domain.uploads import current_file
from certfolio.services.renewals import commit
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.conflicts import LeaseChanged, OtherChanged, UploadChanged
from certfolio.storage.materials import MaterialStore
from certfolio.storage.uploads import UploadStore

_TRIES = 5
"""A submission and the edits right behind it can come between a read and its write."""


@dataclass(frozen=True)
class Known:
    """What became of a file.

    Attributes
    ----------
    pages
        As they were drawn; nothing where they were not drawn now.
    """

    file: File
    pages: tuple[Page, ...] = ()


class Verdicts:
    """Tells whoever waits for a file what became of it.

    Parameters
    ----------
    kept
        How long an accepted file is kept that no certificate takes.
    """

    def __init__(
        self,
        materials: MaterialStore,
        uploads: UploadStore,
        certificates: CertificateStore,
        kept: timedelta,
    ) -> None:
        self._materials = materials
        self._uploads = uploads
        self._certificates = certificates
        self._kept = kept

    def write(
        self, object_key: str, verdict: Callable[[Upload, File], Known | None], now: datetime
    ) -> File | None:
        """Write a verdict where the file is attached, or else to its upload.

        Parameters
        ----------
        verdict
            Makes, of an upload and its file as it stands, the file with its verdict; or None
            where there is nothing to write. Asked again where something came in between.

        Returns
        -------
        File or None
            The file with its verdict; None when there was none, the upload is long gone, or its
            certificate has another file by now.

        Raises
        ------
        ValueError
            The server did not make the object's key.
        """
        for _ in range(_TRIES):
            (upload, certificate), name = self._materials.of_verdict(object_key)
            file = current_file(upload, certificate) if upload else None
            known = verdict(upload, file) if upload and file else None
            if upload is None or known is None:
                return None
            try:
                if certificate is not None and upload.attached:
                    change = record_file(
                        certificate,
                        known.file,
                        now=now,
                        cross_check=_cross_check(certificate, name, known.pages),
                    )
                    commit(self._certificates, change)
                else:
                    update = {"file": known.file}
                    self._uploads.record(upload.model_copy(update=update), now + self._kept)
            except (UploadChanged, LeaseChanged, OtherChanged, StaleVersion):
                continue
            return known.file
        raise Unavailable("the certificate keeps changing")


def _cross_check(certificate: Certificate, name: str | None, pages: Sequence[Page]) -> str | None:
    return summary(cross_check(certificate, name, pages)) if pages else certificate.cross_check
