"""Learners as the staff see them, and entering certificates on their behalf."""

import re
import uuid

from playwright.sync_api import Locator, Page, expect

from local.client import Json
from tests.e2e.portal.support import Visits, press, see, select_all, upload_file
from tests.e2e.support import PDF, Academy, LearnerAtWork


def known(desk: Academy, name: str, external_id: str | None = None) -> LearnerAtWork:
    """A learner whom the directory knows."""
    learner = desk.learner(name)
    body = {"name": name, "mail": learner.account.email, "external_id": external_id}
    desk.administrator.admin("POST", "/learners", body)
    return learner


def without_file(desk: Academy) -> None:
    desk.credit_type("cpe", version=1, maximum="40", requires=[])


def hand_in(learner: LearnerAtWork, title: str) -> Json:
    return learner.call("POST", "/certificates", learner.submission(None, title=title))


def names(page: Page) -> Locator:
    return page.get_by_role("grid").get_by_role("link")


def fill_in(page: Page, title: str, credits_: str) -> None:
    page.get_by_label("Title", exact=True).fill(title)
    page.get_by_label("Number of credits", exact=True).fill(credits_)
    page.get_by_label("Date earned", exact=True).fill("17/05/2024")


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


def test_a_portfolio_and_a_statement_lead_to_the_certificate(visits: Visits, desk: Academy) -> None:
    without_file(desk)
    first = known(desk, "First Learner")
    counted, waiting = hand_in(first, "Counted"), hand_in(first, "Waiting")
    assert desk.administrator.decide(counted, "approve").status_code == 200
    page = visits.signed_in(desk.staff("reviewer").account, "/console/learners")
    page.get_by_role("grid").get_by_role("link", name="First Learner", exact=True).click()
    see(page, "First Learner")
    expect(page.get_by_text(first.account.email)).to_be_visible()
    table = page.get_by_role("table", name="Certificates", exact=True)
    expect(table.get_by_role("row").filter(has_text="Counted")).to_contain_text("Active")
    expect(table.get_by_role("row").filter(has_text="Waiting")).to_contain_text("Pending")
    page.get_by_role("tab", name="Credits", exact=True).click()
    expect(page.get_by_role("heading", name="CPE", exact=True, level=2)).to_be_visible()
    press(page, "2 certificates")
    page.get_by_role("link", name="Waiting", exact=True).click()
    see(page, "Waiting")
    expect(page.get_by_role("link", name="First Learner", exact=True)).to_be_visible()
    # From outside of the queue there is no next one: the decided certificate stays.
    page.goto(f"/console/queue/{first.sub}/{waiting['id']}?status=approved")
    see(page, "Waiting")
    press(page, "Approve")
    press(page, "Approve certificate")
    expect(page.get_by_text("“Waiting” was approved.")).to_be_visible()
    expect(page.get_by_role("row", name="CPE 8 8")).to_be_visible()


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


def test_one_certificate_is_entered_with_its_file_and_stamped(
    visits: Visits, desk: Academy
) -> None:
    first = known(desk, "First Learner")
    page = visits.signed_in(desk.staff("reviewer").account, f"/console/learners/{first.sub}")
    press(page, "Enter a certificate")
    see(page, "Enter a certificate")
    send = page.get_by_role("button", name="Enter certificate", exact=True)
    send.click()
    title = page.get_by_label("Title", exact=True)
    expect(title).to_have_accessible_description(re.compile("This is needed."))
    # The file comes first, and is missing.
    expect(page.get_by_role("button", name="Choose a file")).to_be_focused()
    fill_in(page, "Fire Safety", "4")
    upload_file(page, PDF)
    expect(page.get_by_text("Checked: the file is fine")).to_be_visible()
    send.click()
    expect(page.get_by_text("1 of 1 certificate entered.")).to_be_visible()
    see(page, "First Learner")

    (mine,) = first.call("GET", "/certificates")["items"]
    assert (mine["title"], mine["status"]) == ("Fire Safety", "pending")
    assert mine["entered_on_behalf"] is True
    page.get_by_role("link", name="Fire Safety", exact=True).click()
    see(page, "Fire Safety")
    expect(page.get_by_text("Entered on the learner's behalf by Test reviewer")).to_be_visible()
    expect(page.get_by_text("Certificate of Completion")).to_be_visible()


def test_an_event_is_entered_for_many_and_approved_at_once(visits: Visits, desk: Academy) -> None:
    without_file(desk)
    learners = [known(desk, name) for name in ("First Learner", "Second Learner", "Third Learner")]
    page = visits.signed_in(desk.administrator.account, "/console/learners")
    for name in ("First Learner", "Second Learner"):
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check(force=True)
    press(page, "Enter for 2 learners")
    see(page, "Enter an event")
    page.get_by_role("button", name=re.compile("^For whom")).click()
    page.get_by_placeholder("Search learners").fill("third")
    page.get_by_role("option", name=re.compile("^Third Learner")).click()
    expect(page.get_by_role("button", name="Enter for 3 learners", exact=True)).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    fill_in(page, "Safety Day", "3")
    page.get_by_label("At the academy").check()
    page.get_by_label("Approve in the same step").check()
    press(page, "Enter for 3 learners")
    expect(page.get_by_text("3 of 3 certificates entered.")).to_be_visible()
    for learner in learners:
        (mine,) = learner.call("GET", "/certificates")["items"]
        assert (mine["title"], mine["status"], mine["kind"]) == (
            "Safety Day",
            "approved",
            "academy",
        )


def test_who_was_left_out_of_an_event_is_named(visits: Visits, desk: Academy) -> None:
    without_file(desk)
    known(desk, "First Learner")
    reviewer = desk.staff("reviewer")
    body = {"name": "Test Account", "mail": reviewer.account.email}
    desk.administrator.admin("POST", "/learners", body)
    page = visits.signed_in(reviewer.account, "/console/learners")
    expect(names(page)).to_have_count(2)
    select_all(page)
    press(page, "Enter for 2 learners")
    see(page, "Enter an event")
    fill_in(page, "Safety Day", "3")
    page.get_by_label("Approve in the same step").check()
    press(page, "Enter for 2 learners")
    expect(page.get_by_text("1 of 2 certificates entered.")).to_be_visible()
    expect(page.get_by_text("1 learner was left out")).to_be_visible()
    expect(
        page.get_by_text("Test Account: Nobody decides on a certificate of their own.")
    ).to_be_visible()
    expect(page.get_by_role("button", name="Enter certificate", exact=True)).to_be_visible()
