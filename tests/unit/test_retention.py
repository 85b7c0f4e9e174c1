"""How long a history speaks for keeping a file."""

from datetime import timedelta

import pytest

from certfolio.domain.actions import Action, By
from certfolio.domain.certificates import Certificate, File
from certfolio.domain.history import Event
from certfolio.domain.retention import steps_of_certificate, still_promised
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    REVIEWER,
    act,
    file,
    ulid,
)

KEPT = timedelta(days=30)
OLD, NEW = file(number=7), file(number=8)
REPLACED = NOW + timedelta(days=3)


def told(*steps: tuple[Action, By, File | None]) -> list[Event]:
    """The history of a certificate handed in with the old file, a day for each step."""
    record: Certificate | None = None
    events = []
    for day, (action, by, with_file) in enumerate([(Action.SUBMIT, LEARNER, OLD), *steps]):
        at = NOW + timedelta(days=day)
        record, event = act(record, action, by, now=at, with_file=with_file)
        events.append(event)
    return events


def edits(*files: File) -> list[tuple[Action, By, File | None]]:
    return [(Action.EDIT, LEARNER, one) for one in files]


def promised(events: list[Event], later: timedelta = timedelta(days=1000)) -> bool:
    return still_promised(steps_of_certificate(events), OLD.upload_id, NOW + later, KEPT)


def test_a_certificate_s_own_file_stays_for_good() -> None:
    assert promised(told())
    assert promised(told((Action.EDIT, LEARNER, OLD), (Action.WITHDRAW, LEARNER, None)))


def test_a_replaced_file_stays_for_a_while() -> None:
    events = told(
        (Action.EDIT, LEARNER, OLD), (Action.EDIT, LEARNER, OLD), (Action.EDIT, LEARNER, NEW)
    )
    just = REPLACED - NOW + KEPT
    assert promised(events, just - timedelta(seconds=1))
    assert not promised(events, just)
    assert still_promised(steps_of_certificate(events), NEW.upload_id, NOW + just, KEPT)


@pytest.mark.parametrize("decision", [Action.APPROVE, Action.DECLINE])
def test_a_file_on_which_credits_were_awarded_or_refused_stays_for_good(decision: Action) -> None:
    events = told(
        (decision, REVIEWER, None),
        (Action.REOPEN, ADMINISTRATOR, None),
        (Action.EDIT, LEARNER, NEW),
    )
    assert promised(events)


def test_a_file_that_was_sent_back_goes() -> None:
    events = told((Action.REQUEST_CHANGES, REVIEWER, None), *edits(NEW))
    assert not promised(events)


def test_only_the_file_that_was_decided_on_stays_for_it() -> None:
    events = told((Action.EDIT, LEARNER, NEW), (Action.APPROVE, REVIEWER, None))
    assert not promised(events)
    assert still_promised(
        steps_of_certificate(events), NEW.upload_id, NOW + timedelta(days=1000), KEPT
    )


def test_a_history_does_not_speak_for_a_file_it_never_had() -> None:
    assert not still_promised(steps_of_certificate(told()), ulid(99), NOW, KEPT)


def test_a_file_that_came_back_counts_from_when_it_went_last() -> None:
    events = told(
        (Action.EDIT, LEARNER, NEW), (Action.EDIT, LEARNER, OLD), (Action.EDIT, LEARNER, NEW)
    )
    assert promised(events, REPLACED - NOW + KEPT - timedelta(seconds=1))
    assert not promised(events, REPLACED - NOW + KEPT)


@pytest.mark.parametrize("action", Action)
def test_every_action_says_whether_it_settles_credits(action: Action) -> None:
    """By which step it was; the type checker sees to it that none is forgotten."""
    (submitted,) = told()
    event = submitted.model_copy(update={"action": action, "changes": {}})
    gone = submitted.model_copy(
        update={"action": Action.EDIT, "changes": {"file": None}, "at": NOW}
    )
    settles = {Action.APPROVE, Action.DECLINE, Action.REVOKE}
    assert promised([submitted, event, gone]) is (action in settles)
