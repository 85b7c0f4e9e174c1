import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email.message import Message
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from pydantic import AwareDatetime, BaseModel, TypeAdapter

from certfolio.api.cursors import decode, encode
from certfolio.domain.academies import Academy
from certfolio.domain.actions import Action, Status
from certfolio.domain.certificates import Certificate, FileState
from certfolio.domain.errors import (
    ActionNotAllowed,
    FileNotAvailable,
    Forbidden,
    InvalidInput,
)
from certfolio.domain.filters import Filters, StatusFilter
from certfolio.domain.lifecycle import request_digest
from certfolio.domain.statement import statement
from certfolio.domain.values import Amount, Title
from certfolio.services.inspection import is_newer
from certfolio.services.pages import page_of
from certfolio.storage.files import content_disposition
from certfolio.storage.keys import status_position
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NO_ROLE,
    NOW,
    REVIEWER,
    THE_SYSTEM,
    TODAY,
    act,
    certificate,
    claim,
    file,
    ulid,
)
from tests.support.history import broken_at

amounts = st.decimals("0.01", "9999.99", places=2)
days = st.dates(date(1950, 1, 1), TODAY)
types = st.sampled_from(["cpe", "ceu", "pdu"])
statuses = st.sampled_from(list(Status))
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


@st.composite
def certificates(draw: st.DrawFn) -> Certificate:
    status = draw(statuses)
    lines = draw(st.dictionaries(types, st.tuples(amounts, amounts), min_size=1))
    approved = status is Status.APPROVED
    claims = tuple(
        claim(kind, f"{claimed}", f"{awarded}" if approved else None)
        for kind, (claimed, awarded) in lines.items()
    )
    earned_on = draw(days)
    expires_on = draw(st.none() | st.dates(earned_on + timedelta(days=1), date(2100, 1, 1)))
    return certificate(status, earned_on=earned_on, expires_on=expires_on, claims=claims)


portfolios = st.lists(certificates(), max_size=12)


@given(amounts)
def test_amounts_come_back_as_they_were_written(amount: Decimal) -> None:
    adapter: TypeAdapter[Decimal] = TypeAdapter(Amount)
    assert adapter.validate_json(adapter.dump_json(amount)) == amount


# Pages

filters = st.builds(
    Filters,
    status=st.none() | st.sampled_from(list(StatusFilter)),
    credit_type=st.none() | types,
    earned_from=st.none() | days,
    earned_to=st.none() | days,
)


class Place(BaseModel):
    since: AwareDatetime
    id: int


instants = st.datetimes(
    datetime(1950, 1, 1),  # noqa: DTZ001 - the time zone follows
    datetime(9999, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(UTC),
)


@given(
    instants,
    st.integers(),
    st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), st.none() | st.integers()),
)
def test_a_cursor_leads_back_to_its_place(
    since: datetime, number: int, query: dict[str, Any]
) -> None:
    place = Place(since=since, id=number)
    assert decode(encode(place, query), Place, query) == place


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading_of_a_cursor(text: str) -> None:
    try:
        decode(text, Place, {})
    except InvalidInput as error:
        assert [wrong.field for wrong in error.errors] == ["cursor"]  # noqa: PT017 - most texts
    else:
        raise AssertionError("a cursor out of thin air")


@given(portfolios, filters, st.integers(1, 5))
def test_pages_hold_everything_wanted_exactly_once_and_are_never_short(
    portfolio: list[Certificate], wanted: Filters, limit: int
) -> None:
    everything = [item for item in portfolio if wanted.match(item, TODAY)]
    numbered = [*enumerate(portfolio)]
    found: list[Certificate] = []
    after, more = -1, True
    while more:
        found_here = page_of(
            numbered[after + 1 :], limit, lambda pair: wanted.match(pair[1], TODAY)
        )
        page, more = found_here.items, found_here.more
        assert len(page) == limit or not more
        after = page[-1][0] if page else after
        found += [item for _, item in page]
    assert found == everything


@given(st.lists(st.tuples(instants, st.integers(0, 99)), max_size=20))
def test_the_queue_s_sort_key_keeps_the_order_of_instants(
    places: list[tuple[datetime, int]],
) -> None:
    keys = [status_position(since, ulid(number)) for since, number in sorted(places)]
    assert keys == sorted(keys)


@given(st.text("0123456789ABCDEF", max_size=20), st.text("0123456789ABCDEF", max_size=20))
def test_sequencers_are_compared_as_fractions(left: str, right: str) -> None:
    width = max(len(left), len(right))
    values = [int(text.ljust(width, "0") or "0", 16) for text in (left, right)]
    assert is_newer(left, than=right) is (values[0] > values[1])


# File names


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
def test_every_file_name_survives_a_download(text: str) -> None:
    try:
        name: str = TypeAdapter(Title).validate_python(text)
    except ValueError:
        return
    header = content_disposition(name)
    assert header.isascii()
    assert header.isprintable()
    message = Message()
    message["Content-Disposition"] = header
    assert message.get_content_disposition() == "attachment"
    # What stands before the first parameter's end must not run into the second.
    assert header.count('"') == 2
    _, _, encoded = header.rpartition("filename*=")
    message.replace_header("Content-Disposition", f"attachment; filename*={encoded}")
    assert message.get_filename() == name


# Digests

bodies = st.dictionaries(
    texts, st.none() | texts | st.integers() | st.lists(texts, max_size=3), max_size=4
)


@given(
    st.tuples(
        st.sampled_from(list(Action)),
        st.sampled_from([LEARNER, REVIEWER]),
        st.integers(0, 9),
        bodies,
    ),
    st.tuples(
        st.sampled_from(list(Action)),
        st.sampled_from([LEARNER, REVIEWER]),
        st.integers(0, 9),
        bodies,
    ),
)
def test_digests_are_equal_for_equal_requests_alone(left: Any, right: Any) -> None:
    assert (request_digest(*left) == request_digest(*right)) is (left == right)


# The life cycle as a whole


class Life(RuleBasedStateMachine):
    """A certificate that everybody pulls at, beside a model of two facts: status and version."""

    @initialize(state=st.sampled_from([FileState.WAITING, FileState.ACCEPTED]))
    def hand_in(self, state: FileState) -> None:
        self.record, event = act(None, Action.SUBMIT, LEARNER, with_file=file(state))
        self.events = [event]
        self.status = "pending"
        self.now = NOW

    @rule(
        action=st.sampled_from([action for action in Action if action is not Action.SUBMIT]),
        by=st.sampled_from([LEARNER, REVIEWER, ADMINISTRATOR, NO_ROLE]),
        state=st.sampled_from([FileState.ACCEPTED, FileState.REJECTED]),
        seconds=st.integers(1, 10**6),
    )
    def pull(self, action: Action, by: Any, state: FileState, seconds: int) -> None:
        before, self.now = self.record, self.now + timedelta(seconds=seconds)
        if action is Action.RECORD_FILE:
            if before.file.state is not FileState.WAITING:
                return
            by = THE_SYSTEM
        try:
            after, event = act(
                before,
                action,
                by,
                now=self.now,
                with_file=file(state) if by is THE_SYSTEM else None,
            )
        except (ActionNotAllowed, Forbidden, FileNotAvailable):
            assert self.record is before
            return
        self.record = after
        self.events.append(event)
        self.status = {
            Action.EDIT: "pending",
            Action.WITHDRAW: "withdrawn",
            Action.APPROVE: "approved",
            Action.DECLINE: "declined",
            Action.REQUEST_CHANGES: "changes_requested",
            Action.REOPEN: "pending",
            Action.REVOKE: "revoked",
        }.get(action, self.status)
        if action is Action.RECORD_FILE and (self.status, state) == ("pending", FileState.REJECTED):
            self.status = "changes_requested"

    @invariant()
    def the_record_is_where_the_model_is(self) -> None:
        assert self.record.status == self.status
        assert self.record.version == len(self.events)

    @invariant()
    def the_history_holds(self) -> None:
        assert broken_at(self.events, self.record.head) is None
        path = [event.to_status for event in self.events]
        assert [event.from_status for event in self.events] == [None, *path[:-1]]

    @invariant()
    def credits_are_awarded_while_approved_and_only_then(self) -> None:
        awarded = all(line.awarded is not None for line in self.record.claims)
        assert awarded is (self.record.status is Status.APPROVED)
        listed = statement([self.record], [], self.record.earned_on)
        total = sum((line.awarded for line in listed), Decimal(0))
        assert math.isclose(total, 1 if self.status == "approved" else 0)

    @invariant()
    def only_an_accepted_file_was_ever_approved(self) -> None:
        if self.status in {"approved", "revoked"}:
            assert self.record.file.state is FileState.ACCEPTED


TestLife = Life.TestCase
TestLife.settings = settings(max_examples=40, stateful_step_count=25)


lately = st.timedeltas(timedelta(), timedelta(days=3000)).map(
    lambda since: datetime(2024, 1, 1, tzinfo=UTC) + since
)


@given(
    since=lately,
    now=lately,
    days=st.integers(1, 365),
    # Half hours; the day's beginning that is left out in spring, or comes twice in autumn.
    zone=st.sampled_from(
        ["UTC", "Europe/Vienna", "Asia/Kathmandu", "America/Havana", "Asia/Beirut", "Pacific/Apia"]
    ),
    close=st.integers(-2, 2),
)
def test_what_began_before_one_instant_is_overdue_and_nothing_else(
    since: datetime, now: datetime, days: int, zone: str, close: int
) -> None:
    academy = Academy(academy_id="a", time_zone=zone, review_days=days)
    limit = academy.overdue_before(now)
    for began in (since, limit + close * timedelta(microseconds=1)):
        assert (academy.day_of(now) > academy.due_on(began)) is (began < limit)
