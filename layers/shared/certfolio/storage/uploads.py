"""Permissions to put a file, and what inspection said of files that nothing has taken yet."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from certfolio.domain.certificates import FileState, Owner, Upload
from certfolio.domain.errors import BeingErased, Missing, NotFound, TooManyUploads
from certfolio.domain.uploads import GRACE, Allowance, next_day, next_hour
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed, UploadChanged
from certfolio.storage.erasures import not_erased
from certfolio.storage.records import NEW, attributes, stored
from certfolio.storage.table import Item, Table, Write

KEPT = timedelta(days=2)
"""How long the record of an upload that nobody used outlives its permission."""


@dataclass(frozen=True)
class Waiting:
    """A file that is waited for.

    Attributes
    ----------
    key
        Where it is to be in S3.
    at
        When something must have become of it.
    """

    key: str
    at: datetime


class UploadStore:
    """Reads and writes uploads."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, upload: Upload, caller: Owner, allowance: Allowance) -> None:
        """Write down a permission that is about to be given, if the caller may have one more.

        Parameters
        ----------
        caller
            Who asks: the learner, or the desk of a member of staff.

        Raises
        ------
        TooManyUploads
            The caller has had as many as are given for now.
        BeingErased
            The learner is being erased.
        """
        delete_after = int((upload.expires_at + KEPT).timestamp())
        place = keys.waiting_place(upload, upload.expires_at + GRACE)
        item = {**attributes(upload), **place, "delete_after": delete_after}
        put = Write("Put", keys.upload(upload, upload.id), NEW, item)
        try:
            self._table.write_all([put, _count(upload, caller, allowance), not_erased(upload)])
        except ConditionFailed as failed:
            if failed.position == _ERASED:
                raise BeingErased from failed
            if failed.position == _COUNTED:
                raise _refusal(upload, failed.item or {}, allowance) from failed
            # What is there already may be this very permission, whose answer was lost.
            if failed.item != {**put.key, **item}:
                raise

    def get(self, owner: Owner, upload_id: str) -> Upload:
        """Read one upload.

        Raises
        ------
        NotFound
            The owner has no such upload, or had it long ago.
        """
        found = self.find(owner, upload_id)
        if found is None:
            raise NotFound(Missing.UPLOAD)
        return found

    def find(self, owner: Owner, upload_id: str) -> Upload | None:
        """Read one upload; None where the owner has no such one, or had it long ago."""
        item = self._table.get(keys.upload(owner, upload_id))
        return stored(Upload, item) if item else None

    def record(self, upload: Upload, keep_until: datetime) -> None:
        """Write down what inspection said of a file that nothing has taken yet.

        Parameters
        ----------
        keep_until
            Until when an accepted file can be handed in.

        Raises
        ------
        UploadChanged
            Something took it, or another inspection was faster.
        """
        file = attributes(upload.file)
        write = Write(
            "Update",
            keys.upload(upload, upload.id),
            "attached = :no AND #file.#state = :waiting",
            update=f"SET #file = :file, delete_after = :delete_after {_SETTLED}",
            names={"#file": "file", "#state": "state"},
            values={
                ":no": False,
                ":waiting": FileState.WAITING.value,
                ":file": file,
                ":delete_after": int(keep_until.timestamp()),
            },
        )
        try:
            self._table.write(write)
        except ConditionFailed as failed:
            # What is there already may be this very verdict, whose answer was lost.
            if failed.item is None or failed.item["file"] != file:
                raise UploadChanged from failed

    def share(self, upload: Upload) -> None:
        """Keep the record of a file that several learners' certificates are about to take.

        Raises
        ------
        UploadChanged
            The upload is gone, and its file may be, too.
        """
        self._update(upload, "attribute_exists(PK)", "REMOVE delete_after")

    # What is waited for

    def waiting(self, academy_id: str, now: datetime, *, page: int) -> Iterator[Waiting]:
        """Read which of an academy's files something must have become of by now, longest first."""
        items = self._table.query(
            keys.waiting_partition(academy_id),
            between=keys.waiting_until(now),
            index=keys.BY_TIME,
            page=page,
        )
        return (Waiting(*keys.waiting_of(item)) for item in items)

    def look_again(self, upload: Upload, at: datetime) -> None:
        """Look at the file again later, if it still waits then."""
        with suppress(UploadChanged):
            self._update(
                upload,
                "attribute_exists(by_time_pk)",
                "SET by_time_sk = :place",
                {":place": keys.waiting_place(upload, at)["by_time_sk"]},
            )

    def settle(self, upload: Upload) -> None:
        """Look at the file no more."""
        with suppress(UploadChanged):
            self._update(upload, "attribute_exists(PK)", _SETTLED)

    def _update(
        self, upload: Upload, condition: str, update: str, values: Mapping[str, Any] | None = None
    ) -> None:
        key = keys.upload(upload, upload.id)
        try:
            self._table.write(Write("Update", key, condition, update=update, values=values or {}))
        except ConditionFailed as failed:
            raise UploadChanged from failed


_SETTLED = "REMOVE by_time_pk, by_time_sk"

_COUNTED, _ERASED = 1, 2
"""Places, among the writes that give a permission, of the one that counts it, and of the condition
that nobody erases the learner."""


def _count(upload: Upload, caller: Owner, allowance: Allowance) -> Write:
    """One more in this hour and so many bytes more on this day, if that is not too much."""
    now = upload.created_at
    return Write(
        "Update",
        keys.usage(caller, now.date()),
        "(attribute_not_exists(#hour) OR #hour < :per_hour)"
        " AND (attribute_not_exists(#bytes) OR #bytes <= :left)",
        update="ADD #hour :one, #bytes :size SET delete_after = :delete_after",
        names={"#hour": _hour(now), "#bytes": "bytes"},
        values={
            ":one": 1,
            ":size": upload.file.size,
            ":per_hour": allowance.per_hour,
            ":left": allowance.bytes_per_day - upload.file.size,
            ":delete_after": int((next_day(now) + timedelta(days=1)).timestamp()),
        },
    )


def _refusal(upload: Upload, used: Item, allowance: Allowance) -> TooManyUploads:
    now = upload.created_at
    too_much = used.get("bytes", 0) > allowance.bytes_per_day - upload.file.size
    retry_at = next_day(now) if too_much else next_hour(now)
    return TooManyUploads(retry_at, retry_at - now)


def _hour(now: datetime) -> str:
    """Attribute that counts the uploads of an hour."""
    return f"hour_{now:%H}"
