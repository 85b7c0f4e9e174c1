"""An allowlist of system calls (seccomp): the lock that holds against whoever runs code in here.

Written here because it is short and the packages that do it load ``libseccomp.so``, which AWS
Lambda does not have. Layouts and constants: the kernel's ``linux/seccomp.h``, ``linux/filter.h``,
``linux/audit.h``; numbers of calls: its ``arch/x86/entry/syscalls/syscall_64.tbl`` and, for arm64,
``include/uapi/asm-generic/unistd.h``.
"""

import ctypes
import os
import struct
import sys
from collections.abc import Collection
from dataclasses import dataclass

libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Machine:
    """How the kernel of one architecture names itself and its calls."""

    audit: int
    seccomp: int
    calls: dict[str, int]


MACHINES = {
    "x86_64": Machine(
        audit=0xC000003E,
        seccomp=317,
        calls={
            "read": 0,
            "write": 1,
            "close": 3,
            "fstat": 5,
            "lseek": 8,
            "mmap": 9,
            "mprotect": 10,
            "munmap": 11,
            "brk": 12,
            "mremap": 25,
            "madvise": 28,
            "getpid": 39,
            "exit": 60,
            "gettimeofday": 96,
            "futex": 202,
            "clock_gettime": 228,
            "exit_group": 231,
            "getrandom": 318,
        },
    ),
    "aarch64": Machine(
        audit=0xC00000B7,
        seccomp=277,
        calls={
            "close": 57,
            "lseek": 62,
            "read": 63,
            "write": 64,
            "fstat": 80,
            "exit": 93,
            "exit_group": 94,
            "futex": 98,
            "clock_gettime": 113,
            "gettimeofday": 169,
            "getpid": 172,
            "brk": 214,
            "munmap": 215,
            "mremap": 216,
            "mmap": 222,
            "mprotect": 226,
            "madvise": 233,
            "getrandom": 278,
        },
    ),
}
"""What parsing and drawing need. Memory from ``mmap`` and ``mprotect`` is never executable."""

_NOT_EXECUTABLE = frozenset({"mmap", "mprotect"})
_PROT_EXEC = 4

_NUMBER, _ARCHITECTURE, _THIRD_ARGUMENT = 0, 4, 32
"""Places in ``struct seccomp_data``; of an argument the lower half, as both are little-endian."""
_LOAD, _EQUALS, _HAS_BITS, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW = 0x7FFF0000
_REFUSE = 0x00050000 | 1
"""EPERM: libraries try for things that they can do without, such as a list of fonts, and go on.
To end the process would make each of these a refused file and keep nobody from anything more."""
_END = 0x80000000
"""What comes in by another architecture's door is no parser's: numbers mean other calls there."""

_NO_NEW_PRIVILEGES = 38
_SET_FILTER, _ALL_THREADS = 1, 1


class _Filter(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("program", ctypes.c_char_p))


def program(machine: Machine, allowed: Collection[int] = ()) -> bytes:
    """Write the filter, one instruction of eight bytes after the other.

    Parameters
    ----------
    allowed
        Numbers of further calls to let through, for trying what is shut without them.
    """
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 1, 0, machine.audit),
        (_RETURN, 0, 0, _END),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for call, number in machine.calls.items():
        if call in _NOT_EXECUTABLE and number not in allowed:
            steps += [
                (_EQUALS, 0, 4, number),
                (_LOAD, 0, 0, _THIRD_ARGUMENT),
                (_HAS_BITS, 0, 1, _PROT_EXEC),
                (_RETURN, 0, 0, _REFUSE),
                (_RETURN, 0, 0, _ALLOW),
            ]
        else:
            steps += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    for number in allowed:
        steps += [(_EQUALS, 0, 1, number), (_RETURN, 0, 0, _ALLOW)]
    steps.append((_RETURN, 0, 0, _REFUSE))
    return b"".join(struct.pack("<HBBI", *step) for step in steps)


def forgo_privileges() -> None:
    """Never gain what a program that is started could bring; the kernel asks for it first."""
    if sys.platform == "linux":
        libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)


def restrict(allowed: Collection[int] = ()) -> None:
    """Allow the calls of `MACHINES` and no others, in every thread; nothing where that cannot be.

    Parameters
    ----------
    allowed
        See `program`.
    """
    machine = MACHINES.get(os.uname().machine)
    if sys.platform != "linux" or machine is None or sys.maxsize < 1 << 32:
        return
    forgo_privileges()
    text = program(machine, allowed)
    # The kernel copies the program before it returns.
    written = _Filter(len(text) // 8, text)
    libc.syscall(machine.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(written))
