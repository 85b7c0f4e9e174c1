"""The reconciliation ends anywhere, runs twice, and has little time: the result is the same."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain import lifecycle
from certfolio.domain.certificates import Evidence
from certfolio.domain.uploads import GRACE
from certfolio.services import late_files, loose_files, reconciliation
from certfolio.storage import clients
from functions.inspection import handler
from tests.support.builders import LEARNER, content, file, ulid
from tests.support.faults import Crash, crashing, hooked, refusing
from tests.support.outline import files, records
from tests.support.template import STACK
from tests.support.world import (
    ENVIRONMENT,
    FILES,
    World,
    at,
    create_resources,
    delete_resources,
    inspect,
    lambda_context,
    put,
    reconcile,
)

Json = dict[str, Any]
NOW = datetime.now(UTC)
WAITED = NOW + timedelta(minutes=5) + GRACE + timedelta(minutes=1)
KEPT = NOW + timedelta(days=40)
PNG = (FILES / "certificate.png").read_bytes()


class Inspection:
    """Inspection, which does its work at once when it is asked to; or not at all."""

    works = True

    def invoke(self, params: Json, **_: Any) -> Any:
        if self.works:
            handler.handler(json.loads(params["body"]), lambda_context())
        return SimpleNamespace(status_code=202), {"StatusCode": 202}


@pytest.fixture(autouse=True)
def inspection(aws: None) -> Iterator[Inspection]:  # noqa: ARG001 - where it works
    made = Inspection()
    with hooked("lambda", "before-call.lambda.Invoke", made.invoke):
        yield made


def opened() -> World:
    """An academy on resources that hold nothing else."""
    delete_resources()
    create_resources()
    # That an academy is in the registry is remembered.
    return World(f"academy-{next(_numbers)}")


_numbers = count(10_000)


def fallen(case: str) -> tuple[World, datetime]:
    """A world in which a file fell through, and when that is found."""
    world = opened()
    with at(NOW):
        return world, CASES[case](world)


def _swallowed(world: World) -> datetime:
    put(world.learner.upload())
    return WAITED


def _swallowed_and_submitted(world: World) -> datetime:
    upload = world.learner.upload()
    world.learner.submit(upload["id"])
    put(upload)
    return WAITED


def _never_put(world: World) -> datetime:
    world.learner.submit(world.learner.upload()["id"])
    return WAITED


def _abandoned(world: World) -> datetime:
    world.learner.upload()
    return WAITED


def _broken_off(world: World, *, submitted: bool) -> datetime:
    upload = world.learner.upload()
    if submitted:
        world.learner.submit(upload["id"])
    arrived = put(upload)
    write = "TransactWriteItems" if submitted else "UpdateItem"
    with (
        refusing("dynamodb", write, "InternalServerError", status=500),
        pytest.raises(ExceptionGroup),
    ):
        inspect(arrived)
    clients.s3().delete_object(Bucket=ENVIRONMENT["INCOMING_BUCKET"], Key=arrived.key)
    return WAITED


def _unclaimed(world: World) -> datetime:
    upload = world.learner.uploaded()
    partition = f"ACADEMY#{world.academy_id}#LEARNER#{world.learner.id}"
    clients.dynamodb().delete_item(
        TableName=STACK, Key={"PK": {"S": partition}, "SK": {"S": f"UPLOAD#{upload['id']}"}}
    )
    return KEPT


def _replaced(world: World) -> datetime:
    certificate = world.learner.submitted()
    new = world.learner.uploaded(
        PNG,
        file_name="certificate.png",
        content_type="image/png",
        certificate_id=certificate["id"],
    )
    assert world.learner.edit(certificate, upload_id=new["id"]).status == 200
    return KEPT


CASES: dict[str, Callable[[World], datetime]] = {
    "its event was lost": _swallowed,
    "its event was lost, and it was submitted": _swallowed_and_submitted,
    "it was never put": _never_put,
    "nobody used the permission": _abandoned,
    "inspection broke off": lambda world: _broken_off(world, submitted=False),
    "inspection broke off, and it was submitted": lambda world: _broken_off(world, submitted=True),
    "it was never handed in": _unclaimed,
    "it was replaced": _replaced,
}
"""What makes a file fall through, and when that is found."""


LATER = timedelta(hours=2)
"""When there is nothing left to do: whoever was asked for something has done it."""


def outcome(world: World) -> list[Any]:
    return [*records(world.academy_id), *files(world.academy_id)]


def run(now: datetime, steps: int = 3) -> None:
    """Look at what waits, and over the first page of a round; the rest only reads."""
    left = iter([True] * steps)
    reconcile(now, lambda: next(left, False))


@pytest.mark.parametrize("case", CASES)
def test_wherever_it_ends_the_next_run_does_the_rest(case: str) -> None:
    """After each of its calls, which is as good as before the next one."""
    world, now = fallen(case)
    before = outcome(world)
    with crashing(0) as calls:
        run(now)
    run(now + LATER)
    wanted = outcome(world)
    assert wanted != before
    run(now + 2 * LATER)
    assert outcome(world) == wanted, "once more changes nothing"
    for number, operation in enumerate(calls, start=1):
        world, _ = fallen(case)
        assert outcome(world) == before
        with crashing(number) as made, pytest.raises(Crash):
            run(now)
        assert made == calls[:number]
        run(now + LATER)
        run(now + 2 * LATER)
        assert outcome(world) == wanted, (number, operation)


# What a step may cost


def test_a_step_with_what_waits_makes_a_bounded_number_of_calls(
    world: World, inspection: Inspection
) -> None:
    """Of the worst kind each: there is a file, but nobody has looked at it."""
    inspection.works = False
    with at(NOW):
        for _ in range(late_files.PAGE):
            put(world.learner.upload())
    reads = ["GetItem", "Query", "Query", "BatchGetItem"]
    each = ["HeadObject", "ListObjectsV2", "Invoke", "UpdateItem"]
    with crashing(0) as calls:
        reconcile(WAITED, lambda: False)
    assert sorted(calls) == sorted([*reads, *(each * late_files.PAGE)])


def test_a_step_over_files_makes_a_bounded_number_of_calls(world: World) -> None:
    """Of the worst kind each: they were replaced, and somebody else may have the same."""
    for number in range(loose_files.PAGE):
        certificate, upload = ulid(2 * number), ulid(2 * number + 1)
        clients.s3().put_object(
            Bucket=ENVIRONMENT["EVIDENCE_BUCKET"],
            Key=f"{world.academy_id}/nobody/{certificate}/{upload}",
            Body=b"%d" % number,
            ChecksumAlgorithm="SHA256",
        )
    round_ = ["GetItem", "Query", "Query", "Query", "ListObjectVersions", "BatchGetItem"]
    # What happened to a credential that a file may have shown, and who else names the same.
    each = ["HeadObject", "Query", "Query", "DeleteObject"]
    with crashing(0) as calls:
        # One for the academy, one for the page.
        run(KEPT, steps=2)
    # The academy's certificates begin to be counted.
    count_ = ["GetItem", "Query", "PutItem"]
    wanted = [*round_, *(each * loose_files.PAGE), "PutItem", *count_]
    assert sorted(calls) == sorted(wanted)


def test_a_step_over_certificates_makes_a_bounded_number_of_calls(world: World) -> None:
    store = composition.certificates()
    for number in range(reconciliation.PAGE + 1):
        evidence = Evidence(key="gone", version_id="gone")
        change = lifecycle.submit(
            world.learner.owner,
            ulid(number),
            content(),
            file(number=number, evidence=evidence),
            by=LEARNER,
            now=NOW,
            request="",
        )
        store.commit(change)
    # The files come first.
    run(NOW, steps=2)
    with crashing(0) as calls:
        run(NOW, steps=2)
    # How far the round has come, and how far the academy's certificates are counted.
    progress = ["GetItem", "GetItem", "PutItem"]
    each = ["HeadObject"] * reconciliation.PAGE
    assert sorted(calls) == sorted([*progress, "Query", "Query", "Query", *each])
