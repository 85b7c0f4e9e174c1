"""Retention takes away what was announced long enough, whole, and nothing else."""

import random
import uuid
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from certfolio import composition
from certfolio.domain.actions import Status
from certfolio.domain.outbox import RecordsDue
from certfolio.domain.periods import add_months
from certfolio.storage import keys
from certfolio.storage.background import Background
from certfolio.storage.outbox import notice_of
from functions.rights import handler as rights
from tests.support.desk import handed_in
from tests.support.directory import Directory
from tests.support.faults import Crash, crashing, everything
from tests.support.world import ENVIRONMENT, Learner, World, at, if_match

Json = dict[str, Any]
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def keep(world: World, **months: object) -> None:
    before = world.administrator.call("GET", "/settings").body
    headers = if_match(before) if before["version"] else {}
    answer = world.administrator.call("PUT", "/settings", {"retention": months}, headers=headers)
    assert answer.status == 200, answer


def run(world: World, now: datetime) -> None:
    """Let the schedule do this academy's work, and no other's."""
    service = rights.retentions()
    with pytest.MonkeyPatch.context() as patch:
        # Many academies share the table.
        only = lambda **_: iter([world.academy_id])  # noqa: E731
        patch.setattr(service._registry, "academies", only)  # noqa: SLF001
        service.run(now, lambda: True)


def pass_days(world: World, days: int, since: datetime = START) -> datetime:
    for day in range(days):
        run(world, since + day * DAY)
    return since + days * DAY


def said(learner: Learner) -> Iterator[RecordsDue]:
    partition = keys.learner_partition(learner.owner)
    notices = map(notice_of, composition.table().query(partition, prefix=keys.OUTBOX))
    return (notice for notice in notices if isinstance(notice, RecordsDue))


def left_of(certificate: Json) -> list[Any]:
    """What of the table tells of a certificate, but for the audit line."""
    return [
        item
        for item in everything()
        if certificate["id"] in repr(item) and not item["SK"]["S"].startswith("SETUP#")
    ]


def files_of(certificate: Json) -> list[str]:
    s3 = boto3.client("s3", region_name="eu-central-1")
    return [
        item["Key"]
        for bucket in ("INCOMING_BUCKET", "EVIDENCE_BUCKET")
        for part in ("Versions", "DeleteMarkers")
        for item in s3.list_object_versions(Bucket=ENVIRONMENT[bucket]).get(part, ())
        if certificate["id"] in item["Key"]  # type: ignore[index]
    ]


def declined(world: World, when: datetime = START) -> Json:
    with at(when):
        answer = world.reviewer.decide(world.learner.submitted(), "decline", "Not this one")
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


def expired(world: World, day: date, learner: Learner | None = None, **more: Any) -> Json:
    with at(START):
        waiting = handed_in(
            learner or world.learner, "free", earned_on="2024-01-15", expires_on=str(day), **more
        )
        answer = world.administrator.decide(waiting, "approve")
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


def test_nothing_goes_where_the_academy_says_nothing(world: World) -> None:
    certificate = declined(world)
    pass_days(world, 3, START + timedelta(days=4000))
    assert world.learner.read(certificate)["status"] == "declined"
    assert not [*said(world.learner)]


def test_a_declined_certificate_is_announced_and_goes_with_all_that_was_held_of_it(
    world: World,
) -> None:
    keep(world, declined=12)
    certificate, stays = declined(world), declined(world, START + 40 * DAY)
    assert files_of(certificate)
    due = datetime.combine(add_months(START.date(), 12), START.time(), UTC)
    run(world, START)
    run(world, due - 31 * DAY)
    assert not [*said(world.learner)]
    run(world, due - 30 * DAY)
    [notice] = said(world.learner)
    assert (notice.certificate_id, notice.due_on) == (certificate["id"], due.date())
    run(world, due - DAY)
    assert left_of(certificate)
    run(world, due)
    assert left_of(certificate) == []
    assert files_of(certificate) == []
    assert world.learner.read(stays)["status"] == "declined"
    totals = composition.totals().read(world.academy_id)
    assert totals is not None
    assert totals[Status.DECLINED] == 1
    [event] = world.administrator.call("GET", "/changes", query={"area": "learner"}).body["items"]
    assert event["actor"]["kind"] == "system"
    assert {field["field"]: field["after"] for field in event["fields"]} == {
        "removed": "declined",
        "certificate": certificate["id"],
    }


def test_what_is_due_when_the_rule_begins_stays_for_thirty_days_more(world: World) -> None:
    certificate = declined(world)
    keep(world, declined=1)
    later = START + timedelta(days=1000)
    pass_days(world, 30, later)
    [notice] = said(world.learner)
    assert notice.due_on == (later + 30 * DAY).date()
    assert left_of(certificate)
    run(world, later + 30 * DAY)
    assert left_of(certificate) == []


def test_it_is_announced_as_many_days_before_as_the_academy_says(world: World) -> None:
    keep(world, declined=12, notice_days=7)
    certificate = declined(world)
    due = datetime.combine(add_months(START.date(), 12), START.time(), UTC)
    run(world, START)
    run(world, due - 8 * DAY)
    assert not [*said(world.learner)]
    run(world, due - 7 * DAY)
    assert [notice.due_on for notice in said(world.learner)] == [due.date()]
    run(world, due)
    assert left_of(certificate) == []


def test_a_shorter_notice_takes_nothing_before_the_day_that_was_announced(world: World) -> None:
    keep(world, declined=2)
    certificate = declined(world)
    pass_days(world, 40)
    [notice] = said(world.learner)
    keep(world, declined=2, notice_days=7)
    pass_days(world, (notice.due_on - START.date()).days - 40, START + 40 * DAY)
    assert left_of(certificate)
    run(world, datetime.combine(notice.due_on, START.time(), UTC))
    assert left_of(certificate) == []


def test_missed_days_shorten_no_notice(world: World) -> None:
    keep(world, declined=1)
    certificate = declined(world)
    run(world, START)
    late = START + 300 * DAY
    run(world, late)
    [notice] = said(world.learner)
    assert notice.due_on == (late + 30 * DAY).date()
    run(world, late + 29 * DAY)
    assert left_of(certificate)
    run(world, late + 33 * DAY)
    assert left_of(certificate) == []


def test_a_certificate_that_was_reopened_meanwhile_stays(world: World) -> None:
    keep(world, declined=1)
    certificate = declined(world)
    now = pass_days(world, 20)
    assert [*said(world.learner)]
    with at(now):
        reopened = world.administrator.decide(certificate, "reopen", "Once more")
        assert reopened.status == 200, reopened
    pass_days(world, 3, START + 60 * DAY)
    with at(START + 63 * DAY):
        world.administrator.decide(reopened.body, "decline", "Still not")
    now = pass_days(world, 30, START + 64 * DAY)
    assert world.learner.read(certificate)["status"] == "declined"
    pass_days(world, 3, now)
    assert left_of(certificate) == []


def test_another_rule_is_announced_anew(world: World) -> None:
    keep(world, declined=2)
    certificate = declined(world)
    pass_days(world, 40)
    keep(world, declined=1)
    pass_days(world, 30, START + 40 * DAY)
    assert left_of(certificate)
    run(world, START + 70 * DAY)
    assert left_of(certificate) == []


def test_a_rule_that_was_taken_back_takes_nothing(world: World) -> None:
    keep(world, declined=1)
    certificate = declined(world)
    pass_days(world, 20)
    keep(world)
    pass_days(world, 40, START + 20 * DAY)
    assert left_of(certificate)


def test_an_expired_certificate_goes_with_those_it_renewed(free: World) -> None:
    keep(free, expired=1)
    old = expired(free, START.date() + 10 * DAY)
    with at(START):
        waiting = handed_in(
            free.learner,
            "free",
            earned_on="2026-01-15",
            expires_on=str(START.date() + 20 * DAY),
            renews=old["id"],
        )
        new = free.administrator.decide(waiting, "approve").body
    assert free.learner.read(old)["status"] == "superseded"
    valid = expired(free, START.date() + 200 * DAY)
    pass_days(free, 48)
    assert free.learner.read(old)["status"] == "superseded"
    assert {notice.certificate_id for notice in said(free.learner)} == {old["id"], new["id"]}
    pass_days(free, 5, START + 48 * DAY)
    assert left_of(old) == left_of(new) == []
    assert free.learner.read(valid)["status"] == "approved"


def test_only_months_are_asked_for_in_which_something_expires(
    free: World, calls: list[str]
) -> None:
    keep(free, expired=1)
    made = [expired(free, START.date() + days * DAY) for days in (-400, -200, 60, 4000)]
    run(free, START)
    calls.clear()
    run(free, START + DAY)
    # What is left of something, what was approved since, and two months.
    assert calls.count("Query") == 1 + 1 + 2
    pass_days(free, 40, START + 2 * DAY)
    assert [left_of(one) == [] for one in made] == [True, True, False, False]
    calls.clear()
    run(free, START + 50 * DAY)
    assert calls.count("Query") == 1 + 1


def test_what_is_approved_long_after_it_expired_goes_like_the_rest(free: World) -> None:
    keep(free, expired=1)
    pass_days(free, 3)
    with at(START + 5 * DAY):
        waiting = handed_in(free.learner, "free", earned_on="1999-01-15", expires_on="2001-01-15")
        late = free.administrator.decide(waiting, "approve").body
    pass_days(free, 30, START + 6 * DAY)
    assert left_of(late)
    pass_days(free, 2, START + 36 * DAY)
    assert left_of(late) == []


def test_what_has_to_stay_stays_until_its_day_whatever_the_other_rules_say(free: World) -> None:
    prescribed = {"months": 3, "reason": "The chamber's rules"}
    keep(free, expired=1, prescribed=prescribed)
    certificate = expired(free, START.date() + DAY)
    due = datetime.combine(add_months(START.date(), 3), START.time(), UTC)
    pass_days(free, (due - START).days)
    assert [notice.due_on for notice in said(free.learner)] == [due.date()]
    assert left_of(certificate)
    run(free, due)
    assert left_of(certificate) == []


def test_crashed_after_any_call_it_is_done_by_the_next_runs(free: World) -> None:
    keep(free, declined=1, expired=1)
    made = [declined(free), expired(free, START.date())]
    pass_days(free, 20)
    last, number = START + 60 * DAY, 0
    while True:
        number += 1
        try:
            with crashing(number):
                run(free, last)
        except Crash:
            continue
        break
    assert number > 10
    for certificate in made:
        assert left_of(certificate) == []
        assert files_of(certificate) == []
    totals = composition.totals().read(free.academy_id)
    assert totals is not None
    assert set(totals.values()) == {0}
    events = free.administrator.call("GET", "/changes", query={"area": "learner"}).body["items"]
    assert len(events) == 2
    assert not [item for item in everything() if item["SK"]["S"].startswith("REMOVAL#")]


@pytest.mark.parametrize("seed", range(4))
def test_in_whatever_days_it_runs_each_goes_once_it_is_due_and_announced(
    free: World, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - days, not secrets
    months = chance.choice([1, 2])
    keep(free, expired=months)
    made = [expired(free, START.date() + chance.randint(-60, 60) * DAY) for _ in range(4)]
    announced: dict[str, date] = {}
    now = START
    while now < START + 200 * DAY:
        run(free, now)
        there = {item["id"] for item in free.learner.call("GET", "/certificates").body["items"]}
        for certificate in made:
            due = add_months(date.fromisoformat(certificate["expires_on"]), months)
            begun = announced.get(certificate["id"])
            ready = begun is not None and max(due, begun + 30 * DAY) <= now.date()
            assert (certificate["id"] in there) is not ready
        announced |= {
            notice.certificate_id: notice.at.date()
            for notice in said(free.learner)
            if notice.certificate_id not in announced
        }
        now += chance.randint(1, 25) * DAY
    assert all(left_of(certificate) == [] for certificate in made)


# --- Leavers and holds ---------------------------------------------------------------------------


@pytest.fixture
def leaver(here: Directory) -> tuple[World, Learner, str]:
    """A learner of the directory with a declined certificate, and their path."""
    with suppress(here.cognito.exceptions.GroupExistsException):
        here.cognito.create_group(UserPoolId=here.pool, GroupName=ENVIRONMENT["STAFF_GROUP"])
    entry = here.added("Demo Leaver", f"{uuid.uuid4().hex}@demo.example")
    learner = Learner(here.world.academy_id, entry["learner_id"], {"name": "Demo Leaver"})
    return here.world, learner, f"/learners/{learner.id}/membership"


def stands(world: World, path: str, **body: Any) -> None:
    before = world.administrator.call("GET", path).body
    headers = if_match(before) if before["version"] else {}
    answer = world.administrator.call("PUT", path, body, headers=headers)
    assert answer.status == 200, answer


def test_a_leaver_goes_as_a_whole(leaver: tuple[World, Learner, str]) -> None:
    world, learner, path = leaver
    keep(world, leavers=1)
    with at(START):
        certificate = learner.submitted()
        stands(world, path, active=False)
    pass_days(world, 31)
    [notice] = said(learner)
    assert notice.certificate_id == certificate["id"]
    assert world.administrator.call("GET", path).body["erasure"] is None
    run(world, START + 31 * DAY)
    erasure = world.administrator.call("GET", path).body["erasure"]
    assert erasure is not None
    rights.erasures().go_on(learner.owner, lambda: START + 32 * DAY, lambda: True)
    assert left_of(certificate) == []
    kept = [item for item in everything() if learner.id in repr(item)]
    assert {item["SK"]["S"].partition("#")[0] for item in kept} <= {"ERASURE", "SETUP"}


def test_a_leaver_who_is_back_stays(leaver: tuple[World, Learner, str]) -> None:
    world, learner, path = leaver
    keep(world, leavers=1)
    with at(START):
        stands(world, path, active=False)
    pass_days(world, 20)
    with at(START + 20 * DAY):
        stands(world, path, active=True)
    pass_days(world, 40, START + 20 * DAY)
    assert world.administrator.call("GET", path).body["erasure"] is None
    assert learner.call("GET", "/certificates").status == 200


def test_nothing_goes_under_a_legal_hold_and_then_it_does(
    leaver: tuple[World, Learner, str],
) -> None:
    world, learner, path = leaver
    keep(world, declined=1, leavers=1)
    with at(START):
        answer = world.reviewer.decide(learner.submitted(), "decline", "Not this one")
        stands(world, path, active=False)
    pass_days(world, 20)
    with at(START + 20 * DAY):
        stands(world, path, active=False, hold_reason="A suit")
    pass_days(world, 40, START + 20 * DAY)
    assert left_of(answer.body)
    assert world.administrator.call("GET", path).body["erasure"] is None
    with at(START + 60 * DAY):
        stands(world, path, active=False)
    run(world, START + 61 * DAY)
    assert left_of(answer.body) == []
    assert world.administrator.call("GET", path).body["erasure"] is not None


def test_what_has_to_stay_is_named_where_its_learner_is_to_be_erased(
    leaver: tuple[World, Learner, str],
) -> None:
    world, learner, path = leaver
    keep(world, leavers=1, prescribed={"months": 3, "reason": "The chamber's rules"})
    with at(START):
        approved = world.reviewer.decide(learner.submitted(title="First aid"), "approve").body
        world.reviewer.decide(learner.submitted(), "decline", "Not this one")
        stands(world, path, active=False)
        assert learner.call("POST", "/membership/erasure-request").status == 200
    kept = {
        "reason": "The chamber's rules",
        "until": "2026-06-02",
        "certificates": [
            {"certificate_id": approved["id"], "title": "First aid", "until": "2026-06-02"}
        ],
    }
    erase = path.replace("membership", "erasure")
    with at(START + 10 * DAY):
        refused = world.administrator.call("POST", erase)
        assert learner.call("GET", "/membership").body["kept"] == kept
    assert (refused.status, refused.body["values"]) == (409, {"reasons": ["retention"]})
    assert refused.body["kept"] == kept
    # The schedule waits for the same day.
    last = datetime(2026, 6, 2, 6, tzinfo=UTC)
    pass_days(world, (last - START).days)
    assert {notice.due_on for notice in said(learner)} == {last.date()}
    assert world.administrator.call("GET", path).body["erasure"] is None
    run(world, last)
    assert world.administrator.call("GET", path).body["erasure"] is not None


def test_who_has_nothing_that_has_to_stay_is_erased(leaver: tuple[World, Learner, str]) -> None:
    world, learner, path = leaver
    keep(world, prescribed={"months": 3, "reason": "The chamber's rules"})
    with at(START):
        assert world.reviewer.decide(learner.submitted(), "approve").status == 200
        learner.call("POST", "/membership/erasure-request")
    with at(datetime(2026, 6, 2, 6, tzinfo=UTC)):
        assert learner.call("GET", "/membership").body["kept"] is None
        with patch.object(Background, "erase"):
            begun = world.administrator.call("POST", path.replace("membership", "erasure"))
    assert begun.status == 202
