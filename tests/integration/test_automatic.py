"""What an academy leaves to the system, whichever comes first: submission or inspection."""

from typing import Any

import pytest

from tests.support.builders import ulid
from tests.support.desk import claims, handed_in, path_of
from tests.support.world import Answer, World, if_match, inspect, put, submission

AUTO = claims(("auto", "1"))
BROKEN = b"%PDF-1.7 broken"


@pytest.fixture(autouse=True)
def _credit_types(world: World) -> None:
    world.credit_type("auto", review="automatic")
    world.credit_type("free", requires=[], review="automatic")


def steps(world: World, certificate: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What happened, by whom, and where it led; of a history that holds."""
    world.check_history(world.learner, certificate["id"])
    verified = world.administrator.call("GET", path_of(certificate, "/verification"))
    assert verified.body["intact"] is True, verified.body
    events = world.learner.read(certificate)["events"]
    return [(one["action"], one["actor"]["kind"], one["to_status"]) for one in events]


def applied(world: World) -> list[str]:
    """What counts in the year it was earned in, whichever it is now."""
    items = world.learner.call("GET", "/statement").body["items"]
    return [item["applied"] for item in items if item["period"] == "2026"]


SUBMITTED = ("submit", "learner", "pending")
APPROVED = ("approve", "system", "approved")


def test_inspected_before_it_is_submitted(world: World) -> None:
    upload = world.learner.uploaded()["id"]
    answer = world.learner.submit(upload, claims=AUTO)
    assert (answer.status, answer.etag, answer.body["status"]) == (201, '"2"', "approved")
    assert steps(world, answer.body) == [SUBMITTED, APPROVED]
    assert answer.body["decision"]["by"]["kind"] == "system"
    assert applied(world) == ["1.00"]
    # Sent again, it is approved once.
    again = world.learner.submit(upload, claims=AUTO)
    assert (again.status, again.body) == (201, answer.body)


def test_inspected_after_it_was_submitted(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"], claims=AUTO).body
    assert (certificate["status"], certificate["review"]) == ("pending", "automatic")
    assert applied(world) == ["0.00"]
    arrived = put(permit)
    inspect(arrived)
    inspect(arrived)
    read = world.learner.read(certificate)
    assert (read["status"], read["claims"][0]["awarded"]) == ("approved", "1.00")
    assert steps(world, certificate) == [
        SUBMITTED,
        ("record_file", "system", "pending"),
        APPROVED,
    ]
    assert applied(world) == ["1.00"]


def test_a_rejected_file_is_not_approved_until_another_is_accepted(world: World) -> None:
    permit = world.learner.upload(BROKEN)
    certificate = world.learner.submit(permit["id"], claims=AUTO).body
    inspect(put(permit, BROKEN))
    read = world.learner.read(certificate)
    assert read["status"] == "changes_requested"
    assert read["decision"]["by"]["kind"] == "system"
    better = world.learner.upload(certificate_id=read["id"])
    edited = world.learner.edit(read, upload_id=better["id"], claims=AUTO)
    assert (edited.status, edited.body["status"]) == (200, "pending")
    inspect(put(better))
    assert steps(world, certificate) == [
        SUBMITTED,
        ("request_changes", "system", "changes_requested"),
        ("edit", "learner", "pending"),
        ("record_file", "system", "pending"),
        APPROVED,
    ]


def test_a_file_rejected_before_submission_is_refused(world: World) -> None:
    refused = world.learner.submit(world.learner.uploaded(BROKEN)["id"], claims=AUTO)
    assert (refused.status, set(refused.codes)) == (422, {"upload_id"})


def test_without_a_file_where_none_is_asked_for(world: World) -> None:
    answer = world.learner.submit(claims=claims(("free", "1")))
    assert (answer.status, answer.body["status"], answer.body["file"]) == (201, "approved", None)
    assert steps(world, answer.body) == [SUBMITTED, APPROVED]


@pytest.mark.parametrize("kind", ["cpe", "auto"])
def test_a_file_that_is_not_asked_for_is_inspected_all_the_same(world: World, kind: str) -> None:
    permit = world.learner.upload(BROKEN)
    lines = claims(("free", "1")) if kind == "auto" else claims(("free", "1"), ("cpe", "1"))
    certificate = world.learner.submit(permit["id"], claims=lines).body
    assert certificate["status"] == "pending"
    inspect(put(permit, BROKEN))
    assert world.learner.read(certificate)["status"] == "changes_requested"


def test_one_line_that_takes_a_reviewer_takes_a_reviewer_for_all(world: World) -> None:
    lines = [*AUTO, *claims(("cpe", "1"))]
    certificate = world.learner.submitted(claims=lines)
    assert (certificate["status"], certificate["review"]) == ("pending", "required")
    assert world.reviewer.decide(certificate, "approve").status == 200


def edit_lines(world: World, certificate: dict[str, Any], *lines: tuple[str, str]) -> Answer:
    upload = certificate["file"]["upload_id"]
    body = submission(upload, claims=claims(*lines))
    path = f"/certificates/{certificate['id']}"
    return world.learner.call("PUT", path, body, headers=if_match(certificate))


def test_an_edit_into_what_is_left_to_the_system_is_approved(world: World) -> None:
    certificate = world.learner.submitted()
    edited = edit_lines(world, certificate, ("auto", "1"))
    assert (edited.status, edited.body["status"], edited.etag) == (200, "approved", '"3"')
    assert steps(world, certificate) == [SUBMITTED, ("edit", "learner", "pending"), APPROVED]
    assert edit_lines(world, certificate, ("auto", "1")).body == edited.body


def test_an_edit_into_what_takes_a_reviewer_waits_for_one(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"], claims=AUTO).body
    edited = edit_lines(world, certificate, ("cpe", "1"))
    assert (edited.status, edited.body["review"]) == (200, "required")
    inspect(put(permit))
    read = world.learner.read(certificate)
    assert (read["status"], read["file"]["state"]) == ("pending", "accepted")


def test_a_reviewer_may_decide_before_the_file_is_inspected(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"], claims=AUTO).body
    assert world.reviewer.decide(certificate, "decline", "x").status == 200
    inspect(put(permit))
    assert world.learner.read(certificate)["status"] == "declined"


def test_what_the_system_approved_an_administrator_reopens(world: World) -> None:
    certificate = world.learner.submitted(claims=AUTO)
    reopened = world.administrator.decide(certificate, "reopen", "x")
    assert (reopened.status, reopened.body["status"]) == (200, "pending")
    assert world.reviewer.decide(reopened.body, "decline", "x").status == 200


def test_a_retired_credit_type_approves_nothing_any_more(world: World) -> None:
    permit = world.learner.upload()
    made = world.reviewer.call("GET", "/credit-types/auto").body
    world.retire(made)
    refused = world.learner.submit(permit["id"], claims=AUTO)
    assert (refused.status, refused.codes) == (422, {"claims.0.credit_type": "retired"})


def test_without_a_file_a_submission_brings_an_id_of_its_own(world: World) -> None:
    refused = world.learner.submit(claims=claims(("free", "1")), id=None)
    assert (refused.status, refused.codes) == (422, {"id": "id_required"})
    assert applied(world) == []


def test_sent_twice_it_counts_once(world: World) -> None:
    first = world.learner.submit(claims=claims(("free", "1")), id=ulid(5))
    again = world.learner.submit(claims=claims(("free", "1")), id=ulid(5))
    assert (first.status, again.status) == (201, 201)
    assert again.body == first.body
    assert applied(world) == ["1.00"]


def test_a_second_equal_certificate_is_handed_in_under_an_id_of_its_own(world: World) -> None:
    world.learner.submit(claims=claims(("free", "1")))
    second = world.learner.submit(claims=claims(("free", "1")))
    assert second.status == 201
    assert applied(world) == ["2.00"]


@pytest.mark.parametrize("end", ["withdraw", "decline", "revoke"])
def test_what_has_ended_is_handed_in_anew_and_reaches_the_queue(world: World, end: str) -> None:
    world.credit_type("hours", requires=[])
    first = handed_in(world.learner, "hours")
    if end == "withdraw":
        world.learner.withdraw(first)
    else:
        steps = ["approve", "revoke"] if end == "revoke" else [end]
        for step in steps:
            first = world.administrator.decide(first, step, "x").body
    again = handed_in(world.learner, "hours")
    assert (again["status"], again["id"] != first["id"]) == ("pending", True)
    queued = world.reviewer.call("GET", "/reviews").body["items"]
    assert [item["id"] for item in queued] == [again["id"]]


# Once a person has acted, only a person approves


def test_what_an_administrator_reopened_is_not_approved_by_an_edit(world: World) -> None:
    approved = world.learner.submitted(claims=AUTO)
    assert approved["status"] == "approved"
    reopened = world.administrator.decide(approved, "reopen", "Look again").body
    edited = edit_lines(world, reopened, ("auto", "50"))
    assert (edited.status, edited.body["status"], edited.body["review"]) == (
        200,
        "pending",
        "required",
    )


def test_what_a_reviewer_sent_back_is_not_approved_by_an_edit(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"], claims=AUTO).body
    asked = world.reviewer.decide(certificate, "request_changes", "Why 1?").body
    edited = edit_lines(world, asked, ("auto", "2"))
    assert (edited.status, edited.body["status"]) == (200, "pending")
    inspect(put(permit))
    assert world.learner.read(certificate)["status"] == "pending"
