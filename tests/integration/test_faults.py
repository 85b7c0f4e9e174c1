"""AWS is slow, busy or silent; somebody else acts in between."""

from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

import pytest

from certfolio.domain.staff import Role
from certfolio.storage import clients
from tests.support.faults import between, everything, losing_answers, refusing, said
from tests.support.world import Answer, World, if_match, submission

THROTTLED = [
    ("ThrottlingException", 400),
    ("ProvisionedThroughputExceededException", 400),
    ("RequestLimitExceeded", 400),
    ("InternalServerError", 500),
    ("ServiceUnavailable", 503),
]


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with patch("certfolio.invocation.time.sleep"):
        yield


def busy(answer: Answer) -> bool:
    return (answer.status, answer.problem) == (503, "unavailable") and int(
        answer.headers["Retry-After"]
    ) > 0


@pytest.mark.parametrize(("code", "status"), THROTTLED)
def test_a_busy_table_is_503_and_nothing_is_written(world: World, code: str, status: int) -> None:
    upload = world.learner.uploaded()
    before = everything()
    with refusing("dynamodb", "TransactWriteItems", code, status=status):
        assert busy(world.learner.submit(upload["id"]))
    assert everything() == before
    assert world.learner.submit(upload["id"]).status == 201


def test_every_route_says_503_when_the_table_does_not_answer(world: World) -> None:
    certificate = world.learner.submitted()
    body = submission(certificate["file"]["upload_id"])
    headers = if_match(certificate)
    id_ = certificate["id"]
    learners: list[tuple[str, str, Any]] = [
        *(("GET", path, None) for path in ("/certificates", "/statement", "/credit-types")),
        ("GET", f"/certificates/{id_}", None),
        ("GET", f"/certificates/{id_}/file", None),
        ("GET", f"/uploads/{body['upload_id']}", None),
        ("POST", "/certificates", body),
        ("PUT", f"/certificates/{id_}", body),
        ("DELETE", f"/certificates/{id_}", None),
        (
            "POST",
            "/uploads",
            {
                "file_name": "a.pdf",
                "content_type": "application/pdf",
                "size": 1,
                "sha256": "0" * 64,
            },
        ),
    ]
    staff: list[tuple[str, str, Any]] = [
        *(("GET", path, None) for path in ("/reviews", "/settings", "/credit-types", "/staff")),
        ("PUT", "/settings", {}),
        ("DELETE", "/credit-types/cpe", None),
        ("DELETE", "/staff/reviewer-1", None),
    ]
    before = everything()
    with ExitStack() as faults:
        for operation in _OPERATIONS:
            faults.enter_context(refusing("dynamodb", operation, "ThrottlingException"))
        for method, path, payload in learners:
            assert busy(world.learner.call(method, path, payload, headers=headers)), (method, path)
        for method, path, payload in staff:
            assert busy(world.administrator.call(method, path, payload, headers=headers))
        assert busy(world.reviewer.decide(certificate, "approve"))
    assert everything() == before


_OPERATIONS = (
    *("GetItem", "Query", "BatchGetItem"),
    *("PutItem", "UpdateItem", "DeleteItem", "TransactWriteItems"),
)


def test_a_refusal_that_is_no_passing_one_is_our_fault(world: World) -> None:
    for code in ("ValidationException", "AccessDeniedException", "ResourceNotFoundException"):
        with refusing("dynamodb", "Query", code):
            answer = world.learner.call("GET", "/certificates")
            assert (answer.status, answer.problem) == (500, "internal-error")
            assert code not in str(answer.body)


def cancelled(*codes: str) -> dict[str, Any]:
    return {"CancellationReasons": [{"Code": code} for code in codes]}


@pytest.mark.parametrize("code", ["TransactionConflict", "ThrottlingError"])
def test_another_s_transaction_is_waited_out(world: World, code: str) -> None:
    certificate = world.learner.submitted()
    reasons = cancelled("None", code)
    with refusing(
        "dynamodb", "TransactWriteItems", "TransactionCanceledException", times=3, **reasons
    ) as refused:
        assert world.reviewer.decide(certificate, "approve").status == 200
    assert len(refused) == 3
    assert world.learner.read(certificate)["version"] == 2


def test_a_transaction_that_stays_busy_is_503(world: World) -> None:
    certificate = world.learner.submitted()
    before = everything()
    with refusing(
        "dynamodb",
        "TransactWriteItems",
        "TransactionCanceledException",
        **cancelled("TransactionConflict", "None"),
    ):
        assert busy(world.reviewer.decide(certificate, "approve"))
    assert everything() == before


def test_a_transaction_refused_for_good_is_not_tried_again(world: World) -> None:
    certificate = world.learner.submitted()
    with refusing(
        "dynamodb",
        "TransactWriteItems",
        "TransactionCanceledException",
        **cancelled("ValidationError", "None"),
    ) as refused:
        assert world.reviewer.decide(certificate, "approve").status == 500
    assert len(refused) == 1


def test_items_left_unread_are_read_again(world: World) -> None:
    upload = world.learner.uploaded()
    left: list[int] = []

    def leave_one(parsed: dict[str, Any], **_: Any) -> None:
        if not left:
            (table,) = parsed["Responses"]
            item = parsed["Responses"][table].pop()
            key = {name: item[name] for name in ("PK", "SK")}
            parsed["UnprocessedKeys"] = {table: {"Keys": [key], "ConsistentRead": True}}
            left.append(1)

    hooks = clients.dynamodb().meta.events
    hooks.register("after-call.dynamodb.BatchGetItem", leave_one)
    try:
        assert world.learner.submit(upload["id"]).status == 201
    finally:
        hooks.unregister("after-call.dynamodb.BatchGetItem", leave_one)
    assert left


# The write commits, the answer is lost, the same request comes again


def test_a_lost_answer_to_a_submission(world: World) -> None:
    upload = world.learner.uploaded()
    with losing_answers("dynamodb", "TransactWriteItems"):
        assert busy(world.learner.submit(upload["id"]))
    again = world.learner.submit(upload["id"])
    assert (again.status, again.body["version"]) == (201, 1)
    assert len(world.learner.call("GET", "/certificates").body["items"]) == 1


@pytest.mark.parametrize("step", ["edit", "edit with a new file", "withdraw", "approve", "decline"])
def test_a_lost_answer_to_a_change(world: World, step: str) -> None:
    certificate = world.learner.submitted()
    new = world.learner.uploaded(certificate_id=certificate["id"])["id"]

    def take() -> Answer:
        match step:
            case "edit":
                return world.learner.edit(certificate, title="New")
            case "edit with a new file":
                return world.learner.edit(certificate, upload_id=new)
            case "withdraw":
                return world.learner.withdraw(certificate)
        return world.reviewer.decide(certificate, step, "because")

    with losing_answers("dynamodb", "TransactWriteItems"):
        assert busy(take())
    after = everything()
    again = take()
    assert (again.status, again.body["version"]) == (200, 2)
    assert everything() == after
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("principal", ["new-1", "administrator-2"])
def test_a_lost_answer_to_a_change_of_staff(world: World, principal: str) -> None:
    world.staff("administrator-2", Role.ADMINISTRATOR)
    version = {} if principal == "new-1" else if_match({"version": 1})
    body = {"name": "Somebody", "role": "reviewer"}
    for operation in ("PutItem", "TransactWriteItems"):
        with losing_answers("dynamodb", operation):
            answer = world.administrator.call("PUT", f"/staff/{principal}", body, headers=version)
            assert answer.status in {200, 503}
    again = world.administrator.call("PUT", f"/staff/{principal}", body, headers=version)
    assert (again.status, again.body["role"]) == (200, "reviewer")
    assert again.body["version"] == (1 if principal == "new-1" else 2)


# Two at once


def test_of_two_decisions_at_once_one_wins(world: World) -> None:
    second = world.staff("reviewer-2", Role.REVIEWER)
    certificate = world.learner.submitted()
    with between(
        "dynamodb", "TransactWriteItems", lambda: second.decide(certificate, "decline", "no")
    ) as happened:
        late = world.reviewer.decide(certificate, "approve")
    assert happened
    assert (late.status, late.body["current"]["status"]) == (412, "declined")
    assert world.learner.read(certificate)["version"] == 2
    world.check_history(world.learner, certificate["id"])


def test_the_write_itself_holds_to_the_status_that_was_read(world: World) -> None:
    certificate = world.learner.submitted()
    owner = f"ACADEMY#{world.academy_id}#LEARNER#{world.learner.id}"

    def move() -> None:
        clients.dynamodb().update_item(
            TableName="certfolio-test",
            Key={"PK": {"S": owner}, "SK": {"S": f"CERTIFICATE#{certificate['id']}"}},
            UpdateExpression="SET #status = :declined",
            ExpressionAttributeNames={"#status": "status"},
            ExpressionAttributeValues={":declined": {"S": "declined"}},
        )

    with between("dynamodb", "TransactWriteItems", move):
        late = world.reviewer.decide(certificate, "approve")
    assert (late.status, late.body["current"]["status"]) == (412, "declined")


def test_of_a_withdrawal_and_an_approval_at_once_one_wins(world: World) -> None:
    certificate = world.learner.submitted()
    with between(
        "dynamodb", "TransactWriteItems", lambda: world.learner.withdraw(certificate)
    ) as happened:
        late = world.reviewer.decide(certificate, "approve")
    assert happened
    assert (late.status, late.body["current"]["status"]) == (412, "withdrawn")
    assert world.learner.call("GET", "/statement").body["items"] == []


def test_of_two_submissions_of_one_upload_at_once_one_wins(world: World) -> None:
    upload = world.learner.uploaded()
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: world.learner.submit(upload["id"], title="The other"),
    ):
        late = world.learner.submit(upload["id"])
    assert (late.status, late.problem) == (409, "id-reused")
    (only,) = world.learner.call("GET", "/certificates").body["items"]
    assert only["title"] == "The other"


def test_the_same_submission_twice_at_once_is_one(world: World) -> None:
    upload = world.learner.uploaded()
    with between("dynamodb", "TransactWriteItems", lambda: world.learner.submit(upload["id"])):
        late = world.learner.submit(upload["id"])
    assert (late.status, late.body["version"]) == (201, 1)
    assert len(world.learner.call("GET", "/certificates").body["items"]) == 1


@pytest.mark.parametrize("how", ["remove", "demote"])
def test_two_administrators_cannot_remove_each_other(world: World, how: str) -> None:
    second = world.staff("administrator-2", Role.ADMINISTRATOR)
    first = world.administrator

    def drop(actor: Any, other: Any) -> Answer:
        path, headers = f"/staff/{other.principal}", if_match({"version": 1})
        if how == "remove":
            answer: Answer = actor.call("DELETE", path, headers=headers)
        else:
            body = {"name": "Somebody", "role": "reviewer"}
            answer = actor.call("PUT", path, body, headers=headers)
        return answer

    won: list[Answer] = []
    with between("dynamodb", "TransactWriteItems", lambda: won.append(drop(second, first))):
        lost = drop(first, second)
    assert [answer.status for answer in won] == [200]
    assert (lost.status, lost.problem) == (409, "last-administrator")
    assert second.call("GET", "/staff").status == 200
    assert first.call("GET", "/changes").status == 403


def test_of_two_changes_of_a_credit_type_at_once_one_wins(world: World) -> None:
    def change(unit: str) -> Answer:
        return world.administrator.call(
            "PUT",
            "/credit-types/cpe",
            {"name": "CPE", "unit": unit},
            headers=if_match({"version": 1}),
        )

    with between("dynamodb", "TransactWriteItems", lambda: change("points")):
        late = change("days")
    assert (late.status, late.body["current_version"]) == (412, 2)
    assert world.administrator.call("GET", "/credit-types/cpe").body["unit"] == "points"


def test_an_answer_that_was_cut_off_is_asked_for_again(world: World) -> None:
    cut = [said('{"Items": [{"PK": {"S": "ACAD', 200)]
    hooks = clients.dynamodb().meta.events

    def answer(**_: Any) -> Any:
        return cut.pop() if cut else None

    hooks.register_first("before-send.dynamodb.Query", answer)
    try:
        assert world.learner.call("GET", "/certificates").status == 200
    finally:
        hooks.unregister("before-send.dynamodb.Query", answer)
    assert not cut
