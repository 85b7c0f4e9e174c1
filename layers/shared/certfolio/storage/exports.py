"""Exports of people: how far they are, what they are made of, and the files that they become."""

from base64 import b64encode
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, assert_never

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import BeingErased, StaleVersion
from certfolio.domain.exports import KEPT, Export
from certfolio.domain.history import Event
from certfolio.domain.rights import Held
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed
from certfolio.storage.erasing import is_told, led_there
from certfolio.storage.erasures import not_erased
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.records import UNCHANGED, attributes, opened, record_of, stored
from certfolio.storage.table import Item, Table, Write

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CHUNK = 1024 * 1024
"""Bytes of a file that are in memory at once."""

_IN_PORTFOLIO = {
    Held.CERTIFICATES: keys.CERTIFICATE,
    Held.EVENTS: keys.EVENT,
    Held.UPLOADS: "UPLOAD#",
    Held.USAGE: "USAGE#",
    Held.MEMBERSHIP: "MEMBERSHIP",
    Held.NOTICES: keys.OUTBOX,
    Held.PACKS: keys.PACK,
    Held.EXPORT: "EXPORT",
    Held.NEWS: "NEWS",
    Held.MAILS: keys.MAIL,
    Held.HOLDINGS: "HOLDING",
}
"""What lies in a learner's own partition, by how its sort key begins."""


class ExportStore:
    """Reads and writes how far exports are."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, owner: Owner) -> Export | None:
        """Read the newest export of a learner; None where there is none."""
        item = self._table.get(keys.export(owner))
        return stored(Export, {**item, **dict(owner)}) if item else None

    def under_way(self) -> Iterator[Owner]:
        """Read whose exports are not made yet, of all academies."""
        return map(keys.owner_of_task, self._table.query(keys.TASKS, prefix=keys.EXPORT_TASK))

    def start(self, export: Export) -> None:
        """Begin one in the place of the one before.

        Raises
        ------
        BeingErased
            The learner is being erased.
        """
        task = Write("Put", keys.export_task(export), None, {})
        try:
            self._table.write_all([_put(export), task, not_erased(export)])
        except ConditionFailed as failed:
            raise BeingErased from failed

    def save(self, export: Export) -> Export:
        """Write down how far it is, over the version it was made from.

        Raises
        ------
        StaleVersion
            Another run is under way, or it is there no more.
        """
        after = export.model_copy(update={"version": export.version + 1})
        writes = [_put(after, over=export.version)]
        if after.size is not None:
            writes.append(Write("Delete", keys.export_task(after), None))
        try:
            self._table.write_all(writes)
        except ConditionFailed as failed:
            raise StaleVersion(export.version) from failed
        return after

    def give_up(self, owner: Owner) -> None:
        """Work at it no more."""
        self._table.write(Write("Delete", keys.export_task(owner), None))


def _put(export: Export, over: int | None = None) -> Write:
    delete_after = int((export.asked_at + 2 * KEPT).timestamp())
    item = {**attributes(export), "delete_after": delete_after}
    if over is None:
        return Write("Put", keys.export(export), None, item)
    return Write("Put", keys.export(export), UNCHANGED, item, values={":version": over})


class Holdings:
    """Reads all that the table holds of a person, kind by kind, lazily."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, owner: Owner, held: Held) -> Iterator[Item]:  # noqa: C901 - a case for each kind
        """Read what is held of a kind, as it is stored, but for what is packed."""
        partition = keys.learner_partition(owner)
        match held:
            case (
                Held.CERTIFICATES
                | Held.EVENTS
                | Held.UPLOADS
                | Held.USAGE
                | Held.MEMBERSHIP
                | Held.NOTICES
                | Held.PACKS
                | Held.EXPORT
                | Held.NEWS
                | Held.MAILS
                | Held.HOLDINGS
            ):
                yield from _plain(self._table.query(partition, prefix=_IN_PORTFOLIO[held]))
            case Held.FINGERPRINTS | Held.PRECEDENTS:
                for key in self._leading_there(owner):
                    is_fingerprint = key["SK"].startswith("LEARNER#")
                    if is_fingerprint is (held is Held.FINGERPRINTS):
                        yield from _plain(filter(None, [self._table.get(key)]))
            case Held.DIRECTORY:
                entry = self._table.get(keys.directory_entry(owner))
                yield from _plain(filter(None, [entry]))
            case Held.CHANGES:
                place, prefix = keys.changes_of(owner.academy_id, owner.learner_id)
                for item in self._table.query(place, prefix=prefix):
                    yield from _plain([item])
                    yield from _plain(filter(None, map(self._table.get, keys.events_behind(item))))
            case Held.FORMER_STAFF:
                former = keys.former_staff(owner.academy_id, owner.learner_id)
                yield from _plain(filter(None, [self._table.get(former)]))
            case Held.STAFF_NEWS:
                told = self._table.query(keys.staff_news_partition(owner.academy_id))
                yield from _plain(item for item in told if is_told(item, owner))
                read = keys.staff_news_read(owner.academy_id, owner.learner_id)
                yield from _plain(filter(None, [self._table.get(read)]))
            case Held.ERASURE:
                yield from _plain(filter(None, [self._table.get(keys.erasure(owner))]))
            case Held.EVIDENCE | Held.INCOMING | Held.TRANSCRIPTS | Held.ACCOUNT | Held.LOGS:
                return
            case _:
                assert_never(held)

    def _leading_there(self, owner: Owner) -> Iterator[keys.Key]:
        partition = keys.learner_partition(owner)
        for item in self._table.query(partition, prefix=keys.CERTIFICATE):
            certificate = record_of(Certificate, item)
            events = self._table.query(partition, prefix=keys.events(certificate.id))
            history = [record_of(Event, event) for event in events]
            found = {(key["PK"], key["SK"]): key for key in led_there(certificate, history)}
            yield from found.values()


def _plain(items: Iterator[Item] | list[Item] | Any) -> Iterator[Item]:  # noqa: ANN401 - any items
    for item in items:
        yield {name: _said(value) for name, value in opened(item).items()}


def _said(value: Any) -> Any:  # noqa: ANN401 - any value
    return b64encode(value).decode() if isinstance(value, bytes) else value


class ExportedFiles:
    """Reads what is kept of a learner's files as a stream."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def evidence_of(self, owner: Owner) -> Iterator[tuple[str, str]]:
        """List keys and versions of all that is kept below a learner's files."""
        with faults_as_unavailable():
            pages = self._client.get_paginator("list_object_versions").paginate(
                Bucket=self._bucket, Prefix=keys.files_of(owner)
            )
            for page in pages:
                for item in page.get("Versions", ()):
                    yield item["Key"], item["VersionId"]

    def chunks(self, key: str, version_id: str) -> Iterator[bytes]:
        """Read a version, a little at a time."""
        with faults_as_unavailable():
            answer = self._client.get_object(Bucket=self._bucket, Key=key, VersionId=version_id)
            with answer["Body"] as body:
                while chunk := body.read(_CHUNK):
                    yield chunk
