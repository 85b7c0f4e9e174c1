"""Whether a document agrees with what is stated, as a queue can be filtered by it."""

from enum import StrEnum
from functools import lru_cache

from certfolio.domain.reading.fields import Outcome, from_summary


class DocumentSays(StrEnum):
    """How a document stands to what is stated about it."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNREAD = "unread"


# A queue asks this of every record, and there are few summaries.
@lru_cache(maxsize=1024)
def document_says(summary: str | None) -> DocumentSays:
    """Tell how a document stands to what is stated.

    Parameters
    ----------
    summary
        What became of each field; None where the document was not read.

    Returns
    -------
    DocumentSays
        It agrees where all that was looked for was found, and unread is what has no text.
    """
    outcomes = set(from_summary(summary or "").values()) - {Outcome.UNREAD}
    if not outcomes:
        return DocumentSays.UNREAD
    return DocumentSays.AGREES if outcomes == {Outcome.FOUND} else DocumentSays.DIFFERS
