"""Learners' credentials: who says what of them, and how far each is."""

from collections.abc import Callable
from datetime import date
from typing import Any, assert_never

import pytest

from certfolio import composition
from certfolio.api.reports import CycleView, names_of
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.holding_rules import MOST_GRANTED, MOST_HOLDINGS
from certfolio.domain.holdings import HoldingAction
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.staff import Role
from tests.support.desk import claims, handed_in, note
from tests.support.faults import losing_one_answer
from tests.support.holdings import (
    RULES,
    TYPES,
    act,
    decide,
    entered,
    install,
    met,
    new,
    of_type,
    path_of,
    seen,
    stated,
    waiver,
)
from tests.support.programmes import cycle
from tests.support.world import Answer, Learner, World, if_match, standing, submission

pytestmark = pytest.mark.usefixtures("in_2026")

Json = dict[str, Any]


@pytest.fixture
def board(world: World) -> World:
    install(world)
    for type_ in TYPES:
        world.credit_type(type_, requires=[])
    return world


def changed(learner: Learner, held: Json, **fields: Any) -> Answer:
    return learner.call("PUT", f"/holdings/{held['id']}", stated(**fields), headers=if_match(held))


def removed(learner: Learner, held: Json) -> Answer:
    return learner.call("DELETE", f"/holdings/{held['id']}", headers=if_match(held))


def actions(found: Json) -> list[str]:
    return [event["action"] for event in found["events"]]


def earned(world: World, credits_: str, type_: str, on: str = "2026-01-15") -> Json:
    """A certificate of the learner's that was approved."""
    handed = handed_in(world.learner, type_, credits_, earned_on=on)
    approved = world.reviewer.decide(handed, "approve")
    assert approved.status == 200, approved
    found: Json = approved.body
    return found


# What is stated


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"held_since": "2199-01-01"}, {"held_since": "in_future"}),
        ({"held_since": "1949-12-31"}, {"held_since": "out_of_calendar"}),
        ({"held_since": "2999-01-01"}, {"held_since": "out_of_calendar"}),
        ({"facts": {"age": "old"}}, {"facts.age": "not_asked"}),
        ({"facts": {"role": "clerk"}}, {"facts.role": "not_one_of"}),
        ({"birth_month": 5}, {"birth_month": "not_asked"}),
        ({"birth_year": "odd"}, {"birth_year": "not_asked"}),
        ({"programme": "nope"}, {"programme": "unknown_programme"}),
        ({"hired_on": "2020-01-01"}, {"hired_on": "extra_forbidden"}),
        (
            {"held_since": "2199-01-01", "facts": {"role": "x", "age": "y"}},
            {"held_since": "in_future", "facts.role": "not_one_of", "facts.age": "not_asked"},
        ),
    ],
)
def test_what_the_programme_does_not_ask_or_cannot_be_is_refused(
    board: World, fields: Json, wrong: dict[str, str]
) -> None:
    answer = board.learner.call("POST", "/holdings", new(**fields))
    assert (answer.status, answer.codes) == (422, wrong)
    if "programme" not in fields:
        held = entered(board.learner)
        assert changed(board.learner, held, **fields).codes == wrong
    assert len(board.learner.call("GET", "/holdings").body["items"]) <= 1


@pytest.mark.parametrize("role", ["auditor", "partner", "other"])
def test_every_value_that_a_rule_asks_for_and_none_of_them_can_be_stated(
    board: World, role: str
) -> None:
    held = entered(board.learner, facts={"role": role})
    assert held["missing_facts"] == []
    audit = next(node for node in held["cycle"]["nodes"] if node["id"] == "audit")
    assert audit["asked"] is (role != "other")


def test_what_is_missing_is_said_by_the_report(board: World) -> None:
    held = entered(board.learner, held_since=None, number=None)
    assert (held["missing_facts"], held["cycle"]) == (["held_since"], None)
    known_by_now = changed(board.learner, held, number=None).body
    assert known_by_now["missing_facts"] == ["role"]
    assert known_by_now["cycle"]["ends_on"] == "2027-12-31"


def test_of_one_programme_there_are_several_with_numbers_of_their_own(board: World) -> None:
    first = entered(board.learner)
    again = board.learner.call("POST", "/holdings", new())
    assert again.codes == {"number": "held_already"}
    second = entered(board.learner, number="4712")
    assert changed(board.learner, second).codes == {"number": "held_already"}
    assert changed(board.learner, first, held_since="2024-01-01").status == 200


def test_there_are_so_many_and_no_more(board: World) -> None:
    for number in range(MOST_HOLDINGS):
        entered(board.learner, number=str(number))
    answer = board.learner.call("POST", "/holdings", new())
    assert answer.codes == {"holdings": "too_many"}


def test_a_programme_that_is_retired_takes_nobody_but_goes_on(board: World) -> None:
    held = entered(board.learner)
    body = {"programme": RULES, "state": "retired"}
    over = {"If-Match": '"1"'}
    assert board.administrator.call("PUT", "/programmes/board", body, headers=over).status == 200
    answer = board.learner.call("POST", "/holdings", new(number="2"))
    assert answer.codes == {"programme": "unknown_programme"}
    assert changed(board.learner, held, number="3").status == 200


# Who may do what


STEPS = [HoldingAction(action) for action in HoldingAction if action is not HoldingAction.ENTER]


def step_of(  # noqa: PLR0911 - one of each
    action: HoldingAction, held: Json
) -> tuple[str, str, object]:
    """Method, path below the holding and body of a step."""
    match action:
        case HoldingAction.CHANGE:
            return "PUT", "", stated(number="4713")
        case HoldingAction.CONFIRM:
            return "POST", "/decisions", {"decision": "confirm"}
        case HoldingAction.REFUSE:
            return "POST", "/decisions", {"decision": "refuse", "comment": "Not on it."}
        case HoldingAction.GRANT:
            return "POST", "/waivers", waiver()
        case HoldingAction.TAKE_BACK:
            return "DELETE", f"/waivers/{held['waivers'][0]['id']}", None
        case HoldingAction.MEET:
            return "POST", "/met", met()
        case HoldingAction.UNMEET:
            return "DELETE", f"/met/{held['met'][0]['id']}", None
        case HoldingAction.REMOVE:
            return "DELETE", "", None
        case HoldingAction.ENTER:
            raise AssertionError
        case _:
            assert_never(action)


def full(world: World) -> Json:
    """A confirmed holding with a waiver and something that is met."""
    held = entered(world.learner)
    held = decide(world.reviewer, world.learner, held).body
    held = act(world.administrator, world.learner, held, "/waivers", waiver()).body
    answer = act(world.reviewer, world.learner, held, "/met", met())
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


MAY = {
    HoldingAction.CHANGE: Role.REVIEWER,
    HoldingAction.CONFIRM: Role.REVIEWER,
    HoldingAction.REFUSE: Role.REVIEWER,
    HoldingAction.GRANT: Role.ADMINISTRATOR,
    HoldingAction.TAKE_BACK: Role.ADMINISTRATOR,
    HoldingAction.MEET: Role.REVIEWER,
    HoldingAction.UNMEET: Role.REVIEWER,
    HoldingAction.REMOVE: Role.REVIEWER,
}
"""Who of the staff may take a step; the higher role includes the lower."""


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", STEPS)
def test_staff_take_the_steps_of_their_role(
    board: World, action: HoldingAction, role: Role
) -> None:
    held = full(board)
    staff = board.administrator if role is Role.ADMINISTRATOR else board.reviewer
    method, below, body = step_of(action, held)
    answer = act(staff, board.learner, held, below, body, method)
    if role < MAY[action]:
        assert (answer.status, answer.body["why"]) == (403, "needs_administrator")
        assert seen(board.learner, held)["version"] == held["version"]
        return
    assert answer.status == 200, answer
    events = composition.holding_store().history(board.learner.owner, held["id"])
    assert events[-1].action is action
    assert events[-1].actor.id == staff.principal
    assert events[-1].version == held["version"] + 1


@pytest.mark.parametrize("action", STEPS)
def test_nobody_takes_a_step_as_staff_with_a_credential_of_their_own(
    board: World, action: HoldingAction
) -> None:
    held = full(board)
    own = board.staff(board.learner.id, Role.ADMINISTRATOR)
    method, below, body = step_of(action, held)
    answer = act(own, board.learner, held, below, body, method)
    assert (answer.status, answer.body["why"]) == (403, "own_credential_as_staff")
    assert seen(board.learner, held)["version"] == held["version"]


def test_nobody_enters_as_staff_a_credential_of_their_own(board: World) -> None:
    own = board.staff(board.learner.id, Role.ADMINISTRATOR)
    note(board.learner)
    answer = own.call("POST", path_of(board.learner), new())
    assert (answer.status, answer.body["why"]) == (403, "own_credential_as_staff")


def test_a_learner_does_not_take_away_what_staff_confirmed(board: World) -> None:
    held = decide(board.reviewer, board.learner, entered(board.learner)).body
    answer = removed(board.learner, held)
    assert (answer.status, answer.body["why"]) == (403, "needs_reviewer")
    changed_by_now = changed(board.learner, held, number="4713").body
    assert removed(board.learner, changed_by_now).status == 200


def test_what_staff_enter_or_put_right_is_confirmed(board: World) -> None:
    note(board.learner)
    answer = board.reviewer.call("POST", path_of(board.learner), new())
    assert (answer.status, answer.body["state"]) == (201, "confirmed")
    stated_anew = changed(board.learner, answer.body, number="4713").body
    assert (stated_anew["state"], stated_anew["said"]) == ("stated", None)
    put_right = act(board.reviewer, board.learner, stated_anew, "", stated(), "PUT").body
    assert put_right["state"] == "confirmed"


def test_a_learner_who_changes_nothing_asks_nobody_again(board: World) -> None:
    held = decide(board.reviewer, board.learner, entered(board.learner)).body
    answer = changed(board.learner, held)
    assert (answer.body["state"], answer.body["version"]) == ("confirmed", held["version"])


def test_a_refusal_says_why(board: World) -> None:
    held = entered(board.learner)
    body = {"decision": "refuse"}
    silent = act(board.reviewer, board.learner, held, "/decisions", body)
    assert silent.codes == {"comment": "comment_required"}
    refused = decide(board.reviewer, board.learner, held, "refuse").body
    assert (refused["state"], refused["said"]) == ("refused", "As on the register.")


# Isolation


def test_another_learner_sees_and_changes_nothing(board: World) -> None:
    held, other = entered(board.learner), board.new_learner()
    assert other.call("GET", "/holdings").body == {"items": []}
    path = f"/holdings/{held['id']}"
    for answer in (
        other.call("GET", path),
        changed(other, held, number="1"),
        removed(other, held),
    ):
        assert (answer.status, answer.body["what"]) == (404, "holding")
    assert seen(board.learner, held)["version"] == 1


def test_another_academy_sees_and_changes_nothing(board: World, other_world: World) -> None:
    held = entered(board.learner)
    path = path_of(board.learner, held)
    stranger = other_world.staff("stranger", Role.ADMINISTRATOR)
    own = other_world.administrator.call("GET", path)
    assert own.status == 404, own
    there = stranger.call("GET", path, academy_id=board.academy_id)
    assert there.status == 403, there


# What staff grant and say


@pytest.mark.parametrize(
    ("granted", "wrong"),
    [
        (waiver(requirement="nope"), {"waiver.requirement": "not_one_of"}),
        (waiver(requirement="giving"), {"waiver.requirement": "not_one_of"}),
        (waiver(requirement="ethics"), {"waiver.requirement": "not_one_of"}),
        (waiver("extra", requirement="ethics"), {"waiver.requirement": "not_one_of"}),
        (waiver("let_off", requirement="giving"), {"waiver.requirement": "not_one_of"}),
        (
            waiver("extension", by={"months": 6}, extra={"giving": "2"}),
            {"waiver.extra.giving": "not_one_of"},
        ),
        (waiver(on="1949-12-31"), {"waiver.on": "too_early"}),
        (waiver(on="2999-12-31"), {"waiver.on": "too_late"}),
    ],
)
def test_a_waiver_is_for_something_that_the_programme_asks(
    board: World, granted: Json, wrong: dict[str, str]
) -> None:
    held = entered(board.learner)
    answer = act(board.administrator, board.learner, held, "/waivers", granted)
    assert (answer.status, answer.codes) == (422, wrong)


@pytest.mark.parametrize(
    ("granted", "missing"),
    [
        (waiver(), "63.00"),
        (waiver("extra"), "73.00"),
        (waiver("let_off", requirement="business"), "60.00"),
        (waiver("let_off", requirement="ethics"), "68.00"),
        (waiver("extension", by={"months": 6}, extra={"business": "2"}), "70.00"),
    ],
)
def test_a_waiver_changes_what_is_missing_until_it_is_taken_back(
    board: World, granted: Json, missing: str
) -> None:
    held = entered(board.learner, facts={"role": "other"})
    assert held["cycle"]["missing"] == "68.00"
    after = act(board.administrator, board.learner, held, "/waivers", granted).body
    assert after["cycle"]["missing"] == missing
    [told] = after["waivers"]
    assert (told["reason"], told["by"]["id"]) == (granted["reason"], "administrator-1")
    path = f"/waivers/{granted['id']}"
    back = act(board.administrator, board.learner, after, path, method="DELETE").body
    assert (back["cycle"]["missing"], back["waivers"]) == ("68.00", [])
    gone = act(board.administrator, board.learner, back, path, method="DELETE")
    assert (gone.status, gone.body["what"]) == (404, "waiver")


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (met(requirement="nope"), {"requirement": "not_one_of"}),
        (met(requirement="total"), {"requirement": "not_one_of"}),
        (met(on="2999-01-01"), {"on": "in_future"}),
        (met(on="1949-01-01"), {"on": "too_early"}),
    ],
)
def test_what_is_met_is_something_that_is_not_hours(
    board: World, said: Json, wrong: dict[str, str]
) -> None:
    held = entered(board.learner)
    answer = act(board.reviewer, board.learner, held, "/met", said)
    assert (answer.status, answer.codes) == (422, wrong)


def test_what_is_met_is_done_until_that_is_taken_back(board: World) -> None:
    held, said = entered(board.learner), met(comment="Seen the paper.")
    after = act(board.reviewer, board.learner, held, "/met", said).body
    assert [node["done"] for node in after["cycle"]["nodes"] if node["id"] == "ethics"] == [True]
    path = f"/met/{said['id']}"
    back = act(board.reviewer, board.learner, after, path, method="DELETE").body
    assert [node["done"] for node in back["cycle"]["nodes"] if node["id"] == "ethics"] == [False]
    gone = act(board.reviewer, board.learner, back, path, method="DELETE")
    assert (gone.status, gone.body["what"]) == (404, "met_requirement")


@pytest.mark.parametrize(
    ("below", "one", "other"),
    [
        ("/waivers", waiver(), {"reason": "Another one."}),
        ("/met", met(), {"on": "2026-01-16"}),
    ],
)
def test_what_comes_twice_over_a_newer_version_is_done_once(
    board: World, below: str, one: Json, other: Json
) -> None:
    held = entered(board.learner)
    first = act(board.administrator, board.learner, held, below, one).body
    again = act(board.administrator, board.learner, first, below, one).body
    assert again["version"] == first["version"]
    clash = act(board.administrator, board.learner, first, below, {**one, **other})
    assert (clash.status, clash.problem) == (409, "id-reused")


@pytest.mark.parametrize(
    ("kind", "below", "make"), [("waivers", "/waivers", waiver), ("met", "/met", met)]
)
def test_there_are_so_many_waivers_and_as_much_that_is_met_and_no_more(
    board: World, kind: str, below: str, make: Callable[[], Json]
) -> None:
    held = act(board.administrator, board.learner, entered(board.learner), below, make()).body
    store = composition.holding_store()
    kept = store.get(board.learner.owner, held["id"])
    many = getattr(kept, kind) * MOST_GRANTED
    event = store.history(board.learner.owner, held["id"])[-1]
    store.change(
        kept.model_copy(update={kind: many, "version": 3}), event.model_copy(update={"version": 3})
    )
    answer = act(board.administrator, board.learner, {**held, "version": 3}, below, make())
    assert answer.codes == {kind: "too_many"}


# Twice, at once, and late


def test_an_entry_that_comes_again_is_entered_once(board: World) -> None:
    body = new()
    answers = [board.learner.call("POST", "/holdings", body) for _ in range(2)]
    assert [answer.status for answer in answers] == [201, 201]
    assert answers[0].body == answers[1].body
    other = board.learner.call("POST", "/holdings", {**body, "number": "9"})
    assert (other.status, other.problem) == (409, "id-reused")


def test_an_entry_that_comes_again_after_it_was_removed_brings_nothing_back(board: World) -> None:
    body = new()
    held = board.learner.call("POST", "/holdings", body).body
    assert removed(board.learner, held).body == {"items": []}
    for sent in (body, {**body, "number": "9"}):
        answer = board.learner.call("POST", "/holdings", sent)
        assert (answer.status, answer.problem) == (409, "id-reused")
    assert board.learner.call("GET", "/holdings").body == {"items": []}


def test_an_entry_that_comes_again_after_it_was_changed_leaves_it_so(board: World) -> None:
    body = new()
    held = board.learner.call("POST", "/holdings", body).body
    assert changed(board.learner, held, number="9").status == 200
    answer = board.learner.call("POST", "/holdings", body)
    assert (answer.status, answer.body["stated"]["number"]) == (201, "9")


@pytest.mark.parametrize("action", STEPS)
def test_a_step_that_comes_again_is_taken_once(board: World, action: HoldingAction) -> None:
    held = full(board)
    method, below, body = step_of(action, held)
    answers = [act(board.administrator, board.learner, held, below, body, method) for _ in range(2)]
    assert [answer.status for answer in answers] == [200, 200]
    assert answers[0].body == answers[1].body
    events = composition.holding_store().history(board.learner.owner, held["id"])
    assert [event.version for event in events] == [*range(1, held["version"] + 2)]


@pytest.mark.parametrize("action", STEPS)
def test_a_step_over_an_older_version_is_refused(board: World, action: HoldingAction) -> None:
    held = full(board)
    method, below, body = step_of(action, held)
    stale = act(board.administrator, board.learner, {**held, "version": 1}, below, body, method)
    assert (stale.status, stale.body["current_version"]) == (412, held["version"])
    path = path_of(board.learner, held, below)
    unsaid = board.administrator.call(method, path, body)
    assert unsaid.status == 428
    assert seen(board.learner, held)["version"] == held["version"]


def test_of_two_tabs_one_wins(board: World) -> None:
    held = entered(board.learner)
    assert changed(board.learner, held, number="1").status == 200
    lost = changed(board.learner, held, number="2")
    assert (lost.status, lost.body["current_version"]) == (412, 2)
    assert seen(board.learner, held)["stated"]["number"] == "1"


@pytest.mark.parametrize("action", STEPS)
def test_a_lost_answer_takes_a_step_once(board: World, action: HoldingAction) -> None:
    held = full(board)
    method, below, body = step_of(action, held)
    with losing_one_answer(1) as lost:
        answer = act(board.administrator, board.learner, held, below, body, method)
    assert answer.status == 200, (answer, lost)
    events = composition.holding_store().history(board.learner.owner, held["id"])
    assert [event.version for event in events] == [*range(1, held["version"] + 2)]


# How far a credential is


def nodes_of(cycle: Json) -> dict[str, str]:
    """What is missing of each requirement."""
    return {node["id"]: node["missing"] for node in cycle["nodes"] if node["figures"]}


def test_the_report_is_the_engines(board: World) -> None:
    held = entered(board.learner, facts={"role": "auditor"})
    earned(board, "7", "business")
    earned(board, "30", "giving")
    earned(board, "12", "audit", on="2025-06-30")
    earned(board, "5", "hours", on="2024-12-31")
    waiting = handed_in(board.learner, "hours", "3")
    found = seen(board.learner, held)
    owner, now = board.learner.owner, standing()
    kept = composition.holding_store().get(owner, held["id"])
    by_hand = report(
        Programme.model_validate(RULES),
        kept.holding(),
        credit_lines(composition.certificates().newest_first(owner), lambda at: at.date()),
        now.date(),
    )
    [cycle], told = by_hand.cycles, found["shown"]
    # 25 of the 30 given back, 7 and 12: 44 of 60.
    assert (told["counted"], told["waiting"]) == ("44.00", "3.00")
    assert nodes_of(told) == {
        "total": "16.00",
        "business": "1.00",
        "giving": "0.00",
        "audit": "0.00",
    }
    assert told == CycleView.of(cycle, names_of(Programme.model_validate(RULES))).model_dump(
        mode="json"
    )
    assert found["cycle"] == told
    [sums] = found["cycles"]
    assert sums.items() <= told.items()
    lines = {(line["certificate_id"], line["counted"]) for line in found["lines"]}
    assert (waiting["id"], "0.00") in lines
    assert {(line.certificate_id, f"{line.counted:.2f}") for line in cycle.lines} == lines
    [before] = found["outside"]
    assert (before["title"], before["earned_on"]) == (submission()["title"], "2024-12-31")
    assert before["checks"] == [{"rule": "since_held", "kept": False, "requirement": None}]


def test_the_lines_of_an_earlier_cycle_are_told_to_who_asks_for_it(board: World) -> None:
    held = entered(board.learner, held_since="2022-01-01")
    old = earned(board, "5", "business", on="2022-02-01")
    young = earned(board, "6", "business", on="2026-01-15")
    assert [line["certificate_id"] for line in seen(board.learner, held)["lines"]] == [young["id"]]
    earlier = seen(board.learner, held, cycle="2022-01-01")
    assert [line["certificate_id"] for line in earlier["lines"]] == [old["id"]]
    assert (earlier["shown"]["number"], earlier["cycle"]["number"]) == (1, 2)
    assert [cycle["number"] for cycle in earlier["cycles"]] == [1, 2]


def test_staff_see_what_the_learner_sees(board: World) -> None:
    held = entered(board.learner)
    answer = board.reviewer.call("GET", path_of(board.learner, held))
    assert answer.body == seen(board.learner, held)
    many = board.reviewer.call("GET", path_of(board.learner))
    assert many.body == board.learner.call("GET", "/holdings").body


def test_a_programme_that_came_a_moment_ago_is_known_by_who_remembers_older_ones(
    board: World,
) -> None:
    entered(board.learner)
    remembered = composition.programme_store()
    found = remembered.all(board.academy_id, standing())
    install(board, {**RULES, "id": "other"})
    # As in another process, which has read the programmes before that.
    remembered._known[board.academy_id] = (standing(), found)  # noqa: SLF001
    assert entered(board.learner, programme="other")["programme"] == "other"


def test_a_learner_without_a_credential_costs_one_call_and_one_with_some_one_more(
    board: World, calls: list[str]
) -> None:
    assert board.learner.call("GET", "/holdings").body == {"items": []}
    assert calls == ["Query"]
    for number in range(3):
        entered(board.learner, number=str(number))
    board.learner.call("GET", "/statement")
    calls.clear()
    board.learner.call("GET", "/statement")
    statement = [*calls]
    calls.clear()
    board.learner.call("GET", "/holdings")
    assert calls == [*statement, "Query"]


def test_a_cycle_from_the_hiring_date_reads_it_in_one_call_where_one_is_asked_for(
    board: World, calls: list[str]
) -> None:
    hiring = {**RULES, "id": "hiring", "versions": [{**RULES["versions"][0]}]}
    hiring["versions"][0]["cycle"] = cycle(12, {"kind": "hiring_date"})
    install(board, hiring)
    owner = board.learner.owner
    held = entered(board.learner, programme="hiring")
    assert held["missing_facts"] == ["hired_on"]
    entry = DirectoryEntry(
        **owner.model_dump(), name="Demo", mail="demo@example.org", hired_on=date(2025, 3, 1)
    )
    composition.directory().save(entry, over=None)
    assert seen(board.learner, held)["cycles"][0]["starts_on"].endswith("-03-01")
    for number in range(2):
        entered(board.learner, programme="hiring", number=str(number))
    calls.clear()
    board.learner.call("GET", "/holdings")
    assert calls == ["Query", "Query", "GetItem"]
    calls.clear()
    forecast(board.learner, claims(("business", "1")))
    assert calls[-2:] == ["Query", "GetItem"]


# What a certificate would do


def forecast(learner: Learner, lines: list[dict[str, str]], **fields: Any) -> Json:
    body = submission(claims=lines, **fields)
    answer = learner.call("POST", "/certificates/forecast", body)
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def test_the_forecast_says_for_each_credential_what_each_line_would_do(board: World) -> None:
    strict = {**RULES, "id": "strict", "versions": [{**RULES["versions"][0]}]}
    strict["versions"][0]["counts"] = of_type("audit")
    install(board, strict)
    entered(board.learner, facts={"role": "other"})
    entered(board.learner, programme="strict", number="9", facts={"role": "other"})
    earned(board, "20", "giving")
    lines = claims(("business", "10"), ("giving", "8"))
    usual, other = forecast(board.learner, lines)["holdings"]
    assert (usual["before"]["counted"], usual["after"]["counted"]) == ("20.00", "35.00")
    assert (usual["before"]["missing"], usual["after"]["missing"]) == ("48.00", "25.00")
    assert [(one["id"], one["before"], one["after"]) for one in usual["filled"]] == [
        ("total", "40.00", "25.00"),
        ("business", "8.00", "0.00"),
    ]
    first, second = usual["lines"]
    assert (first["counted"], first["serves"]) == ("10.00", ["total", "business"])
    assert second["counted"] == "5.00"
    assert {"rule": "maximum", "kept": False, "requirement": "giving"} in second["checks"]
    assert usual["helps"][0] == {
        "credit_type": "business",
        "labels": {},
        "serves": ["total", "business"],
    }
    assert other["filled"] == []
    assert {line["counted"] for line in other["lines"]} == {"0.00"}
    assert all(
        {"rule": "recognised", "kept": False, "requirement": None} in line["checks"]
        for line in other["lines"]
    )


def test_what_is_forecast_comes_true(board: World) -> None:
    held = entered(board.learner, facts={"role": "auditor"})
    lines = claims(("audit", "10"), ("business", "3"))
    [foreseen] = forecast(board.learner, lines)["holdings"]
    certificate = board.learner.submit(claims=lines).body
    path = f"/learners/{board.learner.id}/certificates/{certificate['id']}/forecast"
    award = board.reviewer.call("POST", path, {})
    assert award.status == 200, award
    [again] = award.body["holdings"]
    assert again["after"] == foreseen["after"]
    assert again["filled"] == foreseen["filled"]
    assert board.reviewer.decide(certificate, "approve").status == 200
    cycle = seen(board.learner, held)["cycle"]
    assert {name: cycle[name] for name in foreseen["after"]} == foreseen["after"]
    assert {one["id"]: one["after"] for one in foreseen["filled"]}.items() <= nodes_of(
        cycle
    ).items()


def test_a_certificate_of_an_earlier_cycle_is_forecast_there(board: World) -> None:
    entered(board.learner, held_since="2022-01-01", facts={"role": "other"})
    [foreseen] = forecast(board.learner, claims(("business", "8")), earned_on="2022-02-01")[
        "holdings"
    ]
    assert (foreseen["before"], foreseen["after"]["starts_on"]) == (None, "2022-01-01")
    assert [(one["id"], one["before"], one["after"]) for one in foreseen["filled"]][:2] == [
        ("total", None, "52.00"),
        ("business", None, "0.00"),
    ]


def test_a_certificate_of_no_cycle_counts_for_nothing_and_says_why(board: World) -> None:
    entered(board.learner)
    [foreseen] = forecast(board.learner, claims(("business", "8")), earned_on="2024-12-31")[
        "holdings"
    ]
    assert (foreseen["filled"], foreseen["before"]) == ([], foreseen["after"])
    assert foreseen["lines"][0]["checks"][-1]["rule"] == "since_held"


def test_a_forecast_costs_one_call_more_and_with_credentials_no_other(
    board: World, calls: list[str]
) -> None:
    forecast(board.learner, claims(("business", "1")))
    calls.clear()
    forecast(board.learner, claims(("business", "1")))
    without = [*calls]
    entered(board.learner)
    entered(board.learner, number="2")
    calls.clear()
    forecast(board.learner, claims(("business", "1")))
    assert calls == without


# On a transcript


def test_a_transcript_says_how_far_each_credential_is_and_who_says_that_it_is_held(
    board: World,
) -> None:
    confirmed = decide(board.reviewer, board.learner, entered(board.learner)).body
    entered(board.learner, number="2", held_since=None)
    refused = entered(board.learner, number="3")
    assert decide(board.reviewer, board.learner, refused, "refuse").status == 200
    earned(board, "10", "business")
    told = board.learner.call("GET", "/transcript").body["transcript"]
    first, second = told["credentials"]
    assert (first["programme"], first["number"], first["state"]) == (
        "Board of Examples",
        "4711",
        "confirmed",
    )
    assert (first["programme_id"], first["rules_of"]) == ("board", "2000-01-01")
    [event] = [
        one for one in seen(board.learner, confirmed)["events"] if one["action"] == "confirm"
    ]
    assert (first["confirmed"]["at"], first["confirmed"]["by"]) == (
        event["at"],
        event["actor"]["name"],
    )
    assert second["confirmed"] is None
    cycle = seen(board.learner, confirmed)["cycle"]
    assert {name: first[name] for name in ("counted", "missing", "ends_on")} == {
        name: cycle[name] for name in ("counted", "missing", "ends_on")
    }
    assert [(one["name"], one["needed"], one["have"]) for one in first["requirements"]] == [
        ("total", "60.00", "10.00"),
        ("business", "8.00", "10.00"),
        ("giving", "25.00", "0.00"),
        ("ethics", None, None),
    ]
    assert (second["state"], second["missing_facts"]) == ("stated", ["held_since"])
    assert second["counted"] is None
    part = board.learner.call("GET", "/transcript", query={"status": "approved"}).body
    assert part["transcript"]["credentials"] == []


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_transcript_on_paper_shows_them(board: World, language: str) -> None:
    entered(board.learner, number="PMP-00471183")
    query = {"format": "pdf", "language": language}
    answer = board.learner.call("GET", "/transcript", query=query)
    assert answer.status == 200, answer


def test_staff_enter_for_learners_whom_the_directory_knows(board: World) -> None:
    path = f"/learners/{board.learner.id}/holdings"
    assert board.reviewer.call("POST", path, new()).status == 404
    note(board.learner)
    answer = board.reviewer.call("POST", path, new())
    assert (answer.status, answer.body["state"]) == (201, "confirmed")
