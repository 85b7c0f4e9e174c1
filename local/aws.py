"""The local AWS: start it, build and deploy the real template to it, stop it.

``with running() as stack`` does all of it; ``deploy`` alone updates what runs already.
"""

import fcntl
import hashlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import requests

from local import stack as stacks
from local.progress import step
from local.stack import Stack

HOST = "127.0.0.1"
PORT = 4566
ROOT = Path(__file__).parent.parent
WORK = ROOT / ".local"
STATE = WORK / "state"
TOOLS = WORK / "venv" / "bin"
"""Where MiniStack, SAM and uv are; ``make setup`` puts them there."""

_BUILD = WORK / "build"
_LOGS = WORK / "log"
_SOURCES = ("template.yaml", "samconfig.toml", "functions", "layers")
_SERVICES = (
    "apigateway",
    "cloudformation",
    "cloudfront",
    "cognito-identity",
    "cognito-idp",
    "dynamodb",
    "dynamodbstreams",
    "events",
    "iam",
    "lambda",
    "logs",
    "monitoring",
    "s3",
    "sns",
    "sqs",
    "sts",
)
_START_SECONDS = 60
_STOP_SECONDS = 30


class LocalError(Exception):
    """Something on this machine stands in the way; the message says what to do about it."""


class PortTaken(LocalError):
    """Somebody else listens on the port.

    Attributes
    ----------
    holder
        Which process, where it is known.
    """

    def __init__(self, port: int, holder: str | None, variable: str) -> None:
        by = f" by {holder}" if holder else ""
        super().__init__(
            f"Port {port} of {HOST} is taken{by}. Stop that, or take another port: "
            f"make run {variable}={port + 100}"
        )
        self.port = port
        self.holder = holder


class StateInUse(LocalError):
    """Another local AWS works on the same stored state."""

    def __init__(self, state: Path) -> None:
        super().__init__(f"Another make run works on {state}. Stop that first.")
        self.state = state


class ToolMissing(LocalError):
    """A program that is needed is not there."""

    def __init__(self, tool: str, remedy: str) -> None:
        super().__init__(f"{tool} is missing. {remedy}")
        self.tool = tool


class StepFailed(LocalError):
    """A program did not do its work.

    Attributes
    ----------
    log
        What it said.
    """

    def __init__(self, what: str, log: Path) -> None:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-25:]
        tail = "\n".join(f"    {line}" for line in lines)
        super().__init__(f"{what} failed:\n{tail}\nThe whole log is in {log}.")
        self.log = log


@contextmanager
def running(  # noqa: PLR0913 - all by name, each with a default
    *,
    port: int = PORT,
    state: Path = STATE,
    stack_name: str = stacks.STACK,
    keep: bool = False,
    web_origin: str | None = None,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Stack]:
    """Certfolio on a local AWS, stopped when the block ends.

    Parameters
    ----------
    port
        Of loopback.
    state
        A folder for what the local AWS stores.
    keep
        Save the state at the end and start from it the next time.
    web_origin
        The origin that browsers call from; by default the one in ``samconfig.toml``.
    settings
        More environment variables for MiniStack.

    Raises
    ------
    LocalError
        It could not be started, built or deployed.
    """
    with emulator(port, state, keep=keep, settings=settings) as endpoint:
        yield deploy(endpoint, stack_name=stack_name, web_origin=web_origin)


def deploy(
    endpoint: str = stacks.ENDPOINT,
    *,
    stack_name: str = stacks.STACK,
    web_origin: str | None = None,
) -> Stack:
    """Build what has changed and bring it onto a local AWS that runs.

    Raises
    ------
    StepFailed
        The build or the deployment failed.
    """
    with _locked():
        stamp = _stamp(web_origin)
        if _deployed_stamp(endpoint, stack_name) == stamp:
            return stacks.find(stack_name, endpoint)
        build()
        with step("deploying the template"):
            _sam_deploy(endpoint, stack_name, web_origin, stamp)
            stack = stacks.find(stack_name, endpoint)
            _apply_answers_of_its_own(stack, stack_name)
    return stack


def build() -> None:
    """Build the functions for this machine, unless that build is there already.

    Raises
    ------
    StepFailed
        The build failed.
    """
    stamp = _BUILD.with_suffix(".stamp")
    wanted = _stamp(None)
    if _BUILD.is_dir() and stamp.is_file() and stamp.read_text() == wanted:
        return
    stamp.unlink(missing_ok=True)
    with step("building the functions"):
        _run(
            "sam build",
            [
                *(str(TOOLS / "sam"), "build"),
                *("--build-dir", str(_BUILD)),
                *("--cache-dir", str(WORK / "build-cache")),
            ],
            _environment() | {"CERTFOLIO_BUILD_TARGET": "local"},
        )
    stamp.write_text(wanted)


def check_tools() -> None:
    """See that every program that is needed is there.

    Raises
    ------
    ToolMissing
        One is not.
    """
    for tool in ("ministack", "sam", "uv"):
        if not (TOOLS / tool).exists():
            raise ToolMissing(tool, "Run: make setup")
    if shutil.which("make") is None:
        raise ToolMissing("make", "Install it with the system's package manager.")


# The emulator


@contextmanager
def emulator(
    port: int = PORT,
    state: Path = STATE,
    *,
    keep: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[str]:
    """MiniStack alone, with nothing deployed, for as long as the block lasts.

    Returns
    -------
    str
        The endpoint of all its services.

    Raises
    ------
    LocalError
        It could not be started.
    """
    check_tools()
    check_port(port)
    state.mkdir(parents=True, exist_ok=True)
    with _only_user_of(state):
        yield from _served(port, state, keep=keep, settings=settings or {})


def _served(port: int, state: Path, *, keep: bool, settings: Mapping[str, str]) -> Iterator[str]:
    _LOGS.mkdir(parents=True, exist_ok=True)
    log = _LOGS / f"ministack-{port}.log"
    # It leaves its functions' unpacked code behind when it is killed.
    temporary = state / "tmp"
    shutil.rmtree(temporary, ignore_errors=True)
    temporary.mkdir()
    with log.open("w") as output:
        process = subprocess.Popen(
            [TOOLS / "python3", "-P", Path(__file__).with_name("emulator.py")],
            env=_emulator_settings(port, state, keep=keep) | dict(settings),
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd=state,
            # Its own group, so that no function's process outlives it.
            start_new_session=True,
        )
    endpoint = f"http://{HOST}:{port}"
    try:
        with step(f"starting the local AWS on {endpoint}"):
            _wait_until_healthy(process, endpoint, log)
        yield endpoint
    finally:
        with _uninterrupted():
            with step("stopping the local AWS"):
                _stop(process)
            with step("removing its temporary files"):
                shutil.rmtree(temporary, ignore_errors=True)


def _emulator_settings(port: int, state: Path, *, keep: bool) -> dict[str, str]:
    return _environment() | {
        "AUTH": "true",
        "BIND_HOST": HOST,
        "GATEWAY_PORT": str(port),
        "MINISTACK_HOST": HOST,
        "MINISTACK_REGION": stacks.REGION,
        "SERVICES": ",".join(_SERVICES),
        "SFTP_ENABLED": "0",
        "IOT_MTLS_ENABLED": "0",
        "PERSIST_STATE": str(int(keep)),
        "S3_PERSIST": str(int(keep)),
        "STATE_DIR": str(state / "aws"),
        "S3_DATA_DIR": str(state / "s3"),
        "TMPDIR": str(state / "tmp"),
    }


@contextmanager
def _only_user_of(state: Path) -> Iterator[None]:
    with (state / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StateInUse(state) from error
        yield


def _wait_until_healthy(process: subprocess.Popen[bytes], endpoint: str, log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with suppress(requests.ConnectionError, requests.Timeout):
            if requests.get(f"{endpoint}/_ministack/health", timeout=1).ok:
                return
        time.sleep(0.05)
    raise StepFailed("Starting the local AWS", log)


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Let it save, then see that nothing of it is left."""
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        sys.stdout.write(" it does not answer, and is ended without saving")
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let nobody cut short what saves and cleans up."""
    signals = (signal.SIGINT, signal.SIGTERM)
    before = signal.pthread_sigmask(signal.SIG_BLOCK, signals)
    try:
        yield
    finally:
        # What came meanwhile asked for what has just been done.
        while signal.sigpending() & set(signals):
            signal.sigwait(signals)
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def check_port(port: int, variable: str = "PORT") -> None:
    """See that nobody listens on a port of loopback.

    Parameters
    ----------
    variable
        Which one of ``make run`` takes another port.

    Raises
    ------
    PortTaken
        Somebody does.
    """
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise PortTaken(port, _holder(port), variable) from error


def _holder(port: int) -> str | None:
    """Which process listens on a port, as far as Linux tells this user."""
    inodes = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        if table.exists():
            for line in table.read_text().splitlines()[1:]:
                _, local, _, state, *_rest = line.split()
                if state == "0A" and int(local.rpartition(":")[2], 16) == port:
                    inodes.add(f"socket:[{line.split()[9]}]")
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if any(str(handle.readlink()) in inodes for handle in (process / "fd").iterdir()):
                words = (process / "cmdline").read_text().replace("\0", " ").strip()
                return f"process {process.name} ({words})"
    return None


# Building and deploying


def _stamp(web_origin: str | None) -> str:
    """A digest of everything that makes the deployed system what it is."""
    digest = hashlib.sha256(f"{sys.version_info[:2]} {web_origin}".encode())
    for source in _SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _deployed_stamp(endpoint: str, stack_name: str) -> str | None:
    """The stamp of what runs, kept as the stack's tag; None where nothing does."""
    cloudformation = stacks.root_client("cloudformation", endpoint)
    try:
        stack = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    except cloudformation.exceptions.ClientError:
        return None
    if not stack["StackStatus"].endswith("_COMPLETE") or "ROLLBACK" in stack["StackStatus"]:
        return None
    return next((tag["Value"] for tag in stack.get("Tags", ()) if tag["Key"] == "build"), None)


def _sam_deploy(endpoint: str, stack_name: str, web_origin: str | None, stamp: str) -> None:
    bucket = f"{stack_name}-artifacts"
    s3 = stacks.root_client("s3", endpoint)
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(
            Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": stacks.REGION}
        )
    parameters = (
        ["--parameter-overrides", "Environment=local", f"WebOrigin={web_origin}"]
        if web_origin
        else []
    )
    _run(
        "sam deploy",
        [
            *(str(TOOLS / "sam"), "deploy"),
            *("--config-file", str(ROOT / "samconfig.toml"), "--config-env", "local"),
            *("--template-file", str(_BUILD / "template.yaml")),
            *("--stack-name", stack_name, "--s3-bucket", bucket),
            *("--tags", f"build={stamp}"),
            "--no-progressbar",
            *parameters,
        ],
        _environment() | {"AWS_ENDPOINT_URL": endpoint},
    )


def _apply_answers_of_its_own(stack: Stack, stack_name: str) -> None:
    """Put into force what the API answers by itself: refusals and preflights.

    AWS takes them from the API's imported body; the local AWS leaves that part of it out.
    """
    cloudformation = stack.client("cloudformation")
    template = cloudformation.get_template(StackName=stack_name, TemplateStage="Processed")
    described = cloudformation.describe_stacks(StackName=stack_name)["Stacks"][0]
    parameters = {item["ParameterKey"]: item["ParameterValue"] for item in described["Parameters"]}
    body = template["TemplateBody"]["Resources"]["Api"]["Properties"]["Body"]
    gateway = stack.client("apigateway")
    _apply_refusals(gateway, stack, body, parameters)
    _apply_preflights(gateway, stack, body, parameters)
    gateway.create_deployment(restApiId=stack.api_id, stageName="v1")


def _apply_refusals(
    gateway: Any,  # noqa: ANN401 - a client
    stack: Stack,
    body: Mapping[str, Any],
    parameters: Mapping[str, str],
) -> None:
    for kind, response in body["x-amazon-apigateway-gateway-responses"].items():
        status = {"statusCode": str(response["statusCode"])} if "statusCode" in response else {}
        gateway.put_gateway_response(
            restApiId=stack.api_id,
            responseType=kind,
            responseParameters=_all_substituted(response.get("responseParameters", {}), parameters),
            responseTemplates=response.get("responseTemplates", {}),
            **status,
        )


def _apply_preflights(
    gateway: Any,  # noqa: ANN401 - a client
    stack: Stack,
    body: Mapping[str, Any],
    parameters: Mapping[str, str],
) -> None:
    pages = gateway.get_paginator("get_resources").paginate(restApiId=stack.api_id)
    for resource in (resource for page in pages for resource in page["items"]):
        preflight = body["paths"].get(resource["path"], {}).get("options")
        if preflight is None:
            continue
        response = preflight["x-amazon-apigateway-integration"]["responses"]["default"]
        gateway.put_integration_response(
            restApiId=stack.api_id,
            resourceId=resource["id"],
            httpMethod="OPTIONS",
            statusCode=response["statusCode"],
            responseParameters=_all_substituted(response["responseParameters"], parameters),
        )


def _all_substituted(
    values: Mapping[str, str | Mapping[str, str]], parameters: Mapping[str, str]
) -> dict[str, str]:
    return {name: _substituted(value, parameters) for name, value in values.items()}


def _substituted(value: str | Mapping[str, str], parameters: Mapping[str, str]) -> str:
    text = value if isinstance(value, str) else value["Fn::Sub"]
    for name, replacement in parameters.items():
        text = text.replace(f"${{{name}}}", replacement)
    return text


def _environment() -> dict[str, str]:
    """What the tools see: nothing of the user's own AWS, and this project's tools first."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("AWS_", "PYTHON")) and name != "VIRTUAL_ENV"
    }
    return inherited | {
        "PATH": f"{TOOLS}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "VIRTUAL_ENV": str(TOOLS.parent),
        "AWS_ACCESS_KEY_ID": stacks.ROOT_KEYS["aws_access_key_id"],
        "AWS_SECRET_ACCESS_KEY": stacks.ROOT_KEYS["aws_secret_access_key"],
        "AWS_DEFAULT_REGION": stacks.REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SAM_CLI_TELEMETRY": "0",
    }


def _run(what: str, command: list[str], environment: dict[str, str]) -> None:
    """Run a tool to its end, and all that it started if this is cut short."""
    _LOGS.mkdir(parents=True, exist_ok=True)
    log = _LOGS / f"{what.replace(' ', '-')}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        failed = process.wait() != 0
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if failed:
        raise StepFailed(what, log)


@contextmanager
def _locked() -> Iterator[None]:
    """One build and deployment at a time in this checkout."""
    WORK.mkdir(exist_ok=True)
    with (WORK / "build.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
