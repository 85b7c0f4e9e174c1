"""Whatever is done to a history or a record behind the program's back shows."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any, TypeVar

import pytest

from certfolio.domain import lifecycle
from certfolio.domain.actions import Action, By, Status
from certfolio.domain.certificates import (
    Assignment,
    Certificate,
    Correction,
    FileState,
    Kind,
    Review,
    StatedExpiry,
)
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.history import Event
from certfolio.domain.lifecycle import Change
from certfolio.domain.reading.fields import ReadField
from certfolio.domain.values import Record
from certfolio.domain.verification import (
    LEDGER_LAG,
    Doubt,
    Verification,
    Witness,
    Witnessed,
    verify,
    verify_with_ledger,
)
from certfolio.storage.records import attributes
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    OWNER,
    REVIEWER,
    claim,
    content,
    credit_type,
    file,
    set_up,
    ulid,
)

SET_UP = set_up(credit_type(checklist=("Is the name right?",)))
YES = [{"credit_type": "cpe", "question": "Is the name right?", "yes": True}]
DATES = {"earned_on": "2026-01-14", "expires_on": "2029-01-14"}

Steps = list[tuple[Certificate, tuple[Event, ...]]]
Stored = TypeVar("Stored", bound=Record)


def verdict(action: str, by: By, **fields: Any) -> Callable[[Certificate, Any], Change]:
    said = Verdict.model_validate({"action": action, "comment": f"{action}!", **fields})
    return lambda record, now: decide(record, said, SET_UP, by=by, now=now, request=action)


def edit(**fields: Any) -> Callable[[Certificate, Any], Change]:
    return lambda record, now: lifecycle.edit(
        record, content(**fields), record.file, by=REVIEWER, now=now, request="edit"
    )


STEPS: list[Callable[[Certificate, Any], Change]] = [
    lambda record, now: lifecycle.record_file(record, file(), now=now),
    edit(title="Second thoughts", issuer=None, claims=(claim("cpe", "3"), claim("ceu", "2"))),
    verdict("request_changes", REVIEWER, reason="details-differ"),
    edit(title="Third thoughts", issuer="Institute", certificate_number="N-1"),
    verdict(
        "approve",
        REVIEWER,
        answers=YES,
        corrections={"title": "Right", **DATES},
        awarded=[{"credit_type": "cpe", "credits": "0.50"}],
    ),
    verdict("reopen", ADMINISTRATOR),
    verdict("decline", REVIEWER, reason="name-differs"),
    verdict("reopen", ADMINISTRATOR),
    verdict("approve", REVIEWER, answers=YES),
    lambda record, now: lifecycle.dispute(record, "Not mine", by=LEARNER, now=now, request="d"),
    verdict(
        "approve",
        ADMINISTRATOR,
        answers=YES,
        corrections={"issuer": "Other"},
        awarded=[{"credit_type": "cpe", "credits": "0.75"}],
    ),
]


@cache
def lived() -> tuple[tuple[Certificate, tuple[Event, ...]], ...]:
    """A life with every kind of step: the record after each, and the history until then."""
    change = lifecycle.submit(
        OWNER,
        ulid(1),
        content(issuer="Institute", verification_link="https://verify.example.org/1"),
        file(FileState.WAITING),
        by=REVIEWER,
        now=NOW,
        request="submit",
    )
    life = [(change.after, change.events)]
    for hour, step in enumerate(STEPS, start=1):
        record, history = life[-1]
        change = step(record, NOW + timedelta(hours=hour))
        life.append((change.after, history + change.events))
    return tuple(life)


LENGTH = len(STEPS) + 1
POSITIONS = range(LENGTH)


def history() -> list[Event]:
    return [*lived()[-1][1]]


def record() -> Certificate:
    return lived()[-1][0]


def stored(what: Stored) -> Stored:
    """The record as it comes back from storage."""
    return type(what).model_validate(json.loads(json.dumps(attributes(what))))


def check(certificate: Certificate, events: list[Event]) -> Verification:
    return verify(stored(certificate), [*map(stored, events)])


@pytest.mark.parametrize("position", POSITIONS)
def test_what_nobody_touched_is_intact_after_every_step(position: int) -> None:
    certificate, events = lived()[position]
    assert check(certificate, [*events]) == Verification(intact=True)
    assert verify(certificate, events) == Verification(intact=True)


def test_a_lease_is_no_part_of_the_history() -> None:
    lease = Assignment(principal="reviewer-1", name="Reviewer", until=NOW)
    assert check(record().model_copy(update={"assignment": lease}), history()).intact


def test_clocks_that_differ_a_little_do_not_look_like_tampering() -> None:
    certificate = lived()[1][0]
    slow = NOW - timedelta(seconds=1)
    change = STEPS[1](certificate, slow)
    approval = verdict("approve", REVIEWER, answers=YES)(change.after, slow)
    events = [*lived()[1][1], *change.events, *approval.events]
    assert check(approval.after, events) == Verification(intact=True)


# The history

FORGED: dict[str, Any] = {
    "academy_id": "forged",
    "learner_id": "forged",
    "certificate_id": ulid(99),
    "version": 99,
    "at": NOW - timedelta(days=1),
    "actor": LEARNER.actor.model_copy(update={"id": "forged"}),
    "action": Action.WITHDRAW,
    "from_status": Status.REVOKED,
    "to_status": Status.REVOKED,
    "comment": "forged",
    "changes": {"title": "forged"},
    "request": "forged",
    "salt": "forged",
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
}


def test_every_field_of_an_event_is_forged_below() -> None:
    assert set(FORGED) == set(Event.model_fields)


@pytest.mark.parametrize("position", POSITIONS)
@pytest.mark.parametrize("field", FORGED)
def test_an_edited_event_shows_where_it_stands(position: int, field: str) -> None:
    events = history()
    events[position] = events[position].model_copy(update={field: FORGED[field]})
    found = check(record(), events)
    assert (found.intact, found.broken_at) == (False, position + 1)
    assert found.why_code is not None
    assert found.why == found.why_code.sentence


@pytest.mark.parametrize("position", POSITIONS)
def test_an_event_edited_and_sealed_again_shows_in_the_next_or_in_the_record(
    position: int,
) -> None:
    events = history()
    events[position] = events[position].model_copy(update={"comment": "forged"}).sealed()
    found = check(record(), events)
    last = position == LENGTH - 1
    assert (found.intact, found.broken_at) == (False, None if last else position + 2)


def test_a_chain_forged_to_its_end_shows_in_the_record() -> None:
    events = [history()[0].model_copy(update={"comment": "forged"}).sealed()]
    for event in history()[1:]:
        linked = event.model_copy(update={"previous_hash": events[-1].hash})
        events.append(linked.sealed())
    found = check(record(), events)
    assert (found.intact, found.broken_at) == (False, None)


@pytest.mark.parametrize("position", POSITIONS)
def test_a_deleted_event_shows(position: int) -> None:
    events = history()
    del events[position]
    found = check(record(), events)
    last = position == LENGTH - 1
    assert (found.intact, found.broken_at) == (False, None if last else position + 1)


@pytest.mark.parametrize(("left", "right"), [*pairwise(POSITIONS), (0, LENGTH - 1)])
def test_swapped_events_show(left: int, right: int) -> None:
    events = history()
    events[left], events[right] = events[right], events[left]
    assert check(record(), events).broken_at == left + 1


@pytest.mark.parametrize("kept", POSITIONS)
def test_a_history_cut_short_shows(kept: int) -> None:
    assert not check(record(), history()[:kept]).intact


@pytest.mark.parametrize("kept", POSITIONS[1:])
def test_a_record_put_back_to_an_earlier_day_shows(kept: int) -> None:
    assert not check(lived()[kept - 1][0], history()[kept:]).intact
    assert not check(lived()[kept - 1][0], history()).intact


def test_an_appended_event_shows() -> None:
    events = history()
    again = events[-1].model_copy(update={"version": LENGTH + 1})
    assert check(record(), [*events, again]).broken_at == LENGTH + 1
    fits = again.model_copy(
        update={"previous_hash": events[-1].hash, "from_status": Status.APPROVED}
    ).sealed()
    found = check(record(), [*events, fits])
    assert (found.intact, found.broken_at) == (False, None)


def test_an_event_that_goes_on_from_another_status_shows() -> None:
    events = history()
    fits = events[-1].model_copy(
        update={
            "version": LENGTH + 1,
            "previous_hash": events[-1].hash,
            "from_status": Status.DECLINED,
        }
    )
    found = check(record(), [*events, fits.sealed()])
    assert (found.intact, found.broken_at) == (False, LENGTH + 1)


# The record

EDITED: dict[str, Any] = {
    "academy_id": "forged",
    "learner_id": "forged",
    "id": ulid(99),
    "title": "forged",
    "issuer": None,
    "certificate_number": "N-2",
    "verification_link": "https://verify.example.org/1",
    "earned_on": NOW.date(),
    "expires_on": None,
    "claims": (claim("cpe", "1.00", "1.00"),),
    "kind": Kind.ACADEMY,
    "status": Status.REVOKED,
    "version": 99,
    "file": file(number=8),
    "stated_expiry": StatedExpiry(day=NOW.date()),
    "review": Review.AUTOMATIC,
    "when_found": (ReadField.LEARNER,),
    "cross_check": "ffffff",
    "in_hand": False,
    "submitted_at": NOW - timedelta(days=1),
    "submitted_by": LEARNER.actor,
    "since": NOW,
    "decision": None,
    "corrections": {},
    "ends_when_renewed": ("cpe",),
    "renews": ulid(98),
    "head": "f" * 64,
}


def test_every_field_of_the_record_is_edited_below() -> None:
    # A lease is told by no event, nor is who is going to renew it before they have.
    leases = {"assignment", "renewed_by"}
    assert set(EDITED) == set(Certificate.model_fields) - leases
    unchanged = [name for name in EDITED if EDITED[name] == getattr(record(), name)]
    assert unchanged == []


@pytest.mark.parametrize("field", EDITED)
def test_an_edited_field_of_the_record_shows(field: str) -> None:
    found = check(record().model_copy(update={field: EDITED[field]}), history())
    assert (found.intact, found.broken_at) == (False, None)
    if field != "head":
        assert found.why is not None
        assert field in found.why


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("key", "demo/learner-1/other"),
        ("version_id", "v2"),
        ("rendition", "0" * 64),
    ],
)
def test_other_evidence_behind_the_file_shows(field: str, value: str) -> None:
    known = record().file
    assert known is not None
    assert known.evidence is not None
    evidence = known.evidence.model_copy(update={field: value})
    forged = known.model_copy(update={"evidence": evidence})
    assert not check(record().model_copy(update={"file": forged}), history()).intact


@pytest.mark.parametrize(
    "lines",
    [
        (claim("cpe", "1.00", "99"),),
        (claim("cpe", "99", "0.75"),),
        (claim("ceu", "1.00", "0.75"),),
        (claim("cpe", "1.00", "0.75"), claim("ceu", "1.00", "1.00")),
    ],
)
def test_credits_nobody_awarded_show(lines: tuple[Any, ...]) -> None:
    assert not check(record().model_copy(update={"claims": lines}), history()).intact


@pytest.mark.parametrize(
    "corrections",
    [
        {"issuer": Correction(stated="forged")},
        {"issuer": Correction(stated=None)},
        {"title": Correction(stated="forged")},
    ],
)
def test_words_put_into_the_learner_s_mouth_show(corrections: dict[str, Correction]) -> None:
    merged = {**record().corrections, **corrections}
    assert not check(record().model_copy(update={"corrections": merged}), history()).intact


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("outcome", "decline"),
        ("at", NOW),
        ("by", REVIEWER.actor),
        ("by", ADMINISTRATOR.actor.model_copy(update={"name": "Somebody"})),
        ("comment", "forged"),
        ("comment", None),
        ("reason", {"id": "name-differs", "text": "forged"}),
        ("answers", ()),
    ],
)
def test_an_edited_decision_shows(field: str, value: Any) -> None:
    decision = record().decision
    assert decision is not None
    forged = type(decision).model_validate({**dict(decision), field: value})
    assert not check(record().model_copy(update={"decision": forged}), history()).intact


@pytest.mark.parametrize("position", [6, 8, 9, 10])
def test_an_earlier_decision_in_place_of_the_last_one_shows(position: int) -> None:
    earlier = lived()[position][0].decision
    assert earlier is not None
    assert earlier != record().decision
    assert not check(record().model_copy(update={"decision": earlier}), history()).intact


def test_a_decision_before_there_was_one_shows() -> None:
    certificate, events = lived()[1]
    assert certificate.decision is None
    forged = certificate.model_copy(update={"decision": record().decision})
    assert not check(forged, [*events]).intact


# --- And the ledger ----------------------------------------------------------------------------

LAST = NOW + timedelta(hours=len(STEPS))
LONG_AFTER = LAST + timedelta(days=1)
BEGAN = NOW - timedelta(days=1)


def entered(*versions: int) -> dict[int, str]:
    return {event.version: event.hash for event in history() if event.version in versions}


def witnessed(
    known: dict[int, str], *, now: datetime = LONG_AFTER, began_at: datetime | None = BEGAN
) -> Verification:
    return verify_with_ledger(record(), history(), Witnessed(known, began_at), now)


@pytest.mark.parametrize("known", [[*range(1, LENGTH + 1)], [LENGTH], [2, LENGTH]], ids=str)
def test_the_newest_event_vouches_for_all_before_it(known: list[int]) -> None:
    assert witnessed(entered(*known)).ledger is Witness.WHOLE


@pytest.mark.parametrize("ahead", [-1, 1])
def test_what_is_as_old_as_the_ledger_takes_may_be_missing_and_no_older(ahead: int) -> None:
    known = entered(*range(1, LENGTH))
    now = LAST + ahead * LEDGER_LAG
    assert witnessed(known, now=now).ledger is Witness.NOT_YET
    late = witnessed(known, now=now + ahead * timedelta(microseconds=1))
    assert (late.why_code, late.broken_at) == (Doubt.NOT_IN_LEDGER, LENGTH)


@pytest.mark.parametrize("version", range(1, LENGTH + 1))
def test_another_event_in_the_place_of_one_is_told(version: int) -> None:
    known = entered(*range(1, LENGTH + 1)) | {version: "0" * 64}
    found = witnessed(known)
    assert (found.why_code, found.broken_at) == (Doubt.OTHER_IN_LEDGER, version)


def test_a_history_that_ends_too_soon_is_told() -> None:
    found = witnessed(entered(*range(1, LENGTH + 1)) | {LENGTH + 1: "0" * 64})
    assert (found.why_code, found.broken_at) == (Doubt.LATER_IN_LEDGER, LENGTH + 1)


@pytest.mark.parametrize("began_at", [None, LAST + timedelta(microseconds=1)])
def test_what_lies_before_the_ledger_is_no_doubt(began_at: datetime | None) -> None:
    assert witnessed({}, began_at=began_at).ledger is Witness.BEFORE


def test_the_first_event_after_the_ledgers_beginning_must_be_known() -> None:
    found = witnessed({}, began_at=LAST)
    assert (found.why_code, found.broken_at) == (Doubt.NOT_IN_LEDGER, LENGTH)


def test_nothing_is_before_a_ledger_that_knows_the_certificate() -> None:
    found = witnessed(entered(1), began_at=LONG_AFTER)
    assert (found.why_code, found.broken_at) == (Doubt.NOT_IN_LEDGER, 2)


def test_a_history_that_is_broken_by_itself_needs_no_witness() -> None:
    events = history()
    del events[1]
    known = Witnessed(entered(*range(1, LENGTH + 1)), BEGAN)
    assert verify_with_ledger(record(), events, known, LONG_AFTER) == verify(record(), events)
