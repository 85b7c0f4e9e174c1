"""The ledger: what every event's hash was when it was written, where no table can change it.

It knows certificates by pseudonyms alone, and events by their hashes, which cover random bytes.
So nobody can find out from it, or have a guess confirmed, whose certificates it is about, and it
stays as it is when a person's records are erased.
"""

import hmac
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from certfolio.domain.certificates import Owner
from certfolio.domain.history import GENESIS, Event, digest_of
from certfolio.domain.merkle import inclusion_proof, tree_hash
from certfolio.domain.values import Record


class Leaf(Record):
    """That a certificate's version began with an event.

    Attributes
    ----------
    certificate
        Its pseudonym.
    hash
        The event's.
    """

    certificate: str
    version: int
    hash: str

    def data(self) -> bytes:
        """What is hashed: the leaf's canonical JSON."""
        return json.dumps(self.model_dump(), sort_keys=True, separators=(",", ":")).encode()


class Head(NamedTuple):
    """Where the chain of batches ends.

    Attributes
    ----------
    number, hash
        Of the last batch.
    """

    number: int
    hash: str


BEGINNING = Head(0, GENESIS)
"""Before the first batch."""


class Batch(Record):
    """Leaves that were entered together, chained to the batch before it.

    Attributes
    ----------
    number
        From 1, without a gap.
    previous
        Hash of the batch before it.
    root
        Of the Merkle tree over the leaves, hexadecimal.
    """

    number: int
    at: datetime
    previous: str
    root: str
    leaves: tuple[Leaf, ...]

    @classmethod
    def after(cls, head: Head, leaves: Sequence[Leaf], now: datetime) -> "Batch":
        """The batch that enters leaves behind a head."""
        return cls(
            number=head.number + 1,
            at=now,
            previous=head.hash,
            root=tree_hash([leaf.data() for leaf in leaves]).hex(),
            leaves=tuple(leaves),
        )

    @property
    def head(self) -> Head:
        """The end of the chain behind this batch.

        The hash covers the leaves by their root alone. So who is shown one leaf with its proof
        can follow the chain without being shown the others.
        """
        covered = self.model_dump(mode="json", exclude={"leaves"})
        return Head(self.number, digest_of({**covered, "size": len(self.leaves)}))

    def proof(self, position: int) -> list[str]:
        """The hashes, hexadecimal, that prove that a leaf is in the batch."""
        leaves = [leaf.data() for leaf in self.leaves]
        return [beside.hex() for beside in inclusion_proof(leaves, position)]


class Entry(NamedTuple):
    """Where the ledger has a leaf; in this order the first one of a version is the one that counts.

    Attributes
    ----------
    batch, position
        Number of the batch, and place in it, from 0.
    """

    version: int
    batch: int
    position: int
    hash: str


def first_of(entries: Iterable[Entry]) -> Mapping[int, str]:
    """The hash that was entered first for each version, oldest version first."""
    first: dict[int, str] = {}
    for entry in sorted(entries):
        first.setdefault(entry.version, entry.hash)
    return first


def pseudonym(key: bytes, owner: Owner, certificate_id: str) -> str:
    """What the ledger calls a certificate: an HMAC, so that nobody without the key can tell."""
    named = f"{owner.academy_id}#{owner.learner_id}#{certificate_id}"
    return hmac.new(key, named.encode(), sha256).hexdigest()


def enterable(event: Event) -> Event:
    """See that an event has a hash to enter.

    Raises
    ------
    ValueError
        What it says is its hash is none, and could be anything that somebody wrote.
    """
    if not _DIGEST.fullmatch(event.hash):
        raise ValueError("the event has no hash")
    return event


_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)


def leaf_of(key: bytes, event: Event) -> Leaf | None:
    """What is entered of an event.

    Nothing is of one without a salt, from before there were salts: its hash would confirm guesses.
    The next event's hash covers it.
    """
    if event.salt is None:
        return None
    known_as = pseudonym(key, event, event.certificate_id)
    return Leaf(certificate=known_as, version=event.version, hash=event.hash)
