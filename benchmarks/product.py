"""Certfolio as a contender: its functions' own handlers."""

import importlib
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from benchmarks.operations import Operation
from benchmarks.table import Json
from certfolio import composition
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
