"""Say what is being done and how long it took."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def step(what: str) -> Iterator[None]:
    """Show that something is being done; on a terminal with a running count of seconds."""
    started = time.monotonic()
    done = threading.Event()
    _show(f"  {what} …")

    def count() -> None:
        while not done.wait(1):
            _show(f"\r  {what} … {time.monotonic() - started:.0f} s")

    ticker = threading.Thread(target=count, daemon=True)
    if sys.stdout.isatty():
        ticker.start()
    outcome = "stopped"
    try:
        yield
        outcome = "done"
    finally:
        done.set()
        if ticker.is_alive():
            ticker.join()
        took = f"{outcome} in {time.monotonic() - started:.1f} s"
        _show(f"\r  {what} … {took}\n" if sys.stdout.isatty() else f" {took}\n")


def _show(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
