"""The HTTP edge that every API function shares."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from aws_lambda_powertools.event_handler.api_gateway import APIGatewayRestResolver, Response
from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.middlewares import NextMiddleware
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError
from aws_lambda_powertools.event_handler.openapi.params import Header, Path, Query
from aws_lambda_powertools.logging import correlation_paths
from aws_lambda_powertools.utilities.typing import LambdaContext
from pydantic import BaseModel, ConfigDict
from pydantic_core import from_json

from certfolio.api.audit import Audited
from certfolio.api.problems import (
    MEDIA_TYPE,
    Problem,
    ProblemType,
    RequestRefused,
    name_of,
    problem,
    problem_of,
    wrong_from_validation,
)
from certfolio.clock import clock
from certfolio.domain.errors import CertfolioError, FieldError, PreconditionRequired, Unavailable
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.values import AcademyId, LearnerId, Ulid
from certfolio.invocation import invocation
from certfolio.observability import logger
from certfolio.settings import EdgeSettings, load
from certfolio.snapshot import rehearse_before_snapshot

if TYPE_CHECKING:
    from certfolio.storage.scene import Scene

Event = dict[str, Any]
Handler = Callable[[Event, LambdaContext], Event]

LEARNER: list[dict[str, list[str]]] = [{"learner": []}]
"""Security requirement: a Cognito ID token."""

STAFF: list[dict[str, list[str]]] = [{"staff": []}]
"""Security requirement: a request signed with AWS Signature Version 4."""

PUBLIC: list[dict[str, list[str]]] = []
"""No security requirement."""

MAKE_OR_CHANGE = (HTTPStatus.CONFLICT, HTTPStatus.PRECONDITION_FAILED)
"""Problems of what makes a record, or with If-Match changes it."""

CHANGE = (*MAKE_OR_CHANGE, HTTPStatus.PRECONDITION_REQUIRED)
"""Problems that every change of an existing record has; by the last, If-Match is a must."""


class Body(BaseModel):
    """Base of request bodies: what is not known is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Now = Annotated[datetime, Depends(clock)]
"""The one instant at which a request is answered."""

UlidPath = Annotated[Ulid, Path()]
AcademyPath = Annotated[AcademyId, Path()]
LearnerPath = Annotated[LearnerId, Path()]
Limit = Annotated[int, Query(ge=1, le=100, description="Items on a page.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=1000,
        description="`next_cursor` of the page before.",
        json_schema_extra={"pattern": r"^[A-Za-z0-9_-]*$"},
    ),
]
Thumbnails = Annotated[
    bool, Query(description="Whether each comes with a link to a small picture of its first page.")
]
IfMatch = Annotated[
    str | None,
    Header(
        alias="If-Match",
        description="The `ETag` of the version the change is meant for.",
        json_schema_extra={"pattern": r'^"?[0-9]{1,9}"?$'},
    ),
]


class Api(APIGatewayRestResolver):
    """Powertools' resolver as Certfolio uses it: strict input, problem documents for errors.

    Parameters
    ----------
    any_body
        Whether callers are not ours to choose and send what they send, of which nothing is read.
    """

    def __init__(self, *, any_body: bool = False) -> None:
        super().__init__(
            enable_validation=True,
            json_body_deserializer=from_json,
        )
        # What is answered is valid, being a model of ours, and is written once.
        self._response_validation_middleware = _write  # type: ignore[assignment] # any middleware
        self._any_body = any_body
        self.audited = Audited()
        self.rules: list[tuple[str, str]] = []
        self.use([_note_route, _refuse_unknown_parameters])
        self.exception_handler(CertfolioError)(_on_refusal)
        self.exception_handler(RequestValidationError)(self._on_invalid)
        self.not_found(_on_unknown_route)

    def route(self, rule: str, method: Any, *more: Any, **named: Any) -> Any:  # noqa: ANN401 - Powertools' own
        """Note a route beside what Powertools does with it."""
        self.rules.append((method, rule))
        return super().route(rule, method, *more, **named)

    def resolve(self, event: Mapping[str, Any], context: LambdaContext) -> dict[str, Any]:
        """Answer one request; whatever happens, in JSON and with the CORS headers."""
        self.audited = Audited()
        try:
            if self._any_body:
                event = {**event, "body": None}
            _check_body(event)
            answer = super().resolve(_with_plain_media_type(event), context)
        except CertfolioError as error:
            answer = _plain(_on_refusal(error))
        except Exception:  # noqa: BLE001 - logged with its trace
            # The last door: API Gateway would answer 502 without a body or CORS headers.
            logger.exception("unhandled error")
            answer = _plain(
                problem(
                    HTTPStatus.INTERNAL_SERVER_ERROR,
                    ProblemType.INTERNAL_ERROR,
                    "Something went wrong on our side. It has been recorded.",
                )
            )
        self.audited.write(event, answer["statusCode"])
        answer["multiValueHeaders"] |= _cors_headers()
        return answer

    def _on_invalid(self, error: RequestValidationError) -> Response[str]:
        wrong = wrong_from_validation(error.errors(), _body_of(self)) + _unknown_parameters(self)
        unreadable = any(entry.part != "body" for entry in wrong)
        status = HTTPStatus.BAD_REQUEST if unreadable else HTTPStatus.UNPROCESSABLE_ENTITY
        return problem_of(RequestRefused(status, "Some fields are not right.", *wrong))


def entry_point(api: Api) -> Handler:
    """Make the Lambda handler of an API function."""
    handler: Handler = invocation(correlation_id_path=correlation_paths.API_GATEWAY_REST)(
        api.resolve
    )

    def rehearse(scene: "Scene", context: LambdaContext) -> None:
        from certfolio.api.rehearsal import requests  # noqa: PLC0415 - for this alone

        for request in requests(api.rules, scene):
            handler(request, context)

    rehearse_before_snapshot(rehearse)
    return handler


def answer(
    body: BaseModel,
    status: HTTPStatus = HTTPStatus.OK,
    *,
    version: int | None = None,
    location: str | None = None,
) -> Response[Any]:
    """Answer with a record; its version becomes the ETag (RFC 9110, section 8.8.3)."""
    headers = {"Cache-Control": "no-store"}
    if version is not None:
        headers["ETag"] = f'"{version}"'
    if location is not None:
        headers["Location"] = location
    return Response(status_code=status, content_type="application/json", body=body, headers=headers)


def publicly(body: BaseModel, version: int, if_none_match: str | None) -> Response[Any]:
    """Answer with what everybody may have and keep for a while.

    Parameters
    ----------
    if_none_match
        The ETags of what the caller has; where one is the present one, nothing is sent again
        (RFC 9110, sections 13.1.2 and 15.4.5).
    """
    etag = f'"{version}"'
    headers = {"Cache-Control": "public, max-age=300", "ETag": etag}
    known = {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
    if known & {etag, "*"}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(
        status_code=HTTPStatus.OK, content_type="application/json", body=body, headers=headers
    )


def version_of(if_match: str | None) -> int:
    """Read the version out of `If-Match`.

    Raises
    ------
    PreconditionRequired
        There is none.
    RequestRefused
        It is not an ETag of this API.
    """
    if if_match is None:
        raise PreconditionRequired
    version = _ETAG.fullmatch(if_match.strip())
    if version is None:
        wrong = FieldError("If-Match", FieldCode.NOT_AN_ETAG, part="header")
        raise RequestRefused(HTTPStatus.BAD_REQUEST, "Some fields are not right.", wrong)
    return int(version["number"])


_ETAG = re.compile(r'(?P<quote>"?)(?P<number>[0-9]{1,9})(?P=quote)')


def answers(
    model: type[BaseModel],
    *refusals: HTTPStatus,
    status: HTTPStatus = HTTPStatus.OK,
    kept: bool = False,
) -> dict[int, Any]:
    """Describe, for the API description, what a route answers with.

    Parameters
    ----------
    model
        The record it answers with when all goes well.
    refusals
        Problems that not every route has.
    kept
        Whether callers keep it for a while, and then ask whether it is still so.
    """
    headers = {}
    unchanged = {}
    if kept:
        headers["ETag"] = _header("The version, to be sent as If-None-Match when asked again.")
        status_code = HTTPStatus.NOT_MODIFIED
        unchanged[status_code.value] = {"description": name_of(status_code), "headers": headers}
    if "version" in model.model_fields:
        headers["ETag"] = _header("The version, to be sent as If-Match with a change.")
    if status is HTTPStatus.CREATED:
        headers["Location"] = _header("The new record's path, below the API's address.")
    success = _response(status, "application/json", model, headers)
    return {status.value: success, **unchanged} | {
        refusal.value: _response(refusal, MEDIA_TYPE, Problem, _REFUSAL_HEADERS.get(refusal, {}))
        for refusal in sorted({*_EVERYWHERE, *refusals})
    }


def _response(
    status: HTTPStatus, media_type: str, model: type[BaseModel], headers: Mapping[str, Any]
) -> dict[str, Any]:
    found: dict[str, Any] = {
        "description": name_of(status),
        "content": {media_type: {"model": model}},
    }
    return found | ({"headers": headers} if headers else {})


def _header(description: str, **schema: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON Schema
    return {"description": description, "schema": schema or {"type": "string"}}


_EVERYWHERE = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
"""Problems that every route has, some of them told by API Gateway."""

_RETRY_AFTER = {"Retry-After": _header("Seconds to wait.", type="integer", minimum=0)}
_REFUSAL_HEADERS = {
    HTTPStatus.TOO_MANY_REQUESTS: _RETRY_AFTER,
    HTTPStatus.SERVICE_UNAVAILABLE: _RETRY_AFTER,
}


def _check_body(event: Mapping[str, Any]) -> None:
    body = event.get("body")
    if not body:
        return
    if len(body.encode("utf-8", "surrogatepass")) > load(EdgeSettings).max_body_bytes:
        raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The request body is too large.")
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json":
        raise RequestRefused(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send the body as application/json."
        )
    try:
        readable = isinstance(from_json(body, allow_inf_nan=False), dict)
    except ValueError:
        readable = False
    if not readable:
        raise RequestRefused(HTTPStatus.BAD_REQUEST, "The body is not a JSON object.")


def _with_plain_media_type(event: Mapping[str, Any]) -> dict[str, Any]:
    # `_check_body` let it pass; Powertools compares it letter by letter, but RFC 9110,
    # section 8.3.1, has media types without regard to case.
    headers = {
        name: "application/json" if name.lower() == "content-type" and event.get("body") else value
        for name, value in (event.get("headers") or {}).items()
    }
    return {**event, "headers": headers}


def _write(api: Api, next_middleware: NextMiddleware) -> Response[Any]:
    response = next_middleware(api)
    if isinstance(response.body, BaseModel):
        response.body = response.body.model_dump_json(by_alias=True)
    return response


def _note_route(api: Api, next_middleware: NextMiddleware) -> Response[Any]:
    route = api.context["_route"]
    # Powertools gives the body and the query along.
    named = {name: api.request.path_parameters[name] for name in _IN_PATH.findall(route.path)}
    api.audited = Audited(route.method, route.path, named)
    return next_middleware(api)


_IN_PATH = re.compile(r"<(\w+)>")


def _refuse_unknown_parameters(api: Api, next_middleware: NextMiddleware) -> Response[Any]:
    unknown = _unknown_parameters(api)
    if unknown:
        raise RequestRefused(HTTPStatus.BAD_REQUEST, "Some parameters are not right.", *unknown)
    return next_middleware(api)


def _unknown_parameters(api: Api) -> list[FieldError]:
    route = api.context.get("_route")
    if route is None:
        return []
    known = _query_parameters(route.dependant.query_params)
    given = api.current_event.multi_value_query_string_parameters
    return [
        FieldError(
            name,
            FieldCode.REPEATED if name in known else FieldCode.UNKNOWN_PARAMETER,
            part="query",
        )
        for name, values in given.items()
        if name not in known or len(values) > 1
    ]


def _body_of(api: Api) -> Any:  # noqa: ANN401 - any annotation
    """What the route takes as its body; None where it takes none."""
    taken = api.context["_route"].dependant.body_params
    return taken[0].field_info.annotation if taken else None


def _query_parameters(declared: Iterable[Any]) -> set[str]:
    names: set[str] = set()
    for parameter in declared:
        model = parameter.field_info.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            names |= model.model_fields.keys()
        else:
            names.add(parameter.alias)
    return names


def _on_refusal(error: CertfolioError) -> Response[str]:
    if isinstance(error, Unavailable):
        logger.exception("a service behind is unavailable")
    return problem_of(error)


def _on_unknown_route(_error: NotFoundError) -> Response[str]:
    return problem(HTTPStatus.NOT_FOUND, ProblemType.NOT_FOUND, "There is nothing here.")


def _plain(response: Response[str]) -> dict[str, Any]:
    headers = {**response.headers, "Content-Type": response.content_type}
    return {
        "statusCode": response.status_code,
        "body": response.body,
        "isBase64Encoded": False,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
    }


def _cors_headers() -> dict[str, list[str]]:
    return {
        "Access-Control-Allow-Origin": [load(EdgeSettings).web_origin],
        "Access-Control-Expose-Headers": ["ETag, Location, Retry-After, x-amzn-RequestId"],
        "Vary": ["Origin"],
    }
