"""What requests read where there is a lot: calls and units, whatever they are filtered by.

Records are written straight into the table, first few and then ten times as many. What stays the
same from the one to the other does not grow further; what cannot stay the same has a bound.
"""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import boto3
from boto3.dynamodb.types import TypeSerializer

from certfolio.domain.actions import Action, Status
from certfolio.domain.certificates import Certificate, Decision, Evidence, Owner
from certfolio.storage import clients, keys
from certfolio.storage.records import item_of
from tests.support.builders import NOW, certificate, claim, file, ulid
from tests.support.desk import known, path_of
from tests.support.template import REGION, STACK
from tests.support.units import Meter, metered, size
from tests.support.world import Answer, World, forget

Json = dict[str, Any]

FEW, MANY = 120, 1200
NUMBER = {"issuer": "Open Institute", "certificate_number": "N 1"}
STAFF_LOOK_UP = 1


@contextmanager
def reading() -> Iterator[Meter]:
    with metered(clients.dynamodb(), boto3.client("dynamodb", region_name=REGION)) as meter:
        yield meter
    assert "Scan" not in meter.calls


def serialized(item: Json) -> Json:
    serializer = TypeSerializer()
    return {name: serializer.serialize(value) for name, value in item.items()}


def write(items: list[Json]) -> None:
    stored = [*map(serialized, items)]
    for start in range(0, len(stored), 25):
        batch: Any = [{"PutRequest": {"Item": item}} for item in stored[start : start + 25]]
        clients.dynamodb().batch_write_item(RequestItems={STACK: batch})


def digests(number: int, many: int) -> str:
    """Text that packing makes no smaller than half."""
    parts = (sha256(f"{number} {part}".encode()).hexdigest() for part in range(many))
    return "/".join(parts)


def alike(world: World, numbers: range, status: Status, digest: str) -> Iterator[Json]:
    """Certificates of many learners, all with one number and one file, and what finds the file."""
    for number in numbers:
        made = someone_s(world, number, status, file=file(number=number + 1, sha256=digest))
        assert made.file is not None
        yield item_of(made)
        yield {**keys.fingerprint(made, made.file)}


def someone_s(world: World, number: int, status: Status, **fields: Any) -> Certificate:
    owner = Owner(academy_id=world.academy_id, learner_id=f"someone-{number // 3}")
    since = NOW + timedelta(minutes=number)
    return certificate(
        status,
        **owner.model_dump(),
        id=ulid(number + 1),
        title=f"Continuing education course number {number}",
        since=since,
        submitted_at=since,
        **NUMBER,
        **fields,
    )


def fill(world: World, digest: str, numbers: range) -> None:
    for status, half in ((Status.PENDING, numbers[::2]), (Status.APPROVED, numbers[1::2])):
        write([*alike(world, half, status, digest)])


LARGE = 1400
"""Certificates of more than 2 MB in all."""


def fill_queue(world: World) -> None:
    """Let certificates wait that each were sent back with a long comment before."""
    sent_back = {"outcome": "request_changes", "at": NOW, "by": {"kind": "staff", "id": "x"}}
    write(
        [
            item_of(
                someone_s(
                    world,
                    number,
                    Status.PENDING,
                    decision=Decision(**sent_back, comment=digests(number, 30)),
                    verification_link=f"https://{digests(number, 7)}",
                )
            )
            for number in range(LARGE)
        ]
    )


def test_what_is_flat_stays_flat_however_much_there_is(world: World) -> None:
    learner = known(world)
    mine = learner.submitted(**NUMBER)
    one = path_of(mine)
    portfolio = f"/learners/{learner.id}"
    staff = world.reviewer
    requests: dict[str, Callable[[], Answer]] = {
        "list": lambda: learner.call("GET", "/certificates"),
        "read": lambda: learner.call("GET", f"/certificates/{mine['id']}"),
        "view": lambda: learner.call("GET", f"/certificates/{mine['id']}/pages"),
        "statement": lambda: learner.call("GET", "/statement"),
        "queue": lambda: staff.call("GET", "/reviews"),
        "decided": lambda: staff.call("GET", "/reviews", query={"status": "approved"}),
        "queue of a learner": lambda: staff.call(
            "GET", "/reviews", query={"learner_id": learner.id}
        ),
        "portfolio": lambda: staff.call("GET", f"{portfolio}/certificates"),
        "read by staff": lambda: staff.call("GET", one),
        "duplicates": lambda: staff.call("GET", f"{one}/duplicates"),
        "learners": lambda: staff.call("GET", "/learners"),
    }

    def costs() -> dict[str, tuple[list[str], float]]:
        found = {}
        for name, ask in requests.items():
            ask()
            with reading() as meter:
                answer = ask()
            assert answer.status == 200, answer
            found[name] = (meter.calls, meter.read)
        return found

    fill(world, mine["file"]["sha256"], range(FEW))
    few = costs()
    fill(world, mine["file"]["sha256"], range(FEW, MANY))
    many = costs()
    assert {name: calls for name, (calls, _) in many.items()} == {
        name: calls for name, (calls, _) in few.items()
    }
    for name, (_, units) in many.items():
        assert units <= 1.1 * few[name][1], (name, units, few[name])


def test_a_filter_that_nothing_matches_reads_so_much_and_goes_on(world: World) -> None:
    fill_queue(world)
    read, query = 0, {"credit_type": "another"}
    while True:
        with reading() as meter:
            page = world.reviewer.call("GET", "/reviews", query=query).body
        assert page["items"] == []
        assert meter.calls.count("Query") <= 2
        assert len(meter.calls) <= 2 + STAFF_LOOK_UP + 1
        assert meter.read <= 300
        read += meter.items
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    # Everything that waits was looked at once, beside what staff and set-up take.
    assert LARGE <= read <= LARGE + 10


def test_what_a_filter_matches_is_found_however_far_behind(world: World) -> None:
    world.credit_type("rare", requires=[])
    fill_queue(world)
    rare = world.learner.submit(None, claims=[{"credit_type": "rare", "credits": "1"}]).body
    found: list[str] = []
    query, pages = {"credit_type": "rare"}, 0
    while True:
        page = world.reviewer.call("GET", "/reviews", query=query).body
        found += [item["id"] for item in page["items"]]
        pages += 1
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert found == [rare["id"]]
    assert pages > 1


def test_duplicates_of_a_file_that_hundreds_share_read_a_hundred(world: World) -> None:
    mine = world.learner.submitted(**NUMBER)
    write([*alike(world, range(FEW), Status.PENDING, mine["file"]["sha256"])])
    with reading() as meter:
        answer = world.reviewer.call("GET", path_of(mine, "/duplicates"))
    assert answer.body["more"] is True
    assert {item["learner_id"] for item in answer.body["items"]}
    # Its own portfolio is one record; who asks is another.
    assert meter.items <= 100 + 2
    assert meter.read <= 100


def test_the_place_in_the_queue_is_counted_in_one_call(world: World) -> None:
    fill_queue(world)
    mine = world.learner.submitted()
    path = f"/certificates/{mine['id']}/outlook"
    world.learner.call("GET", path)
    with reading() as meter:
        answer = world.learner.call("GET", path)
    # The certificate, those ahead of it, and how long the last ones took.
    assert meter.calls == ["GetItem", "Query", "Query"]
    assert meter.read <= 140
    assert answer.body["ahead_is_exact"] is False
    assert 0 < answer.body["ahead"] < LARGE


def test_a_statement_of_many_certificates_with_five_lines_each(world: World) -> None:
    """Five thousand of them fit five calls, each of which reads 1 MB."""
    types = ("cpe", "ceu", "pdu", "cme", "cle")
    for name in types[1:]:
        world.credit_type(name, requires=[])
    items = [approved(world, number, types) for number in range(FEW)]
    assert sum(map(size, map(serialized, items))) * 5000 / FEW < 5 * 1024 * 1024
    write(items)
    period = {"credit_type": "cme", "period": "2026"}
    for path, query in (("/statement", {}), ("/statement/lines", {**period, "limit": "100"})):
        # What the academy has set up, and the portfolio.
        forget()
        with reading() as meter:
            answer = world.learner.call("GET", path, query=query)
        assert answer.status == 200
        assert meter.calls == ["Query", "Query"]
        assert len(json.dumps(answer.body)) < 100 * 1024
    assert len(answer.body["items"]) == 100


def approved(world: World, number: int, types: Sequence[str]) -> Json:
    """A certificate as people fill them in, with a comment of the reviewer's."""
    comment = f"The programme of day {number} in the issuer's register gives other hours. "
    by = {"kind": "staff", "id": str(uuid.UUID(int=7)), "name": "Demo Reviewer"}
    record = certificate(
        Status.APPROVED,
        **world.learner.owner.model_dump(),
        id=ulid(number + 1),
        title=f"Continuing education course number {number}, with a longer name",
        expires_on=date(2029, 1, 15),
        claims=tuple(claim(name, "8.00", "7.50") for name in types),
        file=file(
            number=number + 1,
            sha256=digests(number, 1),
            evidence=Evidence(
                key=f"{world.academy_id}/{world.learner.id}/{ulid(number + 1)}/{ulid(number + 1)}",
                version_id=digests(number, 1)[:32],
                rendition=digests(number, 1)[::-1],
            ),
        ),
        decision=Decision(outcome=Action.APPROVE, at=NOW, by=by, comment=(comment * 3)[:200]),
        cross_check="ffmfff",
        head=digests(-number, 1),
        **NUMBER,
    )
    return item_of(record)
