"""The process that meets the bytes. Started by ``examine``; protocol: see ``main``."""

import os
import sys

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.caps import Caps
from functions.inspection.confinement import confine
from functions.inspection.drawing.pages import drawing
from functions.inspection.kinds import drawing_of, safety_of
from functions.inspection.protocol import Ready, Told, Verdict
from functions.inspection.verdict import RejectedError


def main() -> None:
    """Read the file from standard input and write to standard output what is found.

    One line says that the parsers are loaded and which limits hold; the file is read after it.
    The next line is the verdict, and behind it come the pictures it speaks of.
    """
    content_type, caps = ContentType(sys.argv[1]), Caps.from_json(sys.argv[2])
    safety_of(content_type), drawing_of(content_type)
    _say(Ready(missing=confine(caps)).model_dump_json().encode())
    found = judge(sys.stdin.buffer.read(), content_type, caps)
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


def _say(line: bytes) -> None:
    _write(line + b"\n")


def _write(data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(sys.stdout.fileno(), left) :]


if __name__ == "__main__":
    main()
