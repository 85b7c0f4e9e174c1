"""Several dialogs of one learner: each has a draft of its own, and nothing typed is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.portal.dialog import FINE, CertificateDialog
from tests.e2e.portal.support import Visits
from tests.e2e.support import PDF, PNG, LearnerAtWork

ADD = "/certificates?add=1"


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
    dialog.close()
    dialog.open()
    offers(dialog, "Third")


def test_what_is_being_typed_in_another_tab_is_not_offered_until_that_is_gone(
    dialog: CertificateDialog,
) -> None:
    page = dialog.page
    dialog.fill(title="Being typed")
    other = CertificateDialog(another_tab(page))
    other.fill(title="Left behind")
    other.close()
    other.open()
    offers(other, "Left behind")
    page.close()
    other.close()
    other.open()
    offers(other, "Left behind", "Being typed")
    other.take_up("Being typed")
    expect(other.title).to_have_value("Being typed")
    offers(other, "Left behind")


def test_a_reload_keeps_a_tabs_own_draft_and_leaves_the_other_tabs_alone(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.fill(title="First")
    other = CertificateDialog(another_tab(dialog.page))
    other.fill(title="Second")
    dialog.page.reload()
    offers(dialog, "First")
    dialog.take_up("First")
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.is_submitted("First")
    other.page.reload()
    offers(other, "Second")
    other.take_up("Second")
    other.choose(PDF)
    expect(other.says(FINE)).to_be_visible()
    other.is_submitted("Second")
    found = learner.call("GET", "/certificates")["items"]
    assert {item["title"] for item in found} == {"First", "Second"}


def test_what_was_left_behind_is_taken_up_in_one_tab_alone(dialog: CertificateDialog) -> None:
    dialog.fill(title="Left behind")
    dialog.close()
    dialog.open()
    other = CertificateDialog(another_tab(dialog.page))
    for one in (dialog, other):
        offers(one, "Left behind")
    dialog.take_up("Left behind")
    expect(other.left).to_have_count(0)
    expect(other.title).to_have_value("")
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
    other.close()
    other.open()
    other.take_up("Once")
    expect(other.says(FINE)).to_be_visible()
    other.is_submitted("Once")
    assert [item["title"] for item in learner.call("GET", "/certificates")["items"]] == ["Once"]


def test_two_tabs_edit_one_certificate_and_the_slower_is_told(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    path = f"/certificates/{certificate['id']}?edit=1"
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
