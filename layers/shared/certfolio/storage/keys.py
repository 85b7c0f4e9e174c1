"""Every key of the table, and nowhere else.

Ids hold no ``#`` (see `certfolio.domain.values`), so no value can reach into another key.
"""

from datetime import datetime
from typing import TypedDict

from certfolio.domain.certificates import Certificate, Owner, Status, Upload

BY_STATUS = "by-status"

INDEX_KEYS = {None: ("PK", "SK"), BY_STATUS: ("by_status_pk", "by_status_sk")}
"""Partition and sort key of the table and of each index that is read."""


class Key(TypedDict):
    """Primary key of one item."""

    PK: str
    SK: str


CERTIFICATE = "CERTIFICATE#"
CREDIT_TYPE = "CREDIT_TYPE#"
STAFF = "STAFF#"


def academy_partition(academy_id: str) -> str:
    """Partition of what an academy sets up."""
    return f"ACADEMY#{academy_id}"


def learner_partition(owner: Owner) -> str:
    """Partition of a learner's portfolio."""
    return f"ACADEMY#{owner.academy_id}#LEARNER#{owner.learner_id}"


def certificate(owner: Owner, certificate_id: str) -> Key:
    """Key of a certificate."""
    return {"PK": learner_partition(owner), "SK": f"{CERTIFICATE}{certificate_id}"}


def events(certificate_id: str) -> str:
    """Prefix of a certificate's events."""
    return f"EVENT#{certificate_id}#"


def event(owner: Owner, certificate_id: str, version: int) -> Key:
    """Key of one event."""
    # Padded, so that sort order is the order of events.
    return {"PK": learner_partition(owner), "SK": f"{events(certificate_id)}{version:06}"}


def upload(owner: Owner, upload_id: str) -> Key:
    """Key of an upload."""
    return {"PK": learner_partition(owner), "SK": f"UPLOAD#{upload_id}"}


def academy(academy_id: str) -> Key:
    """Key of an academy's settings."""
    return {"PK": academy_partition(academy_id), "SK": "SETTINGS"}


def credit_type(academy_id: str, credit_type_id: str) -> Key:
    """Key of a credit type."""
    return {"PK": academy_partition(academy_id), "SK": f"{CREDIT_TYPE}{credit_type_id}"}


def staff(academy_id: str, principal: str) -> Key:
    """Key of a member of staff."""
    return {"PK": academy_partition(academy_id), "SK": f"{STAFF}{principal}"}


def fingerprint(record: Certificate) -> Key:
    """Key that says which certificates share a file's bytes."""
    return {
        "PK": f"ACADEMY#{record.academy_id}#SHA256#{record.file.sha256}",
        "SK": f"LEARNER#{record.learner_id}#{CERTIFICATE}{record.id}",
    }


def status_partition(academy_id: str, status: Status) -> str:
    """Partition of the index that lists certificates of one status."""
    return f"ACADEMY#{academy_id}#STATUS#{status}"


def status_position(since: datetime, certificate_id: str) -> str:
    """Sort key in the queue; a fixed width keeps instants in order as text."""
    return f"{since:%Y-%m-%dT%H:%M:%S.%fZ}#{certificate_id}"


def index_keys(record: Certificate) -> dict[str, str]:
    """Attributes that put a certificate into the sparse indexes."""
    keys: dict[str, str] = {}
    if record.status in _LISTED:
        keys["by_status_pk"] = status_partition(record.academy_id, record.status)
        keys["by_status_sk"] = status_position(record.since, record.id)
    if record.status is Status.APPROVED and record.expires_on is not None:
        keys["by_expiry_pk"] = f"ACADEMY#{record.academy_id}#EXPIRES#{record.expires_on:%Y-%m}"
        keys["by_expiry_sk"] = f"{record.expires_on}#{record.id}"
    return keys


# What a learner took back or still has to mend is nobody's work.
_LISTED = frozenset({Status.PENDING, Status.APPROVED, Status.DECLINED, Status.REVOKED})


def object_key(record: Upload) -> str:
    """S3 key of an uploaded file, the same in both buckets; no user text in it."""
    return f"{record.academy_id}/{record.learner_id}/{record.certificate_id}/{record.id}"


def from_object_key(key: str) -> tuple[Key, Key]:
    """Keys of the upload that an S3 key belongs to and of the certificate it is for.

    Raises
    ------
    ValueError
        The server did not make this key.
    """
    academy_id, learner_id, certificate_id, upload_id = key.split("/")
    owner = Owner(academy_id=academy_id, learner_id=learner_id)
    return upload(owner, upload_id), certificate(owner, certificate_id)
