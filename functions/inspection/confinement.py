"""What the processes that come near a stranger's bytes give up, and what is kept from them."""

import resource
import signal
import sys
from io import FileIO

from functions.inspection import attempts, landlock, seccomp
from functions.inspection.caps import Caps, Guard

_SET_PARENT_DEATH_SIGNAL, _SET_DUMPABLE = 1, 4


def keep_out() -> None:
    """Keep this process's memory and environment from all others of the same user.

    A process that is not dumpable cannot be traced, and what ``/proc`` has of it belongs to root
    (proc(5), prctl(2)): it also leaves no core dump with credentials in it. It still sees itself.
    A program that it starts is dumpable again, a process that it forks is not.
    """
    if sys.platform == "linux":
        seccomp.libc.prctl(_SET_DUMPABLE, 0, 0, 0, 0)


def hold() -> None:
    """Give up what is not needed to start a process for each file and to hear how it ended.

    Whatever those processes use must be loaded by now, and no other thread be running: a fork
    takes one thread along, and what the others held stays locked.
    """
    keep_out()
    landlock.restrict()
    seccomp.restrict(starting=True)


def confine(caps: Caps, mapped: int, *others: int) -> tuple[Guard, ...]:
    """Give up, for good, what parsing does not need, and try whether it is out of reach.

    Whatever is used later must be loaded by now.

    Parameters
    ----------
    mapped
        See `mapped`.
    others
        Processes that this one comes from.

    Returns
    -------
    tuple of Guard
        What this platform does not offer.
    """
    limit(caps, mapped)
    landlock.restrict()
    seccomp.restrict()
    return attempts.missing(*others)


def memory_file() -> FileIO:
    """Open what tells how much memory this process has, while it can open files."""
    return FileIO("/proc/self/statm")


def mapped(memory: FileIO) -> int:
    """Bytes of address space that the process has, of which `memory_file` tells."""
    memory.seek(0)
    return int(memory.read(99).split()[0]) * resource.getpagesize()


def limit(caps: Caps, mapped: int) -> None:
    """Bound what the process may take, which every Unix can do.

    The address space is what bounds memory everywhere: a sandbox may not count ``RLIMIT_DATA``.
    """
    memory = mapped + caps.memory_bytes
    limits = {
        resource.RLIMIT_AS: memory,
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: caps.seconds + 1,
        resource.RLIMIT_FSIZE: caps.output_bytes,
        # The three it has, the connection to its caller, qpdf's random device, and one to lock the
        # others away with.
        resource.RLIMIT_NOFILE: 6,
        resource.RLIMIT_NPROC: 0,
    }
    for limit, value in limits.items():
        resource.setrlimit(limit, (value, value))
    signal.setitimer(signal.ITIMER_REAL, caps.seconds)
    # Whoever ends the process that this one was forked from, ends both.
    if sys.platform == "linux":
        seccomp.libc.prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL, 0, 0, 0)
