"""Laws of decisions: whatever staff, learner and system do, in whatever order."""

import json
from datetime import timedelta
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from certfolio.domain import lifecycle
from certfolio.domain.academies import SetUp
from certfolio.domain.actions import By, Status
from certfolio.domain.certificates import Assignment, FileState, Review
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import CertfolioError
from certfolio.domain.history import Event
from certfolio.domain.lifecycle import Change
from certfolio.domain.values import Record
from certfolio.domain.verification import Verification, verify
from certfolio.storage.records import attributes
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NOW,
    OWNER,
    REVIEWER,
    claim,
    content,
    credit_type,
    file,
    set_up,
    ulid,
)

Stored = TypeVar("Stored", bound=Record)

ASKED = {"credit_type": "cpe", "question": "Seen?", "yes": True}
SET_UP: SetUp = set_up(
    credit_type(step="0.01", checklist=("Seen?",)),
    credit_type(id="ceu", step="0.01", validity={"kind": "months", "months": 12}),
)

texts = st.sampled_from(["First aid", "Second aid", "\u00c4\u00f6 \U0001f393"])
days = st.dates(NOW.date() - timedelta(days=900), NOW.date()).map(str)
amounts = st.integers(1, 999999).map(lambda cents: f"{cents / 100:.2f}")
lines = st.lists(
    st.builds(claim, st.sampled_from(["cpe", "ceu"]), amounts),
    min_size=1,
    max_size=2,
    unique_by=lambda line: line.credit_type,
).map(tuple)
contents = st.builds(
    content,
    title=texts,
    issuer=st.none() | texts,
    certificate_number=st.none() | texts,
    claims=lines,
)
staff = st.sampled_from([REVIEWER, ADMINISTRATOR])
# Clocks of two functions may differ a little.
seconds = st.integers(-5, 10**6)
verdicts = st.fixed_dictionaries(
    {
        "action": st.sampled_from(["approve", "decline", "request_changes", "reopen", "revoke"]),
        "comment": st.just("x"),
    },
    optional={
        "reason": st.sampled_from(["name-differs", "too-old"]),
        "answers": st.just([ASKED]),
        "awarded": st.lists(
            st.fixed_dictionaries(
                {"credit_type": st.sampled_from(["cpe", "ceu"]), "credits": amounts | st.just("0")}
            ),
            min_size=1,
            max_size=2,
        ),
        "corrections": st.fixed_dictionaries(
            {}, optional={"title": texts, "issuer": texts, "earned_on": days, "expires_on": days}
        ),
    },
)


def stored(what: Stored) -> Stored:
    """The record as it comes back from storage."""
    return type(what).model_validate(json.loads(json.dumps(attributes(what))))


class Decisions(RuleBasedStateMachine):
    """One certificate that is stored and read again after every step."""

    @initialize(
        facts=contents,
        by=st.sampled_from([LEARNER, REVIEWER]),
        state=st.sampled_from([FileState.WAITING, FileState.ACCEPTED, None]),
        review=st.sampled_from(Review),
    )
    def hand_in(self, facts: Any, by: By, state: FileState | None, review: Review) -> None:
        self.now = NOW
        self.events: list[Event] = []
        change = lifecycle.submit(
            OWNER,
            ulid(1),
            facts,
            None if state is None else file(state),
            by=by,
            now=NOW,
            request="r",
            review=review,
        )
        self.keep(change)

    def keep(self, change: Change) -> None:
        self.record = stored(change.after)
        self.events += map(stored, change.events)

    def attempt(self, later: int, step: Any) -> None:
        """Take the step where it is allowed; a refusal leaves everything as it was."""
        self.now += timedelta(seconds=later)
        try:
            change = step()
        except CertfolioError:
            return
        if change is not None:
            self.keep(change)

    @rule(fields=verdicts, by=staff, later=seconds)
    def decide(self, fields: dict[str, Any], by: By, later: int) -> None:
        verdict = Verdict.model_validate(fields)
        self.attempt(
            later,
            lambda: decide(self.record, verdict, SET_UP, by=by, now=self.now, request="r"),
        )

    @rule(later=seconds)
    def approve(self, later: int) -> None:
        """What most decisions are, so that lives get far."""
        asked = ASKED["credit_type"] in self.record.claimed
        answers = [ASKED] if asked else []
        verdict = Verdict.model_validate({"action": "approve", "answers": answers})
        self.attempt(
            later,
            lambda: decide(self.record, verdict, SET_UP, by=REVIEWER, now=self.now, request="r"),
        )

    @rule(facts=contents, review=st.sampled_from(Review), later=seconds)
    def edit(self, facts: Any, review: Review, later: int) -> None:
        self.attempt(
            later,
            lambda: lifecycle.edit(
                self.record,
                facts,
                self.record.file,
                by=LEARNER,
                now=self.now,
                request="r",
                review=review,
            ),
        )

    @rule(later=seconds)
    def withdraw(self, later: int) -> None:
        self.attempt(
            later,
            lambda: lifecycle.withdraw(self.record, by=LEARNER, now=self.now, request="r"),
        )

    @rule(later=seconds)
    def dispute(self, later: int) -> None:
        self.attempt(
            later,
            lambda: lifecycle.dispute(self.record, "x", by=LEARNER, now=self.now, request="r"),
        )

    @rule(state=st.sampled_from([FileState.ACCEPTED, FileState.REJECTED]), later=seconds)
    def inspect(self, state: FileState, later: int) -> None:
        if self.record.file is None or self.record.file.state is not FileState.WAITING:
            return
        self.attempt(later, lambda: lifecycle.record_file(self.record, file(state), now=self.now))

    @rule(later=seconds)
    def leave_it_to_the_system(self, later: int) -> None:
        self.attempt(later, lambda: lifecycle.approve_automatically(self.record, now=self.now))

    @rule(by=st.sampled_from(["reviewer-1", "reviewer-2"]))
    def take(self, by: str) -> None:
        if self.record.status is Status.PENDING:
            lease = Assignment(principal=by, name=by, until=self.now + timedelta(hours=1))
            self.record = self.record.model_copy(update={"assignment": lease})

    @invariant()
    def the_history_verifies(self) -> None:
        assert verify(self.record, self.events) == Verification(intact=True)
        assert self.record.version == len(self.events)

    @invariant()
    def credits_are_awarded_by_an_approval_and_nothing_else(self) -> None:
        awarded = [line.awarded is not None for line in self.record.claims]
        approved = self.record.status is Status.APPROVED
        assert awarded == [approved] * len(awarded)
        if approved:
            last = [event for event in self.events if event.from_status != event.to_status][-1]
            assert last.action == "approve"
            assert self.record.decision is not None
            assert self.record.decision.outcome == "approve"

    @invariant()
    def nothing_is_approved_without_its_file(self) -> None:
        assert self.record.status is not Status.APPROVED or self.record.file_is_settled

    @invariant()
    def only_what_waits_is_taken(self) -> None:
        assert self.record.assignment is None or self.record.status is Status.PENDING

    @invariant()
    def what_was_claimed_is_what_the_learner_claimed(self) -> None:
        told = [
            event.changes["claims"]
            for event in self.events
            if event.action in {"submit", "edit"} and "claims" in event.changes
        ]
        claimed = [(line["credit_type"], line["claimed"]) for line in told[-1]]
        assert [(line.credit_type, f"{line.claimed:.2f}") for line in self.record.claims] == claimed


TestDecisions = Decisions.TestCase
TestDecisions.settings = settings(max_examples=40, stateful_step_count=20)
