"""The schedule says what expires: on its day, late, interrupted, again, and past each other."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.actions import Status
from certfolio.domain.errors import StaleVersion
from certfolio.domain.outbox import Expired, Expiring
from certfolio.domain.reminders import Place
from certfolio.services.reminders import PAGE
from certfolio.storage import clients, keys
from certfolio.storage.outbox import notice_of
from certfolio.storage.reminders import ReminderStore
from certfolio.storage.table import Write
from functions.reminders import handler as reminders
from tests.support.builders import certificate, ulid
from tests.support.desk import handed_in
from tests.support.events import sample
from tests.support.world import Learner, World, at, lambda_context

MORNING = datetime(2026, 3, 2, 6, tzinfo=UTC)
TODAY = MORNING.date()
Json = dict[str, Any]


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def ends(world: World, days: int, learner: Learner | None = None) -> Json:
    """An approved certificate that expires so many days after today."""
    with at(MORNING):
        waiting = handed_in(
            learner or world.learner,
            "free",
            earned_on="2026-01-15",
            expires_on=str(TODAY + timedelta(days=days)),
        )
        answer = world.administrator.decide(waiting, "approve")
        assert answer.status == 200, answer
    made: Json = answer.body
    return made


def run(world: World, now: datetime = MORNING, has_time: Callable[[], bool] = lambda: True) -> None:
    """Let the schedule do this academy's work, and no other's."""
    service = reminders.reminders()
    known = service._registry.academies  # noqa: SLF001 - many academies share the table
    service._registry.academies = lambda **_: iter([world.academy_id])  # type: ignore[method-assign]  # noqa: SLF001
    try:
        for _ in service.run(now, has_time):
            continue
    finally:
        service._registry.academies = known  # type: ignore[method-assign]  # noqa: SLF001


def said(world: World, learner: Learner | None = None) -> list[tuple[str, int | None]]:
    """What was said of which certificate: days left, or None where it has expired."""
    partition = keys.learner_partition((learner or world.learner).owner)
    notices = map(notice_of, composition.table().query(partition, prefix=keys.OUTBOX))
    return sorted(
        (one.certificate_id, one.days_left if isinstance(one, Expiring) else None)
        for one in notices
        if isinstance(one, Expiring | Expired)
    )


def later(days: int) -> datetime:
    return MORNING + timedelta(days=days)


def test_on_its_day_it_is_said_and_on_no_other(free: World) -> None:
    made = {days: ends(free, days) for days in (61, 60, 59, 30, 7, 1, 0, -1, -2)}
    run(free)
    expected = [(made[days]["id"], days) for days in (60, 30, 7, 0)]
    assert said(free) == sorted([*expected, (made[-1]["id"], None)])


def test_the_days_are_those_that_the_academy_chooses(free: World) -> None:
    made = {days: ends(free, days) for days in (90, 60, 14)}
    settings = {"reminders": {"days": [14, 90, 14]}}
    answer = free.administrator.call("PUT", "/settings", settings)
    assert answer.body["reminders"] == {"days": [90, 14]}
    run(free)
    assert said(free) == sorted((made[days]["id"], days) for days in (90, 14))


def test_an_academy_that_reminds_of_nothing_still_says_what_has_expired(free: World) -> None:
    ends(free, 30)
    over = ends(free, -1)
    free.administrator.call("PUT", "/settings", {"reminders": {"days": []}})
    run(free)
    assert said(free) == [(over["id"], None)]


def test_repeated_it_says_nothing_twice(free: World) -> None:
    one = ends(free, 30)
    for hours in (0, 1, 5):
        run(free, MORNING + timedelta(hours=hours))
    assert said(free) == [(one["id"], 30)]


def test_what_became_due_in_three_missed_days_is_said_once_with_the_days_that_are_left(
    free: World,
) -> None:
    run(free)
    due = {days: ends(free, days) for days in (34, 33, 32, 31)}
    overtaken = ends(free, 3)
    run(free, later(4))
    assert said(free) == sorted(
        [*((due[days]["id"], days - 4) for days in due), (overtaken["id"], None)]
    )


def test_a_reminder_that_a_later_one_overtook_is_left_out(free: World) -> None:
    free.administrator.call("PUT", "/settings", {"reminders": {"days": [8, 7, 6]}})
    run(free)
    one = ends(free, 9)
    run(free, later(3))
    assert said(free) == [(one["id"], 6)]


def test_the_day_is_the_academy_s(free: World) -> None:
    """On Kiritimati it is tomorrow already."""
    tomorrow, today = ends(free, 31), ends(free, 30)
    with at(MORNING):
        free.administrator.call("PUT", "/settings", {"time_zone": "Pacific/Kiritimati"})
    run(free, datetime(2026, 3, 2, 11, tzinfo=UTC))
    assert said(free) == [(tomorrow["id"], 30)]
    assert today["id"] not in dict(said(free))


@pytest.mark.parametrize("end", ["reopen", "revoke", "renew"])
def test_what_is_no_longer_approved_is_not_told(free: World, end: str) -> None:
    old = ends(free, 30)
    if end == "renew":
        free.credit_type("swift", requires=[], review="automatic")
        handed_in(free.learner, "swift", renews=old["id"])
    else:
        free.administrator.decide(old, end, "because")
    run(free)
    assert said(free) == []


def test_what_the_list_still_holds_is_told_by_the_record_alone(
    free: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An index follows its table with some delay."""
    old, other = ends(free, 30), ends(free, 30)
    places = composition.table().query(
        keys.expiry_partition(free.academy_id, TODAY + timedelta(days=30)), index=keys.BY_EXPIRY
    )
    stale = [*places]
    free.administrator.decide(old, "revoke", "because")
    store = reminders.reminders()._reminders  # noqa: SLF001 - what it reads
    expiring = store.expiring

    def late(academy_id: str, expires_on: date, after: object, page: int) -> Any:
        found = [keys.certificate_of(item) for item in stale]
        if expires_on == TODAY + timedelta(days=30):
            return [Place(learner_id=learner, certificate_id=one) for learner, one in found]
        return expiring(academy_id, expires_on, after, page)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "expiring", late)
    run(free)
    assert said(free) == [(other["id"], 30)]


def test_a_first_run_that_came_to_nothing_is_made_up_for_on_the_next_day(free: World) -> None:
    one = ends(free, 30)
    left = count(1, -1)
    run(free, has_time=lambda: next(left) > 0)
    assert said(free) == []
    run(free, later(1))
    assert said(free) == [(one["id"], 29)]


# Many on one day

MANY = 2 * PAGE + 50


@pytest.fixture
def crowd(free: World) -> World:
    """An academy of which many certificates expire on the same day."""
    table = composition.table()
    for number in range(MANY):
        record = certificate(
            Status.APPROVED,
            id=ulid(1000 + number),
            earned_on=date(2026, 1, 15),
            expires_on=TODAY + timedelta(days=30),
        ).model_copy(update={"academy_id": free.academy_id, "learner_id": free.learner.id})
        item = {
            **record.model_dump(mode="json", exclude_none=True),
            **keys.certificate(record.owner, record.id),
            **keys.index_keys(record),
        }
        table.write(Write("Put", keys.certificate(record.owner, record.id), None, item))
    return free


def test_a_page_is_looked_at_in_two_calls_however_many_there_are(crowd: World) -> None:
    calls: list[str] = []
    dynamodb: Any = clients.dynamodb()

    def called(model: Any, **_: Any) -> None:
        calls.append(model.name)

    dynamodb.meta.events.register("before-call.dynamodb", called)
    try:
        run(crowd)
    finally:
        dynamodb.meta.events.unregister("before-call.dynamodb", called)
    assert len(said(crowd)) == MANY
    pages = 3
    days = 5
    # Each day's list once, the long one once more for each further page, and that of holdings.
    assert calls.count("Query") == days + pages - 1 + 1
    assert calls.count("BatchGetItem") == 1 + pages
    # What is said, and how far it has come: at the very first, behind each full page, at the end.
    assert calls.count("PutItem") == MANY + 1 + (pages - 1) + 1
    assert set(calls) == {"Query", "BatchGetItem", "PutItem"}


@pytest.mark.parametrize("steps", range(1, 8))
def test_a_run_that_ran_out_of_time_is_gone_on_with(crowd: World, steps: int) -> None:
    """Whatever it had done by then; the second one begins where the first one stopped."""
    left = count(steps, -1)
    run(crowd, has_time=lambda: next(left) > 0)
    assert len(said(crowd)) < MANY or steps > 5
    run(crowd)
    found = said(crowd)
    assert (len(found), len(set(found))) == (MANY, MANY)


def test_a_round_that_was_not_finished_on_its_day_is_begun_anew_and_says_nothing_twice(
    crowd: World,
) -> None:
    left = count(5, -1)
    run(crowd, has_time=lambda: next(left) > 0)
    before = said(crowd)
    assert 0 < len(before) < MANY
    run(crowd, later(1))
    found = dict(said(crowd))
    assert len(said(crowd)) == len(found) == MANY
    assert sorted(set(found.values())) == [29, 30]
    assert all(found[certificate_id] == 30 for certificate_id, _ in before)


def test_of_two_runs_at_once_one_gives_way(crowd: World, monkeypatch: pytest.MonkeyPatch) -> None:
    store = reminders.reminders()._reminders  # noqa: SLF001 - what both write to
    kept, once = store.save, iter([True])

    def save(reminding: Any) -> Any:
        if next(once, False):
            run(crowd)
        return kept(reminding)

    monkeypatch.setattr(store, "save", save)
    run(crowd)
    assert len(said(crowd)) == MANY
    _, reminding = store.of(crowd.academy_id)
    assert reminding.said_until == TODAY
    with pytest.raises(StaleVersion):
        ReminderStore(composition.table()).save(reminding.model_copy(update={"version": 0}))


def test_the_handler_does_what_there_is_time_for(free: World) -> None:
    one = ends(free, 30)
    event = sample("schedule")
    reminders.handler(event, lambda_context(30), clock=lambda: MORNING)
    assert said(free) == []
    reminders.handler(event, lambda_context(600, longest=600), clock=lambda: MORNING)
    assert said(free) == [(one["id"], 30)]


def test_a_round_goes_through_every_academy(free: World) -> None:
    other = World(f"{free.academy_id}-too")
    other.credit_type("free", requires=[])
    one, two = ends(free, 30), ends(other, 30)
    for _ in reminders.reminders().run(MORNING, lambda: True):
        continue
    assert (said(free), said(other)) == ([(one["id"], 30)], [(two["id"], 30)])
