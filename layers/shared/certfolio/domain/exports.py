"""All that is held on one person, to take along."""

from datetime import datetime, timedelta
from enum import StrEnum

from certfolio.domain.certificates import Owner
from certfolio.domain.staff import Moment
from certfolio.domain.values import Principal, Ulid

KEPT = timedelta(days=1)
"""How long an export can be fetched; the bucket forgets it soon after."""

_QUIET = timedelta(minutes=5)
"""After so long without a word the run that worked at it has ended, and another one begins."""

_LOST_AFTER = timedelta(hours=1)
"""After so long without a word nobody works at it any more, and another one can be asked for."""


class ExportState(StrEnum):
    """How far an export is."""

    WORKING = "working"
    READY = "ready"
    FAILED = "failed"


class Export(Owner):
    """An export of all that is held on a learner.

    Attributes
    ----------
    id
        Names the file that is made.
    asked_by
        The learner, or the administrator.
    heard_at
        When it was last worked at.
    runs
        How often it was begun.
    done
        How many files are in it.
    size
        Bytes of what was made; None before it is.
    version
        Counts changes from 1.
    """

    id: Ulid
    asked_by: Principal
    asked_at: Moment
    heard_at: Moment
    runs: int = 0
    done: int = 0
    size: int | None = None
    version: int = 1

    def state(self, now: datetime) -> ExportState:
        """How far it is at an instant."""
        if self.size is not None:
            return ExportState.READY
        lost = now - self.heard_at > _LOST_AFTER
        return ExportState.FAILED if lost else ExportState.WORKING

    def is_worked_at(self, now: datetime) -> bool:
        """Whether a run is making it."""
        return self.runs > 0 and self.size is None and now - self.heard_at < _QUIET

    def is_kept(self, now: datetime) -> bool:
        """Whether it can be fetched, or will be."""
        return now < self.asked_at + KEPT and self.state(now) is not ExportState.FAILED
