"""A learner's story in the portal, from an empty portfolio to credits that count."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from local.client import Json
from local.stack import Stack
from tests.e2e.portal.dialog import FINE, TITLE, CertificateDialog
from tests.e2e.portal.support import Visits, answer_file_dialogs, edited, press, see, tab_to
from tests.e2e.support import PDF, PNG, LearnerAtWork, StaffAtWork, open_academy


def today() -> date:
    """Asked for anew, as a run may last past midnight."""
    return datetime.now(UTC).date()


def test_a_certificate_from_adding_it_to_credits_that_count(
    visits: Visits, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    page = visits.signed_in(learner.account)
    answer_file_dialogs(page, PDF)
    dialog = CertificateDialog(page)
    dialog.open()
    dialog.fill()
    dialog.box.get_by_text("Choose a file").first.click()
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.forecast.get_by_text("8 hours more will count: 8 in total")).to_be_visible()
    dialog.is_submitted()

    expect(page.get_by_role("row", name=TITLE).get_by_text("Pending")).to_be_visible()
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
    expect(page.get_by_role("row", name="CPE").get_by_role("cell")).to_have_text(["8", "6"])
    history = page.get_by_role("list").filter(has_text="Handed in by you")
    expect(history.get_by_role("listitem").first).to_contain_text("Two hours were breaks.")
    document = page.get_by_role("region", name="Document preview")
    expect(document.get_by_role("group", name="Page 1 of 1")).to_contain_text("Certificate")
    press(page, "View certificate")
    expect(page.get_by_role("region", name="Document", exact=True)).to_be_focused()
    with page.expect_download() as download:
        press(page, "Download the document")
    assert Path(download.value.path()).read_bytes() == PDF.read_bytes()
    assert download.value.suggested_filename == PDF.name

    page.get_by_role("link", name="Credits", exact=True).click()
    see(page, "Credits")
    line = page.get_by_role("listitem").filter(has=page.get_by_role("link", name=TITLE))
    expect(line).to_contain_text("In full")
    expect(line).to_contain_text("6 of 6")


def test_what_a_reviewer_asks_for_is_changed_and_sent_again(
    visits: Visits, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    assert reviewer.decide(certificate, "request_changes", "The second page is missing.").ok
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    expect(page.get_by_text("The second page is missing.").first).to_be_visible()
    press(page, "Edit and resubmit")
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
    dialog.box.get_by_role("button", name="Show the certificate as it is now").click()
    see(page, "Changed elsewhere")
    press(page, "Edit")
    dialog.take_up(TITLE)
    expect(dialog.credits).to_have_value("7")
    dialog.is_submitted()


def test_a_certificate_is_withdrawn(visits: Visits, learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    press(page, "Withdraw")
    press(page, "Withdraw certificate")
    expect(page.get_by_text("The certificate was withdrawn.")).to_be_visible()
    expect(page.get_by_text("Withdrawn", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_have_count(0)
    assert learner.read(certificate)["status"] == "withdrawn"


def test_a_certificate_is_added_without_a_mouse(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account)
    answer_file_dialogs(page, PDF)
    expect(page.get_by_text("Your portfolio is ready for its first certificate")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Add certificate", exact=True).first)
    page.keyboard.press("Enter")
    dialog = CertificateDialog(page)
    expect(dialog.box.get_by_role("button", name="Choose a file")).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog.says("Read from your file: the title")).to_be_visible()
    page.keyboard.press("Alt+Enter")
    expect(dialog.says("Read from your file: the title")).to_be_hidden()
    expect(dialog.title).to_have_value(TITLE)
    tab_to(page, dialog.credits)
    page.keyboard.type("8")
    tab_to(page, dialog.save)
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text(f"“{TITLE}” was handed in")).to_be_visible()
    expect(page.get_by_role("row", name=TITLE)).to_be_visible()


def test_without_credit_types_a_learner_is_sent_to_the_administrator(
    visits: Visits, stack: Stack
) -> None:
    learner = open_academy(stack, credit_types=()).learner()
    page = visits.signed_in(learner.account)
    page.get_by_role("button", name="Add certificate", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Add a certificate", exact=True)
    expect(dialog.get_by_text("Please contact your academy's administrator.")).to_be_visible()
    expect(dialog.get_by_label("What did you earn?")).to_be_hidden()


def test_what_is_not_there_is_told_so(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account, "/certificates/01JCDEM0000000000000009999")
    see(page, "There is nothing here")
    press(page, "Go to the start page")
    see(page, "Certificates")


# A portfolio with something of everything


@pytest.fixture(scope="session")
def collector(stack: Stack) -> LearnerAtWork:
    """A learner with a certificate in every status, and more than one page of them."""
    academy = open_academy(stack)
    for name in ("cpe", "pdu"):
        academy.credit_type(name, 1 if name == "cpe" else None, requires=[])
    learner, staff = academy.learner(), academy.administrator
    academy.know(learner)

    def hand_in(title: str, days_ago: int, **more: object) -> Json:
        earned = (today() - timedelta(days_ago)).isoformat()
        body = {
            **learner.submission(""),
            "upload_id": None,
            "title": title,
            "earned_on": earned,
            "issuer": "School",
        }
        return learner.call("POST", "/certificates", {**body, **more})

    def decide(certificate: Json, *actions: str) -> None:
        for action in actions:
            answer = staff.decide(certificate, action, "As the rules say.")
            assert answer.ok, answer.text
            certificate = answer.json()

    def days(count: int) -> str:
        return (today() + timedelta(count)).isoformat()

    decide(hand_in("Active course", 1), "approve")
    decide(hand_in("Expiring course", 2, expires_on=days(20)), "approve")
    decide(hand_in("Expired course", 900, expires_on=days(-20)), "approve")
    decide(hand_in("Unclear course", 4), "request_changes")
    decide(hand_in("Declined course", 5), "decline")
    decide(hand_in("Revoked course", 6), "approve", "revoke")
    withdrawn = hand_in("Withdrawn course", 7)
    learner.call("DELETE", f"/certificates/{withdrawn['id']}", version=withdrawn["version"])
    hand_in(
        "Leading people", 8, claims=[{"credit_type": "pdu", "credits": "3"}], issuer="Institute"
    )
    path = f"/learners/{learner.sub}/certificates"
    body = {
        **learner.submission(""),
        "upload_id": None,
        "issuer": "School",
        "title": "Own course",
        "kind": "academy",
    }
    staff.admin("POST", path, {**body, "earned_on": days(-9), "approve": True})
    for number in range(1, 16):
        hand_in(f"Lesson {number:02}", 20 + number)
    return learner


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("status=active", ["Active course", "Own course"]),
        ("status=expiring", ["Expiring course"]),
        ("status=expired", ["Expired course"]),
        ("status=changes_requested", ["Unclear course"]),
        ("status=declined", ["Declined course"]),
        ("status=withdrawn", ["Withdrawn course"]),
        ("status=revoked", ["Revoked course"]),
        ("status=pending&credit_type=pdu", ["Leading people"]),
        ("kind=academy", ["Own course"]),
        ("q=institute", ["Leading people"]),
        ("q=course&sort=title&order=ascending&status=active", ["Active course", "Own course"]),
        ("sort=title&order=descending&q=own+course", ["Own course"]),
        ("q=nothing+like+it", []),
    ],
)
def test_a_view_can_be_linked(collected: Page, query: str, titles: list[str]) -> None:
    collected.goto(f"/certificates?{query}")
    if not titles:
        expect(collected.get_by_text("No certificate matches")).to_be_visible()
    expect(_titles(collected)).to_have_text(titles)


@pytest.fixture(scope="module")
def collected(long_visits: Visits, collector: LearnerAtWork) -> Page:
    """The collector's window, open for all that look at it."""
    return long_visits.signed_in(collector.account)


def test_filters_sort_and_page_go_into_the_address_and_come_back_with_it(collected: Page) -> None:
    page = collected
    page.goto("/certificates")
    expect(_titles(page)).to_have_count(20)
    expect(_titles(page).first).to_have_text("Active course")
    press(page, "Next page")
    expect(_titles(page)).to_have_text(["Lesson 13", "Lesson 14", "Lesson 15", "Expired course"])
    expect(page).to_have_url(re.compile(r"page=2"))
    page.get_by_role("button", name="Title", exact=True).press("Enter")
    expect(_titles(page).first).to_have_text("Active course")
    expect(page).not_to_have_url(re.compile(r"page="))
    page.get_by_role("button", name="Title", exact=True).press("Enter")
    expect(_titles(page).first).to_have_text("Withdrawn course")
    page.get_by_role("searchbox").fill("course")
    expect(page.get_by_text("8 matches").first).to_be_visible()
    page.get_by_role("button", name="Earned anywhere").click()
    page.get_by_role("option", name="Elsewhere", exact=True).click()
    expect(page.get_by_text("7 matches").first).to_be_visible()
    page.get_by_role("button", name="Any status").click()
    page.get_by_role("option", name="Declined", exact=True).click()
    expect(_titles(page)).to_have_text(["Declined course"])
    _titles(page).first.click()
    see(page, "Declined course")
    page.go_back()
    expect(_titles(page)).to_have_text(["Declined course"])
    page.get_by_role("button", name="Clear filters").click()
    expect(page.get_by_text("7 matches").first).to_be_hidden()


def test_a_search_goes_into_the_address_once_typing_pauses_or_the_field_is_left(
    visits: Visits, collector: LearnerAtWork
) -> None:
    page = visits.signed_in(collector.account)
    page.clock.install()
    page.reload()
    expect(_titles(page)).to_have_count(20)
    page.clock.pause_at(datetime.now(UTC) + timedelta(seconds=30))
    search = page.get_by_role("searchbox")
    search.press_sequentially("revoked")
    expect(search).to_have_value("revoked")
    assert "q=" not in page.url
    page.clock.run_for(1000)
    expect(_titles(page)).to_have_text(["Revoked course"])
    expect(page).to_have_url(re.compile(r"q=revoked$"))
    search.press_sequentially(" course")
    page.get_by_role("button", name="Earned anywhere").click()
    expect(page).to_have_url(re.compile(r"q=revoked(\+|%20)course"))
    page.get_by_role("option", name="Elsewhere", exact=True).click()
    expect(page).to_have_url(re.compile(r"q=revoked.*kind="))
    search.press_sequentially("!")
    page.clock.run_for(1000)
    page.get_by_role("grid").get_by_role("button", name="Clear filters").click()
    page.clock.run_for(1000)
    expect(search).to_have_value("")
    expect(page).not_to_have_url(re.compile(r"q="))


def test_the_numbers_on_top_filter_too(collected: Page) -> None:
    page = collected
    page.goto("/certificates")
    overview = page.get_by_role("group", name="Overview")
    overview.get_by_role("button", name="1 Expiring").click()
    expect(_titles(page)).to_have_text(["Expiring course"])
    overview.get_by_role("button", name="1 Expiring").click()
    expect(_titles(page)).to_have_count(20)


def _titles(page: Page) -> Locator:
    return page.get_by_role("grid", name="Certificates").get_by_role("link")
