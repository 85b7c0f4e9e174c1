"""Which mail tells what to whom, when it goes, and what its link is good for."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from pydantic import ValidationError

from certfolio.domain.academies import MailSettings
from certfolio.domain.actions import ActorKind
from certfolio.domain.announcements import (
    Announcement,
    AnnouncementType,
    facts_of,
    schema_of,
)
from certfolio.domain.mails import (
    MailAudience,
    Mailbox,
    MailKind,
    Person,
    Preferences,
    Unsubscription,
    audience_of_kind,
    digest_of_address,
    goes_at,
    item_of,
    kind_of,
    put_off_to,
)
from certfolio.domain.news import Audience, audience_of
from certfolio.storage import keys
from tests.support.builders import ulid

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PERSON = Person(academy_id="acme", person_id="53b4a862-9061-70f5-1c4f-7b3a2d0e6c11")


def announcement(kind: AnnouncementType, actor: ActorKind) -> Announcement:
    facts = facts_of(kind).model_construct(
        academy_id="acme",
        learner_id="learner-1",
        certificate_id=ulid(1),
        version=2,
        at=NOW,
        actor_kind=actor,
        status="approved",
        from_status=None,
        credit_types=(),
        expires_on=NOW.date(),
        days_left=7,
        renewed_by=ulid(2),
        due_on=NOW.date(),
        reviewer_id="reviewer-1",
        until=NOW,
        holding_id=ulid(3),
        programme="pmi-pmp",
        requirements=("total",),
        cycle_starts_on=NOW.date(),
        cycle_ends_on=NOW.date(),
        done=False,
        ends_on=NOW.date(),
        missing=Decimal(8),
    )
    return Announcement.model_construct(
        id="1", type=kind, subject=ulid(1), time=NOW, dataschema=schema_of(kind), data=facts
    )


@pytest.mark.parametrize("actor", [*ActorKind])
@pytest.mark.parametrize("kind", [*AnnouncementType])
def test_whoever_is_told_in_the_portal_is_mailed_and_nobody_else(
    kind: AnnouncementType, actor: ActorKind
) -> None:
    said = announcement(kind, actor)
    told, mailed = audience_of(said), kind_of(said)
    if kind is AnnouncementType.REQUIREMENT_MET:
        # The mail of the approval that met it is enough.
        assert mailed is None
        return
    assert (told is None) == (mailed is None)
    if told is not None and mailed is not None:
        same = {
            Audience.LEARNER: MailAudience.LEARNER,
            Audience.REVIEWER: MailAudience.REVIEWERS,
            Audience.ADMINISTRATORS: MailAudience.ADMINISTRATORS,
        }
        assert audience_of_kind(mailed) is same[told]


@pytest.mark.parametrize("kind", [*AnnouncementType])
def test_what_waits_says_what_the_announcement_says_besides(kind: AnnouncementType) -> None:
    item = item_of(announcement(kind, ActorKind.STAFF))
    if item is None:
        assert kind in {AnnouncementType.SUPERSEDED, AnnouncementType.REQUIREMENT_MET}
        return
    of_holding = kind is AnnouncementType.CYCLE_ENDS_SOON
    assert item.type is kind
    assert item.certificate_id == (None if of_holding else ulid(1))
    assert item.holding_id == (ulid(3) if of_holding else None)
    assert (item.days_left == 7) is (kind is AnnouncementType.EXPIRING or of_holding)
    assert (item.reviewer_id is None) is (kind is not AnnouncementType.ASSIGNED)


def test_a_refused_file_is_a_kind_of_its_own() -> None:
    kind = AnnouncementType.CHANGES_REQUESTED
    assert kind_of(announcement(kind, ActorKind.SYSTEM)) is MailKind.FILE_REFUSED
    assert kind_of(announcement(kind, ActorKind.STAFF)) is MailKind.DECISION


@pytest.mark.parametrize(
    ("zone", "begins", "ends", "at", "until"),
    [
        ("UTC", "21:00", "07:00", "2026-03-02T20:59:59", None),
        ("UTC", "21:00", "07:00", "2026-03-02T21:00:00", "2026-03-03T07:00:00"),
        ("UTC", "21:00", "07:00", "2026-03-03T06:59:59", "2026-03-03T07:00:00"),
        ("UTC", "21:00", "07:00", "2026-03-03T07:00:00", None),
        ("UTC", "12:00", "14:00", "2026-03-02T13:00:00", "2026-03-02T14:00:00"),
        ("UTC", "12:00", "14:00", "2026-03-02T14:00:00", None),
        ("UTC", "12:00", "12:00", "2026-03-02T12:00:00", None),
        ("Asia/Tokyo", "21:00", "07:00", "2026-03-02T13:00:00", "2026-03-02T22:00:00"),
        # The night in which clocks go forward is an hour shorter.
        ("Europe/Vienna", "21:00", "07:00", "2026-03-28T21:00:00", "2026-03-29T05:00:00"),
        # An end that this night does not have.
        ("Europe/Vienna", "21:00", "02:30", "2026-03-28T21:00:00", "2026-03-29T01:30:00"),
    ],
)
def test_quiet_hours_go_by_the_academys_clock(
    zone: str, begins: str, ends: str, at: str, until: str | None
) -> None:
    settings = MailSettings(quiet_from=begins, quiet_to=ends)
    instant = datetime.fromisoformat(f"{at}+00:00")
    expected = None if until is None else datetime.fromisoformat(f"{until}+00:00")
    assert settings.quiet_until(zone, instant) == expected
    assert goes_at(settings, zone, instant) == (expected or instant)
    off = settings.model_copy(update={"quiet": False})
    assert off.quiet_until(zone, instant) is None


@pytest.mark.parametrize("wrong", ["24:00", "7:00", "07:60", "07:00:00", "", "noon"])
def test_a_time_of_day_is_written_one_way(wrong: str) -> None:
    with pytest.raises(ValidationError):
        MailSettings(quiet_to=wrong)


def test_the_end_of_quiet_hours_is_never_quiet() -> None:
    settings = MailSettings()
    for hour in range(24 * 7):
        instant = NOW + timedelta(hours=hour)
        goes = goes_at(settings, "America/Sao_Paulo", instant)
        assert goes >= instant
        assert settings.quiet_until("America/Sao_Paulo", goes) is None


@pytest.mark.parametrize("kind", [*MailKind])
def test_a_link_switches_off_what_it_was_made_for_and_nothing_else(kind: MailKind) -> None:
    made = Unsubscription(**dict(PERSON), kind=kind)
    token = made.token(b"key")
    assert Unsubscription.of(b"key", token) == made
    for other in MailKind:
        if other is not kind:
            forged = token.replace(f".{kind}.", f".{other}.")
            assert Unsubscription.of(b"key", forged) is None
    for wrong in ("", ".", "...", token[:-1], f"{token}x", token.upper(), "é.é.é.é"):
        assert Unsubscription.of(b"key", wrong) is None


def test_preferences_are_by_kind() -> None:
    chosen = Preferences().without(MailKind.DIGEST).without(MailKind.DIGEST)
    assert chosen.off == (MailKind.DIGEST,)
    assert [kind for kind in MailKind if not chosen.wants(kind)] == [MailKind.DIGEST]


def test_addresses_are_told_apart_whatever_their_case() -> None:
    assert digest_of_address(" Anna@Demo.example") == digest_of_address("anna@demo.example")
    assert digest_of_address("anna@demo.example") != digest_of_address("anne@demo.example")


def test_what_fails_is_tried_later_and_later() -> None:
    waits = [put_off_to(failures, NOW) - NOW for failures in range(1, 9)]
    assert all(one <= other for one, other in pairwise(waits))
    assert waits[0] == timedelta(minutes=1)
    assert waits[-1] == waits[-2]


def test_people_are_spread_over_the_shards() -> None:
    shards = {
        keys.due_place(
            Person(academy_id="acme", person_id=f"person-{number}").owner, "decision", NOW
        )["by_time_pk"]
        for number in range(200)
    }
    assert shards == {keys.due_partition(shard) for shard in range(keys.MAIL_SHARDS)}


def test_a_mailbox_without_a_time_is_not_due() -> None:
    empty = Mailbox(person=PERSON, kind=MailKind.DECISION)
    assert not empty.is_due(NOW)
    due = empty.model_copy(update={"due_at": NOW})
    assert due.is_due(NOW)
    assert not due.is_due(NOW - timedelta(seconds=1))
