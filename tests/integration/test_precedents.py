"""What a reviewer gets to see of earlier decisions on certificates of the same issuer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio.domain.actions import DecisionAction
from certfolio.domain.staff import Role
from tests.integration.test_bounds import reading
from tests.support.builders import ulid
from tests.support.desk import claims, enter, handed_in, known, path_of
from tests.support.faults import losing_answers
from tests.support.world import World, at

Json = dict[str, Any]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ISSUER = "École Łódź: Institute of Engineering"


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def precedents(world: World, certificate: Json) -> list[Json]:
    answer = world.reviewer.call("GET", path_of(certificate, "/precedents"))
    assert answer.status == 200, answer
    found: list[Json] = answer.body["items"]
    return found


def decided(found: list[Json]) -> list[tuple[str, str]]:
    return [(item["title"], item["action"]) for item in found]


def test_each_decision_of_a_person_is_shown_as_it_was_made(free: World) -> None:
    at_hand = handed_in(free.learner, "free", issuer=ISSUER)
    other = known(free)
    with at(NOON):
        made = handed_in(other, "free", "2", issuer=ISSUER, title="Bridges")
        declined = free.reviewer.decide(made, "decline", "Not here\nand not now", reason="too-old")
        assert declined.status == 200
    with at(NOON + timedelta(hours=1)):
        made = handed_in(free.learner, "free", "3", issuer=ISSUER, title="Tunnels")
        awarded = [{"credit_type": "free", "credits": "2.50"}]
        answer = free.administrator.decide(made, "approve", "Less", awarded=awarded)
        assert answer.status == 200
    newest, oldest = precedents(free, at_hand)
    assert newest == {
        "learner_id": free.learner.id,
        "certificate_id": made["id"],
        "title": "Tunnels",
        "action": "approve",
        "at": "2026-03-02T13:00:00Z",
        "by": {"kind": "staff", "id": "administrator-1", "name": "Administrator"},
        "reason": None,
        "comment": "Less",
        "claims": [{"credit_type": "free", "labels": {}, "claimed": "3.00", "awarded": "2.50"}],
    }
    assert oldest["reason"] == {"id": "too-old", "text": "It was earned too long ago"}
    assert (oldest["learner_id"], oldest["comment"]) == (other.id, "Not here\nand not now")
    assert oldest["claims"] == [
        {"credit_type": "free", "labels": {}, "claimed": "2.00", "awarded": None}
    ]


def test_a_decision_that_is_taken_back_stays_and_so_does_what_took_it_back(free: World) -> None:
    """In one instant, too: a clock that stands."""
    with at(NOON):
        made = handed_in(free.learner, "free", issuer=ISSUER, title="One")
        for action in ("approve", "reopen", "approve", "revoke"):
            made = free.administrator.decide(made, action, "because").body
    actions = [action for _, action in decided(precedents(free, made))]
    assert actions == ["revoke", "approve", "reopen", "approve"]


def test_every_kind_of_decision_is_shown(free: World) -> None:
    told = {"approve", "decline", "request_changes", "reopen", "revoke"}
    assert told == {str(action) for action in DecisionAction.__args__}
    made = handed_in(free.learner, "free", issuer=ISSUER)
    free.reviewer.decide(made, "request_changes", "page 2")
    made = handed_in(free.learner, "free", issuer=ISSUER)
    made = free.reviewer.decide(made, "decline", "no").body
    made = free.administrator.decide(made, "reopen", "again").body
    made = free.reviewer.decide(made, "approve").body
    free.administrator.decide(made, "revoke", "false")
    assert {action for _, action in decided(precedents(free, made))} == told


@pytest.mark.parametrize(
    "same",
    [
        "ECOLE LODZ - INSTITUTE OF ENGINEERING",
        "  école   łódź institute of engineering ",
        "E\u0301cole Ło\u0301dz\u0301, Institute of Engineering",
    ],
)
def test_case_accents_spaces_and_marks_of_the_issuer_do_not_matter(free: World, same: str) -> None:
    made = handed_in(free.learner, "free", issuer=same, title="One")
    free.reviewer.decide(made, "approve")
    assert decided(precedents(free, handed_in(free.learner, "free", issuer=ISSUER)))


def test_another_issuer_another_academy_and_none_share_nothing(
    free: World, other_world: World
) -> None:
    free.reviewer.decide(handed_in(free.learner, "free", issuer=ISSUER), "approve")
    free.reviewer.decide(handed_in(free.learner, "free"), "approve")
    other_world.credit_type("free", requires=[])
    abroad = handed_in(other_world.learner, "free", issuer=ISSUER)
    assert precedents(other_world, abroad) == []
    for issuer in ("Institute of Engineering", None, "***"):
        assert precedents(free, handed_in(free.learner, "free", issuer=issuer)) == []


def test_who_is_no_staff_of_the_academy_sees_nothing(free: World, other_world: World) -> None:
    made = handed_in(free.learner, "free", issuer=ISSUER)
    path = path_of(made, "/precedents")
    stranger = other_world.staff("stranger-1", Role.ADMINISTRATOR)
    assert stranger.call("GET", path, academy_id=free.academy_id).status == 403
    assert other_world.reviewer.call("GET", path).status == 404
    missing = f"/learners/{free.learner.id}/certificates/{ulid(9)}/precedents"
    assert free.reviewer.call("GET", missing).status == 404


def test_the_issuer_as_the_reviewer_put_it_right_is_the_one(free: World) -> None:
    made = handed_in(free.learner, "free", issuer="Ekole", title="One")
    corrections = {"issuer": ISSUER}
    assert free.reviewer.decide(made, "approve", "typo", corrections=corrections).status == 200
    assert decided(precedents(free, made)) == [("One", "approve")]
    assert precedents(free, handed_in(free.learner, "free", issuer="Ekole")) == []


def test_what_nobody_decided_is_no_precedent(free: World) -> None:
    """Submissions, edits, what the system approves, and what staff enter and approve in one go."""
    free.credit_type("swift", requires=[], review="automatic")
    learner = known(free)
    handed_in(learner, "swift", issuer=ISSUER)
    entry = {"claims": claims(("free", "1")), "issuer": ISSUER}
    assert enter(free.reviewer, learner, **entry, approve=True).body["status"] == "approved"
    at_hand = handed_in(learner, "free", issuer=ISSUER)
    learner.withdraw(handed_in(learner, "free", issuer=ISSUER))
    assert precedents(free, at_hand) == []
    entered = enter(free.reviewer, learner, **entry, title="Entered").body
    free.administrator.decide(entered, "approve")
    assert decided(precedents(free, at_hand)) == [("Entered", "approve")]


def test_a_decision_that_is_sent_again_is_one(free: World) -> None:
    made = handed_in(free.learner, "free", issuer=ISSUER)
    with losing_answers("dynamodb", "TransactWriteItems"):
        assert free.reviewer.decide(made, "decline", "no").status == 503
    assert free.reviewer.decide(made, "decline", "no").status == 200
    assert free.administrator.decide(made, "approve").status == 412
    assert len(precedents(free, made)) == 1


def test_the_newest_ten_are_shown_in_three_calls_however_many_there_are(free: World) -> None:
    """Who asks, the certificate, and the decisions, with comments of three sentences each."""
    comment = "The issuer's register lists this course with fewer hours than the document says. "
    for number in range(15):
        with at(NOON + timedelta(minutes=number)):
            made = handed_in(free.learner, "free", issuer=ISSUER, title=f"Course {number}")
            free.reviewer.decide(made, "decline", comment * 3)
    precedents(free, made)
    with reading() as meter:
        found = precedents(free, made)
    assert [title for title, _ in decided(found)] == [f"Course {n}" for n in range(14, 4, -1)]
    assert meter.calls == ["GetItem", "GetItem", "Query"]
    assert meter.read <= 4, meter
    assert meter.items == 12
