"""Each permission of each function's role is needed: without it something breaks.

Every action on every resource of every data statement in the template is taken out of the
deployed role, one at a time, and the function's probe must fail. The statements for telemetry are
left out: the local AWS does not ask logs and X-Ray for permission.
"""

import json
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Self

import pytest
import requests
from botocore.exceptions import ClientError
from ulid import ULID

from certfolio import composition
from certfolio.domain.actions import Action, Actor, ActorKind, Status
from certfolio.domain.certificates import Owner
from certfolio.domain.exports import Export
from certfolio.domain.history import GENESIS, Event
from certfolio.domain.mails import MailKind
from certfolio.domain.reconciliation import Found
from certfolio.storage import clients
from certfolio.storage.files import EvidenceFiles
from certfolio.storage.keys import digesting, reminding, retaining
from certfolio.storage.parted import PartedUploads
from local.client import Caller, Json
from local.stack import Stack
from tests.e2e.in_process import function, object_created, post_authentication
from tests.e2e.rounds import erased, exported, mailed, put_unheard, reconciled, retained
from tests.e2e.support import (
    PDF,
    PNG,
    ROOT,
    Academy,
    LearnerAtWork,
    declared,
    link,
    mails_to,
    open_academy,
    records_of,
    resources,
    root,
    said_in,
    second_factor_of,
    tampered,
    template,
    told,
)

DATA = PDF.read_bytes()


@dataclass(frozen=True)
class Permission:
    """One action on one resource of one statement of a policy of a function's role."""

    role: str
    policy: str
    statement: int
    action: str
    resource: int

    def __str__(self) -> str:
        return f"{self.role} {self.policy} {self.statement} {self.action} {self.resource}"


def _permissions() -> Iterator[Permission]:
    for function_resource in template()["Resources"].values():
        if function_resource["Type"] != "AWS::Serverless::Function":
            continue
        role = function_resource["Properties"]["Role"]["value"].partition(".")[0]
        for policy, document in _policies(role).items():
            for position, statement in enumerate(document["Statement"]):
                assert isinstance(statement["Action"], list)
                assert "*" not in "".join(statement["Action"])
                for action in statement["Action"]:
                    for resource in range(len(_list(statement["Resource"]))):
                        yield Permission(role, policy, position, action, resource)


def _policies(role: str) -> dict[str, Json]:
    """What lets a role at data: in itself, and in policies that the template puts on it."""
    found = {
        policy["PolicyName"]: policy["PolicyDocument"]
        for policy in template()["Resources"][role]["Properties"]["Policies"]
    }
    assert found.keys() == {"work", "telemetry"}
    del found["telemetry"]
    for described in template()["Resources"].values():
        properties = described.get("Properties", {})
        if (
            described["Type"] == "AWS::IAM::Policy"
            and {"Fn": "Ref", "value": role} in properties["Roles"]
        ):
            found[properties["PolicyName"]] = properties["PolicyDocument"]
    return found


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _names(permission: Permission) -> set[tuple[str | int, ...]]:
    """How a permission is told: on all resources of its statement, or on one of them."""
    role, action = permission.role, permission.action
    return {(role, action), (role, action, permission.resource)}


PERMISSIONS = list(_permissions())
NOT_ASKED_FOR_HERE: set[tuple[str | int, ...]] = {
    # On AWS the function's role sends to its dead-letter queue; the local AWS does so itself.
    ("InspectionRole", "sqs:SendMessage"),
    # On AWS a missing object is a 404 to who may list the bucket and a 403 to others (Amazon S3
    # API Reference, GetObject); to the local AWS it is a 404 for everybody.
    ("InspectionRole", "s3:ListBucket"),
    ("ReconciliationRole", "sqs:SendMessage"),
    ("RemindersRole", "sqs:SendMessage"),
    # It reads the stream and sends to the queue itself.
    ("LedgerRole", "dynamodb:DescribeStream"),
    ("LedgerRole", "dynamodb:GetRecords"),
    ("LedgerRole", "dynamodb:GetShardIterator"),
    ("LedgerRole", "dynamodb:ListStreams"),
    ("LedgerRole", "sqs:SendMessage"),
    ("RightsRole", "sqs:SendMessage"),
    ("TranscriptsRole", "sqs:SendMessage"),
    # Lambda reads the queue with the function's role; the local AWS does so itself.
    ("TellingRole", "sqs:DeleteMessage"),
    ("TellingRole", "sqs:GetQueueAttributes"),
    ("TellingRole", "sqs:ReceiveMessage"),
    ("MailEventsRole", "sqs:DeleteMessage"),
    ("MailEventsRole", "sqs:GetQueueAttributes"),
    ("MailEventsRole", "sqs:ReceiveMessage"),
    ("MailRole", "sqs:SendMessage"),
    # Of the evidence bucket; the incoming one is really listed.
    ("ReconciliationRole", "s3:ListBucket", 1),
    # Lambda reads the stream with the function's role; the local AWS does so itself.
    ("AnnouncementsRole", "dynamodb:DescribeStream"),
    ("AnnouncementsRole", "dynamodb:GetRecords"),
    ("AnnouncementsRole", "dynamodb:GetShardIterator"),
    ("AnnouncementsRole", "dynamodb:ListStreams"),
}
"""Needed on AWS, but the local AWS does not ask for it."""


@contextmanager
def _without(stack: Stack, permission: Permission) -> Iterator[None]:
    iam, name = root(stack, "iam"), resources(stack)[permission.role]
    policy = permission.policy
    whole = iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]
    statements = list(whole["Statement"])
    statement = statements.pop(permission.statement)
    others = [action for action in statement["Action"] if action != permission.action]
    elsewhere = list(_list(statement["Resource"]))
    del elsewhere[permission.resource]
    left = [
        {**statement, "Action": others},
        {**statement, "Action": [permission.action], "Resource": elsewhere},
    ]
    statements += [part for part in left if part["Action"] and part["Resource"]]
    less = {**whole, "Statement": statements}
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(less))
    else:
        iam.delete_role_policy(RoleName=name, PolicyName=policy)
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=name, PolicyName=policy, PolicyDocument=json.dumps(whole))


# --- Probes: all that a function does ---------------------------------------------------------


_SECONDS = 60


class Broken(Exception):
    """The function did not do its work."""


@dataclass(frozen=True)
class Probe:
    """What the probes work with.

    Attributes
    ----------
    bare
        An academy without credit types.
    newcomer
        A learner of that academy.
    decided, pending
        Certificates of the learner: one that the probes decide on, and one that they do not.
    undrawn, redrawn
        Certificates whose file was accepted before files were drawn: one that stays so, and one
        that is drawn again and again.
    """

    stack: Stack
    academy: Academy
    bare: Academy
    learner: LearnerAtWork
    newcomer: LearnerAtWork
    decided: Json
    pending: Json
    undrawn: Json
    redrawn: Json

    def upload(self, certificate_id: str | None = None, *, file: Path = PDF) -> Json:
        """Permission to put a file that is not put."""
        body = declared(file)
        if certificate_id is not None:
            body["certificate_id"] = certificate_id
        return self.learner.call("POST", "/uploads", body)

    def uploads(self) -> None:
        permit = self.upload()
        self.learner.call("GET", f"/uploads/{permit['id']}")
        _must(requests.put(permit["url"], data=DATA, headers=permit["headers"], timeout=20), 200)

        # What is looked at is in the certificate that took the file.
        for whose in (self.learner, self.academy.administrator):
            upload_id = self.decided["file"]["upload_id"]
            staff = "" if whose is self.learner else _of(self.learner)
            _seen(whose.call("GET", f"{staff}/uploads/{upload_id}/pages"))

        # Begun anew, it has to read whose labels it looks for.
        with told(self.stack, ["uploads"], BEGUN_ANEW="yes"):
            _seen(self.learner.call("GET", f"/uploads/{self.decided['file']['upload_id']}/pages"))

    def submission(self) -> None:
        upload = self.upload()
        first = self.learner.call("POST", "/certificates", self.learner.submission(upload["id"]))
        other = self.upload(first["id"], file=PNG)
        path = f"/certificates/{first['id']}"
        self.learner.call("PUT", path, self.learner.submission(other["id"]), version=1)
        self.learner.call("DELETE", path, version=2)
        read = self.learner.submission(self.decided["file"]["upload_id"])
        self.learner.call("POST", "/certificates/forecast", read)
        body = self.newcomer.submission("01ARZ3NDEKTSV4RRFFQ69G5FAV")
        _must(self.newcomer.request("POST", "/certificates", body), 409)

    def listing(self) -> None:
        path = f"/certificates/{self.decided['id']}"
        outlook = f"/certificates/{self.pending['id']}/outlook"
        for route in ("/credit-types", "/certificates", "/statement", path, outlook):
            self.learner.call("GET", route)
        self.learner.call("GET", "/certificates/totals")
        self.learner.call("GET", "/statement/lines", credit_type="cpe", period="2026")
        _must(requests.get(self.learner.call("GET", path + "/file")["url"], timeout=20), 200)
        _seen(self.learner.call("GET", path + "/pages"))
        undrawn = f"/certificates/{self.undrawn['id']}/pages"
        _must(self.learner.request("GET", undrawn), 409)

    def transcripts(self) -> None:
        """One as PDF and one as CSV, and both kinds with files, each fetched by its link."""
        path = f"/admin/academies/{self.academy.id}/learners/{self.learner.sub}/transcript"
        for made in (
            self.learner.call("GET", "/transcript", format="pdf"),
            self.academy.administrator.call("GET", path, format="csv"),
        ):
            _must(requests.get(made["file"]["url"], timeout=20), 200)
        for form in ("pdf", "zip"):
            pack = self.learner.call("POST", "/transcripts", {"form": form})
            named = {"academy_id": self.academy.id, "learner_id": self.learner.sub}
            # Beside Lambda's own run, in the test's process, where it is known when it has ended.
            with (
                function(self.stack, "transcripts") as transcripts,
                pytest.MonkeyPatch.context() as patch,
            ):
                patch.setattr("functions.transcripts.handler._LAST_STEP", 0)
                try:
                    transcripts({"pack": {**named, "id": pack["id"]}})
                except ClientError as refused:
                    raise Broken(str(refused)) from None
            made = self._made(pack)
            _must(requests.get(made["file"]["url"], timeout=20), 200)

    def _made(self, pack: Json) -> Json:
        """A pack once it is done with, as Lambda's own run may have been the first."""
        deadline = time.monotonic() + _SECONDS
        while True:
            made = self.learner.call("GET", f"/transcripts/{pack['id']}")
            if made["state"] == "ready":
                return made
            if made["state"] == "failed" or time.monotonic() > deadline:
                raise Broken(f"the pack is {made['state']}")
            time.sleep(0.5)

    def review(self) -> None:
        staff = self.academy.administrator
        staff.admin("GET", "/reviews")
        path = staff.of(self.decided)
        for route in ("", "/duplicates", "/verification"):
            staff.call("GET", path + route)
        staff.admin("GET", f"/learners/{self.learner.sub}/certificates")
        staff.admin("GET", f"/learners/{self.learner.sub}/statement")
        period = {"credit_type": "cpe", "period": "2026"}
        staff.admin("GET", f"/learners/{self.learner.sub}/certificates/totals")
        staff.admin("GET", f"/learners/{self.learner.sub}/statement/lines", **period)
        _must(requests.get(staff.call("GET", path + "/file")["url"], timeout=20), 200)
        _seen(staff.call("GET", path + "/pages"))
        _must(staff.request("GET", staff.of(self.undrawn) + "/pages"), 409)
        staff.call("PUT", staff.of(self.pending) + "/assignment", {})
        staff.call("DELETE", staff.of(self.pending) + "/assignment")
        now = self.learner.read(self.decided)
        action = "reopen" if now["status"] == "approved" else "approve"
        _must(staff.decide(now, action, "Again."), 200)

        self._verified_anew()

    def _verified_anew(self) -> None:
        """In the test's process, which remembers neither the ledger's key nor its beginning."""
        owner = Owner(academy_id=self.academy.id, learner_id=self.learner.sub)
        with function(self.stack, "review"):
            try:
                composition.verifications().of(owner, self.decided["id"], datetime.now(UTC))
            except ClientError as refused:
                raise Broken(str(refused)) from None

    def ledger(self) -> None:
        """An event that it does not know, in a process that remembers nothing."""
        owner = Owner(academy_id=self.academy.id, learner_id=self.learner.sub)
        event = Event(
            **owner.model_dump(),
            certificate_id=str(ULID()),
            version=1,
            at=datetime.now(UTC),
            actor=Actor(kind=ActorKind.LEARNER, id=self.learner.sub),
            action=Action.SUBMIT,
            to_status=Status.PENDING,
            request="probe",
            previous_hash=GENESIS,
        ).sealed()
        with function(self.stack, "ledger"):
            try:
                composition.ledger().enter([event], datetime.now(UTC))
            except ClientError as refused:
                raise Broken(str(refused)) from None

    def entry(self) -> None:
        """For one with a file, which an edit drops, for many without, and where nothing can be."""
        staff = self.academy.administrator
        upload = staff.put_for_others(f"/learners/{self.learner.sub}/uploads", PDF)
        body = self.learner.submission(upload["id"])
        path = f"/learners/{self.learner.sub}/certificates"
        one = staff.admin("POST", path, body)
        body = self.learner.submission(None, claims=[{"credit_type": "attendance", "credits": "1"}])
        edit = {name: said for name, said in body.items() if name != "id"}
        staff.admin("PUT", f"{path}/{one['id']}", edit, version=one["version"])
        entered = staff.admin("POST", "/certificates", {**body, "learner_ids": [self.learner.sub]})
        if [item["status"] for item in entered["items"]] != [200]:
            raise Broken(entered)
        administrator = self.bare.administrator
        path = f"/admin/academies/{self.bare.id}/learners/{self.newcomer.sub}/certificates"
        _must(administrator.request("POST", path, body), 409)

    def directory(self) -> None:
        """A learner is invited, twice, is found and gets another name."""
        staff = self.academy.administrator
        body = {"name": "Somebody New", "mail": f"{uuid.uuid4().hex}@demo.example"}
        added = staff.admin("POST", "/learners", body)
        staff.admin("POST", "/learners", body)
        found = staff.admin("GET", "/learners", search=body["mail"])
        assert [entry["learner_id"] for entry in found["items"]] == [added["learner_id"]]
        path = f"/learners/{added['learner_id']}"
        staff.admin("GET", path)
        staff.admin("PUT", path, {"name": "Other Name"}, version=added["version"])
        with told(self.stack, ["directory"], STAFF_MFA="on"):
            staff.second_factor()

    def face(self) -> None:
        """Somebody who has not signed in looks at an academy."""
        Caller(self.stack).call("GET", f"/academies/{self.academy.id}")

    def sign_in(self) -> None:
        """A member of staff signs in for the first time, and again under another name.

        The local AWS does not call what the user pool names for it.
        """
        member = self.academy.staff("reviewer")
        member.enrol()
        sub = member.principal
        for name in ("Somebody New", "Other Name"):
            event = post_authentication(self.academy.id, sub, name)
            event["userPoolId"] = self.stack.user_pool_id
            answer = root(self.stack, "lambda").invoke(
                FunctionName=resources(self.stack)["SignInFunction"],
                Qualifier="live",
                Payload=json.dumps(event),
            )
            said = json.loads(answer["Payload"].read())
            if "FunctionError" in answer:
                raise Broken(said)
            assert said == event
            found = self.academy.administrator.admin("GET", f"/learners/{sub}")
            assert found["name"] == name
        # Who signs in is not kept out where this fails, so that only the record tells.
        if not second_factor_of(member):
            raise Broken("AccessDenied, or why else was the account not read?")

    def academy_(self) -> None:
        staff, somebody = self.academy.administrator, f"probe-{uuid.uuid4().hex}"
        for path in ("/settings", "/credit-types", "/credit-types/cpe", "/staff", "/changes"):
            staff.admin("GET", path)
        self.academy.enlist(somebody, "administrator")
        staff.call("PUT", staff.of(self.pending) + "/assignment", {"principal": somebody})
        staff.admin("DELETE", f"/staff/{somebody}", version=1)
        if staff.call("GET", staff.of(self.pending))["assignment"] is not None:
            raise Broken("it was not given back")
        invited = staff.admin("POST", "/staff", _invitation())
        staff.admin("DELETE", f"/staff/{invited['principal']}", version=1)
        self._invitation_undone()

    def _invitation_undone(self) -> None:
        """An account is made, and there is no group to put it into."""
        body, path = _invitation(), f"/admin/academies/{self.academy.id}/staff"
        with told(self.stack, ["academy"], STAFF_GROUP="of-nobody"):
            _must(self.academy.administrator.request("POST", path, body), 500)
        cognito = root(self.stack, "cognito-idp")
        pool = self.stack.user_pool_id
        try:
            cognito.admin_get_user(UserPoolId=pool, Username=body["mail"])
        except cognito.exceptions.UserNotFoundException:
            return
        raise Broken("AccessDenied, or why else was the account not removed?")

    def inspection(self) -> None:
        """A file before its submission, one after it, one gone, one tried before, one in a race."""
        self._inspected(self.upload())
        submitted = self.upload()
        self.learner.call("POST", "/certificates", self.learner.submission(submitted["id"]))
        self._inspected(submitted)
        self._inspect(self.upload(), etag="0" * 32)
        tried = self.upload()
        root(self.stack, "s3").put_object(
            Bucket=self.stack.evidence_bucket, Key=self._key(tried), Body=DATA
        )
        self._inspected(tried)
        self._overtaken()
        _undraw(self.learner, self.redrawn)
        self._invoke({"draw": [f"{self._place(self.redrawn)}/{self.redrawn['file']['upload_id']}"]})
        _seen(self.learner.call("GET", f"/certificates/{self.redrawn['id']}/pages"))

    def _key(self, upload: Json) -> str:
        return f"{self._place({'id': upload['certificate_id']})}/{upload['id']}"

    def _place(self, certificate: Json) -> str:
        return f"{self.learner.academy_id}/{self.learner.sub}/{certificate['id']}"

    def _inspected(self, upload: Json) -> None:
        answer = requests.put(upload["url"], data=DATA, headers=upload["headers"], timeout=20)
        _must(answer, 200)
        self._inspect(upload, answer.headers["ETag"].strip('"'))
        file = self.learner.call("GET", f"/uploads/{upload['id']}")["file"]
        if file["state"] != "accepted":
            raise Broken(file)

    def _inspect(self, upload: Json, etag: str) -> None:
        """Have the event delivered now; S3's own is one more and changes nothing."""
        # Without a place among S3's own events, of which it may come before or after.
        self._invoke(object_created(self._key(upload), etag, sequencer=""))

    def _invoke(self, event: Json) -> None:
        answer = root(self.stack, "lambda").invoke(
            FunctionName=resources(self.stack)["InspectionFunction"],
            Qualifier="live",
            Payload=json.dumps(event),
        )
        if "FunctionError" in answer:
            raise Broken(answer["Payload"].read())

    def _overtaken(self) -> None:
        """The certificate is withdrawn between inspection's reading and its writing.

        In the test's process, where that moment can be met, with the role's own credentials.
        """
        upload = self.upload()
        certificate = self.learner.call(
            "POST", "/certificates", self.learner.submission(upload["id"])
        )
        path = f"/certificates/{certificate['id']}"
        with function(self.stack, "inspection") as inspection:
            kept = EvidenceFiles.keep

            def keep(*arguments: Any) -> Any:
                self.learner.call("DELETE", path, version=1)
                return kept(*arguments)

            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(EvidenceFiles, "keep", keep)
                # What arrived, without S3's own event coming first.
                patch.setattr(clients.s3(), "get_object", _body_of_the_file)
                try:
                    inspection(object_created(self._key(upload), "unused"))
                except* ClientError as refused:
                    raise Broken(str(refused.exceptions[0])) from None
        if self.learner.call("GET", path)["version"] != 3:
            raise Broken(path)

    def reconciliation(self) -> None:
        """A file whose event was lost, one that never came, one that was replaced, all looked over.

        In the test's process, where it can be a month from now, with the role's own credentials.
        """
        unheard, lost = self.upload(), self.upload()
        self.learner.call("POST", "/certificates", self.learner.submission(lost["id"]))
        put_unheard(self.stack, unheard)
        certificate = self.learner.hand_in()
        other = self.learner.accepted_upload(PNG, certificate["id"])
        body = self.learner.submission(other["id"])
        self.learner.call("PUT", f"/certificates/{certificate['id']}", body, version=1)
        try:
            found = dict(reconciled(self.stack, self.academy, timedelta(days=40)))
        except* ClientError as refused:
            raise Broken(str(refused.exceptions[0])) from None
        if not {Found.LOST, Found.REMOVED} <= found.keys():
            raise Broken(found)

    def _holds(self) -> None:
        """The learner says anew that they hold a credential, whose cycles hang on the day hired."""
        rules = {
            "begins_on": "2000-01-01",
            "cycle": {"anchor": {"kind": "hiring_date"}, "months": 12},
            "requires": [{"kind": "at_least", "id": "total", "name": "Total", "credits": "10"}],
        }
        programme = {
            "id": "hired",
            "name": "Hired",
            "source": "The academy",
            "read_on": "2026-01-01",
            "versions": [rules],
        }
        body = {"programme": programme, "state": "in_force"}
        # Put again as it is, it stays as it is.
        self.academy.administrator.admin("PUT", "/programmes/hired", body)
        for held in self.learner.call("GET", "/holdings")["items"]:
            self.learner.call("DELETE", f"/holdings/{held['id']}", version=held["version"])
        self.learner.call("POST", "/holdings", {"id": str(ULID()), "programme": "hired"})

    def holdings(self) -> None:
        """A credential is entered with a file, looked at, and taken away again."""
        self._holds()
        [held] = self.learner.call("GET", "/holdings")["items"]
        path = f"/holdings/{held['id']}"
        upload = self.learner.accepted_upload(certificate_id=held["id"])
        body = {"upload_id": upload["id"]}
        self.learner.call("PUT", path, body, version=held["version"])
        _must(requests.get(self.learner.call("GET", path + "/file")["url"], timeout=20), 200)
        _seen(self.learner.call("GET", path + "/pages"))
        for held in self.learner.call("GET", "/holdings")["items"]:
            self.learner.call("DELETE", f"/holdings/{held['id']}", version=held["version"])

    def programmes(self) -> None:
        """A pack is taken over by an id of its own, and it is looked at who holds a credential."""
        self._holds()
        staff = self.academy.administrator
        own = f"probe-{uuid.uuid4().hex[:12]}"
        staff.admin("POST", "/programmes", {"pack": "pmi-pmp", "id": own})
        staff.admin("GET", "/programmes/hired/holders")

    def reminders(self) -> None:
        """The schedule runs, has done nothing for the academy today, and a holding is looked at."""
        self._holds()
        key = {name: {"S": str(value)} for name, value in reminding(self.academy.id).items()}
        root(self.stack, "dynamodb").delete_item(TableName=self.stack.table, Key=key)
        answer = root(self.stack, "lambda").invoke(
            FunctionName=resources(self.stack)["RemindersFunction"],
            Qualifier="live",
            Payload=(ROOT / "events" / "schedule.json").read_text(),
        )
        if "FunctionError" in answer:
            raise Broken(json.loads(answer["Payload"].read()))

    def announcements(self) -> None:
        """A record that is announced, and one that cannot be read and is put aside."""
        event = json.loads((ROOT / "events" / "dynamodb_stream.json").read_text())
        [record] = event["Records"]
        change = record["dynamodb"]
        unreadable = {**change, "NewImage": change["Keys"]}
        event["Records"].append({**record, "dynamodb": unreadable})
        answer = root(self.stack, "lambda").invoke(
            FunctionName=resources(self.stack)["AnnouncementsFunction"],
            Qualifier="live",
            Payload=json.dumps(event),
        )
        said = json.loads(answer["Payload"].read())
        if said != {"batchItemFailures": []}:
            raise Broken(said)

    def telling(self) -> None:
        """An announcement becomes news, and waits to be mailed; so does a dispute."""
        event = json.loads((ROOT / "events" / "sqs.json").read_text())
        [record] = event["Records"]
        detail = json.loads(record["body"])
        said = detail["detail"]
        self._holds()
        approved = self.learner.hand_in()
        self.academy.staff("reviewer").decide(approved, "approve")
        facts = said["data"] | {
            "academy_id": self.academy.id,
            "learner_id": self.learner.sub,
            "certificate_id": approved["id"],
            "at": datetime.now(UTC).isoformat(),
        }
        for kind, status in (
            ("CertificateApproved", "approved"),
            ("CertificateDisputed", "pending"),
        ):
            announced = said | {
                "id": f"{ULID()}.2",
                "type": kind,
                "data": facts | {"status": status},
            }
            body = json.dumps(detail | {"detail": announced})
            event["Records"].append({**record, "body": body})
        answer = root(self.stack, "lambda").invoke(
            FunctionName=resources(self.stack)["TellingFunction"],
            Qualifier="live",
            Payload=json.dumps(event),
        )
        said = json.loads(answer["Payload"].read())
        if said != {"batchItemFailures": []}:
            raise Broken("not told")

    def mail(self) -> None:
        """What waits is mailed, and the digest is put into mailboxes."""
        academy = self.academy
        key = {name: {"S": str(value)} for name, value in digesting(academy.id).items()}
        root(self.stack, "dynamodb").delete_item(TableName=self.stack.table, Key=key)
        self.learner.hand_in()
        certificate = self.learner.hand_in()
        academy.staff("reviewer").decide(certificate, "approve")
        self._waits_to_be_mailed()
        before = len(mails_to(self.stack, self.learner.account.email))
        try:
            mailed(self.stack, academy, "digest", "send")
        except ClientError as refused:
            raise Broken(str(refused)) from None
        if len(mails_to(self.stack, self.learner.account.email)) == before:
            raise Broken("not mailed")
        if not mails_to(self.stack, academy.administrator.account.email):
            raise Broken("not mailed: the digest")

    def _waits_to_be_mailed(self) -> None:
        deadline = time.monotonic() + 30
        while not any(
            item["waiting"]["L"] for item in records_of(self.stack, self.learner, "MAILBOX#")
        ):
            if time.monotonic() > deadline:
                raise TimeoutError("nothing waits")
            time.sleep(0.2)

    def mail_events(self) -> None:
        """SES tells of a mail and of an address that takes none."""
        tags = {
            "letter": [str(ULID())],
            "academy": [self.academy.id],
            "person": [self.learner.sub],
            "kind": ["decision"],
        }
        recipients = [{"emailAddress": "nobody@demo.example"}]
        bounce = {"bounceType": "Permanent", "bouncedRecipients": recipients}
        for happened in ("Send", "Bounce"):
            detail = {"eventType": happened, "mail": {"tags": tags}, "bounce": bounce}
            payload = {"Records": [{"messageId": "m", "body": json.dumps({"detail": detail})}]}
            answer = root(self.stack, "lambda").invoke(
                FunctionName=resources(self.stack)["MailEventsFunction"],
                Qualifier="live",
                Payload=json.dumps(payload),
            )
            said = json.loads(answer["Payload"].read())
            if said != {"batchItemFailures": []}:
                raise Broken("not noted")

    def news(self) -> None:
        """A learner and an administrator read news."""
        certificate = self.learner.hand_in()
        self.academy.staff("reviewer").decide(certificate, "approve")
        deadline = time.monotonic() + 30
        while not self.learner.call("GET", "/news", limit=1)["items"]:
            if time.monotonic() > deadline:
                raise TimeoutError("nothing was told")
            time.sleep(0.5)
        mark = {"mark": 1}
        self.learner.call("POST", "/news/read", mark)
        known = self.learner.call("GET", "/mail-preferences")
        self.learner.call("PUT", "/mail-preferences", {"off": ["expiry"]}, version=known["version"])
        self.academy.administrator.admin("GET", "/news")
        self.academy.administrator.admin("POST", "/news/read", mark)

    def unsubscribe(self) -> None:
        """Somebody presses the link of a mail who gets that mail, and has never chosen."""
        learner = self.academy.learner()
        token = link(learner, MailKind.DECISION)
        Caller(self.stack).call("POST", "/unsubscribe", token=token)
        # In the test's process, which does not remember the key.
        with function(self.stack, "unsubscribe"):
            try:
                composition.unsubscriptions().end(token)
            except ClientError as refused:
                raise Broken(str(refused)) from None

    def membership(self) -> None:
        """A learner leaves, comes back and is erased; nobody knows another."""
        staff, learner = self.academy.administrator, self.academy.learner()
        path = f"/learners/{learner.sub}"
        missing = f"/admin/academies/{self.academy.id}/learners/{uuid.uuid4()}/membership"
        _must(staff.request("GET", missing), 404)
        self.academy.know(learner)
        for version, active in enumerate((False, True)):
            given = {"version": version} if version else {}
            staff.admin("PUT", f"{path}/membership", {"active": active}, **given)
        staff.admin("POST", f"{path}/export")
        exported(self.stack, learner)
        # Lambda's own run may be the one that makes it.
        deadline = time.monotonic() + 30
        while (made := staff.admin("GET", f"{path}/membership")["export"])["state"] == "working":
            if time.monotonic() > deadline:
                raise TimeoutError("nothing was exported")
            time.sleep(0.2)
        _must(requests.get(made["url"], timeout=20), 200)
        erasure = staff.request("POST", f"/admin/academies/{self.academy.id}{path}/erasure")
        _must(erasure, 202)
        staff.admin("GET", f"{path}/membership")

    def rights(self) -> None:
        """A learner is erased of whom there is something everywhere."""
        staff, learner = self.academy.administrator, self.academy.learner()
        self.academy.know(learner)
        learner.hand_in()
        path = f"/admin/academies/{self.academy.id}/learners/{learner.sub}"
        # It is begun without Lambda, which would do it with the same role.
        with told(self.stack, ["membership"], RIGHTS_FUNCTION="nobody"):
            staff.request("POST", f"{path}/export")
        self._export_fails(learner)
        try:
            exported(self.stack, learner)
        except* ClientError as refused:
            raise Broken(str(refused.exceptions[0])) from None
        if staff.call("GET", f"{path}/membership")["export"]["state"] != "ready":
            raise Broken(path)
        with told(self.stack, ["membership"], RIGHTS_FUNCTION="nobody"):
            staff.request("POST", f"{path}/erasure")
        try:
            erased(self.stack, learner)
        except* ClientError as refused:
            raise Broken(str(refused.exceptions[0])) from None
        if staff.call("GET", f"{path}/membership")["erasure"]["state"] != "done":
            raise Broken(path)
        self._retained()

    def _retained(self) -> None:
        """What was withdrawn or has expired is announced, and goes thirty days later."""
        staff, learner = self.academy.administrator, self.academy.learner()
        months = {"withdrawn": 1, "expired": 1, "leavers": 1}
        version = staff.admin("GET", "/settings")["version"]
        staff.admin("PUT", "/settings", {"retention": months}, version=version or None)
        made = learner.hand_in()
        learner.request("DELETE", f"/certificates/{made['id']}", version=made["version"])
        expired = learner.hand_in(expires_on=str(datetime.now(UTC).date()))
        _must(staff.decide(expired, "approve"), 200)
        key = {name: {"S": str(value)} for name, value in retaining(self.academy.id).items()}
        root(self.stack, "dynamodb").delete_item(TableName=self.stack.table, Key=key)
        now = datetime.now(UTC) + timedelta(days=100)
        try:
            for day in (0, 31):
                retained(self.stack, now + timedelta(days=day))
        except* ClientError as refused:
            raise Broken(str(refused.exceptions[0])) from None
        if learner.call("GET", "/certificates")["items"]:
            raise Broken("certificates are still there")

    def _export_fails(self, learner: LearnerAtWork) -> None:
        """One that cannot be finished leaves nothing in S3, and is begun anew at once."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(PartedUploads, "complete", _fail)
            patch.setattr(Export, "is_worked_at", lambda *_: False)
            with suppress(ExceptionGroup):
                exported(self.stack, learner)
        bucket = resources(self.stack)["TranscriptsBucket"]
        if root(self.stack, "s3").list_multipart_uploads(Bucket=bucket).get("Uploads"):
            raise Broken("AccessDenied, or why else was the upload not undone?")
        _updated(
            learner,
            "EXPORT",
            UpdateExpression="SET heard_at = :long_ago",
            ExpressionAttributeValues={":long_ago": {"S": "2026-01-01T00:00:00.000000Z"}},
        )


def _fail(*_: object) -> None:
    raise RuntimeError("made for a test")


class _Body:
    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def read(self, _size: int) -> bytes:
        return DATA


def _body_of_the_file(**_: Any) -> Json:
    return {"Body": _Body()}


PROBES: dict[str, Callable[[Probe], None]] = {
    "UploadsRole": Probe.uploads,
    "SubmissionRole": Probe.submission,
    "ListingRole": Probe.listing,
    "ReviewRole": Probe.review,
    "TranscriptsRole": Probe.transcripts,
    "AcademyRole": Probe.academy_,
    "EntryRole": Probe.entry,
    "DirectoryRole": Probe.directory,
    "FaceRole": Probe.face,
    "SignInRole": Probe.sign_in,
    "InspectionRole": Probe.inspection,
    "ReconciliationRole": Probe.reconciliation,
    "RemindersRole": Probe.reminders,
    "AnnouncementsRole": Probe.announcements,
    "LedgerRole": Probe.ledger,
    "MembershipRole": Probe.membership,
    "TellingRole": Probe.telling,
    "NewsRole": Probe.news,
    "HoldingsRole": Probe.holdings,
    "ProgrammesRole": Probe.programmes,
    "UnsubscribeRole": Probe.unsubscribe,
    "MailRole": Probe.mail,
    "MailEventsRole": Probe.mail_events,
    "RightsRole": Probe.rights,
}


def _invitation() -> Json:
    mail = f"{uuid.uuid4().hex}@demo.example"
    return {"name": "Somebody New", "role": "reviewer", "mail": mail}


def _of(learner: LearnerAtWork) -> str:
    return f"/admin/academies/{learner.academy_id}/learners/{learner.sub}"


def _undraw(learner: LearnerAtWork, certificate: Json) -> None:
    """Make a certificate one whose file was accepted before files were drawn."""
    [item] = records_of(learner.stack, learner, f"CERTIFICATE#{certificate['id']}")
    file = said_in(item)["file"]
    file["evidence"].pop("rendition", None)
    root(learner.stack, "dynamodb").put_item(
        TableName=learner.stack.table, Item=tampered(item, file=file)
    )


def _never_drawn(learner: LearnerAtWork, certificate: Json) -> None:
    """Make it one that nobody can draw either: its upload belongs to no certificate."""
    _undraw(learner, certificate)
    _updated(
        learner,
        f"UPLOAD#{certificate['file']['upload_id']}",
        UpdateExpression="SET attached = :no",
        ExpressionAttributeValues={":no": {"BOOL": False}},
    )


def _updated(learner: LearnerAtWork, sort_key: str, **update: Any) -> None:
    partition = f"ACADEMY#{learner.academy_id}#LEARNER#{learner.sub}"
    root(learner.stack, "dynamodb").update_item(
        TableName=learner.stack.table, Key={"PK": {"S": partition}, "SK": {"S": sort_key}}, **update
    )


def _seen(view: Json) -> None:
    """Every page of a file can be looked at."""
    for page in view["pages"]:
        _must(requests.get(page["url"], timeout=20), 200)


def _must(answer: requests.Response, status: int) -> None:
    if answer.status_code != status:
        raise Broken(answer.status_code, answer.text)


@pytest.fixture(scope="module")
def probe(stack: Stack) -> Probe:
    academy, bare = open_academy(stack), open_academy(stack, credit_types=())
    academy.credit_type("attendance", requires=[])
    learner, newcomer = academy.learner(), bare.learner()
    academy.know(learner)
    bare.know(newcomer)
    # The same thing in another learner's hands, for who looks for it.
    decided, _ = (
        person.hand_in(issuer="School", certificate_number="A-1")
        for person in (learner, academy.learner())
    )
    pending, undrawn, redrawn = (learner.hand_in() for _ in range(3))
    _never_drawn(learner, undrawn)
    # What cannot be joined to others is shown by its drawing.
    learner.hand_in(PNG)
    return Probe(stack, academy, bare, learner, newcomer, decided, pending, undrawn, redrawn)


def test_there_is_a_probe_for_every_function() -> None:
    assert {permission.role for permission in PERMISSIONS} == PROBES.keys()
    named = {part for permission in PERMISSIONS for part in _names(permission)}
    assert named >= NOT_ASKED_FOR_HERE


@pytest.mark.parametrize("role", PROBES)
def test_with_all_its_permissions_a_function_does_its_work(probe: Probe, role: str) -> None:
    PROBES[role](probe)


@pytest.mark.parametrize(
    "permission",
    [p for p in PERMISSIONS if NOT_ASKED_FOR_HERE.isdisjoint(_names(p))],
    ids=str,
)
def test_without_the_permission_something_breaks(probe: Probe, permission: Permission) -> None:
    with (
        _without(probe.stack, permission),
        pytest.raises(
            (Broken, RuntimeError),
            match=r"50\d|403|AccessDenied|not (inspected|told|mailed|noted)",
        ),
    ):
        PROBES[permission.role](probe)


def test_what_was_taken_is_back(stack: Stack) -> None:
    """The last of the file: the roles are as the template has them."""
    for role, policy in {(permission.role, permission.policy) for permission in PERMISSIONS}:
        document = root(stack, "iam").get_role_policy(
            RoleName=resources(stack)[role], PolicyName=policy
        )["PolicyDocument"]
        found = [
            Permission(role, policy, position, action, resource)
            for position, statement in enumerate(document["Statement"])
            for action in statement["Action"]
            for resource in range(len(_list(statement["Resource"])))
        ]
        assert found == [p for p in PERMISSIONS if (p.role, p.policy) == (role, policy)]
