"""No framework: a match on method and path, and pydantic for the bodies."""

import json

from pydantic import ValidationError

from benchmarks.peers import work
from benchmarks.peers.models import Submission, UploadRequest, Verdict
from benchmarks.peers.work import Json, Refused


def handle(_operation: str, event: Json) -> Json:
    """Answer a request."""
    try:
        status, body = _routed(event)
    except Refused as refused:
        status, body = refused.status, {"detail": str(refused)}
    except ValidationError as error:
        status, body = 422, {"detail": error.errors(include_url=False)}
    return {
        "statusCode": status,
        "headers": {"Content-Type": "application/json", "Cache-Control": "no-store"},
        "body": json.dumps(body),
    }


def _routed(event: Json) -> tuple[int, Json]:  # noqa: PLR0911 - one for each route
    match event["httpMethod"], event["path"].strip("/").split("/"):
        case "POST", ["uploads"]:
            body = UploadRequest.model_validate_json(event["body"])
            return 201, work.issue(work.learner_of(event), body.model_dump())
        case "POST", ["certificates"]:
            stated = Submission.model_validate_json(event["body"])
            return 201, work.submit(work.learner_of(event), stated.model_dump())
        case "GET", ["certificates"]:
            return 200, work.portfolio(work.learner_of(event))
        case "GET", ["certificates", certificate_id]:
            return 200, work.with_history(work.learner_of(event), certificate_id)
        case "GET", ["certificates", certificate_id, "file"]:
            return 200, work.link(work.learner_of(event), certificate_id)
        case "GET", ["statement"]:
            return 200, work.statement(work.learner_of(event))
        case "GET", ["admin", "academies", academy_id, "reviews"]:
            work.reviewer_of(event, academy_id)
            return 200, work.queue(academy_id)
        case "POST", ["admin", "academies", academy_id, "learners", learner_id, *rest]:
            _, certificate_id, _ = rest
            verdict = Verdict.model_validate_json(event["body"])
            return 200, work.decide(
                academy_id,
                learner_id,
                certificate_id,
                event["headers"]["If-Match"].strip('"'),
                work.reviewer_of(event, academy_id),
                verdict.model_dump(),
            )
    raise Refused(404, "there is nothing here")
