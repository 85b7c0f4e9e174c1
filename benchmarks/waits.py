"""What the portal makes people wait for: measured in a process that has a browser."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter

from benchmarks.processes import ROOT

SLOWER = 4
"""How many times slower than this machine's the processor is."""
PORTFOLIO = 500
WAITING = 400
ROUNDS = 5


@dataclass(frozen=True)
class Opened:
    """A page that is opened, by somebody whose browser has its scripts.

    Attributes
    ----------
    blocked
        Total blocking time of each round, in milliseconds: what pauses after the first paint
        lasted beyond 50 (https://web.dev/articles/tbt).
    painted
        When the largest thing was painted, in milliseconds.
    """

    blocked: list[float]
    painted: list[float]


@dataclass(frozen=True)
class Waits:
    """What the portal makes people wait for.

    Attributes
    ----------
    opened
        By what the page shows.
    pauses
        The longest pause of each round, in milliseconds, by what is done on a page that stands.
    """

    opened: Mapping[str, Opened]
    pauses: Mapping[str, list[float]]


def measure() -> Waits:
    """Measure it."""
    command = [str(ROOT / ".venv" / "bin" / "python"), "-m", "benchmarks.portal"]
    ran = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE)
    return TypeAdapter(Waits).validate_json(ran.stdout.splitlines()[-1])
