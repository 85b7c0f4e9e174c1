"""Clients that foreign generators make of the API description do real work."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.template import ROOT
from tests.support.world import (
    PDF,
    Answer,
    Learner,
    Staff,
    World,
    declared,
    inspect,
    put,
    submission,
)

_DESCRIPTION = ROOT / "docs" / "openapi.json"
_MODULES = ROOT / "web" / "node_modules"


def _made(*command: str | Path) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - a generator
    assert done.returncode == 0, done.stdout + done.stderr


# Python, by openapi-python-client


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a package that was generated, as it can be imported."""
    folder = tmp_path_factory.mktemp("generated")
    name = "generated_certfolio"
    configuration = folder / "configuration.yaml"
    # It would format and lint what it made, with a ruff that it looks for on the PATH.
    configuration.write_text("post_hooks: []")
    _made(
        *(sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning"),
        *(
            "--config",
            configuration,
            "--path",
            _DESCRIPTION,
            "--output-path",
            folder / name,
            "--meta",
            "none",
        ),
    )
    sys.path.insert(0, str(folder))
    yield name
    sys.path.remove(str(folder))
    for module in [known for known in sys.modules if known.split(".")[0] == name]:
        del sys.modules[module]


def _client(package: str, caller: Learner | Staff) -> Any:
    """A generated client whose requests reach the handlers as this caller's."""

    def answered(request: httpx.Request) -> httpx.Response:
        path = request.url.path
        if isinstance(caller, Staff):
            path = path.removeprefix(f"/admin/academies/{caller.academy_id}")
        headers = {n: v for n, v in (("If-Match", request.headers.get("If-Match")),) if v}
        body = json.loads(request.content) if request.content else None
        answer: Answer = caller.call(
            request.method, path, body, headers=headers, query=dict(request.url.params)
        )
        return httpx.Response(answer.status, headers=_plain(answer), json=answer.body)

    client = importlib.import_module(f"{package}.client").Client(
        base_url="https://api.example", raise_on_unexpected_status=True
    )
    return client.set_httpx_client(
        httpx.Client(base_url="https://api.example", transport=httpx.MockTransport(answered))
    )


def _plain(answer: Answer) -> dict[str, str]:
    return {n: v for n, v in answer.headers.items() if n in {"ETag", "Location", "Retry-After"}}


def _operation(package: str, name: str) -> Any:
    return importlib.import_module(f"{package}.api.{name}").sync_detailed


def _model(package: str, name: str, fields: dict[str, Any]) -> Any:
    return getattr(importlib.import_module(f"{package}.models"), name).from_dict(fields)


def test_a_generated_python_client_hands_in_reads_forecasts_and_decides(
    package: str, world: World
) -> None:
    learner, reviewer = (_client(package, who) for who in (world.learner, world.reviewer))

    asked = _model(package, "UploadRequest", declared(PDF))
    permit = _operation(package, "learner.uploads_issue")(client=learner, body=asked)
    assert permit.status_code == 201
    inspect(put(permit.parsed.to_dict(), PDF))
    body = _model(package, "SubmissionBody", submission(permit.parsed.id))

    forecast = _operation(package, "learner.submission_forecast_submission")
    seen = forecast(client=learner, body=body).parsed
    assert [period.credit_type for period in seen.after] == ["cpe"]
    assert seen.duplicates == []

    made = _operation(package, "learner.submission_submit")(client=learner, body=body)
    assert (made.status_code, made.parsed.status) == (201, "pending")
    assert made.headers["Location"] == f"/certificates/{made.parsed.id}"
    listed = _operation(package, "learner.listing_certificates")(client=learner, limit=10)
    assert [item.id for item in listed.parsed.items] == [made.parsed.id]

    decide = _operation(package, "review.review_decision")
    place = (world.academy_id, world.learner.id, made.parsed.id)
    approval = _model(package, "Verdict", {"action": "approve"})
    decided = decide(*place, client=reviewer, body=approval, if_match=made.headers["ETag"])
    assert (decided.status_code, decided.parsed.status) == (200, "approved")

    stale = decide(*place, client=reviewer, body=approval, if_match='"9"')
    assert (stale.status_code, stale.parsed.current_version) == (412, decided.parsed.version)


def test_a_generated_python_client_reads_what_may_be_the_same_thing(
    package: str, world: World
) -> None:
    world.credit_type("free", requires=[])
    claims = [{"credit_type": "free", "credits": "1"}]
    first = world.learner.submit(id="01JD8Z6V9Q3T5W7X9Y1Z3A5C7A", claims=claims)
    assert first.status == 201, first
    second = submission(None, id="01JD8Z6V9Q3T5W7X9Y1Z3A5C7B", claims=claims)
    seen = _operation(package, "learner.submission_forecast_submission")(
        client=_client(package, world.learner), body=_model(package, "SubmissionBody", second)
    )
    assert [twin.certificate_id for twin in seen.parsed.duplicates] == [first.body["id"]]


# TypeScript, by openapi-typescript

_USE = """
import type { components, paths } from "./schema";

type Submission = components["schemas"]["SubmissionBody"];
type Forecast = paths["/certificates/forecast"]["post"]["responses"]["200"];
type Change = paths["/certificates/{certificate_id}"]["put"];

export const handed: Submission = {
  title: "First aid",
  earned_on: "2026-01-15",
  claims: [{ credit_type: "cpe", credits: "1.5" }],
};
export const twins = (seen: Forecast["content"]["application/json"]): string[] =>
  seen.duplicates.map((twin) => twin.certificate_id);
export const change: Change["parameters"]["header"] = { "If-Match": '"3"' };
export const wait = (
  refused: paths["/certificates"]["post"]["responses"]["429"],
): number | undefined => refused.headers["Retry-After"];
"""


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("types")
    generator = _MODULES / ".bin" / "openapi-typescript"
    _made(generator, _DESCRIPTION, "--output", folder / "schema.d.ts")
    return folder


def _compiled(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    file = folder / "use.ts"
    file.write_text(text)
    return subprocess.run(  # noqa: S603 - the compiler
        [
            *(_MODULES / ".bin" / "tsc", "--noEmit", "--strict"),
            *("--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", file),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_generated_types_fit_what_a_client_writes(types: Path) -> None:
    done = _compiled(types, _USE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('title: "First aid",', ""),
        ('credits: "1.5"', "credits: 1.5"),
        ('{ "If-Match": \'"3"\' }', "{}"),
        ("twin.certificate_id", "twin.learner_id"),
    ],
)
def test_generated_types_refuse_what_the_api_does(types: Path, right: str, wrong: str) -> None:
    assert right in _USE
    done = _compiled(types, _USE.replace(right, wrong))
    assert re.match(r"use\.ts\(\d+,\d+\): error TS2", done.stdout), done.stdout
