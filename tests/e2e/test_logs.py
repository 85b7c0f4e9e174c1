"""Logs carry ids, and never what people wrote, their names, files or tokens."""

import json
from pathlib import Path
from typing import Any

import pytest

from local.stack import Stack
from tests.e2e.support import (
    FUNCTIONS,
    PDF,
    LearnerAtWork,
    StaffAtWork,
    deployed,
    open_academy,
    root,
)

TITLE = "Quixotic Zymurgy"
WORDS = (
    TITLE,
    "Vexillology Institute",
    "JZ-77812",
    "verify.example.org",
    "zugzwang.pdf",
    "Wobbly comment",
    "Xanthippe",
)


@pytest.fixture(scope="module")
def logged(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, list[str]]:
    """All that the functions logged of a story, and the secrets that went by in it."""
    academy = open_academy(stack)
    learner = academy.learner(name="Xanthippe")
    reviewer = academy.staff("reviewer")
    _story(learner, reviewer, tmp_path_factory.mktemp("files") / "zugzwang.pdf")
    secrets = [
        *(token for account in (learner, reviewer) for token in account.account.tokens.values()),
        learner.account.email,
        reviewer.account.email,
    ]
    assert reviewer.credentials is not None
    secrets += [reviewer.credentials.secret_key, str(reviewer.credentials.token)]
    return _logs(stack), [str(secret) for secret in secrets if len(str(secret)) > 8]


def _story(learner: LearnerAtWork, reviewer: StaffAtWork, file: Path) -> None:
    file.write_bytes(PDF.read_bytes())
    certificate = learner.hand_in(
        file,
        title=TITLE,
        issuer="Vexillology Institute",
        certificate_number="JZ-77812",
        verification_link="https://verify.example.org/JZ-77812",
    )
    reviewer.decide(certificate, "request_changes", "Wobbly comment")
    body = learner.submission(certificate["file"]["upload_id"], title=TITLE)
    edited = learner.call("PUT", f"/certificates/{certificate['id']}", body, version=2)
    learner.request("POST", "/certificates", {**body, "earned_on": TITLE})
    learner.request("POST", "/certificates", {**body, "title": TITLE + " again"})
    learner.request("GET", "/certificates", credit_type=TITLE)
    unknown: dict[str, Any] = {TITLE: TITLE}
    learner.request("GET", "/certificates", **unknown)
    reviewer.decide(edited | {"version": 1}, "decline", "Wobbly comment")
    reviewer.decide(edited, "approve", "Wobbly comment")
    learner.call("GET", f"/certificates/{certificate['id']}/file")
    learner.call("GET", "/statement")
    learner.call("GET", "/transcript", format="pdf")


def _logs(stack: Stack) -> str:
    logs, name = root(stack, "logs"), deployed(stack)["StackName"]
    lines = []
    for function in (*FUNCTIONS, "api"):
        group = function.replace("_", "-")
        pages = logs.get_paginator("filter_log_events").paginate(
            logGroupName=f"/certfolio/{name}/{group}"
        )
        lines += [event["message"] for page in pages for event in page["events"]]
    return "\n".join(lines)


def test_what_happened_is_logged_with_ids(logged: tuple[str, list[str]]) -> None:
    text, _ = logged
    for message in ("submitted", "edited", "decided", "inspected"):
        found = [json.loads(line) for line in text.splitlines() if f'"message":"{message}"' in line]
        assert found, message
        assert all("function_request_id" in entry for entry in found)


@pytest.mark.parametrize("word", WORDS)
def test_nothing_that_people_wrote_is_logged(logged: tuple[str, list[str]], word: str) -> None:
    assert word not in logged[0]


def test_neither_tokens_nor_addresses_are_logged(logged: tuple[str, list[str]]) -> None:
    text, secrets = logged
    assert len(secrets) >= 8
    for secret in secrets:
        assert secret not in text
    for mark in ("X-Amz-Signature", "X-Amz-Security-Token", "eyJ", "AWS4-HMAC"):
        assert mark not in text
