"""The events of a certificate and the chain that ties them together."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from certfolio.domain.certificates import Actor, Owner, Status
from certfolio.domain.values import Comment, Ulid

GENESIS = "0" * 64
"""What the first event names as the hash before it."""


class Event(Owner):
    """One entry in a certificate's history.

    Attributes
    ----------
    version
        The version of the certificate this event led to.
    from_status, to_status
        Status before and after; before is None for the submission.
    changes
        New values of the fields that changed, in their stored form.
    request
        Digest of the request that caused the event; tells a retry from a rival.
    previous_hash, hash
        The chain: SHA-256 of the event before, and of this one with everything but itself.
    """

    certificate_id: Ulid
    version: int
    at: datetime
    actor: Actor
    action: str
    from_status: Status | None = None
    to_status: Status
    comment: Comment | None = None
    changes: Mapping[str, Any] = {}
    request: str
    previous_hash: str
    hash: str = ""

    def sealed(self) -> "Event":
        """The event with its hash filled in."""
        return self.model_copy(update={"hash": self.digest()})

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of everything but the hash itself."""
        return digest_of(self.model_dump(mode="json", exclude={"hash"}, exclude_none=True))


def digest_of(value: object) -> str:
    """SHA-256, hexadecimal, of a JSON value in canonical form: sorted keys, no spaces."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
