"""Staff need a second factor where the stack says so: from a fresh stack to being let in."""

import json
from collections.abc import Iterator

import pytest

from local import client
from local.client import Json, temporary_credentials
from local.stack import Stack
from tests.e2e.in_process import post_authentication
from tests.e2e.support import (
    STAFF_FUNCTIONS,
    Academy,
    StaffAtWork,
    open_academy,
    resources,
    root,
    second_factor_of,
    sign_up,
    told,
)
from tools.guests import Guests


@pytest.fixture(scope="module")
def desk(stack: Stack) -> Iterator[Academy]:
    academy = open_academy(stack)
    with told(stack, STAFF_FUNCTIONS, STAFF_MFA="on"):
        yield academy


def enrol(member: StaffAtWork) -> None:
    """With the member's own token, and nothing that an operator has."""
    client.enrol(member.stack, member.account.tokens["AccessToken"])


def give_up(member: StaffAtWork) -> None:
    """The same, against all advice."""
    root(member.stack, "cognito-idp").set_user_mfa_preference(
        AccessToken=member.account.tokens["AccessToken"],
        SoftwareTokenMfaSettings={"Enabled": False, "PreferredMfa": False},
    )


def signed_in(member: StaffAtWork) -> None:
    """What Cognito does at a sign-in; the local AWS does not call the trigger itself."""
    event = post_authentication(member.academy_id, member.principal, "Test Account")
    event["userPoolId"] = member.stack.user_pool_id
    answer = root(member.stack, "lambda").invoke(
        FunctionName=resources(member.stack)["SignInFunction"],
        Qualifier="live",
        Payload=json.dumps(event),
    )
    assert "FunctionError" not in answer
    assert json.loads(answer["Payload"].read()) == event


def is_let_in(member: StaffAtWork) -> bool:
    answer = member.request("GET", f"/admin/academies/{member.academy_id}/staff")
    if answer.status_code == 200:
        return True
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:certfolio:problem:second-factor-required"
    return False


def test_refused_then_enrolled_then_let_in_then_switched_off_then_refused(desk: Academy) -> None:
    member = desk.administrator
    assert not is_let_in(member)
    enrol(member)
    assert not is_let_in(member)
    signed_in(member)
    assert second_factor_of(member) is True
    assert is_let_in(member)
    give_up(member)
    signed_in(member)
    assert second_factor_of(member) is False
    assert not is_let_in(member)
    # And without signing in again.
    enrol(member)
    assert member.second_factor() == {"enabled": True, "required": True}
    assert is_let_in(member)
    give_up(member)
    assert member.second_factor() == {"enabled": False, "required": True}
    assert not is_let_in(member)


def test_the_first_administrator_of_a_fresh_stack_gets_in(desk: Academy) -> None:
    """As the operator's guide has it: one record put into the table, and nothing else by hand."""
    stack, academy_id = desk.stack, f"{desk.id}-fresh"
    account = sign_up(stack, academy_id, "staff")
    record: Json = {
        "PK": {"S": f"ACADEMY#{academy_id}"},
        "SK": {"S": f"STAFF#{account.sub}"},
        "academy_id": {"S": academy_id},
        "principal": {"S": account.sub},
        "name": {"S": "First"},
        "role": {"S": "administrator"},
        "version": {"N": "1"},
    }
    root(stack, "dynamodb").put_item(TableName=stack.table, Item=record)
    first = StaffAtWork(
        stack,
        credentials=temporary_credentials(stack, account.tokens["IdToken"]),
        academy_id=academy_id,
        account=account,
    )
    assert not is_let_in(first)
    enrol(first)
    first.second_factor()
    assert is_let_in(first)
    colleague = Academy(stack, academy_id, first).staff("reviewer")
    assert not is_let_in(colleague)
    enrol(colleague)
    colleague.second_factor()
    assert colleague.admin("GET", "/reviews")["items"] == []


def test_the_people_of_the_story_that_is_told_on_aws_bring_one(desk: Academy) -> None:
    guests = Guests(desk.stack)
    try:
        _, reviewer = guests.come()
        assert reviewer.admin("POST", "/second-factor") == {"enabled": True, "required": True}
        assert reviewer.admin("GET", "/reviews")["items"] == []
    finally:
        assert guests.leave() == []
