"""What a function still has to do when Lambda has restored it from a snapshot."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from botocore.credentials import RefreshableCredentials

from benchmarks.operations import Operation, Scene, event_of
from benchmarks.processes import Cloud, Worker, cloud, worker
from benchmarks.seeds import DIGEST, FILE, ProductSeeds
from certfolio import once, snapshot
from certfolio.services.second_factor import SecondFactors
from certfolio.storage import clients, connections
from functions.sign_in import handler as sign_in
from tests.support.template import ROOT, functions
from tests.support.world import ENVIRONMENT
from tools.openapi import FUNCTIONS

RUNTIME = ROOT / "tests" / "support" / "lambda_runtime"


@contextmanager
def fresh(here: Cloud, module: str) -> Iterator[Worker]:
    with worker(module, here.endpoint, path=[RUNTIME]) as process:
        yield process


@pytest.fixture(scope="module")
def here() -> Iterator[Cloud]:
    with cloud() as started:
        yield started


@pytest.fixture(scope="module")
def scene(here: Cloud) -> Scene:
    with fresh(here, "benchmarks.product") as product:
        return ProductSeeds(here, product).scene()


@pytest.mark.parametrize("operation", Operation)
def test_the_first_request_behind_a_snapshot_loads_and_makes_nothing(
    here: Cloud, scene: Scene, operation: Operation
) -> None:
    event = event_of(operation, scene, FILE, DIGEST)
    with fresh(here, "tests.support.restored") as function:
        found = function.call("restored", operation, event)
    assert found["status"] < 300
    assert found["modules"] == []
    assert (found["clients"], found["schemas"]) == (0, 0)


def test_no_two_environments_draw_the_same_random_numbers(here: Cloud, scene: Scene) -> None:
    event = event_of(Operation.LIST, scene, FILE, DIGEST)
    with fresh(here, "tests.support.restored") as function:
        assert not function.call("restored", Operation.LIST, event)["same_randomness"]


REFUSED = {
    "DELETE /admin/academies/<academy_id>/staff/<principal>": 409,  # the last administrator
    # The certificate was not entered by staff.
    "PUT /admin/academies/<academy_id>/learners/<learner_id>/certificates/<certificate_id>": 403,
    "DELETE /admin/academies/<academy_id>/learners/<learner_id>/certificates/<certificate_id>": 403,
    "POST /certificates/<certificate_id>/dispute": 403,
    "GET /unsubscribe": 303,  # the portal's page
    "GET /admin/academies/<academy_id>/uploads/<upload_id>": 404,  # nobody's but a learner's
    "GET /admin/academies/<academy_id>/uploads/<upload_id>/pages": 404,
}
"""Routes that refuse their rehearsal, or lead elsewhere, at the end of what they do."""


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_route_is_rehearsed_to_its_end(here: Cloud, function: str) -> None:
    here.ask("heard")
    with fresh(here, "tests.support.restored") as process:
        found = process.call("rehearsed", function)
    assert sorted(found["answers"]) == sorted(found["routes"])
    refused = {route: status for route, status in found["answers"].items() if status >= 300}
    assert refused == {route: REFUSED[route] for route in found["routes"] if route in REFUSED}
    assert here.ask("heard")["calls"] == []


def test_credentials_are_renewed_before_the_first_request() -> None:
    """Those of the snapshot may have expired when it is restored."""
    renewed = {
        "access_key": "ASIAEXAMPLEEXAMPLE02",
        "secret_key": "x",
        "token": "x",
        "expiry_time": "2999-01-01T00:00:00Z",
    }
    old = renewed | {"access_key": "ASIAEXAMPLEEXAMPLE01", "expiry_time": "2026-01-01T00:00:00Z"}
    asked: list[str] = []

    def renew() -> dict[str, Any]:
        asked.append("container")
        return renewed

    credentials: Any = RefreshableCredentials.create_from_metadata(old, renew, "container-role")
    with (
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(clients.session(), "get_credentials", return_value=credentials),
    ):
        snapshot.after_restore()
        assert asked == ["container"]
        assert credentials.access_key == renewed["access_key"]
        assert asked == ["container"]
    once.forget()


def test_connections_are_made_anew_with_fresh_randomness() -> None:
    with patch.dict(os.environ, ENVIRONMENT):
        once.forget()
        client = clients.dynamodb()
        with patch.object(client, "close") as closed, patch("ssl.RAND_add") as added:
            snapshot.after_restore()
        assert closed.called
        assert added.called
        once.forget()


def test_signing_in_is_rehearsed_and_whom_to_trust_is_known() -> None:
    with (
        patch.dict(os.environ, ENVIRONMENT),
        patch.object(SecondFactors, "read_of_staff", return_value=None) as read,
        patch.object(gc, "freeze"),
    ):
        once.forget()
        connections.trusted.cache_clear()
        snapshot.before_snapshot(sign_in.rehearse)
        once.forget()
    assert read.called
    assert connections.trusted.cache_info().currsize


def test_snapshots_are_taken_of_what_somebody_waits_for() -> None:
    without = {name for name, each in functions().items() if each["SnapStart"]["ApplyOn"] == "None"}
    nobodys = {
        "announcements",
        "ledger",
        "mail",
        "mail_events",
        "reconciliation",
        "reminders",
        "rights",
        "telling",
    }
    larger_than_snapshots_can_be = {"transcripts"}
    assert without == nobodys | larger_than_snapshots_can_be
