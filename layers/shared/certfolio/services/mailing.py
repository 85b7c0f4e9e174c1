"""Sending what waits to be mailed: each mail once, and none never.

A mail is taken from its mailbox before SES is asked, and noted as sent after. Where this ends
between the two, the mail is looked at again when SES has had some minutes to tell that it took it;
if SES did, its event has noted that (`services.mail_events`), and else the mail is tried again.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from itertools import islice
from traceback import extract_tb

from certfolio.domain.academies import Academy
from certfolio.domain.errors import StaleVersion, Unavailable
from certfolio.domain.mails import (
    GATHERED,
    HEARD_WITHIN,
    Mailbox,
    MailKind,
    Person,
    goes_at,
    new_letter_id,
    put_off_to,
)
from certfolio.invocation import pause
from certfolio.observability import Metric, count, logger
from certfolio.storage import keys
from certfolio.storage.academies import AcademyStore
from certfolio.storage.mails import MailStore
from certfolio.storage.post import Message, Post, TakesNone

_SOON = timedelta(minutes=1)
"""After how long it is tried again when nothing can be sent."""

_IN_VAIN = 3
"""After so many tries in a row of which SES took none, a run asks it no more."""

Composer = Callable[[Mailbox, Academy, datetime], Message | None]
"""Reads all that a mail says as it is now, and writes it; None where nothing is left to say."""


class Mailing:
    """Sends what is due.

    Parameters
    ----------
    at_once
        How many mails are under way at the same time.
    stack_name
        Whose alarm hears of mails that fail.
    """

    def __init__(  # noqa: PLR0913 - what a mail passes through
        self,
        mails: MailStore,
        academies: AcademyStore,
        post: Post,
        composer: Composer,
        *,
        at_once: int,
        stack_name: str,
    ) -> None:
        self._mails = mails
        self._academies = academies
        self._post = post
        self._compose = composer
        self._at_once = at_once
        self._stack_name = stack_name

    def run(self, now: Callable[[], datetime], has_time: Callable[[], bool]) -> int:
        """Send what is due, for as long as there is time and SES takes it.

        Returns
        -------
        int
            How many mails went out.
        """
        sent = in_vain = 0
        with ThreadPoolExecutor(max_workers=self._at_once) as workers:
            for shard in range(keys.MAIL_SHARDS):
                due = self._mails.due(shard, now())
                while has_time() and (some := [*islice(due, self._at_once)]):
                    outcomes = [*workers.map(lambda one: self._send(one, now()), some)]
                    sent += outcomes.count(True)
                    if True in outcomes:
                        in_vain = 0
                    elif None in outcomes:
                        in_vain += 1
                    if in_vain == _IN_VAIN:
                        return sent
                    if None in outcomes:
                        # SES takes so many a second, and then others.
                        pause(1)
        return sent

    def _send(self, due: tuple[Person, MailKind], now: datetime) -> bool | None:
        """Do what is due about a mailbox.

        Returns
        -------
        bool or None
            Whether a mail went out; None where SES takes none now.
        """
        try:
            return self._send_due(*due, now)
        except StaleVersion:
            # Another run has it.
            return False
        except TakesNone:
            logger.exception("SES takes no mail")
            count(Metric.MAILS_FAILED, stack=self._stack_name)
            return None
        except Exception:  # noqa: BLE001 - a mailbox that cannot be dealt with delays no other
            logger.exception("a mailbox was passed over")
            count(Metric.MAILS_FAILED, stack=self._stack_name)
            return False

    def _send_due(self, person: Person, kind: MailKind, now: datetime) -> bool:
        mailbox = self._mails.mailbox(person, kind)
        if mailbox is None or not mailbox.is_due(now):
            # The list follows its records with some delay.
            return False
        academy = self._academies.set_up(person.academy_id, now).academy
        goes = goes_at(academy.mails, academy.time_zone, now)
        if goes > now:
            self._mails.put_off(mailbox, goes)
            return False
        taken = self._mails.take(mailbox, new_letter_id(now), now, now + HEARD_WITHIN)
        message = self._composed(taken, academy, now)
        if message is None:
            return False
        return self._posted(taken, message, now)

    def _composed(self, taken: Mailbox, academy: Academy, now: datetime) -> Message | None:
        """What goes out; None where nothing does, which is noted."""
        try:
            message = self._compose(taken, academy, now)
        except Exception as error:  # noqa: BLE001 - one that cannot be written delays no other
            self._failed(taken, error, now)
            return None
        if message is None:
            self._done(taken, now)
        return message

    def _posted(self, taken: Mailbox, message: Message, now: datetime) -> bool:
        try:
            self._post.send(message, taken)
        except TakesNone:
            self._mails.put_off(taken, now + _SOON)
            raise
        except Unavailable:
            # It may be on its way: it stays taken until SES has had time to tell.
            logger.exception("not known to be sent", letter=taken.letter_id)
            return False
        except Exception as error:  # noqa: BLE001 - one that SES refuses delays no other
            self._failed(taken, error, now)
            return False
        if self._done(taken, now):
            count(Metric.MAILS_SENT, kind=taken.kind)
        return True

    def _failed(self, taken: Mailbox, error: Exception, now: datetime) -> None:
        # The error itself may say what people wrote, or an address.
        [*_, place] = extract_tb(error.__traceback__)
        logger.error(
            "not sent",
            letter=taken.letter_id,
            kind=taken.kind,
            error=type(error).__name__,
            place=f"{place.filename}:{place.lineno}",
        )
        count(Metric.MAILS_FAILED, stack=self._stack_name)
        lasting = not isinstance(error, Unavailable)
        until = put_off_to(taken.failures + 1, now) if lasting else now + _SOON
        self._mails.put_off(taken, until, failed=lasting)

    def _done(self, taken: Mailbox, now: datetime) -> bool:
        letter_id = taken.letter_id
        if letter_id is None:
            return False
        return self._mails.done(taken.person, taken.kind, letter_id, now + GATHERED)
