"""What happens to a certificate is entered once, and whoever rewrites it is found out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import Unavailable
from certfolio.domain.history import Event
from certfolio.domain.ledger import pseudonym
from certfolio.domain.verification import LEDGER_LAG, Doubt
from certfolio.storage import keys
from certfolio.storage.scene import Scene
from certfolio.storage.stage import nobody_asked
from certfolio.storage.table import Write
from tests.support.faults import (
    Crash,
    between,
    calls_made,
    crashing,
    hooked,
    losing_one_answer,
    refusing,
)
from tests.support.ledger import (
    audited,
    chained,
    deliver,
    entered,
    follow,
    history,
    images,
    put_back,
)
from tests.support.world import LEDGER_KEY, World, at, forget_ledger

Json = dict[str, Any]


@pytest.fixture
def certificate(world: World) -> Json:
    """A certificate with a life of four versions, decided on twice."""
    handed_in = world.learner.submitted()
    approved = world.reviewer.decide(handed_in, "approve").body
    reopened = world.administrator.decide(approved, "reopen", "Once more.").body
    declined: Json = world.reviewer.decide(reopened, "decline", "No.").body
    return declined


@pytest.fixture
def owner(world: World) -> Owner:
    return world.learner.owner


def verified(world: World, certificate: Json) -> Json:
    path = f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}/verification"
    answer = world.administrator.call("GET", path)
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def later() -> datetime:
    return datetime.now(UTC) + LEDGER_LAG + timedelta(minutes=1)


def doubt(world: World, certificate: Json) -> tuple[str | None, int | None]:
    found = verified(world, certificate)
    return found["why_code"], found["broken_at"]


# --- Entering ----------------------------------------------------------------------------------


def test_each_event_is_entered_under_a_name_that_only_the_key_tells(
    owner: Owner, certificate: Json
) -> None:
    follow(owner, certificate["id"])
    [batch] = audited()
    events = history(owner, certificate["id"])
    name = pseudonym(LEDGER_KEY.encode(), owner, certificate["id"])
    assert batch["leaves"] == [
        {"certificate": name, "version": event.version, "hash": event.hash} for event in events
    ]
    other = pseudonym(b"another key", owner, certificate["id"])
    assert name != other


def test_what_is_delivered_twice_is_entered_once(owner: Owner, certificate: Json) -> None:
    brought = follow(owner, certificate["id"])
    before = audited()
    deliver(*brought)
    deliver(*reversed(brought))
    forget_ledger()
    deliver(*brought[1:], *brought)
    assert audited() == before


def test_batches_follow_one_another_also_from_another_process(
    owner: Owner, certificate: Json
) -> None:
    brought = images(owner, *history(owner, certificate["id"]))
    deliver(brought[0])
    deliver(brought[1])
    forget_ledger()
    deliver(*brought[2:])
    assert [len(batch["leaves"]) for batch in audited()] == [1, 1, len(brought) - 2]


def test_a_crash_after_any_call_leaves_what_the_next_delivery_completes(
    owner: Owner, certificate: Json
) -> None:
    """Before a crash another batch was there; after it, others come first."""
    brought = images(owner, *history(owner, certificate["id"]))
    deliver(brought[0])
    for number in range(1, 100):
        version = 1_000 * number
        rival, crashed = (
            [event.model_copy(update={"version": version + of}) for event in history_of(owner)]
            for of in (0, 500)
        )
        forget_ledger()
        try:
            with crashing(number) as calls:
                deliver(*images(owner, *crashed))
        except Crash:
            forget_ledger()
            deliver(*images(owner, *rival))
            deliver(*images(owner, *crashed))
        known = entered()
        for event in crashed:
            assert known.count((event.version, event.hash)) == 1
        if len(calls) < number:
            return
    pytest.fail("it calls more often than anybody thought")


def history_of(owner: Owner) -> list[Event]:
    """The history of the owner's one certificate."""
    [found] = composition.certificates().newest_first(owner)
    return history(owner, found.id)[:2]


def test_a_lost_answer_changes_nothing(owner: Owner, certificate: Json) -> None:
    brought = images(owner, *history(owner, certificate["id"]))
    for number in range(1, 4):
        forget_ledger()
        with losing_one_answer(number):
            deliver(*brought[: number + 1])
        assert len(entered()) == number + 1


def test_two_writers_at_once_make_one_chain(owner: Owner, certificate: Json) -> None:
    """The other one is first, right before this one would be."""
    brought = images(owner, *history(owner, certificate["id"]))
    deliver(brought[0])

    def other() -> None:
        mine = composition.ledger()
        forget_ledger()
        deliver(*brought[1:3])
        assert composition.ledger() is not mine

    with between("s3", "PutObject", other) as happened:
        deliver(*brought[2:])
    assert happened
    assert [len(batch["leaves"]) for batch in audited()] == [1, 2, len(brought) - 3]


def test_of_two_that_are_given_the_same_one_enters_it(owner: Owner, certificate: Json) -> None:
    brought = images(owner, *history(owner, certificate["id"]))

    def other() -> None:
        forget_ledger()
        deliver(*brought)

    with between("s3", "PutObject", other):
        deliver(*brought)
    assert [len(batch["leaves"]) for batch in audited()] == [len(brought)]


def test_a_batch_whose_writer_died_is_completed_by_the_next_one(
    owner: Owner, certificate: Json
) -> None:
    brought = images(owner, *history(owner, certificate["id"]))

    def die(params: Json, **_: Any) -> None:
        if params["url_path"].startswith("/leaves/"):
            raise Crash

    with hooked("s3", "before-call.s3.PutObject", die), pytest.raises(Crash):
        deliver(brought[0])
    forget_ledger()
    deliver(*brought[1:])
    assert len(audited()) == 2


@pytest.mark.parametrize(
    ("code", "status"), [("SlowDown", 503), ("ConditionalRequestConflict", 409)]
)
def test_what_cannot_be_put_is_delivered_again(
    owner: Owner, certificate: Json, code: str, status: int
) -> None:
    brought = images(owner, *history(owner, certificate["id"]))
    with refusing("s3", "PutObject", code, status=status), pytest.raises(Unavailable):
        deliver(*brought)
    deliver(*brought)
    assert len(entered()) == len(brought)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"body": {"B": "AAAA"}},
        {"body": {"S": "no bytes"}},
        {"SK": {"S": "EVENT#nothing"}},
        {"SK": {"S": "EVENT#"}},
        {"PK": {"S": "ELSEWHERE"}},
        {"odd": {"SS": ["a set"]}},
    ],
    ids=str,
)
def test_what_is_no_event_is_told_of_and_holds_up_nobody(
    owner: Owner,
    certificate: Json,
    spoilt: Json,
    capsys: pytest.CaptureFixture[str],
) -> None:
    first, *others = images(owner, *history(owner, certificate["id"]))
    deliver({**first, **spoilt}, *others)
    assert [version for version, _ in entered()] == [2, 3, 4, 5][: len(others)]
    assert capsys.readouterr().out.count('"LedgerUnreadable"') > 0


def test_a_hash_that_is_none_is_not_entered(owner: Owner, certificate: Json) -> None:
    first, *_ = history(owner, certificate["id"])
    deliver(*images(owner, first.model_copy(update={"hash": "../../somebody's name"})))
    assert audited() == []


def test_an_event_without_salt_is_not_entered_as_its_hash_would_confirm_guesses(
    owner: Owner, certificate: Json
) -> None:
    first, second, *_ = history(owner, certificate["id"])
    deliver(*images(owner, first.model_copy(update={"salt": None}), second))
    assert entered() == [(2, second.hash)]


def test_whoever_writes_an_event_anew_is_told_of(
    owner: Owner, certificate: Json, capsys: pytest.CaptureFixture[str]
) -> None:
    follow(owner, certificate["id"])
    last = history(owner, certificate["id"])[-1]
    forged = last.model_copy(update={"comment": "forged"}).sealed()
    capsys.readouterr()
    deliver(*images(owner, forged))
    assert capsys.readouterr().out.count('"LedgerContradicted"') > 0
    assert entered()[-1] == (last.version, forged.hash)


def test_an_event_put_anew_within_one_batch_is_the_second_of_them(
    world: World, owner: Owner, certificate: Json
) -> None:
    events = history(owner, certificate["id"])
    forged = events[-1].model_copy(update={"comment": "forged"}).sealed()
    deliver(*images(owner, *events, forged))
    assert verified(world, certificate)["ledger"] == "whole"


def test_nothing_is_deleted_or_written_over(owner: Owner, certificate: Json) -> None:
    follow(owner, certificate["id"])
    with calls_made("s3") as calls:
        follow(owner, certificate["id"])
    assert set(calls) <= {"GetObject", "ListObjectsV2"}


CALLS = {"a process's first": 6, "its next": 2}
"""Calls of a batch, beside two for each event: its list, where it is of a certificate that no other
event is of, and its name. A first one asks for the head, its successor, itself, and the key."""


def test_a_batch_takes_so_many_calls(owner: Owner, certificate: Json) -> None:
    one, two, three, *_ = images(owner, *history(owner, certificate["id"]))
    deliver(one)
    forget_ledger()
    for brought, said in ((two, "a process's first"), (three, "its next")):
        with calls_made("s3") as calls, calls_made("secretsmanager") as secrets:
            deliver(brought)
        assert len(calls) + len(secrets) == CALLS[said] + 2


# --- Verifying ---------------------------------------------------------------------------------


def test_a_history_that_the_ledger_knows_is_whole(
    world: World, owner: Owner, certificate: Json
) -> None:
    assert verified(world, certificate)["ledger"] == "not_yet"
    follow(owner, certificate["id"])
    with at(later()):
        found = verified(world, certificate)
    assert (found["intact"], found["ledger"]) == (True, "whole")


def test_events_that_are_younger_than_the_ledger_takes_are_no_doubt(
    world: World, owner: Owner, certificate: Json
) -> None:
    deliver(*images(owner, *history(owner, certificate["id"])[:-1]))
    found = verified(world, certificate)
    assert (found["intact"], found["ledger"]) == (True, "not_yet")


def test_a_certificate_from_before_the_ledger_is_said_to_be_so(
    world: World, certificate: Json
) -> None:
    with at(later()):
        found = verified(world, certificate)
    assert (found["intact"], found["ledger"]) == (True, "before")


def test_the_next_event_vouches_for_those_from_before_the_ledger(
    world: World, owner: Owner, certificate: Json
) -> None:
    deliver(*images(owner, history(owner, certificate["id"])[-1]))
    assert verified(world, certificate)["ledger"] == "whole"
    record, events = _read(owner, certificate)
    forged = chained([events[0].model_copy(update={"request": "forged"}), *events[1:]])
    put_back(record.model_copy(update={"head": forged[-1].hash}), forged)
    assert doubt(world, certificate) == (Doubt.OTHER_IN_LEDGER, len(events))


def test_an_event_that_should_be_known_by_now_is_in_doubt(
    world: World, owner: Owner, certificate: Json
) -> None:
    deliver(*images(owner, *history(owner, certificate["id"])[:-1]))
    with at(later()):
        assert doubt(world, certificate) == (Doubt.NOT_IN_LEDGER, certificate["version"])


def test_an_event_that_claims_to_lie_ahead_never_gets_young_enough(
    world: World, owner: Owner, certificate: Json
) -> None:
    record, events = _read(owner, certificate)
    assert record.decision is not None
    deliver(*images(owner, *events[:-1]))
    ahead = datetime.now(UTC) + timedelta(days=365)
    forged = chained(events)[-1].model_copy(update={"at": ahead, "previous_hash": events[-2].hash})
    forged = forged.sealed()
    decision = record.decision.model_copy(update={"at": ahead})
    fields = {"head": forged.hash, "since": ahead, "decision": decision}
    put_back(record.model_copy(update=fields), [*events[:-1], forged])
    assert doubt(world, certificate) == (Doubt.NOT_IN_LEDGER, certificate["version"])


def test_what_a_rehearsal_is_told_is_not_remembered(
    world: World, owner: Owner, certificate: Json
) -> None:
    follow(owner, certificate["id"])
    forget_ledger()
    with nobody_asked(Scene().answer):
        assert composition.ledger_key().read() != LEDGER_KEY.encode()
        assert composition.ledger_store().began_at() is None
    assert composition.ledger_key().read() == LEDGER_KEY.encode()
    assert composition.ledger_store().began_at() is not None
    assert verified(world, certificate)["ledger"] == "whole"


def test_a_name_that_many_entries_begin_with_is_read_to_its_end(
    world: World, owner: Owner, certificate: Json
) -> None:
    follow(owner, certificate["id"])

    def one_at_a_time(params: Json, **_: Any) -> None:
        params["MaxKeys"] = 1

    with hooked("s3", "provide-client-params.s3.ListObjectsV2", one_at_a_time):
        assert verified(world, certificate)["ledger"] == "whole"


# --- The three rewritings ----------------------------------------------------------------------


def _read(owner: Owner, certificate: Json) -> tuple[Certificate, list[Event]]:
    record = composition.certificates().get(owner, certificate["id"])
    return record, history(owner, certificate["id"])


def _rewritten_whole(record: Certificate, events: list[Event]) -> tuple[Certificate, list[Event]]:
    """The last decision says something else, and all hashes fit."""
    assert record.decision is not None
    last = events[-1].model_copy(update={"comment": "Forged."})
    forged = chained([*events[:-1], last])
    decision = record.decision.model_copy(update={"comment": "Forged."})
    return record.model_copy(update={"head": forged[-1].hash, "decision": decision}), forged


def _rolled_back(record: Certificate, events: list[Event]) -> tuple[Certificate, list[Event]]:
    """The last decision was never made."""
    before = events[:-1]
    fields = {
        "version": len(before),
        "head": before[-1].hash,
        "status": before[-1].to_status,
        "since": before[-1].at,
        "decision": record.decision
        and record.decision.model_copy(
            update={
                "outcome": before[-1].action,
                "at": before[-1].at,
                "by": before[-1].actor,
                "comment": before[-1].comment,
                "reason": None,
            }
        ),
    }
    told = {name: value for event in before for name, value in event.changes.items()}
    known = record.model_dump() | told | fields
    return Certificate.model_validate(known), before


def _one_removed(record: Certificate, events: list[Event]) -> tuple[Certificate, list[Event]]:
    """The approval and the reopening after it never happened; what came then follows on."""
    left = [events[0], *events[3:]]
    forged = chained(left)
    fields = {"head": forged[-1].hash, "version": len(forged), "in_hand": False}
    return record.model_copy(update=fields), forged


Rewriting = Callable[[Certificate, list[Event]], tuple[Certificate, list[Event]]]


@pytest.mark.parametrize(
    ("rewriting", "found"),
    [
        (_rewritten_whole, (Doubt.OTHER_IN_LEDGER, 1)),
        (_rolled_back, (Doubt.LATER_IN_LEDGER, 4)),
        (_one_removed, (Doubt.OTHER_IN_LEDGER, 1)),
    ],
)
def test_whoever_rewrites_a_history_so_that_it_fits_is_found_out(
    world: World,
    owner: Owner,
    certificate: Json,
    rewriting: Rewriting,
    found: tuple[Doubt, int],
) -> None:
    record, events = _read(owner, certificate)
    forged, forged_events = rewriting(record, events)
    put_back(forged, forged_events)
    # Without the ledger, nobody could tell.
    with at(later()):
        assert verified(world, certificate)["ledger"] == "before"
    put_back(record, events)
    follow(owner, certificate["id"])
    put_back(forged, forged_events)
    assert doubt(world, certificate) == found
    assert found[1] <= certificate["version"]


def test_who_rolls_back_and_lets_the_program_go_on_is_found_out(
    world: World, owner: Owner, certificate: Json
) -> None:
    record, events = _read(owner, certificate)
    follow(owner, certificate["id"])
    put_back(*_rolled_back(record, events))
    now = world.learner.read(certificate)
    decided = world.reviewer.decide(now, "approve").body
    assert decided["version"] == certificate["version"]
    follow(owner, certificate["id"])
    assert doubt(world, certificate) == (Doubt.OTHER_IN_LEDGER, certificate["version"])


def test_a_certificate_that_was_deleted_whole_is_known_to_have_been(
    world: World, owner: Owner, certificate: Json
) -> None:
    follow(owner, certificate["id"])
    record, _ = _read(owner, certificate)
    put_back(record, [])
    composition.table().write(Write("Delete", keys.certificate(owner, record.id), None))
    assert doubt(world, certificate) == (Doubt.LATER_IN_LEDGER, 1)


def test_the_ledger_stays_valid_without_the_person_it_is_about(
    owner: Owner, certificate: Json
) -> None:
    follow(owner, certificate["id"])
    before = audited()
    table = composition.table()
    for item in list(table.query(keys.learner_partition(owner))):
        table.write(Write("Delete", {"PK": item["PK"], "SK": item["SK"]}, None))
    assert audited() == before
    text = str(before)
    for said in (owner.learner_id, owner.academy_id, certificate["id"], certificate["title"]):
        assert said not in text
