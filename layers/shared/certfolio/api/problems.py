"""Problem responses (RFC 9457): the one place where errors become HTTP."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from certfolio.api.views import CertificateView
from certfolio.domain import errors
from certfolio.domain.errors import CertfolioError, FieldError

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class WrongField(BaseModel):
    """One wrong field of a request."""

    part: str = Field(description="Where it stands: body, query, path or header.")
    field: str = Field(description="Dotted path; positions in lists are numbers.")
    detail: str = Field(description="What is wrong, for people.")
    code: str = Field(description="What is wrong, for programs.")


class Problem(BaseModel):
    """Why a request was refused."""

    type: str = Field(examples=["urn:certfolio:problem:invalid-input"])
    title: str
    status: int
    detail: str | None = None
    errors: list[WrongField] | None = None
    current_version: int | None = Field(None, description="With 412: the version stored now.")
    current: CertificateView | None = Field(None, description="With 412: the record as it is now.")


class RequestRefused(CertfolioError):
    """The request is not one the API reads, whatever it asks for."""

    def __init__(self, status: HTTPStatus, detail: str, *wrong: FieldError) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wrong = wrong


def problem_of(  # noqa: C901, PLR0912 - the one table of errors and answers
    error: CertfolioError,
) -> Response[str]:
    """Map an error to its problem response."""
    extra: dict[str, Any] = {}
    headers: dict[str, str] = {}
    status, detail = HTTPStatus.INTERNAL_SERVER_ERROR, ""
    match error:
        case RequestRefused():
            status, detail = error.status, error.detail
            extra["errors"] = _wrong_fields(error.wrong)
        case errors.InvalidInput():
            status, detail = HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are not right."
            if all(entry.part != "body" for entry in error.errors):
                status = HTTPStatus.BAD_REQUEST
            extra["errors"] = _wrong_fields(error.errors)
        case errors.NotFound():
            status, detail = HTTPStatus.NOT_FOUND, f"There is no such {error.what}."
        case errors.Forbidden():
            status, detail = HTTPStatus.FORBIDDEN, f"Not allowed: {error.why}."
        case errors.ActionNotAllowed():
            status = HTTPStatus.CONFLICT
            detail = f"This is not possible while the certificate is {error.status}."
        case errors.StaleVersion():
            status = HTTPStatus.PRECONDITION_FAILED
            detail = "The record changed since you read it. Look at it again, then decide anew."
            extra["current_version"] = error.version
            if error.current is not None:
                extra["current"] = CertificateView.of(error.current)
        case errors.IdReused():
            status = HTTPStatus.CONFLICT
            detail = "This id or this upload already serves a submission with other content."
        case errors.PreconditionRequired():
            status = HTTPStatus.PRECONDITION_REQUIRED
            detail = "Send the version you read as If-Match."
        case errors.NoCreditTypes():
            status = HTTPStatus.CONFLICT
            detail = (
                "Nothing can be claimed here yet, because no credit type is set up. "
                "Please contact your academy's administrator."
            )
        case errors.LastAdministrator():
            status = HTTPStatus.CONFLICT
            detail = "An academy keeps at least one administrator. Add another one first."
        case errors.FileNotAvailable():
            status = HTTPStatus.CONFLICT
            detail = "The certificate has no accepted file."
        case errors.Unavailable():
            status = HTTPStatus.SERVICE_UNAVAILABLE
            detail = "The service is busy. Nothing is lost; please send the request again."
            headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
        case _:
            raise error
    code = _code(type(error)) if not isinstance(error, RequestRefused) else _slug(status.phrase)
    return problem(status, code, detail, headers=headers, **extra)


def problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    *,
    headers: Mapping[str, str] | None = None,
    **extra: Any,  # noqa: ANN401 - checked by `Problem`
) -> Response[str]:
    """Write a problem response.

    Parameters
    ----------
    code
        What happened, for programs: the last part of the problem's type.
    extra
        Further members of `Problem`.
    """
    body = Problem(
        type=f"urn:certfolio:problem:{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        **extra,
    )
    return Response(
        status_code=status,
        content_type=MEDIA_TYPE,
        body=json.dumps(body.model_dump(mode="json", exclude_none=True)),
        headers={"Cache-Control": "no-store", **(headers or {})},
    )


def wrong_from_validation(found: Sequence[Mapping[str, Any]]) -> list[FieldError]:
    """Name the wrong fields that Pydantic found in a request, whose words it keeps."""
    return [
        FieldError(
            field=".".join(map(str, entry["loc"][1:])),
            detail=str(entry["msg"]).removeprefix("Value error, "),
            code=str(entry["type"]),
            part=entry["loc"][0],
        )
        for entry in found
    ]


def _wrong_fields(wrong: Sequence[FieldError]) -> list[WrongField] | None:
    return [WrongField.model_validate(vars(entry)) for entry in wrong] or None


def _code(error: type[Exception]) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in error.__name__).lstrip("-")


def _slug(phrase: str) -> str:
    return phrase.lower().replace(" ", "-")
