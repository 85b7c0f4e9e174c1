"""The confined process tries what it must not be able to do, so that nobody has to believe it."""

import ctypes
import errno
import os
import resource
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import partial
from typing import assert_never

from functions.inspection.caps import Guard
from functions.inspection.seccomp import libc

libc.mmap.restype = ctypes.c_void_p
_ADDRESS, _SIZE = ctypes.c_void_p, ctypes.c_size_t
libc.mmap.argtypes = (_ADDRESS, _SIZE, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long)
libc.munmap.argtypes = (_ADDRESS, _SIZE)
libc.process_vm_readv.argtypes = (ctypes.c_int, _ADDRESS, _SIZE, _ADDRESS, _SIZE, ctypes.c_ulong)

_EXECUTABLE = 0b111
_PRIVATE_ANONYMOUS = 0x22
_PAGE = 4096
_INTERNET, _UNIX, _STREAM, _DATAGRAM = 2, 1, 1, 2


def missing(*others: int) -> tuple[Guard, ...]:
    """Try to get past every guard, leaving nothing behind where that works.

    Parameters
    ----------
    others
        Processes that this one comes from.
    """
    return tuple(guard for guard in Guard if any(map(_works, _attempts(guard, others))))


def _attempts(guard: Guard, others: Iterable[int]) -> tuple[Callable[[], None], ...]:
    match guard:
        case Guard.FILES:
            return (lambda: _open("/"),)
        case Guard.NETWORK:
            return (
                lambda: _connect_by(_INTERNET, _STREAM),
                lambda: _connect_by(_INTERNET, _DATAGRAM),
                lambda: _connect_by(_UNIX, _STREAM),
            )
        case Guard.PROCESSES:
            return _start_another, *(partial(os.kill, other, 0) for other in others)
        case Guard.CALLER:
            return (
                *(partial(_open, f"/proc/{other}/environ") for other in others),
                *(partial(_read_memory_of, other) for other in others),
            )
        case Guard.CODE:
            return (_make_code,)
        case Guard.LIMITS:
            return (_raise_a_limit,)
        case _:
            assert_never(guard)


def _works(attempt: Callable[[], None]) -> bool:
    try:
        attempt()
    except (OSError, ValueError):  # as which Python reports a limit that may not be raised
        return False
    return True


def _open(path: str) -> None:
    os.close(os.open(path, os.O_RDONLY | os.O_CLOEXEC))


def _connect_by(family: int, kind: int) -> None:
    descriptor = libc.socket(family, kind, 0)
    if descriptor < 0:
        raise OSError(ctypes.get_errno(), "no socket")
    os.close(descriptor)


def _start_another() -> None:
    other = os.fork()
    if not other:
        os._exit(0)
    with suppress(OSError):
        os.waitpid(other, 0)


def _read_memory_of(process: int) -> None:
    # Whether it may be read is decided before whether there is something at that address.
    here, there = (ctypes.c_void_p * 2)(1, 1), (ctypes.c_void_p * 2)(1, 1)
    read = libc.process_vm_readv(process, ctypes.byref(here), 1, ctypes.byref(there), 1, 0)
    if read < 0 and ctypes.get_errno() != errno.EFAULT:
        raise OSError(ctypes.get_errno(), "not readable")


def _make_code() -> None:
    address = libc.mmap(None, _PAGE, _EXECUTABLE, _PRIVATE_ANONYMOUS, -1, 0)
    if address == ctypes.c_void_p(-1).value:
        raise OSError(ctypes.get_errno(), "no memory for code")
    libc.munmap(address, _PAGE)


def _raise_a_limit() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
