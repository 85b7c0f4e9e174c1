"""What staff entered is the academy's word: staff change it, a learner can only dispute it."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from local.client import Json
from tests.e2e.portal.support import (
    Visits,
    arrived,
    barriers,
    let_go,
    press,
    see,
    upload_file,
)
from tests.e2e.support import PDF, PNG, Academy, LearnerAtWork, StaffAtWork

TITLE = "Erste Hilfe für Übungsleiter"
WRONG = "It was two days, not one: I have the “blue” certificate."


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    learner = desk.learner("Zoë Nuñez")
    desk.know(learner)
    desk.credit_type("cpe", version=1, maximum="40", requires=[], name="CPE hours")
    return learner


@pytest.fixture
def reviewer(desk: Academy) -> StaffAtWork:
    return desk.staff("reviewer")


def enter(by: StaffAtWork, learner: LearnerAtWork, **changes: Any) -> Json:
    body = {**learner.submission(None, title=TITLE, kind="academy"), **changes}
    return by.admin("POST", f"/learners/{learner.sub}/certificates", body)


def dispute(learner: LearnerAtWork, certificate: Json, comment: str = WRONG) -> Json:
    path = f"/certificates/{certificate['id']}/dispute"
    return learner.call("POST", path, {"comment": comment}, version=certificate["version"])


def review(visits: Visits, by: StaffAtWork, certificate: Json) -> Page:
    """Open a certificate in the console."""
    page = visits.signed_in(
        by.account, f"/console/queue/{certificate['learner_id']}/{certificate['id']}"
    )
    see(page, certificate["title"])
    return page


def begin(page: Page) -> Locator:
    """Begin to edit what staff entered; the form's first field."""
    press(page, "Edit")
    see(page, "Edit what staff entered")
    title = page.get_by_label("Title", exact=True)
    expect(title).to_be_focused()
    return title


def says(page: Page, words: str) -> None:
    """See what is said in passing."""
    expect(page.get_by_role("status").filter(has_text=words).first).to_be_visible()


def offers_nothing(page: Page, *actions: str) -> None:
    """None of these can be done on the page."""
    for action in actions:
        for role in ("button", "link"):
            expect(page.get_by_role(role, name=action, exact=True)).to_have_count(0)


def test_a_learner_disputes_what_staff_entered_and_can_do_nothing_else(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}/edit")
    expect(page.get_by_text("This can no longer be edited", exact=True)).to_be_visible()
    page.get_by_role("link", name="Show the certificate", exact=True).click()
    see(page, TITLE)
    expect(page.get_by_role("button", name="This is not right", exact=True)).to_be_visible()
    offers_nothing(page, "Edit", "Edit and resubmit", "Withdraw")

    press(page, "This is not right")
    dialog = page.get_by_role("dialog", name="Dispute this certificate?", exact=True)
    dialog.get_by_label("Comment", exact=True).fill(WRONG)
    dialog.get_by_role("button", name="Send to a reviewer", exact=True).click()
    disputed = page.get_by_role("region", name="Disputed by you", exact=True)
    expect(disputed.get_by_text(WRONG, exact=True)).to_be_visible()
    expect(disputed.get_by_text("A reviewer looks at it again.")).to_be_visible()
    assert barriers(page) == []
    now = learner.read(certificate)
    assert (now["status"], now["events"][-1]["action"]) == ("pending", "dispute")

    # What a reviewer asks to be changed, the academy changes.
    assert reviewer.decide(now, "request_changes", "Which course was it?").ok
    page.reload()
    expect(page.get_by_text("Your academy entered this certificate")).to_be_visible()
    expect(page.get_by_text("Which course was it?", exact=True).first).to_be_visible()
    expect(disputed).to_have_count(0)
    offers_nothing(page, "This is not right", "Edit", "Edit and resubmit", "Withdraw")
    assert barriers(page) == []


def test_a_dispute_is_answered_by_an_edit_that_approves_in_the_same_step(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner, approve=True)
    dispute(learner, certificate)
    page = review(visits, reviewer, certificate)
    region = page.get_by_role("region", name="Disputed by Zoë Nuñez", exact=True)
    expect(region.get_by_text(WRONG, exact=True)).to_be_visible()
    expect(region.get_by_text("Answer it: edit what is not right")).to_be_visible()
    expect(region.get_by_text("revoke it")).to_have_count(0)
    expect(page.get_by_role("row", name="CPE hours 8 hours", exact=True)).to_be_visible()
    offers_nothing(page, "Revoke")

    title = begin(page)
    # One decides on what is there, not on what is being typed, and has in sight what is disputed.
    offers_nothing(page, "Approve")
    expect(region.get_by_text(WRONG, exact=True)).to_be_visible()
    expect(title).to_have_value(TITLE)
    page.get_by_label("Number of credits", exact=True).fill("16,5")
    page.get_by_label("Date earned", exact=True).fill("18 May 2024")
    page.get_by_label("Approve in the same step", exact=True).check()
    press(page, "Save and approve")
    says(page, f"“{TITLE}” was saved and approved.")
    see(page, TITLE)
    expect(page.get_by_role("row", name="CPE hours 16.5 hours 16.5 hours")).to_be_visible()
    expect(region).to_have_count(0)

    now = learner.read(certificate)
    assert (now["status"], now["kind"], now["earned_on"]) == ("approved", "academy", "2024-05-18")
    assert [event["action"] for event in now["events"][-2:]] == ["edit", "approve"]


def test_an_administrator_answers_a_dispute_by_revoking(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner, approve=True)
    disputed = dispute(learner, certificate, "I was never there.")
    page = review(visits, desk.administrator, certificate)
    region = page.get_by_role("region", name="Disputed by Zoë Nuñez", exact=True)
    expect(region.get_by_text("or revoke it")).to_be_visible()
    press(page, "Revoke")
    page.get_by_label("Comment", exact=True).fill("Another person of the same name.")
    press(page, "Revoke certificate")
    let_go(page)
    assert arrived(learner, disputed)["status"] == "revoked"

    theirs = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    line = theirs.get_by_role("listitem").filter(has_text="CPE hours")
    expect(line.get_by_text("Revoked", exact=True)).to_be_visible()
    expect(line.get_by_text("8 had been awarded")).to_be_visible()


def test_what_was_edited_goes_back_to_the_queue_with_the_dispute(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    dispute(learner, certificate)
    page = review(visits, reviewer, certificate)
    title = begin(page)
    title.fill("Erste Hilfe, Aufbaukurs")
    press(page, "Save and send for review")
    says(page, "“Erste Hilfe, Aufbaukurs” was saved and is in review.")
    see(page, "Erste Hilfe, Aufbaukurs")
    region = page.get_by_role("region", name="Disputed by Zoë Nuñez", exact=True)
    expect(region.get_by_text("Edited since by you")).to_be_visible()
    press(page, "Approve")
    before = learner.read(certificate)
    press(page, "Approve certificate")
    let_go(page)
    assert arrived(learner, before)["status"] == "approved"


def test_the_file_of_an_entry_is_kept_replaced_and_removed(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    upload = reviewer.put_for_others(f"/learners/{learner.sub}/uploads", PDF)
    certificate = enter(reviewer, learner, id=upload["certificate_id"], upload_id=upload["id"])
    page = review(visits, reviewer, certificate)
    expect(page.get_by_text("Certificate of Completion")).to_be_visible()

    def files() -> list[str | None]:
        read = learner.read(certificate)
        return [read["file"] and read["file"]["name"], read["file"] and read["file"]["state"]]

    def save() -> None:
        press(page, "Save and send for review")
        expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()

    begin(page).fill("Kept")
    file = page.get_by_role("group", name="Certificate file", exact=True)
    expect(file.get_by_text("Handed in before", exact=True)).to_be_visible()
    # What is typed is put beside what the document says.
    expect(page.get_by_text("Certificate of Completion")).to_be_visible()
    save()
    see(page, "Kept")
    assert files() == ["certificate.pdf", "accepted"]

    begin(page)
    upload_file(page, PNG)
    expect(file.get_by_text("Checked: the file is fine", exact=True)).to_be_visible()
    save()
    expect(page.get_by_role("img", name="Image: certificate.png", exact=True)).to_be_visible()
    assert files() == ["certificate.png", "accepted"]

    begin(page)
    press(page, "Remove file")
    save()
    expect(page.get_by_text("No file was handed in, and none was needed.")).to_be_visible()
    assert files() == [None, None]


def test_an_edit_is_held_against_every_rule_and_what_was_typed_stays(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, reviewer, certificate)
    begin(page)
    amount = page.get_by_label("Number of credits", exact=True)
    amount.fill("41")
    press(page, "Save and send for review")
    expect(amount).to_have_accessible_description(re.compile("Must be at most 40"))
    expect(amount).to_be_focused()
    amount.fill("many")
    press(page, "Save and send for review")
    expect(amount).to_have_accessible_description(re.compile("Write a number such as"))
    expect(amount).to_have_value("many")
    press(page, "Cancel")
    page.get_by_role("alertdialog").get_by_role("button", name="Leave", exact=True).click()
    expect(page.get_by_role("button", name="Edit", exact=True)).to_be_visible()
    assert learner.read(certificate)["version"] == 1


def test_two_members_of_staff_edit_one_entry_and_the_slower_sees_what_the_faster_did(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    faster = review(visits, reviewer, certificate)
    slower = review(visits, desk.administrator, certificate)
    begin(slower).fill("What the slower one typed")
    begin(faster).fill("What the faster one typed")
    press(faster, "Save and send for review")
    see(faster, "What the faster one typed")

    press(slower, "Save and send for review")
    alert = slower.get_by_role("status").filter(has_text="This certificate changed meanwhile")
    expect(alert.get_by_text("by Test reviewer")).to_be_visible()
    expect(alert.get_by_role("definition")).to_have_text(
        f"from {TITLE} → to What the faster one typed"
    )
    title = slower.get_by_label("Title", exact=True)
    expect(title).to_have_value("What the slower one typed")
    assert learner.read(certificate)["title"] == "What the faster one typed"
    press(slower, "Save and send for review")
    see(slower, "What the slower one typed")
    assert learner.read(certificate)["version"] == 3


def test_whoever_was_overtaken_can_begin_with_what_is_there_now(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, desk.administrator, certificate)
    begin(page).fill("What nobody wants")
    body = learner.submission(None, title="What is there now")
    del body["id"]
    reviewer.call("PUT", reviewer.of(certificate), body, version=1)
    press(page, "Save and send for review")
    press(page, "Begin with it as it is now")
    expect(page.get_by_label("Title", exact=True)).to_have_value("What is there now")
    expect(page.get_by_text("This certificate changed meanwhile")).to_have_count(0)
    page.get_by_label("Number of credits", exact=True).fill("3")
    press(page, "Save and send for review")
    says(page, "“What is there now” was saved and is in review.")
    assert learner.read(certificate)["claims"][0]["claimed"] == "3.00"


def test_what_was_decided_meanwhile_is_not_edited_any_more(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, reviewer, certificate)
    begin(page).fill("Too late")
    assert desk.administrator.decide(certificate, "approve").ok
    press(page, "Save and send for review")
    expect(page.get_by_text("Somebody else was faster", exact=True)).to_be_visible()
    expect(page.get_by_text("It stands as it is: Approved.")).to_be_visible()
    page.get_by_role("link", name="Show the certificate as it is now", exact=True).click()
    expect(page.get_by_role("row", name="CPE hours 8 hours 8 hours", exact=True)).to_be_visible()
    offers_nothing(page, "Edit")
    assert learner.read(certificate)["title"] == TITLE


def test_an_edit_whose_answer_was_lost_is_sent_again_and_saved_once(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, reviewer, certificate)

    def lose(route: Route, request: Request) -> None:
        if request.method != "PUT" or lost:
            route.continue_()
            return
        lost.append(route.fetch().status)
        route.abort()

    lost: list[int] = []
    page.route(f"**/certificates/{certificate['id']}", lose)
    begin(page).fill("Once")
    press(page, "Save and send for review")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    press(page, "Save and send for review")
    see(page, "Once")
    assert [event["action"] for event in learner.read(certificate)["events"]] == ["submit", "edit"]


def test_what_staff_withdrew_is_gone_from_the_queue_and_can_be_entered_again(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, reviewer, certificate)
    press(page, "Withdraw")
    see(page, "Withdraw what staff entered?")
    press(page, "Withdraw certificate")
    says(page, f"“{TITLE}” was withdrawn.")
    see(page, "Review queue")
    expect(page.get_by_role("link", name=TITLE, exact=True)).to_have_count(0)
    assert learner.read(certificate)["status"] == "withdrawn"

    page.goto(f"/console/queue/{learner.sub}/{certificate['id']}")
    see(page, TITLE)
    expect(page.get_by_text("Staff have taken this certificate back.")).to_be_visible()
    offers_nothing(page, "Edit", "Withdraw")
    enter_again(page, learner)
    found = learner.call("GET", "/certificates")["items"]
    assert [item["status"] for item in found] == ["pending", "withdrawn"]
    assert len({item["id"] for item in found}) == 2


def enter_again(page: Page, learner: LearnerAtWork) -> None:
    """Enter the same content, in the form for one learner."""
    page.goto(f"/console/learners/{learner.sub}")
    page.get_by_role("link", name="Enter a certificate", exact=True).click()
    see(page, "Enter a certificate")
    press(page, "No file? Enter it without.")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Number of credits", exact=True).fill("8")
    page.get_by_label("Date earned", exact=True).fill("17/05/2024")
    page.get_by_label("At the academy").check()
    press(page, "Enter certificate")
    expect(page.get_by_role("region", name="1 certificate was entered")).to_be_visible()


def test_a_withdrawal_that_came_too_late_says_what_happened(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    page = review(visits, reviewer, certificate)
    press(page, "Withdraw")
    see(page, "Withdraw what staff entered?")
    assert desk.administrator.decide(certificate, "approve").ok
    press(page, "Withdraw certificate")
    expect(page.get_by_text("It stands as it is: Approved.")).to_be_visible()
    offers_nothing(page, "Withdraw certificate")
    assert learner.read(certificate)["status"] == "approved"


def test_what_a_learner_handed_in_is_not_staffs_to_edit_or_withdraw(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = learner.call("POST", "/certificates", learner.submission(None))
    page = review(visits, reviewer, certificate)
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    offers_nothing(page, "Edit", "Withdraw", "Revoke")
    page.keyboard.press("e")
    expect(page.get_by_label("Title", exact=True)).to_have_count(0)


@pytest.mark.usefixtures("learner")  # whose credit type asks for no file
def test_what_was_entered_for_a_member_of_staff_is_for_others_to_change(
    visits: Visits, desk: Academy, reviewer: StaffAtWork
) -> None:
    same = LearnerAtWork(
        desk.stack,
        id_token=reviewer.account.tokens["IdToken"],
        academy_id=desk.id,
        account=reviewer.account,
    )
    desk.know(same)
    certificate = enter(desk.administrator, same)
    page = review(visits, reviewer, certificate)
    expect(page.get_by_text("somebody else has to decide on it").first).to_be_visible()
    offers_nothing(page, "Edit", "Withdraw")
    page.goto(f"/certificates/{certificate['id']}")
    see(page, TITLE)
    expect(page.get_by_role("button", name="This is not right", exact=True)).to_be_visible()


def test_changes_that_were_requested_of_an_entry_are_staffs_to_make(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = enter(reviewer, learner)
    assert reviewer.decide(certificate, "request_changes", "The hours?").ok
    page = review(visits, reviewer, certificate)
    expect(page.get_by_text("Changes were requested of what staff entered.")).to_be_visible()
    page.keyboard.press("e")
    expect(page.get_by_label("Title", exact=True)).to_be_focused()
    page.get_by_label("Number of credits", exact=True).fill("7.5")
    press(page, "Save and send for review")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()
    now = learner.read(certificate)
    assert (now["status"], now["claims"][0]["claimed"]) == ("pending", "7.50")
