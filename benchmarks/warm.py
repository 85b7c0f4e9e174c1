"""What a warm request costs: Certfolio beside the floor and its peers."""

from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from benchmarks import progress
from benchmarks.operations import Operation, Scene, event_of, wrong_with
from benchmarks.processes import Cloud, Worker, cloud, worker
from benchmarks.seeds import DIGEST, FILE, PeerSeeds, ProductSeeds
from benchmarks.table import Json


class Contender(StrEnum):
    """Who answers."""

    FLOOR = "floor"
    FLOOR_OF_OURS = "floor, our bytes"
    BARE = "no framework"
    CHALICE = "Chalice"
    POWERTOOLS = "Powertools"
    FASTAPI = "FastAPI + Mangum"
    CERTFOLIO = "Certfolio"

    @property
    def module(self) -> str:
        """Where it is."""
        return _MODULES[self]

    @property
    def has_our_records(self) -> bool:
        """Whether it works on records as Certfolio writes them; all others are plain."""
        return self in {Contender.CERTFOLIO, Contender.FLOOR_OF_OURS}


_MODULES = {
    Contender.FLOOR: "benchmarks.floor",
    Contender.FLOOR_OF_OURS: "benchmarks.floor",
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


ROUNDS, AT_ONCE, WARM_UP = 40, 5, 30


def measure(operations: tuple[Operation, ...] = tuple(Operation), rounds: int = ROUNDS) -> Warm:
    """Let each contender answer in turn, round by round."""
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        workers = {
            contender: stack.enter_context(worker(contender.module, here.endpoint))
            for contender in Contender
        }
        ours = ProductSeeds(here, workers[Contender.CERTFOLIO]).scene()
        plain = PeerSeeds(here, workers[Contender.BARE]).scene()
        here.ask("freeze")
        scenes = {contender: ours if contender.has_our_records else plain for contender in workers}
        sent: Events = {
            operation: {
                contender: event_of(operation, scene, FILE, DIGEST)
                for contender, scene in scenes.items()
            }
            for operation in operations
        }
        for operation in operations:
            for floor, of in _FLOORS.items():
                _teach(here, workers[floor], workers[of], operation, sent[operation][of])
        traffic = {
            operation: {
                contender: _tried(
                    here, one, operation, scenes[contender], sent[operation][contender]
                )
                for contender, one in workers.items()
            }
            for operation in operations
        }
        times = _times(workers, sent, rounds)
    return Warm(times, traffic)


_FLOORS = {
    Contender.FLOOR: Contender.BARE,
    Contender.FLOOR_OF_OURS: Contender.CERTFOLIO,
}
"""Whose calls each floor makes."""

Events = Mapping[Operation, Mapping[Contender, str]]


def _teach(here: Cloud, floor: Worker, of: Worker, operation: Operation, event: str) -> None:
    """Tell a floor what somebody does who is warm."""
    of.tell("answer", operation=operation, event=event)
    here.ask("heard")
    answer = of.tell("answer", operation=operation, event=event)
    floor.call("learn", operation, here.ask("heard")["calls"], answer)


def _tried(here: Cloud, one: Worker, operation: Operation, scene: Scene, event: str) -> Traffic:
    """See that a contender answers as it must, and with which calls."""
    here.ask("heard")
    answer = one.tell("answer", operation=operation, event=event)
    wrong = wrong_with(operation, scene, answer)
    if wrong is not None:
        raise RuntimeError(wrong)
    return Traffic.of(here.ask("heard")["calls"])


def _times(workers: Mapping[Contender, Worker], sent: Events, rounds: int) -> Times:
    found: dict[Operation, dict[Contender, list[float]]] = {
        operation: {contender: [] for contender in workers} for operation in sent
    }
    order = list(workers)
    for number in progress.rounds("warm", rounds + 1):
        for operation, events in sent.items():
            for contender in order:
                times = AT_ONCE if number else WARM_UP
                took = workers[contender].tell(
                    "time", operation=operation, event=events[contender], times=times
                )
                if number:
                    found[operation][contender].append(took)
        # Nobody always comes first, or behind the same one.
        order = [*islice(order, 1, None), order[0]]
    return found
