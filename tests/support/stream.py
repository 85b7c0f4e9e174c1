"""The table's stream as Lambda brings it to the function that announces, and what the bus hears."""

import json
import math
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import boto3

from certfolio.storage import clients
from functions.announcements import handler as announcements
from tests.support.faults import hooked
from tests.support.template import REGION, STACK, functions
from tests.support.world import lambda_context

Json = dict[str, Any]

MAPPING: Json = functions()["announcements"]["Events"]["Stream"]["Properties"]
"""What the template says of the event source mapping."""


def start_stream() -> None:
    """Let the table have the stream that the template gives it."""
    clients.dynamodb().update_table(
        TableName=STACK,
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )


def records() -> list[Json]:
    """All that Lambda lets through to the function, from the start of the stream."""
    return [record for record in everything_in_the_stream() if let_through(record)]


def everything_in_the_stream() -> list[Json]:
    # Moto knows this name alone.
    endpoint = f"https://streams.dynamodb.{REGION}.amazonaws.com"
    streams: Any = boto3.client("dynamodbstreams", region_name=REGION, endpoint_url=endpoint)
    [stream] = streams.list_streams(TableName=STACK)["Streams"]
    described = streams.describe_stream(StreamArn=stream["StreamArn"])["StreamDescription"]
    found: list[Json] = []
    for shard in described["Shards"]:
        iterator = streams.get_shard_iterator(
            StreamArn=stream["StreamArn"],
            ShardId=shard["ShardId"],
            ShardIteratorType="TRIM_HORIZON",
        )["ShardIterator"]
        found += streams.get_records(ShardIterator=iterator)["Records"]
    return [_as_lambda_has_it(record) for record in found]


def _as_lambda_has_it(value: Any) -> Any:
    match value:
        case bytes():
            return b64encode(value).decode()
        case dict():
            return {name: _as_lambda_has_it(part) for name, part in value.items()}
        case list():
            return [_as_lambda_has_it(part) for part in value]
    return value


def let_through(record: Json) -> bool:
    """Whether the template's filter lets a record through."""
    patterns = [json.loads(item["Pattern"]) for item in MAPPING["FilterCriteria"]["Filters"]]
    return any(_matches(record, pattern) for pattern in patterns)


def _matches(value: Any, pattern: Any) -> bool:
    """Lambda's event filtering, as far as the template uses it."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(
            name in value and _matches(value[name], part) for name, part in pattern.items()
        )
    return any(
        value.startswith(one["prefix"]) if isinstance(one, dict) else value == one
        for one in pattern
    )


def call(batch: Sequence[Json], seconds: float = math.inf) -> Json:
    """Have the function announce a batch once, in so much time."""
    answer: Json = announcements.handler({"Records": list(batch)}, lambda_context(seconds))
    return answer


def sequence(record: Json) -> str:
    return str(record["dynamodb"]["SequenceNumber"])


@dataclass
class Lambda:
    """Brings records of one shard to the function, as Lambda does by the template's mapping.

    "Configuring partial batch response with DynamoDB and Lambda" in its Developer Guide: what was
    reported is tried again from the lowest number on; a batch on which the function failed is
    halved.

    Attributes
    ----------
    discarded
        Batches it gave up on: sequence numbers of the first and the last record.
    """

    tries: int = MAPPING["MaximumRetryAttempts"]
    called: int = 0
    discarded: list[tuple[str, str]] = field(default_factory=list)

    def bring(self, batch: Sequence[Json]) -> None:
        size = MAPPING["BatchSize"]
        for start in range(0, len(batch), size):
            self._bring(batch[start : start + size], self.tries)

    def _bring(self, batch: Sequence[Json], tries: int) -> None:
        if not batch:
            return
        self.called += 1
        try:
            failed = call(batch)["batchItemFailures"]
        except Exception:  # noqa: BLE001 - so does Lambda
            if len(batch) > 1:
                middle = len(batch) // 2
                self._bring(batch[:middle], tries)
                self._bring(batch[middle:], tries)
                return
            failed = [{"itemIdentifier": sequence(batch[0])}]
        if not failed:
            return
        if not tries:
            self.discarded.append((sequence(batch[0]), sequence(batch[-1])))
            return
        lowest = min(int(one["itemIdentifier"]) for one in failed)
        self._bring([one for one in batch if int(sequence(one)) >= lowest], tries - 1)


@dataclass
class Heard:
    """What the bus was asked to take.

    Attributes
    ----------
    calls
        The entries of each call.
    taken
        The envelopes of those that it took, in order.
    """

    calls: list[list[Json]] = field(default_factory=list)
    taken: list[Json] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [envelope["id"] for envelope in self.taken]

    def of(self, certificate_id: str) -> list[int]:
        """Versions of a certificate, as they came."""
        return [one["data"]["version"] for one in self.taken if one["subject"] == certificate_id]


Refusal = Callable[[Json, int], str | None]
"""Why the bus does not take an entry, by its envelope and the number of the call."""


def takes_all(_envelope: Json, _call: int) -> None:
    return None


@contextmanager
def bus(refusal: Refusal = takes_all) -> Iterator[Heard]:
    """A bus that takes what it is not told to refuse, entry by entry."""
    heard = Heard()

    def answer(params: Any, **_: Any) -> Any:
        entries = json.loads(params["body"])["Entries"]
        heard.calls.append(entries)
        said: list[Json] = []
        for entry in entries:
            envelope = json.loads(entry["Detail"])
            code = refusal(envelope, len(heard.calls))
            if code is None:
                heard.taken.append(envelope)
                said.append({"EventId": "11111111-2222-3333-4444-555555555555"})
            else:
                said.append({"ErrorCode": code, "ErrorMessage": "made for a test"})
        failed = sum("ErrorCode" in one for one in said)
        return SimpleNamespace(status_code=200), {
            "FailedEntryCount": failed,
            "Entries": said,
            "ResponseMetadata": {"HTTPStatusCode": 200, "RequestId": "request-1"},
        }

    with hooked("eventbridge", "before-call.eventbridge.PutEvents", answer):
        yield heard


def letters() -> list[Json]:
    """Take what is in the dead-letter queue."""
    sqs: Any = boto3.client("sqs", region_name=REGION)
    url = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    found: list[Json] = []
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(message["Body"]))
    return found


QUEUE = "announcements-dead-letters"


def create_queue() -> None:
    boto3.client("sqs", region_name=REGION).create_queue(QueueName=QUEUE)
