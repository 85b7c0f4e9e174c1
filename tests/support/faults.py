"""Faults of AWS, put between the program and its clients."""

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError, ReadTimeoutError

from certfolio.storage import clients


def _client(service: str) -> Any:
    return _CLIENTS[service]()


_CLIENTS: dict[str, Callable[[], Any]] = {
    "dynamodb": clients.dynamodb,
    "s3": clients.s3,
    "lambda": clients.functions,
    "guardduty": clients.guardduty,
    "textract": clients.textract,
    "secretsmanager": clients.secrets,
    "cognito-identity-provider": clients.cognito,
    "eventbridge": clients.eventbridge,
    "sqs": clients.sqs,
    "sesv2": clients.ses,
}


@contextmanager
def hooked(service: str, event: str, handler: Callable[..., Any]) -> Iterator[None]:
    """Have something of the test's own done at one of the events of a service's client."""
    hooks = _client(service).meta.events
    hooks.register_first(event, handler)
    try:
        yield
    finally:
        hooks.unregister(event, handler)


@contextmanager
def refusing(
    service: str,
    operation: str,
    code: str,
    *,
    status: int = 400,
    times: int | None = None,
    **more: Any,
) -> Iterator[list[str]]:
    """Let a service refuse an operation as if the client's own retries had not helped.

    Parameters
    ----------
    times
        How often; None for always.
    more
        What else the answer says.

    Yields
    ------
    list of str
        The refusals so far.
    """
    refused: list[str] = []

    def refuse(**_: Any) -> Any:
        if times is not None and len(refused) >= times:
            return None
        refused.append(operation)
        metadata = {"HTTPStatusCode": status, "RequestId": "request-1"}
        error = {"Code": code, "Message": "made for a test"}
        return SimpleNamespace(status_code=status), {
            "Error": error,
            "ResponseMetadata": metadata,
            **more,
        }

    with hooked(service, f"before-call.{service}.{operation}", refuse):
        yield refused


def said(body: str, status: int = 200) -> AWSResponse:
    """An answer as it comes over the wire."""

    class Raw:
        def stream(self, **_: Any) -> Iterator[bytes]:
            yield body.encode()

    return AWSResponse("https://aws.example.org", status, {}, Raw())


@contextmanager
def losing_answers(service: str, operation: str) -> Iterator[None]:
    """Let an operation do its work, and lose what it answers."""

    def lose(**_: Any) -> None:
        raise ReadTimeoutError(endpoint_url="https://aws.example.org")

    with hooked(service, f"after-call.{service}.{operation}", lose):
        yield


WRITES = {
    "dynamodb": ("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"),
    "s3": ("PutObject", "DeleteObject"),
}
"""Operations that change something."""


@contextmanager
def losing_one_answer(number: int) -> Iterator[list[str]]:
    """Let every write do its work, but lose the answer to one, so that botocore asks again.

    Parameters
    ----------
    number
        Which of the writes, from 1.

    Yields
    ------
    list of str
        The writes so far, those that were sent again too.
    """
    written: list[str] = []

    def lose(event_name: str, **_: Any) -> None:
        _, service, operation = event_name.split(".")
        if operation not in WRITES.get(service, ()):
            return
        written.append(operation)
        if len(written) == number:
            raise ReadTimeoutError(endpoint_url="https://aws.example.org")

    with ExitStack() as stack, patch("botocore.endpoint.time.sleep"):
        for service in WRITES:
            hooks = _client(service).meta.events
            # Last of those that are not bound to an operation: moto, which is the first of
            # them, has done the write by then.
            hooks.register_last("before-send", lose)
            stack.callback(hooks.unregister, "before-send", lose)
        yield written


@contextmanager
def between(service: str, operation: str, happens: Callable[[], object]) -> Iterator[list[str]]:
    """Let something else happen once, right before an operation: after all reads, say."""
    done: list[str] = []

    def happen(**_: Any) -> None:
        if not done:
            done.append(operation)
            happens()

    with hooked(service, f"before-call.{service}.{operation}", happen):
        yield done


class Crash(BaseException):
    """The function ends right here, whatever it was about to do or to catch."""


@contextmanager
def crashing(number: int) -> Iterator[list[str]]:
    """Let the program end right after one of its calls to AWS.

    Parameters
    ----------
    number
        Which of the calls, from 1; 0 for none.

    Yields
    ------
    list of str
        The calls so far.
    """
    calls: list[str] = []

    def crash(model: Any, **_: Any) -> None:
        calls.append(model.name)
        if len(calls) == number:
            raise Crash

    with ExitStack() as stack:
        for service in (
            "dynamodb",
            "s3",
            "lambda",
            "cognito-identity-provider",
            "eventbridge",
            "sqs",
            "sesv2",
            "secretsmanager",
        ):
            stack.enter_context(hooked(service, f"after-call.{service}", crash))
        yield calls


@contextmanager
def counting(service: str, operation: str) -> Iterator[list[str]]:
    """Count how often the program calls an operation."""
    called: list[str] = []

    def note(**_: Any) -> None:
        called.append(operation)

    with hooked(service, f"before-call.{service}.{operation}", note):
        yield called


@contextmanager
def calls_made(service: str = "dynamodb") -> Iterator[list[str]]:
    """Note which operations the program calls, in order."""
    called: list[str] = []

    def note(model: Any, **_: Any) -> None:
        called.append(model.name)

    with hooked(service, f"before-call.{service}", note):
        yield called


@contextmanager
def writes_made() -> Iterator[list[list[Any]]]:
    """Note what each transaction writes."""
    made: list[list[Any]] = []

    def note(params: dict[str, Any], **_: Any) -> None:
        made.append(json.loads(params["body"])["TransactItems"])

    with hooked("dynamodb", "before-call.dynamodb.TransactWriteItems", note):
        yield made


def everything() -> list[Any]:
    """All items of the table, to see that nothing was half written."""
    client = clients.dynamodb()
    pages = client.get_paginator("scan").paginate(TableName="certfolio-test")
    return sorted((item for page in pages for item in page["Items"]), key=repr)


def throttled() -> ClientError:
    """What botocore raises when DynamoDB stays too busy."""
    return ClientError(
        {
            "Error": {"Code": "ThrottlingException", "Message": "busy"},
            "ResponseMetadata": {
                "HTTPStatusCode": 400,
                "RequestId": "x",
                "HostId": "x",
                "HTTPHeaders": {},
                "RetryAttempts": 0,
            },
        },
        "AnyCall",
    )
