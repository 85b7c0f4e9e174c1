"""Whether a history is what was written, and a certificate what its history says."""

from collections.abc import Iterable, Mapping, Sequence
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
}


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
    """

    intact: bool
    broken_at: int | None = None
    why: str | None = None
    why_code: Doubt | None = None
    fields: tuple[str, ...] = ()

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


def _tells_of(event: Event | None, decision: Decision | None) -> bool:
    if event is None or decision is None:
        return event is None and decision is None
    return (event.action, event.at, event.actor, event.comment) == (
        decision.outcome,
        decision.at,
        decision.by,
        decision.comment,
    )


_EMPTY: Mapping[str, Any] = {"corrections": {}, "in_hand": False, "when_found": []}
"""Fields whose empty value is not None; a submission does not tell of empty ones."""
