"""Certfolio as a contender: its functions' own handlers."""

import importlib
import json
import math
import os
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from statistics import fmean, median
from typing import Any

from snapshot_restore_py import get_after_restore, get_before_snapshot

from benchmarks.operations import Operation
from benchmarks.table import Json
from certfolio import composition
from certfolio.domain.files import RejectionReason
from certfolio.domain.staff import Role, SecondFactor, StaffMember
from certfolio.storage import keys
from certfolio.storage.records import attributes
from certfolio.storage.table import Write


@dataclass
class Context:
    """What Lambda tells a function of the call."""

    function_name: str = "certfolio"
    function_version: str = "1"
    memory_limit_in_mb: int = 512
    invoked_function_arn: str = "arn:aws:lambda:eu-central-1:123456789012:function:certfolio:live"
    aws_request_id: str = "5f2b8e1c-6d3a-4f70-9b1e-0a1b2c3d4e5f"
    ends: float = math.inf

    def get_remaining_time_in_millis(self) -> int:
        """How long the function may still run."""
        return 28_000


@cache
def _function(name: str) -> Any:  # noqa: ANN401 - each is a decorated function
    return importlib.import_module(f"functions.{name}.handler").handler


def handle(operation: str, event: Json) -> Json:
    """Answer one of the operations that are measured."""
    return call(Operation(operation).function, event)


def call(function: str, event: Json) -> Json:
    """Let a function answer an event."""
    answer: Json = _function(function)(event, Context(function))
    return answer


def restored(operation: str, event: str) -> dict[str, float]:
    """Do what Lambda does around a snapshot, and time the requests behind it."""
    _function(Operation(operation).function)
    # Lambda runs those before a snapshot from the last registered to the first: AWS Lambda
    # Developer Guide, "Lambda SnapStart runtime hooks for Python".
    for hook, parameters, named in reversed(get_before_snapshot()):
        hook(*parameters, **named)
    for hook, parameters, named in get_after_restore():
        hook(*parameters, **named)
    known = len(sys.modules)
    first = _seconds(operation, event)
    modules = len(sys.modules) - known
    warm = median(_seconds(operation, event) for _ in range(_WARM))
    return {"first": first, "warm": warm, "modules": modules}


_WARM = 25


def _seconds(operation: str, event: str) -> float:
    given = json.loads(event)
    started = time.process_time()
    handle(operation, given)
    return time.process_time() - started


def timed(function: str, event: Json) -> float:
    """Seconds of processor time of a warm request, children's included."""
    took = []
    for _ in range(_WARM):
        before = os.times()
        call(function, event)
        after = os.times()
        took.append(sum(after[:4]) - sum(before[:4]))
    # The system counts in hundredths; the mean of many is finer than any one of them.
    return fmean(took)


def inspected(file: str, times: int) -> float:
    """Inspect and draw a file so many times.

    Returns
    -------
    float
        Megabytes that the process of the file held at the most.
    """
    # Only here, as no other function has what it takes.
    from functions.inspection.examine import Caps, Ended, examine  # noqa: PLC0415

    data, ended = Path(file).read_bytes(), list[Ended]()
    for _ in range(times):
        # The clock of a busy machine says nothing of the file.
        found = examine(data, Caps(seconds=100), on_end=ended.append)
        if isinstance(found, RejectionReason):
            raise TypeError(found)
    return max(one.memory_bytes for one in ended) / 1_000_000


def enlist(academy_id: str, principal: str, role: str) -> None:
    """Put somebody on an academy's staff list, as an operator does with the first."""
    member = StaffMember(
        academy_id=academy_id,
        principal=principal,
        name="Demo Reviewer",
        role=Role[role],
        version=1,
        second_factor=SecondFactor(enabled=True, read_at=datetime.now(UTC)),
    )
    key = keys.staff(academy_id, principal)
    composition.table().write(Write("Put", key, None, attributes(member)))
    composition.totals().know(academy_id)
