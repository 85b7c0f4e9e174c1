"""People choose which mails they get, and what the links in mails lead to."""

import re

from playwright.sync_api import Locator, Page, expect

from certfolio.domain.mails import MailKind
from tests.e2e.portal.support import Visits, sign_in
from tests.e2e.portal.test_pages import EVERY_LOOK, is_fit_for_everybody
from tests.e2e.support import Academy, link

DECISIONS = "Decisions on your certificates"
EXPIRY = "Certificates that expire"


def _switch(page: Page, name: str) -> Locator:
    return page.get_by_role("switch", name=name)


def _is_saved(page: Page, switch: Locator) -> None:
    """Press a switch, and wait until what it says is kept."""
    with page.expect_response(
        lambda answer: answer.request.method == "PUT" and answer.url.endswith("/mail-preferences")
    ) as saved:
        switch.click()
    assert saved.value.ok


def test_somebody_switches_one_kind_off_and_another_by_the_link_of_a_mail(
    visits: Visits, desk: Academy
) -> None:
    learner = desk.learner()
    page = visits.signed_in(learner.account)
    page.get_by_role("button", name=re.compile("^Account: ")).click()
    page.get_by_role("menuitem", name="Notifications").click()
    expect(_switch(page, DECISIONS)).to_be_checked()
    is_fit_for_everybody(page, EVERY_LOOK)
    page.set_viewport_size({"width": 1440, "height": 800})
    _is_saved(page, _switch(page, DECISIONS))
    page.reload()
    expect(_switch(page, DECISIONS)).not_to_be_checked()
    expect(_switch(page, EXPIRY)).to_be_checked()
    # In a browser where nobody has signed in.
    there = visits.window()
    there.goto(f"{learner.stack.api_url}/unsubscribe?token={link(learner, MailKind.EXPIRY)}")
    stop = there.get_by_role("button", name="Stop them")
    expect(there.get_by_text(EXPIRY)).to_be_visible()
    expect(stop).to_be_visible()
    is_fit_for_everybody(there, EVERY_LOOK)
    # Whoever only looks switches nothing off.
    page.reload()
    expect(_switch(page, EXPIRY)).to_be_checked()
    stop.click()
    expect(there.get_by_role("heading", name="These mails are stopped")).to_be_visible()
    is_fit_for_everybody(there)
    page.reload()
    expect(_switch(page, EXPIRY)).not_to_be_checked()
    expect(_switch(page, DECISIONS)).not_to_be_checked()


def test_a_link_of_a_mail_leads_there_through_the_sign_in(visits: Visits, desk: Academy) -> None:
    learner = desk.learner()
    certificate = learner.hand_in(title="Zürcher Kurs")
    page = visits.window()
    page.goto(f"/certificates/{certificate['id']}")
    sign_in(page, learner.account)
    expect(page.get_by_role("heading", level=1, name="Zürcher Kurs")).to_be_visible()
    expect(page).to_have_url(re.compile(rf"/certificates/{certificate['id']}$"))


def test_a_reviewer_of_a_digest_comes_to_the_queue_through_the_sign_in(
    visits: Visits, desk: Academy
) -> None:
    reviewer = desk.staff("reviewer")
    page = visits.window()
    page.goto("/console/queue")
    sign_in(page, reviewer.account)
    expect(page.get_by_role("heading", level=1, name="Queue")).to_be_visible()
    page.goto("/notifications")
    expect(page.get_by_role("heading", name="Mails to you as a member of staff")).to_be_visible()
    is_fit_for_everybody(page)
