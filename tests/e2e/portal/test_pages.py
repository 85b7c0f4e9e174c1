"""Every page of the learner's side, in every state, as everybody sees it.

Wide and narrow, light and dark: axe finds nothing, and nothing has to be scrolled sideways.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.client import Json, put
from local.stack import Stack
from tests.e2e.portal.dialog import FINE, TITLE, CertificateDialog
from tests.e2e.portal.support import HARD, Visits, barriers, is_hard_on, press, torn
from tests.e2e.support import JPEG, PDF, PNG, Academy, LearnerAtWork, open_academy

EVERY_LOOK = [(1440, "light"), (1440, "dark"), (360, "light"), (360, "dark")]
# Colours do not follow from the width: two looks show all there is of a state.
BOTH_ENDS = [EVERY_LOOK[0], EVERY_LOOK[-1]]
# One word, as long as a title may be: it has nowhere to break.
LONG = "Donaudampfschifffahrtsgesellschaftskapitänspatent" * 4


def is_fit_for_everybody(page: Page, looks: list[tuple[int, str]] = BOTH_ENDS) -> None:
    """Look at the page as it is now."""
    found = {}
    for width, scheme in looks:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.wait_for_function(
            "scheme => document.documentElement.style.colorScheme === scheme", arg=scheme
        )
        wrong: list[Json] = barriers(page)
        needed = page.evaluate("document.documentElement.scrollWidth")
        if needed > width:
            wrong.append({"scrolls sideways": needed})
        if wrong:
            found[width, scheme] = wrong
    assert found == {}


@pytest.fixture(scope="session")
def school(stack: Stack) -> Academy:
    """An academy whose credits have targets, caps and periods."""
    academy = open_academy(stack, credit_types=("pdu",))
    academy.credit_type(
        "cpe",
        requires=[],
        instructions="Hours of instruction, without breaks.",
        period_rules={"target": "20", "cap": "25", "carry_over": {"credits": "5", "periods": 1}},
    )
    return academy


@pytest.fixture(scope="session")
def pupil(school: Academy) -> LearnerAtWork:
    return school.learner()


@pytest.fixture(scope="session")
def certificates(
    school: Academy, pupil: LearnerAtWork, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Json]:
    """One in each state that looks different, by what it shows."""
    staff = school.administrator
    made = {
        "pending": pupil.hand_in(PDF),
        "approved": pupil.hand_in(
            PNG,
            title=LONG,
            issuer=LONG[:150],
            claims=[
                {"credit_type": "cpe", "credits": "32"},
                {"credit_type": "pdu", "credits": "3"},
            ],
        ),
        "changes requested": pupil.hand_in(JPEG, earned_on="2023-05-17"),
        "declined": pupil.hand_in(),
        "revoked": pupil.hand_in(),
        "withdrawn": pupil.hand_in(),
        "without a file": pupil.call(
            "POST", "/certificates", {**pupil.submission(""), "upload_id": None}
        ),
    }
    decisions = {
        "approved": ["approve"],
        "changes requested": ["request_changes"],
        "declined": ["decline"],
        "revoked": ["approve", "revoke"],
    }
    for state, actions in decisions.items():
        for action in actions:
            comment = f"As the rules say. {LONG if state == 'approved' else ''}"
            answer = staff.decide(made[state], action, comment)
            assert answer.ok, answer.text
            made[state] = answer.json()
    withdrawn = made["withdrawn"]
    pupil.call("DELETE", f"/certificates/{withdrawn['id']}", version=withdrawn["version"])
    refused = torn(tmp_path_factory.mktemp("files"))
    # Submitted before the file arrives: nobody can submit one that was refused already.
    permit = pupil.permit(refused)
    made["refused file"] = pupil.call("POST", "/certificates", pupil.submission(permit["id"]))
    put(permit, refused)
    pupil.inspected(permit["id"])
    return made


def test_the_door(visits: Visits, pupil: LearnerAtWork) -> None:
    page = visits.window()
    page.goto("/")
    expect(page.get_by_label("E-mail address")).to_be_visible()
    is_fit_for_everybody(page)
    page.get_by_label("E-mail address").fill(pupil.account.email)
    press(page, "Forgot your password?")
    expect(page.get_by_role("heading", name="Reset your password")).to_be_visible()
    is_fit_for_everybody(page)
    press(page, "Send a code")
    expect(page.get_by_label("Code from the mail")).to_be_visible()
    # What says that the button is busy names it for some seconds more, although it is gone.
    expect(page.locator("[role=log] [role=img]")).to_have_count(0)
    is_fit_for_everybody(page)


def test_an_empty_portfolio(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account)
    expect(page.get_by_text("Your portfolio is ready")).to_be_visible()
    is_fit_for_everybody(page)
    page.goto("/credits")
    expect(page.get_by_text("No credits yet")).to_be_visible()
    is_fit_for_everybody(page)
    page.goto("/nowhere")
    expect(page.get_by_role("heading", name="There is nothing here")).to_be_visible()
    is_fit_for_everybody(page)


@pytest.mark.usefixtures("certificates")
def test_a_full_portfolio(visits: Visits, pupil: LearnerAtWork) -> None:
    page = visits.signed_in(pupil.account)
    expect(page.get_by_role("heading", name="Needs your attention")).to_be_visible()
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    is_fit_for_everybody(page, EVERY_LOOK)
    page.set_viewport_size({"width": 1440, "height": 800})
    page.goto("/certificates")
    expect(page.get_by_role("link", name=TITLE).first).to_be_visible()
    expect(page.get_by_role("columnheader", name="Status")).to_be_in_viewport()
    is_fit_for_everybody(page, EVERY_LOOK)
    page.goto("/certificates?q=nothing+like+it")
    expect(page.get_by_text("No certificate matches")).to_be_visible()
    is_fit_for_everybody(page)
    page.get_by_role("button", name=re.compile("^Account: ")).click()
    expect(page.get_by_role("menuitem", name="Sign out", exact=True)).to_be_visible()
    assert barriers(page) == []
    page.goto("/credits")
    page.locator("summary").filter(has_text="2024").first.click()
    expect(page.get_by_role("region", name="CPE, 2024", exact=True)).to_be_visible()
    is_fit_for_everybody(page)


def test_every_page_in_a_hard_window(
    visits: Visits, pupil: LearnerAtWork, certificates: dict[str, Json]
) -> None:
    one = f"/certificates/{certificates['approved']['id']}"
    edited = f"/certificates/{certificates['changes requested']['id']}/edit"
    page = visits.signed_in(pupil.account, **HARD)
    wrong = {}
    for path in (
        "/",
        "/certificates",
        one,
        edited,
        "/certificates/new",
        "/credits",
        "/security",
        "/my-data",
        "/notifications",
    ):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.wait_for_load_state("networkidle")
        wrong[path] = is_hard_on(page)
    assert {path: found for path, found in wrong.items() if found} == {}


def test_what_a_learner_can_ask_for(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account, "/my-data")
    ask = page.get_by_role("button", name="Ask to be erased")
    expect(ask).to_be_visible()
    is_fit_for_everybody(page)
    ask.click()
    expect(page.get_by_role("alertdialog")).to_be_visible()
    is_fit_for_everybody(page)


def test_every_state_of_a_certificate(
    visits: Visits, pupil: LearnerAtWork, certificates: dict[str, Json]
) -> None:
    page = visits.signed_in(pupil.account)
    for state, certificate in certificates.items():
        page.goto(f"/certificates/{certificate['id']}")
        expect(page.get_by_role("heading", name="History")).to_be_visible()
        if state == "pending":
            expect(page.get_by_text("Decision expected")).to_be_visible()
            expect(page.get_by_role("group", name="Page 1 of 1")).to_contain_text("Certificate")
        is_fit_for_everybody(page, EVERY_LOOK if state == "pending" else BOTH_ENDS)
    page.goto(f"/certificates/{certificates['pending']['id']}")
    press(page, "Withdraw")
    expect(page.get_by_role("alertdialog", name="Withdraw this certificate?")).to_be_visible()
    is_fit_for_everybody(page)


def test_the_pages_on_which_a_certificate_is_added_and_edited(
    visits: Visits, pupil: LearnerAtWork, certificates: dict[str, Json], tmp_path: Path
) -> None:
    page = visits.signed_in(pupil.account, "/certificates/new")
    dialog = CertificateDialog(page)
    expect(dialog.box.get_by_text("Choose files", exact=True)).to_be_visible()
    is_fit_for_everybody(page)
    dialog.begin()
    dialog.save.click()
    expect(dialog.says("This is needed.").first).to_be_visible()
    is_fit_for_everybody(page)
    dialog.choose(torn(tmp_path))
    expect(dialog.says("The file cannot be used")).to_be_visible()
    is_fit_for_everybody(page)
    dialog.choose_type("CPE")
    dialog.fill(earned="2024-05-17")
    dialog.box.get_by_role("button", name="Add another credit type", exact=True).click()
    dialog.box.get_by_role("button", name="Remove this line", exact=True).click()
    dialog.choose(PDF)
    expect(dialog.says(FINE)).to_be_visible()
    expect(dialog.forecast.get_by_text("You may have handed this in before")).to_be_visible()
    is_fit_for_everybody(page)
    page.goto(f"/certificates/{certificates['changes requested']['id']}/edit")
    expect(CertificateDialog(page, "Edit certificate").title).to_have_value(TITLE)
    is_fit_for_everybody(page)
