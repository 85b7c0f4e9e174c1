"""Pages that are pictures of text, read by recognition."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from certfolio.domain.renditions import Drawing, Word

Recognise = Callable[[bytes], tuple[Word, ...]]
"""Reads the words in a picture of a page; none where it cannot."""


def recognised(drawing: Drawing, recognise: Recognise) -> Drawing:
    """Have the words read on the pages, at least one, that were drawn once more for it.

    All at a time, so that an answer that does not come is waited for once.
    """
    pages = list(drawing.pages)
    with ThreadPoolExecutor(len(drawing.scans)) as pool:
        read = pool.map(recognise, drawing.scans.values())
        for place, words in zip(drawing.scans, read, strict=True):
            update = {"words": words, "recognised": bool(words)}
            pages[place] = pages[place].model_copy(update=update)
    return replace(drawing, pages=tuple(pages))
