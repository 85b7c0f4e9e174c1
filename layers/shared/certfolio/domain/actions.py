"""What can happen to a certificate, from which status and by whom: the life cycle as one table.

Everything that tells actions, statuses or people apart builds on this module, and nothing here
knows what a certificate holds.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, assert_never

from certfolio.domain.errors import ActionNotAllowed, Barred, Forbidden
from certfolio.domain.staff import Role
from certfolio.domain.values import Record


class Status(StrEnum):
    """Where a certificate stands in its life cycle."""

    PENDING = "pending"
    CHANGES_REQUESTED = "changes_requested"
    WITHDRAWN = "withdrawn"
    APPROVED = "approved"
    DECLINED = "declined"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"


GRANTED = frozenset({Status.APPROVED, Status.SUPERSEDED})
"""Statuses in which the academy's approval stands, and with it the credits it gave."""


class Action(StrEnum):
    """What can be done with a certificate."""

    SUBMIT = "submit"
    EDIT = "edit"
    WITHDRAW = "withdraw"
    APPROVE = "approve"
    DECLINE = "decline"
    REQUEST_CHANGES = "request_changes"
    REOPEN = "reopen"
    REVOKE = "revoke"
    DISPUTE = "dispute"
    RECORD_FILE = "record_file"
    SUPERSEDE = "supersede"
    RESTORE = "restore"


DecisionAction = Literal[
    Action.APPROVE, Action.DECLINE, Action.REQUEST_CHANGES, Action.REOPEN, Action.REVOKE
]
"""The steps that are decisions: what `is_decision` says yes to."""


class ActorKind(StrEnum):
    """Who acts."""

    LEARNER = "learner"
    STAFF = "staff"
    SYSTEM = "system"


class Actor(Record):
    """Who did something, as it is written into history."""

    kind: ActorKind
    id: str
    name: str | None = None


SYSTEM = Actor(kind=ActorKind.SYSTEM, id="certfolio")


@dataclass(frozen=True)
class By:
    """Who acts and in which capacity.

    Attributes
    ----------
    role
        The staff role; None for learners and the system.
    """

    actor: Actor
    role: Role | None = None


class Origin(StrEnum):
    """Who handed a certificate in.

    What staff entered is the academy's word, which a learner can only dispute.
    """

    LEARNER = "learner"
    STAFF = "staff"


def origin_of(submitter: Actor) -> Origin:
    """Who hands in what this actor submits; the system submits nothing."""
    return Origin.STAFF if submitter.kind is ActorKind.STAFF else Origin.LEARNER


_EITHER = frozenset(Origin)


@dataclass(frozen=True)
class Transition:
    """One row of the life cycle.

    Attributes
    ----------
    to
        The status it leads to; None leaves the status as it is.
    learner
        Certificates of which origin the learner may do it with; empty closes it to learners.
    staff
        The least staff role that may do it; None closes it to staff.
    staff_on
        Certificates of which origin staff may do it with.
    """

    action: Action
    from_: frozenset[Status | None]
    to: Status | None
    learner: frozenset[Origin] = frozenset()
    staff: Role | None = None
    staff_on: frozenset[Origin] = _EITHER
    system: bool = False

    def open_to(self, by: By) -> bool:
        """Whether somebody in this capacity may ever do it."""
        kind = by.actor.kind
        match kind:
            case ActorKind.LEARNER:
                return bool(self.learner)
            case ActorKind.STAFF:
                return self.staff is not None and by.role is not None and by.role >= self.staff
            case ActorKind.SYSTEM:
                return self.system
            case _:
                assert_never(kind)

    def open_on(self, origin: Origin, by: By) -> bool:
        """Whether they may do it with a certificate of this origin."""
        kind = by.actor.kind
        match kind:
            case ActorKind.LEARNER:
                return origin in self.learner
            case ActorKind.STAFF:
                return origin in self.staff_on
            case ActorKind.SYSTEM:
                return True
            case _:
                assert_never(kind)


_OPEN = frozenset({Status.PENDING, Status.CHANGES_REQUESTED})
_BY_LEARNER = frozenset({Origin.LEARNER})
_BY_STAFF = frozenset({Origin.STAFF})

TRANSITIONS = (
    Transition(
        Action.SUBMIT,
        frozenset({None}),
        Status.PENDING,
        learner=_BY_LEARNER,
        staff=Role.REVIEWER,
        staff_on=_BY_STAFF,
    ),
    # Each side changes what it entered itself.
    Transition(
        Action.EDIT,
        _OPEN,
        Status.PENDING,
        learner=_BY_LEARNER,
        staff=Role.REVIEWER,
        staff_on=_BY_STAFF,
    ),
    Transition(
        Action.WITHDRAW,
        _OPEN,
        Status.WITHDRAWN,
        learner=_BY_LEARNER,
        staff=Role.REVIEWER,
        staff_on=_BY_STAFF,
    ),
    Transition(
        Action.APPROVE,
        frozenset({Status.PENDING}),
        Status.APPROVED,
        staff=Role.REVIEWER,
        system=True,
    ),
    Transition(Action.DECLINE, frozenset({Status.PENDING}), Status.DECLINED, staff=Role.REVIEWER),
    Transition(
        Action.REQUEST_CHANGES,
        frozenset({Status.PENDING}),
        Status.CHANGES_REQUESTED,
        staff=Role.REVIEWER,
        system=True,
    ),
    Transition(
        Action.REOPEN,
        GRANTED | {Status.DECLINED},
        Status.PENDING,
        staff=Role.ADMINISTRATOR,
    ),
    Transition(Action.REVOKE, GRANTED, Status.REVOKED, staff=Role.ADMINISTRATOR),
    # The academy takes its own word back, where a learner disputed it.
    Transition(
        Action.REVOKE,
        frozenset({Status.PENDING}),
        Status.REVOKED,
        staff=Role.ADMINISTRATOR,
        staff_on=_BY_STAFF,
    ),
    Transition(
        Action.DISPUTE,
        GRANTED | {Status.PENDING},
        Status.PENDING,
        learner=_BY_STAFF,
    ),
    # What becomes of the certificate that another one renews; see `certfolio.domain.renewals`.
    Transition(Action.SUPERSEDE, frozenset({Status.APPROVED}), Status.SUPERSEDED, system=True),
    Transition(Action.RESTORE, frozenset({Status.SUPERSEDED}), Status.APPROVED, system=True),
    # A late result of inspection is kept wherever a file can still be waiting, and the drawing of
    # an older file wherever somebody looks at it.
    Transition(
        Action.RECORD_FILE,
        frozenset(Status),
        None,
        system=True,
    ),
)
"""Life of a certificate; what is not in this table is refused."""


def is_decision(action: Action) -> bool:
    """Whether a step is a decision: it leaves a `Decision` on the certificate."""
    match action:
        case (
            Action.APPROVE | Action.DECLINE | Action.REQUEST_CHANGES | Action.REOPEN | Action.REVOKE
        ):
            return True
        case (
            Action.SUBMIT
            | Action.EDIT
            | Action.WITHDRAW
            | Action.DISPUTE
            | Action.RECORD_FILE
            | Action.SUPERSEDE
            | Action.RESTORE
        ):
            return False
        case _:
            assert_never(action)


def takes_it_in_hand(action: Action, by: By) -> bool:
    """Whether with this step a person takes the certificate over from the system.

    From then on only a person approves it, whatever the academy leaves to the system.
    """
    if by.actor.kind is ActorKind.SYSTEM:
        return False
    return action is Action.DISPUTE or is_decision(action)


def permit(action: Action, status: Status | None, origin: Origin, by: By) -> Transition:
    """Look a step up in the table.

    Parameters
    ----------
    status
        The certificate's status; None where there is no certificate yet.
    origin
        Who handed it in, or is about to.

    Raises
    ------
    Forbidden
        The step exists, but not for this actor, or not with a certificate of this origin.
    ActionNotAllowed
        The table has no such step from `status`.
    """
    rows = [row for row in TRANSITIONS if row.action is action]
    if not any(row.open_to(by) for row in rows):
        raise Forbidden(Barred.NEEDS_OTHER_ROLE)
    open_ = [row for row in rows if row.open_to(by) and row.open_on(origin, by)]
    if not open_:
        raise Forbidden(_not_theirs(origin))
    row = next((row for row in open_ if status in row.from_), None)
    if row is None:
        raise ActionNotAllowed(action, status or Status.PENDING)
    return row


def _not_theirs(origin: Origin) -> Barred:
    match origin:
        case Origin.STAFF:
            return Barred.ENTERED_BY_STAFF
        case Origin.LEARNER:
            return Barred.HANDED_IN_BY_LEARNER
        case _:
            assert_never(origin)


class HoldingState(StrEnum):
    """Whose word stands for a holding."""

    STATED = "stated"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
