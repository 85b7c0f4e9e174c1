"""What calls to DynamoDB cost, by the sizes of the items they write and read.

Neither Moto nor the local AWS says what a read or a write in an index costs. The rules are those
of the Amazon DynamoDB Developer Guide, "DynamoDB read and write operations" and "Using global
secondary indexes": a unit for each KB that is written, two in a transaction; in an index by the
bytes it projects, once to take the old entry away and once to put the new one. A unit for each
4 KB that is read consistently, half of one otherwise; a query by the sum of its items.
"""

import json
from base64 import b64decode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from tests.support.template import resource

Json = dict[str, Any]


@dataclass
class Meter:
    """What went to the table.

    Attributes
    ----------
    calls
        Operations in the order they were sent.
    largest
        Bytes of the largest item written.
    items
        How many items were read.
    """

    calls: list[str] = field(default_factory=list)
    written: int = 0
    largest: int = 0
    read: float = 0.0
    items: int = 0


def size(item: Mapping[str, Any]) -> int:
    """Bytes of an item: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats".

    Binary values may be bytes, as boto3 has them, or base64, as they are sent.
    """
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Json) -> int:
    ((kind, content),) = value.items()
    match kind:
        case "S":
            return len(content.encode())
        case "B":
            return len(b64decode(content) if isinstance(content, str) else content)
        case "N":
            return (len(content) + 1) // 2 + 1
        case "M":
            return 3 + len(content) + size(content)
        case "L":
            return 3 + len(content) + sum(map(_value_size, content))
        case "BOOL" | "NULL":
            return 1
    raise ValueError(kind)


@contextmanager
def metered(client: Any, beside: Any) -> Iterator[Meter]:
    """Count what a client sends to the table meanwhile.

    Parameters
    ----------
    beside
        Another client of the same table, to look at items before and after.
    """
    meter, open_writes = Meter(), list[_Write]()

    def close() -> None:
        for write in open_writes:
            after = _find(beside, write.table, write.key)
            meter.largest = max(meter.largest, size(after or {}))
            meter.written += _written(write, after)
        open_writes.clear()

    def sent(model: Any, params: Json, **_: Any) -> None:
        close()
        meter.calls.append(model.name)
        request = json.loads(params["body"])
        open_writes.extend(_writes(beside, model.name, request))
        _count_read(meter, beside, model.name, request)

    client.meta.events.register("before-call.dynamodb", sent)
    try:
        yield meter
        close()
    finally:
        client.meta.events.unregister("before-call.dynamodb", sent)


@dataclass(frozen=True)
class _Write:
    table: str
    key: Json
    before: Json | None
    price: int


def _writes(beside: Any, operation: str, request: Json) -> Iterator[_Write]:
    if operation == "TransactWriteItems":
        wanted = [next(iter(item.values())) for item in request["TransactItems"]]
    elif operation in {"PutItem", "UpdateItem", "DeleteItem"}:
        wanted = [request]
    else:
        return
    for one in wanted:
        key = one.get("Key") or {name: one["Item"][name] for name in ("PK", "SK")}
        before = _find(beside, one["TableName"], key)
        yield _Write(one["TableName"], key, before, 2 if operation == "TransactWriteItems" else 1)


def _written(write: _Write, after: Json | None) -> int:
    before = write.before
    own = write.price * _kilobytes(max(size(before or {}), size(after or {})))
    return own + sum(_moved(index, before, after) for index in _indexes())


def _moved(index: Json, before: Json | None, after: Json | None) -> int:
    """What a write costs in an index: nothing where the entry stays as it is."""
    old, new = (_entry(index, item) for item in (before, after))
    if old == new:
        return 0
    keys = [part["AttributeName"] for part in index["KeySchema"]]
    if old and new and all(old[name] == new[name] for name in keys):
        return _kilobytes(max(size(old), size(new)))
    return sum(_kilobytes(size(entry)) for entry in (old, new) if entry)


def _entry(index: Json, item: Json | None) -> Json | None:
    keys = [part["AttributeName"] for part in index["KeySchema"]]
    if item is None or not all(name in item for name in keys):
        return None
    if index["Projection"]["ProjectionType"] == "ALL":
        return item
    assert index["Projection"]["ProjectionType"] == "KEYS_ONLY"
    return {name: item[name] for name in ("PK", "SK", *keys)}


def _indexes() -> list[Json]:
    found: list[Json] = resource("Table")["GlobalSecondaryIndexes"]
    return found


def _kilobytes(bytes_: int) -> int:
    return max(1, ceil(bytes_ / 1024))


def _find(beside: Any, table: str, key: Json) -> Json | None:
    found: Json | None = beside.get_item(TableName=table, Key=key, ConsistentRead=True).get("Item")
    return found


def _count_read(meter: Meter, beside: Any, operation: str, request: Json) -> None:
    if operation == "Query":
        index = next((i for i in _indexes() if i["IndexName"] == request.get("IndexName")), None)
        found = beside.query(
            **{**request, "Select": "ALL_PROJECTED_ATTRIBUTES"} if index else request
        )
        entries = [_entry(index, item) or {} if index else item for item in found["Items"]]
        meter.items += len(entries)
        each = [sum(map(size, entries))]
        consistent = request.get("ConsistentRead", False)
    elif operation == "GetItem":
        item = _find(beside, request["TableName"], request["Key"])
        meter.items += 1
        each = [size(item or {})]
        consistent = request.get("ConsistentRead", False)
    elif operation == "BatchGetItem":
        ((table, wanted),) = request["RequestItems"].items()
        each = [size(_find(beside, table, key) or {}) for key in wanted["Keys"]]
        meter.items += len(each)
        consistent = wanted.get("ConsistentRead", False)
    else:
        return
    meter.read += sum(max(1, ceil(bytes_ / 4096)) for bytes_ in each) * (1 if consistent else 0.5)
