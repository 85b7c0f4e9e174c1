"""Signing in to the portal and out of it."""

from playwright.sync_api import expect

from tests.e2e.portal.support import Visits, barriers, sign_in
from tests.e2e.support import LearnerAtWork


def test_a_learner_signs_in_and_finds_an_empty_portfolio(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account)
    expect(page.get_by_role("heading", name="Certificates", level=1)).to_be_visible()
    expect(page.get_by_text("Your portfolio is ready for its first certificate")).to_be_visible()
    assert barriers(page) == []


def test_a_wrong_password_is_told_without_saying_what_is_wrong(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    page.goto("/")
    page.get_by_label("E-mail address").fill(learner.account.email)
    page.get_by_label("Password", exact=True).fill("Not-The-Password-1")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("The e-mail address or the password is not right.")).to_be_visible()
    assert barriers(page) == []


def test_who_signed_in_stays_so_in_another_tab_and_is_out_of_both_at_once(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account)
    other = page.context.new_page()
    other.goto("/credits")
    expect(other.get_by_role("heading", name="Credits", level=1)).to_be_visible()
    page.get_by_role("button", name="Test Learner").click()
    page.get_by_role("menuitem", name="Sign out").click()
    for tab in (page, other):
        expect(tab.get_by_role("heading", name="Welcome back")).to_be_visible()


def test_the_page_that_was_asked_for_opens_after_signing_in(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    page.goto("/credits")
    sign_in(page, learner.account)
    expect(page.get_by_role("heading", name="Credits", level=1)).to_be_visible()
