"""Build the portal's bundle, when its sources changed."""

import hashlib
import shutil
import subprocess
from pathlib import Path

from local.aws import LocalError

ROOT = Path(__file__).parent.parent
WEB = ROOT / "web"
_STAMP = WEB / "dist" / ".stamp"
_SOURCES = ("package.json", "package-lock.json", "index.html", "*.ts", "src/**/*", "public/**/*")
_NODE = (20, 19)
"""The oldest Node that Vite 8 runs on."""


def is_old() -> bool:
    """Whether the sources changed since the bundle was built."""
    return not _STAMP.is_file() or _STAMP.read_text() != _digest()


def build() -> None:
    """Install what the portal is built with and build it.

    Raises
    ------
    LocalError
        Node is missing or too old, or the build failed; says why.
    """
    _check_node()
    _run("npm", "ci", "--no-audit", "--no-fund")
    _run("npm", "run", "build")
    _STAMP.write_text(_digest())


def _digest() -> str:
    files = sorted({file for pattern in _SOURCES for file in WEB.glob(pattern) if file.is_file()})
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(WEB)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _check_node() -> None:
    needed = ".".join(map(str, _NODE))
    if shutil.which("node") is None or shutil.which("npm") is None:
        raise LocalError(
            f"The portal is built with Node {needed} or later. Install it, then try again."
        )
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=True).stdout
    version = tuple(int(part) for part in found.strip().removeprefix("v").split(".")[:2])
    if version < _NODE:
        raise LocalError(f"The portal needs Node {needed} or later; this is {found.strip()}.")


def _run(*command: str) -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
