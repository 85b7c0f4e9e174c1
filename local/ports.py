"""Ports of loopback."""

import argparse
import errno
import socket
from contextlib import suppress
from pathlib import Path

from local.errors import PortForbidden, PortTaken

HOST = "127.0.0.1"
_HIGHEST = 65535


def number(text: str) -> int:
    """Read a port from the command line, as an argument's type.

    Raises
    ------
    argparse.ArgumentTypeError
        It is none.
    """
    if text.isascii() and text.isdecimal() and 1 <= int(text) <= _HIGHEST:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text} is no port, which is a number from 1 to {_HIGHEST}")


def free() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def check(port: int, variable: str = "PORT") -> None:
    """See that a port can be listened on.

    Parameters
    ----------
    variable
        Which one of ``make run`` takes another port.

    Raises
    ------
    PortTaken
        Somebody listens on it already.
    PortForbidden
        This user may not listen on it.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(port, _holder(port), variable) from error
            raise PortForbidden(port, variable) from error


def _holder(port: int) -> str | None:
    """Which process listens on a port, as far as Linux tells this user."""
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for line in table.read_text().splitlines()[1:]:
                _, local, _, state, *_rest = line.split()
                if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                    inodes.add(f"socket:[{line.split()[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(str(handle.readlink()) in inodes for handle in (process / "fd").iterdir()):
                words = (process / "cmdline").read_text().replace("\0", " ").strip()
                return f"process {process.name} ({words})"
    return None
