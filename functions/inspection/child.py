"""The process that meets the bytes. Started by ``examine``; protocol: see ``main``."""

import importlib
import json
import os
import resource
import signal
import sys
from pathlib import Path
from types import ModuleType

from certfolio.domain.files import ContentType, RejectionReason
from functions.inspection.caps import Caps
from functions.inspection.examine import ACCEPTED, READY
from functions.inspection.verdict import RejectedError

_INSPECTORS = {
    ContentType.PDF: "functions.inspection.pdf",
    ContentType.PNG: "functions.inspection.png",
    ContentType.JPEG: "functions.inspection.jpeg",
}


def main() -> None:
    """Read the file from standard input and write ``ready``, then the verdict.

    ``ready`` says that the parsers are loaded and the limits hold; the file is read after it.
    """
    content_type, caps = ContentType(sys.argv[1]), Caps(**json.loads(sys.argv[2]))
    inspector(content_type)
    _confine(caps)
    _say(READY)
    data = sys.stdin.buffer.read()
    reason = judge(data, content_type, caps)
    _say(reason.value if reason else ACCEPTED)
    # Tearing down a large document costs time and can itself fail for want of memory.
    os._exit(0)


def inspector(content_type: ContentType) -> ModuleType:
    """Load the parser of one kind of file, and no other."""
    return importlib.import_module(_INSPECTORS[content_type])


def judge(data: bytes, content_type: ContentType, caps: Caps) -> RejectionReason | None:
    """Inspect a file in this very process."""
    try:
        inspector(content_type).inspect(data, caps)
    except RejectedError as rejected:
        return rejected.reason
    except (MemoryError, RecursionError):
        return RejectionReason.TOO_COMPLEX
    return None


def _say(word: str) -> None:
    os.write(sys.stdout.fileno(), word.encode() + b"\n")


def _confine(caps: Caps) -> None:
    """Give up, for good, what parsing does not need.

    The address space is what bounds memory everywhere: a sandbox may not count ``RLIMIT_DATA``.
    """
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * resource.getpagesize() + caps.memory_bytes
    # What a parser prints may quote the file, so it goes nowhere.
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, sys.stderr.fileno())
    os.close(silence)
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: caps.seconds + 1,
        resource.RLIMIT_FSIZE: 0,
        # The three it has, and one for the random device that qpdf wants for an encrypted file.
        resource.RLIMIT_NOFILE: 4,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    signal.setitimer(signal.ITIMER_REAL, caps.seconds)


if __name__ == "__main__":
    main()
