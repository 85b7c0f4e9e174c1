"""Presigned uploads."""

from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Annotated

from pydantic import BaseModel, Field
from ulid import ULID

from certfolio import composition
from certfolio.api.callers import CurrentOwner, PathOwner, Reviewer
from certfolio.api.edge import (
    LEARNER,
    STAFF,
    AcademyPath,
    Api,
    Body,
    LearnerPath,
    Now,
    UlidPath,
    answer,
    answers,
    entry_point,
)
from certfolio.api.http import Response
from certfolio.api.views import RenditionView, UploadView
from certfolio.domain.certificates import File, Owner, Upload
from certfolio.domain.errors import InvalidInput
from certfolio.domain.files import ContentType
from certfolio.domain.uploads import Allowance, wrong_declaration
from certfolio.domain.values import Sha256, Title, Ulid
from certfolio.settings import IncomingSettings, UploadLimits, load

api = Api()
handler = entry_point(api)


_FILE_NAME = (
    r"^[^/\\\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]+"
    r"\.([Pp][Dd][Ff]|[Pp][Nn][Gg]|[Jj][Pp][Ee]?[Gg]|[Hh][Ee][Ii][CcFf]|[Ww][Ee][Bb][Pp]|"
    r"[Tt][Ii][Ff][Ff]?)$"
)
"""What the API description says of one; `certfolio.domain.uploads` says it in words."""


class UploadRequest(Body):
    """The file somebody wants to put."""

    file_name: Annotated[Title, Field(json_schema_extra={"pattern": _FILE_NAME})]
    content_type: ContentType
    size: Annotated[int, Field(strict=True, gt=0, description="Bytes.")]
    sha256: Sha256
    certificate_id: Ulid | None = Field(
        None,
        description="The certificate or credential the file is for: the one being changed, or "
        "the id that a new one will carry. Left out, the server makes one.",
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
    responses=answers(
        UploadPermit,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def issue(owner: CurrentOwner, body: UploadRequest, now: Now) -> Response[UploadPermit]:
    permit = _issue(owner, body, now, caller=owner)
    return answer(permit, HTTPStatus.CREATED, location=f"/uploads/{permit.id}")


@api.get(
    "/uploads/<upload_id>",
    summary="See how an upload stands",
    tags=["learner"],
    security=LEARNER,
    responses=answers(UploadView, HTTPStatus.NOT_FOUND),
)
def read(owner: CurrentOwner, upload_id: UlidPath, now: Now) -> Response[UploadView]:
    return answer(_view(owner, upload_id, now))


@api.get(
    "/uploads/<upload_id>/pages",
    summary="See what an accepted file looks like, before it is handed in",
    tags=["learner"],
    security=LEARNER,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages(owner: CurrentOwner, upload_id: UlidPath, now: Now) -> Response[RenditionView]:
    return answer(_rendition(owner, upload_id, now))


_ACADEMY = "/admin/academies/<academy_id>"


@api.post(
    f"{_ACADEMY}/learners/<learner_id>/uploads",
    summary="Ask for permission to put a file on a learner's behalf",
    tags=["review"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        UploadPermit,
        HTTPStatus.NOT_FOUND,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def issue_on_behalf(
    *,
    staff: Reviewer,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    body: UploadRequest,
    now: Now,
) -> Response[UploadPermit]:
    composition.directory().get(owner)
    permit = _issue(owner, body, now, caller=staff.desk, staff=True)
    location = f"/admin/academies/{academy_id}/learners/{learner_id}/uploads/{permit.id}"
    return answer(permit, HTTPStatus.CREATED, location=location)


@api.get(
    f"{_ACADEMY}/learners/<learner_id>/uploads/<upload_id>",
    summary="See how an upload on a learner's behalf stands",
    tags=["review"],
    security=STAFF,
    responses=answers(UploadView, HTTPStatus.NOT_FOUND),
)
def read_on_behalf(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    upload_id: UlidPath,
    now: Now,
) -> Response[UploadView]:
    return answer(_view(owner, upload_id, now))


@api.get(
    f"{_ACADEMY}/learners/<learner_id>/uploads/<upload_id>/pages",
    summary="See what an accepted file on a learner's behalf looks like",
    tags=["review"],
    security=STAFF,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages_on_behalf(
    *,
    owner: PathOwner,
    academy_id: AcademyPath,
    learner_id: LearnerPath,
    upload_id: UlidPath,
    now: Now,
) -> Response[RenditionView]:
    return answer(_rendition(owner, upload_id, now))


@api.post(
    f"{_ACADEMY}/uploads",
    summary="Ask for permission to put a file that several learners share",
    tags=["review"],
    security=STAFF,
    status_code=HTTPStatus.CREATED,
    responses=answers(
        UploadPermit,
        HTTPStatus.CONFLICT,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        status=HTTPStatus.CREATED,
    ),
)
def issue_shared(
    staff: Reviewer, academy_id: AcademyPath, body: UploadRequest, now: Now
) -> Response[UploadPermit]:
    permit = _issue(staff.desk, body, now, caller=staff.desk, staff=True)
    location = f"/admin/academies/{academy_id}/uploads/{permit.id}"
    return answer(permit, HTTPStatus.CREATED, location=location)


@api.get(
    f"{_ACADEMY}/uploads/<upload_id>",
    summary="See how a shared upload stands",
    tags=["review"],
    security=STAFF,
    responses=answers(UploadView, HTTPStatus.NOT_FOUND),
)
def read_shared(
    staff: Reviewer, academy_id: AcademyPath, upload_id: UlidPath, now: Now
) -> Response[UploadView]:
    return answer(_view(staff.desk, upload_id, now))


@api.get(
    f"{_ACADEMY}/uploads/<upload_id>/pages",
    summary="See what an accepted file that several learners share looks like",
    tags=["review"],
    security=STAFF,
    responses=answers(RenditionView, HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT),
)
def pages_shared(
    staff: Reviewer, academy_id: AcademyPath, upload_id: UlidPath, now: Now
) -> Response[RenditionView]:
    return answer(_rendition(staff.desk, upload_id, now))


def _rendition(owner: Owner, upload_id: str, now: datetime) -> RenditionView:
    return RenditionView.of(composition.viewing().of_upload(owner, upload_id, now))


def _view(owner: Owner, upload_id: str, now: datetime) -> UploadView:
    upload = composition.uploads().get(owner, upload_id)
    return UploadView.of(upload, composition.takers().of(upload), now)


def _issue(
    owner: Owner, body: UploadRequest, now: datetime, *, caller: Owner, staff: bool = False
) -> UploadPermit:
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
    composition.uploads().add(upload, caller, _allowance(staff=staff))
    permit = composition.incoming_files().permit(upload, lasts)
    return UploadPermit(
        id=upload.id,
        certificate_id=upload.certificate_id,
        url=permit.url,
        headers=permit.headers,
        expires_at=upload.expires_at,
    )


def _allowance(*, staff: bool) -> Allowance:
    limits = load(UploadLimits)
    if staff:
        return Allowance(limits.staff_uploads_per_hour, limits.staff_upload_bytes_per_day)
    return Allowance(limits.uploads_per_hour, limits.upload_bytes_per_day)
