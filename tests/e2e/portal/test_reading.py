"""What is read from a file: it fills what is empty, and is held against what is stated."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.dialog import ADD, FINE, CertificateDialog
from tests.e2e.portal.support import Visits, barriers, press, see, upload_file
from tests.e2e.support import FILES, PDF, PNG, Academy, LearnerAtWork

READ = {
    "title": "Secure Coding in Practice",
    "credits": "16",
    "earned_on": "14/03/2026",
    "certificate_number": "ETI-2026-00417",
}
"""What the certificate says."""
SCAN = FILES / "scanned.pdf"


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    """Whose certificates need no file."""
    desk.credit_type("cpe", version=1, maximum="40", requires=[])
    return desk.learner()


@pytest.fixture
def dialog(visits: Visits, learner: LearnerAtWork) -> CertificateDialog:
    return CertificateDialog(visits.signed_in(learner.account, ADD))


def number(dialog: CertificateDialog) -> Locator:
    return dialog.box.get_by_role("textbox", name=re.compile("^Certificate number"))


def has(dialog: CertificateDialog, **values: str) -> None:
    fields = {
        "title": dialog.title,
        "credits": dialog.credits,
        "earned_on": dialog.earned,
        "certificate_number": number(dialog),
    }
    for name, value in values.items():
        expect(fields[name]).to_have_value(value)


def marks(dialog: CertificateDialog) -> Locator:
    return dialog.box.get_by_role("button", name=re.compile("^Confirm the "))


def lit(page: Page) -> Locator:
    return page.get_by_role("region", name="Document preview", exact=True).locator(
        "[class*='_lit_']"
    )


def test_a_dropped_file_fills_an_empty_form_which_one_key_confirms(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.drop(PDF)
    expect(dialog.says("Read from your file: the title")).to_be_visible()
    has(dialog, **READ)
    count = marks(dialog).count()
    assert count >= len(READ)
    assert barriers(dialog.page) == []
    dialog.title.press("Alt+Enter")
    expect(marks(dialog)).to_have_count(0)
    has(dialog, **READ)
    expect(dialog.forecast.get_by_text("16 hours more will count")).to_be_visible()
    dialog.is_submitted()
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["title"] == READ["title"]
    assert certificate["earned_on"] == "2026-03-14"
    assert certificate["certificate_number"] == READ["certificate_number"]
    assert certificate["claims"][0]["claimed"] == "16.00"


def test_each_field_lights_up_where_it_was_read_and_is_confirmed_one_by_one(
    dialog: CertificateDialog,
) -> None:
    dialog.drop(PDF)
    expect(marks(dialog).first).to_be_visible()
    count = marks(dialog).count()
    dialog.title.focus()
    expect(lit(dialog.page)).to_have_count(1)
    # Enter confirms where one is, goes on to what was read next, and submits nothing.
    dialog.page.keyboard.press("Enter")
    expect(marks(dialog)).to_have_count(count - 1)
    expect(dialog.credits).to_be_focused()
    dialog.box.get_by_role("button", name="Confirm the date", exact=True).click()
    expect(marks(dialog)).to_have_count(count - 2)
    expect(dialog.earned).to_be_focused()
    # What is changed by hand is nobody else's any more.
    dialog.credits.fill("12")
    expect(dialog.box.get_by_role("button", name="Confirm the amount")).to_have_count(0)
    dialog.box.get_by_role("button", name="Confirm all", exact=True).click()
    expect(marks(dialog)).to_have_count(0)
    has(dialog, **{**READ, "credits": "12"})


def test_what_was_typed_before_the_file_came_is_left_alone(dialog: CertificateDialog) -> None:
    dialog.begin()
    dialog.title.fill("What I call it")
    dialog.earned.fill("17/05/2026")
    dialog.choose(PDF)
    expect(marks(dialog).first).to_be_visible()
    has(dialog, **{**READ, "title": "What I call it", "earned_on": "17/05/2026"})
    # The learner is told of it, and may well be right.
    check = dialog.box.get_by_role("complementary", name="What the document says", exact=True)
    expect(check.get_by_text("the document says: ").first).to_be_visible()
    dialog.title.fill("")
    expect(dialog.title).to_have_value("")


def test_another_file_takes_what_was_read_from_the_first_with_it_unless_it_was_confirmed(
    dialog: CertificateDialog,
) -> None:
    dialog.choose(PDF)
    expect(marks(dialog).first).to_be_visible()
    dialog.box.get_by_role("button", name="Confirm the date", exact=True).click()
    dialog.choose(SCAN)
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.says(SCAN.name).first).to_be_visible()
    has(dialog, title="", credits="", earned_on=READ["earned_on"])
    dialog.choose(PDF)
    expect(marks(dialog).first).to_be_visible()
    has(dialog, **READ)
    dialog.box.get_by_role("button", name="Remove file", exact=True).click()
    has(dialog, title="", credits="", earned_on=READ["earned_on"])


@pytest.mark.parametrize("file", [SCAN, PNG], ids=lambda file: file.suffix)
def test_of_a_scan_nothing_is_guessed(dialog: CertificateDialog, file: Path) -> None:
    dialog.choose(file)
    expect(dialog.says("its words can neither be searched nor read aloud")).to_be_visible()
    has(dialog, title="", credits="", earned_on="")
    dialog.fill()
    expect(dialog.says("The document is a picture; its words were not read.")).to_be_visible()


def test_an_empty_page_is_said_before_it_is_handed_in(
    dialog: CertificateDialog, tmp_path: Path
) -> None:
    half, empty = tmp_path / "half.pdf", tmp_path / "empty.pdf"
    with pikepdf.open(PDF) as pdf:
        pdf.add_blank_page()
        pdf.save(half)
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(empty)
    dialog.choose(half)
    expect(dialog.says("We see an empty page: page 2.")).to_be_visible()
    dialog.choose(empty)
    expect(dialog.says("We see an empty page. Is this the right file?")).to_be_visible()


def test_what_was_read_is_still_marked_when_a_draft_is_taken_up(
    dialog: CertificateDialog,
) -> None:
    dialog.choose(PDF)
    expect(marks(dialog).first).to_be_visible()
    count = marks(dialog).count()
    dialog.title.press("Enter")
    expect(marks(dialog)).to_have_count(count - 1)
    dialog.page.reload()
    expect(dialog.says(FINE)).to_be_visible()
    expect(marks(dialog)).to_have_count(count - 1)
    has(dialog, **READ)


def test_a_page_that_was_left_while_its_file_was_read_goes_on_with_it_later(
    dialog: CertificateDialog,
) -> None:
    # Nothing is heard of the check before the page is left.
    dialog.page.route("**/v1/uploads/*", lambda _: None)
    dialog.choose(PDF)
    expect(dialog.says("Checking the file")).to_be_visible()
    dialog.leave()
    dialog.page.unroute("**/v1/uploads/*")
    dialog.open()
    dialog.take_up(PDF.name)
    expect(marks(dialog).first).to_be_visible()
    has(dialog, **READ)


def test_on_a_phone_what_was_read_is_cut_out_beside_its_field(
    visits: Visits, learner: LearnerAtWork
) -> None:
    viewport = {"width": 360, "height": 780}
    page = visits.signed_in(learner.account, ADD, viewport=viewport)
    dialog = CertificateDialog(page)
    dialog.choose(PDF)
    expect(marks(dialog).first).to_be_visible()
    expect(dialog.box.locator("[data-field=title] img")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    dialog.box.get_by_role("button", name="Read from page 1").first.click()
    expect(lit(page)).to_be_in_viewport()
    assert barriers(page) == []


@pytest.mark.parametrize("count", [1, 2], ids=["for one", "for many"])
def test_what_staff_enter_is_filled_from_the_file_and_confirmed(
    visits: Visits, desk: Academy, count: int
) -> None:
    learners = [desk.learner(f"Learner {number}") for number in range(count)]
    for learner in learners:
        desk.know(learner)
    page = visits.signed_in(desk.staff("reviewer").account, "/console/learners")
    page.get_by_role("checkbox", name="Select all that are shown").check(force=True)
    press(page, "Enter for 1 learner" if count == 1 else f"Enter for {count} learners")
    see(page, "Enter a certificate" if count == 1 else "Enter an event")
    upload_file(page, PDF)
    mark = page.get_by_role("button", name=re.compile("^Confirm the "))
    expect(mark.first).to_be_visible()
    found = mark.count()
    fields = {
        "Title": READ["title"],
        "Number of credits": READ["credits"],
        "Date earned": READ["earned_on"],
    }
    for label, value in fields.items():
        expect(page.get_by_label(label, exact=True)).to_have_value(value)
    title = page.get_by_label("Title", exact=True)
    title.focus()
    expect(lit(page)).to_have_count(1)
    # Enter confirms where one is, goes on to what was read next, and enters nothing.
    title.press("Enter")
    expect(mark).to_have_count(found - 1)
    expect(page.get_by_label("Number of credits", exact=True)).to_be_focused()
    page.keyboard.press("Alt+Enter")
    expect(mark).to_have_count(0)
    press(page, "Enter certificate" if count == 1 else f"Enter for {count} learners")
    entered = "1 certificate was entered" if count == 1 else f"{count} certificates were entered"
    expect(page.get_by_role("region", name=entered)).to_be_visible()
    for learner in learners:
        [mine] = learner.call("GET", "/certificates")["items"]
        assert mine["title"] == READ["title"]
        assert mine["earned_on"] == "2026-03-14"
        assert mine["certificate_number"] == READ["certificate_number"]
        assert mine["claims"][0]["claimed"] == "16.00"


def test_a_reviewer_sees_what_stands_on_the_document_and_where(
    visits: Visits, desk: Academy
) -> None:
    learner = desk.learner("Demo Learner")
    known = {"name": "Demo Learner", "mail": learner.account.email}
    desk.administrator.admin("POST", "/learners", known)
    stated = {"title": READ["title"], "earned_on": "2026-05-17", "issuer": "Nobody at All"}
    certificate = learner.hand_in(**stated)
    path = f"/console/queue/{learner.sub}/{certificate['id']}"
    page = visits.signed_in(desk.staff("reviewer").account, path)
    see(page, READ["title"])
    page.get_by_role("button", name="found here: the title, on page 1", exact=True).click()
    expect(lit(page)).to_have_count(1)
    expect(lit(page)).to_be_in_viewport()
    name = page.get_by_role("button", name="found here: the name, on page 1", exact=True)
    name.focus()
    page.keyboard.press("Enter")
    expect(lit(page)).to_have_count(1)
    other = re.compile(r"^the document says: .*14 March 2026.*: the date, on page 1$")
    expect(page.get_by_role("button", name=other)).to_be_visible()
    assert barriers(page) == []


def test_a_label_that_the_file_names_is_filled_in_and_can_be_changed(
    visits: Visits, desk: Academy
) -> None:
    choices = [{"id": "acc", "name": "Accounting"}, {"id": "tax", "name": "Taxation"}]
    subject = {"id": "subject", "name": "Subject", "required": True, "choices": choices}
    desk.credit_type("cpe", version=1, maximum="40", requires=[], labels=[subject])
    learner = desk.learner()
    page = visits.signed_in(learner.account, ADD)
    dialog = CertificateDialog(page)
    dialog.drop(FILES / "reading" / "cpe-sponsor.pdf")
    read = page.get_by_role("button", name="Accounting Subject")
    expect(read).to_be_visible()
    expect(page.get_by_role("button", name="Confirm “Subject")).to_be_visible()
    assert barriers(page) == []
    read.click()
    page.get_by_role("option", name="Taxation", exact=True).click()
    expect(page.get_by_role("button", name="Taxation Subject")).to_be_visible()
    expect(page.get_by_role("button", name="Confirm “Subject")).to_have_count(0)
    press(page, "Confirm all")
    dialog.is_submitted("Revenue Recognition Update")
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["claims"][0]["labels"] == {"subject": "tax"}

    path = f"/console/queue/{learner.sub}/{certificate['id']}"
    for account, where in (
        (learner.account, f"/certificates/{certificate['id']}"),
        (desk.staff("reviewer").account, path),
    ):
        page = visits.signed_in(account, where)
        says = re.compile("^the document says: Accounting: .Subject., on page 1$")
        expect(page.get_by_role("button", name=says)).to_be_visible()
        assert barriers(page) == []


def test_of_a_scan_a_reviewer_reads_that_nothing_was_read(visits: Visits, desk: Academy) -> None:
    learner = desk.learner()
    certificate = learner.hand_in(SCAN)
    path = f"/console/queue/{learner.sub}/{certificate['id']}"
    page = visits.signed_in(desk.staff("reviewer").account, path)
    expect(page.get_by_text("not read", exact=True).first).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^found here"))).to_have_count(0)


def test_the_queue_is_filtered_by_what_documents_say(visits: Visits, desk: Academy) -> None:
    learner = desk.learner()
    says = {"title": READ["title"], "issuer": None, "earned_on": "2026-03-14"}
    claims = [{"credit_type": "cpe", "credits": "16"}]
    learner.hand_in(**says, claims=claims)
    learner.hand_in(title="Something else entirely")
    learner.hand_in(SCAN, title="Scanned")
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    titles = {
        "Document says all of it": READ["title"],
        "Document does not say all of it": "Something else entirely",
        "Document was not read": "Scanned",
    }
    for title in titles.values():
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    press(page, "Filters")
    filters = page.get_by_role("group", name="Filters", exact=True)
    for words, title in titles.items():
        filters.get_by_role("button", name=re.compile("What the document says")).click()
        page.get_by_role("option", name=words, exact=True).click()
        expect(page.get_by_role("row")).to_have_count(2)
        expect(page.get_by_role("link", name=title, exact=True)).to_be_visible()
    press(page, "Review next")
    see(page, "Scanned")
