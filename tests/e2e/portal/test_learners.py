"""Learners as the staff see them, and entering certificates on their behalf."""

import uuid

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import Visits, press, see
from tests.e2e.support import Academy, LearnerAtWork


def known(desk: Academy, name: str, external_id: str | None = None) -> LearnerAtWork:
    """A learner whom the directory knows."""
    learner = desk.learner(name)
    body = {"name": name, "mail": learner.account.email, "external_id": external_id}
    desk.administrator.admin("POST", "/learners", body)
    return learner


def names(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("table").get_by_role("link")


def test_a_learner_is_found_by_name_mail_or_external_id(visits: Visits, desk: Academy) -> None:
    first = known(desk, "First Learner")
    known(desk, "Second Learner", "E-4711")
    page = visits.signed_in(desk.staff("reviewer").account, "/console/learners")
    expect(names(page)).to_have_text(["First Learner", "Second Learner"])
    search = page.get_by_role("searchbox")
    for words, found in (
        ("sec", "Second Learner"),
        (first.account.email, "First Learner"),
        ("e-47", "Second"),
    ):
        search.fill(words)
        expect(names(page)).to_have_count(1)
        expect(names(page)).to_contain_text(found)
    search.fill("nobody")
    expect(page.get_by_role("heading", name="Nobody found")).to_be_visible()


def test_a_learner_is_added_and_renamed(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/learners")
    press(page, "Add learner")
    dialog = page.get_by_role("dialog", name="Add learner", exact=True)
    dialog.get_by_label("Name", exact=True).fill("Second Learner")
    mail = dialog.get_by_label("Mail address", exact=True)
    mail.fill("not an address")
    add = dialog.get_by_role("button", name="Add learner", exact=True)
    add.click()
    expect(mail).to_have_attribute("aria-invalid", "true")
    mail.fill(f"{uuid.uuid4().hex}@demo.example")
    add.click()
    see(page, "Second Learner")
    press(page, "Edit")
    dialog = page.get_by_role("dialog", name="Edit learner", exact=True)
    dialog.get_by_label("Name", exact=True).fill("Second Learner-Smith")
    press(page, "Save changes")
    see(page, "Second Learner-Smith")
