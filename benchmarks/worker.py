"""One contender in a process of its own, which is told on its standard input what to answer.

So none has another's modules, log settings or garbage in its memory.
"""

import gc
import importlib
import json
import os
import sys
import time
from collections.abc import Callable

from benchmarks.table import Json

Handler = Callable[[str, Json], Json]
"""Answers an operation's event."""


def main() -> None:
    """Answer orders until there are no more."""
    contender = importlib.import_module(sys.argv[1])
    answers = os.fdopen(os.dup(1), "w")
    # What functions print is their log; here it goes where it costs no more than a write.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    for line in sys.stdin:
        order = json.loads(line)
        answers.write(json.dumps(_obeyed(contender, order)) + "\n")
        answers.flush()


def _obeyed(contender: object, order: Json) -> object:
    match order["do"]:
        case "answer":
            handle: Handler = contender.handle  # type: ignore[attr-defined]
            return handle(order["operation"], json.loads(order["event"]))
        case "time":
            handle = contender.handle  # type: ignore[attr-defined]
            return _timed(handle, order["operation"], order["event"], order["times"])
        case told:
            # What only one of the contenders can do.
            return getattr(contender, told)(*order["with"])


def _timed(handle: Handler, operation: str, event: str, times: int) -> float:
    """Seconds of processor time of one request, over several."""
    # Each takes an event of its own, as from Lambda's runtime, which made it of JSON.
    given = [json.loads(event) for _ in range(times)]
    gc.collect()
    started = time.process_time()
    for one in given:
        handle(operation, one)
    return (time.process_time() - started) / times


if __name__ == "__main__":
    main()
