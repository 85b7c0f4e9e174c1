"""Presigned uploads."""

from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field
from ulid import ULID

from certfolio import composition
from certfolio.api.callers import CurrentLearner
from certfolio.api.edge import LEARNER, Api, Body, UlidPath, answer, answers, entry_point
from certfolio.api.views import UploadView
from certfolio.domain.certificates import File, Owner, Upload
from certfolio.domain.errors import InvalidInput
from certfolio.domain.files import ContentType, wrong_declaration
from certfolio.domain.values import Sha256, Title, Ulid
from certfolio.settings import IncomingSettings, load

api = Api()
handler = entry_point(api)


class UploadRequest(Body):
    """The file somebody wants to put."""

    file_name: Title
    content_type: ContentType
    size: Annotated[int, Field(strict=True, gt=0, description="Bytes.")]
    sha256: Sha256
    certificate_id: Ulid | None = Field(
        None,
        description="The certificate the file is for: the one being edited, or the id that a "
        "new submission will carry. Left out, the server makes one.",
    )


class UploadPermit(BaseModel):
    """Permission to put one file."""

    id: str
    certificate_id: str
    url: str = Field(description="To be PUT to.")
    headers: dict[str, str] = Field(description="To be sent exactly so.")
    expires_at: datetime


@api.post(
    "/uploads",
    summary="Ask for permission to put a file",
    tags=["learner"],
    security=LEARNER,
    status_code=HTTPStatus.CREATED,
    responses=answers(UploadPermit, HTTPStatus.UNPROCESSABLE_ENTITY, status=HTTPStatus.CREATED),
)
def issue(learner: CurrentLearner, body: UploadRequest) -> Response[UploadPermit]:
    permit = _issue(learner.owner, body, datetime.now(UTC))
    return answer(permit, HTTPStatus.CREATED, location=f"/uploads/{permit.id}")


@api.get(
    "/uploads/<upload_id>",
    summary="See how an upload stands",
    tags=["learner"],
    security=LEARNER,
    responses=answers(UploadView, HTTPStatus.NOT_FOUND),
)
def read(learner: CurrentLearner, upload_id: UlidPath) -> Response[UploadView]:
    upload = composition.uploads().get(learner.owner, upload_id)
    return answer(UploadView.of(upload, _file_as_it_stands(learner.owner, upload)))


def _issue(owner: Owner, body: UploadRequest, now: datetime) -> UploadPermit:
    settings = load(IncomingSettings)
    errors = wrong_declaration(
        body.file_name, body.content_type, body.size, settings.max_file_bytes
    )
    if errors:
        raise InvalidInput(*errors)
    lasts = timedelta(seconds=settings.upload_seconds)
    upload_id = str(ULID.from_datetime(now))
    upload = Upload(
        **owner.model_dump(),
        id=upload_id,
        certificate_id=body.certificate_id or str(ULID.from_datetime(now)),
        file=File(
            upload_id=upload_id,
            name=body.file_name,
            content_type=body.content_type,
            size=body.size,
            sha256=body.sha256,
        ),
        created_at=now,
        expires_at=now + lasts,
    )
    composition.uploads().add(upload)
    permit = composition.incoming_files().permit(upload, lasts)
    return UploadPermit(
        id=upload.id,
        certificate_id=upload.certificate_id,
        url=permit.url,
        headers=permit.headers,
        expires_at=upload.expires_at,
    )


def _file_as_it_stands(owner: Owner, upload: Upload) -> File:
    """Ask the certificate that took the file; unless it has another one by now."""
    if not upload.attached:
        return upload.file
    certificate = composition.certificates().get(owner, upload.certificate_id)
    return certificate.file if certificate.file.upload_id == upload.id else upload.file
