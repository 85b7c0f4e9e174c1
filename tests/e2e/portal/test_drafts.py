"""Several tabs of one learner: each has drafts of its own, and nothing filled in is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.portal.dialog import ADD, FINE, CertificateDialog
from tests.e2e.portal.support import Visits
from tests.e2e.support import PDF, PNG, Academy, LearnerAtWork


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    """Whose certificates need no file."""
    desk.credit_type("cpe", version=1, requires=[])
    return desk.learner()


@pytest.fixture
def dialog(visits: Visits, learner: LearnerAtWork) -> CertificateDialog:
    return CertificateDialog(visits.signed_in(learner.account, ADD))


def another_tab(page: Page, path: str = ADD) -> Page:
    tab = page.context.new_page()
    tab.goto(path)
    return tab


def offers(dialog: CertificateDialog, *titles: str) -> None:
    """Nothing else than these, the latest first."""
    expect(dialog.left).to_have_text([re.compile(f"^{title}") for title in titles])


def test_two_tabs_make_two_certificates(dialog: CertificateDialog, learner: LearnerAtWork) -> None:
    other = CertificateDialog(another_tab(dialog.page))
    for one, title, file in ((dialog, "First", PDF), (other, "Second", PNG)):
        one.fill(title=title)
        one.choose(file)
        expect(one.says(FINE)).to_be_visible()
    # What the second tab has typed since is not the first one's.
    expect(dialog.title).to_have_value("First")
    dialog.is_submitted("First")
    other.is_submitted("Second")
    found = {item["title"]: item for item in learner.call("GET", "/certificates")["items"]}
    assert found.keys() == {"First", "Second"}
    assert {found[title]["file"]["name"] for title in found} == {PDF.name, PNG.name}
    # Both were handed in: nothing is left but what is begun now.
    dialog.open()
    dialog.fill(title="Third")
    dialog.leave()
    dialog.open()
    offers(dialog, "Third")


def test_what_is_being_typed_in_another_tab_is_not_offered_until_that_is_gone(
    dialog: CertificateDialog,
) -> None:
    page = dialog.page
    dialog.fill(title="Being typed")
    other = CertificateDialog(another_tab(page))
    other.fill(title="Left behind")
    other.leave()
    other.open()
    offers(other, "Left behind")
    page.close()
    other.leave()
    other.open()
    offers(other, "Left behind", "Being typed")
    other.take_up("Being typed")
    expect(other.title).to_have_value("Being typed")
    offers(other, "Left behind")


def test_a_reload_keeps_a_tabs_own_drafts_and_leaves_the_other_tabs_alone(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.choose(PDF, PNG)
    expect(dialog.strip).to_have_count(2)
    expect(dialog.says("Ready to look over")).to_be_visible()
    expect(dialog.strip.last).to_contain_text(FINE)
    dialog.fill(title="First")
    other = CertificateDialog(another_tab(dialog.page))
    other.fill(title="Other tab")
    dialog.page.reload()
    expect(dialog.strip).to_have_count(2)
    expect(dialog.title).to_have_value("First")
    expect(dialog.left).to_have_count(0)
    expect(dialog.says(FINE).first).to_be_visible()
    dialog.save.click()
    expect(dialog.strip.first).to_contain_text("Submitted")
    dialog.fill(title="Second")
    dialog.is_submitted("Second")
    other.page.reload()
    expect(other.title).to_have_value("Other tab")
    other.is_submitted("Other tab")
    found = {item["title"]: item for item in learner.call("GET", "/certificates")["items"]}
    assert found.keys() == {"First", "Second", "Other tab"}
    assert found["First"]["file"]["name"] == PDF.name
    assert found["Second"]["file"]["name"] == PNG.name


def test_what_was_left_behind_is_taken_up_in_one_tab_alone(dialog: CertificateDialog) -> None:
    dialog.fill(title="Left behind")
    dialog.leave()
    dialog.open()
    other = CertificateDialog(another_tab(dialog.page))
    for one in (dialog, other):
        offers(one, "Left behind")
    dialog.take_up("Left behind")
    expect(other.left).to_have_count(0)
    expect(other.says("Drop your certificates here")).to_be_visible()
    expect(dialog.title).to_have_value("Left behind")


def test_a_draft_whose_submission_was_not_answered_stays_one_certificate(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    """Whoever takes it up after the tab was closed hands in the same certificate once more."""
    page = dialog.page
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill(title="Once")
    page.route("**/v1/certificates", lambda route: (route.fetch(), route.abort()), times=1)
    dialog.save.click()
    expect(dialog.says("The server cannot be reached.")).to_be_visible()
    other = CertificateDialog(another_tab(page))
    page.close()
    other.leave()
    other.open()
    other.take_up("Once")
    expect(other.says(FINE)).to_be_visible()
    other.is_submitted("Once")
    assert [item["title"] for item in learner.call("GET", "/certificates")["items"]] == ["Once"]


def test_two_tabs_edit_one_certificate_and_the_slower_is_told(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    path = f"/certificates/{certificate['id']}/edit"
    page = visits.signed_in(learner.account, path)
    faster, slower = (
        CertificateDialog(tab, "Edit certificate") for tab in (page, another_tab(page, path))
    )
    faster.title.fill("Faster")
    slower.title.fill("Slower")
    faster.is_submitted("Faster")
    slower.save.click()
    expect(slower.says("This certificate changed meanwhile")).to_be_visible()
    expect(slower.title).to_have_value("Slower")
    assert learner.read(certificate)["title"] == "Faster"
