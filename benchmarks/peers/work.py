"""What every peer does behind its framework: the same calls, with plain boto3.

Written as somebody would who knows DynamoDB well and wants it fast: attributes are picked by
hand, nothing is validated that was validated before it was stored, and nothing is logged.
"""

import base64
import hashlib
import json
import os
import secrets
import zlib
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import boto3
from ulid import ULID

Json = dict[str, Any]

_dynamodb: Any = boto3.client("dynamodb")
_s3 = boto3.client("s3")
_TABLE = os.environ["TABLE_NAME"]
_INCOMING, _EVIDENCE = os.environ["INCOMING_BUCKET"], os.environ["EVIDENCE_BUCKET"]
_NEW = "attribute_not_exists(PK)"
_GENESIS = "0" * 64
_PAGE = 25


class Refused(Exception):
    """A request that cannot be granted, and the status that says so."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


# Who calls


def learner_of(event: Json) -> tuple[str, str, str]:
    """Academy, id and name of the learner whose ID token API Gateway verified."""
    claims = event["requestContext"]["authorizer"]["claims"]
    kind, client = claims["token_use"], claims["aud"]
    if (kind, client) != ("id", os.environ["USER_POOL_CLIENT_ID"]):
        raise Refused(403, "an ID token of this application is needed")
    return claims["custom:academy_id"], claims["sub"], claims["name"]


def reviewer_of(event: Json, academy_id: str) -> Json:
    """The member of staff who signed the request."""
    provider = event["requestContext"]["identity"]["cognitoAuthenticationProvider"]
    principal = provider.rpartition(":")[2]
    found = _dynamodb.get_item(
        TableName=_TABLE,
        Key=_key(f"ACADEMY#{academy_id}", f"STAFF#{principal}"),
        ConsistentRead=True,
    ).get("Item")
    if found is None:
        raise Refused(403, "you are not on this academy's staff list")
    return {"kind": "staff", "id": principal, "name": found["name"]["S"]}


# What is asked


def issue(learner: tuple[str, str, str], body: Json) -> Json:
    """Give permission to put a file, if the learner may have one more."""
    academy_id, learner_id, _ = learner
    now = datetime.now(UTC)
    upload_id, certificate_id = str(ULID()), str(ULID())
    ends = now + timedelta(seconds=300)
    file = {
        "upload_id": {"S": upload_id},
        "name": {"S": body["file_name"]},
        "content_type": {"S": body["content_type"]},
        "size": {"N": str(body["size"])},
        "sha256": {"S": body["sha256"]},
        "state": {"S": "waiting"},
    }
    item = {
        **_key(_portfolio(academy_id, learner_id), f"UPLOAD#{upload_id}"),
        "academy_id": {"S": academy_id},
        "learner_id": {"S": learner_id},
        "id": {"S": upload_id},
        "certificate_id": {"S": certificate_id},
        "file": {"M": file},
        "attached": {"BOOL": False},
        "created_at": {"S": _text(now)},
        "expires_at": {"S": _text(ends)},
        "by_time_pk": {"S": f"ACADEMY#{academy_id}#WAITING"},
        "by_time_sk": {"S": f"{_text(ends + timedelta(minutes=10))}#{certificate_id}"},
        "delete_after": {"N": str(int(ends.timestamp()) + 172_800)},
    }
    count = {
        "TableName": _TABLE,
        "Key": _key(_portfolio(academy_id, learner_id), f"USAGE#{now.date()}"),
        "ConditionExpression": "(attribute_not_exists(#hour) OR #hour < :per_hour)"
        " AND (attribute_not_exists(#bytes) OR #bytes <= :left)",
        "UpdateExpression": "ADD #hour :one, #bytes :size SET delete_after = :delete_after",
        "ExpressionAttributeNames": {"#hour": f"hour_{now:%H}", "#bytes": "bytes"},
        "ExpressionAttributeValues": {
            ":one": {"N": "1"},
            ":size": {"N": str(body["size"])},
            ":per_hour": {"N": "100"},
            ":left": {"N": str(1_073_741_824 - body["size"])},
            ":delete_after": {"N": str(int(now.timestamp()) + 172_800)},
        },
    }
    _dynamodb.transact_write_items(TransactItems=[_put(item, _NEW), {"Update": count}])
    digest = base64.b64encode(bytes.fromhex(body["sha256"])).decode()
    url = _s3.generate_presigned_url(
        "put_object",
        Params={
            "Bucket": _INCOMING,
            "Key": f"{academy_id}/{learner_id}/{certificate_id}/{upload_id}",
            "ContentLength": body["size"],
            "ContentType": body["content_type"],
            "ChecksumSHA256": digest,
            "IfNoneMatch": "*",
        },
        ExpiresIn=300,
    )
    headers = {
        "Content-Length": str(body["size"]),
        "Content-Type": body["content_type"],
        "If-None-Match": "*",
        "x-amz-checksum-sha256": digest,
    }
    return {
        "id": upload_id,
        "certificate_id": certificate_id,
        "url": url,
        "headers": headers,
        "expires_at": _text(ends),
    }


def submit(learner: tuple[str, str, str], body: Json) -> Json:
    """Hand in a certificate."""
    academy_id, learner_id, name = learner
    now = _text(datetime.now(UTC))
    partition = _portfolio(academy_id, learner_id)
    types = [claim["credit_type"] for claim in body["claims"]]
    wanted = [
        _key(f"ACADEMY#{academy_id}", "SETTINGS"),
        *(_key(f"ACADEMY#{academy_id}", f"CREDIT_TYPE#{credit_type}") for credit_type in types),
        _key(f"ACADEMY#{academy_id}#DIRECTORY", f"LEARNER#{learner_id}"),
        _key(partition, f"UPLOAD#{body['upload_id']}"),
    ]
    request = {_TABLE: {"Keys": wanted, "ConsistentRead": True}}
    answer = _dynamodb.batch_get_item(RequestItems=request)
    found = {item["SK"]["S"]: item for item in answer["Responses"][_TABLE]}
    upload = found.get(f"UPLOAD#{body['upload_id']}")
    if upload is None or upload["attached"]["BOOL"]:
        raise Refused(422, "upload_id is not an upload of yours")
    for claim in body["claims"]:
        rules = found.get(f"CREDIT_TYPE#{claim['credit_type']}")
        if rules is None or Decimal(claim["credits"]) > Decimal(rules["maximum"]["S"]):
            raise Refused(422, "claims are not right")
    certificate_id = upload["certificate_id"]["S"]
    file = upload["file"]["M"]
    says = _document_says(
        f"{academy_id}/{learner_id}/{certificate_id}/{body['upload_id']}", file, body["title"]
    )
    actor = {"kind": {"S": "learner"}, "name": {"S": name}}
    stated = {
        field: {"S": str(body[field])}
        for field in ("title", "issuer", "certificate_number", "earned_on", "expires_on")
        if body.get(field) is not None
    } | {
        "claims": {
            "L": [
                {
                    "M": {
                        "credit_type": {"S": claim["credit_type"]},
                        "claimed": {"S": claim["credits"]},
                    }
                }
                for claim in body["claims"]
            ]
        },
        "file": {"M": file},
        "cross_check": {"S": says},
    }
    event = _event(
        partition,
        certificate_id,
        1,
        {
            "at": {"S": now},
            "actor": {"M": actor},
            "action": {"S": "submit"},
            "to_status": {"S": "pending"},
            "changes": {"M": stated},
        },
        _GENESIS,
    )
    number = f"{body.get('issuer')}\0{body.get('certificate_number')}"
    item = {
        **_key(partition, f"CERTIFICATE#{certificate_id}"),
        **stated,
        "status": {"S": "pending"},
        "version": {"N": "1"},
        "submitted_by": {"M": actor},
        "head": event["hash"],
        "by_status_pk": {"S": f"ACADEMY#{academy_id}#STATUS#pending"},
        "by_status_sk": {"S": f"{now}#{certificate_id}"},
        "by_number_pk": {"S": f"ACADEMY#{academy_id}#NUMBER#{_sha256(number)[:32]}"},
    }
    fingerprint = _key(
        f"ACADEMY#{academy_id}#SHA256#{file['sha256']['S']}",
        f"LEARNER#{learner_id}#CERTIFICATE#{certificate_id}",
    )
    attach = {
        "TableName": _TABLE,
        "Key": _key(partition, f"UPLOAD#{body['upload_id']}"),
        "ConditionExpression": "attached = :no AND #file.#state = :state",
        "UpdateExpression": "SET attached = :yes REMOVE delete_after",
        "ExpressionAttributeNames": {"#file": "file", "#state": "state"},
        "ExpressionAttributeValues": {
            ":no": {"BOOL": False},
            ":yes": {"BOOL": True},
            ":state": file["state"],
        },
        "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
    }
    writes = [_put(item, _NEW), _put(event, _NEW), _put(fingerprint, _NEW), {"Update": attach}]
    writes.append(_counted(academy_id, f"{learner_id}#{certificate_id}", {"pending": 1}))
    _dynamodb.transact_write_items(TransactItems=writes)
    return certificate(item)


def portfolio(learner: tuple[str, str, str], limit: int = _PAGE) -> Json:
    """A page of the learner's certificates, newest first."""
    academy_id, learner_id, _ = learner
    items = _dynamodb.query(
        TableName=_TABLE,
        KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
        ExpressionAttributeValues={
            ":partition": {"S": _portfolio(academy_id, learner_id)},
            ":prefix": {"S": "CERTIFICATE#"},
        },
        ScanIndexForward=False,
        ConsistentRead=True,
        Limit=limit + 1,
    )["Items"]
    more = items[limit - 1]["SK"]["S"] if len(items) > limit else None
    return {"items": [certificate(item) for item in items[:limit]], "next_cursor": more}


def with_history(learner: tuple[str, str, str], certificate_id: str) -> Json:
    """A certificate and what happened to it."""
    academy_id, learner_id, _ = learner
    partition = _portfolio(academy_id, learner_id)
    item = _certificate(partition, certificate_id)
    events = _dynamodb.query(
        TableName=_TABLE,
        KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
        ExpressionAttributeValues={
            ":partition": {"S": partition},
            ":prefix": {"S": f"EVENT#{certificate_id}#"},
        },
        ConsistentRead=True,
    )["Items"]
    return certificate(item) | {"events": [_told(event, learner_id) for event in events]}


def link(learner: tuple[str, str, str], certificate_id: str) -> Json:
    """A link to a certificate's file."""
    academy_id, learner_id, _ = learner
    item = _certificate(_portfolio(academy_id, learner_id), certificate_id)
    file = item["file"]["M"]
    if "evidence" not in file:
        raise Refused(409, "the file was not accepted")
    name, upload_id = file["name"]["S"], file["upload_id"]["S"]
    url = _s3.generate_presigned_url(
        "get_object",
        Params={
            "Bucket": _EVIDENCE,
            "Key": f"{academy_id}/{learner_id}/{certificate_id}/{upload_id}",
            "VersionId": file["evidence"]["M"]["version_id"]["S"],
            "ResponseContentDisposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
            "ResponseContentType": file["content_type"]["S"],
            "ResponseCacheControl": "private, no-store",
        },
        ExpiresIn=60,
    )
    return {
        "url": url,
        "name": name,
        "content_type": file["content_type"]["S"],
        "size": int(file["size"]["N"]),
        "sha256": file["sha256"]["S"],
        "expires_at": _text(datetime.now(UTC) + timedelta(seconds=60)),
    }


def statement(learner: tuple[str, str, str]) -> Json:
    """The learner's credits by credit type and year."""
    academy_id, learner_id, _ = learner
    items = _dynamodb.query(
        TableName=_TABLE,
        KeyConditionExpression="PK = :partition AND begins_with(SK, :prefix)",
        ExpressionAttributeValues={
            ":partition": {"S": _portfolio(academy_id, learner_id)},
            ":prefix": {"S": "CERTIFICATE#"},
        },
        ConsistentRead=True,
    )["Items"]
    periods: dict[tuple[str, str], Json] = {}
    for item in items:
        earned_on = item["earned_on"]["S"]
        for claim in item["claims"]["L"]:
            said = claim["M"]
            awarded = Decimal(said["awarded"]["S"]) if "awarded" in said else Decimal(0)
            key = earned_on[:4], said["credit_type"]["S"]
            period = periods.setdefault(
                key, {"claimed": Decimal(0), "awarded": Decimal(0), "line_count": 0}
            )
            if item["status"]["S"] == "pending":
                period["claimed"] += Decimal(said["claimed"]["S"])
            period["awarded"] += awarded
            period["line_count"] += 1
    return {
        "items": [
            {
                "credit_type": credit_type,
                "period": year,
                "claimed": f"{period['claimed']:.2f}",
                "awarded": f"{period['awarded']:.2f}",
                "line_count": period["line_count"],
            }
            for (year, credit_type), period in sorted(periods.items(), reverse=True)
        ]
    }


def queue(academy_id: str, limit: int = _PAGE) -> Json:
    """A page of the queue, oldest first."""
    items = _dynamodb.query(
        TableName=_TABLE,
        IndexName="by-status",
        KeyConditionExpression="by_status_pk = :partition",
        ExpressionAttributeValues={":partition": {"S": f"ACADEMY#{academy_id}#STATUS#pending"}},
        Limit=limit + 1,
    )["Items"]
    more = items[limit - 1]["by_status_sk"]["S"] if len(items) > limit else None
    now = datetime.now(UTC)
    return {"items": [_waiting(item, now) for item in items[:limit]], "next_cursor": more}


def decide(  # noqa: PLR0913, PLR0917 - the parts of a decision
    academy_id: str,
    learner_id: str,
    certificate_id: str,
    version: str,
    reviewer: Json,
    verdict: Json,
) -> Json:
    """Decide on a certificate that the reviewer has read."""
    partition = _portfolio(academy_id, learner_id)
    before = _certificate(partition, certificate_id)
    if before["version"]["N"] != version or before["status"]["S"] != "pending":
        raise Refused(412, "the certificate changed")
    moment = datetime.now(UTC)
    now, since = _text(moment), before["by_status_sk"]["S"].partition("#")[0]
    waited = int((moment - datetime.fromisoformat(since)).total_seconds())
    action = verdict["action"]
    status = "approved" if action == "approve" else "declined"
    actor = {name: {"S": said} for name, said in reviewer.items()}
    claims = [
        {"M": {**claim["M"], "awarded": claim["M"]["claimed"]}} for claim in before["claims"]["L"]
    ]
    event = _event(
        partition,
        certificate_id,
        int(version) + 1,
        {
            "at": {"S": now},
            "actor": {"M": actor},
            "action": {"S": action},
            "from_status": before["status"],
            "to_status": {"S": status},
            "changes": {"M": {"claims": {"L": claims}}},
            "by_time_pk": {"S": f"ACADEMY#{academy_id}#DECIDED"},
            "by_time_sk": {"S": f"{now}#{waited}"},
        },
        before["head"]["S"],
    )
    decision = {
        "outcome": {"S": action},
        "by": {"M": actor},
        "waited_seconds": {"N": str(waited)},
    }
    item = {
        **before,
        "status": {"S": status},
        "version": {"N": str(int(version) + 1)},
        "claims": {"L": claims},
        "submitted_at": {"S": since},
        "decision": {"M": decision},
        "head": event["hash"],
        "by_status_pk": {"S": f"ACADEMY#{academy_id}#STATUS#{status}"},
        "by_status_sk": {"S": f"{now}#{certificate_id}"},
    }
    if action == "approve" and "expires_on" in before:
        day = before["expires_on"]["S"]
        item["by_expiry_pk"] = {"S": f"ACADEMY#{academy_id}#EXPIRES#{day[:7]}"}
        item["by_expiry_sk"] = {"S": f"{day}#{certificate_id}"}
    changed = _put(
        item, "version = :version AND #status = :status AND attribute_not_exists(assignment)"
    )
    changed["Put"] |= {
        "ExpressionAttributeNames": {"#status": "status"},
        "ExpressionAttributeValues": {
            ":version": before["version"],
            ":status": before["status"],
        },
    }
    precedent = {
        **_key(
            f"ACADEMY#{academy_id}#ISSUER#{_sha256(before['issuer']['S'].casefold())[:32]}",
            f"{now}#{certificate_id}#{int(version) + 1:06}",
        ),
        "learner_id": {"S": learner_id},
        "action": {"S": action},
        "by": {"M": actor},
        "title": before["title"],
        "claims": {"L": claims},
    }
    counted = {"pending": -1, status: 1}
    writes = [
        changed,
        _put(event, _NEW),
        _counted(academy_id, f"{learner_id}#{certificate_id}", counted),
        {"Put": {"TableName": _TABLE, "Item": precedent}},
    ]
    _dynamodb.transact_write_items(TransactItems=writes)
    return certificate(item)


# What is told


def certificate(item: Json) -> Json:
    """A certificate as people see it."""
    learner_id = item["PK"]["S"].rpartition("#")[2]
    since, _, certificate_id = item["by_status_sk"]["S"].partition("#")
    file = item["file"]["M"] if "file" in item else None
    decision = item["decision"]["M"] if "decision" in item else None
    return {
        "id": certificate_id,
        "learner_id": learner_id,
        "version": int(item["version"]["N"]),
        "status": item["status"]["S"],
        "title": item["title"]["S"],
        "issuer": _said(item, "issuer"),
        "certificate_number": _said(item, "certificate_number"),
        "earned_on": item["earned_on"]["S"],
        "expires_on": _said(item, "expires_on"),
        "claims": [
            {
                "credit_type": claim["M"]["credit_type"]["S"],
                "claimed": claim["M"]["claimed"]["S"],
                "awarded": _said(claim["M"], "awarded"),
            }
            for claim in item["claims"]["L"]
        ],
        "file": file
        and {
            "upload_id": file["upload_id"]["S"],
            "name": file["name"]["S"],
            "content_type": file["content_type"]["S"],
            "size": int(file["size"]["N"]),
            "sha256": file["sha256"]["S"],
            "state": file["state"]["S"],
        },
        "submitted_at": _said(item, "submitted_at") or since,
        "submitted_by": _actor(item["submitted_by"]["M"], learner_id),
        "since": since,
        "decision": decision
        and {
            "outcome": decision["outcome"]["S"],
            "by": _actor(decision["by"]["M"], learner_id),
            "at": since,
            "comment": _said(decision, "comment"),
            "waited_seconds": int(decision["waited_seconds"]["N"]),
        },
    }


def _waiting(item: Json, now: datetime) -> Json:
    told = certificate(item)
    age = (now - datetime.fromisoformat(told["since"])).total_seconds() / 86_400
    return told | {"age_days": round(age, 2)}


def _told(event: Json, learner_id: str) -> Json:
    return {
        "version": int(event["SK"]["S"].rpartition("#")[2]),
        "at": event["at"]["S"],
        "actor": _actor(event["actor"]["M"], learner_id),
        "action": event["action"]["S"],
        "from_status": _said(event, "from_status"),
        "to_status": event["to_status"]["S"],
        "changes": {name: _plain(value) for name, value in event["changes"]["M"].items()},
    }


def _actor(actor: Json, learner_id: str) -> Json:
    return {
        "kind": actor["kind"]["S"],
        "id": _said(actor, "id") or learner_id,
        "name": _said(actor, "name"),
    }


def _said(item: Json, name: str) -> str | None:
    text: str | None = item[name]["S"] if name in item else None
    return text


def _plain(value: Json) -> Any:  # noqa: ANN401 - JSON
    ((kind, content),) = value.items()
    match kind:
        case "M":
            return {name: _plain(part) for name, part in content.items()}
        case "L":
            return [_plain(part) for part in content]
        case "N":
            return int(content)
        case "NULL":
            return None
    return content


# What is stored


def _certificate(partition: str, certificate_id: str) -> Json:
    item: Any = _dynamodb.get_item(
        TableName=_TABLE, Key=_key(partition, f"CERTIFICATE#{certificate_id}"), ConsistentRead=True
    ).get("Item")
    if item is None:
        raise Refused(404, "there is no such certificate")
    found: Json = item
    return found


def _document_says(key: str, file: Json, title: str) -> str:
    """Whether the title stands on the document."""
    rendition = file["evidence"]["M"]["rendition"]["S"]
    data = _s3.get_object(Bucket=_EVIDENCE, Key=f"{key}/{rendition}.json")["Body"].read()
    words = {str(word) for page in json.loads(data)["pages"] for word in page.get("words", ())}
    return "found" if all(word in words for word in title.split()) else "other"


def _event(partition: str, certificate_id: str, version: int, said: Json, previous: str) -> Json:
    sealed = {
        **said,
        "request": {"S": _sha256(f"{certificate_id}{version}")},
        "salt": {"S": secrets.token_urlsafe(16)},
        "previous_hash": {"S": previous},
    }
    digest = _sha256(json.dumps(sealed, sort_keys=True))
    return {
        **_key(partition, f"EVENT#{certificate_id}#{version:06}"),
        **sealed,
        "hash": {"S": digest},
    }


def _counted(academy_id: str, certificate: str, added: dict[str, int]) -> Json:
    """What changes the academy's totals, in the shard of a certificate."""
    shard = zlib.crc32(certificate.encode()) % 64
    numbers = {"version": 1, **added}
    return {
        "Update": {
            "TableName": _TABLE,
            "Key": _key(f"ACADEMY#{academy_id}#TOTALS", f"SHARD#{shard:02}"),
            "UpdateExpression": f"ADD {', '.join(f'#{name} :{name}' for name in numbers)}",
            "ExpressionAttributeNames": {f"#{name}": name for name in numbers},
            "ExpressionAttributeValues": {
                f":{name}": {"N": str(number)} for name, number in numbers.items()
            },
        }
    }


def _put(item: Json, condition: str) -> Json:
    return {
        "Put": {
            "TableName": _TABLE,
            "Item": item,
            "ConditionExpression": condition,
            "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
        }
    }


def _portfolio(academy_id: str, learner_id: str) -> str:
    return f"ACADEMY#{academy_id}#LEARNER#{learner_id}"


def _key(partition: str, sort: str) -> Json:
    return {"PK": {"S": partition}, "SK": {"S": sort}}


def _text(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S.%fZ}"


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
