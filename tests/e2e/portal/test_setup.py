"""Setting the academy up: credit types with their rules, reasons, staff."""

import re
import uuid

from playwright.sync_api import Locator, Page, expect

from tests.e2e.portal.support import Visits, barriers, press, see
from tests.e2e.support import PASSWORD, Academy, root, sign_up
from tools import browser


def field(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def told(page: Page, words: str) -> None:
    """What went well is said where one is."""
    expect(page.get_by_role("status").filter(has_text=words)).to_be_visible()


def confirm(page: Page, question: str, answer: str) -> Locator:
    """Answer a question that is asked before something is done."""
    dialog = page.get_by_role("alertdialog", name=question, exact=True)
    dialog.get_by_role("button", name=answer, exact=True).click()
    return dialog


def example(page: Page, part: str) -> Locator:
    """The example beside one part of the form."""
    return page.get_by_role("note").filter(has_text=part)


def test_the_slower_of_two_administrators_sees_what_the_faster_saved(
    visits: Visits, desk: Academy
) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/credit-types/cpe")
    field(page, "Most per certificate").fill("10")
    desk.credit_type("cpe", version=1, maximum="30")
    press(page, "Save changes")
    expect(page.get_by_text("Somebody else changed this meanwhile")).to_be_visible()
    expect(field(page, "Most per certificate")).to_have_value("10")
    press(page, "Show it as it is now")
    expect(field(page, "Most per certificate")).to_have_value("30")
    field(page, "Most per certificate").fill("10")
    press(page, "Save changes")
    told(page, "CPE was saved.")
    assert desk.administrator.admin("GET", "/credit-types/cpe")["maximum"] == "10.00"


def test_a_credit_type_is_retired_and_brought_back(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/credit-types/cpe")
    see(page, "Edit CPE")
    press(page, "Retire")
    confirm(page, "Retire CPE?", "Retire")
    told(page, "CPE was retired.")
    see(page, "Credit types")
    retired = page.get_by_role("listitem").filter(has=page.get_by_text("Retired", exact=True))
    retired.get_by_role("link", name="CPE", exact=True).click()
    see(page, "Edit CPE")
    press(page, "Bring back")
    told(page, "CPE was saved.")
    see(page, "Credit types")
    used = page.get_by_role("listitem").filter(has=page.get_by_text("In use", exact=True))
    expect(used.get_by_role("link", name="CPE", exact=True)).to_be_visible()


def test_settings_that_somebody_else_changed_are_shown_before_they_are_changed_again(
    visits: Visits, desk: Academy
) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/desk")
    promise = field(page, "Promise: decided within so many days")
    promise.fill("3")
    settings = desk.administrator.admin("GET", "/settings")
    body = {name: settings[name] for name in ("time_zone", "lease_minutes", "reasons")}
    desk.administrator.admin("PUT", "/settings", {**body, "review_days": 8})
    press(page, "Save changes")
    press(page, "Show it as it is now")
    expect(promise).to_have_value("8")


def test_staff_are_added_changed_and_removed(visits: Visits, desk: Academy) -> None:
    account = sign_up(desk.stack, desk.id, "staff")
    page = visits.signed_in(desk.administrator.account, "/console/staff")
    own = page.get_by_role("row").filter(has_text="(you)")
    expect(
        own.get_by_role("button", name="Another administrator has to remove you", exact=True)
    ).to_be_disabled()
    press(page, "Add to staff")
    dialog = page.get_by_role("dialog", name="Add to staff", exact=True)
    dialog.get_by_label("Mail address", exact=True).fill(account.email)
    dialog.get_by_label("Name", exact=True).fill("Second Reviewer")
    dialog.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="Second Reviewer was added to the staff", exact=True)
    expect(dialog.get_by_role("listitem").first).to_contain_text("with the password they have")
    dialog.get_by_role("button", name="Done", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Second Reviewer")
    expect(row.get_by_role("cell", name="Reviewer", exact=True)).to_be_visible()

    press(page, "Edit Second Reviewer")
    page.get_by_role("radio", name="Administrator", exact=True).check()
    press(page, "Save changes")
    expect(row.get_by_role("cell", name="Administrator", exact=True)).to_be_visible()
    theirs = visits.signed_in(account, "/console/staff")
    expect(theirs.get_by_role("button", name="Add to staff", exact=True)).to_be_visible()

    path = f"/staff/{account.sub}"
    desk.administrator.admin(
        "PUT", path, {"name": "Senior Reviewer", "role": "reviewer"}, version=2
    )
    press(page, "Remove Second Reviewer")
    dialog = confirm(page, "Remove Second Reviewer from the staff?", "Remove")
    expect(dialog.get_by_text("Somebody else changed this meanwhile.")).to_be_visible()
    dialog.get_by_role("button", name="Cancel", exact=True).click()
    expect(dialog).to_be_hidden()
    press(page, "Remove Senior Reviewer")
    confirm(page, "Remove Senior Reviewer from the staff?", "Remove")
    told(page, "Senior Reviewer was removed from the staff.")
    members = desk.administrator.admin("GET", "/staff")["items"]
    assert account.sub not in [member["principal"] for member in members]


def test_somebody_is_invited_by_mail_and_a_learner_is_picked_by_name(
    visits: Visits, desk: Academy
) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/staff")
    mail = f"{uuid.uuid4().hex}@demo.example"
    press(page, "Add to staff")
    dialog = page.get_by_role("dialog", name="Add to staff", exact=True)
    dialog.get_by_label("Mail address", exact=True).fill(mail)
    dialog.get_by_label("Name", exact=True).fill("New Reviewer")
    dialog.get_by_role("button", name="Invite", exact=True).click()
    dialog = page.get_by_role("dialog", name="New Reviewer was added to the staff", exact=True)
    steps = dialog.get_by_role("listitem")
    expect(steps.first).to_contain_text(f"Open the mail that was just sent to {mail}")
    expect(steps.nth(1)).to_contain_text("choose a password of their own")
    assert barriers(page) == []
    dialog.get_by_role("button", name="Done", exact=True).click()
    row = page.get_by_role("row").filter(has_text="New Reviewer")
    expect(row).to_contain_text("Invited, has not signed in yet")

    # Theirs is the group that the console is offered to, and the account is this academy's.
    cognito, pool = root(desk.stack, "cognito-idp"), desk.stack.user_pool_id
    groups = cognito.admin_list_groups_for_user(UserPoolId=pool, Username=mail)["Groups"]
    assert [group["GroupName"] for group in groups] == ["staff"]
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=mail, Password=PASSWORD, Permanent=True
    )
    theirs = visits.window()
    theirs.goto("/console/queue")
    browser.sign_in(theirs, mail, PASSWORD)
    see(theirs, "Review queue")

    learner = desk.know(desk.learner())
    press(page, "Add to staff")
    dialog = page.get_by_role("dialog", name="Add to staff", exact=True)
    dialog.get_by_label("Mail address", exact=True).fill("test lea")
    page.get_by_role("option").filter(has_text=learner["mail"]).click()
    expect(dialog.get_by_label("Mail address", exact=True)).to_have_value(learner["mail"])
    expect(dialog.get_by_label("Name", exact=True)).to_have_value(learner["name"])
    dialog.get_by_role("radio", name="Administrator", exact=True).check()
    dialog.get_by_role("button", name="Invite", exact=True).click()
    press(page, "Done")
    members = desk.administrator.admin("GET", "/staff")["items"]
    (member,) = [item for item in members if item["principal"] == learner["learner_id"]]
    assert (member["role"], member["invited"]) == ("administrator", False)


def test_a_system_is_added_by_the_role_it_signs_with(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/staff")
    press(page, "Add to staff")
    dialog = page.get_by_role("dialog", name="Add to staff", exact=True)
    dialog.get_by_role("radio", name="A system", exact=True).check()
    dialog.get_by_label("Account and role", exact=True).fill("123456789012.platform")
    dialog.get_by_label("Name", exact=True).fill("Learning platform")
    dialog.get_by_role("button", name="Add to staff", exact=True).click()
    row = page.get_by_role("row").filter(has_text="Learning platform")
    expect(row).to_contain_text("123456789012.platform")


def test_a_reviewers_page_is_refused_nothing(visits: Visits, desk: Academy) -> None:
    page = visits.window()
    refused: list[str] = []
    page.on("response", lambda answer: answer.ok or refused.append(answer.url))
    account = desk.staff("reviewer").account
    page.goto("/console/queue")
    browser.sign_in(page, account.email, PASSWORD)
    see(page, "Review queue")
    expect(page.get_by_role("heading", name="The queue is empty", exact=True)).to_be_visible()
    assert refused == []


def changes(page: Page) -> Locator:
    """The changes on the page, newest first."""
    return page.get_by_role("list", name="Changes").get_by_role("listitem")


def test_more_changes_are_shown_when_asked_for(visits: Visits, desk: Academy) -> None:
    for number in range(55):
        desk.administrator.admin("PUT", f"/staff/role-{number}", {"name": "A", "role": "reviewer"})
    page = visits.signed_in(desk.administrator.account, "/console/changes")
    expect(changes(page)).to_have_count(50)
    page.get_by_role("button", name="Show older changes").click()
    expect(changes(page)).to_have_count(56)
    expect(page.get_by_role("button", name="Show older changes")).not_to_be_visible()


def test_an_external_id_that_is_taken_is_said_at_the_field(visits: Visits, desk: Academy) -> None:
    first, second = desk.know(desk.learner()), desk.know(desk.learner())
    body = {"name": "First Learner", "external_id": "HR-1"}
    desk.administrator.admin("PUT", f"/learners/{first['learner_id']}", body, version=1)
    page = visits.signed_in(desk.administrator.account, f"/console/learners/{second['learner_id']}")
    page.get_by_role("button", name="Edit", exact=True).click()
    dialog = page.get_by_role("dialog", name="Edit learner")
    dialog.get_by_label("External id").fill("HR-1")
    dialog.get_by_role("button", name="Save changes").click()
    expect(dialog.get_by_label("External id")).to_have_accessible_description(
        re.compile("Belongs to another learner")
    )
