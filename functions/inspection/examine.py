"""Decides whether a file is what it says it is and safe to show to a reviewer, and draws it.

The parsers are C and C++, so they run in a child process that has given up everything else:
whatever a file does to them is a rejection, not a fault of the caller. The child is a fresh
interpreter rather than a fork: a fork would carry the caller's credentials and memory into the
process that meets hostile bytes, would count the caller's memory against the child's limit, and
is unsafe beside threads.

Both sides talk through files without a name: what the child writes is bounded by the kernel, and
neither waits for the other.
"""

import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from typing import IO

from pydantic import ValidationError

from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection.caps import Caps, Guard
from functions.inspection.confinement import keep_out
from functions.inspection.kinds import kind_of
from functions.inspection.protocol import Ready, Told, Verdict

__all__ = ["Caps", "InspectionUnavailableError", "examine"]

_log = logging.getLogger(__name__)

_LONGEST_LINE = 4 * 1024 * 1024


class InspectionUnavailableError(Exception):
    """The child could not start, so nothing is known about the file.

    Parameters
    ----------
    returncode
        How the child ended; negative: by that signal.
    detail
        The end of what it wrote before it was given any of the file.
    """

    def __init__(self, returncode: int, detail: str) -> None:
        super().__init__(f"inspection could not start (exit {returncode}): {detail}")
        self.returncode = returncode
        self.detail = detail


def examine(
    data: bytes,
    caps: Caps = Caps(),  # noqa: B008 - frozen
    on_missing: Callable[[Guard], None] = lambda _: None,
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

    Returns
    -------
    Drawing or RejectionReason
        What the file looks like, or why it is rejected.

    Raises
    ------
    InspectionUnavailableError
        When the parsers cannot be loaded. No file, however hostile, causes it.
    """
    if not data:
        return RejectionReason.EMPTY
    if len(data) > caps.file_bytes:
        return RejectionReason.TOO_COMPLEX
    content_type = kind_of(data)
    if content_type is None:
        return RejectionReason.CONTENT_MISMATCH
    return _judge(data, content_type, caps, on_missing)


def _judge(
    data: bytes, content_type: ContentType, caps: Caps, on_missing: Callable[[Guard], None]
) -> Drawing | RejectionReason:
    keep_out()
    command = [sys.executable, "-P", "-s", "-m", "functions.inspection.child"]
    with (
        tempfile.TemporaryFile() as given,
        tempfile.TemporaryFile() as output,
        tempfile.TemporaryFile() as errors,
    ):
        given.write(data)
        given.seek(0)
        with subprocess.Popen(  # noqa: S603 - nothing of the caller's in the command
            [*command, content_type.value, caps.to_json()],
            stdin=given,
            stdout=output,
            stderr=errors,
            env=_environment(),
        ) as child:
            try:
                child.wait(caps.start_seconds + caps.seconds)
            except subprocess.TimeoutExpired:
                child.kill()
        ready = _ready(child.returncode, output, errors)
        for guard in ready.missing:
            on_missing(guard)
        return _read(child.returncode, output, content_type, caps)


def _ready(returncode: int, output: IO[bytes], errors: IO[bytes]) -> Ready:
    output.seek(0)
    try:
        return Ready.model_validate_json(output.readline(_LONGEST_LINE))
    except ValidationError as error:
        errors.seek(0)
        detail = errors.read().decode("utf-8", "replace")[-500:]
        raise InspectionUnavailableError(returncode, detail) from error


def _read(
    returncode: int, output: IO[bytes], content_type: ContentType, caps: Caps
) -> Drawing | RejectionReason:
    if returncode != 0:
        _log.warning("inspection ended without a verdict: exit %d", returncode)
        return RejectionReason.TOO_COMPLEX
    try:
        told = Verdict.model_validate_json(output.readline(_LONGEST_LINE)).told
        if isinstance(told, RejectionReason):
            return told
        return _drawing(told, output, content_type, caps)
    except ValueError:
        # The child's own code cannot say this; whoever took it over can.
        _log.warning("inspection ended with something else than a verdict")
        return RejectionReason.TOO_COMPLEX


def _drawing(told: Told, output: IO[bytes], content_type: ContentType, caps: Caps) -> Drawing:
    *pictures, thumbnail = _pictures(output, (*told.sizes, told.thumbnail), ContentType.WEBP)
    scans = _pictures(output, told.scans.values(), ContentType.JPEG)
    if len(pictures) != len(told.pages) or output.read(1):
        raise ValueError("pages and pictures do not match")
    if len(scans) > caps.scans or any(place >= len(told.pages) for place in told.scans):
        raise ValueError("nobody asked for these pages")
    return Drawing(
        content_type,
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


def _environment() -> dict[str, str]:
    """Pass on what the child needs to find its modules; above all no credentials."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100 - plain strings
    return kept | {
        "PYTHONPATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
        # Or it reads what every installed package says of itself, in search of one.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
