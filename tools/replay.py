"""Announce once more what lies in the dead-letter queue of announcements.

python -m tools.replay --stack certfolio-staging --region eu-central-1

docs/operations.md, "Announcements that failed", says when.
"""

import argparse
import json
import sys
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import boto3

Json = dict[str, Any]

_PREFIXES = ("EVENT#", "OUTBOX#")
"""What is announced; the template's filter says the same to Lambda."""

_AT_ONCE = 100
"""Records for the function in one call, as many as Lambda gives it."""

_LOOKED_AT_SECONDS = 300
"""How long nobody else sees a letter that is being looked at."""


class Gone(Exception):
    """What a letter names is not there any more."""


@dataclass(frozen=True)
class Places:
    """Where the parts of a stack are.

    Attributes
    ----------
    endpoint
        Where every AWS service answers; None on AWS itself.
    """

    table: str
    queue: str
    function: str
    region: str
    endpoint: str | None = None

    def client(self, service: str) -> Any:  # noqa: ANN401 - any service
        """An AWS client with the caller's own credentials."""
        make: Any = boto3.Session().client
        return make(service, region_name=self.region, endpoint_url=self.endpoint)


def places(stack: str, region: str, endpoint: str | None = None) -> Places:
    """Look up where the parts of a stack are."""
    make: Any = boto3.Session().client
    cloudformation = make("cloudformation", region_name=region, endpoint_url=endpoint)

    def found(name: str) -> str:
        answer = cloudformation.describe_stack_resource(StackName=stack, LogicalResourceId=name)
        return str(answer["StackResourceDetail"]["PhysicalResourceId"])

    return Places(
        found("Table"),
        found("AnnouncementsDeadLetters"),
        f"{found('AnnouncementsFunction')}:live",
        region,
        endpoint,
    )


def letters(where: Places) -> Iterator[Json]:
    """Every letter that is in the queue now, each once."""
    seen: set[str] = set()
    sqs = where.client("sqs")
    while True:
        answer = sqs.receive_message(
            QueueUrl=where.queue,
            MaxNumberOfMessages=10,
            VisibilityTimeout=_LOOKED_AT_SECONDS,
            WaitTimeSeconds=1,
        )
        new = [found for found in answer.get("Messages", ()) if found["MessageId"] not in seen]
        if not new:
            return
        seen |= {found["MessageId"] for found in new}
        yield from new


def replay(where: Places, *, only_list: bool = False) -> Iterator[tuple[str, str]]:
    """Announce what each letter names, and remove the letter where that went well.

    Yields
    ------
    str, str
        What a letter names, and what became of it.
    """
    sqs = where.client("sqs")
    for letter in list(letters(where)):
        body = json.loads(letter["Body"])
        handle = {"QueueUrl": where.queue, "ReceiptHandle": letter["ReceiptHandle"]}
        if only_list:
            sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            yield _name(body), "is in the queue"
            continue
        try:
            left = _announce(where, list(_records(where, body)))
        except Gone as gone:
            sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            yield _name(body), str(gone)
            continue
        if left:
            sqs.change_message_visibility(**handle, VisibilityTimeout=0)
            yield _name(body), f"{left} not announced yet; see the function's log"
        else:
            # What the function still cannot read it has put into the queue anew.
            sqs.delete_message(**handle)
            yield _name(body), "taken by the function"


def of_portfolio(where: Places, academy: str, learner: str) -> tuple[int, int]:
    """Announce all that ever happened to a learner's certificates, out of the table.

    Returns
    -------
    int, int
        How many records there are, and how many of them were not announced.
    """
    pages = where.client("dynamodb").get_paginator("query")
    records = [
        _put({"PK": item["PK"], "SK": item["SK"]}, item, str(number))
        for prefix in _PREFIXES
        for page in pages.paginate(
            TableName=where.table,
            KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
            ExpressionAttributeValues={
                ":partition": {"S": f"ACADEMY#{academy}#LEARNER#{learner}"},
                ":prefix": {"S": prefix},
            },
            ConsistentRead=True,
        )
        for number, item in enumerate(page["Items"], 1)
    ]
    return len(records), _announce(where, records)


def _name(body: Json) -> str:
    if "keys" in body:
        return f"{body['keys']['PK']} {body['keys']['SK']}"
    batch = body["DDBStreamBatchInfo"]
    return f"{batch['shardId']} {batch['startSequenceNumber']} to {batch['endSequenceNumber']}"


def _records(where: Places, body: Json) -> Iterator[Json]:
    """The records that a letter names, as the stream would bring them."""
    if "keys" in body:
        key = {name: {"S": value} for name, value in body["keys"].items()}
        answer = where.client("dynamodb").get_item(
            TableName=where.table, Key=key, ConsistentRead=True
        )
        if "Item" not in answer:
            raise Gone("the table has it no more")
        yield _put(key, answer["Item"], body["sequence"])
        return
    yield from _of_stream(where, body["DDBStreamBatchInfo"])


def _of_stream(where: Places, batch: Json) -> Iterator[Json]:
    streams = where.client("dynamodbstreams")
    forgotten = (
        streams.exceptions.TrimmedDataAccessException,
        streams.exceptions.ResourceNotFoundException,
    )
    try:
        for record in _between(streams, batch):
            change = record["dynamodb"]
            if record["eventName"] == "INSERT" and change["Keys"]["SK"]["S"].startswith(_PREFIXES):
                yield _put(change["Keys"], change["NewImage"], change["SequenceNumber"])
    except forgotten as error:
        raise Gone("the stream has it no more") from error


def _between(streams: Any, batch: Json) -> Iterator[Json]:  # noqa: ANN401 - its types are not installed
    """All records of the stream from the first to the last that a letter names."""
    last = int(batch["endSequenceNumber"])
    iterator = streams.get_shard_iterator(
        StreamArn=batch["streamArn"],
        ShardId=batch["shardId"],
        ShardIteratorType="AT_SEQUENCE_NUMBER",
        SequenceNumber=batch["startSequenceNumber"],
    )["ShardIterator"]
    while iterator is not None:
        answer = streams.get_records(ShardIterator=iterator)
        for record in answer["Records"]:
            number = int(record["dynamodb"]["SequenceNumber"])
            if number <= last:
                yield record
            if number >= last:
                return
        iterator = answer.get("NextShardIterator")


def _put(key: Json, item: Json, sequence: str) -> Json:
    return {
        "eventName": "INSERT",
        "dynamodb": {"Keys": key, "NewImage": _as_json(item), "SequenceNumber": sequence},
    }


def _as_json(value: Any) -> Any:  # noqa: ANN401 - any part of an item
    """An item as Lambda hands it to functions: with bytes in base64."""
    match value:
        case bytes():
            return b64encode(value).decode()
        case dict():
            return {name: _as_json(part) for name, part in value.items()}
        case list():
            return [_as_json(part) for part in value]
    return value


def _announce(where: Places, records: list[Json]) -> int:
    """Have the function announce records; how many of them it did not."""
    functions = where.client("lambda")
    for start in range(0, len(records), _AT_ONCE):
        part = records[start : start + _AT_ONCE]
        answer = functions.invoke(
            FunctionName=where.function, Payload=json.dumps({"Records": part}).encode()
        )
        said = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            return len(records) - start
        if said["batchItemFailures"]:
            # What comes behind would overtake it.
            return len(said["batchItemFailures"]) + len(records) - start - len(part)
    return 0


def main(arguments: list[str]) -> int:
    """Do it, and say what became of each letter."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stack", required=True)
    parser.add_argument("--region", required=True)
    parser.add_argument("--endpoint", help="where a local AWS is")
    parser.add_argument("--list", action="store_true", help="only say what is in the queue")
    parser.add_argument(
        "--portfolio",
        metavar="ACADEMY/LEARNER",
        help="announce all of this learner's certificates instead",
    )
    told = parser.parse_args(arguments)
    where = places(told.stack, told.region, told.endpoint)
    if told.portfolio:
        academy, _, learner = told.portfolio.partition("/")
        number, left = of_portfolio(where, academy, learner)
        print(f"{told.portfolio}: {number - left} of {number} records taken by the function")
        return 0
    for name, outcome in replay(where, only_list=told.list):
        print(f"{name}: {outcome}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
