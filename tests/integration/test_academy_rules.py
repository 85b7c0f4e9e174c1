"""Rules as an academy changes them, over the handlers, and what becomes of what is there."""

from collections.abc import Callable
from datetime import date
from typing import Any

import boto3
import pytest
from ulid import ULID

from tests.support.desk import claims, handed_in, lines_of, note
from tests.support.faults import between, writes_made
from tests.support.template import REGION, STACK
from tests.support.world import Answer, Learner, World, at, declared, if_match, submission

BODY = {"name": "CEU", "unit": "hours", "requires": []}
SPRING, AUTUMN, NEXT = date(2026, 3, 2), date(2026, 10, 5), date(2027, 2, 1)


def save(world: World, known: dict[str, Any] | None = None, **fields: Any) -> Answer:
    """Make the credit type, or change it over the version given."""
    headers = None if known is None else if_match(known)
    body = {**BODY, **fields}
    return world.administrator.call("PUT", "/credit-types/ceu", body, headers=headers)


def saved(world: World, known: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    answer = save(world, known, **fields)
    assert answer.status == 200, answer
    made: dict[str, Any] = answer.body
    return made


def versions(credit_type: dict[str, Any]) -> list[tuple[int, str, str | None]]:
    """Number, first day and cap of each version of the period rules."""
    return [(one["version"], one["starts_on"], one["cap"]) for one in credit_type["rules"]]


def cap(credits_: str, **more: Any) -> dict[str, Any]:
    return {"period_rules": {"cap": credits_, **more}}


def periods(world: World) -> dict[str, tuple[int, str, str]]:
    """Version, cap and applied credits by period."""
    items = world.learner.call("GET", "/statement").body["items"]
    return {
        item["period"]: (item["rules_version"], item["cap"], item["applied"])
        for item in items
        if item["credit_type"] == "ceu"
    }


def claimed(world: World, **fields: Any) -> dict[str, Any]:
    """The credit type, after somebody has claimed it and thought better of it."""
    made = saved(world, **fields)
    answer = world.learner.withdraw(handed_in(world.learner, "ceu", earned_on="2026-01-02"))
    assert answer.status == 200, answer
    return made


def approved(world: World, earned_on: str, credits_: str) -> dict[str, Any]:
    certificate = handed_in(world.learner, "ceu", credits_, earned_on=earned_on)
    answer = world.reviewer.decide(certificate, "approve")
    assert answer.status == 200, answer
    made: dict[str, Any] = answer.body
    return made


# Period rules


def test_the_first_rules_hold_for_all_days(world: World) -> None:
    with at(SPRING):
        assert versions(saved(world, **cap("10"))) == [(1, "1950-01-01", "10.00")]


def test_a_change_begins_with_the_next_period_and_rewrites_nothing(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        approved(world, "2026-01-10", "12")
        assert periods(world) == {"2026": (1, "10.00", "10.00")}
        changed = saved(world, made, **cap("2"))
    assert versions(changed) == [(1, "1950-01-01", "10.00"), (2, "2027-01-01", "2.00")]
    with at(AUTUMN):
        assert periods(world) == {"2026": (1, "10.00", "10.00")}
        approved(world, "2026-09-01", "1")
        assert periods(world) == {"2026": (1, "10.00", "10.00")}
    with at(NEXT):
        approved(world, "2027-01-10", "3")
        assert periods(world)["2027"] == (2, "2.00", "2.00")
        assert periods(world)["2026"] == (1, "10.00", "10.00")


def test_until_a_change_begins_the_rules_before_it_are_in_force(world: World) -> None:
    def in_force(caller: Any) -> set[str]:
        items = caller.call("GET", "/credit-types").body["items"]
        one = caller.call("GET", "/credit-types/ceu") if caller is world.reviewer else None
        shown = [*items, *([one.body] if one else [])]
        return {item["rules_in_force"]["cap"] for item in shown if item["id"] == "ceu"}

    with at(SPRING):
        made = saved(world, **cap("10"))
        approved(world, "2026-01-10", "1")
        changed = saved(world, made, **cap("20"))
        assert changed["rules_in_force"] == changed["rules"][0]
        assert in_force(world.reviewer) == in_force(world.learner) == {"10.00"}
    with at(NEXT):
        assert in_force(world.reviewer) == in_force(world.learner) == {"20.00"}
        retired = world.retire(changed)
    assert retired.body["rules_in_force"]["cap"] == "20.00"


def test_a_change_that_has_not_begun_gives_way_to_the_next(world: World) -> None:
    with at(SPRING):
        made = claimed(world, **cap("10"))
        second = saved(world, made, **cap("20"))
    with at(AUTUMN):
        third = saved(world, second, **cap("30"))
        assert versions(third) == [(1, "1950-01-01", "10.00"), (3, "2027-01-01", "30.00")]
        back = saved(world, third, **cap("10"))
    assert versions(back) == [(1, "1950-01-01", "10.00")]


def test_what_is_no_period_rule_changes_at_once_and_leaves_them_alone(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        changed = saved(world, made, name="Units", minimum="2", **cap("10.0"))
        assert versions(changed) == versions(made)
        refused = world.learner.submit(claims=claims(("ceu", "1")))
    assert refused.codes == {"claims.0.credits": "below_minimum"}


def test_left_out_period_rules_are_the_plain_ones(world: World) -> None:
    with at(SPRING):
        made = claimed(world, **cap("10"))
        changed = saved(world, made)
    assert versions(changed) == [(1, "1950-01-01", "10.00"), (2, "2027-01-01", None)]


def test_a_lifetime_holds_for_good_but_for_its_target(world: World) -> None:
    lifetime = {"period": {"kind": "lifetime"}}
    with at(SPRING):
        made = claimed(world, **cap("10", **lifetime))
        for other in (cap("20", **lifetime), cap("10"), {}):
            refused = save(world, made, **other)
            assert (refused.status, refused.codes) == (422, {"period_rules": "lifetime"})
        changed = saved(world, made, **cap("10", target="5", **lifetime))
        approved(world, "2026-01-10", "12")
    with at(AUTUMN):
        assert periods(world) == {"lifetime": (2, "10.00", "10.00")}
    assert (versions(changed)[0][1:], len(changed["rules"])) == (("1950-01-01", "10.00"), 1)
    assert changed["rules"][0]["target"] == "5.00"


def test_rules_that_hold_what_is_not_known_any_more_are_still_read(world: World) -> None:
    """A record by another version of the program, with a field more at every depth."""
    rules = {"cap": "10", "carry_over": {"credits": "1", "periods": 1}}
    made = saved(world, period_rules=rules, validity={"kind": "months", "months": 3})
    table = boto3.resource("dynamodb", region_name=REGION).Table(STACK)
    key = {"PK": f"ACADEMY#{world.academy_id}", "SK": "CREDIT_TYPE#ceu"}
    item: Any = table.get_item(Key=key)["Item"]
    for place in (
        item,
        item["validity"],
        item["rules"][0],
        item["rules"][0]["period"],
        item["rules"][0]["carry_over"],
    ):
        place["colour"] = "red"
    table.put_item(Item=item)
    for path in ("/credit-types", "/credit-types/ceu"):
        assert world.reviewer.call("GET", path).status == 200
    assert handed_in(world.learner, "ceu")["status"] == "pending"
    assert world.learner.call("GET", "/statement").status == 200
    assert saved(world, made, period_rules=rules)["version"] == 2


@pytest.mark.parametrize(
    ("rules", "field"),
    [
        ({"carry_over": {"credits": "1", "periods": 1}}, "period_rules"),
        ({"cap": "1", "target": "2"}, "period_rules"),
        (
            {
                "cap": "1",
                "period": {"kind": "lifetime"},
                "carry_over": {"credits": "1", "periods": 1},
            },
            "period_rules",
        ),
        ({"cap": "0"}, "period_rules.cap"),
        ({"cap": 5}, "period_rules.cap"),
        (
            {"cap": "1", "carry_over": {"credits": "1", "periods": 11}},
            "period_rules.carry_over.periods",
        ),
        ({"period": {"kind": "year", "month": 2, "day": 29}}, "period_rules.period.day"),
        ({"period": {"kind": "week"}}, "period_rules.period"),
        # Misspelt, or of another kind of period.
        ({"caps": "10"}, "period_rules.caps"),
        ({"period": {"kind": "calendar_year", "day": 1}}, "period_rules.period.day"),
        ({"period": {"kind": "lifetime", "x": 1}}, "period_rules.period.x"),
        (
            {"cap": "1", "carry_over": {"credits": "1", "periods": 1, "months": 3}},
            "period_rules.carry_over.months",
        ),
    ],
)
def test_period_rules_that_cannot_be_are_refused_by_field(
    world: World, rules: dict[str, Any], field: str
) -> None:
    refused = save(world, period_rules=rules)
    assert (refused.status, refused.wrong) == (422, {("body", field)})
    assert world.reviewer.call("GET", "/credit-types/ceu").status == 404


def test_a_year_with_its_own_start_day_and_carry_over(world: World) -> None:
    rules = {
        "period": {"kind": "year", "month": 9, "day": 1},
        "cap": "10",
        "carry_over": {"credits": "5", "periods": 1},
    }
    with at(AUTUMN):
        saved(world, period_rules=rules)
        approved(world, "2026-08-31", "13")
        items = world.learner.call("GET", "/statement").body["items"]
        found = {item["period"]: item for item in items}
        (line,) = lines_of(world.learner, found["2026/27"])
    assert found["2025/26"]["carried_out"] == found["2026/27"]["carried_in"] == "3.00"
    assert (line["carried_from"], line["counted"]) == ("2025/26", "in_full")


# Before anybody has claimed it


def test_period_rules_that_nobody_has_claimed_by_are_corrected_at_once(world: World) -> None:
    lifetime = {"period": {"kind": "lifetime"}}
    with at(SPRING):
        made = saved(world, **cap("10"))
        second = saved(world, made, **cap("20", **lifetime))
        assert versions(second) == [(2, "1950-01-01", "20.00")]
        # Not even a lifetime is for good.
        third = saved(world, second, **cap("30"))
        assert versions(third) == [(3, "1950-01-01", "30.00")]
        assert saved(world, second, **cap("30")) == third
        approved(world, "2026-01-10", "40")
        assert periods(world) == {"2026": (3, "30.00", "30.00")}
        fourth = saved(world, third, **cap("5"))
        assert versions(fourth) == [(3, "1950-01-01", "30.00"), (4, "2027-01-01", "5.00")]
        assert periods(world) == {"2026": (3, "30.00", "30.00")}


def test_who_may_correct_period_rules_at_once_is_told(world: World) -> None:
    made = saved(world)
    assert made["claimed"] is False
    assert saved(world, made, name="Units")["claimed"] is False
    handed_in(world.learner, "ceu")
    read = world.reviewer.call("GET", "/credit-types/ceu").body
    assert (read["claimed"], read["version"]) == (True, 2)
    assert saved(world, read, name="Hours")["claimed"] is True
    items = world.reviewer.call("GET", "/credit-types").body["items"]
    assert {item["id"]: item["claimed"] for item in items} == {"ceu": True, "cpe": False}


def by_edit(world: World) -> None:
    certificate = handed_in(world.learner, "free")
    answer = world.learner.call(
        "PUT",
        f"/certificates/{certificate['id']}",
        {"title": "x", "earned_on": "2026-01-10", "claims": claims(("free", "1"), ("ceu", "1"))},
        headers=if_match(certificate),
    )
    assert answer.status == 200, answer


def by_entry(world: World) -> None:
    note(world.learner)
    body = submission(id=str(ULID()), claims=claims(("ceu", "1")))
    path = f"/learners/{world.learner.id}/certificates"
    assert world.reviewer.call("POST", path, body).status == 201


def entered(world: World, body: dict[str, Any], learners: list[Learner]) -> set[int]:
    """How many items each certificate of an entry for many writes, its total among them."""
    with writes_made() as made:
        answer = world.reviewer.call(
            "POST", "/certificates", {**body, "learner_ids": [learner.id for learner in learners]}
        )
    assert [item["status"] for item in answer.body["items"]] == [200] * len(learners)
    return {len(one) for one in made}


def by_entry_for_many(world: World) -> None:
    learners = [world.new_learner() for _ in range(3)]
    for learner in learners:
        note(learner)
    body = submission(id=str(ULID()), claims=claims(("ceu", "1")))
    assert entered(world, body, learners) <= {3, 4}
    # Those under way at once with the first pay for the mark, and the others as little as ever.
    assert entered(world, {**body, "id": str(ULID())}, learners) == {3}


def by_a_claim_that_is_withdrawn(world: World) -> None:
    world.learner.withdraw(handed_in(world.learner, "ceu"))


@pytest.mark.parametrize(
    "how", [by_edit, by_entry, by_entry_for_many, by_a_claim_that_is_withdrawn]
)
def test_whoever_claims_it_in_whatever_way_ends_the_corrections(
    world: World, how: Callable[[World], None]
) -> None:
    with at(SPRING):
        world.credit_type("free", requires=[])
        made = saved(world, **cap("10"))
        how(world)
        changed = saved(world, made, **cap("20"))
    assert versions(changed) == [(1, "1950-01-01", "10.00"), (2, "2027-01-01", "20.00")]


def test_a_refused_claim_is_none(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        assert world.learner.submit(claims=claims(("ceu", "0.1"))).status == 422
        note(world.learner)
        permit = world.reviewer.call("POST", f"/learners/{world.learner.id}/uploads", declared())
        path = f"/learners/{world.learner.id}/certificates"
        body = submission(permit.body["id"], claims=claims(("ceu", "1")), approve=True)
        assert world.reviewer.call("POST", path, body).problem == "file-not-available"
        assert versions(saved(world, made, **cap("20"))) == [(2, "1950-01-01", "20.00")]


def test_only_the_first_claim_pays_for_the_mark(world: World) -> None:
    saved(world)
    with writes_made() as made:
        for _ in range(3):
            handed_in(world.learner, "ceu")
    assert [len(one) for one in made] == [4, 3, 3]


def test_a_claim_right_before_a_correction_makes_it_wait(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        claim = lambda: approved(world, "2026-01-10", "12")  # noqa: E731 - happens between
        with between("dynamodb", "TransactWriteItems", claim):
            changed = saved(world, made, **cap("20"))
        assert versions(changed) == [(1, "1950-01-01", "10.00"), (2, "2027-01-01", "20.00")]
        assert periods(world) == {"2026": (1, "10.00", "10.00")}


def test_a_correction_right_before_a_claim_holds_for_it(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        correct = lambda: saved(world, made, **cap("20"))  # noqa: E731 - happens between
        with between("dynamodb", "TransactWriteItems", correct):
            approved(world, "2026-01-10", "12")
        assert periods(world) == {"2026": (2, "20.00", "12.00")}
        changed = saved(world, {"version": 2}, **cap("30"))
    assert versions(changed) == [(2, "1950-01-01", "20.00"), (3, "2027-01-01", "30.00")]


def test_a_credit_type_from_before_claims_were_noted_may_have_been_claimed(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        boto3.resource("dynamodb", region_name=REGION).Table(STACK).update_item(
            Key={"PK": f"ACADEMY#{world.academy_id}", "SK": "CREDIT_TYPE#ceu"},
            UpdateExpression="REMOVE claimed",
        )
        changed = saved(world, made, **cap("20"))
    assert versions(changed) == [(1, "1950-01-01", "10.00"), (2, "2027-01-01", "20.00")]


# Over which version


def test_a_save_sent_again_is_the_first_one(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        assert saved(world, **cap("10")) == made
        changed = saved(world, made, **cap("20"))
        assert saved(world, made, **cap("20")) == changed
        assert changed["version"] == 2
        # The first one, once more, is behind by now.
        late = save(world, **cap("10"))
        assert (late.status, late.body["current_version"]) == (412, 2)


def test_a_save_over_another_version_is_stale(world: World) -> None:
    made = saved(world, **cap("10"))
    for known in (None, {"version": 7}):
        stale = save(world, known, **cap("20"))
        assert (stale.status, stale.problem) == (412, "stale-version")
        assert stale.body["current_version"] == 1
    assert world.reviewer.call("GET", "/credit-types/ceu").body == made


def test_a_retired_credit_type_keeps_its_rules_for_what_is_there(world: World) -> None:
    with at(SPRING):
        made = saved(world, **cap("10"))
        approved(world, "2026-01-10", "12")
        retired = world.retire(made)
        assert (retired.status, versions(retired.body)) == (200, versions(made))
        assert periods(world) == {"2026": (1, "10.00", "10.00")}
        revived = saved(world, retired.body, **cap("20"))
    assert versions(revived) == [(1, "1950-01-01", "10.00"), (3, "2027-01-01", "20.00")]


# What was approved stays as it was


def test_no_rule_change_touches_what_was_approved(world: World) -> None:
    months = {"validity": {"kind": "months", "months": 12}}
    with at(SPRING):
        made = saved(world, **months)
        approved_one = approved(world, "2026-01-10", "3")
        before = world.learner.read(approved_one)
        waiting = handed_in(world.learner, "ceu", earned_on="2026-01-11")
        rules = {
            "validity": {"kind": "never"},
            "requires": ["issuer"],
            "minimum": "5",
            "earned_within_months": 1,
            "checklist": ["Seen?"],
        }
        saved(world, made, **rules)
        assert world.learner.read(approved_one) == before
        assert before["expires_on"] == "2027-01-10"
        assert periods(world) == {"2026": (1, None, "3.00")}
        # What was handed in keeps its expiry as well, until it is edited.
        assert world.learner.read(waiting)["expires_on"] == "2027-01-11"
        body = {"title": "x", "issuer": "y", "earned_on": "2026-02-20"}
        edited = world.learner.call(
            "PUT",
            f"/certificates/{waiting['id']}",
            {**body, "claims": claims(("ceu", "5"))},
            headers=if_match(waiting),
        )
    assert (edited.status, edited.body["expires_on"]) == (200, None)


def test_every_rule_is_held_against_a_submission(world: World) -> None:
    with at(SPRING):
        saved(
            world,
            requires=["file", "issuer", "certificate_number", "verification_link"],
            earned_within_months=1,
            minimum="2",
            step="0.5",
        )
        refused = world.learner.submit(claims=claims(("ceu", "1.2")), earned_on="2026-02-01")
    assert refused.codes == {
        "earned_on": "too_long_ago",
        "issuer": "required",
        "certificate_number": "required",
        "verification_link": "required",
        "upload_id": "file_required",
        "claims.0.credits": "below_minimum",
    }


def test_what_a_fixed_day_lets_expire_at_once_is_refused_with_the_date_earned(world: World) -> None:
    with at(AUTUMN):
        saved(world, validity={"kind": "fixed", "on": "2026-06-30"})
        for earned_on in ("2026-06-30", "2026-07-01"):
            refused = world.learner.submit(claims=claims(("ceu", "1")), earned_on=earned_on)
            assert (refused.status, refused.codes) == (422, {"earned_on": "not_before_expiry"})
        assert "2026-06-30" in refused.body["errors"][0]["detail"]
        taken = handed_in(world.learner, "ceu", earned_on="2026-06-29")
    assert taken["expires_on"] == "2026-06-30"


def test_what_can_be_claimed_is_shown_with_its_rules(world: World) -> None:
    rules = {
        "requires": ["file", "issuer"],
        "instructions": "Bring\nthe original",
        "checklist": ["Seen?"],
        "validity": {"kind": "fixed", "on": "2030-12-31"},
        "earned_within_months": 24,
    }
    saved(world, **rules, **cap("10"))
    items = world.learner.call("GET", "/credit-types").body["items"]
    (found,) = [item for item in items if item["id"] == "ceu"]
    assert {name: found[name] for name in rules} == rules
    assert versions(found) == [(1, "1950-01-01", "10.00")]


# Reasons and the other settings


def settings(world: World, known: dict[str, Any], **fields: Any) -> Answer:
    return world.administrator.call("PUT", "/settings", fields, headers=if_match(known))


def test_an_academy_begins_with_sensible_reasons_and_has_its_own_later(world: World) -> None:
    usual = world.reviewer.call("GET", "/settings").body
    for use in ("decline", "request_changes"):
        assert len([one for one in usual["reasons"] if use in one["uses"]]) >= 3
    own = [
        {"id": "own", "text": "Not on our list", "uses": ["decline"]},
        {"id": "both", "text": "Neither nor"},
    ]
    answer = world.administrator.call("PUT", "/settings", {"reasons": own})
    assert (answer.status, answer.etag) == (200, '"1"')
    kept = [{"uses": ["decline", "request_changes"], **one} for one in own]
    assert world.reviewer.call("GET", "/settings").body["reasons"] == kept
    assert world.administrator.call("PUT", "/settings", {"reasons": own}).body == answer.body
    back = settings(world, answer.body, reasons=usual["reasons"])
    assert back.body["reasons"] == usual["reasons"]
    stale = settings(world, answer.body, reasons=own)
    assert (stale.status, stale.body["current_version"]) == (412, 2)
    assert world.reviewer.call("PUT", "/settings", {}).problem == "forbidden"


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"reasons": []}, "reasons"),
        ({"reasons": [{"id": "A b", "text": "x"}]}, "reasons.0.id"),
        ({"reasons": [{"id": "a", "text": " "}]}, "reasons.0.text"),
        ({"reasons": [{"id": "a", "text": "x", "uses": ["approve"]}]}, "reasons.0.uses.0"),
        ({"reasons": [{"id": "a", "text": "x"}, {"id": "a", "text": "y"}]}, ""),
        ({"review_days": 0}, "review_days"),
        ({"review_days": 366}, "review_days"),
        ({"lease_minutes": 4}, "lease_minutes"),
        ({"lease_minutes": 1441}, "lease_minutes"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_settings_that_cannot_be_are_refused_by_field(
    world: World, fields: dict[str, Any], wrong: str
) -> None:
    refused = world.administrator.call("PUT", "/settings", fields)
    assert (refused.status, refused.wrong) == (422, {("body", wrong)})
    assert world.reviewer.call("GET", "/settings").etag == '"0"'
