"""Academies, people and certificates for the tests, made as an operator would make them."""

import hashlib
import json
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from threading import Barrier
from typing import Any, TypeVar

import yaml
from botocore.credentials import Credentials
from ulid import ULID

from certfolio.domain.mails import MailKind, Unsubscription
from certfolio.storage.packing import packed, unpacked
from local import client
from local.client import Caller, Json, Learner, StaffClient
from local.mails import sent
from local.stack import Stack

ROOT = Path(__file__).parents[2]
FILES = ROOT / "tests" / "files"
PDF = FILES / "certificate.pdf"
PNG = FILES / "certificate.png"
JPEG = FILES / "certificate.jpg"
PASSWORD = "Certfolio-Test-1"
FUNCTIONS = (
    "uploads",
    "submission",
    "listing",
    "review",
    "academy",
    "entry",
    "directory",
    "face",
    "sign_in",
    "inspection",
    "reconciliation",
    "reminders",
    "announcements",
    "ledger",
    "membership",
    "programmes",
    "holdings",
    "rights",
    "transcripts",
    "telling",
    "news",
    "unsubscribe",
    "mail",
    "mail_events",
)

_Result = TypeVar("_Result")


@cache
def root(stack: Stack, service: str) -> Any:
    """A client with the account's own keys, for what stands outside the system under test."""
    return stack.client(service)


def client_as(stack: Stack, service: str, credentials: Credentials) -> Any:
    return stack.client(
        service,
        aws_access_key_id=credentials.access_key,
        aws_secret_access_key=credentials.secret_key,
        aws_session_token=str(credentials.token),
    )


@cache
def deployed(stack: Stack) -> Json:
    """The stack as CloudFormation knows it."""
    stacks = root(stack, "cloudformation").describe_stacks()["Stacks"]
    return next(
        found
        for found in stacks
        if any(output["OutputValue"] == stack.api_id for output in found.get("Outputs", ()))
    )


def stop_schedules(stack: Stack) -> None:
    """Leave rounds to the tests: one that comes by itself changes what they look at."""
    events = root(stack, "events")
    for page in events.get_paginator("list_rules").paginate():
        for rule in page["Rules"]:
            if "ScheduleExpression" in rule:
                assert rule["State"] == "ENABLED", rule
                events.disable_rule(Name=rule["Name"])


def run_schedule(stack: Stack, function: str, given: Json | None = None) -> None:
    """Do for all academies what a schedule has a function do; `given` is what it sends, if any."""
    came = json.loads((ROOT / "events" / "schedule.json").read_text())
    answer = root(stack, "lambda").invoke(
        FunctionName=resources(stack)[function],
        Qualifier="live",
        Payload=json.dumps(came if given is None else given),
    )
    assert "FunctionError" not in answer, answer["Payload"].read()


@cache
def resources(stack: Stack) -> dict[str, str]:
    """Physical ids by logical ids."""
    found = root(stack, "cloudformation").describe_stack_resources(
        StackName=deployed(stack)["StackName"]
    )["StackResources"]
    return {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in found}


def link(learner: "LearnerAtWork", kind: MailKind) -> str:
    """What stands in the link of a mail of a kind to a learner."""
    secret = root(learner.stack, "secretsmanager").get_secret_value(
        SecretId=resources(learner.stack)["MailKey"]
    )
    said = Unsubscription(academy_id=learner.academy_id, person_id=learner.sub, kind=kind)
    return said.token(secret["SecretString"].encode())


def logical_id(function: str, kind: str) -> str:
    """What the template calls a function's part: its ``Function``, its ``Role``."""
    return "".join(part.capitalize() for part in function.split("_")) + kind


def parameter(stack: Stack, name: str) -> str:
    parameters = deployed(stack)["Parameters"]
    found = {item["ParameterKey"]: item["ParameterValue"] for item in parameters}
    return str(found[name])


@cache
def role_credentials(stack: Stack, role_name: str) -> Credentials:
    """Temporary credentials of a role, as the service that works with it has them.

    The role trusts that service alone, so it trusts the account for a moment.
    """
    iam = root(stack, "iam")
    role = iam.get_role(RoleName=role_name)["Role"]
    trust = role["AssumeRolePolicyDocument"]
    account = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{role['Arn'].split(':')[4]}:root"},
        "Action": "sts:AssumeRole",
    }
    widened = {**trust, "Statement": [*trust["Statement"], account]}
    iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=json.dumps(widened))
    try:
        answer = root(stack, "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="test")
    finally:
        iam.update_assume_role_policy(RoleName=role_name, PolicyDocument=json.dumps(trust))
    found = answer["Credentials"]
    return Credentials(found["AccessKeyId"], found["SecretAccessKey"], found["SessionToken"])


@contextmanager
def told(stack: Stack, functions: Iterable[str], **variables: str) -> Iterator[None]:
    """Functions with other environment variables, for as long as the block lasts."""
    with ExitStack() as before:
        for function in functions:
            before.enter_context(_one_told(stack, function, variables))
        yield


@contextmanager
def _one_told(stack: Stack, function: str, variables: dict[str, str]) -> Iterator[None]:
    functions, name = root(stack, "lambda"), resources(stack)[logical_id(function, "Function")]
    usual = functions.get_function_configuration(FunctionName=name)["Environment"]["Variables"]
    alias = functions.get_alias(FunctionName=name, Name="live")["FunctionVersion"]
    changed = {"Variables": {**usual, **variables}}
    functions.update_function_configuration(FunctionName=name, Environment=changed)
    # Not a version of its own: that takes a snapshot first, and many seconds.
    functions.update_alias(FunctionName=name, Name="live", FunctionVersion="$LATEST")
    try:
        yield
    finally:
        functions.update_alias(FunctionName=name, Name="live", FunctionVersion=alias)
        functions.update_function_configuration(FunctionName=name, Environment={"Variables": usual})


class _Template(yaml.SafeLoader):
    """Reads a template's short intrinsic functions as ``{"Fn": name, "value": …}``."""


def _intrinsic(loader: Any, suffix: str, node: Any) -> Json:
    construct = {
        yaml.ScalarNode: loader.construct_scalar,
        yaml.SequenceNode: loader.construct_sequence,
        yaml.MappingNode: loader.construct_mapping,
    }[type(node)]
    # Mappings and sequences are filled later unless told otherwise.
    value = construct(node) if isinstance(node, yaml.ScalarNode) else construct(node, deep=True)
    return {"Fn": suffix, "value": value}


_Template.add_multi_constructor("!", _intrinsic)


@cache
def template() -> Json:
    text = (ROOT / "template.yaml").read_text()
    return dict(yaml.load(text, _Template))  # noqa: S506 - a SafeLoader


STAFF_FUNCTIONS = tuple(
    resource["Properties"]["CodeUri"].removeprefix("functions/").rstrip("/")
    for resource in template()["Resources"].values()
    if resource["Type"] == "AWS::Serverless::Function"
    and any(
        event["Properties"].get("Auth", {}).get("Authorizer") == "AWS_IAM"
        for event in resource["Properties"].get("Events", {}).values()
    )
)
"""Functions with routes of staff."""


def declared(file: Path = PDF) -> Json:
    """What is said of a file to get permission to put it."""
    data = file.read_bytes()
    return {
        "file_name": file.name,
        "content_type": client.CONTENT_TYPES[file.suffix],
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


@dataclass(frozen=True)
class Account:
    """A user who signed in."""

    email: str
    sub: str
    tokens: Json = field(repr=False)


def sign_up(
    stack: Stack, academy_id: str | None, *groups: str, name: str = "Test Account"
) -> Account:
    """Invite a user and sign in."""
    cognito, pool = root(stack, "cognito-idp"), stack.user_pool_id
    email = f"{uuid.uuid4().hex}@demo.example"
    attributes = {"email": email, "email_verified": "true", "name": name}
    if academy_id is not None:
        attributes["custom:academy_id"] = academy_id
    answer = cognito.admin_create_user(
        UserPoolId=pool,
        Username=email,
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": key, "Value": value} for key, value in attributes.items()],
    )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username=email, Password=PASSWORD, Permanent=True
    )
    for group in groups:
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=email, GroupName=group)
    found = {item["Name"]: item["Value"] for item in answer["User"]["Attributes"]}
    return Account(email, found["sub"], client.sign_in(stack, email, PASSWORD))


@dataclass(frozen=True)
class LearnerAtWork(Learner):
    """A learner of an academy of the tests."""

    academy_id: str = ""
    account: Account = field(default_factory=lambda: Account("", "", {}))

    @property
    def sub(self) -> str:
        return self.account.sub

    def submission(self, upload_id: str | None, **changes: Any) -> Json:
        """What is sent to hand in a certificate; without a file it brings an id of its own."""
        return {
            **({} if upload_id else {"id": str(ULID())}),
            "title": "Secure Coding in Practice",
            "issuer": "Open Courses",
            "earned_on": "2024-05-17",
            "claims": [{"credit_type": "cpe", "credits": "8"}],
            "upload_id": upload_id,
            **changes,
        }

    def accepted_upload(self, file: Path = PDF, certificate_id: str | None = None) -> Json:
        permit = self.upload(file, certificate_id)
        upload = self.inspected(permit["id"])
        assert upload["file"]["state"] == "accepted", upload
        return upload

    def hand_in(self, file: Path = PDF, **changes: Any) -> Json:
        """Submit a certificate whose file is accepted."""
        upload = self.accepted_upload(file)
        return self.call("POST", "/certificates", self.submission(upload["id"], **changes))

    def read(self, certificate: Json) -> Json:
        return self.call("GET", f"/certificates/{certificate['id']}")


@dataclass(frozen=True)
class StaffAtWork(StaffClient):
    """A member of staff of an academy of the tests."""

    account: Account = field(default_factory=lambda: Account("", "", {}))

    @property
    def principal(self) -> str:
        return self.account.sub

    def enrol(self, *, enabled: bool = True) -> None:
        """Have the account a second factor, or none any more; to staff nothing is said of it."""
        root(self.stack, "cognito-idp").admin_set_user_mfa_preference(
            UserPoolId=self.stack.user_pool_id,
            Username=self.account.email,
            SoftwareTokenMfaSettings={"Enabled": enabled, "PreferredMfa": enabled},
        )

    def second_factor(self) -> Json:
        """Have it read whether the account has one."""
        return self.admin("POST", "/second-factor")

    def decide(
        self, certificate: Json, action: str, comment: str | None = None, **more: Any
    ) -> Any:
        """Decide; against the learner with one of the reasons every academy begins with."""
        body = {"action": action, **more}
        if action in {"decline", "request_changes"}:
            body = {"reason": "not-verifiable", **body}
        if comment is not None:
            body["comment"] = comment
        return self.request(
            "POST", self.of(certificate) + "/decisions", body, version=certificate["version"]
        )

    def put_for_others(self, path: str, file: Path) -> Json:
        """Put a file that is not one's own and wait for its inspection.

        Parameters
        ----------
        path
            Of the uploads, below the academy's.
        """
        permit = self.admin("POST", path, declared(file))
        client.put(permit, file)
        deadline = time.monotonic() + 20
        while True:
            upload = self.admin("GET", f"{path}/{permit['id']}")
            if upload["file"]["state"] != "waiting":
                return upload
            assert time.monotonic() < deadline
            time.sleep(0.1)

    def of(self, certificate: Json) -> str:
        """Path of a learner's certificate."""
        return (
            f"/admin/academies/{self.academy_id}/learners/{certificate['learner_id']}"
            f"/certificates/{certificate['id']}"
        )


@dataclass(frozen=True)
class Academy:
    """An academy, its first administrator and its desk."""

    stack: Stack
    id: str
    administrator: StaffAtWork

    def learner(self, name: str = "Test Learner") -> LearnerAtWork:
        account = sign_up(self.stack, self.id, name=name)
        return LearnerAtWork(
            self.stack, id_token=account.tokens["IdToken"], academy_id=self.id, account=account
        )

    def staff(self, role: str) -> StaffAtWork:
        """Add a member of staff."""
        member = _staff_account(self.stack, self.id)
        self.enlist(member.principal, role)
        return member

    def know(self, learner: LearnerAtWork) -> Json:
        """Have the directory know a learner; on AWS signing in does that."""
        return self.administrator.admin(
            "POST", "/learners", {"name": "Test Learner", "mail": learner.account.email}
        )

    def credit_type(self, credit_type: str, version: int | None = None, **rules: Any) -> Json:
        """Set a credit type up, or change the version that is there."""
        body = {"name": credit_type.upper(), "unit": "hours", **rules}
        return self.administrator.admin(
            "PUT", f"/credit-types/{credit_type}", body, version=version
        )

    def enlist(self, principal: str, role: str) -> Json:
        return self.administrator.admin(
            "PUT", f"/staff/{principal}", {"name": f"Test {role}", "role": role}
        )


def open_academy(
    stack: Stack, academy_id: str | None = None, *, credit_types: Iterable[str] = ("cpe",)
) -> Academy:
    """Set an academy up: its first administrator in the table, the rest over the API."""
    academy_id = academy_id or f"e2e-{uuid.uuid4().hex[:16]}"
    administrator = _staff_account(stack, academy_id)
    record = {
        "PK": f"ACADEMY#{academy_id}",
        "SK": f"STAFF#{administrator.principal}",
        "academy_id": academy_id,
        "principal": administrator.principal,
        "name": "Test administrator",
        "role": "administrator",
    }
    root(stack, "dynamodb").put_item(
        TableName=stack.table,
        Item={name: {"S": value} for name, value in record.items()} | {"version": {"N": "1"}},
    )
    # Nothing is there yet that its totals do not count.
    root(stack, "dynamodb").put_item(
        TableName=stack.table,
        Item={"PK": {"S": f"ACADEMY#{academy_id}#TOTALS"}, "SK": {"S": "KNOWN"}},
    )
    academy = Academy(stack, academy_id, administrator)
    for credit_type in credit_types:
        academy.credit_type(credit_type, maximum="40")
    return academy


def _staff_account(stack: Stack, academy_id: str) -> StaffAtWork:
    account = sign_up(stack, academy_id, "staff")
    return StaffAtWork(
        stack,
        credentials=client.temporary_credentials(stack, account.tokens["IdToken"]),
        academy_id=academy_id,
        account=account,
    )


def second_factor_of(member: StaffAtWork) -> bool | None:
    """What the staff list keeps of a member's account; None for nothing."""
    found = (
        root(member.stack, "dynamodb")
        .get_item(
            TableName=member.stack.table,
            Key={
                "PK": {"S": f"ACADEMY#{member.academy_id}"},
                "SK": {"S": f"STAFF#{member.principal}"},
            },
            ConsistentRead=True,
        )["Item"]
        .get("second_factor")
    )
    return None if found is None else bool(found["M"]["enabled"]["BOOL"])


def signed_as_learner(learner: LearnerAtWork) -> Caller:
    """The same learner with the identity pool's credentials."""
    token = learner.account.tokens["IdToken"]
    return Caller(learner.stack, credentials=client.temporary_credentials(learner.stack, token))


def mails_to(stack: Stack, address: str) -> list[Json]:
    """What the local AWS would have sent to an address, the oldest first."""
    return [mail for mail in reversed(sent(stack.endpoint or "")) if address in mail["To"]]


def records_of(stack: Stack, learner: LearnerAtWork, prefix: str = "") -> list[Json]:
    """The learner's items as they are stored."""
    answer = root(stack, "dynamodb").query(
        TableName=stack.table,
        KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)"
        if prefix
        else "PK = :partition",
        ExpressionAttributeValues={
            ":partition": {"S": f"ACADEMY#{learner.academy_id}#LEARNER#{learner.sub}"}
        }
        | ({":prefix": {"S": prefix}} if prefix else {}),
        ConsistentRead=True,
    )
    return list(answer["Items"])


def said_in(item: Json) -> Json:
    """What is packed in a stored item."""
    return unpacked(bytes(item["body"]["B"]))


def tampered(item: Json, **fields: Any) -> Json:
    """A stored item in which somebody edited fields."""
    return item | {"body": {"B": packed(said_in(item) | fields)}}


def at_once(calls: Iterable[Callable[[], _Result]]) -> list[_Result]:
    """Run all calls at the same moment."""
    started = list(calls)
    gate = Barrier(len(started))

    def run(call: Callable[[], _Result]) -> _Result:
        gate.wait()
        return call()

    with ThreadPoolExecutor(len(started)) as pool:
        return list(pool.map(run, started))
