"""DynamoDB's client without the detours that botocore takes for services in general.

For each call botocore checks every value against the service's description, has rules choose the
address, and makes the answer anew value by value. What the table says needs none of that, and it
takes longer than all that Certfolio does itself (see docs/performance.md).
"""

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.exceptions import NoCredentialsError, ResponseStreamingError
from botocore.model import OperationModel
from botocore.parsers import create_parser
from pydantic_core import from_json

from certfolio.invocation import pause
from certfolio.storage.faults import UNANSWERED
from certfolio.storage.signing import ALGORITHM, Scope, names_of, signature

_Json = dict[str, Any]
_Answer = tuple[Any, _Json]

_DIRECT = frozenset(
    {
        "BatchGetItem",
        "DeleteItem",
        "GetItem",
        "PutItem",
        "Query",
        "TransactWriteItems",
        "UpdateItem",
    }
)
"""Operations on items: what is asked and answered is JSON as it is, so bytes are base64 text."""

_REFUSED = 300
_errors: Any = create_parser("json")


class DirectCalls(BaseClient):
    """What the DynamoDB client's class is put on top of, with `make_direct`.

    Still botocore's own are credentials and their refresh, signatures, connections, proxies and
    certificates, the classes of errors, and the events that Certfolio and its tests build on:
    ``provide-client-params``, ``before-call`` (which adds the trace of X-Ray), ``before-send``,
    ``needs-retry`` and ``after-call``. Gone are the check of parameters, the events in between,
    addresses that hold an account's id, and the headers that tell AWS of botocore's tries.
    """

    # Of these, the types of botocore's clients say nothing.
    meta: Any
    exceptions: Any
    _request_signer: Any
    _endpoint: Any

    def _make_api_call(self, operation_name: str, api_params: _Json) -> Any:  # noqa: ANN401 - botocore's own
        if operation_name not in _DIRECT:
            return super()._make_api_call(operation_name, api_params)  # type: ignore[misc] # untyped
        model = self.meta.service_model.operation_model(operation_name)
        context: _Json = {}
        self._tell("provide-client-params", model, params=api_params, context=context)
        request = {
            "headers": {
                "User-Agent": self.meta.config.user_agent,
                "X-Amz-Target": f"DynamoDB_20120810.{operation_name}",
            },
            "body": json.dumps(api_params).encode(),
            "context": context,
        }
        signer = self._request_signer
        given = self._tell(
            "before-call", model, params=request, request_signer=signer, context=context
        )
        http, parsed = given or self._tried(model, request)
        self._tell("after-call", model, http_response=http, parsed=parsed, context=context)
        if http.status_code >= _REFUSED:
            raise self.exceptions.from_code(parsed["Error"]["Code"])(parsed, operation_name)
        return parsed

    def _tell(self, event: str, model: OperationModel, **what: Any) -> Any:  # noqa: ANN401 - any handler's
        """Emit an event; the first answer of a handler that has one."""
        said = self.meta.events.emit(f"{event}.dynamodb.{model.name}", model=model, **what)
        return next((answer for _, answer in said if answer is not None), None)

    def _tried(self, model: OperationModel, request: _Json) -> _Answer:
        """Send a request, again as often as those who hear of its failure say."""
        attempts = 0
        while True:
            attempts += 1
            answer, fault = None, None
            try:
                answer = self._sent(model, request)
            except UNANSWERED as error:
                fault = error
            seconds = self._tell(
                "needs-retry",
                model,
                response=answer,
                endpoint=self._endpoint,
                operation=model,
                attempts=attempts,
                caught_exception=fault,
                request_dict=request,
            )
            if seconds is not None:
                pause(seconds)
            elif answer is not None:
                return answer
            elif fault is not None:
                raise fault

    def _sent(self, model: OperationModel, request: _Json) -> _Answer:
        url = f"{self.meta.endpoint_url.rstrip('/')}/"
        headers: Any = {name: value.encode() for name, value in self._signed(request, url).items()}
        prepared = AWSPreparedRequest("POST", url, headers, request["body"], stream_output=False)
        http = self._tell("before-send", model, request=prepared)
        if http is None:
            http = self._endpoint.http_session.send(prepared)
        return http, _parsed(http, model)

    def _signed(self, request: _Json, url: str) -> dict[str, str]:
        """The headers of a request, with its signature and what that covers."""
        region = self.meta.region_name
        credentials = self._request_signer.get_auth_instance("dynamodb", region, "v4").credentials
        if credentials is None:
            raise NoCredentialsError
        scope = Scope(f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}", region, "dynamodb")
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "Host": urlsplit(url).netloc,
            "X-Amz-Date": scope.at,
            "X-Amz-Target": request["headers"]["X-Amz-Target"],
        }
        if credentials.token:
            headers["X-Amz-Security-Token"] = credentials.token
        covered = {name.lower(): value for name, value in headers.items()}
        signed = signature(
            credentials.secret_key,
            scope,
            "POST",
            "/",
            headers=covered,
            payload=sha256(request["body"]).hexdigest(),
        )
        headers["Authorization"] = (
            f"{ALGORITHM} Credential={credentials.access_key}/{scope}, "
            f"SignedHeaders={names_of(covered)}, Signature={signed}"
        )
        return {**request["headers"], **headers}


def make_direct(**made: Any) -> None:  # noqa: ANN401 - any event's
    """Put a client's class on top of `DirectCalls`, on the event that creates it."""
    made["base_classes"].insert(0, DirectCalls)


def _parsed(http: Any, model: OperationModel) -> _Json:  # noqa: ANN401 - botocore's AWSResponse
    if http.status_code < _REFUSED:
        try:
            answer: _Json = from_json(http.content)
        except ValueError as error:
            raise ResponseStreamingError(error=error) from error
        return answer
    said = {"status_code": http.status_code, "headers": http.headers, "body": http.content}
    parsed: _Json = _errors.parse(said, model.output_shape)
    kind: Any = model.service_model.shape_for_error_code(parsed["Error"]["Code"])
    if kind is not None:
        more = from_json(http.content)
        parsed |= {name: more[name] for name in kind.members if name in more}
    return parsed
