"""Keeps the prepared process, from which one process for each file is forked.

It is started once and then waits, frozen or not, for the next file. What AWS Lambda says of that:

- Processes that are there when an invocation ends go on when the next one begins: "Background
  processes … resume if Lambda reuses the execution environment" (AWS Lambda Developer Guide,
  "Understanding the Lambda execution environment lifecycle").
- SnapStart's snapshot is one of the whole virtual machine's memory, with all processes and what
  connects them, and of its disk (the same, "Improving startup performance with Lambda SnapStart").
- An environment has one invocation at a time.

None of it has to hold. A prepared process that is gone, or does not answer, is made anew and the
file is tried once more.
"""

import atexit
import os
import socket
import subprocess
import sys
import tempfile
import threading
from typing import IO

from functions.inspection.caps import Caps
from functions.inspection.confinement import keep_out
from functions.inspection.protocol import (
    LOADED,
    LONGEST_DETAIL,
    LONGEST_MESSAGE,
    Asked,
    Ended,
    Message,
    NotStarted,
    Ready,
    Unready,
)


class InspectionUnavailableError(Exception):
    """No process could be had for the file, so nothing is known about it.

    Parameters
    ----------
    detail
        What was said about it before anybody was given any of the file.
    returncode
        How the process ended; negative: by that signal.
    """

    def __init__(self, detail: str, returncode: int | None = None) -> None:
        super().__init__(f"inspection could not start (exit {returncode}): {detail}")
        self.detail = detail
        self.returncode = returncode


class LostError(Exception):
    """The prepared process is gone or does not answer, and what became of the file is not known.

    Parameters
    ----------
    begun
        Whether the file was about to be read.
    """

    def __init__(self, *, begun: bool) -> None:
        super().__init__(f"the prepared process was lost (file begun: {begun})")
        self.begun = begun


def patience(caps: Caps) -> float:
    """Seconds within which an answer must come: a file's process is ended by its own clock."""
    return caps.start_seconds + caps.seconds


class Prepared:
    """A prepared process.

    Parameters
    ----------
    seconds
        Within which it must have loaded the parsers.

    Raises
    ------
    InspectionUnavailableError
        When it cannot.
    """

    def __init__(self, seconds: float) -> None:
        keep_out()
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `stop`
        # Messages, so that each is received whole or not at all.
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(seconds)
        try:
            with theirs:
                self._process = _started(theirs, self._errors)
        except OSError as error:
            self._close()
            raise InspectionUnavailableError(str(error)) from error
        try:
            loaded = self._control.recv(LONGEST_MESSAGE) == LOADED
            if not loaded:
                # It is about to end by itself.
                self._process.wait(seconds)
        except (OSError, subprocess.TimeoutExpired):
            loaded = False
        if not loaded:
            detail = self._detail()
            self.stop()
            raise InspectionUnavailableError(detail, self._process.returncode)

    @property
    def id(self) -> int:
        """Number of the process."""
        return self._process.pid

    def run(self, asked: Asked, given: IO[bytes], output: IO[bytes]) -> tuple[Ready, Ended]:
        """Have a process read a file and write what it finds, and wait until it has ended.

        Raises
        ------
        InspectionUnavailableError
            When there was no process that could.
        LostError
            When there is no answer.
        """
        self._control.settimeout(patience(asked.caps))
        ready: Ready | None = None
        why = ""
        try:
            message = asked.model_dump_json().encode()
            socket.send_fds(self._control, [message], [given.fileno(), output.fileno()])
            while True:
                match self._told():
                    case Ready() as ready:
                        pass
                    case Unready(traceback=why):
                        pass
                    case NotStarted(error=error):
                        raise InspectionUnavailableError(error)
                    case Ended() as ended if ready:
                        return ready, ended
                    case Ended(returncode=returncode):
                        raise InspectionUnavailableError(why, returncode)
        except OSError as fault:
            raise LostError(begun=ready is not None) from fault

    def _told(self) -> Ready | Unready | NotStarted | Ended:
        message = self._control.recv(LONGEST_MESSAGE)
        if not message:
            raise ConnectionError
        return Message.model_validate_json(message).told

    def stop(self) -> None:
        """End the process, and with it the one that it may have forked."""
        self._process.kill()
        self._process.wait()
        self._close()

    def _close(self) -> None:
        self._control.close()
        self._errors.close()

    def _detail(self) -> str:
        size = os.fstat(self._errors.fileno()).st_size
        # Not by the position in the file, which the process shares.
        end = os.pread(self._errors.fileno(), LONGEST_DETAIL, max(0, size - LONGEST_DETAIL))
        return end.decode("utf-8", "replace")


_prepared: dict[int, Prepared] = {}
"""By the process that keeps it: what is forked from that one must not use the same connection."""
_lock = threading.Lock()


def prepare(seconds: float) -> Prepared:
    """Have a prepared process, if there is none yet.

    Parameters
    ----------
    seconds
        See `Prepared`.
    """
    this = os.getpid()
    if this not in _prepared:
        _prepared[this] = Prepared(seconds)
    return _prepared[this]


def run(asked: Asked, given: IO[bytes], output: IO[bytes]) -> tuple[Ready, Ended]:
    """See `Prepared.run`; one file at a time, and after a loss there is no prepared process."""
    with _lock:
        try:
            return prepare(asked.caps.start_seconds).run(asked, given, output)
        except LostError:
            stop()
            raise


@atexit.register
def stop() -> None:
    """End the prepared process, if there is one."""
    kept = _prepared.pop(os.getpid(), None)
    if kept:
        kept.stop()


def _started(control: socket.socket, errors: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "functions.inspection.prepared"],
        stdin=control.fileno(),
        stdout=subprocess.DEVNULL,
        stderr=errors,
        env=_environment(),
    )


def _environment() -> dict[str, str]:
    """Pass on what is needed to find the modules; above all no credentials."""
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "PATH") if name in os.environ}
    path = os.pathsep.join(os.path.abspath(entry) for entry in sys.path)  # noqa: PTH100 - plain strings
    return kept | {
        "PYTHONPATH": path,
        "PYTHONDONTWRITEBYTECODE": "1",
        # Or it reads what every installed package says of itself, in search of one.
        "PYDANTIC_DISABLE_PLUGINS": "__all__",
    }
