"""Every page and state of the console: no barrier, in light and dark, wide and narrow."""

from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from local.client import Json
from local.stack import Stack
from tests.e2e.portal.support import HARD, Visits, barriers, is_hard_on, see
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


def settled(page: Page, path: str) -> None:
    """Open a page and wait until it shows what it is about."""
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="Loading")).to_have_count(0)


PAGES = (
    "/console/queue",
    "/console/queue?status=revoked",
    "/console/queue?status=declined&credit_type=seminar",
    "/console/learners",
    "/console/learners/invite",
    "/console/learners/enter",
    "/console/set-up",
    "/console/set-up/academy",
    "/console/desk",
    "/console/credit-types",
    "/console/credit-types/cpe",
    "/console/staff",
    "/console/changes",
    "/console/changes?actor=nobody",
)


def test_every_page_at_rest(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, "/console/queue", **look)
    for path in PAGES:
        settled(page, path)
        check(page)


def test_every_page_in_a_hard_window(visits: Visits, filled: Filled) -> None:
    page = as_administrator(visits, filled, "/console/queue", **HARD)
    wrong = {}
    for path in (*PAGES, f"/console/learners/{filled.learner.sub}", filled.address("Taken")):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        wrong[path] = is_hard_on(page)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_a_learner_of_the_academy(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, f"/console/learners/{filled.learner.sub}", **look)
    see(page, "First Learner")
    expect(page.get_by_role("link", name="Approved", exact=True)).to_be_visible()
    check(page)


def test_the_rights_of_a_learner(visits: Visits, filled: Filled, look: Json) -> None:
    path = f"/console/learners/{filled.learner.sub}?tab=rights"
    page = as_administrator(visits, filled, path, **look)
    erase = page.get_by_role("button", name="Erase", exact=True)
    expect(erase).to_be_visible()
    check(page)
    erase.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    check(page)


def test_deciding_on_many(visits: Visits, filled: Filled, look: Json) -> None:
    page = as_administrator(visits, filled, "/console/queue", **look)
    for title in ("Duplicate", "Taken"):
        page.get_by_role("checkbox", name=f"Select {title}", exact=True).check()
    selected = page.get_by_role("region", name="Selected certificates")
    selected.get_by_role("button", name="Decline", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    check(page)


def test_a_review_in_every_status(visits: Visits, filled: Filled) -> None:
    page = as_administrator(visits, filled, "/", color_scheme="dark")
    for status in ("Waiting", "Taken", "Approved", "Declined", "Changes", "Revoked"):
        page.set_viewport_size({"width": 1440, "height": 900})
        settled(page, filled.address(status))
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
    queue = f"/console/queue/{learner.sub}/{certificate['id']}"
    page = visits.signed_in(desk.administrator.account, queue, **look)
    see(page, LONG)
    check(page)
    theirs = visits.signed_in(learner.account, path, **look)
    see(theirs, LONG)
    check(theirs)


def test_what_a_reviewer_can_only_read(visits: Visits, filled: Filled) -> None:
    page = visits.signed_in(filled.reviewer.account, "/console/queue")
    for path in PAGES:
        settled(page, path)
        check(page)
