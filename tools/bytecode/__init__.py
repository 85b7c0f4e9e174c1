"""Ship every module compiled, so that no start of a function spends its time on that.

Lambda mounts packages where Python cannot write, so it would compile what it imports at each start.
Unchecked hashes (PEP 552) have it trust what is compiled without a look at the source, whose time
stamp does not survive a package. The sources stay beside it: a trace shows their lines.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from local.errors import LocalError

MAGIC = (3571).to_bytes(2, "little") + b"\r\n"
"""How compiled modules for Python 3.13 begin (CPython, Include/internal/pycore_magic_number.h)."""

_UNCHECKED_HASH = (0b01).to_bytes(4, "little")
_HERE = Path(__file__).parent
_COMPILER = _HERE / "compiler.py"
_PYODIDE = _HERE / "pyodide"


class NotCompiled(LocalError):
    """A package would not start the way it should."""


def compile_for_aws(packages: Path) -> None:
    """Compile what is in every package for the Python that Lambda runs.

    Raises
    ------
    NotCompiled
        A module is not compiled, or for another Python.
    """
    _compile(packages, _python(), MAGIC)


def compile_for_this_machine(packages: Path, python: Path) -> None:
    """Compile what is in every package for a Python of this machine.

    Raises
    ------
    NotCompiled
        A module is not compiled, or for another Python.
    """
    _compile(packages, python, _magic_of(python))


def check(package: Path, magic: bytes) -> None:
    """See that every module of a package is compiled, and nothing is there that is not asked for.

    Raises
    ------
    NotCompiled
        A module is not compiled, or for another Python.
    """
    sources = {source.with_suffix("") for source in package.rglob("*.py")}
    compiled = {file.parent.parent / file.name.split(".")[0]: file for file in _compiled(package)}
    for module in sorted(sources ^ compiled.keys()):
        raise NotCompiled(f"{module} is not there both as source and compiled")
    for file in compiled.values():
        with file.open("rb") as content:
            if content.read(8) != magic + _UNCHECKED_HASH:
                raise NotCompiled(f"{file} is not compiled for the Python that runs it")


def _compile(packages: Path, python: Path | None, magic: bytes | None) -> None:
    if magic is None:
        raise NotCompiled(f"{python} does not run")
    # What `sam build` puts there can be a link to what it keeps.
    folders = [path.resolve() for path in sorted(packages.iterdir()) if path.is_dir()]
    for folder in folders:
        for old in [*folder.rglob("__pycache__")]:
            shutil.rmtree(old)
    _run(folders, python)
    for folder in folders:
        check(folder, magic)


def _run(folders: list[Path], python: Path | None) -> None:
    run = ["node", str(_PYODIDE / "run.mjs")] if python is None else [str(python), "-B", "-S"]
    command = [*run, str(_COMPILER), *map(str, folders)]
    # With a random one, sets would be written in another order each time.
    seeded = {"PATH": os.environ.get("PATH", os.defpath), "PYTHONHASHSEED": "0"}
    if subprocess.run(command, env=seeded, check=False).returncode != 0:
        raise NotCompiled("not every module could be compiled")


def _compiled(package: Path) -> Iterator[Path]:
    return package.rglob("__pycache__/*.pyc")


def _python() -> Path | None:
    """Find a Python 3.13; None where this machine has none, and the registry's is made ready."""
    found = next((python for python in _candidates() if _magic_of(python) == MAGIC), None)
    if found is None:
        print("  no Python 3.13 here, so its WebAssembly build compiles …")
        subprocess.run(["npm", "--silent", "--prefix", str(_PYODIDE), "ci"], check=True)
    return found


def _candidates() -> Iterator[Path]:
    for folder in os.get_exec_path():
        yield Path(folder, "python3.13")
    yield from Path.home().glob(".pyenv/versions/3.13.*/bin/python3.13")
    yield from Path.home().glob(".local/share/uv/python/cpython-3.13.*/bin/python3.13")


def _magic_of(python: Path) -> bytes | None:
    """What the modules begin with that a Python compiles; None where it does not run."""
    say = "import importlib.util, sys; sys.stdout.buffer.write(importlib.util.MAGIC_NUMBER)"
    try:
        ran = subprocess.run([str(python), "-I", "-c", say], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return ran.stdout


def main() -> int:
    """Compile what `sam build` has built for AWS."""
    try:
        compile_for_aws(Path(sys.argv[1]))
    except NotCompiled as reason:
        print(reason, file=sys.stderr)
        return 1
    return 0
