"""What becomes of a file whose parser crashes, hangs or is not there."""

import sys
from pathlib import Path

import pytest

from certfolio.domain.files import ContentType, RejectionReason
from functions.inspection.examine import Caps, InspectionUnavailableError, examine
from tests.unit.inspection.builders import pdf

#: A parser of PDFs of our own, found before the real one.
PARSER = "import ctypes, os, resource, socket, subprocess, time, pathlib\n{setup}\n{rest}"
REST = """
class PdfError(Exception): pass
class PasswordError(PdfError): pass
class QpdfRuntimeError(Exception): pass
class Pdf: pass
class Object: pass
class Stream: pass
class settings:
    def set_qpdf_limits(**_): pass
def open(*_, **__):
    {act}
"""


@pytest.fixture
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # noqa: ANN201 - a function
    def install(act: str = "pass", setup: str = "") -> None:
        text = PARSER.format(setup=setup, rest=REST.format(act=act))
        (tmp_path / "pikepdf.py").write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    return install


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
def test_parser_that_fails_rejects_the_file(parser, act: str) -> None:  # noqa: ANN001 - the fixture's function
    parser(act)
    assert examine(pdf(), ContentType.PDF) == RejectionReason.TOO_COMPLEX


@pytest.mark.parametrize("act", ["time.sleep(60)", "while True: pass"])
def test_parser_that_hangs_rejects_the_file(parser, act: str) -> None:  # noqa: ANN001 - the fixture's function
    parser(act)
    assert examine(pdf(), ContentType.PDF, Caps(seconds=1)) == RejectionReason.TOO_COMPLEX


def test_parser_sees_no_environment_of_the_caller(
    parser,  # noqa: ANN001 - the fixture's function
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    parser("raise PdfError if 'AWS_SECRET_ACCESS_KEY' not in os.environ else ValueError")
    assert examine(pdf(), ContentType.PDF) == RejectionReason.DAMAGED


@pytest.mark.parametrize("setup", ["import not_installed", "raise OSError('library missing')"])
def test_parser_that_cannot_be_loaded_is_a_fault(parser, setup: str) -> None:  # noqa: ANN001 - the fixture's function
    parser(setup=setup)
    with pytest.raises(InspectionUnavailableError) as caught:
        examine(pdf(), ContentType.PDF)
    assert caught.value.returncode == 1
    assert setup.split()[1].split("'", maxsplit=1)[0] in caught.value.detail


def test_parser_that_does_not_load_in_time_is_a_fault(parser) -> None:  # noqa: ANN001 - the fixture's function
    parser(setup="time.sleep(60)")
    with pytest.raises(InspectionUnavailableError):
        examine(pdf(), ContentType.PDF, Caps(seconds=1, start_seconds=1))


def test_interpreter_that_does_not_start_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(InspectionUnavailableError):
        examine(pdf(), ContentType.PDF)


def test_file_above_the_cap_is_not_opened(parser) -> None:  # noqa: ANN001 - the fixture's function
    parser(setup="raise OSError")
    assert examine(pdf(), ContentType.PDF, Caps(file_bytes=9)) == RejectionReason.TOO_COMPLEX
