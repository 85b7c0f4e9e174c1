"""What of records is the same each time a story is told: no ids, no instants, no hashes."""

import re
from collections import Counter
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from certfolio.domain.actions import Status
from certfolio.storage import clients
from certfolio.storage.records import opened
from tests.support.faults import everything
from tests.support.world import ENVIRONMENT

Json = dict[str, Any]
_ID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}|academy-[0-9]+|[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9a-f]{64}")
_deserializer = TypeDeserializer()


def records(academy_id: str) -> list[Json]:
    """An academy's records, each by its kind and by what tells how it stands."""
    own = f"ACADEMY#{academy_id}"
    items = [
        opened({name: _deserializer.deserialize(value) for name, value in item.items()})
        for item in everything()
    ]
    totals = f"{own}#TOTALS"
    found = [
        {"kind": _ID.sub("", item["SK"]), **outline(item), "waits": "by_time_pk" in item}
        for item in items
        if (item["PK"] == own or item["PK"].startswith(f"{own}#")) and item["PK"] != totals
    ]
    # In which shard something counts follows from ids.
    counted = sum((_counts(item) for item in items if item["PK"] == totals), Counter[str]())
    return [*sorted(found, key=repr), {"kind": "totals", **counted}]


def _counts(item: Json) -> Counter[str]:
    return Counter({status: int(item.get(status, 0)) for status in Status})


def outline(record: Json) -> Json:
    """How a record stands."""
    told = {name: record.get(name) for name in ("version", "status", "role", "attached", "title")}
    if "items" in record:
        told["items"] = [item["status"] for item in record["items"]]
    file = record.get("file") or {}
    goes = "delete_after" in record
    return told | {"file": file.get("state"), "reason": file.get("reason"), "goes": goes}


def files(academy_id: str) -> list[tuple[str, int]]:
    """An academy's evidence and what was made of it: each learner's, and how many versions."""
    found: Any = clients.s3().list_object_versions(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Prefix=f"{academy_id}/"
    )
    keys = [item["Key"] for item in (*found.get("Versions", ()), *found.get("DeleteMarkers", ()))]
    return sorted((_ID.sub("", key), keys.count(key)) for key in set(keys))
