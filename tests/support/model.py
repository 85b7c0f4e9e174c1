"""What must come of everything that people do: the life cycle once more, told by itself.

Nothing here imports the domain, so a mistake there cannot hide itself here.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

GRACE = timedelta(minutes=15)
"""How long after its permit was given a file may still be expected: five minutes and ten."""

AUTOMATIC = frozenset({"auto", "swift"})
WITHOUT_FILE = frozenset({"free", "swift", "ending"})
CREDIT_TYPES = ("cpe", "auto", "free", "swift", "ending")

_OPEN = frozenset({"pending", "changes_requested"})
_RANKS = {"reviewer": 1, "administrator": 2}


@dataclass(frozen=True)
class Row:
    """One row of the life cycle.

    Attributes
    ----------
    who
        ``learner``, or the least staff role.
    entered
        Only what staff entered (True) or the learner handed in (False); None for either.
    """

    action: str
    from_: frozenset[str]
    to: str
    who: str
    entered: bool | None = None


TABLE = (
    Row("edit", _OPEN, "pending", "learner", entered=False),
    Row("edit", _OPEN, "pending", "reviewer", entered=True),
    Row("withdraw", _OPEN, "withdrawn", "learner", entered=False),
    Row("withdraw", _OPEN, "withdrawn", "reviewer", entered=True),
    Row("approve", frozenset({"pending"}), "approved", "reviewer"),
    Row("decline", frozenset({"pending"}), "declined", "reviewer"),
    Row("request_changes", frozenset({"pending"}), "changes_requested", "reviewer"),
    Row("reopen", frozenset({"approved", "superseded", "declined"}), "pending", "administrator"),
    Row("revoke", frozenset({"approved", "superseded"}), "revoked", "administrator"),
    # A dispute can be answered by taking the academy's word back.
    Row("revoke", frozenset({"pending"}), "revoked", "administrator", entered=True),
    Row(
        "dispute",
        frozenset({"pending", "approved", "superseded"}),
        "pending",
        "learner",
        entered=True,
    ),
)
DECISIONS = ("approve", "decline", "request_changes", "reopen", "revoke")


@dataclass
class Sent:
    """An upload, and what inspection will say or has said of it."""

    learner_id: str
    id: str
    certificate_id: str
    good: bool
    arrived: Any
    permitted_at: datetime
    verdict: str = "waiting"

    def is_lost(self, now: datetime) -> bool:
        """Whether nobody expects the file any more, as far as is known by now."""
        return self.verdict == "waiting" and now >= self.permitted_at + GRACE


@dataclass(eq=False)
class Expected:
    """What a certificate should be.

    Attributes
    ----------
    in_hand
        Whether a person has decided or disputed.
    lease
        Who has taken it for review, and until when.
    renews
        What it renews.
    renewed_by
        What renews it, or is going to.
    """

    learner_id: str
    id: str
    upload: Sent | None
    title: str
    credit_type: str
    credits: str
    entered: bool = False
    status: str = "pending"
    version: int = 1
    awarded: str | None = None
    in_hand: bool = False
    lease: tuple[str, datetime] | None = None
    files: set[str] = field(default_factory=set)
    renews: "Expected | None" = None
    renewed_by: "Expected | None" = None

    @property
    def is_granted(self) -> bool:
        """Whether the academy's approval stands."""
        return self.status in {"approved", "superseded"}

    @property
    def is_renewing(self) -> bool:
        """Whether nothing else can renew what it renews."""
        return self.status in {"pending", "changes_requested", "approved", "superseded"}

    @property
    def is_settled(self) -> bool:
        """Whether its file keeps nobody from approving it."""
        return self.upload is None or self.upload.verdict == "accepted"

    def taken_by(self, now: datetime) -> str | None:
        """Who has a lease that has not lapsed."""
        return self.lease[0] if self.lease and now < self.lease[1] else None

    def refusal(self, action: str, who: str) -> str | None:
        """Why somebody cannot do this, by the table; None where they can.

        Parameters
        ----------
        who
            ``learner``, or a staff role.
        """
        rows = [row for row in TABLE if row.action == action and _may(who, row.who)]
        rows = [row for row in rows if row.entered in {None, self.entered}]
        if not rows:
            return "forbidden"
        return None if any(self.status in row.from_ for row in rows) else "action-not-allowed"

    def why_not_decided(self, action: str, principal: str, role: str, now: datetime) -> str | None:
        """Why a decision is refused; None where it is taken."""
        refused = self.refusal(action, role)
        if refused:
            return refused
        if self.taken_by(now) not in {None, principal}:
            return "taken"
        if action == "approve" and not self.is_settled:
            return "file-not-available"
        other = self.renews and self.renews.renewed_by
        return "renewal-open" if action == "reopen" and other not in {None, self} else None

    # What happens

    def decided(self, action: str, awarded: str | None = None) -> None:
        """Take a decision of a person."""
        self.moved(_to(action))
        self.in_hand = True
        self.awarded = (awarded or self.credits) if action == "approve" else None

    def disputed(self) -> None:
        """Take a learner's dispute."""
        self.moved("pending")
        self.in_hand = True
        self.awarded = None

    def withdrawn(self) -> None:
        """Take what was handed in back."""
        self.moved("withdrawn")

    def edited(self, upload: Sent | None, title: str, credits_: str, *, approve: bool) -> None:
        """Take an edit, and what follows at once."""
        self.moved("pending")
        self.upload, self.title, self.credits, self.awarded = upload, title, credits_, None
        self.take(upload)
        self.settled(approve=approve)

    def inspected(self) -> None:
        """Take the verdict on the present file."""
        assert self.upload is not None
        rejected = self.upload.verdict == "rejected" and self.status == "pending"
        self.moved("changes_requested" if rejected else self.status)
        self.settled(approve=False)

    def settled(self, *, approve: bool) -> None:
        """Approve at once what staff say, or the system may."""
        if self.status != "pending":
            return
        if approve:
            self.decided("approve")
        elif self.credit_type in AUTOMATIC and not self.in_hand and self.is_settled:
            self.moved("approved")
            self.awarded = self.credits

    def take(self, upload: Sent | None) -> None:
        """Take a file."""
        if upload is not None:
            self.files.add(upload.id)

    def moved(self, to: str) -> None:
        """Take another status, and let what it renews or is renewed by follow."""
        self.version += 1
        # A lease is for one review.
        self.lease = self.lease if to == self.status else None
        self.status = to
        if to == "approved" and self.renewed_by and self.renewed_by.is_granted:
            self.moved("superseded")
        self.renew()

    def renew(self) -> None:
        """Let what it renews be superseded, or come back."""
        old = self.renews
        if old is None or old.renewed_by not in {None, self}:
            return
        was_mine, old.renewed_by = old.renewed_by is self, self if self.is_renewing else None
        if self.is_granted and old.status == "approved":
            old.moved("superseded")
        elif was_mine and not self.is_granted and old.status == "superseded":
            old.moved("approved")


def _may(who: str, least: str) -> bool:
    if "learner" in {who, least}:
        return who == least
    return _RANKS[who] >= _RANKS[least]


def _to(action: str) -> str:
    return next(row.to for row in TABLE if row.action == action)
