"""What a cold start of a function loads: what its routes use, and nothing of what others do."""

import json
import os
import subprocess
import sys
from functools import cache

import pytest

from tests.support.template import ROOT, functions
from tests.support.world import ENVIRONMENT

PARSERS = {"PIL", "pi_heif", "pikepdf", "pypdfium2"}

NEVER = {
    "aws_lambda_powertools.event_handler.appsync",
    "aws_lambda_powertools.event_handler.bedrock_agent",
    "aws_lambda_powertools.event_handler.openapi.swagger_ui",
    "aws_lambda_powertools.event_handler.vpc_lattice",
    "aws_lambda_powertools.tracing",
    "asyncio",
    "certfolio.api.rehearsal",
    "certfolio.storage.scene",
    "pydantic.v1",
    *PARSERS,
}

MODULES = {
    "academy": 362,
    "announcements": 312,
    "directory": 375,
    "entry": 371,
    "face": 337,
    "holdings": 400,
    "inspection": 355,
    "ledger": 305,
    "listing": 350,
    "mail": 355,
    "mail_events": 328,
    "membership": 347,
    "news": 373,
    "programmes": 404,
    "reconciliation": 354,
    "reminders": 327,
    "review": 415,
    "rights": 340,
    "sign_in": 287,
    "submission": 409,
    "telling": 310,
    "transcripts": 379,
    "unsubscribe": 333,
    "uploads": 337,
}
"""How many a start may load, beside Python's own."""

SERVICES = {
    "academy": {"changes", "pages"},
    "announcements": {"announcing"},
    "directory": {"pages"},
    "entry": {"portfolio", "renewals"},
    "face": set(),
    "holdings": {"hiring", "holdings", "reports"},
    "ledger": set(),
    "listing": set(),
    "mail": {"digests", "hiring", "mailing", "pages", "reading"},
    "mail_events": {"mail_events"},
    "membership": set(),
    "news": set(),
    "programmes": {"cohorts", "hiring", "reports", "trials"},
    "reconciliation": {
        "late_files",
        "loose_files",
        "recount",
        "reconciliation",
        "renewals",
        "verdicts",
    },
    "reminders": {"cycles", "reminders"},
    "review": {"forecast", "hiring", "many", "portfolio", "renewals", "reports", "review"},
    "rights": {"erasures", "exports", "retentions"},
    "sign_in": set(),
    "submission": {"forecast", "hiring", "portfolio", "renewals", "reports"},
    "telling": set(),
    "transcripts": set(),
    "unsubscribe": set(),
    "uploads": set(),
}
"""Services that a start loads; each other one is loaded when it is first asked for."""


@cache
def loaded(function: str) -> frozenset[str]:
    """Names of the modules that a process has which has imported a function and nothing else."""
    module = functions()[function]["Handler"].rpartition(".")[0]
    module = f"functions.{function}.handler" if module == "handler" else module
    told = said(f"import json, sys, {module}; print(json.dumps(sorted(sys.modules)))")
    return frozenset(json.loads(told))


def said(code: str, **variables: str) -> str:
    """What a process of its own prints."""
    environment = {
        **ENVIRONMENT,
        **variables,
        "PATH": os.environ["PATH"],
        "PYTHONPATH": os.pathsep.join((str(ROOT / "layers" / "shared"), str(ROOT))),
    }
    told = subprocess.run(  # noqa: S603 - this very Python
        [sys.executable, "-c", code], env=environment, check=True, capture_output=True, text=True
    )
    return told.stdout


def test_every_function_is_told_of() -> None:
    assert MODULES.keys() == functions().keys()


@pytest.mark.parametrize("function", MODULES)
def test_a_start_loads_so_many_modules_at_most(function: str) -> None:
    own = {name for name in loaded(function) if name.split(".")[0] not in sys.stdlib_module_names}
    assert len(own) <= MODULES[function]


@pytest.mark.parametrize("function", SERVICES)
def test_a_start_loads_nothing_that_no_route_needs(function: str) -> None:
    assert loaded(function) & NEVER == set()


@pytest.mark.parametrize("function", SERVICES)
def test_a_service_is_loaded_where_it_is_used(function: str) -> None:
    services = {
        name.removeprefix("certfolio.services.")
        for name in loaded(function)
        if name.startswith("certfolio.services.")
    }
    assert services == SERVICES[function]


STARTED = """
import gc
from certfolio.invocation import invocation
from certfolio.snapshot import RehearsalContext
started = gc.isenabled()
invocation()(lambda event, context: None)({}, RehearsalContext())
print(started, gc.isenabled())
"""


@pytest.mark.parametrize(
    ("variables", "told"),
    [({"AWS_LAMBDA_FUNCTION_NAME": "listing"}, "False True"), ({}, "True True")],
    ids=["on Lambda", "elsewhere"],
)
def test_garbage_is_looked_for_from_the_first_request_on(
    variables: dict[str, str], told: str
) -> None:
    assert said(STARTED, **variables).strip() == told
