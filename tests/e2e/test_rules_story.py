"""The academy's rules and its staff's decisions, over HTTP and with signed requests."""

import json
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from local.client import Json, put
from local.stack import Stack
from tests.e2e.in_process import post_authentication
from tests.e2e.support import (
    PDF,
    PNG,
    Academy,
    LearnerAtWork,
    StaffAtWork,
    open_academy,
    records_of,
    resources,
    root,
    signed_as_learner,
    tampered,
)
from tests.unit.inspection.builders import pdf

NAME, SEAL = "Is the name the learner's?", "Is the seal there?"
REASONS = [
    {"id": "no-seal", "text": "The seal is missing", "uses": ["request_changes"]},
    {"id": "not-ours", "text": "We do not recognise the course", "uses": ["decline"]},
]
PERIOD_RULES = {
    "period": {"kind": "calendar_year"},
    "target": "20",
    "cap": "20",
    "carry_over": {"credits": "5", "periods": 1},
}
CPE = {
    "minimum": "1",
    "maximum": "40",
    "step": "0.5",
    "checklist": [NAME, SEAL],
    "instructions": "Hand in the page with the seal.",
    "period_rules": PERIOD_RULES,
}
"""A credit type that reviewers decide on."""

YES = [{"credit_type": "cpe", "question": question, "yes": True} for question in (NAME, SEAL)]


@pytest.fixture(scope="module")
def academy(stack: Stack) -> Academy:
    """An academy whose administrator has said what its rules are."""
    academy = open_academy(stack, credit_types=())
    settings = {
        "time_zone": "Europe/Vienna",
        "review_days": 7,
        "lease_minutes": 30,
        "reasons": REASONS,
    }
    academy.administrator.admin("PUT", "/settings", settings)
    academy.credit_type("cpe", **CPE)
    academy.credit_type("attendance", requires=[])
    academy.credit_type("quick", review="automatic")
    academy.credit_type("quicker", review="automatic", requires=[])
    return academy


@pytest.fixture(scope="module")
def reviewer(academy: Academy) -> StaffAtWork:
    return academy.staff("reviewer")


# --- Rules ------------------------------------------------------------------------------------


def test_an_administrator_sets_rules_that_everybody_sees(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    for see in (learner.call, reviewer.admin):
        [cpe] = [item for item in see("GET", "/credit-types")["items"] if item["id"] == "cpe"]
        assert (cpe["checklist"], cpe["minimum"], cpe["step"]) == ([NAME, SEAL], "1.00", "0.50")
        [rules] = cpe["rules"]
        assert (rules["cap"], rules["carry_over"]) == ("20.00", {"credits": "5.00", "periods": 1})
    settings = reviewer.admin("GET", "/settings")
    assert (settings["review_days"], settings["reasons"]) == (7, REASONS)
    path = f"/admin/academies/{academy.id}/settings"
    assert reviewer.request("PUT", path, {}, version=settings["version"]).status_code == 403


def test_rules_that_contradict_each_other_are_refused_by_name(academy: Academy) -> None:
    path = f"/admin/academies/{academy.id}/credit-types/odd"
    body = {"name": "Odd", "unit": "hours", "step": "0.5", "minimum": "0.75"}
    carried = {"carry_over": {"credits": "1", "periods": 1}}
    refused = academy.administrator.request("PUT", path, {**body, "period_rules": carried})
    assert refused.status_code == 422
    assert _wrong(refused) == {"minimum", "period_rules"}


def test_a_cap_is_corrected_until_the_first_claim_and_then_changes_with_the_next_period(
    stack: Stack,
) -> None:
    academy = open_academy(stack, credit_types=())
    academy.credit_type("cpe", **CPE)
    body = CPE | {"period_rules": PERIOD_RULES | {"cap": "25"}}
    [corrected] = academy.credit_type("cpe", version=1, **body)["rules"]
    assert (corrected["version"], corrected["cap"]) == (2, "25.00")
    academy.learner().hand_in()
    body = CPE | {"period_rules": PERIOD_RULES | {"cap": "30"}}
    first, second = academy.credit_type("cpe", version=2, **body)["rules"]
    assert (first, second["version"], second["cap"]) == (corrected, 3, "30.00")
    assert second["starts_on"] == f"{datetime.now(UTC).year + 1}-01-01"


def test_what_the_rules_require_is_asked_for(learner: LearnerAtWork) -> None:
    without = learner.submission(None, claims=_claims("cpe", "0.5"))
    refused = learner.request("POST", "/certificates", without)
    assert refused.status_code == 422
    assert _wrong(refused) == {"claims.0.credits", "upload_id"}
    made = learner.call(
        "POST", "/certificates", learner.submission(None, claims=_claims("attendance", "0.5"))
    )
    assert (made["status"], made["file"]) == ("pending", None)


# --- Decisions --------------------------------------------------------------------------------


def test_other_credits_and_a_correction_are_shown_beside_what_was_stated(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in(claims=_claims("cpe", "8"))
    verdict = {
        "awarded": [{"credit_type": "cpe", "credits": "6"}],
        "corrections": {"title": "Secure Coding, Part One", "earned_on": "2024-05-16"},
    }
    assert _wrong(reviewer.decide(certificate, "approve", **verdict)) == {"comment", "answers"}
    no = [YES[0], {**YES[1], "yes": False}]
    refused = reviewer.decide(certificate, "approve", "Two hours were lunch.", answers=no)
    assert _wrong(refused) == {"answers"}
    assert SEAL in refused.json()["errors"][0]["detail"]

    decided = reviewer.decide(
        certificate, "approve", "Two hours were lunch.", answers=YES, **verdict
    )
    assert decided.status_code == 200
    mine = learner.read(certificate)
    assert mine["claims"] == [
        {"credit_type": "cpe", "labels": {}, "claimed": "8.00", "awarded": "6.00"}
    ]
    assert (mine["title"], mine["earned_on"]) == ("Secure Coding, Part One", "2024-05-16")
    assert mine["corrections"] == {
        "title": {"stated": certificate["title"]},
        "earned_on": {"stated": certificate["earned_on"]},
    }
    decision = mine["decision"]
    assert (decision["comment"], decision["answers"]) == ("Two hours were lunch.", YES)
    assert decision["by"]["id"] == reviewer.principal
    assert {change["field"] for change in mine["events"][-1]["changes"]} == {
        "title",
        "earned_on",
        "claims.cpe.awarded",
    }
    assert _period(learner, "2024")["awarded"] == "6.00"


def test_a_decision_against_the_learner_takes_one_of_the_academys_reasons(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    for reason in (None, "not-verifiable", "no-seal"):
        refused = reviewer.decide(certificate, "decline", "Sorry.", reason=reason)
        assert _wrong(refused) == {"reason"}
    asked = reviewer.decide(certificate, "request_changes", "See page 2.", reason="no-seal").json()
    seen = learner.read(asked)
    assert seen["decision"]["reason"] == {"id": "no-seal", "text": "The seal is missing"}
    assert seen["events"][-1]["reason"] == "The seal is missing"
    body = learner.submission(certificate["file"]["upload_id"])
    again = learner.call("PUT", f"/certificates/{certificate['id']}", body, version=seen["version"])
    declined = reviewer.decide(again, "decline", "It is an invoice.", reason="not-ours")
    assert (declined.status_code, declined.json()["status"]) == (200, "declined")
    assert not learner.call("GET", "/statement")["items"][0]["line_count"]


def test_many_decisions_at_once_have_their_own_results_and_can_be_sent_again(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    good, stale, wrong, against = (learner.hand_in() for _ in range(4))
    path = f"/admin/academies/{academy.id}/decisions"

    def item(certificate: Json, **fields: Any) -> Json:
        named = {"learner_id": certificate["learner_id"], "certificate_id": certificate["id"]}
        return {**named, "version": 1, "action": "approve", "answers": YES, **fields}

    items = [
        item(good),
        item(stale, version=2),
        item(wrong, answers=[]),
        item(against, action="decline", comment="No.", reason="not-ours", answers=[]),
        item({"learner_id": learner.sub, "id": "01ARZ3NDEKTSV4RRFFQ69G5FAV"}),
    ]
    first = reviewer.call("POST", path, {"items": items})["items"]
    assert [result["status"] for result in first] == [200, 412, 422, 200, 404]
    assert [result["certificate_id"] for result in first] == [i["certificate_id"] for i in items]
    assert first[2]["problem"]["errors"][0]["field"] == "answers"
    assert first[1]["problem"]["current_version"] == 1
    again = reviewer.call("POST", path, {"items": items})["items"]
    assert again == first
    statuses = [learner.read(made)["status"] for made in (good, stale, wrong, against)]
    assert statuses == ["approved", "pending", "pending", "declined"]
    assert len(learner.read(good)["events"]) == 2
    too_many = reviewer.request("POST", path, {"items": [item(good)] * 101})
    assert too_many.status_code == 422
    assert _wrong(too_many) == {"items"}


def test_a_certificate_that_is_taken_waits_for_who_took_it(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate, colleague = learner.hand_in(), academy.staff("reviewer")
    path = reviewer.of(certificate) + "/assignment"
    before = datetime.now(UTC)
    taken = reviewer.call("PUT", path, {})
    assert taken["version"] == 1
    assert taken["assignment"]["principal"] == reviewer.principal
    lasts = datetime.fromisoformat(taken["assignment"]["until"]) - before
    assert timedelta(minutes=29) < lasts <= timedelta(minutes=31)
    mine = reviewer.admin("GET", "/reviews", assigned_to=reviewer.principal)["items"]
    assert [item["id"] for item in mine] == [certificate["id"]]

    for refused in (
        colleague.request("PUT", path, {}),
        colleague.request("DELETE", path),
        colleague.decide(certificate, "approve", answers=YES),
    ):
        assert (refused.status_code, _kind(refused)) == (409, "taken")
    giving = {"principal": colleague.principal}
    assert colleague.request("PUT", path, giving).status_code == 409
    assert reviewer.request("PUT", path, giving).status_code == 403
    assert academy.administrator.call("PUT", path, giving)["assignment"]["name"] == "Test reviewer"
    assert _kind(reviewer.decide(certificate, "approve", answers=YES)) == "taken"
    assert colleague.call("DELETE", path)["assignment"] is None
    decided = reviewer.decide(certificate, "approve", answers=YES)
    assert (decided.status_code, decided.json()["assignment"]) == (200, None)


def test_the_learner_sees_the_place_in_the_queue_and_when_to_expect_a_decision(
    stack: Stack,
) -> None:
    academy = open_academy(stack)
    academy.administrator.admin("PUT", "/settings", {"review_days": 7})
    learner, reviewer = academy.learner(), academy.staff("reviewer")
    first, second = learner.hand_in(), learner.hand_in()
    today = datetime.now(UTC).date()

    def outlook(certificate: Json) -> Json:
        return learner.call("GET", f"/certificates/{certificate['id']}/outlook")

    promised = outlook(second)
    assert (promised["ahead"], promised["ahead_is_exact"], promised["based_on"]) == (1, True, 0)
    assert today + timedelta(days=7) <= date.fromisoformat(promised["expected_on"])
    assert (promised["expected_on"], promised["overdue"]) == (promised["due_on"], False)
    [queued, _] = reviewer.admin("GET", "/reviews")["items"]
    assert (queued["id"], queued["due_on"]) == (first["id"], promised["due_on"])
    assert reviewer.decide(first, "approve").status_code == 200
    learned = outlook(second)
    assert (learned["ahead"], learned["based_on"]) == (0, 1)
    assert learned["expected_on"] < promised["expected_on"]
    late = learner.request("GET", f"/certificates/{first['id']}/outlook")
    assert late.status_code == 409


def test_reopened_and_revoked_credits_leave_the_statement_and_the_history_stays(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    approved = reviewer.decide(certificate, "approve", answers=YES).json()
    reopened = academy.administrator.decide(approved, "reopen", "Another look.").json()
    assert (reopened["status"], _period(learner, "2024")["claimed"]) == ("pending", "8.00")
    approved = reviewer.decide(reopened, "approve", answers=YES).json()
    assert _period(learner, "2024")["awarded"] == "8.00"
    assert _wrong(academy.administrator.decide(approved, "revoke")) == {"comment"}
    assert reviewer.decide(approved, "revoke", "Forged.").status_code == 403
    assert academy.administrator.decide(approved, "revoke", "Forged.").status_code == 200
    assert not any(item["line_count"] for item in _statement(learner))
    actions = [event["action"] for event in learner.read(certificate)["events"]]
    assert actions == ["submit", "approve", "reopen", "approve", "revoke"]


# --- What counts ------------------------------------------------------------------------------


def test_a_statement_says_that_the_cap_was_reached_and_what_was_carried(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    first = learner.hand_in(title="First", earned_on="2023-02-01", claims=_claims("cpe", "14"))
    assert reviewer.decide(first, "approve", answers=YES).status_code == 200
    upload = learner.accepted_upload()
    body = learner.submission(
        upload["id"], title="Second", earned_on="2023-03-01", claims=_claims("cpe", "12")
    )
    stored = records_of(learner.stack, learner)
    forecast = learner.call("POST", "/certificates/forecast", body)
    assert records_of(learner.stack, learner) == stored
    [before] = [item for item in forecast["before"] if item["period"] == "2023"]
    [after] = [item for item in forecast["after"] if item["period"] == "2023"]
    assert (before["applied"], before["remaining"]) == ("14.00", "6.00")
    assert (after["applied"], after["remaining"]) == ("20.00", "0.00")
    wrong = {**body, "claims": _claims("cpe", "12.25")}
    refused = learner.request("POST", "/certificates/forecast", wrong)
    assert refused.status_code == 422
    assert _wrong(refused) == {"claims.0.credits"}

    second = learner.call("POST", "/certificates", body)
    assert _period(learner, "2023")["claimed"] == "12.00"
    assert reviewer.decide(second, "approve", answers=YES).status_code == 200
    year = _period(learner, "2023")
    line = after.pop("line")
    assert line["applied"] == "6.00"
    assert after.pop("lines") == [line]
    assert year == after | {"line_count": 2}
    assert (year["awarded"], year["applied"], year["carried_out"], year["lapsed"]) == (
        "26.00",
        "20.00",
        "5.00",
        "1.00",
    )
    full, part = _lines(learner, year)
    assert (full["counted"], full["why"]) == ("in_full", None)
    assert (part["counted"], part["applied"], part["why_code"]) == (
        "in_part",
        "6.00",
        "cap_reached",
    )
    assert part["why"] == (
        "the cap of 20.00 for 2023 was reached: 5.00 carried into the next period, 1.00 lapsed"
    )
    following = _period(learner, "2024")
    assert (following["carried_in"], following["applied"]) == ("5.00", "5.00")
    assert _lines(learner, following)[0]["carried_from"] == "2023"
    present = _period(learner, str(datetime.now(UTC).year))
    assert (present["target"], present["remaining"]) == ("20.00", "20.00")


@pytest.mark.parametrize("first", ["inspection", "submission"])
def test_what_needs_no_review_is_approved_as_soon_as_its_file_is_accepted(
    academy: Academy, learner: LearnerAtWork, first: str
) -> None:
    claims = _claims("quick", "2")
    if first == "inspection":
        certificate = learner.hand_in(claims=claims)
        assert certificate["status"] == "approved"
    else:
        permit = learner.permit(PDF)
        certificate = learner.call(
            "POST", "/certificates", learner.submission(permit["id"], claims=claims)
        )
        assert certificate["status"] == "pending"
        put(permit, PDF)
        learner.inspected(permit["id"])
    approved = learner.read(certificate)
    assert (approved["status"], approved["review"]) == ("approved", "automatic")
    assert approved["decision"]["by"]["kind"] == "system"
    assert approved["events"][-1]["actor"]["kind"] == "system"
    assert _period(learner, "2024", "quick")["applied"] == "2.00"
    path = academy.administrator.of(certificate) + "/verification"
    assert academy.administrator.call("GET", path)["intact"] is True


def test_what_needs_neither_review_nor_file_is_approved_at_once(learner: LearnerAtWork) -> None:
    body = learner.submission(None, claims=_claims("quicker", "1"))
    made = learner.call("POST", "/certificates", body)
    assert (made["status"], made["version"]) == ("approved", 2)


# --- On behalf --------------------------------------------------------------------------------


def test_staff_enter_for_a_learner_who_sees_it_and_disputes_it(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    body = learner.submission(None, kind="academy", approve=True)
    path = f"/admin/academies/{academy.id}/learners/{learner.sub}"
    unknown = reviewer.request("POST", f"{path}/certificates", body)
    assert unknown.status_code == 404
    _signs_in(academy, learner)
    assert reviewer.call("GET", path)["mail"] == learner.account.email
    upload = reviewer.put_for_others(f"/learners/{learner.sub}/uploads", PDF)
    entered = reviewer.call(
        "POST", f"{path}/certificates", {**body, "id": None, "upload_id": upload["id"]}
    )
    assert (entered["status"], entered["kind"]) == ("approved", "academy")

    mine = learner.read(entered)
    assert mine["entered_on_behalf"] is True
    assert mine["submitted_by"]["id"] == reviewer.principal
    link = learner.call("GET", f"/certificates/{entered['id']}/file")
    assert requests.get(link["url"], timeout=20).content == PDF.read_bytes()
    assert _period(learner, "2024")["awarded"] == "8.00"

    path = f"/certificates/{entered['id']}/dispute"
    assert learner.request("POST", path, {"comment": "x"}).status_code == 428
    assert learner.request("POST", path, {"comment": "x"}, version=1).status_code == 412
    comment = {"comment": "I left at noon."}
    disputed = learner.call("POST", path, comment, version=mine["version"])
    assert (disputed["status"], disputed["claims"][0]["awarded"]) == ("pending", None)
    assert _period(learner, "2024")["awarded"] == "0.00"
    queue = reviewer.admin("GET", "/reviews", learner_id=learner.sub)["items"]
    assert [item["id"] for item in queue] == [entered["id"]]
    last = reviewer.call("GET", reviewer.of(entered))["events"][-1]
    assert (last["action"], last["comment"]) == ("dispute", "I left at noon.")
    own = learner.hand_in()
    refused = learner.request(
        "POST", f"/certificates/{own['id']}/dispute", {"comment": "x"}, version=1
    )
    assert refused.status_code == 403


def test_one_event_is_entered_for_many_learners_with_one_file(academy: Academy) -> None:
    staff, family = academy.staff("reviewer"), f"Family{uuid.uuid4().hex[:12]}"
    given_names = ("First", "Second", "Third")
    learners = [academy.learner(f"{given} {family}") for given in given_names]
    for number, (given, learner) in enumerate(zip(given_names, learners, strict=True)):
        body = {
            "name": f"{given} {family}",
            "mail": learner.account.email,
            "external_id": f"{family}-{number}",
        }
        added = staff.admin("POST", "/learners", body)
        assert staff.admin("POST", "/learners", body) == added
    first = staff.admin("GET", "/learners", search=family[:8].lower(), limit=2)
    rest = staff.admin(
        "GET", "/learners", search=family[:8].lower(), limit=2, cursor=first["next_cursor"]
    )
    found = [entry["learner_id"] for page in (first, rest) for entry in page["items"]]
    assert sorted(found) == sorted(learner.sub for learner in learners)
    [by_id] = staff.admin("GET", "/learners", search=f"{family}-1")["items"]
    assert by_id["learner_id"] == learners[1].sub

    upload = staff.put_for_others("/uploads", PNG)
    nobody = str(uuid.UUID(int=1))
    body = learners[0].submission(upload["id"], kind="academy", approve=True)
    body["learner_ids"] = [*found, nobody]
    results = staff.admin("POST", "/certificates", body)["items"]
    assert [result["status"] for result in results] == [200, 200, 200, 404]
    assert staff.admin("POST", "/certificates", body)["items"] == results
    for learner in learners:
        [mine] = learner.call("GET", "/certificates")["items"]
        assert (mine["status"], mine["entered_on_behalf"]) == ("approved", True)
        link = learner.call("GET", f"/certificates/{mine['id']}/file")
        assert requests.get(link["url"], timeout=20).content == PNG.read_bytes()
        assert len(records_of(academy.stack, learner, "EVENT#")) == 2


def test_nobody_enters_and_approves_for_themselves(academy: Academy) -> None:
    colleague = academy.learner()
    academy.know(colleague)
    academy.enlist(colleague.sub, "administrator")
    body = colleague.submission(None, claims=_claims("attendance", "1"), approve=True)
    path = f"/admin/academies/{academy.id}"
    signed = signed_as_learner(colleague)
    alone = signed.request("POST", f"{path}/learners/{colleague.sub}/certificates", body)
    assert alone.status_code == 403
    many = signed.call("POST", f"{path}/certificates", {**body, "learner_ids": [colleague.sub]})
    assert [item["status"] for item in many["items"]] == [403]
    assert not colleague.call("GET", "/certificates")["items"]


# --- The same thing, and what was written -----------------------------------------------------


def test_the_same_thing_shows_to_the_reviewer_and_the_learners_own_to_the_learner(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork, tmp_path: Path
) -> None:
    file = tmp_path / "certificate.pdf"
    file.write_bytes(pdf(header=f"%PDF-1.7\n%{uuid.uuid4()}\n".encode()))
    other, number = academy.learner(), f"N-{uuid.uuid4().hex}"
    theirs = other.hand_in(file, title="Theirs")
    numbered = other.hand_in(PNG, title="Numbered", issuer="The School", certificate_number=number)
    mine = learner.hand_in(file, title="Mine", earned_on="2022-01-01")

    upload = learner.accepted_upload(file)
    body = learner.submission(
        upload["id"], title="mine", earned_on="2022-01-01", issuer="the  school"
    )
    body["certificate_number"] = number.lower()
    [own] = learner.call("POST", "/certificates/forecast", body)["duplicates"]
    assert (own["certificate_id"], own["why"]) == (
        mine["id"],
        ["same_file", "same_title_and_date"],
    )
    again = learner.call("POST", "/certificates", body)
    found = {
        item["certificate_id"]: (item["learner_id"], item["why"])
        for item in reviewer.call("GET", reviewer.of(again) + "/duplicates")["items"]
    }
    assert found == {
        mine["id"]: (learner.sub, ["same_file", "same_title_and_date"]),
        theirs["id"]: (other.sub, ["same_file"]),
        numbered["id"]: (other.sub, ["same_number"]),
    }


def test_a_history_is_intact_until_somebody_edits_what_is_stored(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    asked = reviewer.decide(certificate, "request_changes", "Page 2?", reason="no-seal").json()
    body = learner.submission(certificate["file"]["upload_id"], title="Another title")
    edited = learner.call("PUT", f"/certificates/{certificate['id']}", body, version=2)
    assert reviewer.decide(edited, "approve", answers=YES).status_code == 200
    assert asked["version"] == 2
    path = reviewer.of(certificate) + "/verification"
    assert reviewer.request("GET", path).status_code == 403

    def verified() -> tuple[bool, int | None, str | None]:
        answer = academy.administrator.call("GET", path)
        return answer["intact"], answer["broken_at"], answer["why"]

    assert verified() == (True, None, None)
    dynamodb, table = root(learner.stack, "dynamodb"), learner.stack.table
    events = records_of(learner.stack, learner, "EVENT#")
    [record] = records_of(learner.stack, learner, "CERTIFICATE#")
    second = events[1]
    dynamodb.put_item(TableName=table, Item=tampered(second, comment="Page 3?"))
    assert verified() == (False, 2, "the event was edited")
    dynamodb.delete_item(TableName=table, Key={name: second[name] for name in ("PK", "SK")})
    assert verified() == (False, 2, "an event is missing or out of place")
    dynamodb.put_item(TableName=table, Item=second)
    dynamodb.put_item(TableName=table, Item=tampered(record, title="Doctor of Everything"))
    assert verified() == (False, None, "the record differs from its history: title")
    dynamodb.put_item(TableName=table, Item=record)
    assert verified() == (True, None, None)


# --- Helpers ----------------------------------------------------------------------------------


def _claims(credit_type: str, credits_: str) -> list[Json]:
    return [{"credit_type": credit_type, "credits": credits_}]


def _signs_in(academy: Academy, learner: LearnerAtWork) -> None:
    """Tell what Cognito tells when somebody signs in, which the local AWS does not."""
    event = post_authentication(academy.id, learner.sub, "Test Learner", learner.account.email)
    answer = root(academy.stack, "lambda").invoke(
        FunctionName=resources(academy.stack)["SignInFunction"],
        Qualifier="live",
        Payload=json.dumps(event),
    )
    assert json.loads(answer["Payload"].read()) == event


def _statement(learner: LearnerAtWork) -> list[Json]:
    return list(learner.call("GET", "/statement")["items"])


def _lines(learner: LearnerAtWork, period: Json) -> list[Json]:
    wanted = {name: period[name] for name in ("credit_type", "period")}
    return list(learner.call("GET", "/statement/lines", **wanted)["items"])


def _period(learner: LearnerAtWork, period: str, credit_type: str = "cpe") -> Json:
    [found] = [
        item
        for item in _statement(learner)
        if (item["period"], item["credit_type"]) == (period, credit_type)
    ]
    return found


def _kind(answer: requests.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def _wrong(answer: requests.Response) -> set[str]:
    return {entry["field"] for entry in answer.json()["errors"]}
