"""The one clock; tests put another in its place."""

from datetime import UTC, datetime


def clock() -> datetime:
    """The present instant, UTC."""
    return datetime.now(UTC)
