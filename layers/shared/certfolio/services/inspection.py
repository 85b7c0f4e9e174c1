"""From an S3 event to a verdict that is written down once."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.certificates import Evidence, File, FileState, Upload
from certfolio.domain.errors import CertfolioError
from certfolio.domain.files import RejectionReason, named_as
from certfolio.domain.renditions import Drawing
from certfolio.services.verdicts import Known, Verdicts
from certfolio.storage.files import EvidenceFiles, IncomingFiles
from certfolio.storage.renditions import Renditions

Examine = Callable[[bytes], Drawing | RejectionReason]


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
        renditions: Renditions,
        examine: Examine,
    ) -> None:
        self._verdicts = verdicts
        self._incoming = incoming
        self._evidence = evidence
        self._renditions = renditions
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
        inspected: Known | None = None

        def verdict(upload: Upload, file: File) -> Known | None:
            nonlocal inspected
            if file.state is not FileState.WAITING:
                _check_duplicate(arrival, file)
                return None
            inspected = inspected or self._verdict(arrival, upload)
            return inspected

        return self._verdicts.write(arrival.key, verdict, now)

    def _verdict(self, arrival: Arrival, upload: Upload) -> Known | None:
        data = b""
        found: Drawing | RejectionReason | None = arrival.rejected
        if found is None:
            read = self._incoming.read(arrival.key, arrival.etag, upload.file.size)
            if read is None:
                return None
            data = read
            found = _mismatch(upload.file, data) or self._examine(data)
        verdict: dict[str, object] = {"sequencer": arrival.sequencer}
        if isinstance(found, Drawing):
            evidence = self._evidence.keep(upload, data, found.content_type)
            verdict |= {
                "state": FileState.ACCEPTED,
                "evidence": self._drawn(evidence, upload.file, found),
                "content_type": found.content_type,
                "name": named_as(upload.file.name, found.content_type),
            }
        else:
            verdict |= {"state": FileState.REJECTED, "reason": found}
        pages = found.pages if isinstance(found, Drawing) else ()
        return Known(upload.file.model_copy(update=verdict), pages)

    def draw(self, key: str, now: datetime) -> File | None:
        """Draw a file that was accepted before files were drawn.

        Parameters
        ----------
        key
            Of the upload that brought it.

        Returns
        -------
        File or None
            The file with its rendition; None where it has one, cannot be drawn, or is no longer
            any certificate's.

        Raises
        ------
        ValueError
            The server did not make the key.
        """
        drawn: Known | None = None

        def verdict(upload: Upload, file: File) -> Known | None:
            nonlocal drawn
            if file.evidence is None or file.evidence.rendition is not None or not upload.attached:
                return None
            if drawn is None:
                found = self._examine(self._evidence.read(file.evidence))
                if not isinstance(found, Drawing):
                    return None
                evidence = self._drawn(file.evidence, file, found)
                drawn = Known(file.model_copy(update={"evidence": evidence}), found.pages)
            return drawn

        return self._verdicts.write(key, verdict, now)

    def _drawn(self, evidence: Evidence, file: File, drawing: Drawing) -> Evidence:
        digest = self._renditions.keep(evidence, file.sha256, drawing)
        return evidence.model_copy(update={"rendition": digest})


def _check_duplicate(arrival: Arrival, file: File) -> None:
    if arrival.sequencer and file.sequencer and is_newer(arrival.sequencer, than=file.sequencer):
        raise PutTwice(file.upload_id)


def _mismatch(file: File, data: bytes) -> RejectionReason | None:
    # The upload's signature has S3 check both; a file that reached the bucket another way shows.
    if len(data) == file.size and hashlib.sha256(data).hexdigest() == file.sha256:
        return None
    return RejectionReason.CONTENT_MISMATCH
