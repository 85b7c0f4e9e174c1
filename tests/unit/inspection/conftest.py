from collections.abc import Callable
from pathlib import Path

import pytest

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

Parser = Callable[..., None]


@pytest.fixture
def parser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Parser:
    def install(act: str = "pass", setup: str = "") -> None:
        text = PARSER.format(setup=setup, act=act)
        (tmp_path / "pikepdf.py").write_text(text, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)

    return install
