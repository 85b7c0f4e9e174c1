"""FastAPI behind Mangum.

Routes are coroutines although boto3 blocks: a function answers one request at a time, and so no
request pays for a thread.
"""

from typing import Annotated, Any

from fastapi import FastAPI, Header, Request
from fastapi.responses import JSONResponse
from mangum import Mangum

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

app = FastAPI()


@app.exception_handler(Refused)
async def refused(_request: Request, error: Refused) -> JSONResponse:
    """A refusal as what it is."""
    return JSONResponse({"detail": str(error)}, error.status)


@app.post("/uploads", status_code=201)
async def issue(request: Request, body: UploadRequest) -> Permit:
    return Permit(**work.issue(_learner(request), body.model_dump()))


@app.post("/certificates", status_code=201)
async def submit(request: Request, body: Submission) -> Certificate:
    return Certificate(**work.submit(_learner(request), body.model_dump()))


@app.get("/certificates")
async def portfolio(request: Request) -> Page:
    return Page(**work.portfolio(_learner(request)))


@app.get("/certificates/{certificate_id}")
async def certificate(request: Request, certificate_id: str) -> CertificateWithHistory:
    return CertificateWithHistory(**work.with_history(_learner(request), certificate_id))


@app.get("/certificates/{certificate_id}/file")
async def link(request: Request, certificate_id: str) -> Link:
    return Link(**work.link(_learner(request), certificate_id))


@app.get("/statement")
async def statement(request: Request) -> Statement:
    return Statement(**work.statement(_learner(request)))


@app.get("/admin/academies/{academy_id}/reviews")
async def queue(request: Request, academy_id: str) -> Queue:
    work.reviewer_of(request.scope["aws.event"], academy_id)
    return Queue(**work.queue(academy_id))


@app.post(
    "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}/decisions"
)
async def decide(  # noqa: PLR0913, PLR0917 - the parts of a request
    request: Request,
    academy_id: str,
    learner_id: str,
    certificate_id: str,
    body: Verdict,
    if_match: Annotated[str, Header()],
) -> Certificate:
    reviewer = work.reviewer_of(request.scope["aws.event"], academy_id)
    decided = work.decide(
        academy_id, learner_id, certificate_id, if_match.strip('"'), reviewer, body.model_dump()
    )
    return Certificate(**decided)


def _learner(request: Request) -> tuple[str, str, str]:
    return work.learner_of(request.scope["aws.event"])


_mangum = Mangum(app, lifespan="off")


def handle(_operation: str, event: Json) -> Json:
    """Answer a request."""
    context: Any = None
    answer: Json = _mangum(event, context)
    return answer
