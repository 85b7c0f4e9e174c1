"""The table's stream as the ledger reads it, and the ledger as somebody audits it."""

from collections.abc import Iterable, Mapping
from typing import Any

from certfolio import composition
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.history import GENESIS, Event
from certfolio.storage import clients, keys
from certfolio.storage.attribute_values import Attribute, attribute_of
from certfolio.storage.records import item_of
from certfolio.storage.table import Write
from functions.ledger import handler as ledger
from tests.support.world import ENVIRONMENT, lambda_context, standing
from tools import ledger as offline

Item = Mapping[str, Attribute]


def inserted(image: Item) -> dict[str, Any]:
    """What the stream says of a new item."""
    return {
        "eventName": "INSERT",
        "dynamodb": {
            "Keys": {name: image[name] for name in ("PK", "SK")},
            "SequenceNumber": "111",
            "NewImage": image,
        },
    }


def images(owner: Owner, *events: Event) -> list[Item]:
    """Events as they are stored."""
    return [
        {
            name: attribute_of(value)
            for name, value in {
                **keys.event(owner, event.certificate_id, event.version),
                **item_of(event),
            }.items()
        }
        for event in events
    ]


def deliver(*of: Item) -> None:
    """Let the stream bring new items, all in one batch."""
    event = {"Records": [inserted(image) for image in of]}
    ledger.handler(event, lambda_context(), clock=standing)


def history(owner: Owner, certificate_id: str) -> list[Event]:
    return composition.certificates().history(owner, certificate_id)


def follow(owner: Owner, certificate_id: str) -> list[Item]:
    """Let the stream bring all that happened to a certificate."""
    brought = images(owner, *history(owner, certificate_id))
    deliver(*brought)
    return brought


def objects(prefix: str) -> dict[str, bytes]:
    """What the ledger's bucket holds."""
    s3, bucket = clients.s3(), ENVIRONMENT["LEDGER_BUCKET"]
    listed: Any = s3.list_objects_v2(Bucket=bucket, Prefix=prefix)
    return {
        item["Key"]: s3.get_object(Bucket=bucket, Key=item["Key"])["Body"].read()
        for item in listed.get("Contents", ())
    }


def audited() -> list[dict[str, Any]]:
    """The ledger's batches, after the offline verifier has found nothing wrong with them.

    Each leaf is in the chain once and can be found by its name, and there are no other names.
    """
    batches = [offline.parsed(text.decode()) for _, text in sorted(objects("batches/").items())]
    assert offline.chain_faults(batches) == []
    names = [
        f"leaves/{leaf['certificate']}/{leaf['version']:06}/{batch['number']:010}"
        f"/{position:04}/{leaf['hash']}"
        for batch in batches
        for position, leaf in enumerate(batch["leaves"])
    ]
    assert sorted(objects("leaves/")) == sorted(names)
    leaves = [tuple(leaf.values()) for batch in batches for leaf in batch["leaves"]]
    assert len(set(leaves)) == len(leaves)
    return batches


def entered() -> list[tuple[int, str]]:
    """Version and hash of every leaf, in order."""
    return [(leaf["version"], leaf["hash"]) for batch in audited() for leaf in batch["leaves"]]


# --- Somebody with every right on the table ----------------------------------------------------


def chained(events: Iterable[Event]) -> list[Event]:
    """Events with versions and hashes that fit one another, as a forger makes them."""
    made: list[Event] = []
    for version, event in enumerate(events, start=1):
        previous = made[-1].hash if made else GENESIS
        update = {"version": version, "previous_hash": previous, "salt": "forged"}
        made.append(event.model_copy(update=update).sealed())
    return made


def put_back(certificate: Certificate, events: Iterable[Event]) -> None:
    """Put a record and all of its events into the table in place of what is there."""
    table, owner = composition.table(), certificate.owner
    for found in history(owner, certificate.id):
        key = keys.event(owner, found.certificate_id, found.version)
        table.write(Write("Delete", key, None))
    for event in events:
        key = keys.event(owner, event.certificate_id, event.version)
        table.write(Write("Put", key, None, item_of(event)))
    key = keys.certificate(owner, certificate.id)
    table.write(Write("Put", key, None, item_of(certificate)))
