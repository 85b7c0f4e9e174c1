import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from certfolio.domain.files import RejectionReason
from certfolio.domain.renditions import Drawing
from functions.inspection import preparing
from functions.inspection.caps import Caps, Guard
from functions.inspection.examine import examine

#: A parser of PDFs of our own, found before the real one.
PARSER = """
import ctypes, os, resource, socket, subprocess, threading, time, pathlib
{setup}
class PdfError(Exception): pass
class PasswordError(PdfError): pass
class settings:
    def set_qpdf_limits(**_): pass
def open(*_, **__):
    {act}
class new:
    Root = type("Root", (), {{}})
    def __enter__(self): return self
    def __exit__(self, *_): pass
    def save(self, *_, **__): pass
def __getattr__(name):
    return type(name, (Exception,), {{"__init__": lambda *_, **__: None}})
"""

#: For a program that finds the modules which this one finds.
ENVIRONMENT = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def run(program: str) -> str:
    done = subprocess.run(  # noqa: S603 - a test's own
        [sys.executable, "-c", program], stdout=subprocess.PIPE, check=True, env=ENVIRONMENT
    )
    return done.stdout.decode()


Parser = Callable[..., None]
Examine = Callable[[bytes], Drawing | RejectionReason]

#: What is found before everything else and makes locks of nothing.
UNLOCKED = """
from functions.inspection import landlock, seccomp
landlock.restrict = seccomp.restrict = lambda *_, **__: None
"""


@pytest.fixture
def anew() -> Iterator[None]:
    """A prepared process that finds its modules where the test says, and is nobody else's."""
    preparing.stop()
    yield
    preparing.stop()


@pytest.fixture
def parser(
    anew: None,  # noqa: ARG001 - what loads it
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Parser:
    def install(act: str = "pass", setup: str = "") -> None:
        text = PARSER.format(setup=setup, act=act)
        (tmp_path / "pikepdf.py").write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    return install


@pytest.fixture
def _without_locks(
    anew: None,  # noqa: ARG001 - what is started so
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Start the prepared process where neither seccomp nor Landlock does anything."""
    (tmp_path / "sitecustomize.py").write_text(UNLOCKED, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Examine]:
    """Judge a file as `examine` does, in a process of its own, but one that nothing locks in.

    The test's own process has drawn other files, and pdfium remembers of one how far it stretched
    a font that the next one lacks as well.
    """
    folder = tmp_path_factory.mktemp("unlocked")
    (folder / "sitecustomize.py").write_text(UNLOCKED, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(folder)
        unlocked = preparing.Prepared(Caps().start_seconds)

    def judged(data: bytes) -> Drawing | RejectionReason:
        missing: list[Guard] = []
        with patch.object(preparing, "prepare", lambda _: unlocked):
            found = examine(data, on_missing=missing.append)
        assert {Guard.FILES, Guard.NETWORK, Guard.CODE} <= set(missing)
        return found

    yield judged
    unlocked.stop()
