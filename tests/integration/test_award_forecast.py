"""What an approval would do to a learner's credits, before a reviewer decides."""

from typing import Any

import boto3
import pytest

from certfolio.storage import clients
from tests.support.desk import claims, handed_in
from tests.support.template import REGION
from tests.support.units import metered
from tests.support.world import Answer, Staff, World

CAPPED = {"requires": [], "step": "0.5", "period_rules": {"cap": "10", "target": "8"}}


def foreseen(staff: Staff, certificate: dict[str, Any], **said: Any) -> Answer:
    path = f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}/forecast"
    return staff.call("POST", path, said)


def counted(answer: Answer, when: str, credit_type: str = "ceu") -> dict[str, str]:
    """Awarded credits that apply, by period."""
    assert answer.status == 200, answer
    return {
        period["period"]: period["applied"]
        for period in answer.body[when]
        if period["credit_type"] == credit_type and period["applied"] != "0.00"
    }


@pytest.fixture
def pending(world: World) -> dict[str, Any]:
    world.credit_type("ceu", **CAPPED)
    return handed_in(world.learner, "ceu", "6", earned_on="2026-01-10")


def test_an_award_as_claimed_is_foreseen(world: World, pending: dict[str, Any]) -> None:
    answer = foreseen(world.reviewer, pending)
    assert counted(answer, "before") == {}
    assert counted(answer, "after") == {"2026": "6.00"}
    [period] = [period for period in answer.body["after"] if period["line"]]
    assert period["line"]["certificate_id"] == pending["id"]


def test_what_is_foreseen_is_what_the_decision_does(world: World, pending: dict[str, Any]) -> None:
    said = {"awarded": [{"credit_type": "ceu", "credits": "4.5"}]}
    said |= {"corrections": {"earned_on": "2025-12-30"}}
    answer = foreseen(world.reviewer, pending, **said)
    assert counted(answer, "after") == {"2025": "4.50"}
    assert world.reviewer.decide(pending, "approve", "Fewer hours.", **said).status == 200
    decided = foreseen(world.reviewer, pending)
    assert counted(decided, "before") == {"2025": "4.50"}


def test_beyond_the_cap_it_says_why_credits_do_not_count(
    world: World, pending: dict[str, Any]
) -> None:
    assert world.reviewer.decide(pending, "approve").status == 200
    second = handed_in(world.learner, "ceu", "7", earned_on="2026-02-10")
    answer = foreseen(world.reviewer, second)
    assert counted(answer, "before") == {"2026": "6.00"}
    assert counted(answer, "after") == {"2026": "10.00"}
    [period] = [period for period in answer.body["after"] if period["line"]]
    assert period["line"]["applied"] == "4.00"
    assert period["line"]["why"]


def test_it_writes_nothing_and_reads_the_portfolio_once(
    world: World, pending: dict[str, Any]
) -> None:
    foreseen(world.reviewer, pending)
    with metered(clients.dynamodb(), boto3.client("dynamodb", region_name=REGION)) as meter:
        foreseen(world.reviewer, pending)
    # The staff list, the portfolio and the credentials; what is set up is remembered for a minute.
    assert meter.calls == ["GetItem", "Query", "Query"]
    assert meter.written == 0
    assert world.learner.read(pending)["version"] == 1


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"awarded": [{"credit_type": "ceu", "credits": "0.3"}]}, "awarded.0.credits"),
        ({"awarded": [{"credit_type": "cpe", "credits": "1"}]}, "awarded.0.credit_type"),
        ({"corrections": {"earned_on": "2999-01-01"}}, "corrections.earned_on"),
        ({"corrections": {"title": None}}, "corrections.title"),
        ({"comment": "Hello"}, "comment"),
    ],
)
def test_what_an_approval_would_be_refused_for_is_refused(
    world: World, pending: dict[str, Any], said: dict[str, Any], field: str
) -> None:
    refused = foreseen(world.reviewer, pending, **said)
    assert refused.status == 422
    assert refused.wrong == {("body", field)}


def test_checklist_and_comment_are_not_asked_for(world: World) -> None:
    world.credit_type("ceu", **CAPPED, checklist=["Is it signed?"])
    pending = handed_in(world.learner, "ceu", "6", earned_on="2026-01-10")
    said = {"awarded": claims(("ceu", "3"))}
    assert counted(foreseen(world.reviewer, pending, **said), "after") == {"2026": "3.00"}


def test_a_certificate_that_is_not_there_is_not_found(
    world: World, other_world: World, pending: dict[str, Any]
) -> None:
    missing = {**pending, "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}
    assert foreseen(world.reviewer, missing).status == 404
    assert foreseen(other_world.reviewer, pending).status == 404
