"""What stands in the way of `make run` is told in a sentence, before anything is started."""

import os
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest
import requests
from botocore.exceptions import ClientError

from local import deployment, ports, programs, seed
from tools import run


@pytest.fixture(autouse=True)
def _handlers() -> Iterator[None]:
    """Give the signals back that the program takes."""
    kinds = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [(kind, signal.getsignal(kind)) for kind in kinds]
    yield
    for kind, handler in before:
        signal.signal(kind, handler)


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the local AWS would store what it is given."""
    folder = tmp_path / "state"
    monkeypatch.setattr(deployment, "running", partial(deployment.running, state=folder))
    return folder


@pytest.fixture
def unwritable(tmp_path: Path) -> Iterator[Path]:
    """A folder that the user who runs this may not write to; root may everywhere."""
    folder = tmp_path / "somebody-elses"
    folder.mkdir(mode=0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    given = arguments or (f"--port={ports.free()}", f"--portal-port={ports.free()}")
    monkeypatch.setattr("sys.argv", ["run", *given])
    try:
        return run.main()
    except SystemExit as ended:
        return int(str(ended.code))


@pytest.mark.parametrize("port", ["99999", "0", "-1", "80.5", "٤٥٦٦", "http"])
@pytest.mark.parametrize("option", ["--port", "--portal-port"])
def test_a_number_that_is_no_port(
    option: str,
    port: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, f"{option}={port}") == 2
    assert f"{port} is no port, which is a number from 1 to 65535" in capsys.readouterr().err


def test_one_port_for_both(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, "--port=4570") == 2
    assert "PORT and PORTAL_PORT are both 4570" in capsys.readouterr().err


@pytest.mark.parametrize("variable", ["PORT", "PORTAL_PORT"])
def test_a_taken_port(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server((ports.HOST, 0)) as server:
        taken = server.getsockname()[1]
        chosen = {"PORT": ports.free(), "PORTAL_PORT": ports.free(), variable: taken}
        given = (f"--port={chosen['PORT']}", f"--portal-port={chosen['PORTAL_PORT']}")
        assert _run(monkeypatch, *given) == 1
    told = capsys.readouterr().err
    assert f"Port {taken} of this machine is taken by process {os.getpid()}" in told
    assert f"make run {variable}={taken + 100}" in told


@pytest.mark.parametrize("holes", ["cut", "empty", "zeros"])
@pytest.mark.parametrize("name", ["dynamodb.json", f"lambda-blobs/{'0' * 64}.zip"])
def test_stored_state_that_is_not_whole(
    name: str,
    holes: str,
    state: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    file = state / "aws" / name
    file.parent.mkdir(parents=True)
    file.write_bytes({"cut": b'{"payload": {"tab', "empty": b"", "zeros": b"\0" * 40}[holes])
    assert _run(monkeypatch) == 1
    assert f"{file} is damaged" in capsys.readouterr().err
    assert file.exists()


def test_stored_state_that_lacks_something(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gone = {"Error": {"Code": "ResourceNotFoundException", "Message": "There is no such table"}}

    @contextmanager
    def running(**_: object) -> Iterator[None]:
        yield None

    def seed_it(_: object) -> None:
        raise ClientError(gone, "PutItem")

    monkeypatch.setattr(deployment, "running", running)
    monkeypatch.setattr(seed, "seed", seed_it)
    assert _run(monkeypatch) == 1
    told = capsys.readouterr().err
    assert "There is no such table" in told
    assert "make clean" in told


def test_a_local_aws_that_does_not_answer(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    @contextmanager
    def running(**_: object) -> Iterator[None]:
        yield None

    def seed_it(_: object) -> None:
        raise requests.ReadTimeout("Read timed out.")

    monkeypatch.setattr(deployment, "running", running)
    monkeypatch.setattr(seed, "seed", seed_it)
    assert _run(monkeypatch) == 1
    assert "The local AWS does not answer. Read timed out." in capsys.readouterr().err


def test_a_home_that_cannot_be_written_to(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("HOME", str(unwritable))
    monkeypatch.setattr(programs, "WORK", Path("/tmp"))  # noqa: S108 - anybody's
    assert _run(monkeypatch) == 1
    assert f"{unwritable}/.aws-sam cannot be written to" in capsys.readouterr().err


def test_a_folder_for_what_is_built_that_cannot_be_written_to(
    unwritable: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(programs, "WORK", unwritable / ".local")
    assert _run(monkeypatch) == 1
    assert (
        f"{unwritable}/.local cannot be written to (Permission denied)" in capsys.readouterr().err
    )


def test_a_folder_for_what_is_stored_that_is_a_file(
    state: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    state.write_text("")
    assert _run(monkeypatch) == 1
    assert f"{state} cannot be written to" in capsys.readouterr().err
