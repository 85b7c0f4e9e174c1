"""The ledger in S3, under Object Lock.

Three kinds of objects, each put once and never again:

- ``batches/<number>``: a batch. Whoever puts a number first has it, so that writers side by side
  make one chain.
- ``leaves/<pseudonym>/<version>/<batch>/<position>/<hash>``: that a batch has a leaf. All that is
  known of a certificate is one list of names.
- ``indexed/<number, counted down>``: that all leaves of a batch are there. No batch is put before
  this is there of the one before it, so at most the last batch lacks leaves, and whoever comes
  next puts them. Counted down, because S3 lists names upwards: the newest is the first.
"""

import hashlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from certfolio.domain.ledger import BEGINNING, Batch, Entry, Head
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.files import checksum
from certfolio.storage.stage import nobody_is_asked

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

BATCHES, LEAVES, INDEXED = "batches/", "leaves/", "indexed/"

_LAST = 9_999_999_999
_AT_ONCE = 8


class LedgerStore:
    """The bucket of the ledger."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket
        self._began_at: datetime | None = None

    def known(self, pseudonym: str) -> list[Entry]:
        """All that the ledger has of a certificate, in one call for a thousand entries."""
        return [_entry(key) for key in self._keys(f"{LEAVES}{pseudonym}/")]

    def began_at(self) -> datetime | None:
        """When S3 took the first batch; None where there is none."""
        if self._began_at is not None:
            return self._began_at
        with faults_as_unavailable():
            answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=BATCHES, MaxKeys=1)
        began_at = next((item["LastModified"] for item in answer.get("Contents", ())), None)
        if not nobody_is_asked():
            self._began_at = began_at
        return began_at

    def head(self) -> Head:
        """Where the chain ends; leaves that its last batch lacks are there afterwards."""
        number = self._last_indexed()
        last = None
        while batch := self._read(number + 1):
            self.index(batch)
            last, number = batch, batch.number
        last = last or self._read(number)
        return BEGINNING if last is None else last.head

    def put(self, batch: Batch) -> bool:
        """Put a batch; False where there is one of its number."""
        return self._put(_batch_key(batch.number), batch.model_dump_json().encode())

    def index(self, batch: Batch) -> None:
        """Put what says that a batch has its leaves; done twice, it is there once."""
        keys = [
            f"{LEAVES}{leaf.certificate}/{leaf.version:06}/{batch.number:010}/{place:04}/{leaf.hash}"
            for place, leaf in enumerate(batch.leaves)
        ]
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            # Read to the end, or what failed would not be heard of.
            list(pool.map(self._put, keys))
        self._put(f"{INDEXED}{_LAST - batch.number:010}")

    def _last_indexed(self) -> int:
        key = next(self._keys(INDEXED, at_most=1), None)
        return 0 if key is None else _LAST - int(key.removeprefix(INDEXED))

    def _keys(self, prefix: str, at_most: int | None = None) -> Iterator[str]:
        page: dict[str, Any] = {} if at_most is None else {"MaxKeys": at_most}
        while True:
            with faults_as_unavailable():
                answer: Any = self._client.list_objects_v2(
                    Bucket=self._bucket, Prefix=prefix, **page
                )
            yield from (item["Key"] for item in answer.get("Contents", ()))
            if at_most is not None or not answer["IsTruncated"]:
                return
            page["ContinuationToken"] = answer["NextContinuationToken"]

    def _read(self, number: int) -> Batch | None:
        with faults_as_unavailable():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=_batch_key(number))
            except ClientError as error:
                if error.response["Error"]["Code"] == "NoSuchKey":
                    return None
                raise
            with answer["Body"] as body:
                return Batch.model_validate_json(body.read())

    def _put(self, key: str, data: bytes = b"") -> bool:
        with faults_as_unavailable():
            try:
                self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=data,
                    # A bucket that locks what it takes asks for a checksum (Amazon S3 User Guide,
                    # "Object Lock considerations").
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=checksum(hashlib.sha256(data).hexdigest()),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response["Error"]["Code"] == "PreconditionFailed":
                    return False
                raise
        return True


def _batch_key(number: int) -> str:
    return f"{BATCHES}{number:010}"


def _entry(key: str) -> Entry:
    _, _, version, batch, position, digest = key.split("/")
    return Entry(int(version), int(batch), int(position), digest)
