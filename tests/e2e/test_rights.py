"""A learner leaves, is held, and is erased, on the deployed system."""

import json
import time
from typing import Any

import pytest
import requests
from botocore.exceptions import ClientError

from local import client
from local.stack import Stack
from tests.e2e.rounds import erased
from tests.e2e.support import (
    FUNCTIONS,
    PASSWORD,
    Academy,
    LearnerAtWork,
    declared,
    deployed,
    open_academy,
    root,
)

TITLE, ISSUER, COMMENT = "Quixotic Zymurgy", "Vexillology Institute", "Wobbly comment"
NAME = "Xanthippe Quill"


@pytest.fixture(scope="module")
def home(stack: Stack) -> Academy:
    return open_academy(stack)


def known(home: Academy) -> LearnerAtWork:
    learner = home.learner(name=NAME)
    home.administrator.admin(
        "POST", "/learners", {"name": NAME, "mail": learner.account.email, "external_id": None}
    )
    return learner


def of(learner: LearnerAtWork, below: str) -> str:
    return f"/learners/{learner.sub}/{below}"


def test_who_is_erased_is_nowhere_any_more(stack: Stack, home: Academy) -> None:
    learner, staff = known(home), home.administrator
    certificate = learner.hand_in(title=TITLE, issuer=ISSUER, certificate_number="JZ-77812")
    assert staff.decide(certificate, "approve", COMMENT).ok
    learner.call("POST", "/membership/erasure-request")
    read = of(learner, "membership")
    assert staff.admin("GET", read)["erasure_asked_at"]
    held = {"active": True, "hold_reason": COMMENT}
    version = staff.admin("PUT", read, held, version=1)["version"]
    path = f"/admin/academies/{home.id}{of(learner, 'erasure')}"
    refused = staff.request("POST", path)
    assert refused.status_code == 409
    assert refused.json()["values"] == {"reasons": ["legal_hold"]}
    staff.admin("PUT", read, {"active": True}, version=version)
    assert len(everything_of(stack, learner)) > 10

    permit = learner.call("POST", "/uploads", declared())
    started = staff.request("POST", path)
    assert started.status_code == 202, started.text
    # What Lambda was asked to do at once.
    deadline = time.monotonic() + 30
    while (found := staff.admin("GET", read)["erasure"])["state"] != "settling":
        assert time.monotonic() < deadline, found
        time.sleep(0.5)
    # The permission from before is still good, and no other is given.
    requests.put(permit["url"], data=b"x" * 10, headers=permit["headers"], timeout=20)
    assert learner.request("POST", "/uploads", declared()).status_code == 409

    erased(stack, learner)
    assert staff.admin("GET", read)["erasure"]["state"] == "done"
    kept = everything_of(stack, learner)
    assert {item.split(" ")[0] for item in kept} <= {"ERASURE", "SETUP"}, kept
    said = json.dumps(kept) + _logs(stack)
    for word in (TITLE, ISSUER, COMMENT, NAME, learner.account.email, "JZ-77812"):
        assert word not in said
    cognito = root(stack, "cognito-idp")
    with pytest.raises(cognito.exceptions.UserNotFoundException):
        cognito.admin_get_user(UserPoolId=stack.user_pool_id, Username=learner.account.email)


def test_who_left_gets_no_other_token_and_comes_back(stack: Stack, home: Academy) -> None:
    learner, staff = known(home), home.administrator
    certificate = learner.hand_in()
    left = staff.admin("PUT", of(learner, "membership"), {"active": False})
    cognito = root(stack, "cognito-idp")
    with pytest.raises(ClientError) as refused:
        client.sign_in(stack, learner.account.email, PASSWORD)
    assert refused.value.response["Error"]["Code"] == "NotAuthorizedException"
    with pytest.raises(cognito.exceptions.NotAuthorizedException):
        cognito.initiate_auth(
            ClientId=stack.client_id,
            AuthFlow="REFRESH_TOKEN_AUTH",
            AuthParameters={"REFRESH_TOKEN": learner.account.tokens["RefreshToken"]},
        )
    assert staff.call("GET", staff.of(certificate))["id"] == certificate["id"]
    staff.admin("PUT", of(learner, "membership"), {"active": True}, version=left["version"])
    assert client.sign_in(stack, learner.account.email, PASSWORD)["IdToken"]


def test_an_id_token_lasts_five_minutes(home: Academy) -> None:
    tokens = home.learner().account.tokens
    claims = client.claims_of(tokens["IdToken"])
    assert claims["exp"] - claims["iat"] <= 300
    assert tokens["ExpiresIn"] <= 300


def everything_of(stack: Stack, learner: LearnerAtWork) -> list[str]:
    """All of the table, the buckets' versions too, that has the learner's id or mail address."""
    words = (learner.sub, learner.account.email)
    found: list[str] = []
    pages = root(stack, "dynamodb").get_paginator("scan").paginate(TableName=stack.table)
    for page in pages:
        found += [
            f"{item['SK']['S'].partition('#')[0]} {item!r}"
            for item in page["Items"]
            if any(word in repr(item) for word in words)
        ]
    for bucket in (stack.incoming_bucket, stack.evidence_bucket):
        answer: Any = root(stack, "s3").list_object_versions(Bucket=bucket)
        found += [
            f"OBJECT {version['Key']}"
            for part in ("Versions", "DeleteMarkers")
            for version in answer.get(part, ())
            if learner.sub in version["Key"]
        ]
    return found


def _logs(stack: Stack, *functions: str) -> str:
    logs, name = root(stack, "logs"), deployed(stack)["StackName"]
    lines = []
    for function in functions or (*FUNCTIONS, "api"):
        group = f"/certfolio/{name}/{function.replace('_', '-')}"
        pages = logs.get_paginator("filter_log_events").paginate(logGroupName=group)
        lines += [event["message"] for page in pages for event in page["events"]]
    return "\n".join(lines)
