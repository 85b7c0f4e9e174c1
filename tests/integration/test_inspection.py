"""Inspection by S3's and GuardDuty's events, before and after the submission, twice and late."""

import re
from typing import Any, get_args

import pytest

from certfolio import composition
from certfolio.domain.errors import Unavailable
from certfolio.domain.files import RejectionReason
from certfolio.services.inspection import PutTwice
from certfolio.storage import clients
from functions.inspection import handler as inspection
from tests.support.events import ScanResult, object_created, sample
from tests.support.faults import between, losing_answers, losing_one_answer, refusing
from tests.support.world import (
    ENVIRONMENT,
    FILES,
    PDF,
    Put,
    World,
    inspect,
    key_of,
    lambda_context,
    put,
    scan,
)

BROKEN = b"%PDF-1.7 broken"


def state(world: World, upload_id: str) -> tuple[str, str | None]:
    file = world.learner.call("GET", f"/uploads/{upload_id}").body["file"]
    return file["state"], file["reason"]


def evidence(world: World, certificate: dict[str, Any]) -> Any:
    return composition.certificates().get(world.learner.owner, certificate["id"]).file.evidence


def faults_of(*arrived: Put) -> list[Exception]:
    with pytest.raises(ExceptionGroup) as caught:
        inspect(*arrived)
    return [*caught.value.exceptions]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("certificate.pdf", "application/pdf"),
        ("certificate.png", "image/png"),
        ("certificate.jpg", "image/jpeg"),
    ],
)
def test_a_good_file_is_accepted(world: World, name: str, kind: str) -> None:
    data = (FILES / name).read_bytes()
    permit = world.learner.uploaded(data, file_name=name, content_type=kind)
    assert state(world, permit["id"]) == ("accepted", None)
    certificate = world.learner.submit(permit["id"]).body
    kept = evidence(world, certificate)
    found = clients.s3().get_object(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Key=kept.key, VersionId=kept.version_id
    )
    assert (found["Body"].read(), found["ContentType"]) == (data, kind)


def test_until_it_is_inspected_a_file_waits(world: World) -> None:
    permit = world.learner.upload()
    assert state(world, permit["id"]) == ("waiting", None)


def test_the_order_of_submission_and_inspection_makes_no_difference(world: World) -> None:
    first = world.learner.submit(world.learner.uploaded()["id"]).body
    permit = world.learner.upload()
    second = world.learner.submit(permit["id"]).body
    assert second["file"]["state"] == "waiting"
    inspect(put(permit))
    for certificate in (first, second):
        assert world.learner.read(certificate)["file"]["state"] == "accepted"
        assert evidence(world, certificate).version_id
        assert world.learner.read(certificate)["status"] == "pending"
        world.check_history(world.learner, certificate["id"])
    assert state(world, permit["id"]) == ("accepted", None)


def test_a_late_rejection_sends_the_certificate_back_with_the_reason_in_words(world: World) -> None:
    permit = world.learner.upload(BROKEN)
    certificate = world.learner.submit(permit["id"]).body
    inspect(put(permit, BROKEN))
    read = world.learner.read(certificate)
    assert read["status"] == "changes_requested"
    assert read["file"]["explanation"] == RejectionReason.DAMAGED.explanation
    assert read["decision"]["comment"] == RejectionReason.DAMAGED.explanation
    assert read["decision"]["rejected"] == read["events"][-1]["rejected"] == "damaged"
    assert read["decision"]["by"]["kind"] == "system"
    assert world.reviewer.call("GET", "/reviews").body["items"] == []
    again = world.learner.uploaded(certificate_id=certificate["id"])
    edited = world.learner.edit(read, upload_id=again["id"])
    assert (edited.status, edited.body["status"]) == (200, "pending")
    assert world.reviewer.decide(edited.body, "approve").status == 200
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("data", [PDF, BROKEN])
@pytest.mark.parametrize("action", ["withdraw", "decline", "request_changes"])
def test_a_late_result_is_kept_and_moves_nothing(world: World, action: str, data: bytes) -> None:
    permit = world.learner.upload(data)
    certificate = world.learner.submit(permit["id"]).body
    if action == "withdraw":
        moved = world.learner.withdraw(certificate).body
    else:
        moved = world.reviewer.decide(certificate, action, "because").body
    inspect(put(permit, data))
    read = world.learner.read(certificate)
    assert (read["status"], read["since"]) == (moved["status"], moved["since"])
    assert read["file"]["state"] == ("accepted" if data == PDF else "rejected")
    world.check_history(world.learner, certificate["id"])


def test_the_same_event_again_changes_nothing(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    inspect(arrived, arrived)
    certificate = world.learner.submit(permit["id"]).body
    before = evidence(world, certificate)
    inspect(arrived)
    inspect(Put(arrived.key, arrived.etag, "00" + arrived.sequencer[2:6]))
    assert evidence(world, certificate) == before
    assert world.learner.read(certificate)["version"] == 1


def test_an_object_put_twice_raises_an_alarm_and_leaves_the_verdict(world: World) -> None:
    permit = world.learner.uploaded()
    certificate = world.learner.submit(permit["id"]).body
    before = evidence(world, certificate)
    second = put(permit, b"%PDF-1.7 other")
    assert [type(fault) for fault in faults_of(second)] == [PutTwice]
    assert evidence(world, certificate) == before
    assert world.learner.read(certificate)["version"] == 1


def test_an_event_about_an_object_that_is_another_by_now_says_nothing(world: World) -> None:
    permit = world.learner.upload()
    first = put(permit, b"%PDF-1.7 first")
    second = put(permit)
    inspect(first)
    assert state(world, permit["id"]) == ("waiting", None)
    inspect(second)
    assert state(world, permit["id"]) == ("accepted", None)


def test_an_event_about_an_object_that_is_gone_says_nothing(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    clients.s3().delete_object(Bucket=ENVIRONMENT["INCOMING_BUCKET"], Key=arrived.key)
    inspect(arrived)
    assert state(world, permit["id"]) == ("waiting", None)


def test_the_result_of_a_file_that_was_replaced_is_ignored(world: World) -> None:
    old = world.learner.upload(BROKEN)
    certificate = world.learner.submit(old["id"]).body
    new = world.learner.uploaded(certificate_id=certificate["id"])
    edited = world.learner.edit(certificate, upload_id=new["id"]).body
    inspect(put(old, BROKEN))
    read = world.learner.read(certificate)
    assert (read["version"], read["file"]["upload_id"]) == (edited["version"], new["id"])


@pytest.mark.parametrize("data", [b"", PDF[:-1], PDF + b"\n", PDF[:-1] + b"x", b"x" * len(PDF)])
def test_other_bytes_than_declared_are_refused(world: World, data: bytes) -> None:
    permit = world.learner.upload(PDF)
    inspect(put(permit, data))
    assert state(world, permit["id"]) == ("rejected", "content_mismatch")


def test_no_more_than_declared_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    permit = world.learner.upload(PDF)
    read = composition.incoming_files().read
    sizes: list[int] = []

    def counted(key: str, etag: str, at_most: int) -> bytes | None:
        data = read(key, etag, at_most)
        sizes.append(len(data or b""))
        return data

    monkeypatch.setattr(composition.incoming_files(), "read", counted)
    inspect(put(permit, PDF + b"x" * 1_000_000))
    assert sizes == [len(PDF) + 1]
    assert state(world, permit["id"]) == ("rejected", "content_mismatch")


def test_a_verdict_whose_answer_was_lost_is_counted_once(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    arrived = put(world.learner.upload())
    with losing_one_answer(5) as written:
        inspect(arrived)
    # The original, its page, the thumbnail and the manifest; then the verdict, tried again.
    assert written == ["PutObject"] * 4 + ["UpdateItem"] * 2
    assert capsys.readouterr().out.count('"FilesAccepted":[1.0]') == 1


def test_s3_s_test_event_is_nothing_to_inspect(aws: None) -> None:  # noqa: ARG001 - what it works on
    inspection.handler(sample("s3_test_event"), lambda_context())


def test_what_cannot_be_inspected_is_raised_after_the_rest_was(world: World) -> None:
    permit = world.learner.upload()
    good = put(permit)
    strange = [Put(key, "0" * 32, "00") for key in ("x", "a/b/c", "a#/b/c/d", "../../../..")]
    faults = faults_of(*strange, good)
    assert len(faults) == len(strange)
    assert all(isinstance(fault, ValueError) for fault in faults)
    assert state(world, permit["id"]) == ("accepted", None)


def test_an_upload_nobody_knows_any_more_is_left_alone(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    stranger = world.new_learner()
    inspect(Put(arrived.key.replace(world.learner.id, stranger.id), arrived.etag, "00"))
    assert state(world, permit["id"]) == ("waiting", None)


def test_keys_are_decoded_as_s3_encodes_them(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    event = object_created(arrived.key, arrived.etag, arrived.sequencer)
    encoded = re.sub("-", "%2D", arrived.key)
    event["Records"][0]["s3"]["object"]["key"] = encoded
    inspection.handler(event, lambda_context())
    assert arrived.key == key_of(world.learner, permit["id"])
    assert state(world, permit["id"]) == ("accepted", None)


# GuardDuty

SCANS: dict[ScanResult, tuple[str, str | None]] = {
    "NO_THREATS_FOUND": ("accepted", None),
    "THREATS_FOUND": ("rejected", "malware"),
    "UNSUPPORTED": ("rejected", "not_scanned"),
    "ACCESS_DENIED": ("rejected", "not_scanned"),
    "FAILED": ("rejected", "not_scanned"),
}


@pytest.mark.parametrize("result", get_args(ScanResult))
def test_only_a_clean_scan_lets_a_file_be_accepted(world: World, result: ScanResult) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"]).body
    arrived = put(permit)
    scan(arrived, result)
    assert state(world, permit["id"]) == SCANS[result]
    read = world.learner.read(certificate)
    assert read["status"] == ("pending" if SCANS[result][1] is None else "changes_requested")
    scan(arrived, "THREATS_FOUND" if result == "NO_THREATS_FOUND" else "NO_THREATS_FOUND")
    assert world.learner.read(certificate) == read


def test_a_clean_scan_does_not_make_a_bad_file_good(world: World) -> None:
    permit = world.learner.upload(BROKEN)
    scan(put(permit, BROKEN), "NO_THREATS_FOUND")
    assert state(world, permit["id"]) == ("rejected", "damaged")


# Others in between, and faults


def test_a_submission_between_inspection_s_read_and_write_gets_the_verdict(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    with between("dynamodb", "UpdateItem", lambda: world.learner.submit(permit["id"])) as happened:
        inspect(arrived)
    assert happened
    (certificate,) = world.learner.call("GET", "/certificates").body["items"]
    assert certificate["file"]["state"] == "accepted"
    world.check_history(world.learner, certificate["id"])


def test_an_edit_between_inspection_s_read_and_write_keeps_the_verdict(world: World) -> None:
    permit = world.learner.upload(BROKEN)
    certificate = world.learner.submit(permit["id"]).body
    arrived = put(permit, BROKEN)
    with between(
        "dynamodb", "TransactWriteItems", lambda: world.learner.edit(certificate, title="New")
    ):
        inspect(arrived)
    read = world.learner.read(certificate)
    assert (read["title"], read["status"], read["version"]) == ("New", "changes_requested", 3)
    world.check_history(world.learner, certificate["id"])


def test_a_verdict_between_submission_s_read_and_write_is_not_lost(world: World) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    with between("dynamodb", "TransactWriteItems", lambda: inspect(arrived)) as happened:
        answer = world.learner.submit(permit["id"])
    assert happened
    assert (answer.status, answer.body["file"]["state"]) == (201, "accepted")


def test_a_rejection_between_submission_s_read_and_write_refuses_it(world: World) -> None:
    permit = world.learner.upload(BROKEN)
    arrived = put(permit, BROKEN)
    with between("dynamodb", "TransactWriteItems", lambda: inspect(arrived)):
        answer = world.learner.submit(permit["id"])
    assert (answer.status, answer.codes) == (422, {"upload_id": "file_rejected"})
    assert world.learner.call("GET", "/certificates").body["items"] == []


@pytest.mark.parametrize(
    ("service", "operation", "code", "status"),
    [
        ("s3", "GetObject", "SlowDown", 503),
        ("s3", "PutObject", "InternalError", 500),
        ("dynamodb", "BatchGetItem", "ThrottlingException", 400),
        ("dynamodb", "UpdateItem", "InternalServerError", 500),
    ],
)
def test_after_a_fault_the_same_event_again_does_the_whole(
    world: World, service: str, operation: str, code: str, status: int
) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    with refusing(service, operation, code, status=status):
        assert [type(fault) for fault in faults_of(arrived)] == [Unavailable]
    assert state(world, permit["id"]) == ("waiting", None)
    inspect(arrived)
    assert state(world, permit["id"]) == ("accepted", None)


@pytest.mark.parametrize(
    ("service", "operation"), [("s3", "PutObject"), ("dynamodb", "UpdateItem")]
)
def test_after_a_lost_answer_the_same_event_again_finds_the_first_result(
    world: World, service: str, operation: str
) -> None:
    permit = world.learner.upload()
    arrived = put(permit)
    with losing_answers(service, operation):
        assert [type(fault) for fault in faults_of(arrived)] == [Unavailable]
    inspect(arrived)
    certificate = world.learner.submit(permit["id"]).body
    kept = evidence(world, certificate)
    versions = clients.s3().list_object_versions(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Prefix=kept.key
    )["Versions"]
    assert len({version["Key"] for version in versions}) == len(versions)
    assert {version["Key"]: version["VersionId"] for version in versions}[kept.key] == (
        kept.version_id
    )
