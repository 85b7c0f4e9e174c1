"""Records as long as real ones, written by Certfolio itself and then copied under other ids."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from ulid import ULID

from benchmarks.operations import DECLARED, PORTFOLIO, Scene, submission
from benchmarks.processes import ROOT, Cloud, Worker
from benchmarks.table import Json
from tests.support import events

FILE = (ROOT / "tests" / "files" / "certificate.pdf").read_bytes()
DIGEST = hashlib.sha256(FILE).hexdigest()
QUEUE = 40
"""Certificates in the academy's queue."""

_ACADEMY = "institute-of-engineering"


def person(number: int) -> str:
    """An id as Cognito makes them."""
    return str(UUID(int=(0x5F3C9A17 << 96) + number, version=4))


def moment(number: int) -> datetime:
    """Days before today, the farther the higher the number."""
    return datetime.now(UTC) - timedelta(days=number, seconds=number)


class Seeds:
    """Fills the table with what the requests are about."""

    def __init__(self, cloud: Cloud, product: Worker) -> None:
        self._cloud = cloud
        self._product = product

    def scene(self) -> Scene:
        """An academy with a learner of 31 certificates and a queue of 40."""
        administrator, reviewer = person(1), person(2)
        learner, other = person(3), person(4)
        self._product.call("enlist", _ACADEMY, administrator, "ADMINISTRATOR")
        self._product.call("enlist", _ACADEMY, reviewer, "REVIEWER")
        body = {"name": "CPE hours", "unit": "hours", "maximum": "40"}
        self._call(
            "academy",
            events.staff_request(
                "PUT",
                f"/admin/academies/{_ACADEMY}/credit-types/cpe",
                body,
                principal=administrator,
            ),
        )
        for who in (learner, other):
            event = events.sample("cognito-post-authentication")
            event["request"]["userAttributes"] |= {
                "sub": who,
                "custom:academy_id": _ACADEMY,
                "name": "Demo Learner",
            }
            self._product.call("call", "sign_in", event)
        approved, pending = self._handed_in(learner), self._handed_in(other)
        path = f"/learners/{learner}/certificates/{approved['id']}/decisions"
        self._call(
            "review",
            events.staff_request(
                "POST",
                f"/admin/academies/{_ACADEMY}{path}",
                {"action": "approve"},
                principal=reviewer,
                headers={"If-Match": '"1"'},
            ),
        )
        for number in range(1, PORTFOLIO):
            self.copy(approved, learner, number)
        for number in range(1, QUEUE):
            self.copy(pending, person(100 + number), number)
        upload = self._accepted(learner)
        self._cloud.ask("freeze")
        return Scene(
            academy_id=_ACADEMY,
            learner=learner,
            other=other,
            reviewer=reviewer,
            upload_id=upload["id"],
            approved=approved["id"],
            pending=pending["id"],
        )

    def copy(self, certificate: Json, learner: str, number: int) -> None:
        """Copy a certificate's records under another id, a day earlier for each number."""
        at = moment(number)
        instead = {
            certificate["learner_id"]: learner,
            certificate["id"]: str(ULID.from_datetime(at)),
            certificate["file"]["upload_id"]: str(ULID.from_datetime(at)),
            certificate["earned_on"]: str(at.date()),
            certificate["certificate_number"]: f"ISQA-2025-{number:04}-7731",
        }
        items = [
            json.loads(replaced(json.dumps(item), instead)) for item in self._records(certificate)
        ]
        self._cloud.ask("put", items=items)

    def _records(self, certificate: Json) -> Iterable[Json]:
        ids = (certificate["id"], certificate["file"]["upload_id"])
        for item in self._cloud.ask("items")["items"]:
            if any(one in f"{item['PK']['S']}#{item['SK']['S']}" for one in ids):
                yield item

    def _handed_in(self, learner: str) -> Json:
        upload = self._accepted(learner)
        body = submission(upload["id"])
        return self._call("submission", self._event(learner, "POST", "/certificates", body))

    def _accepted(self, learner: str) -> Json:
        body = {**DECLARED, "size": len(FILE), "sha256": DIGEST}
        permit = self._call("uploads", self._event(learner, "POST", "/uploads", body))
        tag = self._cloud.put(permit["url"], FILE, permit["headers"])
        key = urlsplit(permit["url"]).path.split("/", 2)[2]
        self._product.call(
            "call", "inspection", events.object_created(key, tag, "0055AED6DCD90281E5")
        )
        read = self._event(learner, "GET", f"/uploads/{permit['id']}")
        if self._call("uploads", read)["state"] != "accepted":
            raise RuntimeError("the file was not accepted")
        return permit

    def _event(self, learner: str, method: str, path: str, body: object = None) -> Json:
        claims = {"sub": learner, "custom:academy_id": _ACADEMY, "name": "Demo Learner"}
        return events.learner_request(method, path, body, claims=claims)

    def _call(self, function: str, event: Json) -> Json:
        answer = self._product.call("call", function, event)
        if answer["statusCode"] >= 400:  # noqa: PLR2004 - HTTP
            raise RuntimeError(answer)
        body: Json = json.loads(answer["body"])
        return body


def replaced(text: str, instead: dict[str, str]) -> str:
    """A text with some of its parts replaced by others."""
    for old, new in instead.items():
        text = text.replace(old, new)
    return text
