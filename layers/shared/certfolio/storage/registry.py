"""The academies there are, so that what runs by schedule can go through all of them."""

from collections.abc import Iterator

from certfolio.storage import keys
from certfolio.storage.table import Table, Write


class Registry:
    """Reads and writes the list of academies."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._entered: set[str] = set()

    def academies(self, *, after: str | None = None, page: int = 100) -> Iterator[str]:
        """Read the ids of all academies in order, lazily, call by call.

        Whoever stops goes on later behind the last one seen.

        Parameters
        ----------
        after
            Id of the academy to start behind.
        page
            Academies to ask for in each call.
        """
        items = self._table.query(
            keys.ACADEMIES, start=keys.registered(after) if after else None, page=page
        )
        return (keys.academy_of(item["SK"]) for item in items)

    def missing(self, academy_id: str) -> list[Write]:
        """The write that enters an academy, for a transaction; none where it is entered already.

        One read for each academy and process: a write in every transaction would let the changes
        of one academy get into each other's way.
        """
        if academy_id in self._entered:
            return []
        key = keys.registered(academy_id)
        if self._table.get(key) is None:
            return [Write("Put", key, None, {})]
        self._entered.add(academy_id)
        return []
