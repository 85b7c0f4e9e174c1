"""The queue: what waits and for how long, who has taken what, and deciding on many."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from local.client import Json
from tests.e2e.portal.support import Visits, edited, pick_reason, press, see
from tests.e2e.support import Academy, LearnerAtWork, root


@pytest.fixture
def desk(desk: Academy) -> Academy:
    """Certificates need no file here, which makes a test shorter."""
    desk.credit_type("cpe", version=1, maximum="40", requires=[])
    return desk


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    return desk.learner("First Learner")


def hand_in(learner: LearnerAtWork, title: str, credit_type: str = "cpe") -> Json:
    claims = [{"credit_type": credit_type, "credits": "2"}]
    body = learner.submission(None, title=title, claims=claims)
    return learner.call("POST", "/certificates", body)


def waits_for(desk: Academy, certificate: Json, days: int) -> None:
    """Let a certificate have been in the queue for so many days."""
    since = f"{datetime.now(UTC) - timedelta(days):%Y-%m-%dT%H:%M:%S.%fZ}"
    root(desk.stack, "dynamodb").update_item(
        TableName=desk.stack.table,
        Key={
            "PK": {"S": f"ACADEMY#{desk.id}#LEARNER#{certificate['learner_id']}"},
            "SK": {"S": f"CERTIFICATE#{certificate['id']}"},
        },
        UpdateExpression="SET since = :since, by_status_sk = :place",
        ExpressionAttributeValues={
            ":since": {"S": since},
            ":place": {"S": f"{since}#{certificate['id']}"},
        },
    )


def rows(page: Page) -> Locator:
    """The certificates that are listed."""
    return page.get_by_role("table").get_by_role("row").filter(has=page.get_by_role("link"))


def titles(page: Page) -> Locator:
    return page.get_by_role("table").get_by_role("link")


def select(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check()
    count = f"{len(names)} certificate{'s' if len(names) > 1 else ''} selected"
    expect(page.get_by_role("region", name="Selected certificates")).to_contain_text(count)


def bulk(page: Page, action: str, title: str) -> Locator:
    """Ask for one decision on all that is selected; the dialog that opens."""
    selected = page.get_by_role("region", name="Selected certificates")
    selected.get_by_role("button", name=action, exact=True).click()
    return page.get_by_role("dialog", name=title, exact=True)


def test_the_oldest_stands_first_and_what_is_late_is_marked(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    for title, days in (("Fresh", 0), ("Late", 12), ("Older", 3)):
        waits_for(desk, hand_in(learner, title), days)
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    expect(titles(page)).to_have_text(["Late", "Older", "Fresh"])
    expect(rows(page).nth(0)).to_contain_text("12 days")
    expect(rows(page).nth(0)).to_contain_text("Overdue by")
    expect(rows(page).nth(1)).to_contain_text("3 days")
    expect(rows(page).nth(1)).not_to_contain_text("Overdue")
    expect(rows(page).nth(2)).to_contain_text("First Learner")
    press(page, "Review next")
    see(page, "Late")
    expect(page.get_by_text("1 of 3", exact=True)).to_be_visible()


def test_filters_stay_in_the_address_and_on_the_way_through_the_queue(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    desk.credit_type("pdu", requires=[])
    hand_in(learner, "Hours")
    for title in ("Units", "More units"):
        hand_in(learner, title, "pdu")
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    press(page, "Filters")
    page.get_by_role("button", name=re.compile("^Credit type|Credit type$")).click()
    page.get_by_role("option", name="PDU", exact=True).click()
    expect(titles(page)).to_have_text(["Units", "More units"])
    page.reload()
    expect(titles(page)).to_have_text(["Units", "More units"])
    page.get_by_role("table").get_by_role("link", name="Units", exact=True).click()
    see(page, "Units")
    expect(page.get_by_text("1 of 2", exact=True)).to_be_visible()
    press(page, "Next")
    see(page, "More units")
    page.get_by_role("main").get_by_role("link", name="Queue", exact=True).click()
    expect(titles(page)).to_have_text(["Units", "More units"])


def test_a_long_queue_is_loaded_page_by_page(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    for number in range(52):
        hand_in(learner, f"Number {number:02}")
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    # Only rows near the window are in the page; what there is beside them is told to all.
    table = page.get_by_role("table")
    expect(table).to_have_attribute("aria-rowcount", "51")
    expect(page.get_by_text("The first 50", exact=True)).to_be_visible()
    assert _scrolled_through(page) == [f"Number {number:02}" for number in range(50)]
    press(page, "Load more")
    expect(table).to_have_attribute("aria-rowcount", "53")
    assert _scrolled_through(page) == [f"Number {number:02}" for number in range(52)]
    expect(page.get_by_role("button", name="Load more", exact=True)).to_be_hidden()
    # Who goes through it one by one comes past the end of the page, too.
    page.reload()
    expect(table).to_have_attribute("aria-rowcount", "51")
    _scroll_to(page, 49)
    table.get_by_role("link", name="Number 49", exact=True).click()
    see(page, "Number 49")
    expect(page.get_by_text("50 of 52", exact=True)).to_be_visible()
    press(page, "Next")
    see(page, "Number 50")


def _scroll_to(page: Page, number: int) -> None:
    """Scroll on, as somebody with a wheel does, until a row is there."""
    row = page.get_by_role("table").get_by_role("link", name=f"Number {number:02}", exact=True)
    while not row.is_visible():
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(50)


def _scrolled_through(page: Page) -> list[str]:
    """The titles from the first row to the last, as they come into the page."""
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("table").hover()
    found: dict[str, None] = {}
    while True:
        found |= dict.fromkeys(titles(page).all_text_contents())
        if page.evaluate("innerHeight + scrollY >= document.documentElement.scrollHeight - 1"):
            return list(found)
        page.mouse.wheel(0, 400)
        page.wait_for_timeout(50)


def test_many_are_declined_at_once_with_one_reason(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    certificates = [hand_in(learner, title) for title in ("One", "Two", "Three")]
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    select(page, "One", "Two")
    dialog = bulk(page, "Decline", "Decline 2 certificates")
    listed = dialog.get_by_role("list", name="What this decides on", exact=True)
    expect(listed.get_by_role("listitem")).to_have_text([re.compile("^One "), re.compile("^Two ")])
    send = dialog.get_by_role("button", name="Decline 2 certificates", exact=True)
    send.click()
    expect(dialog.get_by_text("Choose a reason: the learner sees it.")).to_be_visible()
    pick_reason(dialog, "The course is not recognised here")
    dialog.get_by_label("Comment").fill("Not on the list.")
    send.click()
    expect(page.get_by_text("2 of 2 decisions saved.").first).to_be_visible()
    expect(titles(page)).to_have_text(["Three"])
    stands = [learner.read(certificate) for certificate in certificates]
    assert [item["status"] for item in stands] == ["declined", "declined", "pending"]
    assert stands[0]["decision"]["reason"]["id"] == "not-recognised"


def test_each_of_many_has_its_own_result_and_what_was_refused_can_be_tried_again(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    good, changed = hand_in(learner, "Good"), hand_in(learner, "Changed")
    question = "Is the name the learner's?"
    desk.credit_type("cpe", version=2, maximum="40", requires=[], checklist=[question])
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    select(page, "Good", "Changed")
    body = edited(learner, title="Changed", earned_on="2024-06-01")
    learner.call("PUT", f"/certificates/{changed['id']}", body, version=1)

    dialog = bulk(page, "Approve", "Approve 2 certificates")
    send = dialog.get_by_role("button", name="Approve 2 certificates", exact=True)
    send.click()
    expect(dialog.get_by_text("All questions must be answered with yes")).to_be_visible()
    dialog.get_by_label(question).check()
    send.click()
    outcome = page.get_by_role("dialog", name="1 of 2 decisions saved.", exact=True)
    expect(outcome.get_by_role("listitem").nth(0)).to_contain_text("Changed")
    expect(outcome.get_by_role("listitem").nth(0)).to_contain_text("changed since you read it")
    expect(outcome.get_by_role("listitem").nth(1)).to_contain_text("Good")
    outcome.get_by_role("button", name="Close", exact=True).last.click()
    expect(outcome).to_be_hidden()
    assert learner.read(good)["status"] == "approved"

    expect(titles(page)).to_have_text(["Changed"])
    expect(page.get_by_text("1 certificate selected")).to_be_visible()
    dialog = bulk(page, "Approve", "Approve 1 certificate")
    dialog.get_by_label(question).check()
    dialog.get_by_role("button", name="Approve 1 certificate", exact=True).click()
    expect(page.get_by_text("1 of 1 decision saved.").first).to_be_visible()
    expect(page.get_by_role("heading", name="Everything has been decided")).to_be_visible()
    assert learner.read(changed)["status"] == "approved"


def test_what_was_decided_is_browsed_by_its_status(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    head = desk.administrator
    for title, actions in (
        ("Waits", ()),
        ("Counts", ("approve",)),
        ("Does not", ("decline",)),
        ("No longer", ("approve", "revoke")),
    ):
        certificate = hand_in(learner, title)
        for action in actions:
            certificate = head.decide(certificate, action, "So it is.").json()
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    expect(titles(page)).to_have_text(["Waits"])
    for status, title in (
        ("Approved", "Counts"),
        ("Declined", "Does not"),
        ("Revoked", "No longer"),
        ("Waiting", "Waits"),
    ):
        page.get_by_role("main").get_by_role("link", name=re.compile(f"^{status}")).click()
        expect(titles(page)).to_have_text([title])


def test_two_learners_may_use_the_same_id(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    same = "01JCDEM0000000000000000007"
    for who, title in ((learner, "Hers"), (desk.learner("Second Learner"), "His")):
        who.call("POST", "/certificates", who.submission(None, title=title, id=same))
    page = visits.signed_in(desk.staff("reviewer").account, "/console/queue")
    select(page, "Hers")
    page.get_by_role("table").get_by_role("link", name="His", exact=True).click()
    see(page, "His")
    expect(page.get_by_text("2 of 2", exact=True)).to_be_visible()
