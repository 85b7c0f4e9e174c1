"""What each request takes of AWS, with records of real length: calls, and DynamoDB's units."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial

from benchmarks.operations import (
    TITLE,
    Operation,
    Scene,
    event_of,
    routed,
    submission,
)
from benchmarks.processes import cloud, worker
from benchmarks.seeds import DIGEST, FILE, ProductSeeds, body_of, person
from benchmarks.table import Json
from benchmarks.warm import Contender
from tests.support import events

COMMENT = (
    "Thank you for handing this in. The hours on the document are those of the whole programme, "
    "and the lunch breaks are among them; please see the academy's rules on what counts before "
    "the next one."
).ljust(200, ".")
"""Two hundred characters."""


@dataclass(frozen=True)
class Taken:
    """What one request takes.

    Attributes
    ----------
    function
        Which answers it.
    calls
        Operations, as AWS names them.
    received
        Bytes of the answers of AWS.
    answered
        Bytes of the function's own answer.
    seconds
        Of processor time.
    """

    function: str
    calls: tuple[str, ...]
    read: float
    written: float
    received: int
    answered: int
    seconds: float


@dataclass(frozen=True)
class Request:
    """An event and the function it is for."""

    function: str
    event: Json


def measure() -> Mapping[str, Taken]:
    """Send each request to a warm function and count."""
    with ExitStack() as stack:
        here = stack.enter_context(cloud())
        product = stack.enter_context(worker(Contender.CERTFOLIO.module, here.endpoint))
        seeds = ProductSeeds(here, product)
        scene = seeds.scene()
        _, arrived = seeds.arrived(scene.learner)
        late = seeds.arrived_late(person(6))
        here.ask("freeze")
        found = {}
        for name, request in requests(scene, arrived, late).items():
            product.call("call", request.function, request.event)
            here.ask("heard")
            answer = product.call("call", request.function, request.event)
            heard = here.ask("heard")
            if answer is not None:
                body_of(answer)
            found[name] = Taken(
                request.function,
                tuple(call["operation"] for call in heard["calls"]),
                heard["units"]["read"],
                heard["units"]["written"],
                sum(call["received"] for call in heard["calls"]),
                0 if answer is None else len(answer["body"].encode()),
                product.call("timed", request.function, request.event),
            )
    return found


INSPECT = "inspect a file"
"""What nobody asks for; the file's arrival starts it."""


INSPECT_LATE = "inspect a file, handed in before"


def requests(scene: Scene, arrived: Json, late: Json) -> Mapping[str, Request]:
    """The requests of a certificate's life, by what they are called.

    Parameters
    ----------
    arrived, late
        The events of a file that nobody has handed in, and of one that somebody has.
    """
    admin = f"/admin/academies/{scene.academy_id}"
    certificate = f"{admin}/learners/{scene.other}/certificates/{scene.pending}"
    learner = partial(
        events.learner_request,
        claims={
            "sub": scene.learner,
            "custom:academy_id": scene.academy_id,
            "name": "Demo Learner",
        },
    )
    staff = partial(events.staff_request, principal=scene.reviewer)
    decide = partial(staff, "POST", f"{certificate}/decisions", headers={"If-Match": '"1"'})
    no = {"reason": "not-verifiable", "comment": COMMENT}
    long = {**submission(scene.upload_id), "title": TITLE * 2}
    operations = {
        operation.value: Request(
            operation.function, json_of(event_of(operation, scene, FILE, DIGEST))
        )
        for operation in Operation
    }
    return operations | {
        "see how an upload stands": _of("uploads", learner("GET", f"/uploads/{scene.upload_id}")),
        INSPECT: Request("inspection", arrived),
        INSPECT_LATE: Request("inspection", late),
        "submit, title of 120": _of("submission", learner("POST", "/certificates", long)),
        "approve with a comment": _of("review", decide({"action": "approve", "comment": COMMENT})),
        "decline": _of("review", decide({"action": "decline", **no})),
        "request changes": _of("review", decide({"action": "request_changes", **no})),
        "view pages": _of("listing", learner("GET", f"/certificates/{scene.approved}/pages")),
        "place in the queue": _of(
            "listing",
            events.learner_request(
                "GET",
                f"/certificates/{scene.pending}/outlook",
                claims={"sub": scene.other, "custom:academy_id": scene.academy_id},
            ),
        ),
        "staff: read one": _of("review", staff("GET", certificate)),
        "staff: view pages": _of("review", staff("GET", f"{certificate}/pages")),
        "staff: duplicates": _of("review", staff("GET", f"{certificate}/duplicates")),
        "staff: precedents": _of("review", staff("GET", f"{certificate}/precedents")),
        "staff: totals": _of("review", staff("GET", f"{admin}/reviews/totals")),
        "staff: queue, nothing matches": _of(
            "review", staff("GET", f"{admin}/reviews", query={"credit_type": "none-such"})
        ),
    }


def _of(function: str, event: Json) -> Request:
    return Request(function, routed(event))


def json_of(text: str) -> Json:
    """An event that was written as JSON."""
    event: Json = json.loads(text)
    return event
