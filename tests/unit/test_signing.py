"""What is signed here is signed as botocore would have it."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSPreparedRequest, AWSRequest, AWSResponse
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.exceptions import ClientError, NoCredentialsError

from certfolio import once
from certfolio.storage import clients
from certfolio.storage.links import Links
from tests.support.faults import said

REGION = "eu-central-1"
TOKENS = pytest.mark.parametrize("token", [None, "a+token/of=many"])


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "an-id",
        "AWS_SECRET_ACCESS_KEY": "a-secret",
        "FUNCTION_SECONDS": "28",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    once.forget()
    yield
    once.forget()


@TOKENS
def test_a_call_to_the_table_is_signed_as_botocore_signs_it(
    token: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if token:
        monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said("{}")

    client: Any = clients.dynamodb()
    client.meta.events.register_first("before-send", answer)
    client.get_item(TableName="table", Key={"PK": {"S": "ä"}})

    [request] = sent
    headers = dict(request.headers.items())
    assert json.loads(request.body) == {"TableName": "table", "Key": {"PK": {"S": "ä"}}}
    again = AWSRequest("POST", request.url, data=request.body)
    for name in ("Content-Type", "X-Amz-Target"):
        again.headers[name] = headers[name]
    at = datetime.strptime(headers["X-Amz-Date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", return_value=at):
        SigV4Auth(Credentials("an-id", "a-secret", token), "dynamodb", REGION).add_auth(again)
    assert headers["Authorization"] == again.headers["Authorization"]


@TOKENS
@pytest.mark.parametrize("endpoint", [None, "http://127.0.0.1:9000"])
def test_a_link_is_signed_as_botocore_signs_it(
    token: str | None, endpoint: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if token:
        monkeypatch.setenv("AWS_SESSION_TOKEN", token)
    style = "path" if endpoint else "virtual"
    client: Any = boto3.client(
        "s3",
        endpoint_url=endpoint,
        config=Config(signature_version="s3v4", s3={"addressing_style": style}),
    )
    known = Links(client, Credentials("an-id", "a-secret", token), "a-bucket")
    disposition = "attachment; filename=\"_.pdf\"; filename*=UTF-8''%C3%A4%20%2B~.pdf"
    ours = known.sign(
        "GET",
        "academy/learner-1/file (1)~.pdf",
        timedelta(seconds=60),
        query={"versionId": "v+1", "response-content-disposition": disposition},
    )

    with patch("botocore.auth.get_current_datetime", return_value=time_of(ours)):
        theirs = client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": "a-bucket",
                "Key": "academy/learner-1/file (1)~.pdf",
                "VersionId": "v+1",
                "ResponseContentDisposition": disposition,
            },
            ExpiresIn=60,
        )
    assert parts(ours) == parts(theirs)


def test_a_link_to_put_is_signed_as_botocore_signs_it() -> None:
    client: Any = boto3.client(
        "s3",
        config=Config(
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            s3={"addressing_style": "virtual"},
        ),
    )
    known = Links(client, Credentials("an-id", "a-secret"), "a-bucket")
    headers = {
        "content-length": "17",
        "content-type": "application/pdf",
        "if-none-match": "*",
        "x-amz-checksum-sha256": "n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=",
    }
    ours = known.sign("PUT", "a/b", timedelta(minutes=5), headers=headers)

    with patch("botocore.auth.get_current_datetime", return_value=time_of(ours)):
        theirs = client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": "a-bucket",
                "Key": "a/b",
                "ContentLength": 17,
                "ContentType": "application/pdf",
                "ChecksumSHA256": headers["x-amz-checksum-sha256"],
                "IfNoneMatch": "*",
            },
            ExpiresIn=300,
            HttpMethod="PUT",
        )
    assert parts(ours) == parts(theirs)


@pytest.mark.parametrize(
    ("region", "suffix"),
    [
        ("eu-central-1", "amazonaws.com"),
        ("us-east-1", "amazonaws.com"),
        ("cn-north-1", "amazonaws.com.cn"),
    ],
)
def test_buckets_are_reached_in_their_region(
    region: str, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nowhere else may the portal's pages reach them; see `PortalHeaders` in the template."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    sent: list[AWSPreparedRequest] = []

    def answer(request: AWSPreparedRequest, **_: Any) -> AWSResponse:
        sent.append(request)
        return said("{}")

    clients.s3().meta.events.register_first("before-send", answer)
    clients.s3().get_object(Bucket="a-bucket", Key="a")
    link = clients.links("a-bucket").sign("GET", "a", timedelta(seconds=60))
    for url in (sent[0].url, link):
        assert urlsplit(url).netloc == f"a-bucket.s3.{region}.{suffix}"
        assert urlsplit(url).path == "/a"


def test_who_is_sent_on_to_another_bucket_is_refused() -> None:
    clients.s3().meta.events.register_first(
        "before-send", lambda **_: said("<Error><Code>TemporaryRedirect</Code></Error>", 307)
    )
    with pytest.raises(ClientError, match="TemporaryRedirect"):
        clients.s3().get_object(Bucket="a-bucket", Key="a")


def test_credentials_that_are_refreshed_sign_the_next_link() -> None:
    credentials = Credentials("an-id", "a-secret")
    client: Any = boto3.client("s3")
    known = Links(client, credentials, "a-bucket")
    before = known.sign("GET", "a", timedelta(seconds=60))
    credentials.access_key, credentials.secret_key = "another-id", "another-secret"
    after = known.sign("GET", "a", timedelta(seconds=60))
    assert "=an-id%2F" in before
    assert "=another-id%2F" in after


def test_without_credentials_nothing_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/dev/null")
    with pytest.raises(NoCredentialsError):
        clients.dynamodb().get_item(TableName="table", Key={})
    with pytest.raises(NoCredentialsError):
        clients.links("a-bucket")


def time_of(link: str) -> datetime:
    [at] = parse_qs(urlsplit(link).query)["X-Amz-Date"]
    return datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def parts(link: str) -> tuple[str, str, str, dict[str, list[str]]]:
    url = urlsplit(link)
    return url.scheme, url.netloc, url.path, parse_qs(url.query, strict_parsing=True)
