"""Nothing is lost of a record on its way into the table and back, whatever it says."""

from datetime import UTC, datetime
from typing import Any, TypeVar

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from certfolio.domain.actions import Action, Actor, ActorKind, Status
from certfolio.domain.certificates import (
    Answer,
    Assignment,
    Certificate,
    Claim,
    Correction,
    Decision,
    Evidence,
    File,
    FileState,
    Kind,
    Reason,
    Review,
    StatedExpiry,
)
from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.history import Event
from certfolio.domain.reading.fields import ReadField
from certfolio.domain.values import Comment, Credits, Label, Title, WebLink
from certfolio.storage import keys
from certfolio.storage.attribute_values import attribute_of, value_of
from certfolio.storage.packing import packed, unpacked
from certfolio.storage.records import item_of, opened, record_of

Value = TypeVar("Value")
law = settings(deadline=None, max_examples=50)


def taken(kind: Any, values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Of some values those that a type takes, in the form in which it does."""
    adapter = TypeAdapter(kind)

    def fits(value: object) -> bool:
        try:
            adapter.validate_python(value)
        except ValidationError:
            return False
        return True

    return values.filter(fits).map(adapter.validate_python)


def maybe(values: st.SearchStrategy[Value]) -> st.SearchStrategy[Value | None]:
    return st.none() | values


ids = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ", min_size=25, max_size=25).map("0".__add__)
people = st.sampled_from(["learner-1", "reviewer-1", "2f0c5a4e-0000-4000-8000-000000000001"])
ASSIGNMENT = Assignment(
    principal="reviewer-1", name="Reviewer", until=datetime(2026, 1, 1, tzinfo=UTC)
)
hashes = st.binary(min_size=32, max_size=32).map(bytes.hex)
lines = st.text(min_size=1, max_size=60)
titles, labels, comments = taken(Title, lines), taken(Label, lines), taken(Comment, lines)
links = taken(WebLink, lines.map("https://www.example.org/{}".format))
days = st.dates()
instants = st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - as Hypothesis takes it
credits_ = taken(Credits, st.decimals("0.01", "9999.99", places=2))
actors = st.builds(Actor, kind=st.sampled_from(ActorKind), id=people, name=maybe(labels))
evidence = st.builds(Evidence, key=lines, version_id=lines, rendition=maybe(hashes))
files = st.builds(
    File,
    upload_id=ids,
    name=lines,
    content_type=st.sampled_from(ContentType),
    size=st.integers(0),
    sha256=hashes,
    state=st.sampled_from(FileState),
    reason=maybe(st.sampled_from(RejectionReason)),
    evidence=maybe(evidence),
    sequencer=maybe(lines),
)
decisions = st.builds(
    Decision,
    outcome=st.sampled_from(Action),
    at=instants,
    by=actors,
    comment=maybe(comments),
    reason=maybe(st.builds(Reason, id=st.just("not-verifiable"), text=labels)),
    answers=st.lists(
        st.builds(Answer, credit_type=st.just("cpe"), question=labels, yes=st.booleans()),
        max_size=2,
    ).map(tuple),
    waited_seconds=maybe(st.integers(0)),
)
certificates = st.builds(
    Certificate,
    academy_id=st.just("academy-1"),
    learner_id=people,
    id=ids,
    kind=st.sampled_from(Kind),
    title=titles,
    issuer=maybe(titles),
    certificate_number=maybe(labels),
    verification_link=maybe(links),
    earned_on=days,
    expires_on=maybe(days),
    claims=st.lists(
        st.builds(
            Claim,
            credit_type=st.sampled_from(["cpe", "pdu"]),
            claimed=credits_,
            awarded=maybe(credits_),
        ),
        min_size=1,
        max_size=5,
    ).map(tuple),
    status=st.sampled_from(Status),
    version=st.integers(1, 10**6),
    file=maybe(files),
    stated_expiry=maybe(st.builds(StatedExpiry, day=maybe(days))),
    review=st.sampled_from(Review),
    when_found=st.lists(st.sampled_from(ReadField)).map(tuple),
    cross_check=maybe(st.just("ffffff")),
    in_hand=st.booleans(),
    submitted_at=instants,
    submitted_by=actors,
    since=instants,
    decision=maybe(decisions),
    corrections=st.dictionaries(
        st.sampled_from(["title", "issuer"]), st.builds(Correction, stated=maybe(lines))
    ),
    assignment=maybe(st.builds(Assignment, principal=people, name=labels, until=instants)),
    head=hashes,
)
stored = st.recursive(
    st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)
unknown = st.text().filter(lambda name: name not in Certificate.model_fields)
changes = st.dictionaries(lines, stored, max_size=4) | files.map(
    lambda file: {"file": file.model_dump(mode="json", exclude_none=True)}
)
history = st.builds(
    Event,
    academy_id=st.just("academy-1"),
    learner_id=people,
    certificate_id=ids,
    version=st.integers(1, 9999),
    at=instants,
    actor=actors,
    action=st.sampled_from(Action),
    from_status=maybe(st.sampled_from(Status)),
    to_status=st.sampled_from(Status),
    comment=maybe(comments),
    changes=changes,
    request=hashes,
    salt=maybe(lines),
    previous_hash=hashes,
).map(Event.sealed)


def kept(record: Certificate | Event) -> dict[str, Any]:
    """The item of a record as it comes back from the table."""
    there = {name: attribute_of(value) for name, value in item_of(record).items()}
    return {name: value_of(attribute) for name, attribute in there.items()}


@law
@given(certificates)
def test_a_certificate_is_read_as_it_was(certificate: Certificate) -> None:
    item = kept(certificate)
    assert record_of(Certificate, item) == certificate
    assert record_of(Certificate, opened(item)) == certificate


@law
@given(certificates)
def test_what_conditions_and_indexes_ask_for_is_not_packed(certificate: Certificate) -> None:
    item = kept(certificate)
    assert {"PK", "SK", "version", "status"} <= item.keys()
    assert keys.index_keys(certificate).items() <= item.items()
    assert ("assignment" in item) == (certificate.assignment is not None)
    assert not item.keys() & unpacked(item["body"]).keys()


@law
@given(history)
def test_an_event_is_read_as_it_was_and_proves_it(event: Event) -> None:
    read = record_of(Event, kept(event))
    assert read == event
    assert read.digest() == read.hash


@law
@given(certificates, st.dictionaries(unknown, stored))
def test_what_a_later_program_stored_besides_is_left_out(
    certificate: Certificate, more: dict[str, Any]
) -> None:
    item = kept(certificate)
    body = {**more, **unpacked(item["body"])}
    assert record_of(Certificate, {**item, "body": packed(body)}) == certificate


@law
@given(certificates, st.sampled_from(["status", "version", "assignment"]))
def test_what_writes_change_outside_counts(certificate: Certificate, name: str) -> None:
    """Nothing in the packed part can hide it."""
    item = kept(certificate)
    body = {name: item.get(name, {}), **unpacked(item["body"])}
    item |= {"status": "revoked", "version": 7} | {"assignment": ASSIGNMENT.model_dump(mode="json")}
    read = record_of(Certificate, {**item, "body": packed(body)})
    assert (read.status, read.version, read.assignment) == (Status.REVOKED, 7, ASSIGNMENT)
