"""How many certificates an academy has in each status.

Totals are kept where the status changes, in the same transaction. A transaction is refused while
another one holds one of its items (Amazon DynamoDB Developer Guide, "Transaction conflict handling
in DynamoDB"), so the totals of an academy lie in shards, and a certificate always counts in the
same one.
"""

from collections.abc import Mapping
from datetime import datetime
from zlib import crc32

from pydantic import Field

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Owner
from certfolio.domain.lifecycle import Change
from certfolio.domain.values import AcademyId, Record

SHARDS = 64
"""In how many parts an academy's certificates are counted.

A decision that is one of eight at once, as those of a request for many are, finds its shard held by
another in one try of ten at most. Of sixteen shards it would be one in three, and five tries in
vain would not be rare.
"""

Counts = Mapping[Status, int]
"""Certificates by status; a status that is not named has none."""


def shard_of(owner: Owner, certificate_id: str) -> int:
    """The shard that a certificate counts in.

    What staff enter for many learners at once has one id, and counts in many shards all the same.
    """
    return crc32(f"{owner.learner_id}#{certificate_id}".encode()) % SHARDS


def counted(change: Change) -> Counts:
    """What a change adds to the totals of its academy: nothing where the status stays."""
    before = change.before.status if change.before else None
    after = change.after.status
    if before is after:
        return {}
    return {after: 1} if before is None else {before: -1, after: 1}


class Shard(Record):
    """A part of an academy's totals.

    Attributes
    ----------
    version
        Counts the changes of it, by which somebody who counts anew sees whether it kept still.
    """

    version: int = 0
    counts: Counts = Field(default_factory=dict)


class Recount(Record):
    """How far the certificates of an academy are counted anew, so that the next run goes on.

    What is counted takes the place of a shard only if the shard kept still from before the first
    certificate was looked at until the last one was.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet. Of two runs at once one gives way by it.
    noted_at, noted
        When the shards' versions were noted, and the versions; None and empty between two counts.
    status
        The status of the certificates that are looked at.
    after
        Behind which entry of that status's list to go on; None at its beginning.
    found
        By shard, how many were found so far.
    settled
        The shards that are known to count what is stored. All, once the totals are known.
    ended_at
        When all of them had been counted; None before.
    """

    academy_id: AcademyId
    version: int = 0
    noted_at: datetime | None = None
    noted: tuple[int, ...] = ()
    status: Status | None = None
    after: tuple[str, str] | None = None
    found: tuple[Counts, ...] = ()
    settled: frozenset[int] = frozenset()
    ended_at: datetime | None = None
