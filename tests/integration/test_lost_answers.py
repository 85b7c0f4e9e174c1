"""The answer to a write is lost, and botocore sends the write again by itself.

For every use case that writes, each of its writes once. DynamoDB itself knows a transaction that
comes again by its ClientRequestToken; moto does not, so what passes here leans on nothing but
the conditions of the writes.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest

from certfolio import composition
from certfolio.domain.actions import Actor, ActorKind
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.files import ContentType
from certfolio.domain.reconciliation import Found
from certfolio.domain.set_up_events import Intent
from certfolio.domain.staff import Role
from tests.support.desk import claims, known, note, path_of
from tests.support.faults import losing_one_answer
from tests.support.outline import outline, records
from tests.support.world import (
    PDF,
    Answer,
    World,
    create_resources,
    declared,
    delete_resources,
    if_match,
    inspect,
    put,
    reconcile,
    submission,
)

Act = Callable[[], Answer | None]
Json = dict[str, Any]


@pytest.fixture(autouse=True)
def _no_waiting() -> Iterator[None]:
    with patch("certfolio.invocation.time.sleep"):
        yield


def _upload(world: World) -> Act:
    return lambda: world.learner.call("POST", "/uploads", declared())


def _upload_on_behalf(world: World) -> Act:
    note(world.learner)
    path = f"/learners/{world.learner.id}/uploads"
    return lambda: world.reviewer.call("POST", path, declared())


def _shared_upload(world: World) -> Act:
    return lambda: world.reviewer.call("POST", "/uploads", declared())


def _submit(world: World) -> Act:
    upload = world.learner.uploaded()
    return lambda: world.learner.submit(upload["id"])


def _submit_for_the_system_to_approve(world: World) -> Act:
    world.credit_type("automatic", review="automatic")
    upload = world.learner.uploaded()
    return lambda: world.learner.submit(upload["id"], claims=claims(("automatic", "1")))


def _edit(world: World) -> Act:
    certificate = world.learner.submitted()
    return lambda: world.learner.edit(certificate, title="New")


def _edit_with_a_new_file(world: World) -> Act:
    certificate = world.learner.submitted()
    new = world.learner.uploaded(certificate_id=certificate["id"])
    return lambda: world.learner.edit(certificate, upload_id=new["id"])


def _withdraw(world: World) -> Act:
    certificate = world.learner.submitted()
    return lambda: world.learner.withdraw(certificate)


def _decide(world: World, action: str) -> Act:
    certificate = world.learner.submitted()
    return lambda: world.reviewer.decide(certificate, action, "because")


def _enter(world: World) -> Act:
    note(world.learner)
    upload = world.learner.uploaded()
    path = f"/learners/{world.learner.id}/certificates"
    return lambda: world.reviewer.call("POST", path, submission(upload["id"]))


def _enter_for_many(world: World) -> Act:
    learners = [known(world) for _ in range(3)]
    permit = world.reviewer.call("POST", "/uploads", declared()).body
    inspect(put(permit))
    body = {**submission(permit["id"]), "learner_ids": [learner.id for learner in learners]}
    return lambda: world.reviewer.call("POST", "/certificates", body)


def _dispute(world: World) -> Act:
    note(world.learner)
    upload = world.learner.uploaded()
    path = f"/learners/{world.learner.id}/certificates"
    entered = world.reviewer.call("POST", path, submission(upload["id"])).body
    body = {"comment": "This is not mine."}
    path = f"/certificates/{entered['id']}/dispute"
    return lambda: world.learner.call("POST", path, body, headers=if_match(entered))


def _take(world: World) -> Act:
    path = path_of(world.learner.submitted(), "/assignment")
    return lambda: world.reviewer.call("PUT", path, {})


def _give_back(world: World) -> Act:
    path = path_of(world.learner.submitted(), "/assignment")
    assert world.reviewer.call("PUT", path, {}).status == 200
    return lambda: world.reviewer.call("DELETE", path)


def _take_over(world: World) -> Act:
    path = path_of(world.learner.submitted(), "/assignment")
    assert world.reviewer.call("PUT", path, {}).status == 200
    body = {"principal": "administrator-1"}
    return lambda: world.administrator.call("PUT", path, body)


def _inspect(world: World, data: bytes, *, submitted: bool) -> Act:
    permit = world.learner.upload(data)
    if submitted:
        world.learner.submit(permit["id"])
    arrived = put(permit, data)
    return lambda: inspect(arrived)


def _credit_type(world: World, *, over: bool) -> Act:
    body = {"name": "CEU", "unit": "points"}
    headers = if_match({"version": 1}) if over else None
    path = "/credit-types/cpe" if over else "/credit-types/ceu"
    return lambda: world.administrator.call("PUT", path, body, headers=headers)


def _settings(world: World) -> Act:
    return lambda: world.administrator.call("PUT", "/settings", {"review_days": 5})


def _staff(world: World, principal: str, role: str) -> Act:
    world.staff("administrator-2", Role.ADMINISTRATOR)
    headers = None if principal == "new-1" else if_match({"version": 1})
    body = {"name": "Somebody", "role": role}
    return lambda: world.administrator.call("PUT", f"/staff/{principal}", body, headers=headers)


def _remove_staff(world: World) -> Act:
    headers = if_match({"version": 1})
    return lambda: world.administrator.call("DELETE", "/staff/reviewer-1", headers=headers)


def _retire(world: World) -> Act:
    headers = if_match({"version": 1})
    return lambda: world.administrator.call("DELETE", "/credit-types/cpe", headers=headers)


def _sign_in(world: World, name: str) -> Act:
    mail = f"{world.learner.id}@example.org"
    account = DirectoryEntry(**world.learner.owner.model_dump(), name=name, mail=mail)

    def act() -> None:
        noted = composition.learners().note(account, datetime.now(UTC))
        assert noted == composition.directory().find(account)

    return act


def _sign_in_again(world: World) -> Act:
    _sign_in(world, "Somebody New")()
    return _sign_in(world, "Somebody Else")


def _change_learner(world: World) -> Act:
    _sign_in(world, "Somebody New")()
    intent = Intent(Actor(kind=ActorKind.STAFF, id="reviewer-1"), 1, datetime.now(UTC))

    def act() -> None:
        saved = composition.learners().change(
            world.learner.owner, name="Somebody Else", external_id="HR-1", intent=intent
        )
        assert saved == composition.directory().find(world.learner.owner)

    return act


def _reconcile(world: World, *, submitted: bool, copied: bool) -> Act:
    upload = world.learner.upload()
    if submitted:
        world.learner.submit(upload["id"])
    if copied:
        composition.evidence_files().keep(
            composition.uploads().get(world.learner.owner, upload["id"]), PDF, ContentType.PDF
        )
    return lambda: _run(datetime.now(UTC) + timedelta(hours=1))


def _reconcile_what_was_replaced(world: World) -> Act:
    certificate = world.learner.submitted()
    new = world.learner.uploaded(certificate_id=certificate["id"])
    assert world.learner.edit(certificate, upload_id=new["id"]).status == 200
    return lambda: _run(datetime.now(UTC) + timedelta(days=40))


def _run(now: datetime) -> None:
    assert Found.FAILED not in {found for found, _ in reconcile(now)}


CASES: dict[str, Callable[[World], Act]] = {
    "ask for an upload": _upload,
    "ask for an upload on behalf": _upload_on_behalf,
    "ask for a shared upload": _shared_upload,
    "submit": _submit,
    "submit for the system to approve": _submit_for_the_system_to_approve,
    "edit": _edit,
    "edit with a new file": _edit_with_a_new_file,
    "withdraw": _withdraw,
    **{
        action: lambda world, action=action: _decide(world, action)
        for action in ("approve", "decline", "request_changes")
    },
    "enter": _enter,
    "enter for many": _enter_for_many,
    "dispute": _dispute,
    "take": _take,
    "give back": _give_back,
    "take over": _take_over,
    **{
        f"inspect: {says}, {when}": lambda world, data=data, submitted=submitted: _inspect(
            world, data, submitted=submitted
        )
        for says, data in (("sound", PDF), ("broken", b"%PDF-1.7 broken"))
        for when, submitted in (("submitted", True), ("not submitted", False))
    },
    "reconcile: lost": lambda world: _reconcile(world, submitted=True, copied=False),
    "reconcile: copied": lambda world: _reconcile(world, submitted=False, copied=True),
    "reconcile: copied, submitted": lambda world: _reconcile(world, submitted=True, copied=True),
    "reconcile: replaced": _reconcile_what_was_replaced,
    "a new credit type": lambda world: _credit_type(world, over=False),
    "a credit type": lambda world: _credit_type(world, over=True),
    "settings": _settings,
    "new staff": lambda world: _staff(world, "new-1", "reviewer"),
    "promote": lambda world: _staff(world, "reviewer-1", "administrator"),
    "demote": lambda world: _staff(world, "administrator-1", "reviewer"),
    "remove staff": _remove_staff,
    "retire a credit type": _retire,
    "sign in": lambda world: _sign_in(world, "Somebody New"),
    "sign in again": _sign_in_again,
    "change a learner": _change_learner,
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.usefixtures("aws")
def test_each_write_finds_what_it_wrote_itself(case: str) -> None:
    """With the answer lost, the result and the records are as if it had come."""
    wanted, writes = _outcome(case, lost=0)
    assert writes
    for number, operation in enumerate(writes, start=1):
        found, sent = _outcome(case, lost=number)
        assert (found, sent.count(operation)) == (wanted, writes.count(operation) + 1), operation


def _outcome(case: str, *, lost: int) -> tuple[list[Json], list[str]]:
    """What a use case answers and leaves behind, and the writes it sent.

    Parameters
    ----------
    lost
        Which write's answer is lost; 0 for none.
    """
    delete_resources()
    create_resources()
    # That an academy is in the registry is remembered.
    world = World(f"academy-{next(_numbers)}")
    act = CASES[case](world)
    with losing_one_answer(lost) as sent:
        answer = act()
    said = {"status": answer.status, **outline(answer.body)} if answer else {}
    return [said, *records(world.academy_id)], sent


_numbers = count(20_000)
