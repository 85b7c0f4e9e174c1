"""People find in the portal what happened to certificates that concern them."""

import re
import time

from playwright.sync_api import Page, expect

from tests.e2e.portal.support import Visits
from tests.e2e.portal.test_pages import EVERY_LOOK, LONG, is_fit_for_everybody
from tests.e2e.support import Academy, LearnerAtWork


def _told(learner: LearnerAtWork, number: int) -> None:
    deadline = time.monotonic() + 60
    while len(learner.call("GET", "/news")["items"]) < number:
        assert time.monotonic() < deadline
        time.sleep(0.5)


def _open(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()
    expect(page.get_by_role("dialog", name="News").get_by_role("listitem").first).to_be_visible()


def _follow(page: Page, title: str) -> None:
    # The page behind can have a link of the same name.
    page.get_by_role("dialog", name="News").get_by_role("link", name=title).first.click()


def test_a_learner_sees_what_is_new_and_goes_there(visits: Visits, desk: Academy) -> None:
    learner, reviewer = desk.learner(), desk.staff("reviewer")
    for title in ("Zürcher Kurs", LONG):
        assert reviewer.decide(learner.hand_in(title=title), "approve").status_code == 200
    _told(learner, 2)
    page = visits.signed_in(learner.account)
    _open(page, "News, 2 unread")
    is_fit_for_everybody(page, EVERY_LOOK)
    page.set_viewport_size({"width": 1440, "height": 800})
    _follow(page, "Zürcher Kurs")
    expect(page).to_have_url(re.compile(r"/certificates/[0-9A-Z]{26}$"))
    expect(page.get_by_role("button", name="News, nothing unread")).to_be_visible()
    page.reload()
    expect(page.get_by_role("button", name="News, nothing unread")).to_be_visible()


def test_an_administrator_hears_of_a_dispute_and_a_reviewer_does_not(
    visits: Visits, desk: Academy
) -> None:
    learner = desk.learner()
    desk.know(learner)
    desk.credit_type("bare", requires=[])
    entered = desk.administrator.admin(
        "POST",
        f"/learners/{learner.sub}/certificates",
        {
            "id": "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
            "title": "Safety Briefing",
            "earned_on": "2024-06-01",
            "claims": [{"credit_type": "bare", "credits": "1"}],
        },
    )
    path = f"/certificates/{entered['id']}/dispute"
    learner.call("POST", path, {"comment": "Not I"}, version=entered["version"])
    deadline = time.monotonic() + 60
    while not desk.administrator.admin("GET", "/news")["items"]:
        assert time.monotonic() < deadline
        time.sleep(0.5)
    page = visits.signed_in(desk.administrator.account, "/console/queue")
    _open(page, "News, 1 unread")
    expect(page.get_by_text("The learner disputes it")).to_be_visible()
    _follow(page, "Safety Briefing")
    expect(page).to_have_url(re.compile(rf"/console/queue/{learner.sub}/{entered['id']}"))
    other = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    other.get_by_role("button", name="News, nothing unread").click()
    expect(other.get_by_text("nobody gave you anything for review")).to_be_visible()
