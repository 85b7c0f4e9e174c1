"""What reviewers do: take, decide, look for the same thing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from statistics import median

from certfolio.domain.certificates import (
    ActorKind,
    Assignment,
    Certificate,
    Content,
    Owner,
    Status,
)
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import (
    ActionNotAllowed,
    CertfolioError,
    Forbidden,
    InvalidInput,
    NotFound,
    Taken,
)
from certfolio.domain.lifecycle import By, Change, request_digest
from certfolio.domain.staff import Role, StaffMember
from certfolio.domain.verification import Verification, verify
from certfolio.services.portfolio import revise
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.records import record_of
from certfolio.storage.table import ConditionFailed

_RECENT = 20
"""How many decisions the estimate of a waiting time looks at."""


@dataclass(frozen=True)
class Item:
    """One decision of many, or the only one.

    Attributes
    ----------
    version
        The version the reviewer read.
    """

    owner: Owner
    certificate_id: str
    version: int
    verdict: Verdict


class Match(StrEnum):
    """In what two certificates are alike."""

    SAME_FILE = "same_file"
    SAME_NUMBER = "same_number"
    SAME_TITLE_AND_DATE = "same_title_and_date"


@dataclass(frozen=True)
class Outlook:
    """What a learner can expect of a pending certificate.

    Attributes
    ----------
    ahead
        Certificates before it in the queue; at least so many where `ahead_is_exact` is false.
    expected_on
        When it has waited as long as half of the recent ones did, or by the academy's promise
        where nothing was decided yet; today at the earliest.
    based_on
        Recent decisions the estimate looks at.
    """

    ahead: int
    ahead_is_exact: bool
    expected_on: date
    due_on: date
    overdue: bool
    based_on: int


class Reviews:
    """Reviewers' work on pending and decided certificates."""

    def __init__(self, certificates: CertificateStore, academies: AcademyStore) -> None:
        self._certificates = certificates
        self._academies = academies

    def decide(self, item: Item, by: By, now: datetime) -> Certificate:
        """Decide on a certificate the reviewer has read; sent again, it is decided once.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        StaleVersion
            It changed since the reviewer read it.
        CertfolioError
            Whatever else `certfolio.domain.lifecycle.decide` refuses.
        """
        request = request_digest(
            item.verdict.action, by, item.version, item.verdict.model_dump(mode="json")
        )

        def step(certificate: Certificate, *, fresh: bool) -> Change:
            set_up = self._academies.set_up(
                item.owner.academy_id, now, claimed=certificate.claimed, fresh=fresh
            )
            return decide(certificate, item.verdict, set_up, by=by, now=now, request=request)

        def decided(*, fresh: bool) -> Certificate:
            return revise(
                self._certificates,
                item.owner,
                item.certificate_id,
                item.version,
                request=request,
                step=partial(step, fresh=fresh),
            )

        try:
            return decided(fresh=False)
        except InvalidInput:
            # What the reviewer names may have been set up within the minute it is remembered.
            return decided(fresh=True)

    def decide_many(
        self, items: Sequence[Item], by: By, now: datetime
    ) -> list[Certificate | CertfolioError]:
        """Decide on many, each for itself; what is refused does not hold the others up.

        Returns
        -------
        list
            For each item, in order, the certificate as it is now or why it was refused.
        """
        results: list[Certificate | CertfolioError] = []
        for item in items:
            try:
                results.append(self.decide(item, by, now))
            except CertfolioError as refusal:
                results.append(refusal)
        return results

    def assign(
        self,
        owner: Owner,
        certificate_id: str,
        to: StaffMember | None,
        by: By,
        now: datetime,
    ) -> Certificate:
        """Take a certificate, give it to somebody or give it back.

        Parameters
        ----------
        to
            Who gets it; None gives it back to everybody.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        ActionNotAllowed
            It is not pending.
        Taken
            Another reviewer has it.
        Forbidden
            It is the new reviewer's own, or giving it to others takes an administrator.
        """
        administrator = by.role is Role.ADMINISTRATOR
        assignment = None
        if to is not None:
            if to.principal == owner.learner_id:
                raise Forbidden("nobody decides on a certificate of their own")
            if to.principal != by.actor.id and not administrator:
                raise Forbidden("giving a certificate to somebody takes an administrator")
            minutes = self._academies.set_up(owner.academy_id, now).academy.lease_minutes
            until = now.replace(microsecond=0) + timedelta(minutes=minutes)
            assignment = Assignment(principal=to.principal, name=to.name, until=until)
        try:
            self._certificates.assign(
                owner,
                certificate_id,
                assignment,
                by=by.actor.id,
                over_others=administrator,
                now=now,
            )
        except ConditionFailed as failed:
            if failed.item is None:
                raise NotFound("certificate") from failed
            found = record_of(Certificate, failed.item)
            taken = found.taken_by_other(by.actor.id, now)
            if found.status is Status.PENDING and taken is not None:
                raise Taken(taken.name, taken.until) from failed
            raise ActionNotAllowed("assign", found.status) from failed
        return self._certificates.get(owner, certificate_id)

    def duplicates(
        self, owner: Owner, certificate_id: str
    ) -> list[tuple[Certificate, list[Match]]]:
        """Find certificates of the academy that may be the same thing, and say in what.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        """
        certificate = self._certificates.get(owner, certificate_id)
        alike: dict[tuple[str, str], list[Match]] = {}
        own = own_duplicates(
            certificate,
            self._certificates.newest_first(owner),
            sha256=certificate.file.sha256 if certificate.file else None,
            but=certificate.id,
        )
        known = {(found.learner_id, found.id): found for found, _ in own}
        for found, matches in own:
            alike[found.learner_id, found.id] = matches
        for match, others in (
            (Match.SAME_FILE, self._certificates.sharing_file(certificate)),
            (Match.SAME_NUMBER, self._certificates.sharing_number(certificate)),
        ):
            for other in others:
                matches = alike.setdefault(other, [])
                if match not in matches:
                    matches.append(match)
        foreign = [key for key in alike if key not in known][:_READ_AT_ONCE]
        for found in self._certificates.many(owner.academy_id, foreign) if foreign else ():
            if found.status is not Status.WITHDRAWN:
                known[found.learner_id, found.id] = found
        return [(known[key], sorted(matches)) for key, matches in alike.items() if key in known]

    def verify(self, owner: Owner, certificate_id: str) -> Verification:
        """Check a certificate against its history.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        """
        certificate = self._certificates.get(owner, certificate_id)
        return verify(certificate, self._certificates.history(owner, certificate_id))

    def outlook(self, owner: Owner, certificate_id: str, now: datetime) -> Outlook:
        """Estimate when a pending certificate will be decided, in four calls and without a scan.

        The estimate is the median time that the most recent decisions of reviewers took.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        ActionNotAllowed
            It is not pending.
        """
        certificate = self._certificates.get(owner, certificate_id)
        if certificate.status is not Status.PENDING:
            raise ActionNotAllowed("wait", certificate.status)
        academy = self._academies.set_up(owner.academy_id, now).academy
        ahead, exact = self._certificates.ahead_of(certificate)
        waits = self._recent_waits(owner.academy_id)
        due_on = academy.due_on(certificate.since)
        expected = due_on
        if waits:
            wait = timedelta(seconds=median(waits))
            expected = academy.day_of(certificate.since + wait)
        today = academy.day_of(now)
        return Outlook(ahead, exact, max(expected, today), due_on, today > due_on, len(waits))

    def _recent_waits(self, academy_id: str) -> list[int]:
        recent = []
        for status in (Status.APPROVED, Status.DECLINED):
            newest = self._certificates.by_status(
                academy_id, status, newest_first=True, page=_RECENT
            )
            for _, certificate in zip(range(_RECENT), newest, strict=False):
                decision = certificate.decision
                if (
                    decision is not None
                    and decision.waited_seconds is not None
                    and decision.by.kind is ActorKind.STAFF
                ):
                    recent.append((decision.at, decision.waited_seconds))
        return [wait for _, wait in sorted(recent)[-_RECENT:]]


_READ_AT_ONCE = 100


def own_duplicates(
    content: Content, portfolio: Iterable[Certificate], sha256: str | None, but: str | None
) -> list[tuple[Certificate, list[Match]]]:
    """Find what a learner handed in before that may be the same thing.

    Parameters
    ----------
    sha256
        Digest of the file, where there is one.
    but
        Id of the certificate itself, where it exists already.
    """
    found = []
    for other in portfolio:
        if other.id == but or other.status is Status.WITHDRAWN:
            continue
        matches = []
        if sha256 is not None and other.file is not None and other.file.sha256 == sha256:
            matches.append(Match.SAME_FILE)
        if _number(content) is not None and _number(content) == _number(other):
            matches.append(Match.SAME_NUMBER)
        if (_folded(content.title), content.earned_on) == (_folded(other.title), other.earned_on):
            matches.append(Match.SAME_TITLE_AND_DATE)
        if matches:
            found.append((other, matches))
    return found


def _number(content: Content) -> tuple[str, str] | None:
    if content.issuer is None or content.certificate_number is None:
        return None
    return _folded(content.issuer), _folded(content.certificate_number)


def _folded(text: str) -> str:
    return "".join(text.casefold().split())
