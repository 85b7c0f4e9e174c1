"""Setting the academy up: credit types with their rules, reasons, staff."""

import re
import uuid
from datetime import UTC, datetime

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


def test_a_credit_type_is_made_with_all_its_rules(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/credit-types")
    page.get_by_role("link", name="Add credit type", exact=True).click()
    page.get_by_role("link", name="An empty form", exact=True).click()
    add = page.get_by_role("button", name="Add credit type", exact=True)
    add.click()
    expect(field(page, "Name")).to_be_focused()
    expect(field(page, "Name")).to_have_accessible_description(re.compile("This is needed"))

    field(page, "Name").fill("Safety hours")
    field(page, "Short id").fill("Safety Hours")
    expect(field(page, "Short id")).to_have_value("safety-hours")
    field(page, "Unit").fill("hours")
    page.get_by_label(re.compile("^Instructions for learners")).fill("Without breaks.")
    field(page, "Step").fill("0.5")
    field(page, "Least per certificate").fill("1")
    field(page, "Most per certificate").fill("20")
    expect(example(page, "1 or 1.5 hours can be claimed; 1.25 cannot.")).to_contain_text(
        "One certificate brings 1 to 20 hours."
    )
    page.get_by_label("The certificate's number").first.check()
    field(page, "Earned within so many months").fill("24")
    page.get_by_role("radio", name="Until a fixed date").check(force=True)
    field(page, "Valid until").fill("31/12/2029")
    page.get_by_label("Year with its own start").check(force=True)
    page.get_by_role("button", name=re.compile("Month")).click()
    page.get_by_role("option", name="July", exact=True).click()
    field(page, "Target").fill("20")
    field(page, "Cap").fill("24")
    page.get_by_label("Carry credits beyond the cap").check(force=True)
    field(page, "At most so many").fill("4")
    expect(example(page, "Of 30 hours in one period")).to_contain_text(
        "24 count, 4 are carried over and 2 lapse."
    )
    press(page, "Add a question")
    field(page, "Question 1").fill("Is the name the learner's?")
    add.click()
    told(page, "Safety hours was saved.")
    see(page, "Credit types")
    expect(page.get_by_role("link", name="Safety hours", exact=True)).to_be_visible()
    saved = desk.administrator.admin("GET", "/credit-types/safety-hours")
    assert (saved["step"], saved["minimum"], saved["maximum"]) == ("0.50", "1.00", "20.00")
    assert saved["requires"] == ["file", "certificate_number"]
    assert saved["earned_within_months"] == 24
    assert saved["validity"] == {"kind": "fixed", "on": "2029-12-31"}
    assert saved["checklist"] == ["Is the name the learner's?"]
    (rules,) = saved["rules"]
    assert rules["period"] == {"kind": "year", "month": 7, "day": 1}
    assert (rules["target"], rules["cap"]) == ("20.00", "24.00")
    assert rules["carry_over"] == {"credits": "4.00", "periods": 1}


def test_until_the_next_period_the_list_shows_the_rules_in_force(
    visits: Visits, desk: Academy
) -> None:
    desk.credit_type("hours", requires=[], period_rules={"target": "20"})
    # What somebody has claimed changes with the next period alone.
    learner = desk.learner()
    claims = [{"credit_type": "hours", "credits": "1"}]
    learner.call("POST", "/certificates", learner.submission(None, claims=claims))
    desk.credit_type("hours", version=1, requires=[], period_rules={"target": "30"})
    page = visits.signed_in(desk.administrator.account, "/console/credit-types")
    link = page.get_by_role("link", name="HOURS", exact=True)
    card = page.get_by_role("listitem").filter(has=link)
    begins = f"1 Jan {datetime.now(UTC).year + 1}"
    expect(card).to_contain_text("target 20 hours")
    expect(card).to_contain_text(f"From {begins}")
    expect(card).to_contain_text("target 30 hours")
    link.click()
    see(page, "Edit HOURS")
    expect(field(page, "Target")).to_have_value("30")
    expect(page.get_by_text(f"These are the rules from {begins}")).to_be_visible()


def test_rules_that_do_not_fit_together_are_marked_in_the_servers_words(
    visits: Visits, desk: Academy
) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/credit-types/cpe")
    save = page.get_by_role("button", name="Save changes", exact=True)
    least = field(page, "Least per certificate")
    least.fill("0.3")
    save.click()
    expect(least).to_have_accessible_description(re.compile("Must be a multiple of the step"))
    expect(least).to_be_focused()
    least.fill("")
    field(page, "Target").fill("30")
    field(page, "Cap").fill("20")
    save.click()
    expect(page.get_by_text("The target must not be above the cap")).to_be_visible()
    field(page, "Target").fill("")
    for place in (1, 2):
        press(page, "Add a question")
        field(page, f"Question {place}").fill("Twice?")
    save.click()
    expect(page.get_by_text("The questions of the checklist must differ")).to_be_visible()
    # What cannot be asked any more is not sent either.
    page.get_by_label("Approved by itself").check()
    page.get_by_label("Carry credits beyond the cap").check()
    page.get_by_label("Lifetime").check()
    save.click()
    told(page, "CPE was saved.")


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


def test_reasons_and_pace_are_changed(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/desk")
    promise = field(page, "Promise: decided within so many days")
    promise.fill("0")
    save = page.get_by_role("button", name="Save changes", exact=True)
    save.click()
    expect(promise).to_have_accessible_description(re.compile("Must be at least 1"))
    promise.fill("5")
    fields = page.get_by_role("textbox", name="Reason", exact=True)
    before = fields.count()
    press(page, "Remove: It was earned too long ago")
    expect(fields).to_have_count(before - 1)
    press(page, "Add a reason")
    expect(fields).to_have_count(before)
    fields.nth(before - 1).fill("The seal is missing")
    uses = page.get_by_role("group", name="Offered for", exact=True).last
    uses.get_by_label("Decline", exact=True).uncheck()
    save.click()
    told(page, "The settings were saved.")
    saved = desk.administrator.admin("GET", "/settings")
    assert saved["review_days"] == 5
    reasons = {reason["id"]: reason for reason in saved["reasons"]}
    assert "too-old" not in reasons
    assert reasons["the-seal-is-missing"]["uses"] == ["request_changes"]

    # Nobody has to load the page anew to change them again.
    press(page, "Dismiss")
    promise.fill("6")
    # The first save's word of it may still be on the screen.
    with page.expect_response(lambda answer: answer.request.method == "PUT") as answered:
        save.click()
    assert answered.value.ok
    expect(promise).to_have_value("6")
    assert desk.administrator.admin("GET", "/settings")["review_days"] == 6


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


def test_a_learner_at_the_console_is_told_whom_it_is_for(visits: Visits, desk: Academy) -> None:
    account = desk.learner().account
    page = visits.signed_in(account, "/console/queue")
    expect(page.get_by_text("This part is for the academy's staff")).to_be_visible()
    expect(page.get_by_text(f"invite {account.email} to the staff")).to_be_visible()
    page.get_by_role("link", name="Go to your certificates", exact=True).click()
    see(page, "Certificates")


def test_a_reviewers_page_is_refused_nothing(visits: Visits, desk: Academy) -> None:
    page = visits.window()
    refused: list[str] = []
    page.on("response", lambda answer: answer.ok or refused.append(answer.url))
    account = desk.staff("reviewer").account
    page.goto("/console/queue")
    browser.sign_in(page, account.email, PASSWORD)
    see(page, "Review queue")
    expect(
        page.get_by_role("heading", name="Nothing has been handed in yet", exact=True)
    ).to_be_visible()
    assert refused == []


def changes(page: Page) -> Locator:
    """The changes on the page, newest first."""
    return page.get_by_role("list", name="Changes").get_by_role("listitem")


def test_who_changed_what_is_told_in_plain_words(visits: Visits, desk: Academy) -> None:
    head, other = desk.administrator, desk.staff("administrator")
    desk.credit_type("cpe", version=1, name="CPE hours", period_rules={"cap": "20"})
    head.admin(
        "PUT", f"/staff/{other.principal}", {"name": "Second Hand", "role": "reviewer"}, version=1
    )
    head.admin("PUT", "/settings", {"review_days": 5})
    learner = desk.know(desk.learner())
    page = visits.signed_in(head.account, "/console/staff")
    navigation = page.get_by_role("navigation", name="Set-up", exact=True)
    navigation.get_by_role("link", name="Changes", exact=True).click()
    expect(page.get_by_role("heading", name="Changes", level=1)).to_be_visible()
    expect(changes(page)).to_have_count(6)

    added, settings, demoted, capped, promoted, made = changes(page).all()
    expect(added).to_contain_text("Added learner Test Learnerby you")
    expect(added).to_contain_text(f"Mail addressnow: {learner['mail']}")
    expect(settings).to_contain_text("Changed Review settingsby you")
    expect(settings).to_contain_text("decided within so many daysbefore: 10now: 5")
    expect(demoted).to_contain_text("Changed member of staff Second Handby you")
    expect(demoted).to_contain_text("Rolebefore: Administratornow: Reviewer")
    expect(capped).to_contain_text("Changed credit type CPE hoursby you")
    expect(capped).to_contain_text("Namebefore: CPEnow: CPE hours")
    expect(capped).to_contain_text("now: from 1 Jan 1950, Calendar year, Cap 20")
    expect(promoted).to_contain_text("Added member of staff Second Handby you")
    expect(promoted).to_contain_text("Rolenow: Administrator")
    expect(made).to_contain_text("Added credit type CPE hoursby you")

    page.get_by_role("button", name="What was changed").click()
    page.get_by_role("option", name="Staff", exact=True).click()
    expect(changes(page)).to_have_count(2)
    page.get_by_role("button", name="Changed by").click()
    page.get_by_role("option", name="Second Hand", exact=True).click()
    expect(page.get_by_role("heading", name="No changes")).to_be_visible()
    # The address tells what is looked for.
    page.reload()
    expect(page.get_by_role("heading", name="No changes")).to_be_visible()

    theirs = visits.signed_in(other.account, "/console/changes")
    expect(theirs.get_by_text("Only administrators can read this.")).to_be_visible()


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


def test_who_may_still_correct_period_rules_at_once_is_told(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.administrator.account, "/console/credit-types/cpe")
    expect(page.get_by_text("Nobody has claimed this credit type yet")).to_be_visible()
    desk.learner().hand_in()
    page.reload()
    expect(page.get_by_text("begins with the next period")).to_be_visible()


def test_a_reviewer_reads_the_rules_and_changes_nothing(visits: Visits, desk: Academy) -> None:
    page = visits.signed_in(desk.staff("reviewer").account, "/console/credit-types")
    see(page, "Credit types")
    link = page.get_by_role("listitem").get_by_role("link", name="CPE", exact=True)
    expect(link).to_be_visible()
    expect(page.get_by_role("link", name="Add credit type", exact=True)).to_have_count(0)
    link.click()
    see(page, "CPE")
    expect(field(page, "Name")).to_have_attribute("readonly", "")
    only_administrators(page, "Save changes", "Retire")
    navigation = page.get_by_role("navigation", name="Set-up", exact=True)
    navigation.get_by_role("link", name="Review settings", exact=True).click()
    see(page, "Review settings")
    only_administrators(page, "Save changes")
    navigation.get_by_role("link", name="Staff", exact=True).click()
    see(page, "Staff")
    only_administrators(page, "Add to staff")


def only_administrators(page: Page, *buttons: str) -> None:
    expect(page.get_by_text("Only administrators can change this.", exact=True)).to_be_visible()
    offers_none(page, *buttons)


def offers_none(page: Page, *buttons: str) -> None:
    for name in buttons:
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
