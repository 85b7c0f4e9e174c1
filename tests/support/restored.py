"""A function in a process of its own, put into a snapshot and restored as Lambda does it.

Started as one of the benchmark's workers, so that AWS is a process of its own, too.
"""

import importlib
import json
import random
import sys
from typing import Any
from unittest.mock import patch

from botocore.session import Session
from pydantic._internal._generate_schema import GenerateSchema
from snapshot_restore_py import get_after_restore, get_before_snapshot

from benchmarks.operations import Operation
from benchmarks.product import Context
from certfolio.api.audit import Audited


def restored(operation: str, event: str) -> dict[str, Any]:
    """Answer a first request, and tell what was still loaded and made for it."""
    function = Operation(operation).function
    module = importlib.import_module(f"functions.{function}.handler")
    drawn = random.getstate()
    for hook, given, named in reversed(get_before_snapshot()):
        hook(*given, **named)
    for hook, given, named in get_after_restore():
        hook(*given, **named)
    known = set(sys.modules)
    with (
        patch.object(Session, "create_client", side_effect=AssertionError) as client,
        patch.object(
            GenerateSchema, "generate_schema", autospec=True, side_effect=AssertionError
        ) as schema,
    ):
        answer = module.handler(json.loads(event), Context(function))
    return {
        "status": answer["statusCode"],
        "modules": sorted(set(sys.modules) - known),
        "clients": client.call_count,
        "schemas": schema.call_count,
        "same_randomness": random.getstate() == drawn,
    }


def rehearsed(function: str) -> dict[str, Any]:
    """Take a snapshot, and tell what each route answered meanwhile."""
    module = importlib.import_module(f"functions.{function}.handler")
    answers: dict[str, int] = {}

    def note(audited: Audited, _event: object, status: int) -> None:
        answers[f"{audited.method} {audited.route}"] = status

    with patch.object(Audited, "write", note):
        for hook, given, named in reversed(get_before_snapshot()):
            hook(*given, **named)
    return {"answers": answers, "routes": [" ".join(rule) for rule in module.api.rules]}
