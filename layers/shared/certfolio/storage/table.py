"""The few DynamoDB calls Certfolio makes, with items as plain Python values."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Any, Literal

from botocore.exceptions import ClientError

from certfolio.domain.errors import Unavailable
from certfolio.invocation import pause
from certfolio.storage.attribute_values import attribute_of, value_of
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.keys import INDEX_KEYS, Key

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

Item = dict[str, Any]


_BATCH = 100
"""Items that BatchGetItem takes."""

_TRIES = 5
_PAUSE = 0.05
"""Seconds before the second try; doubled with each, with jitter."""

# Why DynamoDB cancels a transaction that may succeed a moment later:
# TransactWriteItems, "Cancellation reason codes and possible error messages".
_PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})


@dataclass(frozen=True)
class Write:
    """One write and the condition it stands under.

    Attributes
    ----------
    condition
        None where the write is right whatever is there.
    item
        Attributes, which may repeat the key; for a Put.
    update
        Update expression; for an Update.
    names, values
        What the expressions' placeholders stand for.
    """

    kind: Literal["Put", "Update", "Delete", "ConditionCheck"]
    key: Key
    condition: str | None
    item: Mapping[str, Any] | None = None
    update: str | None = None
    names: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)


class MoreToRead(Exception):
    """A query has made the calls it was given, and there is more."""


class Table:
    """The one table.

    Every method raises `Unavailable` when DynamoDB does not answer, or stays too busy, for
    longer than the retries that fit a function's deadline.
    """

    def __init__(self, client: "DynamoDBClient", name: str) -> None:
        self._client = client
        self._name = name

    def get(self, key: Key) -> Item | None:
        """Read one item, consistently."""
        with faults_as_unavailable():
            answer = self._client.get_item(
                TableName=self._name, Key=_serialized(key), ConsistentRead=True
            )
        return _plain(answer["Item"]) if "Item" in answer else None

    def get_many(self, keys: Sequence[Key]) -> list[Item]:
        """Read up to 100 items consistently, in one call unless DynamoDB leaves some for another.

        Returns
        -------
        list of dict
            What was found, in no particular order.
        """
        found: list[Item] = []
        if not keys:
            return found
        wanted: Any = {self._name: {"Keys": [*map(_serialized, keys)], "ConsistentRead": True}}
        for attempt in range(_TRIES):
            with faults_as_unavailable():
                answer = self._client.batch_get_item(RequestItems=wanted)
            found += map(_plain_item, answer["Responses"].get(self._name, ()))
            wanted = answer.get("UnprocessedKeys")
            if not wanted:
                return found
            _pause(attempt)
        raise Unavailable("DynamoDB left items unread")

    def get_all(self, keys: Sequence[Key]) -> Iterator[Item]:
        """Read any number of items consistently, a hundred in each call, in no particular order."""
        for start in range(0, len(keys), _BATCH):
            yield from self.get_many(keys[start : start + _BATCH])

    def query(  # noqa: PLR0913 - the parts of a DynamoDB query
        self,
        partition: str,
        *,
        prefix: str | None = None,
        between: tuple[str, str] | None = None,
        index: str | None = None,
        start: Mapping[str, str] | Key | None = None,
        newest_first: bool = False,
        page: int | None = None,
        calls: int | None = None,
    ) -> Iterator[Item]:
        """Read a partition in the order of its sort key, lazily, call by call.

        Parameters
        ----------
        prefix
            Only sort keys that begin so.
        between
            Only sort keys from the one to the other, both included.
        start
            Keys of the item to start behind.
        page
            Items to ask for in each call; by default as many as fit 1 MB, DynamoDB's limit.
        calls
            Calls to make at most; by default as many as it takes.

        Raises
        ------
        MoreToRead
            At the end of what so many calls gave, where that is not the end of the list.
        """
        partition_key, sort_key = INDEX_KEYS[index]
        names = {"#partition": partition_key}
        values = {":partition": partition}
        condition = "#partition = :partition"
        if prefix is not None:
            names["#sort"] = sort_key
            values[":prefix"] = prefix
            condition += " AND begins_with(#sort, :prefix)"
        if between is not None:
            names["#sort"] = sort_key
            values |= {":from": between[0], ":to": between[1]}
            condition += " AND #sort BETWEEN :from AND :to"
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": _serialized(values),
            "ScanIndexForward": not newest_first,
        }
        # An index cannot be read consistently.
        request |= {"IndexName": index} if index else {"ConsistentRead": True}
        if page is not None:
            request["Limit"] = page
        if start is not None:
            request["ExclusiveStartKey"] = _serialized(start)
        for call in count(1):
            with faults_as_unavailable():
                answer = self._client.query(**request)
            yield from map(_plain_item, answer["Items"])
            if "LastEvaluatedKey" not in answer:
                return
            if call == calls:
                raise MoreToRead
            request["ExclusiveStartKey"] = answer["LastEvaluatedKey"]

    def count_before(self, partition: str, index: str, position: str) -> tuple[int, bool]:
        """Count the items before a position, in one call.

        Returns
        -------
        int, bool
            How many, and whether that is all: a call reads 1 MB at most.
        """
        partition_key, sort_key = INDEX_KEYS[index]
        with faults_as_unavailable():
            answer = self._client.query(
                TableName=self._name,
                IndexName=index,
                Select="COUNT",
                KeyConditionExpression="#partition = :partition AND #sort < :position",
                ExpressionAttributeNames={"#partition": partition_key, "#sort": sort_key},
                ExpressionAttributeValues=_serialized(
                    {":partition": partition, ":position": position}
                ),
            )
        return answer["Count"], "LastEvaluatedKey" not in answer

    def write(self, write: Write) -> None:
        """Do one write. A Put that finds exactly what it would write counts as done.

        An answer can be lost, and botocore then sends the write again by itself.

        Raises
        ------
        ConditionFailed
            The condition did not hold.
        """
        call: Any = {
            "Put": self._client.put_item,
            "Update": self._client.update_item,
            "Delete": self._client.delete_item,
        }[write.kind]
        with faults_as_unavailable():
            try:
                call(**self._request(write))
            except self._client.exceptions.ConditionalCheckFailedException as error:
                found = _plain(_item_of(error))
                if write.item is not None and found == {**write.key, **write.item}:
                    return
                raise ConditionFailed(0, found) from error

    def write_all(self, writes: Sequence[Write]) -> None:
        """Do all writes or none, again while another transaction holds the same items.

        Raises
        ------
        ConditionFailed
            The first condition that did not hold.
        """
        items: Any = [{write.kind: self._request(write)} for write in writes]
        for attempt in range(_TRIES):
            with faults_as_unavailable():
                try:
                    self._client.transact_write_items(TransactItems=items)
                except self._client.exceptions.TransactionCanceledException as error:
                    _raise_unless_passing(error)
                else:
                    return
            _pause(attempt)
        raise Unavailable("the records are busy")

    def _request(self, write: Write) -> dict[str, Any]:
        request: dict[str, Any] = {"TableName": self._name}
        if write.condition is not None:
            request["ConditionExpression"] = write.condition
            request["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        if write.item is not None:
            request["Item"] = _serialized({**write.key, **write.item})
        else:
            request["Key"] = _serialized(write.key)
        if write.update is not None:
            request["UpdateExpression"] = write.update
        if write.names:
            request["ExpressionAttributeNames"] = dict(write.names)
        if write.values:
            request["ExpressionAttributeValues"] = _serialized(write.values)
        return request


def _raise_unless_passing(error: ClientError) -> None:
    reasons: Any = error.response.get("CancellationReasons", ())
    for position, reason in enumerate(reasons):
        if reason["Code"] == "ConditionalCheckFailed":
            raise ConditionFailed(position, _plain(reason.get("Item"))) from error
    if not any(reason["Code"] in _PASSING for reason in reasons):
        raise error


def _pause(attempt: int) -> None:
    pause(_PAUSE * 2**attempt * (0.5 + random.random()))  # noqa: S311 - jitter, no secret


def _serialized(values: Mapping[str, Any] | Key) -> dict[str, Any]:
    return {name: attribute_of(value) for name, value in values.items()}


def _item_of(error: ClientError) -> Any:  # noqa: ANN401 - botocore types this field away
    return error.response.get("Item")


def _plain(item: Mapping[str, Any] | None) -> Item | None:
    return None if item is None else _plain_item(item)


def _plain_item(item: Mapping[str, Any]) -> Item:
    return {name: value_of(attribute) for name, attribute in item.items()}
