"""MiniStack, the local AWS: start it, see that it answers, stop it and all that it started."""

import fcntl
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import requests

from local import ports, programs
from local import stack as stacks
from local.errors import StateDamaged, StateInUse, StepFailed
from local.programs import LOGS, TOOLS, WORK, environment
from local.progress import step

PORT = 4566
STATE = WORK / "state"

_SERVICES = (
    "apigateway",
    "cloudformation",
    "cloudfront",
    "cognito-identity",
    "cognito-idp",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "iam",
    "kms",
    "lambda",
    "logs",
    "monitoring",
    "s3",
    "secretsmanager",
    "ses",
    "sns",
    "sqs",
    "sts",
)
_START_SECONDS = 60
_STOP_SECONDS = 30


@contextmanager
def emulator(
    port: int = PORT,
    state: Path = STATE,
    *,
    keep: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """MiniStack alone, with nothing deployed, for as long as the block lasts.

    Returns
    -------
    str
        The endpoint of all its services.

    Raises
    ------
    LocalError
        It could not be started.
    """
    programs.check_folders()
    programs.check_tools()
    ports.check(port)
    programs.check_writable(state, "What the local AWS stores goes there.")
    with _only_user_of(state):
        _check_stored(state)
        yield from _served(port, state, keep=keep, settings=settings or {})


def _check_stored(state: Path) -> None:
    """See that what MiniStack stored is whole: it starts without what it cannot read."""
    stored = state / "aws"
    for file in stored.glob("*.json"):
        try:
            json.loads(file.read_bytes())
        except ValueError as error:
            raise StateDamaged(file) from error
    for code in (stored / "lambda-blobs").glob("*.zip"):
        if hashlib.sha256(code.read_bytes()).hexdigest() != code.stem:
            raise StateDamaged(code)


def _served(port: int, state: Path, *, keep: bool, settings: Mapping[str, str]) -> Iterator[str]:
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"ministack-{port}.log"
    # It leaves its functions' unpacked code behind when it is killed.
    temporary = state / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    with log.open("w") as output:
        process = subprocess.Popen(
            [TOOLS / "python3", "-P", Path(__file__).with_name("emulator.py")],
            env=_emulator_settings(port, state, keep=keep) | dict(settings),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=state,
            # Its own group, so that no function's process outlives it.
            start_new_session=True,
        )
    endpoint = f"http://{ports.HOST}:{port}"
    try:
        with step(f"starting the local AWS on {endpoint}"):
            _wait_until_healthy(process, endpoint, log)
        yield endpoint
    finally:
        with _uninterrupted():
            with step("stopping the local AWS"):
                _stop(process)
            with step("removing its temporary files"):
                shutil.rmtree(temporary, ignore_errors=True)


def _emulator_settings(port: int, state: Path, *, keep: bool) -> dict[str, str]:
    return environment() | {
        "AUTH": "true",
        "BIND_HOST": ports.HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": ports.HOST,
        "MINISTACK_REGION": stacks.REGION,
        "SERVICES": ",".join(_SERVICES),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "PERSIST_STATE": str(int(keep)),
        "S3_PERSIST": str(int(keep)),
        "STATE_DIR": str(state / "aws"),
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
    }


@contextmanager
def _only_user_of(state: Path) -> Iterator[None]:
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StateInUse(state) from error
        yield


def _wait_until_healthy(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(requests.ConnectionError, requests.Timeout):
            if requests.get(f"{endpoint}/_ministack/health", timeout=1).ok:
                return
        time.sleep(0.05)
    raise StepFailed("Starting the local AWS", log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let it save, then see that nothing of it is left."""
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        sys.stdout.write(" it does not answer, and is ended without saving")
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let nobody cut short what saves and cleans up."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        # What came meanwhile asked for what has just been done.
        while signal.sigpending() & set(signals):
            signal.sigwait(signals)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
