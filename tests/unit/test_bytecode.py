"""The check that lets nothing into a package that is not compiled for the Python that runs it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import bytecode
from tools.bytecode import MAGIC, NotCompiled

UNCHECKED = b"\x01\x00\x00\x00"


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """One module, compiled for Python 3.13."""
    (tmp_path / "part" / "__pycache__").mkdir(parents=True)
    (tmp_path / "part" / "module.py").write_text("x = 1\n")
    (tmp_path / "part" / "__pycache__" / "module.cpython-313.pyc").write_bytes(
        MAGIC + UNCHECKED + b"hash and code"
    )
    return tmp_path


def test_a_compiled_package_passes(package: Path) -> None:
    bytecode.check(package, MAGIC)


def compiled(package: Path) -> Path:
    return package / "part" / "__pycache__" / "module.cpython-313.pyc"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda package: compiled(package).unlink(),
        lambda package: (package / "part" / "module.py").unlink(),
        lambda package: (package / "part" / "late.py").write_text(""),
        lambda package: compiled(package).write_bytes(b"\xa7\r\r\n" + UNCHECKED),
        lambda package: compiled(package).write_bytes(MAGIC + b"\x00\x00\x00\x00"),
        lambda package: compiled(package).write_bytes(MAGIC + b"\x03\x00\x00\x00"),
        lambda package: compiled(package).write_bytes(b""),
    ],
    ids=[
        "not compiled",
        "without its source",
        "one of two",
        "for Python 3.11",
        "by its time stamp",
        "by a hash that is checked",
        "cut short",
    ],
)
def test_a_package_is_refused(package: Path, spoil: Callable[[Path], object]) -> None:
    spoil(package)
    with pytest.raises(NotCompiled):
        bytecode.check(package, MAGIC)


def test_packages_are_compiled_the_same_each_time(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        module = tmp_path / name / "function" / "module.py"
        module.parent.mkdir(parents=True)
        module.write_text(
            "NAMES = {'b', 'a', 'c'}\n\n\ndef f(x: str) -> bool:\n    return x in {'q', 'r'}\n"
        )
        (module.parent / "__pycache__").mkdir()
        (module.parent / "__pycache__" / "left.cpython-36.pyc").write_bytes(b"")
        bytecode.compile_for_this_machine(tmp_path / name, Path(sys.executable))
        found.append(next(module.parent.rglob("*.pyc")).read_bytes())
    assert found[0] == found[1]


def test_a_module_that_cannot_be_compiled_fails_the_build(tmp_path: Path) -> None:
    (tmp_path / "function").mkdir()
    (tmp_path / "function" / "module.py").write_text("def (:\n")
    with pytest.raises(NotCompiled):
        bytecode.compile_for_this_machine(tmp_path, Path(sys.executable))


def test_a_python_that_does_not_run_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(NotCompiled):
        bytecode.compile_for_this_machine(tmp_path, tmp_path / "python")
