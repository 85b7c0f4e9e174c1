"""Programmes through the API: taken from packs, adapted, tried, changed, and who holds them."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from ulid import ULID

from certfolio import composition
from certfolio.domain.staff import Role
from certfolio.storage import clients
from functions.programmes.shipped import examples, packs
from tests.support import events
from tests.support.desk import note
from tests.support.template import REGION, functions
from tests.support.units import metered
from tests.support.world import (
    Answer,
    Learner,
    World,
    forget,
    if_match,
    lambda_context,
    module_of,
)

Json = dict[str, Any]


def installed(world: World, pack: str = "pmi-pmp", **fields: Any) -> Json:
    answer = world.administrator.call("POST", "/programmes", {"pack": pack, **fields})
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def credit_type(world: World, id_: str) -> Json:
    answer = world.administrator.call("GET", f"/credit-types/{id_}")
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def saved(world: World, programme: Json, **fields: Any) -> Answer:
    body = {"programme": programme["programme"], "state": programme["state"], **fields}
    return world.administrator.call(
        "PUT", f"/programmes/{programme['id']}", body, headers=if_match(programme)
    )


def held(
    world: World, learner: Learner, programme: str, since: str = "2024-01-01", **stated: Any
) -> Json:
    if composition.directory().find(learner.owner) is None:
        note(learner)
    body = {"id": str(ULID()), "programme": programme, "held_since": since, **stated}
    answer = world.administrator.call("POST", f"/learners/{learner.id}/holdings", body)
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def changes(world: World, **query: str) -> list[Json]:
    answer = world.administrator.call("GET", "/changes", query=query)
    assert answer.status == 200, answer
    found: list[Json] = answer.body["items"]
    return found


# Packs


def test_packs_are_listed_without_and_read_with_their_examples(world: World) -> None:
    listed = world.reviewer.call("GET", "/programme-packs")
    assert [item["id"] for item in listed.body["items"]] == list(packs())
    assert all("examples" not in item for item in listed.body["items"])
    read = world.reviewer.call("GET", "/programme-packs/pmi-pmp")
    assert len(read.body["examples"]) == len(examples(packs()["pmi-pmp"])) >= 10


def test_a_pack_that_is_not_shipped_is_not_there(world: World) -> None:
    assert world.reviewer.call("GET", "/programme-packs/none").status == 404
    answer = world.administrator.call("POST", "/programmes", {"pack": "none"})
    assert (answer.status, answer.codes) == (422, {"pack": "unknown_pack"})


@pytest.mark.parametrize("pack", packs())
def test_a_pack_brings_the_credit_types_that_it_needs(world: World, pack: str) -> None:
    made = installed(world, pack)
    assert (made["id"], made["pack"], made["state"], made["version"]) == (pack, pack, "draft", 1)
    for needed in packs()[pack].credit_types:
        there = credit_type(world, needed.id)
        choices = {
            (label["id"], choice["id"]) for label in there["labels"] for choice in label["choices"]
        }
        wanted = {(label.id, choice.id) for label in needed.labels for choice in label.choices}
        assert wanted <= choices


def test_a_pack_is_taken_over_once_however_often_it_is_sent(world: World) -> None:
    first = installed(world)
    told = changes(world)
    assert installed(world) == first
    assert changes(world) == told
    assert [(one["area"], one["step"]) for one in told[:2]] == [
        ("programme", "added"),
        ("credit_type", "added"),
    ]


@pytest.mark.parametrize("example", ["pmi-pmp", "california-cpa", "new-york-cpa", "hiring-year"])
def test_the_examples_of_a_pack_come_to_what_they_say_where_they_are_tried(
    world: World, example: str
) -> None:
    installed(world, example)
    read = world.reviewer.call("GET", f"/programme-packs/{example}").body["examples"]
    for one in read:
        holding = {
            name: value
            for name, value in one["holding"].items()
            if name != "programme" and value is not None
        }
        lines = [
            {name: value for name, value in line.items() if value is not None}
            for line in one["certificates"]
        ]
        body = {"holding": holding, "lines": lines, "day": one["day"]}
        answer = world.administrator.call("POST", f"/programmes/{example}/try", body)
        assert answer.status == 200, answer
        cycle = next(
            found
            for found in answer.body["cycles"]
            if found["starts_on"] == one["expected"]["starts_on"]
        )
        assert cycle["ends_on"] == one["expected"]["ends_on"]
        assert cycle["counted"] == one["expected"]["counted"]
        assert cycle["done"] == one["expected"]["done"]


def certified(world: World, learner: Learner, earned_on: str, credits_: str, **labels: str) -> None:
    claim = {"credit_type": "pdu", "credits": credits_, "labels": labels}
    sent = learner.submit(learner.uploaded()["id"], earned_on=earned_on, claims=[claim])
    assert sent.status == 201, sent
    decided = world.reviewer.decide(sent.body, "approve")
    assert decided.status == 200, decided


def today() -> date:
    return datetime.now(UTC).date()


def next_version(programme: Json, begins_on: date, **more: Any) -> Json:
    """The programme with one more version: as the last, but for what is said."""
    rules = programme["programme"]
    version = {**rules["versions"][-1], "begins_on": str(begins_on), **more}
    return {**programme, "programme": {**rules, "versions": [*rules["versions"], version]}}


# Taking over


def test_an_adapted_pack_has_an_id_and_a_name_of_its_own(world: World) -> None:
    made = installed(world, id="our-pmp", name="PMP, as we keep it", state="in_force")
    assert (made["id"], made["pack"], made["state"]) == ("our-pmp", "pmi-pmp", "in_force")
    assert made["programme"]["id"] == "our-pmp"
    assert made["programme"]["name"] == "PMP, as we keep it"
    assert installed(world)["id"] == "pmi-pmp"


def test_an_id_of_another_programme_is_not_taken_for_a_pack(world: World) -> None:
    installed(world, id="ours")
    body = {"pack": "shrm-cp", "id": "ours"}
    assert world.administrator.call("POST", "/programmes", body).problem == "id-reused"
    assert world.administrator.call("GET", "/credit-types/pdc").status == 404


def test_what_has_become_of_a_programme_stays_where_its_pack_is_sent_again(world: World) -> None:
    made = installed(world)
    changed = {**made, "programme": {**made["programme"], "name": "PMP"}}
    kept = saved(world, changed, state="in_force").body
    assert installed(world) == kept


def test_a_credit_type_that_is_there_is_given_what_it_lacks_and_keeps_the_rest(
    world: World,
) -> None:
    subject = {"id": "subject", "name": "Topic", "required": True}
    own = [{"id": "ethics", "name": "Our ethics", "retired": True}, {"id": "own", "name": "Own"}]
    world.credit_type("cpe", over=1, labels=[{**subject, "choices": own}], maximum="40.00")
    installed(world, "texas-cpa")
    there = credit_type(world, "cpe")
    assert (there["name"], there["maximum"], there["version"]) == ("CPE", "40.00", 3)
    (label,) = there["labels"]
    assert (label["name"], label["required"]) == ("Topic", True)
    assert [(one["id"], one["name"], one["retired"]) for one in label["choices"]] == [
        ("ethics", "Our ethics", False),
        ("own", "Own", False),
        ("general", "Other subjects", False),
    ]


def test_packs_that_share_a_credit_type_add_up_in_it(world: World) -> None:
    for pack in ("isaca-cisa", "acfe-cfe", "california-cpa", "isc2-cissp", "new-york-cpa"):
        installed(world, pack)
    labels = {label["id"]: label for label in credit_type(world, "cpe")["labels"]}
    assert set(labels) == {"activity", "unit", "subject", "group"}
    assert not any(label["required"] for label in labels.values())


def test_a_retired_credit_type_can_be_claimed_again(world: World) -> None:
    assert world.retire({"id": "cpe", "version": 1}).status == 200
    installed(world, "texas-cpa")
    assert credit_type(world, "cpe")["retired"] is False


def test_a_credit_type_without_room_is_left_as_it_is(world: World) -> None:
    labels = [
        {"id": f"own-{number}", "name": "Own", "choices": [{"id": "one", "name": "One"}]}
        for number in range(6)
    ]
    world.credit_type("cpe", over=1, labels=labels)
    answer = world.administrator.call("POST", "/programmes", {"pack": "texas-cpa"})
    assert (answer.status, answer.codes) == (422, {"pack": "labels_full"})
    assert credit_type(world, "cpe")["version"] == 2
    assert world.administrator.call("GET", "/programmes/texas-cpa").status == 404


def test_a_label_without_room_for_another_choice_is_left_as_it_is(world: World) -> None:
    choices = [{"id": f"own-{number}", "name": "Own"} for number in range(40)]
    world.credit_type("cpe", over=1, labels=[{"id": "subject", "name": "S", "choices": choices}])
    answer = world.administrator.call("POST", "/programmes", {"pack": "texas-cpa"})
    assert (answer.status, answer.codes) == (422, {"pack": "labels_full"})


def test_of_two_who_take_a_pack_over_at_once_both_have_it(world: World) -> None:
    """The other request comes in between, after this one has looked."""
    store = composition.programme_store()
    save = store.save
    others: list[Json] = []

    def after_another(*asked: Any) -> None:
        store.save = save  # type: ignore[method-assign] # once
        others.append(installed(world))
        save(*asked)

    with patch.object(store, "save", after_another):
        assert installed(world) == others[0]
    assert len(changes(world, area="programme")) == 1


# What is in force


@pytest.fixture
def kept(world: World) -> Json:
    """A programme in force, under which somebody holds a credential."""
    made = installed(world, state="in_force")
    held(world, world.learner, made["id"])
    return made


def test_nobody_rewrites_what_holders_have_relied_on(world: World, kept: Json) -> None:
    rules = kept["programme"]
    changed = {**rules["versions"][0], "carry": None}
    answer = saved(world, {**kept, "programme": {**rules, "versions": [changed]}})
    assert (answer.status, answer.codes) == (422, {"programme.versions.0": "has_begun"})
    late = next_version(kept, today())
    assert saved(world, late).codes == {"programme.versions.1.begins_on": "not_after_today"}
    assert saved(world, kept, state="draft").codes == {"state": "held"}


def test_words_are_put_right_and_versions_added_under_holders(world: World, kept: Json) -> None:
    renamed = {**kept, "programme": {**kept["programme"], "name": "PMP"}}
    named = saved(world, renamed)
    assert named.status == 200, named
    coming = next_version(named.body, today() + timedelta(days=1))
    assert saved(world, coming).status == 200


def test_before_anybody_holds_it_a_programme_may_change_and_be_a_draft_again(
    world: World,
) -> None:
    made = installed(world, state="in_force")
    first = {**made["programme"]["versions"][0], "carry": None}
    changed = saved(world, {**made, "programme": {**made["programme"], "versions": [first]}})
    assert changed.status == 200, changed
    assert saved(world, changed.body, state="draft").status == 200


def test_a_retired_programme_keeps_its_rules_and_comes_back(world: World, kept: Json) -> None:
    retired = saved(world, kept, state="retired").body
    first = {**kept["programme"]["versions"][0], "carry": None}
    changed = {**retired, "programme": {**kept["programme"], "versions": [first]}}
    assert saved(world, changed).codes == {"programme.versions.0": "has_begun"}
    assert saved(world, retired, state="in_force").body["state"] == "in_force"


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"carry": {"beyond": "none"}}, "programme.versions.0", "no_such_requirement"),
        ({"cycle": {"anchor": {"kind": "held_since"}, "months": 0}}, None, "greater_than_equal"),
        ({"requires": [{"kind": "at_leest"}]}, "programme.versions.0.requires.0", None),
        ({"begins_on": "9999-01-01"}, "programme.versions.0.begins_on", "out_of_calendar"),
    ],
)
def test_what_is_wrong_is_named(
    world: World, change: Json, field: str | None, code: str | None
) -> None:
    made = installed(world)
    first = {**made["programme"]["versions"][0], **change}
    answer = saved(world, {**made, "programme": {**made["programme"], "versions": [first]}})
    assert answer.status == 422, answer
    assert field is None or field in answer.codes
    assert code is None or code in answer.codes.values()


@pytest.fixture
def as_deployed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Bodies may be as long as the template says."""
    limit = functions()["programmes"]["Environment"]["Variables"]["MAX_BODY_BYTES"]
    monkeypatch.setenv("MAX_BODY_BYTES", limit)
    forget()
    yield
    monkeypatch.undo()
    forget()


@pytest.mark.usefixtures("as_deployed")
def test_a_programme_that_is_too_long_is_refused(world: World) -> None:
    made = installed(world)
    (version,) = made["programme"]["versions"]
    named = [{**version["requires"][0], "id": f"r{n}", "name": "n" * 200} for n in range(150)]
    versions = [
        {**version, "begins_on": f"20{year:02}-01-01", "requires": named, "carry": None}
        for year in range(1, 5)
    ]
    longest = {**made, "programme": {**made["programme"], "versions": versions[:3]}}
    kept = saved(world, longest)
    assert kept.status == 200, kept
    # Once more, so that what is told of the change holds it twice.
    assert (
        saved(world, {**kept.body, "programme": {**longest["programme"], "name": "N"}}).status
        == 200
    )
    answer = saved(world, {**made, "programme": {**made["programme"], "versions": versions}})
    assert (answer.status, answer.codes) == (422, {"programme": "too_large"})


def test_a_body_that_is_nested_too_deep_is_no_error_of_ours(world: World) -> None:
    made = installed(world)
    for depth in (50, 1000):
        which: Json = {"kind": "type", "one_of": ["pdu"]}
        text = '{"kind":"not","of":' * depth + json.dumps(which) + "}" * depth
        path = f"/admin/academies/{world.academy_id}/programmes/pmi-pmp"
        rules = json.dumps({"programme": made["programme"]})
        body = rules.replace('"counts": {', f'"counts": {text}, "x": {{', 1)
        event = events.staff_request(
            "PUT", path, None, principal=world.administrator.principal, headers=if_match(made)
        )
        event |= {"body": body, "headers": {**event["headers"], "Content-Type": "application/json"}}
        found = module_of("programmes").handler(event, lambda_context())
        assert 400 <= found["statusCode"] < 500


# Trying


def test_a_draft_is_tried_on_a_real_learner_and_nothing_is_kept(world: World) -> None:
    installed(world)
    certified(world, world.learner, "2024-02-01", "10", category="giving-back")
    body = {
        "learner_id": world.learner.id,
        "holding": {"held_since": "2024-01-01"},
        "lines": [
            {
                "earned_on": "2024-03-01",
                "credit_type": "pdu",
                "credits": "20",
                "labels": {"category": "giving-back"},
            }
        ],
        "day": "2024-06-01",
    }
    with patch.object(composition.table(), "write_all", side_effect=AssertionError):
        answer = world.administrator.call("POST", "/programmes/pmi-pmp/try", body)
    assert answer.status == 200, answer
    assert (answer.body["cycle"]["counted"], answer.body["standing"]) == ("25.00", "behind")
    lines = {(line["certificate_id"], line["line"]): line for line in answer.body["lines"]}
    assert lines["0" * 26, 0]["counted"] == "15.00"
    assert len(lines) == 2


def test_rules_that_are_not_kept_are_tried_too(world: World) -> None:
    rules = {**packs()["pmi-pmp"].programme.model_dump(mode="json", exclude_none=True), "id": "new"}
    body = {"programme": rules, "holding": {"held_since": "2024-01-01"}, "day": "2024-01-01"}
    answer = world.administrator.call("POST", "/programmes/new/try", body)
    assert (answer.status, answer.body["standing"]) == (200, "on_track")
    assert world.administrator.call("GET", "/programmes/new").status == 404


def test_a_trial_says_what_it_is_missing(world: World) -> None:
    call = world.administrator.call
    assert call("POST", "/programmes/none/try", {"holding": {}}).status == 404
    installed(world)
    assert call("POST", "/programmes/pmi-pmp/try", {}).codes == {"holding": "not_held"}
    of_learner = {"learner_id": world.learner.id}
    assert call("POST", "/programmes/pmi-pmp/try", of_learner).codes == {"holding": "not_held"}
    answer = call("POST", "/programmes/pmi-pmp/try", {"holding": {}})
    assert (answer.body["missing_facts"], answer.body["cycle"]) == (["held_since"], None)
    assert answer.body["standing"] == "facts_missing"


def test_what_a_learner_holds_is_taken_where_nothing_is_stated(world: World, kept: Json) -> None:
    body = {"learner_id": world.learner.id, "day": "2024-06-01"}
    answer = world.administrator.call("POST", f"/programmes/{kept['id']}/try", body)
    assert answer.body["cycle"]["starts_on"] == "2024-01-01"


# Effects


def test_a_version_that_holds_at_once_changes_the_running_cycle_and_another_does_not(
    world: World, kept: Json
) -> None:
    more = [
        {**one, "credits": "70"} if one["id"] == "total" else one
        for one in kept["programme"]["versions"][0]["requires"]
    ]
    for at_once, missing in ((True, "70.00"), (False, "60.00")):
        after = next_version(kept, today() + timedelta(days=1), requires=more, at_once=at_once)
        answer = world.administrator.call(
            "POST", f"/programmes/{kept['id']}/effects", {"programme": after["programme"]}
        )
        assert answer.status == 200, answer
        (effect,) = answer.body["items"]
        assert effect["learner_id"] == world.learner.id
        assert effect["changed"] is at_once
        assert Decimal(effect["after"]["missing"]) - Decimal(effect["before"]["missing"]) == (
            Decimal(missing) - 60
        )
        assert effect["before"]["ends_on"] == effect["after"]["ends_on"]


def test_a_page_reads_so_much_however_many_hold_the_credential(world: World, kept: Json) -> None:
    for _ in range(6):
        held(world, world.new_learner(), kept["id"])
    client = clients.dynamodb()
    body = {"programme": kept["programme"]}
    for method, path, sent in (("GET", "holders", None), ("POST", "effects", body)):
        with metered(client, boto3.client("dynamodb", region_name=REGION)) as meter:
            answer = world.administrator.call(
                method, f"/programmes/{kept['id']}/{path}", sent, query={"limit": "3"}
            )
        assert len(answer.body["items"]) == 3
        # The list, the set-up where it is not remembered, and each learner's certificates.
        assert meter.calls.count("Query") <= 2 + 3
        assert meter.calls.count("BatchGetItem") == 2
        assert set(meter.calls) <= {"Query", "BatchGetItem", "GetItem"}


def walked(world: World, path: str, limit: int, body: Json | None = None) -> list[list[str]]:
    """Ids of the holdings on each page."""
    pages, cursor = [], None
    method = "GET" if body is None else "POST"
    while True:
        query = {"limit": str(limit)} | ({"cursor": cursor} if cursor else {})
        answer = world.administrator.call(method, path, body, query=query)
        assert answer.status == 200, answer
        pages.append([item["holding_id"] for item in answer.body["items"]])
        cursor = answer.body.get("next_cursor")
        if cursor is None:
            return pages


def test_each_holder_is_on_one_page(world: World, kept: Json) -> None:
    people = [world.new_learner() for _ in range(4)]
    made = {held(world, learner, kept["id"])["id"] for learner in people}
    made.add(held(world, people[0], kept["id"], "2025-01-01", number="2")["id"])
    for limit in (1, 2, 3, 6, 10):
        for path, body in (
            (f"/programmes/{kept['id']}/holders", None),
            (f"/programmes/{kept['id']}/effects", {"programme": kept["programme"]}),
        ):
            pages = walked(world, path, limit, body)
            found = [one for page in pages for one in page]
            assert len(found) == len(set(found)) == 6
            assert made < set(found)
            assert [len(page) for page in pages[:-1]] == [limit] * (len(pages) - 1)
            assert pages[-1]


# The cohort


def test_the_cohort_says_where_each_stands(world: World) -> None:
    kept = installed(world, state="in_force")
    people = [world.new_learner() for _ in range(3)]
    since = today() - timedelta(days=400)
    held(world, people[0], kept["id"], str(since))
    held(world, people[1], kept["id"], str(today()))
    held(world, people[2], kept["id"], str(since))
    certified(world, people[2], str(today()), "35", category="education", skill="power-skills")
    answer = world.reviewer.call("GET", f"/programmes/{kept['id']}/holders")
    assert answer.status == 200, answer
    assert [(item["learner_id"], item["standing"]) for item in answer.body["items"]] == [
        (people[0].id, "behind"),
        (people[1].id, "on_track"),
        (people[2].id, "behind"),
    ]
    assert [item["counted"] for item in answer.body["items"]] == ["0.00", "0.00", "35.00"]
    query = {"standing": "on_track", "limit": "2"}
    page = world.reviewer.call("GET", f"/programmes/{kept['id']}/holders", query=query)
    assert [item["learner_id"] for item in page.body["items"]] == [people[1].id]
    query["cursor"] = page.body["next_cursor"]
    page = world.reviewer.call("GET", f"/programmes/{kept['id']}/holders", query=query)
    assert (page.body["items"], page.body["next_cursor"]) == ([], None)


# Who may, and what is forged


def test_another_academys_administrator_reaches_nothing(world: World, kept: Json) -> None:
    stranger = World(f"{world.academy_id}-2").staff("stranger", Role.ADMINISTRATOR)
    path = f"/programmes/{kept['id']}"
    body = {"programme": kept["programme"]}
    for method, below, sent in (
        ("GET", "", None),
        ("GET", "/holders", None),
        ("PUT", "", body),
        ("POST", "/try", {"holding": {}}),
        ("POST", "/effects", body),
    ):
        answer = stranger.call(method, path + below, sent, academy_id=world.academy_id)
        assert answer.status == 403, answer
    sent = {"pack": "shrm-cp"}
    assert stranger.call("POST", "/programmes", sent, academy_id=world.academy_id).status == 403
    assert stranger.call("GET", path).status == 404


def test_a_reviewer_looks_and_changes_nothing(world: World, kept: Json) -> None:
    path = f"/programmes/{kept['id']}"
    assert world.reviewer.call("GET", path).status == 200
    assert world.reviewer.call("GET", f"{path}/holders").status == 200
    body = {"programme": kept["programme"], "state": "retired"}
    for method, where, sent in (
        ("PUT", path, body),
        ("POST", "/programmes", {"pack": "shrm-cp"}),
        ("POST", f"{path}/try", {"holding": {}}),
        ("POST", f"{path}/effects", {"programme": kept["programme"]}),
    ):
        answer = world.reviewer.call(method, where, sent, headers=if_match(kept))
        assert answer.status == 403, answer
    assert world.reviewer.call("GET", path).body == kept


def test_a_cursor_serves_the_list_it_came_from_alone(world: World, kept: Json) -> None:
    held(world, world.new_learner(), kept["id"])
    path = f"/programmes/{kept['id']}/holders"
    cursor = world.reviewer.call("GET", path, query={"limit": "1"}).body["next_cursor"]
    assert world.reviewer.call("GET", path, query={"cursor": cursor}).status == 200
    other = installed(world, "shrm-cp")
    rules = {"programme": kept["programme"]}
    for method, where, sent, query in (
        ("GET", f"/programmes/{other['id']}/holders", None, {"cursor": cursor}),
        ("GET", path, None, {"cursor": cursor, "standing": "behind"}),
        ("GET", path, None, {"cursor": cursor[:-4]}),
        ("GET", path, None, {"cursor": "eyJxIjoxfQ"}),
        ("POST", f"/programmes/{kept['id']}/effects", rules, {"cursor": cursor}),
    ):
        answer = world.administrator.call(method, where, sent, query=query)
        assert (answer.status, answer.codes) == (400, {"cursor": "not_a_cursor"}), where
    elsewhere = World(f"{world.academy_id}-2")
    installed(elsewhere)
    assert elsewhere.reviewer.call("GET", path, query={"cursor": cursor}).status == 400


@pytest.mark.parametrize("id_", ["PMI-PMP", "pmi pmp", "pmï", "pmi#pmp", "x" * 41, "pmi-pmp%0A"])
def test_an_id_is_written_in_one_way(world: World, id_: str) -> None:
    answer = world.administrator.call("POST", "/programmes", {"pack": "pmi-pmp", "id": id_})
    assert (answer.status, answer.codes) == (422, {"id": "string_pattern_mismatch"})


def test_a_programme_goes_by_the_id_of_its_path(world: World, kept: Json) -> None:
    body = {"programme": kept["programme"]}
    for method, path in (
        ("PUT", "/programmes/other"),
        ("POST", "/programmes/other/try"),
        ("POST", "/programmes/other/effects"),
    ):
        answer = world.administrator.call(method, path, body)
        assert (answer.status, answer.codes) == (422, {"programme.id": "other_id"})
