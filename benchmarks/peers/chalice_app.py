"""Chalice, with pydantic for the bodies."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from chalice import Chalice, Response
from pydantic import ValidationError

from benchmarks.peers import work
from benchmarks.peers.models import Submission, UploadRequest, Verdict
from benchmarks.peers.work import Json, Refused

app = Chalice(app_name="peer")
_HEADERS = {"Content-Type": "application/json", "Cache-Control": "no-store"}


@dataclass
class Context:
    """What Lambda tells a function of the call."""

    function_name: str = "peer"
    aws_request_id: str = "5f2b8e1c-6d3a-4f70-9b1e-0a1b2c3d4e5f"


def answered(status: int) -> Callable[[Callable[..., Json]], Callable[..., Response]]:
    """Answer with a status, and with refusals as what they are."""

    def decorate(view: Callable[..., Json]) -> Callable[..., Response]:
        @wraps(view)
        def answer(**path: str) -> Response:
            try:
                return Response(view(**path), status_code=status, headers=_HEADERS)
            except Refused as refused:
                return Response({"detail": str(refused)}, status_code=refused.status)
            except ValidationError as error:
                return Response({"detail": error.errors(include_url=False)}, status_code=422)

        return answer

    return decorate


@app.route("/uploads", methods=["POST"])
@answered(201)
def issue() -> Json:
    body = UploadRequest.model_validate(app.current_request.json_body)
    return work.issue(work.learner_of(_event()), body.model_dump())


@app.route("/certificates", methods=["POST"])
@answered(201)
def submit() -> Json:
    body = Submission.model_validate(app.current_request.json_body)
    return work.submit(work.learner_of(_event()), body.model_dump())


@app.route("/certificates", methods=["GET"])
@answered(200)
def portfolio() -> Json:
    return work.portfolio(work.learner_of(_event()))


@app.route("/certificates/{certificate_id}", methods=["GET"])
@answered(200)
def certificate(certificate_id: str) -> Json:
    return work.with_history(work.learner_of(_event()), certificate_id)


@app.route("/certificates/{certificate_id}/file", methods=["GET"])
@answered(200)
def link(certificate_id: str) -> Json:
    return work.link(work.learner_of(_event()), certificate_id)


@app.route("/statement", methods=["GET"])
@answered(200)
def statement() -> Json:
    return work.statement(work.learner_of(_event()))


@app.route("/admin/academies/{academy_id}/reviews", methods=["GET"])
@answered(200)
def queue(academy_id: str) -> Json:
    work.reviewer_of(_event(), academy_id)
    return work.queue(academy_id)


@app.route(
    "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}/decisions",
    methods=["POST"],
)
@answered(200)
def decide(academy_id: str, learner_id: str, certificate_id: str) -> Json:
    verdict = Verdict.model_validate(app.current_request.json_body)
    return work.decide(
        academy_id,
        learner_id,
        certificate_id,
        app.current_request.headers["if-match"].strip('"'),
        work.reviewer_of(_event(), academy_id),
        verdict.model_dump(),
    )


def _event() -> Json:
    """What of the event says who calls."""
    return {"requestContext": app.current_request.context}


_CONTEXT = Context()


def handle(_operation: str, event: Json) -> Json:
    """Answer a request."""
    answer: Any = app(event, _CONTEXT)
    found: Json = answer
    return found
