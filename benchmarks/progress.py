"""Tells whoever waits how far a run is."""

import sys
from collections.abc import Iterator


def rounds(what: str, number: int) -> Iterator[int]:
    """Count the rounds of a part of the run."""
    for done in range(number):
        print(f"\r  {what}: round {done + 1} of {number}", end="", file=sys.stderr, flush=True)
        yield done
    print(file=sys.stderr)
