"""Saying in time what expires or ends, academy by academy, once a day by its calendar.

Everything is done in steps of a page, and how far that has come is written down behind each. A step
can be done twice and a run can stop anywhere: what was said is known by its natural key.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime

from certfolio.domain.academies import Academy
from certfolio.domain.errors import StaleVersion
from certfolio.domain.outbox import Notice
from certfolio.domain.reminders import Reminding, days_to_look_at, due, said_before
from certfolio.services.cycles import CycleReminders
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.outbox import Outbox
from certfolio.storage.registry import Registry
from certfolio.storage.reminders import ReminderStore

PAGE = 100
"""Certificates in one step; so many are read in one call."""


class Reminders:
    """What a schedule does.

    Parameters
    ----------
    at_once
        How many notices are under way at the same time.
    """

    def __init__(  # noqa: PLR0913 - the stores
        self,
        registry: Registry,
        reminders: ReminderStore,
        certificates: CertificateStore,
        outbox: Outbox,
        cycles: CycleReminders,
        *,
        at_once: int,
    ) -> None:
        self._registry = registry
        self._reminders = reminders
        self._certificates = certificates
        self._outbox = outbox
        self._cycles = cycles
        self._at_once = at_once

    def run(self, now: datetime, has_time: Callable[[], bool]) -> Iterator[int]:
        """Say what is due, for as long as there is time.

        Parameters
        ----------
        has_time
            Asked before each step.

        Yields
        ------
        int
            How many notices a step had, those that were said before included.

        Raises
        ------
        Unavailable
            AWS is busy; the next run goes on.
        """
        for academy_id in self._registry.academies():
            if not has_time():
                return
            try:
                yield from self._remind(academy_id, now, has_time)
            except StaleVersion:
                # Another run is under way there.
                continue

    def _remind(
        self, academy_id: str, now: datetime, has_time: Callable[[], bool]
    ) -> Iterator[int]:
        academy, reminding = self._reminders.of(academy_id)
        today = academy.day_of(now)
        said_until = said_before(reminding.said_until, today)
        if said_until >= today:
            return
        if reminding.today != today:
            begun = {"said_until": said_until, "today": today, "expires_on": None, "after": None}
            reminding = reminding.model_copy(update=begun)
        if reminding.version == 0:
            # From this day on, whatever becomes of this run, something is owed.
            reminding = self._reminders.save(reminding)
        days = days_to_look_at(academy.reminders.days, said_until, today)
        reached = reminding.expires_on
        for expires_on in (day for day in days if reached is None or day >= reached):
            if expires_on != reminding.expires_on:
                update = {"expires_on": expires_on, "after": None}
                reminding = reminding.model_copy(update=update)
            more = True
            while more:
                if not has_time():
                    return
                found, reminding, more = self._step(academy, reminding, expires_on, said_until, now)
                yield found
        yield from self._cycles.run(academy, today, now, has_time)
        if not has_time():
            return
        ended = {"said_until": today, "today": None, "expires_on": None, "after": None}
        self._reminders.save(reminding.model_copy(update=ended))

    def _step(
        self,
        academy: Academy,
        reminding: Reminding,
        expires_on: date,
        said_until: date,
        now: datetime,
    ) -> tuple[int, Reminding, bool]:
        """Say what is due of one page; how much that was, how far it has come, whether more is."""
        academy_id, today = academy.academy_id, academy.day_of(now)
        places = self._reminders.expiring(academy_id, expires_on, reminding.after, PAGE)
        if not places:
            return 0, reminding, False
        certificates = self._certificates.many(
            academy_id, [(place.learner_id, place.certificate_id) for place in places]
        )
        notices = [
            notice
            for certificate in certificates
            # The list follows its records with some delay.
            if certificate.expires_on == expires_on
            for notice in due(certificate, academy.reminders.days, said_until, today, now)
        ]
        self._say(notices)
        if len(places) < PAGE:
            return len(notices), reminding, False
        update = {"after": places[-1]}
        return len(notices), self._reminders.save(reminding.model_copy(update=update)), True

    def _say(self, notices: Sequence[Notice]) -> None:
        with ThreadPoolExecutor(max_workers=self._at_once) as workers:
            for _ in workers.map(self._outbox.put, notices):
                continue
