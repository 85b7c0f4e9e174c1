"""People are mailed what they are told: once, in one mail, when the academy wants it."""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any
from unittest.mock import patch

import pytest

from certfolio import composition
from certfolio.domain.actions import Status
from certfolio.domain.announcements import AnnouncementType
from certfolio.domain.mails import (
    HEARD_WITHIN,
    MailItem,
    MailKind,
    Person,
    Preferences,
    Trouble,
    Unsubscription,
)
from certfolio.domain.rights import Held
from certfolio.domain.staff import Role
from certfolio.storage import keys
from certfolio.storage.exports import Holdings
from certfolio.storage.mails import person_of
from certfolio.storage.table import Write
from functions.mail import handler as mail
from functions.mail_events import handler as mail_events
from tests.integration.test_reminders import run
from tests.support import stream
from tests.support.credentials import hold_board
from tests.support.desk import claims, enter, handed_in, note
from tests.support.events import sample
from tests.support.faults import (
    Crash,
    between,
    crashing,
    everything,
    hooked,
    losing_answers,
    refusing,
)
from tests.support.post import (
    GATHERED,
    NOON,
    People,
    PostOffice,
    announced,
    digest,
    hear,
    post_office,
    send,
    tell,
)
from tests.support.stream import Json
from tests.support.template import WEB_ORIGIN
from tests.support.world import MAIL_KEY, Learner, World, at, forget, if_match, lambda_context

SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module", autouse=True)
def _gathering(pool: str) -> Iterator[None]:  # noqa: ARG001 - whose settings it adds to
    with patch.dict(os.environ, {"MAIL_GATHER_SECONDS": "120"}):
        forget()
        yield
    forget()


@pytest.fixture(autouse=True)
def _stream(world: World) -> Iterator[None]:  # noqa: ARG001 - on its table
    stream.start_stream()
    stream.create_queue()
    with patch("certfolio.invocation.time.sleep"), at(NOON):
        yield
    stream.letters()


@pytest.fixture
def people(world: World, pool: str) -> Iterator[People]:
    world.credit_type("bare", requires=[])
    found = People(world, pool)
    yield found
    for user in found.cognito.list_users(UserPoolId=pool)["Users"]:
        found.cognito.admin_delete_user(UserPoolId=pool, Username=user["Username"])


@pytest.fixture
def office() -> Iterator[PostOffice]:
    with post_office() as made:
        yield made


def mailboxes() -> list[Json]:
    return [item for item in everything() if item["SK"]["S"].startswith("MAILBOX#")]


def due() -> list[Json]:
    """Mailboxes that somebody looks at again."""
    return [item for item in mailboxes() if "by_time_pk" in item]


def decided(world: World, learner: Learner, action: str = "approve", **more: Any) -> Json:
    made = handed_in(learner, "bare", **more)
    assert world.reviewer.decide(made, action, "Well done").status == 200
    return made


def entered_for(world: World, learner: Learner) -> Json:
    """What staff entered for a learner."""
    note(learner)
    answer = enter(world.reviewer, learner, claims=claims(("bare", "1")))
    assert answer.status == 201, answer
    made: Json = answer.body
    return made


def settings(world: World, **mails: object) -> None:
    known = world.administrator.call("GET", "/settings").body
    body = {name: known[name] for name in ("time_zone", "review_days", "lease_minutes", "reasons")}
    answer = world.administrator.call(
        "PUT", "/settings", {**body, "mails": mails}, headers=if_match(known)
    )
    assert answer.status == 200, answer


# --- What is mailed to whom ----------------------------------------------------------------------


def test_a_learner_is_mailed_that_a_cycle_ends_as_long_as_something_is_missing(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner("anna@demo.example")
    # The cycle's last day is 28 March; the mail goes on 2 March.
    held = hold_board(world, learner, "2023-03-29")
    run(world, NOON)
    tell()
    send()
    [taken] = office.taken
    text = taken["Content"]["Simple"]["Body"]["Text"]["Data"]
    assert "Certified Example" in taken["Content"]["Simple"]["Subject"]["Data"]
    assert f"/credentials/{held['id']}" in text
    assert "28 March 2026" in text
    assert "10" in text


def test_a_cycle_that_was_completed_meanwhile_is_not_mailed(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner("anna@demo.example")
    hold_board(world, learner, "2023-03-29")
    run(world, NOON)
    tell()
    preferences = {"off": ["decision"]}
    chosen = learner.call("PUT", "/mail-preferences", preferences, headers={"If-Match": '"0"'})
    assert chosen.status == 200, chosen
    decided(world, learner, claims=claims(("bare", "10")))
    send()
    assert office.taken == []


def test_a_learner_is_mailed_a_decision(world: World, people: People, office: PostOffice) -> None:
    learner = people.learner("anna@demo.example")
    made = decided(world, learner, title="Zürcher Kurs")
    tell()
    send()
    assert office.to == ["anna@demo.example"]
    assert "Zürcher Kurs" in office.subjects[0]
    [text] = office.texts
    for told in ("Well done", "Reviewer", "BARE", "1", f"/certificates/{made['id']}"):
        assert told in text
    assert due() == []


def test_nothing_of_what_people_wrote_and_no_address_waits_in_the_table(
    world: World, people: People
) -> None:
    learner = people.learner("anna@demo.example")
    decided(world, learner, title="Zürcher Kurs")
    tell()
    waiting = [item for item in everything() if item["SK"]["S"].startswith("MAIL")]
    assert len(waiting) == 2
    for written in ("Zürcher", "Well done", "anna@demo.example"):
        assert written not in str(waiting)


def test_each_mail_can_be_unsubscribed_from_with_one_click(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    decided(world, learner)
    tell()
    send()
    headers = office.headers()
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    link = headers["List-Unsubscribe"]
    assert link.startswith("<https://api.certfolio.example/v1/unsubscribe?token=")
    token = link.removesuffix(">").partition("=")[2]
    found = Unsubscription.of(MAIL_KEY.encode(), token)
    assert found == Unsubscription(
        academy_id=world.academy_id, person_id=learner.id, kind=MailKind.DECISION
    )
    assert Unsubscription.of(b"another key", token) is None
    assert Unsubscription.of(MAIL_KEY.encode(), token.replace("decision", "expiry")) is None
    assert Unsubscription.of(MAIL_KEY.encode(), "nonsense") is None


def test_whoever_unsubscribes_by_the_link_of_a_mail_gets_no_more_of_its_kind(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    decided(world, learner)
    tell()
    send()
    link = office.headers()["List-Unsubscribe"].strip("<>")
    token = link.partition("?token=")[2]
    assert f"{WEB_ORIGIN}/unsubscribe#{token}" in office.texts[0]
    assert composition.unsubscriptions().end(token) is not None
    decided(world, learner)
    entered_for(world, learner)
    tell()
    send(LATER)
    assert [office.tags(number)["kind"] for number in (0, 1)] == ["decision", "entered"]
    assert len(office.taken) == 2


@pytest.mark.parametrize(("locale", "word"), [("de-AT", "anerkannt"), ("en", "approved")])
def test_it_is_written_in_the_language_of_the_account(
    world: World, people: People, office: PostOffice, locale: str, word: str
) -> None:
    decided(world, people.learner(locale=locale))
    tell()
    send()
    assert word in f"{office.subjects} {office.texts}".lower()


def test_what_a_person_chose_comes_before_the_account(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner(locale="de")
    person = person_of(learner.owner)
    composition.mails().save_preferences(person, Preferences.model_validate({"language": "en"}))
    decided(world, learner)
    tell()
    send()
    assert "approved" in f"{office.subjects}".lower()


def test_kinds_that_are_switched_off_are_not_mailed_and_others_are(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    store, person = composition.mails(), person_of(learner.owner)
    store.save_preferences(person, store.preferences(person).without(MailKind.DECISION))
    decided(world, learner)
    entered_for(world, learner)
    tell()
    send()
    assert [office.tags(number)["kind"] for number in range(len(office.taken))] == ["entered"]
    assert due() == []


def test_who_decided_is_not_named_where_the_academy_hides_it(
    world: World, people: People, office: PostOffice
) -> None:
    settings(world, names_deciders=False)
    decided(world, people.learner())
    tell()
    send()
    assert "Reviewer" not in office.texts[0]


def test_a_dispute_is_mailed_to_each_administrator_alone(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner("anna@demo.example")
    people.staff(Role.REVIEWER, "reviewer@demo.example")
    for number in (1, 2):
        people.staff(Role.ADMINISTRATOR, f"administrator-{number}@demo.example")
    entered = entered_for(world, learner)
    path = f"/certificates/{entered['id']}/dispute"
    learner.call("POST", path, {"comment": "I was not there"}, headers=if_match(entered))
    tell()
    send()
    disputes = [n for n in range(len(office.taken)) if office.tags(n)["kind"] == "dispute"]
    to = sorted(office.to[number] for number in disputes)
    assert to == ["administrator-1@demo.example", "administrator-2@demo.example"]
    assert all("I was not there" in office.texts[number] for number in disputes)
    assert "anna@demo.example" not in to


def test_whoever_was_given_a_review_is_mailed_unless_they_have_it_no_more(
    world: World, people: People, office: PostOffice
) -> None:
    reviewer = people.staff(Role.REVIEWER, "reviewer@demo.example")
    for keeps in (True, False):
        made = handed_in(people.learner(), "bare", title=f"Keeps {keeps}")
        path = f"/learners/{made['learner_id']}/certificates/{made['id']}/assignment"
        world.administrator.call("PUT", path, {"principal": reviewer.principal})
        if not keeps:
            world.administrator.call("DELETE", path)
    tell()
    send()
    assert office.to == ["reviewer@demo.example"]
    assert "Keeps True" in office.texts[0]
    assert "Keeps False" not in office.texts[0]


def test_the_digest_goes_to_staff_once_a_day_and_only_where_something_waits(
    world: World, people: People, office: PostOffice
) -> None:
    people.staff(Role.REVIEWER, "reviewer@demo.example")
    learner = people.learner()
    digest(NOON)
    assert mailboxes() == []
    made = handed_in(learner, "bare")
    tomorrow = NOON + timedelta(days=1)
    digest(tomorrow.replace(hour=6))
    assert mailboxes() == []
    for _ in range(2):
        digest(tomorrow)
    send(tomorrow)
    send(tomorrow + timedelta(hours=1))
    assert office.to == ["reviewer@demo.example"]
    assert office.tags()["kind"] == "digest"
    # What waited is decided before the mail goes.
    later = NOON + timedelta(days=2)
    digest(later)
    world.reviewer.decide(made, "approve")
    send(later)
    assert len(office.taken) == 1
    assert due() == []


def test_what_is_overdue_is_told_in_the_digest(people: People, office: PostOffice) -> None:
    people.staff(Role.REVIEWER)
    with at(NOON - timedelta(days=40)):
        handed_in(people.learner(), "bare")
    handed_in(people.learner(), "bare")
    digest(NOON + timedelta(hours=1))
    send(NOON + timedelta(hours=1))
    assert "2" in office.subjects[0]
    assert "1" in office.texts[0]


def test_systems_on_the_staff_list_get_no_mail(world: World, people: People) -> None:
    learner = people.learner()
    entered = entered_for(world, learner)
    path = f"/certificates/{entered['id']}/dispute"
    learner.call("POST", path, {"comment": "No"}, headers=if_match(entered))
    assert tell() == []
    assert {item["SK"]["S"] for item in mailboxes()} == {"MAILBOX#entered"}


# --- What is left out ----------------------------------------------------------------------------


def test_what_was_changed_since_is_left_out_and_an_empty_mail_is_not_sent(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    made = decided(world, learner, "request_changes")
    tell()
    assert learner.withdraw(learner.read(made)).status == 200
    send()
    assert office.taken == []
    assert due() == []


def test_of_one_certificate_the_last_that_happened_is_told(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    made = decided(world, learner)
    with at(NOON + SECOND):
        reopened = world.administrator.decide(learner.read(made), "reopen", "Once more")
    assert reopened.status == 200
    tell()
    send()
    [text] = office.texts
    assert "Once more" in text
    assert "Well done" not in text


def test_nobody_who_left_or_is_erased_is_mailed(
    world: World, people: People, office: PostOffice
) -> None:
    closed, gone = people.learner(), people.learner()
    demoted = people.staff(Role.ADMINISTRATOR)
    for learner in (closed, gone):
        decided(world, learner)
    entered = entered_for(world, people.learner())
    learner = Learner(world.academy_id, entered["learner_id"], {})
    path = f"/certificates/{entered['id']}/dispute"
    learner.call("POST", path, {"comment": "No"}, headers=if_match(entered))
    tell()
    people.close(closed.id)
    people.cognito.admin_delete_user(UserPoolId=people.pool, Username=gone.id)
    composition.table().write(
        Write("Delete", keys.staff(world.academy_id, demoted.principal), None)
    )
    send()
    assert {office.tags(number)["kind"] for number in range(len(office.taken))} <= {"entered"}
    assert due() == []


def test_an_account_of_another_academy_is_not_mailed(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner(**{"custom:academy_id": "another"})
    decided(world, learner)
    tell()
    send()
    assert office.taken == []


def test_an_erasure_takes_all_that_is_kept_for_mail_and_nothing_comes_back(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    decided(world, learner)
    messages = announced()
    tell(messages)
    held = [*Holdings(composition.table()).of(learner.owner, Held.MAILS)]
    assert len(held) == 2
    composition.table().write(Write("Put", keys.erasure(learner.owner), None, {}))
    for _ in composition.personal_records().erase_portfolio(learner.owner):
        pass
    tell(messages)
    send()
    bounced = {"bouncedRecipients": [{"emailAddress": "x@demo.example"}], "bounceType": "Permanent"}
    tags = {
        "letter": ["01JD8Z6V9Q3T5W7X9Y1Z3A5C7E"],
        "academy": [world.academy_id],
        "person": [learner.id],
        "kind": ["decision"],
    }
    for happened in ("Send", "Bounce"):
        event = {"eventType": happened, "mail": {"tags": tags}, "bounce": bounced}
        assert hear(event) == []
    assert office.taken == []
    assert [*Holdings(composition.table()).of(learner.owner, Held.MAILS)] == []


# --- When it goes --------------------------------------------------------------------------------


def test_ten_decisions_in_a_minute_are_one_mail(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    for number in range(10):
        decided(world, learner, title=f"Course {number}")
    messages = [one for one in announced() if "CertificateApproved" in one["body"]]
    tell(messages[:4], NOON)
    send(NOON + timedelta(minutes=1))
    assert office.taken == []
    tell(messages[4:], NOON + timedelta(minutes=1))
    send(NOON + timedelta(minutes=2))
    [text] = office.texts
    assert all(f"Course {number}" in text for number in range(10))
    send(NOON + timedelta(hours=1))
    assert len(office.taken) == 1


def test_many_more_than_a_mail_shows_are_one_mail_too(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    for number in range(5):
        decided(world, learner, title=f"Course {number}")
    tell()
    with patch("functions.mail.composing.MOST_ITEMS", 3):
        send()
    [text] = office.texts
    assert [number for number in range(5) if f"Course {number}" in text] == [2, 3, 4]
    assert "2" in text
    assert due() == []


def test_what_comes_while_a_mail_is_on_its_way_is_mailed_next(
    world: World, people: People, office: PostOffice
) -> None:
    learner = people.learner()
    decided(world, learner, title="First")
    tell()

    def second() -> None:
        decided(world, learner, title="Second")
        tell()

    office.meanwhile.append(second)
    send()
    assert "Second" not in office.texts[0]
    send(NOON + GATHERED + timedelta(minutes=2))
    assert len(office.taken) == 2
    assert "Second" in office.texts[1]
    assert "First" not in office.texts[1]
    assert due() == []


@pytest.mark.parametrize(
    ("now", "goes"),
    [
        ("2026-03-02T20:30:00+00:00", "2026-03-03T06:00:00+00:00"),
        ("2026-03-03T05:59:00+00:00", "2026-03-03T06:00:00+00:00"),
        ("2026-03-02T19:00:00+00:00", "2026-03-02T19:00:00+00:00"),
    ],
)
def test_nothing_goes_in_the_academys_quiet_hours(
    world: World, people: People, office: PostOffice, now: str, goes: str
) -> None:
    answer = world.administrator.call("GET", "/settings").body
    body = {name: answer[name] for name in ("review_days", "lease_minutes", "reasons")}
    world.administrator.call(
        "PUT", "/settings", {**body, "time_zone": "Europe/Vienna"}, headers=if_match(answer)
    )
    decided(world, people.learner())
    tell(now=datetime.fromisoformat(now) - GATHERED)
    send(datetime.fromisoformat(now))
    assert len(office.taken) == (now == goes)
    send(datetime.fromisoformat(goes) - SECOND)
    assert len(office.taken) == (now == goes)
    send(datetime.fromisoformat(goes))
    assert len(office.taken) == 1


def test_an_academy_without_quiet_hours_mails_by_night(
    world: World, people: People, office: PostOffice
) -> None:
    settings(world, quiet=False)
    decided(world, people.learner())
    night = NOON.replace(hour=23)
    tell(now=night)
    send(night + GATHERED)
    assert len(office.taken) == 1


# --- Once ----------------------------------------------------------------------------------------


def waiting(world: World, people: People) -> Learner:
    """A learner for whom one mail waits."""
    learner = people.learner()
    decided(world, learner)
    tell()
    return learner


LATER = NOON + GATHERED + HEARD_WITHIN
"""When SES has had time to tell."""


def test_wherever_it_ends_one_mail_goes_out_but_for_the_one_case(
    world: World, people: People
) -> None:
    learner = people.learner()
    made = decided(world, learner)
    ended = {}
    for number in count(1):
        # Each begins as a process of its own.
        forget()
        with post_office() as office:
            wait(learner, made, number)
            try:
                with crashing(number) as calls:
                    send()
            except Crash:
                taken = len(office.taken)
            else:
                break
            send(LATER - SECOND)
            early = len(office.taken)
            send(LATER)
            send(LATER + timedelta(hours=1))
            ended[number] = (calls[-1], taken, early, len(office.taken))
            assert due() == []
    assert len(ended) == len(calls)
    for number, (call, taken, early, sent) in ended.items():
        # Only where SES took it, and neither we nor it could say so; and not before it had time.
        twice = call == "SendEmail"
        assert sent == (2 if twice else 1), (number, call)
        assert early <= 1, (number, call)
        assert taken <= early, (number, call)
    assert [call for call, *_ in ended.values()].count("SendEmail") == 1


def test_where_ses_tells_that_it_took_it_one_mail_goes_out_whatever_ended(
    world: World, people: People, office: PostOffice
) -> None:
    waiting(world, people)

    def crash(**_: Any) -> None:
        raise Crash

    with hooked("sesv2", "after-call.sesv2.SendEmail", crash), pytest.raises(Crash):
        send()
    assert hear(office.event("Send")) == []
    for later in (NOON + GATHERED, LATER, LATER + timedelta(hours=1)):
        send(later)
    assert len(office.taken) == 1
    assert due() == []


def wait(learner: Learner, certificate: Json, number: int) -> None:
    """Let something wait to be mailed of a certificate that was approved."""
    item = MailItem(
        id=f"approval-{number}",
        kind=MailKind.DECISION,
        at=NOON,
        type=AnnouncementType.APPROVED,
        learner_id=learner.id,
        certificate_id=certificate["id"],
        status=Status.APPROVED,
    )
    composition.mails().put(person_of(learner.owner), item, NOON)


def test_wherever_telling_ends_one_thing_waits(world: World, people: People) -> None:
    learner = people.learner()
    decided(world, learner)
    messages = announced()
    for number in count(1):
        try:
            with crashing(number) as calls:
                tell(messages)
        except Crash:
            continue
        break
    assert len(calls) == 3
    [box] = mailboxes()
    assert len(box["waiting"]["L"]) == 1


def test_what_comes_twice_and_late_is_mailed_once(
    world: World, people: People, office: PostOffice
) -> None:
    decided(world, people.learner())
    messages = announced()
    tell([*messages, *messages])
    send()
    tell(messages)
    send(NOON + timedelta(days=1))
    assert len(office.taken) == 1


def test_a_lost_answer_of_ses_is_waited_for(world: World, people: People) -> None:
    waiting(world, people)
    with post_office() as office:
        with losing_answers("sesv2", "SendEmail"):
            send()
        send(LATER - SECOND)
        assert len(office.taken) == 1
        hear(office.event("Send"))
        send(LATER)
        assert len(office.taken) == 1
    assert due() == []


def test_of_two_runs_at_once_one_sends_it(world: World, people: People, office: PostOffice) -> None:
    waiting(world, people)
    office.meanwhile.append(send)
    send()
    send(LATER)
    assert len(office.taken) == 1
    assert due() == []


def test_a_run_that_ends_the_work_of_one_that_is_late_leaves_it_nothing(
    world: World, people: People, office: PostOffice
) -> None:
    waiting(world, people)
    with between("dynamodb", "UpdateItem", send):
        send()
    assert len(office.taken) == 1
    assert due() == []


def test_ses_tells_before_we_noted_it_and_twice(
    world: World, people: People, office: PostOffice
) -> None:
    waiting(world, people)
    send()
    event = office.event("Send")
    assert hear(event, event) == []
    decided(world, people.learner())
    tell()
    assert hear(event) == []
    send(LATER)
    assert len(office.taken) == 2


# --- When it fails -------------------------------------------------------------------------------


def test_one_that_fails_delays_no_other_and_is_tried_again(
    world: World, people: People, office: PostOffice
) -> None:
    bad = people.learner("bad@demo.example")
    for learner in (bad, people.learner("good@demo.example")):
        decided(world, learner)
    tell()
    office.refuses, office.refuses_to = ("MessageRejected", 400), "bad@demo.example"
    send()
    assert office.to == ["good@demo.example"]
    office.refuses = None
    send(NOON + GATHERED + timedelta(seconds=59))
    assert len(office.taken) == 1
    send(NOON + GATHERED + timedelta(minutes=1))
    assert office.to == ["good@demo.example", "bad@demo.example"]
    assert due() == []


def test_one_that_always_fails_is_tried_less_and_less_often(
    world: World, people: People, office: PostOffice
) -> None:
    settings(world, quiet=False)
    waiting(world, people)
    office.refuses = ("MessageRejected", 400)
    now, waits = NOON + GATHERED, []
    for _ in range(7):
        send(now)
        [box] = due()
        at_ = datetime.fromisoformat(box["due_at"]["S"])
        waits.append((at_ - now).total_seconds() / 60)
        now = at_
    assert waits == [1, 10, 20, 60, 360, 360, 360]


def test_a_mailbox_that_cannot_be_read_delays_no_other(
    world: World, people: People, office: PostOffice
) -> None:
    bad = waiting(world, people)
    composition.table().write(
        Write(
            "Update",
            keys.mailbox(bad.owner, MailKind.DECISION),
            None,
            update="SET version = :no",
            values={":no": "no number"},
        )
    )
    decided(world, people.learner("good@demo.example"))
    tell()
    send()
    assert office.to == ["good@demo.example"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("TooManyRequestsException", 429),
        ("LimitExceededException", 400),
        ("ThrottlingException", 400),
        ("SendingPausedException", 400),
    ],
)
def test_while_ses_takes_none_nothing_is_lost_and_nobody_is_asked_in_vain(
    world: World, people: People, office: PostOffice, code: str, status: int
) -> None:
    learners = [people.learner() for _ in range(3)]
    for learner in learners:
        decided(world, learner)
    tell()
    office.refuses = (code, status)
    send()
    assert len(due()) == 3
    office.refuses = None
    send(NOON + GATHERED + timedelta(minutes=1))
    assert len(office.taken) == 3
    assert due() == []


def test_where_ses_takes_so_many_a_second_a_run_goes_on(
    world: World, people: People, office: PostOffice
) -> None:
    for _ in range(6):
        decided(world, people.learner())
    tell()

    def takes(*, it: bool) -> None:
        office.refuses = None if it else ("TooManyRequestsException", 429)

    office.meanwhile += [partial(takes, it=number % 2 == 0) for number in range(6)]
    send()
    assert len(office.taken) == 3
    office.refuses = None
    send(NOON + GATHERED + timedelta(minutes=1))
    assert len(set(office.to)) == len(office.taken) == 6


def test_while_the_table_or_the_pool_is_away_nothing_is_lost(
    world: World, people: People, office: PostOffice
) -> None:
    waiting(world, people)
    now = NOON + GATHERED
    for service, operation in (
        ("dynamodb", "UpdateItem"),
        ("dynamodb", "BatchGetItem"),
        ("cognito-identity-provider", "AdminGetUser"),
        ("secretsmanager", "GetSecretValue"),
    ):
        made: Any
        for made in (composition.mail_key, mail.mailing):
            made.cache_clear()
        with refusing(service, operation, "ThrottlingException"):
            send(now)
        assert office.taken == []
        now += timedelta(minutes=10)
    send(now)
    assert len(office.taken) == 1


def test_what_is_left_when_time_is_up_goes_with_the_next_run(
    world: World, people: People, office: PostOffice
) -> None:
    waiting(world, people)
    send(seconds=30)
    assert office.taken == []
    send()
    assert len(office.taken) == 1


# --- What becomes of it --------------------------------------------------------------------------


@pytest.mark.parametrize("trouble", [*Trouble])
def test_an_address_that_takes_none_gets_no_more_until_it_is_another(
    world: World, people: People, office: PostOffice, trouble: Trouble
) -> None:
    learner = people.learner("anna@demo.example")
    decided(world, learner)
    tell()
    send()
    event = office.bounce() if trouble is Trouble.BOUNCED else office.complaint()
    assert hear(event, event) == []
    noted = composition.mails().undeliverable(person_of(learner.owner))
    assert noted is not None
    assert (noted.why, noted.holds("Anna@demo.example")) == (trouble, True)
    decided(world, learner)
    tell()
    send(LATER)
    assert len(office.taken) == 1
    assert due() == []
    people.readdress(learner.id, "anna.new@demo.example")
    decided(world, learner)
    tell()
    send(LATER + timedelta(hours=1))
    assert office.to == ["anna@demo.example", "anna.new@demo.example"]


def test_a_bounce_that_passes_and_what_is_no_mail_of_ours_change_nothing(
    world: World, people: People, office: PostOffice
) -> None:
    learner = waiting(world, people)
    send()
    invitation = {"eventType": "Bounce", "mail": {"tags": {"ses:operation": ["SendEmail"]}}}
    delayed = office.event("DeliveryDelay")
    assert hear(office.bounce(kind="Transient"), invitation, delayed) == []
    assert composition.mails().undeliverable(person_of(learner.owner)) is None


def test_the_sample_of_an_event_is_noted() -> None:
    person = Person(academy_id="sample", person_id="sample-learner")
    answer = mail_events.handler(sample("ses"), lambda_context())
    assert answer == {"batchItemFailures": []}
    noted = composition.mails().undeliverable(person)
    assert noted is not None
    assert noted.holds("learner@demo.example")


def test_an_event_that_is_none_is_given_back_alone(
    world: World, people: People, office: PostOffice
) -> None:
    learner = waiting(world, people)
    send()
    assert hear({"eventType": "Send"}, office.bounce()) == ["event-0"]
    assert composition.mails().undeliverable(person_of(learner.owner)) is not None


# --- What it takes -------------------------------------------------------------------------------


def test_what_a_mail_takes(world: World, people: People, office: PostOffice) -> None:
    decided(world, people.learner())
    messages = announced()
    with crashing(0) as calls:
        tell(messages)
    assert calls == ["Query"] + ["TransactWriteItems"] * 2
    send(NOON)
    with crashing(0) as calls:
        send()
    shards = ["Query"] * keys.MAIL_SHARDS
    for shard in shards:
        calls.remove(shard)
    assert len(office.taken) == 1
    assert len(calls) <= 14, calls


def test_a_mailbox_of_many_things_is_read_a_hundred_at_most(world: World, people: People) -> None:
    learner = people.learner()
    person = Person(academy_id=world.academy_id, person_id=learner.id)
    store = composition.mails()
    for number in range(120):
        item = MailItem(id=f"{number:03}", kind=MailKind.DECISION, at=NOON)
        store.put(person, item, NOON)
    box = store.mailbox(person, MailKind.DECISION)
    assert box is not None
    assert len(box.waiting) == 120
    assert len(store.items(person, box.waiting)) == 100
