"""Permissions to put a file, and what inspection said of files no certificate has taken yet."""

from datetime import datetime, timedelta

from certfolio.domain.certificates import FileState, Owner, Upload
from certfolio.domain.errors import NotFound, TooManyUploads
from certfolio.domain.uploads import Allowance, next_day, next_hour
from certfolio.storage import keys
from certfolio.storage.conflicts import ConditionFailed, UploadChanged
from certfolio.storage.records import NEW, attributes, stored
from certfolio.storage.table import Item, Table, Write

KEPT = timedelta(days=2)
"""How long the record of an upload that nobody used outlives its permission."""


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
        """
        delete_after = int((upload.expires_at + KEPT).timestamp())
        item = {**attributes(upload), "delete_after": delete_after}
        put = Write("Put", keys.upload(upload, upload.id), NEW, item)
        try:
            self._table.write_all([put, _count(upload, caller, allowance)])
        except ConditionFailed as failed:
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
        item = self._table.get(keys.upload(owner, upload_id))
        if item is None:
            raise NotFound("upload")
        return stored(Upload, item)

    def record(self, upload: Upload) -> None:
        """Write down what inspection said of a file no certificate has taken yet.

        Raises
        ------
        UploadChanged
            A submission took it, or another inspection was faster.
        """
        file = attributes(upload.file)
        write = Write(
            "Update",
            keys.upload(upload, upload.id),
            "attached = :no AND #file.#state = :waiting",
            update="SET #file = :file",
            names={"#file": "file", "#state": "state"},
            values={":no": False, ":waiting": FileState.WAITING.value, ":file": file},
        )
        try:
            self._table.write(write)
        except ConditionFailed as failed:
            # What is there already may be this very verdict, whose answer was lost.
            if failed.item is None or failed.item["file"] != file:
                raise UploadChanged from failed


_COUNTED = 1
"""Place, among the writes that give a permission, of the one that counts it."""


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
