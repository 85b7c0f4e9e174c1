"""The process that meets the bytes of one file, and ends with it. Forked by ``prepared``."""

import os
from functools import partial

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.confinement import confine
from functions.inspection.drawing.pages import drawing
from functions.inspection.kinds import drawing_of, safety_of
from functions.inspection.protocol import Asked, Message, Ready, Told, Verdict
from functions.inspection.verdict import RejectedError

INPUT, OUTPUT, ERRORS = 0, 1, 2


def work(asked: Asked, control: int, mapped: int, *others: int) -> None:
    """Read the file from standard input and write to standard output what is found.

    One line is the verdict, and behind it come the pictures it speaks of. Which limits hold is told
    over the connection to the caller, which is out of reach once the file is read.

    Parameters
    ----------
    control
        Descriptor of the connection.
    mapped, others
        See `confine`.
    """
    missing = confine(asked.caps, mapped, *others)
    os.write(control, Message(told=Ready(missing=missing)).sent())
    os.close(control)
    found = judge(_read(), asked.content_type, asked.caps)
    _write(Verdict(told=_told(found)).model_dump_json().encode() + b"\n")
    if isinstance(found, Drawing):
        for picture in (*found.pictures, found.thumbnail, *found.scans.values()):
            _write(picture)
    # Tearing down a large document costs time and can itself fail for want of memory.
    os._exit(0)


def judge(data: bytes, content_type: ContentType, caps: Caps) -> Drawing | RejectionReason:
    """Check a file and draw it, in this very process."""
    try:
        remarks = safety_of(content_type).inspect(data, caps)
        return drawing(drawing_of(content_type).pages(data, caps), content_type, remarks, caps)
    except RejectedError as rejected:
        return rejected.reason
    except (MemoryError, RecursionError):
        return RejectionReason.TOO_COMPLEX


def _told(found: Drawing | RejectionReason) -> Told | RejectionReason:
    if isinstance(found, RejectionReason):
        return found
    return Told(
        pages=found.pages,
        sizes=tuple(map(len, found.pictures)),
        thumbnail=len(found.thumbnail),
        scans={place: len(scan) for place, scan in found.scans.items()},
        remarks=found.remarks,
    )


def _read() -> bytes:
    return b"".join(iter(partial(os.read, INPUT, MEBIBYTE), b""))


def _write(data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(OUTPUT, left) :]
