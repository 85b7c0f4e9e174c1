"""What is due to be said of certificates that expire, and how far that has come.

A reminder is due from a certain number of days before the last day of validity on. Where the
schedule did not run for some days, what became due meanwhile is said late, with the days that are
really left; a reminder is left out once the next one is due as well, and all are once the
certificate has expired.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

from certfolio.domain.certificates import Certificate
from certfolio.domain.outbox import Expired, Expiring, NoticeBase
from certfolio.domain.values import AcademyId, Day, LearnerId, Record, Ulid

_ONE_DAY = timedelta(days=1)


class Place(Record):
    """A certificate in the list of those that expire on a day."""

    learner_id: LearnerId
    certificate_id: Ulid


class Reminding(Record):
    """How far it has come in an academy.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet. Of two runs at once one gives way by it.
    said_until
        The last day of which everything that was due is said; None before the first.
    today
        The day of the round that is under way; None between two. A round that was not finished
        on its day is begun anew: what it said is not said again.
    expires_on, after
        Which certificates are looked at: behind which one of those that expire on a day.
    """

    academy_id: AcademyId
    version: int = 0
    said_until: Day | None = None
    today: Day | None = None
    expires_on: Day | None = None
    after: Place | None = None


def said_before(said_until: date | None, today: date) -> date:
    """Until when everything is said: an academy that begins today owes nothing of yesterday."""
    return today - _ONE_DAY if said_until is None else said_until


def days_to_look_at(days: Iterable[int], said_until: date, today: date) -> list[date]:
    """The last days of validity of all certificates of which something can be due.

    Parameters
    ----------
    days
        How many days before the last one the academy reminds.
    said_until
        The last day of which everything is said.
    """
    missed = (today - said_until).days
    reminded = (today + timedelta(days=left - late) for left in days for late in range(missed))
    expired = (today - timedelta(days=1 + late) for late in range(missed))
    return sorted(set(chain(reminded, expired)))


def due(
    certificate: Certificate,
    days: Iterable[int],
    said_until: date,
    today: date,
    now: datetime,
) -> Iterator[Expiring | Expired]:
    """What is due to be said of an approved certificate: one thing at most."""
    expires_on = certificate.expires_on
    if certificate.standing(today) is None or expires_on is None:
        return
    about = NoticeBase(
        **certificate.owner.model_dump(),
        certificate_id=certificate.id,
        version=certificate.version,
        status=certificate.status,
        credit_types=tuple(sorted(certificate.claimed)),
        at=now,
    ).model_dump()
    left = (expires_on - today).days
    if left < 0:
        if expires_on >= said_until:
            yield Expired(**about, expires_on=expires_on)
        return
    left_then = (expires_on - said_until).days
    reminders = [reminder for reminder in days if left <= reminder < left_then]
    if reminders:
        yield Expiring(**about, expires_on=expires_on, reminder=min(reminders), days_left=left)
