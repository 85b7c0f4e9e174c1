"""Counting an academy's certificates anew, so that its totals are known and stay right.

Totals are kept by those who change a status, see `certfolio.domain.totals`. What was handed in
before there were totals they do not count, nor what an earlier version of the program writes while
it is put back for a while. So all certificates are counted once a day from the list by status, and
a shard that kept still meanwhile says what was found. Shards that did not are tried again with the
next run until each has been right once; then the totals are told.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import pairwise

from certfolio.domain.actions import Status
from certfolio.domain.errors import StaleVersion
from certfolio.domain.reconciliation import Finding, Found
from certfolio.domain.totals import SHARDS, Counts, Recount, Shard, shard_of
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.totals import TotalsStore

EACH = timedelta(days=1)
"""How often everything is counted."""

SETTLES = timedelta(minutes=10)
"""How long after the shards' versions were noted the list is looked at.

The list is an index, which follows a write within a second as a rule. Functions that were replaced
by a deployment, and do not count, have ended by then too.
"""

_STATUSES = tuple(Status)
_NEXT = dict(pairwise(_STATUSES))


class Recounts:
    """Counts what is stored."""

    def __init__(self, totals: TotalsStore, certificates: CertificateStore) -> None:
        self._totals = totals
        self._certificates = certificates

    def look_after(
        self, academy_id: str, now: datetime, has_time: Callable[[], bool]
    ) -> Iterator[Finding]:
        """Count an academy's certificates if it is time for that, for as long as there is time.

        Parameters
        ----------
        has_time
            Asked before each call that reads certificates.

        Yields
        ------
        Finding
            That totals which were told had been wrong, and are right now.
        """
        # Where another run counts, this one leaves it to that.
        with suppress(StaleVersion):
            yield from self._go_on(self._totals.recount(academy_id), now, has_time)

    def _go_on(
        self, recount: Recount, now: datetime, has_time: Callable[[], bool]
    ) -> Iterator[Finding]:
        if recount.noted_at is None:
            if recount.ended_at is None or now >= recount.ended_at + EACH:
                self._begin(recount, now)
            return
        if now < recount.noted_at + SETTLES:
            return
        while has_time():
            recount = self._page(recount)
            if recount.status is None:
                yield from self._end(recount, now)
                return
            recount = self._totals.save_recount(recount)

    def _begin(self, recount: Recount, now: datetime) -> None:
        noted = tuple(shard.version for shard in self._totals.shards(recount.academy_id))
        update = {
            "noted_at": now,
            "noted": noted,
            "status": _STATUSES[0],
            "after": None,
            "found": ({},) * SHARDS,
        }
        self._totals.save_recount(recount.model_copy(update=update))

    def _page(self, recount: Recount) -> Recount:
        """What is counted with one more page; no status is left where it was the last."""
        status = recount.status or _STATUSES[0]
        found = [Counter(counts) for counts in recount.found]
        page, after = self._certificates.places(recount.academy_id, status, recount.after)
        for owner, certificate_id in page:
            found[shard_of(owner, certificate_id)][status] += 1
        update: dict[str, object] = {"found": tuple(found), "after": after}
        if after is None:
            update["status"] = _NEXT.get(status)
        return recount.model_copy(update=update)

    def _end(self, recount: Recount, now: datetime) -> Iterator[Finding]:
        """Let the shards that kept still say what was found."""
        academy_id = recount.academy_id
        known = self._totals.is_known(academy_id)
        settled, mended = set(recount.settled), False
        for number, shard in enumerate(self._totals.shards(academy_id)):
            if shard.version != recount.noted[number]:
                continue
            found = recount.found[number]
            if _differs(shard, found):
                if not self._totals.mend(academy_id, number, shard.version, found):
                    continue
                mended = True
            settled.add(number)
        if not known and len(settled) == SHARDS:
            self._totals.know(academy_id)
        ended = known or len(settled) == SHARDS
        update = {
            "noted_at": None,
            "noted": (),
            "found": (),
            "settled": frozenset(settled),
            "ended_at": now if ended else None,
        }
        self._totals.save_recount(recount.model_copy(update=update))
        if known and mended:
            yield Finding(Found.MISCOUNTED, academy_id)


def _differs(shard: Shard, found: Counts) -> bool:
    return any(shard.counts.get(status, 0) != found.get(status, 0) for status in Status)
