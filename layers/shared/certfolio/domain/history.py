"""The events of a certificate and the chain that ties them together."""

import hashlib
import json
import secrets
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

from pydantic import Field

from certfolio.domain.actions import Action, Actor, Status
from certfolio.domain.certificates import Owner
from certfolio.domain.values import Comment, Record, Ulid

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
    salt
        Random, and part of what is hashed. So nobody who has only an event's hash can find out
        what the event said by guessing. None in events from before salts were introduced.
    previous_hash, hash
        The chain: the hash of the event before this one, and the SHA-256 of everything in this
        one, except this very hash.
    """

    certificate_id: Ulid
    version: int
    at: datetime
    actor: Actor
    action: Action
    from_status: Status | None = None
    to_status: Status
    comment: Comment | None = None
    changes: Mapping[str, Any] = Field(default_factory=dict)
    request: str
    salt: str | None = None
    previous_hash: str
    hash: str = ""

    def sealed(self) -> "Event":
        """The event with salt and hash filled in."""
        salted = self.model_copy(update={"salt": self.salt or secrets.token_urlsafe(_SALT_BYTES)})
        return salted.model_copy(update={"hash": salted.digest()})

    def digest(self) -> str:
        """SHA-256 over the canonical JSON of everything but the hash itself."""
        return digest_of(self.model_dump(mode="json", exclude={"hash"}, exclude_none=True))


def digest_of(value: object) -> str:
    """SHA-256, hexadecimal, of a JSON value in canonical form: sorted keys, no spaces."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


_SALT_BYTES = 16


class FieldChange(Record):
    """What one field of a certificate said before and after an event, in words.

    Attributes
    ----------
    field
        Its name; of a claim's line ``claims.<credit type>.claimed``, ``….awarded`` or
        ``….labels.<label>``, and from the second line of a type on
        ``claims.<credit type>.<number>.claimed``.
    before, after
        None where it said nothing.
    """

    field: str
    before: str | None = None
    after: str | None = None


def changes_told(events: Iterable[Event]) -> Iterator[tuple[Event, list[FieldChange]]]:
    """Say, for each event, what the fields that people see said before it and after it.

    Parameters
    ----------
    events
        The whole history, oldest first.
    """
    known: dict[str, _Said] = {}
    for event in events:
        said = dict(chain.from_iterable(map(_told, event.changes, event.changes.values())))
        if "claims" in event.changes:
            gone = {field for field in known if field.startswith("claims.")} - said.keys()
            said |= dict.fromkeys(gone, _NOTHING)
        differing = {field: now for field, now in said.items() if now != known.get(field, _NOTHING)}
        yield (
            event,
            [
                FieldChange(field=field, before=known.get(field, _NOTHING).words, after=now.words)
                for field, now in differing.items()
            ],
        )
        known |= differing


class _Said(NamedTuple):
    """What a field says in words, and the value by which a change of it is noticed."""

    words: str | None
    identity: str | None


_NOTHING = _Said(None, None)
_PLAIN = frozenset(
    {
        "kind",
        "title",
        "issuer",
        "certificate_number",
        "verification_link",
        "earned_on",
        "expires_on",
    }
)


def _told(name: str, value: Any) -> Iterator[tuple[str, _Said]]:  # noqa: ANN401 - JSON
    """What one change, in its stored form, says of the fields that people see."""
    if name in _PLAIN:
        yield name, _Said(value, value)
    elif name == "file":
        # Two files can have the same name, and inspection changes the state of one.
        yield name, _Said(value["name"], value["upload_id"]) if value else _NOTHING
    elif name == "claims":
        lines = Counter[str]()
        for line in value:
            kind = line["credit_type"]
            lines[kind] += 1
            field = f"claims.{kind}" if lines[kind] == 1 else f"claims.{kind}.{lines[kind]}"
            for label, choice in line.get("labels", {}).items():
                yield f"{field}.labels.{label}", _Said(choice, choice)
            for amount in ("claimed", "awarded"):
                said = line.get(amount)
                yield f"{field}.{amount}", _Said(said, said)
