"""What people decided on certificates of an issuer."""

from collections.abc import Iterator
from itertools import islice

from certfolio.domain.lifecycle import Change
from certfolio.domain.precedents import Precedent, issuer_of, precedents_of
from certfolio.storage import keys
from certfolio.storage.packing import packed
from certfolio.storage.records import attributes, opened, stored
from certfolio.storage.table import Table, Write


def writes_of(change: Change) -> Iterator[Write]:
    """The write that keeps a decision for others, for the transaction that makes it.

    It needs no condition: the transaction has that of the event, which is made once.
    """
    issuer = issuer_of(change.after)
    if issuer is None:
        return
    for precedent in precedents_of(change):
        key = keys.precedent(
            precedent.academy_id,
            issuer,
            precedent.at,
            precedent.certificate_id,
            precedent.version,
        )
        body = packed(attributes(precedent, with_defaults=False))
        yield Write("Put", key, None, {"body": body})


class PrecedentStore:
    """Reads what was decided before."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def newest_first(self, academy_id: str, issuer: str, at_most: int) -> list[Precedent]:
        """Read the newest decisions on certificates of an issuer, in one call.

        Parameters
        ----------
        issuer
            See `certfolio.domain.precedents.issuer_of`.
        """
        partition = keys.issuer_partition(academy_id, issuer)
        items = self._table.query(partition, newest_first=True, page=at_most)
        return [stored(Precedent, opened(item)) for item in islice(items, at_most)]
