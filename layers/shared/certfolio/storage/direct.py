"""Clients of DynamoDB and S3 without the detours that botocore takes for services in general.

For each call botocore checks every value against the service's description, has rules choose the
address, and makes the answer anew value by value. What is asked here needs none of that, and it
takes longer than all that Certfolio does itself (see docs/performance.md).

Still botocore's own are credentials and their refresh, the way through a proxy, the classes of
errors, and the events that Certfolio and its tests build on:
``provide-client-params``, ``before-call`` (which adds the trace of X-Ray), ``before-send``,
``needs-retry`` and ``after-call``. Its rules choose the address, once. Gone are the check of
parameters, the events in between, and the headers that tell AWS of botocore's tries.
"""

import json
from abc import abstractmethod
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from hashlib import sha256
from io import BytesIO
from os import urandom
from typing import Any, ClassVar
from urllib.parse import quote, urlsplit

from botocore.awsrequest import AWSPreparedRequest
from botocore.client import BaseClient
from botocore.exceptions import NoCredentialsError, ResponseStreamingError
from botocore.model import OperationModel
from botocore.parsers import create_parser
from pydantic_core import from_json

from certfolio.invocation import pause
from certfolio.storage.connections import Connections, reaches
from certfolio.storage.faults import UNANSWERED
from certfolio.storage.links import address_of
from certfolio.storage.signing import ALGORITHM, Scope, names_of, signature

_Json = dict[str, Any]
_Answer = tuple[Any, _Json]

_REFUSED = 300


class _Direct(BaseClient):
    """What a client's class is put on top of."""

    service: ClassVar[str]
    errors: ClassVar[Any]
    """botocore's parser of what is refused."""

    # Of these, the types of botocore's clients say nothing.
    meta: Any
    exceptions: Any
    _request_signer: Any
    _endpoint: Any

    @abstractmethod
    def _takes(self, operation: str, asked: _Json) -> bool:
        """Whether a call is one of those that go directly."""

    @abstractmethod
    def _request(self, operation: str, asked: _Json) -> _Json:
        """Method, address, headers and body of a call."""

    @abstractmethod
    def _read(self, http: Any) -> _Json:  # noqa: ANN401 - botocore's or ours
        """What a call was answered with."""

    def _more(self, http: Any, kind: Any) -> _Json:  # noqa: ANN401, ARG002 - botocore's or ours
        """What a refusal of a kind says beside why."""
        return {}

    def _make_api_call(self, operation_name: str, api_params: _Json) -> Any:  # noqa: ANN401 - botocore's own
        if not self._takes(operation_name, api_params):
            return super()._make_api_call(operation_name, api_params)  # type: ignore[misc] # untyped
        model = self.meta.service_model.operation_model(operation_name)
        # What S3's client does where it is sent on to another region, it can do for its own calls.
        context: _Json = {"s3_redirect": {"redirected": True}}
        self._tell("provide-client-params", model, params=api_params, context=context)
        request = {**self._request(operation_name, api_params), "context": context}
        signer = self._request_signer
        given = self._tell(
            "before-call", model, params=request, request_signer=signer, context=context
        )
        http, parsed = given or self._tried(model, request)
        self._tell("after-call", model, http_response=http, parsed=parsed, context=context)
        if http.status_code >= _REFUSED:
            raise self.exceptions.from_code(parsed["Error"]["Code"])(parsed, operation_name)
        return parsed

    def close(self) -> None:
        """Close all connections; what is asked next opens new ones."""
        self._connections.close()
        super().close()

    @cached_property
    def _connections(self) -> Connections:
        config = self.meta.config
        return Connections(config.connect_timeout, config.read_timeout)

    def _tell(self, event: str, model: OperationModel, **what: Any) -> Any:  # noqa: ANN401 - any handler's
        """Emit an event; the first answer of a handler that has one."""
        said = self.meta.events.emit(f"{event}.{self.service}.{model.name}", model=model, **what)
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
        method, url, body = request["method"], request["url"], request["body"]
        headers: Any = self._signed(request)
        prepared = AWSPreparedRequest(method, url, headers, body, stream_output=False)
        http = self._tell("before-send", model, request=prepared)
        if http is None:
            http = self._posted(prepared)
        if http.status_code < _REFUSED:
            return http, self._read(http)
        said = {"status_code": http.status_code, "headers": http.headers, "body": http.content}
        parsed = self.errors.parse(said, model.output_shape)
        kind = model.service_model.shape_for_error_code(parsed["Error"]["Code"])
        return http, parsed if kind is None else {**parsed, **self._more(http, kind)}

    def _posted(self, prepared: Any) -> Any:  # noqa: ANN401 - botocore's or ours
        if not self._reached:
            return self._endpoint.http_session.send(prepared)
        return self._connections.send(
            prepared.method, prepared.url, prepared.headers, prepared.body
        )

    @cached_property
    def _reached(self) -> bool:
        return reaches(self.meta.endpoint_url)

    def _signed(self, request: _Json) -> dict[str, str]:
        """The headers of a request, with its signature and what that covers."""
        region = self.meta.region_name
        credentials = self._request_signer.get_auth_instance(self.service, region, "v4").credentials
        if credentials is None:
            raise NoCredentialsError
        scope = Scope(f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}", region, self.service)
        url = urlsplit(request["url"])
        headers = {**request["headers"], "Host": url.netloc, "X-Amz-Date": scope.at}
        if credentials.token:
            headers["X-Amz-Security-Token"] = credentials.token
        covered = {name.lower(): value for name, value in headers.items()}
        covered = {name: covered[name] for name in covered.keys() - _CHANGED_ON_THE_WAY}
        signed = signature(
            credentials.secret_key,
            scope,
            request["method"],
            url.path,
            headers=covered,
            payload=sha256(request["body"]).hexdigest(),
        )
        headers["Authorization"] = (
            f"{ALGORITHM} Credential={credentials.access_key}/{scope}, "
            f"SignedHeaders={names_of(covered)}, Signature={signed}"
        )
        return headers


_CHANGED_ON_THE_WAY = frozenset({"user-agent", "x-amzn-trace-id"})


class _DirectTable(_Direct):
    """DynamoDB's client: what is asked and answered is JSON as it is, so bytes are base64 text."""

    service = "dynamodb"
    errors = create_parser("json")

    def _takes(self, operation: str, asked: _Json) -> bool:  # noqa: ARG002 - whatever is asked
        return operation in _ON_ITEMS

    def _request(self, operation: str, asked: _Json) -> _Json:
        headers = {
            "Content-Type": "application/x-amz-json-1.0",
            "User-Agent": self.meta.config.user_agent,
            "X-Amz-Target": f"DynamoDB_20120810.{operation}",
        }
        if operation == "TransactWriteItems":
            # A try whose answer was lost is known by it, and done once.
            asked = {"ClientRequestToken": urandom(16).hex(), **asked}
        return {
            "method": "POST",
            "url": self._address,
            "headers": headers,
            "body": json.dumps(asked).encode(),
        }

    @cached_property
    def _address(self) -> str:
        """Where the table is, which the client itself does not always know (FIPS in GovCloud)."""
        any_call = self.meta.service_model.operation_model("GetItem")
        resolve: Any = self._resolve_endpoint_ruleset  # type: ignore[attr-defined] # untyped
        url, _, _ = resolve(any_call, {}, {"client_config": self.meta.config})
        return url if urlsplit(url).path else f"{url}/"

    def _read(self, http: Any) -> _Json:  # noqa: ANN401 - botocore's or ours
        try:
            answer: _Json = from_json(http.content)
        except ValueError as error:
            raise ResponseStreamingError(error=error) from error
        if not isinstance(answer, dict):
            raise ResponseStreamingError(error=f"{type(answer).__name__} for an object")
        return answer

    def _more(self, http: Any, kind: Any) -> _Json:  # noqa: ANN401 - botocore's or ours
        said = from_json(http.content)
        return {name: said[name] for name in kind.members if name in said}


_ON_ITEMS = frozenset(
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


class _DirectObjects(_Direct):
    """S3's client: of the answer to who asks for an object by its key, there is the body alone."""

    service = "s3"
    errors = create_parser("rest-xml")

    def _takes(self, operation: str, asked: _Json) -> bool:
        return operation == "GetObject" and asked.keys() == {"Bucket", "Key"}

    def _request(self, operation: str, asked: _Json) -> _Json:  # noqa: ARG002 - the only one
        address = address_of(self, asked["Bucket"])
        path = address.path + quote(asked["Key"], safe="/~")
        headers = {
            "User-Agent": self.meta.config.user_agent,
            "X-Amz-Content-SHA256": sha256(b"").hexdigest(),
        }
        url = address._replace(path=path).geturl()
        return {"method": "GET", "url": url, "headers": headers, "body": b""}

    def _read(self, http: Any) -> _Json:  # noqa: ANN401 - botocore's or ours
        return {"Body": BytesIO(http.content)}


_TOPS: Mapping[str, type] = {kind.service: kind for kind in (_DirectTable, _DirectObjects)}


def make_direct(**made: Any) -> None:  # noqa: ANN401 - any event's
    """Put a client's class on top of what makes it direct, on the event that creates it."""
    _, _, service = made["event_name"].partition(".")
    if service in _TOPS:
        made["base_classes"].insert(0, _TOPS[service])
