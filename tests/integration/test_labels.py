"""What claim lines say of themselves, from the credit type to the statement, over the API."""

from typing import Any

from tests.support.desk import handed_in, lines_of
from tests.support.world import World

Json = dict[str, Any]


def label(**choices: bool) -> Json:
    named = [{"id": id_, "name": id_.title(), "retired": gone} for id_, gone in choices.items()]
    return {"id": "category", "name": "Talent Triangle", "required": True, "choices": named}


def pdu(world: World, over: int | None = None, **choices: bool) -> Json:
    return world.credit_type("pdu", over=over, requires=[], labels=[label(**choices)])


def line(category: str | None, credits_: str, credit_type: str = "pdu") -> Json:
    labels = {} if category is None else {"category": category}
    return {"credit_type": credit_type, "labels": labels, "credits": credits_}


def test_a_certificate_s_labelled_lines_live_as_they_were_claimed(world: World) -> None:
    saved = pdu(world, work=False, power=False)
    certificate = handed_in(world.learner, "pdu", claims=[line("work", "2"), line("power", "3")])
    assert [claim["labels"] for claim in certificate["claims"]] == [
        {"category": "work"},
        {"category": "power"},
    ]
    # A choice is retired meanwhile: what was said stays in an edit, and is not said anew.
    pdu(world, over=saved["version"], work=True, power=False)
    edit = {"upload_id": None, "id": None}
    moved = [line("work", "2.5"), line("power", "3")]
    certificate = world.learner.edit(
        {**certificate, "file": {"upload_id": None}}, **edit, claims=moved
    ).body
    assert certificate["claims"][0]["claimed"] == "2.50"
    refused = world.learner.submit(id="01JD8Z6V9Q3T5W7X9Y1Z3A5C7E", claims=[line("work", "1")])
    assert refused.wrong == {("body", "claims.0.labels.category")}

    awarded = [{"credit_type": "pdu", "line": 1, "credits": "1"}]
    ambiguous = [{"credit_type": "pdu", "credits": "1"}]
    refused = world.reviewer.decide(certificate, "approve", "x", awarded=ambiguous)
    assert refused.wrong == {("body", "awarded.0.line")}
    approved = world.reviewer.decide(certificate, "approve", "Half", awarded=awarded).body
    assert [claim["awarded"] for claim in approved["claims"]] == ["2.50", "1.00"]
    [period] = world.learner.call("GET", "/statement").body["items"]
    assert period["awarded"] == "3.50"
    counted = [(one["line"], one["credits"]) for one in lines_of(world.learner, period)]
    assert counted == [(0, "2.50"), (1, "1.00")]
    reopened = world.administrator.decide(approved, "reopen", "Once more").body
    assert [claim["labels"] for claim in reopened["claims"]] == [
        {"category": "work"},
        {"category": "power"},
    ]
    world.check_history(world.learner, certificate["id"])


def test_a_reviewer_puts_a_label_right_and_everybody_sees_it(world: World) -> None:
    pdu(world, work=False, power=False)
    certificate = handed_in(world.learner, "pdu", claims=[line("work", "2")])
    corrections = {"labels": [{"line": 0, "labels": {"category": "power"}}]}
    refused = world.reviewer.decide(certificate, "approve", corrections=corrections)
    assert refused.wrong == {("body", "comment")}
    approved = world.reviewer.decide(
        certificate, "approve", "It is about people.", corrections=corrections
    ).body
    assert approved["corrections"] == {"claims.0.labels.category": {"stated": "work"}}
    read = world.learner.read(certificate)
    assert read["claims"][0]["labels"] == {"category": "power"}
    assert read["events"][-1]["changes"] == [
        {"field": "claims.pdu.labels.category", "before": "work", "after": "power"},
        {"field": "claims.pdu.awarded", "before": None, "after": "2.00"},
    ]


def test_ten_lines_are_handed_in_and_approved(world: World) -> None:
    choices = {f"choice-{number}": False for number in range(9)}
    pdu(world, **choices)
    world.credit_type("free", requires=[])
    lines = [line(choice, "1") for choice in choices]
    certificate = handed_in(world.learner, "pdu", claims=[*lines, line(None, "1", "free")])
    approved = world.reviewer.decide(certificate, "approve").body
    assert [claim["awarded"] for claim in approved["claims"]] == ["1.00"] * 10
