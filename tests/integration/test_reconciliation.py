"""Files that fell through are found by the schedule, and mended where they can be."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.errors import Unavailable
from certfolio.domain.files import RejectionReason
from certfolio.domain.reconciliation import Found
from certfolio.domain.uploads import GRACE
from certfolio.services.late_files import AGAIN, PAGE
from certfolio.storage import clients
from functions.inspection import handler as inspection
from functions.reconciliation import handler as reconciliation
from tests.support.events import sample
from tests.support.faults import between, hooked, refusing
from tests.support.template import STACK
from tests.support.world import (
    ENVIRONMENT,
    PDF,
    Put,
    World,
    at,
    forget,
    inspect,
    lambda_context,
    put,
    reconcile,
)

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LATE = NOON + timedelta(minutes=5) + GRACE
"""From when something must have become of an upload of noon."""

Json = dict[str, Any]
BROKEN = b"%PDF-1.7 broken"


class Asked(list[Json]):
    """What inspection was asked for.

    Attributes
    ----------
    works
        Whether it does its work, at once.
    """

    works = True


@pytest.fixture(autouse=True)
def asked(aws: None) -> Iterator[Asked]:  # noqa: ARG001 - where inspection works
    events = Asked()

    def invoke(params: Json, **_: Any) -> Any:
        body = json.loads(params["body"])
        assert params["headers"]["X-Amz-Invocation-Type"] == "Event"
        events.append(body)
        if events.works:
            inspection.handler(body, lambda_context())
        return SimpleNamespace(status_code=202), {"StatusCode": 202}

    with hooked("lambda", "before-call.lambda.Invoke", invoke):
        yield events


def issued(world: World, data: bytes = PDF, **fields: Any) -> Json:
    with at(NOON):
        return world.learner.upload(data, **fields)


def submitted(world: World, upload: Json, **fields: Any) -> Json:
    with at(NOON):
        answer = world.learner.submit(upload["id"], **fields)
    assert answer.status == 201, answer
    found: Json = answer.body
    return found


def state(world: World, upload: Json) -> str:
    with at(LATE):
        return str(world.learner.call("GET", f"/uploads/{upload['id']}").body["state"])


def key_of(world: World, upload: Json) -> str:
    return "/".join([world.academy_id, world.learner.id, upload["certificate_id"], upload["id"]])


def expire(arrived: Put) -> None:
    """The incoming bucket lets go of a file."""
    clients.s3().delete_object(Bucket=ENVIRONMENT["INCOMING_BUCKET"], Key=arrived.key)


def waiting(world: World) -> list[str]:
    far = NOON + timedelta(days=1000)
    return [item.key for item in composition.uploads().waiting(world.academy_id, far, page=50)]


# Files that wait


def test_a_file_whose_event_was_lost_is_inspected(world: World, asked: Asked) -> None:
    upload = issued(world)
    arrived = put(upload)
    assert reconcile(LATE - timedelta(seconds=1)) == []
    assert (state(world, upload), asked) == ("expired", [])
    assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
    assert state(world, upload) == "accepted"
    assert [event["Records"][0]["s3"]["object"]["eTag"] for event in asked] == [arrived.etag]
    assert waiting(world) == []
    assert submitted(world, upload)["file"]["state"] == "accepted"


@pytest.mark.parametrize(
    ("data", "status"), [(PDF, "pending"), (BROKEN, "changes_requested")], ids=["sound", "broken"]
)
def test_the_certificate_that_waits_for_it_gets_the_verdict(
    world: World, data: bytes, status: str
) -> None:
    upload = issued(world, data)
    certificate = submitted(world, upload)
    arrived = put(upload, data)
    assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
    assert world.learner.read(certificate)["status"] == status
    assert reconcile(LATE + AGAIN) == []
    assert waiting(world) == []
    world.check_history(world.learner, certificate["id"])


def test_a_late_event_changes_nothing_after_that(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload)
    arrived = put(upload)
    reconcile(LATE)
    before = world.learner.read(certificate)
    inspect(arrived)
    assert world.learner.read(certificate) == before


def test_a_permission_nobody_used_is_looked_at_once(world: World) -> None:
    upload = issued(world)
    assert waiting(world) == [key_of(world, upload)]
    assert reconcile(LATE) == []
    assert (state(world, upload), waiting(world)) == ("expired", [])


def test_a_learner_is_told_to_upload_again_what_never_arrived(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload)
    assert reconcile(LATE) == [(Found.LOST, key_of(world, upload))]
    assert reconcile(LATE) == []
    read = world.learner.read(certificate)
    assert (read["status"], read["file"]["reason"]) == ("changes_requested", "lost")
    assert read["decision"]["by"]["kind"] == "system"
    assert read["decision"]["comment"] == RejectionReason.LOST.explanation
    assert (state(world, upload), waiting(world)) == ("rejected", [])
    again = world.learner.uploaded(certificate_id=certificate["id"])
    edited = world.learner.edit(read, upload_id=again["id"])
    assert (edited.status, edited.body["status"]) == (200, "pending")
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("action", ["withdraw", "decline", "request_changes"])
def test_what_was_lost_moves_no_certificate_that_is_past_waiting(world: World, action: str) -> None:
    certificate = submitted(world, issued(world))
    with at(NOON):
        if action == "withdraw":
            moved = world.learner.withdraw(certificate).body
        else:
            moved = world.reviewer.decide(certificate, action, "because").body
    assert [found for found, _ in reconcile(LATE)] == [Found.LOST]
    read = world.learner.read(certificate)
    assert (read["status"], read["since"]) == (moved["status"], moved["since"])
    assert read["file"]["reason"] == "lost"
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("attached", [True, False], ids=["submitted", "not submitted"])
def test_where_the_file_is_there_inspection_that_broke_off_is_asked_for_the_rest(
    world: World, asked: Asked, *, attached: bool
) -> None:
    """It drew the file, mends its name and says what the document says, which no copy does."""
    upload = issued(world)
    certificate = submitted(world, upload) if attached else None
    arrived = put(upload)
    write = "TransactWriteItems" if attached else "UpdateItem"
    with (
        refusing("dynamodb", write, "InternalServerError", status=500),
        pytest.raises(ExceptionGroup),
    ):
        inspect(arrived)
    assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
    assert len(asked) == 1
    certificate = certificate or submitted(world, upload)
    assert world.learner.call("GET", f"/certificates/{certificate['id']}/pages").status == 200
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("gone", [True, False], ids=["the file is gone", "asked for in vain"])
@pytest.mark.parametrize("attached", [True, False], ids=["submitted", "not submitted"])
def test_a_copy_that_inspection_kept_before_it_broke_off_is_taken_over(
    world: World, asked: Asked, *, attached: bool, gone: bool
) -> None:
    upload = issued(world)
    certificate = submitted(world, upload) if attached else None
    arrived = put(upload)
    write = "TransactWriteItems" if attached else "UpdateItem"
    with (
        refusing("dynamodb", write, "InternalServerError", status=500),
        pytest.raises(ExceptionGroup),
    ):
        inspect(arrived)
    when = LATE
    if gone:
        expire(arrived)
    else:
        asked.works = False
        assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
        when = LATE + AGAIN
    assert reconcile(when) == [(Found.TAKEN_OVER, arrived.key)]
    assert (state(world, upload), waiting(world)) == ("accepted", [])
    certificate = certificate or submitted(world, upload)
    evidence = composition.certificates().get(world.learner.owner, certificate["id"]).file
    assert evidence is not None
    assert evidence.evidence is not None
    kept = clients.s3().list_object_versions(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Prefix=arrived.key
    )["Versions"]
    (only,) = (version for version in kept if version["Key"] == arrived.key)
    assert only["VersionId"] == evidence.evidence.version_id
    # What was drawn before nobody knows of; it is drawn, the same, when somebody looks at it.
    assert evidence.evidence.rendition is None
    assert (
        clients.s3()
        .get_object(Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Key=arrived.key)["Body"]
        .read()
        == PDF
    )
    world.check_history(world.learner, certificate["id"])


def test_what_lies_in_its_place_and_is_another_file_is_not_taken_over(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload)
    clients.s3().put_object(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"],
        Key=key_of(world, upload),
        Body=b"other",
        ChecksumAlgorithm="SHA256",
    )
    assert reconcile(LATE) == [(Found.LOST, key_of(world, upload))]
    assert world.learner.read(certificate)["status"] == "changes_requested"


def test_a_redrive_after_the_file_expired_is_not_needed(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload)
    arrived = put(upload)
    expire(arrived)
    inspect(arrived)
    assert world.learner.read(certificate)["status"] == "pending"
    assert reconcile(LATE) == [(Found.LOST, arrived.key)]
    assert world.learner.read(certificate)["status"] == "changes_requested"
    inspect(arrived)


def test_what_inspection_cannot_be_brought_to_do_is_told_each_hour(
    world: World, asked: Asked
) -> None:
    asked.works = False
    upload = issued(world)
    certificate = submitted(world, upload)
    arrived = put(upload)
    assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
    assert reconcile(LATE + AGAIN - timedelta(seconds=1)) == []
    assert reconcile(LATE + AGAIN) == [(Found.STUCK, arrived.key)]
    expire(arrived)
    assert reconcile(LATE + 2 * AGAIN) == [(Found.LOST, arrived.key)]
    assert world.learner.read(certificate)["status"] == "changes_requested"


@pytest.fixture
def scanning(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A world in which files are scanned for malware before they are inspected."""
    with monkeypatch.context() as patch:
        patch.setenv("MALWARE_SCANNING", "on")
        forget()
        yield world
    forget()


def test_with_malware_scanning_the_scan_is_asked_for(scanning: World, asked: Asked) -> None:
    world = scanning
    upload = issued(world)
    arrived = put(upload)
    scanned: list[Json] = []

    def scan(params: Json, **_: Any) -> Any:
        scanned.append(json.loads(params["body"]))
        return SimpleNamespace(status_code=200), {}

    with hooked("guardduty", "before-call.guardduty.SendObjectMalwareScan", scan):
        assert reconcile(LATE) == [(Found.ASKED, arrived.key)]
    assert scanned == [{"s3Object": {"bucket": ENVIRONMENT["INCOMING_BUCKET"], "key": arrived.key}}]
    assert (asked, state(world, upload)) == ([], "expired")


def test_what_was_inspected_or_replaced_since_is_let_go(world: World) -> None:
    inspected, replaced = issued(world), issued(world)
    submitted(world, inspected)
    inspect(put(inspected))
    certificate = submitted(world, replaced)
    new = issued(world, certificate_id=certificate["id"])
    with at(NOON):
        assert world.learner.edit(certificate, upload_id=new["id"]).status == 200
    inspect(put(new))
    assert len(waiting(world)) == 3
    before = world.learner.call("GET", "/certificates").body
    assert reconcile(LATE) == []
    assert waiting(world) == []
    assert world.learner.call("GET", "/certificates").body == before


# Others in between


def test_a_submission_in_between_gets_the_verdict(world: World) -> None:
    upload = issued(world)
    arrived = put(upload)
    with (
        refusing("dynamodb", "UpdateItem", "InternalServerError", status=500),
        pytest.raises(ExceptionGroup),
    ):
        inspect(arrived)
    expire(arrived)
    with between("dynamodb", "UpdateItem", lambda: submitted(world, upload)) as happened:
        assert reconcile(LATE) == [(Found.TAKEN_OVER, arrived.key)]
    assert happened
    (certificate,) = world.learner.call("GET", "/certificates").body["items"]
    assert certificate["file"]["state"] == "accepted"


def test_a_file_that_arrives_in_between_is_not_called_lost(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload)
    with between("dynamodb", "TransactWriteItems", lambda: inspect(put(upload))) as happened:
        assert reconcile(LATE) == []
    assert happened
    read = world.learner.read(certificate)
    assert (read["status"], read["file"]["state"]) == ("pending", "accepted")
    world.check_history(world.learner, certificate["id"])


def test_an_edit_with_a_new_file_in_between_stands(world: World) -> None:
    certificate = submitted(world, issued(world))
    new = world.learner.uploaded(certificate_id=certificate["id"])
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: world.learner.edit(certificate, upload_id=new["id"]),
    ) as happened:
        assert reconcile(LATE) == []
    assert happened
    read = world.learner.read(certificate)
    assert (read["status"], read["file"]["upload_id"]) == ("pending", new["id"])


# All academies, with little time, with faults


def test_every_academy_of_the_registry_is_looked_after(world: World, other_world: World) -> None:
    uploads = {issued(one)["id"]: one for one in (world, other_world)}
    keys = {
        put(issued(one)).key.rpartition("/")[0]: upload_id for upload_id, one in uploads.items()
    }
    assert len(keys) == 2
    assert [found for found, _ in reconcile(LATE)] == [Found.ASKED, Found.ASKED]
    assert waiting(world) == waiting(other_world) == []


def test_what_there_was_no_time_for_is_done_by_the_next_run(
    world: World, other_world: World
) -> None:
    first, second = sorted(put(issued(one)).key for one in (world, other_world))
    assert reconcile(LATE, time_for(1)) == [(Found.ASKED, first)]
    again = put(issued(world)).key
    assert reconcile(LATE, time_for(1)) == [(Found.ASKED, second)]
    # There was no time to see that these were all; then it begins anew.
    assert reconcile(LATE, time_for(1)) == []
    assert reconcile(LATE, time_for(1)) == [(Found.ASKED, again)]


def time_for(steps: int) -> Callable[[], bool]:
    """Time for so many steps and not for one more."""
    left = iter([True] * steps)
    return lambda: next(left, False)


def test_many_that_wait_are_looked_after_step_by_step(world: World) -> None:
    with at(NOON):
        uploads = [world.learner.upload() for _ in range(60)]
    assert reconcile(LATE, time_for(1)) == []
    assert waiting(world) == []
    assert {state(world, upload) for upload in uploads} == {"expired"}


def test_a_busy_service_ends_the_run_and_the_next_one_does_the_rest(world: World) -> None:
    arrived = put(issued(world))
    with refusing("s3", "ListObjectsV2", "SlowDown", status=503), pytest.raises(Unavailable):
        reconcile(LATE)
    assert reconcile(LATE) == [(Found.ASKED, arrived.key)]


def test_one_record_that_cannot_be_read_keeps_no_other_waiting(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    spoilt, sound = issued(world), issued(world)
    clients.dynamodb().update_item(
        TableName=STACK,
        Key={
            "PK": {"S": f"ACADEMY#{world.academy_id}#LEARNER#{world.learner.id}"},
            "SK": {"S": f"UPLOAD#{spoilt['id']}"},
        },
        UpdateExpression="REMOVE created_at",
    )
    arrived = put(sound)
    with pytest.raises(ExceptionGroup) as caught:
        run_by_schedule(LATE)
    assert len(caught.value.exceptions) == 1
    assert state(world, sound) == "accepted"
    assert '"FilesMended":[1.0]' in capsys.readouterr().out
    assert waiting(world) == [key_of(world, spoilt)]
    assert arrived.key != key_of(world, spoilt)


def run_by_schedule(now: datetime) -> None:
    reconciliation.handler(sample("schedule"), lambda_context(longest=300.0), clock=lambda: now)


def test_what_cannot_be_mended_is_counted_for_the_stack_s_alarm(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = submitted(world, issued(world))
    clients.s3().put_object(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Key=f"{world.academy_id}/stray", Body=b"x"
    )
    run_by_schedule(LATE)
    told = capsys.readouterr().out
    assert told.count('"FilesLost":[1.0]') == 1
    assert told.count('"Unreconciled":[1.0]') == 1
    assert f'"stack":"{STACK}"' in told
    assert lost["title"] not in told


def test_with_too_little_time_for_another_step_none_is_begun(world: World) -> None:
    with at(NOON):
        uploads = [world.learner.upload() for _ in range(60)]
    context = lambda_context(reconciliation.STEP_SECONDS + 0.3, longest=300.0)
    reconciliation.handler(sample("schedule"), context, clock=lambda: LATE)
    # The first step is always taken, or nothing would ever get done.
    assert len(uploads) - len(waiting(world)) == PAGE
