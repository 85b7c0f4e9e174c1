"""Entering events into the ledger."""

from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.history import Event
from certfolio.domain.ledger import Batch, Head, Leaf, leaf_of
from certfolio.storage.ledger import LedgerStore
from certfolio.storage.secret_keys import SecretKey

_AT_ONCE = 8


@dataclass(frozen=True)
class Entered:
    """What became of events.

    Attributes
    ----------
    head
        The batch that was written; None where all was known.
    new
        How many of them it has.
    contradicting
        Those whose version the ledger knows by another event already.
    """

    head: Head | None
    new: int
    contradicting: tuple[Event, ...]


class Ledger:
    """Writes the ledger; any number of writers make one chain, in which each leaf is once."""

    def __init__(self, store: LedgerStore, key: SecretKey) -> None:
        self._store = store
        self._key = key
        self._head: Head | None = None

    def enter(self, events: Iterable[Event], now: datetime) -> Entered:
        """Enter those events that the ledger does not know.

        Raises
        ------
        Unavailable
            AWS is busy, or there was too little time. Asked again, it is done once all the same:
            what this left undone is completed first, so that what it did is known.
        """
        by_leaf = {
            leaf: event
            for event in events
            if (leaf := leaf_of(self._key.read(), event)) is not None
        }
        while by_leaf:
            # All that stands before the head can be found by its leaves. When the batch is put,
            # nothing else stands behind it, so that nothing was entered meanwhile.
            head = self._head or self._store.head()
            new, contradicting = self._new(list(by_leaf))
            against = tuple(by_leaf[leaf] for leaf in contradicting)
            if not new:
                return Entered(None, 0, against)
            batch = Batch.after(head, new, now)
            # Where that fails, what it did is not known.
            self._head = None
            if self._store.put(batch):
                self._store.index(batch)
                self._head = batch.head
                return Entered(batch.head, len(new), against)
        return Entered(None, 0, ())

    def _new(self, leaves: Sequence[Leaf]) -> tuple[list[Leaf], list[Leaf]]:
        """Which leaves the ledger does not know, and which of these contradict what it knows."""
        certificates = list(dict.fromkeys(leaf.certificate for leaf in leaves))
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            found = zip(certificates, pool.map(self._store.known, certificates), strict=True)
        known = {
            (certificate, entry.version, entry.hash)
            for certificate, entries in found
            for entry in entries
        }
        versions = {(certificate, version) for certificate, version, _ in known}
        new, contradicting = [], []
        for leaf in leaves:
            version = (leaf.certificate, leaf.version)
            if (*version, leaf.hash) in known:
                continue
            new.append(leaf)
            if version in versions:
                contradicting.append(leaf)
            versions.add(version)
        return new, contradicting
