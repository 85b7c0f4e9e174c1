"""Transcripts as files, in a bucket that forgets them after a day."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from certfolio.domain.certificates import Owner
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.files import cleared, saved_as
from certfolio.storage.keys import files_of
from certfolio.storage.links import Links

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


class TranscriptFiles:
    """Keeps what was made, and gives out links to it."""

    def __init__(self, client: "S3Client", bucket: str, links: Links) -> None:
        self._client = client
        self._bucket = bucket
        self._links = links

    def keep(self, owner: Owner, transcript_id: str, data: bytes, content_type: str) -> str:
        """Put a file, under ids alone.

        Returns
        -------
        str
            Its key.
        """
        key = f"{files_of(owner)}{transcript_id}"
        with faults_as_unavailable():
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=data, ContentType=content_type
            )
        return key

    def clear(self, prefix: str) -> Iterator[int]:
        """Remove all files below a prefix, a thousand at a time; yields how many were removed."""
        return cleared(self._client, self._bucket, prefix)

    def link(self, key: str, name: str, content_type: str, lasts: timedelta) -> str:
        """Sign a GET of a file, which a browser saves under a name."""
        return self._links.sign("GET", key, lasts, query=saved_as(name, content_type))
