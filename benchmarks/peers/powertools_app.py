"""Powertools' resolver with validation of requests and answers."""

from typing import Annotated, Any

from aws_lambda_powertools.event_handler import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.openapi.params import Header

from benchmarks.peers import work
from benchmarks.peers.models import (
    Certificate,
    CertificateWithHistory,
    Link,
    Page,
    Permit,
    Queue,
    Statement,
    Submission,
    UploadRequest,
    Verdict,
)
from benchmarks.peers.work import Json, Refused

app = APIGatewayRestResolver(enable_validation=True)


@app.exception_handler(Refused)
def refused(error: Refused) -> Response[str]:
    """A refusal as what it is."""
    return Response(status_code=error.status, body=str(error))


@app.post("/uploads")
def issue(body: UploadRequest) -> tuple[Permit, int]:
    return Permit(**work.issue(_learner(), body.model_dump())), 201


@app.post("/certificates")
def submit(body: Submission) -> tuple[Certificate, int]:
    return Certificate(**work.submit(_learner(), body.model_dump())), 201


@app.get("/certificates")
def portfolio() -> Page:
    return Page(**work.portfolio(_learner()))


@app.get("/certificates/<certificate_id>")
def certificate(certificate_id: str) -> CertificateWithHistory:
    return CertificateWithHistory(**work.with_history(_learner(), certificate_id))


@app.get("/certificates/<certificate_id>/file")
def link(certificate_id: str) -> Link:
    return Link(**work.link(_learner(), certificate_id))


@app.get("/statement")
def statement() -> Statement:
    return Statement(**work.statement(_learner()))


@app.get("/admin/academies/<academy_id>/reviews")
def queue(academy_id: str) -> Queue:
    work.reviewer_of(app.current_event.raw_event, academy_id)
    return Queue(**work.queue(academy_id))


@app.post(
    "/admin/academies/<academy_id>/learners/<learner_id>/certificates/<certificate_id>/decisions"
)
def decide(
    academy_id: str,
    learner_id: str,
    certificate_id: str,
    body: Verdict,
    if_match: Annotated[str, Header(alias="If-Match")],
) -> Certificate:
    reviewer = work.reviewer_of(app.current_event.raw_event, academy_id)
    return Certificate(
        **work.decide(
            academy_id,
            learner_id,
            certificate_id,
            if_match.strip('"'),
            reviewer,
            body.model_dump(),
        )
    )


def _learner() -> tuple[str, str, str]:
    return work.learner_of(app.current_event.raw_event)


def handle(_operation: str, event: Json) -> Json:
    """Answer a request."""
    context: Any = None
    answer: Json = app.resolve(event, context)
    return answer
