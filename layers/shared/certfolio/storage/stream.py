"""The table's stream, as Lambda hands its records to a function."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certfolio.domain.history import Event
from certfolio.storage import keys
from certfolio.storage.outbox import notice_of
from certfolio.storage.records import CREDIT_TYPES, plain, reading, record_of
from certfolio.storage.table import Item

if TYPE_CHECKING:
    from certfolio.domain.outbox import Notice


@dataclass(frozen=True)
class StreamRecord:
    """An item that was put into the table.

    Attributes
    ----------
    sequence
        Its place in the stream; what Lambda is told of a record that failed.
    key
        Which item it is.
    image
        The item, as DynamoDB's JSON has it.
    """

    sequence: str
    key: Mapping[str, str]
    image: Mapping[str, Any]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "StreamRecord":
        """Read a record of an event (StreamRecord, Amazon DynamoDB Streams API reference)."""
        change = record["dynamodb"]
        key = {name: value["S"] for name, value in change["Keys"].items()}
        return cls(change["SequenceNumber"], key, change.get("NewImage", {}))

    def read(self) -> "Happened | Notice":
        """Read what was put there.

        Raises
        ------
        Unreadable
            It is neither a certificate's event nor what a schedule says.
        """
        with reading():
            item = plain(self.image)
            if item["SK"].startswith(keys.EVENT):
                return Happened.of(item)
            return notice_of(item)


@dataclass(frozen=True)
class Happened:
    """An event of a certificate's history.

    Attributes
    ----------
    credit_types
        What the certificate claims credits of; empty where the event is from before they were kept
        beside it and changed none.
    """

    event: Event
    credit_types: tuple[str, ...]

    @classmethod
    def of(cls, item: Item) -> "Happened":
        """Read the event of an item."""
        event = record_of(Event, item)
        claims = event.changes.get("claims", ())
        known = item.get(CREDIT_TYPES) or {claim["credit_type"] for claim in claims}
        return cls(event, tuple(sorted(known)))
