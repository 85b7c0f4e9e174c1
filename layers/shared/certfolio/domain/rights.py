"""A person's rights: to leave, to be kept from erasure, and to be forgotten."""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum

from certfolio.domain.actions import ActorKind
from certfolio.domain.certificates import Owner
from certfolio.domain.staff import Moment
from certfolio.domain.values import Comment, Day, Principal, Record, Ulid

KEPT_AFTER_ERASURE = timedelta(days=400)
"""How long ids without a name stay after an erasure: in the set-up's events about the person and in
the record of the erasure. By it an erasure is proven, and done again on a table that was restored
from a backup, the oldest of which is 35 days old."""

SETTLING = timedelta(minutes=10)
"""After the last permission to put a file has lapsed, how long a file, or what a request that was
under way writes, may take to arrive. Lambda ends the longest of those requests after a minute."""


class Membership(Owner):
    """How a learner stands with the academy.

    Attributes
    ----------
    left_at
        Since when the learner may not sign in; None while they may.
    hold_since, hold_reason
        Since when nothing of theirs may be erased, and why; None where it may.
    erasure_asked_at
        When the learner asked to be erased.
    version
        Counts changes from 1; 0 is not written yet.
    """

    left_at: Moment | None = None
    hold_since: Moment | None = None
    hold_reason: Comment | None = None
    erasure_asked_at: Moment | None = None
    version: int = 0


class Withholding(StrEnum):
    """Why a person is not erased."""

    LEGAL_HOLD = "legal_hold"
    ON_STAFF = "on_staff"
    RETENTION = "retention"

    @property
    def words(self) -> str:
        """What it is, in English."""
        return _WITHHOLDINGS[self]


_WITHHOLDINGS: Mapping[Withholding, str] = {
    Withholding.LEGAL_HOLD: "the learner is under a legal hold",
    Withholding.ON_STAFF: "the learner is on the academy's staff",
    Withholding.RETENTION: "the academy has to keep certificates of the learner",
}


class RetentionKind(StrEnum):
    """What goes; each has its field in `certfolio.domain.academies.Retention`."""

    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    LEAVERS = "leavers"


class KeptCertificate(Record):
    """A certificate that has to stay, and until when."""

    certificate_id: Ulid
    title: str
    until: Day


class Prescription(Record):
    """Certificates that have to stay, whoever asks for their erasure, and why."""

    reason: str
    certificates: tuple[KeptCertificate, ...]

    @property
    def until(self) -> date:
        """When the last of them may go."""
        return max(certificate.until for certificate in self.certificates)


class ErasureState(StrEnum):
    """How far an erasure has come."""

    CLEARING = "clearing"
    SETTLING = "settling"
    DONE = "done"


class Erasure(Owner):
    """The erasure of a learner.

    While it stands nobody can upload or hand in anything for the learner; it goes on standing
    when all is done, for `KEPT_AFTER_ERASURE`.

    Attributes
    ----------
    started_by, started_by_kind
        The administrator, or the system by the academy's retention.
    erased
        How many of each kind are erased by now.
    version
        Counts changes from 1.
    """

    started_by: Principal
    started_by_kind: ActorKind = ActorKind.STAFF
    started_at: Moment
    state: ErasureState = ErasureState.CLEARING
    erased: Mapping["Erased", int] = {}
    ended_at: Moment | None = None
    version: int = 1


class Erased(StrEnum):
    """What is counted of an erasure, for whoever started it."""

    CERTIFICATES = "certificates"
    FILES = "files"
    RECORDS = "records"


class Held(StrEnum):
    """Everything that is held on a learner: what erasure and export go through.

    Where each of them is, is said beside each key in `certfolio.storage.personal`.
    """

    # In the table
    CERTIFICATES = "certificates"
    EVENTS = "events"
    UPLOADS = "uploads"
    USAGE = "usage"
    FINGERPRINTS = "fingerprints"
    PRECEDENTS = "precedents"
    MEMBERSHIP = "membership"
    NOTICES = "notices"
    PACKS = "packs"
    DIRECTORY = "directory"
    CHANGES = "changes"
    FORMER_STAFF = "former_staff"
    NEWS = "news"
    STAFF_NEWS = "staff_news"
    MAILS = "mails"
    HOLDINGS = "holdings"
    ERASURE = "erasure"
    EXPORT = "export"
    # In S3
    EVIDENCE = "evidence"
    INCOMING = "incoming"
    TRANSCRIPTS = "transcripts"
    # Elsewhere
    ACCOUNT = "account"
    LOGS = "logs"


class Lifted(StrEnum):
    """How something goes when a person is erased."""

    WITH_CERTIFICATE = "with_certificate"
    WITH_PORTFOLIO = "with_portfolio"
    WITH_FILES = "with_files"
    WITH_DIRECTORY = "with_directory"
    WITH_ACCOUNT = "with_account"
    BY_TIME = "by_time"


LIFTED: Mapping[Held, Lifted] = {
    Held.CERTIFICATES: Lifted.WITH_CERTIFICATE,
    Held.EVENTS: Lifted.WITH_CERTIFICATE,
    Held.FINGERPRINTS: Lifted.WITH_CERTIFICATE,
    Held.PRECEDENTS: Lifted.WITH_CERTIFICATE,
    Held.UPLOADS: Lifted.WITH_PORTFOLIO,
    Held.USAGE: Lifted.WITH_PORTFOLIO,
    Held.MEMBERSHIP: Lifted.WITH_PORTFOLIO,
    Held.EXPORT: Lifted.WITH_PORTFOLIO,
    Held.NOTICES: Lifted.WITH_PORTFOLIO,
    Held.PACKS: Lifted.WITH_PORTFOLIO,
    Held.NEWS: Lifted.WITH_PORTFOLIO,
    Held.MAILS: Lifted.WITH_PORTFOLIO,
    Held.HOLDINGS: Lifted.WITH_PORTFOLIO,
    Held.EVIDENCE: Lifted.WITH_FILES,
    Held.INCOMING: Lifted.WITH_FILES,
    Held.TRANSCRIPTS: Lifted.WITH_FILES,
    Held.DIRECTORY: Lifted.WITH_DIRECTORY,
    Held.CHANGES: Lifted.WITH_DIRECTORY,
    Held.FORMER_STAFF: Lifted.WITH_DIRECTORY,
    Held.STAFF_NEWS: Lifted.WITH_DIRECTORY,
    Held.ACCOUNT: Lifted.WITH_ACCOUNT,
    # Ids alone, no words: `KEPT_AFTER_ERASURE`, and as long as logs are kept.
    Held.ERASURE: Lifted.BY_TIME,
    Held.LOGS: Lifted.BY_TIME,
}
"""What is erased with what; a kind that is missing here is one that would stay."""
