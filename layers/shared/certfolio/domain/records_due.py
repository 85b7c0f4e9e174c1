"""Which records an academy's retention takes away, when, and what has to be said before.

What goes is announced before, as many days as the academy says. By which day it goes follows from
the academy's rules and from what it is about alone: what becomes of that in the meantime (a
certificate that is reopened, a learner who is back, another rule) makes another day of it, which is
announced anew.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from certfolio.domain.academies import Academy, Retention
from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate
from certfolio.domain.outbox import RecordsDue
from certfolio.domain.periods import add_months
from certfolio.domain.rights import KeptCertificate, Prescription, RetentionKind
from certfolio.domain.staff import Moment
from certfolio.domain.values import AcademyId, Day, Record

_MONTH_ENDS = timedelta(days=3)
"""By how much days can differ that are a number of months away from one day."""


STATUSES: Mapping[RetentionKind, Status] = {
    RetentionKind.DECLINED: Status.DECLINED,
    RetentionKind.WITHDRAWN: Status.WITHDRAWN,
}
"""Those that are found by their status."""


class Rule(Record):
    """A rule as it is followed.

    Attributes
    ----------
    since
        The first day on which it was: nothing goes before it was announced from then on.
    """

    months: int
    since: Day

    def due_on(self, start: date, academy: Academy) -> date:
        """The day on which goes what began to count on another."""
        return max(add_months(start, self.months), self.since + notice_of(academy))

    def looked_at_until(self, today: date, academy: Academy) -> date:
        """Whatever has to be announced or to go began to count by this day."""
        return add_months(today + notice_of(academy), -self.months) + _MONTH_ENDS


class Retaining(Record):
    """How far an academy's retention has come.

    Attributes
    ----------
    version
        Counts changes from 1; 0 is not written yet. Of two runs at once one gives way by it.
    rules
        Those that are followed.
    done_on
        The last day whose round came to its end.
    seen_until
        Of all that was approved until then, the months in which it expires are known.
    months
        First days of the months in which something expires that is approved. No others are asked
        for, and one goes when nothing of it is left.
    """

    academy_id: AcademyId
    version: int = 0
    rules: Mapping[RetentionKind, Rule] = {}
    done_on: Day | None = None
    seen_until: Moment | None = None
    months: tuple[Day, ...] = ()

    def seen(self, certificates: Iterable[Certificate]) -> "Retaining":
        """The same, once approved certificates were seen, in order of their approval."""
        found, seen_until = {*self.months}, self.seen_until
        for certificate in certificates:
            if certificate.expires_on is not None:
                found.add(certificate.expires_on.replace(day=1))
            seen_until = max(seen_until or certificate.since, certificate.since)
        return self.model_copy(update={"months": tuple(sorted(found)), "seen_until": seen_until})


def followed(
    rules: Mapping[RetentionKind, Rule], retention: Retention, today: date
) -> Mapping[RetentionKind, Rule]:
    """The rules to follow from today on: one that was not followed so before begins today."""
    stated = ((kind, getattr(retention, kind.value)) for kind in RetentionKind)
    return {
        kind: rules[kind]
        if kind in rules and rules[kind].months == months
        else Rule(months=months, since=today)
        for kind, months in stated
        if months is not None
    }


def started_on(certificate: Certificate, kind: RetentionKind, academy: Academy) -> date | None:
    """When a certificate began to count as what a rule is about; None where it is not that."""
    if certificate.renewed_by is not None:
        # It goes with the one that takes its place.
        return None
    if kind is RetentionKind.EXPIRED:
        return certificate.expires_on if certificate.status is Status.APPROVED else None
    if certificate.status is not STATUSES.get(kind):
        return None
    return academy.day_of(certificate.since)


def notice_of(academy: Academy) -> timedelta:
    """How long before it goes something is announced."""
    return timedelta(days=academy.retention.notice_days)


def stays_until(certificate: Certificate, academy: Academy) -> date | None:
    """By which day a certificate may go at the earliest; None where nothing prescribes that."""
    prescribed = academy.retention.prescribed
    if prescribed is None or certificate.status not in GRANTED or certificate.decision is None:
        return None
    return add_months(academy.day_of(certificate.decision.at), prescribed.months)


def what_stays(
    certificates: Iterable[Certificate], academy: Academy, today: date
) -> Prescription | None:
    """What has to stay of a learner's certificates; None where nothing has to."""
    until = ((one, stays_until(one, academy)) for one in certificates)
    kept = [
        KeptCertificate(certificate_id=one.id, title=one.title, until=day)
        for one, day in until
        if day is not None and day > today
    ]
    prescribed = academy.retention.prescribed
    if prescribed is None or not kept:
        return None
    return Prescription(reason=prescribed.reason, certificates=tuple(kept))


def announced(
    certificate: Certificate, by_rule: date, academy: Academy, now: datetime
) -> RecordsDue:
    """What is announced of a certificate that is going to go."""
    return RecordsDue(
        **certificate.owner.model_dump(),
        certificate_id=certificate.id,
        version=certificate.version,
        status=certificate.status,
        credit_types=tuple(sorted(certificate.claimed)),
        at=now,
        due_on=max(by_rule, academy.day_of(now) + notice_of(academy)),
        by_rule=by_rule,
    )
