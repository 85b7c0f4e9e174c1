"""A certificate runs out, its learner is reminded, renews it, and what that does is taken back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio.storage.keys import reminding
from local.client import Json
from local.stack import Stack
from tests.e2e.support import (
    ROOT,
    Academy,
    LearnerAtWork,
    open_academy,
    records_of,
    root,
    run_schedule,
)

LEFT = 30


@pytest.fixture(scope="module")
def academy(stack: Stack) -> Academy:
    """An academy that reminds of what expires in 30 days."""
    academy = open_academy(stack)
    version = academy.administrator.admin("GET", "/settings")["version"]
    body = {"reminders": {"days": [LEFT]}}
    academy.administrator.admin("PUT", "/settings", body, version=version or None)
    return academy


@pytest.fixture(scope="module")
def learner(academy: Academy) -> LearnerAtWork:
    return academy.learner()


def approved(academy: Academy, certificate: Json) -> Json:
    answer = academy.administrator.decide(certificate, "approve")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def remind(academy: Academy) -> None:
    """The schedule runs, and has done nothing for the academy today."""
    stack = academy.stack
    key = {name: {"S": str(value)} for name, value in reminding(academy.id).items()}
    root(stack, "dynamodb").delete_item(TableName=stack.table, Key=key)
    run_schedule(stack, "RemindersFunction")


def said(learner: LearnerAtWork) -> list[tuple[str, str]]:
    """What the outbox says of which certificate."""
    notices: list[Any] = records_of(learner.stack, learner, "OUTBOX#")
    return sorted((item["certificate_id"]["S"], item["kind"]["S"]) for item in notices)


def test_a_certificate_runs_out_is_renewed_and_comes_back(
    academy: Academy, learner: LearnerAtWork
) -> None:
    ends = datetime.now(UTC).date() + timedelta(days=LEFT)
    old = approved(academy, learner.hand_in(expires_on=str(ends)))
    approved(academy, learner.hand_in(expires_on=str(ends + timedelta(days=5))))
    for _ in range(2):
        remind(academy)
        assert said(learner) == [(old["id"], "expiring")]

    new = learner.hand_in(title="Secure Coding, refreshed", renews=old["id"])
    assert learner.read(old)["renewed_by"] == new["id"]
    second = learner.request(
        "POST",
        "/certificates",
        learner.submission(learner.accepted_upload()["id"], renews=old["id"]),
    )
    assert (second.status_code, second.json()["values"]) == (409, {"certificate_id": new["id"]})

    new = approved(academy, new)
    assert learner.read(old)["status"] == "superseded"
    assert (old["id"], "renewed") in said(learner)
    for certificate in (old, new):
        path = f"{academy.administrator.of(certificate)}/verification"
        assert academy.administrator.call("GET", path)["intact"]

    taken_back = academy.administrator.decide(new, "revoke", "Not the learner's")
    assert taken_back.status_code == 200, taken_back.text
    again = learner.read(old)
    assert (again["status"], again["renewed_by"]) == ("approved", None)
    assert [event["action"] for event in again["events"]][-2:] == ["supersede", "restore"]


def test_staff_renew_on_behalf_and_approve_as_entered(
    academy: Academy, learner: LearnerAtWork
) -> None:
    staff = academy.administrator
    academy.know(learner)
    path = f"/learners/{learner.sub}/certificates"
    upload = staff.put_for_others(
        f"/learners/{learner.sub}/uploads", ROOT / "tests/files/certificate.png"
    )
    body = {**learner.submission(upload["id"]), "approve": True}
    old = staff.admin("POST", path, body)
    renewal = staff.put_for_others(
        f"/learners/{learner.sub}/uploads", ROOT / "tests/files/certificate.pdf"
    )
    body = {**learner.submission(renewal["id"], renews=old["id"]), "approve": True}
    new = staff.admin("POST", path, body)
    assert (new["status"], learner.read(old)["status"]) == ("approved", "superseded")
