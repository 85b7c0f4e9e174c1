"""What a cold start costs before its first request: importing and making clients."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks import package, progress
from benchmarks.package import Package
from benchmarks.processes import ROOT, environment
from tests.support.template import functions, template

ROUNDS = 5

CLIENTS: Mapping[str, tuple[str, ...]] = {
    "uploads": ("dynamodb", "s3"),
    "submission": ("dynamodb", "s3"),
    "listing": ("dynamodb", "s3"),
    "review": ("dynamodb", "s3"),
    "academy": ("dynamodb",),
    "entry": ("dynamodb", "s3"),
    "directory": ("dynamodb", "cognito-idp"),
    "face": ("dynamodb",),
    "sign_in": ("dynamodb", "cognito-idp"),
    "inspection": ("dynamodb", "s3"),
    "reconciliation": ("dynamodb", "s3"),
    "announcements": ("events", "sqs"),
    "membership": ("dynamodb", "cognito-idp"),
    "programmes": ("dynamodb",),
    "holdings": ("dynamodb",),
    "rights": ("dynamodb", "s3", "cognito-idp"),
    "telling": ("dynamodb",),
    "news": ("dynamodb",),
    "unsubscribe": ("dynamodb", "secretsmanager"),
    "ledger": ("s3", "secretsmanager"),
    "mail": ("dynamodb", "cognito-idp", "secretsmanager", "sesv2"),
    "mail_events": ("dynamodb",),
    "reminders": ("dynamodb",),
    "transcripts": ("dynamodb", "s3"),
}
"""The clients that a function's requests use."""

_OURS = {
    "cognito-idp": "cognito",
    "events": "eventbridge",
    "secretsmanager": "secrets",
    "sesv2": "ses",
}
"""What `certfolio.storage.clients` calls a service, where it is another name."""

_PEERS = {
    "no framework": "bare",
    "Chalice": "chalice_app",
    "Powertools": "powertools_app",
    "FastAPI + Mangum": "fastapi_app",
}


@dataclass(frozen=True)
class Cold:
    """Seconds of processor time, one for each round.

    Attributes
    ----------
    least
        Of the clients a function uses, and pydantic, alone.
    functions
        Of each function, as it is packed.
    peers
        With the clients for DynamoDB and S3, and compiled like the functions.
    layer
        Bytes of the layer for Lambda, zipped.
    """

    least: Mapping[str, list[float]]
    functions: Mapping[str, list[float]]
    peers: Mapping[str, list[float]]
    layer: int


def measure(rounds: int = ROUNDS) -> Cold:
    """Start each again and again, in turn."""
    layer = package.layer_bytes()
    built = package.build()
    names = tuple(functions())
    least = {name: _Start(_clients(name)) for name in names}
    ours = {name: _Start(_function(name), built, name) for name in names}
    peers = {name: _Start(f"import benchmarks.peers.{module}") for name, module in _PEERS.items()}
    # What is in no package is compiled by whoever comes first.
    for start in (*least.values(), *peers.values()):
        start.seconds()
    parts = (least, ours, peers)
    found: list[dict[str, list[float]]] = [{name: [] for name in part} for part in parts]
    for _ in progress.rounds("cold", rounds):
        for part, seconds in zip(parts, found, strict=True):
            for name, start in part.items():
                seconds[name].append(start.seconds())
    return Cold(found[0], found[1], found[2], layer)


@dataclass(frozen=True)
class _Start:
    """A new interpreter that executes some statements and tells what that took."""

    statements: str
    package: Package | None = None
    function: str = ""

    def seconds(self) -> float:
        """Do it."""
        code = (
            f"import time; started = time.process_time(); {self.statements};"
            " print(time.process_time() - started)"
        )
        # A function has nothing but its package and its layer.
        packed = [str(package.base_python()), "-S"]
        interpreter = [sys.executable] if self.package is None else packed
        done = subprocess.run(
            [*interpreter, "-c", code],
            env=self._environment(),
            check=True,
            capture_output=True,
            text=True,
        )
        return float(done.stdout.splitlines()[-1])

    def _environment(self) -> dict[str, str]:
        found = environment("http://127.0.0.1:9")
        if self.package is None:
            return {**found, "PYTHONPATH": str(ROOT)}
        path = (self.package.function(_logical_id(self.function)), self.package.layer)
        # Nothing can be written where Lambda keeps functions and layers.
        frozen = {"PYTHONDONTWRITEBYTECODE": "1"}
        return {**found, "PYTHONPATH": os.pathsep.join(map(str, path)), **frozen}


def _logical_id(name: str) -> str:
    resources = template()["Resources"]
    code = f"functions/{name}/"
    return str(
        next(key for key in resources if resources[key]["Properties"].get("CodeUri") == code)
    )


def _clients(name: str) -> str:
    made = "; ".join(f"boto3.client({service!r})" for service in CLIENTS[name])
    return f"import boto3, pydantic; pydantic.BaseModel; {made}"


def _function(name: str) -> str:
    module = str(functions()[name]["Handler"]).rpartition(".")[0]
    made = "; ".join(f"clients.{_OURS.get(service, service)}()" for service in CLIENTS[name])
    return f"import {module}; from certfolio.storage import clients; {made}"
