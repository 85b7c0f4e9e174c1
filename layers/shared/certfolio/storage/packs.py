"""Packs: how far they are, what they are made of, and whoever makes them."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, TypeVar

from botocore.exceptions import ClientError

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.packs import KEPT, Pack
from certfolio.domain.values import Record
from certfolio.storage import keys
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.parted import PartedUploads
from certfolio.storage.records import NEW, attributes, stored
from certfolio.storage.table import Table, Write

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_Kept = TypeVar("_Kept", bound=Record)

_THERE = "attribute_exists(PK)"
"""Condition: it was not erased meanwhile."""

_AT_ONCE = 8 * 1024 * 1024
"""Bytes that are read at once of what is larger than memory."""


class PackStore:
    """Reads and writes how far packs are."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, pack: Pack) -> None:
        """Write down that a pack is asked for."""
        self._table.write(Write("Put", keys.pack(pack, pack.id), NEW, _item(pack)))

    def save(self, pack: Pack) -> None:
        """Write down how far it is.

        Raises
        ------
        ConditionFailed
            It is there no more.
        """
        self._table.write(Write("Put", keys.pack(pack, pack.id), _THERE, _item(pack)))

    def get(self, owner: Owner, pack_id: str) -> Pack:
        """Read one.

        Raises
        ------
        NotFound
            The owner has no such pack, or had it long ago.
        """
        item = self._table.get(keys.pack(owner, pack_id))
        if item is None:
            raise NotFound(Missing.TRANSCRIPT)
        return stored(Pack, item)

    def newest_first(self, owner: Owner, after: str | None = None) -> Iterator[Pack]:
        """Read those of a learner.

        Parameters
        ----------
        after
            Id of the one to start behind.
        """
        items = self._table.query(
            keys.learner_partition(owner),
            prefix=keys.PACK,
            start=keys.pack(owner, after) if after else None,
            newest_first=True,
        )
        return (stored(Pack, item) for item in items)


def _item(pack: Pack) -> dict[str, object]:
    # A day more than the files stay, so that who asks late is told that it is gone.
    return {**attributes(pack), "delete_after": int((pack.asked_at + 2 * KEPT).timestamp())}


class PackFiles:
    """What a pack is made of, and the pack itself, under its own ids."""

    def __init__(self, client: "S3Client", bucket: str, pack: Pack) -> None:
        self._client = client
        self._bucket = bucket
        self._uploads = PartedUploads(client, bucket)
        self._folder = f"{keys.files_of(pack)}{pack.id}"

    def key(self, name: str) -> str:
        """Key of a file of the pack."""
        return f"{self._folder}/{name}"

    def read(self, kind: type[_Kept], name: str) -> _Kept | None:
        """Read what an earlier run noted; None where none did."""
        data = self.data(name)
        return None if data is None else kind.model_validate_json(data)

    def note(self, name: str, record: Record) -> None:
        """Note something for the next run."""
        self.put(name, record.model_dump_json().encode(), "application/json")

    def data(self, name: str) -> bytes | None:
        """The bytes of a small file; None where there is none."""
        with faults_as_unavailable():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=self.key(name))
            except ClientError as error:
                # Who may not list a bucket is not told what is missing in it.
                if error.response["Error"]["Code"] in {"NoSuchKey", "AccessDenied"}:
                    return None
                raise
            with answer["Body"] as body:
                return body.read()

    def put(self, name: str, data: bytes | IO[bytes], content_type: str) -> None:
        """Put a file."""
        with faults_as_unavailable():
            self._client.put_object(
                Bucket=self._bucket, Key=self.key(name), Body=data, ContentType=content_type
            )

    def fetch(self, name: str, target: Path) -> None:
        """Copy a large file to the disk, piece by piece."""
        with target.open("wb") as file:
            while True:
                with faults_as_unavailable():
                    answer = self._client.get_object(
                        Bucket=self._bucket,
                        Key=self.key(name),
                        Range=f"bytes={file.tell()}-{file.tell() + _AT_ONCE - 1}",
                    )
                    with answer["Body"] as body:
                        file.write(body.read())
                if file.tell() >= int(answer["ContentRange"].rpartition("/")[2]):
                    return

    # An archive is longer than memory.

    def begin(self, name: str, content_type: str) -> str:
        """Begin an upload of parts."""
        return self._uploads.begin(self.key(name), content_type)

    def put_part(self, name: str, upload_id: str, number: int, data: bytes) -> str:
        """Put a part, from 1 on; put again, it takes the place of the first."""
        return self._uploads.put(self.key(name), upload_id, number, data)

    def complete(self, name: str, upload_id: str, tags: Sequence[str]) -> None:
        """Put the parts together; done twice, it is done once."""
        try:
            self._uploads.complete(self.key(name), upload_id, tags)
        except ClientError as error:
            if error.response["Error"]["Code"] != "NoSuchUpload":
                raise
