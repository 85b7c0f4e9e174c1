"""The demo academy, and the story that is told in it."""

import json
import os
import re
import signal
import time
import uuid
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local import seed
from local.client import Json, StaffClient
from local.stack import Stack
from tests.e2e.support import JPEG, PDF, PNG, deployed, root, run_schedule
from tools import demo
from tools.guests import Guests


@pytest.fixture(scope="module")
def opened(stack: Stack) -> Stack:
    seed.seed(stack)
    return stack


def _portfolio(stack: Stack, person: seed.Account) -> list[Json]:
    return list(seed.learner(stack, person).call("GET", "/certificates", limit=100)["items"])


def test_the_demo_academy_shows_every_status_and_standing(opened: Stack) -> None:
    shown = _portfolio(opened, seed.LEARNER)
    assert {item["status"] for item in shown} == {
        "pending",
        "changes_requested",
        "withdrawn",
        "approved",
        "declined",
        "revoked",
    }
    assert {item["standing"] for item in shown} == {None, "active", "expiring", "expired"}
    assert {item["kind"] for item in shown} == {"external", "academy"}
    files = [item["file"] for item in shown if item["file"]]
    assert {file["content_type"] for file in files} == {
        "application/pdf",
        "image/png",
        "image/jpeg",
    }
    rejected = [item for item in shown if item["file"] and item["file"]["state"] == "rejected"]
    assert [item["status"] for item in rejected] == ["changes_requested"]


def test_opened_again_the_demo_academy_stays_as_people_left_it(opened: Stack) -> None:
    administrator = seed.staff(opened, seed.ADMINISTRATOR)
    waiting = administrator.admin("GET", "/reviews")["items"][0]
    path = f"/learners/{waiting['learner_id']}/certificates/{waiting['id']}/decisions"
    administrator.admin("POST", path, {"action": "approve"}, version=waiting["version"])
    before = {person: _portfolio(opened, person) for person in (seed.LEARNER, seed.OTHER_LEARNER)}
    seed.seed(opened)
    assert before == {person: _portfolio(opened, person) for person in before}


def test_a_system_reaches_its_academy_and_no_other(opened: Stack) -> None:
    role = root(opened, "iam").get_role(RoleName=seed.SYSTEM_ROLE)["Role"]["Arn"]
    keys = root(opened, "sts").assume_role(RoleArn=role, RoleSessionName="demo")["Credentials"]
    system = StaffClient(
        opened,
        credentials=Credentials(keys["AccessKeyId"], keys["SecretAccessKey"], keys["SessionToken"]),
        academy_id=seed.ACADEMY,
    )
    assert system.admin("GET", "/reviews")["items"]
    refused = system.request("GET", f"/admin/academies/{seed.OTHER_ACADEMY}/reviews")
    assert refused.status_code == 403


@pytest.fixture
def mailing(opened: Stack) -> Iterator[None]:
    """Mails go out as on any day, only that the schedule's minute takes a second."""
    over = Event()

    def go_on() -> None:
        while not over.wait(1):
            run_schedule(opened, "MailFunction", {"job": "send"})

    with ThreadPoolExecutor(1) as minutes:
        sending = minutes.submit(go_on)
        yield
        over.set()
        sending.result()


@pytest.mark.usefixtures("mailing")
@pytest.mark.parametrize("file", [PDF, PNG, JPEG], ids=["PDF", "PNG", "JPEG"])
def test_the_story_goes_as_told(opened: Stack, file: Path) -> None:
    shown = _portfolio(opened, seed.LEARNER)
    reviewer, administrator = (
        seed.staff(opened, person) for person in (seed.REVIEWER, seed.ADMINISTRATOR)
    )
    demo.tell(seed.guest(opened), reviewer, file, administrator)
    assert _portfolio(opened, seed.LEARNER) == shown


def test_the_story_stops_at_a_file_that_is_not_what_its_name_says(
    opened: Stack,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "certificate.pdf"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    port = str(opened.endpoint).rpartition(":")[2]
    monkeypatch.setattr("local.stack.find", lambda **_: opened)
    monkeypatch.setattr("sys.argv", ["demo", "--port", port, str(file)])
    assert demo.main() == 1
    assert "The file is not what its name says" in capsys.readouterr().err


def test_the_story_needs_a_system_that_runs(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["demo", "--port", "9", str(PDF)])
    assert demo.main() == 1
    assert "make run" in capsys.readouterr().err


# On a stack that is in use, with an operator's credentials

_OPERATORS_ACTIONS = (
    "cloudformation:DescribeStacks",
    "cognito-identity:DeleteIdentities",
    "cognito-idp:AdminAddUserToGroup",
    "cognito-idp:AdminCreateUser",
    "cognito-idp:AdminDeleteUser",
    "cognito-idp:AdminGetUser",
    "cognito-idp:AdminSetUserPassword",
    "cognito-idp:ListUsers",
    "dynamodb:DeleteItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "events:DeleteRule",
    "events:PutEvents",
    "events:PutRule",
    "events:PutTargets",
    "events:RemoveTargets",
    "s3:DeleteObjectVersion",
    "s3:ListBucketVersions",
    "sqs:CreateQueue",
    "sqs:DeleteMessage",
    "sqs:DeleteQueue",
    "sqs:GetQueueAttributes",
    "sqs:GetQueueUrl",
    "sqs:ReceiveMessage",
    "sqs:SetQueueAttributes",
)


@pytest.fixture
def operated(stack: Stack, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """The stack as an operator reaches it: with a role's credentials out of the environment."""
    iam = root(stack, "iam")
    trust = {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"}
    name = f"operator-{uuid.uuid4().hex}"
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=_policy(trust))["Role"]
    allowed = {"Effect": "Allow", "Action": list(_OPERATORS_ACTIONS), "Resource": "*"}
    iam.put_role_policy(RoleName=name, PolicyName="demo", PolicyDocument=_policy(allowed))
    keys = root(stack, "sts").assume_role(RoleArn=role["Arn"], RoleSessionName="operator")
    for variable, key in (
        ("AWS_ACCESS_KEY_ID", "AccessKeyId"),
        ("AWS_SECRET_ACCESS_KEY", "SecretAccessKey"),
        ("AWS_SESSION_TOKEN", "SessionToken"),
    ):
        monkeypatch.setenv(variable, keys["Credentials"][key])
    monkeypatch.setenv("AWS_ENDPOINT_URL", str(stack.endpoint))
    return stack


def _policy(statement: Json) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def _tell(stack: Stack, monkeypatch: pytest.MonkeyPatch, *more: str, file: Path = PDF) -> int:
    name = deployed(stack)["StackName"]
    given = ["demo", "--stack", name, "--region", stack.region, *more, str(file)]
    monkeypatch.setattr("sys.argv", given)
    return demo.main()


def _everything(stack: Stack) -> Json:
    """All that is stored in the stack, by where."""
    dynamodb, s3 = root(stack, "dynamodb"), root(stack, "s3")
    cognito = root(stack, "cognito-idp")
    found: Json = {
        "table": [
            (item["PK"]["S"], item["SK"]["S"])
            for page in dynamodb.get_paginator("scan").paginate(TableName=stack.table)
            for item in page["Items"]
        ],
        "accounts": [
            user["Username"]
            for page in cognito.get_paginator("list_users").paginate(UserPoolId=stack.user_pool_id)
            for user in page["Users"]
        ],
    }
    for bucket in (stack.incoming_bucket, stack.evidence_bucket):
        pages = s3.get_paginator("list_object_versions").paginate(Bucket=bucket)
        found[bucket] = [
            (item["Key"], item["VersionId"])
            for page in pages
            for item in (*page.get("Versions", ()), *page.get("DeleteMarkers", ()))
        ]
    found["rules"] = [
        rule["Name"]
        for rule in root(stack, "events").list_rules(EventBusName=stack.event_bus)["Rules"]
    ]
    found["queues"] = root(stack, "sqs").list_queues().get("QueueUrls", [])
    return {where: sorted(what) for where, what in found.items()}


def _settled(stack: Stack) -> Json:
    """All that is stored, once what earlier tests began has come to its end."""
    found = _everything(stack)
    for _ in range(60):
        time.sleep(1)
        last, found = found, _everything(stack)
        if found == last:
            break
    return found


def test_told_on_a_stack_in_use_the_story_leaves_nothing_behind(
    operated: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _settled(operated)
    assert _tell(operated, monkeypatch) == 0
    told = capsys.readouterr().out
    assert "Everything was as told." in told
    assert re.search(r"Nothing of demo-[0-9a-z]{26} is left", told)
    assert _everything(operated) == before


@pytest.mark.parametrize("step", ["PUT to S3", "POST /certificates", "POST …/decisions, signed"])
def test_stopped_in_the_middle_the_story_leaves_nothing_behind(
    step: str,
    operated: Stack,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    shown = demo.step

    def stop_at(what: str, outcome: str) -> None:
        if what == step:
            os.kill(os.getpid(), signal.SIGINT)
        shown(what, outcome)

    monkeypatch.setattr(demo, "step", stop_at)
    before = _settled(operated)
    assert _tell(operated, monkeypatch) == 1
    assert "Stopped." in capsys.readouterr().err
    assert _everything(operated) == before


def test_what_a_killed_story_left_is_removed_later(
    operated: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = _settled(operated)
    guests = Guests(replace(operated, endpoint=None))
    learner, reviewer = guests.come()
    demo.tell(learner, reviewer, PDF)
    assert _tell(operated, monkeypatch, "--forget", guests.academy) == 0
    assert _everything(operated) == before


def test_what_schedules_wrote_of_a_story_is_removed_with_it(
    operated: Stack, monkeypatch: pytest.MonkeyPatch
) -> None:
    guests = Guests(replace(operated, endpoint=None))
    learner, reviewer = guests.come()
    demo.tell(learner, reviewer, PDF)
    for function in ("RemindersFunction", "RightsFunction", "ReconciliationFunction"):
        run_schedule(operated, function)
    assert _tell(operated, monkeypatch, "--forget", guests.academy) == 0
    assert [item for item in _everything(operated)["table"] if guests.academy in str(item)] == []


@pytest.mark.parametrize("academy", ["demo", "acme", "demo-1", "demo-01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"])
def test_no_academy_of_anybody_else_is_removed(
    academy: str,
    operated: Stack,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = _settled(operated)
    with pytest.raises(SystemExit):
        _tell(operated, monkeypatch, "--forget", academy)
    assert "FORGET takes an academy that a story left" in capsys.readouterr().err
    assert _everything(operated) == before


def test_what_could_not_be_removed_is_told(
    operated: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = _settled(operated)

    def forbidden(_: Guests) -> None:
        raise ClientError({"Error": {"Code": "AccessDenied", "Message": "No."}}, "DeleteItem")

    with monkeypatch.context() as broken:
        broken.setattr(Guests, "remove_records", forbidden)
        assert _tell(operated, monkeypatch) == 1
    told = capsys.readouterr()
    assert "Everything was as told." in told.out
    assert "records: An error occurred (AccessDenied)" in told.err
    [again] = re.findall(r"FORGET=(\S+)", told.err)
    assert _tell(operated, monkeypatch, "--forget", again) == 0
    assert _everything(operated) == before


def test_an_unknown_stack_is_told(
    operated: Stack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ["demo", "--stack", "nowhere", "--region", operated.region, str(PDF)]
    monkeypatch.setattr("sys.argv", given)
    assert demo.main() == 1
    assert "The stack nowhere cannot be read in eu-central-1" in capsys.readouterr().err
