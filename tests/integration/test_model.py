"""Everybody does anything in any order; a small model says what must come of it."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from certfolio.domain.staff import Role
from tests.support.faults import losing_answers
from tests.support.world import (
    PDF,
    Answer,
    Learner,
    Put,
    World,
    create_resources,
    delete_resources,
    inspect,
    put,
)

BROKEN = b"%PDF-1.7 broken"
_academies = count(1)


@dataclass
class Expected:
    """What a certificate should be."""

    learner: Learner
    id: str
    upload_id: str
    title: str
    credits: str
    status: str = "pending"
    version: int = 1
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> dict[str, Any]:
        """What a client holds that read it last."""
        return {
            "id": self.id,
            "learner_id": self.learner.id,
            "version": self.version,
            "file": {"upload_id": self.upload_id},
        }


@dataclass
class Sent:
    """An upload, and what inspection will say or has said of it."""

    learner: Learner
    id: str
    certificate_id: str
    good: bool
    arrived: Put
    verdict: str = "waiting"


class Academy(RuleBasedStateMachine):
    """Learners, reviewers, S3 and a network that loses answers."""

    certificates: Bundle[Expected] = Bundle("certificates")
    uploads: Bundle[Sent] = Bundle("uploads")

    @initialize()
    def open(self) -> None:
        create_resources()
        self.world = World(f"model-{next(_academies)}")
        self.learners = [self.world.learner, self.world.new_learner()]
        self.staff = [
            self.world.reviewer,
            self.world.staff("reviewer-2", Role.REVIEWER),
            self.world.administrator,
        ]
        self.expected: dict[str, Expected] = {}
        self.sent: dict[str, Sent] = {}

    def teardown(self) -> None:
        if hasattr(self, "world"):
            delete_resources()

    # What can happen

    @rule(target=uploads, who=st.integers(0, 1), good=st.booleans())
    def upload(self, who: int, good: bool) -> Sent:
        return self._send(self.learners[who], good=good)

    @rule(target=uploads, of=certificates, good=st.booleans())
    def upload_another(self, of: Expected, good: bool) -> Sent:
        return self._send(of.learner, good=good, certificate_id=of.id)

    @rule(which=uploads)
    def inspect(self, which: Sent) -> None:
        """S3 tells of an upload: for the first time, again, or late."""
        inspect(which.arrived)
        current = self.expected.get(which.certificate_id)
        attached = current is not None and which.id in current.files
        if which.verdict != "waiting" or (
            attached and current is not None and current.upload_id != which.id
        ):
            return
        which.verdict = "accepted" if which.good else "rejected"
        if attached and current is not None:
            current.version += 1
            if not which.good and current.status == "pending":
                current.status = "changes_requested"

    @rule(
        target=certificates,
        which=uploads,
        credits_=st.sampled_from(["0.25", "1.00", "2.50"]),
        lost=st.booleans(),
    )
    def submit(self, which: Sent, credits_: str, lost: bool) -> Any:
        claims = [{"credit_type": "cpe", "credits": credits_}]
        answer = self._answer(lambda: which.learner.submit(which.id, claims=claims), lost=lost)
        known = self.expected.get(which.certificate_id)
        if which.verdict == "rejected" and (known is None or which.id not in known.files):
            assert answer.codes == {"upload_id": "damaged"}
        elif known is None:
            assert answer.status == 201, answer
            made = Expected(
                which.learner,
                which.certificate_id,
                which.id,
                "First aid at work",
                credits_,
                files={which.id},
            )
            self.expected[made.id] = made
            return made
        elif answer.status == 201:
            # Only the very same submission gets the first result.
            assert answer.body["version"] == known.version
            assert which.id in known.files
        else:
            assert answer.status in {409, 422}
        return multiple()

    @rule(
        which=certificates,
        by=uploads,
        own=st.booleans(),
        title=st.sampled_from("ABC"),
        lost=st.booleans(),
    )
    def edit(self, which: Expected, by: Sent, own: bool, title: str, lost: bool) -> None:
        upload = self.sent[which.upload_id] if own else by
        claims = [{"credit_type": "cpe", "credits": which.credits}]
        held = which.key
        answer = self._answer(
            lambda: which.learner.edit(held, upload_id=upload.id, title=title, claims=claims),
            lost=lost,
        )
        current = which.files and which.upload_id == upload.id
        fits = upload.learner is which.learner and upload.certificate_id == which.id
        usable = current or upload.id not in which.files
        if not fits or not usable or upload.verdict == "rejected":
            assert answer.status in {409, 412, 422}, answer
        elif which.status not in {"pending", "changes_requested"}:
            assert answer.problem == "action-not-allowed"
        else:
            assert answer.status == 200, answer
            which.version += 1
            which.status, which.title, which.upload_id = "pending", title, upload.id
            which.files.add(upload.id)

    @rule(which=certificates, lost=st.booleans())
    def withdraw(self, which: Expected, lost: bool) -> None:
        held = which.key
        answer = self._answer(lambda: which.learner.withdraw(held), lost=lost)
        allowed = which.status in {"pending", "changes_requested"}
        self._moved(which, answer, to="withdrawn" if allowed else None)

    @rule(
        which=certificates,
        who=st.integers(0, 2),
        action=st.sampled_from(["approve", "decline", "request_changes", "reopen", "revoke"]),
        lost=st.booleans(),
    )
    def decide(self, which: Expected, who: int, action: str, lost: bool) -> None:
        held, staff = which.key, self.staff[who]
        answer = self._answer(lambda: staff.decide(held, action, "because"), lost=lost)
        if action in {"reopen", "revoke"} and who != 2:
            assert answer.status == 403
            return
        to = {
            ("pending", "approve"): "approved",
            ("pending", "decline"): "declined",
            ("pending", "request_changes"): "changes_requested",
            ("approved", "reopen"): "pending",
            ("declined", "reopen"): "pending",
            ("approved", "revoke"): "revoked",
        }.get((which.status, action))
        if to == "approved" and self.sent[which.upload_id].verdict != "accepted":
            assert answer.problem == "file-not-available"
            return
        self._moved(which, answer, to=to)

    @rule(which=certificates, back=st.integers(1, 3))
    def act_on_an_old_version(self, which: Expected, back: int) -> None:
        held = {**which.key, "version": which.version - back}
        if held["version"] < 1:
            return
        answer = self.staff[1].decide(held, "decline", "never said before")
        assert (answer.status, answer.body["current_version"]) == (412, which.version)

    # What must hold

    @invariant()
    def reads_say_what_the_model_says(self) -> None:
        for learner in getattr(self, "learners", ()):
            listed = learner.call("GET", "/certificates", query={"limit": "100"}).body["items"]
            mine = {e.id: e for e in self.expected.values() if e.learner is learner}
            assert {item["id"] for item in listed} == set(mine)
            for item in listed:
                expected = mine[item["id"]]
                assert (item["status"], item["version"], item["title"]) == (
                    expected.status,
                    expected.version,
                    expected.title,
                )
                assert item["file"]["upload_id"] == expected.upload_id
                assert item["file"]["state"] == self.sent[expected.upload_id].verdict

    @invariant()
    def the_statement_is_the_sum(self) -> None:
        for learner in getattr(self, "learners", ()):
            totals = {"pending": Decimal(0), "approved": Decimal(0)}
            for expected in self.expected.values():
                if expected.learner is learner and expected.status in totals:
                    totals[expected.status] += Decimal(expected.credits)
            lines = learner.call("GET", "/statement").body["items"]
            assert sum(Decimal(line["claimed"]) for line in lines) == totals["pending"]
            assert sum(Decimal(line["awarded"]) for line in lines) == totals["approved"]

    @invariant()
    def the_queue_holds_what_is_pending(self) -> None:
        if hasattr(self, "world"):
            items = self.world.reviewer.call("GET", "/reviews", query={"limit": "100"}).body[
                "items"
            ]
            pending = {e.id for e in self.expected.values() if e.status == "pending"}
            assert {item["id"] for item in items} == pending
            assert [item["since"] for item in items] == sorted(item["since"] for item in items)

    @invariant()
    def every_history_is_whole(self) -> None:
        for expected in getattr(self, "expected", {}).values():
            self.world.check_history(expected.learner, expected.id)

    @invariant()
    def no_upload_serves_two_certificates(self) -> None:
        used = [upload for e in getattr(self, "expected", {}).values() for upload in e.files]
        assert len(used) == len(set(used))

    # Ways to say it

    def _send(self, learner: Learner, *, good: bool, **fields: Any) -> Sent:
        data = PDF if good else BROKEN
        permit = learner.upload(data, **fields)
        sent = Sent(learner, permit["id"], permit["certificate_id"], good, put(permit, data))
        self.sent[sent.id] = sent
        return sent

    def _answer(self, call: Any, *, lost: bool) -> Answer:
        """The answer to a request, or to its repetition after the first answer was lost."""
        if lost:
            with losing_answers("dynamodb", "TransactWriteItems"):
                call()
        answer: Answer = call()
        return answer

    def _moved(self, which: Expected, answer: Answer, *, to: str | None) -> None:
        if to is None:
            assert answer.problem == "action-not-allowed"
            return
        assert (answer.status, answer.body["status"]) == (200, to)
        which.status = to
        which.version += 1


@pytest.mark.usefixtures("cloud")
def test_whatever_anybody_does_the_model_and_the_reads_agree() -> None:
    run_state_machine_as_test(
        Academy,
        settings=settings(
            max_examples=15,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[*HealthCheck],
        ),
    )
