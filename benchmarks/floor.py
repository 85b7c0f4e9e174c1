"""The floor: a bare function that makes the same calls and answers with JSON that is there.

It is told the calls that somebody else made, with every key, condition and value, so it always
makes the same. What it does for each is what boto3 does, and nothing besides.
"""

import base64
import json
from collections.abc import Callable
from functools import partial
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import boto3

from benchmarks.operations import Operation
from benchmarks.table import Json

_dynamodb = boto3.client("dynamodb")
_s3 = boto3.client("s3")
_calls: dict[str, list[Callable[[], Any]]] = {}
_answers: dict[str, Json] = {}
_METHODS: dict[str, Callable[..., Any]] = {
    "GetItem": _dynamodb.get_item,
    "BatchGetItem": _dynamodb.batch_get_item,
    "Query": _dynamodb.query,
    "PutItem": _dynamodb.put_item,
    "UpdateItem": _dynamodb.update_item,
    "TransactWriteItems": _dynamodb.transact_write_items,
}


def learn(operation: str, calls: list[Json], answer: Json) -> None:
    """Be told what to do for an operation."""
    _calls[operation] = [_call(said) for said in calls]
    presigned = _presigned(Operation(operation), json.loads(answer["body"]))
    if presigned is not None:
        _calls[operation].append(presigned)
    _answers[operation] = answer


def handle(operation: str, _event: Json) -> Json:
    """Make the calls."""
    for call in _calls[operation]:
        call()
    return _answers[operation]


def _call(said: Json) -> Callable[[], Any]:
    request = said["request"]
    if said["service"] == "s3":
        return partial(_read, **request)
    # boto3 makes one of its own for every call.
    request.pop("ClientRequestToken", None)
    return partial(_METHODS[said["operation"]], **_with_bytes(request))


def _with_bytes(said: Any) -> Any:  # noqa: ANN401 - JSON
    """What was said on the wire as boto3 takes it: there, bytes are Base64."""
    match said:
        case {"B": str(text)}:
            return {"B": base64.b64decode(text)}
        case dict():
            return {name: _with_bytes(value) for name, value in said.items()}
        case list():
            return [_with_bytes(value) for value in said]
    return said


def _read(**request: str) -> bytes:
    return _s3.get_object(**request)["Body"].read()  # type: ignore[arg-type]


def _presigned(operation: Operation, body: Json) -> Callable[[], Any] | None:
    """Signing, which is no call and yet what a permit and a link consist of."""
    if operation not in {Operation.ISSUE, Operation.VIEW}:
        return None
    address = urlsplit(body["url"])
    _, bucket, key = unquote(address.path).split("/", 2)
    parameters: Json = {"Bucket": bucket, "Key": key}
    if operation is Operation.ISSUE:
        headers = body["headers"]
        parameters |= {
            "ContentLength": int(headers["Content-Length"]),
            "ContentType": headers["Content-Type"],
            "ChecksumSHA256": headers["x-amz-checksum-sha256"],
            "IfNoneMatch": "*",
        }
        return partial(_s3.generate_presigned_url, "put_object", Params=parameters, ExpiresIn=300)
    given = {name: values[0] for name, values in parse_qs(address.query).items()}
    parameters |= {
        "VersionId": given["versionId"],
        "ResponseContentDisposition": given["response-content-disposition"],
        "ResponseContentType": given["response-content-type"],
        "ResponseCacheControl": given["response-cache-control"],
    }
    return partial(_s3.generate_presigned_url, "get_object", Params=parameters, ExpiresIn=60)
