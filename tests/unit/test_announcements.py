"""What is announced of certificates, and under which id."""

import copy
import json
import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from certfolio.domain.actions import Action, Actor, ActorKind, Status
from certfolio.domain.announcements import (
    Announcement,
    AnnouncementType,
    Facts,
    HoldingFacts,
    announced_by,
    facts_of,
    of_event,
    of_notice,
    schema_of,
)
from certfolio.domain.history import Event
from certfolio.domain.outbox import (
    Assigned,
    CycleEndsSoon,
    Expired,
    Expiring,
    Notice,
    NoticeBase,
    NoticeKind,
    RecordsDue,
    Renewed,
    RequirementMet,
)
from tests.support.builders import LEARNER, NOW, REVIEWER, act, ulid
from tests.support.template import ROOT
from tools import events

Json = dict[str, Any]

OF_CERTIFICATE: dict[str, Any] = {
    "academy_id": "demo",
    "learner_id": "learner-1",
    "certificate_id": ulid(1),
    "version": 3,
    "status": Status.APPROVED,
    "credit_types": ("cpe",),
    "at": NOW,
}
DAY = date(2026, 5, 1)
NOTICES: dict[NoticeKind, Notice] = {
    NoticeKind.EXPIRING: Expiring(**OF_CERTIFICATE, expires_on=DAY, reminder=60, days_left=58),
    NoticeKind.EXPIRED: Expired(**OF_CERTIFICATE, expires_on=DAY),
    NoticeKind.RENEWED: Renewed(**OF_CERTIFICATE, renewed_by=ulid(2)),
    NoticeKind.RECORDS_DUE: RecordsDue(**OF_CERTIFICATE, due_on=DAY, by_rule=DAY),
    NoticeKind.ASSIGNED: Assigned(**OF_CERTIFICATE, reviewer_id="reviewer-1", until=NOW),
    NoticeKind.REQUIREMENT_MET: RequirementMet(
        **OF_CERTIFICATE,
        holding_id=ulid(3),
        programme="pmi-pmp",
        requirements=("total", "business-acumen"),
        cycle_starts_on=DAY,
        cycle_ends_on=date(2029, 4, 30),
        done=True,
    ),
    NoticeKind.CYCLE_ENDS_SOON: CycleEndsSoon(
        academy_id="demo",
        learner_id="learner-1",
        holding_id=ulid(3),
        programme="pmi-pmp",
        version=2,
        at=NOW,
        ends_on=DAY,
        reminder=60,
        days_left=58,
        missing=Decimal("12.50"),
    ),
}


def event_by(action: Action) -> Event:
    return Event(
        academy_id="demo",
        learner_id="learner-1",
        certificate_id=ulid(1),
        version=2,
        at=NOW,
        actor=Actor(kind=ActorKind.STAFF, id="reviewer-1", name="Demo Reviewer"),
        action=action,
        from_status=Status.PENDING,
        to_status=Status.APPROVED,
        comment="Not for everybody's eyes",
        request="r",
        previous_hash="0" * 64,
    ).sealed()


@pytest.mark.parametrize("action", Action)
def test_every_step_but_that_of_a_file_is_announced(action: Action) -> None:
    announcement = of_event(event_by(action), ("cpe",))
    assert (announcement is None) is (action is Action.RECORD_FILE)


def test_no_two_steps_are_announced_alike() -> None:
    announced = [kind for action in Action if (kind := announced_by(action))]
    assert len(set(announced)) == len(announced)


def test_a_decision_is_announced_with_its_facts_and_nothing_that_people_wrote() -> None:
    pending, _ = act(None, Action.SUBMIT, LEARNER)
    _, event = act(pending, Action.REQUEST_CHANGES, REVIEWER, comment="Please show the hours")
    announcement = of_event(event, ("cpe",))
    assert announcement is not None
    assert announcement.model_dump(mode="json") == {
        "specversion": "1.0",
        "id": f"{ulid(1)}.2",
        "source": "certfolio",
        "type": "CertificateChangesRequested",
        "subject": ulid(1),
        "time": "2026-03-02T10:30:00Z",
        "dataschema": "urn:certfolio:events:CertificateChangesRequested:1",
        "data": {
            "academy_id": "demo",
            "learner_id": "learner-1",
            "certificate_id": ulid(1),
            "version": 2,
            "at": "2026-03-02T10:30:00Z",
            "actor_kind": "staff",
            "status": "changes_requested",
            "from_status": "pending",
            "credit_types": ["cpe"],
        },
    }


def test_there_is_a_notice_of_every_kind() -> None:
    kinds = get_args(get_args(Notice)[0])
    assert {type(notice) for notice in NOTICES.values()} == set(kinds)
    assert set(NOTICES) == set(NoticeKind)


@pytest.mark.parametrize("kind", NoticeKind)
def test_a_notice_is_announced_with_what_its_type_adds(kind: NoticeKind) -> None:
    announcement = of_notice(NOTICES[kind])
    assert type(announcement.data) is facts_of(announcement.type)
    added = announcement.model_dump(mode="json")["data"].keys() - Facts.model_fields.keys()
    assert added == facts_of(announcement.type).model_fields.keys() - Facts.model_fields.keys()
    assert added


def test_every_type_is_announced_by_something() -> None:
    by_steps = {announced_by(action) for action in Action} - {None}
    by_schedules = {of_notice(notice).type for notice in NOTICES.values()}
    assert not by_steps & by_schedules
    assert by_steps | by_schedules == set(AnnouncementType)


@pytest.mark.parametrize("kind", NoticeKind)
def test_the_same_notice_said_on_another_day_has_the_same_id(kind: NoticeKind) -> None:
    notice = NOTICES[kind]
    later: Notice = notice.model_copy(update={"at": NOW + timedelta(days=3), "version": 4})
    assert of_notice(later).id == of_notice(notice).id


def test_a_reminder_that_came_late_is_still_the_same_reminder() -> None:
    said = Expiring(**OF_CERTIFICATE, expires_on=DAY, reminder=60, days_left=60)
    late = Expiring(**OF_CERTIFICATE, expires_on=DAY, reminder=60, days_left=57)
    assert of_notice(late).id == of_notice(said).id


def test_notices_of_different_things_have_different_ids() -> None:
    others: list[Notice] = [
        Expiring(**OF_CERTIFICATE, expires_on=DAY, reminder=30, days_left=30),
        Expiring(**OF_CERTIFICATE, expires_on=date(2027, 5, 1), reminder=60, days_left=60),
        Expired(**(OF_CERTIFICATE | {"certificate_id": ulid(9)}), expires_on=DAY),
        Expired(**(OF_CERTIFICATE | {"learner_id": "learner-2"}), expires_on=DAY),
        Expired(**(OF_CERTIFICATE | {"academy_id": "other"}), expires_on=DAY),
    ]
    ids = [of_notice(notice).id for notice in (*NOTICES.values(), *others)]
    assert len(set(ids)) == len(ids)


def test_a_notice_is_remembered_for_longer_than_a_year() -> None:
    assert all(notice.forgotten_at - NOW > timedelta(days=366) for notice in NOTICES.values())


@pytest.mark.parametrize(
    "field", {**NoticeBase.model_fields, **Facts.model_fields, **HoldingFacts.model_fields}
)
def test_nothing_that_is_announced_can_hold_what_people_write(field: str) -> None:
    assert field not in {"title", "name", "comment", "mail", "issuer", "actor"}


def test_an_announcement_can_be_read_back() -> None:
    said = of_notice(NOTICES[NoticeKind.EXPIRED])
    assert Announcement.model_validate_json(said.model_dump_json()).id == said.id


# --- What is told to consumers -------------------------------------------------------------------


@pytest.fixture(params=AnnouncementType)
def kind(request: pytest.FixtureRequest) -> AnnouncementType:
    found: AnnouncementType = request.param
    return found


def _of(kind: AnnouncementType) -> Announcement:
    """An announcement of a type, with everything as long as it can be."""
    found = next((said for said in map(of_notice, NOTICES.values()) if said.type is kind), None)
    if found is None:
        announcement = of_event(event_by(Action.APPROVE), ("cpe",))
        assert announcement is not None
        update = {"type": kind, "dataschema": schema_of(kind)}
        found = announcement.model_copy(update=update)
    longest = {
        "academy_id": "a" * 63,
        "learner_id": "l" * 64,
        "credit_types": tuple(f"{number}" * 40 for number in range(5)),
        "version": 999_999,
    }
    return found.model_copy(update={"data": found.data.model_copy(update=longest)})


def test_the_schemas_in_docs_are_those_of_the_code() -> None:
    assert events.old_files() == []


def test_what_is_announced_is_what_its_schema_says(kind: AnnouncementType) -> None:
    described = json.loads((events.TARGET / f"{kind}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(described)
    checked = Draft202012Validator(described, format_checker=FormatChecker())
    said = json.loads(_of(kind).model_dump_json())
    checked.validate(said)
    assert described["properties"].keys() == said.keys()
    assert described["properties"]["data"]["properties"].keys() == said["data"].keys()
    for field in said["data"]:
        less = {
            **said,
            "data": {name: said["data"][name] for name in said["data"] if name != field},
        }
        assert not checked.is_valid(less)


def test_ten_of_the_largest_fit_into_one_call(kind: AnnouncementType) -> None:
    """PutEvents takes 1 MB, and took 256 KB until January 2026."""
    assert 10 * len(_of(kind).model_dump_json()) < 25_000


def test_consumers_are_told_of_every_type_with_what_it_adds(kind: AnnouncementType) -> None:
    document = (ROOT / "docs" / "announcements.md").read_text(encoding="utf-8")
    [row] = re.findall(rf"^\| `{kind}` \|[^|]+\|([^|]*)\|$", document, re.MULTILINE)
    added = facts_of(kind).model_fields.keys() - Facts.model_fields.keys()
    assert set(re.findall(r"`(\w+)`", row)) == added


def test_the_example_for_consumers_is_valid() -> None:
    document = (ROOT / "docs" / "announcements.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```json\n(.*?)```", document, re.DOTALL)
    said = json.loads(example)
    Draft202012Validator(events.schema(AnnouncementType(said["type"]))).validate(said)


def _without(described: Json) -> None:
    del described["properties"]["data"]["properties"]["version"]


def _optional(described: Json) -> None:
    described["properties"]["data"]["required"].remove("at")


def _as_text(described: Json) -> None:
    described["properties"]["data"]["properties"]["version"]["type"] = "string"


def _never_staff(described: Json) -> None:
    described["properties"]["data"]["properties"]["actor_kind"]["enum"].remove("staff")


def _other_source(described: Json) -> None:
    described["properties"]["source"]["const"] = "somebody else"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (_without, "data.version is gone"),
        (_optional, "data.at can be missing"),
        (_as_text, "data.version has another type"),
        (_never_staff, "data.actor_kind is never staff any more"),
        (_other_source, "source has another const"),
    ],
)
def test_what_breaks_consumers_is_refused_without_a_new_version(
    change: Callable[[Json], None], told: str
) -> None:
    before = events.schema(AnnouncementType.APPROVED)
    after = copy.deepcopy(before)
    change(after)
    assert events.broken(before, after) == [told]


def test_another_field_and_another_value_break_nobody() -> None:
    before = events.schema(AnnouncementType.APPROVED)
    after = copy.deepcopy(before)
    data = after["properties"]["data"]
    data["properties"] |= {"programme_id": {"type": "string"}}
    data["required"].append("programme_id")
    data["properties"]["status"]["enum"].append("of tomorrow")
    assert events.broken(before, after) == []


def test_a_file_that_would_break_consumers_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "TARGET", tmp_path)
    assert events.write() == []
    path = tmp_path / "CertificateApproved.json"
    before = json.loads(path.read_text())
    before["properties"]["data"]["properties"]["title"] = {"type": "string"}
    path.write_text(json.dumps(before))
    assert events.write() == ["CertificateApproved.json: data.title is gone"]
    assert events.old_files() == [path]
    before["properties"]["dataschema"]["const"] = "urn:certfolio:events:CertificateApproved:0"
    path.write_text(json.dumps(before))
    assert events.write() == []
    assert events.old_files() == []
