"""Laws of reminders: what is due is said once, however the days fall on which the schedule runs."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain.academies import Reminders
from certfolio.domain.actions import Status
from certfolio.domain.outbox import Expired, Expiring
from certfolio.domain.reminders import days_to_look_at, due, said_before
from tests.support.builders import certificate

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
BEGIN = date(2026, 3, 1)
LENGTH = 60

reminders = st.lists(st.integers(0, 40), max_size=5, unique=True).map(
    lambda days: Reminders(days=tuple(days)).days
)
expiries = st.integers(-10, LENGTH + 45).map(lambda offset: BEGIN + timedelta(days=offset))
runs = st.sets(st.integers(1, LENGTH), min_size=1).map(
    lambda offsets: [BEGIN + timedelta(days=offset) for offset in sorted(offsets)]
)
Said = list[tuple[date, Expiring | Expired]]


def said(expires_on: date, days: Sequence[int], ran_on: Sequence[date]) -> Said:
    """What is said of a certificate, and when, by a schedule that ran on these days."""
    approved = certificate(Status.APPROVED, earned_on=date(2026, 1, 15), expires_on=expires_on)
    until, told = said_before(None, BEGIN), []
    for today in (BEGIN, *ran_on):
        if expires_on in days_to_look_at(days, until, today):
            told += [(today, one) for one in due(approved, days, until, today, NOW)]
        else:
            assert not [*due(approved, days, until, today, NOW)]
        until = today
    return told


@given(expiries, reminders, runs)
def test_nothing_is_said_twice_and_what_is_said_is_true(
    expires_on: date, days: Sequence[int], ran_on: list[date]
) -> None:
    told = said(expires_on, days, ran_on)
    names = [(one.kind, one.natural) for _, one in told]
    assert len(set(names)) == len(names)
    for today, one in told:
        if isinstance(one, Expiring):
            assert one.days_left == (expires_on - today).days
            assert one.days_left <= one.reminder
            assert not any(one.days_left <= other < one.reminder for other in days)
        else:
            assert expires_on < today


@given(expiries, reminders)
def test_who_runs_every_day_says_everything_on_its_day(
    expires_on: date, days: Sequence[int]
) -> None:
    every_day = [BEGIN + timedelta(days=offset) for offset in range(1, LENGTH + 1)]
    told = said(expires_on, days, every_day)
    on_time = [(expires_on - timedelta(days=left), left) for left in days]
    expected = {day: left for day, left in on_time if BEGIN <= day <= every_day[-1]}
    found = {today: one.reminder for today, one in told if isinstance(one, Expiring)}
    assert found == expected
    expired = [today for today, one in told if isinstance(one, Expired)]
    ends = expires_on + timedelta(days=1)
    assert expired == ([ends] if BEGIN <= ends <= every_day[-1] else [])


@given(expiries, reminders, runs)
def test_of_what_was_missed_the_last_thing_is_said_late(
    expires_on: date, days: Sequence[int], ran_on: list[date]
) -> None:
    """Each day of which something was due is followed by a run that says it, or what came after."""
    told = said(expires_on, days, ran_on)
    due_on = [expires_on - timedelta(days=left) for left in days] + [expires_on + timedelta(days=1)]
    for day in due_on:
        run = next((one for one in (BEGIN, *ran_on) if one >= day), None)
        if day < BEGIN or run is None:
            continue
        assert [today for today, _ in told if today == run] == [run]
