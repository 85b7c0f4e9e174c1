"""What cannot be inspected is neither lost nor unnoticed."""

import json
import time
from collections.abc import Iterator
from urllib.parse import unquote_plus

import pytest

from local.client import Json
from local.stack import Stack
from tests.e2e.in_process import object_created
from tests.e2e.support import LearnerAtWork, resources, root

STRAY = "nobody/made/this-key"  # three parts, the server makes four


def _event_invoke_config(stack: Stack) -> Json:
    answer: Json = root(stack, "lambda").get_function_event_invoke_config(
        FunctionName=resources(stack)["InspectionFunction"], Qualifier="live"
    )
    return answer


def test_what_the_bucket_invokes_retries_and_then_sends_to_the_queue(stack: Stack) -> None:
    config = _event_invoke_config(stack)
    [notified] = root(stack, "s3").get_bucket_notification_configuration(
        Bucket=stack.incoming_bucket
    )["LambdaFunctionConfigurations"]
    assert notified["LambdaFunctionArn"] == config["FunctionArn"]
    assert config["MaximumRetryAttempts"] == 2
    queue = root(stack, "sqs").get_queue_attributes(
        QueueUrl=stack.dead_letters_url, AttributeNames=["QueueArn"]
    )["Attributes"]["QueueArn"]
    assert config["DestinationConfig"]["OnFailure"]["Destination"] == queue


@pytest.fixture
def retried(stack: Stack) -> Iterator[str]:
    """The function without its alias, with what the template says of retries.

    The local AWS does not go by what is said for an alias.
    """
    functions, name = root(stack, "lambda"), resources(stack)["InspectionFunction"]
    config = _event_invoke_config(stack)
    said = ("MaximumRetryAttempts", "MaximumEventAgeInSeconds", "DestinationConfig")
    functions.put_function_event_invoke_config(
        FunctionName=name, **{key: config[key] for key in said}
    )
    yield name
    functions.delete_function_event_invoke_config(FunctionName=name)


def test_an_event_of_an_object_the_server_did_not_name_ends_in_the_queue(
    stack: Stack, retried: str
) -> None:
    root(stack, "lambda").invoke(
        FunctionName=retried,
        InvocationType="Event",
        Payload=json.dumps(object_created(STRAY, "etag")),
    )
    letter = _letter(stack)
    assert letter["requestContext"]["condition"] == "RetriesExhausted"
    assert letter["requestPayload"] == object_created(STRAY, "etag")


def test_a_stray_object_disturbs_nobody_else(stack: Stack, learner: LearnerAtWork) -> None:
    root(stack, "s3").put_object(Bucket=stack.incoming_bucket, Key=STRAY, Body=b"x")
    assert learner.hand_in()["file"]["state"] == "accepted"


def test_an_alarm_watches_the_queue(stack: Stack) -> None:
    names = resources(stack)
    [alarm] = root(stack, "cloudwatch").describe_alarms(AlarmNames=[names["DeadLettersAlarm"]])[
        "MetricAlarms"
    ]
    queue = stack.dead_letters_url.rpartition("/")[2]
    assert alarm["Namespace"] == "AWS/SQS"
    assert alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    assert alarm["Dimensions"] == [{"Name": "QueueName", "Value": queue}]
    assert (alarm["ComparisonOperator"], alarm["Threshold"]) == ("GreaterThanThreshold", 0)
    assert alarm["AlarmActions"] == [names["AlarmTopic"]]


def _letter(stack: Stack) -> Json:
    sqs = root(stack, "sqs")
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = sqs.receive_message(
            QueueUrl=stack.dead_letters_url, WaitTimeSeconds=1, MaxNumberOfMessages=10
        )
        for message in answer.get("Messages", ()):
            body: Json = json.loads(message["Body"])
            records = body["requestPayload"]["Records"]
            if STRAY in {unquote_plus(record["s3"]["object"]["key"]) for record in records}:
                sqs.delete_message(
                    QueueUrl=stack.dead_letters_url, ReceiptHandle=message["ReceiptHandle"]
                )
                return body
    raise AssertionError("nothing arrived in the dead-letter queue")
