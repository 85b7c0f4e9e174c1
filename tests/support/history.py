from collections.abc import Sequence

from certfolio.domain.history import GENESIS, Event


def broken_at(events: Sequence[Event], head: str) -> int | None:
    """Follow the chain of a history, oldest first.

    Returns
    -------
    int or None
        Position of the first event that does not fit what stands before it, the number of
        events when the end does not fit the certificate's `head`; None for an intact history.
    """
    before = GENESIS
    for position, event in enumerate(events):
        if event.previous_hash != before or event.hash != event.digest():
            return position
        before = event.hash
    return None if before == head else len(events)
