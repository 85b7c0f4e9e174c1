from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest

from certfolio.domain import set_up_events
from certfolio.domain.academies import Academy, OfferedReason
from certfolio.domain.actions import SYSTEM, Actor, ActorKind
from certfolio.domain.credit_types import CreditType
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.programmes.installed import AcademyProgramme
from certfolio.domain.rights import Membership
from certfolio.domain.set_up_events import (
    Area,
    ChangeFilters,
    Intent,
    SetUpRecord,
    Step,
    Subject,
    differ,
    subject_of,
    tell,
)
from certfolio.domain.staff import Role, StaffMember
from certfolio.storage import keys

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BY = Actor(kind=ActorKind.STAFF, id="administrator-1", name="Administrator")
MEMBERSHIP = Membership(
    academy_id="demo",
    learner_id="learner-1",
    left_at=NOW,
    hold_since=NOW,
    hold_reason="A claim is pending",
    version=1,
)
"""What else is told of learners."""

RECORDS: dict[Area, SetUpRecord] = {
    Area.SETTINGS: Academy(academy_id="demo", version=1),
    Area.CREDIT_TYPE: CreditType(
        academy_id="demo", id="cpe", name="CPE", unit="hours", version=1, claimed=False
    ),
    Area.STAFF: StaffMember(
        academy_id="demo", principal="staff-1", name="Somebody", role=Role.REVIEWER, version=1
    ),
    Area.LEARNER: DirectoryEntry(
        academy_id="demo",
        learner_id="learner-1",
        name="Somebody Else",
        mail="else@demo.example",
        external_id="HR-1",
        version=1,
    ),
    Area.PROGRAMME: AcademyProgramme(
        academy_id="demo", id="board", text="{}", digest="0" * 64, pack="pmi-pmp"
    ),
}
KEPT_QUIET = {
    Area.SETTINGS: {"academy_id", "version"},
    Area.CREDIT_TYPE: {"academy_id", "id", "version", "claimed"},
    Area.STAFF: {"academy_id", "principal", "version", "second_factor", "invited", "request"},
    Area.LEARNER: {"academy_id", "learner_id", "version", "form"},
    Area.PROGRAMME: {"academy_id", "id", "version", "text"},
}
"""What says which record it is, or what nobody states."""


def test_every_area_and_every_record_has_its_events() -> None:
    assert RECORDS.keys() == KEPT_QUIET.keys() == set(Area)
    known = {type(record) for record in (*RECORDS.values(), MEMBERSHIP)}
    assert known == set(get_args(SetUpRecord))
    assert subject_of(MEMBERSHIP) == subject_of(RECORDS[Area.LEARNER])
    for area, record in RECORDS.items():
        assert subject_of(record).area is area
        assert keys.set_up_events("demo", area).startswith("ACADEMY#demo")


@pytest.mark.parametrize("area", Area)
def test_every_field_that_somebody_states_is_told(area: Area) -> None:
    told = set_up_events._TOLD[area]  # noqa: SLF001 - so that no new field is forgotten
    fields = set(type(RECORDS[area]).model_fields)
    if area is Area.LEARNER:
        fields |= Membership.model_fields.keys()
    assert fields == told | KEPT_QUIET[area]
    assert set_up_events._PERSONAL[area] <= told  # noqa: SLF001


@pytest.mark.parametrize("area", Area)
def test_who_it_is_about_stands_beside_the_event(area: Area) -> None:
    record = RECORDS[area]
    for before, after, step in (
        (None, record, Step.ADDED),
        (record, None, Step.REMOVED),
    ):
        told = tell(before, after, BY, NOW)
        event = told.event
        assert (event.step, event.subject, event.at) == (step, subject_of(record), NOW)
        assert event.actor == Actor(kind=ActorKind.STAFF, id="administrator-1")
        assert "Somebody" not in str(event)
        assert "demo.example" not in str(event)
        assert "HR-1" not in str(event)
        said = {**event.before, **event.after}
        if told.personal:
            said |= {**told.personal.before, **told.personal.after}
        assert said == record.model_dump(mode="json", exclude=KEPT_QUIET[area], exclude_none=True)
        assert set(event.personal) == set(said) - set(event.before) - set(event.after)


@pytest.mark.parametrize(
    ("area", "update", "before", "after"),
    [
        (Area.SETTINGS, {"review_days": 3}, {"review_days": 10}, {"review_days": 3}),
        (
            Area.CREDIT_TYPE,
            {"retired": True, "instructions": "Bring it", "claimed": True},
            {"retired": False},
            {"retired": True, "instructions": "Bring it"},
        ),
        (
            Area.STAFF,
            {"role": Role.ADMINISTRATOR, "request": "x"},
            {"role": "reviewer"},
            {"role": "administrator"},
        ),
    ],
)
def test_a_change_tells_what_changed_and_nothing_else(
    area: Area, update: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    record = RECORDS[area]
    changed = record.model_copy(update={**update, "version": 2})
    told = tell(record, changed, BY, NOW)
    assert (told.event.before, told.event.after) == (before, after)
    assert (told.event.step, told.event.version, told.personal) == (Step.CHANGED, 2, None)
    assert differ(record, changed)


def test_a_person_s_new_words_and_old_ones_are_told_apart() -> None:
    record = RECORDS[Area.LEARNER]
    update = {"name": "New Name", "external_id": None, "version": 2}
    told = tell(record, record.model_copy(update=update), SYSTEM, NOW)
    assert told.event.personal == ("name", "external_id")
    assert told.personal is not None
    assert told.personal.before == {"name": "Somebody Else", "external_id": "HR-1"}
    assert told.personal.after == {"name": "New Name"}
    assert (told.event.before, told.event.after) == ({}, {})


def test_what_nobody_states_is_no_difference() -> None:
    assert not differ(
        RECORDS[Area.CREDIT_TYPE],
        RECORDS[Area.CREDIT_TYPE].model_copy(update={"version": 9, "claimed": True}),
    )


def test_events_are_in_order_of_their_ids() -> None:
    reason = OfferedReason(id="own", text="Own")
    record = Academy(academy_id="demo", reasons=(reason,))
    told = [
        tell(record, RECORDS[Area.SETTINGS], BY, NOW + timedelta(milliseconds=number)).event.id
        for number in (0, 1, 1500)
    ]
    assert told == sorted(told)


def test_a_request_and_its_retry_have_one_digest_and_nothing_else_has() -> None:
    subject = Subject(area=Area.STAFF, id="staff-1")
    intent = Intent(BY, 1, NOW)
    asked = intent.digest(subject, Step.CHANGED, {"role": "reviewer"})
    later = Intent(BY.model_copy(update={"name": "New"}), 1, NOW + timedelta(days=1))
    assert later.digest(subject, Step.CHANGED, {"role": "reviewer"}) == asked
    others = {
        Intent(SYSTEM, 1, NOW).digest(subject, Step.CHANGED, {"role": "reviewer"}),
        Intent(BY, 2, NOW).digest(subject, Step.CHANGED, {"role": "reviewer"}),
        intent.digest(Subject(area=Area.STAFF, id="x"), Step.CHANGED, {"role": "reviewer"}),
        intent.digest(Subject(area=Area.LEARNER, id="staff-1"), Step.CHANGED, {"role": "reviewer"}),
        intent.digest(subject, Step.REMOVED, {"role": "reviewer"}),
        intent.digest(subject, Step.CHANGED, {"role": "administrator"}),
    }
    assert len(others - {asked}) == 6


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, True),
        ({"area": "staff"}, True),
        ({"area": "learner"}, False),
        ({"subject": "staff-1"}, True),
        ({"subject": "staff-2"}, False),
        ({"actor": "administrator-1"}, True),
        ({"actor": "staff-1"}, False),
        ({"area": "staff", "subject": "staff-1", "actor": "administrator-1"}, True),
        ({"area": "staff", "subject": "staff-1", "actor": "administrator-2"}, False),
    ],
)
def test_every_filter_narrows(filters: dict[str, str], found: bool) -> None:
    event = tell(None, RECORDS[Area.STAFF], BY, NOW).event
    assert ChangeFilters.model_validate(filters).match(event) is found
