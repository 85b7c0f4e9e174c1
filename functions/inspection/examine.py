"""Decides whether a file is what it says it is and safe to show to a reviewer, and draws it.

The parsers are C and C++, so they run in a process for this file alone that has given up everything
else: whatever a file does to them is a rejection, not a fault of the caller. It is forked from the
prepared process, not from the caller: that fork would carry the caller's credentials and memory
into the process that meets hostile bytes, would count the caller's memory against its limit, and
is unsafe beside threads.

Bytes come and go through files without a name: what is written is bounded by the kernel, and
neither side waits for the other.
"""

import logging
import tempfile
from collections.abc import Callable, Iterable
from typing import IO

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection import preparing
from functions.inspection.caps import Caps, Guard
from functions.inspection.kinds import kind_of
from functions.inspection.preparing import InspectionUnavailableError, LostError
from functions.inspection.protocol import Asked, Ended, Told, Verdict

__all__ = ["Caps", "Ended", "InspectionUnavailableError", "examine"]

_log = logging.getLogger(__name__)

_LONGEST_LINE = 4 * 1024 * 1024


def examine(
    data: bytes,
    caps: Caps = Caps(),  # noqa: B008 - frozen
    on_missing: Callable[[Guard], None] = lambda _: None,
    on_end: Callable[[Ended], None] = lambda _: None,
) -> Drawing | RejectionReason:
    """Decide from the bytes alone whether a file is acceptable, and draw it.

    Parameters
    ----------
    data
        The whole file.
    caps
        What it may cost.
    on_missing
        Told of each guard that does not hold here; the file is judged all the same.
    on_end
        Told what the file has cost.

    Returns
    -------
    Drawing or RejectionReason
        What the file looks like, or why it is rejected.

    Raises
    ------
    InspectionUnavailableError
        When there is no process or the parsers cannot be loaded. No file, however hostile, causes
        it.
    """
    if not data:
        return RejectionReason.EMPTY
    if len(data) > caps.file_bytes:
        return RejectionReason.TOO_COMPLEX
    content_type = kind_of(data)
    if content_type is None:
        return RejectionReason.CONTENT_MISMATCH
    return _judge(data, Asked(content_type=content_type, caps=caps), on_missing, on_end)


def _judge(
    data: bytes, asked: Asked, on_missing: Callable[[Guard], None], on_end: Callable[[Ended], None]
) -> Drawing | RejectionReason:
    try:
        return _tried(data, asked, on_missing, on_end)
    except LostError as lost:
        _log.warning("the file is tried once more: %s", lost)
    try:
        return _tried(data, asked, on_missing, on_end)
    except LostError as lost:
        if lost.begun:
            return RejectionReason.TOO_COMPLEX
        raise InspectionUnavailableError(str(lost)) from lost


def _tried(
    data: bytes, asked: Asked, on_missing: Callable[[Guard], None], on_end: Callable[[Ended], None]
) -> Drawing | RejectionReason:
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as output:
        given.write(data)
        given.seek(0)
        ready, ended = preparing.run(asked, given, output)
        on_end(ended)
        for guard in ready.missing:
            on_missing(guard)
        output.seek(0)
        return _read(ended.returncode, output, asked)


def _read(returncode: int, output: IO[bytes], asked: Asked) -> Drawing | RejectionReason:
    if returncode != 0:
        _log.warning("inspection ended without a verdict: exit %d", returncode)
        return RejectionReason.TOO_COMPLEX
    try:
        told = Verdict.model_validate_json(output.readline(_LONGEST_LINE)).told
        if isinstance(told, RejectionReason):
            return told
        return _drawing(told, output, asked)
    except ValueError:
        # The child's own code cannot say this; whoever took it over can.
        _log.warning("inspection ended with something else than a verdict")
        return RejectionReason.TOO_COMPLEX


def _drawing(told: Told, output: IO[bytes], asked: Asked) -> Drawing:
    *pictures, thumbnail = _pictures(output, (*told.sizes, told.thumbnail), ContentType.WEBP)
    scans = _pictures(output, told.scans.values(), ContentType.JPEG)
    if len(pictures) != len(told.pages) or output.read(1):
        raise ValueError("pages and pictures do not match")
    if len(scans) > asked.caps.scans or any(place >= len(told.pages) for place in told.scans):
        raise ValueError("nobody asked for these pages")
    return Drawing(
        asked.content_type,
        told.pages,
        tuple(pictures),
        thumbnail,
        told.remarks,
        dict(zip(told.scans, scans, strict=True)),
    )


def _pictures(output: IO[bytes], sizes: Iterable[int], kind: ContentType) -> list[bytes]:
    pictures = []
    for size in sizes:
        picture = output.read(size)
        if len(picture) != size or kind_of(picture) is not kind:
            raise ValueError("a page is drawn as something else, or in part")
        pictures.append(picture)
    return pictures
