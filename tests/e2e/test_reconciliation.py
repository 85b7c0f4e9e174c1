"""What fell through is found by the deployed schedule, on real events, buckets and permissions."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
import requests

from certfolio.domain.reconciliation import Found
from certfolio.services.loose_files import PAGE
from local.client import Json
from local.stack import Stack
from tests.e2e.rounds import put_unheard, reconciled
from tests.e2e.support import (
    PDF,
    PNG,
    LearnerAtWork,
    declared,
    open_academy,
    resources,
    root,
    run_schedule,
)

DATA = PDF.read_bytes()
MONTH = timedelta(days=40)
"""Until after the files of today may go."""


def key_of(learner: LearnerAtWork, upload: Json) -> str:
    return "/".join([learner.academy_id, learner.sub, upload["certificate_id"], upload["id"]])


def submitted(learner: LearnerAtWork, upload: Json) -> Json:
    return learner.call("POST", "/certificates", learner.submission(upload["id"]))


def let_time_pass(learner: LearnerAtWork, upload: Json) -> None:
    """An hour goes by since the upload was permitted."""
    ago = datetime.now(UTC) - timedelta(hours=1)
    root(learner.stack, "dynamodb").update_item(
        TableName=learner.stack.table,
        Key={
            "PK": {"S": f"ACADEMY#{learner.academy_id}#LEARNER#{learner.sub}"},
            "SK": {"S": f"UPLOAD#{upload['id']}"},
        },
        UpdateExpression="SET expires_at = :ago, by_time_sk = :place",
        ExpressionAttributeValues={
            ":ago": {"S": ago.isoformat()},
            ":place": {"S": f"{ago:%Y-%m-%dT%H:%M:%S.%fZ}#{upload['certificate_id']}"},
        },
    )


@pytest.mark.parametrize("attached", [True, False], ids=["submitted", "not submitted"])
def test_a_file_whose_event_was_lost_is_inspected(
    stack: Stack, learner: LearnerAtWork, *, attached: bool
) -> None:
    permit = learner.call("POST", "/uploads", declared())
    certificate = submitted(learner, permit) if attached else None
    put_unheard(stack, permit)
    run_schedule(stack, "ReconciliationFunction")
    assert learner.call("GET", f"/uploads/{permit['id']}")["state"] == "waiting", "not yet"
    let_time_pass(learner, permit)
    assert learner.call("GET", f"/uploads/{permit['id']}")["state"] == "expired"
    run_schedule(stack, "ReconciliationFunction")
    assert learner.inspected(permit["id"])["state"] == "accepted"
    certificate = certificate or submitted(learner, permit)
    assert learner.read(certificate)["file"]["state"] == "accepted"


def test_a_file_that_never_came_or_is_gone_is_asked_for_again(
    stack: Stack, learner: LearnerAtWork
) -> None:
    permit = learner.call("POST", "/uploads", declared())
    certificate = submitted(learner, permit)
    put_unheard(stack, permit)
    root(stack, "s3").delete_object(Bucket=stack.incoming_bucket, Key=key_of(learner, permit))
    let_time_pass(learner, permit)
    run_schedule(stack, "ReconciliationFunction")
    read = learner.read(certificate)
    assert (read["status"], read["file"]["reason"]) == ("changes_requested", "lost")
    assert read["decision"]["by"]["kind"] == "system"
    other = learner.accepted_upload(PNG, certificate["id"])
    body = learner.submission(other["id"])
    path = f"/certificates/{certificate['id']}"
    assert learner.call("PUT", path, body, version=read["version"])["status"] == "pending"


def test_a_copy_that_inspection_kept_is_taken_over(stack: Stack, learner: LearnerAtWork) -> None:
    permit = learner.call("POST", "/uploads", declared())
    certificate = submitted(learner, permit)
    kept = root(stack, "s3").put_object(
        Bucket=stack.evidence_bucket,
        Key=key_of(learner, permit),
        Body=DATA,
        ContentType="application/pdf",
        ChecksumAlgorithm="SHA256",
    )
    let_time_pass(learner, permit)
    run_schedule(stack, "ReconciliationFunction")
    assert learner.read(certificate)["file"]["state"] == "accepted"
    link = learner.call("GET", f"/certificates/{certificate['id']}/file")
    assert f"versionId={kept['VersionId']}" in link["url"]
    assert requests.get(link["url"], timeout=20).content == DATA


def test_the_schedule_calls_the_newest_version_and_loses_no_run(stack: Stack) -> None:
    names = resources(stack)
    functions, events = root(stack, "lambda"), root(stack, "events")
    live = functions.get_alias(FunctionName=names["ReconciliationFunction"], Name="live")
    [rule] = events.list_rule_names_by_target(TargetArn=live["AliasArn"])["RuleNames"]
    described = events.describe_rule(Name=rule)
    assert described["ScheduleExpression"] == "rate(15 minutes)"
    queue = root(stack, "sqs").get_queue_attributes(
        QueueUrl=names["ReconciliationDeadLetters"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    [target] = events.list_targets_by_rule(Rule=rule)["Targets"]
    assert target["DeadLetterConfig"] == {"Arn": queue}
    config = functions.get_function_event_invoke_config(
        FunctionName=names["ReconciliationFunction"], Qualifier="live"
    )
    assert config["MaximumRetryAttempts"] == 1
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == queue


# A round


def versions(stack: Stack, prefix: str) -> list[Json]:
    answer = root(stack, "s3").list_object_versions(Bucket=stack.evidence_bucket, Prefix=prefix)
    return [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]


def test_what_was_replaced_goes_and_what_is_named_stays(stack: Stack) -> None:
    academy = open_academy(stack)
    learner = academy.learner()
    certificate = learner.hand_in()
    new = learner.accepted_upload(PNG, certificate["id"])
    path = f"/certificates/{certificate['id']}"
    learner.call("PUT", path, learner.submission(new["id"]), version=1)
    old = key_of(
        learner,
        {"certificate_id": certificate["id"], "id": certificate["file"]["upload_id"]},
    )
    root(stack, "s3").delete_object(Bucket=stack.evidence_bucket, Key=old)
    # The file, the mark of its deletion, and what was drawn of it.
    assert len(versions(stack, old)) == 5
    assert reconciled(stack, academy, MONTH) == [(Found.REMOVED, old)]
    assert versions(stack, old) == []
    assert reconciled(stack, academy, MONTH) == []
    link = learner.call("GET", path + "/file")
    assert requests.get(link["url"], timeout=20).content == PNG.read_bytes()


def test_what_is_missing_is_told(stack: Stack) -> None:
    academy = open_academy(stack)
    learner = academy.learner()
    certificate = learner.hand_in()
    upload = {"certificate_id": certificate["id"], "id": certificate["file"]["upload_id"]}
    key = key_of(learner, upload)
    [version] = [version for version in versions(stack, key) if version["Key"] == key]
    root(stack, "s3").delete_object(
        Bucket=stack.evidence_bucket, Key=key, VersionId=version["VersionId"]
    )
    assert reconciled(stack, academy, MONTH) == [(Found.MISSING, key)]


def test_a_round_goes_on_behind_what_it_removed(stack: Stack) -> None:
    """S3 takes the key to go on behind as a place in the order; it need not be there."""
    academy = open_academy(stack)
    number = PAGE + 10
    keys = sorted(f"{academy.id}/nobody/{_ulid()}/{_ulid()}" for _ in range(number))
    for key in keys:
        root(stack, "s3").put_object(
            Bucket=stack.evidence_bucket, Key=key, Body=b"x", ChecksumAlgorithm="SHA256"
        )
    assert reconciled(stack, academy, MONTH) == [(Found.REMOVED, key) for key in keys]
    assert versions(stack, f"{academy.id}/") == []


def _ulid() -> str:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    bits = uuid.uuid4().int
    return "0" + "".join(alphabet[(bits >> 5 * place) & 31] for place in range(25))
