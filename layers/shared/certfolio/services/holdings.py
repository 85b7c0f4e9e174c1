"""Learners' holdings: entered, confirmed, granted waivers; each step once, and told."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from certfolio.domain.actions import ActorKind, By, HoldingState
from certfolio.domain.certificates import File, Owner
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
from certfolio.domain.holding_rules import (
    MOST_GRANTED,
    MOST_HOLDINGS,
    too_many,
    wrong_beside,
    wrong_confirmation,
    wrong_statement,
    wrong_upload,
    wrong_waiver,
)
from certfolio.domain.holdings import (
    GrantedWaiver,
    HeldCredential,
    HoldingAction,
    HoldingEvent,
    KeptHolding,
    MetRequirement,
    permit,
)
from certfolio.domain.programmes.holding import Confirmation, Waiver
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.uploads import UPLOAD_TAKEN
from certfolio.storage.academies import AcademyStore
from certfolio.storage.conflicts import UploadChanged
from certfolio.storage.holdings import HoldingStore
from certfolio.storage.programmes import ProgrammeStore
from certfolio.storage.uploads import UploadStore


@dataclass(frozen=True)
class Step:
    """Who takes a step with which holding, when and with which words.

    Attributes
    ----------
    version
        The version it is meant for; 0 for a new holding.
    """

    owner: Owner
    holding_id: str
    by: By
    version: int
    now: datetime
    comment: str | None = None


@dataclass(frozen=True)
class Shown:
    """By which file a holding is to be shown from now on.

    Attributes
    ----------
    upload_id
        What brought the file; None where there is to be none.
    """

    upload_id: str | None


class _Granted(Protocol):
    """What staff grant or say, with an id that the client made."""

    @property
    def id(self) -> str: ...


_Kept = TypeVar("_Kept", bound=_Granted)
_Change = Callable[[KeptHolding], KeptHolding]


class HoldingChanges:
    """Changes of holdings, each told in their history; sent again, done once."""

    def __init__(
        self,
        holdings: HoldingStore,
        programmes: ProgrammeStore,
        academies: AcademyStore,
        uploads: UploadStore,
    ) -> None:
        self._uploads = uploads
        self._holdings = holdings
        self._programmes = programmes
        self._academies = academies

    def enter(
        self, step: Step, programme_id: str, stated: HeldCredential, shown: Shown | None = None
    ) -> KeptHolding:
        """Enter a holding; what staff enter is confirmed.

        Parameters
        ----------
        shown
            None where nothing is said of a file.

        Raises
        ------
        InvalidInput
            The academy has no such programme in force, it does not ask for what is stated, the
            learner has this credential already, or it cannot take the file.
        IdReused
            The id names another holding, or one that was removed.
        BeingErased
            The learner is being erased.
        """
        permit(HoldingAction.ENTER, None, step.owner, step.by)
        body = {"programme": programme_id, **_said(stated, shown)}
        request = _request(HoldingAction.ENTER, step, body)
        others = self._holdings.of(step.owner)
        if any(other.id == step.holding_id for other in others):
            return self._replayed(step, 1, request, IdReused(step.holding_id))
        kept = self._programmes.find(step.owner.academy_id, programme_id)
        if kept is None or kept.state is not ProgrammeState.IN_FORCE:
            raise InvalidInput(FieldError("programme", FieldCode.UNKNOWN_PROGRAMME))
        _refuse(
            *wrong_statement(kept.programme, stated, self._today(step)),
            *wrong_beside(others, programme_id, stated),
            *too_many("holdings", others, MOST_HOLDINGS),
        )
        file = self._file(step, None, shown)
        after = KeptHolding(
            **dict(step.owner),
            id=step.holding_id,
            programme=programme_id,
            stated=stated,
            file=file,
            state=_state_by(step.by),
            entered_at=step.now,
            entered_by=step.by.actor,
        )
        try:
            self._holdings.enter(after, _event(HoldingAction.ENTER, None, after, step, request))
        except IdReused as reused:
            return self._replayed(step, 1, request, reused)
        except UploadChanged as taken:
            raise InvalidInput(UPLOAD_TAKEN) from taken
        return after

    def change(self, step: Step, stated: HeldCredential, shown: Shown | None = None) -> KeptHolding:
        """Change what is stated or the file that shows it; a learner's change asks staff again.

        Parameters
        ----------
        shown
            None leaves the file as it is.

        Raises
        ------
        InvalidInput
            The programme does not ask for what is stated, the learner has this credential
            already, or it cannot take the file.
        """

        def changed(before: KeptHolding) -> KeptHolding:
            others = [one for one in self._holdings.of(step.owner) if one.id != before.id]
            _refuse(
                *wrong_statement(self._programme(before), stated, self._today(step)),
                *wrong_beside(others, before.programme, stated),
            )
            file = self._file(step, before.file, shown)
            same = (stated, file) == (before.stated, before.file)
            if same and step.by.actor.kind is not ActorKind.STAFF:
                return before
            return before.model_copy(
                update={
                    "stated": stated,
                    "file": file,
                    "state": _state_by(step.by),
                    "said": None,
                }
            )

        return self._take(HoldingAction.CHANGE, step, _said(stated, shown), changed)

    def decide(self, step: Step, *, confirmed: bool) -> KeptHolding:
        """Confirm what is stated, or refuse it."""
        action = HoldingAction.CONFIRM if confirmed else HoldingAction.REFUSE
        state = HoldingState.CONFIRMED if confirmed else HoldingState.REFUSED
        update = {"state": state, "said": step.comment}
        return self._take(action, step, {}, lambda before: before.model_copy(update=update))

    def grant(self, step: Step, waiver_id: str, waiver: Waiver, reason: str) -> KeptHolding:
        """Grant a waiver.

        Raises
        ------
        InvalidInput
            The programme asks for nothing that it could be for.
        IdReused
            The id names another waiver of the holding.
        """
        step = replace(step, comment=reason)
        granted = GrantedWaiver(
            id=waiver_id, waiver=waiver, reason=reason, by=step.by.actor, at=step.now
        )

        def with_it(before: KeptHolding) -> KeptHolding:
            same = _same(before.waivers, granted)
            if same is not None:
                if (same.waiver, same.reason) != (waiver, reason):
                    raise IdReused(waiver_id)
                return before
            _refuse(
                *wrong_waiver(self._programme(before), waiver, self._today(step)),
                *too_many("waivers", before.waivers, MOST_GRANTED),
            )
            return before.model_copy(update={"waivers": (*before.waivers, granted)})

        body = {"id": waiver_id, "waiver": waiver.model_dump(mode="json")}
        return self._take(HoldingAction.GRANT, step, body, with_it)

    def take_back(self, step: Step, waiver_id: str) -> KeptHolding:
        """Take a waiver back.

        Raises
        ------
        NotFound
            The holding has no such waiver.
        """

        def without(before: KeptHolding) -> KeptHolding:
            kept = _without(before.waivers, waiver_id, Missing.WAIVER)
            return before.model_copy(update={"waivers": kept})

        return self._take(HoldingAction.TAKE_BACK, step, {"id": waiver_id}, without)

    def meet(self, step: Step, met_id: str, confirmation: Confirmation) -> KeptHolding:
        """Say that a requirement that is not hours is met.

        Raises
        ------
        InvalidInput
            The programme has no such requirement.
        IdReused
            The id names another one that is met.
        """
        met = MetRequirement(
            id=met_id,
            confirmation=confirmation,
            comment=step.comment,
            by=step.by.actor,
            at=step.now,
        )

        def with_it(before: KeptHolding) -> KeptHolding:
            same = _same(before.met, met)
            if same is not None:
                if (same.confirmation, same.comment) != (confirmation, step.comment):
                    raise IdReused(met_id)
                return before
            _refuse(
                *wrong_confirmation(self._programme(before), confirmation, self._today(step)),
                *too_many("met", before.met, MOST_GRANTED),
            )
            return before.model_copy(update={"met": (*before.met, met)})

        body = {"id": met_id, "met": confirmation.model_dump(mode="json")}
        return self._take(HoldingAction.MEET, step, body, with_it)

    def unmeet(self, step: Step, met_id: str) -> KeptHolding:
        """Take back that a requirement that is not hours is met.

        Raises
        ------
        NotFound
            Nobody said so.
        """

        def without(before: KeptHolding) -> KeptHolding:
            kept = _without(before.met, met_id, Missing.MET_REQUIREMENT)
            return before.model_copy(update={"met": kept})

        return self._take(HoldingAction.UNMEET, step, {"id": met_id}, without)

    def remove(self, step: Step) -> None:
        """Take a holding away; its history stays.

        Raises
        ------
        NotFound
            The learner has no such holding.
        StaleVersion
            Somebody else changed it first.
        """
        request = _request(HoldingAction.REMOVE, step, {})
        before = self._holdings.find(step.owner, step.holding_id)
        if before is None:
            self._removed(step, request, NotFound(Missing.HOLDING))
            return
        permit(HoldingAction.REMOVE, before, step.owner, step.by)
        if before.version != step.version:
            raise StaleVersion(before.version)
        after = before.model_copy(update={"version": before.version + 1})
        event = _event(HoldingAction.REMOVE, before, after, step, request)
        try:
            self._holdings.remove(before, event)
        except StaleVersion as stale:
            self._removed(step, request, stale)

    def _removed(self, step: Step, request: str, refusal: CertfolioError) -> None:
        """Refuse it, unless this very request has removed the holding."""
        last = self._holdings.event(step.owner, step.holding_id, step.version + 1)
        if last is None or last.request != request:
            raise refusal

    def _take(
        self, action: HoldingAction, step: Step, body: Mapping[str, Any], change: _Change
    ) -> KeptHolding:
        """Take a step; one that changes nothing is not told.

        Parameters
        ----------
        body
            What is said beside the step, as in the request.
        change
            Makes the holding after of the one before.
        """
        request = _request(action, step, body)
        before = self._holdings.get(step.owner, step.holding_id)
        permit(action, before, step.owner, step.by)
        if before.version != step.version:
            stale = StaleVersion(before.version)
            return self._replayed(step, step.version + 1, request, stale)
        changed = change(before)
        if changed == before:
            return before
        after = changed.model_copy(update={"version": before.version + 1})
        takes = None if after.file == before.file else after.file
        try:
            self._holdings.change(after, _event(action, before, after, step, request), takes)
        except StaleVersion as stale:
            return self._replayed(step, after.version, request, stale)
        except UploadChanged as taken:
            raise InvalidInput(UPLOAD_TAKEN) from taken
        return after

    def _replayed(
        self, step: Step, version: int, request: str, refusal: CertfolioError
    ) -> KeptHolding:
        """The holding as it is, where this very request led to a version; else it is refused."""
        event = self._holdings.event(step.owner, step.holding_id, version)
        present = self._holdings.find(step.owner, step.holding_id)
        if event is None or event.request != request or present is None:
            raise refusal
        return present

    def _file(self, step: Step, before: File | None, shown: Shown | None) -> File | None:
        """The file that a holding has after a step."""
        if shown is None or shown.upload_id == (before and before.upload_id):
            return before
        if shown.upload_id is None:
            return None
        upload = self._uploads.find(step.owner, shown.upload_id)
        _refuse(*wrong_upload(upload, step.holding_id, step.now))
        return None if upload is None else upload.file

    def _programme(self, held: KeptHolding) -> Programme:
        return self._programmes.get(held.academy_id, held.programme).programme

    def _today(self, step: Step) -> date:
        return self._academies.set_up(step.owner.academy_id, step.now).academy.day_of(step.now)


def _refuse(*wrong: FieldError) -> None:
    if wrong:
        raise InvalidInput(*wrong)


def _same(kept: Iterable[_Kept], wanted: _Kept) -> _Kept | None:
    return next((one for one in kept if one.id == wanted.id), None)


def _without(kept: tuple[_Kept, ...], id_: str, what: Missing) -> tuple[_Kept, ...]:
    left = tuple(one for one in kept if one.id != id_)
    if len(left) == len(kept):
        raise NotFound(what)
    return left


def _state_by(by: By) -> HoldingState:
    """Whose word what is stated now is: the academy's, where staff stated it."""
    return HoldingState.CONFIRMED if by.actor.kind is ActorKind.STAFF else HoldingState.STATED


def _said(stated: HeldCredential, shown: Shown | None) -> dict[str, Any]:
    said: dict[str, Any] = {"stated": stated.model_dump(mode="json")}
    return said if shown is None else {**said, "upload_id": shown.upload_id}


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


_TOLD: dict[str, Any] = {
    **dict.fromkeys(("programme", "stated", "state", "said", "waivers", "met"), True),
    # Whoever has a file can show by its digest that it was this one.
    "file": {"upload_id": True, "name": True, "sha256": True},
}


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
        **dict(step.owner),
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
