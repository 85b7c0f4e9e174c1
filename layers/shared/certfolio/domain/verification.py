"""Whether a history is what was written, and a certificate what its history says."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from certfolio.domain.actions import is_decision
from certfolio.domain.certificates import Certificate, Decision
from certfolio.domain.history import GENESIS, Event
from certfolio.domain.lifecycle import told
from certfolio.domain.values import Record


class Verification(Record):
    """Whether a history is what was written.

    Attributes
    ----------
    broken_at
        The version of the first event that does not fit; None where all is well, or where
        the record itself differs from its history.
    """

    intact: bool
    broken_at: int | None = None
    why: str | None = None


def verify_chain(events: Sequence[Event]) -> Verification:
    """Check a history, oldest event first, for anything edited, removed, moved or added.

    The end is not checked here: what was cut off, or added with a hash that fits, shows against
    the certificate's own `head`.
    """
    previous_hash, status = GENESIS, None
    for version, event in enumerate(events, start=1):
        why = None
        if event.version != version:
            why = "an event is missing or out of place"
        elif event.previous_hash != previous_hash:
            why = "the event does not follow the one before it"
        elif event.hash != event.digest():
            why = "the event was edited"
        elif event.from_status != status:
            why = "the event begins at another status than the one before ended"
        if why is not None:
            return Verification(intact=False, broken_at=version, why=why)
        previous_hash, status = event.hash, event.to_status
    return Verification(intact=True)


def verify(certificate: Certificate, events: Iterable[Event]) -> Verification:
    """Check that a certificate is what its history says, and the history what was written."""
    history = list(events)
    chain = verify_chain(history)
    if not chain.intact:
        return chain
    if not history or history[-1].hash != certificate.head:
        return Verification(intact=False, why="the history ends before or after the record")
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
        return Verification(
            intact=False, why=f"the record differs from its history: {', '.join(differing)}"
        )
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
