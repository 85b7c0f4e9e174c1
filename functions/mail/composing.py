"""What a mail says and to whom it goes, as everything is when it is sent."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, assert_never

from certfolio.domain.academies import Academy, SetUp
from certfolio.domain.actions import GRANTED, Action, ActorKind, Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.certificates import Certificate, Claim, Decision
from certfolio.domain.credit_types import CreditType
from certfolio.domain.files import limits_kept
from certfolio.domain.label_words import labels_said
from certfolio.domain.mails import (
    MailAudience,
    Mailbox,
    MailItem,
    MailKind,
    Person,
    Preferences,
    Unsubscription,
    audience_of_kind,
)
from certfolio.domain.staff import Role
from certfolio.domain.statement import PeriodStatement
from certfolio.domain.transcript import Language
from certfolio.services.reading import Reading
from certfolio.settings import SendingSettings
from certfolio.storage.academies import AcademyStore
from certfolio.storage.accounts import Accounts, Addressee
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.mails import MailStore
from certfolio.storage.post import Message
from certfolio.storage.secret_keys import SecretKey
from functions.mail.letters.model import (
    MOST_ITEMS,
    Brand,
    CountsFor,
    Digest,
    Letter,
    LetterClaim,
    LetterItem,
    Refusal,
)
from functions.mail.letters.writing import write

if TYPE_CHECKING:
    # Loaded where a mail tells of a credential.
    from certfolio.services.reports import Reports


@dataclass(frozen=True)
class Composer:
    """Reads and writes mails.

    Everything is read when a mail is sent: what was erased, withdrawn or changed since something
    came to wait is left out, and a mail in which nothing is left is none.
    """

    mails: MailStore
    certificates: CertificateStore
    academies: AcademyStore
    directory: DirectoryStore
    accounts: Accounts
    reading: Reading
    reports: Callable[[], "Reports"]
    key: SecretKey
    settings: SendingSettings

    def __call__(self, mailbox: Mailbox, academy: Academy, now: datetime) -> Message | None:
        """Write what a mailbox's mail says; None where there is nothing to say, or nobody to."""
        person, kind = mailbox.person, mailbox.kind
        preferences = self.mails.preferences(person)
        if not preferences.wants(kind) or not self._is_among(person, audience_of_kind(kind)):
            return None
        addressee = self._addressee(person)
        if addressee is None:
            return None
        of_holdings = kind is MailKind.CREDENTIAL
        tell = self._holdings if of_holdings else self._items
        items, more = tell(mailbox, academy, now)
        digest = self._digest(academy, now) if kind is MailKind.DIGEST else None
        if not items and digest is None:
            return None
        unsubscription = Unsubscription(**dict(person), kind=kind).token(self.key.read())
        portal = self.settings.portal_url
        letter = Letter(
            kind=kind,
            name=addressee.name or None,
            items=items,
            more=more,
            digest=digest,
            portal=portal,
            unsubscribe=f"{portal}/unsubscribe#{unsubscription}",
            preferences=f"{portal}/notifications",
        )
        brand = Brand(name=academy.name or academy.academy_id, accent=academy.accent)
        written = write(letter, brand, _language(preferences, addressee))
        return Message(
            to=addressee.mail,
            subject=written.subject,
            text=written.text,
            html=written.html,
            unsubscribe=f"{self.settings.unsubscribe_url}?token={unsubscription}",
        )

    # To whom

    def _is_among(self, person: Person, audience: MailAudience) -> bool:
        """Whether somebody is still one of those whom such mails are for."""
        match audience:
            case MailAudience.LEARNER:
                # Whoever left or is erased has no open account.
                return True
            case MailAudience.REVIEWERS:
                least = Role.REVIEWER
            case MailAudience.ADMINISTRATORS:
                least = Role.ADMINISTRATOR
            case _:
                assert_never(audience)
        member = self.academies.staff_member(person.academy_id, person.person_id)
        return member is not None and member.role >= least

    def _addressee(self, person: Person) -> Addressee | None:
        addressee = self.accounts.addressee(person.owner)
        if addressee is None:
            return None
        undeliverable = self.mails.undeliverable(person)
        if undeliverable is not None and undeliverable.holds(addressee.mail):
            return None
        return addressee

    # What of

    def _items(
        self, mailbox: Mailbox, academy: Academy, now: datetime
    ) -> tuple[tuple[LetterItem, ...], int]:
        """What a mail tells in full, and how many more there are."""
        found = self.mails.items(mailbox.person, mailbox.taken)
        # Of one certificate the last that happened; what is entered for many at once has one id.
        last = {
            (item.learner_id, item.certificate_id): item
            for item in found
            if item.learner_id is not None and item.certificate_id is not None
        }
        certificates = {
            (one.learner_id, one.id): one
            for one in self.certificates.many(academy.academy_id, [*last])
        }
        told = [
            (item, certificates[place])
            for place, item in last.items()
            if place in certificates and _stands(item, certificates[place], mailbox.person, now)
        ]
        told.sort(key=lambda pair: pair[0].at)
        shown = told[-MOST_ITEMS:]
        more = len(told) - len(shown) + max(0, len(mailbox.taken) - len(found))
        return tuple(self._told(mailbox, academy, shown, now)), more

    def _holdings(
        self, mailbox: Mailbox, _academy: Academy, now: datetime
    ) -> tuple[tuple[LetterItem, ...], int]:
        """The same of credentials: of each the last that was told, if it is so still."""
        found = self.mails.items(mailbox.person, mailbox.taken)
        last = {item.holding_id: item for item in found if item.type is not None}
        told = [
            LetterItem(
                type=item.type,
                title=reported.programme.programme.name,
                at=item.at,
                link=f"{self.settings.portal_url}/credentials/{reported.held.id}",
                ends_on=cycle.ends_on,
                missing=cycle.missing,
            )
            for reported in self.reports().of(mailbox.person.owner, now)
            for item in (last.get(reported.held.id),)
            if item is not None and item.type is not None
            for cycle in reported.report.cycles[-1:]
            if cycle.ends_on == item.ends_on and not cycle.done
        ]
        told.sort(key=lambda item: item.at)
        shown = told[-MOST_ITEMS:]
        return tuple(shown), len(told) - len(shown)

    def _told(
        self,
        mailbox: Mailbox,
        academy: Academy,
        shown: list[tuple[MailItem, Certificate]],
        now: datetime,
    ) -> Iterator[LetterItem]:
        to_learner = audience_of_kind(mailbox.kind) is MailAudience.LEARNER
        counted: list[PeriodStatement] = []
        names: Mapping[str, str] = {}
        if to_learner and any(certificate.status in GRANTED for _, certificate in shown):
            counted = self.reading.statement(mailbox.person.owner, now)
        elif not to_learner:
            known = self.directory.known(academy.academy_id, {one.learner_id for _, one in shown})
            names = {learner_id: entry.name for learner_id, entry in known.items()}
        claimed = frozenset[str]().union(*(certificate.claimed for _, certificate in shown))
        set_up = self.academies.set_up(academy.academy_id, now, claimed=claimed)
        for item, certificate in shown:
            if item.type is None:
                continue
            yield LetterItem(
                type=item.type,
                certificate_id=certificate.id,
                title=certificate.title,
                status=certificate.status,
                at=item.at,
                link=self._link(certificate, to_learner=to_learner),
                by_system=item.actor_kind is ActorKind.SYSTEM,
                claims=tuple(_claims(certificate, set_up, counted)),
                expires_on=item.expires_on,
                days_left=item.days_left,
                due_on=item.due_on,
                learner=names.get(certificate.learner_id),
                **self._said(item, certificate, academy),
            )

    def _link(self, certificate: Certificate, *, to_learner: bool) -> str:
        portal = self.settings.portal_url
        if to_learner:
            return f"{portal}/certificates/{certificate.id}"
        return f"{portal}/console/queue/{certificate.learner_id}/{certificate.id}"

    def _said(
        self, item: MailItem, certificate: Certificate, academy: Academy
    ) -> dict[str, object]:
        """What people, or inspection, said with it."""
        match item.kind:
            case MailKind.DECISION | MailKind.FILE_REFUSED:
                decision = certificate.decision
                if decision is None or item.type is AnnouncementType.RESTORED:
                    return {}
                return _decided(decision, certificate, academy)
            case MailKind.DISPUTE:
                history = self.certificates.history(certificate.owner, certificate.id)
                disputes = [event for event in history if event.action is Action.DISPUTE]
                return {"comment": disputes[-1].comment} if disputes else {}
            case (
                MailKind.EXPIRY
                | MailKind.CREDENTIAL
                | MailKind.ENTERED
                | MailKind.DIGEST
                | MailKind.ASSIGNMENT
            ):
                return {}
            case _:
                assert_never(item.kind)

    def _digest(self, academy: Academy, now: datetime) -> Digest | None:
        """What awaits reviewers; None where nothing does."""
        waiting, are_all = self.certificates.pending_before(academy.academy_id, now)
        if not waiting:
            return None
        overdue, _ = self.certificates.pending_before(
            academy.academy_id, academy.overdue_before(now)
        )
        return Digest(
            waiting=waiting,
            overdue=overdue,
            at_least=not are_all,
            link=f"{self.settings.portal_url}/console/queue",
        )


def _stands(item: MailItem, certificate: Certificate, person: Person, now: datetime) -> bool:
    """Whether what happened still holds; where it does not, what came after tells what does."""
    match item.type:
        case AnnouncementType.EXPIRING | AnnouncementType.EXPIRED:
            expires = certificate.expires_on == item.expires_on
            return expires and certificate.status is Status.APPROVED
        case AnnouncementType.RENEWED:
            return certificate.renewed_by == item.renewed_by
        case AnnouncementType.RECORDS_DUE:
            return True
        case AnnouncementType.ASSIGNED:
            lease = certificate.lease_at(now)
            is_theirs = lease is not None and lease.principal == person.person_id
            return is_theirs and certificate.status is Status.PENDING
        case _:
            return certificate.status is item.status


def _decided(decision: Decision, certificate: Certificate, academy: Academy) -> dict[str, object]:
    refusal = None
    if decision.rejected is not None and certificate.file is not None:
        file = certificate.file
        values = limits_kept(decision.rejected, file.content_type)
        refusal = Refusal(code=decision.rejected, file_name=file.name, values=values)
    named = academy.mails.names_deciders and decision.by.kind is ActorKind.STAFF
    return {
        "decided_by": decision.by.name if named else None,
        # Of a refused file it says in English what the refusal says.
        "comment": None if refusal else decision.comment,
        "reason": decision.reason,
        "refusal": refusal,
    }


def _claims(
    certificate: Certificate, set_up: SetUp, counted: Iterable[PeriodStatement]
) -> Iterator[LetterClaim]:
    for place, claim in enumerate(certificate.claims):
        known = set_up.credit_types.get(claim.credit_type)
        granted = certificate.status in GRANTED
        yield LetterClaim(
            credit_type=_name(claim, known),
            claimed=claim.claimed,
            awarded=claim.awarded if granted else None,
            counts=_counts(certificate, place, counted) if granted else None,
        )


def _name(claim: Claim, known: CreditType | None) -> str:
    """A credit type with what its line says of itself."""
    said = (one.choice_name for one in labels_said(claim, known))
    return " · ".join((known.name if known else claim.credit_type, *said))


def _counts(
    certificate: Certificate, place: int, counted: Iterable[PeriodStatement]
) -> CountsFor | None:
    """What a line counts for in the period that it was earned in."""
    for period in counted:
        for line in period.lines:
            own = (line.certificate_id, line.line) == (certificate.id, place)
            if own and line.carried_from is None:
                return CountsFor(
                    period=period.period, applied=line.applied, remaining=period.remaining
                )
    return None


def _language(preferences: Preferences, addressee: Addressee) -> Language:
    if preferences.language is not None:
        return preferences.language
    spoken = addressee.locale.replace("_", "-").partition("-")[0].lower()
    return Language.DE if spoken == Language.DE else Language.EN
