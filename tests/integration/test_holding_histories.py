"""Whatever two people do with a credential, in any order, its history tells how it stands."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, assert_never

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ulid import ULID

from certfolio import composition
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import Owner
from certfolio.domain.errors import CertfolioError
from certfolio.domain.holdings import HeldCredential, HoldingAction, HoldingEvent, KeptHolding
from certfolio.domain.programmes.holding import Confirmation, LetOff
from certfolio.domain.staff import Role
from certfolio.services.holdings import Step
from tests.support.holdings import install
from tests.support.world import World

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEARNER = By(Actor(kind=ActorKind.LEARNER, id="learner-1"))
REVIEWER = By(Actor(kind=ActorKind.STAFF, id="reviewer-1"), Role.REVIEWER)
ADMINISTRATOR = By(Actor(kind=ActorKind.STAFF, id="administrator-1"), Role.ADMINISTRATOR)
IDS = [str(ULID()) for _ in range(2)]
TOLD = {"programme", "stated", "state", "said", "waivers", "met"}


@dataclass(frozen=True)
class Tried:
    """A step that somebody tries.

    Attributes
    ----------
    late
        Whether they have not seen what happened last.
    which
        Which of two numbers, waivers or requirements it is about.
    """

    action: HoldingAction
    by: By
    late: bool
    which: int


TRIED = st.builds(
    Tried,
    st.sampled_from(HoldingAction),
    st.sampled_from([LEARNER, REVIEWER, ADMINISTRATOR]),
    st.sampled_from([False, False, False, True]),
    st.integers(0, 1),
)


@settings(
    deadline=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(TRIED, min_size=3, max_size=12))
def test_the_history_always_tells_the_state(board: World, tried: list[Tried]) -> None:
    owner = Owner(academy_id=board.academy_id, learner_id=f"learner-{ULID()}")
    holding_id = str(ULID())
    store = composition.holding_store()
    composition.holdings().enter(
        Step(owner, holding_id, LEARNER, 0, NOW), "board", HeldCredential(number="0")
    )
    for one in tried:
        before = store.find(owner, holding_id)
        version = (before.version if before else 1) - one.late
        try:
            take(one, Step(owner, holding_id, one.by, version, NOW, "So it is."))
        except CertfolioError:
            assert store.find(owner, holding_id) == before
        else:
            assert not one.late or store.find(owner, holding_id) == before
        events = store.history(owner, holding_id)
        present = store.find(owner, holding_id)
        assert [event.version for event in events] == [*range(1, len(events) + 1)]
        assert told_by(events) == told(present)
        if present is not None:
            assert present.version == len(events)


@pytest.fixture
def board(world: World) -> World:
    install(world)
    return world


def take(tried: Tried, step: Step) -> None:
    """Take a step, as the API would."""
    changes, id_ = composition.holdings(), IDS[tried.which]
    match tried.action:
        case HoldingAction.ENTER:
            changes.enter(step, "board", HeldCredential(number=str(tried.which)))
        case HoldingAction.CHANGE:
            changes.change(step, HeldCredential(number=str(tried.which)))
        case HoldingAction.CONFIRM | HoldingAction.REFUSE:
            changes.decide(step, confirmed=tried.action is HoldingAction.CONFIRM)
        case HoldingAction.GRANT:
            let_off = LetOff(on=date(2026, 1, 15), requirement="business")
            changes.grant(step, id_, let_off, "Illness.")
        case HoldingAction.TAKE_BACK:
            changes.take_back(step, id_)
        case HoldingAction.MEET:
            changes.meet(step, id_, Confirmation(requirement="ethics", on=date(2026, 1, 15)))
        case HoldingAction.UNMEET:
            changes.unmeet(step, id_)
        case HoldingAction.REMOVE:
            changes.remove(step)
        case _:
            assert_never(tried.action)


def told(held: KeptHolding | None) -> dict[str, Any]:
    return held.model_dump(mode="json", include=TOLD, exclude_none=True) if held else {}


def told_by(events: list[HoldingEvent]) -> dict[str, Any]:
    """How a holding stands by what was written down of it, step by step."""
    state: dict[str, Any] = {}
    for event in events:
        assert {name: state[name] for name in event.before} == event.before
        state = {name: said for name, said in state.items() if name not in event.before}
        state |= event.after
    return state
