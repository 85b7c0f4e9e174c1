"""The daily digest: put into the mailbox of each member of staff in the morning, by their zone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time
from itertools import islice
from zoneinfo import ZoneInfo

from certfolio.domain.academies import Academy
from certfolio.domain.mails import MailItem, MailKind, Person
from certfolio.domain.staff import is_user
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.mails import MailStore
from certfolio.storage.registry import Registry

PAGE = 50
"""Academies that are looked at in one call."""

MORNING = time(7)
"""From when on a day's digest goes, by the academy's clock; quiet hours can put it off."""


class Digests:
    """What a schedule does, several times a day.

    Parameters
    ----------
    at_once
        How many mailboxes are written to at the same time.
    """

    def __init__(
        self,
        registry: Registry,
        academies: AcademyStore,
        certificates: CertificateStore,
        mails: MailStore,
        *,
        at_once: int,
    ) -> None:
        self._registry = registry
        self._academies = academies
        self._certificates = certificates
        self._mails = mails
        self._at_once = at_once

    def run(self, now: datetime, has_time: Callable[[], bool]) -> int:
        """Put into mailboxes what is due, for as long as there is time.

        An academy that was not finished is begun anew: what is in a mailbox is put there once.

        Returns
        -------
        int
            Into how many mailboxes.
        """
        put = 0
        academies = self._registry.academies()
        while has_time() and (some := [*islice(academies, PAGE)]):
            for academy, digested_on in self._mails.digested(some):
                is_due = _is_morning(academy, now) and digested_on != academy.day_of(now)
                if is_due and has_time():
                    put += self._digest(academy, now)
        return put

    def _digest(self, academy: Academy, now: datetime) -> int:
        academy_id, today = academy.academy_id, academy.day_of(now)
        waiting, _ = self._certificates.pending_before(academy_id, now)
        people = self._academies.staff(academy_id) if waiting else []
        # A system on the staff list has no account.
        users = [member.principal for member in people if is_user(member.principal)]
        item = MailItem(id=f"digest.{today}", kind=MailKind.DIGEST, at=now)

        def put(principal: str) -> None:
            self._mails.put(Person(academy_id=academy_id, person_id=principal), item, now)

        with ThreadPoolExecutor(max_workers=self._at_once) as workers:
            for _ in workers.map(put, users):
                continue
        self._mails.note_digested(academy_id, today)
        return len(users)


def _is_morning(academy: Academy, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(academy.time_zone)).time() >= MORNING
