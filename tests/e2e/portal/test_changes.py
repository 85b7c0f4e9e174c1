"""What a certificate said before and after, what may stay as it is, and what is handed in anew."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

from local.client import Json
from tests.e2e.portal.dialog import FINE, CertificateDialog
from tests.e2e.portal.support import Visits, barriers, decided_on, press, see, upload_file
from tests.e2e.support import PDF, PNG, Academy, LearnerAtWork, StaffAtWork

TITLE = "Grundlagen der Ölprüfung"
# One word, as long as a title may be: it has nowhere to break.
LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatent" * 4
BOTH = [{"credit_type": "cpe", "credits": "8"}, {"credit_type": "pdu", "credits": "4"}]


@pytest.fixture
def learner(desk: Academy) -> LearnerAtWork:
    desk.credit_type("cpe", version=1, maximum="40", requires=[], name="CPE hours")
    desk.credit_type("pdu", requires=[], name="PDU leadership", unit="units")
    return desk.learner("Zoë Nuñez")


@pytest.fixture
def reviewer(desk: Academy) -> StaffAtWork:
    return desk.staff("reviewer")


def hand_in(learner: LearnerAtWork, **changes: Any) -> Json:
    body = learner.submission(None, title=TITLE)
    return learner.call("POST", "/certificates", {**body, **changes})


def edit(learner: LearnerAtWork, certificate: Json, **changes: Any) -> Json:
    body = {**learner.submission(None, title=TITLE), **changes}
    body.pop("id", None)
    path = f"/certificates/{certificate['id']}"
    return learner.call("PUT", path, body, version=certificate["version"])


def decided(by: StaffAtWork, certificate: Json, action: str, *words: str, **more: Any) -> Json:
    answer = by.decide(certificate, action, *words, **more)
    assert answer.ok, answer.text
    return dict(answer.json())


def entry(page: Page, action: str) -> Locator:
    """The newest entry of a history that tells of an action."""
    entries = page.get_by_role("listitem").filter(has=page.get_by_role("time"))
    return entries.filter(has_text=re.compile(f"^{action} by")).first


def changes(page: Page, action: str) -> Locator:
    return entry(page, action).get_by_role("definition")


def review(visits: Visits, by: StaffAtWork, certificate: Json) -> Page:
    page = visits.signed_in(
        by.account, f"/console/queue/{certificate['learner_id']}/{certificate['id']}"
    )
    see(page, certificate["title"])
    return page


# History


def test_learner_and_reviewer_read_what_an_edit_changed_from_what_to_what(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = hand_in(learner, claims=BOTH, expires_on="2030-01-02")
    decided(reviewer, certificate, "request_changes", "Which one is it?")
    claims = [{"credit_type": "cpe", "credits": "6.5"}]
    edit(
        learner,
        learner.read(certificate),
        title=LONG,
        issuer="École d'été",
        certificate_number="№ 7",
        earned_on="2024-05-18",
        claims=claims,
    )
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    see(page, LONG)
    told = [
        f"from {TITLE} → to {LONG}",
        "from Open Courses → to École d'été",
        "№ 7 added",
        "from 17 May 2024 → to 18 May 2024",
        "from 2 January 2030 → to Does not expire",
        "from 8 hours → to 6.5 hours",
        # Of a credit type that is gone from the certificate as well.
        "4 units line removed",
    ]
    expect(changes(page, "Edited and sent again")).to_have_text(told)
    expect(entry(page, "Edited and sent again").get_by_role("term")).to_have_text(
        [
            "Title",
            "Issued by",
            "Certificate number",
            "Date earned",
            "Valid until",
            "CPE hours claimed",
            "PDU leadership claimed",
        ]
    )
    expect(changes(page, "Handed in")).to_have_count(0)
    assert barriers(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360

    theirs = review(visits, reviewer, learner.read(certificate))
    expect(changes(theirs, "Edited and sent again")).to_have_text(told)
    assert barriers(theirs) == []


def test_a_revoked_certificate_says_what_had_been_awarded(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    certificate = decided(
        desk.administrator,
        hand_in(learner, claims=BOTH),
        "approve",
        "Two hours were breaks.",
        awarded=[{"credit_type": "cpe", "credits": "6"}],
    )
    decided(desk.administrator, certificate, "revoke", "Its issuer took it back.")
    theirs = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    see(theirs, TITLE)
    counts = theirs.get_by_role("region", name="What counts").get_by_role("listitem")
    expect(counts).to_contain_text(["6 had been awarded", "4 had been awarded"])
    expect(counts.get_by_role("definition")).to_have_text(["8", "Revoked", "4", "Revoked"])
    console = review(visits, desk.administrator, certificate)
    for name, claimed, awarded in [("CPE hours", "8 hours", 6), ("PDU leadership", "4 units", 4)]:
        row = f"{name} {claimed} Revoked {awarded} had been awarded"
        expect(console.get_by_role("row", name=row)).to_be_visible()
    for page in (theirs, console):
        expect(changes(page, "Revoked")).to_have_text(["6 hours taken back", "4 units taken back"])
        expect(changes(page, "Approved")).to_have_text(["6 hours", "4 units"])
        assert barriers(page) == []


# Credit types that are no longer offered


@pytest.fixture
def sent_back(desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork) -> Json:
    """A certificate that is to be changed, one of whose credit types was retired meanwhile."""
    certificate = decided(reviewer, hand_in(learner, claims=BOTH), "request_changes", "The date?")
    desk.administrator.admin("DELETE", "/credit-types/pdu", version=1)
    return certificate


STAYS = "No longer offered. It can stay as it is claimed."


def test_a_line_of_a_retired_credit_type_stays_when_the_certificate_is_edited(
    visits: Visits, learner: LearnerAtWork, sent_back: Json
) -> None:
    page = visits.signed_in(learner.account, f"/certificates/{sent_back['id']}/edit")
    dialog = CertificateDialog(page, "Edit certificate")
    line = dialog.box.get_by_role("button", name=re.compile("Credit type"))
    expect(line).to_have_text(["CPE hours", "pdu"])
    expect(line.nth(0)).not_to_have_accessible_description(re.compile(STAYS))
    expect(line.nth(1)).to_have_accessible_description(re.compile(re.escape(STAYS)))
    assert barriers(page) == []
    dialog.earned.fill("2024-05-18")
    dialog.is_submitted(TITLE)
    now = learner.read(sent_back)
    assert now["status"] == "pending"
    assert [claim["credit_type"] for claim in now["claims"]] == ["cpe", "pdu"]


def test_a_line_of_a_retired_credit_type_can_be_removed_and_not_added_again(
    visits: Visits, learner: LearnerAtWork, sent_back: Json
) -> None:
    page = visits.signed_in(learner.account, f"/certificates/{sent_back['id']}/edit")
    dialog = CertificateDialog(page, "Edit certificate")
    dialog.box.get_by_role("button", name="Remove pdu", exact=True).click()
    lines = dialog.box.get_by_role("button", name=re.compile("Credit type"))
    expect(lines).to_have_text(["CPE hours"])
    expect(dialog.box.get_by_role("button", name="Add another credit type")).to_have_count(0)
    lines.click()
    expect(page.get_by_role("option")).to_have_text([re.compile("CPE hours$")])
    page.keyboard.press("Escape")
    dialog.is_submitted(TITLE)
    assert [claim["credit_type"] for claim in learner.read(sent_back)["claims"]] == ["cpe"]


def test_what_can_be_claimed_no_more_can_be_handed_in_again(
    visits: Visits, desk: Academy, learner: LearnerAtWork, sent_back: Json
) -> None:
    """Where everything was retired, an academy with nothing to claim still takes it back."""
    desk.administrator.admin("DELETE", "/credit-types/cpe", version=2)
    page = visits.signed_in(learner.account, f"/certificates/{sent_back['id']}/edit")
    dialog = CertificateDialog(page, "Edit certificate")
    expect(dialog.says(STAYS)).to_have_count(2)
    dialog.is_submitted(TITLE)
    assert learner.read(sent_back)["status"] == "pending"


def test_staff_see_a_retired_credit_type_by_its_name(
    visits: Visits, desk: Academy, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    desk.know(learner)
    body = {**learner.submission(None, title=TITLE), "claims": BOTH}
    certificate = reviewer.admin("POST", f"/learners/{learner.sub}/certificates", body)
    desk.administrator.admin("DELETE", "/credit-types/pdu", version=1)
    page = review(visits, reviewer, certificate)
    press(page, "Edit")
    lines = page.get_by_role("button", name=re.compile("Credit type"))
    expect(lines).to_have_text(["CPE hours", "PDU leadership"])
    expect(lines.nth(1)).to_have_accessible_description(re.compile(re.escape(STAYS)))
    press(page, "Save and send for review")
    expect(page.get_by_text(f"“{TITLE}” was saved and is in review.").first).to_be_visible()
    assert [claim["credit_type"] for claim in learner.read(certificate)["claims"]] == ["cpe", "pdu"]


def test_a_draft_left_behind_of_a_credit_type_that_was_retired_is_told_to_choose_another(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account, "/certificates/new")
    dialog = CertificateDialog(page)
    dialog.begin()
    dialog.choose_type("PDU leadership")
    dialog.fill(title=TITLE)
    dialog.leave()
    desk.administrator.admin("DELETE", "/credit-types/pdu", version=1)
    page.reload()
    dialog.open()
    dialog.take_up(TITLE)
    line = dialog.box.get_by_role("button", name=re.compile("Credit type"))
    expect(line).to_have_text("pdu")
    # The forecast may have said it by now, in the same words.
    expect(line).to_have_accessible_description(re.compile("Can no longer be claimed"))
    dialog.save.click()
    expect(line).to_have_accessible_description(re.compile("Can no longer be claimed"))
    dialog.choose_type("CPE hours")
    dialog.is_submitted(TITLE)


# What a credit type's rule says


def test_a_validity_by_rule_follows_the_date_that_is_edited(
    visits: Visits, desk: Academy, learner: LearnerAtWork
) -> None:
    """Nobody stated it, so it is not sent as if somebody had."""
    desk.credit_type("pdu", version=1, requires=[], validity={"kind": "months", "months": 12})
    certificate = hand_in(learner, claims=BOTH)
    assert certificate["expires_on"] == "2025-05-17"
    page = visits.signed_in(learner.account, f"/certificates/{certificate['id']}/edit")
    dialog = CertificateDialog(page, "Edit certificate")
    dialog.earned.fill("2024-06-17")
    dialog.is_submitted(TITLE)
    assert learner.read(certificate)["expires_on"] == "2025-06-17"


# What has an id of its own


def test_the_same_content_after_a_withdrawal_is_another_certificate(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account)
    dialog = CertificateDialog(page)
    for _ in range(2):
        dialog.open()
        dialog.begin()
        dialog.choose_type("CPE hours")
        dialog.fill(title=TITLE)
        dialog.is_submitted(TITLE)
        newest = learner.call("GET", "/certificates")["items"][0]
        assert newest["status"] == "pending"
        page.goto(f"/certificates/{newest['id']}")
        see(page, TITLE)
        press(page, "Withdraw")
        press(page, "Withdraw certificate")
        expect(page.get_by_text("The certificate was withdrawn.").first).to_be_visible()
        page.goto("/certificates")
        see(page, "Certificates")
    found = learner.call("GET", "/certificates")["items"]
    assert [item["status"] for item in found] == ["withdrawn", "withdrawn"]
    assert len({item["id"] for item in found}) == 2


ULID = re.compile(r"[0-9A-HJKMNP-TV-Z]{26}")


def hear(page: Page) -> dict[str, str]:
    """The ids of what is submitted from now on, by title."""
    heard: dict[str, str] = {}

    def listen(request: Request) -> None:
        if request.method == "POST" and request.url.endswith("/certificates"):
            body = request.post_data_json
            assert ULID.fullmatch(body["id"])
            heard[body["title"]] = body["id"]

    page.on("request", listen)
    return heard


def ids(learner: LearnerAtWork) -> dict[str, str]:
    return {item["title"]: item["id"] for item in learner.call("GET", "/certificates")["items"]}


def test_whatever_a_learner_submits_brings_an_id(visits: Visits, learner: LearnerAtWork) -> None:
    """What is typed, what was left behind and what has a file."""
    page = visits.signed_in(learner.account)
    sent = hear(page)
    dialog = CertificateDialog(page)

    def fill(title: str) -> None:
        dialog.open()
        dialog.begin()
        dialog.choose_type("CPE hours")
        dialog.fill(title=title)

    fill("Typed")
    dialog.is_submitted("Typed")
    fill("Left behind")
    dialog.leave()
    dialog.open()
    dialog.take_up("Left behind")
    dialog.is_submitted("Left behind")
    fill("With a file")
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    dialog.is_submitted("With a file")
    assert sent == ids(learner)
    assert len(set(sent.values())) == 3


@pytest.mark.parametrize("file", [None, PNG], ids=["without a file", "with one"])
@pytest.mark.parametrize("many", [False, True], ids=["for one", "for many"])
def test_whatever_staff_enter_brings_an_id(
    visits: Visits, desk: Academy, learner: LearnerAtWork, many: bool, file: Path | None
) -> None:
    learners = {"Zoë Nuñez": learner}
    if many:
        learners["Second Learner"] = desk.learner("Second Learner")
    for name, one in learners.items():
        desk.administrator.admin("POST", "/learners", {"name": name, "mail": one.account.email})
    page = visits.signed_in(desk.administrator.account, "/console/learners")
    see(page, "Learners")
    sent = hear(page)
    for name in learners:
        page.get_by_role("checkbox", name=f"Select {name}", exact=True).check(force=True)
    press(page, "Enter for 2 learners" if many else "Enter for 1 learner")
    see(page, "Enter an event" if many else "Enter a certificate")
    press(page, "No file? Enter it without.")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_role("button", name=re.compile("Credit type")).click()
    page.get_by_role("option", name="CPE hours").click()
    page.get_by_label("Number of credits", exact=True).fill("3")
    page.get_by_label("Date earned", exact=True).fill("17/05/2024")
    if file:
        upload_file(page, file)
        expect(page.get_by_role("main").get_by_text(FINE, exact=True)).to_be_visible()
    press(page, "Enter for 2 learners" if many else "Enter certificate")
    entered = "2 certificates were entered" if many else "1 certificate was entered"
    expect(page.get_by_role("region", name=entered, exact=True)).to_be_visible()
    assert sent.keys() == {TITLE}
    assert all(ids(one) == sent for one in learners.values())


def test_a_try_that_arrived_and_was_withdrawn_since_is_not_taken_for_a_new_one(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account, "/certificates/new")
    dialog = CertificateDialog(page)
    dialog.begin()
    dialog.choose_type("CPE hours")
    dialog.fill(title=TITLE)

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/v1/certificates", lose, times=1)
    dialog.save.click()
    expect(dialog.says("The server cannot be reached.")).to_be_visible()
    [first] = learner.call("GET", "/certificates")["items"]
    learner.call("DELETE", f"/certificates/{first['id']}", version=1)
    dialog.save.click()
    expect(dialog.says("An earlier try arrived. Since then: Withdrawn")).to_be_visible()
    assert barriers(page) == []
    dialog.box.get_by_role("button", name="Make another certificate", exact=True).click()
    expect(dialog.title).to_have_value(TITLE)
    dialog.is_submitted(TITLE)
    found = learner.call("GET", "/certificates")["items"]
    assert [item["status"] for item in found] == ["pending", "withdrawn"]


# Corrections


def test_a_correction_takes_away_what_was_emptied_and_says_so_before(
    visits: Visits, reviewer: StaffAtWork, learner: LearnerAtWork
) -> None:
    certificate = hand_in(learner, issuer="Übungsakademie", expires_on="2030-01-02")
    page = review(visits, reviewer, certificate)
    press(page, "With changes")
    away = page.get_by_text("The approval takes away", exact=True)
    expect(away).to_have_count(0)
    page.get_by_label("Issued by", exact=True).fill("")
    expect(away).to_be_visible()
    expect(page.get_by_text("Issued by: Übungsakademie", exact=True)).to_be_visible()
    expect(page.get_by_text("It then does not expire")).to_have_count(0)
    page.get_by_label("Valid until", exact=True).fill("")
    expect(page.get_by_text("Valid until: 2 January 2030", exact=True)).to_be_visible()
    expect(page.get_by_text("It then does not expire")).to_be_visible()
    assert barriers(page) == []
    page.get_by_label("Comment", exact=True).fill("The document names neither.")
    press(page, "Approve certificate")
    now = decided_on(page, learner, certificate)
    assert (now["issuer"], now["expires_on"]) == (None, None)
    # What was not touched is not corrected.
    assert now["corrections"].keys() == {"issuer", "expires_on"}

    theirs = visits.signed_in(learner.account, f"/certificates/{certificate['id']}")
    see(theirs, TITLE)
    expect(theirs.get_by_text("stated was: Übungsakademie")).to_be_visible()
    expect(theirs.get_by_text("stated was: 2 Jan 2030")).to_be_visible()
    expect(changes(theirs, "Approved")).to_have_text(
        ["Übungsakademie taken away", "from 2 January 2030 → to Does not expire", "8 hours"]
    )
