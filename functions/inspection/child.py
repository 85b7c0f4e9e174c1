"""The process that meets the bytes of one file, and ends with it. Forked by ``prepared``."""

import os
from functools import partial

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.caps import MEBIBYTE, Caps
from functions.inspection.confinement import confine
from functions.inspection.drawing.pages import drawing
from functions.inspection.kinds import drawing_of, safety_of
from functions.inspection.protocol import Asked, Ready, Told, Verdict
from functions.inspection.verdict import RejectedError

INPUT, OUTPUT, ERRORS = 0, 1, 2


def work(asked: Asked, mapped: int, *others: int) -> None:
    """Read the file from standard input and write to standard output what is found.

    One line says which limits hold; the file is read after it. The next line is the verdict, and
    behind it come the pictures it speaks of.

    Parameters
    ----------
    mapped, others
        See `confine`.
    """
    _say(Ready(missing=confine(asked.caps, mapped, *others)).model_dump_json().encode())
    found = judge(_read(), asked.content_type, asked.caps)
    _say(Verdict(told=_told(found)).model_dump_json().encode())
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


def _say(line: bytes) -> None:
    _write(line + b"\n")


def _write(data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(OUTPUT, left) :]
