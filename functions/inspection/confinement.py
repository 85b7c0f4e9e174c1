"""What the process that meets the bytes gives up, for good, and what its caller keeps from it."""

import os
import resource
import signal
import sys
from pathlib import Path

from functions.inspection import attempts, landlock, seccomp
from functions.inspection.caps import Caps, Guard

_SET_DUMPABLE = 4


def keep_out() -> None:
    """Keep the caller's memory and environment from the processes it starts.

    A process that is not dumpable cannot be traced, and what ``/proc`` has of it belongs to root
    (proc(5), prctl(2)): it also leaves no core dump with credentials in it. It still sees itself.
    A program that it starts is dumpable again.
    """
    if sys.platform == "linux":
        seccomp.libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def confine(caps: Caps) -> tuple[Guard, ...]:
    """Give up, for good, what parsing does not need, and try whether it is out of reach.

    Whatever is used later must be loaded by now.

    Returns
    -------
    tuple of Guard
        What this platform does not offer.
    """
    caller = os.getppid()
    limit(caps)
    landlock.restrict()
    seccomp.restrict()
    return attempts.missing(caller)


def limit(caps: Caps) -> None:
    """Bound what the process may take, which every Unix can do.

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
        resource.RLIMIT_FSIZE: caps.output_bytes,
        # The three it has, qpdf's random device, and one to lock the others away with.
        resource.RLIMIT_NOFILE: 5,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    signal.setitimer(signal.ITIMER_REAL, caps.seconds)
