"""How long a file stays once its certificate has another one, or none."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import assert_never

from certfolio.domain.actions import Action
from certfolio.domain.history import Event


def still_promised(
    history: Iterable[Event], upload_id: str, now: datetime, kept: timedelta
) -> bool:
    """Whether a certificate's history speaks for keeping a file it had.

    A file on which credits were awarded or refused stays for good, so that the decision can be
    looked into. Any other goes a while after it was replaced; the history goes on naming it, with
    the SHA-256 by which somebody who has the file can show that it was this one.

    Parameters
    ----------
    upload_id
        The upload that brought the file.
    kept
        How long a file stays after it was replaced.
    """
    current, promised = None, False
    for event in history:
        if "file" in event.changes:
            file = event.changes["file"]
            replacement = file and file["upload_id"]
            if current == upload_id != replacement:
                promised = event.at + kept > now
            current = replacement
        if current == upload_id and _settles_credits(event.action):
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
