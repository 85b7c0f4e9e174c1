"""Decides whether a file is what it says it is and safe to show to a reviewer.

The parsers are C and C++, so they run in a child process under resource limits: whatever a file
does to them is a rejection, not a fault of the caller. The child is a fresh interpreter rather
than a fork: a fork would carry the caller's credentials and memory into the process that meets
hostile bytes, would count the caller's memory against the child's limit, and is unsafe beside
threads. Loading it costs about 0.15 s of processor time, once per file.
"""

import json
import logging
import os
import subprocess
import sys
from dataclasses import asdict

from certfolio.domain.files import ContentType, RejectionReason
from functions.inspection.caps import Caps

__all__ = ["Caps", "InspectionUnavailableError", "examine"]

_log = logging.getLogger(__name__)

_SIGNATURES = {
    ContentType.PDF: b"%PDF-",
    ContentType.PNG: b"\x89PNG\r\n\x1a\n",
    ContentType.JPEG: b"\xff\xd8\xff",
}
READY = "ready"
ACCEPTED = "accepted"


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
    content_type: ContentType,
    caps: Caps = Caps(),  # noqa: B008 - frozen
) -> RejectionReason | None:
    """Decide from the bytes alone whether a file is acceptable.

    Parameters
    ----------
    data
        The whole file.
    content_type
        What it was declared to be.
    caps
        What it may cost.

    Returns
    -------
    RejectionReason or None
        Why it is rejected; None when it is accepted.

    Raises
    ------
    InspectionUnavailableError
        When the parsers cannot be loaded. No file, however hostile, causes it.
    """
    if not data:
        return RejectionReason.EMPTY
    if len(data) > caps.file_bytes:
        return RejectionReason.TOO_COMPLEX
    if not data.startswith(_SIGNATURES[content_type]):
        return RejectionReason.CONTENT_MISMATCH
    return _judge(data, content_type, caps)


def _judge(data: bytes, content_type: ContentType, caps: Caps) -> RejectionReason | None:
    command = [sys.executable, "-P", "-s", "-m", "functions.inspection.child"]
    with subprocess.Popen(  # noqa: S603 - nothing of the caller's in the command
        [*command, content_type.value, json.dumps(asdict(caps))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=_environment(),
    ) as child:
        try:
            output, errors = child.communicate(data, timeout=caps.start_seconds + caps.seconds)
        except subprocess.TimeoutExpired:
            child.kill()
            output, errors = child.communicate()
    lines = output.decode("ascii", "replace").split()
    if lines[:1] != [READY]:
        raise InspectionUnavailableError(child.returncode, errors.decode("utf-8", "replace")[-500:])
    if child.returncode != 0 or len(lines) != len((READY, ACCEPTED)):
        _log.warning("inspection ended without a verdict: exit %d", child.returncode)
        return RejectionReason.TOO_COMPLEX
    return None if lines[1] == ACCEPTED else RejectionReason(lines[1])


def _environment() -> dict[str, str]:
    """Pass on what the child needs to find its modules; above all no credentials."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100 - plain strings
    return kept | {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
