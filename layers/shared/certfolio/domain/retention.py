"""How long a file stays once its certificate or holding has another one, or none."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from certfolio.domain.actions import Action
from certfolio.domain.history import Event
from certfolio.domain.holdings import HoldingAction, HoldingEvent


@dataclass(frozen=True)
class FileStep:
    """What one event of a history says of files.

    Attributes
    ----------
    upload_id
        What brought the file there is from then on; None where there is none.
    settles
        Whether something was decided on that file.
    """

    at: datetime
    upload_id: str | None
    settles: bool


def steps_of_certificate(history: Iterable[Event]) -> Iterator[FileStep]:
    """What a certificate's history says of its files."""
    current = None
    for event in history:
        if "file" in event.changes:
            file = event.changes["file"]
            current = file["upload_id"] if file else None
        yield FileStep(event.at, current, _settles_credits(event.action))


def steps_of_holding(history: Sequence[HoldingEvent]) -> Iterator[FileStep]:
    """What a holding's history says of its files; of one that was removed nothing is decided."""
    current = None
    removed = bool(history) and history[-1].action is HoldingAction.REMOVE
    decisions = () if removed else (HoldingAction.CONFIRM, HoldingAction.REFUSE)
    for event in history:
        if "file" in {**event.before, **event.after}:
            current = event.after.get("file", {}).get("upload_id")
        yield FileStep(event.at, current, event.action in decisions)


def still_promised(
    history: Iterable[FileStep], upload_id: str, now: datetime, kept: timedelta
) -> bool:
    """Whether a history speaks for keeping a file.

    A file on which something was decided stays for good, so that the decision can be looked into.
    Any other goes a while after it was replaced; the history goes on naming it, with the SHA-256 by
    which somebody who has the file can show that it was this one.

    Parameters
    ----------
    upload_id
        The upload that brought the file.
    kept
        How long a file stays after it was replaced.
    """
    current, promised = None, False
    for step in history:
        if current == upload_id != step.upload_id:
            promised = step.at + kept > now
        current = step.upload_id
        if current == upload_id and step.settles:
            return True
    return promised or current == upload_id


def _settles_credits(action: Action) -> bool:
    match action:
        case Action.APPROVE | Action.DECLINE | Action.REVOKE:
            return True
        case (
            Action.SUBMIT
            | Action.EDIT
            | Action.WITHDRAW
            | Action.REQUEST_CHANGES
            | Action.REOPEN
            | Action.DISPUTE
            | Action.RECORD_FILE
            | Action.SUPERSEDE
            | Action.RESTORE
        ):
            return False
    assert_never(action)
