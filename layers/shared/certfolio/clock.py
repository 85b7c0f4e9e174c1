"""The one clock; whoever needs another hands it in."""

from datetime import UTC, datetime


def clock() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)
