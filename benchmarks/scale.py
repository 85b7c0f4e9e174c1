"""How calls, units and answers grow with the academy, and with one learner's portfolio."""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from benchmarks import progress
from benchmarks.operations import Operation, Scene, event_of, routed
from benchmarks.processes import Cloud, Worker, cloud, worker
from benchmarks.seeds import DIGEST, FILE, ProductSeeds, body_of
from benchmarks.table import LEARNER, NUMBER, Json
from benchmarks.units import Request, json_of
from benchmarks.warm import Contender
from tests.support import events

ACADEMIES = (1_000, 10_000, 100_000, 1_000_000)
PORTFOLIOS = (31, 500, 5_000)
LINES = 5
"""Of each certificate in the portfolio that grows."""

_PENDING = 10
"""One certificate of so many waits for a decision."""
_SHARED = 100
"""One of so many brings the same file."""
_DECIDED = 1_000
"""Events of decisions that are there; nobody reads more."""


@dataclass(frozen=True)
class Load:
    """What one request takes.

    Attributes
    ----------
    answered
        Bytes.
    """

    calls: int
    units: float
    answered: int


Growth = Mapping[str, Mapping[int, Load]]
"""By request and size."""


def of_academies(sizes: tuple[int, ...] = ACADEMIES) -> Growth:
    """Fill an academy step by step, and send the same requests after each."""
    found: dict[str, dict[int, Load]] = {}
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        product = stack.enter_context(worker(Contender.CERTFOLIO.module, here.endpoint))
        scene = ProductSeeds(here, product).scene()
        here.ask("freeze")
        items = here.ask("items")["items"]
        stamps = _Stamps(here, scene, items)
        there = 0
        for step in progress.rounds("academies", len(sizes)):
            size = sizes[step]
            stamps.fill(there, size)
            there = size
            for name, request in _requests(scene).items():
                found.setdefault(name, {})[size] = _load(here, product, request)
    return found


def of_portfolios(sizes: tuple[int, ...] = PORTFOLIOS) -> Growth:
    """Fill one learner's portfolio step by step, with certificates of five lines."""
    found: dict[str, dict[int, Load]] = {}
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        product = stack.enter_context(worker(Contender.CERTFOLIO.module, here.endpoint))
        seeds = ProductSeeds(here, product)
        scene = seeds.scene()
        made = seeds.with_lines(scene, LINES)
        here.ask("freeze")
        certificate = next(
            item
            for item in here.ask("items")["items"]
            if item["SK"]["S"] == f"CERTIFICATE#{made['id']}"
        )
        learner = partial(
            events.learner_request,
            claims={"sub": made["learner_id"], "custom:academy_id": scene.academy_id},
        )
        there = 1
        for step in progress.rounds("portfolios", len(sizes)):
            size = sizes[step]
            marks = _marks(made["id"], None)
            here.ask("fill", item=certificate, instead=marks, first=there, last=size)
            there = size
            for name, path, query in _READS:
                event = routed(learner("GET", path, query=query))
                load = _load(here, product, Request("listing", event))
                found.setdefault(name, {})[size] = load
    return found


_READS: tuple[tuple[str, str, dict[str, str | list[str]]], ...] = (
    ("statement", "/statement", {}),
    ("its lines, a page", "/statement/lines", {"credit_type": "cpe-0", "period": "2025"}),
    ("list 25", "/certificates", {}),
    ("list 25, one status", "/certificates", {"status": "pending"}),
    ("list 25, nothing matches", "/certificates", {"credit_type": "none-such"}),
)


def _requests(scene: Scene) -> Mapping[str, Request]:
    admin = f"/admin/academies/{scene.academy_id}"
    staff = partial(events.staff_request, principal=scene.reviewer)
    certificate = f"{admin}/learners/{scene.other}/certificates/{scene.pending}"
    queue = partial(staff, "GET", f"{admin}/reviews")
    outlook = events.learner_request(
        "GET",
        f"/certificates/{scene.pending}/outlook",
        claims={"sub": scene.other, "custom:academy_id": scene.academy_id},
    )
    operations = {
        operation.value: Request(
            operation.function, json_of(event_of(operation, scene, FILE, DIGEST))
        )
        for operation in Operation
    }
    return operations | {
        "queue, nothing matches": _of(queue(query={"credit_type": "none-such"})),
        "queue of one learner": _of(queue(query={"learner_id": scene.other})),
        "decided, newest first": _of(queue(query={"status": "approved"})),
        "duplicates": _of(staff("GET", f"{certificate}/duplicates")),
        "place in the queue": Request("listing", routed(outlook)),
    }


def _of(event: Json) -> Request:
    return Request("review", routed(event))


def _load(here: Cloud, product: Worker, request: Request) -> Load:
    product.call("call", request.function, request.event)
    here.ask("heard")
    answer = product.call("call", request.function, request.event)
    body_of(answer)
    heard = here.ask("heard")
    units = heard["units"]
    return Load(len(heard["calls"]), units["read"] + units["written"], len(answer["body"].encode()))


class _Stamps:
    """Copies the scene's two certificates as often as wanted."""

    def __init__(self, here: Cloud, scene: Scene, items: Iterable[Json]) -> None:
        self._here = here
        self._items = {(item["PK"]["S"], item["SK"]["S"]): item for item in items}
        self._scene = scene

    def fill(self, first: int, last: int) -> None:
        """Put the certificates of these numbers into the table."""
        scene = self._scene
        waiting = last // _PENDING
        self._copy(f"CERTIFICATE#{scene.pending}", scene.other, first // _PENDING, waiting)
        # Behind the numbers of those that wait.
        start, end = 10_000_000 + first, 10_000_000 + last - waiting
        self._copy(f"CERTIFICATE#{scene.approved}", scene.learner, start, end)
        decided = min(end, 10_000_000 + _DECIDED)
        self._copy(f"EVENT#{scene.approved}#000002", scene.learner, start, max(start, decided))
        shared = f"LEARNER#{scene.other}#CERTIFICATE#{scene.pending}"
        self._copy(shared, scene.other, first // _SHARED, last // _SHARED)

    def _copy(self, sort: str, learner: str, first: int, last: int) -> None:
        item = next(item for (_, key), item in self._items.items() if key == sort)
        certificate = re.search("(CERTIFICATE|EVENT)#([0-9A-Z]{26})", sort)
        marks = _marks(certificate[2] if certificate else "", learner)
        number = re.search("#NUMBER#[0-9a-f]{32}", json.dumps(item))
        if number is not None:
            marks[number.group()] = f"#NUMBER#{'0' * 20}{NUMBER}"
        self._here.ask("fill", item=item, instead=marks, first=first, last=last)


def _marks(certificate_id: str, learner: str | None) -> dict[str, str]:
    """What takes the place of ids: of the same length, and earlier than those that are there."""
    marks = {certificate_id: f"01KAAAAAAAAAAA{NUMBER}"}
    if learner is not None:
        marks[learner] = f"5f3c9a17-0000-4000-9000-{LEARNER}"
    return marks
