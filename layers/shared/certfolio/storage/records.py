"""Between records and items."""

from typing import Any

from certfolio.domain.values import Record

NEW = "attribute_not_exists(PK)"
"""Condition: there is no such item yet."""

UNCHANGED = "version = :version"
"""Condition: nobody changed the record since it was read."""


def attributes(record: Record, *, usual: bool = True) -> dict[str, Any]:
    """A record's attributes as they are stored: exact amounts and dates as text.

    Parameters
    ----------
    usual
        Whether what has its default is stored too, so that conditions can ask for it.
    """
    return record.model_dump(mode="json", exclude_none=True, exclude_defaults=not usual)
