"""The prepared process: it has the parsers loaded, and forks one process for each file.

A program of its own rather than a fork of the caller: so it has nothing of the caller's memory,
environment and credentials, nor have the processes forked from it. It loads all that they use,
gives up what it can do beside forking, and then only passes on descriptors. It never reads a byte
of a file, so each file meets the same state: nothing of the one before is in it.

One thread, as a fork takes no other along. Nothing has been drawn or parsed: pdfium is initialized,
and what it remembers of one document it remembers in the process of that document alone. All that
files share is where the libraries lie in memory; see SECURITY.md for what that is worth to one.
"""

import gc
import os
import signal
import socket
import traceback
from contextlib import suppress
from io import FileIO
from typing import NoReturn

from certfolio.domain.files import ContentType
from functions.inspection import child
from functions.inspection.confinement import hold, mapped, memory_file
from functions.inspection.kinds import drawing_of, safety_of
from functions.inspection.protocol import (
    LOADED,
    LONGEST_MESSAGE,
    Asked,
    Ended,
    Message,
    NotStarted,
    Unready,
)

_FAILED = 1
_KIBIBYTE = 1024


def main() -> None:
    """Serve the caller at the other end of standard input until it is gone."""
    # Not by its own number, which that of a file takes before all is said.
    control = socket.socket(fileno=os.dup(child.INPUT))
    caller = os.getppid()
    load()
    memory = memory_file()
    # Python's handler could not return, as that is a system call.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is loaded stays, so the pages it lies in are shared and not copied to be counted through.
    gc.collect()
    gc.freeze()
    hold()
    control.send(LOADED)
    while True:
        message, descriptors, _, _ = socket.recv_fds(control, LONGEST_MESSAGE, 2)
        if not message:
            return
        told = _run(message, descriptors, control, memory, caller)
        for descriptor in descriptors:
            os.close(descriptor)
        control.send(Message(told=told).sent())


def load() -> None:
    """Load what any kind of file needs: once confined, nothing can be loaded any more."""
    for kind in ContentType:
        safety_of(kind)
        drawing_of(kind)


def _run(
    message: bytes, descriptors: list[int], control: socket.socket, memory: FileIO, caller: int
) -> Ended | NotStarted:
    size, this = mapped(memory), os.getpid()
    try:
        process = os.fork()
    except (OSError, MemoryError) as error:
        return NotStarted(error=str(error))
    if not process:
        memory.close()
        _become(message, descriptors, control, size, this, caller)
    _, status, used = os.wait4(process, 0)
    return Ended(
        returncode=os.waitstatus_to_exitcode(status),
        memory_bytes=used.ru_maxrss * _KIBIBYTE,
        seconds=used.ru_utime + used.ru_stime,
    )


def _become(
    message: bytes, descriptors: list[int], control: socket.socket, size: int, *others: int
) -> NoReturn:
    """Be the process of a file, with the two descriptors that came for it and no other.

    What a parser prints may quote the file, so it goes nowhere, as the prepared process's own
    output does.
    """
    try:
        given, output = descriptors
        os.dup2(child.OUTPUT, child.ERRORS)
        os.dup2(given, child.INPUT)
        os.dup2(output, child.OUTPUT)
        os.close(given)
        os.close(output)
        child.work(Asked.model_validate_json(message), control.fileno(), size, *others)
    except BaseException:  # noqa: BLE001 - whatever it was, this process ends here
        # What is wrong with the platform is told; what is wrong with the file goes nowhere.
        with suppress(OSError):
            os.write(
                control.fileno(), Message(told=Unready(traceback=traceback.format_exc())).sent()
            )
    os._exit(_FAILED)


if __name__ == "__main__":
    main()
