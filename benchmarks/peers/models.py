"""Requests and answers as pydantic models, which FastAPI and Powertools take as they are."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Credits = Annotated[str, Field(pattern=r"^\d{1,4}(\.\d{1,2})?$")]
Ulid = Annotated[str, Field(pattern="^[0-7][0-9A-HJKMNP-TV-Z]{25}$")]


class Body(BaseModel):
    """Base of what is sent."""

    model_config = ConfigDict(extra="forbid")


class UploadRequest(Body):
    """The file somebody wants to put."""

    file_name: Annotated[str, Field(min_length=1, max_length=200)]
    content_type: Annotated[str, Field(pattern="^(application/pdf|image/(png|jpeg))$")]
    size: Annotated[int, Field(gt=0, le=10_485_760)]
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]


class ClaimBody(Body):
    """One line of a certificate."""

    credit_type: str
    credits: Credits


class Submission(Body):
    """What a learner states."""

    title: Annotated[str, Field(min_length=1, max_length=200)]
    issuer: Annotated[str, Field(max_length=200)] | None = None
    certificate_number: Annotated[str, Field(max_length=100)] | None = None
    earned_on: date
    expires_on: date | None = None
    claims: Annotated[list[ClaimBody], Field(min_length=1, max_length=5)]
    upload_id: Ulid


class Verdict(Body):
    """What a reviewer decides."""

    action: Annotated[str, Field(pattern="^(approve|decline)$")]
    comment: Annotated[str, Field(max_length=2000)] | None = None


class Permit(BaseModel):
    """Permission to put one file."""

    id: str
    certificate_id: str
    url: str
    headers: dict[str, str]
    expires_at: str


class Claim(BaseModel):
    """One line of a certificate."""

    credit_type: str
    claimed: str
    awarded: str | None


class File(BaseModel):
    """A file."""

    upload_id: str
    name: str
    content_type: str
    size: int
    sha256: str
    state: str


class Actor(BaseModel):
    """Who did something."""

    kind: str
    id: str
    name: str | None


class Decision(BaseModel):
    """What was decided."""

    outcome: str
    by: Actor
    at: str
    comment: str | None
    waited_seconds: int | None


class Certificate(BaseModel):
    """A certificate."""

    id: str
    learner_id: str
    version: int
    status: str
    title: str
    issuer: str | None
    certificate_number: str | None
    earned_on: str
    expires_on: str | None
    claims: list[Claim]
    file: File | None
    submitted_at: str
    submitted_by: Actor
    since: str
    decision: Decision | None


class Event(BaseModel):
    """One entry in a history."""

    version: int
    at: str
    actor: Actor
    action: str
    from_status: str | None
    to_status: str
    changes: dict[str, Any]


class CertificateWithHistory(Certificate):
    """A certificate and what happened to it."""

    events: list[Event]


class Page(BaseModel):
    """A page of certificates."""

    items: list[Certificate]
    next_cursor: str | None


class Waiting(Certificate):
    """A certificate in the queue."""

    age_days: float


class Queue(BaseModel):
    """A page of the queue."""

    items: list[Waiting]
    next_cursor: str | None


class Link(BaseModel):
    """A link to a file."""

    url: str
    name: str
    content_type: str
    size: int
    sha256: str
    expires_at: str


class Period(BaseModel):
    """Credits of one type in one year."""

    credit_type: str
    period: str
    claimed: str
    awarded: str
    line_count: int


class Statement(BaseModel):
    """A learner's credits."""

    items: list[Period]
