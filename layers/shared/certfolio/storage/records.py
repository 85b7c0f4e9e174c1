"""Between records and items."""

from collections.abc import Iterator, Mapping
from typing import Any, TypeVar

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.history import Event
from certfolio.domain.values import Record
from certfolio.storage import keys

NEW = "attribute_not_exists(PK)"
"""Condition: there is no such item yet."""

UNCHANGED = "version = :version"
"""Condition: nobody changed the record since it was read."""

Stored = TypeVar("Stored", bound=Record)
InPortfolio = TypeVar("InPortfolio", Certificate, Event)


def attributes(record: Record, *, usual: bool = True) -> dict[str, Any]:
    """A record's attributes as they are stored: exact amounts and dates as text.

    Parameters
    ----------
    usual
        Whether what has its default is stored too, so that conditions can ask for it.
    """
    return record.model_dump(mode="json", exclude_none=True, exclude_defaults=not usual)


def stored(kind: type[Stored], item: Mapping[str, Any]) -> Stored:
    """The record of an item, whatever else the item holds, at any depth.

    What another version of the program wrote into it must not keep a record from being read.
    """
    return kind.model_validate(item, extra="ignore")


def item_of(record: Certificate | Event) -> dict[str, Any]:
    """The item of a certificate or an event, without what its keys say already.

    Most of a record is ids, and an item under 1 KB costs half as much to write.
    """
    item = attributes(record, usual=False)
    if isinstance(record, Certificate):
        item |= keys.certificate(record.owner, record.id) | keys.index_keys(record)
    else:
        item |= keys.event(record, record.certificate_id, record.version)
    for place, name, value in list(_implied(item)):
        if place.get(name) == value:
            del place[name]
    return item


def record_of(kind: type[InPortfolio], item: Mapping[str, Any]) -> InPortfolio:
    """The certificate or event of an item, whether it repeats what its keys say or not."""
    said = dict(item)
    for place, name, value in _implied(said):
        place.setdefault(name, value)
    return stored(kind, said)


def _implied(item: dict[str, Any]) -> Iterator[tuple[dict[str, Any], str, Any]]:
    """What an item need not hold: in which part of it, under which name, and what it would say."""
    said = keys.said_by(item)
    certificate_id = said.get("certificate_id") or said["id"]
    for name, value in said.items():
        yield item, name, value
    decision = item.get("decision", {})
    for actor in (item.get("submitted_by"), item.get("actor"), decision.get("by")):
        if actor is not None:
            yield actor, "id", said["learner_id"]
    since = item.get("since", said.get("since"))
    if since is not None:
        yield item, "submitted_at", since
        if decision:
            yield decision, "at", since
    file = item.get("file") or item.get("changes", {}).get("file")
    if file and file.get("evidence"):
        owner = Owner(academy_id=said["academy_id"], learner_id=said["learner_id"])
        yield file["evidence"], "key", keys.object_key_for(owner, certificate_id, file["upload_id"])
