"""Problem responses (RFC 9457): the one place where errors become HTTP."""

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from http import HTTPStatus
from math import ceil
from typing import Any

from aws_lambda_powertools.event_handler.api_gateway import Response
from pydantic import BaseModel, Field

from certfolio.api.locations import Location, said
from certfolio.api.views import CertificateView, KeptView
from certfolio.domain import errors
from certfolio.domain.errors import Barred, CertfolioError, FieldError, Missing
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


class ProblemType(StrEnum):
    """What kind of problem it is."""

    ACTION_NOT_ALLOWED = "urn:certfolio:problem:action-not-allowed"
    BEING_ERASED = "urn:certfolio:problem:being-erased"
    BAD_REQUEST = "urn:certfolio:problem:bad-request"
    CONTENT_TOO_LARGE = "urn:certfolio:problem:content-too-large"
    ERASURE_WITHHELD = "urn:certfolio:problem:erasure-withheld"
    FILE_NOT_AVAILABLE = "urn:certfolio:problem:file-not-available"
    FORBIDDEN = "urn:certfolio:problem:forbidden"
    ID_REUSED = "urn:certfolio:problem:id-reused"
    INTERNAL_ERROR = "urn:certfolio:problem:internal-error"
    INVALID_INPUT = "urn:certfolio:problem:invalid-input"
    LAST_ADMINISTRATOR = "urn:certfolio:problem:last-administrator"
    MAIL_IN_USE = "urn:certfolio:problem:mail-in-use"
    NOT_DRAWN = "urn:certfolio:problem:not-drawn"
    NOT_FOUND = "urn:certfolio:problem:not-found"
    NOT_TRIED = "urn:certfolio:problem:not-tried"
    NO_CREDIT_TYPES = "urn:certfolio:problem:no-credit-types"
    PRECONDITION_REQUIRED = "urn:certfolio:problem:precondition-required"
    RENEWAL_OPEN = "urn:certfolio:problem:renewal-open"
    SECOND_FACTOR_REQUIRED = "urn:certfolio:problem:second-factor-required"
    STALE_VERSION = "urn:certfolio:problem:stale-version"
    TAKEN = "urn:certfolio:problem:taken"
    TOO_MANY_UPLOADS = "urn:certfolio:problem:too-many-uploads"
    UNAVAILABLE = "urn:certfolio:problem:unavailable"
    UNPROCESSABLE_CONTENT = "urn:certfolio:problem:unprocessable-content"
    UNSUPPORTED_MEDIA_TYPE = "urn:certfolio:problem:unsupported-media-type"

    # What API Gateway and the firewall answer before any code of ours runs.
    REFUSED = "urn:certfolio:problem:refused"
    TOO_MANY_REQUESTS = "urn:certfolio:problem:too-many-requests"
    UNAUTHORIZED = "urn:certfolio:problem:unauthorized"

    @property
    def said(self) -> str:
        """The kind in a few words of English."""
        return self.rpartition(":")[2].replace("-", " ").capitalize()


class Problem(BaseModel):
    """Why a request was refused."""

    type: ProblemType
    title: str
    status: int
    detail: str | None = Field(None, description="What is wrong, in English.")
    values: dict[str, str | int | tuple[str, ...]] | None = Field(
        None,
        description="What a sentence about it needs: for each type the values that "
        "`docs/codes.md` lists.",
    )
    what: Missing | None = Field(None, description="With 404: what there is none of.")
    why: Barred | None = Field(None, description="With 403: why the caller may not do it.")
    errors: list[WrongField] | None = None
    current_version: int | None = Field(None, description="With 412: the version stored now.")
    current: CertificateView | None = Field(None, description="With 412: the record as it is now.")
    kept: KeptView | None = Field(
        None, description="With 409: what of a learner has to stay, until when and why."
    )
    retry_at: datetime | None = Field(None, description="With 429: when there are more.")


class RequestRefused(CertfolioError):
    """The request is not one the API reads, whatever it asks for."""

    def __init__(self, status: HTTPStatus, detail: str, *wrong: FieldError) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.wrong = wrong


_Told = str | int | datetime | tuple[str, ...]


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
        kind = REFUSALS[error.status]
        return _problem(error.status, kind, error.detail, errors=_wrong_fields(error.wrong))
    status, kind, detail = ANSWERS[type(error)]
    told = _told(error)
    words: dict[str, _Told] = {**told}
    extra: dict[str, Any] = {}
    match error:
        case errors.InvalidInput():
            extra["errors"] = _wrong_fields(error.errors)
            if all(entry.part != "body" for entry in error.errors):
                status = HTTPStatus.BAD_REQUEST
        case errors.StaleVersion():
            extra["current_version"] = error.version
            extra["current"] = error.current and CertificateView.of(error.current)
        case errors.TooManyUploads():
            extra["retry_at"] = error.retry_at
        case errors.NotFound():
            extra["what"] = error.what
            words["what"] = error.what.words
        case errors.Forbidden():
            extra["why"] = error.why
            words["why"] = error.why.words
        case errors.ErasureWithheld():
            words["reasons"] = "; ".join(reason.words for reason in error.reasons)
            extra["kept"] = error.kept and KeptView.of(error.kept)
    values = {name: _plain(value) for name, value in told.items()} or None
    return _problem(status, kind, detail.format_map(words), values=values, **extra)


def _told(error: CertfolioError) -> dict[str, _Told]:  # noqa: PLR0911 - an answer for each
    """What a sentence about an error needs, beside what the problem says in members of its own."""
    match error:
        case errors.ActionNotAllowed():
            return {"status": error.status}
        case errors.Taken():
            return {"by": error.by, "until": error.until}
        case errors.RenewalOpen():
            return {"certificate_id": error.certificate_id}
        case errors.SecondFactorRequired():
            return {"academy_id": error.academy_id}
        case errors.TooManyUploads():
            return {"retry_at": error.retry_at}
        case errors.ErasureWithheld():
            return {"reasons": error.reasons}
        case _:
            return {}


def _plain(value: _Told) -> str | int | tuple[str, ...]:
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value


REFUSALS = {
    HTTPStatus.BAD_REQUEST: ProblemType.BAD_REQUEST,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: ProblemType.CONTENT_TOO_LARGE,
    HTTPStatus.UNPROCESSABLE_ENTITY: ProblemType.UNPROCESSABLE_CONTENT,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: ProblemType.UNSUPPORTED_MEDIA_TYPE,
}

ANSWERS = {
    errors.InvalidInput: (
        HTTPStatus.UNPROCESSABLE_ENTITY,
        ProblemType.INVALID_INPUT,
        "Some fields are not right.",
    ),
    errors.NotFound: (HTTPStatus.NOT_FOUND, ProblemType.NOT_FOUND, "There is no such {what}."),
    errors.Forbidden: (HTTPStatus.FORBIDDEN, ProblemType.FORBIDDEN, "Not allowed: {why}."),
    errors.ActionNotAllowed: (
        HTTPStatus.CONFLICT,
        ProblemType.ACTION_NOT_ALLOWED,
        "This is not possible while the certificate is {status}.",
    ),
    errors.StaleVersion: (
        HTTPStatus.PRECONDITION_FAILED,
        ProblemType.STALE_VERSION,
        "The record changed since you read it. Look at it again, then decide anew.",
    ),
    errors.BeingErased: (
        HTTPStatus.CONFLICT,
        ProblemType.BEING_ERASED,
        "The academy is erasing, or has erased, what it holds on this learner.",
    ),
    errors.ErasureWithheld: (
        HTTPStatus.CONFLICT,
        ProblemType.ERASURE_WITHHELD,
        "Nothing was erased. What speaks against it: {reasons}.",
    ),
    errors.IdReused: (
        HTTPStatus.CONFLICT,
        ProblemType.ID_REUSED,
        "This id, upload or entry already serves another submission.",
    ),
    errors.RenewalOpen: (
        HTTPStatus.CONFLICT,
        ProblemType.RENEWAL_OPEN,
        (
            "Another certificate, {certificate_id}, renews the same one already. "
            "Once it is withdrawn, declined or revoked, there can be another renewal."
        ),
    ),
    errors.PreconditionRequired: (
        HTTPStatus.PRECONDITION_REQUIRED,
        ProblemType.PRECONDITION_REQUIRED,
        "Send the version you read as If-Match.",
    ),
    errors.NoCreditTypes: (
        HTTPStatus.CONFLICT,
        ProblemType.NO_CREDIT_TYPES,
        (
            "Nothing can be claimed here yet, because no credit type is set up. "
            "Please contact your academy's administrator."
        ),
    ),
    errors.LastAdministrator: (
        HTTPStatus.CONFLICT,
        ProblemType.LAST_ADMINISTRATOR,
        "An academy keeps at least one administrator. Add another one first.",
    ),
    errors.MailInUse: (
        HTTPStatus.CONFLICT,
        ProblemType.MAIL_IN_USE,
        "This mail address cannot be used in this academy.",
    ),
    errors.FileNotAvailable: (
        HTTPStatus.CONFLICT,
        ProblemType.FILE_NOT_AVAILABLE,
        "The certificate has no accepted file.",
    ),
    errors.NotDrawn: (
        HTTPStatus.CONFLICT,
        ProblemType.NOT_DRAWN,
        "The file has not been drawn yet. Ask again in a few seconds, or download it.",
    ),
    errors.Taken: (
        HTTPStatus.CONFLICT,
        ProblemType.TAKEN,
        "{by} has taken this certificate until {until:%H:%M} UTC.",
    ),
    errors.SecondFactorRequired: (
        HTTPStatus.FORBIDDEN,
        ProblemType.SECOND_FACTOR_REQUIRED,
        (
            "Members of staff need a second factor. Add an authenticator app to your account, in "
            "the portal under “Sign-in security”. If it has one, have it read again with "
            "POST /admin/academies/{academy_id}/second-factor, then repeat the request."
        ),
    ),
    errors.TooManyUploads: (
        HTTPStatus.TOO_MANY_REQUESTS,
        ProblemType.TOO_MANY_UPLOADS,
        "More files than are taken in so short a time. Try again after {retry_at:%H:%M} UTC.",
    ),
    errors.NotTried: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        ProblemType.NOT_TRIED,
        "No time was left for this one. Send the request again; what is done is not done twice.",
    ),
    errors.Unavailable: (
        HTTPStatus.SERVICE_UNAVAILABLE,
        ProblemType.UNAVAILABLE,
        "The service is busy. Nothing is lost; please send the request again.",
    ),
}
"""What an error is over HTTP: its status, its type, and what is said, with names of values."""


def problem(status: HTTPStatus, kind: ProblemType, detail: str) -> Response[str]:
    """Write a problem response."""
    return _response(_problem(status, kind, detail), {})


def _problem(
    status: HTTPStatus,
    kind: ProblemType,
    detail: str,
    **extra: Any,  # noqa: ANN401 - checked by `Problem`
) -> Problem:
    return Problem(type=kind, title=kind.said, status=status, detail=detail, **extra)


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
