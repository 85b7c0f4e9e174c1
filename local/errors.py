"""What can stand in the way of the local AWS."""

from pathlib import Path


class LocalError(Exception):
    """Something on this machine stands in the way; the message says what to do about it."""


class PortTaken(LocalError):
    """Somebody else listens on the port.

    Attributes
    ----------
    holder
        Which process, where it is known.
    """

    def __init__(self, port: int, holder: str | None, variable: str) -> None:
        by = f" by {holder}" if holder else ""
        super().__init__(
            f"Port {port} of this machine is taken{by}. Stop that, or take another port: "
            f"make run {variable}={port + 100}"
        )
        self.port = port
        self.holder = holder


class PortForbidden(LocalError):
    """The port is not for this user."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} of this machine is not for this user. Take one above 1023: "
            f"make run {variable}={port + 8000}"
        )
        self.port = port


class NotWritable(LocalError):
    """A folder that is needed cannot be written to."""

    def __init__(self, folder: Path, why: str, remedy: str) -> None:
        super().__init__(f"{folder} cannot be written to ({why}). {remedy}")
        self.folder = folder


class StateDamaged(LocalError):
    """What the local AWS stored is not whole: it or the machine was cut short."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is damaged, so the local AWS cannot go on from where it stopped. "
            "make clean forgets what it stored, and make run then starts anew."
        )
        self.file = file


class StateInUse(LocalError):
    """Another local AWS works on the same stored state."""

    def __init__(self, state: Path) -> None:
        super().__init__(f"Another make run works on {state}. Stop that first.")
        self.state = state


class ToolMissing(LocalError):
    """A program that is needed is not there."""

    def __init__(self, tool: str, remedy: str) -> None:
        super().__init__(f"{tool} is missing. {remedy}")
        self.tool = tool


class StepFailed(LocalError):
    """A program did not do its work.

    Attributes
    ----------
    log
        What it said.
    """

    def __init__(self, what: str, log: Path) -> None:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        tail = "\n".join(f"    {line}" for line in lines)
        super().__init__(f"{what} failed:\n{tail}\nThe whole log is in {log}.")
        self.log = log
