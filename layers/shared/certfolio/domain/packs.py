"""Packs: a transcript with the files of all its certificates, made in the background."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import Field

from certfolio.domain.certificates import Certificate, File, Owner
from certfolio.domain.transcript import Language, Transcript, TranscriptFilters
from certfolio.domain.values import Label, Principal, Record, Title, Ulid

KEPT = timedelta(days=1)
"""How long a pack can be fetched."""

_LOST_AFTER = timedelta(minutes=25)
"""A run lasts fifteen minutes at most, and the next one begins within minutes of its end: what was
not heard of for longer is not worked at."""


class PackForm(StrEnum):
    """What a pack is.

    One document: the transcript and behind it all certificates. Or an archive: the transcript
    beside the files as they were handed in.
    """

    PDF = "pdf"
    ZIP = "zip"


class PackState(StrEnum):
    """How far a pack is."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class Pack(Owner):
    """What was asked for, and how far it is.

    Attributes
    ----------
    asked_by
        Who asked: the learner, or one of the staff.
    name
        What the learner goes by where the directory does not know them.
    heard_at
        When it was last worked at.
    runs
        How often it was begun.
    files, done
        How many files go into it, once that is known, and how many of them are in.
    size
        Bytes of what was made; None before it is.
    gave_up
        Whether nobody works at it any more.
    """

    id: Ulid
    form: PackForm
    language: Language
    filters: TranscriptFilters
    asked_by: Principal | None = None
    name: Label | None = None
    asked_at: datetime
    heard_at: datetime
    runs: int = 0
    files: int = 0
    done: int = 0
    size: int | None = None
    gave_up: bool = False

    def state(self, now: datetime) -> PackState:
        """How far it is at an instant."""
        if self.size is not None:
            return PackState.READY
        lost = self.gave_up or now - self.heard_at > _LOST_AFTER
        return PackState.FAILED if lost else PackState.WORKING

    def asks_the_same(self, other: "Pack") -> bool:
        """Whether one person asked for both, and they are to be alike."""
        return all(
            getattr(self, name) == getattr(other, name)
            for name in ("asked_by", "form", "language", "filters")
        )


class PackItem(Record):
    """A certificate whose file goes into a pack."""

    certificate_id: Ulid
    title: Title
    issuer: Title | None
    file: File


class PackPlan(Record):
    """What goes into a pack, settled when it is begun, whatever changes meanwhile."""

    transcript: Transcript
    items: tuple[PackItem, ...]


class ArchiveEntry(Record):
    """A file in an archive that is being written: what its directory will say of it."""

    name: str
    crc: int
    size: int
    offset: int


class PackProgress(Record):
    """What of a pack is made, so that the next run goes on behind it.

    Attributes
    ----------
    done
        How many items are in.
    pages
        Of a document: for each of them, how many pages it has; 0 for one that cannot be shown.
    parts
        Of a document: how many parts are kept. Of an archive: the tags of those that S3 has.
    upload_id, entries, offset
        Of an archive: S3's upload of it, what is in it, and how long it is so far.
    length
        Of an archive: how long it is at last; None before its end is written.
    """

    done: int = 0
    pages: tuple[int, ...] = ()
    parts: int = 0
    tags: tuple[str, ...] = ()
    upload_id: str | None = None
    entries: tuple[ArchiveEntry, ...] = Field(default=())
    offset: int = 0
    length: int | None = None


def items_of(transcript: Transcript, certificates: Iterable[Certificate]) -> tuple[PackItem, ...]:
    """The certificates of a transcript whose files were accepted, in its order and each once."""
    known = {found.id: found for found in certificates}
    listed = dict.fromkeys(
        line.certificate_id for section in transcript.sections for line in section.lines
    )
    return tuple(
        PackItem(certificate_id=found.id, title=found.title, issuer=found.issuer, file=found.file)
        for found in (known[certificate_id] for certificate_id in listed)
        if found.file is not None and found.file.evidence is not None
    )
