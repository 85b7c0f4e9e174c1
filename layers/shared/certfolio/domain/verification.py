"""Whether a history is what was written, and a certificate what its history says."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from certfolio.domain.actions import is_decision
from certfolio.domain.certificates import Certificate, Decision
from certfolio.domain.history import GENESIS, Event
from certfolio.domain.lifecycle import told
from certfolio.domain.values import Record


class Doubt(StrEnum):
    """Why a history is not what was written."""

    MISPLACED = "misplaced"
    UNLINKED = "unlinked"
    EDITED = "edited"
    OTHER_STATUS = "other_status"
    OTHER_END = "other_end"
    OTHER_FIELDS = "other_fields"
    OTHER_IN_LEDGER = "other_in_ledger"
    LATER_IN_LEDGER = "later_in_ledger"
    NOT_IN_LEDGER = "not_in_ledger"

    @property
    def sentence(self) -> str:
        """Why, in English, with the names of values in it."""
        return _DOUBTS[self]


_DOUBTS: Mapping[Doubt, str] = {
    Doubt.MISPLACED: "an event is missing or out of place",
    Doubt.UNLINKED: "the event does not follow the one before it",
    Doubt.EDITED: "the event was edited",
    Doubt.OTHER_STATUS: "the event begins at another status than the one before ended",
    Doubt.OTHER_END: "the history ends before or after the record",
    Doubt.OTHER_FIELDS: "the record differs from its history: {fields}",
    Doubt.OTHER_IN_LEDGER: "the ledger knows another event in its place",
    Doubt.LATER_IN_LEDGER: "the ledger knows a later event that the history has no more",
    Doubt.NOT_IN_LEDGER: "the ledger should know the event by now and does not",
}


class Witness(StrEnum):
    """What the ledger says of a history that nothing is wrong with."""

    WHOLE = "whole"
    NOT_YET = "not_yet"
    BEFORE = "before"

    @property
    def sentence(self) -> str:
        """The same in English."""
        return _WITNESSES[self]


_WITNESSES: Mapping[Witness, str] = {
    Witness.WHOLE: "the ledger knows all of it",
    Witness.NOT_YET: "the newest events are too young to be in the ledger; ask again later",
    Witness.BEFORE: "the newest event is from before the ledger began",
}

LEDGER_LAG = timedelta(minutes=15)
"""An event that is older must be in the ledger, which follows within seconds."""


@dataclass(frozen=True)
class Witnessed:
    """What the ledger knows of a certificate.

    Attributes
    ----------
    hashes
        The hash of the event that was entered first for each version.
    began_at
        When the ledger's first batch was written; None where there is none yet.
    """

    hashes: Mapping[int, str]
    began_at: datetime | None


class Verification(Record):
    """Whether a history is what was written.

    Attributes
    ----------
    broken_at
        The version of the first event that does not fit; None where all is well, or where
        the record itself differs from its history.
    why
        Why it is not, in English.
    why_code, fields
        The same for programs: with `OTHER_FIELDS`, names of the fields that differ.
    ledger
        What the ledger says of an intact history; None where it was not asked.
    """

    intact: bool
    broken_at: int | None = None
    why: str | None = None
    why_code: Doubt | None = None
    fields: tuple[str, ...] = ()
    ledger: Witness | None = None

    @classmethod
    def broken(cls, why: Doubt, at: int | None = None, fields: Sequence[str] = ()) -> Self:
        """A history that is not what was written."""
        said = why.sentence.format(fields=", ".join(fields))
        return cls(intact=False, broken_at=at, why=said, why_code=why, fields=tuple(fields))


def verify_chain(events: Sequence[Event]) -> Verification:
    """Check a history, oldest event first, for anything edited, removed, moved or added.

    The end is not checked here: what was cut off, or added with a hash that fits, shows against
    the certificate's own `head`.
    """
    previous_hash, status = GENESIS, None
    for version, event in enumerate(events, start=1):
        why = None
        if event.version != version:
            why = Doubt.MISPLACED
        elif event.previous_hash != previous_hash:
            why = Doubt.UNLINKED
        elif event.hash != event.digest():
            why = Doubt.EDITED
        elif event.from_status != status:
            why = Doubt.OTHER_STATUS
        if why is not None:
            return Verification.broken(why, version)
        previous_hash, status = event.hash, event.to_status
    return Verification(intact=True)


def verify(certificate: Certificate, events: Iterable[Event]) -> Verification:
    """Check that a certificate is what its history says, and the history what was written."""
    history = list(events)
    chain = verify_chain(history)
    if not chain.intact:
        return chain
    if not history or history[-1].hash != certificate.head:
        return Verification.broken(Doubt.OTHER_END)
    fields = {name: value for event in history for name, value in event.changes.items()}
    differing = sorted(
        name
        for name, value in told(certificate).items()
        if value != fields.get(name, _EMPTY.get(name))
    )
    first, last = history[0], history[-1]
    # The last, not the latest: the clocks of two functions may differ a little.
    moved = [event.at for event in history if event.from_status != event.to_status][-1]
    differing += [
        name
        for name, told_by_events in {
            "academy_id": first.academy_id,
            "learner_id": first.learner_id,
            "id": first.certificate_id,
            "status": last.to_status,
            "version": last.version,
            "submitted_at": first.at,
            "submitted_by": first.actor,
            "since": moved,
        }.items()
        if getattr(certificate, name) != told_by_events
    ]
    decisions = [event for event in history if is_decision(event.action)]
    if not _tells_of(decisions[-1] if decisions else None, certificate.decision):
        differing.append("decision")
    if differing:
        return Verification.broken(Doubt.OTHER_FIELDS, fields=differing)
    return chain


def verify_with_ledger(
    certificate: Certificate, events: Iterable[Event], witnessed: Witnessed, now: datetime
) -> Verification:
    """Check the same, and that the history is the one the ledger knows.

    Each event's hash covers the one before it. So an event that the ledger knows vouches for all
    before it, also for those from before there was a ledger.

    Parameters
    ----------
    witnessed
        As it was before the certificate and its events were read. Else an event in between would
        look like one that the history has lost.
    """
    history = list(events)
    found = verify(certificate, history)
    if not found.intact:
        return found
    hashes = witnessed.hashes
    for event in history:
        if hashes.get(event.version, event.hash) != event.hash:
            return Verification.broken(Doubt.OTHER_IN_LEDGER, event.version)
    newest = max(hashes, default=0)
    if newest > len(history):
        return Verification.broken(Doubt.LATER_IN_LEDGER, len(history) + 1)
    witness = Witness.WHOLE
    for event in history[newest:]:
        # What lies in the future is as little of now as what lies in the past.
        if abs(now - event.at) <= LEDGER_LAG:
            witness = Witness.NOT_YET
        elif newest == 0 and (witnessed.began_at is None or event.at < witnessed.began_at):
            witness = Witness.BEFORE
        else:
            return Verification.broken(Doubt.NOT_IN_LEDGER, event.version)
    return found.model_copy(update={"ledger": witness})


def _tells_of(event: Event | None, decision: Decision | None) -> bool:
    if event is None or decision is None:
        return event is None and decision is None
    return (event.action, event.at, event.actor, event.comment) == (
        decision.outcome,
        decision.at,
        decision.by,
        decision.comment,
    )


_EMPTY: Mapping[str, Any] = {
    "corrections": {},
    "ends_when_renewed": [],
    "in_hand": False,
    "when_found": [],
}
"""Fields whose empty value is not None; a submission does not tell of empty ones."""
