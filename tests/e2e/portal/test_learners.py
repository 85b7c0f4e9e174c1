"""Learners as the staff see them, and entering certificates on their behalf."""

import re
import uuid

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import Visits, press, see, upload_file
from tests.e2e.support import PNG, Academy, LearnerAtWork


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


def select(page: Page, *learners: str) -> None:
    for name in learners:
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check(force=True)
    press(page, f"Enter for {len(learners)} learner{'s' if len(learners) > 1 else ''}")


def fill_in(page: Page, title: str, amount: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Number of credits", exact=True).fill(amount)
    page.get_by_label("Date earned", exact=True).fill("17/05/2024")


def test_one_certificate_is_entered_with_its_file_and_stamped(
    visits: Visits, desk: Academy
) -> None:
    learner = known(desk, "First Learner")
    reviewer = desk.staff("reviewer")
    page = visits.signed_in(reviewer.account, "/console/learners")
    select(page, "First Learner")
    see(page, "Enter a certificate")
    upload_file(page, PNG)
    expect(page.get_by_role("main").get_by_text("Checked: the file is fine")).to_be_visible()
    fill_in(page, "Safety Day", "3")
    press(page, "Enter certificate")
    entered = page.get_by_role("region", name="1 certificate was entered", exact=True)
    entered.get_by_role("link", name="Safety Day", exact=True).click()
    see(page, "Safety Day")
    expect(page.get_by_text("Entered on the learner's behalf by").first).to_be_visible()
    (mine,) = learner.call("GET", "/certificates")["items"]
    assert (mine["status"], mine["file"]["name"]) == ("pending", PNG.name)
    assert mine["entered_on_behalf"]
    theirs = visits.signed_in(learner.account, f"/certificates/{mine['id']}")
    expect(theirs.get_by_text("by Test reviewer").first).to_be_visible()
    expect(theirs.get_by_role("group", name="Page 1 of 1")).to_be_visible()


def test_an_event_is_entered_for_many_and_who_was_left_out_is_named(
    visits: Visits, desk: Academy
) -> None:
    desk.credit_type("cpe", version=1, maximum="40", requires=[])
    learner = known(desk, "First Learner")
    reviewer = desk.staff("reviewer")
    own = {"name": "Test Account", "mail": reviewer.account.email}
    desk.administrator.admin("POST", "/learners", own)
    page = visits.signed_in(reviewer.account, "/console/learners")
    select(page, "First Learner", "Test Account")
    see(page, "Enter an event")
    press(page, "No file? Enter it without.")
    fill_in(page, "Safety Day", "3")
    page.get_by_role("radio", name=re.compile("^At the academy")).check(force=True)
    page.get_by_label("Approve in the same step").check(force=True)
    press(page, "Enter for 2 learners")
    left = page.get_by_role("listitem").filter(has_text="Test Account:")
    expect(page.get_by_text("1 learner was left out").first).to_be_visible()
    expect(left).to_contain_text("of their own")
    (mine,) = learner.call("GET", "/certificates")["items"]
    kept = (mine["title"], mine["status"], mine["kind"])
    assert kept == ("Safety Day", "approved", "academy")
    # Whoever was left out is who can be tried again.
    expect(page.get_by_role("button", name="Enter certificate", exact=True)).to_be_visible()
