"""A learner's story in the portal, from an empty portfolio to credits that count."""

import re
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import expect

from local.stack import Stack
from tests.e2e.portal.dialog import FINE, TITLE, CertificateDialog
from tests.e2e.portal.support import Visits, answer_file_dialogs, edited, press, see, tab_to
from tests.e2e.support import PDF, PNG, LearnerAtWork, StaffAtWork, open_academy


def test_a_certificate_from_adding_it_to_credits_that_count(
    visits: Visits, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    page = visits.signed_in(learner.account)
    answer_file_dialogs(page, PDF)
    dialog = CertificateDialog(page)
    dialog.open()
    dialog.box.get_by_text("Choose files", exact=True).click()
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.says("Read from your file: the title")).to_be_visible()
    # The page of credits opens the present year, and folds those before it.
    dialog.fill(earned=f"{datetime.now(UTC).year}-01-01")
    expect(dialog.forecast.get_by_text("8 hours more will count: 8 in total")).to_be_visible()
    dialog.is_submitted()

    made = dialog.box.get_by_role("listitem").filter(has_text=TITLE)
    expect(made.get_by_text("Pending", exact=True)).to_be_visible()
    page.get_by_role("link", name=TITLE, exact=True).click()
    see(page, TITLE)
    outlook = page.get_by_role("group", name="What to expect", exact=True)
    expect(outlook.get_by_text(re.compile(r"Next in line|before yours"))).to_be_visible()
    expect(outlook.get_by_text("Decision expected")).to_be_visible()

    [certificate] = learner.call("GET", "/certificates")["items"]
    claims = [{"credit_type": "cpe", "credits": "6"}]
    answer = reviewer.decide(certificate, "approve", "Two hours were breaks.", awarded=claims)
    assert answer.ok, answer.text
    page.reload()
    expect(page.get_by_text("Active", exact=True)).to_be_visible()
    counts = page.get_by_role("region", name="What counts")
    expect(counts.get_by_role("definition")).to_have_text(["8", "6", "6"])
    history = page.get_by_role("list").filter(has_text="Handed in by you")
    expect(history.get_by_role("listitem").first).to_contain_text("Two hours were breaks.")
    document = page.get_by_role("region", name="Document preview")
    expect(document.get_by_role("group", name="Page 1 of 1")).to_contain_text("Certificate")
    press(page, "View certificate")
    large = page.get_by_role("dialog", name=TITLE)
    with page.expect_download() as download:
        large.get_by_role("button", name="Download the document").click()
    assert Path(download.value.path()).read_bytes() == PDF.read_bytes()
    assert download.value.suggested_filename == PDF.name

    press(page, "Close")
    page.get_by_role("link", name="Credits", exact=True).click()
    see(page, "Credits")
    page.get_by_text("1 certificate", exact=True).click()
    line = page.get_by_role("row", name=TITLE)
    expect(line).to_contain_text("In full")
    expect(line).to_contain_text("6 of 6")


def test_what_a_reviewer_asks_for_is_changed_and_sent_again(
    visits: Visits, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    assert reviewer.decide(certificate, "request_changes", "The second page is missing.").ok
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    expect(page.get_by_text("The second page is missing.").first).to_be_visible()
    page.get_by_role("link", name="Edit and resubmit").click()
    see(page, "Edit certificate")
    dialog = CertificateDialog(page, "Edit certificate")
    expect(dialog.says("The second page is missing.")).to_be_visible()
    expect(dialog.says("Handed in before")).to_be_visible()
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.credits.fill("7.5")
    dialog.is_submitted()
    expect(page.get_by_text("Pending", exact=True)).to_be_visible()
    entry = page.get_by_role("listitem").filter(has_text="Edited and sent again")
    expect(entry.get_by_role("definition")).to_have_text(
        ["from 8 hours → to 7.5 hours", f"from {PDF.name} → to {PNG.name}"]
    )
    expect(page.get_by_role("img", name=f"Image: {PNG.name}")).to_be_visible()


def test_an_edit_that_came_too_late_shows_the_certificate_as_it_is_and_keeps_what_was_typed(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}/edit")
    dialog = CertificateDialog(page, "Edit certificate")
    dialog.credits.fill("7")
    body = edited(learner, certificate["file"]["upload_id"], title="Changed elsewhere")
    learner.call("PUT", f"/certificates/{certificate['id']}", body, version=certificate["version"])
    dialog.save.click()
    expect(dialog.says("This certificate changed meanwhile")).to_be_visible()
    dialog.box.get_by_role("link", name="Show the certificate as it is now").click()
    see(page, "Changed elsewhere")
    page.get_by_role("link", name="Edit", exact=True).click()
    dialog.take_up(TITLE)
    expect(dialog.credits).to_have_value("7")
    dialog.is_submitted()


def test_a_certificate_is_withdrawn(visits: Visits, learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    press(page, "Withdraw")
    press(page, "Withdraw certificate")
    expect(page.get_by_text("The certificate was withdrawn.").first).to_be_visible()
    expect(page.get_by_text("Withdrawn", exact=True).first).to_be_visible()
    expect(page.get_by_role("link", name="Edit", exact=True)).to_have_count(0)
    assert learner.read(certificate)["status"] == "withdrawn"


def test_a_certificate_is_added_without_a_mouse(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account)
    answer_file_dialogs(page, PDF)
    expect(page.get_by_text("Your portfolio is ready for its first certificate")).to_be_visible()
    tab_to(page, page.get_by_role("link", name="Add certificate", exact=True).first)
    page.keyboard.press("Enter")
    dialog = CertificateDialog(page)
    see(page, "Add certificates")
    tab_to(page, dialog.box.get_by_label("Choose files", exact=True))
    page.keyboard.press("Enter")
    expect(dialog.says("Read from your file: the title")).to_be_visible()
    tab_to(page, dialog.title)
    page.keyboard.press("Alt+Enter")
    expect(dialog.says("Read from your file: the title")).to_be_hidden()
    expect(dialog.title).to_have_value(TITLE)
    tab_to(page, dialog.credits)
    page.keyboard.type("8")
    tab_to(page, dialog.save)
    page.keyboard.press("Enter")
    made = page.get_by_role("region", name="Your certificate was submitted")
    expect(made.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    expect(made).to_be_focused()


def test_without_credit_types_a_learner_is_sent_to_the_administrator(
    visits: Visits, stack: Stack
) -> None:
    learner = open_academy(stack, credit_types=()).learner()
    page = visits.signed_in(learner.account)
    page.get_by_role("link", name="Add certificate", exact=True).first.click()
    main = page.get_by_role("main")
    expect(main.get_by_text("Please contact your academy's administrator.")).to_be_visible()
    expect(main.get_by_label("What did you earn?")).to_be_hidden()
    expect(main.get_by_text("Choose files")).to_be_hidden()


def test_what_is_not_there_is_told_so(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account, "/certificates/01JCDEM0000000000000009999")
    see(page, "There is nothing here")
    page.get_by_role("link", name="Go to the start page").click()
    expect(page.get_by_role("heading", name=re.compile("^Welcome"), level=1)).to_be_visible()
