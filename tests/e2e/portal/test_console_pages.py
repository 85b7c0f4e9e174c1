"""Every page and state of the console: no barrier, in light and dark, wide and narrow."""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.client import Json
from local.stack import Stack
from tests.e2e.portal.support import Visits, barriers, press, see, select_all
from tests.e2e.support import Academy, LearnerAtWork, StaffAtWork, open_academy

QUESTION = "Is the name the learner's?"
LOOKS = [
    pytest.param({"viewport": {"width": 1440, "height": 900}}, id="wide and light"),
    pytest.param(
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark"}, id="narrow and dark"
    ),
]


# One word, as long as a title may be: it has nowhere to break.
LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatent" * 4


@dataclass(frozen=True)
class Filled:
    """An academy with something to see on every page; nothing in it is changed."""

    academy: Academy
    reviewer: StaffAtWork
    learner: LearnerAtWork
    certificates: dict[str, Json]

    def address(self, title: str) -> str:
        found = self.certificates[title]
        return f"/console/queue/{found['learner_id']}/{found['id']}"


@pytest.fixture(scope="module")
def filled(stack: Stack) -> Filled:
    academy = open_academy(stack)
    academy.credit_type(
        "cpe",
        version=1,
        name="CPE hours",
        maximum="40",
        checklist=[QUESTION],
        period_rules={"target": "20", "cap": "25", "carry_over": {"credits": "5", "periods": 1}},
    )
    academy.credit_type("seminar", name="Seminars", requires=[], review="automatic")
    retired = academy.credit_type("old", name="Old points", requires=[])
    head, reviewer = academy.administrator, academy.staff("reviewer")
    head.admin("DELETE", "/credit-types/old", version=retired["version"])
    learner, other = academy.learner("First Learner"), academy.learner("Second Learner")
    for one in (learner, other):
        academy.know(one)
    yes = [{"credit_type": "cpe", "question": QUESTION, "yes": True}]
    certificates = {"Duplicate": other.hand_in(title="Duplicate")}
    for title, actions in (
        ("Waiting for a decision, with a title that takes some room to write down", ()),
        ("Taken", ()),
        ("Approved", ("approve",)),
        ("Declined", ("decline",)),
        ("Changes", ("request_changes",)),
        ("Revoked", ("approve", "revoke")),
    ):
        certificate = learner.hand_in(title=title, certificate_number="A-1")
        certificates[title.split()[0]] = certificate
        for action in actions:
            more = {"answers": yes} if action == "approve" else {}
            certificate = head.decide(certificate, action, "So it is.", **more).json()
    reviewer.call("PUT", reviewer.of(certificates["Taken"]) + "/assignment", {})
    return Filled(academy, reviewer, learner, certificates)


@pytest.fixture(params=LOOKS)
def look(request: pytest.FixtureRequest) -> Json:
    """How the window looks, as a browser's settings."""
    return dict(request.param)


def check(page: Page) -> None:
    """No barrier, and nothing to scroll sideways for."""
    assert barriers(page) == []
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    needed, given = page.evaluate(widths)
    assert needed <= given


def as_administrator(visits: Visits, filled: Filled, path: str, **settings: Any) -> Page:
    return visits.signed_in(filled.academy.administrator.account, path, **settings)


def test_the_queue_and_deciding_on_many(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, "/console/queue", **look)
    expect(page.get_by_role("link", name="Taken", exact=True)).to_be_visible()
    check(page)
    select_all(page)
    for action, missing in (
        ("Approve", "All questions must be answered with yes to approve."),
        ("Decline", "Choose a reason: the learner sees it."),
    ):
        press(page, action)
        dialog = page.get_by_role("dialog", name=f"{action} 3 certificates", exact=True)
        press(page, f"{action} 3 certificates")
        expect(dialog.get_by_text(missing)).to_be_visible()
        check(page)
        press(page, "Cancel")
        expect(dialog).to_be_hidden()
    page.goto("/console/queue?status=revoked")
    expect(page.get_by_role("link", name="Revoked", exact=True)).to_be_visible()
    check(page)
    page.goto("/console/queue?status=declined&credit_type=seminar")
    expect(page.get_by_role("heading", name="No certificate matches")).to_be_visible()
    check(page)


def test_a_review_in_every_step(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, filled.address("Waiting"), **look)
    expect(page.get_by_text("look like this one")).to_be_visible()
    expect(page.get_by_text("Certificate of Completion")).to_be_visible()
    press(page, "History")
    check(page)
    press(page, "Approve")
    page.get_by_role("button", name=re.compile("^Correct what was stated")).click()
    page.get_by_label("Award CPE hours").fill("x")
    press(page, "Approve certificate")
    expect(page.get_by_text("must be answered with yes")).to_be_visible()
    check(page)
    press(page, "Request changes")
    press(page, "Request these changes")
    expect(page.get_by_text("Choose a reason: the learner sees it.")).to_be_visible()
    check(page)
    press(page, "Keyboard shortcuts")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    check(page)


def test_a_review_in_every_status(visits: Visits, filled: Filled) -> None:
    page = as_administrator(visits, filled, "/", color_scheme="dark")
    for status in ("Taken", "Approved", "Declined", "Changes", "Revoked"):
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(filled.address(status))
        see(page, status)
        expect(page.get_by_text("Certificate of Completion")).to_be_visible()
        check(page)
        page.set_viewport_size({"width": 360, "height": 740})
        check(page)


def test_what_staff_entered_in_every_step(visits: Visits, desk: Academy, look: Json) -> None:
    desk.credit_type("cpe", version=1, name="CPE hours", requires=[])
    desk.credit_type("pdu", requires=[])
    learner, reviewer = desk.learner("Zoë Nuñez"), desk.staff("reviewer")
    desk.know(learner)
    claims = [{"credit_type": name, "credits": "8"} for name in ("cpe", "pdu")]
    body = {**learner.submission(None, title=LONG, claims=claims), "approve": True}
    certificate = reviewer.admin("POST", f"/learners/{learner.sub}/certificates", body)
    path = f"/certificates/{certificate['id']}"
    comment = {"comment": f"It was another one: {LONG}"}
    learner.call("POST", f"{path}/dispute", comment, version=certificate["version"])
    desk.administrator.admin("DELETE", "/credit-types/pdu", version=1)

    queue = f"/console/queue/{learner.sub}/{certificate['id']}"
    page = visits.signed_in(desk.administrator.account, queue, **look)
    see(page, LONG)
    press(page, "History")
    check(page)
    press(page, "Withdraw")
    dialog = page.get_by_role("dialog", name="Withdraw what staff entered?", exact=True)
    expect(dialog).to_be_visible()
    check(page)
    press(page, "Cancel")
    expect(dialog).to_be_hidden()
    press(page, "Edit")
    title = page.get_by_label("Title", exact=True)
    expect(page.get_by_text("No longer offered. It can stay as it is claimed.")).to_be_visible()
    title.fill("")
    press(page, "Save and send for review")
    expect(title).to_be_focused()
    check(page)
    title.fill("Another one")
    content = learner.submission(None, title=LONG[1:], claims=claims, issuer=LONG[:150])
    del content["id"]
    edited = reviewer.call("PUT", reviewer.of(certificate), content, version=3)
    press(page, "Save and send for review")
    expect(page.get_by_text("This certificate changed meanwhile", exact=True)).to_be_visible()
    check(page)

    theirs = visits.signed_in(learner.account, path, **look)
    see(theirs, LONG[1:])
    expect(theirs.get_by_role("region", name="Disputed by you", exact=True)).to_be_visible()
    check(theirs)
    assert reviewer.decide(edited, "request_changes", LONG).ok
    theirs.reload()
    expect(theirs.get_by_text("Your academy entered this certificate")).to_be_visible()
    check(theirs)
    page.reload()
    expect(page.get_by_text("Changes were requested of what staff entered.")).to_be_visible()
    check(page)


def test_learners_and_entering_for_them(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, "/console/learners", **look)
    page.get_by_role("checkbox", name="Select First Learner").check(force=True)
    check(page)
    press(page, "Add learner")
    dialog = page.get_by_role("dialog", name="Add learner", exact=True)
    expect(dialog).to_be_visible()
    check(page)
    press(page, "Cancel")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="First Learner", exact=True).click()
    see(page, "First Learner")
    expect(page.get_by_role("link", name="Approved", exact=True)).to_be_visible()
    check(page)
    page.get_by_role("tab", name="Credits", exact=True).click()
    expect(page.get_by_role("heading", name="CPE hours", exact=True, level=2)).to_be_visible()
    check(page)
    press(page, "Enter a certificate")
    see(page, "Enter a certificate")
    press(page, "Enter certificate")
    expect(page.get_by_text("This is needed.").first).to_be_visible()
    check(page)


def test_setting_up(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, "/console/credit-types", **look)
    expect(page.get_by_role("link", name="Old points", exact=True)).to_be_visible()
    check(page)
    page.goto("/console/credit-types/cpe")
    see(page, "Edit CPE hours")
    page.get_by_label("Least per certificate").fill("x")
    press(page, "Save changes")
    expect(page.get_by_text("Write a number such as 1.5")).to_be_visible()
    check(page)
    press(page, "Retire")
    expect(page.get_by_role("dialog", name="Retire CPE hours?", exact=True)).to_be_visible()
    check(page)
    page.goto("/console/desk")
    see(page, "Review settings")
    page.get_by_label("Promise: decided within so many days").fill("0")
    press(page, "Save changes")
    expect(page.get_by_text("Please look at this again")).to_be_visible()
    check(page)
    page.goto("/console/staff")
    expect(page.get_by_role("row").filter(has_text="Test reviewer")).to_be_visible()
    check(page)
    press(page, "Add to staff")
    dialog = page.get_by_role("dialog", name="Add to staff", exact=True)
    expect(dialog).to_be_visible()
    check(page)
    press(page, "Cancel")
    expect(dialog).to_be_hidden()
    press(page, "Remove Test reviewer")
    dialog = page.get_by_role("dialog", name="Remove Test reviewer from the staff?", exact=True)
    expect(dialog).to_be_visible()
    check(page)
    page.goto("/console/changes")
    expect(page.get_by_text("Added member of staff Test reviewer")).to_be_visible()
    check(page)
    page.goto("/console/changes?actor=nobody")
    expect(page.get_by_role("heading", name="No changes")).to_be_visible()
    check(page)


def test_what_a_reviewer_can_only_read(visits: Visits, filled: Filled) -> None:
    page = visits.signed_in(filled.reviewer.account, "/console/credit-types/cpe")
    see(page, "CPE hours")
    check(page)
    page.goto("/console/desk")
    see(page, "Review settings")
    check(page)
    page.goto("/console/staff")
    see(page, "Staff")
    check(page)
    page.goto("/console/changes")
    see(page, "Changes")
    check(page)
