"""What each operation may cost: calls to AWS and DynamoDB write units, records under 1 KB.

The functions' own handlers run in the test's process against the deployed system. Presigning is
no call. What the academy has set up is remembered for a minute, so what reads it is asked for
warm. Ids are as long as Cognito makes them, words as long as people write them: from 1 KB on each
write counts twice. What every step costs is tried by
``tests/integration/test_write_units.py``.
"""

import hashlib
import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
import requests
from boto3.dynamodb.types import TypeSerializer
from ulid import ULID

from certfolio.domain import lifecycle
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import (
    Certificate,
    Claim,
    Content,
    Evidence,
    File,
    FileState,
    Owner,
)
from certfolio.domain.files import ContentType
from certfolio.domain.staff import Role
from certfolio.storage import clients
from certfolio.storage.records import item_of
from local.client import Json
from local.stack import ROOT_KEYS, Stack
from tests.e2e.in_process import Meter, function, metered, object_created, request
from tests.e2e.support import (
    PDF,
    ROOT,
    Academy,
    Account,
    LearnerAtWork,
    StaffAtWork,
    declared,
    open_academy,
    records_of,
    root,
)
from tests.support import units
from tests.support.units import size

DATA = PDF.read_bytes()


@dataclass(frozen=True)
class Budget:
    """The most an operation may take."""

    calls: int
    written: float


# The upload and the caller's usage in one transaction, a unit for the index of what waits, and two
# for the condition that nobody is erasing the learner.
ISSUE = Budget(1, 7)
# What the document says is read where it is there already, in one call. Two units each change the
# academy's totals, here and wherever a status changes.
SUBMIT = Budget(3, 12)
LIST = Budget(1, 0)
READ = Budget(2, 0)
# And what the ledger knows of it.
VERIFY = Budget(3, 0)
# One unit goes into the index from which learners are told how long people take, and one, of
# what was approved, into that of what expires; two keep the decision for those on other
# certificates of the issuer.
DECIDE = Budget(2, 12)
# The renewed certificate is read once more, and says who renews it.
RENEW = Budget(SUBMIT.calls + 1, SUBMIT.written + 4)
# The decision, and as much again for the renewed one and for what is announced of it.
SUPERSEDE = Budget(DECIDE.calls + 1, 2 * DECIDE.written + 4)
VIEW = Budget(1, 0)
# The certificate, the learner's name and the manifest; the links to its pages cost nothing.
VIEW_PAGES = Budget(3, 0)
# A certificate that is sent back moves in the index by status, which takes two units.
# The records, the file, its copy, the thumbnail, the manifest and the verdict; and each page.
INSPECT = Budget(8 + 1, 8)
STATEMENT = Budget(2, 0)
# The same, the academy's face, the learner's name and credentials, and the file itself.
TRANSCRIPT = Budget(6, 0)
# What is told, how far it was read, and the titles; administrators have two lists.
NEWS = Budget(3, 0)
# How far it was read, and what is unread then.
READ_NEWS = Budget(3, 1)
# What was chosen, and whether the caller is on the staff, who get other mails.
SEE_MAILS = Budget(2, 0)
# And the choice, if nobody is erasing whose it is.
CHOOSE_MAILS = Budget(SEE_MAILS.calls + 1, 4)
# Whether the learner holds a credential; what is told, and that nobody is erasing the learner; the
# same of what is mailed, and when.
TELL = Budget(3, 11)
# Who gets it, the lease that the academy sets, the certificate before and after, and both writes.
GIVE = Budget(5, 6)
STAFF_LOOK_UP = 1
CHECKLIST = ("Is the name right?", "Is there a seal?")
REAL: Json = {
    "title": "Secure Software Engineering in Practice: Threat Modelling II",
    "issuer": "Chartered Institute of Technology",
    "certificate_number": "CIT-2026-00471183-B",
    "expires_on": "2029-01-15",
}
COMMENT = (
    "The provider's register lists this course with a morning less than you claim, because the"
    " welcome and both breaks do not count here. I have therefore adjusted the credits; please"
    " write if it was otherwise."
)


@pytest.fixture(scope="module")
def academy(stack: Stack) -> Academy:
    academy = open_academy(stack, f"budgets-{uuid.uuid4().hex[:4]}", credit_types=())
    academy.credit_type("cpe", maximum="40")
    academy.credit_type("checked", maximum="40", checklist=list(CHECKLIST))
    return academy


@pytest.fixture(scope="module")
def reviewer(stack: Stack, academy: Academy) -> StaffAtWork:
    account = Account("", str(uuid.uuid4()), {})
    academy.enlist(account.sub, "reviewer")
    return StaffAtWork(stack, academy_id=academy.id, account=account)


@pytest.fixture
def learner(stack: Stack, academy: Academy) -> Iterator[LearnerAtWork]:
    """A learner whose records must stay under 1 KB."""
    learner = LearnerAtWork(
        stack, academy_id=academy.id, account=Account("", str(uuid.uuid4()), {})
    )
    yield learner
    sizes = {item["SK"]["S"]: size(item) for item in records_of(stack, learner)}
    assert max(sizes.values()) < 1024, sizes


def test_issue_an_upload(stack: Stack, learner: LearnerAtWork) -> None:
    with function(stack, "uploads") as uploads, _metered(stack) as meter:
        status, _ = uploads.answer(request(learner, "POST", "/uploads", declared()))
    assert status == 201
    _holds(meter, ISSUE)


@pytest.mark.parametrize("inspected", [True, False], ids=["inspected", "waiting"])
def test_submit(stack: Stack, learner: LearnerAtWork, *, inspected: bool) -> None:
    """With issuer and number, so that it stands in every index that a new one can stand in."""
    # The first claim of a credit type marks it as claimed, once and for all.
    _hand_in(learner)
    upload = _accepted_upload(learner) if inspected else _permit(learner)
    body = learner.submission(upload["id"], **REAL)
    with function(stack, "submission") as submission, _metered(stack) as meter:
        status, _ = submission.answer(request(learner, "POST", "/certificates", body))
    assert status == 201
    _holds(meter, SUBMIT)


@pytest.mark.parametrize("path", ["/certificates", "/statement", "/credit-types"])
def test_list_a_page(stack: Stack, learner: LearnerAtWork, path: str) -> None:
    _hand_in(learner)
    with function(stack, "listing") as listing:
        listing.answer(request(learner, "GET", "/certificates"))
        with _metered(stack) as meter:
            status, page = listing.answer(request(learner, "GET", path))
    assert status == 200
    assert page["items"]
    _holds(meter, LIST)


@pytest.mark.parametrize("query", [{}, {"status": "approved"}, {"learner_id": "nobody"}], ids=str)
def test_list_the_queue(
    stack: Stack, learner: LearnerAtWork, reviewer: StaffAtWork, query: dict[str, str]
) -> None:
    _hand_in(learner)
    path = f"/admin/academies/{reviewer.academy_id}/reviews"
    event = request(reviewer, "GET", path) | {
        "queryStringParameters": query,
        "multiValueQueryStringParameters": {name: [value] for name, value in query.items()},
    }
    with function(stack, "review") as review:
        review.answer(event)
        with _metered(stack) as meter:
            status, _ = review.answer(event)
    assert status == 200
    _holds(meter, LIST, extra=STAFF_LOOK_UP)


def test_read_one_with_its_history(
    stack: Stack, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = _hand_in(learner)
    _decide(reviewer, certificate, {"action": "approve"})
    path = f"/certificates/{certificate['id']}"
    with function(stack, "listing") as listing:
        listing.answer(request(learner, "GET", "/certificates"))
        with _metered(stack) as meter:
            status, read = listing.answer(request(learner, "GET", path))
    assert (status, len(read["events"])) == (200, 2)
    _holds(meter, READ)


def test_verify(stack: Stack, academy: Academy, learner: LearnerAtWork) -> None:
    """Warm: the first in a process also asks for the key, and when the ledger began."""
    certificate = _hand_in(learner)
    event = request(
        academy.administrator, "GET", academy.administrator.of(certificate) + "/verification"
    )
    with function(stack, "review") as review:
        review.answer(event)
        with _metered(stack) as meter:
            status, found = review.answer(event)
    assert (status, found["intact"]) == (200, True)
    # Once for being an administrator, and once for whose portfolio may be seen.
    _holds(meter, VERIFY, extra=2 * STAFF_LOOK_UP)


def test_decide(learner: LearnerAtWork, reviewer: StaffAtWork) -> None:
    certificate = _hand_in(learner)
    meter = _decide(reviewer, certificate, {"action": "approve"})
    _holds(meter, DECIDE, extra=STAFF_LOOK_UP)


def test_renew_and_supersede(stack: Stack, learner: LearnerAtWork, reviewer: StaffAtWork) -> None:
    old = _hand_in(learner)
    _decide(reviewer, old, {"action": "approve"})
    upload = _accepted_upload(learner)
    body = learner.submission(upload["id"], **REAL, renews=old["id"])
    with function(stack, "submission") as submission, _metered(stack) as meter:
        status, new = submission.answer(request(learner, "POST", "/certificates", body))
    assert status == 201
    _holds(meter, RENEW)
    _holds(_decide(reviewer, new, {"action": "approve"}), SUPERSEDE, extra=STAFF_LOOK_UP)
    assert {"superseded", "approved"} == {
        item["status"]["S"] for item in records_of(stack, learner, "CERTIFICATE#")
    }


_VERDICTS: dict[str, Json] = {
    "approve": {
        "action": "approve",
        "comment": COMMENT,
        "awarded": [{"credit_type": "checked", "credits": "6"}],
        "answers": [
            {"credit_type": "checked", "question": question, "yes": True} for question in CHECKLIST
        ],
    },
    "decline": {"action": "decline", "comment": COMMENT, "reason": "duplicate"},
    "request_changes": {"action": "request_changes", "comment": COMMENT, "reason": "incomplete"},
}


@pytest.mark.parametrize("action", _VERDICTS)
def test_decide_with_words(learner: LearnerAtWork, reviewer: StaffAtWork, action: str) -> None:
    certificate = _hand_in(learner, claims=[{"credit_type": "checked", "credits": "8"}])
    meter = _decide(reviewer, certificate, _VERDICTS[action])
    _holds(meter, DECIDE, extra=STAFF_LOOK_UP)


def test_a_statement_of_500_certificates(stack: Stack, reviewer: StaffAtWork) -> None:
    """Cold: nothing is remembered yet. With titles of a line."""
    learner = LearnerAtWork(
        stack, academy_id=reviewer.academy_id, account=Account("", str(uuid.uuid4()), {})
    )
    _fill(learner, 500)
    with function(stack, "listing") as listing, _metered(stack) as meter:
        status, answer = listing.answer(request(learner, "GET", "/statement"))
    assert status == 200
    assert sum(period["line_count"] for period in answer["items"]) == 500
    _holds(meter, STATEMENT)
    with function(stack, "review") as review, _metered(stack) as meter:
        path = f"/admin/academies/{reviewer.academy_id}/learners/{learner.sub}/statement"
        assert review.answer(request(reviewer, "GET", path)) == (200, answer)
    _holds(meter, STATEMENT, extra=STAFF_LOOK_UP)


def test_a_transcript_of_500_certificates(stack: Stack, academy: Academy) -> None:
    """Cold, as PDF."""
    learner = LearnerAtWork(
        stack, academy_id=academy.id, account=Account("", str(uuid.uuid4()), {})
    )
    _fill(learner, 500)
    event = request(learner, "GET", "/transcript") | {
        "queryStringParameters": {"format": "pdf"},
        "multiValueQueryStringParameters": {"format": ["pdf"]},
    }
    with function(stack, "transcripts") as transcripts, _metered(stack) as meter:
        status, answer = transcripts.answer(event)
    assert status == 200
    assert answer["file"]["size"] > 0
    _holds(meter, TRANSCRIPT)


def test_view_a_file(stack: Stack, learner: LearnerAtWork) -> None:
    certificate = _hand_in(learner)
    path = f"/certificates/{certificate['id']}/file"
    with function(stack, "listing") as listing, _metered(stack) as meter:
        status, link = listing.answer(request(learner, "GET", path))
        assert status == 200
        assert requests.get(link["url"], timeout=20).content == DATA
    _holds(meter, VIEW)


def test_view_pages(stack: Stack, learner: LearnerAtWork) -> None:
    certificate = _hand_in(learner)
    path = f"/certificates/{certificate['id']}/pages"
    with function(stack, "listing") as listing, _metered(stack) as meter:
        status, view = listing.answer(request(learner, "GET", path))
        assert status == 200
        assert len(view["pages"]) == 1
    _holds(meter, VIEW_PAGES)


@pytest.mark.parametrize("thumbnails", ["true", "false"])
def test_thumbnails_cost_a_list_no_call(
    stack: Stack, learner: LearnerAtWork, thumbnails: str
) -> None:
    _hand_in(learner)
    event = request(learner, "GET", "/certificates") | {
        "queryStringParameters": {"thumbnails": thumbnails},
        "multiValueQueryStringParameters": {"thumbnails": [thumbnails]},
    }
    with function(stack, "listing") as listing:
        listing.answer(event)
        with _metered(stack) as meter:
            status, page = listing.answer(event)
    assert status == 200
    assert bool(page["items"][0]["thumbnail"]) is (thumbnails == "true")
    _holds(meter, LIST)


@pytest.mark.parametrize("submitted", [True, False], ids=["submitted", "not submitted"])
@pytest.mark.parametrize("sound", [True, False], ids=["accepted", "rejected"])
def test_inspect(stack: Stack, learner: LearnerAtWork, *, submitted: bool, sound: bool) -> None:
    permit = _permit(learner)
    if submitted:
        _submit(learner, permit["id"])
    key = "/".join([learner.academy_id, learner.sub, permit["certificate_id"], permit["id"]])
    # In a bucket that starts no inspection of its own and that no role knows.
    with _bucket_aside(stack) as bucket:
        put = root(stack, "s3").put_object(
            Bucket=bucket, Key=key, Body=DATA if sound else DATA[:-1]
        )
        account = {name.upper(): value for name, value in ROOT_KEYS.items()}
        with (
            function(
                stack, "inspection", INCOMING_BUCKET=bucket, AWS_SESSION_TOKEN="", **account
            ) as inspection,
            _metered(stack) as meter,
        ):
            inspection(object_created(key, put["ETag"].strip('"')))
    inspected = _upload(learner, permit["id"])["file"]["state"]
    assert inspected == ("accepted" if sound else "rejected")
    _holds(meter, INSPECT)


@contextmanager
def _metered(stack: Stack) -> Iterator[Meter]:
    """Count calls, and write units by the sizes of the items where that makes more of them."""
    by_size = units.metered(clients.dynamodb(), root(stack, "dynamodb"))
    with metered() as meter, by_size as sized:
        yield meter
    meter.written = max(meter.written, sized.written)


def _holds(meter: Meter, budget: Budget, *, extra: int = 0) -> None:
    assert 0 < len(meter.calls) <= budget.calls + extra, meter.calls
    assert meter.written <= budget.written, meter
    # A write that reports nothing was not measured.
    assert bool(meter.written) == bool(budget.written)


def _permit(learner: LearnerAtWork) -> Json:
    with function(learner.stack, "uploads") as uploads:
        return uploads.answer(request(learner, "POST", "/uploads", declared()))[1]


def _upload(learner: LearnerAtWork, upload_id: str) -> Json:
    with function(learner.stack, "uploads") as uploads:
        return uploads.answer(request(learner, "GET", f"/uploads/{upload_id}"))[1]


def _accepted_upload(learner: LearnerAtWork) -> Json:
    permit = _permit(learner)
    requests.put(permit["url"], data=DATA, headers=permit["headers"], timeout=20).raise_for_status()
    deadline = time.monotonic() + 20
    while _upload(learner, permit["id"])["file"]["state"] == "waiting":
        assert time.monotonic() < deadline
    return permit


def _submit(learner: LearnerAtWork, upload_id: str, **changes: Any) -> Json:
    body = learner.submission(upload_id, **{**REAL, **changes})
    event = request(learner, "POST", "/certificates", body)
    with function(learner.stack, "submission") as submission:
        return submission.answer(event)[1]


def _hand_in(learner: LearnerAtWork, **changes: Any) -> Json:
    return _submit(learner, _accepted_upload(learner)["id"], **changes)


def _decide(reviewer: StaffAtWork, certificate: Json, body: Json) -> Meter:
    path = reviewer.of(certificate) + "/decisions"
    event = request(reviewer, "POST", path, body, version=certificate["version"])
    queue = request(reviewer, "GET", f"/admin/academies/{reviewer.academy_id}/reviews")
    with function(reviewer.stack, "review") as review:
        review.answer(queue)
        with _metered(reviewer.stack) as meter:
            status, answer = review.answer(event)
    assert status == 200, answer
    return meter


def _fill(learner: LearnerAtWork, number: int) -> None:
    """Put approved certificates into a portfolio, as the domain makes them."""
    by = By(Actor(kind=ActorKind.STAFF, id=str(uuid.uuid4()), name="Reviewer"), Role.REVIEWER)
    owner = Owner(academy_id=learner.academy_id, learner_id=learner.sub)
    certificates = [_approved(owner, by, position) for position in range(number)]
    items = [
        {name: TypeSerializer().serialize(value) for name, value in item_of(made).items()}
        for made in certificates
    ]
    dynamodb, table = root(learner.stack, "dynamodb"), learner.stack.table
    for first in range(0, number, _BATCH):
        puts = [{"PutRequest": {"Item": item}} for item in items[first : first + _BATCH]]
        answer = dynamodb.batch_write_item(RequestItems={table: puts})
        assert not answer["UnprocessedItems"]
    # What DynamoDB reads in one call, whatever the local AWS does.
    assert sum(map(size, items)) < 1024 * 1024


_BATCH = 25
"""Items that BatchWriteItem takes."""


def _approved(owner: Owner, by: By, position: int) -> Certificate:
    now = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=position)
    certificate_id, upload_id = str(ULID.from_datetime(now)), str(ULID.from_datetime(now))
    file = File(
        upload_id=upload_id,
        name="certificate.pdf",
        content_type=ContentType.PDF,
        size=len(DATA),
        sha256=hashlib.sha256(DATA).hexdigest(),
        state=FileState.ACCEPTED,
        evidence=Evidence(
            key=f"{owner.academy_id}/{owner.learner_id}/{certificate_id}/{upload_id}",
            version_id="v" * 32,
        ),
    )
    content = Content(
        title=f"Secure Coding in Practice, Evening {position}",
        issuer="Open Courses",
        certificate_number=f"A-{position}",
        earned_on=now.date(),
        claims=(Claim(credit_type="cpe", claimed=Decimal(8)),),
    )
    change = lifecycle.submit(owner, certificate_id, content, file, by=by, now=now, request="")
    return lifecycle.approve_as_entered(change.after, by=by, now=now).after


@contextmanager
def _bucket_aside(stack: Stack) -> Iterator[str]:
    s3, bucket = root(stack, "s3"), f"aside-{uuid.uuid4().hex}"
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": stack.region})
    try:
        yield bucket
    finally:
        for item in s3.list_objects_v2(Bucket=bucket).get("Contents", ()):
            s3.delete_object(Bucket=bucket, Key=item["Key"])
        s3.delete_bucket(Bucket=bucket)


def test_tell_and_read_news(
    stack: Stack, learner: LearnerAtWork, academy: Academy, reviewer: StaffAtWork
) -> None:
    certificate = _hand_in(learner)
    _decide(reviewer, certificate, {"action": "approve"})
    message = _announced(stack, learner, certificate["id"])
    with function(stack, "telling") as telling, _metered(stack) as meter:
        assert telling({"Records": [message]}) == {"batchItemFailures": []}
    _holds(meter, TELL)
    of_staff = f"/admin/academies/{academy.id}/news"
    readers: list[tuple[LearnerAtWork | StaffAtWork, str, int]] = [
        (learner, "/news", 0),
        (reviewer, of_staff, STAFF_LOOK_UP),
        (academy.administrator, of_staff, STAFF_LOOK_UP + 1),
    ]
    with function(stack, "news") as news:
        for who, path, extra in readers:
            with _metered(stack) as meter:
                status, page = news.answer(request(who, "GET", path))
            assert status == 200
            _holds(meter, NEWS, extra=extra)
            mark = {"mark": page["mark"] or 1}
            with _metered(stack) as meter:
                status, _ = news.answer(request(who, "POST", f"{path}/read", mark))
            assert status == 200
            _holds(meter, READ_NEWS, extra=extra)


def test_see_and_choose_mails(stack: Stack, learner: LearnerAtWork) -> None:
    with function(stack, "news") as news:
        with _metered(stack) as meter:
            status, seen = news.answer(request(learner, "GET", "/mail-preferences"))
        assert (status, seen["version"]) == (200, 0)
        _holds(meter, SEE_MAILS)
        wish = {"off": ["decision"]}
        with _metered(stack) as meter:
            status, chosen = news.answer(request(learner, "PUT", "/mail-preferences", wish, 0))
        assert (status, chosen["version"]) == (200, 1)
        _holds(meter, CHOOSE_MAILS)


def _announced(stack: Stack, learner: LearnerAtWork, certificate_id: str) -> Json:
    """A message of the queue with the approval of a certificate, under an id of its own."""
    facts = {
        "academy_id": learner.academy_id,
        "learner_id": learner.sub,
        "certificate_id": certificate_id,
        "version": 2,
        "at": "2026-03-02T10:30:00Z",
        "actor_kind": "staff",
        "status": "approved",
        "from_status": "pending",
        "credit_types": ["cpe"],
    }
    kind = "CertificateApproved"
    detail = {
        "id": str(uuid.uuid4()),
        "type": kind,
        "subject": certificate_id,
        "time": facts["at"],
        "dataschema": f"urn:certfolio:events:{kind}:1",
        "data": facts,
    }
    return {"messageId": stack.region, "body": json.dumps({"detail": detail})}


def test_give_a_certificate(
    stack: Stack, learner: LearnerAtWork, academy: Academy, reviewer: StaffAtWork
) -> None:
    certificate = _hand_in(learner)
    path = reviewer.of(certificate) + "/assignment"
    event = request(academy.administrator, "PUT", path, {"principal": reviewer.principal})
    queue = request(academy.administrator, "GET", f"/admin/academies/{academy.id}/reviews")
    with function(stack, "review") as review:
        review.answer(queue)
        with _metered(stack) as meter:
            status, _ = review.answer(event)
    assert status == 200
    _holds(meter, GIVE, extra=STAFF_LOOK_UP)


def test_announce_ten_records(stack: Stack) -> None:
    """In one call, and nothing is read: what they announce is in the stream."""
    event = json.loads((ROOT / "events" / "dynamodb_stream.json").read_text())
    [record] = event["Records"]
    event["Records"] = [_of_certificate(record, str(ULID())) for _ in range(10)]
    with function(stack, "announcements") as announcements:
        meter = Meter()
        for client in (clients.dynamodb(), clients.eventbridge(), clients.sqs()):
            meter.watch(client)
        assert announcements(event) == {"batchItemFailures": []}
    assert meter.calls == ["eventbridge.PutEvents"]


def _of_certificate(record: Json, certificate_id: str) -> Json:
    said: Json = json.loads(
        json.dumps(record).replace("01JD8Z6V9Q3T5W7X9Y1Z3A5C7E", certificate_id)
    )
    return said
