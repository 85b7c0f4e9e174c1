"""One certificate renews another: all ways there, back, and past each other."""

from collections.abc import Callable
from itertools import repeat
from typing import Any

import pytest
from ulid import ULID

from certfolio import composition
from certfolio.domain.actions import Action
from certfolio.domain.outbox import Renewed
from certfolio.domain.totals import shard_of
from certfolio.storage import keys
from certfolio.storage.outbox import notice_of
from tests.support.desk import (
    claims,
    enter,
    handed_in,
    known,
    lines_of,
    path_of,
    seen,
    uploaded_for,
)
from tests.support.faults import losing_answers
from tests.support.world import Answer, Learner, World, if_match, inspect, put, submission

Json = dict[str, Any]


@pytest.fixture
def free(world: World) -> World:
    """A world with credit types that ask for no file, one of which nobody need review."""
    world.credit_type("free", requires=[])
    world.credit_type("swift", requires=[], review="automatic")
    world.credit_type("ending", requires=[], ends_when_renewed=True)
    return world


def approved(world: World, kind: str = "free", learner: Learner | None = None, **more: Any) -> Json:
    waiting = handed_in(learner or world.learner, kind, **more)
    return decided(world, waiting, "approve")


def decided(world: World, certificate: Json, action: str) -> Json:
    answer = world.administrator.decide(certificate, action, "because")
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


def renewal(world: World, of: Json, kind: str = "free", **more: Any) -> Json:
    more = {"title": "First aid at work, refreshed", "earned_on": "2026-02-15", **more}
    return handed_in(world.learner, kind, renews=of["id"], **more)


def refused(world: World, of: Json, **more: Any) -> Answer:
    body = submission(claims=claims(("free", "1")), renews=of["id"], **more)
    return world.learner.call("POST", "/certificates", body)


def story(world: World, certificate: Json) -> list[str]:
    """What happened to a certificate, whose history is what was written."""
    answer = world.administrator.call("GET", path_of(certificate, "/verification"))
    assert answer.body["intact"], answer
    return [event["action"] for event in seen(world.administrator, certificate)["events"]]


def link(world: World, certificate: Json) -> tuple[str, str | None]:
    found = world.learner.read(certificate)
    return found["status"], found["renewed_by"]


# There


def test_while_a_renewal_waits_both_sides_name_each_other_and_nothing_else_changes(
    free: World,
) -> None:
    old = approved(free)
    new = renewal(free, old)
    assert (new["renews"], new["status"]) == (old["id"], "pending")
    now = free.learner.read(old)
    assert (now["status"], now["version"], now["renewed_by"]) == ("approved", 2, new["id"])
    listed = free.learner.call("GET", "/certificates").body["items"]
    assert [(item["renews"], item["renewed_by"]) for item in listed] == [
        (old["id"], None),
        (None, new["id"]),
    ]


def by_one(world: World, new: Json) -> None:
    decided(world, new, "approve")


def with_others(world: World, new: Json) -> None:
    item = {"learner_id": new["learner_id"], "certificate_id": new["id"], "version": 1}
    body = {"items": [{**item, "action": "approve"}]}
    answer = world.reviewer.call("POST", "/decisions", body)
    assert [one["outcome"] for one in answer.body["items"]] == ["done"], answer


@pytest.mark.parametrize("approve", [by_one, with_others])
def test_once_the_renewal_is_approved_the_old_one_is_superseded(
    free: World, approve: Callable[[World, Json], None]
) -> None:
    old = approved(free)
    new = renewal(free, old)
    approve(free, new)
    assert link(free, old) == ("superseded", new["id"])
    assert free.learner.read(old)["standing"] is None
    assert story(free, old) == ["submit", "approve", "supersede"]
    assert story(free, new) == ["submit", "approve"]
    last = seen(free.administrator, old)["events"][-1]
    assert last["actor"] == {"kind": "system", "id": "certfolio", "name": None}


def test_a_renewal_that_the_system_approves_supersedes_at_once(free: World) -> None:
    old = approved(free)
    new = renewal(free, old, "swift")
    assert (new["status"], link(free, old)) == ("approved", ("superseded", new["id"]))
    story(free, old)


def test_a_renewal_that_the_system_approves_with_its_file_supersedes_then(free: World) -> None:
    free.credit_type("auto", review="automatic")
    old = approved(free)
    permit = free.learner.upload()
    new = free.learner.submit(permit["id"], claims=claims(("auto", "1")), renews=old["id"]).body
    assert link(free, old) == ("approved", new["id"])
    inspect(put(permit))
    assert link(free, new)[0] == "approved"
    assert link(free, old) == ("superseded", new["id"])


def test_staff_renew_on_behalf_and_approve_as_entered(free: World) -> None:
    learner = known(free)
    old = approved(free, learner=learner)
    answer = enter(
        free.reviewer, learner, claims=claims(("free", "2")), renews=old["id"], approve=True
    )
    assert (answer.status, answer.body["renews"]) == (201, old["id"]), answer
    assert seen(free.reviewer, old)["status"] == "superseded"


def test_one_event_for_many_learners_renews_nothing(free: World) -> None:
    body = submission(learner_ids=["learner-1"], renews="0" * 26, claims=claims(("free", "1")))
    answer = free.reviewer.call("POST", "/certificates", body)
    assert answer.codes == {"renews": "extra_forbidden"}


def test_a_chain_goes_on_from_its_last_one(free: World) -> None:
    first = approved(free)
    second = decided(free, renewal(free, first), "approve")
    third = decided(free, renewal(free, second), "approve")
    assert [link(free, one) for one in (first, second, third)] == [
        ("superseded", second["id"]),
        ("superseded", third["id"]),
        ("approved", None),
    ]


# Refused


@pytest.mark.parametrize("status", ["pending", "withdrawn", "declined", "revoked", "superseded"])
def test_only_what_is_approved_can_be_renewed(free: World, status: str) -> None:
    old = handed_in(free.learner, "free")
    if status == "withdrawn":
        free.learner.withdraw(old)
    elif status == "declined":
        decided(free, old, "decline")
    elif status == "revoked":
        decided(free, decided(free, old, "approve"), "revoke")
    elif status == "superseded":
        old = decided(free, old, "approve")
        renewal(free, old, "swift")
    assert link(free, old)[0] == status
    answer = refused(free, old)
    assert (answer.status, answer.codes) == (422, {"renews": "not_renewable"})


def test_another_s_certificate_is_as_one_that_does_not_exist(free: World) -> None:
    other = approved(free, learner=free.new_learner())
    for unknown in (other, {"id": "0" * 26}):
        assert refused(free, unknown).codes == {"renews": "not_renewable"}


def test_a_second_renewal_is_refused_and_names_the_first(free: World) -> None:
    old = approved(free)
    new = renewal(free, old)
    answer = refused(free, old)
    assert (answer.status, answer.problem) == (409, "renewal-open")
    assert answer.body["values"] == {"certificate_id": new["id"]}
    assert len(free.learner.call("GET", "/certificates").body["items"]) == 2


def test_two_tabs_at_once_make_one_renewal(free: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second one comes between the first one's reading and writing."""
    old = approved(free)
    store = composition.certificates()
    commit, others = store.commit, []

    def late(change: Any, *args: Any, **more: Any) -> Any:
        if not others:
            others.append(None)
            others.append(renewal(free, old))
        return commit(change, *args, **more)

    monkeypatch.setattr(store, "commit", late)
    answer = refused(free, old)
    assert answer.problem == "renewal-open"
    assert link(free, old) == ("approved", others[1]["id"])


def test_an_approval_comes_between_reading_and_writing_a_revocation(
    free: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old one is revoked as it was when the renewal superseded it, not over it."""
    old = approved(free)
    new = renewal(free, old)
    store = composition.certificates()
    commit, once = store.commit, []

    def late(change: Any, *args: Any, **more: Any) -> Any:
        if not once:
            once.append(None)
            decided(free, new, "approve")
        return commit(change, *args, **more)

    monkeypatch.setattr(store, "commit", late)
    answer = free.administrator.decide(old, "revoke", "because")
    assert answer.status == 412, answer
    assert link(free, old) == ("superseded", new["id"])


@pytest.mark.parametrize("kind", ["free", "swift"])
def test_a_renewal_whose_answer_was_lost_is_made_once(free: World, kind: str) -> None:
    old = approved(free)
    body = submission(claims=claims((kind, "1")), renews=old["id"])
    with losing_answers("dynamodb", "TransactWriteItems"):
        free.learner.call("POST", "/certificates", body)
    again = free.learner.call("POST", "/certificates", body)
    assert (again.status, again.body["id"]) == (201, body["id"]), again
    assert link(free, old)[1] == body["id"]


def test_a_retry_finds_its_renewal_after_another_one_took_its_place(free: World) -> None:
    old = approved(free)
    body = submission(claims=claims(("free", "1")), renews=old["id"])
    first = free.learner.call("POST", "/certificates", body).body
    free.learner.withdraw(first)
    renewal(free, old)
    again = free.learner.call("POST", "/certificates", body)
    assert (again.status, again.body["status"]) == (201, "withdrawn")


def test_the_same_id_for_another_renewal_is_refused(free: World) -> None:
    one, other = approved(free), approved(free)
    body = submission(claims=claims(("free", "1")), renews=one["id"])
    assert free.learner.call("POST", "/certificates", body).status == 201
    answer = free.learner.call("POST", "/certificates", {**body, "renews": other["id"]})
    assert answer.problem == "id-reused"
    assert link(free, other) == ("approved", None)


# And back


@pytest.mark.parametrize("end", ["withdraw", "decline"])
def test_a_renewal_that_comes_to_nothing_makes_room_for_another(free: World, end: str) -> None:
    old = approved(free)
    new = renewal(free, old)
    if end == "withdraw":
        free.learner.withdraw(new)
    else:
        decided(free, new, "decline")
    assert link(free, old) == ("approved", None)
    assert free.learner.read(old)["version"] == 2
    other = renewal(free, old)
    assert link(free, old) == ("approved", other["id"])


@pytest.mark.parametrize(("action", "left"), [("reopen", "the renewal"), ("revoke", "nobody")])
def test_taking_the_approval_back_brings_the_old_one_back_as_it_was(
    free: World, action: str, left: str
) -> None:
    old = approved(free, expires_on="2027-01-01")
    before = free.learner.read(old)
    new = decided(free, renewal(free, old), "approve")
    decided(free, new, action)
    after = free.learner.read(old)
    same = {"claims", "expires_on", "decision", "standing", "status", "title", "corrections"}
    assert {name: after[name] for name in same} == {name: before[name] for name in same}
    assert after["renewed_by"] == (new["id"] if left == "the renewal" else None)
    assert story(free, old) == ["submit", "approve", "supersede", "restore"]


def test_a_dispute_of_a_renewal_that_staff_entered_brings_the_old_one_back(free: World) -> None:
    learner = known(free)
    old = approved(free, learner=learner)
    new = enter(
        free.reviewer, learner, claims=claims(("free", "2")), renews=old["id"], approve=True
    ).body
    path = f"/certificates/{new['id']}/dispute"
    answer = learner.call("POST", path, {"comment": "Not mine"}, headers=if_match(new))
    assert answer.status == 200, answer
    assert (seen(free.reviewer, old)["status"]) == "approved"


def test_approved_again_it_supersedes_again_and_is_announced_under_the_same_id(
    free: World,
) -> None:
    old = approved(free)
    new = decided(free, renewal(free, old), "approve")
    decided(free, decided(free, new, "reopen"), "approve")
    assert story(free, old) == ["submit", "approve", "supersede", "restore", "supersede"]
    partition = keys.learner_partition(free.learner.owner)
    (item,) = composition.table().query(partition, prefix=keys.OUTBOX)
    notice = notice_of(item)
    assert isinstance(notice, Renewed)
    assert (notice.certificate_id, notice.renewed_by) == (old["id"], new["id"])


def test_a_declined_renewal_is_not_reopened_beside_another_one(free: World) -> None:
    old = approved(free)
    first = decided(free, renewal(free, old), "decline")
    second = renewal(free, old)
    answer = free.administrator.decide(first, "reopen", "because")
    assert (answer.status, answer.problem) == (409, "renewal-open")
    free.learner.withdraw(second)
    decided(free, first, "reopen")
    assert link(free, old) == ("approved", first["id"])


# What became of the old one meanwhile


@pytest.mark.parametrize("action", ["revoke", "reopen"])
def test_without_an_approved_old_one_the_renewal_stands_alone(free: World, action: str) -> None:
    old = approved(free)
    new = renewal(free, old)
    decided(free, old, action)
    decided(free, new, "approve")
    assert link(free, old)[0] == {"revoke": "revoked", "reopen": "pending"}[action]
    assert link(free, new)[0] == "approved"


def test_an_old_one_approved_again_after_its_renewal_is_superseded_at_once(free: World) -> None:
    old = approved(free)
    new = renewal(free, old)
    reopened = decided(free, old, "reopen")
    decided(free, new, "approve")
    decided(free, reopened, "approve")
    assert link(free, old) == ("superseded", new["id"])
    assert story(free, old)[-3:] == ["reopen", "approve", "supersede"]
    decided(free, free.learner.read(new), "revoke")
    assert link(free, old) == ("approved", None)


def test_both_approved_at_the_same_time_one_sees_the_other(
    free: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither reads the other as approved, so that only what their writes are held to helps."""
    old = approved(free)
    new = renewal(free, old)
    reopened = decided(free, old, "reopen")
    store = composition.certificates()
    commit, once = store.commit, []

    def late(change: Any, *args: Any, **more: Any) -> Any:
        if not once:
            once.append(None)
            decided(free, new, "approve")
        return commit(change, *args, **more)

    monkeypatch.setattr(store, "commit", late)
    decided(free, reopened, "approve")
    assert link(free, old) == ("superseded", new["id"])


@pytest.mark.parametrize("action", [Action.REOPEN, Action.REVOKE])
def test_a_superseded_one_can_be_taken_back_itself(free: World, action: Action) -> None:
    old = approved(free)
    new = decided(free, renewal(free, old), "approve")
    decided(free, free.learner.read(old), action.value)
    assert link(free, new)[0] == "approved"
    decided(free, new, "revoke")
    assert link(free, old)[0] == {"reopen": "pending", "revoke": "revoked"}[action.value]
    story(free, old)


def test_revoking_one_within_a_chain_brings_the_one_before_it_back(free: World) -> None:
    first = approved(free)
    second = decided(free, renewal(free, first), "approve")
    third = decided(free, renewal(free, second), "approve")
    decided(free, free.learner.read(second), "revoke")
    assert [link(free, one)[0] for one in (first, second, third)] == [
        "approved",
        "revoked",
        "approved",
    ]


def test_two_that_count_in_one_shard_are_counted_together(free: World) -> None:
    """A transaction takes one write of an item."""
    old = approved(free)
    shard = shard_of(free.learner.owner, old["id"])
    ids = (str(ULID()) for _ in repeat(None))
    id_ = next(one for one in ids if shard_of(free.learner.owner, one) == shard)
    renewal(free, old, "swift", id=id_)
    told = free.administrator.call("GET", "/reviews/totals").body["totals"]
    assert (told["approved"], told["superseded"], told["pending"]) == (1, 1, 0)


# What counts


def counted(world: World, kind: str) -> list[tuple[str, str, str | None]]:
    (period,) = [
        item
        for item in world.learner.call("GET", "/statement").body["items"]
        if item["credit_type"] == kind and item["period"] == "2026"
    ]
    return [
        (line["credits"], line["applied"], line["why_code"])
        for line in lines_of(world.learner, period)
    ]


def test_what_was_earned_goes_on_counting_where_no_rule_ends_it(free: World) -> None:
    old = approved(free)
    decided(free, renewal(free, old), "approve")
    assert counted(free, "free") == [("1.00", "1.00", None), ("1.00", "1.00", None)]


def test_where_the_credit_type_says_so_the_renewal_counts_instead_until_it_is_revoked(
    free: World,
) -> None:
    old = approved(free, "ending")
    new = renewal(free, old, "ending")
    waiting = ("1.00", "0.00", "waiting")
    assert counted(free, "ending") == [("1.00", "1.00", None), waiting]
    new = decided(free, new, "approve")
    assert counted(free, "ending") == [("1.00", "0.00", "renewed"), ("1.00", "1.00", None)]
    decided(free, new, "revoke")
    assert counted(free, "ending") == [("1.00", "1.00", None)]


@pytest.mark.usefixtures("in_2026")
def test_the_forecast_of_a_renewal_counts_nothing_twice(free: World) -> None:
    old = approved(free, "ending")
    body = submission(claims=claims(("ending", "1")), renews=old["id"], earned_on="2026-02-15")
    answer = free.learner.call("POST", "/certificates/forecast", body)
    (before,), (after,) = answer.body["before"], answer.body["after"]
    assert (before["applied"], after["applied"]) == ("1.00", "1.00")


def test_a_rule_that_comes_later_ends_nothing_that_was_handed_in_before(free: World) -> None:
    rules = free.credit_type("late", requires=[])
    old = approved(free, "late")
    free.credit_type("late", over=rules["version"], requires=[], ends_when_renewed=True)
    decided(free, renewal(free, old, "late"), "approve")
    assert counted(free, "late") == [("1.00", "1.00", None), ("1.00", "1.00", None)]


def test_with_a_file_of_its_own_a_renewal_is_as_any_other(world: World) -> None:
    learner = known(world)
    upload_id = uploaded_for(world.reviewer, learner)
    old = enter(world.reviewer, learner, upload_id, approve=True).body
    new = learner.submit(learner.uploaded()["id"], renews=old["id"]).body
    decided(world, new, "approve")
    assert seen(world.reviewer, old)["status"] == "superseded"
