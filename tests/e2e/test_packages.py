"""The packages as they are deployed: what they weigh, and that nothing is missing in them."""

import fcntl
import io
import os
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import deployment
from local.programs import TOOLS
from tests.e2e.support import FUNCTIONS, logical_id
from tests.support.template import ROOT, functions
from tests.support.world import ENVIRONMENT
from tools import bytecode

LAYER_BYTES = 8_000_000

MAKE_CLIENTS = """
from certfolio.storage import clients
clients.dynamodb(), clients.s3(), clients.cognito()
clients.functions(), clients.guardduty(), clients.secrets(), clients.ses(), clients.textract()
"""

REHEARSE = """
from certfolio.api.audit import Audited
from snapshot_restore_py import get_before_snapshot

def see(audited, event, status):
    assert status < 500, audited

Audited.write = see
for hook, given, named in get_before_snapshot():
    hook(*given, **named)
"""


@pytest.fixture(scope="module")
def for_aws() -> Iterator[Path]:
    """What `make build` makes; for one process of tests at a time, as there is one place for it."""
    # Not as a part of the `make` that may run these tests.
    plain = {name: said for name, said in os.environ.items() if not name.startswith("MAKE")}
    with (ROOT / ".local" / "packages.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        subprocess.run(["make", "build"], cwd=ROOT, env=plain, check=True)  # noqa: S607 - the PATH has it
        yield ROOT / ".aws-sam" / "build"


def test_every_module_is_compiled_for_the_python_on_aws(for_aws: Path) -> None:
    packages = {path.name for path in for_aws.iterdir() if path.is_dir()}
    assert packages == {*(logical_id(name, "Function") for name in FUNCTIONS), "SharedLayer"}
    for package in packages:
        bytecode.check((for_aws / package).resolve(), bytecode.MAGIC)


def test_the_layer_is_light(for_aws: Path) -> None:
    assert zipped(for_aws / "SharedLayer") <= LAYER_BYTES


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_starts_with_its_package_and_the_layer_alone(function: str) -> None:
    """And rehearses all its routes: what a package leaves out, none of them reaches."""
    deployment.build()
    built = ROOT / ".local" / "build"
    module = str(functions()[function]["Handler"]).rpartition(".")[0]
    path = (
        built / logical_id(function, "Function"),
        built / "SharedLayer" / "python",
        ROOT / "tests" / "support" / "lambda_runtime",
    )
    environment = {
        **ENVIRONMENT,
        "USER_POOL_ID": "eu-central-1_Example01",
        "AWS_LAMBDA_FUNCTION_NAME": function,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join(map(str, path)),
    }
    # Without the packages of that Python itself.
    command = [str(TOOLS / "python"), "-S", "-B", "-W", "error", "-c"]
    code = f"import {module}\n{MAKE_CLIENTS}{REHEARSE}"
    subprocess.run([*command, code], env=environment, check=True, cwd="/")  # noqa: S603 - ours


def zipped(folder: Path) -> int:
    """Bytes of a package as SAM zips it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.resolve().rglob("*")):
            archive.write(file, file.relative_to(folder.resolve()))
    return len(content.getvalue())
