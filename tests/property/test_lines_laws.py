"""Laws of lines: whatever several of one credit type say, none is merged with another or lost."""

from datetime import timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from certfolio.domain import lifecycle
from certfolio.domain.certificates import MOST_LINES, Certificate, Claim
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.history import Event, changes_told
from certfolio.domain.lifecycle import Change
from certfolio.domain.programmes.lines import credit_lines
from certfolio.domain.statement import statement
from certfolio.domain.verification import verify
from certfolio.storage.records import item_of, record_of
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    OWNER,
    REVIEWER,
    TODAY,
    claim,
    content,
    credit_type,
    file,
    set_up,
    ulid,
)

CHOICES = ("a", "b", "c")
LABELS = [
    {"id": id_, "name": id_.title(), "choices": [{"id": one, "name": one} for one in CHOICES]}
    for id_ in ("category", "delivery")
]
TYPES = [credit_type(id=id_, step="0.01", labels=LABELS) for id_ in ("cpe", "pdu")]
SET_UP = set_up(*TYPES)

stated = st.fixed_dictionaries(
    {}, optional={label["id"]: st.sampled_from(CHOICES) for label in LABELS}
)
amounts = st.integers(1, 10_000).map(lambda cents: f"{cents / 100:.2f}")


def said(line: Claim) -> tuple[str, tuple[tuple[str, str], ...]]:
    return line.credit_type, tuple(sorted(line.labels.items()))


lines = st.lists(
    st.builds(
        lambda kind, amount, labels: claim(kind, amount, **labels),
        st.sampled_from(["cpe", "pdu"]),
        amounts,
        stated,
    ),
    min_size=1,
    max_size=MOST_LINES,
    unique_by=said,
).map(tuple)


def through_storage(change: Change) -> tuple[Certificate, list[Event]]:
    """A change's certificate and events as they are read back from their items."""
    events = [record_of(Event, item_of(event)) for event in change.events]
    return record_of(Certificate, item_of(change.after)), events


@given(first=lines, then=lines, data=st.data())
def test_labelled_lines_live_through_submission_edit_approval_and_reopening(
    first: Any, then: Any, data: st.DataObject
) -> None:
    history: list[Event] = []

    def keep(change: Change) -> Certificate:
        record, events = through_storage(change)
        history.extend(events)
        return record

    submitted = keep(
        lifecycle.submit(
            OWNER, ulid(1), content(claims=first), file(), by=LEARNER, now=NOW, request="r"
        )
    )
    assert submitted.claims == first
    edited = keep(
        lifecycle.edit(
            submitted, content(claims=then), submitted.file, by=LEARNER, now=NOW, request="e"
        )
    )
    assert edited.claims == then
    given_ = data.draw(st.dictionaries(st.integers(0, len(then) - 1), amounts))
    verdict = {
        "action": "approve",
        "comment": "x",
        "awarded": [
            {"credit_type": then[place].credit_type, "line": place, "credits": amount}
            for place, amount in given_.items()
        ],
    }
    approved = keep(made(edited, verdict, by=REVIEWER))
    assert [said(line) for line in approved.claims] == [said(line) for line in then]
    assert [line.awarded for line in approved.claims] == [
        Decimal(given_.get(place, line.claimed)) for place, line in enumerate(then)
    ]
    found = credit_lines([approved], SET_UP.academy.day_of)
    assert [(line.line, line.credit_type, line.labels) for line in found] == [
        (place, line.credit_type, line.labels) for place, line in enumerate(then)
    ]
    periods = statement([approved], TYPES, TODAY)
    assert sum(period.awarded for period in periods) == sum(line.awarded or 0 for line in found)
    assert sorted(line.line for period in periods for line in period.lines) == [*range(len(then))]
    reopened = keep(made(approved, {"action": "reopen", "comment": "x"}, by=ADMINISTRATOR))
    assert reopened.claims == then
    assert verify(reopened, history).intact
    told = [change.field for _, changes in changes_told(history) for change in changes]
    assert len([name for name in told if name.endswith(".awarded")]) == 2 * len(then)


@given(before=lines, data=st.data())
def test_labels_that_are_put_right_move_nothing_else(before: Any, data: st.DataObject) -> None:
    record = lifecycle.submit(
        OWNER, ulid(1), content(claims=before), file(), by=LEARNER, now=NOW, request="r"
    ).after
    place = data.draw(st.integers(0, len(before) - 1))
    free = [
        labels
        for one, other in product(CHOICES, CHOICES)
        for labels in [{"category": one, "delivery": other}]
        if said(claim(before[place].credit_type, "1", **labels)) not in map(said, before)
    ]
    if not free:
        return
    labels = data.draw(st.sampled_from(free))
    corrections = {"labels": [{"line": place, "labels": labels}]}
    change = made(record, {"action": "approve", "comment": "x", "corrections": corrections})
    after, _ = through_storage(change)
    expected = [line.model_copy(update={"awarded": line.claimed}) for line in before]
    expected[place] = expected[place].model_copy(update={"labels": labels})
    assert list(after.claims) == expected
    assert {name.rsplit(".", 1)[0] for name in after.corrections} == {f"claims.{place}.labels"}


def made(record: Certificate, verdict: Any, by: Any = REVIEWER) -> Change:
    return decide(
        record,
        Verdict.model_validate(verdict),
        SET_UP,
        by=by,
        now=NOW + timedelta(hours=1),
        request="d",
    )
