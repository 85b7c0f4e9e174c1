"""Events as AWS delivers them, made from the samples in ``events/``."""

import copy
import json
from functools import cache
from typing import Any, Literal
from urllib.parse import quote_plus

from tests.support.template import ROOT

Event = dict[str, Any]
Headers = dict[str, str | list[str]]
Query = dict[str, str | list[str]]


@cache
def _sample(name: str) -> str:
    return (ROOT / "events" / f"{name}.json").read_text(encoding="utf-8")


def sample(name: str) -> Event:
    """One of the samples, to be changed at will."""
    event: Event = json.loads(_sample(name))
    return event


def _request(  # noqa: PLR0913 - the parts of a request
    event: Event, method: str, path: str, body: object, *, headers: Headers, query: Query
) -> Event:
    event |= {"httpMethod": method, "path": path, "resource": path, "body": None}
    event["requestContext"] |= {"httpMethod": method, "path": f"/v1{path}", "resourcePath": path}
    if isinstance(body, str):
        event["body"] = body
    elif body is not None:
        event["body"] = json.dumps(body)
    if body is not None:
        headers = {"Content-Type": "application/json", **headers}
    for name, value in headers.items():
        values = value if isinstance(value, list) else [value]
        # What several headers of one name say: all of it in the one place, the last in the other.
        event["headers"][name] = values[-1]
        event["multiValueHeaders"][name] = values
    if query:
        many = {n: v if isinstance(v, list) else [v] for n, v in query.items()}
        event["multiValueQueryStringParameters"] = many
        event["queryStringParameters"] = {name: values[-1] for name, values in many.items()}
    return event


def learner_request(  # noqa: PLR0913 - the parts of a request
    method: str,
    path: str,
    body: object = None,
    *,
    claims: dict[str, Any],
    headers: Headers | None = None,
    query: Query | None = None,
) -> Event:
    """A request with an ID token that API Gateway has verified; a claim of None is not there."""
    event = _request(
        sample("learner_request"), method, path, body, headers=headers or {}, query=query or {}
    )
    token = event["requestContext"]["authorizer"]["claims"] | claims
    event["requestContext"]["authorizer"]["claims"] = {
        name: value for name, value in token.items() if value is not None
    }
    return event


def staff_request(  # noqa: PLR0913 - the parts of a request
    method: str,
    path: str,
    body: object = None,
    *,
    principal: str,
    headers: Headers | None = None,
    query: Query | None = None,
) -> Event:
    """A signed request: by a user of the identity pool, or by a role where the name has a dot."""
    account, dot, role = principal.partition(".")
    event = sample("staff_request_by_role" if dot else "staff_request")
    event = _request(event, method, path, body, headers=headers or {}, query=query or {})
    identity = event["requestContext"]["identity"]
    if dot:
        identity["userArn"] = f"arn:aws:sts::{account}:assumed-role/{role}/nightly"
    else:
        provider, _, _ = identity["cognitoAuthenticationProvider"].rpartition(":")
        identity["cognitoAuthenticationProvider"] = f"{provider}:{principal}"
    return event


def public_request(
    path: str,
    *,
    method: str = "GET",
    body: object = None,
    headers: Headers | None = None,
    query: Query | None = None,
) -> Event:
    """A request by somebody who has not signed in."""
    event = sample("learner_request")
    del event["requestContext"]["authorizer"]
    for sent in (event["headers"], event["multiValueHeaders"]):
        del sent["Authorization"]
    return _request(event, method, path, body, headers=headers or {}, query=query or {})


def object_created(key: str, etag: str, sequencer: str) -> Event:
    """S3 tells of a new object."""
    event = sample("s3_object_created")
    event["Records"][0]["s3"]["object"] |= {
        "key": quote_plus(key, safe="/"),
        "eTag": etag,
        "sequencer": sequencer,
    }
    return event


ScanResult = Literal["NO_THREATS_FOUND", "THREATS_FOUND", "UNSUPPORTED", "ACCESS_DENIED", "FAILED"]


def scanned(key: str, etag: str, result: ScanResult) -> Event:
    """GuardDuty tells how a scan ended."""
    event = copy.deepcopy(sample(f"guardduty_{result.lower()}"))
    event["detail"]["s3ObjectDetails"] |= {"objectKey": key, "eTag": etag}
    return event
