"""A value that was read, and the words it was read from."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Told:
    """What a document says about a field.

    Attributes
    ----------
    value
        In the form in which the API takes it.
    words
        Numbers of the document's words that say so, at least one.
    """

    value: str
    words: tuple[int, ...]
