"""What is found when all that is stored is looked at, and how far that has come."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from certfolio.domain.actions import Status
from certfolio.domain.values import AcademyId, Record


class Found(StrEnum):
    """What came of looking at a file, or at what an academy's totals say.

    Attributes
    ----------
    ASKED
        It had not been inspected; inspection was asked for.
    STUCK
        The same, and not for the first time.
    TAKEN_OVER
        Inspection had kept a copy and got no further.
    LOST
        There is no such file; its learner was told to upload it again.
    REMOVED
        No record named it for long enough.
    MISSING
        A record names it, and it is not there.
    STRAY
        Nothing here put it there, or nobody can tell what it is.
    FAILED
        Looking at it failed.
    MISCOUNTED
        An academy's totals were not what is stored; they are now.
    """

    ASKED = "asked"
    STUCK = "stuck"
    TAKEN_OVER = "taken_over"
    LOST = "lost"
    REMOVED = "removed"
    MISSING = "missing"
    STRAY = "stray"
    FAILED = "failed"
    MISCOUNTED = "miscounted"


@dataclass(frozen=True)
class Finding:
    """A file that something was found of, or an academy.

    Attributes
    ----------
    key
        The file's key in S3, or the academy's id.
    fault
        Why looking at it failed, where it did.
    """

    found: Found
    key: str
    fault: Exception | None = None


HOLDINGS: Literal["holdings"] = "holdings"

Stage = Status | Literal["holdings"]
"""Records that are looked at together: certificates of a status, or holdings."""


class Progress(Record):
    """How far a round through everything has come, so that the next run goes on from there.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet. Of two runs at once one gives way by it.
    began_at
        When the round began; None before the first.
    academy_id
        Whose records are looked at; None between two rounds.
    stage
        The records that are looked at; None while it is the files.
    after
        Where in the stage the page before ended; empty at its beginning.
    waiting_after
        The academy behind which to go on looking for files that wait; None for the first.
    """

    version: int = 0
    began_at: datetime | None = None
    academy_id: AcademyId | None = None
    stage: Stage | None = None
    after: tuple[str, ...] = ()
    waiting_after: AcademyId | None = None
