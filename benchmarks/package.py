"""The packages as `sam build` makes them, for the Python and the platform of this machine."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT
from tests.support.template import template
from tools import bytecode

_HERE = ROOT / ".local" / "benchmarks"
_TOOLS = ROOT / ".local" / "venv" / "bin"


@dataclass(frozen=True)
class Package:
    """What was built.

    Attributes
    ----------
    compiled
        Whether it ships bytecode; without it, every cold start compiles what it imports.
    """

    folder: Path
    compiled: bool

    @property
    def layer(self) -> Path:
        """Where the layer's modules are."""
        return self.folder / "SharedLayer" / "python"

    def function(self, logical_id: str) -> Path:
        """Where a function's modules are."""
        return self.folder / logical_id

    def with_bytecode(self) -> "Package":
        """A copy with the bytecode that is missing."""
        there = self.folder.with_name("compiled")
        shutil.rmtree(there, ignore_errors=True)
        shutil.copytree(self.folder, there)
        how = ["-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash"]
        subprocess.run([sys.executable, *how, str(there)], check=True)
        return Package(there, compiled=True)


def build() -> Package:
    """Build layer and functions with the project's own rules."""
    folder = _HERE / "package"
    shutil.rmtree(folder, ignore_errors=True)
    for logical_id, described in template()["Resources"].items():
        properties = described["Properties"]
        code = properties.get("CodeUri") or properties.get("ContentUri")
        if not isinstance(code, str):
            continue
        target = folder / logical_id
        if described.get("Metadata", {}).get("BuildMethod") == "makefile":
            target.mkdir(parents=True)
            _make(ROOT / code, f"build-{logical_id}", target)
        else:
            shutil.copytree(ROOT / code, target, ignore=shutil.ignore_patterns("__pycache__"))
    bytecode.compile_for_this_machine(folder, Path(sys.executable))
    return Package(folder, compiled=any(folder.rglob("*.pyc")))


def _make(folder: Path, rule: str, target: Path) -> None:
    path = os.pathsep.join((str(_HERE / "bin"), str(_TOOLS), os.environ["PATH"]))
    environment = {
        **os.environ,
        "PATH": path,
        "VIRTUAL_ENV": str(_HERE),
        "CERTFOLIO_BUILD_TARGET": "local",
        "ARTIFACTS_DIR": str(target),
    }
    # The rule's own words are of use only where it fails.
    done = subprocess.run(
        ["make", "--directory", str(folder), rule],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{rule}: {done.stdout}{done.stderr}")
