"""Records of an academy that is not there, for a rehearsal without AWS."""

import io
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from secrets import token_hex
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders

from certfolio.domain import lifecycle
from certfolio.domain.academies import Academy, Face
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import (
    Certificate,
    Claim,
    Content,
    Evidence,
    File,
    FileState,
    Owner,
    Upload,
)
from certfolio.domain.credit_types import CreditType
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.files import ContentType
from certfolio.domain.history import Event
from certfolio.domain.packs import Pack, PackForm
from certfolio.domain.renditions import Manifest, StoredPage, Word
from certfolio.domain.staff import Role, SecondFactor, StaffMember
from certfolio.domain.transcript import Language, TranscriptFilters
from certfolio.storage import keys
from certfolio.storage.attribute_values import Attribute, attribute_of
from certfolio.storage.records import attributes, item_of

Item = dict[str, Attribute]

_ID = "01KA0000000000000000000000"
"""Of the certificate that was handed in."""

_NEW = "01KA0000000000000000000001"
"""Of an upload that no certificate has taken, and the certificate it is for."""


class Scene:
    """An academy with one learner, one member of staff and one certificate that waits.

    Attributes
    ----------
    owner
        The learner.
    principal
        The member of staff, an administrator.
    certificate_id
        Of the certificate that waits.
    upload_id
        Of an accepted upload that waits to be taken by `new_id`.
    pack_id
        Of a transcript with files that is made.
    holding_id
        Of a holding with a file under `programme`, and of the waiver and the met requirement that
        it has.
    """

    principal = "administrator"
    credit_type = "hours"
    certificate_id = _ID
    new_id = _NEW
    upload_id = _NEW
    pack_id = _NEW
    programme = "programme"
    holding_id = _ID

    def __init__(self) -> None:
        self._now = datetime.now(UTC)
        self._secret = token_hex()
        # What is remembered of it must never be taken for something of an academy that is there.
        self.owner = Owner(academy_id=f"rehearsal-{token_hex(8)}", learner_id="learner")
        self._items = [
            {name: attribute_of(value) for name, value in item.items()} for item in self._records()
        ]

    @property
    def stated(self) -> Content:
        """What a certificate states."""
        claim = Claim(credit_type=self.credit_type, claimed=Decimal("1.00"))
        return Content(title="Rehearsal", earned_on=self._now.date(), claims=(claim,))

    @property
    def rules(self) -> dict[str, Any]:
        """The programme."""
        total = {"kind": "at_least", "id": "total", "name": "Total", "credits": "1.00"}
        version = {
            "begins_on": "2000-01-01",
            "cycle": {"anchor": {"kind": "held_since"}, "months": 12},
            "requires": [total, {"kind": "confirmed", "id": "ethics", "name": "Ethics"}],
        }
        return {
            "id": self.programme,
            "name": "Rehearsal",
            "source": "Rehearsal",
            "read_on": "2000-01-01",
            "versions": [version],
        }

    @property
    def link(self) -> str:
        """What stands in the link of a mail."""
        from certfolio.domain.mails import MailKind, Unsubscription  # noqa: PLC0415 - of one function

        said = Unsubscription(
            academy_id=self.owner.academy_id,
            person_id=self.owner.learner_id,
            kind=MailKind.DECISION,
        )
        return said.token(self._secret.encode())

    def answer(self, request: AWSPreparedRequest) -> AWSResponse:
        """Answer as AWS would of an account that has these records and one file."""
        target = request.headers.get("X-Amz-Target", b"")
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        if operation:
            return _response(request, json.dumps(self._said(operation, _json_of(request))).encode())
        if "list-type=2" in str(request.url):
            # No bucket holds anything.
            return _response(
                request, b"<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>"
            )
        return _response(request, self._manifest if request.method == "GET" else b"")

    def _said(self, operation: str, asked: Mapping[str, Any]) -> dict[str, Any]:
        match operation:
            case "GetItem":
                found = [item for item in self._items if _is_at(item, asked["Key"])]
                return {"Item": found[0]} if found else {}
            case "BatchGetItem":
                [(table, wanted)] = asked["RequestItems"].items()
                found = [
                    item for key in wanted["Keys"] for item in self._items if _is_at(item, key)
                ]
                return {"Responses": {table: found}, "UnprocessedKeys": {}}
            case "Query":
                found = [item for item in self._items if _matches(item, asked)]
                return {"Items": found, "Count": len(found)}
            case _:
                others: dict[str, dict[str, Any]] = {
                    "AdminCreateUser": {"User": {"Attributes": self._account}},
                    "AdminGetUser": {
                        "UserAttributes": self._account,
                        "UserMFASettingList": ["TOTP"],
                    },
                    "GetSecretValue": {"SecretString": self._secret},
                }
                return others.get(operation, {})

    @property
    def _account(self) -> list[dict[str, str]]:
        told = {
            "sub": self.owner.learner_id,
            "custom:academy_id": self.owner.academy_id,
            "name": "Learner",
            "email": "learner@example.org",
        }
        return [{"Name": name, "Value": value} for name, value in told.items()]

    @property
    def _manifest(self) -> bytes:
        """What inspection has drawn of the file."""
        words = (Word("Rehearsal", 0, 0, 1, 1), Word("Learner", 0, 2, 1, 3))
        page = StoredPage(width=1, height=1, words=words, sha256="0" * 64, version_id="1")
        manifest = Manifest(source="0" * 64, thumbnail="0" * 64, pages=(page,))
        return manifest.model_dump_json(exclude_defaults=True).encode()

    def _records(self) -> Iterator[dict[str, Any]]:
        owner, now = self.owner, self._now
        by = By(Actor(kind=ActorKind.LEARNER, id=owner.learner_id, name="Learner"))
        handed_in = lifecycle.submit(
            owner, _ID, self.stated, self._file(_ID, _ID), by=by, now=now, request="r"
        )
        records: list[Certificate | Event] = [handed_in.after, *handed_in.events]
        for record in records:
            yield {**_keys(record), **item_of(record)}
        upload = Upload(
            **owner.model_dump(),
            id=_NEW,
            certificate_id=_NEW,
            file=self._file(_NEW, _NEW),
            created_at=now,
            expires_at=now + timedelta(minutes=5),
        )
        yield {**keys.upload(owner, _NEW), **attributes(upload)}
        pack = Pack(
            **owner.model_dump(),
            id=_NEW,
            form=PackForm.ZIP,
            language=Language.EN,
            filters=TranscriptFilters(),
            asked_at=now,
            heard_at=now,
            size=1,
        )
        yield {**keys.pack(owner, _NEW), **attributes(pack)}
        yield {**keys.mail_preferences(owner), "off": [], "version": 1}
        academy = Academy(academy_id=owner.academy_id, version=1)
        yield {**keys.academy(owner.academy_id), **attributes(academy)}
        yield {**keys.face(owner.academy_id), **attributes(Face.of(academy, None))}
        credit_type = CreditType(
            academy_id=owner.academy_id,
            id=self.credit_type,
            name="Hours",
            unit="hours",
            requires=(),
            version=1,
        )
        yield {
            **keys.credit_type(owner.academy_id, self.credit_type),
            **attributes(credit_type),
        }
        learner = DirectoryEntry(
            **owner.model_dump(), name="Learner", mail="learner@example.org", version=1
        )
        yield {**keys.directory_entry(owner), **attributes(learner)}
        staff = StaffMember(
            academy_id=owner.academy_id,
            principal=self.principal,
            name="Administrator",
            role=Role.ADMINISTRATOR,
            version=1,
            second_factor=SecondFactor(enabled=True, read_at=now),
        )
        yield {**keys.staff(owner.academy_id, self.principal), **attributes(staff)}

        yield from self._held()

    def _held(self) -> Iterator[dict[str, Any]]:
        """A programme and a holding, as items: few functions know these records."""
        owner, at = self.owner, self._now.isoformat()
        yield {
            **keys.programme(owner.academy_id, self.programme),
            "academy_id": owner.academy_id,
            "id": self.programme,
            "text": json.dumps(self.rules),
            "digest": "0" * 64,
            "state": "in_force",
            "version": 1,
        }
        by = {"kind": ActorKind.LEARNER.value, "id": owner.learner_id}
        said = {"id": self.holding_id, "by": by, "at": at}
        let_off = {"kind": "let_off", "on": "2024-01-01", "requirement": "total"}
        yield {
            **keys.holding(owner, self.holding_id),
            **dict(owner),
            "id": self.holding_id,
            "programme": self.programme,
            "stated": {"held_since": "2024-01-01"},
            "file": attributes(self._file(_ID, self.holding_id)),
            "waivers": [{**said, "waiver": let_off, "reason": "Rehearsal"}],
            "met": [{**said, "confirmation": {"requirement": "ethics", "on": "2024-01-01"}}],
            "entered_at": at,
            "entered_by": by,
            "version": 1,
        }

    def _file(self, upload_id: str, certificate_id: str) -> File:
        key = keys.object_key_for(self.owner, certificate_id, upload_id)
        return File(
            upload_id=upload_id,
            name="certificate.pdf",
            content_type=ContentType.PDF,
            size=1,
            sha256="0" * 64,
            state=FileState.ACCEPTED,
            evidence=Evidence(
                key=key, version_id="1", rendition=sha256(self._manifest).hexdigest()
            ),
        )


def _keys(record: Certificate | Event) -> Mapping[str, Any]:
    if isinstance(record, Certificate):
        return keys.certificate(record.owner, record.id)
    return keys.event(record, record.certificate_id, record.version)


def _json_of(request: AWSPreparedRequest) -> dict[str, Any]:
    body: Any = request.body
    asked: dict[str, Any] = json.loads(body)
    return asked


def _is_at(item: Item, key: Item) -> bool:
    return (item["PK"], item["SK"]) == (key["PK"], key["SK"])


def _matches(item: Item, asked: Mapping[str, Any]) -> bool:
    names, values = asked["ExpressionAttributeNames"], asked["ExpressionAttributeValues"]
    sort = item.get(names.get("#sort", "SK"), {}).get("S", "")
    first = values.get(":prefix") or values.get(":from") or {"S": ""}
    there: bool = item.get(names["#partition"]) == values[":partition"]
    return there and sort.startswith(first["S"])


def _response(request: AWSPreparedRequest, said: bytes) -> AWSResponse:
    class Raw(io.BytesIO):
        def stream(self, **_: object) -> Iterator[bytes]:
            yield self.getvalue()

    return AWSResponse(request.url, 200, HTTPHeaders(), Raw(said))
