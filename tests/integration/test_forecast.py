"""What a submission would count for, before anything is written."""

from typing import Any

import pytest

from tests.support.builders import ulid
from tests.support.desk import claims, handed_in, lines_of
from tests.support.faults import everything
from tests.support.world import Answer, Learner, World, inspect, put, submission

pytestmark = pytest.mark.usefixtures("in_2026")

CAP = {"requires": [], "period_rules": {"cap": "10", "target": "8"}}


@pytest.fixture
def capped(world: World) -> World:
    """A world with a credit type of which ten credits count in a year."""
    world.credit_type("free", **CAP)
    return world


def forecast(learner: Learner, **fields: Any) -> Answer:
    body = submission(**{"claims": claims(("free", "1")), **fields})
    return learner.call("POST", "/certificates/forecast", body)


def foreseen(learner: Learner, credits_: str, **fields: Any) -> tuple[Any, Any]:
    """Statement before and after, of the one credit type and period."""
    answer = forecast(learner, claims=claims(("free", credits_)), **fields)
    assert answer.status == 200, answer
    (before,), (after,) = answer.body["before"], answer.body["after"]
    return before, after


def approved(world: World, credits_: str, **fields: Any) -> dict[str, Any]:
    certificate = handed_in(world.learner, "free", credits_, **fields)
    answer = world.reviewer.decide(certificate, "approve")
    assert answer.status == 200, answer
    made: dict[str, Any] = answer.body
    return made


@pytest.mark.parametrize(
    "fields",
    [
        {"claims": claims(("nope", "1"))},
        {"claims": claims(("strict", "3"))},
        {"claims": claims(("strict", "0.1"), ("strict", "1"))},
        {"claims": claims(("strict", "1")), "earned_on": "2999-01-01"},
        {"claims": claims(("strict", "1")), "issuer": "x", "earned_on": "2001-01-01"},
        {"earned_on": "2026-01-15", "expires_on": "2026-01-15"},
        {"title": " ", "earned_on": "soon", "claims": []},
        {"upload_id": ulid(9)},
        {"upload_id": "x"},
        {"status": "approved"},
    ],
)
def test_what_a_submission_is_refused_for_the_forecast_says(
    capped: World, fields: dict[str, Any]
) -> None:
    capped.credit_type("strict", maximum="2", requires=["issuer"], earned_within_months=24)
    body = submission(**{"claims": claims(("free", "1")), **fields})
    submitted = capped.learner.call("POST", "/certificates", body)
    assert submitted.status == 422, submitted
    found = capped.learner.call("POST", "/certificates/forecast", body)
    assert (found.status, found.body) == (422, submitted.body)


def test_a_rejected_file_is_named_and_a_missing_or_waiting_one_may_come_later(
    capped: World,
) -> None:
    lines = claims(("cpe", "1"))
    assert forecast(capped.learner, claims=lines).status == 200
    assert capped.learner.submit(claims=lines).codes == {"upload_id": "file_required"}
    permit = capped.learner.upload()
    assert forecast(capped.learner, upload_id=permit["id"], claims=lines).status == 200
    inspect(put(permit, b"%PDF-1.7 broken"))
    refused = forecast(capped.learner, upload_id=permit["id"], claims=lines)
    assert refused.codes == capped.learner.submit(permit["id"], claims=lines).codes
    assert set(refused.codes) == {"upload_id"}


def test_another_s_upload_is_nobody_s_here(capped: World) -> None:
    foreign = capped.new_learner().uploaded()["id"]
    assert forecast(capped.learner, upload_id=foreign).codes == {"upload_id": "unknown_upload"}


def test_without_anything_to_claim_there_is_nothing_to_foresee(world: World) -> None:
    world.retire({"id": "cpe", "version": 1})
    answer = forecast(world.learner, claims=claims(("cpe", "1")))
    assert (answer.status, answer.problem) == (409, "no-credit-types")


def test_a_forecast_writes_nothing(capped: World) -> None:
    capped.credit_type("auto", requires=[], review="automatic")
    certificate = handed_in(capped.learner, "free")
    upload = capped.learner.uploaded()["id"]
    before = everything()
    for fields in (
        {},
        {"upload_id": upload},
        {"id": certificate["id"]},
        {"id": ulid(42)},
        {"claims": claims(("auto", "1"))},
        {"claims": claims(("nope", "1"))},
    ):
        forecast(capped.learner, **fields)
    assert everything() == before


def test_the_statement_before_and_after(capped: World) -> None:
    before, after = foreseen(capped.learner, "3")
    assert (before["applied"], before["remaining"], before["claimed"]) == ("0.00", "8.00", "0.00")
    assert (after["period"], after["applied"], after["remaining"]) == ("2026", "3.00", "5.00")
    line = after["line"]
    assert (line["title"], line["counted"]) == ("First aid at work", "in_full")


def test_what_the_cap_leaves_of_it_is_told_with_the_reason(capped: World) -> None:
    approved(capped, "8", earned_on="2026-01-10")
    before, after = foreseen(capped.learner, "5")
    statement = capped.learner.call("GET", "/statement").body["items"]
    assert statement[0] == {**before, "line_count": 1}
    assert (before["applied"], after["applied"], after["lapsed"]) == ("8.00", "10.00", "3.00")
    new = after["line"]
    assert (new["counted"], new["applied"]) == ("in_part", "2.00")
    assert "cap of 10.00 for 2026 was reached" in new["why"]


def test_of_the_same_day_it_comes_behind_the_others(capped: World) -> None:
    approved(capped, "8")
    _, after = foreseen(capped.learner, "5")
    assert (after["applied"], after["line"]["applied"]) == ("10.00", "2.00")


def test_one_that_was_earned_before_takes_its_place_before_the_others(capped: World) -> None:
    approved(capped, "8", earned_on="2026-02-10")
    _, after = foreseen(capped.learner, "5")
    assert (after["applied"], after["line"]["applied"]) == ("10.00", "5.00")


def test_what_waits_for_a_decision_still_does(capped: World) -> None:
    handed_in(capped.learner, "free", "9")
    before, after = foreseen(capped.learner, "5")
    assert (before["claimed"], before["applied"]) == ("9.00", "0.00")
    assert (after["claimed"], after["applied"]) == ("9.00", "5.00")


def test_a_forecast_of_an_edit_counts_the_certificate_once(capped: World) -> None:
    certificate = handed_in(capped.learner, "free", "9")
    before, after = foreseen(capped.learner, "4", id=certificate["id"])
    assert (before["claimed"], before["applied"]) == ("9.00", "0.00")
    assert (after["claimed"], after["applied"]) == ("0.00", "4.00")
    assert after["line"]["certificate_id"] == certificate["id"]


def test_a_forecast_of_an_edit_keeps_the_file_it_has(capped: World) -> None:
    certificate = capped.learner.submitted()
    upload = certificate["file"]["upload_id"]
    fields = {"id": certificate["id"], "claims": claims(("cpe", "2"))}
    answer = forecast(capped.learner, upload_id=upload, **fields)
    assert answer.status == 200, answer
    assert answer.body["duplicates"] == []
    (period,) = [item for item in answer.body["after"] if item["credit_type"] == "cpe"]
    assert (period["claimed"], period["applied"]) == ("0.00", "2.00")


def test_another_s_certificate_is_not_what_is_edited(capped: World) -> None:
    theirs = handed_in(capped.new_learner(), "free", "9")
    before, after = foreseen(capped.learner, "4", id=theirs["id"])
    assert (before["claimed"], before["applied"]) == ("0.00", "0.00")
    assert (after["claimed"], after["applied"]) == ("0.00", "4.00")


def test_it_comes_true(capped: World) -> None:
    approved(capped, "8", earned_on="2026-01-10")
    _, expected = foreseen(capped.learner, "5")
    new = approved(capped, "5")
    (found,) = capped.learner.call("GET", "/statement").body["items"]
    assert found.pop("line_count") == 2
    line = expected.pop("line")
    assert expected.pop("lines") == [line]
    assert found == expected
    _, own = lines_of(capped.learner, found)
    assert own == {**line, "certificate_id": new["id"]}
