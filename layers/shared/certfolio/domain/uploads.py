"""A file on its way: what is declared of it, and what becomes of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol, assert_never

from certfolio.domain.certificates import File, FileState, Upload
from certfolio.domain.errors import FieldError
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.files import ContentType

GRACE = timedelta(minutes=10)
"""How long after the permission's end a file may still show up.

S3 looks at the permission when a PUT begins: one that began in the last second may take minutes
over a slow line, and S3's event and the inspection come after it.
"""


UPLOAD_TAKEN = FieldError("upload_id", FieldCode.UPLOAD_TAKEN)
"""Something else has the file that is to be taken."""


class UploadState(StrEnum):
    """What became of an upload."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    EXPIRED = "expired"
    REPLACED = "replaced"


class Taker(Protocol):
    """What takes a file: a certificate, or a holding."""

    @property
    def file(self) -> File | None:
        """What it has."""


def has_taken(taker: Taker | None, upload_id: str) -> bool:
    """Whether something has the file that an upload brought."""
    return taker is not None and taker.file is not None and taker.file.upload_id == upload_id


def current_file(upload: Upload, taker: Taker | None) -> File | None:
    """The file as it stands now, wherever that is recorded.

    Parameters
    ----------
    taker
        What the upload is for, where it exists.

    Returns
    -------
    File or None
        None where what took the file has another one, or none, by now.
    """
    if not upload.attached:
        return upload.file
    return taker.file if taker is not None and has_taken(taker, upload.id) else None


def has_expired(upload: Upload, file: File, now: datetime) -> bool:
    """Whether the file can no longer arrive: it was not put while that was permitted."""
    return file.state is FileState.WAITING and now >= upload.expires_at + GRACE


def state_of(upload: Upload, file: File | None, now: datetime) -> UploadState:
    """What became of an upload.

    Parameters
    ----------
    file
        Its `current_file`.
    """
    if file is None:
        return UploadState.REPLACED
    match file.state:
        case FileState.WAITING:
            return UploadState.EXPIRED if has_expired(upload, file, now) else UploadState.WAITING
        case FileState.ACCEPTED:
            return UploadState.ACCEPTED
        case FileState.REJECTED:
            return UploadState.REJECTED
    assert_never(file.state)


@dataclass(frozen=True)
class Allowance:
    """How much one caller may ask for, by the clock of UTC.

    Attributes
    ----------
    per_hour
        Uploads between one full hour and the next.
    bytes_per_day
        Bytes declared between one midnight and the next.
    """

    per_hour: int
    bytes_per_day: int


def next_hour(now: datetime) -> datetime:
    """The full hour that comes next."""
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


def next_day(now: datetime) -> datetime:
    """The midnight that comes next."""
    return now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def wrong_declaration(
    name: str, content_type: ContentType, size: int, max_size: int
) -> list[FieldError]:
    """Check what is declared of a file against the limits.

    Parameters
    ----------
    size, max_size
        Bytes.

    Returns
    -------
    list of FieldError
        One entry for every wrong field; empty when all is well.
    """
    errors = []
    if "/" in name or "\\" in name:
        errors.append(FieldError("file_name", FieldCode.HAS_PATH))
    if not name.lower().endswith(content_type.extensions):
        endings = {"endings": content_type.extensions}
        errors.append(FieldError("file_name", FieldCode.WRONG_ENDING, endings))
    if size > max_size:
        errors.append(FieldError("size", FieldCode.TOO_LARGE, {"limit": max_size}))
    return errors
