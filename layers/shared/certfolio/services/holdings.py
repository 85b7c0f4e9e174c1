"""Learners' holdings: entered, confirmed, granted waivers; each step once, and told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from certfolio.domain.actions import ActorKind, By
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import (
    CertfolioError,
    FieldError,
    IdReused,
    InvalidInput,
    Missing,
    NotFound,
    StaleVersion,
)
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.history import digest_of
from certfolio.domain.holdings import (
    GrantedWaiver,
    HeldCredential,
    HoldingAction,
    HoldingEvent,
    HoldingState,
    KeptHolding,
    MetRequirement,
    permit,
)
from certfolio.domain.programmes.holding import Confirmation, Waiver
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.programmes import ProgrammeStore


@dataclass(frozen=True)
class Step:
    """Who takes a step with a holding, when and with which words.

    Attributes
    ----------
    version
        The version it is meant for; 0 for a new holding.
    """

    by: By
    version: int
    now: datetime
    comment: str | None = None


class HoldingChanges:
    """Changes of holdings, each told in their history; sent again, done once."""

    def __init__(self, holdings: HoldingStore, programmes: ProgrammeStore) -> None:
        self._holdings = holdings
        self._programmes = programmes

    def enter(
        self, owner: Owner, holding_id: str, programme_id: str, stated: HeldCredential, step: Step
    ) -> KeptHolding:
        """Enter a holding; what staff enter is confirmed.

        Raises
        ------
        InvalidInput
            The academy has no such programme in force.
        IdReused
            The id names another holding.
        BeingErased
            The learner is being erased.
        """
        permit(HoldingAction.ENTER, None, owner, step.by)
        body = {"programme": programme_id, "stated": stated.model_dump(mode="json")}
        request = _request(HoldingAction.ENTER, step, body)
        programme = self._programmes.find(owner.academy_id, programme_id)
        if programme is None or programme.state is not ProgrammeState.IN_FORCE:
            raise InvalidInput(FieldError("programme", FieldCode.UNKNOWN_PROGRAMME))
        after = KeptHolding(
            **dict(owner),
            id=holding_id,
            programme=programme_id,
            stated=stated,
            state=_state_by(step.by),
            entered_at=step.now,
            entered_by=step.by.actor,
        )
        try:
            self._holdings.enter(after, _event(HoldingAction.ENTER, None, after, step, request))
        except IdReused as reused:
            return self._replayed(owner, holding_id, 1, request, reused)
        return after

    def change(
        self, owner: Owner, holding_id: str, stated: HeldCredential, step: Step
    ) -> KeptHolding:
        """Change what is stated; a learner's change asks staff again."""
        return self._take(
            HoldingAction.CHANGE,
            owner,
            holding_id,
            step,
            {"stated": stated.model_dump(mode="json")},
            lambda _: {"stated": stated, "state": _state_by(step.by), "said": None},
        )

    def decide(self, owner: Owner, holding_id: str, step: Step, *, confirmed: bool) -> KeptHolding:
        """Confirm what is stated, or refuse it."""
        action = HoldingAction.CONFIRM if confirmed else HoldingAction.REFUSE
        state = HoldingState.CONFIRMED if confirmed else HoldingState.REFUSED
        update = {"state": state, "said": step.comment}
        return self._take(action, owner, holding_id, step, {}, lambda _: update)

    def grant(
        self, owner: Owner, holding_id: str, waiver_id: str, waiver: Waiver, step: Step
    ) -> KeptHolding:
        """Grant a waiver, for the reason that the step's comment gives."""
        granted = GrantedWaiver(
            id=waiver_id,
            waiver=waiver,
            reason=step.comment or "",
            by=step.by.actor,
            at=step.now,
        )
        return self._take(
            HoldingAction.GRANT,
            owner,
            holding_id,
            step,
            {"id": waiver_id, "waiver": waiver.model_dump(mode="json")},
            lambda before: {"waivers": (*before.waivers, granted)},
        )

    def take_back(self, owner: Owner, holding_id: str, waiver_id: str, step: Step) -> KeptHolding:
        """Take a waiver back.

        Raises
        ------
        NotFound
            The holding has no such waiver.
        """

        def without(before: KeptHolding) -> Mapping[str, Any]:
            kept = tuple(granted for granted in before.waivers if granted.id != waiver_id)
            if len(kept) == len(before.waivers):
                raise NotFound(Missing.HOLDING)
            return {"waivers": kept}

        return self._take(
            HoldingAction.TAKE_BACK, owner, holding_id, step, {"id": waiver_id}, without
        )

    def meet(
        self, owner: Owner, holding_id: str, met_id: str, confirmation: Confirmation, step: Step
    ) -> KeptHolding:
        """Say that a requirement that is not hours is met."""
        found = MetRequirement(
            id=met_id,
            confirmation=confirmation,
            comment=step.comment,
            by=step.by.actor,
            at=step.now,
        )
        return self._take(
            HoldingAction.MEET,
            owner,
            holding_id,
            step,
            {"id": met_id, "met": confirmation.model_dump(mode="json")},
            lambda before: {"met": (*before.met, found)},
        )

    def unmeet(self, owner: Owner, holding_id: str, met_id: str, step: Step) -> KeptHolding:
        """Take back that a requirement that is not hours is met.

        Raises
        ------
        NotFound
            Nobody said so.
        """

        def without(before: KeptHolding) -> Mapping[str, Any]:
            kept = tuple(found for found in before.met if found.id != met_id)
            if len(kept) == len(before.met):
                raise NotFound(Missing.HOLDING)
            return {"met": kept}

        return self._take(HoldingAction.UNMEET, owner, holding_id, step, {"id": met_id}, without)

    def remove(self, owner: Owner, holding_id: str, step: Step) -> None:
        """Take a holding away; its history stays.

        Raises
        ------
        NotFound
            The learner has no such holding.
        StaleVersion
            Somebody else changed it first.
        """
        request = _request(HoldingAction.REMOVE, step, {"id": holding_id})
        before = self._holdings.find(owner, holding_id)
        if before is None:
            last = self._holdings.event(owner, holding_id, step.version + 1)
            if last is None or last.request != request:
                raise NotFound(Missing.HOLDING)
            return
        permit(HoldingAction.REMOVE, before, owner, step.by)
        if before.version != step.version:
            raise StaleVersion(before.version)
        after = before.model_copy(update={"version": before.version + 1})
        event = _event(HoldingAction.REMOVE, before, after, step, request)
        self._holdings.remove(before, event)

    def _take(  # noqa: PLR0913, PLR0917 - which step of which holding, and what it says
        self,
        action: HoldingAction,
        owner: Owner,
        holding_id: str,
        step: Step,
        body: Mapping[str, Any],
        change: Any,  # noqa: ANN401 - a callable from the holding before to changed fields
    ) -> KeptHolding:
        request = _request(action, step, {"id": holding_id, **body})
        before = self._holdings.get(owner, holding_id)
        permit(action, before, owner, step.by)
        if before.version != step.version:
            stale = StaleVersion(before.version)
            return self._replayed(owner, holding_id, step.version + 1, request, stale)
        after = before.model_copy(update={**change(before), "version": before.version + 1})
        try:
            self._holdings.change(after, _event(action, before, after, step, request))
        except StaleVersion as stale:
            return self._replayed(owner, holding_id, after.version, request, stale)
        return after

    def _replayed(
        self, owner: Owner, holding_id: str, version: int, request: str, refusal: CertfolioError
    ) -> KeptHolding:
        """The holding as it is, where this very request led to a version; else it is refused."""
        event = self._holdings.event(owner, holding_id, version)
        if event is None or event.request != request:
            raise refusal
        return self._holdings.get(owner, holding_id)


def _state_by(by: By) -> HoldingState:
    """Whose word what is stated now is: the academy's, where staff stated it."""
    return HoldingState.CONFIRMED if by.actor.kind is ActorKind.STAFF else HoldingState.STATED


def _request(action: HoldingAction, step: Step, body: Mapping[str, Any]) -> str:
    """Digest that is equal for a request and its retries, and for nothing else."""
    return digest_of(
        {
            "actor": step.by.actor.id,
            "action": action,
            "version": step.version,
            "comment": step.comment,
            "body": dict(body),
        }
    )


_TOLD = {"programme", "stated", "state", "said", "file", "waivers", "met"}


def _event(
    action: HoldingAction, before: KeptHolding | None, after: KeptHolding, step: Step, request: str
) -> HoldingEvent:
    old, new = (
        state.model_dump(mode="json", include=_TOLD, exclude_none=True) if state else {}
        for state in (before, after)
    )
    if action is HoldingAction.REMOVE:
        new = {}
    changed = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    return HoldingEvent(
        **dict(after.owner),
        holding_id=after.id,
        version=after.version,
        at=step.now,
        actor=step.by.actor,
        action=action,
        comment=step.comment,
        before={name: old[name] for name in changed if name in old},
        after={name: new[name] for name in changed if name in new},
        request=request,
    )
