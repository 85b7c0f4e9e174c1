from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from certfolio.domain.academies import Academy
from certfolio.domain.certificates import Certificate, FileState, Owner, Upload
from certfolio.domain.credit_types import CreditType
from certfolio.domain.errors import NotFound, TooManyUploads
from certfolio.domain.uploads import Allowance, next_day, next_hour
from certfolio.storage import keys
from certfolio.storage.certificates import UploadChanged
from certfolio.storage.records import NEW, attributes, record_of, stored
from certfolio.storage.table import ConditionFailed, Item, Table, Write

KEPT = timedelta(days=2)
"""How long the record of an upload that nobody used outlives its permission."""


@dataclass(frozen=True)
class Materials:
    """What a submission is held against.

    Attributes
    ----------
    credit_types
        The claimed ones that exist, by id.
    upload
        None when the owner has no such upload.
    """

    academy: Academy
    credit_types: Mapping[str, CreditType]
    upload: Upload | None


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

    def with_certificate(self, object_key: str) -> tuple[Upload | None, Certificate | None]:
        """Read the upload behind an S3 key and the certificate it is for, in one call.

        Raises
        ------
        ValueError
            The server did not make this key.
        """
        upload_key, certificate_key = keys.from_object_key(object_key)
        items = {item["SK"]: item for item in self._table.get_many([upload_key, certificate_key])}
        upload = items.get(upload_key["SK"])
        certificate = items.get(certificate_key["SK"])
        return (
            stored(Upload, upload) if upload else None,
            record_of(Certificate, certificate) if certificate else None,
        )

    def materials(
        self, owner: Owner, upload_id: str | None, credit_type_ids: Iterable[str]
    ) -> Materials:
        """Read, in one call, what a submission is held against."""
        upload_key = keys.upload(owner, upload_id) if upload_id is not None else None
        academy_key = keys.academy(owner.academy_id)
        credit_type_keys = {
            credit_type_id: keys.credit_type(owner.academy_id, credit_type_id)
            for credit_type_id in credit_type_ids
        }
        wanted = [academy_key, *credit_type_keys.values()]
        if upload_key is not None:
            wanted.append(upload_key)
        items = {item["SK"]: item for item in self._table.get_many(wanted)}
        upload = items.get(upload_key["SK"]) if upload_key is not None else None
        academy = items.get(academy_key["SK"], {"academy_id": owner.academy_id})
        return Materials(
            academy=stored(Academy, academy),
            credit_types={
                credit_type_id: stored(CreditType, items[key["SK"]])
                for credit_type_id, key in credit_type_keys.items()
                if key["SK"] in items
            },
            upload=stored(Upload, upload) if upload else None,
        )

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
"""Which write of those that give a permission counts it."""


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
