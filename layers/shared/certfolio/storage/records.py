"""How records are written as items of the table, and read back from them."""

import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeVar

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.history import Event
from certfolio.domain.values import Record
from certfolio.settings import RecordSettings, load
from certfolio.storage import keys
from certfolio.storage.attribute_values import value_of
from certfolio.storage.packing import packed, unpacked

NEW = "attribute_not_exists(PK)"
"""Condition: there is no such item yet."""

UNCHANGED = "version = :version"
"""Condition: nobody changed the record since it was read."""

CREDIT_TYPES = "credit_types"
"""Attribute beside an event that says what its certificate claims credits of.

The event itself tells only what changed, and whoever reads the stream reads nothing else.
"""

Stored = TypeVar("Stored", bound=Record)
InPortfolio = TypeVar("InPortfolio", Certificate, Event)


def attributes(record: Record, *, with_defaults: bool = True) -> dict[str, Any]:
    """A record's attributes as they are stored: exact amounts and dates as text.

    Parameters
    ----------
    with_defaults
        Whether fields that have their default are stored too, so that conditions can ask for
        them.
    """
    return record.model_dump(mode="json", exclude_none=True, exclude_defaults=not with_defaults)


def stored(kind: type[Stored], item: Mapping[str, Any]) -> Stored:
    """Read the record of an item; what the record does not know, at any depth, is left out.

    So an item that another version of the program wrote can still be read.
    """
    return kind.model_validate(item, extra="ignore")


_BODY = "body"
"""Attribute that holds, packed, all that no key and no condition asks for."""

_ASKED_FOR = frozenset({"version", "status", "assignment", "renewed_by"})
"""Fields of a certificate that conditions of writes ask for."""


def item_of(record: Certificate | Event) -> dict[str, Any]:
    """The item of a certificate or an event, without what follows from its keys.

    An item under 1 KB costs half as much to write, and so does its copy in an index.
    """
    whole = attributes(record, with_defaults=False)
    if isinstance(record, Certificate):
        placed = {**keys.certificate(record.owner, record.id), **keys.index_keys(record)}
    else:
        placed = {**keys.event(record, record.certificate_id, record.version)}
    whole |= placed
    for place, name, value in list(_implied(whole)):
        if place.get(name) == value:
            del place[name]
    if load(RecordSettings).pack_records == "off":
        return whole
    outside = placed.keys() | _ASKED_FOR
    body = {name: value for name, value in whole.items() if name not in outside}
    return {name: value for name, value in whole.items() if name in outside} | {_BODY: packed(body)}


def record_of(kind: type[InPortfolio], item: Mapping[str, Any]) -> InPortfolio:
    """Read the certificate or event of an item, also of one from before items were packed."""
    whole = opened(item)
    for place, name, value in _implied(whole):
        place.setdefault(name, value)
    return stored(kind, whole)


def opened(item: Mapping[str, Any]) -> dict[str, Any]:
    """An item with what is packed in it, where something is, beside what is not."""
    values = dict(item)
    body = values.pop(_BODY, None)
    return values if body is None else unpacked(bytes(body)) | values


def _implied(item: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, Any]]:
    """The values that an item need not hold, because they follow from its keys.

    Yields
    ------
    dict, str, Any
        The part of the item that the value belongs to, its name there, and the value.
    """
    known = keys.fields_of(item)
    certificate_id = known.get("certificate_id") or known["id"]
    for name, value in known.items():
        yield item, name, value
    decision = item.get("decision", {})
    for actor in (item.get("submitted_by"), item.get("actor"), decision.get("by")):
        if actor is not None:
            yield actor, "id", known["learner_id"]
    since = item.get("since", known.get("since"))
    if since is not None:
        yield item, "submitted_at", since
        if decision:
            yield decision, "at", since
    file = item.get("file") or item.get("changes", {}).get("file")
    if file and file.get("evidence"):
        owner = Owner(academy_id=known["academy_id"], learner_id=known["learner_id"])
        yield file["evidence"], "key", keys.object_key_for(owner, certificate_id, file["upload_id"])


# Items as the table's stream brings them, whoever wrote them.


class Unreadable(Exception):
    """An item is none that this version of the program knows."""


def event_in(image: Mapping[str, Any]) -> Event:
    """Read an item, as DynamoDB's JSON has it, that is an event of a certificate.

    Raises
    ------
    Unreadable
        It is none.
    """
    with reading():
        return record_of(Event, plain(image))


def plain(image: Mapping[str, Any]) -> dict[str, Any]:
    """An item out of DynamoDB's JSON."""
    return {name: value_of(attribute) for name, attribute in image.items()}


@contextmanager
def reading() -> Iterator[None]:
    """Tell as `Unreadable` what reading raises of items that this program did not write."""
    try:
        yield
    except _NOT_OURS as error:
        # Not what the error says: it may cite what people wrote.
        raise Unreadable(type(error).__name__) from error


_NOT_OURS = (ValueError, LookupError, TypeError, AttributeError, zlib.error)
