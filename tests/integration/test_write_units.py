"""What each step of a certificate's life costs in write units, with records as people fill them.

Ids as Cognito makes them, a title, an issuer and a number, a file that was drawn and compared,
an expiry and comments of several sentences.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from ulid import ULID

from certfolio import composition
from certfolio.domain.actions import Action
from certfolio.domain.announcements import of_event
from certfolio.domain.history import Event
from certfolio.domain.mails import MailItem, MailKind
from certfolio.domain.news import NewsItem
from certfolio.domain.news import news_of as announced
from certfolio.domain.staff import Role
from certfolio.storage import clients
from certfolio.storage.mails import person_of
from tests.support.desk import enter, note
from tests.support.template import REGION
from tests.support.units import metered
from tests.support.world import PDF, Learner, Staff, World, declared, if_match, inspect, put

Json = dict[str, Any]

TITLE = (
    "Secure Software Engineering in Practice: Threat Modelling II"
    " with Laboratory, Peer Review and a Written Examination, Zürich"
)
COMMENT = (
    "The provider's register lists this course with a morning less than you claim, because the"
    " welcome and both breaks do not count here. I have therefore adjusted the credits; please"
    " write if it was otherwise."
)
REAL: Json = {
    "issuer": "Chartered Institute of Technology",
    "certificate_number": "CIT-2026-00471183-B",
    "expires_on": "2029-01-15",
}
QUESTIONS = ["Is it the learner's name?", "Is there a seal or a signature?"]


@pytest.fixture
def reviewer(world: World) -> Staff:
    world.credit_type("hours", validity={"kind": "as_stated"}, checklist=QUESTIONS)
    return world.staff(str(uuid.uuid4()), Role.ADMINISTRATOR)


@pytest.fixture
def learner(world: World) -> Learner:
    return Learner(world.academy_id, str(uuid.uuid4()), {"name": "Demo Learner"})


@contextmanager
def costs(most: int, *, largest: int = 1024) -> Iterator[None]:
    """What is done costs so many write units at most, and makes no item of more bytes."""
    with metered(clients.dynamodb(), boto3.client("dynamodb", region_name=REGION)) as meter:
        yield
    assert 0 < meter.written <= most, meter
    assert meter.largest <= largest, meter


def uploaded(learner: Learner) -> Json:
    permit = learner.upload(file_name="certificate-of-completion-2026.pdf")
    inspect(put(permit))
    return permit


def hand_in(learner: Learner, upload_id: str, length: int = 60) -> Json:
    claims = [{"credit_type": "hours", "credits": "8"}]
    answer = learner.submit(upload_id, title=TITLE[:length], claims=claims, **REAL)
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def decided(reviewer: Staff, certificate: Json, action: Action) -> Json:
    """Decide with all that a decision can say."""
    said: dict[Action, Json] = {
        Action.APPROVE: {
            "awarded": [{"credit_type": "hours", "credits": "7.5"}],
            "answers": [
                {"credit_type": "hours", "question": question, "yes": True}
                for question in QUESTIONS
            ],
        },
    }
    answer = reviewer.decide(certificate, action.value, COMMENT, **said.get(action, {}))
    assert answer.status == 200, answer
    made: Json = answer.body
    return made


@dataclass(frozen=True)
class Desk:
    """A learner's and a reviewer's, with a certificate that waits."""

    learner: Learner
    reviewer: Staff
    length: int

    def waiting(self) -> Json:
        return hand_in(self.learner, uploaded(self.learner)["id"], self.length)

    def approved(self) -> Json:
        return decided(self.reviewer, self.waiting(), Action.APPROVE)

    def entered(self) -> Json:
        note(self.learner)
        claims = [{"credit_type": "hours", "credits": "8"}]
        fields = {"title": TITLE[: self.length], "claims": claims, **REAL}
        permit = self.reviewer.call(
            "POST", f"/learners/{self.learner.id}/uploads", declared(PDF)
        ).body
        inspect(put(permit))
        answer = enter(self.reviewer, self.learner, permit["id"], **fields)
        assert answer.status == 201, answer
        made: Json = answer.body
        return made


def submit(desk: Desk) -> Callable[[], object]:
    permit = uploaded(desk.learner)
    return lambda: hand_in(desk.learner, permit["id"], desk.length)


def edit(desk: Desk) -> Callable[[], object]:
    certificate = desk.waiting()
    claims = [{"credit_type": "hours", "credits": "6"}]
    changed = {"title": TITLE[: desk.length - 1], "claims": claims, **REAL}
    return lambda: desk.learner.edit(certificate, **changed)


def withdraw(desk: Desk) -> Callable[[], object]:
    certificate = desk.waiting()
    return lambda: desk.learner.withdraw(certificate)


def dispute(desk: Desk) -> Callable[[], object]:
    certificate = desk.entered()
    path = f"/certificates/{certificate['id']}/dispute"
    body = {"comment": COMMENT}
    return lambda: desk.learner.call("POST", path, body, headers=if_match(certificate))


def record_file(desk: Desk) -> Callable[[], object]:
    permit = desk.learner.upload(file_name="certificate-of-completion-2026.pdf")
    hand_in(desk.learner, permit["id"], desk.length)
    arrived = put(permit)
    return lambda: inspect(arrived)


def of_waiting(action: Action) -> Callable[[Desk], Callable[[], object]]:
    def prepared(desk: Desk) -> Callable[[], object]:
        certificate = desk.waiting()
        return lambda: decided(desk.reviewer, certificate, action)

    return prepared


def of_approved(action: Action) -> Callable[[Desk], Callable[[], object]]:
    def prepared(desk: Desk) -> Callable[[], object]:
        certificate = desk.approved()
        return lambda: decided(desk.reviewer, certificate, action)

    return prepared


def renewed(desk: Desk) -> tuple[Json, Json]:
    """An approved certificate and its renewal, which waits."""
    old = desk.approved()
    permit = uploaded(desk.learner)
    claims = [{"credit_type": "hours", "credits": "8"}]
    more = {"title": TITLE[: desk.length], "claims": claims, "renews": old["id"], **REAL}
    return old, desk.learner.submit(permit["id"], **more).body


def supersede(desk: Desk) -> Callable[[], object]:
    _, renewal = renewed(desk)
    return lambda: decided(desk.reviewer, renewal, Action.APPROVE)


def restore(desk: Desk) -> Callable[[], object]:
    _, renewal = renewed(desk)
    approved = decided(desk.reviewer, renewal, Action.APPROVE)
    return lambda: decided(desk.reviewer, approved, Action.REVOKE)


STEPS: dict[Action, tuple[int, Callable[[Desk], Callable[[], object]]]] = {
    # Whatever changes a status changes a shard of the academy's totals: two units.
    # The record, its event, the fingerprint and the upload; two indexes.
    Action.SUBMIT: (12, submit),
    Action.EDIT: (5, edit),
    Action.WITHDRAW: (8, withdraw),
    # Each decision is kept for those on other certificates of the issuer: two units.
    # The record moves in one index and comes into that of expiry, its event into that of times.
    Action.APPROVE: (12, of_waiting(Action.APPROVE)),
    Action.DECLINE: (11, of_waiting(Action.DECLINE)),
    Action.REQUEST_CHANGES: (10, of_waiting(Action.REQUEST_CHANGES)),
    Action.REOPEN: (11, of_approved(Action.REOPEN)),
    Action.REVOKE: (11, of_approved(Action.REVOKE)),
    Action.DISPUTE: (5, dispute),
    # It moves in no index, but what the index holds of it changes.
    Action.RECORD_FILE: (5, record_file),
    # Of the renewal: what any approval costs. Of the old one: the record, its event, two indexes,
    # the totals and what is announced of it.
    Action.SUPERSEDE: (29, supersede),
    Action.RESTORE: (26, restore),
}
"""The most each step may cost, and how it is prepared."""

RENEWAL = frozenset({Action.SUPERSEDE, Action.RESTORE})


@pytest.mark.parametrize("action", Action)
def test_a_step_costs_few_write_units(learner: Learner, reviewer: Staff, action: Action) -> None:
    most, prepare = STEPS[action]
    do = prepare(_begun(learner, reviewer, 60))
    # With all that it says of itself, a renewal names another certificate.
    with costs(most, largest=1040 if action in RENEWAL else 1024):
        do()


@pytest.mark.parametrize("action", Action)
def test_with_a_title_of_two_lines_no_step_costs_more_than_15(
    learner: Learner, reviewer: Staff, action: Action
) -> None:
    """Those of a renewal are two in one: the decision and what it makes of the old one."""
    _, prepare = STEPS[action]
    do = prepare(_begun(learner, reviewer, 120))
    with costs(15 * (2 if action in RENEWAL else 1), largest=1100):
        do()


def test_ten_lines_that_say_what_they_are_cost_as_much_as_one(
    world: World, learner: Learner, reviewer: Staff
) -> None:
    choices = [f"chartered-institute-category-{number}" for number in range(10)]
    label = {
        "id": "category",
        "name": "Category",
        "choices": [{"id": choice, "name": choice} for choice in choices],
    }
    world.credit_type("pdu", labels=[label, {**label, "id": "subject"}], requires=[])
    claims = [
        {"credit_type": "pdu", "credits": "1.25", "labels": {"category": one, "subject": other}}
        for one, other in zip(choices, reversed(choices), strict=True)
    ]
    body = {"title": TITLE, "claims": claims, **REAL}
    learner.submit(id=str(ULID()), **body)
    with costs(8):
        answer = learner.submit(id=str(ULID()), **body)
    with costs(12):
        assert reviewer.decide(answer.body, "approve").status == 200


def _begun(learner: Learner, reviewer: Staff, length: int) -> Desk:
    """The first claim of a credit type marks it as claimed, once and for all."""
    desk = Desk(learner, reviewer, length)
    desk.waiting()
    return desk


def test_a_file_that_is_refused_sends_its_certificate_back_for_eight_units(
    learner: Learner, reviewer: Staff
) -> None:
    """It moves in the index by status, and in the totals."""
    desk = Desk(learner, reviewer, 60)
    desk.waiting()
    data = PDF[:-1]
    permit = learner.upload(data)
    hand_in(learner, permit["id"])
    arrived = put(permit, data)
    with costs(8):
        inspect(arrived)


def test_a_permission_to_upload_costs_seven_units(learner: Learner) -> None:
    """The upload, where it waits, the count, and that nobody erases the learner."""
    learner.upload()
    with costs(7):
        learner.upload()


def test_what_is_to_be_mailed_costs_eight_units(learner: Learner) -> None:
    store, person = composition.mails(), person_of(learner.owner)
    items = [
        MailItem(id=f"{ULID()}.2", kind=MailKind.DECISION, at=datetime.now(UTC)) for _ in range(10)
    ]
    for item in items:
        with costs(8):
            store.put(person, item, item.at)


def test_a_verdict_on_a_file_that_nobody_took_yet_costs_two_units(learner: Learner) -> None:
    arrived = put(learner.upload())
    with costs(2):
        inspect(arrived)


def news_of(event: Event) -> NewsItem:
    announcement = of_event(event, ("hours",))
    assert announcement is not None
    item = announced(announcement, event.at)
    assert item is not None
    return item


def test_telling_and_reading_news_costs_five_units(learner: Learner, reviewer: Staff) -> None:
    """The news, that nobody erases the learner; how far they have read."""
    approved = Desk(learner, reviewer, 60).approved()
    *_, event = composition.certificates().history(learner.owner, approved["id"])
    item = news_of(event)
    with costs(4):
        composition.news().put(item)
    # What comes again is refused, which costs as much.
    with costs(4):
        composition.news().put(item)
    mark = learner.call("GET", "/news").body["mark"]
    with costs(1):
        assert learner.call("POST", "/news/read", {"mark": mark}).status == 200


def test_taking_a_certificate_costs_two_units_and_giving_it_six(
    world: World, learner: Learner, reviewer: Staff
) -> None:
    """A lease is written to the record and the index; a notice doubles that and comes with it."""
    waiting = Desk(learner, reviewer, 60).waiting()
    path = f"/learners/{learner.id}/certificates/{waiting['id']}/assignment"
    with costs(2):
        assert reviewer.call("PUT", path, {}).status == 200
    other = world.staff(str(uuid.uuid4()), Role.REVIEWER)
    with costs(6):
        assert reviewer.call("PUT", path, {"principal": other.principal}).status == 200
