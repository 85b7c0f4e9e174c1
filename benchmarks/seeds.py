"""Records as long as real ones, written by those who are measured and copied under other ids."""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from urllib.parse import urlsplit
from uuid import UUID

from ulid import ULID

from benchmarks.operations import (
    DECLARED,
    EARNED_ON,
    ISSUER,
    NUMBER,
    PORTFOLIO,
    TITLE,
    Operation,
    Scene,
    event_of,
    submission,
)
from benchmarks.processes import Cloud, Worker
from benchmarks.table import Json
from local.paper import Paper
from tests.support import events

FILE = Paper(TITLE, ISSUER, EARNED_ON, NUMBER, credits="7.50 hours").draw(".pdf")
"""A certificate that says what is stated of it, as those that people hand in do."""

DIGEST = hashlib.sha256(FILE).hexdigest()
QUEUE = 40
"""Certificates in the academy's queue."""


def person(number: int) -> str:
    """An id as Cognito makes them."""
    return str(UUID(int=(0x5F3C9A17 << 96) + number, version=4))


def moment(number: int) -> datetime:
    """Days before today, the farther the higher the number."""
    return datetime.now(UTC) - timedelta(days=number, seconds=number)


_PRODUCT, _PEERS = "institute-of-engineering", "institute-of-technicians"
"""Academies: records as Certfolio writes them, and as its peers do."""


class Copies:
    """Copies records under other ids."""

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def make(self, certificate: Json, learner: str, number: int) -> None:
        """Copy a certificate's records, a day earlier for each number.

        What Certfolio packs stays as it is: that is no key, and reads the same.
        """
        at = moment(number)
        instead = {
            certificate["learner_id"]: learner,
            certificate["id"]: str(ULID.from_datetime(at)),
            certificate["file"]["upload_id"]: str(ULID.from_datetime(at)),
            certificate["certificate_number"]: f"ISQA-2025-{number:04}-7731",
        }
        items = [
            json.loads(replaced(json.dumps(item), instead, number))
            for item in self._records(certificate)
        ]
        self._cloud.ask("put", items=items)

    def _records(self, certificate: Json) -> Iterable[Json]:
        ids = (certificate["id"], certificate["file"]["upload_id"])
        for item in self._cloud.ask("items")["items"]:
            if any(one in f"{item['PK']['S']}#{item['SK']['S']}" for one in ids):
                yield item

    def fill(self, approved: Json, pending: Json) -> None:
        """Make a portfolio of 31 of one certificate, and a queue of 40 of another."""
        for number in range(1, PORTFOLIO):
            self.make(approved, approved["learner_id"], number)
        for number in range(1, QUEUE):
            self.make(pending, person(100 + number), number)


def replaced(text: str, instead: dict[str, str], number: int) -> str:
    """An item's JSON with other ids, and with a place of its own among certificates' numbers."""
    for old, new in instead.items():
        text = text.replace(old, new)
    return re.sub("#NUMBER#[0-9a-f]{32}", f"#NUMBER#{number:032x}", text)


class ProductSeeds:
    """Fills the table through Certfolio's own functions."""

    def __init__(self, cloud: Cloud, product: Worker) -> None:
        self._cloud = cloud
        self._product = product

    def scene(self) -> Scene:
        """An academy with a learner of 31 certificates and a queue of 40."""
        administrator, reviewer = person(1), person(2)
        learner, other = person(3), person(4)
        self._product.call("enlist", _PRODUCT, administrator, "ADMINISTRATOR")
        self._product.call("enlist", _PRODUCT, reviewer, "REVIEWER")
        body = {"name": "CPE hours", "unit": "hours", "maximum": "40"}
        path = f"/admin/academies/{_PRODUCT}/credit-types/cpe"
        self._call("academy", events.staff_request("PUT", path, body, principal=administrator))
        for who in (learner, other):
            event = events.sample("cognito-post-authentication")
            event["request"]["userAttributes"] |= {
                "sub": who,
                "custom:academy_id": _PRODUCT,
                "name": "Demo Learner",
            }
            self._product.call("call", "sign_in", event)
        approved, pending = self._handed_in(learner), self._handed_in(other)
        path = f"/learners/{learner}/certificates/{approved['id']}/decisions"
        self._call(
            "review",
            events.staff_request(
                "POST",
                f"/admin/academies/{_PRODUCT}{path}",
                {"action": "approve"},
                principal=reviewer,
                headers={"If-Match": '"1"'},
            ),
        )
        Copies(self._cloud).fill(approved, pending)
        return Scene(
            academy_id=_PRODUCT,
            learner=learner,
            other=other,
            reviewer=reviewer,
            upload_id=self._accepted(learner)["id"],
            approved=approved["id"],
            pending=pending["id"],
        )

    def with_lines(self, scene: Scene, lines: int) -> Json:
        """Hand in, for somebody who has nothing yet, a certificate with so many lines."""
        administrator = person(1)
        types = [f"cpe-{number}" for number in range(lines)]
        for credit_type in types:
            body = {"name": f"CPE hours {credit_type}", "unit": "hours", "maximum": "40"}
            path = f"/admin/academies/{scene.academy_id}/credit-types/{credit_type}"
            event = events.staff_request("PUT", path, body, principal=administrator)
            self._call("academy", event)
        claims = [{"credit_type": credit_type, "credits": "7.50"} for credit_type in types]
        return self._handed_in(person(5), claims=claims)

    def arrived_late(self, learner: str) -> Json:
        """Hand in a certificate before its file is inspected; gives the event that tells of it."""
        permit, arrived = self.arrived(learner)
        self._submitted(learner, permit)
        return arrived

    def _handed_in(self, learner: str, **fields: object) -> Json:
        return self._submitted(learner, self._accepted(learner), **fields)

    def _submitted(self, learner: str, upload: Json, **fields: object) -> Json:
        body = {**submission(upload["id"]), **fields}
        return self._call("submission", self._event(learner, "POST", "/certificates", body))

    def _accepted(self, learner: str) -> Json:
        permit, arrived = self.arrived(learner)
        self._product.call("call", "inspection", arrived)
        read = self._event(learner, "GET", f"/uploads/{permit['id']}")
        if self._call("uploads", read)["state"] != "accepted":
            raise RuntimeError("the file was not accepted")
        return permit

    def arrived(self, learner: str) -> tuple[Json, Json]:
        """Put a file that nobody has inspected.

        Returns
        -------
        dict, dict
            Its permit, and the event that tells inspection of it.
        """
        body = {**DECLARED, "size": len(FILE), "sha256": DIGEST}
        permit = self._call("uploads", self._event(learner, "POST", "/uploads", body))
        tag = self._cloud.put(permit["url"], FILE, permit["headers"])
        key = urlsplit(permit["url"]).path.split("/", 2)[2]
        return permit, events.object_created(key, tag, "0055AED6DCD90281E5")

    def _event(self, learner: str, method: str, path: str, body: object = None) -> Json:
        claims = {"sub": learner, "custom:academy_id": _PRODUCT, "name": "Demo Learner"}
        return events.learner_request(method, path, body, claims=claims)

    def _call(self, function: str, event: Json) -> Json:
        return body_of(self._product.call("call", function, event))


class PeerSeeds:
    """Fills the table with records whose attributes are plain, through one of the peers.

    Parameters
    ----------
    cloud
        Where Certfolio's scene is set already: the document is the same.
    """

    def __init__(self, cloud: Cloud, peer: Worker) -> None:
        self._cloud = cloud
        self._peer = peer

    def scene(self) -> Scene:
        """The same as Certfolio's, in another academy."""
        empty = Scene(_PEERS, person(3), person(4), person(2), "", "", "")
        academy = f"ACADEMY#{_PEERS}"
        set_up = [
            (academy, f"STAFF#{empty.reviewer}", {"name": "Demo Reviewer", "role": "reviewer"}),
            (academy, "CREDIT_TYPE#cpe", {"name": "CPE hours", "unit": "hours", "maximum": "40"}),
        ]
        set_up += [
            (f"{academy}#DIRECTORY", f"LEARNER#{who}", {"name": "Demo Learner"})
            for who in (empty.learner, empty.other)
        ]
        self._cloud.ask("put", items=[_item(*said) for said in set_up])
        approved = self._handed_in(empty)
        there = replace(empty, learner=empty.other)
        pending = self._handed_in(there)
        mine = replace(empty, other=empty.learner, pending=approved["id"])
        self._answer(Operation.DECIDE, mine)
        Copies(self._cloud).fill(approved, pending)
        return replace(
            empty,
            upload_id=self._accepted(empty, 7),
            approved=approved["id"],
            pending=pending["id"],
        )

    def _handed_in(self, scene: Scene) -> Json:
        number = int(scene.learner[-1])
        with_file = replace(scene, upload_id=self._accepted(scene, number))
        return self._answer(Operation.SUBMIT, with_file)

    def _answer(self, operation: Operation, scene: Scene) -> Json:
        event = event_of(operation, scene, FILE, DIGEST)
        return body_of(self._peer.tell("answer", operation=operation, event=event))

    def _accepted(self, scene: Scene, number: int) -> str:
        """Write down an upload whose file was accepted, and keep what its document says."""
        upload_id, certificate_id = (
            str(ULID.from_datetime(moment(day))) for day in (number, number + 1)
        )
        manifest = next(
            path for path in self._cloud.ask("objects")["paths"] if path.endswith(".json")
        )
        digest = manifest.rpartition("/")[2].removesuffix(".json")
        bucket = manifest.split("/")[1]
        key = f"{_PEERS}/{scene.learner}/{certificate_id}/{upload_id}"
        self._cloud.put(f"/{bucket}/{key}/{digest}.json", self._cloud.get(manifest), {})
        evidence = {"version_id": {"S": f"{number:032}"}, "rendition": {"S": digest}}
        file = {
            "upload_id": {"S": upload_id},
            "name": {"S": DECLARED["file_name"]},
            "content_type": {"S": DECLARED["content_type"]},
            "size": {"N": str(len(FILE))},
            "sha256": {"S": DIGEST},
            "state": {"S": "accepted"},
            "evidence": {"M": evidence},
            "sequencer": {"S": "0055AED6DCD90281E5"},
        }
        item = _item(
            f"ACADEMY#{_PEERS}#LEARNER#{scene.learner}",
            f"UPLOAD#{upload_id}",
            {"id": upload_id, "certificate_id": certificate_id},
        )
        self._cloud.ask("put", items=[{**item, "attached": {"BOOL": False}, "file": {"M": file}}])
        return upload_id


def _item(partition: str, sort: str, said: dict[str, str]) -> Json:
    return {name: {"S": text} for name, text in {"PK": partition, "SK": sort, **said}.items()}


def body_of(answer: Json) -> Json:
    """What a good answer says."""
    if answer["statusCode"] >= HTTPStatus.BAD_REQUEST:
        raise RuntimeError(answer)
    body: Json = json.loads(answer["body"])
    return body
