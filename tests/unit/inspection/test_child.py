"""What becomes of a file whose parser crashes, hangs or is not there."""

import sys

import pytest

from certfolio.domain.files import RejectionReason
from functions.inspection.examine import Caps, InspectionUnavailableError, examine
from tests.unit.inspection.builders import pdf
from tests.unit.inspection.conftest import Parser


@pytest.mark.parametrize(
    "act",
    [
        "ctypes.string_at(0)",
        "os.abort()",
        "os._exit(0)",
        "os._exit(3)",
        "bytearray(10 ** 9)",
        "raise ValueError",
        "pathlib.Path('/tmp/inspection').write_bytes(b'x')",
        "subprocess.run(['true'])",
    ],
)
def test_parser_that_fails_rejects_the_file(parser: Parser, act: str) -> None:
    parser(act)
    assert examine(pdf()) is RejectionReason.TOO_COMPLEX


@pytest.mark.parametrize(
    "act", ["[lock.acquire() for lock in [threading.Lock()] * 2]", "while True: pass"]
)
def test_parser_that_hangs_rejects_the_file(parser: Parser, act: str) -> None:
    parser(act)
    assert examine(pdf(), Caps(seconds=1)) is RejectionReason.TOO_COMPLEX


def test_parser_sees_no_environment_of_the_caller(
    parser: Parser,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    parser("raise PasswordError if 'AWS_SECRET_ACCESS_KEY' not in os.environ else ValueError")
    assert examine(pdf()) is RejectionReason.ENCRYPTED


@pytest.mark.parametrize("setup", ["import not_installed", "raise OSError('library missing')"])
def test_parser_that_cannot_be_loaded_is_a_fault(parser: Parser, setup: str) -> None:
    parser(setup=setup)
    with pytest.raises(InspectionUnavailableError) as caught:
        examine(pdf())
    assert caught.value.returncode == 1
    assert setup.split()[1].split("'", maxsplit=1)[0] in caught.value.detail


def test_parser_that_does_not_load_in_time_is_a_fault(parser: Parser) -> None:
    parser(setup="time.sleep(60)")
    with pytest.raises(InspectionUnavailableError):
        examine(pdf(), Caps(seconds=1, start_seconds=1))


@pytest.mark.usefixtures("anew")
def test_interpreter_that_does_not_start_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(InspectionUnavailableError):
        examine(pdf())


def test_file_above_the_cap_is_not_opened(parser: Parser) -> None:
    parser(setup="raise OSError")
    assert examine(pdf(), Caps(file_bytes=9)) is RejectionReason.TOO_COMPLEX
