"""A DynamoDB table in memory that counts what DynamoDB would charge for.

It answers the calls that Certfolio and its peers make. A write's condition is taken to hold:
what is measured are requests that succeed.
"""

import json
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from tests.support.units import size

Json = dict[str, Any]
Place = tuple[str, str]
"""Partition and sort key of an item."""

KEYS_ONLY, ALL = "KEYS_ONLY", "ALL"
_PAGE = 1024 * 1024
"""Bytes that one Query reads at most."""


@dataclass(frozen=True)
class Index:
    """A global secondary index: the attributes that are its keys, and what it holds."""

    partition: str
    sort: str
    projection: str


@dataclass(frozen=True)
class Stamp:
    """An item to be made as often as wanted, each under keys of its own, when it is read.

    Attributes
    ----------
    text
        JSON with marks where the copy's number, or its learner's, belongs.
    """

    text: str
    keys: str

    @classmethod
    def of(cls, item: Json, instead: Mapping[str, str], keys: Iterable[str]) -> "Stamp":
        """A stamp of an item.

        Parameters
        ----------
        instead
            The mark that takes the place of each part of it.
        keys
            Attributes that are keys of the table or of an index.
        """
        only = {name: item[name] for name in keys if name in item}
        return cls(_replaced(json.dumps(item), instead), _replaced(json.dumps(only), instead))

    def made(self, number: int) -> Json:
        """The item under this number."""
        item: Json = json.loads(_stamped(self.text, number))
        return item

    def placed(self, number: int) -> Json:
        """Its keys alone."""
        item: Json = json.loads(_stamped(self.keys, number))
        return item


NUMBER, LEARNER = "@number@", "@learner@"
"""Marks in a stamp."""

_EACH = 10
"""Certificates of one learner."""


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    for old, new in instead.items():
        text = text.replace(old, new)
    return text


def _stamped(text: str, number: int) -> str:
    return text.replace(NUMBER, f"{number:012}").replace(LEARNER, f"{number // _EACH:012}")


class Copy(NamedTuple):
    """An item that is not made yet."""

    stamp: Stamp
    number: int


@dataclass
class Units:
    """Read and write units."""

    read: float = 0.0
    written: float = 0.0


@dataclass
class Table:
    """Items by their keys, and their places in each index.

    Attributes
    ----------
    frozen
        Whether writes are counted and not done, so that a request can be sent again and again.
    """

    indexes: Mapping[str, Index]
    frozen: bool = False
    units: Units = field(default_factory=Units)
    _items: dict[Place, Json | Copy] = field(default_factory=dict)
    # For the table (None) and each index, by partition: sort keys, each with the item's place.
    _orders: dict[str | None, dict[str, list[tuple[str, Place]]]] = field(default_factory=dict)

    # Calls

    def answer(self, operation: str, request: Json) -> Json:
        """Answer a call as DynamoDB does."""
        match operation:
            case "GetItem":
                return self._get(request)
            case "BatchGetItem":
                return self._get_many(request)
            case "Query":
                return self._query(request)
            case "PutItem" | "UpdateItem" | "DeleteItem":
                self._write(operation.removesuffix("Item"), request, factor=1)
                return {}
            case "TransactWriteItems":
                for item in request["TransactItems"]:
                    ((kind, write),) = item.items()
                    # Each write of a transaction is made ready and then committed: Amazon
                    # DynamoDB Developer Guide, "Capacity management for transactions".
                    self._write(kind, write, factor=2)
                return {}
        raise ValueError(f"{operation} is none of DynamoDB's calls on items")

    def _get(self, request: Json) -> Json:
        item = self._at(place_of(request["Key"]))
        self.units.read += _read_units(size(item or {}), consistent="ConsistentRead" in request)
        return {} if item is None else {"Item": _projected(item, request)}

    def _get_many(self, request: Json) -> Json:
        ((name, wanted),) = request["RequestItems"].items()
        found = [item for key in wanted["Keys"] if (item := self._at(place_of(key))) is not None]
        consistent = "ConsistentRead" in wanted
        missing = len(wanted["Keys"]) - len(found)
        self.units.read += missing * _read_units(0, consistent=consistent)
        self.units.read += sum(_read_units(size(item), consistent=consistent) for item in found)
        items = [_projected(item, wanted) for item in found]
        return {"Responses": {name: items}, "UnprocessedKeys": {}}

    def _query(self, request: Json) -> Json:
        if "FilterExpression" in request:
            raise ValueError("Certfolio filters nothing in DynamoDB, so nothing is filtered here")
        name = request.get("IndexName")
        order, start, end = self._range(name, request)
        newest_first = not request.get("ScanIndexForward", True)
        positions = range(end - 1, start - 1, -1) if newest_first else range(start, end)
        limit, read = request.get("Limit"), 0
        items: list[Json] = []
        more = None
        for position in positions:
            place = order[position][1]
            item = self._listed(name, self._at(place) or {})
            bytes_ = size(item)
            if len(items) == limit or read + bytes_ > _PAGE:
                more = items[-1]
                break
            read += bytes_
            items.append(item)
        self.units.read += _read_units(read, consistent="ConsistentRead" in request)
        answer: Json = {"Count": len(items), "ScannedCount": len(items)}
        if request.get("Select") != "COUNT":
            answer["Items"] = [_projected(item, request) for item in items]
        if more is None and limit is not None and len(items) == limit:
            # Whether anything is behind a page that is full, DynamoDB does not look.
            more = items[-1]
        if more is not None:
            answer["LastEvaluatedKey"] = {key: more[key] for key in self._key_names(name)}
        return answer

    def _range(self, name: str | None, request: Json) -> tuple[list[tuple[str, Place]], int, int]:
        condition = KeyCondition.of(request)
        order = self._orders.get(name, {}).get(condition.partition, [])
        start = bisect_left(order, (condition.first,))
        end = bisect_right(order, (condition.last, _BEHIND))
        after = request.get("ExclusiveStartKey")
        if after is not None:
            place = place_of(after)
            sort = after[self.indexes[name].sort]["S"] if name else place[1]
            if request.get("ScanIndexForward", True):
                start = bisect_right(order, (sort, place))
            else:
                end = bisect_left(order, (sort, place))
        return order, start, end

    def _key_names(self, name: str | None) -> Iterable[str]:
        if name is None:
            return ("PK", "SK")
        return dict.fromkeys(("PK", "SK", self.indexes[name].partition, self.indexes[name].sort))

    def _listed(self, name: str | None, item: Json) -> Json:
        if name is None or self.indexes[name].projection == ALL:
            return item
        return {key: item[key] for key in self._key_names(name)}

    # Writes

    def _write(self, kind: str, write: Json, *, factor: int) -> None:
        key = write["Item"] if kind == "Put" else write["Key"]
        place = place_of(key)
        before = self._at(place)
        after: Json | None
        match kind:
            case "Put":
                after = write["Item"]
            case "Update":
                after = updated(before or dict(write["Key"]), write)
            case "Delete":
                after = None
            case "ConditionCheck":
                after = before
            case _:
                raise ValueError(f"{kind} is no write")
        larger = max(size(before or {}), size(after or {}))
        self.units.written += factor * _write_units(larger)
        if kind == "ConditionCheck":
            return
        self.units.written += sum(self._index_units(name, before, after) for name in self.indexes)
        if not self.frozen:
            self.put(place, after)

    def _index_units(self, name: str, before: Json | None, after: Json | None) -> float:
        """What an index takes: Amazon DynamoDB Developer Guide, "Write capacity units" of GSIs."""
        old, new = (self._entry(name, item) for item in (before, after))
        if old == new:
            return 0.0
        moved = (
            old is not None
            and new is not None
            and any(old[key] != new[key] for key in self._key_names(name))
        )
        if moved:
            return _write_units(size(old or {})) + _write_units(size(new or {}))
        return _write_units(max(size(old or {}), size(new or {})))

    def _entry(self, name: str, item: Json | None) -> Json | None:
        if item is None or not {self.indexes[name].partition, self.indexes[name].sort} <= set(item):
            return None
        return self._listed(name, item)

    def put(self, place: Place, item: Json | None) -> None:
        """Put an item, in place of another; None takes it away."""
        before = self._at(place)
        if before is not None:
            del self._items[place]
            for partition, entry in self._entries(place, before):
                partition.remove(entry)
        if item is not None:
            self._items[place] = item
            for partition, entry in self._entries(place, item):
                insort(partition, entry)

    def _entries(
        self, place: Place, item: Json
    ) -> Iterator[tuple[list[tuple[str, Place]], tuple[str, Place]]]:
        yield self._orders.setdefault(None, {}).setdefault(place[0], []), (place[1], place)
        for name, index in self.indexes.items():
            if index.partition in item and index.sort in item:
                orders = self._orders.setdefault(name, {})
                partition = orders.setdefault(item[index.partition]["S"], [])
                yield partition, (item[index.sort]["S"], place)

    def items(self) -> list[Json]:
        """Everything that is in the table, apart from copies."""
        return [item for item in self._items.values() if not isinstance(item, Copy)]

    def fill(self, stamp: Stamp, numbers: Iterable[int]) -> None:
        """Put copies into the table."""
        touched: dict[int, list[tuple[str, Place]]] = {}
        for number in numbers:
            keys = stamp.placed(number)
            place = place_of(keys)
            self._items[place] = Copy(stamp, number)
            for partition, entry in self._entries(place, keys):
                partition.append(entry)
                touched[id(partition)] = partition
        for partition in touched.values():
            partition.sort()

    def key_names(self) -> set[str]:
        """Attributes that are keys of the table or of an index."""
        return {name for index in (None, *self.indexes) for name in self._key_names(index)}

    def _at(self, place: Place) -> Json | None:
        found = self._items.get(place)
        return found.stamp.made(found.number) if isinstance(found, Copy) else found


_BEHIND = ("\U0010ffff", "")


@dataclass(frozen=True)
class KeyCondition:
    """A partition and the first and last sort key in it, both included."""

    partition: str
    first: str
    last: str

    @classmethod
    def of(cls, request: Json) -> "KeyCondition":
        """Read the condition of a Query."""
        expression = request["KeyConditionExpression"]
        values = {name: value["S"] for name, value in request["ExpressionAttributeValues"].items()}
        partition, _, sort = expression.partition(" AND ")
        of = values[partition.partition("=")[2].strip()]
        given = [values[name] for name in re.findall(r":\w+", sort)]
        if not sort:
            return cls(of, "", _LAST)
        if sort.startswith("begins_with"):
            return cls(of, given[0], given[0] + _LAST)
        if " BETWEEN " in sort:
            return cls(of, given[0], given[1])
        (comparison,) = re.findall(r"<=|>=|<|>|=", sort)
        first, last = {
            "=": (given[0], given[0]),
            "<=": ("", given[0]),
            ">=": (given[0], _LAST),
            "<": ("", _before(given[0])),
            ">": (given[0] + "\0", _LAST),
        }[comparison]
        return cls(of, first, last)


_LAST = "\U0010ffff"


def _before(text: str) -> str:
    """A text that sorts before another and behind nearly all that do."""
    return text[:-1] + chr(ord(text[-1]) - 1) + _LAST


def place_of(item: Json) -> Place:
    """Where an item is."""
    return item["PK"]["S"], item["SK"]["S"]


def updated(item: Json, write: Json) -> Json:
    """What an update makes of an item: SET and REMOVE of attributes, ADD of numbers."""
    names = write.get("ExpressionAttributeNames", {})
    values = write.get("ExpressionAttributeValues", {})
    after = dict(item)
    parts = re.split(r"\b(SET|REMOVE|ADD)\b", write["UpdateExpression"])[1:]
    for kind, actions in zip(parts[::2], parts[1::2], strict=True):
        for action in actions.split(","):
            name, _, value = action.strip().replace("=", " ").partition(" ")
            name, value = names.get(name, name), value.strip()
            if "." in name or "(" in value:
                raise ValueError(f"no update of Certfolio's says {action}")
            match kind:
                case "SET":
                    after[name] = values[value]
                case "REMOVE":
                    after.pop(name, None)
                case _:
                    total = int(after.get(name, {"N": "0"})["N"]) + int(values[value]["N"])
                    after[name] = {"N": str(total)}
    return after


def _projected(item: Json, request: Json) -> Json:
    expression = request.get("ProjectionExpression")
    if expression is None:
        return item
    names = request.get("ExpressionAttributeNames", {})
    wanted = [names.get(part.strip(), part.strip()) for part in expression.split(",")]
    return {name: item[name] for name in wanted if name in item}


def _read_units(bytes_: int, *, consistent: bool) -> float:
    return max(1, -(-bytes_ // 4096)) * (1.0 if consistent else 0.5)


def _write_units(bytes_: int) -> float:
    return float(max(1, -(-bytes_ // 1024)))
