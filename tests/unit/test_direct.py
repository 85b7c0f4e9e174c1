"""What is sent to DynamoDB directly, held to what botocore would send."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import RefreshableCredentials
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.session import get_session

from certfolio import once
from certfolio.domain.errors import Unavailable
from certfolio.storage import clients
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.keys import Key
from certfolio.storage.records import NEW
from certfolio.storage.table import Table, Write
from tests.support.faults import said

REGIONS = ("eu-central-1", "cn-north-1", "us-gov-west-1", "us-iso-east-1")
PLACES: dict[str, dict[str, str]] = {
    "plain": {},
    "FIPS": {"AWS_USE_FIPS_ENDPOINT": "true"},
    "IPv6": {"AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "FIPS and IPv6": {"AWS_USE_FIPS_ENDPOINT": "true", "AWS_USE_DUALSTACK_ENDPOINT": "true"},
    "own": {"AWS_ENDPOINT_URL_DYNAMODB": "http://db.example.org:8000"},
    "own for all": {"AWS_ENDPOINT_URL": "https://aws.example.org/"},
    "behind a path": {"AWS_ENDPOINT_URL_DYNAMODB": "https://gateway.example.org/table"},
    "an account's": {"AWS_ACCOUNT_ID": "123456789012"},
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_ACCESS_KEY_ID": "an-id",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
        "FUNCTION_SECONDS": "28",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    once.forget()
    yield
    once.forget()


def sent_by(client: Any) -> list[AWSPreparedRequest]:
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said("{}")

    client.meta.events.register_first("before-send", answer)
    return sent


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("place", PLACES)
def test_address_is_the_one_that_botocore_chooses(
    place: str, region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    for name, value in PLACES[place].items():
        monkeypatch.setenv(name, value)
    theirs = get_session().create_client("dynamodb", config=Config(retries={"mode": "standard"}))
    urls = []
    for client in (clients.dynamodb(), theirs):
        sent = sent_by(client)
        client.get_item(TableName="table", Key={"PK": {"S": "a"}})
        urls.append(sent[0].url)
    assert urls[0] == urls[1]


def test_transaction_has_one_token_for_all_its_tries() -> None:
    client: Any = clients.dynamodb()
    sent: list[AWSPreparedRequest] = []

    def lose_the_first(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        if len(sent) == 1:
            raise ConnectionClosedError(endpoint_url=request.url)
        return said("{}")

    client.meta.events.register_first("before-send", lose_the_first)
    for _ in range(2):
        client.transact_write_items(TransactItems=[])
    tokens = [json.loads(request.body)["ClientRequestToken"] for request in sent]
    assert tokens[0] == tokens[1] != tokens[2]


NO_ANSWERS = {
    "nothing": "",
    "a page": "<html>Sign in</html>",
    "half of it": '{"Item": {"PK": {"S": "a',
    "a list": "[]",
    "null": "null",
    "text": '"Item"',
}


@pytest.mark.parametrize("body", NO_ANSWERS)
def test_answer_that_is_none_is_asked_for_again(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    answers = [said(NO_ANSWERS[body]), said('{"Item": {"PK": {"S": "a"}}}')]
    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", lambda **_: answers.pop(0))
    assert Table(client, "table").get({"PK": "a", "SK": "a"}) == {"PK": "a"}


@pytest.mark.parametrize("body", NO_ANSWERS)
def test_who_never_answers_is_unavailable(body: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", lambda **_: said(NO_ANSWERS[body]))
    with pytest.raises(Unavailable):
        Table(client, "table").get({"PK": "a", "SK": "a"})


REFUSALS: dict[str, tuple[int, str, str | None]] = {
    "throttled": (400, '{"__type": "a#ThrottlingException", "message": "slow"}', None),
    "server error": (500, '{"__type": "a#InternalServerError"}', None),
    "server error without a word": (500, "", None),
    "page of a gateway": (502, "<html>Bad gateway</html>", None),
    "no longer there": (301, "", "301"),
    "page of a proxy": (403, "<html>No</html>", "403"),
    "no type": (400, '{"message": "?"}', "400"),
    "unknown type": (400, '{"__type": "a#NewException"}', "NewException"),
    "not allowed": (400, '{"__type": "a#AccessDeniedException"}', "AccessDeniedException"),
    "expired": (400, '{"__type": "a#ExpiredTokenException"}', "ExpiredTokenException"),
    "cancelled without reasons": (
        400,
        '{"__type": "a#TransactionCanceledException"}',
        "TransactionCanceledException",
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_refusal_passes_or_is_told_by_its_code(
    refusal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    status, body, code = REFUSALS[refusal]
    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", lambda **_: said(body, status))
    write = Write("Put", {"PK": "a", "SK": "a"}, NEW, {})
    with pytest.raises(Unavailable if code is None else ClientError) as caught:
        Table(client, "table").write_all([write])
    if code is not None:
        assert caught.value.response["Error"]["Code"] == code


def test_each_try_is_signed_with_the_credentials_of_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    numbers = count(1)

    def refreshed() -> dict[str, str]:
        number = next(numbers)
        return {
            "access_key": f"id-{number}",
            "secret_key": f"secret-{number}",
            "token": f"token-{number}",
            "expiry_time": (datetime.now(UTC) + timedelta(seconds=5)).isoformat(),
        }

    monkeypatch.setattr(
        clients.session()._session,  # noqa: SLF001 - where credentials come from
        "_credentials",
        RefreshableCredentials.create_from_metadata(refreshed(), refreshed, "test"),
    )
    client: Any = clients.dynamodb()
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said("", 500) if len(sent) == 1 else said("{}")

    client.meta.events.register_first("before-send", answer)
    Table(client, "table").get({"PK": "a", "SK": "a"})
    first, second = (request.headers for request in sent)
    assert first["X-Amz-Security-Token"] != second["X-Amz-Security-Token"]
    for headers in (first, second):
        number = headers["X-Amz-Security-Token"].removeprefix("token-")
        assert f"Credential=id-{number}/" in headers["Authorization"]


def test_trace_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "listing")
    monkeypatch.setenv("_X_AMZN_TRACE_ID", "Root=1-5759e988-bd862e3fe1be46a994272793")
    client: Any = clients.dynamodb()
    sent = sent_by(client)
    Table(client, "table").get({"PK": "a", "SK": "a"})
    assert sent[0].headers["X-Amzn-Trace-Id"] == "Root=1-5759e988-bd862e3fe1be46a994272793"
    assert "Botocore/" in sent[0].headers["User-Agent"]


def test_keys_that_were_not_read_are_asked_for_as_they_came(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    left = {"table": {"Keys": [{"PK": {"S": "ü#"}, "SK": {"B": "AA=="}}], "ConsistentRead": True}}
    answers = [{"Responses": {}, "UnprocessedKeys": left}, {"Responses": {"table": []}}]
    client: Any = clients.dynamodb()
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said(json.dumps(answers.pop(0)))

    client.meta.events.register_first("before-send", answer)
    assert Table(client, "table").get_many([{"PK": "a", "SK": "a"}]) == []
    assert json.loads(sent[1].body) == {"RequestItems": left}


FOUND = {"PK": {"S": "a"}, "SK": {"S": "ü"}, "body": {"B": "AP8="}, "version": {"N": "2"}}


def test_item_that_a_transaction_found_comes_with_the_refusal() -> None:
    reasons = [{"Code": "None"}, {"Code": "ConditionalCheckFailed", "Item": FOUND}]
    body = {"__type": "a#TransactionCanceledException", "CancellationReasons": reasons}
    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", lambda **_: said(json.dumps(body), 400))
    write = Write("Put", {"PK": "a", "SK": "ü"}, NEW, {})
    with pytest.raises(ConditionFailed) as caught:
        Table(client, "table").write_all([write, write])
    assert caught.value.position == 1
    assert caught.value.item == {"PK": "a", "SK": "ü", "body": b"\x00\xff", "version": 2}


def test_write_that_finds_what_it_would_write_is_done() -> None:
    body = {"__type": "a#ConditionalCheckFailedException", "Item": FOUND}
    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", lambda **_: said(json.dumps(body), 400))
    key: Key = {"PK": "a", "SK": "ü"}
    Table(client, "table").write(Write("Put", key, NEW, {"body": b"\x00\xff", "version": 2}))
    with pytest.raises(ConditionFailed):
        Table(client, "table").write(Write("Put", key, NEW, {"body": b"\x00", "version": 2}))


@pytest.mark.parametrize("reason", ["TransactionConflict", "ThrottlingError"])
def test_transaction_that_another_holds_up_is_begun_anew(
    reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a token of its own: one that was cancelled may not come again."""
    monkeypatch.setattr("certfolio.invocation.time.sleep", lambda _: None)
    body = {"__type": "a#TransactionCanceledException", "CancellationReasons": [{"Code": reason}]}
    client: Any = clients.dynamodb()
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said(json.dumps(body), 400) if len(sent) == 1 else said("{}")

    client.meta.events.register_first("before-send", answer)
    Table(client, "table").write_all([Write("Put", {"PK": "a", "SK": "a"}, NEW, {})])
    assert len({json.loads(request.body)["ClientRequestToken"] for request in sent}) == 2
