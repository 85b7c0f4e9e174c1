"""What an academy no longer keeps is announced and goes; what it has to keep is named."""

import time
from datetime import UTC, datetime, timedelta

from certfolio.domain.periods import add_months
from certfolio.storage.keys import retaining
from local.client import Json
from local.stack import Stack
from tests.e2e.rounds import retained
from tests.e2e.support import (
    Academy,
    LearnerAtWork,
    open_academy,
    records_of,
    resources,
    root,
    run_schedule,
)

DAY = timedelta(days=1)


def keep(academy: Academy, **retention: object) -> None:
    staff = academy.administrator
    version = staff.admin("GET", "/settings")["version"]
    staff.admin("PUT", "/settings", {"retention": retention}, version=version or None)


def told(learner: LearnerAtWork) -> Json:
    """What the learner is told of records that go, once it is there."""
    deadline = time.monotonic() + 60
    while True:
        page = learner.call("GET", "/news")
        found = [item for item in page["items"] if item["kind"] == "RecordsDue"]
        if found:
            return dict(found[0])
        assert time.monotonic() < deadline, page
        time.sleep(0.5)


def held(stack: Stack, learner: LearnerAtWork, certificate: Json) -> list[str]:
    """What is there of a certificate: keys of the table, and of the bucket of evidence."""
    keys = [
        item["SK"]["S"]
        for item in records_of(stack, learner)
        # What waits to be mailed goes with the next mail, in minutes: no month passes over it.
        if certificate["id"] in str(item) and not item["SK"]["S"].startswith("MAILBOX#")
    ]
    bucket = resources(stack)["EvidenceBucket"]
    found = root(stack, "s3").list_object_versions(
        Bucket=bucket, Prefix=f"{learner.academy_id}/{learner.sub}/{certificate['id']}/"
    )
    return keys + [item["Key"] for item in found.get("Versions", ())]


def test_a_declined_certificate_is_announced_and_goes_and_is_told_in_the_changes(
    stack: Stack,
) -> None:
    academy = open_academy(stack)
    staff, learner = academy.administrator, academy.learner()
    declined, approved = learner.hand_in(), learner.hand_in()
    assert staff.decide(declined, "decline", "Not this one").ok
    assert staff.decide(approved, "approve").ok
    assert held(stack, learner, declined)
    keep(academy, declined=1, notice_days=7)
    start = datetime.now(UTC)
    due = datetime.combine(add_months(start.date(), 1), start.time(), UTC)
    retained(stack, start)
    retained(stack, due - 7 * DAY)
    assert told(learner)["due_on"] == str(due.date())
    retained(stack, due - DAY)
    assert held(stack, learner, declined)
    retained(stack, due)
    retained(stack, due)
    assert held(stack, learner, declined) == []
    assert [item["id"] for item in learner.call("GET", "/certificates")["items"]] == [
        approved["id"]
    ]
    assert held(stack, learner, approved)
    [change] = staff.admin("GET", "/changes", area="learner")["items"]
    assert change["actor"]["kind"] == "system"
    assert {field["field"]: field["after"] for field in change["fields"]} == {
        "removed": "declined",
        "certificate": declined["id"],
    }


def test_what_has_to_stay_is_named_to_who_erases_and_to_who_asked(stack: Stack) -> None:
    academy = open_academy(stack)
    staff, learner = academy.administrator, academy.learner()
    academy.know(learner)
    approved = learner.hand_in(title="Secure Coding")
    assert staff.decide(approved, "approve").ok
    keep(academy, prescribed={"months": 72, "reason": "The chamber's rules"})
    assert learner.call("POST", "/membership/erasure-request")["kept"]["until"]
    path = f"/admin/academies/{academy.id}/learners/{learner.sub}/erasure"
    refused = staff.request("POST", path)
    assert refused.status_code == 409
    kept = refused.json()["kept"]
    until = str(add_months(datetime.now(UTC).date(), 72))
    assert kept == {
        "reason": "The chamber's rules",
        "until": until,
        "certificates": [
            {"certificate_id": approved["id"], "title": "Secure Coding", "until": until}
        ],
    }
    assert held(stack, learner, approved)


def test_the_schedule_runs_with_what_it_is_sent(stack: Stack) -> None:
    academy = open_academy(stack)
    keep(academy, withdrawn=1, expired=1, leavers=1)
    run_schedule(stack, "RightsFunction")
    key = {name: {"S": str(value)} for name, value in retaining(academy.id).items()}
    found = root(stack, "dynamodb").get_item(TableName=stack.table, Key=key)["Item"]
    assert found["done_on"]["S"] == str(datetime.now(UTC).date())
