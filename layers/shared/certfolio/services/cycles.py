"""Saying in time which holdings' cycles end with something missing, by the academy's calendar.

Each holding stands in a list under the day on which to look at it next. Whoever looks at one says
what is due and moves it on; so a run can stop anywhere, and nobody is looked at for nothing.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING

from certfolio.domain.academies import Academy
from certfolio.domain.holdings import KeptHolding
from certfolio.domain.outbox import CycleEndsSoon
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.outbox import Outbox

if TYPE_CHECKING:
    from certfolio.services.reports import Reports

PAGE = 25
"""Holdings in one step; the certificates of each of their learners are read."""


class CycleReminders:
    """Looks at the holdings whose day has come."""

    def __init__(
        self, holdings: HoldingStore, reports: Callable[[], "Reports"], outbox: Outbox
    ) -> None:
        self._holdings = holdings
        self._reports = reports
        self._outbox = outbox

    def run(
        self, academy: Academy, today: date, now: datetime, has_time: Callable[[], bool]
    ) -> Iterator[int]:
        """Say what is due in an academy, for as long as there is time.

        Yields
        ------
        int
            How much a step had to say.
        """
        seen: set[tuple[str, str]] = set()
        while has_time():
            places = self._holdings.to_look_at(academy.academy_id, today, PAGE)
            # The list follows its records with some delay.
            new = [place for place in places if place not in seen]
            if not new:
                return
            seen.update(new)
            found = self._holdings.many(academy.academy_id, new)
            yield sum(self._look_at(held, academy, now) for held in found.values())

    def _look_at(self, held: KeptHolding, academy: Academy, now: datetime) -> int:
        # What makes reports is loaded where there is a holding to look at.
        from certfolio.domain.programmes.reminding import due, look_again_on  # noqa: PLC0415

        days = academy.reminders.days
        found = self._reports().on(held, now)
        notice = due(found.report, days)
        if notice is not None:
            cycle = notice.cycle
            self._outbox.put(
                CycleEndsSoon(
                    **dict(held.owner),
                    holding_id=held.id,
                    programme=held.programme,
                    version=held.version,
                    at=now,
                    ends_on=cycle.ends_on,
                    reminder=notice.reminder,
                    days_left=cycle.days_left,
                    missing=cycle.missing,
                )
            )
        self._holdings.look_again(held, look_again_on(found.report, days))
        return int(notice is not None)
