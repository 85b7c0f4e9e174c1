"""Decisions in full: credits, corrections, reasons, checklists, many at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio.domain.staff import Role
from tests.support.builders import ulid
from tests.support.desk import claims, handed_in, lines_of, path_of, seen
from tests.support.world import Learner, World, at, if_match

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ASKED = "Does the name match?"
YES = {"credit_type": "ceu", "question": ASKED, "yes": True}


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def statement(world: World) -> dict[str, dict[str, Any]]:
    items = world.learner.call("GET", "/statement").body["items"]
    return {item["credit_type"]: item for item in items}


# Credits and corrections


def test_the_learner_sees_claimed_and_awarded_credits_and_why(world: World) -> None:
    world.credit_type("ceu")
    certificate = world.learner.submitted(claims=claims(("cpe", "2"), ("ceu", "1.5")))
    answer = world.reviewer.decide(
        certificate, "approve", "Half a day only", awarded=claims(("ceu", "0.75"))
    )
    assert answer.status == 200, answer
    read = world.learner.read(certificate)
    assert read["claims"] == answer.body["claims"]
    assert read["claims"] == [
        {"credit_type": "cpe", "labels": {}, "claimed": "2.00", "awarded": "2.00"},
        {"credit_type": "ceu", "labels": {}, "claimed": "1.50", "awarded": "0.75"},
    ]
    assert read["decision"]["comment"] == "Half a day only"
    assert read["events"][-1]["comment"] == "Half a day only"
    assert read["events"][-1]["changes"] == [
        {"field": "claims.cpe.awarded", "before": None, "after": "2.00"},
        {"field": "claims.ceu.awarded", "before": None, "after": "0.75"},
    ]
    found = statement(world)
    assert {kind: found[kind]["awarded"] for kind in found} == {"cpe": "2.00", "ceu": "0.75"}


def test_no_credits_awarded_is_an_approval_that_counts_for_nothing(free: World) -> None:
    certificate = handed_in(free.learner, "free")
    answer = free.reviewer.decide(
        certificate, "approve", "Only attendance", awarded=claims(("free", "0"))
    )
    assert (answer.status, answer.body["claims"][0]["awarded"]) == (200, "0.00")
    (line,) = lines_of(free.learner, statement(free)["free"])
    assert (line["counted"], line["why_code"]) == ("not", "nothing_awarded")


def test_the_learner_sees_what_was_corrected(free: World) -> None:
    certificate = handed_in(free.learner, "free", title="Frist aid")
    corrections = {
        "title": "First aid",
        "issuer": "Institute",
        "earned_on": "2025-12-31",
        "expires_on": "2027-12-31",
    }
    answer = free.reviewer.decide(
        certificate, "approve", "As on the paper", corrections=corrections
    )
    assert answer.status == 200, answer
    read = free.learner.read(certificate)
    assert {name: read[name] for name in corrections} == corrections
    assert read["corrections"] == {
        "title": {"stated": "Frist aid"},
        "issuer": {"stated": None},
        "earned_on": {"stated": "2026-01-15"},
        "expires_on": {"stated": None},
    }
    assert read["corrections"] == answer.body["corrections"]
    changes = {change.pop("field"): change for change in read["events"][-1]["changes"]}
    assert changes == {
        **{
            name: {"before": read["corrections"][name]["stated"], "after": corrections[name]}
            for name in corrections
        },
        "claims.free.awarded": {"before": None, "after": "1.00"},
    }
    assert statement(free)["free"]["period"] == "2025"
    # And so does everybody else, wherever it is listed.
    listed = free.reviewer.call("GET", "/reviews", query={"status": "approved"})
    assert [item["corrections"] for item in listed.body["items"]] == [read["corrections"]]


def test_a_corrected_date_moves_the_expiry_by_the_credit_type_s_rule(world: World) -> None:
    world.credit_type("year", requires=[], validity={"kind": "months", "months": 12})
    certificate = handed_in(world.learner, "year", expires_on="2040-01-01")
    assert certificate["expires_on"] == "2027-01-15"
    corrections = {"earned_on": "2025-01-10"}
    answer = world.reviewer.decide(certificate, "approve", "x", corrections=corrections)
    assert answer.body["expires_on"] == "2026-01-10"
    assert answer.body["corrections"]["expires_on"] == {"stated": "2027-01-15"}


@pytest.mark.parametrize(
    ("action", "fields", "wrong"),
    [
        ("approve", {"awarded": claims(("free", "0.5"))}, {"comment"}),
        ("approve", {"corrections": {"title": "x"}}, {"comment"}),
        (
            "approve",
            {"comment": "x", "awarded": claims(("nope", "1"), ("free", "0.1"))},
            {"awarded.0.credit_type", "awarded.1.credits"},
        ),
        (
            "approve",
            {"comment": "x", "corrections": {"earned_on": "2999-01-01"}},
            {"corrections.earned_on"},
        ),
        ("approve", {"reason": "too-old"}, {"reason"}),
        ("decline", {"comment": "x"}, {"reason"}),
        ("decline", {"reason": "too-old"}, {"comment"}),
        ("decline", {"comment": "x", "reason": "unreadable"}, {"reason"}),
        ("request_changes", {"comment": "x", "reason": "nope"}, {"reason"}),
        ("decline", {"comment": "x", "reason": "too-old", "answers": [YES]}, {"answers"}),
        # What is not a decision at all.
        ("submit", {}, {"action"}),
        ("dispute", {"comment": "x"}, {"action"}),
        ("approve", {"comment": " "}, {"comment"}),
        ("approve", {"awarded": [{"credit_type": "free", "credits": "-1"}]}, {"awarded.0.credits"}),
        ("approve", {"awarded": claims(*[("free", "1")] * 11)}, {"awarded"}),
        ("approve", {"answers": [{**YES, "yes": "maybe"}]}, {"answers.0.yes"}),
        ("approve", {"answers": [{**YES, "yes": "true"}]}, {"answers.0.yes"}),
        ("approve", {"corrections": {"claims": []}}, {"corrections.claims"}),
        ("approve", {"status": "approved"}, {"status"}),
    ],
)
def test_a_decision_that_cannot_be_names_every_wrong_field(
    free: World, action: str, fields: dict[str, Any], wrong: set[str]
) -> None:
    certificate = handed_in(free.learner, "free")
    body = {"action": action, **fields}
    path = path_of(certificate, "/decisions")
    answer = free.reviewer.call("POST", path, body, headers=if_match(certificate))
    assert answer.status == 422, answer
    assert {field for _, field in answer.wrong} == wrong
    assert seen(free.reviewer, certificate)["version"] == 1


# Reasons and the checklist


@pytest.mark.parametrize(
    ("action", "reason"), [("decline", "too-old"), ("request_changes", "unreadable")]
)
def test_the_learner_sees_the_reason_in_words(free: World, action: str, reason: str) -> None:
    offered = free.reviewer.call("GET", "/settings").body["reasons"]
    (words,) = [one["text"] for one in offered if one["id"] == reason]
    certificate = handed_in(free.learner, "free")
    assert free.reviewer.decide(certificate, action, "Sorry", reason=reason).status == 200
    read = free.learner.read(certificate)
    assert read["decision"]["reason"] == {"id": reason, "text": words}
    assert read["events"][-1]["reason"] == words
    assert read["events"][-1]["changes"] == []


def test_a_reason_that_is_reworded_or_gone_stays_where_it_was_picked(free: World) -> None:
    certificate = handed_in(free.learner, "free")
    free.reviewer.decide(certificate, "decline", "Sorry", reason="too-old")
    before = free.learner.read(certificate)
    own = [{"id": "own", "text": "Not on our list", "uses": ["decline"]}]
    answer = free.administrator.call("PUT", "/settings", {"reasons": own})
    assert answer.status == 200, answer
    assert free.learner.read(certificate) == before


def test_the_checklist_is_answered_and_the_answers_stay_with_the_decision(world: World) -> None:
    world.credit_type("ceu", requires=[], checklist=[ASKED])
    certificate = handed_in(world.learner, "ceu")
    for answers in ([], [{**YES, "yes": False}]):
        refused = world.reviewer.decide(certificate, "approve", answers=answers)
        assert (refused.status, refused.codes) == (422, {"answers": "not_all_yes"})
    unasked = world.reviewer.decide(
        certificate, "approve", answers=[YES, {**YES, "credit_type": "cpe"}]
    )
    assert (unasked.status, unasked.codes) == (422, {"answers.1": "not_asked"})
    assert ASKED in refused.body["errors"][0]["detail"]
    assert world.reviewer.decide(certificate, "approve", answers=[YES]).status == 200
    read = world.learner.read(certificate)
    assert read["decision"]["answers"] == [YES]


def change_checklist(world: World, made: dict[str, Any], *questions: str) -> None:
    body = {"name": "CEU", "unit": "hours", "requires": [], "checklist": questions}
    answer = world.administrator.call("PUT", "/credit-types/ceu", body, headers=if_match(made))
    assert answer.status == 200, answer


def test_what_is_set_up_is_remembered_for_a_minute_at_most(world: World) -> None:
    made = world.credit_type("ceu", requires=[])
    first, second = (handed_in(world.learner, "ceu") for _ in range(2))
    with at(NOON):
        change_checklist(world, made, ASKED)
    with at(NOON + timedelta(seconds=60)):
        assert world.reviewer.decide(first, "approve").status == 200
    with at(NOON + timedelta(seconds=61)):
        refused = world.reviewer.decide(second, "approve")
    assert (refused.status, refused.codes) == (422, {"answers": "not_all_yes"})


def test_what_a_reviewer_names_is_known_at_once(world: World) -> None:
    made = world.credit_type("ceu", requires=[], checklist=[ASKED])
    first, second = (handed_in(world.learner, "ceu") for _ in range(2))
    with at(NOON):
        assert world.reviewer.decide(first, "approve", answers=[YES]).status == 200
        change_checklist(world, made, "Is it signed?")
        signed = {**YES, "question": "Is it signed?"}
        assert world.reviewer.decide(second, "approve", answers=[signed]).status == 200
        own = [{"id": "own", "text": "Not on our list"}]
        world.administrator.call("PUT", "/settings", {"reasons": own})
        third = handed_in(world.learner, "ceu")
        declined = world.reviewer.decide(third, "decline", "Sorry", reason="own")
    assert (declined.status, declined.body["decision"]["reason"]["id"]) == (200, "own")


def test_a_credit_type_made_a_moment_ago_is_known_at_once(world: World) -> None:
    with at(NOON):
        world.reviewer.call("GET", "/reviews")
        world.credit_type("ceu", requires=[], checklist=[ASKED])
        certificate = handed_in(world.learner, "ceu")
        assert world.reviewer.decide(certificate, "approve").codes == {"answers": "not_all_yes"}


# Reopen and revoke


@pytest.mark.parametrize(("action", "status"), [("reopen", "pending"), ("revoke", "revoked")])
def test_an_administrator_takes_an_approval_back_and_says_why(
    free: World, action: str, status: str
) -> None:
    approved = free.reviewer.decide(handed_in(free.learner, "free"), "approve").body
    assert statement(free)["free"]["applied"] == "1.00"
    assert free.reviewer.decide(approved, action, "x").problem == "forbidden"
    refused = free.administrator.decide(approved, action)
    assert (refused.status, refused.codes) == (422, {"comment": "comment_required"})
    answer = free.administrator.decide(approved, action, "A forgery")
    assert (answer.status, answer.body["status"]) == (200, status)
    read = free.learner.read(approved)
    assert [event["action"] for event in read["events"]] == ["submit", "approve", action]
    assert read["decision"]["comment"] == "A forgery"
    assert read["decision"]["by"]["name"] == "Administrator"
    assert read["claims"][0]["awarded"] is None
    assert statement(free).get("free", {"applied": "0.00"})["applied"] == "0.00"


def test_a_declined_one_is_reopened_and_goes_to_the_end_of_the_queue(free: World) -> None:
    first, second = (handed_in(free.learner, "free") for _ in range(2))
    declined = free.reviewer.decide(first, "decline", "x").body
    assert free.administrator.decide(declined, "revoke", "x").problem == "action-not-allowed"
    assert free.administrator.decide(declined, "reopen", "x").status == 200
    queue = free.reviewer.call("GET", "/reviews").body["items"]
    assert [item["id"] for item in queue] == [second["id"], first["id"]]


def test_what_was_revoked_stays_revoked_and_can_be_looked_up(free: World) -> None:
    approved = free.reviewer.decide(handed_in(free.learner, "free"), "approve").body
    revoked = free.administrator.decide(approved, "revoke", "x").body
    for action in ("approve", "decline", "request_changes", "reopen", "revoke"):
        assert free.administrator.decide(revoked, action, "x").problem == "action-not-allowed"
    listed = free.reviewer.call("GET", "/reviews", query={"status": "revoked"}).body["items"]
    assert [item["id"] for item in listed] == [revoked["id"]]


def test_an_administrator_s_own_is_not_taken_back_by_the_same(free: World) -> None:
    own = free.staff("learner-9", Role.ADMINISTRATOR)
    certificate = handed_in(Learner(free.academy_id, "learner-9"), "free")
    approved = free.reviewer.decide(certificate, "approve").body
    for action in ("reopen", "revoke"):
        assert own.decide(approved, action, "x").problem == "forbidden"


# Verification


def test_an_administrator_verifies_a_certificate(free: World) -> None:
    certificate = handed_in(free.learner, "free", issuer="Institute", certificate_number="N-1")
    edited = free.learner.call(
        "PUT",
        f"/certificates/{certificate['id']}",
        {"title": "x", "earned_on": "2026-01-15", "claims": claims(("free", "2"))},
        headers=if_match(certificate),
    ).body
    asked = free.reviewer.decide(edited, "request_changes", "x").body
    again = free.learner.call(
        "PUT",
        f"/certificates/{certificate['id']}",
        {"title": "y", "earned_on": "2026-01-15", "claims": claims(("free", "2"))},
        headers=if_match(asked),
    ).body
    approved = free.reviewer.decide(
        again,
        "approve",
        "x",
        corrections={"issuer": "Institute", "expires_on": "2030-01-01"},
        awarded=claims(("free", "1")),
    ).body
    free.administrator.decide(approved, "reopen", "x")
    path = path_of(certificate, "/verification")
    answer = free.administrator.call("GET", path)
    assert answer.status == 200
    assert answer.body == {
        "intact": True,
        "broken_at": None,
        "why": None,
        "why_code": None,
        "fields": [],
        "ledger": "not_yet",
    }
    assert free.reviewer.call("GET", path).problem == "forbidden"
    missing = path_of({**certificate, "id": ulid(9)}, "/verification")
    assert free.administrator.call("GET", missing).status == 404


# Many at once


def item(certificate: dict[str, Any], action: str = "approve", **fields: Any) -> dict[str, Any]:
    return {
        "learner_id": certificate["learner_id"],
        "certificate_id": certificate["id"],
        "version": certificate["version"],
        "action": action,
        **fields,
    }


def decide_all(world: World, items: list[dict[str, Any]]) -> Any:
    return world.reviewer.call("POST", "/decisions", {"items": items})


def outcome(result: dict[str, Any]) -> Any:
    """The status that a certificate has now, or why it was refused."""
    if result["problem"] is None:
        assert result["status"] == 200
        return result["certificate"]["status"]
    assert result["problem"]["status"] == result["status"]
    assert result["certificate"] is None
    return result["status"], result["problem"]["type"].rpartition(":")[2]


def test_many_decisions_each_have_their_own_result_in_order(free: World) -> None:
    made = [handed_in(free.learner, "free") for _ in range(9)]
    waiting = free.learner.submit(free.learner.upload()["id"]).body
    own = handed_in(Learner(free.academy_id, free.reviewer.principal), "free")
    other = free.staff("reviewer-2", Role.REVIEWER)
    taken = handed_in(free.learner, "free")
    assert other.call("PUT", path_of(taken, "/assignment"), {}).status == 200
    corrected = {"comment": "x", "corrections": {"issuer": "Institute"}}
    reason = {"comment": "Sorry", "reason": "name-differs"}
    expected: list[tuple[dict[str, Any], Any]] = [
        (item(made[0]), "approved"),
        (item(made[1], "decline", **reason), "declined"),
        (item(made[2], "request_changes", **reason), "changes_requested"),
        (item(made[3], comment="x", awarded=claims(("free", "0.5"))), "approved"),
        (item(made[4], **corrected), "approved"),
        (item(made[5], "decline"), (422, "invalid-input")),
        (item(made[6], "reopen", comment="x"), (403, "forbidden")),
        (item({**made[7], "version": 7}), (412, "stale-version")),
        (item({**made[7], "id": ulid(9)}), (404, "not-found")),
        (item({**made[7], "learner_id": "nobody"}), (404, "not-found")),
        (item(waiting), (409, "file-not-available")),
        (item(own), (403, "forbidden")),
        (item(taken), (409, "taken")),
        # The same once more is the same; another decision on it came too late.
        (item(made[0]), "approved"),
        (item(made[0], "decline", **reason), (412, "stale-version")),
        (item({**made[1], "version": 2}), (409, "action-not-allowed")),
    ]
    items = [one for one, _ in expected]
    answer = decide_all(free, items)
    results = answer.body["items"]
    assert [outcome(result) for result in results] == [wanted for _, wanted in expected]
    named = [(result["learner_id"], result["certificate_id"]) for result in results]
    assert named == [(one["learner_id"], one["certificate_id"]) for one in items]
    assert [entry["field"] for entry in results[5]["problem"]["errors"]] == ["comment", "reason"]
    assert results[14]["problem"]["current"]["status"] == "approved"
    again = decide_all(free, items)
    assert again.body == answer.body
    events = free.learner.read(made[0])["events"]
    assert [event["action"] for event in events] == ["submit", "approve"]
    for record in (*made, taken, waiting):
        free.check_history(free.learner, record["id"])


def test_a_hundred_are_decided_at_once_and_not_one_more(free: World) -> None:
    made = [handed_in(free.learner, "free", title=f"Course {n}") for n in range(30)]
    unknown = [{**made[0], "id": ulid(n)} for n in range(70)]
    # Spread, so that every refusal stands between decisions that go through.
    mixed = [record for pair in zip(unknown, made, strict=False) for record in pair]
    items = [item(record) for record in [*mixed, *unknown[30:]]]
    answer = decide_all(free, items)
    results = answer.body["items"]
    assert [result["certificate_id"] for result in results] == [
        one["certificate_id"] for one in items
    ]
    expected = [404, 200] * 30 + [404] * 40
    assert [result["status"] for result in results] == expected
    assert statement(free)["free"]["awarded"] == "30.00"
    assert decide_all(free, items).body == answer.body
    more = decide_all(free, [*items, items[0]])
    assert (more.status, more.wrong) == (422, {("body", "items")})
    assert decide_all(free, []).wrong == {("body", "items")}


def test_one_item_that_cannot_be_read_refuses_the_whole_request(free: World) -> None:
    certificate = handed_in(free.learner, "free")
    bad = {**item(certificate), "comment": " ", "awarded": claims(("free", "x"))}
    answer = decide_all(free, [item(certificate), bad, {"action": "approve"}])
    assert answer.status == 422
    assert {field for _, field in answer.wrong} == {
        "items.1.comment",
        "items.1.awarded.0.credits",
        "items.2.learner_id",
        "items.2.certificate_id",
        "items.2.version",
    }
    assert seen(free.reviewer, certificate)["status"] == "pending"


def test_many_are_reopened_by_an_administrator(free: World) -> None:
    made = [handed_in(free.learner, "free") for _ in range(2)]
    decide_all(free, [item(record) for record in made])
    items = [item({**record, "version": 2}, "reopen", comment="x") for record in made]
    answer = free.administrator.call("POST", "/decisions", {"items": items})
    assert [outcome(result) for result in answer.body["items"]] == ["pending", "pending"]


def test_another_academy_s_certificates_are_not_there(free: World, other_world: World) -> None:
    certificate = handed_in(free.learner, "free")
    answer = decide_all(other_world, [item(certificate)])
    assert outcome(answer.body["items"][0]) == (404, "not-found")
    assert seen(free.reviewer, certificate)["status"] == "pending"


def test_many_decisions_stop_in_time_and_are_finished_when_sent_again(free: World) -> None:
    made = [handed_in(free.learner, "free", title=f"Day {n}") for n in range(3)]
    items = [
        {
            "learner_id": one["learner_id"],
            "certificate_id": one["id"],
            "version": one["version"],
            "action": "approve",
        }
        for one in made
    ]
    assert free.reviewer.decide(made[0], "approve").status == 200
    late = free.reviewer.call("POST", "/decisions", {"items": items}, seconds=5)
    assert [item["outcome"] for item in late.body["items"]] == ["not_tried"] * 3
    assert {item["problem"]["type"] for item in late.body["items"]} == {
        "urn:certfolio:problem:not-tried"
    }
    again = free.reviewer.call("POST", "/decisions", {"items": items})
    assert [item["outcome"] for item in again.body["items"]] == ["done"] * 3
    assert {seen(free.reviewer, one)["version"] for one in made} == {2}
