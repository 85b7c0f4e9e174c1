"""How many certificates an academy has in each status, told without counting them."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio import composition
from certfolio.api.queue import TotalsView
from certfolio.domain.actions import Status
from certfolio.domain.reconciliation import Found
from certfolio.domain.totals import SHARDS, shard_of
from certfolio.services.recount import EACH, SETTLES
from certfolio.storage import keys
from certfolio.storage.records import item_of
from tests.integration.test_bounds import LARGE, fill_queue, reading, someone_s, write
from tests.integration.test_reconciliation import run_by_schedule, time_for
from tests.support.desk import claims, enter, enter_for_all, handed_in, known, withdraw_entry
from tests.support.faults import Crash, between, crashing, refusing
from tests.support.totals import forget_totals, recounted, totals
from tests.support.world import World, at, forget, if_match, reconcile

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
NOTHING = dict.fromkeys(map(str, Status), 0)


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def told(world: World, **counts: int) -> bool:
    return totals(world) == NOTHING | counts


def stored(world: World, *statuses: Status, first: int = 0) -> None:
    """Certificates from before there were totals."""
    write(
        [item_of(someone_s(world, number, status)) for number, status in enumerate(statuses, first)]
    )


# What changes them


def test_every_status_has_its_total() -> None:
    assert TotalsView.model_fields.keys() == set(Status)


def test_totals_follow_a_certificate_through_its_life(free: World) -> None:
    assert told(free)
    learner, reviewer, administrator = free.learner, free.reviewer, free.administrator
    made = handed_in(learner, "free")
    assert told(free, pending=1)
    made = reviewer.decide(made, "request_changes", "no").body
    assert told(free, changes_requested=1)
    body = {"title": "New", "earned_on": "2026-01-15", "claims": claims(("free", "1"))}
    path = f"/certificates/{made['id']}"
    made = learner.call("PUT", path, body, headers=if_match(made)).body
    assert told(free, pending=1)
    made = reviewer.decide(made, "approve").body
    assert told(free, approved=1)
    made = administrator.decide(made, "reopen", "again").body
    assert told(free, pending=1)
    made = reviewer.decide(made, "decline", "no").body
    assert told(free, declined=1)
    made = administrator.decide(made, "reopen", "again").body
    made = reviewer.decide(made, "approve").body
    administrator.decide(made, "revoke", "false")
    learner.withdraw(handed_in(learner, "free"))
    assert told(free, revoked=1, withdrawn=1)


def test_what_the_system_decides_counts(world: World) -> None:
    world.credit_type("auto", review="automatic")
    world.learner.submitted(claims=claims(("auto", "1")))
    assert told(world, approved=1)


def test_what_staff_enter_counts_for_each_learner(free: World) -> None:
    learners = [known(free) for _ in range(3)]
    enter_for_all(free.reviewer, [one.id for one in learners], claims=claims(("free", "1")))
    approved = enter(
        free.reviewer, learners[0], claims=claims(("free", "1")), kind="academy", approve=True
    )
    pending = enter(free.reviewer, learners[0], claims=claims(("free", "1")))
    assert (approved.status, pending.status) == (201, 201)
    assert told(free, pending=4, approved=1)
    withdraw_entry(free.reviewer, pending.body)
    assert told(free, pending=3, approved=1, withdrawn=1)


def test_what_is_refused_counts_nothing(free: World) -> None:
    made = handed_in(free.learner, "free")
    assert free.reviewer.decide(made, "revoke", "no").status == 403
    assert free.reviewer.decide({**made, "version": 7}, "approve").status == 412
    assert free.learner.submit(None, title="").status == 422
    assert told(free, pending=1)


def test_two_who_decide_at_once_count_as_one(free: World) -> None:
    made = handed_in(free.learner, "free")
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: free.administrator.decide(made, "decline", "no"),
    ) as happened:
        assert free.reviewer.decide(made, "approve").status == 412
    assert happened
    assert told(free, declined=1)


def test_a_hundred_decisions_at_once_count_each(free: World) -> None:
    made = [handed_in(free.learner, "free", title=f"No. {number}") for number in range(100)]
    items = [
        {
            "learner_id": one["learner_id"],
            "certificate_id": one["id"],
            "version": one["version"],
            "action": "approve",
        }
        for one in made
    ]
    for _ in range(2):
        answer = free.reviewer.call("POST", "/decisions", {"items": items})
        assert {item["status"] for item in answer.body["items"]} == {200}
        assert told(free, approved=100)


def test_a_shard_that_another_transaction_holds_is_waited_for(free: World) -> None:
    made = handed_in(free.learner, "free")
    with refusing(
        "dynamodb",
        "TransactWriteItems",
        "TransactionCanceledException",
        times=2,
        CancellationReasons=[{"Code": "None"}, {"Code": "None"}, {"Code": "TransactionConflict"}],
    ) as refused:
        assert free.reviewer.decide(made, "approve").status == 200
    assert len(refused) == 2
    assert told(free, approved=1)


def test_an_academy_s_totals_are_its_own(free: World, other_world: World) -> None:
    handed_in(free.learner, "free")
    assert told(other_world)


def test_certificates_spread_over_the_shards_even_under_one_id(world: World) -> None:
    one_id = {shard_of(someone_s(world, 3 * n, Status.PENDING).owner, "x") for n in range(400)}
    one_learner = {shard_of(world.learner.owner, f"x{number}") for number in range(400)}
    assert one_id == one_learner == set(range(SHARDS))


# Academies from before


def test_an_academy_from_before_is_counted_by_the_schedule(world: World) -> None:
    forget_totals(world)
    stored(world, *Status, *[Status.APPROVED] * 70)
    assert totals(world) is None
    assert recounted(world, NOON) == []
    assert recounted(world, NOON + SETTLES - timedelta(seconds=1)) == []
    assert totals(world) is None
    assert recounted(world, NOON + SETTLES) == []
    assert told(world, **{**dict.fromkeys(NOTHING, 1), "approved": 71})


def test_it_is_not_told_how_many_there_are_until_all_are_counted(free: World) -> None:
    """What is handed in meanwhile would be told as all there is."""
    forget_totals(free)
    stored(free, *[Status.PENDING] * 3)
    made = handed_in(free.learner, "free")
    assert totals(free) is None
    recounted(free, NOON)
    free.reviewer.decide(made, "approve")
    # Its shard did not keep still.
    recounted(free, NOON + SETTLES)
    assert totals(free) is None
    recounted(free, NOON + 2 * SETTLES)
    recounted(free, NOON + 3 * SETTLES)
    assert told(free, pending=3, approved=1)


def test_a_change_while_it_is_counted_goes_before(free: World) -> None:
    forget_totals(free)
    stored(free, Status.PENDING, Status.APPROVED)
    made = handed_in(free.learner, "free")
    recounted(free, NOON)
    with between(
        "dynamodb", "TransactWriteItems", lambda: free.reviewer.decide(made, "approve")
    ) as happened:
        # As it takes the place of the first shard.
        recounted(free, NOON + SETTLES)
    assert happened
    for runs in range(2, 4):
        recounted(free, NOON + runs * SETTLES)
    assert told(free, pending=1, approved=2)


def test_what_was_told_below_nothing_is_told_no_more(free: World) -> None:
    """An earlier version of the program took it in, and did not count it."""
    stored(free, Status.APPROVED)
    one = someone_s(free, 0, Status.APPROVED)
    body = {"learner_id": one.learner_id, "id": one.id, "version": one.version}
    assert free.administrator.decide(body, "revoke", "false").status == 200
    assert totals(free) is None
    day = NOON + EACH
    recounted(free, day)
    [finding] = recounted(free, day + SETTLES)
    assert finding.found is Found.MISCOUNTED
    assert told(free, revoked=1)


def test_totals_that_are_wrong_are_mended_within_a_day_and_that_is_told(
    free: World, capsys: pytest.CaptureFixture[str]
) -> None:
    handed_in(free.learner, "free")
    reconcile(NOON)
    reconcile(NOON + SETTLES)
    stored(free, Status.DECLINED)
    reconcile(NOON + EACH)
    reconcile(NOON + SETTLES + EACH - timedelta(seconds=1))
    assert told(free, pending=1)
    run_by_schedule(NOON + SETTLES + EACH)
    run_by_schedule(NOON + 2 * SETTLES + EACH)
    said = capsys.readouterr().out
    assert said.count('"TotalsMended":[1.0]') == 1
    assert told(free, pending=1, declined=1)


def test_many_are_counted_page_by_page_however_little_time_there_is(world: World) -> None:
    """More than two calls bring."""
    forget_totals(world)
    fill_queue(world)
    stored(world, Status.REVOKED, first=LARGE)
    recounted(world, NOON)
    runs = 0
    while totals(world) is None:
        with crashing(0) as calls:
            recounted(world, NOON + SETTLES, time_for(1))
        runs += 1
        assert calls.count("Query") <= 2
    assert runs == 2 + len(Status)
    assert told(world, pending=LARGE, revoked=1)


def test_wherever_a_count_ends_the_next_one_does_the_rest(free: World) -> None:
    handed_in(free.learner, "free")
    stored(free, *Status)
    wanted = {**dict.fromkeys(NOTHING, 1), "pending": 2}

    def count() -> None:
        recounted(free, NOON)
        recounted(free, NOON + SETTLES)

    def begin() -> None:
        forget_totals(free)

    begin()
    with crashing(0) as calls:
        count()
    assert totals(free) == wanted
    for number in range(1, len(calls) + 1):
        begin()
        with crashing(number), pytest.raises(Crash):
            count()
        for runs in range(1, 4):
            assert totals(free) in (None, wanted)
            recounted(free, NOON + runs * SETTLES)
        assert totals(free) == wanted, calls[number - 1]


def test_of_two_runs_at_once_one_counts(world: World) -> None:
    forget_totals(world)
    stored(world, *Status)
    with between("dynamodb", "PutItem", lambda: recounted(world, NOON)) as happened:
        recounted(world, NOON)
    assert happened
    with between("dynamodb", "PutItem", lambda: recounted(world, NOON + SETTLES)):
        recounted(world, NOON + SETTLES)
    assert told(world, **dict.fromkeys(NOTHING, 1))


def test_a_count_that_finds_everything_right_changes_no_shard(free: World) -> None:
    handed_in(free.learner, "free")
    recounted(free, NOON)
    with crashing(0) as calls:
        recounted(free, NOON + SETTLES)
    assert set(calls) == {"GetItem", "Query", "PutItem"}
    with crashing(0) as calls:
        recounted(free, NOON + EACH)
    assert calls == ["GetItem"]


# What is overdue


def test_what_waits_for_longer_than_the_promise_is_counted(free: World) -> None:
    saved = free.administrator.call(
        "PUT", "/settings", {"time_zone": "Pacific/Auckland", "review_days": 2}
    )
    assert saved.status == 200
    # What is set up is remembered for a minute, which stopped clocks never end.
    forget()
    for day in (2, 3, 4, 5):
        with at(datetime(2026, 3, day, 10, 59, tzinfo=UTC)):
            handed_in(free.learner, "free")
    for minute, overdue in ((0, 1), (59, 1), (60, 2)):
        with at(datetime(2026, 3, 5, 10, tzinfo=UTC) + timedelta(minutes=minute)):
            found = free.reviewer.call("GET", "/reviews/totals").body["overdue"]
            listed = free.reviewer.call("GET", "/reviews").body["items"]
            assert found == sum(item["overdue"] for item in listed) == overdue, minute


def test_more_than_one_call_counts_are_not_told(world: World) -> None:
    fill_queue(world)
    world.reviewer.call("GET", "/reviews/totals")
    with reading() as meter:
        answer = world.reviewer.call("GET", "/reviews/totals")
    assert answer.body["overdue"] is None
    assert len(meter.calls) == 3


# What it costs


def test_totals_take_three_calls_and_few_units_however_many_there_are(world: World) -> None:
    """Who asks, the totals, and what is overdue: as many as the call for that reads."""
    forget_totals(world)
    stored(world, *[Status.APPROVED] * 600)
    recounted(world, NOON)
    recounted(world, NOON + SETTLES)
    world.reviewer.call("GET", "/reviews/totals")
    with reading() as meter:
        assert told(world, approved=600)
    assert Counter(meter.calls) == {"GetItem": 1, "Query": 2}
    assert meter.read <= 4.5, meter


def test_a_shard_stays_below_a_kilobyte() -> None:
    counts: dict[str, Any] = {status: {"N": "9" * 12} for status in Status}
    key = keys.totals_shard("a" * 64, 63)
    assert len(json.dumps({**key, **counts, "version": {"N": "9" * 15}})) < 1024


def test_nothing_else_changes_a_shard(free: World) -> None:
    """Neither a lease nor an edit of what waits changes how many there are."""
    made = handed_in(free.learner, "free")
    before = composition.totals().shards(free.academy_id)
    path = f"/learners/{free.learner.id}/certificates/{made['id']}/assignment"
    assert free.reviewer.call("PUT", path, {}).status == 200
    body = {"title": "New", "earned_on": "2026-01-15", "claims": claims(("free", "1"))}
    edited = free.learner.call("PUT", f"/certificates/{made['id']}", body, headers=if_match(made))
    assert edited.status == 200
    assert composition.totals().shards(free.academy_id) == before
