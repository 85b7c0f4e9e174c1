"""Everybody does anything in any order; a small model says what must come of it.

`make test` runs it at its usual size, `make soak` at ten times.
"""

import os
from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
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
from tests.support.desk import claims, note
from tests.support.faults import losing_answers, losing_one_answer
from tests.support.model import CREDIT_TYPES, DECISIONS, WITHOUT_FILE, Expected, Sent
from tests.support.totals import forget_totals, recounted
from tests.support.world import (
    PDF,
    Answer,
    Headers,
    Staff,
    World,
    at,
    create_resources,
    declared,
    delete_resources,
    if_match,
    inspect,
    put,
    submission,
)

BROKEN = b"%PDF-1.7 broken"
LEASE = timedelta(minutes=60)
_TIMES = int(os.environ.get("CERTFOLIO_SOAK", "1"))
_academies = count(1)

credits_of = st.sampled_from(["0.25", "1.00", "2.50"])
learners = st.integers(0, 1)
people = st.integers(0, 2)
networks = st.sampled_from(["well", "well", "answer lost", "written twice"])
"""How a request fares; whoever hears nothing asks again, the caller or botocore by itself."""


class Academy(RuleBasedStateMachine):
    """Learners, staff, S3, the clock, and a network that loses answers and events."""

    certificates: Bundle[Expected] = Bundle("certificates")
    uploads: Bundle[Sent] = Bundle("uploads")

    @initialize()
    def open(self) -> None:
        create_resources()
        self.now = datetime(2026, 3, 1, 12, tzinfo=UTC)
        self.clock = ExitStack()
        self.clock.enter_context(at(self.now))
        self.world = World(f"model-{next(_academies)}")
        self.learners = [self.world.learner, self.world.new_learner()]
        for learner in self.learners:
            note(learner)
        self.world.credit_type("auto", review="automatic")
        self.world.credit_type("free", requires=[])
        self.world.credit_type("swift", requires=[], review="automatic")
        self.world.credit_type("ending", requires=[], ends_when_renewed=True)
        self.people = [
            self.world.reviewer,
            self.world.staff("reviewer-2", Role.REVIEWER),
            self.world.administrator,
        ]
        self.roles: dict[str, str] = {
            "reviewer-1": "reviewer",
            "reviewer-2": "reviewer",
            "administrator-1": "administrator",
        }
        self.versions = dict.fromkeys(self.roles, 1)
        self.expected: dict[str, Expected] = {}
        self.last: dict[str, tuple[Any, ...]] = {}
        self.sent: dict[str, Sent] = {}
        self.forgotten = False

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.clock.close()
            delete_resources()

    # Time, files and S3's events

    @rule(minutes=st.sampled_from([1, 6, 16, 61, 1500]))
    def wait(self, minutes: int) -> None:
        """Leases lapse, and files that never came are expected no more."""
        self.clock.close()
        self.now += timedelta(minutes=minutes)
        self.clock.enter_context(at(self.now))

    @rule(target=uploads, who=learners, good=st.booleans(), how=networks)
    def upload(self, who: int, good: bool, how: str) -> Sent:
        learner = self.learners[who]
        return self._send(
            learner.id, good, lambda body: learner.call("POST", "/uploads", body), how=how
        )

    @rule(target=uploads, of=certificates, good=st.booleans())
    def upload_another(self, of: Expected, good: bool) -> Sent:
        learner = self._learner(of)
        return self._send(
            learner.id,
            good,
            lambda body: learner.call("POST", "/uploads", body),
            certificate_id=of.id,
        )

    @rule(target=uploads, by=people, of=certificates, good=st.booleans())
    def upload_on_behalf(self, by: int, of: Expected, good: bool) -> Any:
        staff = self.people[by]
        path = f"/learners/{of.learner_id}/uploads"
        if staff.principal not in self.roles:
            assert staff.call("POST", path, declared()).status == 403
            return multiple()
        return self._send(
            of.learner_id,
            good,
            lambda body: staff.call("POST", path, body),
            certificate_id=of.id,
        )

    @rule(which=st.lists(uploads, min_size=1, max_size=3))
    def inspect(self, which: list[Sent]) -> None:
        """S3 tells of uploads: for the first time, again, late, together or in another order."""
        inspect(*(sent.arrived for sent in which))
        for sent in which:
            current = self.expected.get(sent.certificate_id)
            attached = current is not None and sent.id in current.files
            if sent.verdict != "waiting" or (attached and current and current.upload is not sent):
                continue
            sent.verdict = "accepted" if sent.good else "rejected"
            if attached and current:
                current.inspected()

    # Handing in

    @rule(
        target=certificates,
        which=uploads,
        kind=st.sampled_from(["cpe", "auto"]),
        credits_=credits_of,
        how=networks,
    )
    def submit(self, which: Sent, kind: str, credits_: str, how: str) -> Any:
        learner = self._learner(which)
        body = submission(which.id, claims=claims((kind, credits_)))
        answer = self._answer(lambda: learner.call("POST", "/certificates", body), how)
        made = Expected(
            learner.id, which.certificate_id, which, body["title"], kind, credits_, files={which.id}
        )
        return self._handed_in(made, answer, approve=False)

    @rule(
        target=certificates,
        who=learners,
        kind=st.sampled_from(["free", "swift", "ending"]),
        credits_=credits_of,
        how=networks,
    )
    def submit_without_file(self, who: int, kind: str, credits_: str, how: str) -> Any:
        learner = self.learners[who]
        body = submission(claims=claims((kind, credits_)))
        answer = self._answer(lambda: learner.call("POST", "/certificates", body), how)
        made = Expected(learner.id, body["id"], None, body["title"], kind, credits_)
        return self._handed_in(made, answer, approve=False)

    @rule(
        target=certificates,
        of=certificates,
        by=st.none() | people,
        kind=st.sampled_from(["free", "swift", "ending"]),
        credits_=credits_of,
        approve=st.booleans(),
        how=networks,
    )
    def renew(  # noqa: PLR0913 - what a renewal can be
        self,
        of: Expected,
        by: int | None,
        kind: str,
        credits_: str,
        approve: bool,
        how: str,
    ) -> Any:
        """The learner renews a certificate, or staff on the learner's behalf."""
        body = submission(claims=claims((kind, credits_)), renews=of.id)
        made = Expected(of.learner_id, body["id"], None, body["title"], kind, credits_, renews=of)
        if by is None:
            learner, approve = self._learner(of), False
            answer = self._answer(lambda: learner.call("POST", "/certificates", body), how)
        else:
            staff, path = self.people[by], f"/learners/{of.learner_id}/certificates"
            body["approve"], made.entered = approve, True
            answer = self._answer(lambda: staff.call("POST", path, body), how)
            if staff.principal not in self.roles:
                assert answer.status == 403
                return multiple()
        if of.status != "approved":
            assert answer.codes == {"renews": "not_renewable"}, answer
            return multiple()
        if of.renewed_by is not None:
            assert answer.problem == "renewal-open", answer
            return multiple()
        return self._handed_in(made, answer, approve=approve)

    @rule(
        target=certificates,
        by=people,
        which=st.one_of(uploads, learners),
        kind=st.sampled_from(CREDIT_TYPES),
        credits_=credits_of,
        issued=st.sampled_from(["external", "academy"]),
        approve=st.booleans(),
        how=networks,
    )
    def enter(  # noqa: PLR0913 - what an entry can be
        self,
        by: int,
        which: Sent | int,
        kind: str,
        credits_: str,
        issued: str,
        approve: bool,
        how: str,
    ) -> Any:
        """Staff hand in on a learner's behalf, with one of the learner's files or with none."""
        upload = which if isinstance(which, Sent) else None
        learner_id = which.learner_id if isinstance(which, Sent) else self.learners[which].id
        if (upload is None) is not (kind in WITHOUT_FILE):
            return multiple()
        body = submission(
            upload.id if upload else None,
            claims=claims((kind, credits_)),
            kind=issued,
            approve=approve,
        )
        staff, path = self.people[by], f"/learners/{learner_id}/certificates"
        answer = self._answer(lambda: staff.call("POST", path, body), how)
        if staff.principal not in self.roles:
            assert answer.status == 403
            return multiple()
        made = Expected(
            learner_id,
            upload.certificate_id if upload else body["id"],
            upload,
            body["title"],
            kind,
            credits_,
            entered=True,
            files={upload.id} if upload else set(),
        )
        return self._handed_in(made, answer, approve=approve)

    # Changing what was handed in

    @rule(
        which=certificates,
        by=uploads,
        own=st.booleans(),
        title=st.sampled_from("ABC"),
        credits_=credits_of,
        how=networks,
    )
    def edit(  # noqa: PLR0913 - what an edit can be
        self, which: Expected, by: Sent, own: bool, title: str, credits_: str, how: str
    ) -> None:
        upload = which.upload if own or which.credit_type in WITHOUT_FILE else by
        learner, path = self._learner(which), f"/certificates/{which.id}"
        body = _content(which, upload, title, credits_)
        answer = self._changing(
            which, how, lambda held: learner.call("PUT", path, body, headers=held)
        )
        if self._is_edited(which, answer, upload, which.refusal("edit", "learner")):
            which.edited(upload, title, credits_, approve=False)
            _check(answer, which)

    @rule(
        which=certificates,
        who=people,
        by=uploads,
        own=st.booleans(),
        title=st.sampled_from("ABC"),
        credits_=credits_of,
        approve=st.booleans(),
        how=networks,
    )
    def edit_entry(  # noqa: PLR0913 - what an edit can be
        self,
        which: Expected,
        who: int,
        by: Sent,
        own: bool,
        title: str,
        credits_: str,
        approve: bool,
        how: str,
    ) -> None:
        upload = which.upload if own or which.credit_type in WITHOUT_FILE else by
        staff = self.people[who]
        body = {**_content(which, upload, title, credits_), "approve": approve}
        answer = self._changing(
            which, how, lambda held: staff.call("PUT", _path(which), body, headers=held)
        )
        role = self.roles.get(staff.principal)
        if role is None:
            assert answer.status == 403
            return
        refused = which.refusal("edit", role)
        if refused is None and approve and upload and upload.verdict != "accepted":
            refused = "file-not-available"
        if self._is_edited(which, answer, upload, refused):
            which.edited(upload, title, credits_, approve=approve)
            _check(answer, which)

    @rule(which=certificates, how=networks)
    def withdraw(self, which: Expected, how: str) -> None:
        learner, path = self._learner(which), f"/certificates/{which.id}"
        answer = self._changing(which, how, lambda held: learner.call("DELETE", path, headers=held))
        if _is_taken(answer, which.refusal("withdraw", "learner")):
            which.withdrawn()
            _check(answer, which)

    @rule(which=certificates, who=people, how=networks)
    def withdraw_entry(self, which: Expected, who: int, how: str) -> None:
        staff = self.people[who]
        answer = self._changing(
            which, how, lambda held: staff.call("DELETE", _path(which), headers=held)
        )
        role = self.roles.get(staff.principal)
        if _is_taken(answer, which.refusal("withdraw", role) if role else "forbidden"):
            which.withdrawn()
            _check(answer, which)

    @rule(which=certificates, how=networks)
    def dispute(self, which: Expected, how: str) -> None:
        learner, path = self._learner(which), f"/certificates/{which.id}/dispute"
        body = {"comment": "That was more"}
        answer = self._changing(
            which, how, lambda held: learner.call("POST", path, body, headers=held)
        )
        if _is_taken(answer, which.refusal("dispute", "learner")):
            which.disputed()
            _check(answer, which)

    # Deciding

    @rule(
        which=certificates,
        who=people,
        action=st.sampled_from(DECISIONS),
        adjusted=st.sampled_from([None, None, "0.00", "0.50"]),
        how=networks,
    )
    def decide(
        self, which: Expected, who: int, action: str, adjusted: str | None, how: str
    ) -> None:
        staff = self.people[who]
        body = _verdict(which, action, adjusted)
        answer = self._changing(
            which,
            how,
            lambda held: staff.call("POST", f"{_path(which)}/decisions", body, headers=held),
        )
        if _is_taken(answer, self._why_not_decided(which, action, staff)):
            which.decided(action, adjusted if action == "approve" else None)
            self.last[which.id] = _led_to(which, staff, body)
            _check(answer, which)

    @rule(
        which=st.lists(
            st.tuples(
                certificates,
                st.sampled_from(DECISIONS),
                st.sampled_from([None, "0.50"]),
                st.booleans(),
            ),
            min_size=1,
            max_size=4,
            unique_by=lambda item: item[0].id,
        ),
        who=people,
        how=networks,
    )
    def decide_many(
        self, which: list[tuple[Expected, str, str | None, bool]], who: int, how: str
    ) -> None:
        """Many at once, some over a version that is old."""
        staff = self.people[who]
        items = [
            {
                **_verdict(one, action, adjusted),
                "learner_id": one.learner_id,
                "certificate_id": one.id,
                "version": max(one.version - old, 1),
            }
            for one, action, adjusted, old in which
        ]
        answer = self._answer(lambda: staff.call("POST", "/decisions", {"items": items}), how)
        if staff.principal not in self.roles:
            assert answer.status == 403
            return
        assert answer.status == 200
        for (one, action, adjusted, _), item, result in zip(
            which, items, answer.body["items"], strict=True
        ):
            asked = _led_to(one, staff, _verdict(one, action, adjusted))
            if item["version"] == one.version - 1 and self.last.get(one.id) == asked:
                # The very request that led here, sent once more.
                assert (result["outcome"], result["certificate"]["version"]) == (
                    "done",
                    one.version,
                )
                continue
            if item["version"] != one.version:
                assert (result["status"], result["problem"]["current_version"]) == (
                    412,
                    one.version,
                )
                continue
            refused = self._why_not_decided(one, action, staff)
            if refused is not None:
                assert result["problem"]["type"].endswith(f":{refused}"), (result, refused)
                continue
            one.decided(action, adjusted if action == "approve" else None)
            self.last[one.id] = _led_to(one, staff, _verdict(one, action, adjusted))
            assert result["outcome"] == "done", result
            assert result["certificate"]["version"] == one.version

    @rule(which=certificates, back=st.integers(1, 3))
    def act_on_an_old_version(self, which: Expected, back: int) -> None:
        version = which.version - back
        if version < 1:
            return
        staff = next(one for one in self.people if one.principal in self.roles)
        body = {"action": "decline", "reason": "not-verifiable", "comment": "never said before"}
        path = f"{_path(which)}/decisions"
        answer = staff.call("POST", path, body, headers=if_match({"version": version}))
        assert (answer.status, answer.body["current_version"]) == (412, which.version)

    # Whose turn it is

    @rule(which=certificates, who=people, to=people, how=networks)
    def assign(self, which: Expected, who: int, to: int, how: str) -> None:
        staff, reviewer = self.people[who], self.people[to]
        body = {} if staff is reviewer else {"principal": reviewer.principal}
        answer = self._answer(lambda: staff.call("PUT", f"{_path(which)}/assignment", body), how)
        if staff.principal in self.roles and reviewer.principal not in self.roles:
            assert answer.codes == {"principal": "not_on_staff"}
            return
        administrator = self.roles.get(staff.principal) == "administrator"
        allowed = staff is reviewer or administrator
        refused = self._why_not_assigned(which, staff) if allowed else "forbidden"
        if _is_taken(answer, refused):
            which.lease = (reviewer.principal, self.now + LEASE)
            _check(answer, which)

    @rule(which=certificates, who=people, how=networks)
    def give_back(self, which: Expected, who: int, how: str) -> None:
        staff = self.people[who]
        answer = self._answer(lambda: staff.call("DELETE", f"{_path(which)}/assignment"), how)
        if _is_taken(answer, self._why_not_assigned(which, staff)):
            which.lease = None
            _check(answer, which)

    # Staff comes, goes, and gets another role

    @rule(
        by=people,
        whom=people,
        role=st.sampled_from([None, "reviewer", "administrator"]),
        how=st.sampled_from(["well", "written twice"]),
    )
    def staff(self, by: int, whom: int, role: str | None, how: str) -> None:
        actor, principal = self.people[by], self.people[whom].principal
        was = self.roles.get(principal)
        held = if_match({"version": self.versions[principal]}) if was else None
        path = f"/staff/{principal}"
        if role is None:
            answer = actor.call("DELETE", path, headers=held or if_match({"version": 1}))
        else:
            body = {"name": principal, "role": role}
            answer = self._answer(lambda: actor.call("PUT", path, body, headers=held), how)
        administrators = [one for one, its in self.roles.items() if its == "administrator"]
        if self.roles.get(actor.principal) != "administrator":
            assert answer.status == 403
        elif was is None and role is None:
            assert answer.status in {200, 404, 412}
        elif administrators == [principal] and role != "administrator":
            assert answer.problem == "last-administrator"
        else:
            assert answer.status == 200, answer
            self.roles.pop(principal, None)
            if role is not None:
                self.roles[principal] = role
                self.versions[principal] = answer.body["version"]

    # What must hold

    @invariant()
    def reads_say_what_the_model_says(self) -> None:
        for learner in getattr(self, "learners", ()):
            listed = learner.call("GET", "/certificates", query={"limit": "100"}).body["items"]
            mine = {e.id: e for e in self.expected.values() if e.learner_id == learner.id}
            assert {item["id"] for item in listed} == set(mine)
            for item in listed:
                _check_view(item, mine[item["id"]])

    @invariant()
    def the_statement_is_the_sum(self) -> None:
        for learner in getattr(self, "learners", ()):
            lines = learner.call("GET", "/statement").body["items"]
            mine = [e for e in self.expected.values() if e.learner_id == learner.id]
            pending = (e.credits for e in mine if e.status == "pending")
            awarded = (str(e.awarded) for e in mine if e.is_granted)
            # All are earned in one period, so what a renewal ends counts nowhere.
            counted = (
                str(e.awarded)
                for e in mine
                if e.is_granted
                and not (e.credit_type == "ending" and e.renewed_by and e.renewed_by.is_granted)
            )
            assert _sum(line["claimed"] for line in lines) == _sum(pending)
            assert _sum(line["awarded"] for line in lines) == _sum(awarded)
            assert _sum(line["applied"] for line in lines) == _sum(counted)

    @invariant()
    def the_queue_holds_what_is_pending(self) -> None:
        if not hasattr(self, "world"):
            return
        staff = next(one for one in self.people if one.principal in self.roles)
        items = staff.call("GET", "/reviews", query={"limit": "100"}).body["items"]
        pending = {e.id: e for e in self.expected.values() if e.status == "pending"}
        assert {item["id"] for item in items} == set(pending)
        assert [item["since"] for item in items] == sorted(item["since"] for item in items)
        for item in items:
            lease = item["assignment"]
            held = lease and datetime.fromisoformat(lease["until"]) > self.now
            taken = pending[item["id"]].taken_by(self.now)
            assert (lease["principal"] if held else None) == taken

    @invariant()
    def totals_are_of_what_is_stored_or_not_told(self) -> None:
        if not hasattr(self, "world"):
            return
        staff = next(one for one in self.people if one.principal in self.roles)
        told = staff.call("GET", "/reviews/totals").body["totals"]
        if told is None:
            assert self.forgotten
            return
        stored = Counter(e.status for e in self.expected.values())
        assert told == {status: stored[status] for status in told}

    @invariant()
    def every_history_is_whole(self) -> None:
        for expected in getattr(self, "expected", {}).values():
            self.world.check_history(self._learner(expected), expected.id)

    @invariant()
    def no_upload_serves_two_certificates(self) -> None:
        used = [upload for e in getattr(self, "expected", {}).values() for upload in e.files]
        assert len(used) == len(set(used))

    # What is counted

    @rule()
    def forget_totals(self) -> None:
        """What is there comes from a time before there were totals."""
        forget_totals(self.world)
        self.forgotten = True

    @rule()
    def recount(self) -> None:
        """The schedule counts; what is told it never finds wrong."""
        assert recounted(self.world, self.now) == []

    # Ways to say it

    def _learner(self, of: Expected | Sent) -> Any:
        return next(learner for learner in self.learners if learner.id == of.learner_id)

    def _send(
        self,
        learner_id: str,
        good: bool,
        ask: Callable[[Any], Answer],
        *,
        how: str = "well",
        **fields: Any,
    ) -> Sent:
        data = PDF if good else BROKEN
        answer = self._answer(lambda: ask(declared(data, **fields)), how)
        assert answer.status == 201, answer
        permit = answer.body
        sent = Sent(
            learner_id,
            permit["id"],
            permit["certificate_id"],
            good,
            put(permit, data),
            self.now,
        )
        self.sent[sent.id] = sent
        return sent

    def _answer(self, call: Callable[[], Answer], how: str) -> Answer:
        """The answer that reaches the caller in the end."""
        if how == "written twice":
            with losing_one_answer(1):
                return call()
        if how == "answer lost":
            with losing_answers("dynamodb", "TransactWriteItems"):
                call()
        return call()

    def _changing(self, which: Expected, how: str, call: Callable[[Headers], Answer]) -> Answer:
        """The answer to a change of what was read last."""
        held = if_match({"version": which.version})
        return self._answer(lambda: call(held), how)

    def _handed_in(self, made: Expected, answer: Answer, *, approve: bool) -> Any:
        known = self.expected.get(made.id)
        upload = made.upload
        if known is not None:
            # Only the very same submission gets the first result.
            assert answer.status in {201, 409, 422}, answer
            if answer.status == 201:
                assert answer.body["version"] == known.version
                assert upload is not None
                assert upload.id in known.files
        elif upload is not None and upload.verdict == "rejected":
            assert answer.codes == {"upload_id": "file_rejected"}
        elif upload is not None and upload.is_lost(self.now):
            assert answer.codes == {"upload_id": "upload_expired"}
        elif approve and not made.is_settled:
            assert answer.problem == "file-not-available"
        else:
            assert answer.status == 201, answer
            made.renew()
            made.settled(approve=approve)
            self.expected[made.id] = made
            _check(answer, made)
            return made
        return multiple()

    def _is_edited(
        self, which: Expected, answer: Answer, upload: Sent | None, refused: str | None
    ) -> bool:
        """Whether an edit is taken; with a file that cannot be, it never is."""
        if upload is not None:
            fits = (upload.learner_id, upload.certificate_id) == (which.learner_id, which.id)
            usable = which.upload is upload or upload.id not in which.files
            gone = upload.verdict == "rejected" or upload.is_lost(self.now)
            if not fits or not usable or gone:
                assert answer.status in {403, 409, 412, 422}, answer
                return False
        return _is_taken(answer, refused)

    def _why_not_decided(self, which: Expected, action: str, staff: Staff) -> str | None:
        role = self.roles.get(staff.principal)
        if role is None:
            return "forbidden"
        return which.why_not_decided(action, staff.principal, role, self.now)

    def _why_not_assigned(self, which: Expected, staff: Staff) -> str | None:
        role = self.roles.get(staff.principal)
        if role is None:
            return "forbidden"
        if which.status != "pending":
            return "action-not-allowed"
        others = which.taken_by(self.now) not in {None, staff.principal}
        return "taken" if others and role != "administrator" else None


def _path(which: Expected) -> str:
    return f"/learners/{which.learner_id}/certificates/{which.id}"


def _content(which: Expected, upload: Sent | None, title: str, credits_: str) -> dict[str, Any]:
    return submission(
        upload.id if upload else None,
        id=None,
        title=title,
        claims=claims((which.credit_type, credits_)),
    )


def _verdict(which: Expected, action: str, adjusted: str | None) -> dict[str, Any]:
    body: dict[str, Any] = {"action": action, "comment": "because"}
    if action in {"decline", "request_changes"}:
        body["reason"] = "not-verifiable"
    if action == "approve" and adjusted is not None:
        body["awarded"] = [{"credit_type": which.credit_type, "credits": adjusted}]
    return body


def _led_to(which: Expected, staff: Staff, verdict: dict[str, Any]) -> tuple[Any, ...]:
    """What tells the request that led to a certificate's present version from all others."""
    return which.version, staff.principal, verdict


def _is_taken(answer: Answer, refused: str | None) -> bool:
    if refused is None:
        assert answer.status == 200, answer
        return True
    assert answer.problem == refused, (answer, refused)
    return False


def _check(answer: Answer, expected: Expected) -> None:
    """What was answered is what the model says."""
    _check_view(answer.body, expected)


def _check_view(view: dict[str, Any], expected: Expected) -> None:
    (claim,) = view["claims"]
    file = view["file"]
    assert (
        view["status"],
        view["version"],
        view["title"],
        claim["credit_type"],
        claim["claimed"],
        claim["awarded"],
        view["entered_on_behalf"],
        file and (file["upload_id"], file["state"]),
    ) == (
        expected.status,
        expected.version,
        expected.title,
        expected.credit_type,
        expected.credits,
        expected.awarded,
        expected.entered,
        expected.upload and (expected.upload.id, expected.upload.verdict),
    )
    assert (view["renews"], view["renewed_by"]) == (
        expected.renews and expected.renews.id,
        expected.renewed_by and expected.renewed_by.id,
    )


def _sum(amounts: Iterable[str]) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))


@pytest.mark.usefixtures("cloud")
def test_whatever_anybody_does_the_model_and_the_reads_agree() -> None:
    run_state_machine_as_test(
        Academy,
        settings=settings(
            max_examples=15 * _TIMES,
            stateful_step_count=20,
            suppress_health_check=[*HealthCheck],
        ),
    )
