"""From an S3 event to a verdict that is written down once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.certificates import File, FileState, Upload
from certfolio.domain.errors import CertfolioError
from certfolio.domain.files import ContentType, RejectionReason
from certfolio.services.verdicts import Verdicts
from certfolio.storage.files import EvidenceFiles, IncomingFiles

Examine = Callable[[bytes, ContentType], RejectionReason | None]


@dataclass(frozen=True)
class Arrival:
    """An object that arrived in the incoming bucket.

    Attributes
    ----------
    sequencer
        Orders the events of one key; see `is_newer`. None where the event carries none.
    rejected
        A verdict reached before anybody looked at the bytes, by the malware scan.
    """

    key: str
    etag: str
    sequencer: str | None = None
    rejected: RejectionReason | None = None


class PutTwice(CertfolioError):
    """An object was put under a key that had one; neither signature nor bucket policy allow it."""


def is_newer(sequencer: str, than: str) -> bool:
    """Whether an event of the same key came later than another.

    Hexadecimal strings, the shorter padded with zeros on the right before they are compared:
    Amazon S3 User Guide, "Event message structure", `sequencer`.
    """
    width = max(len(sequencer), len(than))
    return sequencer.upper().ljust(width, "0") > than.upper().ljust(width, "0")


class Inspector:
    """Decides on arrived files and tells whoever waits for the verdict."""

    def __init__(
        self,
        verdicts: Verdicts,
        incoming: IncomingFiles,
        evidence: EvidenceFiles,
        examine: Examine,
    ) -> None:
        self._verdicts = verdicts
        self._incoming = incoming
        self._evidence = evidence
        self._examine = examine

    def inspect(self, arrival: Arrival, now: datetime) -> File | None:
        """Inspect a file and write the verdict where the file is attached, or else to its upload.

        Returns
        -------
        File or None
            The file with its verdict; None when nobody waits for one: the event is a duplicate,
            the upload is long gone, or its certificate has another file by now.

        Raises
        ------
        ValueError
            The server did not make the object's key.
        PutTwice
            A newer object took the place of the inspected one. The verdict and the evidence
            stand, but someone can write where nobody should.
        """
        inspected: File | None = None

        def verdict(upload: Upload, file: File) -> File | None:
            nonlocal inspected
            if file.state is not FileState.WAITING:
                _check_duplicate(arrival, file)
                return None
            inspected = inspected or self._verdict(arrival, upload)
            return inspected

        return self._verdicts.write(arrival.key, verdict, now)

    def _verdict(self, arrival: Arrival, upload: Upload) -> File | None:
        reason, data = arrival.rejected, b""
        if reason is None:
            read = self._incoming.read(arrival.key, arrival.etag, upload.file.size)
            if read is None:
                return None
            data = read
            reason = _mismatch(upload.file, data) or self._examine(data, upload.file.content_type)
        verdict: dict[str, object] = {"sequencer": arrival.sequencer}
        if reason is not None:
            verdict |= {"state": FileState.REJECTED, "reason": reason}
        else:
            evidence = self._evidence.keep(upload, data)
            verdict |= {"state": FileState.ACCEPTED, "evidence": evidence}
        return upload.file.model_copy(update=verdict)


def _check_duplicate(arrival: Arrival, file: File) -> None:
    if arrival.sequencer and file.sequencer and is_newer(arrival.sequencer, than=file.sequencer):
        raise PutTwice(file.upload_id)


def _mismatch(file: File, data: bytes) -> RejectionReason | None:
    # The upload's signature has S3 check both; a file that reached the bucket another way shows.
    if len(data) == file.size and hashlib.sha256(data).hexdigest() == file.sha256:
        return None
    return RejectionReason.CONTENT_MISMATCH
