"""When it is said that a holding's cycle ends, and when to look at the holding again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from certfolio.domain.programmes.results import CycleReport, Report

LOOK_AGAIN = timedelta(days=30)
"""After how long a holding is looked at again at the latest: a new version of its programme can
move its cycles."""

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """That a cycle ends soon, and something is missing.

    Attributes
    ----------
    reminder
        Which of the academy's reminders it is, in days before the last day.
    """

    cycle: CycleReport
    reminder: int


def due(report: Report, days: Iterable[int]) -> Due | None:
    """What is due to be said of a holding on the report's day: the last reminder that began.

    Parameters
    ----------
    days
        How many days before the last one the academy reminds.
    """
    cycle = _running(report)
    if cycle is None or cycle.done:
        return None
    begun = [reminder for reminder in days if cycle.days_left <= reminder]
    return Due(cycle, min(begun)) if begun else None


def look_again_on(report: Report, days: Iterable[int]) -> date:
    """The day on which something can be due that is not yet."""
    latest = report.day + LOOK_AGAIN
    cycle = _running(report)
    if cycle is None:
        return latest
    ahead = [reminder for reminder in days if reminder < cycle.days_left]
    next_day = cycle.ends_on - timedelta(days=max(ahead)) if ahead else cycle.ends_on + _ONE_DAY
    return min(next_day, latest)


def _running(report: Report) -> CycleReport | None:
    if not report.cycles or report.cycles[-1].ended:
        return None
    return report.cycles[-1]
