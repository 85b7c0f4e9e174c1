"""Files in S3: permission to put one, inspection's copy, links to look at it."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from botocore.exceptions import ClientError

from certfolio.domain.certificates import Evidence, File, Upload
from certfolio.domain.errors import FileNotAvailable
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.keys import object_key

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

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def permit(self, upload: Upload, lasts: timedelta) -> Permit:
        """Sign a PUT of exactly the declared bytes, once.

        S3 refuses other bytes by the checksum, another length or type by the signature, and
        a second PUT by ``If-None-Match: *``.
        """
        checksum = _checksum(upload.file.sha256)
        url = self._client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": self._bucket,
                "Key": object_key(upload),
                "ContentLength": upload.file.size,
                "ContentType": upload.file.content_type,
                "ChecksumSHA256": checksum,
                "IfNoneMatch": "*",
            },
            ExpiresIn=int(lasts.total_seconds()),
            HttpMethod="PUT",
        )
        return Permit(
            url,
            {
                "Content-Length": str(upload.file.size),
                "Content-Type": upload.file.content_type,
                "If-None-Match": "*",
                "x-amz-checksum-sha256": checksum,
            },
        )

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


_GONE = frozenset({"NoSuchKey", "PreconditionFailed"})


class EvidenceFiles:
    """The bucket of accepted files."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def keep(self, upload: Upload, data: bytes) -> Evidence:
        """Copy an accepted file; done twice, it is the first copy that counts.

        Parameters
        ----------
        data
            The bytes that were inspected, not a second read of them.
        """
        key = object_key(upload)
        with faults_as_unavailable():
            try:
                answer: Any = self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=data,
                    ContentType=upload.file.content_type,
                    ChecksumSHA256=_checksum(hashlib.sha256(data).hexdigest()),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":
                    raise
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
        return Evidence(key=key, version_id=answer["VersionId"])

    def link(self, file: File, lasts: timedelta, *, inline: bool = False) -> str:
        """Sign a GET of the accepted version.

        Parameters
        ----------
        inline
            Whether a browser shows the file rather than saving it.

        Raises
        ------
        FileNotAvailable
            Inspection has not accepted the file.
        """
        if file.evidence is None:
            raise FileNotAvailable
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": file.evidence.key,
                "VersionId": file.evidence.version_id,
                "ResponseContentDisposition": content_disposition(file.name, inline=inline),
                "ResponseContentType": file.content_type,
                "ResponseCacheControl": "private, no-store",
            },
            ExpiresIn=int(lasts.total_seconds()),
        )


def content_disposition(file_name: str, *, inline: bool = False) -> str:
    """Name a download by RFC 6266: plain ASCII for old clients, RFC 8187 for the real name."""
    kind = "inline" if inline else "attachment"
    plain = "".join(
        c if c.isascii() and c.isprintable() and c not in '"\\%' else "_" for c in file_name
    )
    return f"{kind}; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name, safe='')}"


def _checksum(sha256: str) -> str:
    return base64.b64encode(bytes.fromhex(sha256)).decode()
