"""Learners and staff of the deployed system are told what happened."""

import time
from collections.abc import Callable

from ulid import ULID

from local.client import Json
from local.stack import Stack
from tests.e2e.support import open_academy


def _told(read: Callable[[], Json], kind: str) -> Json:
    """The news of a kind, once it is there: the way through stream, bus and queue is short."""
    deadline = time.monotonic() + 60
    while True:
        page = read()
        found = [item for item in page["items"] if item["kind"] == kind]
        if found:
            return {**found[0], "unread_in_all": page["unread"], "mark": page["mark"]}
        assert time.monotonic() < deadline, page
        time.sleep(0.5)


def test_a_decision_reaches_the_learner_and_a_dispute_the_administrators(stack: Stack) -> None:
    academy = open_academy(stack)
    learner, reviewer = academy.learner(), academy.staff("reviewer")
    certificate = learner.hand_in(title="Zürcher Kurs")
    assert reviewer.decide(certificate, "approve").status_code == 200
    told = _told(lambda: learner.call("GET", "/news"), "CertificateApproved")
    assert (told["certificate_id"], told["title"]) == (certificate["id"], "Zürcher Kurs")
    assert told["unread_in_all"] == 1
    assert learner.call("POST", "/news/read", {"mark": told["mark"]}) == {"unread": 0}
    assert learner.call("GET", "/news")["items"][0]["unread"] is False
    assert academy.learner().call("GET", "/news")["items"] == []

    academy.know(learner)
    academy.credit_type("bare", requires=[])
    entry = {
        "id": str(ULID()),
        "title": "Safety Briefing",
        "earned_on": "2024-06-01",
        "claims": [{"credit_type": "bare", "credits": "1"}],
    }
    entered = reviewer.admin("POST", f"/learners/{learner.sub}/certificates", entry)
    path = f"/certificates/{entered['id']}/dispute"
    learner.call("POST", path, {"comment": "Not I"}, version=entered["version"])
    staff = academy.administrator
    told = _told(lambda: staff.admin("GET", "/news"), "CertificateDisputed")
    assert told["learner_id"] == learner.sub


def test_who_is_given_a_certificate_is_told_and_no_other_reviewer(stack: Stack) -> None:
    academy = open_academy(stack)
    reviewer, other = academy.staff("reviewer"), academy.staff("reviewer")
    certificate = academy.learner().hand_in(title="Zürcher Kurs")
    path = reviewer.of(certificate) + "/assignment"
    academy.administrator.call("PUT", path, {"principal": reviewer.principal})
    told = _told(lambda: reviewer.admin("GET", "/news"), "CertificateAssigned")
    assert (told["certificate_id"], told["title"]) == (certificate["id"], "Zürcher Kurs")
    assert told["unread_in_all"] == 1
    for somebody in (other, academy.administrator):
        assert somebody.admin("GET", "/news")["items"] == []
    assert reviewer.admin("POST", "/news/read", {"mark": told["mark"]}) == {"unread": 0}
