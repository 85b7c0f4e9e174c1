"""Problem responses (RFC 9457): the one place where errors become HTTP."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Response
from pydantic import BaseModel, Field

from certfolio.api.locations import Location, said
from certfolio.api.views import CertificateView
from certfolio.domain import errors
from certfolio.domain.errors import CertfolioError, FieldError
from certfolio.domain.field_codes import FieldCode, Value, Values

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 2


class WrongField(BaseModel):
    """One wrong field of a request."""

    part: str = Field(description="Where it stands: body, query, path or header.")
    field: str = Field(description="Dotted path; positions in lists are numbers.")
    detail: str = Field(description="What is wrong, in English.")
    code: FieldCode = Field(
        description="What is wrong, for programs, which word it in the language of their user."
    )
    values: dict[str, str | int | tuple[str, ...]] = Field(
        description="What a sentence about it needs: for each code the values that "
        "`docs/codes.md` lists. Amounts are decimal strings."
    )


class Problem(BaseModel):
    """Why a request was refused."""

    type: str = Field(examples=["urn:certfolio:problem:invalid-input"])
    title: str
    status: int
    detail: str | None = None
    errors: list[WrongField] | None = None
    current_version: int | None = Field(None, description="With 412: the version stored now.")
    current: CertificateView | None = Field(None, description="With 412: the record as it is now.")
    retry_at: datetime | None = Field(None, description="With 429: when there are more.")


class RequestRefused(CertfolioError):
    """The request is not one the API reads, whatever it asks for."""

    def __init__(self, status: HTTPStatus, detail: str, *wrong: FieldError) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wrong = wrong


def problem_of(error: CertfolioError) -> Response[str]:
    """Map an error to its problem response."""
    headers = {}
    if isinstance(error, errors.Unavailable):
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if isinstance(error, errors.TooManyUploads):
        headers["Retry-After"] = str(ceil(error.wait / timedelta(seconds=1)))
    return _response(describe(error), headers)


def name_of(status: HTTPStatus) -> str:
    """A status by its name in RFC 9110; two of Python's own names changed with 3.13."""
    return _RENAMED.get(status, status.phrase)


_RENAMED = {
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "Content Too Large",
    HTTPStatus.UNPROCESSABLE_ENTITY: "Unprocessable Content",
}


def describe(error: CertfolioError) -> Problem:
    """Map an error to the problem it is."""
    if isinstance(error, RequestRefused):
        code, detail = _slug(name_of(error.status)), error.detail
        return _problem(error.status, code, detail, errors=_wrong_fields(error.wrong))
    status, detail = _ANSWERS[type(error)]
    extra: dict[str, Any] = {}
    if isinstance(error, errors.InvalidInput):
        extra["errors"] = _wrong_fields(error.errors)
        if all(entry.part != "body" for entry in error.errors):
            status = HTTPStatus.BAD_REQUEST
    if isinstance(error, errors.StaleVersion):
        extra["current_version"] = error.version
        extra["current"] = error.current and CertificateView.of(error.current)
    if isinstance(error, errors.TooManyUploads):
        extra["retry_at"] = error.retry_at
    return _problem(status, _code(type(error)), detail.format(error), **extra)


_ANSWERS = {
    errors.InvalidInput: (HTTPStatus.UNPROCESSABLE_ENTITY, "Some fields are not right."),
    errors.NotFound: (HTTPStatus.NOT_FOUND, "There is no such {0.what}."),
    errors.Forbidden: (HTTPStatus.FORBIDDEN, "Not allowed: {0.why}."),
    errors.ActionNotAllowed: (
        HTTPStatus.CONFLICT,
        "This is not possible while the certificate is {0.status}.",
    ),
    errors.StaleVersion: (
        HTTPStatus.PRECONDITION_FAILED,
        "The record changed since you read it. Look at it again, then decide anew.",
    ),
    errors.IdReused: (
        HTTPStatus.CONFLICT,
        "This id, upload or entry already serves another submission.",
    ),
    errors.PreconditionRequired: (
        HTTPStatus.PRECONDITION_REQUIRED,
        "Send the version you read as If-Match.",
    ),
    errors.NoCreditTypes: (
        HTTPStatus.CONFLICT,
        (
            "Nothing can be claimed here yet, because no credit type is set up. "
            "Please contact your academy's administrator."
        ),
    ),
    errors.LastAdministrator: (
        HTTPStatus.CONFLICT,
        "An academy keeps at least one administrator. Add another one first.",
    ),
    errors.MailInUse: (
        HTTPStatus.CONFLICT,
        "This mail address cannot be used in this academy.",
    ),
    errors.FileNotAvailable: (HTTPStatus.CONFLICT, "The certificate has no accepted file."),
    errors.NotDrawn: (
        HTTPStatus.CONFLICT,
        "The file has not been drawn yet. Ask again in a few seconds, or download it.",
    ),
    errors.Taken: (
        HTTPStatus.CONFLICT,
        "{0.by} has taken this certificate until {0.until:%H:%M} UTC.",
    ),
    errors.SecondFactorRequired: (
        HTTPStatus.FORBIDDEN,
        (
            "Members of staff need a second factor. Add an authenticator app to your account, in "
            "the portal under “Sign-in security”. If it has one, have it read again with "
            "POST /admin/academies/{0.academy_id}/second-factor, then repeat the request."
        ),
    ),
    errors.TooManyUploads: (
        HTTPStatus.TOO_MANY_REQUESTS,
        "More files than are taken in so short a time. Try again after {0.retry_at:%H:%M} UTC.",
    ),
    errors.NotTried: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "No time was left for this one. Send the request again; what is done is not done twice.",
    ),
    errors.Unavailable: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        "The service is busy. Nothing is lost; please send the request again.",
    ),
}
"""What an error is over HTTP; the detail is filled in from the error's own data."""


def problem(status: HTTPStatus, code: str, detail: str) -> Response[str]:
    """Write a problem response.

    Parameters
    ----------
    code
        What happened, for programs: the last part of the problem's type.
    """
    return _response(_problem(status, code, detail), {})


def _problem(
    status: HTTPStatus,
    code: str,
    detail: str,
    **extra: Any,  # noqa: ANN401 - checked by `Problem`
) -> Problem:
    return Problem(
        type=f"urn:certfolio:problem:{code}",
        title=code.replace("-", " ").capitalize(),
        status=status,
        detail=detail,
        **extra,
    )


def _response(body: Problem, headers: Mapping[str, str]) -> Response[str]:
    # Members that do not apply are left out; a record among them stays whole.
    members = {n: value for n, value in body.model_dump(mode="json").items() if value is not None}
    return Response(
        status_code=body.status,
        content_type=MEDIA_TYPE,
        body=json.dumps(members),
        headers={"Cache-Control": "no-store", **headers},
    )


def wrong_from_validation(
    found: Sequence[Mapping[str, Any]],
    body: Any,  # noqa: ANN401 - any annotation
) -> list[FieldError]:
    """Name the wrong fields that Pydantic found in a request.

    Parameters
    ----------
    body
        What the route takes as its body.
    """
    return [
        FieldError(
            field=_field(entry["loc"], body),
            code=(code := FieldCode(entry["type"])),
            values=_values(code, entry.get("ctx", {})),
            part=entry["loc"][0],
        )
        for entry in found
        if not (entry["type"] == "too_short" and _has_wrong_items(entry["loc"], found))
    ]


def _has_wrong_items(location: Sequence[str | int], found: Sequence[Mapping[str, Any]]) -> bool:
    # Pydantic counts the items of a tuple after it left out those that are wrong.
    depth = len(location)
    return any(len(e["loc"]) > depth and e["loc"][:depth] == location for e in found)


def _values(code: FieldCode, context: Mapping[str, Any]) -> Values:
    """The values of a code, out of what Pydantic, or a validator of ours, says of an error."""
    said = {_OUR_NAMES.get(name, name): value for name, value in context.items()}
    return {name: _value(name, said[name]) for name in code.values}


def _value(name: str, said: Any) -> Value:  # noqa: ANN401 - whatever a rule is made of
    if name == "allowed":
        return tuple(_QUOTED.findall(said))
    return said if isinstance(said, int) else str(said)


_OUR_NAMES = {
    "expected": "allowed",
    "expected_tags": "allowed",
    "ge": "limit",
    "gt": "limit",
    "le": "limit",
    "max_length": "limit",
    "min_length": "limit",
}
_QUOTED = re.compile(r"'([^']*)'")
"""How Pydantic lists what a Literal, an enumeration or a union expects: quoted, in a text."""


def _field(location: Location, body: Any) -> str:  # noqa: ANN401 - any annotation
    part, *path = location
    if part == "body":
        return ".".join(map(str, said(path, body)))
    # A parameter has a name, no path; the model that groups parameters is ours alone.
    return str(path[-1]).title() if part == "header" else str(path[-1])


def _wrong_fields(wrong: Sequence[FieldError]) -> list[WrongField] | None:
    return [WrongField(**vars(entry), detail=entry.detail) for entry in wrong] or None


def _code(error: type[Exception]) -> str:
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in error.__name__).lstrip("-")


def _slug(phrase: str) -> str:
    return phrase.lower().replace(" ", "-")
