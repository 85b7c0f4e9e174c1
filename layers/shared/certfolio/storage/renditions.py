"""What accepted files look like, in S3 beside them."""

import hashlib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError
from pydantic import ValidationError

from certfolio.domain.certificates import Evidence
from certfolio.domain.errors import NotDrawn
from certfolio.domain.renditions import Drawing, Manifest, StoredPage
from certfolio.storage.faults import faults_as_unavailable
from certfolio.storage.files import checksum
from certfolio.storage.links import Links

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_AT_ONCE = 8
_WEBP, _JSON = "image/webp", "application/json"


class Renditions:
    """The pictures of accepted files' pages.

    Every object is called after its content, the thumbnail after the manifest that names it. So
    whoever draws a file again writes the same, and nothing else can take an object's place:
    the bucket takes each key once.
    """

    def __init__(self, client: "S3Client", bucket: str, links: Links) -> None:
        self._client = client
        self._bucket = bucket
        self._links = links

    def keep(self, evidence: Evidence, source: str, drawing: Drawing) -> str:
        """Keep what an accepted file looks like; done twice, it is the same.

        Parameters
        ----------
        source
            SHA-256 of the bytes that were drawn, hexadecimal.

        Returns
        -------
        str
            Digest of the manifest, by which everything else is found.
        """

        def keep_page(picture: bytes) -> tuple[str, str]:
            digest = _digest(picture)
            return digest, self._put(_page_key(evidence, digest), picture, _WEBP)

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            stored = list(pool.map(keep_page, drawing.pictures))
        manifest = Manifest(
            source=source,
            thumbnail=_digest(drawing.thumbnail),
            pages=tuple(
                StoredPage(**dict(page), sha256=digest, version_id=version_id)
                for page, (digest, version_id) in zip(drawing.pages, stored, strict=True)
            ),
            remarks=drawing.remarks,
        )
        data = manifest.model_dump_json(exclude_defaults=True).encode()
        digest = _digest(data)
        self._put(_thumbnail_key(evidence, digest), drawing.thumbnail, _WEBP)
        self._put(_manifest_key(evidence, digest), data, _JSON)
        return digest

    def manifest(self, evidence: Evidence) -> Manifest:
        """Read what a file's rendition consists of, and that it is what was pinned.

        Raises
        ------
        NotDrawn
            The file was accepted before files were drawn, or its manifest is not the one that
            was pinned.
        """
        if evidence.rendition is None:
            raise NotDrawn
        key = _manifest_key(evidence, evidence.rendition)
        with faults_as_unavailable():
            try:
                answer = self._client.get_object(Bucket=self._bucket, Key=key)
            except ClientError as error:
                if error.response["Error"]["Code"] == "NoSuchKey":
                    raise NotDrawn from error
                raise
            with answer["Body"] as body:
                data = body.read()
        if _digest(data) != evidence.rendition:
            raise NotDrawn
        try:
            return Manifest.model_validate_json(data, extra="ignore")
        except ValidationError as error:
            raise NotDrawn from error

    def picture(self, evidence: Evidence, page: StoredPage) -> bytes:
        """Read the picture of a page."""
        key = _page_key(evidence, page.sha256)
        with faults_as_unavailable():
            answer = self._client.get_object(
                Bucket=self._bucket, Key=key, VersionId=page.version_id
            )
            with answer["Body"] as body:
                return body.read()

    def page_links(
        self, evidence: Evidence, pages: Iterable[StoredPage], lasts: timedelta
    ) -> list[str]:
        """Sign a GET of the picture of each page."""
        return [
            self._link(_page_key(evidence, page.sha256), lasts, versionId=page.version_id)
            for page in pages
        ]

    def thumbnail_link(self, evidence: Evidence, lasts: timedelta) -> str | None:
        """Sign a GET of a file's thumbnail; None where it was not drawn yet."""
        if evidence.rendition is None:
            return None
        return self._link(_thumbnail_key(evidence, evidence.rendition), lasts)

    def _link(self, key: str, lasts: timedelta, **version: str) -> str:
        return self._links.sign(
            "GET",
            key,
            lasts,
            query={
                **version,
                "response-content-type": _WEBP,
                # A browser keeps it for as long as the link is good, and nobody else does.
                "response-cache-control": f"private, max-age={int(lasts.total_seconds())}",
            },
        )

    def _put(self, key: str, data: bytes, content_type: str) -> str:
        """Put an object and tell its version, which is an earlier one if it is there already."""
        with faults_as_unavailable():
            try:
                answer: Any = self._client.put_object(
                    Bucket=self._bucket,
                    Key=key,
                    Body=data,
                    ContentType=content_type,
                    ChecksumAlgorithm="SHA256",
                    ChecksumSHA256=checksum(_digest(data)),
                    IfNoneMatch="*",
                )
            except ClientError as error:
                if error.response["Error"]["Code"] != "PreconditionFailed":
                    raise
                answer = self._client.head_object(Bucket=self._bucket, Key=key)
        version_id: str = answer["VersionId"]
        return version_id


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _page_key(evidence: Evidence, digest: str) -> str:
    return f"{evidence.key}/page-{digest}.webp"


def _thumbnail_key(evidence: Evidence, manifest: str) -> str:
    return f"{evidence.key}/{manifest}.webp"


def _manifest_key(evidence: Evidence, manifest: str) -> str:
    return f"{evidence.key}/{manifest}.json"
