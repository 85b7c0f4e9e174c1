"""Members of staff need a second factor: every route of theirs, the reading, the sign-in."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import StringIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from certfolio import composition
from certfolio.domain.staff import SECOND_FACTOR_BELIEVED, Role, SecondFactor
from certfolio.observability import logger
from certfolio.storage import clients
from functions.sign_in import handler as sign_in
from tests.support import events
from tests.support.template import REGION, resource, template
from tests.support.units import metered
from tests.support.world import (
    Answer,
    Staff,
    World,
    declared,
    forget,
    if_match,
    lambda_context,
    submission,
)

_SIGN_IN: Any = sign_in.handler
_NAMED = {
    "academy_id": "",
    "learner_id": "learner-1",
    "certificate_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "upload_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "transcript_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "credit_type_id": "cpe",
    "principal": "reviewer-1",
    "programme_id": "programme",
    "pack_id": "pmi-pmp",
    "holding_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "waiver_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
    "met_id": "01ARZ3NDEKTSV4RRFFQ69G5FAV",
}
READING = ("POST", "/second-factor")
_LEARNER = "/learners/{learner_id}"
_CERTIFICATE = f"{_LEARNER}/certificates/{{certificate_id}}"
_ENTRY = submission("01ARZ3NDEKTSV4RRFFQ69G5FAV")
_ONE_OF_MANY = {
    "learner_id": "learner-1",
    "certificate_id": _NAMED["certificate_id"],
    "version": 7,
    "action": "approve",
}
_PROGRAMME = {
    "id": "programme",
    "name": "Programme",
    "source": "The handbook",
    "read_on": "2026-01-01",
    "versions": [
        {
            "begins_on": "2000-01-01",
            "cycle": {"anchor": {"kind": "held_since"}, "months": 12},
            "requires": [],
        }
    ],
}
# What is read before the caller is: a body that is not right would be refused for that.
_QUERIES = {
    ("GET", f"{_LEARNER}/statement/lines"): {"credit_type": "cpe", "period": "2026"},
}
_BODIES: dict[tuple[str, str], object] = {
    READING: None,
    ("POST", "/uploads"): declared(),
    ("POST", f"{_LEARNER}/uploads"): declared(),
    ("POST", "/certificates"): {**_ENTRY, "learner_ids": ["learner-1"]},
    ("POST", f"{_LEARNER}/certificates"): _ENTRY,
    ("PUT", _CERTIFICATE): {name: said for name, said in _ENTRY.items() if name != "id"},
    ("POST", "/decisions"): {"items": [_ONE_OF_MANY]},
    ("POST", f"{_CERTIFICATE}/decisions"): {"action": "approve"},
    ("POST", f"{_CERTIFICATE}/forecast"): {},
    ("PUT", f"{_CERTIFICATE}/assignment"): {},
    ("POST", "/learners"): {"name": "Somebody", "mail": "somebody@demo.example"},
    ("PUT", _LEARNER): {"name": "Somebody"},
    ("PUT", f"{_LEARNER}/membership"): {"active": True},
    ("POST", f"{_LEARNER}/erasure"): None,
    ("POST", f"{_LEARNER}/export"): None,
    ("POST", f"{_LEARNER}/transcripts"): {"form": "zip"},
    ("POST", "/news/read"): {"mark": 1},
    ("PUT", "/settings"): {},
    ("PUT", "/credit-types/{credit_type_id}"): {"name": "CPE", "unit": "hours"},
    ("PUT", "/programmes/{programme_id}"): {"programme": _PROGRAMME},
    ("POST", "/programmes"): {"pack": "pmi-pmp"},
    ("POST", "/programmes/{programme_id}/try"): {"programme": _PROGRAMME, "holding": {}},
    ("POST", "/programmes/{programme_id}/effects"): {"programme": _PROGRAMME},
    ("POST", f"{_LEARNER}/holdings"): {"id": _NAMED["certificate_id"], "programme": "programme"},
    ("PUT", f"{_LEARNER}/holdings/{{holding_id}}"): {},
    ("POST", f"{_LEARNER}/holdings/{{holding_id}}/decisions"): {"decision": "confirm"},
    ("POST", f"{_LEARNER}/holdings/{{holding_id}}/waivers"): {
        "id": _NAMED["certificate_id"],
        "waiver": {"kind": "let_off", "on": "2026-01-01", "requirement": "total"},
        "reason": "Parental leave",
    },
    ("POST", f"{_LEARNER}/holdings/{{holding_id}}/met"): {
        "id": _NAMED["certificate_id"],
        "requirement": "ethics",
        "on": "2026-01-01",
    },
    ("POST", "/staff"): {"name": "Somebody", "role": "reviewer", "mail": "some@demo.example"},
    ("PUT", "/staff/{principal}"): {"name": "Somebody", "role": "reviewer"},
}


def _staff_routes() -> list[tuple[str, str]]:
    """Method of every route of staff, and its path below the academy's."""
    return [
        (route["Method"], route["Path"].removeprefix("/admin/academies/{academy_id}"))
        for described in template()["Resources"].values()
        if described["Type"] == "AWS::Serverless::Function"
        for event in described["Properties"].get("Events", {}).values()
        for route in [event["Properties"]]
        if route.get("Auth", {}).get("Authorizer") == "AWS_IAM"
    ]


@dataclass
class People:
    """Accounts in the template's user pool."""

    world: World
    pool: str
    client_id: str
    cognito: Any = field(default_factory=lambda: boto3.client("cognito-idp", region_name=REGION))

    def account(self) -> str:
        """Make an account of the academy, and say its `sub`."""
        mail = f"{uuid4().hex}@demo.example"
        said = {"email": mail, "name": "Demo", "custom:academy_id": self.world.academy_id}
        made = self.cognito.admin_create_user(
            UserPoolId=self.pool,
            Username=mail,
            UserAttributes=[{"Name": name, "Value": value} for name, value in said.items()],
        )["User"]
        self.cognito.admin_set_user_password(
            UserPoolId=self.pool, Username=mail, Password="Certfolio-Test-1", Permanent=True
        )
        return next(item["Value"] for item in made["Attributes"] if item["Name"] == "sub")

    def member(self, role: Role = Role.ADMINISTRATOR) -> Staff:
        return self.world.staff(self.account(), role)

    def enrol(self, sub: str) -> None:
        """As the portal does, with the person's own token."""
        token = self.cognito.admin_initiate_auth(
            UserPoolId=self.pool,
            ClientId=self.client_id,
            AuthFlow="ADMIN_USER_PASSWORD_AUTH",
            AuthParameters={"USERNAME": sub, "PASSWORD": "Certfolio-Test-1"},
        )["AuthenticationResult"]["AccessToken"]
        self.cognito.associate_software_token(AccessToken=token)
        self.cognito.verify_software_token(AccessToken=token, UserCode="123456")
        self.prefer(sub, enabled=True)

    def prefer(self, sub: str, *, enabled: bool) -> None:
        self.cognito.admin_set_user_mfa_preference(
            UserPoolId=self.pool,
            Username=sub,
            SoftwareTokenMfaSettings={"Enabled": enabled, "PreferredMfa": enabled},
        )

    def sign_in(self, sub: str) -> None:
        """Have the sign-in trigger run, with what Cognito sends."""
        event = events.sample("cognito-post-authentication")
        event["userPoolId"] = self.pool
        event["request"]["userAttributes"] |= {
            "sub": sub,
            "custom:academy_id": self.world.academy_id,
        }
        assert _SIGN_IN(event, lambda_context()) is event

    def kept(self, staff: Staff) -> SecondFactor | None:
        member = composition.academies().staff_member(staff.academy_id, staff.principal)
        assert member is not None
        return member.second_factor

    def keep(self, staff: Staff, *, enabled: bool, age: timedelta = timedelta(0)) -> None:
        found = SecondFactor(enabled=enabled, read_at=datetime.now(UTC) - age)
        composition.academies().note_second_factor(staff.academy_id, staff.principal, found)


@pytest.fixture(scope="module")
def pool(cloud: None) -> Iterator[str]:  # noqa: ARG001 - where it lies
    """The template's user pool, and functions that ask for a second factor."""
    wanted = resource("UserPool")
    made = boto3.client("cognito-idp", region_name=REGION).create_user_pool(
        PoolName=wanted["UserPoolName"],
        UsernameAttributes=wanted["UsernameAttributes"],
        MfaConfiguration=wanted["MfaConfiguration"],
        Schema=wanted["Schema"],
    )["UserPool"]["Id"]
    with patch.dict(os.environ, {"USER_POOL_ID": made, "STAFF_MFA": "on"}):
        forget()
        yield made
    forget()


@pytest.fixture(scope="module")
def client_id(pool: str) -> str:
    made: str = boto3.client("cognito-idp", region_name=REGION).create_user_pool_client(
        UserPoolId=pool, ClientName="test"
    )["UserPoolClient"]["ClientId"]
    return made


@pytest.fixture
def people(aws: None, pool: str, client_id: str) -> People:  # noqa: ARG001 - what it works on
    # Who sets a world up calls with no second factor yet.
    with patch.dict(os.environ, {"STAFF_MFA": "off"}):
        forget()
        made = People(World(f"academy-{uuid4().hex[:8]}"), pool, client_id)
    forget()
    return made


def read(staff: Staff) -> Answer:
    return staff.call(*READING)


def is_let_in(staff: Staff) -> bool:
    answer = staff.call("GET", "/settings")
    if answer.status == 200:
        return True
    assert (answer.status, answer.problem) == (403, "second-factor-required")
    return False


# Every route


@pytest.mark.parametrize("route", _staff_routes(), ids=" ".join)
def test_a_route_of_staff_refuses_who_has_no_second_factor(
    people: People, route: tuple[str, str]
) -> None:
    method, path = route
    staff = people.member()
    body = _BODIES[route] if method in {"POST", "PUT"} else None

    def called(by: Staff) -> Answer:
        headers, query = {"If-Match": '"7"'}, _QUERIES.get(route)
        return by.call(method, path.format(**_NAMED), body, headers=headers, query=query)

    def refused(answer: Answer) -> bool:
        return answer.status == 403 and answer.problem == "second-factor-required"

    exempt = route in {READING, ("GET", "/me")}
    assert refused(called(staff)) is not exempt
    people.keep(staff, enabled=False)
    assert refused(called(staff)) is not exempt
    people.keep(staff, enabled=True, age=SECOND_FACTOR_BELIEVED + timedelta(minutes=1))
    assert refused(called(staff)) is not exempt
    people.keep(staff, enabled=True)
    assert not refused(called(staff))
    role = people.world.staff("123456789012.platform", Role.ADMINISTRATOR)
    assert not refused(called(role))


def test_a_refusal_says_how_to_enrol_and_how_to_be_read_again(people: People) -> None:
    answer = people.member().call("GET", "/reviews")
    assert answer.problem == "second-factor-required"
    assert "authenticator app" in answer.body["detail"]
    assert f"POST /admin/academies/{people.world.academy_id}/second-factor" in answer.body["detail"]


def test_who_is_not_on_the_list_learns_no_more_than_before(people: People) -> None:
    stranger = Staff(people.world.academy_id, people.account())
    for method, path in (("GET", "/reviews"), ("GET", "/me"), READING):
        answer = stranger.call(method, path)
        assert (answer.status, answer.problem) == (403, "forbidden")


def test_the_role_is_asked_for_all_the_same(people: People) -> None:
    staff = people.member(Role.REVIEWER)
    people.keep(staff, enabled=True)
    answer = staff.call("GET", "/changes")
    assert (answer.status, answer.problem) == (403, "forbidden")


def test_where_none_is_asked_for_nobody_is_refused(people: People) -> None:
    staff = people.member()
    with patch.dict(os.environ, {"STAFF_MFA": "off"}):
        forget()
        assert is_let_in(staff)
        assert read(staff).body == {"enabled": False, "required": False}
    forget()


def test_a_function_that_was_not_told_does_not_let_anybody_in(people: People) -> None:
    staff = people.member()
    with patch.dict(os.environ):
        del os.environ["STAFF_MFA"]
        forget()
        assert staff.call("GET", "/settings").status == 500
    forget()


# What the console begins with


def begins_with(staff: Staff) -> Any:
    answer = staff.call("GET", "/me")
    assert answer.status == 200, answer
    return answer.body


def test_one_request_says_who_somebody_is_and_what_is_set_up(people: People) -> None:
    staff = people.member(Role.REVIEWER)
    people.keep(staff, enabled=True)
    said = begins_with(staff)
    assert (said["principal"], said["role"], said["version"]) == (staff.principal, "reviewer", 1)
    assert said["second_factor"] == {"enabled": True, "required": True}
    settings = staff.call("GET", "/settings").body
    del settings["logo"]
    assert said["set_up"] == {
        "settings": settings,
        "credit_types": staff.call("GET", "/credit-types").body["items"],
    }


def test_who_has_no_second_factor_is_told_so_and_nothing_else(people: People) -> None:
    said = begins_with(people.member())
    assert said["second_factor"] == {"enabled": False, "required": True}
    assert said["set_up"] is None


def test_what_is_known_too_long_is_read_again_with_the_same_request(people: People) -> None:
    staff = people.member()
    people.enrol(staff.principal)
    people.keep(staff, enabled=True, age=SECOND_FACTOR_BELIEVED + timedelta(minutes=1))
    assert begins_with(staff)["set_up"] is not None
    assert is_let_in(staff)


def test_a_system_needs_none_to_begin(people: People) -> None:
    said = begins_with(people.world.staff("123456789012.platform", Role.REVIEWER))
    assert said["second_factor"] == {"enabled": False, "required": False}
    assert said["set_up"] is not None


def test_beginning_takes_two_reads(people: People) -> None:
    staff = people.member()
    people.keep(staff, enabled=True)
    begins_with(staff)
    with metered(clients.dynamodb(), boto3.client("dynamodb", region_name=REGION)) as meter:
        begins_with(staff)
    assert meter.calls == ["GetItem", "Query"]


# Reading again


def test_from_refused_to_enrolled_to_let_in_to_switched_off_to_refused(people: People) -> None:
    staff = people.member()
    assert not is_let_in(staff)
    assert read(staff).body == {"enabled": False, "required": True}
    assert not is_let_in(staff)
    people.enrol(staff.principal)
    assert not is_let_in(staff)
    assert read(staff).body == {"enabled": True, "required": True}
    assert is_let_in(staff)
    people.prefer(staff.principal, enabled=False)
    assert read(staff).body == {"enabled": False, "required": True}
    assert not is_let_in(staff)


def test_what_was_read_counts_for_an_hour_and_no_longer(people: People) -> None:
    staff = people.member()
    people.keep(staff, enabled=True, age=SECOND_FACTOR_BELIEVED - timedelta(minutes=1))
    assert is_let_in(staff)
    now = datetime.now(UTC)
    kept = SecondFactor(enabled=True, read_at=now)
    assert kept.holds(now + timedelta(hours=1))
    assert not kept.holds(now + timedelta(hours=1, microseconds=1))


def test_an_account_that_is_gone_has_none(people: People) -> None:
    staff = people.world.staff(str(uuid4()), Role.REVIEWER)
    assert read(staff).body == {"enabled": False, "required": True}


def test_a_role_has_none_and_needs_none(people: People) -> None:
    role = people.world.staff("123456789012.platform", Role.REVIEWER)
    with patch.object(clients.cognito(), "admin_get_user", side_effect=AssertionError):
        assert read(role).body == {"enabled": False, "required": False}


def test_while_accounts_cannot_be_read_the_caller_is_told_to_come_again(people: People) -> None:
    staff = people.member()
    with patch.object(clients.cognito(), "admin_get_user", side_effect=_throttled()):
        assert read(staff).status == 503
    assert people.kept(staff) is None


def test_of_two_readings_at_once_the_later_one_stays(people: People) -> None:
    staff = people.member()
    now = datetime.now(UTC)
    store = composition.academies()
    before, after = (
        SecondFactor(enabled=enabled, read_at=now + timedelta(microseconds=later))
        for enabled, later in ((True, 0), (False, 1))
    )
    for found in (before, after, before, after):
        store.note_second_factor(staff.academy_id, staff.principal, found)
    assert people.kept(staff) == after


def test_nothing_is_kept_of_who_was_removed_meanwhile(people: People) -> None:
    gone = Staff(people.world.academy_id, people.account())
    people.keep(gone, enabled=True)
    assert composition.academies().staff_member(gone.academy_id, gone.principal) is None


# The staff record


def test_reading_is_no_change_of_the_member(people: People) -> None:
    administrator, colleague = people.member(), people.member(Role.REVIEWER)
    people.keep(administrator, enabled=True)
    path = f"/staff/{colleague.principal}"
    before = administrator.call("GET", path)
    people.keep(colleague, enabled=True)
    after = administrator.call("GET", path)
    assert after == before
    assert "second_factor" not in after.body


def test_a_member_who_is_written_anew_is_read_anew(people: People) -> None:
    """Else a change that began before a reading could bring back what was before it."""
    administrator, colleague = people.member(), people.member(Role.REVIEWER)
    people.keep(administrator, enabled=True)
    people.enrol(colleague.principal)
    people.keep(colleague, enabled=True)
    body = {"name": "New Name", "role": "reviewer"}
    path = f"/staff/{colleague.principal}"
    answer = administrator.call("PUT", path, body, headers=if_match({"version": 1}))
    assert answer.status == 200
    assert not is_let_in(colleague)
    assert read(colleague).body["enabled"]
    assert is_let_in(colleague)


@pytest.mark.parametrize("role", Role)
def test_a_change_done_twice_is_done_once_whatever_was_read_between(
    people: People, role: Role
) -> None:
    administrator, colleague = people.member(), people.member()
    people.keep(administrator, enabled=True)
    body = {"name": "New Name", "role": role.name.lower()}

    def change() -> Answer:
        path, headers = f"/staff/{colleague.principal}", if_match({"version": 1})
        return administrator.call("PUT", path, body, headers=headers)

    first = change()
    assert (first.status, first.body["version"]) == (200, 2)
    people.keep(colleague, enabled=True)
    assert change().body == first.body


def test_who_demoted_themselves_gets_the_lost_answer_and_nothing_else(people: People) -> None:
    """What is written anew is read anew, so that even a member with a second factor has none."""
    administrator = people.member()
    people.keep(administrator, enabled=True)
    path, headers = f"/staff/{administrator.principal}", if_match({"version": 1})
    body = {"name": "Demo", "role": "reviewer"}
    first = administrator.call("PUT", path, body, headers=headers)
    assert first.status == 200
    assert administrator.call("PUT", path, body, headers=headers).body == first.body
    other = administrator.call("PUT", path, {**body, "name": "Other"}, headers=headers)
    assert (other.status, other.problem) == (403, "second-factor-required")


# Signing in


def test_a_sign_in_reads_the_accounts_of_staff_alone(people: People) -> None:
    staff = people.member()
    people.sign_in(staff.principal)
    assert not is_let_in(staff)
    people.enrol(staff.principal)
    people.sign_in(staff.principal)
    assert is_let_in(staff)
    people.prefer(staff.principal, enabled=False)
    people.sign_in(staff.principal)
    assert not is_let_in(staff)
    with (
        patch.object(composition, "second_factors_in", wraps=composition.second_factors_in),
        patch.object(clients.cognito(), "admin_get_user") as asked,
    ):
        people.sign_in(people.account())
    asked.assert_not_called()


@pytest.mark.parametrize("code", ["TooManyRequestsException", "AccessDeniedException"])
def test_nobody_is_kept_out_because_their_account_cannot_be_read(people: People, code: str) -> None:
    staff = people.member()
    with patch.object(clients.cognito(), "admin_get_user", side_effect=_throttled(code)):
        people.sign_in(staff.principal)
    assert people.kept(staff) is None


def test_nobody_is_kept_out_while_the_staff_list_cannot_be_written(people: People) -> None:
    staff = people.member()
    with patch.object(clients.dynamodb(), "update_item", side_effect=_throttled()):
        people.sign_in(staff.principal)
    assert people.kept(staff) is None


def test_the_logs_name_ids_and_nothing_of_the_factor(people: People) -> None:
    log = StringIO()
    output = logger.registered_handler
    assert isinstance(output, logging.StreamHandler)
    written_to = output.setStream(log)
    logger.setLevel(logging.DEBUG)
    staff = people.member()
    people.enrol(staff.principal)
    try:
        people.sign_in(staff.principal)
        read(staff)
    finally:
        logger.setLevel(logging.CRITICAL)
        output.setStream(written_to)
    said = log.getvalue()
    assert said.count(staff.principal) >= 2
    assert "SOFTWARE_TOKEN" not in said
    assert "@demo.example" not in said


def _throttled(code: str = "TooManyRequestsException") -> ClientError:
    return ClientError(
        {"Error": {"Code": code, "Message": ""}, "ResponseMetadata": {"HTTPStatusCode": 400}},  # type: ignore[typeddict-item]
        "AdminGetUser",
    )
