"""People choose which mails they get, in the portal and by the link in a mail."""

from datetime import UTC, datetime
from unittest.mock import patch

import pytest

from certfolio import composition
from certfolio.domain.mails import (
    MailKind,
    Person,
    Preferences,
    Trouble,
    Undeliverable,
    Unsubscription,
    digest_of_address,
    kinds_for,
)
from certfolio.domain.rights import Erasure
from certfolio.domain.staff import Role
from certfolio.domain.transcript import Language
from certfolio.storage import keys
from certfolio.storage.mails import MailStore, person_of
from certfolio.storage.records import attributes
from certfolio.storage.table import Write
from tests.support.desk import note
from tests.support.template import WEB_ORIGIN
from tests.support.world import MAIL_KEY, Answer, Learner, World, if_match, unsubscribed

ONE_CLICK = "List-Unsubscribe=One-Click"
FORM = "application/x-www-form-urlencoded"
MULTIPART = (
    '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n'
)
LEARNERS = kinds_for(None)
NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


def chosen(learner: Learner) -> Answer:
    answer = learner.call("GET", "/mail-preferences")
    assert answer.status == 200, answer
    return answer


def choose(learner: Learner, known: Answer, *off: str, **more: object) -> Answer:
    body = {"off": [*off], **more}
    return learner.call("PUT", "/mail-preferences", body, headers=if_match(known.body))


def switches(answer: Answer) -> dict[str, bool]:
    return {each["kind"]: each["on"] for each in answer.body["kinds"]}


def token(learner: Learner, kind: MailKind = MailKind.DECISION) -> str:
    said = Unsubscription(academy_id=learner.academy_id, person_id=learner.id, kind=kind)
    return said.token(MAIL_KEY.encode())


def erase(learner: Learner) -> None:
    erasure = Erasure(**dict(learner.owner), started_by="administrator-1", started_at=NOW)
    put = Write("Put", keys.erasure(erasure), None, attributes(erasure))
    composition.table().write(put)


def test_every_kind_is_on_until_somebody_chooses(world: World) -> None:
    answer = chosen(world.learner)
    assert switches(answer) == dict.fromkeys(LEARNERS, True)
    assert (answer.body["version"], answer.body["language"]) == (0, None)
    after = choose(world.learner, answer, "decision", "expiry", language="de")
    assert after.status == 200, after
    assert switches(after) == {**dict.fromkeys(LEARNERS, True), "decision": False, "expiry": False}
    assert chosen(world.learner).body == after.body
    person = person_of(world.learner.owner)
    assert composition.mails().preferences(person).language is Language.DE
    assert switches(chosen(world.new_learner())) == dict.fromkeys(LEARNERS, True)


@pytest.mark.parametrize("role", [None, *Role])
def test_somebody_chooses_among_the_kinds_that_they_can_get(
    world: World, role: Role | None
) -> None:
    learner = world.new_learner()
    if role is not None:
        world.staff(learner.id, role)
    assert tuple(switches(chosen(learner))) == kinds_for(role)
    assert set(kinds_for(Role.ADMINISTRATOR)) == set(MailKind)


def test_what_somebody_can_no_longer_get_stays_as_they_left_it(world: World) -> None:
    learner = world.new_learner()
    world.staff(learner.id, Role.ADMINISTRATOR)
    choose(learner, chosen(learner), "dispute")
    world.staff(learner.id, Role.REVIEWER)
    assert "dispute" not in switches(chosen(learner))
    choose(learner, chosen(learner), "decision")
    world.staff(learner.id, Role.ADMINISTRATOR)
    assert not switches(chosen(learner))["dispute"]


def test_of_two_windows_the_second_is_told(world: World) -> None:
    known = chosen(world.learner)
    assert choose(world.learner, known, "decision").status == 200
    late = choose(world.learner, known, "expiry")
    assert (late.status, late.body["current_version"]) == (412, 1)
    assert world.learner.call("PUT", "/mail-preferences", {"off": []}).status == 428
    wrong = choose(world.learner, chosen(world.learner), "everything")
    assert wrong.status == 422


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (ONE_CLICK, FORM),
        (MULTIPART, "multipart/form-data; boundary=x"),
        (None, ""),
    ],
    ids=["form", "multipart", "portal"],
)
def test_one_click_switches_one_kind_off(world: World, body: str | None, media_type: str) -> None:
    learner = world.new_learner()
    headers = {"Content-Type": media_type} if body else {}
    for _ in range(2):
        answer = unsubscribed("POST", token(learner), body, **headers)
        assert (answer.status, answer.body) == (200, {"done": True})
        after = chosen(learner)
        assert switches(after) == {**dict.fromkeys(LEARNERS, True), "decision": False}
        assert after.body["version"] == 1


def test_who_only_follows_the_link_is_asked_in_the_portal(world: World) -> None:
    answer = unsubscribed("GET", token(world.learner))
    assert answer.status == 303
    assert answer.headers["Location"] == f"{WEB_ORIGIN}/unsubscribe#{token(world.learner)}"
    assert all(switches(chosen(world.learner)).values())
    hostile = unsubscribed("GET", 'https://a.example/?"<b>\r\nX: y')
    assert hostile.headers["Location"].startswith(f"{WEB_ORIGIN}/unsubscribe#https%3A%2F%2Fa")


def test_a_forged_token_switches_nothing_off_and_is_answered_like_a_right_one(
    world: World,
) -> None:
    right = token(world.learner)
    said, _, signature = right.rpartition(".")
    said_of_another = said.replace(world.learner.id, world.new_learner().id)
    forged = Unsubscription(
        academy_id=world.academy_id, person_id=world.learner.id, kind=MailKind.DECISION
    ).token(b"another key")
    for wrong in (
        f"{said}.{'A' * 43}",
        f"{said_of_another}.{signature}",
        f"{said}.",
        said,
        signature,
        "...",
        "é.ü.ß.🙂",
        right.replace("decision", "expiry"),
        forged,
    ):
        answer = unsubscribed("POST", wrong, ONE_CLICK)
        assert (answer.status, answer.body) == (200, {"done": True})
    assert all(switches(chosen(world.learner)).values())
    assert unsubscribed("POST", "a" * 301).status == 400


def test_what_is_chosen_meanwhile_is_kept(world: World) -> None:
    save = MailStore.save_preferences
    others = [Preferences(off=(MailKind.EXPIRY,))]

    def late(store: MailStore, person: Person, preferences: Preferences) -> Preferences:
        if others:
            save(store, person, others.pop())
        return save(store, person, preferences)

    with patch.object(MailStore, "save_preferences", late):
        assert unsubscribed("POST", token(world.learner)).status == 200
    off = {kind for kind, on in switches(chosen(world.learner)).items() if not on}
    assert off == {"decision", "expiry"}


def test_nothing_is_written_of_somebody_who_is_erased(world: World) -> None:
    erase(world.learner)
    assert unsubscribed("POST", token(world.learner)).status == 200
    assert chosen(world.learner).body["version"] == 0
    assert choose(world.learner, chosen(world.learner), "expiry").status == 412


def test_preferences_that_keep_changing_are_left_to_another_try(world: World) -> None:
    save = MailStore.save_preferences
    others = [Preferences(version=version) for version in range(5)]

    def late(store: MailStore, person: Person, preferences: Preferences) -> Preferences:
        save(store, person, others.pop(0))
        return save(store, person, preferences)

    with patch.object(MailStore, "save_preferences", late):
        assert unsubscribed("POST", token(world.learner)).status == 503


def test_staff_see_that_mail_does_not_reach_a_learner(world: World) -> None:
    note(world.learner)
    path = f"/learners/{world.learner.id}"
    entry = world.reviewer.call("GET", path)
    assert entry.body["undeliverable"] is None
    said = Undeliverable(
        why=Trouble.BOUNCED, at=NOW, address=digest_of_address(entry.body["mail"].upper())
    )
    composition.mails().note_undeliverable(person_of(world.learner.owner), said)
    found = world.reviewer.call("GET", path).body["undeliverable"]
    assert found["why"] == "bounced"
    other = said.model_copy(update={"address": digest_of_address("other@example.org")})
    composition.mails().note_undeliverable(person_of(world.learner.owner), other)
    assert world.reviewer.call("GET", path).body["undeliverable"] is None
