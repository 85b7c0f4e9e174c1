"""What Amazon Textract answers."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from certfolio.domain.renditions import SCALE, Word
from tests.support.faults import hooked

Json = dict[str, Any]


def answer(words: Iterable[Word], confidence: float = 99.4) -> Json:
    """The answer about a page with these words, in one line, as its API reference has it."""
    told = [_block("WORD", word, confidence) for word in words]
    page = Word("", 0, 0, SCALE, SCALE)
    line = page._replace(text=" ".join(block["Text"] for block in told))
    blocks = [_block("PAGE", page, confidence), _block("LINE", line, confidence), *told]
    del blocks[0]["Text"], blocks[0]["Confidence"]
    return {
        "DocumentMetadata": {"Pages": 1},
        "Blocks": blocks,
        "DetectDocumentTextModelVersion": "1.0",
    }


def _block(kind: str, word: Word, confidence: float) -> Json:
    left, top, right, bottom = (part / SCALE for part in word.box)
    return {
        "BlockType": kind,
        "Confidence": confidence,
        "Text": word.text,
        "Id": f"{kind} {word.text}",
        "Geometry": {
            "BoundingBox": {"Left": left, "Top": top, "Width": right - left, "Height": bottom - top}
        },
    }


@contextmanager
def textract(reads: Callable[[bytes], Json]) -> Iterator[list[bytes]]:
    """Let Textract answer what the test says.

    Yields
    ------
    list of bytes
        The pictures that it was sent so far.
    """
    sent: list[bytes] = []

    def read(params: Json, **_: Any) -> Any:
        sent.append(base64.b64decode(json.loads(params["body"])["Document"]["Bytes"]))
        return SimpleNamespace(status_code=200), reads(sent[-1])

    with hooked("textract", "before-call.textract.DetectDocumentText", read):
        yield sent
