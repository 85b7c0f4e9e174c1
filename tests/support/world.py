"""A whole Certfolio in one process: the real handlers on tables and buckets of the template."""

import hashlib
import importlib
import json
import math
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import Any, cast
from urllib.parse import urlsplit

from aws_lambda_powertools.utilities.typing import LambdaContext
from ulid import ULID

from certfolio import composition, once
from certfolio.clock import clock
from certfolio.domain.certificates import Owner, Upload
from certfolio.domain.files import RejectionReason
from certfolio.domain.reconciliation import Found
from certfolio.domain.renditions import Drawing
from certfolio.domain.staff import Role, StaffMember
from certfolio.storage import clients, keys
from certfolio.storage.records import attributes
from certfolio.storage.table import Write
from functions.inspection import child
from functions.inspection import handler as inspection
from functions.inspection.caps import Caps
from functions.inspection.kinds import kind_of
from functions.reconciliation import handler as reconciliation
from tests.support import events
from tests.support.contract import Exchange
from tests.support.events import Headers, Query, ScanResult
from tests.support.history import broken_at
from tests.support.template import REGION, STACK, WEB_ORIGIN, resource, routes

FILES = Path(__file__).parents[1] / "files"
PDF = (FILES / "certificate.pdf").read_bytes()
ENVIRONMENT = {
    "FUNCTION_SECONDS": "28",
    "TABLE_NAME": STACK,
    "WEB_ORIGIN": WEB_ORIGIN,
    "USER_POOL_CLIENT_ID": events.sample("learner_request")["requestContext"]["authorizer"][
        "claims"
    ]["aud"],
    "INCOMING_BUCKET": resource("IncomingBucket")["BucketName"],
    "EVIDENCE_BUCKET": resource("EvidenceBucket")["BucketName"],
    "TRANSCRIPTS_BUCKET": resource("TranscriptsBucket")["BucketName"],
    "LEDGER_BUCKET": resource("LedgerBucket")["BucketName"],
    "LEDGER_KEY": "ledger-key",
    "MAIL_KEY": "mail-key",
    # Moto's tables are no place for several writers at once.
    "BULK_AT_ONCE": "1",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "RIGHTS_FUNCTION": f"arn:aws:lambda:{REGION}:123456789012:function:rights:live",
    "INSPECTION_FUNCTION": f"arn:aws:lambda:{REGION}:123456789012:function:inspection:live",
    "MALWARE_SCANNING": "off",
    "READ_SCANS": "off",
    "STACK_NAME": STACK,
    "STAFF_MFA": "off",
    "STAFF_GROUP": resource("StaffGroup")["GroupName"],
    "EVENT_BUS": STACK,
    "ANNOUNCEMENT_DEAD_LETTERS": f"https://sqs.{REGION}.amazonaws.com/123456789012/"
    "announcements-dead-letters",
    "MAIL_FROM": "Certfolio <no-reply@certfolio.example>",
    "MAIL_CONFIGURATION_SET": STACK,
    "PORTAL_URL": WEB_ORIGIN,
    "UNSUBSCRIBE_URL": "https://api.certfolio.example/v1/unsubscribe",
    "POWERTOOLS_LOG_LEVEL": "CRITICAL",
}
BUCKETS = ("IncomingBucket", "EvidenceBucket", "LedgerBucket", "TranscriptsBucket")

LEDGER_KEY = "key-of-the-pseudonyms"
MAIL_KEY = "key-of-the-links"


@dataclass
class _Context:
    """What Lambda tells a function of the call."""

    function_name: str = "certfolio"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = f"arn:aws:lambda:{REGION}:123456789012:function:certfolio:live"
    aws_request_id: str = "5f2b8e1c-6d3a-4f70-9b1e-0a1b2c3d4e5f"

    ends: float = math.inf
    longest: float = 28.0

    def get_remaining_time_in_millis(self) -> int:
        return int(1000 * min(self.longest, self.ends - time.monotonic()))


def lambda_context(seconds: float = math.inf, *, longest: float = 28.0) -> LambdaContext:
    """What Lambda tells of a call that it ends after so many seconds."""
    return cast("LambdaContext", _Context(ends=time.monotonic() + seconds, longest=longest))


@dataclass
class Answer:
    """What API Gateway would send on."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def wrong(self) -> set[tuple[str, str]]:
        """Where and which field was wrong, of a problem response."""
        return {(entry["part"], entry["field"]) for entry in self.body.get("errors", ())}

    @property
    def codes(self) -> dict[str, str]:
        """What was wrong with each field."""
        return {entry["field"]: entry["code"] for entry in self.body.get("errors", ())}

    @property
    def problem(self) -> str:
        """The last part of the problem's type."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.body["status"] == self.status
        return str(self.body["type"].removeprefix("urn:certfolio:problem:"))

    @property
    def etag(self) -> str:
        return self.headers["ETag"]

    def check(
        self, method: str, path: str, body: object, headers: Headers | None, query: Query | None
    ) -> None:
        """The answer, and that the request got it, is what the API description says."""
        sent = (method, path, body, headers or {}, query or {})
        Exchange(*sent, self.status, self.headers, self.body).check()


def forget() -> None:
    """Put everything together anew, for another environment in the same process."""
    once.forget()


def forget_ledger() -> None:
    """Have the next one who writes or reads the ledger be another process."""
    made: Any
    for made in (
        composition.ledger_key,
        composition.ledger_store,
        composition.ledger,
        composition.verifications,
    ):
        made.cache_clear()


def create_resources() -> None:
    """Make the table and the buckets the way the template says."""
    table = resource("Table")
    dynamodb: Any = clients.dynamodb()
    dynamodb.create_table(
        TableName=STACK,
        **{
            name: table[name]
            for name in (
                "BillingMode",
                "AttributeDefinitions",
                "KeySchema",
                "GlobalSecondaryIndexes",
            )
        },
    )
    dynamodb.update_time_to_live(
        TableName=STACK, TimeToLiveSpecification=table["TimeToLiveSpecification"]
    )
    s3 = clients.s3()
    for name in BUCKETS:
        bucket = resource(name)
        s3.create_bucket(
            Bucket=bucket["BucketName"],
            CreateBucketConfiguration={"LocationConstraint": "eu-central-1"},
        )
        if "VersioningConfiguration" in bucket:
            s3.put_bucket_versioning(
                Bucket=bucket["BucketName"],
                VersioningConfiguration=bucket["VersioningConfiguration"],
            )

    for name, key in (("LEDGER_KEY", LEDGER_KEY), ("MAIL_KEY", MAIL_KEY)):
        clients.secrets().create_secret(Name=ENVIRONMENT[name], SecretString=key)


def delete_resources() -> None:
    """Take table and buckets away with all they hold."""
    clients.dynamodb().delete_table(TableName=STACK)
    s3 = clients.s3()
    for name in ("LEDGER_KEY", "MAIL_KEY"):
        clients.secrets().delete_secret(SecretId=ENVIRONMENT[name], ForceDeleteWithoutRecovery=True)
    forget_ledger()
    for name in BUCKETS:
        bucket = resource(name)["BucketName"]
        found: Any = s3.list_object_versions(Bucket=bucket)
        for item in (*found.get("Versions", ()), *found.get("DeleteMarkers", ())):
            s3.delete_object(Bucket=bucket, Key=item["Key"], VersionId=item["VersionId"])
        s3.delete_bucket(Bucket=bucket)


def module_of(function: str) -> ModuleType:
    return importlib.import_module(f"functions.{function}.handler")


def function_of(method: str, path: str) -> str:
    """The function that the template puts behind a route, or behind its path at least."""
    functions = {
        known: function
        for known, pattern, function in routes()
        if re.fullmatch(pattern, path.rstrip("/"))
    }
    return functions.get(method, next(iter(functions.values()), "listing"))


def answer_of(found: dict[str, Any]) -> Answer:
    headers = {name: ", ".join(values) for name, values in found["multiValueHeaders"].items()}
    assert headers["Access-Control-Allow-Origin"] == WEB_ORIGIN
    body = json.loads(found["body"]) if found["body"] else None
    return Answer(found["statusCode"], headers, body)


def seen_by_all(academy_id: str, headers: Headers | None = None) -> Answer:
    """What somebody who has not signed in is shown of an academy."""
    path = f"/academies/{academy_id}"
    event = events.public_request(path, headers=headers)
    answer = answer_of(module_of("face").handler(event, lambda_context()))
    answer.check("GET", path, None, headers, None)
    return answer


def unsubscribed(method: str, token: str, body: object = None, **headers: str) -> Answer:
    """What somebody gets who has the link of a mail and has not signed in."""
    query: Query = {"token": token}
    event = events.public_request(
        "/unsubscribe", method=method, body=body, headers={**headers}, query=query
    )
    answer = answer_of(module_of("unsubscribe").handler(event, lambda_context()))
    answer.check(method, "/unsubscribe", None, None, query)
    return answer


@dataclass
class Learner:
    """A signed-in learner."""

    academy_id: str
    id: str
    claims: dict[str, Any] = field(default_factory=dict)

    @property
    def owner(self) -> Owner:
        return Owner(academy_id=self.academy_id, learner_id=self.id)

    def call(  # noqa: PLR0913 - the parts of a request
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Headers | None = None,
        query: Query | None = None,
        function: str | None = None,
    ) -> Answer:
        claims = {"sub": self.id, "custom:academy_id": self.academy_id, **self.claims}
        event = events.learner_request(
            method, path, body, claims=claims, headers=headers, query=query
        )
        module = module_of(function or function_of(method, path))
        answer = answer_of(module.handler(event, lambda_context()))
        answer.check(method, path, body, headers, query)
        return answer

    def upload(self, data: bytes = PDF, **fields: Any) -> dict[str, Any]:
        """Ask for permission to put a file."""
        answer = self.call("POST", "/uploads", declared(data, **fields))
        assert answer.status == 201, answer
        permit: dict[str, Any] = answer.body
        return permit

    def uploaded(self, data: bytes = PDF, **fields: Any) -> dict[str, Any]:
        """Put a file and have it inspected."""
        permit = self.upload(data, **fields)
        inspect(put(permit, data))
        return permit

    def submit(self, upload_id: str | None = None, **fields: Any) -> Answer:
        return self.call("POST", "/certificates", submission(upload_id, **fields))

    def submitted(self, **fields: Any) -> dict[str, Any]:
        """Hand in a certificate with an accepted file."""
        answer = self.submit(self.uploaded()["id"], **fields)
        assert answer.status == 201, answer
        certificate: dict[str, Any] = answer.body
        return certificate

    def edit(self, certificate: dict[str, Any], **fields: Any) -> Answer:
        """Edit a certificate over the version given, with its own upload unless told otherwise."""
        known = {"upload_id": certificate["file"]["upload_id"]}
        body = submission(**({"id": None} | known | fields))
        return self.call(
            "PUT", f"/certificates/{certificate['id']}", body, headers=if_match(certificate)
        )

    def withdraw(self, certificate: dict[str, Any]) -> Answer:
        path = f"/certificates/{certificate['id']}"
        return self.call("DELETE", path, headers=if_match(certificate))

    def read(self, certificate: dict[str, Any]) -> dict[str, Any]:
        answer = self.call("GET", f"/certificates/{certificate['id']}")
        assert answer.status == 200, answer
        found: dict[str, Any] = answer.body
        return found


@dataclass
class Staff:
    """A member of staff who signs requests."""

    academy_id: str
    principal: str

    def call(  # noqa: PLR0913 - the parts of a request
        self,
        method: str,
        path: str,
        body: object = None,
        *,
        headers: Headers | None = None,
        query: Query | None = None,
        academy_id: str | None = None,
        seconds: float = math.inf,
    ) -> Answer:
        """Send a request, its path below the academy's, to a function with so much time."""
        path = f"/admin/academies/{academy_id or self.academy_id}{path}"
        event = events.staff_request(
            method, path, body, principal=self.principal, headers=headers, query=query
        )
        module = module_of(function_of(method, path))
        answer = answer_of(module.handler(event, lambda_context(seconds)))
        answer.check(method, path, body, headers, query)
        return answer

    def decide(
        self,
        certificate: dict[str, Any],
        action: str,
        comment: str | None = None,
        **more: Any,
    ) -> Answer:
        """Decide over the version given, with a reason where one is needed."""
        body = {"action": action, **more} | ({} if comment is None else {"comment": comment})
        if action in {"decline", "request_changes"}:
            body.setdefault("reason", "not-verifiable")
        path = f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}/decisions"
        return self.call("POST", path, body, headers=if_match(certificate))


@dataclass
class World:
    """One academy of its own; many can share the table."""

    academy_id: str
    _learners: Iterator[int] = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        # As an operator begins an academy: nothing is there that was not counted.
        composition.totals().know(self.academy_id)
        self.administrator = self.staff("administrator-1", Role.ADMINISTRATOR)
        self.reviewer = self.staff("reviewer-1", Role.REVIEWER)
        self.learner = self.new_learner()
        self.credit_type("cpe")

    def staff(self, principal: str, role: Role) -> Staff:
        member = StaffMember(
            academy_id=self.academy_id,
            principal=principal,
            name=role.name.title(),
            role=role,
            version=1,
        )
        # As an operator puts the first administrator into the table.
        key = keys.staff(self.academy_id, principal)
        composition.table().write(Write("Put", key, None, attributes(member)))
        return Staff(self.academy_id, principal)

    def new_learner(self, **claims: Any) -> Learner:
        return Learner(self.academy_id, f"learner-{next(self._learners)}", claims)

    def credit_type(self, id_: str, *, over: int | None = None, **fields: Any) -> dict[str, Any]:
        """Set up a credit type, or change it over the version given."""
        body = {"name": id_.upper(), "unit": "hours", **fields}
        headers = None if over is None else if_match({"version": over})
        answer = self.administrator.call("PUT", f"/credit-types/{id_}", body, headers=headers)
        assert answer.status == 200, answer
        made: dict[str, Any] = answer.body
        return made

    def retire(self, credit_type: dict[str, Any]) -> Answer:
        path = f"/credit-types/{credit_type['id']}"
        return self.administrator.call("DELETE", path, headers=if_match(credit_type))

    def check_history(self, learner: Learner, certificate_id: str) -> None:
        """The history in the table is whole and ends where the certificate says."""
        store = composition.certificates()
        certificate = store.get(learner.owner, certificate_id)
        history = store.history(learner.owner, certificate_id)
        assert broken_at(history, certificate.head) is None
        assert [event.version for event in history] == [*range(1, certificate.version + 1)]
        assert history[-1].to_status is certificate.status


def declared(data: bytes = PDF, **fields: Any) -> dict[str, Any]:
    """What is declared of a file before it is put."""
    return {
        "file_name": "certificate.pdf",
        "content_type": "application/pdf",
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        **fields,
    }


def submission(upload_id: str | None = None, **fields: Any) -> dict[str, Any]:
    """A good submission, changed where told; None leaves a field out.

    Without a file it brings an id of its own, as clients do.
    """
    body = {
        "id": None if upload_id else str(ULID()),
        "title": "First aid at work",
        "earned_on": "2026-01-15",
        "claims": [{"credit_type": "cpe", "credits": "1.50"}],
        "upload_id": upload_id,
        **fields,
    }
    return {name: value for name, value in body.items() if value is not None}


def if_match(record: dict[str, Any]) -> Headers:
    return {"If-Match": f'"{record["version"]}"'}


@dataclass(frozen=True)
class Put:
    """An object that was put into the incoming bucket."""

    key: str
    etag: str
    sequencer: str


_sequence = count(0x68A1B2C3D4E5F600)


def put(permit: dict[str, Any], data: bytes = PDF) -> Put:
    """Put a file where the permit says; in this world without asking the signature."""
    key = urlsplit(permit["url"]).path.lstrip("/").removeprefix(ENVIRONMENT["INCOMING_BUCKET"])
    answer = clients.s3().put_object(
        Bucket=ENVIRONMENT["INCOMING_BUCKET"], Key=key.lstrip("/"), Body=data
    )
    return Put(key.lstrip("/"), answer["ETag"].strip('"'), f"{next(_sequence):018X}")


def inspect(*arrived: Put) -> None:
    """S3 tells inspection of objects, all in one event."""
    event: dict[str, list[Any]] = {"Records": []}
    for one in arrived:
        event["Records"] += events.object_created(one.key, one.etag, one.sequencer)["Records"]
    inspection.handler(event, lambda_context(), clock=standing)


def scan(arrived: Put, result: ScanResult) -> None:
    """GuardDuty tells inspection of a scan."""
    event = events.scanned(arrived.key, arrived.etag, result)
    inspection.handler(event, lambda_context(), clock=standing)


def reconcile(
    now: datetime | None = None, has_time: Callable[[], bool] = lambda: True
) -> list[tuple[Found, str]]:
    """Let the schedule do its work; what it found, and of which file."""
    with at(now) if now else nullcontext():
        findings = [*reconciliation.reconciliation().run(standing(), has_time)]
    return [(finding.found, finding.key) for finding in findings]


def key_of(learner: Learner, upload_id: str) -> str:
    upload: Upload = composition.uploads().get(learner.owner, upload_id)
    return keys.object_key(upload)


def examine_here(data: bytes, caps: Caps, *_: object) -> Drawing | RejectionReason:
    """The real parsers without the process around them, which has tests of its own."""
    return _judged(data, caps)


@cache
def _judged(data: bytes, caps: Caps) -> Drawing | RejectionReason:
    if not data:
        return RejectionReason.EMPTY
    content_type = kind_of(data)
    if content_type is None:
        return RejectionReason.CONTENT_MISMATCH
    return child.judge(data, content_type, caps)


_API_FUNCTIONS = sorted({function for _, _, function in routes()})
_stopped: list[datetime] = []


def standing() -> datetime:
    return _stopped[-1] if _stopped else clock()


@contextmanager
def at(instant: datetime | date) -> Iterator[None]:
    """Let the functions' clocks stand at an instant; a date means noon, UTC."""
    if not isinstance(instant, datetime):
        instant = datetime(instant.year, instant.month, instant.day, 12, tzinfo=UTC)
    _stopped.append(instant)
    try:
        for name in _API_FUNCTIONS:
            module_of(name).api.dependency_overrides[clock] = standing
        yield
    finally:
        _stopped.pop()
