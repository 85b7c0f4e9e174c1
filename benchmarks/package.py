"""The packages as `make build` makes them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import ROOT
from tests.support.template import template
from tools import bytecode

_HERE = ROOT / ".local" / "benchmarks"
_TOOLS = ROOT / ".local" / "venv" / "bin"
_LAYER = "SharedLayer"


@dataclass(frozen=True)
class Package:
    """What was built."""

    folder: Path

    @property
    def layer(self) -> Path:
        """Where the layer's modules are."""
        return self.folder / _LAYER / "python"

    def function(self, logical_id: str) -> Path:
        """Where a function's modules are."""
        return self.folder / logical_id


def build() -> Package:
    """Build layer and functions for the Python and the platform of this machine."""
    folder = _emptied("package")
    for logical_id, described in _packed().items():
        code = ROOT / _code(described)
        target = folder / logical_id
        if described.get("Metadata", {}).get("BuildMethod") == "makefile":
            _make(code, logical_id, target, CERTFOLIO_BUILD_TARGET="local")
        else:
            shutil.copytree(code, target, ignore=shutil.ignore_patterns("__pycache__"))
    bytecode.compile_for_this_machine(folder, base_python())
    return Package(folder)


def layer_bytes() -> int:
    """How large the layer for Lambda is, zipped."""
    folder = _emptied("layer")
    _make(ROOT / _code(_packed()[_LAYER]), _LAYER, folder / _LAYER)
    bytecode.compile_for_aws(folder)
    return Path(shutil.make_archive(str(folder / "zipped"), "zip", folder / _LAYER)).stat().st_size


def base_python() -> Path:
    """The interpreter without what is installed for the benchmark."""
    return Path(getattr(sys, "_base_executable", sys.executable))


def _emptied(name: str) -> Path:
    folder = _HERE / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _packed() -> Mapping[str, dict[str, dict[str, str]]]:
    """The template's resources that are packages."""
    return {
        logical_id: described
        for logical_id, described in template()["Resources"].items()
        if isinstance(_code(described), str)
    }


def _code(described: Mapping[str, Mapping[str, str]]) -> str:
    properties = described["Properties"]
    return properties.get("CodeUri") or properties.get("ContentUri")  # type: ignore[return-value]


def _make(code: Path, logical_id: str, target: Path, **variables: str) -> None:
    target.mkdir(parents=True)
    path = os.pathsep.join((str(_HERE / "bin"), str(_TOOLS), os.environ["PATH"]))
    environment = {
        **os.environ,
        "PATH": path,
        "VIRTUAL_ENV": str(_HERE),
        "ARTIFACTS_DIR": str(target),
        **variables,
    }
    # The rule's own words are of use only where it fails.
    done = subprocess.run(
        ["make", "--directory", str(code), f"build-{logical_id}"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{logical_id}: {done.stdout}{done.stderr}")
