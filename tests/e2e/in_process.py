"""The functions' own handlers in the test's process, against the deployed system.

With the environment that the deployed function has and its own role's credentials: what goes
to AWS can be counted, and an answer can be lost on its way back.
"""

import importlib
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from certfolio import once
from certfolio.storage import clients
from local.client import Json
from local.stack import Stack
from tests.e2e.support import (
    ROOT,
    LearnerAtWork,
    StaffAtWork,
    logical_id,
    resources,
    role_credentials,
    root,
)


@dataclass
class Meter:
    """What went to AWS.

    Attributes
    ----------
    calls
        Operations in the order they were sent, tries that were repeated too.
    written
        Write units as DynamoDB reported them.
    """

    calls: list[str] = field(default_factory=list)
    written: float = 0.0

    def _sent(self, event_name: str, **_: Any) -> None:
        self.calls.append(event_name.removeprefix("before-send."))

    def _asked(self, params: Json, model: Any, **_: Any) -> None:
        if "ReturnConsumedCapacity" in model.input_shape.members:
            params["ReturnConsumedCapacity"] = "INDEXES"

    def _answered(self, parsed: Json, model: Any, **_: Any) -> None:
        consumed = parsed.get("ConsumedCapacity", [])
        if model.name in _WRITES:
            for part in consumed if isinstance(consumed, list) else [consumed]:
                self.written += part["CapacityUnits"]

    def watch(self, client: Any) -> None:
        client.meta.events.register("provide-client-params.dynamodb", self._asked)
        client.meta.events.register("before-send", self._sent)
        client.meta.events.register("after-call.dynamodb", self._answered)


_WRITES = frozenset({"PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"})


@dataclass(frozen=True)
class Context:
    """What the runtime passes beside the event."""

    function_name: str
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:000000000000:function:test"
    aws_request_id: str = "00000000-0000-0000-0000-000000000000"

    def get_remaining_time_in_millis(self) -> int:
        return 28_000


@dataclass(frozen=True)
class Function:
    """One function, ready to be called."""

    name: str
    handler: Callable[[Json, Context], Any]

    def __call__(self, event: Json) -> Any:
        return self.handler(event, Context(self.name))

    def answer(self, event: Json) -> tuple[int, Json]:
        """Status and body that the API answers with."""
        answer = self(event)
        return answer["statusCode"], json.loads(answer["body"])


@contextmanager
def function(stack: Stack, name: str, **environment: str) -> Iterator[Function]:
    """A function as it is deployed, with its role's credentials.

    Parameters
    ----------
    environment
        Variables that shall differ.
    """
    deployed = root(stack, "lambda").get_function_configuration(
        FunctionName=resources(stack)[logical_id(name, "Function")]
    )
    credentials = role_credentials(stack, deployed["Role"].rpartition("/")[2])
    logged = logging.getLogger("certfolio").level
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in {
            **deployed["Environment"]["Variables"],
            "AWS_ENDPOINT_URL": stack.endpoint,
            "AWS_DEFAULT_REGION": stack.region,
            "AWS_ACCESS_KEY_ID": credentials.access_key,
            "AWS_SECRET_ACCESS_KEY": credentials.secret_key,
            "AWS_SESSION_TOKEN": credentials.token,
            **environment,
        }.items():
            patch.setenv(variable, str(value))
        module = importlib.import_module(f"functions.{name}.handler")
        once.forget()
        try:
            yield Function(name, module.handler)
        finally:
            for client in (
                clients.dynamodb,
                clients.s3,
                clients.functions,
                clients.eventbridge,
                clients.sqs,
                clients.secrets,
                clients.cognito,
                clients.ses,
            ):
                if client.cache_info().currsize:
                    client().close()
            once.forget()
            logging.getLogger("certfolio").setLevel(logged)


@contextmanager
def metered() -> Iterator[Meter]:
    """Count what the function that is in process sends to AWS."""
    meter = Meter()
    for client in (clients.dynamodb(), clients.s3()):
        meter.watch(client)
    yield meter


def request(
    caller: LearnerAtWork | StaffAtWork,
    method: str,
    path: str,
    body: Json | None = None,
    version: int | None = None,
) -> Json:
    """The event API Gateway makes of a request, the caller verified."""
    headers = {"Content-Type": "application/json"}
    if version is not None:
        headers["If-Match"] = f'"{version}"'
    context: Json = {"requestId": "test", "identity": {}}
    if isinstance(caller, LearnerAtWork):
        context["authorizer"] = {
            "claims": {
                "sub": caller.sub,
                "custom:academy_id": caller.academy_id,
                "token_use": "id",
                "aud": caller.stack.client_id,
                "name": "Test Learner",
            }
        }
    else:
        provider = f"cognito-idp.{caller.stack.region}.amazonaws.com/{caller.stack.user_pool_id}"
        context["identity"] = {
            "cognitoAuthenticationProvider": (
                f"{provider},{provider}:CognitoSignIn:{caller.principal}"
            )
        }
    return {
        "resource": path,
        "path": path,
        "httpMethod": method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": None,
        "multiValueQueryStringParameters": None,
        "pathParameters": None,
        "requestContext": context,
        "body": json.dumps(body) if body is not None else None,
        "isBase64Encoded": False,
    }


def post_authentication(academy_id: str, sub: str, name: str, mail: str | None = None) -> Json:
    """The event Cognito makes of a sign-in."""
    event: Json = json.loads((ROOT / "events" / "cognito-post-authentication.json").read_text())
    event["request"]["userAttributes"] |= {
        "sub": sub,
        "custom:academy_id": academy_id,
        "name": name,
        "email": mail or f"{sub}@demo.example",
    }
    return event


def object_created(key: str, etag: str, sequencer: str = "0055AED6DCD90281E5") -> Json:
    """The event S3 makes of a PUT."""
    return {"Records": [{"s3": {"object": {"key": key, "eTag": etag, "sequencer": sequencer}}}]}
