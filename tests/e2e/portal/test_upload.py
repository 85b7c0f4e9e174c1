"""Handing certificates in: the page, the files, and what can go wrong on the way."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from local.stack import Stack
from tests.e2e.portal.dialog import ADD, FINE, TITLE, CertificateDialog
from tests.e2e.portal.support import Visits, barriers, see, slow_line, torn
from tests.e2e.support import JPEG, PDF, PNG, Academy, LearnerAtWork, open_academy


@pytest.fixture(scope="session")
def rules(stack: Stack) -> Academy:
    """An academy with several credit types, one of which wants more than a file."""
    academy = open_academy(stack)
    academy.credit_type(
        "pdu",
        step="0.5",
        requires=["file", "issuer"],
        instructions="Only what the document states.",
    )
    academy.credit_type(
        "ceu",
        period_rules={"target": "20", "cap": "25", "carry_over": {"credits": "5", "periods": 1}},
    )
    return academy


@pytest.fixture
def dialog(visits: Visits, learner: LearnerAtWork) -> CertificateDialog:
    """The page, in front of a learner whose academy has one credit type."""
    return CertificateDialog(visits.signed_in(learner.account, ADD))


def handed_in(learner: LearnerAtWork) -> list[str]:
    return [item["title"] for item in learner.call("GET", "/certificates")["items"]]


def puts(stack: Stack) -> str:
    """Where the browser puts files."""
    return f"{stack.endpoint}/{stack.incoming_bucket}/**"


def test_several_files_make_several_certificates(
    dialog: CertificateDialog, learner: LearnerAtWork, tmp_path: Path
) -> None:
    expect(dialog.says("PDF, scan or photo, up to 10 MB")).to_be_visible()
    assert barriers(dialog.page) == []
    notes = tmp_path / "notes.txt"
    notes.write_text("not a certificate", encoding="utf-8")
    dialog.drop(PNG, PDF, notes)
    expect(dialog.strip).to_have_count(3)
    expect(dialog.strip.nth(1)).to_contain_text("Ready to look over")
    expect(dialog.strip.nth(2)).to_contain_text("This kind of file cannot be handed in.")
    expect(dialog.says(FINE).first).to_be_visible()
    assert barriers(dialog.page) == []
    dialog.box.get_by_role("button", name="Remove notes.txt", exact=True).click()
    expect(dialog.strip).to_have_count(2)
    dialog.fill(title="First")
    dialog.save.click()
    # The next one opens by itself, filled from what its document says.
    expect(dialog.strip.first).to_contain_text("Submitted")
    expect(dialog.title).to_be_focused()
    expect(dialog.title).to_have_value(TITLE)
    dialog.page.keyboard.press("ControlOrMeta+Enter")
    made = dialog.box.get_by_role("region", name="2 certificates were submitted")
    expect(made.get_by_role("link", name="First", exact=True)).to_be_visible()
    assert barriers(dialog.page) == []
    assert sorted(handed_in(learner)) == ["First", TITLE]
    made.get_by_role("link", name=TITLE, exact=True).click()
    see(dialog.page, TITLE)


def test_a_file_is_pasted_from_the_clipboard(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    expect(dialog.says("You can also paste")).to_be_visible()
    dialog.paste(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill()
    dialog.is_submitted()
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["file"]["name"] == PNG.name


def test_on_a_phone_a_picture_is_taken_and_the_action_stays_in_reach(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(
        learner.account,
        ADD,
        viewport={"width": 360, "height": 740},
        has_touch=True,
        is_mobile=True,
    )
    dialog = CertificateDialog(page)
    camera = page.locator("input[capture=environment]")
    expect(dialog.says("Take a picture of your certificate")).to_be_visible()
    camera.set_input_files(JPEG)
    expect(dialog.says(FINE)).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    file, title = dialog.file.bounding_box(), dialog.title.bounding_box()
    assert file
    assert title
    assert file["y"] < title["y"]
    expect(dialog.save).to_be_in_viewport()
    dialog.fill()
    expect(dialog.save).to_be_in_viewport()
    assert barriers(page) == []
    dialog.save.tap()
    expect(dialog.box.get_by_role("link", name=TITLE, exact=True)).to_be_visible()
    assert handed_in(learner) == [TITLE]


def test_on_a_slow_line_the_form_is_filled_in_while_the_file_is_sent(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    see(dialog.page, "Add certificates")
    slow_line(dialog.page)
    dialog.choose(PDF)
    dialog.fill()
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.title).to_have_value(TITLE)
    expect(dialog.credits).to_have_value("8")
    dialog.is_submitted()
    assert handed_in(learner) == [TITLE]


def test_a_file_that_cannot_be_opened_is_refused_while_the_page_is_open(
    dialog: CertificateDialog, learner: LearnerAtWork, tmp_path: Path
) -> None:
    dialog.choose(torn(tmp_path))
    expect(dialog.says("The file is damaged or incomplete")).to_be_visible()
    dialog.fill()
    dialog.save.click()
    expect(dialog.says("This file was not taken.")).to_be_visible()
    expect(dialog.title).to_have_value(TITLE)
    expect(dialog.credits).to_have_value("8")
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.says("This file was not taken.")).to_be_hidden()
    dialog.is_submitted()
    assert handed_in(learner) == [TITLE]


def test_a_picture_that_is_called_something_else_is_taken_and_called_what_it_is(
    dialog: CertificateDialog, learner: LearnerAtWork, tmp_path: Path
) -> None:
    disguised = tmp_path / "certificate.pdf"
    disguised.write_bytes(PNG.read_bytes())
    dialog.choose(disguised)
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.box.get_by_text("certificate.png", exact=True)).to_be_visible()
    dialog.fill()
    dialog.is_submitted()
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert (certificate["file"]["name"], certificate["file"]["content_type"]) == (
        "certificate.png",
        "image/png",
    )


@pytest.mark.parametrize("how", ["interrupted", "unanswered"])
def test_an_upload_that_did_not_arrive_is_sent_again(
    dialog: CertificateDialog, learner: LearnerAtWork, stack: Stack, how: str
) -> None:
    page = dialog.page
    lose = (lambda route: route.abort()) if how == "interrupted" else _lose_the_answer
    page.route(puts(stack), lose, times=1)
    dialog.choose(JPEG)
    expect(dialog.says("The upload was interrupted")).to_be_visible()
    dialog.fill()
    dialog.box.get_by_role("button", name="Retry upload", exact=True).click()
    expect(dialog.says(FINE)).to_be_visible()
    dialog.is_submitted()
    assert handed_in(learner) == [TITLE]


def test_an_upload_that_hangs_is_cancelled_and_started_again(
    dialog: CertificateDialog, stack: Stack
) -> None:
    page = dialog.page
    # Neither sent on nor refused: the upload takes as long as somebody likes.
    page.route(puts(stack), lambda _: None)
    dialog.choose(PDF)
    expect(dialog.box.get_by_role("progressbar", name="Upload progress")).to_be_visible()
    dialog.save.click()
    expect(dialog.says("The file is still being uploaded.")).to_be_visible()
    dialog.box.get_by_role("button", name="Cancel upload", exact=True).click()
    expect(dialog.says("The upload was cancelled")).to_be_visible()
    page.unroute(puts(stack))
    dialog.box.get_by_role("button", name="Retry upload", exact=True).click()
    expect(dialog.says(FINE)).to_be_visible()


def test_to_leave_while_a_file_is_sent_takes_a_second_thought(
    dialog: CertificateDialog, stack: Stack
) -> None:
    page = dialog.page
    page.goto("/certificates")
    page.locator(f"a[href='{ADD}']").locator("visible=true").first.click()
    see(page, dialog.name)
    page.route(puts(stack), lambda _: None)
    dialog.choose(PDF)
    progress = dialog.box.get_by_role("progressbar", name="Upload progress")
    expect(progress).to_be_visible()
    elsewhere = page.get_by_role("link", name="Credits", exact=True).first
    question = page.get_by_role("alertdialog")
    for leave in (elsewhere.click, lambda: page.evaluate("history.back()")):
        leave()
        question.get_by_role("button", name="Stay here", exact=True).click()
        expect(question).to_be_hidden()
        expect(progress).to_be_visible()
        expect(page).to_have_url(re.compile(f"{ADD}$"))
    elsewhere.click()
    question.get_by_role("button", name="Leave", exact=True).click()
    expect(page).to_have_url(re.compile("/credits$"))


def test_a_submission_whose_answer_was_lost_is_not_handed_in_twice(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill()
    dialog.page.route("**/v1/certificates", _lose_the_answer, times=1)
    dialog.save.click()
    expect(dialog.says("The server cannot be reached.")).to_be_visible()
    dialog.is_submitted()
    assert handed_in(learner) == [TITLE]


def test_what_was_changed_after_a_lost_answer_becomes_an_edit(
    dialog: CertificateDialog, learner: LearnerAtWork
) -> None:
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.fill()
    dialog.page.route("**/v1/certificates", _lose_the_answer, times=1)
    dialog.save.click()
    expect(dialog.says("The server cannot be reached.")).to_be_visible()
    dialog.credits.fill("9")
    dialog.save.click()
    expect(dialog.says("This was handed in already")).to_be_visible()
    dialog.box.get_by_role("button", name="Show the certificate", exact=True).click()
    edit = CertificateDialog(dialog.page, "Edit certificate")
    expect(edit.credits).to_have_value("9")
    edit.is_submitted(TITLE)
    [certificate] = learner.call("GET", "/certificates")["items"]
    assert certificate["claims"][0]["claimed"] == "9.00"


def test_a_credit_type_asks_for_what_it_needs(visits: Visits, rules: Academy) -> None:
    learner = rules.learner()
    dialog = CertificateDialog(visits.signed_in(learner.account, ADD))
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.choose_type("PDU")
    expect(dialog.says("Only what the document states.")).to_be_visible()
    dialog.fill(amount="1.25")
    expect(dialog.credits).to_have_accessible_description(re.compile(r"steps of 0.5"))
    dialog.credits.fill("1.5")
    issuer = dialog.box.get_by_label("Issued by")
    issuer.fill("")
    dialog.save.click()
    expect(issuer).to_have_accessible_description(re.compile(r"This is needed."))
    issuer.fill("Open Courses")
    dialog.box.get_by_role("button", name="Add another credit type", exact=True).click()
    dialog.choose_type("CPE", line=1)
    dialog.credits.nth(1).fill("3")
    dialog.is_submitted()
    [certificate] = learner.call("GET", "/certificates")["items"]
    claims = {claim["credit_type"]: claim["claimed"] for claim in certificate["claims"]}
    assert claims == {"pdu": "1.50", "cpe": "3.00"}


def test_what_it_will_count_for_and_what_it_may_repeat_are_said_while_typing(
    visits: Visits, rules: Academy
) -> None:
    learner = rules.learner()
    learner.hand_in(claims=[{"credit_type": "ceu", "credits": "8"}])
    dialog = CertificateDialog(visits.signed_in(learner.account, ADD))
    dialog.choose(PNG)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.choose_type("CEU")
    dialog.fill(title="Something else", amount="28", earned="2024-05-17")
    expect(dialog.forecast.get_by_text("25 hours more will count: 25 in total")).to_be_visible()
    expect(dialog.forecast.get_by_text("3 carried into the next period")).to_be_visible()
    expect(dialog.forecast.get_by_text("You may have handed this in before")).to_be_hidden()
    dialog.title.fill(TITLE)
    expect(dialog.forecast.get_by_text("the same title and date")).to_be_visible()
    dialog.choose(PDF)
    expect(dialog.forecast.get_by_text("the same file, the same title and date")).to_be_visible()


def _lose_the_answer(route: Route) -> None:
    """Let the server do what it is asked, and nobody hear of it."""
    route.fetch()
    route.abort()
