"""What is sent to DynamoDB directly, held to what botocore would send."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.config import Config
from botocore.exceptions import ConnectionClosedError
from botocore.session import get_session

from certfolio import once
from certfolio.storage import clients
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

    client.meta.events.register("before-send", answer)
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

    client.meta.events.register("before-send", lose_the_first)
    for _ in range(2):
        client.transact_write_items(TransactItems=[])
    tokens = [json.loads(request.body)["ClientRequestToken"] for request in sent]
    assert tokens[0] == tokens[1] != tokens[2]
