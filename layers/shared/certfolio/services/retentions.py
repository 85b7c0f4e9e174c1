"""Taking away what an academy no longer keeps, announced before, once a day by its calendar.

A run can stop anywhere and be repeated: what was announced is known by its key, and what is taken
away is noted down with it until nothing of it is left.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from typing import TypeVar

from certfolio.domain.academies import Academy
from certfolio.domain.actions import SYSTEM, Status
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import ErasureWithheld, Missing, NotFound, StaleVersion
from certfolio.domain.periods import add_months
from certfolio.domain.records_due import (
    STATUSES,
    Retaining,
    Rule,
    announced,
    followed,
    notice_of,
    started_on,
    stays_until,
)
from certfolio.domain.rights import Membership, RetentionKind
from certfolio.domain.set_up_events import Intent, tell_of_removal
from certfolio.observability import logger
from certfolio.services.erasures import ErasureStarts
from certfolio.storage.certificates import CertificateStore, Span
from certfolio.storage.erasing import PersonalRecords
from certfolio.storage.files import EvidenceFiles, IncomingFiles
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.keys import files_of
from certfolio.storage.outbox import Outbox
from certfolio.storage.registry import Registry
from certfolio.storage.retentions import RetentionStore

PAGE = 100
"""Certificates or learners in one step."""

_INDEX_BEHIND = timedelta(days=1)
"""So much later than it says of itself an approval can come into the lists, at the very most."""

_OPEN = frozenset({Status.PENDING, Status.CHANGES_REQUESTED, Status.APPROVED})
"""What is not taken away with the certificate that renews it."""


_Any = TypeVar("_Any")


class _NoTimeError(Exception):
    """The run is over."""


class Retentions:
    """What a schedule does."""

    def __init__(  # noqa: PLR0913 - everywhere something is held
        self,
        *,
        registry: Registry,
        store: RetentionStore,
        certificates: CertificateStore,
        holdings: HoldingStore,
        outbox: Outbox,
        records: PersonalRecords,
        erasures: ErasureStarts,
        evidence: EvidenceFiles,
        incoming: IncomingFiles,
    ) -> None:
        self._registry = registry
        self._store = store
        self._certificates = certificates
        self._holdings = holdings
        self._outbox = outbox
        self._records = records
        self._erasures = erasures
        self._evidence = evidence
        self._incoming = incoming

    def run(self, now: datetime, has_time: Callable[[], bool]) -> None:
        """Announce and take away what is due, for as long as there is time.

        Raises
        ------
        Unavailable
            AWS is busy; the next run goes on.
        """

        def go_on() -> None:
            if not has_time():
                raise _NoTimeError

        try:
            for owner, certificate_id in self._records.removals():
                go_on()
                self._finish(owner, certificate_id)
            for academy_id in self._registry.academies():
                go_on()
                self._retain(academy_id, now, go_on)
        except _NoTimeError:
            return

    def _retain(self, academy_id: str, now: datetime, go_on: Callable[[], None]) -> None:
        academy, retaining = self._store.of(academy_id)
        today = academy.day_of(now)
        rules = followed(retaining.rules, academy.retention, today)
        if rules == retaining.rules and (not rules or retaining.done_on == today):
            return
        try:
            if rules != retaining.rules:
                # From when a rule is followed stays known, whatever becomes of this run.
                begun = {"rules": rules, "done_on": None}
                retaining = self._store.save(retaining.model_copy(update=begun))
            if RetentionKind.EXPIRED in rules:
                retaining = self._learn(retaining, go_on)
            left = {*retaining.months}
            for kind, rule in rules.items():
                if kind is RetentionKind.LEAVERS:
                    self._leavers(academy, rule, now, go_on)
                else:
                    self._certificates_of(academy, kind, rule, left, now, go_on)
            ended = {"done_on": today, "months": tuple(sorted(left))}
            self._store.save(retaining.model_copy(update=ended))
        except StaleVersion:
            # Another run is under way there.
            return

    # Certificates

    def _learn(self, retaining: Retaining, go_on: Callable[[], None]) -> Retaining:
        """Look at what was approved since, for the months in which it expires."""
        since = None if retaining.seen_until is None else retaining.seen_until - _INDEX_BEHIND
        approved = self._certificates.by_status(
            retaining.academy_id, Status.APPROVED, Span(since=since), page=PAGE
        )
        for page in _pages(approved):
            go_on()
            seen = retaining.seen(page)
            if seen != retaining:
                retaining = self._store.save(seen)
        return retaining

    def _certificates_of(  # noqa: PLR0913, PLR0917 - of whom, by which rule, and when
        self,
        academy: Academy,
        kind: RetentionKind,
        rule: Rule,
        left: set[date],
        now: datetime,
        go_on: Callable[[], None],
    ) -> None:
        until = rule.looked_at_until(academy.day_of(now), academy)
        for page in self._found(academy, kind, until, left, go_on):
            started = ((one, started_on(one, kind, academy)) for one in page)
            due = [
                (certificate, self._by_rule(academy, rule, certificate, start))
                for certificate, start in started
                if start is not None and start <= until
            ]
            said = self._store.announced(due)
            standing = self._store.memberships(certificate.owner for certificate, _ in due)
            for certificate, by_rule in due:
                go_on()
                membership = standing.get(certificate.learner_id)
                if membership is None or membership.hold_since is None:
                    due_on = said.get((certificate.learner_id, certificate.id))
                    self._take(academy, kind, certificate, by_rule, due_on=due_on, now=now)

    def _by_rule(self, academy: Academy, rule: Rule, certificate: Certificate, start: date) -> date:
        """The day on which a certificate goes that nothing keeps any longer."""
        chain = [certificate]
        if academy.retention.prescribed is not None:
            chain += self._replaced_by(certificate)
        days = [rule.due_on(start, academy), *(stays_until(one, academy) for one in chain)]
        return max(day for day in days if day is not None)

    def _found(
        self,
        academy: Academy,
        kind: RetentionKind,
        until: date,
        left: set[date],
        go_on: Callable[[], None],
    ) -> Iterator[Iterable[Certificate]]:
        academy_id = academy.academy_id
        if kind in STATUSES:
            span = Span(before=academy.ends(until))
            listed = self._certificates.by_status(academy_id, STATUSES[kind], span, page=PAGE)
            yield from _pages(listed)
            return
        for month in sorted(day for day in left if day <= until):
            go_on()
            empty = True
            for places in _pages(self._store.expired(academy_id, month, until, PAGE)):
                empty = False
                yield self._certificates.many(academy_id, places)
            if empty and add_months(month, 1) <= until:
                left.remove(month)

    def _take(  # noqa: PLR0913 - what, by which rule, and when
        self,
        academy: Academy,
        kind: RetentionKind,
        certificate: Certificate,
        by_rule: date,
        *,
        due_on: date | None,
        now: datetime,
    ) -> None:
        """Announce that a certificate goes, with those whose place it took, or take them away."""
        today = academy.day_of(now)
        chain = [certificate, *self._replaced_by(certificate)]
        if by_rule > today + notice_of(academy) or any(one.status in _OPEN for one in chain[1:]):
            return
        if due_on is None:
            # The one by which it is known that all were announced comes last.
            for one in reversed(chain):
                self._outbox.put(announced(one, by_rule, academy, now))
            return
        if due_on > today:
            return
        try:
            # From the oldest on, so that one that is left is always found by the newest.
            for one in reversed(chain):
                self._records.remove_certificate(one, tell_of_removal(one, kind, now))
                self._finish(one.owner, one.id)
        except StaleVersion:
            # Something became of it just now; tomorrow it is looked at again.
            return
        logger.info("removed by retention", certificate_id=certificate.id, kind=kind)

    def _replaced_by(self, certificate: Certificate) -> Iterator[Certificate]:
        """The certificates whose place another one took, newest first."""
        newer = certificate
        while newer.renews is not None:
            try:
                older = self._certificates.get(newer.owner, newer.renews)
            except NotFound as error:
                if error.what is not Missing.CERTIFICATE:
                    raise
                return
            if older.renewed_by != newer.id:
                return
            yield older
            newer = older

    def _finish(self, owner: Owner, certificate_id: str) -> None:
        """Remove what is left of a certificate that was taken away."""
        # Clients make ids: where a holding has this one, what nothing names goes as loose files.
        if self._holdings.find(owner, certificate_id) is None:
            files = f"{files_of(owner)}{certificate_id}/"
            for bucket in (self._incoming, self._evidence):
                for _ in bucket.clear(files):
                    continue
        self._records.remove_rest(owner, certificate_id)
        self._records.removed(owner, certificate_id)

    # Leavers

    def _leavers(
        self, academy: Academy, rule: Rule, now: datetime, go_on: Callable[[], None]
    ) -> None:
        learners = self._store.learners(academy.academy_id, PAGE)
        for page in _pages(learners):
            for membership in self._store.memberships(page).values():
                go_on()
                if membership.left_at is not None and membership.hold_since is None:
                    by_rule = rule.due_on(academy.day_of(membership.left_at), academy)
                    self._take_all(academy, membership, by_rule, now)

    def _take_all(self, academy: Academy, leaver: Membership, by_rule: date, now: datetime) -> None:
        """Announce that everything goes that is held on a leaver, or begin to erase them."""
        owner = Owner(academy_id=leaver.academy_id, learner_id=leaver.learner_id)
        today = academy.day_of(now)
        if by_rule > today + notice_of(academy):
            return
        if academy.retention.prescribed is not None:
            certificates = self._certificates.newest_first(owner, page=PAGE)
            days = (stays_until(certificate, academy) for certificate in certificates)
            by_rule = max([by_rule, *(day for day in days if day is not None)])
        if by_rule > today + notice_of(academy):
            return
        due_on = self._store.leaver_announced(owner, by_rule)
        if due_on is None:
            for certificate in self._certificates.newest_first(owner, page=PAGE):
                self._outbox.put(announced(certificate, by_rule, academy, now))
            due_on = max(by_rule, today + notice_of(academy))
            self._store.announce_leaver(owner, by_rule, due_on, now)
            return
        if due_on > today:
            return
        try:
            self._erasures.start(owner, Intent(SYSTEM, leaver.version, now), leaver=leaver)
        except (ErasureWithheld, StaleVersion):
            # On the staff, under a legal hold or back; tomorrow it is looked at again.
            return


def _pages(found: Iterator[_Any]) -> Iterator[list[_Any]]:
    while page := list(islice(found, PAGE)):
        yield page
