"""What the deployed system announces, and a consumer on its bus that holds it to the schemas."""

import json
import time
import uuid
from collections.abc import Callable, Iterator

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from ulid import ULID

from local.client import Json
from local.stack import Stack
from tests.e2e.support import (
    ROOT,
    LearnerAtWork,
    StaffAtWork,
    deployed,
    records_of,
    resources,
    root,
)
from tools import replay
from tools.listening import Listener, listening

SCHEMAS = ROOT / "docs" / "events"


@pytest.fixture(scope="module")
def consumer(stack: Stack) -> Iterator[Listener]:
    """A rule of the bus, and a queue that lets this rule alone send to it."""
    with listening(stack, f"consumer-{uuid.uuid4().hex[:8]}") as listener:
        yield listener


def test_a_consumer_hears_of_a_submission_and_a_decision_what_the_schemas_say(
    consumer: Listener, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in(title="Zürcher Kurs")
    assert reviewer.decide(certificate, "approve", "Ganz richtig").status_code == 200
    said = consumer.wait_for(certificate["id"], 2)
    assert [one["type"] for one in said] == ["CertificateSubmitted", "CertificateApproved"]
    version = certificate["version"]
    assert [one["data"]["version"] for one in said] == [1, version + 1]
    for one in said:
        described = json.loads((SCHEMAS / f"{one['type']}.json").read_text(encoding="utf-8"))
        Draft202012Validator(described, format_checker=FormatChecker()).validate(one)
        assert one["data"]["learner_id"] == learner.sub
        assert one["data"]["academy_id"] == learner.academy_id
    for words in ("Zürcher", "Ganz"):
        assert words not in json.dumps(consumer.heard, ensure_ascii=False)


def test_the_bus_tells_who_says_what_when(consumer: Listener, learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    consumer.wait_for(certificate["id"], 1)
    [said] = [one for one in consumer.heard if one["detail"]["subject"] == certificate["id"]]
    assert (said["source"], said["detail-type"]) == ("certfolio", "CertificateSubmitted")


def test_lambda_brings_the_stream_as_the_template_says(stack: Stack) -> None:
    names = resources(stack)
    functions = root(stack, "lambda")
    live = functions.get_alias(FunctionName=names["AnnouncementsFunction"], Name="live")
    [mapping] = [
        found
        for found in functions.list_event_source_mappings()["EventSourceMappings"]
        if found["FunctionArn"] == live["AliasArn"]
    ]
    queue = root(stack, "sqs").get_queue_attributes(
        QueueUrl=names["AnnouncementsDeadLetters"], AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    assert mapping["EventSourceArn"].rpartition("/stream/")[0].endswith(f"table/{stack.table}")
    assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert mapping["BisectBatchOnFunctionError"] is True
    assert mapping["MaximumRecordAgeInSeconds"] == 6 * 3600
    assert mapping["MaximumRetryAttempts"] == 400
    assert mapping["DestinationConfig"]["OnFailure"]["Destination"] == queue


# --- The runbook: announcements that failed ----------------------------------------------------


_OPERATORS_ACTIONS = (
    "cloudformation:DescribeStackResource",
    "dynamodb:GetItem",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:Query",
    "lambda:InvokeFunction",
    "sqs:ChangeMessageVisibility",
    "sqs:DeleteMessage",
    "sqs:ReceiveMessage",
)
"""What the runbook says that its command takes."""


@pytest.fixture(scope="module")
def operator(stack: Stack) -> dict[str, str]:
    """Keys of somebody who may do what the runbook says and no more."""
    iam, name = root(stack, "iam"), f"operator-{uuid.uuid4().hex}"
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))["Role"]
    allowed = {"Effect": "Allow", "Action": list(_OPERATORS_ACTIONS), "Resource": "*"}
    iam.put_role_policy(RoleName=name, PolicyName="replay", PolicyDocument=_policy(allowed))
    keys = root(stack, "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="operator")
    return {
        "AWS_ACCESS_KEY_ID": keys["Credentials"]["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["Credentials"]["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["Credentials"]["SessionToken"],
    }


def _policy(statement: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def told(
    stack: Stack,
    operator: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Callable[..., list[str]]:
    """What the runbook's command says, called as it calls it."""
    for name, value in operator.items():
        monkeypatch.setenv(name, value)
    assert stack.endpoint is not None
    name = deployed(stack)["StackName"]
    where = ["--stack", name, "--region", stack.region, "--endpoint", stack.endpoint]

    def call(*more: str) -> list[str]:
        assert replay.main([*where, *more]) == 0
        return capsys.readouterr().out.splitlines()

    return call


def _put_event(learner: LearnerAtWork, certificate_id: str, item: Json) -> str:
    """Put an item in the place of a certificate's first event; its key as the tool tells it."""
    partition = f"ACADEMY#{learner.academy_id}#LEARNER#{learner.sub}"
    place = f"EVENT#{certificate_id}#000001"
    root(learner.stack, "dynamodb").put_item(
        TableName=learner.stack.table,
        Item={**item, "PK": {"S": partition}, "SK": {"S": place}},
    )
    return f"{partition} {place}"


def test_what_could_not_be_read_is_announced_once_it_can(
    consumer: Listener, learner: LearnerAtWork, told: Callable[..., list[str]]
) -> None:
    """As from a newer version of the program, which the function then gets."""
    [event, *_] = records_of(learner.stack, learner, f"EVENT#{learner.hand_in()['id']}")
    certificate_id = str(ULID())
    name = _put_event(learner, certificate_id, {"body": {"B": b"of tomorrow"}})
    in_queue = f"{name}: is in the queue"
    deadline = time.monotonic() + 60
    while in_queue not in told("--list"):
        assert time.monotonic() < deadline
    assert f"{name}: taken by the function" in told(), "and put into the queue anew"
    assert consumer.of(certificate_id) == []
    _put_event(learner, certificate_id, event)
    assert f"{name}: taken by the function" in told()
    [said] = consumer.wait_for(certificate_id, 1)
    assert (said["id"], said["type"]) == (f"{certificate_id}.1", "CertificateSubmitted")
    assert not any(name in line for line in told("--list"))


def _letter(stack: Stack, first: str, last: str) -> None:
    """Lambda gives a part of the stream up ("Example invocation record", AWS Lambda Guide)."""
    table = root(stack, "dynamodb").describe_table(TableName=stack.table)["Table"]
    stream = table["LatestStreamArn"]
    [shard] = root(stack, "dynamodbstreams").describe_stream(StreamArn=stream)["StreamDescription"][
        "Shards"
    ]
    body = {
        "requestContext": {"condition": "RetryAttemptsExhausted", "approximateInvokeCount": 401},
        "version": "1.0",
        "DDBStreamBatchInfo": {
            "shardId": shard["ShardId"],
            "startSequenceNumber": first,
            "endSequenceNumber": last,
            "batchSize": 2,
            "streamArn": stream,
        },
    }
    root(stack, "sqs").send_message(
        QueueUrl=resources(stack)["AnnouncementsDeadLetters"], MessageBody=json.dumps(body)
    )


def _sequences(stack: Stack, certificate_id: str) -> list[str]:
    """Where a certificate's events are in the stream."""
    streams = root(stack, "dynamodbstreams")
    table = root(stack, "dynamodb").describe_table(TableName=stack.table)["Table"]
    stream = table["LatestStreamArn"]
    [shard] = streams.describe_stream(StreamArn=stream)["StreamDescription"]["Shards"]
    iterator = streams.get_shard_iterator(
        StreamArn=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
    )["ShardIterator"]
    found: list[str] = []
    while iterator:
        answer = streams.get_records(ShardIterator=iterator)
        found += [
            record["dynamodb"]["SequenceNumber"]
            for record in answer["Records"]
            if record["dynamodb"]["Keys"]["SK"]["S"].startswith(f"EVENT#{certificate_id}#")
        ]
        iterator = answer.get("NextShardIterator") if answer["Records"] else None
    return found


def test_what_lambda_gave_up_on_is_announced_from_the_stream_under_the_same_ids(
    consumer: Listener,
    learner: LearnerAtWork,
    reviewer: StaffAtWork,
    told: Callable[..., list[str]],
) -> None:
    certificate = learner.hand_in()
    reviewer.decide(certificate, "approve")
    first = consumer.wait_for(certificate["id"], 2)
    sequences = _sequences(learner.stack, certificate["id"])
    _letter(learner.stack, sequences[0], sequences[-1])
    assert any(line.endswith(f"{sequences[-1]}: taken by the function") for line in told())
    assert consumer.wait_for(certificate["id"], 4)[2:] == first
    assert not any(sequences[0] in line for line in told("--list"))


def test_what_the_stream_has_forgotten_stays_in_the_queue_and_is_said(
    stack: Stack, told: Callable[..., list[str]]
) -> None:
    first, last = "1".zfill(21), "2".zfill(21)
    _letter(stack, first, last)
    for _ in range(2):
        forgotten = f"{first} to {last}: the stream has it no more"
        assert [line for line in told() if line.endswith(forgotten)]
    root(stack, "sqs").purge_queue(QueueUrl=resources(stack)["AnnouncementsDeadLetters"])


def test_all_of_a_portfolio_is_announced_once_more_out_of_the_table(
    consumer: Listener,
    learner: LearnerAtWork,
    reviewer: StaffAtWork,
    told: Callable[..., list[str]],
) -> None:
    certificates = [learner.hand_in(), learner.hand_in()]
    reviewer.decide(certificates[0], "approve")
    first = [
        consumer.wait_for(certificate["id"], number)
        for certificate, number in zip(certificates, (2, 1), strict=True)
    ]
    portfolio = f"{learner.academy_id}/{learner.sub}"
    records = len(records_of(learner.stack, learner, "EVENT#"))
    assert told("--portfolio", portfolio) == [
        f"{portfolio}: {records} of {records} records taken by the function"
    ]
    for certificate, said in zip(certificates, first, strict=True):
        assert consumer.wait_for(certificate["id"], 2 * len(said))[len(said) :] == said
