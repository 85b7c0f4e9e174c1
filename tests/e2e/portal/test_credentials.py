"""A learner's credentials: stated, confirmed, granted a waiver, and moved by an approval."""

import re
from pathlib import Path

from playwright.sync_api import Page, expect

from local.client import Json
from tests.e2e.portal.support import (
    HARD,
    Visits,
    barriers,
    is_hard_on,
    press,
    see,
    tab_to,
    torn,
    upload_file,
)
from tests.e2e.portal.viewer import is_drawn, sheet
from tests.e2e.support import FILES, Academy, LearnerAtWork

NAME = "Certified Example of the Board for the Continuing Education of Examples"
PROGRAMME: Json = {
    "id": "board",
    "name": NAME,
    "source": "the board's handbook, 2026",
    "read_on": "2026-11-26",
    "not_confirmed": ["Whether giving back is limited in the first cycle, too"],
    "versions": [
        {
            "begins_on": "2020-01-01",
            "cycle": {"anchor": {"kind": "fixed_day", "year": 2024}, "months": 120},
            "requires": [
                {"kind": "at_least", "id": "total", "name": "60 hours", "credits": "60"},
                {
                    "kind": "at_least",
                    "id": "year",
                    "name": "At least 20 hours in each five years",
                    "credits": "20",
                    "window": {"kind": "inner", "months": 60},
                },
                {"kind": "confirmed", "id": "course", "name": "The board's own course on ethics"},
                {
                    "kind": "at_least",
                    "id": "audits",
                    "name": "24 hours of audits",
                    "credits": "24",
                    "when": [{"fact": "role", "one_of": ["auditor"]}],
                },
            ],
        }
    ],
}


def in_force(desk: Academy) -> None:
    body = {"programme": PROGRAMME, "state": "in_force"}
    desk.administrator.admin("PUT", "/programmes/board", body)


def held_by(learner: LearnerAtWork, **changes: str) -> Json:
    body = {
        "id": learner.submission(None)["id"],
        "programme": "board",
        "held_since": "2024-03-10",
        **changes,
    }
    return learner.call("POST", "/holdings", body)


def report(page: Page) -> None:
    expect(page.get_by_role("heading", name="What is asked", exact=True)).to_be_visible()


def test_a_learner_states_a_credential_by_keyboard(visits: Visits, desk: Academy) -> None:
    in_force(desk)
    page = visits.signed_in(desk.learner().account, "/credentials")
    see(page, "Credentials")
    expect(page.get_by_text("No credentials yet")).to_be_visible()
    assert barriers(page) == []
    tab_to(page, page.get_by_role("main").get_by_role("link", name="Add a credential"))
    page.keyboard.press("Enter")
    see(page, "Add a credential")
    tab_to(page, page.get_by_role("button", name=re.compile("Which credential is it")))
    page.keyboard.press("Enter")
    expect(page.get_by_role("option", name=NAME)).to_be_visible()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label(re.compile("^Since when")))
    page.keyboard.type("10/03/2024")
    tab_to(page, page.get_by_role("radio", name="Auditor"))
    page.keyboard.press("Space")
    assert barriers(page) == []
    page.keyboard.press("Enter")
    see(page, NAME)
    report(page)
    expect(page.get_by_text("Not yet confirmed")).to_be_visible()
    least = page.get_by_role("region", name="The least that completes it")
    expect(least.get_by_text(re.compile("“24 hours of audits”")).first).to_be_visible()
    assert barriers(page) == []


def test_staff_confirm_and_grant_and_an_approval_moves_the_report(
    visits: Visits, desk: Academy
) -> None:
    in_force(desk)
    learner = desk.learner()
    desk.know(learner)
    held = held_by(learner)
    tab = f"/console/learners/{learner.sub}?tab=credentials&credential={held['id']}"

    page = visits.signed_in(desk.staff("reviewer").account, tab)
    report(page)
    assert barriers(page) == []
    press(page, "Confirm")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label(re.compile("^Your words")).fill("Seen on paper.")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Confirm", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("Seen on paper.").first).to_be_visible()
    press(page, "Say that it is met")
    dialog.get_by_role("button", name="Say that it is met", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text(re.compile("^Confirmed for"))).to_be_visible()
    expect(page.get_by_role("button", name="Grant a waiver")).to_have_count(0)

    page = visits.signed_in(desk.administrator.account, tab)
    report(page)
    press(page, "Grant a waiver")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio", name="Fewer credits").check()
    dialog.get_by_label("Credits", exact=True).fill("10")
    dialog.get_by_role("button", name=re.compile("Requirement")).click()
    page.get_by_role("option", name="60 hours").click()
    dialog.get_by_label("Reason", exact=True).fill("Parental leave")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Grant a waiver", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("of 50", exact=True)).to_be_visible()

    handed_in = learner.hand_in(title="A day on examples")
    page = visits.signed_in(learner.account, f"/credentials/{held['id']}")
    report(page)
    expect(page.get_by_text("0 of 50 count, 8 in review").first).to_be_visible()
    expect(page.get_by_text("Parental leave").first).to_be_visible()
    expect(page.get_by_text("What is asked depends on: Role.")).to_be_visible()
    desk.administrator.decide(handed_in, "approve")
    page.reload()
    expect(page.get_by_text("8 of 50 count").first).to_be_visible()
    line = page.get_by_role("listitem").filter(has_text="8 of 8 count")
    expect(line.get_by_role("link", name="A day on examples")).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("meter", name=NAME)).to_be_visible()
    assert barriers(page) == []


def test_a_file_shows_a_credential_to_those_who_confirm_it(
    visits: Visits, desk: Academy, tmp_path: Path
) -> None:
    in_force(desk)
    learner = desk.learner()
    desk.know(learner)
    page = visits.signed_in(learner.account, "/credentials/new")
    see(page, "Add a credential")
    page.get_by_role("button", name=re.compile("Which credential is it")).click()
    page.get_by_role("option", name=NAME).click()
    page.get_by_label(re.compile("^Since when")).fill("10/03/2024")
    page.get_by_role("radio", name="Auditor").check()
    upload_file(page, torn(tmp_path))
    expect(page.get_by_text("The file cannot be used")).to_be_visible()
    assert barriers(page) == []
    press(page, "Add the credential")
    see(page, "Add a credential")
    upload_file(page, FILES / "ghostscript-scan.pdf")
    expect(page.get_by_text("Checked: the file is fine")).to_be_visible()
    press(page, "Add the credential")
    see(page, NAME)
    is_drawn(sheet(page))
    assert barriers(page) == []
    held = page.url.rpartition("/")[2]

    tab = f"/console/learners/{learner.sub}?tab=credentials&credential={held}"
    desk_page = visits.signed_in(desk.staff("reviewer").account, tab)
    report(desk_page)
    is_drawn(sheet(desk_page))
    assert barriers(desk_page) == []
    press(desk_page, "Confirm")
    dialog = desk_page.get_by_role("dialog")
    dialog.get_by_role("button", name="Confirm", exact=True).click()
    expect(dialog).to_be_hidden()

    page.goto(f"/credentials/{held}/edit")
    expect(page.get_by_text("ghostscript-scan.pdf")).to_be_visible()
    assert barriers(page) == []
    upload_file(page, FILES / "certificate.heic")
    expect(page.get_by_text("Checked: the file is fine")).to_be_visible()
    press(page, "Save changes")
    see(page, NAME)
    expect(page.get_by_text("Not yet confirmed")).to_be_visible()
    is_drawn(sheet(page))


def test_what_is_said_of_credentials_fits_a_small_enlarged_screen(
    visits: Visits, desk: Academy
) -> None:
    in_force(desk)
    learner = desk.learner()
    desk.know(learner)
    held = held_by(learner, number="4711-0815-DEMO")
    learner.hand_in()
    page = visits.signed_in(learner.account, "/credentials", **HARD)
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    assert is_hard_on(page) == []
    for path, heading in (
        (f"/credentials/{held['id']}", "Was verlangt wird"),
        (f"/credentials/{held['id']}/edit", "Zertifizierung bearbeiten"),
        ("/credentials/new", "Zertifizierung hinzufügen"),
    ):
        page.goto(path)
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
        assert is_hard_on(page) == []
    tab = f"/console/learners/{learner.sub}?tab=credentials&credential={held['id']}"
    page = visits.signed_in(desk.administrator.account, tab, **HARD)
    expect(page.get_by_role("heading", name="Was verlangt wird", exact=True)).to_be_visible()
    assert is_hard_on(page) == []
    press(page, "Ausnahme gewähren")
    expect(page.get_by_role("dialog")).to_be_visible()
    assert is_hard_on(page) == []
