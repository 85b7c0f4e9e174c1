"""Words in pictures, recognised by Amazon Textract."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from botocore.exceptions import ClientError

from certfolio.domain.errors import Unavailable
from certfolio.domain.renditions import SCALE, Word
from certfolio.storage.faults import faults_as_unavailable

CONFIDENCE = 80.0
"""Percent below which a word is left out: none is better than a wrong one."""

_LONGEST_WORD = 100


class Textract:
    """Reads pictures of pages."""

    def __init__(self, client: Any) -> None:  # noqa: ANN401 - Textract's, untyped
        self._client = client

    def words(self, picture: bytes) -> tuple[Word, ...]:
        """Read the words on a page.

        Parameters
        ----------
        picture
            JPEG or PNG of up to 10 MB and 10,000 pixels in each direction (Amazon Textract
            Developer Guide, "Set quotas").

        Raises
        ------
        Unavailable
            Textract refused the picture or the caller, throttled, failed or did not answer.
        """
        try:
            with faults_as_unavailable():
                answer = self._client.detect_document_text(Document={"Bytes": picture})
        except ClientError as error:
            raise Unavailable(error.response["Error"]["Code"]) from error
        return tuple(_words(answer["Blocks"]))


def _words(blocks: list[Mapping[str, Any]]) -> Iterator[Word]:
    for block in blocks:
        if block["BlockType"] != "WORD" or block["Confidence"] < CONFIDENCE:
            continue
        text = unicodedata.normalize("NFKC", block["Text"])
        box = block["Geometry"]["BoundingBox"]
        left, top = box["Left"], box["Top"]
        corners = (left, top, left + box["Width"], top + box["Height"])
        yield Word(text[:_LONGEST_WORD], *map(_part, corners))


def _part(ratio: float) -> int:
    """A ratio, which can be a little beyond the picture's edge, as a place on a page."""
    return max(0, min(SCALE, round(ratio * SCALE)))
