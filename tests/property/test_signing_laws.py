"""What is signed here is what botocore signs, whatever is asked for."""

from base64 import b64encode
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.session import Session
from hypothesis import given, settings
from hypothesis import strategies as st

from certfolio.storage.files import content_disposition
from certfolio.storage.links import Links
from certfolio.storage.signing import ALGORITHM, Scope, names_of, signature

REGION = "eu-central-1"
law = settings(deadline=None, max_examples=40)

tokens = st.none() | st.text(
    st.characters(codec="ascii", categories=["L", "N", "P", "S"]), min_size=1
)
secrets = st.text(
    st.characters(codec="ascii", categories=["L", "N"]) | st.sampled_from("+/="), min_size=1
)
texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)
instants = st.datetimes(timezones=st.just(UTC)).filter(lambda at: at.year >= 1000)
parts = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="/?#\\"),
    min_size=1,
    max_size=12,
).filter(lambda part: part not in {".", ".."})
object_keys = st.lists(parts, min_size=1, max_size=4).map("/".join)


@law
@given(secrets, tokens, instants, st.binary(max_size=200))
def test_any_body_is_signed_as_botocore_signs_it(
    secret: str, token: str | None, at: datetime, body: bytes
) -> None:
    theirs = AWSRequest("POST", "https://dynamodb.example.org/", data=body)
    theirs.headers["X-Amz-Target"] = "DynamoDB_20120810.GetItem"
    with patch("botocore.auth.get_current_datetime", return_value=at):
        SigV4Auth(Credentials("an-id", secret, token), "dynamodb", REGION).add_auth(theirs)

    covered = {
        "host": "dynamodb.example.org",
        "x-amz-date": f"{at:%Y%m%dT%H%M%SZ}",
        "x-amz-target": theirs.headers["X-Amz-Target"],
        **({"x-amz-security-token": token} if token else {}),
    }
    scope = Scope(covered["x-amz-date"], REGION, "dynamodb")
    signed = signature(
        secret, scope, "POST", "/", headers=covered, payload=sha256(body).hexdigest()
    )
    assert theirs.headers["Authorization"] == (
        f"{ALGORITHM} Credential=an-id/{scope}, SignedHeaders={names_of(covered)}, "
        f"Signature={signed}"
    )


@cache
def client_of(secret: str, token: str | None, style: str) -> Any:
    return Session().create_client(
        "s3",
        region_name=REGION,
        endpoint_url="http://127.0.0.1:9000" if style == "path" else None,
        aws_access_key_id="an-id",
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=Config(
            signature_version="s3v4",
            request_checksum_calculation="when_required",
            s3={"addressing_style": style},
        ),
    )


clients = st.builds(
    lambda token, style: (
        client_of("a-secret", token, style),
        Credentials("an-id", "a-secret", token),
    ),
    st.sampled_from([None, "a+token/of=many"]),
    st.sampled_from(["path", "virtual"]),
)


@law
@given(clients, object_keys, texts, texts, st.integers(1, 604_800))
def test_any_file_is_linked_to_as_botocore_links_to_it(
    signer: tuple[Any, Credentials], key: str, name: str, version: str, seconds: int
) -> None:
    client, credentials = signer
    asked = {
        "response-content-disposition": content_disposition(name),
        "response-content-type": "application/pdf",
        "response-cache-control": "private, no-store",
    }
    ours = Links(client, credentials, "a-bucket").sign(
        "GET", key, timedelta(seconds=seconds), query={"versionId": version, **asked}
    )
    with patch("botocore.auth.get_current_datetime", return_value=time_of(ours)):
        theirs = client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": "a-bucket",
                "Key": key,
                "VersionId": version,
                "ResponseContentDisposition": content_disposition(name),
                "ResponseContentType": "application/pdf",
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=seconds,
        )
    assert told(ours) == told(theirs)


@law
@given(clients, object_keys, st.integers(1, 10_485_760), st.binary(min_size=32, max_size=32))
def test_any_permit_is_signed_as_botocore_signs_it(
    signer: tuple[Any, Credentials], key: str, size: int, digest: bytes
) -> None:
    client, credentials = signer
    headers = {
        "content-length": str(size),
        "content-type": "image/png",
        "if-none-match": "*",
        "x-amz-checksum-sha256": b64encode(digest).decode(),
    }
    ours = Links(client, credentials, "a-bucket").sign(
        "PUT", key, timedelta(minutes=5), headers=headers
    )
    with patch("botocore.auth.get_current_datetime", return_value=time_of(ours)):
        theirs = client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": "a-bucket",
                "Key": key,
                "ContentLength": size,
                "ContentType": "image/png",
                "ChecksumSHA256": headers["x-amz-checksum-sha256"],
                "IfNoneMatch": "*",
            },
            ExpiresIn=300,
            HttpMethod="PUT",
        )
    assert told(ours) == told(theirs)


def time_of(link: str) -> datetime:
    [at] = parse_qs(urlsplit(link).query)["X-Amz-Date"]
    return datetime.strptime(at, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)


def told(link: str) -> tuple[str, str, str, Mapping[str, list[str]]]:
    url = urlsplit(link)
    return url.scheme, url.netloc, url.path, parse_qs(url.query, strict_parsing=True)
