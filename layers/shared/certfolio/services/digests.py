"""The daily digest: put into the mailbox of each member of staff in the morning, by their zone."""

from collections.abc import Callable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from certfolio.domain.academies import Academy
from certfolio.domain.mails import MailItem, MailKind, Person
from certfolio.domain.staff import is_user
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.mails import MailStore
from certfolio.storage.registry import Registry

MORNING = time(7)
"""From when on a day's digest goes, by the academy's clock; quiet hours can put it off."""


class Digests:
    """What a schedule does, several times a day."""

    def __init__(
        self,
        registry: Registry,
        academies: AcademyStore,
        certificates: CertificateStore,
        mails: MailStore,
    ) -> None:
        self._registry = registry
        self._academies = academies
        self._certificates = certificates
        self._mails = mails

    def run(self, now: datetime, has_time: Callable[[], bool]) -> int:
        """Put into mailboxes what is due, for as long as there is time.

        An academy that was not finished is begun anew: what is in a mailbox is put there once.

        Returns
        -------
        int
            Into how many mailboxes.
        """
        put = 0
        for academy_id in self._registry.academies():
            if not has_time():
                break
            put += self._digest(academy_id, now)
        return put

    def _digest(self, academy_id: str, now: datetime) -> int:
        academy = self._academies.settings(academy_id)
        today = academy.day_of(now)
        if not _is_morning(academy, now) or self._mails.digested_on(academy_id) == today:
            return 0
        waiting, _ = self._certificates.pending_before(academy_id, now)
        people = self._academies.staff(academy_id) if waiting else []
        # A system on the staff list has no account.
        users = [member.principal for member in people if is_user(member.principal)]
        item = MailItem(id=f"digest.{today}", kind=MailKind.DIGEST, at=now)
        for principal in users:
            self._mails.put(Person(academy_id=academy_id, person_id=principal), item, now)
        self._mails.note_digested(academy_id, today)
        return len(users)


def _is_morning(academy: Academy, now: datetime) -> bool:
    return now.astimezone(ZoneInfo(academy.time_zone)).time() >= MORNING
