"""What an answer with a report holds: so many lines, and never more than Lambda hands on."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from certfolio.api.reports import MOST_LINES, HoldingWithReport
from certfolio.domain.actions import Actor, ActorKind, Status
from certfolio.domain.certificates import MOST_LINES as LINES_OF_ONE
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import InvalidInput
from certfolio.domain.holding_rules import MOST_GRANTED
from certfolio.domain.holdings import (
    GrantedWaiver,
    HeldCredential,
    HoldingAction,
    HoldingEvent,
    KeptHolding,
    MetRequirement,
)
from certfolio.domain.programmes.holding import Confirmation, Extension
from certfolio.domain.programmes.installed import AcademyProgramme, ProgrammeState
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.programmes.model import Programme
from certfolio.services.reports import InDetail, reported
from tests.support.builders import OWNER, certificate, claim, ulid
from tests.support.programmes import at_least, at_most, cycle, programme

TODAY = date(2026, 11, 26)
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
STAFF = Actor(kind=ActorKind.STAFF, id="reviewer-1", name="Reviewer")
LAMBDA_ANSWERS = 6 * 1024 * 1024
"""Bytes: invocation payload of a response (AWS Lambda Developer Guide, "Lambda quotas")."""
LONG = "\N{GRADUATION CAP}"
"""What takes most room for a character: two escapes of six characters in JSON, each escaped."""


def approved(number: int, earned_on: date, *, lines: int = 1, **fields: Any) -> Certificate:
    claims = [claim("hours", "0.25", "0.25", area=f"a{place}") for place in range(lines)]
    return certificate(
        Status.APPROVED, id=ulid(number), claims=tuple(claims), earned_on=earned_on, **fields
    )


def in_detail(
    rules: Programme, certificates: list[Certificate], held_since: date, **held: Any
) -> InDetail:
    kept = AcademyProgramme.of(
        OWNER.academy_id, rules, state=ProgrammeState.IN_FORCE, pack=None, version=1
    )
    holding = KeptHolding(
        **dict(OWNER),
        id=ulid(1),
        programme=rules.id,
        stated=HeldCredential(held_since=held_since),
        entered_at=NOW,
        entered_by=STAFF,
        **held,
    )
    lines = credit_lines(certificates, lambda at: at.date())
    found = reported(holding, kept, lines, TODAY, None)
    return InDetail(found, {one.id: one for one in certificates})


def page(
    found: InDetail,
    cursor: str | None = None,
    starts_on: date | None = None,
    events: Sequence[HoldingEvent] = (),
) -> HoldingWithReport:
    return HoldingWithReport.with_lines(found, events, starts_on, cursor)


def events_of(found: InDetail) -> list[HoldingEvent]:
    """One for each waiver that was granted; each tells all that there were before and after."""
    held = found.reported.held
    granted = [one.model_dump(mode="json") for one in held.waivers]
    return [
        HoldingEvent(
            **dict(OWNER),
            holding_id=held.id,
            version=number + 1,
            at=NOW,
            actor=STAFF,
            action=HoldingAction.GRANT,
            before={"waivers": granted[: number - 1]},
            after={"waivers": granted[:number]},
            request="request",
        )
        for number in range(1, len(granted) + 1)
    ]


def pages(found: InDetail, starts_on: date | None = None) -> list[HoldingWithReport]:
    """Every page, by the cursor of the one before."""
    read = [page(found, None, starts_on)]
    while read[-1].next_cursor is not None:
        read.append(page(found, read[-1].next_cursor, starts_on))
    return read


def bytes_of(answer: HoldingWithReport) -> int:
    """What Lambda has to hand on."""
    body = json.dumps(answer.model_dump(mode="json"))
    return len(json.dumps({"statusCode": 200, "body": body}))


def test_every_line_is_on_one_page_those_outside_behind_the_others() -> None:
    rules = programme(at_least("total", "60"))
    inside = [approved(number, date(2025, 1, 1), lines=2) for number in range(2, 602)]
    outside = [approved(number, date(2020, 1, 1)) for number in range(602, 702)]
    found = in_detail(rules, [*inside, *outside], date(2025, 1, 1))
    read = pages(found)
    assert [len(one.lines) + len(one.outside) for one in read] == [MOST_LINES, MOST_LINES, 300]
    assert [(line.certificate_id, line.line) for one in read for line in one.lines] == [
        (one.id, place) for one in inside for place in range(2)
    ]
    assert [line.certificate_id for one in read for line in one.outside] == [
        one.id for one in outside
    ]
    assert {line.title for one in read for line in one.lines} == {inside[0].title}


def test_pages_go_on_behind_a_line_that_is_there_no_more() -> None:
    rules = programme(at_least("total", "60"))
    certificates = [approved(number, date(2025, 1, 1)) for number in range(2, 702)]
    first = page(in_detail(rules, certificates, date(2025, 1, 1)))
    left = [one for one in certificates if one.id != first.lines[-1].certificate_id]
    second = page(in_detail(rules, left, date(2025, 1, 1)), first.next_cursor)
    assert [line.certificate_id for line in second.lines] == [
        one.id for one in certificates[MOST_LINES:]
    ]


def test_a_cursor_serves_the_cycle_it_came_from() -> None:
    certificates = [approved(number, date(2025, 1, 1)) for number in range(2, 702)]
    found = in_detail(programme(at_least("total", "60")), certificates, date(2025, 1, 1))
    cursor = page(found).next_cursor
    with pytest.raises(InvalidInput):
        page(found, cursor, date(2025, 1, 1))


def test_the_cycle_that_is_asked_for_is_shown_and_all_others_are_told_in_sums() -> None:
    rules = programme(at_least("total", "60"), cycle=cycle(12))
    certificates = [approved(2, date(2023, 5, 1)), approved(3, date(2026, 5, 1))]
    found = in_detail(rules, certificates, date(2023, 1, 1))
    for starts_on, number in ((date(2023, 1, 1), 1), (None, 4), (date(2023, 1, 2), 4)):
        shown = page(found, starts_on=starts_on)
        assert shown.shown is not None
        assert shown.shown.number == number
        assert [one.number for one in shown.cycles] == [1, 2, 3, 4]
        assert [line.certificate_id for line in shown.lines] == [ulid(2 if number == 1 else 3)]
    assert shown.cycles[0].counted == Decimal("0.25")


def test_the_newest_of_a_long_history_are_told_and_how_many_are_older() -> None:
    found = in_detail(
        programme(at_least("total", "60")), [], date(2025, 1, 1), waivers=waivers("x")
    )
    events = events_of(found)
    told = page(found, events=events)
    assert 0 < told.older_events < len(events)
    assert [one.version for one in told.events] == [
        one.version for one in events[told.older_events :]
    ]
    assert page(found, events=events[:3]).older_events == 0


def waivers(letter: str) -> tuple[GrantedWaiver, ...]:
    """As many as a holding can have, each with a reason as long as can be."""
    return tuple(
        GrantedWaiver(
            id=ulid(number),
            waiver=Extension.model_validate({"on": TODAY, "by": {"days": 1}}),
            reason=letter * 2000,
            by=STAFF,
            at=NOW,
        )
        for number in range(MOST_GRANTED)
    )


def worst() -> InDetail:
    """All that the limits let in: rules, cycles, what staff said, and lines of any length.

    More lines would make more pages, not larger ones.
    """
    asked = [
        at_least(
            f"a{place}", "1", which={"kind": "label", "label": "area", "one_of": [f"a{place}"]}
        )
        for place in range(LINES_OF_ONE)
    ]
    rules = programme(
        *({**one, "name": LONG * 200} for one in asked),
        *({**at_most(f"m{place}", "9999"), "name": LONG * 200} for place in range(180)),
        cycle=cycle(1),
    )
    now = [
        approved(number, TODAY, lines=LINES_OF_ONE, title=LONG * 200) for number in range(2, 102)
    ]
    long_ago = approved(102, date(1950, 1, 15))
    return in_detail(
        rules,
        [*now, long_ago],
        date(1950, 1, 1),
        waivers=waivers(LONG),
        met=tuple(
            MetRequirement(
                id=ulid(number),
                confirmation=Confirmation(requirement="a0", on=TODAY),
                comment=LONG * 2000,
                by=STAFF,
                at=NOW,
            )
            for number in range(MOST_GRANTED)
        ),
    )


def test_the_largest_answer_that_the_limits_allow_is_one_that_lambda_hands_on() -> None:
    found = worst()
    events = events_of(found)
    first = page(found, events=events)
    assert len(first.cycles) == (2026 - 1950) * 12 + 11
    assert first.next_cursor is not None
    assert bytes_of(first) < LAMBDA_ANSWERS
    assert bytes_of(page(found, first.next_cursor, events=events)) < LAMBDA_ANSWERS
