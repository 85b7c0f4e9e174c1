"""Whatever AWS does, a function has answered before Lambda ends it."""

import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any
from unittest.mock import patch

import pytest
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ReadTimeoutError

from certfolio import invocation
from certfolio.domain.errors import Unavailable
from certfolio.storage import clients
from certfolio.storage.keys import Key
from certfolio.storage.table import Table, Write
from tests.support import events
from tests.support.faults import said
from tests.support.template import functions
from tests.support.world import (
    ENVIRONMENT,
    World,
    answer_of,
    forget,
    lambda_context,
    module_of,
)

FUNCTIONS = sorted(functions())
KEY = Key(PK="ACADEMY#a", SK="STAFF#s")


@contextmanager
def environment(**variables: str) -> Iterator[None]:
    """A process of its own, as far as the clients can tell."""
    with patch.dict(os.environ, ENVIRONMENT | variables):
        forget()
        try:
            yield
        finally:
            forget()


# --- By the clock of the test, in which AWS takes all the time it may ----------------------------


@dataclass
class Clock:
    """Time that passes only where the program waits."""

    now: float = 0.0
    sent: list[str] = field(default_factory=list)
    answer: Callable[[], Any] = field(default=lambda: None)

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@contextmanager
def slow_aws(seconds: float) -> Iterator[Clock]:
    """A function of so many seconds, and services that answer each try as late as they can."""
    time_ = Clock()
    with (
        environment(FUNCTION_SECONDS=str(seconds)),
        patch.object(invocation, "time", time_),
        patch("botocore.endpoint.time", time_),
        patch("random.random", return_value=1.0),
    ):
        for client in (clients.dynamodb(), clients.s3(), clients.cognito()):
            config = client.meta.config

            def send(event_name: str, *, config: Any = config, **_: Any) -> Any:
                time_.sent.append(event_name)
                time_.now += config.connect_timeout + config.read_timeout
                return time_.answer()

            client.meta.events.register("before-send", send)
        yield time_


def never() -> Any:
    raise ReadTimeoutError(endpoint_url="https://aws.example.org")


def error(code: str, status: int = 400) -> Callable[[], AWSResponse]:
    return lambda: said(f'{{"__type": "{code}"}}', status)


CONFLICT = (
    '{"__type": "TransactionCanceledException", '
    '"CancellationReasons": [{"Code": "TransactionConflict"}]}'
)
UNREAD = (
    '{"Responses": {}, "UnprocessedKeys": {"certfolio-test": '
    '{"Keys": [{"PK": {"S": "ACADEMY#a"}, "SK": {"S": "STAFF#s"}}]}}}'
)
ANSWERS = (
    never,
    error("ThrottlingException"),
    error("InternalServerError", 500),
    lambda: said(CONFLICT, 400),
    lambda: said(UNREAD, 200),
)


def _everything_a_request_asks(table: Table) -> list[Callable[[], object]]:
    write = Write("Delete", KEY, "attribute_exists(PK)")
    return [
        lambda: table.get(KEY),
        lambda: table.get_many([KEY]),
        lambda: list(table.query("ACADEMY#a")),
        lambda: table.write(write),
        lambda: table.write_all([write, write]),
        lambda: clients.s3().head_object(Bucket="bucket", Key="key"),
        lambda: clients.cognito().admin_get_user(UserPoolId="eu-central-1_p", Username="u"),
    ]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_however_many_calls_are_made_and_however_they_fail_the_deadline_holds(
    function: str,
) -> None:
    seconds = float(functions()[function]["Timeout"])

    with slow_aws(seconds) as clock:
        table = Table(clients.dynamodb(), "certfolio-test")

        @invocation.invocation()
        def handler(_event: Any, _context: Any) -> None:
            for _ in range(10):
                for call in _everything_a_request_asks(table):
                    with suppress(Exception):
                        call()

        for answer in ANSWERS:
            clock.now, clock.answer = 0.0, answer
            handler({}, lambda_context_of(seconds))
            assert clock.sent
            assert clock.now <= seconds - invocation.ANSWERING_SECONDS


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_try_is_short_enough_for_another_and_for_what_comes_before_it(function: str) -> None:
    seconds = float(functions()[function]["Timeout"])
    with slow_aws(seconds) as clock:
        clock.answer = never

        @invocation.invocation()
        def handler(_event: Any, _context: Any) -> None:
            # A start that took its time, and a call that was answered.
            clock.now += 0.5
            with pytest.raises((Unavailable, ReadTimeoutError)):
                Table(clients.dynamodb(), "certfolio-test").get(KEY)

        handler({}, lambda_context_of(seconds))
        assert len(clock.sent) >= 2


def lambda_context_of(seconds: float) -> Any:
    class Context:
        def __getattr__(self, name: str) -> Any:
            return getattr(lambda_context(), name)

        def get_remaining_time_in_millis(self) -> float:
            return seconds * 1000

    return Context()


def test_outside_of_an_invocation_nothing_is_cut_short() -> None:
    with slow_aws(28) as clock:
        clock.answer = never
        for _ in range(20):
            with pytest.raises(Unavailable):
                Table(clients.dynamodb(), "certfolio-test").get(KEY)
        assert len(clock.sent) == 20 * clients.TRIES


# --- Every function ------------------------------------------------------------------------------


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_knows_when_it_ends_from_its_template(function: str) -> None:
    properties = functions()[function]
    told = properties["Environment"]["Variables"]["FUNCTION_SECONDS"]
    assert told == str(properties["Timeout"])


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_handler_looks_at_the_deadline_of_its_call(function: str) -> None:
    asked = []

    class Context:
        def __getattr__(self, name: str) -> Any:
            return getattr(lambda_context(), name)

        def get_remaining_time_in_millis(self) -> int:
            asked.append(function)
            return 28_000

    with environment(), suppress(Exception):
        module_of(function).handler({}, Context())
    assert asked == [function]


# --- A DynamoDB that takes the connection and never answers --------------------------------------


@pytest.fixture
def silence() -> Iterator[str]:
    """A server that accepts and never answers."""
    done = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        taken = []

        def accept() -> None:
            while not done.is_set():
                with suppress(TimeoutError):
                    taken.append(server.accept()[0])

        thread = Thread(target=accept)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}"
        done.set()
        thread.join()
        for connection in taken:
            connection.close()
        assert taken


def test_signing_in_goes_on_when_dynamodb_hangs(silence: str) -> None:
    seconds = functions()["sign_in"]["Timeout"]
    event = events.sample("cognito-post-authentication")
    with environment(AWS_ENDPOINT_URL_DYNAMODB=silence, FUNCTION_SECONDS=str(seconds)):
        context = lambda_context(seconds)
        assert module_of("sign_in").handler(event, context) == event
        assert context.get_remaining_time_in_millis() > 0


def test_signing_in_goes_on_when_cognito_hangs(world: World, silence: str) -> None:
    """Of a member of staff, whose account is read."""
    event = events.sample("cognito-post-authentication")
    event["request"]["userAttributes"] |= {
        "sub": "administrator-1",
        "custom:academy_id": world.academy_id,
    }
    endpoint = {"AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER": silence}
    with environment(FUNCTION_SECONDS="2", **endpoint):
        # Made by a process before its first call.
        clients.dynamodb()
        clients.cognito()
        context = lambda_context(2)
        assert module_of("sign_in").handler(event, context) == event
        assert context.get_remaining_time_in_millis() > 0


def test_a_request_is_answered_when_dynamodb_hangs(silence: str) -> None:
    with environment(AWS_ENDPOINT_URL_DYNAMODB=silence, FUNCTION_SECONDS="1.5"):
        clients.dynamodb()
        context = lambda_context(1.5)
        answer = answer_of(module_of("listing").handler(events.sample("learner_request"), context))
        assert (answer.status, answer.problem) == (503, "unavailable")
        assert context.get_remaining_time_in_millis() > 0


def test_cognito_waits_longer_than_its_trigger_takes() -> None:
    """Amazon Cognito: "must respond within 5 seconds", the start of a new instance included."""
    assert functions()["sign_in"]["Timeout"] < 5
