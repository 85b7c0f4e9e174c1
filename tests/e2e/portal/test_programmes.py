"""Programmes: installed, read, adapted, tried, put in force, and who holds them."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import Visits, barriers, press, see, tab_to
from tests.e2e.support import Academy

PACK = "HRCI: Senior Professional in Human Resources (SPHR)"
OWN = "Senior Professional, our chapter"


def field(page: Page, name: str) -> Locator:
    """One line of the form, by how its label begins."""
    return page.get_by_role("textbox", name=re.compile(f"^{re.escape(name)}"))


def told(page: Page, words: str) -> None:
    """What went well is said where one is."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def test_a_shipped_programme_becomes_ones_own_and_is_put_in_force(
    visits: Visits, desk: Academy
) -> None:
    administrator = desk.administrator
    page = visits.signed_in(administrator.account, "/console/programmes")

    # It is installed with one button, and reads as sentences.
    press(page, f"Install {PACK}")
    see(page, PACK)
    told(page, "installed as a draft")
    rules = page.get_by_role("region", name="What it asks")
    expect(rules).to_contain_text("At least 60 credits in every cycle of 3 years.")
    expect(rules).to_contain_text("Category is “Business”")
    assert barriers(page) == []
    assert "hr-credit" in {
        one["id"] for one in administrator.admin("GET", "/credit-types")["items"]
    }

    # It is taken over under another name, and asks one minimum more.
    page.goto("/console/programmes/packs/hrci-sphr/adapt")
    field(page, "Name of the programme").fill(OWN)
    press(page, "Take over and edit")
    see(page, f"Edit {OWN}")
    press(page, "Add a requirement")
    page.get_by_role("menuitem", name=re.compile("^At least")).click()
    field(page, "In the body").fill("10 in category business, each year")
    field(page, "At least so many credits").fill("10")
    reads = page.get_by_role("region", name="As it reads")
    expect(reads).to_contain_text("At least 10 credits in every cycle of 3 years.")
    assert barriers(page) == []

    # By keys alone, it moves up.
    mine = page.get_by_role("button", name=re.compile("^10 in category business"))
    mine.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect(mine).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="More for 10 in category business, each year"))
    press(page, "Save changes")
    see(page, OWN)
    own = administrator.admin("GET", "/programmes/senior-professional-our-chapter")
    requires = own["programme"]["versions"][0]["requires"]
    assert [one["credits"] for one in requires] == ["60.00", "15.00", "10.00", "1.00"]

    # It is tried on the pack's examples.
    page.get_by_role("link", name="Try it", exact=True).click()
    see(page, f"Try {OWN}")
    page.locator("summary").first.click()
    page.get_by_role("button", name=re.compile("^Compute ")).first.click()
    expect(page.get_by_role("table")).to_be_visible()
    assert barriers(page) == []

    # It is put in force once that is confirmed, and somebody holds it.
    page.goto("/console/programmes/senior-professional-our-chapter")
    press(page, "Put in force")
    expect(page.get_by_role("alertdialog")).to_contain_text("Nobody holds it yet.")
    page.get_by_role("alertdialog").get_by_role("button", name="Put in force").click()
    told(page, "is in force")
    learner = desk.learner()
    held = {
        "id": learner.submission(None)["id"],
        "programme": "senior-professional-our-chapter",
        "held_since": "2026-01-01",
    }
    learner.call("POST", "/holdings", held)
    page.get_by_role("link", name="Who holds it", exact=True).click()
    see(page, "Who holds it, and how far they are")
    expect(page.get_by_role("row")).to_have_count(2)
    assert barriers(page) == []


def test_whom_a_new_version_concerns_is_seen_before_it_is_saved(
    visits: Visits, desk: Academy
) -> None:
    administrator, learner = desk.administrator, desk.learner()
    ours = {"pack": "hrci-sphr", "id": "ours", "name": "Ours", "state": "in_force"}
    administrator.admin("POST", "/programmes", ours)
    held = {"id": learner.submission(None)["id"], "programme": "ours", "held_since": "2026-01-01"}
    learner.call("POST", "/holdings", held)
    page = visits.signed_in(administrator.account, "/console/programmes/ours/edit")
    see(page, "Edit Ours")
    press(page, "New version")
    page.get_by_role("button", name=re.compile("^60 credits")).click()
    field(page, "At least so many credits").fill("62,5")
    press(page, "Save changes")
    asked = page.get_by_role("alertdialog")
    expect(asked.get_by_role("row")).to_have_count(2)
    assert barriers(page) == []
    asked.get_by_role("button", name="Save changes").click()
    see(page, "Ours")
    versions = administrator.admin("GET", "/programmes/ours")["programme"]["versions"]
    assert [one["requires"][0]["credits"] for one in versions] == ["60.00", "62.50"]


def test_programmes_are_read_in_german_on_a_phone(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(
        desk.administrator.account,
        "/console/programmes/packs/pmi-pmp",
        locale="de-DE",
        viewport={"width": 360, "height": 780},
    )
    see(page, "PMI: Project Management Professional (PMP)")
    rules = page.get_by_role("region", name="Was verlangt wird")
    expect(rules).to_contain_text("Mindestens 60 Punkte in jedem Zyklus von 3 Jahren.")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.goto("/console/programmes/new")
    see(page, "Programm schreiben")
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
