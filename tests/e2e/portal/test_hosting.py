"""The portal as the template hosts it: what it answers, and who reaches its bucket."""

import json

import pytest
import requests
from botocore.exceptions import ClientError

from local.stack import Stack
from tests.e2e.support import LearnerAtWork, client_as, root, signed_as_learner


@pytest.mark.parametrize(
    "path", ["/", "/certificates", "/certificates/01M8", "/console/staff/000000000000.a-role.b"]
)
def test_every_address_inside_the_portal_is_answered_with_its_page(address: str, path: str) -> None:
    answer = requests.get(f"{address}{path}?status=active", timeout=30)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/html"
    assert answer.headers["Cache-Control"] == "no-cache"
    assert answer.text == requests.get(f"{address}/index.html", timeout=30).text


def test_a_file_that_no_build_had_is_not_answered_with_the_page(address: str) -> None:
    answer = requests.get(f"{address}/assets/index-00000000.js", timeout=30)
    assert answer.status_code == 403
    assert "html" not in answer.headers["Content-Type"]


def test_files_named_by_their_content_are_kept_by_browsers_for_good(
    stack: Stack, address: str
) -> None:
    assets = root(stack, "s3").list_objects_v2(Bucket=stack.portal_bucket, Prefix="assets/")
    types = set()
    for item in assets["Contents"]:
        answer = requests.get(f"{address}/{item['Key']}", timeout=30)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        types.add(answer.headers["Content-Type"])
    assert types == {"text/javascript", "text/css", "font/woff2"}


def test_the_configuration_says_where_things_are_and_nothing_secret(
    stack: Stack, address: str
) -> None:
    found = requests.get(f"{address}/config.json", timeout=30)
    assert found.headers["Cache-Control"] == "no-cache"
    assert found.json() == {
        "apiUrl": stack.api_url,
        "region": stack.region,
        "userPoolId": stack.user_pool_id,
        "userPoolClientId": stack.client_id,
        "identityPoolId": stack.identity_pool_id,
        "maxFileBytes": 10 * 1024 * 1024,
        "cognitoEndpoint": stack.endpoint,
        "identityEndpoint": stack.endpoint,
    }


@pytest.mark.parametrize("path", ["/", "/config.json", "/favicon.svg", "/assets/none.js"])
def test_every_answer_carries_the_security_headers(address: str, path: str) -> None:
    headers = requests.get(address + path, timeout=30).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == policy["form-action"] == "'none'"
    assert headers["Strict-Transport-Security"] == "max-age=63072000; includeSubDomains"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    allowed = dict(part.strip().split("=") for part in headers["Permissions-Policy"].split(","))
    # A certificate is photographed in the portal itself; nothing else is asked of a device.
    assert allowed.pop("camera") == "(self)"
    assert set(allowed.values()) == {"()"}


def test_nobody_reads_or_writes_the_bucket_past_the_distribution(
    stack: Stack, address: str, learner: LearnerAtWork
) -> None:
    # A file that the distribution does answer with.
    assert requests.get(f"{address}/config.json", timeout=30).ok
    config = f"{stack.endpoint}/{stack.portal_bucket}/config.json"
    assert requests.get(config, timeout=30).status_code == 403
    caller = signed_as_learner(learner).credentials
    assert caller is not None
    s3 = client_as(stack, "s3", caller)
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.get_object(Bucket=stack.portal_bucket, Key="config.json")
    with pytest.raises(ClientError, match="AccessDenied"):
        s3.put_object(Bucket=stack.portal_bucket, Key="config.json", Body=json.dumps({}).encode())
