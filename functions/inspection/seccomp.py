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
    starting: dict[str, int]


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
        starting={
            "rt_sigprocmask": 14,
            "dup2": 33,
            "setitimer": 38,
            "sendto": 44,
            "recvmsg": 47,
            "clone": 56,
            "wait4": 61,
            "getppid": 110,
            "prctl": 157,
            "gettid": 186,
            "set_robust_list": 273,
            "prlimit64": 302,
            "seccomp": 317,
            "landlock_create_ruleset": 444,
            "landlock_restrict_self": 446,
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
        starting={
            "dup3": 24,
            "set_robust_list": 99,
            "setitimer": 103,
            "rt_sigprocmask": 135,
            "prctl": 167,
            "getppid": 173,
            "gettid": 178,
            "sendto": 206,
            "recvmsg": 212,
            "clone": 220,
            "wait4": 260,
            "prlimit64": 261,
            "seccomp": 277,
            "landlock_create_ruleset": 444,
            "landlock_restrict_self": 446,
        },
    ),
}
"""What parsing and drawing need; and what the prepared process needs beside that, to start the
process of a file, which then gives up these calls too."""
_HERE = MACHINES.get(os.uname().machine)

_PROT_EXEC = 4
# As glibc's fork calls it: no thread, no namespace, nothing shared. The lowest byte is the signal.
_FORK = 0x01000000 | 0x00200000 | 0xFF

_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT, _THIRD_ARGUMENT = 0, 4, 16, 32
"""Places in ``struct seccomp_data``; of an argument the lower half, as both are little-endian."""
_NEVER = {
    "mmap": (_THIRD_ARGUMENT, _PROT_EXEC),
    "mprotect": (_THIRD_ARGUMENT, _PROT_EXEC),
    "clone": (_FIRST_ARGUMENT, ~_FORK & 0xFFFFFFFF),
    "prlimit64": (_FIRST_ARGUMENT, 0xFFFFFFFF),
}
"""Bits that an argument must not have: new memory is never executable, a fork is nothing more, and
limits are set for nobody else."""
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


def program(machine: Machine, allowed: Collection[int] = (), *, starting: bool = False) -> bytes:
    """Write the filter, one instruction of eight bytes after the other.

    Parameters
    ----------
    starting
        Let through what starting further processes needs.
    allowed
        Numbers of further calls to let through, for trying what is shut without them.
    """
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUALS, 1, 0, machine.audit),
        (_RETURN, 0, 0, _END),
        (_LOAD, 0, 0, _NUMBER),
    ]
    for call, number in (machine.calls | (machine.starting if starting else {})).items():
        if call in _NEVER and number not in allowed:
            argument, bits = _NEVER[call]
            steps += [
                (_EQUALS, 0, 4, number),
                (_LOAD, 0, 0, argument),
                (_HAS_BITS, 0, 1, bits),
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


def restrict(allowed: Collection[int] = (), *, starting: bool = False) -> None:
    """Allow the calls of `MACHINES` and no others, in every thread; nothing where that cannot be.

    A later filter takes away more and gives nothing back.

    Parameters
    ----------
    allowed, starting
        See `program`.
    """
    if sys.platform != "linux" or _HERE is None or sys.maxsize < 1 << 32:
        return
    forgo_privileges()
    text = program(_HERE, allowed, starting=starting)
    # The kernel copies the program before it returns.
    written = _Filter(len(text) // 8, text)
    libc.syscall(_HERE.seccomp, _SET_FILTER, _ALL_THREADS, ctypes.byref(written))
