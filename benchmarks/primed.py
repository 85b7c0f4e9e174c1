"""What the first request costs behind a snapshot that was restored, beside a warm one."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks import progress
from benchmarks.operations import Operation, event_of
from benchmarks.processes import cloud, worker
from benchmarks.seeds import DIGEST, FILE, ProductSeeds
from benchmarks.warm import Contender

ROUNDS = 5


@dataclass(frozen=True)
class First:
    """Seconds of processor time of the first request and of a warm one, one for each round.

    Attributes
    ----------
    modules
        How many the first request still imports.
    """

    first: list[float]
    warm: list[float]
    modules: list[int]


def measure(rounds: int = ROUNDS) -> Mapping[Operation, First]:
    """Start each function anew, run its hooks as Lambda does, and send requests."""
    found = {operation: First([], [], []) for operation in Operation}
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        module = Contender.CERTFOLIO.module
        with worker(module, here.endpoint) as product:
            scene = ProductSeeds(here, product).scene()
        here.ask("freeze")
        for _ in progress.rounds("primed", rounds):
            for operation, seconds in found.items():
                event = event_of(operation, scene, FILE, DIGEST)
                with worker(module, here.endpoint) as fresh:
                    told = fresh.call("restored", operation, event)
                seconds.first.append(told["first"])
                seconds.warm.append(told["warm"])
                seconds.modules.append(told["modules"])
    return found
