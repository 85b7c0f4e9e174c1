"""A second factor in the portal: set up, asked for at sign-in, switched off; a must for staff."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from local import client
from local.client import Json
from local.stack import Stack
from local.totp import code_of
from tests.e2e.portal.support import Visits, barriers, sign_in
from tests.e2e.support import (
    PASSWORD,
    STAFF_FUNCTIONS,
    Academy,
    LearnerAtWork,
    StaffAtWork,
    open_academy,
    root,
    told,
)
from tests.support.totp import wrong_code

CODE = "Code from the app"


@pytest.fixture(scope="module")
def strict(stack: Stack) -> Iterator[Academy]:
    """An academy whose staff must have a second factor; its administrator has none yet."""
    academy = open_academy(stack)
    with told(stack, STAFF_FUNCTIONS, STAFF_MFA="on"):
        # The functions that a page asks first have started anew when it does.
        assert academy.administrator.second_factor() == {"enabled": False, "required": True}
        path = f"/admin/academies/{academy.id}/settings"
        assert academy.administrator.request("GET", path).status_code == 403
        yield academy


def secret_on(page: Page) -> str:
    return page.get_by_role("code").inner_text().replace(" ", "")


def type_code(page: Page, code: str, submit: str) -> None:
    page.get_by_label(CODE).fill(code)
    page.get_by_role("button", name=submit, exact=True).click()


def enrol(page: Page) -> str:
    """Set up an authenticator where the portal asks for it."""
    expect(page.get_by_role("img", name="QR code with the key below")).to_be_visible()
    secret = secret_on(page)
    type_code(page, code_of(secret), "Confirm")
    return secret


def with_password(page: Page, account: LearnerAtWork | StaffAtWork) -> None:
    page.get_by_label("E-mail address").fill(account.account.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Account: Test").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="Welcome back")).to_be_visible()


def to_security(page: Page) -> None:
    page.get_by_role("button", name="Account: Test").click()
    page.get_by_role("menuitem", name="Sign-in security").click()


def kept_by(page: Page) -> str:
    """All that the browser keeps of the portal."""
    return str(page.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])"))


def test_somebody_sets_one_up_signs_in_with_it_and_switches_it_off(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.window()
    visited: list[str] = []
    page.on("request", lambda request: visited.append(request.url))
    page.goto("/")
    sign_in(page, learner.account)
    to_security(page)
    expect(page.get_by_text("Off: signing in takes your password alone")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Set up an authenticator app").click()
    expect(page.get_by_role("img", name="QR code with the key below")).to_be_visible()
    assert barriers(page) == []
    secret = secret_on(page)
    type_code(page, "12 34", "Confirm")
    expect(page.get_by_text("Type the six digits that the app shows now.")).to_be_visible()
    type_code(page, wrong_code(secret), "Confirm")
    expect(page.get_by_text("That is not the code of this moment.")).to_be_visible()
    assert barriers(page) == []
    code = code_of(secret)
    type_code(page, f"{code[:3]} {code[3:]}", "Confirm")
    expect(page.get_by_text("On: signing in takes your password and a code")).to_be_visible()
    assert barriers(page) == []

    sign_out(page)
    with_password(page, learner)
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    expect(page.get_by_label(CODE)).to_be_focused()
    assert barriers(page) == []
    type_code(page, wrong_code(secret), "Sign in")
    expect(page.get_by_text("That is not the code of this moment.")).to_be_visible()
    code = code_of(secret)
    type_code(page, f" {code[:3]} {code[3:]} ", "Sign in")
    to_security(page)
    expect(page.get_by_text("On: signing in takes your password and a code")).to_be_visible()
    # Nothing of it stays, and nothing of it was in an address.
    said = kept_by(page) + json.dumps(visited)
    assert secret not in said
    assert code not in said
    assert '"access"' not in said.replace("\\", "")

    page.get_by_role("button", name="Switch off", exact=True).click()
    dialog = page.get_by_role("alertdialog", name="Switch the second factor off?")
    expect(dialog).to_be_visible()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Switch off", exact=True).click()
    expect(page.get_by_text("Off: signing in takes your password alone")).to_be_visible()
    sign_out(page)
    sign_in(page, learner.account)


def test_another_authenticator_takes_the_place_of_the_one_before(
    visits: Visits, learner: LearnerAtWork
) -> None:
    page = visits.signed_in(learner.account, "/security")
    page.get_by_role("button", name="Set up an authenticator app").click()
    before = enrol(page)
    page.get_by_role("button", name="Use another authenticator app").click()
    after = enrol(page)
    expect(page.get_by_role("button", name="Use another authenticator app")).to_be_visible()
    assert before != after
    sign_out(page)
    with_password(page, learner)
    type_code(page, code_of(before), "Sign in")
    expect(page.get_by_text("That is not the code of this moment.")).to_be_visible()
    type_code(page, code_of(after), "Sign in")
    expect(page.get_by_role("banner")).to_be_visible()


def test_a_session_that_ended_goes_on_with_password_and_code(
    visits: Visits, learner: LearnerAtWork
) -> None:
    secret = client.enrol(learner.stack, learner.account.tokens["AccessToken"])
    page = visits.window()
    page.clock.install()
    page.goto("/credits")
    with_password(page, learner)
    type_code(page, code_of(secret), "Sign in")
    expect(page.get_by_role("heading", name="Credits", level=1)).to_be_visible()
    root(learner.stack, "cognito-idp").admin_user_global_sign_out(
        UserPoolId=learner.stack.user_pool_id, Username=learner.account.email
    )
    page.clock.fast_forward("01:00:00")
    page.get_by_role("link", name="Certificates", exact=True).click()
    again = page.get_by_role("dialog", name="Sign in again to go on")
    again.get_by_label("Password", exact=True).fill(PASSWORD)
    again.get_by_role("button", name="Sign in", exact=True).click()
    expect(again.get_by_label(CODE)).to_be_focused()
    assert barriers(page) == []
    type_code(page, code_of(secret), "Sign in")
    expect(again).to_be_hidden()
    expect(page.get_by_text("Your portfolio is ready for its first certificate")).to_be_visible()


def test_a_sign_in_that_takes_too_long_begins_again(visits: Visits, learner: LearnerAtWork) -> None:
    page = visits.signed_in(learner.account, "/security")
    page.get_by_role("button", name="Set up an authenticator app").click()
    secret = enrol(page)
    expect(page.get_by_role("button", name="Switch off", exact=True)).to_be_visible()
    sign_out(page)
    with_password(page, learner)
    # The local AWS lets a challenge stand; AWS ends it after three minutes.
    expired: Json = {
        "__type": "NotAuthorizedException",
        "message": "Invalid session for the user, session is expired.",
    }

    def end(route: Route) -> None:
        if "SOFTWARE_TOKEN_MFA_CODE" in (route.request.post_data or ""):
            route.fulfill(
                status=400, json=expired, headers={"access-control-allow-origin": visits.address}
            )
        else:
            route.fallback()

    page.route(f"{learner.stack.endpoint}/", end)
    type_code(page, code_of(secret), "Sign in")
    expect(page.get_by_text("That took too long, or too many tries.")).to_be_visible()
    page.unroute(f"{learner.stack.endpoint}/")
    expect(page.get_by_label("Password", exact=True)).to_have_value("")
    with_password(page, learner)
    type_code(page, code_of(secret), "Sign in")
    expect(page.get_by_role("banner")).to_be_visible()


def test_a_pool_that_asks_for_one_at_sign_in_gets_it(
    visits: Visits, learner: LearnerAtWork
) -> None:
    """The local AWS never asks; what AWS sends where the pool demands it is put in here."""
    page = visits.window()
    asked: Json = {
        "ChallengeName": "MFA_SETUP",
        "Session": "a-session-of-twenty-characters",
        "ChallengeParameters": {"MFAS_CAN_SETUP": '["SOFTWARE_TOKEN_MFA"]'},
    }

    def ask(route: Route) -> None:
        if "PASSWORD_CLAIM_SIGNATURE" in (route.request.post_data or ""):
            route.fulfill(
                status=200, json=asked, headers={"access-control-allow-origin": visits.address}
            )
        else:
            route.fallback()

    page.route(f"{learner.stack.endpoint}/", ask)
    page.goto("/credits")
    with_password(page, learner)
    expect(page.get_by_text("Your account needs one before you can sign in.")).to_be_visible()
    expect(page.get_by_role("img", name="QR code with the key below")).to_be_visible()
    assert barriers(page) == []
    secret = secret_on(page)
    type_code(page, wrong_code(secret), "Confirm")
    expect(page.get_by_text("That is not the code of this moment.")).to_be_visible()
    type_code(page, code_of(secret), "Confirm")
    expect(page.get_by_role("heading", name="Credits", level=1)).to_be_visible()


def test_a_member_of_staff_is_led_to_it_and_then_to_where_they_wanted_to_go(
    visits: Visits, strict: Academy
) -> None:
    member = strict.administrator
    page = visits.signed_in(member.account, "/console/credit-types")
    dialog = page.get_by_role("dialog", name="Set up a second factor")
    expect(dialog.get_by_role("img", name="QR code with the key below")).to_be_visible()
    assert barriers(page) == []
    dialog.get_by_role("button", name="Not now").click()
    expect(page.get_by_text("Your academy asks its staff for a second factor.")).to_be_visible()
    assert barriers(page) == []
    page.get_by_role("button", name="Set it up now").click()
    expect(dialog).to_be_visible()
    secret = secret_on(page)
    type_code(page, wrong_code(secret), "Confirm")
    expect(dialog.get_by_text("That is not the code of this moment.")).to_be_visible()
    type_code(page, code_of(secret), "Confirm")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="Credit types", level=1)).to_be_visible()

    # What a must is, is not switched off here.
    page.goto("/security")
    expect(page.get_by_text("Your academy asks its staff for a second factor.")).to_be_visible()
    expect(page.get_by_role("button", name="Use another authenticator app")).to_be_visible()
    expect(page.get_by_role("button", name="Switch off", exact=True)).to_be_hidden()
    assert barriers(page) == []

    # Switched off elsewhere while somebody types: asked for again, and what was typed is saved.
    page.goto("/console/desk")
    page.get_by_label("Promise: decided within so many days").fill("9")
    member.enrol(enabled=False)
    member.second_factor()
    page.get_by_role("button", name="Save changes").click()
    expect(dialog.get_by_role("img", name="QR code with the key below")).to_be_visible()
    enrol(page)
    expect(dialog).to_be_hidden()
    expect(page.get_by_text("The settings were saved.").first).to_be_visible()
    assert member.admin("GET", "/settings")["review_days"] == 9


def test_who_enrolled_elsewhere_is_let_in_without_being_asked(
    visits: Visits, stack: Stack, strict: Academy
) -> None:
    member = strict.administrator
    member.enrol()
    page = visits.signed_in(member.account, "/console/staff")
    expect(page.get_by_role("heading", name="Staff", level=1)).to_be_visible()
    # A list too old is read again, without anybody noticing.
    root(stack, "dynamodb").update_item(
        TableName=stack.table,
        Key={
            "PK": {"S": f"ACADEMY#{member.academy_id}"},
            "SK": {"S": f"STAFF#{member.principal}"},
        },
        UpdateExpression="SET second_factor.read_at = :then",
        ExpressionAttributeValues={":then": {"S": "2026-01-01T00:00:00.000000Z"}},
    )
    page.reload()
    expect(page.get_by_role("heading", name="Staff", level=1)).to_be_visible()
    expect(page.get_by_role("dialog", name="Set up a second factor")).to_be_hidden()
