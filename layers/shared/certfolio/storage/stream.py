"""The table's stream, as Lambda hands its records to a function."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certfolio.domain.history import Event
from certfolio.storage import keys
from certfolio.storage.attribute_values import value_of
from certfolio.storage.records import record_of
from certfolio.storage.table import Item

CREDIT_TYPES = "credit_types"
"""Attribute beside an event that says what its certificate claims credits of.

The event itself tells only what changed, and whoever reads the stream reads nothing else.
"""


@dataclass(frozen=True)
class StreamRecord:
    """One change of the table.

    Attributes
    ----------
    sequence
        Its place in the stream; what Lambda is told of a record that failed.
    key
        Which item it is.
    image
        The item as it was written, as DynamoDB's JSON has it.
    """

    sequence: str
    key: Mapping[str, str]
    image: Mapping[str, Any]

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> "StreamRecord":
        """Read a record of an event ("DynamoDB event" in the AWS Lambda Developer Guide)."""
        change = record["dynamodb"]
        key = {name: value["S"] for name, value in change["Keys"].items()}
        return cls(change["SequenceNumber"], key, change["NewImage"])

    @property
    def item(self) -> Item:
        """The item as it was written, as plain values."""
        return {name: value_of(attribute) for name, attribute in self.image.items()}


def event_of(item: Item) -> tuple[Event, tuple[str, ...]]:
    """Read a certificate's event, and the credit types that the certificate claims.

    Returns
    -------
    Event, tuple of str
        No credit types where the event is from before they were kept and changed none.
    """
    event = record_of(Event, item)
    claims = event.changes.get("claims", ())
    known = item.get(CREDIT_TYPES) or [claim["credit_type"] for claim in claims]
    return event, tuple(sorted(known))


def is_event(key: Mapping[str, str]) -> bool:
    """Whether a key is that of a certificate's event; else, of what a schedule says."""
    return key["SK"].startswith(keys.EVENT)
