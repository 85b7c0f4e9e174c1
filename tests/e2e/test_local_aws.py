"""The local AWS comes, keeps what it was given, says what is wrong, and goes."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from local import aws, deployment, ports, programs, stack
from local.errors import PortTaken, StateInUse, StepFailed, ToolMissing

_STARTER = """
import signal, sys, time
from pathlib import Path
from local import aws
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored in a shell's background
with aws.emulator(int(sys.argv[1]), Path(sys.argv[2]), keep=True):
    print("\\nready", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def port() -> int:
    return ports.free()


@contextmanager
def _starter(port: int, state: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that starts the local AWS and waits."""
    with subprocess.Popen(  # noqa: S603 - this file's own program
        [sys.executable, "-c", _STARTER, str(port), str(state)],
        cwd=programs.ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line == "ready\n":
                break
        yield process


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((ports.HOST, port)) == 0


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL], ids=["Ctrl-C", "killed"])
def test_it_ends_with_the_program_that_started_it_and_keeps_its_state(
    port: int, tmp_path: Path, ending: signal.Signals
) -> None:
    with _starter(port, tmp_path) as process:
        queues = stack.root_client("sqs", f"http://{ports.HOST}:{port}")
        queues.create_queue(QueueName="kept")
        process.send_signal(ending)
    deadline = time.monotonic() + 30
    while _listens(port):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    while not (tmp_path / "aws" / "sqs.json").exists():
        assert time.monotonic() < deadline
        time.sleep(0.1)

    with aws.emulator(port, tmp_path, keep=True) as endpoint:
        [url] = stack.root_client("sqs", endpoint).list_queues()["QueueUrls"]
    assert url.endswith("/kept")
    assert not _listens(port)
    assert not (tmp_path / "tmp").exists()


def test_what_is_not_kept_is_gone_the_next_time(port: int, tmp_path: Path) -> None:
    with aws.emulator(port, tmp_path) as endpoint:
        stack.root_client("sqs", endpoint).create_queue(QueueName="gone")
    with aws.emulator(port, tmp_path) as endpoint:
        assert not stack.root_client("sqs", endpoint).list_queues().get("QueueUrls")


def test_a_taken_port_is_told_with_who_holds_it(port: int, tmp_path: Path) -> None:
    with (
        socket.create_server((ports.HOST, port)),
        pytest.raises(PortTaken) as told,
        deployment.running(port=port, state=tmp_path),
    ):
        pass
    assert str(port) in str(told.value)
    assert told.value.holder is not None
    assert "python" in told.value.holder


def test_stored_state_that_is_in_use_is_told_and_left_alone(port: int, tmp_path: Path) -> None:
    with aws.emulator(port, tmp_path, keep=True) as endpoint:
        with pytest.raises(StateInUse), aws.emulator(ports.free(), tmp_path, keep=True):
            pass
        stack.root_client("sqs", endpoint).create_queue(QueueName="still-there")


def test_a_missing_tool_is_told_with_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(programs, "TOOLS", tmp_path)
    with pytest.raises(ToolMissing, match=r"ministack is missing\. Run: make setup"):
        programs.check_tools()


def test_a_local_aws_that_cannot_start_is_told_with_what_it_said(port: int, tmp_path: Path) -> None:
    with (
        pytest.raises(StepFailed, match="invalid literal for int"),
        aws.emulator(port, tmp_path, settings={"GATEWAY_PORT": "none"}),
    ):
        pass
