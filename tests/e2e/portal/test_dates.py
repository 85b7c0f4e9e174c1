"""Days as people write them: typed, pasted, picked; shown written out; never guessed."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from local.stack import Stack
from tests.e2e.portal.dialog import FINE, CertificateDialog
from tests.e2e.portal.support import Visits, arrived, barriers, let_go, press, tab_to
from tests.e2e.support import PDF, Academy, LearnerAtWork, open_academy


@pytest.fixture(scope="module")
def without_file(stack: Stack) -> Academy:
    """Certificates need no file here, which makes a test shorter."""
    academy = open_academy(stack, credit_types=())
    academy.credit_type("cpe", requires=[])
    return academy


@dataclass(frozen=True)
class Written:
    """One day as it is written somewhere, and as it is written out there."""

    locale: str
    typed: str
    echo: str
    day: str

    def __str__(self) -> str:
        return f"{self.locale} {self.typed}"


DAYS = [
    Written("en-DE", "24.11.2025", "24 November 2025", "2025-11-24"),
    Written("en-US", "11/24/2025", "November 24, 2025", "2025-11-24"),
    Written("en-US", "03/04/2025", "March 4, 2025", "2025-03-04"),
    Written("en-US", "24.11.2025", "November 24, 2025", "2025-11-24"),
    Written("en-US", "2025-11-24", "November 24, 2025", "2025-11-24"),
    Written("en-GB", "24/11/2025", "24 November 2025", "2025-11-24"),
    Written("en-GB", "03/04/2025", "3 April 2025", "2025-04-03"),
    Written("en-GB", "24 Nov 2025", "24 November 2025", "2025-11-24"),
    Written("en-GB", "2025-11-24", "24 November 2025", "2025-11-24"),
]


def paste(page: Page, words: str) -> None:
    """Paste into what has the focus, as from another program."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate("words => navigator.clipboard.writeText(words)", words)
    page.keyboard.press("ControlOrMeta+V")


@pytest.mark.parametrize("how", ["typed", "pasted"])
@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_day_is_handed_in_as_it_was_written(
    visits: Visits, without_file: Academy, day: Written, how: str
) -> None:
    learner = without_file.learner()
    page = visits.signed_in(learner.account, "/certificates/new", locale=day.locale)
    dialog = CertificateDialog(page)
    dialog.begin()
    dialog.title.fill("Dated")
    dialog.credits.fill("8")
    dialog.earned.focus()
    if how == "typed":
        page.keyboard.type(day.typed)
    else:
        paste(page, day.typed)
    expect(dialog.earned).to_have_value(day.typed)
    expect(dialog.earned).to_have_accessible_description(day.echo)
    expect(dialog.says(day.echo)).to_be_visible()
    dialog.is_submitted("Dated")
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["earned_on"] == day.day


@pytest.mark.parametrize(
    ("locale", "written", "echo"),
    [
        ("en-DE", "24/11/2025", "24 November 2025"),
        ("en-US", "11/24/2025", "November 24, 2025"),
        ("en-GB", "24/11/2025", "24 November 2025"),
    ],
)
def test_a_day_is_picked_from_the_calendar_by_keyboard(
    visits: Visits, without_file: Academy, locale: str, written: str, echo: str
) -> None:
    learner = without_file.learner()
    page = visits.signed_in(learner.account, "/certificates/new", locale=locale)
    dialog = CertificateDialog(page)
    dialog.fill(title="Picked", earned="2025-11-25")
    tab_to(page, dialog.box.get_by_role("button", name=re.compile("^Change the date")))
    page.keyboard.press("Enter")
    calendar = page.get_by_role("dialog", name="Calendar")
    chosen = calendar.get_by_role("gridcell", selected=True).get_by_role("button")
    expect(chosen).to_be_focused()
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(calendar).to_be_hidden()
    expect(dialog.box).to_be_visible()
    page.keyboard.press("Enter")
    expect(chosen).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    expect(calendar).to_be_hidden()
    expect(dialog.earned).to_have_value(written)
    expect(dialog.says(echo)).to_be_visible()
    expect(dialog.box.get_by_role("button", name=f"Change the date, {echo}")).to_be_focused()
    dialog.is_submitted("Picked")
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["earned_on"] == "2025-11-24"


@pytest.mark.parametrize(
    ("locale", "typed", "said"),
    [
        ("en-CA", "03/04/2025", "This can mean April 3, 2025 or March 4, 2025."),
        ("en-US", "24/11/2025", "There is no such date: this reads as day 11 of month 24, 2025."),
        ("en-GB", "31/11/2025", "There is no such date"),
        ("en-DE", "24.11.25", "Write the year with all its four digits"),
        ("en-GB", "24/11/2568", "Write a year from 1900 to 2199."),
        ("en-GB", "last week", "This cannot be read as a date. Write it such as 24/11/2025"),
    ],
)
def test_what_is_not_clearly_a_day_is_said_and_never_sent(
    visits: Visits, without_file: Academy, locale: str, typed: str, said: str
) -> None:
    learner = without_file.learner()
    page = visits.signed_in(learner.account, "/certificates/new", locale=locale)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.method} {request.url}"))
    dialog = CertificateDialog(page)
    dialog.fill(earned="")
    dialog.earned.focus()
    page.keyboard.type(typed)
    page.keyboard.press("Tab")
    expect(dialog.earned).to_have_accessible_description(re.compile(re.escape(said)))
    expect(dialog.earned).to_have_attribute("aria-invalid", "true")
    assert barriers(page) == []
    dialog.save.click()
    expect(dialog.earned).to_be_focused()
    expect(dialog.says(said)).to_be_visible()
    dialog.earned.fill("2025-11-24")
    expect(dialog.says(said)).to_be_hidden()
    assert not [request for request in sent if request.startswith("POST")]
    dialog.is_submitted()
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["earned_on"] == "2025-11-24"


def test_nothing_is_said_of_a_day_that_is_still_being_typed(
    visits: Visits, without_file: Academy
) -> None:
    page = visits.signed_in(without_file.learner().account, "/certificates/new")
    dialog = CertificateDialog(page)
    dialog.begin()
    dialog.earned.focus()
    for sign in "24/11/2025":
        expect(dialog.earned).not_to_have_attribute("aria-invalid", "true")
        page.keyboard.type(sign)
    expect(dialog.says("24 November 2025")).to_be_visible()
    page.keyboard.press("Backspace")
    expect(dialog.says("24 November 2025")).to_be_hidden()
    expect(dialog.earned).to_have_accessible_description(
        "Such as 24/11/2025, or pick from the calendar."
    )
    page.keyboard.press("Tab")
    expect(dialog.earned).to_have_attribute("aria-invalid", "true")


def test_a_validity_is_stated_edited_and_corrected_as_it_is_written(
    visits: Visits, without_file: Academy
) -> None:
    learner = without_file.learner()
    page = visits.signed_in(learner.account, "/certificates/new", locale="en-DE")
    dialog = CertificateDialog(page)
    dialog.fill(title="Stated", earned="17.05.2024")
    dialog.box.get_by_role("button", name=re.compile("^Add .*until when")).click()
    expires = dialog.box.get_by_label("Valid until")
    expires.fill("bald")
    dialog.save.click()
    expect(expires).to_have_accessible_description(re.compile("This cannot be read as a date"))
    expires.fill("1.2.2031")
    dialog.is_submitted("Stated")
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["expires_on"] == "2031-02-01"

    page.goto(f"/certificates/{certificate['id']}/edit")
    edit = CertificateDialog(page, "Edit certificate")
    expect(edit.earned).to_have_value("17/05/2024")
    expires = edit.box.get_by_label("Valid until")
    expect(expires).to_have_value("01/02/2031")
    expires.fill("3 February 2031")
    edit.is_submitted("Stated")
    now = learner.read(certificate)
    assert now["expires_on"] == "2031-02-03"

    reviewer = without_file.staff("reviewer")
    address = f"/console/queue/{learner.sub}/{certificate['id']}"
    page = visits.signed_in(reviewer.account, address, locale="en-US")
    press(page, "With changes")
    earned = page.get_by_label("Date earned")
    expect(earned).to_have_value("05/17/2024")
    earned.fill("17/5/2024")
    page.get_by_label("Comment").fill("As the document says.")
    send = "Approve certificate"
    press(page, send)
    expect(earned).to_have_accessible_description(re.compile("There is no such date"))
    expect(earned).to_be_focused()
    earned.fill("5/18/2024")
    page.get_by_label("Valid until").fill("Feb 4, 2031")
    press(page, send)
    let_go(page)
    decided = arrived(learner, now)
    assert (decided["earned_on"], decided["expires_on"]) == ("2024-05-18", "2031-02-04")


def test_a_day_typed_in_one_language_is_the_same_in_the_next(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account, "/certificates/new", locale="en-GB")
    dialog = CertificateDialog(page)
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill(title="Kept", earned="03/04/2025")
    # What is typed is kept a moment later.
    page.wait_for_function("Object.values(localStorage).some((kept) => kept.includes('Kept'))")
    kept = page.context.storage_state()
    page = visits.window(storage_state=kept, locale="en-US")
    page.goto("/certificates/new")
    dialog = CertificateDialog(page)
    dialog.take_up("Kept")
    expect(dialog.earned).to_have_value("04/03/2025")
    expect(dialog.says("April 3, 2025")).to_be_visible()
