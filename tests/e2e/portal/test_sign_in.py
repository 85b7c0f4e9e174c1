"""Signing in to the portal and out of it."""

from playwright.sync_api import expect

from tests.e2e.portal.support import Visits, barriers, press, see, sign_in, sign_out
from tests.e2e.support import Academy, LearnerAtWork, root

LOCAL_CODE = "654321"
"""The local AWS sends no mail: whoever asks there for a code gets this one."""


def test_a_learner_signs_in_and_finds_an_empty_portfolio(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account)
    see(page, "Welcome, Test Learner")
    expect(page.get_by_text("Your portfolio is ready for its first certificate")).to_be_visible()
    assert barriers(page) == []


def test_who_signed_in_stays_so_in_another_tab_and_is_out_of_both_at_once(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account)
    other = page.context.new_page()
    other.goto("/credits")
    expect(other.get_by_role("heading", name="Credits", level=1)).to_be_visible()
    sign_out(page)
    expect(other.get_by_role("heading", name="Welcome back", exact=True)).to_be_visible()


def test_the_page_that_was_asked_for_opens_after_signing_in(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    page.goto("/credits")
    sign_in(page, learner.account)
    see(page, "Credits")


def test_a_temporary_password_is_replaced_at_the_first_sign_in(
    visits: Visits, learner: LearnerAtWork
) -> None:
    root(learner.stack, "cognito-idp").admin_set_user_password(
        UserPoolId=learner.stack.user_pool_id,
        Username=learner.account.email,
        Password="Temporary-Word-1",
        Permanent=False,
    )
    page = visits.window()
    page.goto("/")
    page.get_by_label("E-mail address").fill(learner.account.email)
    page.get_by_label("Password", exact=True).fill("Temporary-Word-1")
    press(page, "Sign in")
    expect(page.get_by_role("heading", name="Choose your password")).to_be_visible()
    assert barriers(page) == []
    first = page.get_by_label("New password", exact=True)
    second = page.get_by_label("Repeat the new password")
    save = page.get_by_role("button", name="Save and sign in")
    first.fill("Chosen-Password-2")
    second.fill("Chosen-Password-2")
    save.click()
    see(page, "Welcome, Test Learner")


def test_a_forgotten_password_is_replaced_with_the_code_from_the_mail(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    page.goto("/")
    page.get_by_label("E-mail address").fill(learner.account.email)
    press(page, "Forgot your password?")
    expect(page.get_by_label("E-mail address")).to_have_value(learner.account.email)
    press(page, "Send a code")
    code = page.get_by_label("Code from the mail")
    expect(code).to_be_focused()
    for label in ("New password", "Repeat the new password"):
        page.get_by_label(label, exact=True).fill("Remembered-Word-2")
    code.fill("000000")
    press(page, "Set the new password")
    expect(page.get_by_text("The code is wrong or has expired.")).to_be_visible()
    code.fill(LOCAL_CODE)
    code.press("Enter")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    sign_in(page, learner.account, "Remembered-Word-2")


def test_who_has_no_account_is_not_told_so_when_asking_for_a_code(visits: Visits) -> None:
    page = visits.window()
    page.goto("/")
    press(page, "Forgot your password?")
    page.get_by_label("E-mail address").fill("nobody@demo.example")
    press(page, "Send a code")
    expect(page.get_by_text("If nobody@demo.example has an account")).to_be_visible()
    press(page, "Back to sign in")
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_an_academys_address_shows_its_face_and_the_language_that_is_chosen(
    visits: Visits, desk: Academy
) -> None:
    face = {"name": "Académie du Soir", "accent": "#7a1f5c"}
    desk.administrator.admin("PUT", "/settings", face)
    page = visits.window()
    page.goto(f"/a/{desk.id}")
    expect(page.get_by_text("Académie du Soir")).to_be_visible()
    assert page.title() == "Sign in · Académie du Soir"
    assert barriers(page) == []
    press(page, "Deutsch")
    see(page, "Willkommen zurück")
    assert page.locator("html").get_attribute("lang") == "de"
    assert page.title() == "Anmelden · Académie du Soir"
    assert barriers(page) == []
    press(page, "English")
    see(page, "Welcome back")
