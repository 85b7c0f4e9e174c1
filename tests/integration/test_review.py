"""The academy's side: the queue, decisions, set-up."""

from datetime import UTC, datetime
from typing import Any

import pytest

from certfolio.domain.staff import Role
from tests.support.faults import counting
from tests.support.world import Learner, World, at, if_match


def queue(world: World, **query: Any) -> list[dict[str, Any]]:
    answer = world.reviewer.call("GET", "/reviews", query=query)
    assert answer.status == 200, answer
    items: list[dict[str, Any]] = answer.body["items"]
    return items


def filled(world: World) -> list[dict[str, Any]]:
    world.credit_type("ceu")
    other = world.new_learner()
    made: list[dict[str, Any]] = []
    for day, learner, kind in (
        (3, world.learner, "cpe"),
        (1, other, "ceu"),
        (2, world.learner, "ceu"),
        (2, other, "cpe"),
    ):
        with at(datetime(2026, 2, day, len(made), tzinfo=UTC)):
            made.append(learner.submitted(claims=[{"credit_type": kind, "credits": "1"}]))
    return made


def test_the_queue_is_oldest_first_with_ages(world: World) -> None:
    third, first, second, fourth = filled(world)
    with at(datetime(2026, 2, 4, tzinfo=UTC)):
        items = queue(world)
    assert [item["id"] for item in items] == [
        record["id"] for record in (first, second, fourth, third)
    ]
    assert [item["age_days"] for item in items] == [2.96, 1.92, 1.88, 1.0]


def test_the_queue_filters_by_credit_type_and_learner(world: World) -> None:
    made = filled(world)
    ids = [record["id"] for record in made]

    def places(**query: str) -> list[int]:
        return [ids.index(item["id"]) for item in queue(world, **query)]

    assert places(credit_type="ceu") == [1, 2]
    assert places(learner_id=world.learner.id) == [2, 0]
    assert places(learner_id=world.learner.id, credit_type="cpe") == [0]
    assert places(learner_id="nobody") == []


@pytest.mark.parametrize("limit", ["1", "2", "3"])
@pytest.mark.parametrize("filters", [{}, {"credit_type": "cpe"}])
def test_the_queue_s_pages_hold_everything_once_and_are_never_short(
    world: World, limit: str, filters: dict[str, str]
) -> None:
    filled(world)
    everything = [item["id"] for item in queue(world, **filters)]
    found: list[str] = []
    query: dict[str, Any] = {**filters, "limit": limit}
    while True:
        answer = world.reviewer.call("GET", "/reviews", query=query).body
        found += [item["id"] for item in answer["items"]]
        if answer["next_cursor"] is None:
            break
        assert len(answer["items"]) == int(limit)
        query["cursor"] = answer["next_cursor"]
    assert found == everything


def test_a_cursor_of_one_queue_serves_no_other(world: World, other_world: World) -> None:
    filled(world)
    cursor = world.reviewer.call("GET", "/reviews", query={"limit": "1"}).body["next_cursor"]
    for staff, query in (
        (world.reviewer, {"status": "approved"}),
        (world.reviewer, {"learner_id": world.learner.id}),
        (other_world.reviewer, {}),
    ):
        answer = staff.call("GET", "/reviews", query={"cursor": cursor, **query})
        assert (answer.status, answer.wrong) == (400, {("query", "cursor")})
    path = f"/learners/{world.learner.id}/certificates"
    assert (
        world.reviewer.call("GET", path, query={"cursor": cursor, "status": "pending"}).status
        == 400
    )


def test_what_was_decided_is_listed_newest_first(world: World) -> None:
    made = filled(world)
    for day, record in enumerate(made, start=5):
        with at(datetime(2026, 2, day, tzinfo=UTC)):
            assert world.reviewer.decide(record, "approve").status == 200
    assert [item["id"] for item in queue(world, status="approved")] == [
        record["id"] for record in reversed(made)
    ]
    assert queue(world) == []


def test_what_was_sent_back_declined_or_revoked_can_be_listed(world: World) -> None:
    sent_back = world.reviewer.decide(world.learner.submitted(), "request_changes", "page 2").body
    declined = world.reviewer.decide(world.learner.submitted(), "decline", "no").body
    approved = world.reviewer.decide(world.learner.submitted(), "approve").body
    revoked = world.administrator.decide(approved, "revoke", "fraud").body
    assert [item["id"] for item in queue(world, status="changes_requested")] == [sent_back["id"]]
    assert [item["id"] for item in queue(world, status="declined")] == [declined["id"]]
    assert [item["id"] for item in queue(world, status="revoked")] == [revoked["id"]]
    assert queue(world, status="approved") == []


def test_a_full_page_takes_one_query(world: World) -> None:
    for _ in range(3):
        world.learner.submitted()
    # The first call also reads the academy's calendar, which is then remembered.
    world.learner.call("GET", "/certificates")
    with counting("dynamodb", "Query") as asked:
        world.reviewer.call("GET", "/reviews", query={"limit": "2"})
        world.learner.call("GET", "/certificates", query={"limit": "2"})
    assert len(asked) == 2


def test_an_academy_s_queue_holds_its_own_alone(world: World, other_world: World) -> None:
    world.learner.submitted()
    assert queue(other_world) == []


@pytest.mark.parametrize(
    ("action", "status"),
    [("approve", "approved"), ("decline", "declined"), ("request_changes", "changes_requested")],
)
def test_the_learner_sees_who_decided_and_why(world: World, action: str, status: str) -> None:
    certificate = world.learner.submitted()
    answer = world.reviewer.decide(certificate, action, "Line 1\nLine 2 \u00e4")
    assert (answer.status, answer.etag, answer.body["status"]) == (200, '"2"', status)
    read = world.learner.read(certificate)
    assert read["decision"]["outcome"] == action
    assert read["decision"]["comment"] == "Line 1\nLine 2 \u00e4"
    assert read["decision"]["by"]["name"] == "Reviewer"
    event = read["events"][-1]
    assert (event["from_status"], event["to_status"]) == ("pending", status)
    assert event["actor"] == {"kind": "staff", "id": "reviewer-1", "name": "Reviewer"}
    awarded = "1.50" if action == "approve" else None
    assert read["claims"][0]["awarded"] == awarded
    world.check_history(world.learner, certificate["id"])


def test_two_reviewers_at_once_one_wins(world: World) -> None:
    second = world.staff("reviewer-2", Role.REVIEWER)
    certificate = world.learner.submitted()
    assert world.reviewer.decide(certificate, "approve").status == 200
    late = second.decide(certificate, "decline", "no")
    assert (late.status, late.problem) == (412, "stale-version")
    assert (late.body["current_version"], late.body["current"]["status"]) == (2, "approved")
    # The same decision by somebody else is no retry either.
    assert second.decide(certificate, "approve").status == 412


def test_a_decision_sent_again_is_the_first_one(world: World) -> None:
    certificate = world.learner.submitted()
    first = world.reviewer.decide(certificate, "decline", "no")
    assert world.reviewer.decide(certificate, "decline", "no").body == first.body
    assert world.reviewer.decide(certificate, "decline", "other words").status == 412
    assert world.learner.read(certificate)["version"] == 2


def test_nobody_decides_on_a_certificate_of_their_own(world: World) -> None:
    for role in Role:
        own = world.staff("learner-1" if role is Role.REVIEWER else "learner-7", role)
        certificate = Learner(world.academy_id, own.principal).submitted()
        for action in ("approve", "decline", "request_changes"):
            answer = own.decide(certificate, action, "mine")
            assert (answer.status, answer.problem) == (403, "forbidden")
        assert world.reviewer.decide(certificate, "approve").status == 200


def test_reopen_and_revoke_are_the_administrator_s(world: World) -> None:
    approved = world.reviewer.decide(world.learner.submitted(), "approve").body
    for action in ("reopen", "revoke"):
        assert world.reviewer.decide(approved, action, "x").status == 403
    reopened = world.administrator.decide(approved, "reopen", "look again")
    assert (reopened.status, reopened.body["status"]) == (200, "pending")
    assert reopened.body["claims"][0]["awarded"] is None
    again = world.reviewer.decide(reopened.body, "approve").body
    revoked = world.administrator.decide(again, "revoke", "fraud")
    assert (revoked.status, revoked.body["status"]) == (200, "revoked")
    assert world.administrator.decide(revoked.body, "reopen", "x").problem == "action-not-allowed"
    assert world.learner.call("GET", "/statement").body["items"] == []
    world.check_history(world.learner, approved["id"])


def test_nothing_is_approved_before_its_file_is_accepted(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"]).body
    answer = world.reviewer.decide(certificate, "approve")
    assert (answer.status, answer.problem) == (409, "file-not-available")
    assert world.reviewer.decide(certificate, "decline", "no file").status == 200


# Set-up


def test_a_credit_type_lives_and_is_retired_and_revived(world: World) -> None:
    body = {"name": "Units", "unit": "PDU", "step": "0.5", "minimum": "1", "maximum": "3"}
    made = world.credit_type("pdu", **body, instructions="Two\nlines")
    assert (made["version"], made["step"], made["retired"]) == (1, "0.50", False)
    assert world.reviewer.call("GET", "/credit-types/pdu").body == made
    changed = world.administrator.call(
        "PUT", "/credit-types/pdu", {**body, "maximum": "4"}, headers=if_match(made)
    )
    assert (changed.status, changed.etag, changed.body["maximum"]) == (200, '"2"', "4.00")
    assert changed.body["instructions"] is None
    retired = world.retire(changed.body)
    assert (retired.body["retired"], retired.body["version"]) == (True, 3)
    assert world.retire(changed.body).body == retired.body
    listed = {
        item["id"]: item for item in world.reviewer.call("GET", "/credit-types").body["items"]
    }
    assert listed["pdu"]["retired"] is True
    revived = world.administrator.call(
        "PUT", "/credit-types/pdu", body, headers=if_match(retired.body)
    )
    assert (revived.body["retired"], revived.body["version"]) == (False, 4)


def test_a_credit_type_is_changed_over_the_version_that_was_read(world: World) -> None:
    body = {"name": "Other", "unit": "hours"}
    created = world.administrator.call("PUT", "/credit-types/cpe", body)
    assert (created.status, created.body["current_version"]) == (412, 1)
    stale = world.administrator.call(
        "PUT", "/credit-types/cpe", body, headers=if_match({"version": 7})
    )
    assert (stale.status, stale.body["current_version"]) == (412, 1)
    absent = world.administrator.call(
        "PUT", "/credit-types/x", body, headers=if_match({"version": 1})
    )
    assert (absent.status, absent.body["current_version"]) == (412, 0)
    same = world.administrator.call("PUT", "/credit-types/cpe", {"name": "CPE", "unit": "hours"})
    assert (same.status, same.etag) == (200, '"1"')
    assert world.administrator.call("GET", "/credit-types/nope").status == 404
    headers = if_match({"version": 1})
    assert world.administrator.call("DELETE", "/credit-types/nope", headers=headers).status == 404


def test_settings_are_kept(world: World) -> None:
    assert world.reviewer.call("GET", "/settings").etag == '"0"'
    saved = world.administrator.call("PUT", "/settings", {"time_zone": "Europe/Vienna"})
    assert (saved.status, saved.etag) == (200, '"1"')
    assert world.reviewer.call("GET", "/settings").body == saved.body
    stale = world.administrator.call("PUT", "/settings", {"time_zone": "UTC"})
    assert (stale.status, stale.body["current_version"]) == (412, 1)


def save_staff(world: World, principal: str, role: str, version: int | None = None) -> Any:
    headers = {} if version is None else if_match({"version": version})
    body = {"name": "Somebody", "role": role}
    return world.administrator.call("PUT", f"/staff/{principal}", body, headers=headers)


def remove_staff(world: World, principal: str, version: int) -> Any:
    return world.administrator.call(
        "DELETE", f"/staff/{principal}", headers=if_match({"version": version})
    )


def test_staff_are_added_changed_and_removed(world: World) -> None:
    assert save_staff(world, "new-1", "reviewer").body["version"] == 1
    promoted = save_staff(world, "new-1", "administrator", 1)
    assert (promoted.status, promoted.body["role"]) == (200, "administrator")
    demoted = save_staff(world, "new-1", "reviewer", 2)
    assert (demoted.status, demoted.etag) == (200, '"3"')
    assert save_staff(world, "new-1", "reviewer", 2).body == demoted.body
    listed = world.administrator.call("GET", "/staff").body["items"]
    assert {item["principal"] for item in listed} == {"administrator-1", "reviewer-1", "new-1"}
    stale = remove_staff(world, "new-1", 2)
    assert (stale.status, stale.body["current_version"]) == (412, 3)
    assert remove_staff(world, "new-1", 3).status == 200
    assert world.administrator.call("GET", "/staff/new-1").status == 404
    assert remove_staff(world, "nobody", 1).status == 404


def test_the_last_administrator_stays(world: World) -> None:
    for answer in (
        remove_staff(world, "administrator-1", 1),
        save_staff(world, "administrator-1", "reviewer", 1),
    ):
        assert (answer.status, answer.problem) == (409, "last-administrator")
    assert world.administrator.call("GET", "/staff").status == 200


def test_with_another_administrator_one_may_go(world: World) -> None:
    world.staff("administrator-2", Role.ADMINISTRATOR)
    assert save_staff(world, "administrator-1", "reviewer", 1).status == 200
    assert world.administrator.call("GET", "/changes").status == 403
