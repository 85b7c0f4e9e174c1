"""What somebody would try who runs code where files are parsed.

Run as a program, it tries everything, once ``confined`` as the process of a file or ``held`` as the
prepared process, or, ``free``, as it is, each in a process of its own, and prints what worked.
"""

import ctypes
import errno
import json
import mmap
import os
import re
import resource
import signal
import socket
import sys
import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path

from functions.inspection.caps import Caps
from functions.inspection.confinement import confine, hold, mapped, memory_file

_X86 = os.uname().machine == "x86_64"
CALLS = {
    "add_key": (248, 217),
    "bpf": (321, 280),
    "clone": (56, 220),
    "clone3": (435, 435),
    "execve": (59, 221),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "memfd_create": (319, 279),
    "mmap": (9, 222),
    "mount": (165, 40),
    "open_by_handle_at": (304, 265),
    "openat": (257, 56),
    "openat2": (437, 437),
    "perf_event_open": (298, 241),
    "personality": (135, 92),
    "pidfd_getfd": (438, 438),
    "pidfd_open": (434, 434),
    "prctl": (157, 167),
    "prlimit64": (302, 261),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigqueueinfo": (129, 138),
    "seccomp": (317, 277),
    "setns": (308, 268),
    "socket": (41, 198),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
}
"""Numbers of system calls on x86-64 and on arm64."""

_libc = ctypes.CDLL(None, use_errno=True)
_libc.mmap.restype = _libc.mprotect.restype = ctypes.c_long
# Nothing is there; what comes first is whether one may look.
_ADDRESS = (1).to_bytes(8, "little") * 2
_SEIZE = 0x4206
_NEW_USER = 0x10000000
CALLER = os.getppid()
"""Of the process that loads this first; in a fork of it, its caller's caller."""


def number(call: str) -> int:
    return CALLS[call][0 if _X86 else 1]


def _call(call: str | int, *arguments: int | bytes | None) -> int:
    given = [ctypes.c_long(it) if isinstance(it, int) else it for it in arguments]
    result: int = _libc.syscall(call if isinstance(call, int) else number(call), *given)
    if result < 0:
        raise OSError(ctypes.get_errno(), str(call))
    return result


def _end_if_new(result: int) -> None:
    if result == 0:
        os._exit(0)


def _talk(family: int, kind: int, address: object) -> None:
    with socket.socket(family, kind) as there:
        there.connect(address)
        there.send(b"x")


def _own_thread() -> None:
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError as error:
        raise OSError from error


def _made_executable() -> None:
    memory = mmap.mmap(-1, 4096)
    at = ctypes.addressof(ctypes.c_char.from_buffer(memory))
    if _libc.mprotect(ctypes.c_void_p(at), 4096, 7) < 0:
        raise OSError(ctypes.get_errno(), "mprotect")


def _raised(limit: int, value: int) -> None:
    try:
        resource.setrlimit(limit, (value, value))
    except ValueError as error:
        raise OSError from error


_ON_OTHERS: dict[str, Callable[[int], object]] = {
    "environment": lambda other: Path(f"/proc/{other}/environ").read_bytes(),
    "memory": lambda other: os.open(f"/proc/{other}/mem", os.O_RDONLY),
    "map of memory": lambda other: Path(f"/proc/{other}/maps").read_bytes(),
    "descriptors": lambda other: list(Path(f"/proc/{other}/fd").iterdir()),
    "read": lambda other: _call("process_vm_readv", other, _ADDRESS, 1, _ADDRESS, 1, 0),
    "write": lambda other: _call("process_vm_writev", other, _ADDRESS, 1, _ADDRESS, 1, 0),
    "trace": lambda other: _call("ptrace", _SEIZE, other, 0, 0),
    "hold": lambda other: _call("pidfd_open", other, 0),
    "limits": lambda other: _call("prlimit64", other, resource.RLIMIT_CORE, None, bytes(16)),
    "signal": lambda other: os.kill(other, 0),
    "queue a signal": lambda other: _call("rt_sigqueueinfo", other, 0, bytes(128)),
}


def attempts(port: int, **others: int) -> dict[str, Callable[[], object]]:
    """Each raises OSError where it is refused.

    Parameters
    ----------
    others
        Processes that one could be after.
    """
    return {
        f"{name}: {what}": partial(attempt, other)
        for name, other in others.items()
        for what, attempt in _ON_OTHERS.items()
    } | {
        "open a file": lambda: Path("/etc/passwd").read_bytes(),
        "open a file of the program": lambda: Path(__file__).read_bytes(),
        "open by a raw call": lambda: _call("openat", -100, b"/etc/passwd", 0, 0),
        "open by a newer call": lambda: _call("openat2", -100, b"/etc/passwd", bytes(24), 24),
        "write a file": lambda: Path("/dev/shm/certfolio-hostile").write_bytes(b""),  # noqa: S108 - that nobody else has
        "remove a file": lambda: Path("/dev/shm/certfolio-hostile").unlink(),  # noqa: S108 - the same
        "list the root": lambda: list(Path("/").iterdir()),
        "list the descriptors": lambda: list(Path("/proc/self/fd").iterdir()),
        "own environment": lambda: Path("/proc/self/environ").read_bytes(),
        "memory with a name": lambda: os.memfd_create("x"),
        "TCP": lambda: _talk(socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", port)),
        "UDP": lambda: _talk(socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", port)),
        "TCP over IPv6": lambda: socket.socket(socket.AF_INET6, socket.SOCK_STREAM),
        "Unix socket": lambda: socket.socket(socket.AF_UNIX, socket.SOCK_STREAM),
        "pair of sockets": socket.socketpair,
        "Netlink": lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW),
        "host of the machine": lambda: _call("socket", 40, 1, 0),
        "fork": lambda: _end_if_new(os.fork()),
        "clone": lambda: _end_if_new(_call("clone", signal.SIGCHLD, 0, 0, 0, 0)),
        "newer clone": lambda: _end_if_new(
            _call("clone3", bytes(32) + bytes([signal.SIGCHLD]) + bytes(31), 64)
        ),
        "start a program": lambda: os.posix_spawn("/bin/true", ["true"], {}),
        "become a program": lambda: os.execv("/bin/true", ["true"]),  # noqa: S606 - is refused
        "thread": _own_thread,
        "io_uring": lambda: _call("io_uring_setup", 1, bytes(120)),
        "bpf": lambda: _call("bpf", 0, b"\1\0\0\0\4\0\0\0\4\0\0\0\1\0\0\0" + bytes(112), 128),
        "perf": lambda: _call("perf_event_open", bytes(128), 0, -1, -1, 0),
        "page faults": lambda: _call("userfaultfd", 1),
        "keys": lambda: _call("keyctl", 0, -3, 1),
        "add a key": lambda: _call("add_key", b"user", b"x", b"x", 1, -2),
        "mount": lambda: _call("mount", b"none", b"/mnt", b"tmpfs", 0, None),
        "new namespace": lambda: _call("unshare", _NEW_USER),
        "other namespace": lambda: _call("setns", 0, 0),
        "open by handle": lambda: _call("open_by_handle_at", -100, bytes(16), 0),
        "executable memory": lambda: mmap.mmap(-1, 4096, prot=7),
        "made executable": _made_executable,
        "readable is executable": lambda: _call("personality", 0x0400000),
        "more address space": lambda: _raised(resource.RLIMIT_AS, 1 << 40),
        "more descriptors": lambda: _raised(resource.RLIMIT_NOFILE, 64),
        "stop the clock": lambda: signal.setitimer(signal.ITIMER_REAL, 0),
        "ignore the clock": lambda: signal.signal(signal.SIGALRM, signal.SIG_IGN),
        "block the clock": lambda: signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM}),
        "another filter": lambda: _call("seccomp", 1, 0, bytes(16)),
        "dumpable": lambda: _call("prctl", 4, 1, 0, 0, 0),
        "by the numbers of x32": lambda: _call(0x40000000 + 2, b"/etc/passwd", 0, 0),
        "by a number too long": lambda: _call(-1),
    }


def holds(pattern: bytes) -> bool:
    """Whether anything like it is in this process's memory."""
    lines = Path("/proc/self/maps").read_text(encoding="utf-8").splitlines()
    # What the kernel itself puts there cannot be read.
    readable = (line.split()[0] for line in lines if " r" in line and "[v" not in line)
    spans = ([int(end, 16) for end in span.split("-")] for span in readable)
    return any(re.search(pattern, ctypes.string_at(start, end - start)) for start, end in spans)


def is_open(descriptor: int) -> bool:
    return works(lambda: os.fstat(descriptor))


def works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except OSError as error:
        return error.errno == errno.EFAULT
    return True


def _works_apart(attempt: Callable[[], object]) -> bool:
    process = os.fork()
    if not process:
        os._exit(0 if works(attempt) else 1)
    return os.waitpid(process, 0)[1] == 0


def main() -> None:
    tried = attempts(int(sys.argv[1]), caller=CALLER)
    if "free" in sys.argv:
        worked = [name for name, attempt in tried.items() if _works_apart(attempt)]
    else:
        if "held" in sys.argv:
            hold()
        else:
            confine(Caps(), mapped(memory_file()), CALLER)
        worked = [name for name, attempt in tried.items() if works(attempt)]
    os.write(1, json.dumps(worked).encode())
    os._exit(0)


if __name__ == "__main__":
    main()
