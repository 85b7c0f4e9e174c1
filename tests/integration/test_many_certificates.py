"""What reading costs where there is a lot to read: calls to AWS, counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any

from boto3.dynamodb.types import TypeSerializer

from certfolio.domain.actions import Action
from certfolio.domain.certificates import Certificate
from certfolio.storage import clients, keys
from certfolio.storage.records import item_of
from tests.support.builders import REVIEWER, act, certificate, file, ulid
from tests.support.desk import claims, handed_in
from tests.support.template import STACK
from tests.support.world import Answer, World, at, submission


@contextmanager
def calls() -> Iterator[list[str]]:
    """The calls to AWS that are made meanwhile."""
    made: list[str] = []

    def note(model: Any, **_: Any) -> None:
        made.append(model.name)

    hooks = [client.meta.events for client in (clients.dynamodb(), clients.s3())]
    for one in hooks:
        one.register("before-call", note)
    try:
        yield made
    finally:
        for one in hooks:
            one.unregister("before-call", note)


def aged(world: World, number: int) -> Certificate:
    """A certificate as it looks after some life of its own: one in five is still pending."""
    record = certificate(
        id=ulid(number + 1),
        title=f"Continuing education course number {number}",
        issuer="Institute of Continuing Education",
        certificate_number=f"ICE-2026-{number:06}",
        verification_link=f"https://verify.example.org/certificates/{number:06}",
        earned_on=date(2024, 1, 1) + timedelta(days=number),
        expires_on=date(2028, 1, 1),
        file=file(number=number + 1),
    ).model_copy(update=world.learner.owner.model_dump())
    if number % 5 == 0:
        return record
    return act(record, Action.APPROVE, REVIEWER, comment="Checked against the original")[0]


def fill(world: World, many: int) -> None:
    """Give the learner so many certificates, of a credit type that was claimed by them."""
    clients.dynamodb().update_item(
        TableName=STACK,
        Key={
            name: {"S": value} for name, value in keys.credit_type(world.academy_id, "cpe").items()
        },
        UpdateExpression="SET claimed = :yes",
        ExpressionAttributeValues={":yes": {"BOOL": True}},
    )
    serializer = TypeSerializer()
    items = []
    for number in range(many):
        record = aged(world, number)
        item = item_of(record)
        items.append({name: serializer.serialize(value) for name, value in item.items()})
    for start in range(0, many, 25):
        batch: Any = [{"PutRequest": {"Item": item}} for item in items[start : start + 25]]
        clients.dynamodb().batch_write_item(RequestItems={STACK: batch})


def costs(
    world: World, method: str, path: str, body: object = None, **query: str
) -> tuple[Answer, int]:
    """What the learner is answered, and how many calls that took."""
    with calls() as made:
        answer = world.learner.call(method, path, body, query={**query})
    assert answer.status == 200, answer
    assert "Scan" not in made
    return answer, len(made)


def test_a_statement_for_five_hundred_certificates_takes_two_calls(world: World) -> None:
    fill(world, 500)
    # When nothing is remembered of what the academy has set up.
    with at(datetime.now(UTC) + timedelta(minutes=2)):
        answer, cost = costs(world, "GET", "/statement")
    assert (sum(item["line_count"] for item in answer.body["items"]), cost) == (500, 2)


def test_what_a_learner_reads_takes_few_calls(world: World) -> None:
    fill(world, 50)
    assert costs(world, "GET", "/statement")[1] <= 2
    # What the academy has set up is remembered for a minute.
    assert costs(world, "GET", "/statement")[1] == 1
    answer, cost = costs(world, "GET", "/certificates", limit="20")
    assert (len(answer.body["items"]), cost) == (20, 1)
    draft = submission(claims=claims(("cpe", "1")))
    # The rules, the portfolio, and whether the learner holds a credential.
    assert costs(world, "POST", "/certificates/forecast", draft)[1] == 3
    answer, cost = costs(world, "GET", f"/certificates/{ulid(46)}/outlook")
    assert (answer.body["ahead"], cost) == (9, 3)


def test_a_reviewer_finds_duplicates_in_few_calls(world: World) -> None:
    fill(world, 25)
    world.credit_type("free", requires=[])
    known = aged(world, 7)
    fields = {"issuer": known.issuer, "certificate_number": known.certificate_number}
    handed_in(world.new_learner(), "free", **fields)
    path = f"/learners/{world.learner.id}/certificates/{known.id}/duplicates"
    with calls() as made:
        answer = world.reviewer.call("GET", path)
    assert [item["why"] for item in answer.body["items"]] == [["same_number"]]
    # The staff entry, the certificate, its portfolio, files, numbers, and what was found.
    assert len(made) == 6
    assert "Scan" not in made
