"""What a mail says, before it is put into words."""

from decimal import Decimal

from pydantic import Field

from certfolio.domain.actions import Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.certificates import Reason
from certfolio.domain.files import RejectionReason
from certfolio.domain.mails import MailKind
from certfolio.domain.staff import Moment
from certfolio.domain.values import Colour, Day, Record, Ulid


class Brand(Record):
    """Whom a mail shows itself as.

    Attributes
    ----------
    name
        The academy's.
    accent
        The academy's colour; None where it has none.
    """

    name: str
    accent: Colour | None = None


class CountsFor(Record):
    """What awarded credits count for in the period that they were earned in.

    Attributes
    ----------
    applied
        How many of them count there.
    remaining
        How many are still missing to the period's target; None where there is none.
    """

    period: str
    applied: Decimal
    remaining: Decimal | None


class LetterClaim(Record):
    """One line of a certificate.

    Attributes
    ----------
    credit_type
        Its name, not its id.
    awarded, counts
        None where no credits were awarded.
    """

    credit_type: str
    claimed: Decimal
    awarded: Decimal | None = None
    counts: CountsFor | None = None


class Refusal(Record):
    """Why a file was refused.

    Attributes
    ----------
    values
        What a sentence about it needs, see `certfolio.domain.files.limits_kept`.
    """

    code: RejectionReason
    file_name: str
    values: dict[str, int] = Field(default_factory=dict)


class LetterItem(Record):
    """One certificate or credential that a mail tells something of.

    Attributes
    ----------
    type
        What happened.
    title
        The certificate's, or the programme's name.
    status
        The certificate's, as it is now; None of a credential.
    at
        When it happened.
    link
        Where the recipient sees it in the portal.
    decided_by
        Name of who decided; None where it was the system, or the academy does not tell.
    by_system
        Whether the system did it.
    comment
        What was written with it: of who decided, or of who disputes.
    reason
        That was picked.
    refusal
        Where a file was refused.
    expires_on, days_left
        Where it expires.
    due_on
        Where its records will be removed.
    ends_on, missing
        Where the cycle of a credential ends, and the credits missing to it.
    learner
        Name of whose it is; in mails to staff alone.
    """

    type: AnnouncementType
    certificate_id: Ulid | None = None
    title: str
    status: Status | None = None
    at: Moment
    link: str
    decided_by: str | None = None
    by_system: bool = False
    comment: str | None = None
    reason: Reason | None = None
    claims: tuple[LetterClaim, ...] = ()
    refusal: Refusal | None = None
    expires_on: Day | None = None
    days_left: int | None = None
    due_on: Day | None = None
    ends_on: Day | None = None
    missing: Decimal | None = None
    learner: str | None = None


class Digest(Record):
    """What awaits reviewers.

    Attributes
    ----------
    waiting
        Certificates that are pending.
    overdue
        Those of them whose promised day has passed.
    at_least
        Whether there may be more of them than counted.
    link
        The queue in the portal.
    """

    waiting: int
    overdue: int
    at_least: bool = False
    link: str


class Letter(Record):
    """One mail to one person, about one kind of thing.

    Attributes
    ----------
    kind
        Also says whom it goes to, see `certfolio.domain.mails.audience_of_kind`.
    name
        What the recipient is called; None where the account does not tell.
    items
        Newest last; at most `MOST_ITEMS`. Empty for the digest alone.
    more
        How many more there are, which the portal shows.
    digest
        For the digest, and for it alone.
    portal
        The portal's address.
    unsubscribe, preferences
        Where mails of this kind are switched off with one click, and where all are chosen.
    """

    kind: MailKind
    name: str | None
    items: tuple[LetterItem, ...]
    more: int = 0
    digest: Digest | None = None
    portal: str
    unsubscribe: str
    preferences: str


MOST_ITEMS = 25
"""What a mail tells in full."""


class Written(Record):
    """A mail in words."""

    subject: str
    text: str
    html: str
