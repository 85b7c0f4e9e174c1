"""What a warm request costs: Certfolio beside the floor and its peers."""

import sys
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from benchmarks.operations import Operation, Scene, event_of, wrong_with
from benchmarks.processes import Cloud, Worker, cloud, worker
from benchmarks.seeds import DIGEST, FILE, Seeds
from benchmarks.table import Json


class Contender(StrEnum):
    """Who answers."""

    FLOOR = "floor"
    BARE = "no framework"
    CHALICE = "Chalice"
    POWERTOOLS = "Powertools"
    FASTAPI = "FastAPI + Mangum"
    CERTFOLIO = "Certfolio"

    @property
    def module(self) -> str:
        """Where it is."""
        return _MODULES[self]


_MODULES = {
    Contender.FLOOR: "benchmarks.floor",
    Contender.BARE: "benchmarks.peers.bare",
    Contender.CHALICE: "benchmarks.peers.chalice_app",
    Contender.POWERTOOLS: "benchmarks.peers.powertools_app",
    Contender.FASTAPI: "benchmarks.peers.fastapi_app",
    Contender.CERTFOLIO: "benchmarks.product",
}


@dataclass(frozen=True)
class Traffic:
    """What a contender sends to AWS for one request, and gets back."""

    calls: tuple[str, ...]
    sent: int
    received: int

    @classmethod
    def of(cls, heard: list[Json]) -> "Traffic":
        """The traffic of recorded calls."""
        return cls(
            tuple(map(_called, heard)),
            sum(call["sent"] for call in heard),
            sum(call["received"] for call in heard),
        )


def _called(call: Json) -> str:
    """A call and, of a transaction, its writes; a condition shows as a question mark."""
    if call["operation"] != "TransactWriteItems":
        return str(call["operation"])
    writes = [next(iter(item.items())) for item in call["request"]["TransactItems"]]
    told = sorted(kind + "?" * ("ConditionExpression" in write) for kind, write in writes)
    return f"TransactWriteItems({', '.join(told)})"


Times = Mapping[Operation, Mapping[Contender, list[float]]]
"""Seconds of processor time of a request, one for each round."""


@dataclass(frozen=True)
class Warm:
    """What was measured."""

    times: Times
    traffic: Mapping[Operation, Mapping[Contender, Traffic]]


ROUNDS, AT_ONCE, WARM_UP = 30, 10, 30


def measure(
    contenders: tuple[Contender, ...] = tuple(Contender),
    operations: tuple[Operation, ...] = tuple(Operation),
    rounds: int = ROUNDS,
) -> Warm:
    """Let each contender answer in turn, round by round."""
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        workers = {
            contender: stack.enter_context(worker(contender.module, here.endpoint))
            for contender in contenders
        }
        scene = Seeds(here, workers[Contender.CERTFOLIO]).scene()
        sent = {operation: event_of(operation, scene, FILE, DIGEST) for operation in operations}
        for operation in operations:
            _teach(here, workers, operation, sent[operation])
        traffic = {
            operation: {
                contender: _tried(here, one, operation, scene, sent[operation])
                for contender, one in workers.items()
            }
            for operation in operations
        }
        times = _times(workers, sent, rounds)
    return Warm(times, traffic)


def _teach(
    here: Cloud, workers: Mapping[Contender, Worker], operation: Operation, event: str
) -> None:
    """Tell the floor what Certfolio does when it is warm."""
    product = workers[Contender.CERTFOLIO]
    product.tell("answer", operation=operation, event=event)
    here.ask("heard")
    answer = product.tell("answer", operation=operation, event=event)
    calls = here.ask("heard")["calls"]
    workers[Contender.FLOOR].call("learn", operation, calls, answer)


def _tried(here: Cloud, one: Worker, operation: Operation, scene: Scene, event: str) -> Traffic:
    """See that a contender answers as it must, and with which calls."""
    here.ask("heard")
    answer = one.tell("answer", operation=operation, event=event)
    wrong = wrong_with(operation, scene, answer)
    if wrong is not None:
        raise RuntimeError(wrong)
    return Traffic.of(here.ask("heard")["calls"])


def _times(
    workers: Mapping[Contender, Worker], sent: Mapping[Operation, str], rounds: int
) -> Times:
    found: dict[Operation, dict[Contender, list[float]]] = {
        operation: {contender: [] for contender in workers} for operation in sent
    }
    order = list(workers)
    for number in range(-1, rounds):
        for operation, event in sent.items():
            for contender in order:
                times = AT_ONCE if number >= 0 else WARM_UP
                took = workers[contender].tell(
                    "time", operation=operation, event=event, times=times
                )
                if number >= 0:
                    found[operation][contender].append(took)
        # Nobody always comes first, or behind the same one.
        order = [*islice(order, 1, None), order[0]]
        print(f"\r  warm: round {number + 1} of {rounds}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return found
