"""The programs that the local AWS is made of: where they are, what they see, how they run."""

import fcntl
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryFile

from local import stack as stacks
from local.errors import NotWritable, StepFailed, ToolMissing

ROOT = Path(__file__).parent.parent
WORK = ROOT / ".local"
LOGS = WORK / "log"
TOOLS = WORK / "venv" / "bin"
"""Where MiniStack, SAM and uv are; ``make setup`` puts them there."""


def check_tools() -> None:
    """See that every program that is needed is there.

    Raises
    ------
    ToolMissing
        One is not.
    """
    for tool in ("ministack", "sam", "uv"):
        if not (TOOLS / tool).exists():
            raise ToolMissing(tool, "Run: make setup")
    if shutil.which("make") is None:
        raise ToolMissing("make", "Install it with the system's package manager.")


def check_folders() -> None:
    """See that the tools can write where they do.

    Raises
    ------
    NotWritable
        They cannot.
    """
    check_writable(WORK, "What is built and stored goes there: give it to this user.")
    home = Path(os.environ.get("HOME", "/"))
    check_writable(home / ".aws-sam", "SAM needs a home of its own: HOME=$(mktemp -d) make run")


def check_writable(folder: Path, remedy: str) -> None:
    """Make a folder, if it is not there, and see that files can be put into it.

    Raises
    ------
    NotWritable
        They cannot.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise NotWritable(folder, str(error.strerror), remedy) from error


def environment() -> dict[str, str]:
    """What the tools see: nothing of the user's own AWS, and this project's tools first."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON")) and name != "VIRTUAL_ENV"
    }
    return inherited | {
        "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(TOOLS.parent),
        "AWS_ACCESS_KEY_ID": stacks.ROOT_KEYS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": stacks.ROOT_KEYS["aws_secret_access_key"],
        "AWS_DEFAULT_REGION": stacks.REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SAM_CLI_TELEMETRY": "0",
    }


def run(what: str, command: list[str], environment: dict[str, str]) -> None:
    """Run a tool to its end, and all that it started if this is cut short."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{what.replace(' ', '-')}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        failed = process.wait() != 0
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if failed:
        raise StepFailed(what, log)


@contextmanager
def building(what: str) -> Iterator[None]:
    """Build, and deploy what was built, by one process at a time in this checkout."""
    WORK.mkdir(exist_ok=True)
    with (WORK / f"{what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
