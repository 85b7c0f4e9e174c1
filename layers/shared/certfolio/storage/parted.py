"""Files that are longer than memory: S3 takes them part by part, under one upload."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from certfolio.storage.faults import faults_as_unavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class PartedUploads:
    """Uploads of parts into a bucket."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def begin(self, key: str, content_type: str) -> str:
        """Begin to write a file; returns S3's id of it."""
        with faults_as_unavailable():
            answer = self._client.create_multipart_upload(
                Bucket=self._bucket, Key=key, ContentType=content_type
            )
        return answer["UploadId"]

    def put(self, key: str, upload_id: str, number: int, part: bytes) -> str:
        """Put a part, from 1 on; put again, it takes the place of the first. Returns its tag."""
        with faults_as_unavailable():
            answer = self._client.upload_part(
                Bucket=self._bucket, Key=key, UploadId=upload_id, PartNumber=number, Body=part
            )
        return answer["ETag"]

    def complete(self, key: str, upload_id: str, tags: Sequence[str]) -> None:
        """Put the parts together."""
        parts: Any = [{"ETag": tag, "PartNumber": number} for number, tag in enumerate(tags, 1)]
        with faults_as_unavailable():
            self._client.complete_multipart_upload(
                Bucket=self._bucket, Key=key, UploadId=upload_id, MultipartUpload={"Parts": parts}
            )

    def abandon(self, key: str, upload_id: str) -> None:
        """Leave nothing of it."""
        with faults_as_unavailable():
            self._client.abort_multipart_upload(Bucket=self._bucket, Key=key, UploadId=upload_id)
