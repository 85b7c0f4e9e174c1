"""Build the portal's bundle, when its sources changed."""

import hashlib
import subprocess
from pathlib import Path

from local.errors import LocalError
from local.programs import building
from local.progress import step

WEB = Path(__file__).parent.parent / "web"
DIST = WEB / "dist"
_STAMP = DIST / ".stamp"
_SOURCES = ("package.json", "package-lock.json", "index.html", "*.ts", "src/**/*", "public/**/*")


def build_if_old() -> None:
    """Build the portal, unless that build is there already.

    Raises
    ------
    LocalError
        It could not be built; says why.
    """
    with building("portal"):
        digest = _digest()
        if _STAMP.is_file() and _STAMP.read_text() == digest:
            return
        with step("building the portal"):
            done = subprocess.run(
                ["npm", "run", "build"], cwd=WEB, capture_output=True, text=True, check=False
            )
        if done.returncode:
            raise LocalError(f"Building the portal failed:\n{done.stdout}{done.stderr}")
        _STAMP.write_text(digest)


def _digest() -> str:
    files = sorted({file for pattern in _SOURCES for file in WEB.glob(pattern) if file.is_file()})
    digest = hashlib.sha256()
    for file in files:
        digest.update(str(file.relative_to(WEB)).encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
