"""What schedules have to say, each written down once; the table's stream brings it to the bus."""

from contextlib import suppress

from pydantic import TypeAdapter

from certfolio.domain.outbox import Notice
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.records import NEW, attributes
from certfolio.storage.table import Item, Table, Write

_NOTICE: TypeAdapter[Notice] = TypeAdapter(Notice)


def write_of(notice: Notice) -> Write:
    """The write that says it, under the condition that it was not said before.

    For a transaction, in which the condition fails the whole; see `Outbox.put` for one alone.
    """
    item = {**attributes(notice), "delete_after": int(notice.forgotten_at.timestamp())}
    key = keys.notice(notice, notice.subject, notice.kind, notice.natural)
    return Write("Put", key, NEW, item)


def notice_of(item: Item) -> Notice:
    """Read the notice of an item."""
    return _NOTICE.validate_python(item, extra="ignore")


class Outbox:
    """Takes what is to be announced beside the events of certificates' histories."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def put(self, notice: Notice) -> None:
        """Say something, unless it was said before."""
        with suppress(ConditionFailed):
            self._table.write(write_of(notice))
