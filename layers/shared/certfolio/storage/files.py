"""Files in S3: permission to put one, inspection's copy, links to look at it."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from certfolio.domain.certificates import Evidence, File, Upload
from certfolio.domain.errors import FileNotAvailable, Unavailable
from certfolio.domain.files import ContentType
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.keys import object_key
from certfolio.storage.links import Links

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@dataclass(frozen=True)
class Permit:
    """A presigned PUT.

    Attributes
    ----------
    headers
        Headers the client must send exactly so; the signature covers them.
    """

    url: str
    headers: dict[str, str]


class IncomingFiles:
    """The bucket where unvetted files arrive."""

    def __init__(self, client: "S3Client", bucket: str, links: Links) -> None:
        self._client = client
        self._bucket = bucket
        self._links = links

    def permit(self, upload: Upload, lasts: timedelta) -> Permit:
        """Sign a PUT of exactly the declared bytes, once.

        S3 refuses other bytes by the checksum, another length or type by the signature, and
        a second PUT by ``If-None-Match: *``.
        """
        headers = {
            "Content-Length": str(upload.file.size),
            "Content-Type": upload.file.content_type.value,
            "If-None-Match": "*",
            "x-amz-checksum-sha256": checksum(upload.file.sha256),
        }
        covered = {name.lower(): value for name, value in headers.items()}
        return Permit(self._links.sign("PUT", object_key(upload), lasts, headers=covered), headers)

    def read(self, key: str, etag: str, at_most: int) -> bytes | None:
        """Read the object an event named, and no more of it than was declared.

        Parameters
        ----------
        etag
            The object's entity tag as the event gives it.
        at_most
            Bytes; one more is read, so that a longer object shows.

        Returns
        -------
        bytes or None
            None when the object is gone or is another one by now.
        """
        with faults_as_unavailable():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key, IfMatch=etag)
            except ClientError as error:
                if error.response["Error"]["Code"] in _GONE:
                    return None
                raise
            with answer["Body"] as body:
                return body.read(at_most + 1)

    def clear(self, prefix: str) -> Iterator[int]:
        """Remove all objects below a prefix, a thousand at a time.

        Yields
        ------
        int
            How many were removed.
        """
        return cleared(self._client, self._bucket, prefix)

    def find(self, upload: Upload) -> str | None:
        """The entity tag of the object that an upload brought; None where there is none.

        Listed rather than asked for, so that it takes no permission to read what is unvetted.
        """
        key = object_key(upload)
        with faults_as_unavailable():
            answer = self._client.list_objects_v2(Bucket=self._bucket, Prefix=key, MaxKeys=1)
        tags = [item["ETag"] for item in answer.get("Contents", ()) if item["Key"] == key]
        return tags[0].strip('"') if tags else None


_GONE = frozenset({"NoSuchKey", "PreconditionFailed"})


@dataclass(frozen=True)
class StoredVersion:
    """One version of an object.

    Attributes
    ----------
    at
        Since when it is there.
    deleted
        Whether it holds nothing and says that the object was deleted.
    """

    key: str
    version_id: str
    at: datetime
    deleted: bool


@dataclass(frozen=True)
class StoredPage:
    """Some of the versions there are, in order of their keys.

    Attributes
    ----------
    after
        The key behind which to go on; empty at the end.
    """

    items: tuple[StoredVersion, ...]
    after: str


@dataclass(frozen=True)
class Kept:
    """A copy of an accepted file, and what inspection found it to be."""

    evidence: Evidence
    content_type: ContentType


class EvidenceFiles:
    """The bucket of accepted files."""

    def __init__(self, client: "S3Client", bucket: str, links: Links) -> None:
        self._client = client
        self._bucket = bucket
        self._links = links

    def keep(self, upload: Upload, data: bytes, content_type: ContentType) -> Evidence:
        """Copy an accepted file; done twice, it is the first copy that counts.

        Parameters
        ----------
        data
            The bytes that were inspected, not a second read of them.
        content_type
            What they are, whatever they were declared to be.
        """
        key = object_key(upload)
        with faults_as_unavailable():
            try:
                answer: Any = self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=data,
                    ContentType=content_type,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=checksum(hashlib.sha256(data).hexdigest()),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":
                    raise
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
        return Evidence(key=key, version_id=answer["VersionId"])

    def find(self, upload: Upload) -> Kept | None:
        """The copy of an upload's file that was kept before; None where there is none."""
        key = object_key(upload)
        found = _head(self._client, Bucket=self._bucket, Key=key, ChecksumMode="ENABLED")
        if found is None or found.get("ChecksumSHA256") != checksum(upload.file.sha256):
            return None
        evidence = Evidence(key=key, version_id=found["VersionId"])
        return Kept(evidence, ContentType(found["ContentType"]))

    def read(self, evidence: Evidence) -> bytes:
        """Read the accepted version."""
        with faults_as_unavailable():
            answer = self._client.get_object(
                Bucket=self._bucket, Key=evidence.key, VersionId=evidence.version_id
            )
            with answer["Body"] as body:
                return body.read()

    def has(self, evidence: Evidence) -> bool:
        """Whether the pinned version is there."""
        key, version_id = evidence.key, evidence.version_id
        found = _head(self._client, Bucket=self._bucket, Key=key, VersionId=version_id)
        return found is not None

    def digest_of(self, version: StoredVersion) -> str | None:
        """SHA-256, hexadecimal, of a version; None where S3 does not know it."""
        key, version_id = version.key, version.version_id
        found = _head(
            self._client, Bucket=self._bucket, Key=key, VersionId=version_id, ChecksumMode="ENABLED"
        )
        checksum = found and found.get("ChecksumSHA256")
        return base64.b64decode(checksum).hex() if checksum else None

    def page(self, academy_id: str, after: str, limit: int) -> StoredPage:
        """List some of an academy's files, with all their versions, in one call.

        Parameters
        ----------
        after
            The key behind which to begin; empty for the first page.
        limit
            Versions to ask for.
        """
        behind: Any = {"KeyMarker": after} if after else {}
        with faults_as_unavailable():
            answer: Any = self._client.list_object_versions(
                Bucket=self._bucket, Prefix=f"{academy_id}/", MaxKeys=limit, **behind
            )
        items = [
            StoredVersion(item["Key"], item["VersionId"], item["LastModified"], deleted)
            for part, deleted in (("Versions", False), ("DeleteMarkers", True))
            for item in answer.get(part, ())
        ]
        if not answer["IsTruncated"]:
            return StoredPage(tuple(items), "")
        # The last file may have versions that this page has no room for. A version could not be
        # gone on behind anyway: it may be removed by then.
        last = max(item.key for item in items)
        whole = [item for item in items if item.key != last] or items
        return StoredPage(tuple(whole), max(item.key for item in whole))

    def clear(self, prefix: str) -> Iterator[int]:
        """Remove all versions of all objects below a prefix for good, one by one.

        Yields
        ------
        int
            How many were removed.
        """
        # Of what is listed after the last removal there is nothing that was listed before it.
        while True:
            with faults_as_unavailable():
                answer: Any = self._client.list_object_versions(Bucket=self._bucket, Prefix=prefix)
            found = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
            if not found:
                return
            for item in found:
                with faults_as_unavailable():
                    self._client.delete_object(
                        Bucket=self._bucket, Key=item["Key"], VersionId=item["VersionId"]
                    )
                yield 1

    def remove(self, version: StoredVersion) -> None:
        """Remove a version for good; removed twice, it is gone once."""
        with faults_as_unavailable():
            self._client.delete_object(
                Bucket=self._bucket, Key=version.key, VersionId=version.version_id
            )

    def link(self, file: File, lasts: timedelta) -> str:
        """Sign a GET of the accepted version, which a browser saves under the file's name.

        Raises
        ------
        FileNotAvailable
            Inspection has not accepted the file.
        """
        if file.evidence is None:
            raise FileNotAvailable
        return self._links.sign(
            "GET",
            file.evidence.key,
            lasts,
            query={
                "versionId": file.evidence.version_id,
                **saved_as(file.name, file.content_type.value),
            },
        )


def saved_as(file_name: str, content_type: str) -> dict[str, str]:
    """What a link's query says, so that a browser saves what it gets under a name."""
    return {
        "response-content-disposition": content_disposition(file_name),
        "response-content-type": content_type,
        "response-cache-control": "private, no-store",
    }


def content_disposition(file_name: str) -> str:
    """Name a download by RFC 6266: plain ASCII for old clients, RFC 8187 for the real name."""
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in file_name
    )
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def cleared(client: "S3Client", bucket: str, prefix: str) -> Iterator[int]:
    """Remove all objects below a prefix from a bucket without versions, a thousand at a time.

    Yields
    ------
    int
        How many were removed.
    """
    while True:
        with faults_as_unavailable():
            answer = client.list_objects_v2(Bucket=bucket, Prefix=prefix)
        found = [{"Key": item["Key"]} for item in answer.get("Contents", ())]
        if not found:
            return
        _delete(client, bucket, found)
        yield len(found)


def _delete(client: "S3Client", bucket: str, found: list[Any]) -> None:
    with faults_as_unavailable():
        answer = client.delete_objects(Bucket=bucket, Delete={"Objects": found, "Quiet": True})
    if answer.get("Errors"):
        raise Unavailable("S3 left objects undeleted")


def _head(client: "S3Client", **named: Any) -> dict[str, Any] | None:  # noqa: ANN401 - HEAD's own
    """What S3 says of an object; None where there is none."""
    with faults_as_unavailable():
        try:
            return dict(client.head_object(**named))
        except ClientError as error:
            # A HEAD has no body that would say more.
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.NOT_FOUND:
                return None
            raise


def checksum(sha256: str) -> str:
    """A hexadecimal digest as S3 writes it."""
    return base64.b64encode(bytes.fromhex(sha256)).decode()
