"""Holdings as they are kept: one learner's credential, who says so, and what staff granted it."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, assert_never

from pydantic import Field

from certfolio.domain.actions import Actor, ActorKind, By, HoldingState
from certfolio.domain.certificates import File, Owner
from certfolio.domain.errors import Barred, Forbidden
from certfolio.domain.programmes.holding import Confirmation, Holding, Parity, Waiver
from certfolio.domain.programmes.model import Month
from certfolio.domain.staff import Role
from certfolio.domain.values import CalendarDay, Comment, Label, Name, Record, Stated, Ulid


class HoldingAction(StrEnum):
    """What can be done with a holding."""

    ENTER = "enter"
    CHANGE = "change"
    CONFIRM = "confirm"
    REFUSE = "refuse"
    GRANT = "grant"
    TAKE_BACK = "take_back"
    MEET = "meet"
    UNMEET = "unmeet"
    REMOVE = "remove"


class HeldCredential(Stated):
    """What is stated of a credential.

    Attributes
    ----------
    number
        As the body wrote it on the credential.
    held_since
        The first day that counts.
    birth_month, birth_year
        Only what rules ask of a birth: its month, and whether its year is odd or even.
    facts
        What the programme's conditions ask for, by name.
    """

    number: Label | None = None
    held_since: CalendarDay | None = None
    birth_month: Month | None = None
    birth_year: Parity | None = None
    facts: Mapping[Name, Name] = Field(default_factory=dict, max_length=20)


class GrantedWaiver(Record):
    """A waiver, who granted it and why."""

    id: Ulid
    waiver: Waiver
    reason: Comment
    by: Actor
    at: datetime


class MetRequirement(Record):
    """Staff's word that a requirement that is not hours is met, in the cycle of a day."""

    id: Ulid
    confirmation: Confirmation
    comment: Comment | None = None
    by: Actor
    at: datetime


class KeptHolding(Owner):
    """One learner's credential under one programme, as it is stored.

    Attributes
    ----------
    state
        Whether staff confirmed what is stated; a learner's change asks them again.
    said
        What staff said when they confirmed or refused it.
    waivers, met
        What staff granted, and what that is not hours they say is met; oldest first.
    file
        What shows it. Inspection has accepted it before, so no verdict is ever written here.
    version
        Counts changes from 1; the `ETag`.
    """

    id: Ulid
    programme: Name
    stated: HeldCredential
    file: File | None = None
    state: HoldingState = HoldingState.STATED
    said: Comment | None = None
    waivers: tuple[GrantedWaiver, ...] = ()
    met: tuple[MetRequirement, ...] = ()
    entered_at: datetime
    entered_by: Actor
    version: int = 1

    @property
    def owner(self) -> Owner:
        """Whose it is."""
        return Owner(academy_id=self.academy_id, learner_id=self.learner_id)

    def holding(self, hired_on: date | None = None) -> Holding:
        """The holding as a report is made of it.

        Parameters
        ----------
        hired_on
            The day hired, from the academy's directory.
        """
        return Holding(
            programme=self.programme,
            number=self.stated.number,
            held_since=self.stated.held_since,
            hired_on=hired_on,
            birth_month=self.stated.birth_month,
            birth_year=self.stated.birth_year,
            facts=self.stated.facts,
            waivers=tuple(granted.waiver for granted in self.waivers),
            confirmed=tuple(found.confirmation for found in self.met),
        )


class HoldingEvent(Owner):
    """One entry in a holding's history.

    Attributes
    ----------
    before, after
        What the fields that changed said, in their stored form.
    request
        Digest of the request that caused it; tells a retry from a rival.
    """

    holding_id: Ulid
    version: int
    at: datetime
    actor: Actor
    action: HoldingAction
    comment: Comment | None = None
    before: Mapping[str, Any] = Field(default_factory=dict)
    after: Mapping[str, Any] = Field(default_factory=dict)
    request: str


def confirms(event: HoldingEvent) -> bool:
    """Whether what is stated has staff's word from an event on: what staff state has it, too."""
    match event.action:
        case HoldingAction.CONFIRM:
            return True
        case HoldingAction.ENTER | HoldingAction.CHANGE:
            return event.actor.kind is ActorKind.STAFF
        case (
            HoldingAction.REFUSE
            | HoldingAction.GRANT
            | HoldingAction.TAKE_BACK
            | HoldingAction.MEET
            | HoldingAction.UNMEET
            | HoldingAction.REMOVE
        ):
            return False
        case _:
            assert_never(event.action)


def permit(action: HoldingAction, held: KeptHolding | None, owner: Owner, by: By) -> None:
    """Refuse a step that this person may not take with a holding.

    Raises
    ------
    Forbidden
        A learner takes a step of staff's, or removes what staff confirmed; or a member of staff
        decides on a holding of their own.
    """
    of_staff = by.actor.kind is ActorKind.STAFF
    match action:
        case HoldingAction.ENTER | HoldingAction.CHANGE:
            refused = None
        case HoldingAction.REMOVE:
            confirmed = held is not None and held.state is HoldingState.CONFIRMED
            refused = Barred.NEEDS_REVIEWER if confirmed and not of_staff else None
        case HoldingAction.CONFIRM | HoldingAction.REFUSE:
            refused = None if of_staff else Barred.NEEDS_REVIEWER
        case HoldingAction.MEET | HoldingAction.UNMEET:
            refused = None if of_staff else Barred.NEEDS_REVIEWER
        case HoldingAction.GRANT | HoldingAction.TAKE_BACK:
            may = by.role is Role.ADMINISTRATOR
            refused = None if may else Barred.NEEDS_ADMINISTRATOR
        case _:
            assert_never(action)
    if refused is not None:
        raise Forbidden(refused)
    if of_staff and by.actor.id == owner.learner_id:
        raise Forbidden(Barred.OWN_CREDENTIAL_AS_STAFF)
