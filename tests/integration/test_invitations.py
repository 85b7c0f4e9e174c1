"""Staff are invited by mail: account, group, staff list and mail, together or not at all."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from moto.cognitoidp.models import CognitoIdpBackend
from moto.core.exceptions import JsonRESTError

from certfolio.domain.staff import Role, is_user, next_steps
from functions.sign_in import handler as sign_in
from tests.support import events
from tests.support.directory import Directory
from tests.support.faults import Crash, between, counting, crashing, losing_answers, refusing
from tests.support.template import REGION, resource
from tests.support.world import Answer, Staff, World, if_match, lambda_context

Json = dict[str, Any]
# Whatever Powertools' decorators make of its type.
_SIGN_IN: Any = sign_in.handler
POOL = "cognito-identity-provider"
GROUP = resource("StaffGroup")["GroupName"]
MAIL = "new-reviewer@demo.example"


@dataclass
class Post:
    """Whom Cognito mailed, in order, and whether it can."""

    mailed: list[str] = field(default_factory=list)
    closed: bool = False


@dataclass
class House:
    """An academy that invites, and what Cognito has of it."""

    world: World
    pool: str
    post: Post
    cognito: Any = field(default_factory=lambda: boto3.client("cognito-idp", region_name=REGION))

    @property
    def mailed(self) -> list[str]:
        return self.post.mailed

    def invite(self, mail: str = MAIL, **fields: object) -> Answer:
        body = {"name": "New Reviewer", "role": "reviewer", "mail": mail, **fields}
        return self.world.administrator.call("POST", "/staff", body)

    def invited(self, mail: str = MAIL, **fields: object) -> Json:
        answer = self.invite(mail, **fields)
        assert answer.status == 201, answer
        made: Json = answer.body
        return made

    def remove(self, principal: str, version: int) -> Answer:
        return self.world.administrator.call(
            "DELETE", f"/staff/{principal}", headers=if_match({"version": version})
        )

    def staff(self) -> dict[str, Json]:
        """The staff list, but for those an academy begins with."""
        items = self.world.administrator.call("GET", "/staff").body["items"]
        began = {self.world.administrator.principal, self.world.reviewer.principal}
        return {item["principal"]: item for item in items if item["principal"] not in began}

    def accounts(self, mail: str = MAIL) -> list[str]:
        users = self.cognito.list_users(UserPoolId=self.pool)["Users"]
        return [
            said["sub"]
            for user in users
            for said in [{item["Name"]: item["Value"] for item in user["Attributes"]}]
            if said.get("email") == mail
        ]

    def groups(self, sub: str) -> list[str]:
        found = self.cognito.admin_list_groups_for_user(UserPoolId=self.pool, Username=sub)
        return [group["GroupName"] for group in found["Groups"]]

    def set_password(self, mail: str) -> None:
        """As who has signed in for the first time."""
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=mail, Password="Certfolio-Test-1", Permanent=True
        )

    def changes(self) -> list[str]:
        items = self.world.administrator.call("GET", "/changes").body["items"]
        return [f"{item['step']} {item['subject']}" for item in items if item["area"] == "staff"]


@pytest.fixture
def house(world: World, pool: str) -> Iterator[House]:
    """Moto makes a second user where another mail is asked for; here, as on AWS, it does not."""
    post = Post()
    usual = CognitoIdpBackend.admin_create_user

    def create(
        self: CognitoIdpBackend, pool_id: str, username: str, action: str, *more: Any
    ) -> Any:
        made = (
            self.admin_get_user(pool_id, username)
            if action == "RESEND"
            else usual(self, pool_id, username, action, *more)
        )
        if action != "SUPPRESS":
            if post.closed:
                raise JsonRESTError("CodeDeliveryFailureException", "made for a test")
            post.mailed.append(username)
        return made

    client = boto3.client("cognito-idp", region_name=REGION)
    if not client.list_groups(UserPoolId=pool)["Groups"]:
        client.create_group(UserPoolId=pool, GroupName=GROUP)
    with patch.object(CognitoIdpBackend, "admin_create_user", create):
        yield House(world, pool, post)
    for user in client.list_users(UserPoolId=pool)["Users"]:
        client.admin_delete_user(UserPoolId=pool, Username=user["Username"])


# What comes of it


def test_a_stranger_gets_account_group_list_entry_and_mail(house: House) -> None:
    answer = house.invite()
    made = answer.body
    assert (answer.status, answer.etag) == (201, '"1"')
    assert answer.headers["Location"].endswith(f"/staff/{made['principal']}")
    assert made == {
        "principal": made["principal"],
        "name": "New Reviewer",
        "role": "reviewer",
        "invited": True,
        "version": 1,
        "next_steps": ["open_mail", "set_password"],
    }
    assert house.accounts() == [made["principal"]]
    assert is_user(made["principal"])
    account = Directory(house.world, house.pool).account(MAIL)
    assert account["custom:academy_id"] == house.world.academy_id
    assert (account["name"], account["email_verified"]) == ("New Reviewer", "true")
    assert house.groups(made["principal"]) == [GROUP]
    assert house.staff()[made["principal"]]["invited"]
    assert house.mailed == [MAIL]
    assert house.changes() == [f"added {made['principal']}"]


def test_a_learner_of_the_academy_keeps_their_account_and_is_mailed_nothing(house: House) -> None:
    learner = Directory(house.world, house.pool).added("Some Learner", MAIL)["learner_id"]
    house.set_password(MAIL)
    house.mailed.clear()
    made = house.invited(role="administrator")
    assert made["principal"] == learner
    assert (made["role"], made["invited"]) == ("administrator", False)
    assert made["next_steps"] == ["sign_in_again"]
    assert house.groups(learner) == [GROUP]
    assert Directory(house.world, house.pool).account(MAIL)["name"] == "Some Learner"
    assert house.mailed == []


def test_who_was_invited_and_signs_in_is_not_waited_for_any_more(house: House) -> None:
    made = house.invited()
    path, body = f"/staff/{made['principal']}", {"name": "Renamed", "role": "reviewer"}
    house.world.administrator.call("PUT", path, body, headers=if_match({"version": 1}))
    assert house.staff()[made["principal"]]["invited"]
    event = events.sample("cognito-post-authentication")
    event["userPoolId"] = house.pool
    event["request"]["userAttributes"] |= {
        "sub": made["principal"],
        "custom:academy_id": house.world.academy_id,
    }
    assert _SIGN_IN(event, lambda_context()) is event
    after = house.staff()[made["principal"]]
    assert (after["invited"], after["version"]) == (False, 2)


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"mail": "x"}, {"mail"}),
        ({"mail": f"{'x' * 120}@demo.example"}, {"mail"}),
        ({"role": "owner"}, {"role"}),
        ({"name": ""}, {"name"}),
        ({"principal": "x"}, {"principal"}),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_made(
    house: House, fields: Json, wrong: set[str]
) -> None:
    refused = house.invite(**{"mail": MAIL, **fields})
    assert (refused.status, set(refused.codes)) == (422, wrong)
    assert (house.accounts(), house.staff(), house.mailed) == ([], {}, [])


@pytest.mark.parametrize("invited", [True, False])
@pytest.mark.parametrize("second_factor", [True, False])
@pytest.mark.parametrize("needed", [True, False])
def test_the_next_steps_end_with_the_second_factor_where_it_is_missing(
    *, invited: bool, second_factor: bool, needed: bool
) -> None:
    steps = next_steps(invited=invited, second_factor=second_factor, second_factor_needed=needed)
    assert steps[0] == ("open_mail" if invited else "sign_in_again")
    assert ("set_up_second_factor" in steps) is (needed and not second_factor)


# Who may not


def test_an_account_of_another_academy_is_refused_and_left_alone(
    house: House, other_world: World
) -> None:
    Directory(other_world, house.pool).added("Other Learner", MAIL)
    house.mailed.clear()
    refused = house.invite()
    assert (refused.status, refused.problem) == (409, "mail-in-use")
    assert other_world.academy_id not in str(refused)
    (account,) = house.accounts()
    assert house.groups(account) == []
    assert (house.staff(), house.mailed) == ({}, [])
    assert Directory(other_world, house.pool).account(MAIL)["name"] == "Other Learner"


def test_it_looks_the_same_whether_the_account_is_anothers_or_nobodys(
    house: House, other_world: World
) -> None:
    Directory(other_world, house.pool).added("Other Learner", "theirs@demo.example")
    house.cognito.admin_create_user(UserPoolId=house.pool, Username="nobodys@demo.example")
    theirs, nobodys = house.invite("theirs@demo.example"), house.invite("nobodys@demo.example")
    assert (theirs.status, theirs.body) == (nobodys.status, nobodys.body)


def test_putting_a_foreign_user_on_the_list_and_removing_them_shuts_no_door(
    house: House, other_world: World
) -> None:
    """An administrator may name anybody, and so must not reach them by it."""
    Directory(other_world, house.pool).added("Other Reviewer", MAIL)
    (theirs,) = house.accounts()
    house.cognito.admin_add_user_to_group(UserPoolId=house.pool, Username=theirs, GroupName=GROUP)
    body = {"name": "Somebody", "role": "reviewer"}
    assert house.world.administrator.call("PUT", f"/staff/{theirs}", body).status == 200
    assert house.remove(theirs, 1).status == 200
    assert house.groups(theirs) == [GROUP]


def test_nobody_gets_another_role_or_name_by_an_invitation(house: House) -> None:
    made = house.invited()
    house.mailed.clear()
    for fields in ({"role": "administrator"}, {"name": "Other Name"}):
        refused = house.invite(**fields)
        assert (refused.status, refused.codes) == (422, {"mail": "on_staff_otherwise"})
    assert house.staff()[made["principal"]]["role"] == "reviewer"
    assert house.groups(made["principal"]) == [GROUP]
    assert house.mailed == []


def test_of_two_who_invite_the_same_as_something_else_one_wins(house: House) -> None:
    other = house.world.staff("administrator-2", Role.ADMINISTRATOR)
    body = {"name": "New Reviewer", "role": "administrator", "mail": MAIL}
    happens = partial(other.call, "POST", "/staff", body)
    with between("dynamodb", "TransactWriteItems", happens):
        refused = house.invite()
    assert (refused.status, refused.codes) == (422, {"mail": "on_staff_otherwise"})
    (principal,) = house.accounts()
    assert house.staff()[principal]["role"] == "administrator"
    # The loser undoes nothing that the winner did.
    assert house.groups(principal) == [GROUP]


# Again, and after faults


def test_sent_again_it_mails_again_and_changes_nothing(house: House) -> None:
    first, second = house.invite(), house.invite()
    assert (second.status, second.body, second.etag) == (first.status, first.body, first.etag)
    assert house.mailed == [MAIL, MAIL]
    assert len(house.changes()) == 1


@pytest.mark.parametrize(
    ("service", "operation", "code"),
    [
        (POOL, "AdminCreateUser", "TooManyRequestsException"),
        (POOL, "AdminAddUserToGroup", "TooManyRequestsException"),
        (POOL, "AdminAddUserToGroup", "InternalErrorException"),
        ("dynamodb", "TransactWriteItems", "ThrottlingException"),
    ],
)
@pytest.mark.parametrize("known", [False, True], ids=["new", "a learner"])
def test_what_was_done_is_undone_where_a_later_step_fails(
    house: House, service: str, operation: str, code: str, *, known: bool
) -> None:
    if known:
        Directory(house.world, house.pool).added("Some Learner", MAIL)
    accounts = house.accounts()
    house.mailed.clear()
    with refusing(service, operation, code, status=500):
        assert house.invite().status == 503
    assert house.accounts() == accounts
    assert [house.groups(sub) for sub in accounts] == [[]] * len(accounts)
    assert (house.staff(), house.changes(), house.mailed) == ({}, [], [])
    made = house.invited()
    assert (house.accounts(), house.groups(made["principal"])) == ([made["principal"]], [GROUP])
    assert house.mailed == [MAIL]


def test_a_fault_of_the_program_s_own_is_undone_too(house: House) -> None:
    with refusing(POOL, "AdminAddUserToGroup", "ResourceNotFoundException"):
        assert house.invite().status == 500
    assert (house.accounts(), house.staff()) == ([], {})


def test_a_mail_that_is_not_sent_is_told_and_sent_with_the_next_try(house: House) -> None:
    house.post.closed = True
    assert house.invite().status == 503
    (principal,) = house.staff()
    assert house.staff()[principal]["invited"]
    house.post.closed = False
    assert house.invited()["principal"] == principal
    assert house.mailed == [MAIL]


def test_an_answer_that_was_lost_is_had_again_and_nothing_undone(house: House) -> None:
    with losing_answers("dynamodb", "TransactWriteItems"):
        assert house.invite().status == 503
    ((principal, _),) = house.staff().items()
    assert (house.accounts(), house.groups(principal)) == ([principal], [GROUP])
    assert house.invited()["principal"] == principal
    assert house.mailed == [MAIL]
    assert len(house.changes()) == 1


def test_an_account_that_another_request_undoes_is_made_anew(house: House) -> None:
    made = house.invited()
    house.remove(made["principal"], 1)

    def undo() -> None:
        house.cognito.admin_delete_user(UserPoolId=house.pool, Username=made["principal"])

    with between(POOL, "AdminAddUserToGroup", undo):
        assert house.invite().status == 503
    assert house.invited()["principal"] != made["principal"]


@pytest.mark.parametrize("known", [False, True], ids=["new", "a learner"])
def test_a_crash_after_any_call_is_made_good_by_the_next_try(house: House, *, known: bool) -> None:
    for number in range(1, 20):
        mail = f"crash-{number}@demo.example"
        if known:
            Directory(house.world, house.pool).added("Some Learner", mail)
        house.mailed.clear()
        with crashing(number) as calls, suppress(Crash):
            house.invite(mail)
        if len(calls) < number:
            break
        made = house.invited(mail)
        assert house.accounts(mail) == [made["principal"]], calls
        assert house.groups(made["principal"]) == [GROUP]
        assert house.staff()[made["principal"]]["role"] == "reviewer"
        assert house.mailed[-1] == mail
    assert {"AdminCreateUser", "AdminAddUserToGroup", "TransactWriteItems"} <= {*calls}
    assert number > len({*calls})
    assert len(house.changes()) == number


# Leaving


def test_who_is_removed_leaves_the_group_and_keeps_the_account(house: House) -> None:
    made = house.invited()
    assert house.remove(made["principal"], 1).status == 200
    assert house.groups(made["principal"]) == []
    assert house.accounts() == [made["principal"]]
    back = house.invited(role="administrator")
    assert (back["principal"], back["version"]) == (made["principal"], 3)
    assert house.groups(made["principal"]) == [GROUP]


def test_a_removal_that_ended_before_the_group_is_finished_by_the_next_try(house: House) -> None:
    made = house.invited()
    with refusing(POOL, "AdminRemoveUserFromGroup", "TooManyRequestsException"):
        assert house.remove(made["principal"], 1).status == 503
    assert house.staff() == {}
    assert house.groups(made["principal"]) == [GROUP]
    assert house.remove(made["principal"], 1).status == 200
    assert house.groups(made["principal"]) == []


def test_a_removal_that_is_refused_leaves_the_group_as_it_is(house: House) -> None:
    made = house.invited()
    assert house.remove(made["principal"], 7).status == 412
    assert house.groups(made["principal"]) == [GROUP]


def test_who_removes_themselves_leaves_the_group_also_at_the_second_try(house: House) -> None:
    made = house.invited(role="administrator")
    self_removal = partial(
        Staff(house.world.academy_id, made["principal"]).call,
        "DELETE",
        f"/staff/{made['principal']}",
        headers=if_match({"version": 1}),
    )
    with refusing(POOL, "AdminRemoveUserFromGroup", "TooManyRequestsException"):
        assert self_removal().status == 503
    assert self_removal().status == 200
    assert house.groups(made["principal"]) == []


def test_a_member_whose_account_is_gone_can_be_removed(house: House) -> None:
    made = house.invited()
    house.cognito.admin_delete_user(UserPoolId=house.pool, Username=made["principal"])
    assert house.remove(made["principal"], 1).status == 200


def test_a_system_s_role_is_added_and_removed_without_a_question_to_the_pool(house: House) -> None:
    role, body = "123456789012.platform", {"name": "Platform", "role": "reviewer"}
    with counting(POOL, "AdminGetUser") as asked:
        assert house.world.administrator.call("PUT", f"/staff/{role}", body).status == 200
        assert house.remove(role, 1).status == 200
    assert asked == []


# Who reads the list


def test_a_reviewer_finds_themselves_alone_on_the_list(house: House) -> None:
    house.invited()
    listed = house.world.reviewer.call("GET", "/staff").body["items"]
    assert [item["principal"] for item in listed] == [house.world.reviewer.principal]
