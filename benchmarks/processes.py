"""The processes of a run: what answers in place of AWS, and the contenders."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import IO, Any

from benchmarks.server import CONTROL, HOST
from benchmarks.table import KEYS_ONLY, Json
from tests.support import events
from tests.support.template import functions, resolved, resource

ROOT = Path(__file__).parents[1]


class Cloud:
    """What answers in place of AWS."""

    def __init__(self, port: int) -> None:
        self.endpoint = f"http://{HOST}:{port}"
        self._connection = HTTPConnection(HOST, port)

    def close(self) -> None:
        """Ask no more."""
        self._connection.close()

    def ask(self, do: str, **more: object) -> Json:
        """Ask for what only the benchmark asks for."""
        self._connection.request("POST", CONTROL, json.dumps({"do": do, **more}))
        answer: Json = json.loads(self._connection.getresponse().read())
        return answer

    def put(self, url: str, data: bytes, headers: Mapping[str, str]) -> str:
        """Put a file where a permit says; gives its entity tag."""
        path = url.removeprefix(self.endpoint)
        self._connection.request("PUT", path, data, dict(headers))
        answer = self._connection.getresponse()
        answer.read()
        return answer.headers["ETag"].strip('"')

    def get(self, path: str) -> bytes:
        """Read an object."""
        self._connection.request("GET", path)
        return self._connection.getresponse().read()


class Worker:
    """A contender in its process."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    @property
    def pid(self) -> int:
        """Of the process."""
        return self._process.pid

    def tell(self, do: str, **more: object) -> Any:  # noqa: ANN401 - JSON
        """Give an order and wait until it is obeyed."""
        print(json.dumps({"do": do, **more}), file=_open(self._process.stdin), flush=True)
        answer = _open(self._process.stdout).readline()
        if not answer:
            raise RuntimeError(f"a contender ended: {self._process.args!r}")
        return json.loads(answer)

    def call(self, method: str, *parameters: object) -> Any:  # noqa: ANN401 - JSON
        """Let it do what only this contender can."""
        return self.tell(method, **{"with": parameters})


def _open(pipe: IO[str] | None) -> IO[str]:
    if pipe is None:
        raise ValueError("not a pipe")
    return pipe


@contextmanager
def cloud() -> Iterator[Cloud]:
    """Start what answers in place of AWS, with the template's table."""
    indexes = {}
    for index in resource("Table")["GlobalSecondaryIndexes"]:
        partition, sort = (key["AttributeName"] for key in index["KeySchema"])
        projection = index["Projection"]["ProjectionType"]
        if projection not in {KEYS_ONLY, "ALL"}:
            raise ValueError(f"an index that projects {projection} is not counted rightly here")
        indexes[index["IndexName"]] = {
            "partition": partition,
            "sort": sort,
            "projection": projection,
        }
    command = [sys.executable, "-m", "benchmarks.server", json.dumps(indexes)]
    with _running(command, dict(os.environ)) as process:
        here = Cloud(int(_open(process.stdout).readline()))
        try:
            yield here
        finally:
            here.close()


@contextmanager
def worker(module: str, endpoint: str, path: Sequence[Path] = ()) -> Iterator[Worker]:
    """Start a contender.

    Parameters
    ----------
    path
        Where modules are looked for first, and where no bytecode is written.
    """
    command = [sys.executable, "-m", "benchmarks.worker", module]
    variables = environment(endpoint)
    if path:
        found = os.pathsep.join([*map(str, path), variables["PYTHONPATH"]])
        variables |= {"PYTHONPATH": found, "PYTHONDONTWRITEBYTECODE": "1"}
    with _running(command, variables) as process:
        yield Worker(process)


def environment(endpoint: str) -> dict[str, str]:
    """What the template gives the functions, and a function's own region and credentials."""
    variables = {}
    for function in functions().values():
        for name, value in function["Environment"]["Variables"].items():
            given = resolved(value, StaffMfa="on")
            if isinstance(given, str | int):
                variables[name] = str(given)
    claims = events.sample("learner_request")["requestContext"]["authorizer"]["claims"]
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return {
        **kept,
        **variables,
        "PYTHONPATH": f"{ROOT / 'layers' / 'shared'}{os.pathsep}{ROOT}",
        "AWS_LAMBDA_FUNCTION_NAME": "certfolio",
        "TABLE_NAME": "certfolio",
        "FUNCTION_SECONDS": "28",
        "INCOMING_BUCKET": resource("IncomingBucket")["BucketName"],
        "EVIDENCE_BUCKET": resource("EvidenceBucket")["BucketName"],
        "TRANSCRIPTS_BUCKET": resource("TranscriptsBucket")["BucketName"],
        "LEDGER_BUCKET": resource("LedgerBucket")["BucketName"],
        "LEDGER_KEY": "ledger-key",
        "MAIL_KEY": "mail-key",
        "USER_POOL_CLIENT_ID": claims["aud"],
        "STAFF_GROUP": "staff",
        "USER_POOL_ID": "eu-central-1_Example01",
        "RIGHTS_FUNCTION": "arn:aws:lambda:eu-central-1:123456789012:function:rights:live",
        "INSPECTION_FUNCTION": (
            "arn:aws:lambda:eu-central-1:123456789012:function:inspection:live"
        ),
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "ASIAEXAMPLEEXAMPLE01",
        "AWS_SECRET_ACCESS_KEY": "example/example/example/example/example1",
        "AWS_SESSION_TOKEN": "example" * 100,
        # Neither a file nor an instance is asked for credentials.
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
    }


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> "Iterator[subprocess.Popen[str]]":
    with subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()
