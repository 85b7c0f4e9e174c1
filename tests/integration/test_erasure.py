"""Erasing a learner: nothing of them is left, whatever happens meanwhile."""

import io
import logging
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from ulid import ULID

from certfolio import composition
from certfolio.domain.rights import Erased, ErasureState
from certfolio.domain.staff import Role
from certfolio.observability import logger
from certfolio.storage import clients
from certfolio.storage.background import Background
from functions.inspection import handler as inspection
from functions.rights import handler as rights
from tests.support import events
from tests.support.desk import claims, enter, enter_for_all, path_of, statuses, uploaded_for
from tests.support.directory import Directory
from tests.support.faults import Crash, crashing, everything
from tests.support.holdings import act, install
from tests.support.holdings import entered as entered_holding
from tests.support.ledger import entered, follow, objects
from tests.support.template import REGION
from tests.support.world import (
    ENVIRONMENT,
    Answer,
    Learner,
    Put,
    at,
    if_match,
    inspect,
    lambda_context,
    put,
    reconcile,
)

Json = dict[str, Any]

NAME, OTHER_NAME = "Åsa Test-Müller", "Åsa Müller"
TITLE, ISSUER, NUMBER = "Threat modelling for Åsa", "Institute of Åsa", "ÅSA-4711"
LATER = timedelta(hours=1)


@dataclass(frozen=True)
class Person:
    """A learner with something in every place where something can be."""

    here: Directory
    learner: Learner
    mail: str
    path: str

    def staff(self, method: str, below: str, body: object = None, **more: Any) -> Answer:
        return self.here.world.administrator.call(method, f"{self.path}{below}", body, **more)

    def erase(self) -> Answer:
        return self.staff("POST", "/erasure")

    @property
    def erasure(self) -> Json:
        answer = self.staff("GET", "/membership")
        assert answer.status == 200, answer
        found: Json = answer.body["erasure"]
        return found

    def has_account(self) -> bool:
        try:
            self.here.account(self.learner.id)
        except self.here.cognito.exceptions.UserNotFoundException:
            return False
        return True


@pytest.fixture
def asked() -> Iterator[list[str]]:
    """Whose erasures were asked to go on, in place of Lambda."""
    found: list[str] = []
    with patch.object(Background, "erase", lambda _, owner: found.append(owner.learner_id)):
        yield found


@pytest.fixture
def person(here: Directory, asked: list[str]) -> Person:
    del asked
    with suppress(here.cognito.exceptions.GroupExistsException):
        here.cognito.create_group(UserPoolId=here.pool, GroupName=ENVIRONMENT["STAFF_GROUP"])
    return made(here)


def made(here: Directory) -> Person:
    mail = f"{uuid.uuid4().hex}@demo.example"
    entry = here.added(NAME, mail, external_id=f"hr-{uuid.uuid4().hex}")
    learner = Learner(here.world.academy_id, entry["learner_id"], {"name": NAME})
    return Person(here, learner, mail, f"/learners/{learner.id}")


def full(person: Person) -> Person:
    """Put something everywhere."""
    world, learner = person.here.world, person.learner
    other = person.here.call(
        "PUT",
        f"/{learner.id}",
        {"name": OTHER_NAME, "external_id": f"hr-åsa-{learner.id}"},
        version=1,
    )
    assert other.status == 200, other
    world.credit_type("bare", requires=[])
    stated = {"title": TITLE, "issuer": ISSUER, "certificate_number": NUMBER}
    approved = learner.submitted(**stated)
    assert world.reviewer.decide(approved, "approve", "Well done, Åsa").status == 200
    changed = learner.submitted(**stated)
    answer = world.reviewer.decide(changed, "request_changes", "Åsa, this is another's")
    second = learner.uploaded(certificate_id=changed["id"], file_name="Åsa.pdf")
    answer = learner.edit(answer.body, upload_id=second["id"], issuer="Åsa Second Institute")
    assert answer.status == 200, answer
    assert world.reviewer.decide(answer.body, "decline", "No, Åsa").status == 200
    assert enter(world.reviewer, learner, uploaded_for(world.reviewer, learner)).status == 201
    learner.uploaded(file_name="Not handed in by Åsa.pdf")
    put(learner.upload())
    install(world)
    holding_id = str(ULID())
    shown = learner.uploaded(certificate_id=holding_id, file_name="Credential of Åsa.pdf")
    held = entered_holding(learner, number=NUMBER, id=holding_id, upload_id=shown["id"])
    said = {"decision": "confirm", "comment": "Åsa showed it"}
    assert act(world.reviewer, learner, held, "/decisions", said).status == 200
    removed_holding = entered_holding(learner, number="ÅSA-4712")
    path = f"/holdings/{removed_holding['id']}"
    assert learner.call("DELETE", path, headers=if_match(removed_holding)).status == 200
    # They were on the staff, as somebody by name.
    member = {"name": OTHER_NAME, "role": "reviewer"}
    world.administrator.call("PUT", f"/staff/{learner.id}", member)
    removed = world.administrator.call(
        "DELETE", f"/staff/{learner.id}", headers=if_match({"version": 1})
    )
    assert removed.status == 200, removed
    held = {"active": True, "hold_reason": "Åsa is in court"}
    person.staff("PUT", "/membership", held)
    ended = person.staff("PUT", "/membership", {"active": True}, headers=if_match({"version": 1}))
    assert ended.status == 200, ended
    made = learner.call("GET", "/transcript")
    assert made.status == 200, made
    # What is deleted from a bucket with versions leaves a mark there.
    key = f"{world.academy_id}/{learner.id}/a/b"
    boto3.client("s3", region_name=REGION).delete_object(
        Bucket=ENVIRONMENT["EVIDENCE_BUCKET"], Key=key
    )
    return person


def run(now: datetime | None = None, event: Json | None = None) -> None:
    instant = now or datetime.now(UTC)
    context = lambda_context(longest=300)
    rights.handler(event or events.sample("schedule"), context, clock=lambda: instant)


def left_of(person: Person) -> list[Any]:
    """Every item of the table that says something of a person, by any id or word."""
    words = (person.learner.id, person.mail, "Åsa", "åsa", "asa", "ÅSA")
    return [item for item in everything() if any(word in repr(opened(item)) for word in words)]


def opened(item: Json) -> Any:
    from certfolio.storage.attribute_values import value_of  # noqa: PLC0415 - one use
    from certfolio.storage.records import opened as whole  # noqa: PLC0415 - one use

    plain = {name: value_of(_in_json(value)) for name, value in item.items()}
    return whole(plain)


def _in_json(value: Json) -> Json:
    from base64 import b64encode  # noqa: PLC0415 - one use

    [(kind, said)] = value.items()
    if kind == "B" and isinstance(said, bytes):
        return {"B": b64encode(said).decode()}
    return value


def objects_of(person: Person) -> list[str]:
    s3 = boto3.client("s3", region_name=REGION)
    found = []
    for bucket in ("INCOMING_BUCKET", "EVIDENCE_BUCKET", "TRANSCRIPTS_BUCKET"):
        answer: Any = s3.list_object_versions(Bucket=ENVIRONMENT[bucket])
        found += [
            item["Key"]
            for part in ("Versions", "DeleteMarkers")
            for item in answer.get(part, ())
            if person.learner.id in item["Key"]
        ]
    return found


def only_what_may_stay(person: Person) -> None:
    """Of the learner there are an id, in records that go by themselves, and no word."""
    assert objects_of(person) == []
    assert not person.has_account()
    kept = left_of(person)
    for item in kept:
        assert int(item["delete_after"]["N"]) > datetime.now(UTC).timestamp(), item
        assert not [word for word in ("Åsa", person.mail) if word in repr(opened(item))], item
    kinds = {item["SK"]["S"].partition("#")[0] for item in kept}
    assert kinds <= {"ERASURE", "SETUP"}


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """All that is logged, of every level."""
    log: Any = logger.registered_handler
    stream = io.StringIO()
    before, level = log.setStream(stream), logger.log_level
    logger.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        logger.setLevel(level)
        log.setStream(before)


# --- Nothing is left -----------------------------------------------------------------------------


def test_nothing_of_a_learner_is_left_in_table_buckets_pool_or_logs(person: Person) -> None:
    with heard() as log:
        full(person)
        assert len(left_of(person)) > 30
        assert len(objects_of(person)) > 10
        assert person.erase().status == 202
        run()
        assert person.erasure["state"] == ErasureState.SETTLING
        run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)
    erasure = person.erasure
    assert erasure["state"] == ErasureState.DONE
    assert erasure["erased"][Erased.CERTIFICATES] == 3
    for word in ("Åsa", "\\u00c5sa", person.mail, ISSUER, NUMBER):
        assert word not in log.getvalue()
    # Other learners are as they were.
    assert person.here.call("GET", search=OTHER_NAME).body["items"] == []


def test_others_with_the_same_file_issuer_and_number_stay_as_they_were(
    person: Person, here: Directory
) -> None:
    other = full(made(here))
    before = {repr(item) for item in left_of(other) if other.learner.id in repr(item)}
    full(person)
    person.erase()
    run(datetime.now(UTC) + LATER)
    assert before <= {repr(item) for item in everything()}
    assert len(objects_of(other)) > 10


def test_the_totals_of_the_academy_are_right_after_it(person: Person) -> None:
    full(person)
    world = person.here.world
    keeps = world.new_learner().submitted()
    person.erase()
    run(datetime.now(UTC) + LATER)
    totals = composition.totals().read(world.academy_id)
    assert totals is not None
    assert {status.value: number for status, number in totals.items() if number} == {"pending": 1}
    assert [item["id"] for item in world.reviewer.call("GET", "/reviews").body["items"]] == [
        keeps["id"]
    ]


def test_how_many_credits_were_awarded_on_a_day_stays_without_to_whom(person: Person) -> None:
    full(person)
    person.erase()
    run(datetime.now(UTC) + LATER)
    [tally] = [item for item in everything() if item["PK"]["S"].endswith("#TALLY")]
    assert tally["SK"]["S"].endswith("#cpe")
    assert tally["certificates"]["N"] == "1"
    assert int(tally["hundredths"]["N"]) > 0


def test_a_sheet_that_others_share_stays_theirs(person: Person) -> None:
    world = person.here.world
    other = made(person.here)
    upload = uploaded_for(world.reviewer)
    both = [person.learner.id, other.learner.id]
    entered = enter_for_all(world.reviewer, both, upload)
    assert statuses(entered) == [200, 200]
    person.erase()
    run(datetime.now(UTC) + LATER)
    [kept] = other.learner.call("GET", "/certificates").body["items"]
    answer = other.learner.call("GET", f"/certificates/{kept['id']}/file")
    assert answer.status == 200, answer


def test_the_ledger_stays_whole_and_names_nobody(person: Person) -> None:
    certificate = person.learner.submitted(title=TITLE)
    person.here.world.reviewer.decide(certificate, "approve")
    follow(person.learner.owner, certificate["id"])
    before = entered()
    assert [version for version, _ in before] == [1, 2]
    person.erase()
    run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)
    # `entered` has the offline verifier look over it, too.
    assert entered() == before
    kept = repr([*objects("batches/").items(), *objects("leaves/").items()])
    for word in (person.learner.id, certificate["id"], person.mail, TITLE):
        assert word not in kept


# --- It can be interrupted anywhere --------------------------------------------------------------


def test_crashed_after_any_call_it_is_done_by_the_next_runs(person: Person) -> None:
    full(person)
    person.erase()
    number = 0
    # Each run is given one call more than the one before.
    while True:
        number += 1
        try:
            with crashing(number):
                run(datetime.now(UTC) + LATER)
        except Crash:
            continue
        break
    assert number > 15
    only_what_may_stay(person)
    totals = composition.totals().read(person.here.world.academy_id)
    assert totals is not None
    assert set(totals.values()) == {0}


def test_in_a_run_without_time_it_goes_a_step_at_a_time(person: Person) -> None:
    full(person)
    person.erase()
    states: list[ErasureState] = []
    with patch.object(rights, "_has_time", side_effect=lambda: False):
        erasures = rights.erasures()
        while ErasureState.DONE not in states:
            found = erasures.go_on(
                person.learner.owner, lambda: datetime.now(UTC) + LATER, lambda: False
            )
            assert found is not None
            states.append(found.state)
    assert 10 < len(states) < 200
    only_what_may_stay(person)


def test_started_twice_it_is_one(person: Person, asked: list[str]) -> None:
    first, second = person.erase(), person.erase()
    assert first.body == second.body
    assert asked == [person.learner.id] * 2
    run(datetime.now(UTC) + LATER)
    run(datetime.now(UTC) + LATER)
    assert person.erasure["state"] == ErasureState.DONE
    assert person.erase().body["state"] == ErasureState.DONE


def test_what_fails_for_one_learner_keeps_no_other_waiting(person: Person, here: Directory) -> None:
    other = made(here)
    for one in (person, other):
        one.erase()
    first = min(person.learner.id, other.learner.id)
    erasures = type(rights.erasures())
    go_on = erasures.go_on

    def fail(self: Any, owner: Any, *more: Any) -> Any:
        if owner.learner_id == first:
            raise RuntimeError("something is wrong")
        return go_on(self, owner, *more)

    with patch.object(erasures, "go_on", fail), pytest.raises(ExceptionGroup):
        run(datetime.now(UTC) + LATER)
    states = {one.learner.id: one.erasure["state"] for one in (person, other)}
    assert states.pop(first) == ErasureState.CLEARING
    assert [*states.values()] == [ErasureState.DONE]


# --- Nothing new comes in meanwhile --------------------------------------------------------------


def test_nobody_can_upload_or_hand_in_anything_for_the_learner(person: Person) -> None:
    world, learner = person.here.world, person.learner
    world.credit_type("bare", requires=[])
    permit = learner.uploaded()
    person.erase()
    from tests.support.world import declared, submission  # noqa: PLC0415 - for this alone

    fields = {"claims": claims(("bare", "1"))}
    refused = [
        learner.call("POST", "/uploads", declared()),
        learner.call("POST", "/certificates", submission(permit["id"])),
        learner.call("POST", "/certificates", submission(**fields)),
        world.reviewer.call("POST", f"/learners/{learner.id}/uploads", declared()),
        enter(world.reviewer, learner, **fields),
        person.staff("PUT", "/membership", {"active": True, "hold_reason": "Wait"}),
        learner.call("POST", "/membership/erasure-request"),
    ]
    assert [answer.problem for answer in refused] == ["being-erased"] * len(refused)
    many = enter_for_all(world.reviewer, [learner.id], **fields)
    # For many at once it is not asked before, and goes with the rest.
    assert statuses(many) == [200]
    run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)


def test_a_file_that_lands_while_erasing_goes_too(person: Person) -> None:
    permit = person.learner.upload()
    person.erase()
    run()
    inspect(put(permit))
    assert objects_of(person)
    run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)


def test_an_inspection_that_was_under_way_leaves_nothing(person: Person) -> None:
    arrived = put(person.learner.upload())

    def examined(*arguments: Any) -> Any:
        person.erase()
        run()
        return examine(*arguments)

    examine = inspection.examine
    with patch.object(inspection, "examine", examined):
        try:
            inspect(arrived)
        except ExceptionGroup:
            pytest.fail("inspection failed")
    run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)


def test_reconciliation_brings_nothing_back(person: Person) -> None:
    arrived: Put = put(person.learner.upload())
    person.erase()
    run()
    with patch.object(clients.functions(), "invoke"):
        reconcile(datetime.now(UTC) + timedelta(hours=2))
        inspect(arrived)
        run(datetime.now(UTC) + LATER)
        reconcile(datetime.now(UTC) + timedelta(days=40))
    only_what_may_stay(person)


def test_who_signs_in_meanwhile_is_not_written_down_again(person: Person) -> None:
    person.erase()
    run()
    person.here.sign_in(person.learner.id, name=NAME, email=person.mail)
    assert person.here.names() == []


def test_a_decision_that_is_made_meanwhile_is_erased_too(person: Person) -> None:
    certificate = person.learner.submitted(issuer=ISSUER)
    person.erase()
    assert person.here.world.reviewer.decide(certificate, "approve").status == 200
    run(datetime.now(UTC) + LATER)
    only_what_may_stay(person)


# --- What keeps somebody from being erased -------------------------------------------------------


def test_under_a_legal_hold_nothing_is_erased(person: Person) -> None:
    full(person)
    before = everything()
    put_under = person.staff(
        "PUT",
        "/membership",
        {"active": True, "hold_reason": "A claim is pending"},
        headers=if_match({"version": 2}),
    )
    assert put_under.status == 200, put_under
    refused = person.erase()
    assert (refused.status, refused.problem) == (409, "erasure-withheld")
    assert refused.body["values"] == {"reasons": ["legal_hold"]}
    assert {repr(item) for item in before if "MEMBERSHIP" not in repr(item)} <= {
        repr(item) for item in everything()
    }


def test_a_hold_that_comes_between_is_seen(person: Person) -> None:
    from tests.support.faults import between  # noqa: PLC0415 - for this alone

    def hold() -> None:
        body = {"active": True, "hold_reason": "Wait"}
        assert person.staff("PUT", "/membership", body).status == 200

    with between("dynamodb", "TransactWriteItems", hold):
        refused = person.erase()
    assert refused.body["values"] == {"reasons": ["legal_hold"]}


def test_who_is_on_the_staff_leaves_it_first(person: Person) -> None:
    world = person.here.world
    world.staff(person.learner.id, Role.REVIEWER)
    assert person.erase().body["values"] == {"reasons": ["on_staff"]}


def test_only_administrators_start_it(person: Person) -> None:
    refused = person.here.world.reviewer.call("POST", f"{person.path}/erasure")
    assert refused.status == 403
    assert person.erasure is None


def test_whom_nobody_knows_cannot_be_erased(here: Directory, asked: list[str]) -> None:
    answer = here.world.administrator.call("POST", "/learners/nobody/erasure")
    assert (answer.status, answer.problem) == (404, "not-found")
    assert asked == []


def test_a_learner_asks_and_staff_see_it(person: Person) -> None:
    assert person.learner.call("GET", "/membership").body["erasure_asked_at"] is None
    first = person.learner.call("POST", "/membership/erasure-request")
    again = person.learner.call("POST", "/membership/erasure-request")
    assert first.body == again.body
    assert person.staff("GET", "/membership").body["erasure_asked_at"] is not None
    told = person.here.world.administrator.call("GET", "/changes", query={"area": "learner"})
    assert told.body["items"][0]["subject"] == person.learner.id


# --- Leaving, and legal holds --------------------------------------------------------------------


def test_who_leaves_cannot_sign_in_and_keeps_the_record(person: Person) -> None:
    certificate = person.learner.submitted()
    left = person.staff("PUT", "/membership", {"active": False})
    assert (left.status, left.body["active"]) == (200, False)
    user = person.here.cognito.admin_get_user(
        UserPoolId=person.here.pool, Username=person.learner.id
    )
    assert user["Enabled"] is False
    staff = person.here.world.reviewer
    assert staff.call("GET", path_of(certificate)).status == 200
    back = person.staff("PUT", "/membership", {"active": True}, headers=if_match(left.body))
    assert (back.status, back.body["left_at"]) == (200, None)
    user = person.here.cognito.admin_get_user(
        UserPoolId=person.here.pool, Username=person.learner.id
    )
    assert user["Enabled"] is True


def test_a_change_of_what_somebody_else_changed_is_refused(person: Person) -> None:
    assert person.staff("PUT", "/membership", {"active": False}).status == 200
    stale = person.staff("PUT", "/membership", {"active": True, "hold_reason": "Wait"})
    assert stale.status == 412


def test_a_hold_is_told_and_its_reason_is_kept_beside(person: Person) -> None:
    with at(datetime(2026, 5, 4, 12, tzinfo=UTC)):
        person.staff("PUT", "/membership", {"active": True, "hold_reason": "Åsa sues"})
    told = person.here.world.administrator.call("GET", "/changes", query={"area": "learner"})
    changed = next(item for item in told.body["items"] if "hold_since" in repr(item))
    assert "Åsa sues" in repr(changed)
    events_ = [item for item in everything() if item["SK"]["S"].startswith("SETUP#")]
    assert "sues" not in repr([opened(item) for item in events_])
