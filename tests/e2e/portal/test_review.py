"""What a reviewer does with one certificate: look, decide, go on to the next."""

import re
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from playwright.sync_api import Page, Request, Route, expect

from local.client import Json
from tests.e2e.portal.support import (
    PATIENCE,
    Visits,
    arrived,
    barriers,
    decided_on,
    edited,
    let_go,
    pick_reason,
    press,
    see,
    sign_in,
    sign_out,
    slow_line,
    tab_to,
)
from tests.e2e.support import PASSWORD, PNG, Academy, LearnerAtWork

NAME, SEAL = "Is the name the learner's?", "Is the seal there?"
TITLE = "Secure Coding in Practice"


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    return desk.learner("First Learner")


def without_file(desk: Academy, **rules: Any) -> None:
    """Let certificates be handed in without a file, which makes a test shorter."""
    desk.credit_type("cpe", version=1, maximum="40", requires=[], **rules)


def hand_in(learner: LearnerAtWork, title: str = TITLE, **changes: Any) -> Json:
    body = learner.submission(None, title=title, **changes)
    return learner.call("POST", "/certificates", body)


def address(certificate: Json) -> str:
    return f"/console/queue/{certificate['learner_id']}/{certificate['id']}"


def open_(page: Page, certificate: Json) -> None:
    page.goto(address(certificate))
    see(page, certificate["title"])


def adjust(page: Page) -> None:
    press(page, "With changes")


def test_a_reviewer_takes_a_certificate_looks_at_it_and_awards_other_credits(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    desk.credit_type("cpe", version=1, checklist=[NAME, SEAL])
    reviewer = desk.staff("reviewer")
    first = learner.hand_in()
    second = learner.hand_in(PNG, title="Working at Height")

    page = visits.signed_in(reviewer.account, "/console/queue")
    page.get_by_role("link", name=TITLE, exact=True).click()
    see(page, TITLE)
    document = page.get_by_role("region", name="Document preview")
    expect(document.get_by_text("Certificate of Completion")).to_be_visible()
    expect(page.get_by_role("row", name=re.compile("^CPE 8 hours"))).to_be_visible()
    press(page, "Take")
    expect(page.get_by_role("button", name="Give back", exact=True)).to_be_visible()
    assert reviewer.call("GET", reviewer.of(first))["assignment"]["name"] == "Test reviewer"

    adjust(page)
    page.get_by_label(NAME).check()
    page.get_by_label(SEAL).check()
    page.get_by_label("Award CPE").fill("6,5")
    page.get_by_label("Comment").fill("The breaks do not count.")
    press(page, "Approve certificate")

    expect(page.get_by_text(f"“{TITLE}” was approved.").first).to_be_visible()
    see(page, second["title"])
    expect(page.get_by_role("img", name="Image: certificate.png")).to_be_visible()
    decided = decided_on(page, learner, first)
    assert (decided["status"], decided["claims"][0]["awarded"]) == ("approved", "6.50")

    theirs = visits.signed_in(learner.account, f"/certificates/{first['id']}")
    counts = theirs.get_by_role("region", name="What counts")
    expect(counts.get_by_role("definition")).to_have_text(["8", "6.5", "6.5"])
    expect(theirs.get_by_text("The breaks do not count.").first).to_be_visible()


def test_the_learner_reads_why_a_certificate_was_declined(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    page = visits.signed_in(desk.staff("reviewer").account, address(certificate))
    press(page, "Decline")
    pick_reason(page, "It was earned too long ago")
    page.get_by_label("Comment").fill("Ten years are too many.")
    press(page, "Decline certificate")
    page.wait_for_url("**/console/queue")
    assert decided_on(page, learner, certificate)["status"] == "declined"

    theirs = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    expect(theirs.get_by_text("It was earned too long ago").first).to_be_visible()
    expect(theirs.get_by_text("Ten years are too many.").first).to_be_visible()


def test_a_reviewer_asks_for_changes_and_finds_the_certificate_again_when_they_came(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    page = visits.signed_in(desk.staff("reviewer").account, address(certificate))
    press(page, "Request changes")
    pick_reason(page, "The document is incomplete")
    page.get_by_label("Comment").fill("Page two is missing.")
    press(page, "Request these changes")
    asked = decided_on(page, learner, certificate)

    open_(page, certificate)
    expect(page.get_by_text("Waiting for the learner")).to_be_visible()
    expect(page.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    assert asked["status"] == "changes_requested"
    body = edited(learner, title="Secure Coding, both pages")
    learner.call("PUT", f"/certificates/{asked['id']}", body, version=asked["version"])
    page.goto("/console/queue")
    page.get_by_role("link", name="Secure Coding, both pages", exact=True).click()
    see(page, "Secure Coding, both pages")
    expect(page.get_by_role("button", name="Approve", exact=True)).to_be_visible()


def test_what_was_stated_wrongly_is_put_right_and_both_are_shown(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    page = visits.signed_in(desk.staff("reviewer").account, address(certificate))
    adjust(page)
    page.get_by_label("Title", exact=True).fill("Secure Coding in Theory")
    page.get_by_label("Date earned").fill("2100-01-01")
    page.get_by_label("Comment").fill("As the document says.")
    press(page, "Approve certificate")
    # Nothing else waits, so that it is told of on the queue.
    press(page, "1 came back")
    page.get_by_role("list", name="Your last decisions").get_by_role("link", name=TITLE).click()
    expect(page.get_by_text("Must not be in the future").first).to_be_visible()
    expect(page.get_by_label("Date earned")).to_be_focused()
    page.get_by_label("Date earned").fill("2024-05-18")
    press(page, "Approve certificate")
    decided = decided_on(page, learner, certificate)
    assert (decided["title"], decided["earned_on"]) == ("Secure Coding in Theory", "2024-05-18")
    open_(page, decided)
    expect(page.get_by_text(f"stated was: {TITLE}")).to_be_visible()
    expect(page.get_by_text("stated was: 17 May 2024")).to_be_visible()


def test_the_slower_of_two_reviewers_is_told_what_the_faster_did(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    """Also where the slower one has gone on to the next certificate meanwhile."""
    without_file(desk)
    certificate, other = hand_in(learner), hand_in(learner, "Another one")
    pages = [visits.signed_in(desk.staff("reviewer").account, "/console/queue") for _ in range(2)]
    for page in pages:
        page.get_by_role("link", name=TITLE, exact=True).click()
        see(page, TITLE)
    faster, slower = pages
    press(faster, "Approve")
    press(faster, "Approve certificate")
    assert decided_on(faster, learner, certificate)["status"] == "approved"

    press(slower, "Decline")
    pick_reason(slower, "The course is not recognised here")
    slower.get_by_label("Comment").fill("I did not see that.")
    press(slower, "Decline certificate")
    see(slower, other["title"])
    press(slower, "1 came back")
    slower.get_by_role("link", name=TITLE, exact=True).click()
    see(slower, TITLE)
    expect(slower.get_by_text("Somebody else was faster")).to_be_visible()
    expect(slower.get_by_text("by Test reviewer. Your decision was not saved.")).to_be_visible()
    expect(slower.get_by_role("row", name="CPE 8 hours 8 hours")).to_be_visible()
    assert barriers(slower) == []
    assert learner.read(certificate)["status"] == "approved"


def test_what_somebody_has_taken_is_theirs_until_an_administrator_gives_it_on(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    one, other = desk.staff("reviewer"), desk.staff("reviewer")
    desk.administrator.admin(
        "PUT",
        f"/staff/{other.principal}",
        {"name": "Second Reviewer", "role": "reviewer"},
        version=1,
    )
    waiting = visits.signed_in(other.account, address(certificate))
    press(waiting, "Approve")
    one.call("PUT", one.of(certificate) + "/assignment", {})
    press(waiting, "Approve certificate")
    let_go(waiting)
    open_(waiting, certificate)
    expect(waiting.get_by_text("was not taken").first).to_be_visible()
    expect(waiting.get_by_text("Test reviewer is looking at it: only they")).to_be_visible()
    expect(waiting.get_by_role("button", name="Take", exact=True)).to_be_disabled()
    expect(waiting.get_by_role("button", name="Approve", exact=True)).to_have_count(0)

    head = visits.signed_in(desk.administrator.account, address(certificate))
    expect(head.get_by_role("button", name="Take over", exact=True)).to_be_visible()
    press(head, "Give to somebody")
    head.get_by_role("menuitem", name="Second Reviewer", exact=True).click()
    expect(head.get_by_text("Second Reviewer is looking at it")).to_be_visible()

    waiting.reload()
    expect(waiting.get_by_text("Only you can decide it until")).to_be_visible()
    press(waiting, "Approve")
    press(waiting, "Approve certificate")
    assert decided_on(waiting, learner, certificate)["status"] == "approved"


def test_the_same_file_of_another_learner_is_flagged(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    earlier = desk.learner("Second Learner").hand_in(title="Safe Coding")
    certificate = learner.hand_in()
    page = visits.signed_in(desk.staff("reviewer").account, address(certificate))
    expect(page.get_by_text("1 certificate looks like this one")).to_be_visible()
    expect(page.get_by_text("the same file · handed in by another learner")).to_be_visible()
    page.get_by_role("link", name=earlier["title"], exact=True).click()
    see(page, earlier["title"])


def test_a_reviewer_signs_in_and_approves_without_a_mouse(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk, checklist=[NAME])
    certificates = [hand_in(learner, title) for title in ("First", "Second")]
    page = visits.window()
    page.goto("/console/queue")
    key = page.keyboard.press
    page.get_by_label("E-mail address").focus()
    page.keyboard.type(desk.staff("reviewer").account.email)
    key("Tab")
    page.keyboard.type(PASSWORD)
    key("Enter")
    start = page.get_by_role("button", name="Review next", exact=True)
    expect(start).to_be_enabled()
    tab_to(page, start)
    key("Enter")

    see(page, "First")
    key("?")
    help_ = page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(help_.get_by_text("Next certificate")).to_be_visible()
    key("Escape")
    expect(help_).to_be_hidden()
    key("j")
    see(page, "Second")
    key("k")
    see(page, "First")
    key("a")
    expect(page.get_by_label(NAME)).to_be_focused()
    key("Space")
    key("Control+Enter")
    expect(page.get_by_role("status").get_by_text("“First” was approved.")).to_be_visible()
    see(page, "Second")
    key("u")
    see(page, "First")
    expect(page.get_by_label(NAME)).to_be_checked()
    key("Escape")
    key("a")
    key("Enter")
    see(page, "Second")
    key("q")
    heading = page.get_by_role("heading", name=re.compile("^Review queue"), level=1)
    expect(heading).to_be_visible()
    assert decided_on(page, learner, certificates[0])["status"] == "approved"
    assert learner.read(certificates[1])["status"] == "pending"


def test_a_reviewer_declines_and_requests_changes_without_a_mouse(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificates = [hand_in(learner, title) for title in ("First", "Second")]
    page = visits.signed_in(desk.staff("reviewer").account, address(certificates[0]))
    key = page.keyboard.press
    see(page, "First")
    key("d")
    key("2")
    expect(page.get_by_label("Comment")).to_be_focused()
    page.keyboard.type("Not this one: aadcj?")
    key("Control+Enter")

    see(page, "Second")
    key("t")
    expect(page.get_by_role("button", name="Give back", exact=True)).to_be_visible()
    key("c")
    expect(page.get_by_role("radio").first).to_be_focused()
    key("Escape")
    expect(page.get_by_role("button", name="Request changes", exact=True)).to_be_focused()
    key("Enter")
    key("1")
    page.keyboard.type("Another page, please.")
    key("Control+Enter")
    page.wait_for_url("**/console/queue")
    let_go(page)
    stands = [arrived(learner, certificate) for certificate in certificates]
    assert [item["status"] for item in stands] == ["declined", "changes_requested"]
    assert stands[0]["decision"]["comment"] == "Not this one: aadcj?"


def test_an_administrator_reopens_and_revokes_with_a_reason(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    reviewer = desk.staff("reviewer")
    assert reviewer.decide(certificate, "decline", "No.").status_code == 200
    page = visits.signed_in(desk.administrator.account, address(certificate))
    press(page, "Reopen")
    press(page, "Reopen certificate")
    expect(page.get_by_text("Say why: the learner reads it.")).to_be_visible()
    page.get_by_label("Comment").fill("Looked at once more.")
    press(page, "Reopen certificate")
    decided_on(page, learner, certificate, since=2)
    open_(page, certificate)
    press(page, "Approve")
    press(page, "Approve certificate")
    decided_on(page, learner, certificate, since=3)

    open_(page, certificate)
    page.keyboard.press("r")
    page.get_by_label("Comment").fill("The issuer withdrew it.")
    press(page, "Revoke certificate")
    decided_on(page, learner, certificate, since=4)
    open_(page, certificate)
    expect(page.get_by_text("Revoked for good.")).to_be_visible()
    entry = page.get_by_role("listitem").filter(has_text="Reopened")
    expect(entry).to_contain_text("Looked at once more.")
    press(page, "Verify this history")
    expect(page.get_by_text("The history is intact.")).to_be_visible()
    assert barriers(page) == []
    known = page.get_by_text("The ledger, which nobody can change, knows all of it.")
    # It follows within seconds.
    for _ in range(60):
        if known.is_visible():
            break
        press(page, "Verify again")
    expect(known).to_be_visible()
    assert barriers(page) == []
    assert learner.read(certificate)["status"] == "revoked"


@pytest.mark.parametrize("approve", [True, False], ids=["approved", "waiting"])
def test_what_staff_entered_is_disputed_and_back_in_the_queue_with_the_words(
    visits: Visits, desk: Academy, learner: LearnerAtWork, *, approve: bool
) -> None:
    without_file(desk)
    desk.know(learner)
    reviewer = desk.staff("reviewer")
    body = learner.submission(None)
    path = f"/learners/{learner.sub}/certificates"
    certificate = reviewer.admin("POST", path, {**body, "approve": approve})
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    see(page, TITLE)
    press(page, "This is not right")
    dialog = page.get_by_role("dialog", name="Dispute this certificate?", exact=True)
    dialog.get_by_role("textbox", name="Comment").fill("I never took this course.")
    dialog.get_by_role("button", name="Send to a reviewer", exact=True).click()
    expect(page.get_by_text("the certificate is in review again.").first).to_be_visible()
    # It is the academy's word: nothing else can be done with it.
    for action in ("Edit", "Withdraw"):
        expect(page.get_by_role("button", name=action, exact=True)).to_have_count(0)
    assert learner.read(certificate)["status"] == "pending"
    page = visits.signed_in(reviewer.account, "/console/queue")
    page.get_by_role("link", name=TITLE, exact=True).click()
    see(page, TITLE)
    disputed = page.get_by_role("region", name="Disputed by First Learner", exact=True)
    expect(disputed.get_by_text("I never took this course.", exact=True)).to_be_visible()
    expect(page.get_by_text("Entered on the learner's behalf by Test reviewer")).to_be_visible()


def test_what_a_newer_api_tells_is_shown_plainly_by_an_older_portal(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)

    def newer(route: Route) -> None:
        answer = route.fetch()
        body = answer.json()
        body |= {"status": "in_conference", "kind": "badge"}
        body["events"][-1] |= {"action": "hand_over", "to_status": "in_conference"}
        body["events"][-1]["actor"] |= {"kind": "machine", "name": None, "id": "robot-1"}
        route.fulfill(response=answer, json=body)

    for account, path in (
        (learner.account, f"/certificates/{certificate['id']}"),
        (desk.staff("reviewer").account, address(certificate)),
    ):
        page = visits.signed_in(account)
        page.route(re.compile(f"/v1/.*certificates/{certificate['id']}$"), newer)
        page.goto(path)
        see(page, TITLE)
        expect(page.get_by_text("In conference", exact=True)).to_be_visible()
        expect(page.get_by_text("Badge", exact=True)).to_be_visible()
        entry = page.get_by_role("listitem").filter(has_text="Hand over")
        expect(entry).to_contain_text("by robot-1")


def test_nobody_decides_on_a_certificate_of_their_own(visits: Visits, desk: Academy) -> None:
    without_file(desk)
    reviewer = desk.staff("reviewer")
    same = LearnerAtWork(
        desk.stack,
        id_token=reviewer.account.tokens["IdToken"],
        academy_id=desk.id,
        account=reviewer.account,
    )
    page = visits.signed_in(reviewer.account, address(hand_in(same)))
    expect(page.get_by_text("somebody else has to decide on it").first).to_be_visible()
    page.keyboard.press("a")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts", exact=True)).to_be_visible()
    for action in ("Approve", "Take", "Approve certificate"):
        button = page.get_by_role("button", name=action, exact=True, include_hidden=True)
        expect(button).to_have_count(0)


def test_credentials_are_renewed_before_they_lapse(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    page = visits.signed_in(desk.staff("reviewer").account, "/")
    exchanges: list[Request] = []

    def lapses_soon(route: Route, request: Request) -> None:
        if "GetCredentialsForIdentity" not in request.headers.get("x-amz-target", ""):
            route.continue_()
            return
        exchanges.append(request)
        answer = route.fetch()
        body = answer.json()
        # So little is left of it that it is not used for another request.
        body["Credentials"]["Expiration"] -= 3600 - 120
        route.fulfill(response=answer, json=body)

    page.route(f"{desk.stack.endpoint}/", lapses_soon)
    open_(page, certificate)
    before = len(exchanges)
    press(page, "Approve")
    with page.expect_response(re.compile("/decisions$")):
        press(page, "Approve certificate")
    assert arrived(learner, certificate)["status"] == "approved"
    assert len(exchanges) > before


@pytest.mark.parametrize("status", [401, 403])
def test_a_decision_survives_credentials_that_were_refused(
    visits: Visits, desk: Academy, learner: LearnerAtWork, status: int
) -> None:
    without_file(desk)
    certificate = hand_in(learner)
    page = visits.signed_in(desk.staff("reviewer").account, address(certificate))
    refused: list[Request] = []

    def refuse_once(route: Route, request: Request) -> None:
        if request.method != "POST" or refused or not request.url.endswith("/decisions"):
            route.continue_()
            return
        refused.append(request)
        # As API Gateway answers where a signature has expired or a policy does not let it pass.
        route.fulfill(
            status=status,
            json={"type": "urn:certfolio:problem:refused", "title": "Refused"},
            headers={"access-control-allow-origin": visits.address},
        )

    page.route("**/decisions", refuse_once)
    press(page, "Approve")
    page.get_by_label("Comment").fill("Kept.")
    # Sent when its time is over: who leaves does not hear of the refusal.
    with page.expect_response(lambda answer: answer.url.endswith("/decisions") and answer.ok):
        press(page, "Approve certificate")
    assert arrived(learner, certificate)["decision"]["comment"] == "Kept."
    assert len(refused) == 1


# Ten seconds in which a decision can be undone


def approve(page: Page, title: str) -> None:
    """Approve what is shown, by keyboard, once it is there."""
    see(page, title)
    page.keyboard.press("a")
    expect(page.get_by_role("button", name="Approve certificate", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").get_by_text(f"“{title}” was approved.")).to_be_visible()


def test_a_decision_waits_on_through_a_reload_and_can_still_be_undone(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    one, other = hand_in(learner, "First"), hand_in(learner, "Second")
    page = visits.signed_in(desk.staff("reviewer").account, address(one))
    approve(page, "First")
    page.evaluate("location.reload()")
    see(page, "Second")
    expect(page.get_by_role("status").get_by_text("“First” was approved.")).to_be_visible()
    press(page, "Undo")
    see(page, "First")
    approve(page, "First")
    see(page, "Second")
    # Loaded anew by the browser itself, which tells nobody that it is not closed: it is sent.
    page.reload()
    assert arrived(learner, one)["status"] == "approved"
    press(page, "Last 1")
    expect(page.get_by_text("Approved · sent")).to_be_visible()
    assert learner.read(other)["status"] == "pending"


def test_what_is_undone_in_another_tab_is_not_sent_and_what_is_not_is_sent_once(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    titles = ("First", "Second", "Third")
    certificates = [hand_in(learner, title) for title in titles]
    page = visits.signed_in(desk.staff("reviewer").account, address(certificates[0]))
    see(page, "First")
    second = page.context.new_page()
    second.goto(address(certificates[2]))
    see(second, "Third")
    sent: list[str] = []
    page.context.on(
        "request", lambda one: one.url.endswith("/decisions") and sent.append(one.method)
    )
    approve(page, "First")
    expect(second.get_by_role("status").get_by_text("“First” was approved.")).to_be_visible()
    press(second, "Undo")
    expect(second.get_by_role("button", name="Undo", exact=True)).to_have_count(0)
    expect(page.get_by_role("button", name="Undo", exact=True)).to_have_count(0)
    approve(page, "Second")
    page.evaluate("() => crypto.subtle.digest('SHA-256', new Uint8Array(1))")
    # The other tab takes over what the one that is closed has left, and knows it was sent.
    page.close(run_before_unload=False)
    assert arrived(learner, certificates[1])["status"] == "approved"
    expect(second.get_by_role("button", name="Undo", exact=True)).to_have_count(0)
    assert learner.read(certificates[0])["status"] == "pending"
    assert learner.read(certificates[1])["version"] == 2


def test_signing_out_sends_what_waits_and_the_next_user_sees_nothing_of_it(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    one, _ = hand_in(learner, "First"), hand_in(learner, "Second")
    page = visits.signed_in(desk.staff("reviewer").account, address(one))
    approve(page, "First")
    sign_out(page)
    assert learner.read(one)["status"] == "approved"
    sign_in(page, desk.staff("reviewer").account)
    page.goto(address(one))
    see(page, "First")
    expect(page.get_by_text("Only an administrator can reopen or revoke it.")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Last "))).to_have_count(0)


def test_without_a_connection_a_decision_waits_and_is_sent_when_there_is_one(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    certificate, second = hand_in(learner), hand_in(learner, "Second")
    page = visits.signed_in(desk.staff("reviewer").account, address(second))
    see(page, "Second")
    press(page, "Previous")
    see(page, TITLE)
    page.context.set_offline(offline=True)
    approve(page, TITLE)
    press(page, "Last 1")
    expect(page.get_by_text("waits for a connection")).to_be_visible()
    page.context.set_offline(offline=False)
    assert arrived(learner, certificate)["status"] == "approved"


def test_on_a_slow_line_the_next_certificate_is_there_before_the_decision_has_arrived(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    without_file(desk)
    one, _ = hand_in(learner, "First"), hand_in(learner, "Second")
    page = visits.signed_in(desk.staff("reviewer").account, address(one))
    see(page, "First")
    slow_line(page)
    approve(page, "First")
    see(page, "Second")
    assert learner.read(one)["status"] == "pending"
    assert decided_on(page, learner, one)["status"] == "approved"


MANY = 100
_NEXT = """async ([title, patience]) => {
    const began = performance.now();
    const shown = () => document.querySelector("h1")?.textContent;
    while (shown() !== title) {
        if (performance.now() - began > patience)
            throw new Error(`${title} did not come: ${shown()} at ${location.pathname}`);
        await new Promise(requestAnimationFrame);
    }
    return performance.now() - (window.pressed ?? began);
}"""
_MARK = """() => addEventListener("keydown", event => {
    if (event.key === "Enter") window.pressed = performance.now();
}, { capture: true })"""


def test_a_hundred_reviews_by_keyboard(
    visits: Visits, desk: Academy, learner: LearnerAtWork, record_property: Any
) -> None:
    """How long it takes is told, not asserted; what became of each is."""
    without_file(desk)
    titles = [f"Course {number:03}" for number in range(MANY)]
    body = learner.submission(None)
    with ThreadPoolExecutor(4) as pool:
        made = pool.map(lambda title: hand_in(learner, title, issuer=body["issuer"]), titles)
        certificates = {one["title"]: one for one in made}
    queue = desk.administrator.admin("GET", "/reviews?limit=100")["items"]
    order = [item["title"] for item in queue]
    assert sorted(order) == titles
    page = visits.signed_in(desk.staff("reviewer").account, address(certificates[order[0]]))
    see(page, order[0])
    # What follows it is known once the queue has come.
    expect(page.get_by_text("1 of 50+")).to_be_visible()
    page.evaluate(_MARK)
    asked: list[str] = []
    page.on("request", lambda one: one.method != "OPTIONS" and asked.append(one.url))
    chosen: dict[str, str] = {}
    waits: list[float] = []
    key = page.keyboard.press
    began = time.monotonic()
    for number, title in enumerate(order):
        if number % 10 == 4:
            chosen[title] = "declined"
            key("d")
            key("1")
            page.keyboard.type("No.")
            key("Control+Enter")
        elif number % 10 == 7:
            chosen[title] = "changes_requested"
            key("c")
            key("1")
            page.keyboard.type("Page two?")
            key("Control+Enter")
        else:
            chosen[title] = "approved"
            key("a")
            key("Enter")
        if number + 1 < MANY:
            waits.append(page.evaluate(_NEXT, [order[number + 1], PATIENCE]))
    took = time.monotonic() - began
    page.wait_for_url("**/console/queue")
    requests = len(asked) / MANY
    let_go(page)
    stands = {title: arrived(learner, certificates[title])["status"] for title in order}
    assert stands == chosen
    # Record, duplicates, precedents and forecast once ahead, the record again, the decision.
    assert requests < 9
    waits.sort()
    told = {
        "seconds": round(took, 1),
        "requests per review": round(requests, 2),
        "next case, median ms": round(waits[len(waits) // 2]),
        "next case, 95 % ms": round(waits[int(len(waits) * 0.95)]),
    }
    for name, value in told.items():
        record_property(name, value)
    sys.stdout.write(f"{MANY} reviews by keyboard: {told}\n")


def test_who_is_not_on_the_staff_list_is_told_whom_to_ask(visits: Visits, desk: Academy) -> None:
    member = desk.staff("reviewer")
    desk.administrator.admin("DELETE", f"/staff/{member.principal}", version=1)
    page = visits.signed_in(member.account, "/console/queue")
    expect(page.get_by_text("You are not on the staff list")).to_be_visible()
    expect(page.get_by_text(f"invite {member.account.email}")).to_be_visible()
