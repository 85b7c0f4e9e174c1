"""People are told what happened to certificates that concern them: once, whatever comes twice."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest

from certfolio import composition
from certfolio.domain.certificates import Owner
from certfolio.domain.outbox import Expired, Expiring, RecordsDue, Renewed
from certfolio.domain.rights import Erasure, Held
from certfolio.domain.staff import Role
from certfolio.storage import keys
from certfolio.storage.exports import Holdings
from certfolio.storage.records import attributes
from certfolio.storage.table import Write
from functions.telling import handler as telling
from tests.support import stream
from tests.support.desk import claims, enter, note
from tests.support.events import sample
from tests.support.faults import Crash, everything, hooked, losing_answers, refusing
from tests.support.stream import Json, bus, letters, records
from tests.support.world import Answer, Learner, Staff, World, at, if_match, lambda_context


@pytest.fixture(autouse=True)
def _stream(world: World) -> Iterator[None]:  # noqa: ARG001 - on its table
    stream.start_stream()
    stream.create_queue()
    with patch("certfolio.invocation.time.sleep"):
        yield
    letters()


@pytest.fixture(autouse=True)
def _bare(world: World) -> None:
    world.credit_type("bare", requires=[])


def announced() -> list[Json]:
    """All that was announced until now, as messages of the queue."""
    with bus() as heard:
        stream.call(records())
    return [message(detail, f"message-{number}") for number, detail in enumerate(heard.taken)]


def message(detail: object, message_id: str = "message") -> Json:
    return {"messageId": message_id, "body": json.dumps({"detail": detail})}


def tell(messages: Sequence[Json]) -> list[str]:
    """Bring messages to the function; which of them it shall be brought again."""
    answer = telling.handler({"Records": list(messages)}, lambda_context())
    return [failed["itemIdentifier"] for failed in answer["batchItemFailures"]]


def news(who: Learner | Staff, **query: str) -> Json:
    answer = who.call("GET", "/news", query={**query})
    assert answer.status == 200, answer
    found: Json = answer.body
    return found


def kinds(page: Json) -> list[str]:
    return [item["kind"] for item in page["items"]]


def dispute(world: World, learner: Learner) -> Json:
    """Let staff enter something for a learner, who disputes it."""
    note(learner)
    entered = enter(world.reviewer, learner, claims=claims(("bare", "1"))).body
    disputed = learner.call(
        "POST",
        f"/certificates/{entered['id']}/dispute",
        {"comment": "I was not there"},
        headers=if_match(entered),
    )
    assert disputed.status == 200, disputed
    made: Json = disputed.body
    return made


def told() -> list[Json]:
    """The news in the table."""
    return [item for item in everything() if item["SK"]["S"].startswith("NEWS#")]


def read(who: Learner | Staff, mark: object) -> Answer:
    return who.call("POST", "/news/read", {"mark": mark})


def test_a_learner_is_told_of_each_decision_and_not_of_their_own_doing(world: World) -> None:
    certificate = world.learner.submitted(title="Zürcher Kurs")
    world.reviewer.decide(certificate, "request_changes", "The whole page, please")
    assert tell(announced()) == []
    page = news(world.learner)
    [item] = page["items"]
    assert (item["kind"], item["title"]) == ("CertificateChangesRequested", "Zürcher Kurs")
    assert (item["unread"], page["unread"]) == (True, 1)
    assert item["certificate_id"] == certificate["id"]
    assert (item["actor_kind"], item["status"]) == ("staff", "changes_requested")
    assert news(world.administrator)["items"] == []
    assert news(world.new_learner())["items"] == []


def test_what_people_wrote_is_not_in_it(world: World) -> None:
    certificate = world.learner.submitted(title="Zürcher Kurs")
    world.reviewer.decide(certificate, "decline", "Ganz falsch")
    tell(announced())
    [stored] = told()
    assert "Zürcher" not in str(stored)
    assert "Ganz" not in str(stored)


def test_what_staff_do_for_a_learner_is_told_and_their_dispute_tells_administrators(
    world: World,
) -> None:
    dispute(world, world.learner)
    tell(announced())
    assert "CertificateSubmitted" in kinds(news(world.learner))
    assert "CertificateDisputed" not in kinds(news(world.learner))
    [item] = news(world.administrator)["items"]
    assert (item["kind"], item["learner_id"]) == ("CertificateDisputed", world.learner.id)
    assert news(world.reviewer)["items"] == []


def give(staff: Staff, certificate: Json, to: Staff) -> None:
    path = f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}/assignment"
    given = staff.call("PUT", path, {"principal": to.principal})
    assert given.status == 200, given


def test_whoever_is_given_a_certificate_is_told_and_nobody_else(world: World) -> None:
    other = world.staff("reviewer-2", Role.REVIEWER)
    certificate = world.learner.submitted(title="Zürcher Kurs")
    give(world.administrator, certificate, world.reviewer)
    tell(announced())
    page = news(world.reviewer)
    [item] = page["items"]
    assert (item["kind"], item["title"]) == ("CertificateAssigned", "Zürcher Kurs")
    assert (item["actor_kind"], item["status"], page["unread"]) == ("staff", "pending", 1)
    for somebody in (other, world.administrator, world.learner):
        assert news(somebody)["items"] == []
    assert read(world.reviewer, page["mark"]).body == {"unread": 0}
    assert news(world.reviewer)["unread"] == 0


def test_whoever_takes_a_certificate_or_has_it_already_is_not_told(world: World) -> None:
    certificate = world.learner.submitted()
    give(world.reviewer, certificate, world.reviewer)
    give(world.administrator, certificate, world.reviewer)
    tell(announced())
    assert news(world.reviewer)["items"] == []


def test_what_was_given_away_and_back_is_told_again(world: World) -> None:
    other = world.staff("reviewer-2", Role.REVIEWER)
    certificate = world.learner.submitted()
    for day, somebody in enumerate((world.reviewer, other, world.reviewer), start=2):
        with at(datetime(2026, 3, day, tzinfo=UTC)):
            give(world.administrator, certificate, somebody)
    tell(announced())
    assert kinds(news(world.reviewer)) == ["CertificateAssigned"] * 2
    assert kinds(news(other)) == ["CertificateAssigned"]


def test_an_administrator_sees_what_all_are_told_and_what_they_were_given(world: World) -> None:
    other = world.staff("administrator-2", Role.ADMINISTRATOR)
    learners = [world.new_learner() for _ in range(3)]
    disputed = [dispute(world, learner) for learner in learners]
    certificate = world.learner.submitted()
    give(other, certificate, world.administrator)
    tell(announced())
    found: list[Json] = []
    cursor: dict[str, str] = {}
    while True:
        page = news(world.administrator, limit="1", **cursor)
        assert page["unread"] == 4
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert kinds({"items": found}) == ["CertificateAssigned", *["CertificateDisputed"] * 3]
    assert {item["certificate_id"] for item in found[1:]} == {one["id"] for one in disputed}
    assert kinds(news(other)) == ["CertificateDisputed"] * 3


def test_an_erasure_takes_what_reviewers_were_told_of_the_learner_and_what_an_erased_one_was(
    world: World,
) -> None:
    records = composition.personal_records()
    stays = world.new_learner()
    for learner in (world.learner, stays):
        give(world.administrator, learner.submitted(), world.reviewer)
    tell(announced())
    for _ in records.erase_mentions(world.learner.owner, datetime.now(UTC)):
        pass
    assert [item["learner_id"] for item in news(world.reviewer)["items"]] == [stays.id]
    reviewer = Owner(academy_id=world.academy_id, learner_id=world.reviewer.principal)
    for _ in records.erase_mentions(reviewer, datetime.now(UTC)):
        pass
    assert news(world.reviewer)["items"] == []


@pytest.mark.parametrize("kind", ["expiring", "expired", "renewed", "records_due"])
def test_what_a_schedule_says_is_told_with_what_it_says_besides(world: World, kind: str) -> None:
    made = composition.certificates().get(world.learner.owner, world.learner.submitted()["id"])
    said = {
        **dict(world.learner.owner),
        "certificate_id": made.id,
        "version": made.version,
        "status": made.status,
        "credit_types": ("cpe",),
        "at": made.submitted_at,
    }
    day = made.earned_on
    notice, besides = {
        "expiring": (
            Expiring(**said, expires_on=day, reminder=7, days_left=6),
            {"expires_on": str(day), "days_left": 6},
        ),
        "expired": (Expired(**said, expires_on=day), {"expires_on": str(day)}),
        "renewed": (Renewed(**said, renewed_by=made.id), {"renewed_by": made.id}),
        "records_due": (RecordsDue(**said, due_on=day, by_rule=day), {"due_on": str(day)}),
    }[kind]
    composition.outbox().put(notice)
    tell(announced())
    [item] = news(world.learner)["items"]
    assert {name: item[name] for name in besides} == besides
    assert item["actor_kind"] == "system"


# --- Once ----------------------------------------------------------------------------------------


def test_what_comes_twice_is_told_once_also_after_it_was_read(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()
    tell(messages)
    assert read(world.learner, news(world.learner)["mark"]).body == {"unread": 0}
    assert tell([*messages, *messages]) == []
    assert len(news(world.learner)["items"]) == 1
    assert news(world.learner)["unread"] == 0


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_leaves_what_is_told_when_it_comes_again(world: World, moment: str) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()

    def crash(**_: Any) -> None:
        raise Crash

    operation = f"{moment}-call.dynamodb.TransactWriteItems"
    with hooked("dynamodb", operation, crash), pytest.raises(Crash):
        tell(messages)
    assert len(news(world.learner)["items"]) == (moment == "after")
    assert tell(messages) == []
    assert kinds(news(world.learner)) == ["CertificateApproved"]


def test_a_lost_answer_tells_once(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()
    with losing_answers("dynamodb", "TransactWriteItems"):
        assert tell(messages)
    assert tell(messages) == []
    assert kinds(news(world.learner)) == ["CertificateApproved"]


def test_what_fails_is_given_back_alone_and_what_is_none_stays_behind(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    poison = [
        message({"type": "CertificateApproved"}, "no announcement"),
        {"messageId": "no JSON", "body": "{"},
    ]
    assert tell([*poison, *announced()]) == ["no announcement", "no JSON"]
    assert kinds(news(world.learner)) == ["CertificateApproved"]


def test_while_the_table_is_away_everything_is_given_back(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()
    with refusing("dynamodb", "TransactWriteItems", "ThrottlingException"):
        assert tell(messages)
    assert tell(messages) == []
    assert kinds(news(world.learner)) == ["CertificateApproved"]


def test_the_sample_of_a_queue_is_told() -> None:
    assert tell(sample("sqs")["Records"]) == []
    [item] = told()
    assert item["SK"]["S"] == "NEWS#2026-03-02T10:30:00.000000Z#01JD8Z6V9Q3T5W7X9Y1Z3A5C7E.2"


def test_an_unknown_type_is_passed_over(world: World) -> None:
    assert tell([message({"type": "CertificateFramed", "id": "x"})]) == []
    assert news(world.learner)["items"] == []


# --- Reading -------------------------------------------------------------------------------------


def test_pages_go_on_newest_first_and_count_what_is_unread(world: World) -> None:
    for _ in range(3):
        world.reviewer.decide(world.learner.submitted(), "approve")
    tell(announced())
    first = news(world.learner, limit="2")
    rest = news(world.learner, limit="2", cursor=first["next_cursor"])
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"]) == (2, 1, None)
    assert (first["unread"], rest["unread"]) == (3, 3)
    times = [item["at"] for item in (*first["items"], *rest["items"])]
    assert times == sorted(times, reverse=True)


def test_a_page_takes_three_calls_and_telling_one(world: World, calls: list[str]) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()
    calls.clear()
    tell(messages)
    # Whether the learner holds a credential, and what is told.
    assert calls == ["Query", "TransactWriteItems"]
    calls.clear()
    news(world.learner)
    assert sorted(calls) == ["BatchGetItem", "GetItem", "Query"]


def test_what_arrives_late_is_unread_whenever_it_happened(world: World) -> None:
    older = world.reviewer.decide(world.learner.submitted(), "approve").body
    newer = world.reviewer.decide(world.learner.submitted(), "approve").body
    messages = announced()
    late = [one for one in messages if older["id"] in one["body"]]
    tell([one for one in messages if newer["id"] in one["body"]])
    read(world.learner, news(world.learner)["mark"])
    tell(late)
    page = news(world.learner)
    assert [item["unread"] for item in page["items"]] == [False, True]
    assert page["unread"] == 1


def test_nobody_has_read_the_future_or_unreads(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    ahead = 2**53 - 1
    assert read(world.learner, ahead).body == {"unread": 0}
    tell(announced())
    assert news(world.learner)["unread"] == 1
    read(world.learner, news(world.learner)["mark"])
    assert read(world.learner, 0).body == {"unread": 0}
    for wrong in (-1, 2**53, "soon", None):
        assert read(world.learner, wrong).status == 422


def test_what_one_administrator_has_read_is_unread_to_another(world: World) -> None:
    other = world.staff("administrator-2", Role.ADMINISTRATOR)
    dispute(world, world.learner)
    tell(announced())
    read(world.administrator, news(world.administrator)["mark"])
    assert (news(world.administrator)["unread"], news(other)["unread"]) == (0, 1)


def test_a_certificate_that_is_gone_has_no_title(world: World) -> None:
    made = world.learner.submitted()
    world.reviewer.decide(made, "approve")
    tell(announced())
    key = keys.certificate(world.learner.owner, made["id"])
    composition.table().write(Write("Delete", key, None))
    [item] = news(world.learner)["items"]
    assert item["title"] is None


# --- Erasure -------------------------------------------------------------------------------------


def test_nothing_is_told_of_somebody_who_is_being_erased(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    messages = announced()
    erasure = Erasure(
        **dict(world.learner.owner), started_by="administrator-1", started_at=datetime.now(UTC)
    )
    put = Write("Put", keys.erasure(erasure), None, attributes(erasure))
    composition.table().write(put)
    assert tell(messages) == []
    assert told() == []


def test_an_erasure_takes_what_administrators_were_told_of_the_learner_alone(
    world: World,
) -> None:
    stays = world.new_learner()
    for learner in (world.learner, stays):
        dispute(world, learner)
    tell(announced())
    read(world.learner, news(world.learner)["mark"])
    records = composition.personal_records()
    owner: Owner = world.learner.owner
    for _ in (*records.erase_portfolio(owner), *records.erase_mentions(owner, datetime.now(UTC))):
        pass
    left = [item for item in everything() if re.match("NEWS|READ", item["SK"]["S"])]
    assert left
    assert world.learner.id not in str(left)
    assert [item["learner_id"] for item in news(world.administrator)["items"]] == [stays.id]


def test_an_export_holds_what_the_learner_and_administrators_were_told(world: World) -> None:
    world.reviewer.decide(world.learner.submitted(), "approve")
    dispute(world, world.learner)
    dispute(world, world.new_learner())
    tell(announced())
    read(world.learner, news(world.learner)["mark"])
    held = Holdings(composition.table())
    own = [item["SK"] for item in held.of(world.learner.owner, Held.NEWS)]
    assert own[-1] == "NEWS_READ"
    assert len(own) > 1
    [of_staff] = held.of(world.learner.owner, Held.STAFF_NEWS)
    assert of_staff["kind"] == "CertificateDisputed"
