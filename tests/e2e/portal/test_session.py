"""What becomes of what was typed when the session or the page goes away."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.e2e.portal.dialog import ADD, FINE, TITLE, CertificateDialog
from tests.e2e.portal.support import Visits, barriers, press, sign_in, sign_out, torn
from tests.e2e.support import PASSWORD, PDF, PNG, Academy, LearnerAtWork, root


@pytest.fixture
def dialog(visits: Visits, learner: LearnerAtWork) -> CertificateDialog:
    """With a file that is fine: this academy asks for one."""
    dialog = CertificateDialog(visits.signed_in(learner.account, ADD))
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    return dialog


def test_a_session_that_ended_while_somebody_typed_goes_on_after_signing_in_again(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    page.clock.install()
    page.goto("/certificates/new")
    page.get_by_label("E-mail address").fill(learner.account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    dialog = CertificateDialog(page)
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill()
    expect(dialog.forecast.get_by_text("8 hours more will count")).to_be_visible()
    root(learner.stack, "cognito-idp").admin_user_global_sign_out(
        UserPoolId=learner.stack.user_pool_id, Username=learner.account.email
    )
    page.clock.fast_forward("01:00:00")
    dialog.credits.fill("7")
    again = page.get_by_role("dialog", name="Sign in again to go on")
    expect(again).to_be_visible()
    expect(again.get_by_label("Password", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(again).to_be_visible()
    assert barriers(page) == []
    again.get_by_label("Password", exact=True).fill("Not-The-Password-1")
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.get_by_text("The e-mail address or the password is not right.")).to_be_visible()
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again).to_be_hidden()
    expect(dialog.credits).to_be_focused()
    expect(dialog.forecast.get_by_text("7 hours more will count")).to_be_visible()
    expect(dialog.title).to_have_value(TITLE)
    dialog.is_submitted()
    assert [item["title"] for item in learner.call("GET", "/certificates")["items"]] == [TITLE]


def test_a_session_that_ended_elsewhere_is_noticed_when_the_page_opens_and_the_draft_is_kept(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.fill()
    page = dialog.page
    page.evaluate("localStorage.removeItem('certfolio.session')")
    page.reload()
    page.get_by_label("E-mail address").fill(learner.account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    press(page, "Sign in")
    expect(dialog.title).to_have_value(TITLE)
    expect(dialog.says(FINE)).to_be_visible()


def test_what_was_typed_survives_however_the_page_goes_away(dialog: CertificateDialog) -> None:
    page = dialog.page
    dialog.fill()
    for leave in (dialog.leave, page.go_back, lambda: page.goto("/certificates")):
        leave()
        expect(dialog.save).to_be_hidden()
        dialog.open()
        # What was left behind is offered, not imposed.
        expect(dialog.left).to_have_count(1)
        expect(dialog.title).to_be_hidden()
        dialog.take_up(TITLE)
        expect(dialog.title).to_have_value(TITLE)
        expect(dialog.credits).to_have_value("8")
        expect(dialog.earned).to_have_value("17/05/2026")
        expect(dialog.says(PNG.name)).to_be_visible()
        expect(dialog.says(FINE)).to_be_visible()


def test_a_file_that_was_refused_after_the_page_was_left_is_not_handed_in(
    dialog: CertificateDialog, tmp_path: Path
) -> None:
    page = dialog.page
    dialog.fill()
    dialog.box.get_by_role("button", name="Remove file", exact=True).click()
    # Nothing is heard of the check before the page is left.
    left: list[str] = []
    page.route("**/v1/uploads/*", lambda route: route.continue_() if left else None)
    file = torn(tmp_path)
    dialog.choose(file)
    expect(dialog.says("Checking the file")).to_be_visible()
    # What is filled in is kept a moment after it is shown.
    page.wait_for_function(
        """name => Object.values({ ...localStorage, ...sessionStorage })
            .some((kept) => kept.includes(name))""",
        arg=file.name,
    )
    page.on("framenavigated", lambda frame: left.append(frame.url))
    page.reload()
    expect(dialog.title).to_have_value(TITLE)
    expect(dialog.says("The file is damaged or incomplete")).to_be_visible()


def test_what_is_discarded_is_offered_no_more(dialog: CertificateDialog) -> None:
    dialog.fill()
    dialog.leave()
    dialog.open()
    dialog.box.get_by_role("button", name=f"Discard: {TITLE}", exact=True).click()
    expect(dialog.left).to_have_count(0)
    # Something is left behind, to be seen together with all else that would be offered.
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill(title="Another one")
    dialog.leave()
    dialog.open()
    expect(dialog.left).to_have_text([re.compile("^Another one")])


def test_starting_an_edit_over_brings_back_what_was_handed_in(
    visits: Visits, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    path = f"/certificates/{certificate['id']}/edit"
    page = visits.signed_in(learner.account, path)
    dialog = CertificateDialog(page, "Edit certificate")
    dialog.title.fill("Another title")
    dialog.box.get_by_role("button", name="Remove file", exact=True).click()
    dialog.leave()
    page.goto(path)
    expect(dialog.title).to_have_value(TITLE)
    dialog.take_up("Another title")
    expect(dialog.title).to_have_value("Another title")
    dialog.box.get_by_role("button", name="Start over", exact=True).click()
    expect(dialog.title).to_have_value(TITLE)
    expect(dialog.says(PDF.name)).to_be_visible()
    expect(dialog.says("Handed in before")).to_be_visible()


def test_a_draft_is_offered_to_nobody_else(
    dialog: CertificateDialog, learner: LearnerAtWork, academy: Academy
) -> None:
    page, other = dialog.page, academy.learner("Second Learner")
    dialog.fill()
    dialog.leave()
    sign_out(page)
    sign_in(page, other.account)
    dialog.open()
    expect(dialog.left).to_have_count(0)
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill(title="Theirs")
    dialog.leave()
    for account, title in ((other.account, "Theirs"), (learner.account, TITLE)):
        sign_out(page)
        sign_in(page, account)
        dialog.open()
        expect(dialog.left).to_have_text([re.compile(f"^{title}")])
