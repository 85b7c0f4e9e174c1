"""The requests that are measured, as API Gateway sends them."""

import json
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from http import HTTPStatus
from typing import assert_never

from benchmarks.table import Json
from tests.support import events
from tests.support.template import functions


class Operation(StrEnum):
    """What people do most."""

    ISSUE = "issue a permit"
    SUBMIT = "submit"
    LIST = "list 25"
    READ = "read one"
    DECIDE = "decide"
    VIEW = "view file"
    STATEMENT = "statement of 31"
    QUEUE = "queue 25"

    @property
    def function(self) -> str:
        """The function of Certfolio that answers."""
        match self:
            case Operation.ISSUE:
                return "uploads"
            case Operation.SUBMIT:
                return "submission"
            case Operation.LIST | Operation.READ | Operation.VIEW | Operation.STATEMENT:
                return "listing"
            case Operation.DECIDE | Operation.QUEUE:
                return "review"
            case _:
                assert_never(self)


@dataclass(frozen=True)
class Scene:
    """Who and what the requests are about.

    Attributes
    ----------
    upload_id
        Of a file that was accepted and not handed in yet.
    approved
        Id of a certificate of the learner.
    pending
        Id of a certificate of `other`, which waits for a decision.
    """

    academy_id: str
    learner: str
    other: str
    reviewer: str
    upload_id: str
    approved: str
    pending: str


PORTFOLIO, PAGE = 31, 25
"""Certificates of the learner, and how many a page of a list shows."""

VERSION = 2
"""Of a certificate that was handed in and decided."""

TITLE = "Secure Software Development Lifecycle for Cloud Applications"
"""Sixty characters."""

ISSUER = "International Software Quality Association"
NUMBER = "ISQA-2025-0048-7731"
EARNED_ON = date(2025, 3, 14)

DECLARED: Json = {
    "file_name": "Secure Software Development Lifecycle.pdf",
    "content_type": "application/pdf",
}


def submission(upload_id: str) -> Json:
    """What a learner states."""
    return {
        "title": TITLE,
        "issuer": ISSUER,
        "certificate_number": NUMBER,
        "earned_on": EARNED_ON.isoformat(),
        "expires_on": "2028-03-13",
        "claims": [{"credit_type": "cpe", "credits": "7.50"}],
        "upload_id": upload_id,
    }


def event_of(operation: Operation, scene: Scene, file: bytes, digest: str) -> str:
    """The event of a request, as JSON.

    Parameters
    ----------
    file, digest
        What is to be uploaded, and its SHA-256.
    """
    return json.dumps(routed(_event(operation, scene, file, digest)))


def routed(event: Json) -> Json:
    """The event with the route that API Gateway found for it, and what it read out of the path."""
    routes = (
        route["Properties"]
        for function in functions().values()
        for route in function.get("Events", {}).values()
        if route["Type"] == "Api"
    )
    for route in routes:
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", route["Path"])
        found = re.fullmatch(pattern, event["path"])
        if found is not None and route["Method"] == event["httpMethod"]:
            event |= {"resource": route["Path"], "pathParameters": found.groupdict() or None}
            event["requestContext"]["resourcePath"] = route["Path"]
            return event
    raise LookupError(event["path"])


def _event(operation: Operation, scene: Scene, file: bytes, digest: str) -> Json:
    claims = {"sub": scene.learner, "custom:academy_id": scene.academy_id, "name": "Demo Learner"}
    learners = partial(events.learner_request, claims=claims)
    staff = partial(events.staff_request, principal=scene.reviewer)
    admin = f"/admin/academies/{scene.academy_id}"
    match operation:
        case Operation.ISSUE:
            body = {**DECLARED, "size": len(file), "sha256": digest}
            event = learners("POST", "/uploads", body)
        case Operation.SUBMIT:
            event = learners("POST", "/certificates", submission(scene.upload_id))
        case Operation.LIST:
            event = learners("GET", "/certificates")
        case Operation.READ:
            event = learners("GET", f"/certificates/{scene.approved}")
        case Operation.VIEW:
            event = learners("GET", f"/certificates/{scene.approved}/file")
        case Operation.STATEMENT:
            event = learners("GET", "/statement")
        case Operation.DECIDE:
            path = f"{admin}/learners/{scene.other}/certificates/{scene.pending}/decisions"
            event = staff("POST", path, {"action": "approve"}, headers={"If-Match": '"1"'})
        case Operation.QUEUE:
            event = staff("GET", f"{admin}/reviews")
        case _:
            assert_never(operation)
    return event


def wrong_with(operation: Operation, scene: Scene, answer: Json) -> str | None:
    """What an answer lacks; None where it is as it must be."""
    body = json.loads(answer["body"])
    match operation:
        case Operation.ISSUE:
            good = answer["statusCode"] == HTTPStatus.CREATED and "X-Amz-Signature" in body["url"]
        case Operation.SUBMIT:
            good = answer["statusCode"] == HTTPStatus.CREATED and body["title"] == TITLE
        case Operation.LIST:
            good = len(body["items"]) == PAGE and body["items"][0]["title"] == TITLE
        case Operation.READ:
            good = body["id"] == scene.approved and len(body["events"]) == VERSION
        case Operation.DECIDE:
            good = body["status"] == "approved" and body["version"] == VERSION
        case Operation.VIEW:
            good = "X-Amz-Signature" in body["url"]
        case Operation.STATEMENT:
            good = sum(period["line_count"] for period in body["items"]) == PORTFOLIO
        case Operation.QUEUE:
            good = len(body["items"]) == PAGE and "age_days" in body["items"][0]
        case _:
            assert_never(operation)
    return None if good else f"{operation}: {answer['statusCode']} {answer['body'][:300]}"
