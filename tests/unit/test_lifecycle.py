import itertools
from datetime import timedelta

import pytest

from certfolio.domain.certificates import SYSTEM, Certificate, FileState, Review, Status
from certfolio.domain.errors import (
    ActionNotAllowed,
    FileNotAvailable,
    Forbidden,
    InvalidInput,
)
from certfolio.domain.files import RejectionReason
from certfolio.domain.lifecycle import Action, By, permit, request_digest
from certfolio.domain.staff import Role
from tests.support.builders import (
    ADMINISTRATOR,
    LEARNER,
    NO_ROLE,
    NOW,
    OWNER,
    REVIEWER,
    THE_SYSTEM,
    act,
    certificate,
    claim,
    content,
    file,
)

ACTORS = {
    "learner": LEARNER,
    "no role": NO_ROLE,
    "reviewer": REVIEWER,
    "administrator": ADMINISTRATOR,
    "system": THE_SYSTEM,
}
STAFF = {"reviewer", "administrator"}
LIFE = {
    ("none", "submit"): ({"learner"} | STAFF, "pending"),
    ("pending", "edit"): ({"learner"}, "pending"),
    ("changes_requested", "edit"): ({"learner"}, "pending"),
    ("pending", "withdraw"): ({"learner"}, "withdrawn"),
    ("changes_requested", "withdraw"): ({"learner"}, "withdrawn"),
    ("pending", "approve"): (STAFF | {"system"}, "approved"),
    ("pending", "decline"): (STAFF, "declined"),
    ("pending", "request_changes"): (STAFF | {"system"}, "changes_requested"),
    ("approved", "reopen"): ({"administrator"}, "pending"),
    ("declined", "reopen"): ({"administrator"}, "pending"),
    ("approved", "revoke"): ({"administrator"}, "revoked"),
    ("pending", "dispute"): ({"learner"}, "pending"),
    ("approved", "dispute"): ({"learner"}, "pending"),
}
"""Life of a certificate as the design tells it, written down once more by hand."""

STATUSES = ["none", *(status.value for status in Status)]
ACTIONS = [
    *("submit", "edit", "withdraw", "approve", "decline"),
    *("request_changes", "reopen", "revoke", "dispute"),
]
STEPS = [*itertools.product(STATUSES, ACTIONS, ACTORS)]


def status_of(name: str) -> Status | None:
    return None if name == "none" else Status(name)


def before(status: str, action: str) -> Certificate | None:
    """A certificate of which the table alone says whether the step is possible."""
    if status == "none":
        return None
    # Only what staff entered can be disputed.
    who = REVIEWER if action == "dispute" else LEARNER
    return certificate(Status(status), version=4, submitted_by=who.actor)


def attempt(status: str, action: str, by: By) -> Certificate:
    return act(before(status, action), Action(action), by)[0]


@pytest.mark.parametrize(("status", "action", "actor"), STEPS)
def test_every_step_is_allowed_or_refused_as_designed(status: str, action: str, actor: str) -> None:
    who, to = LIFE.get((status, action), (set(), ""))
    if actor in who:
        row = permit(Action(action), status_of(status), ACTORS[actor])
        assert row.to == to
        return
    ever = set().union(*(actors for (_, name), (actors, _) in LIFE.items() if name == action))
    # Who may never do it learns that; who may, just not from here, learns that.
    refusal = ActionNotAllowed if actor in ever else Forbidden
    with pytest.raises(refusal):
        permit(Action(action), status_of(status), ACTORS[actor])


@pytest.mark.parametrize(
    ("status", "action", "actor"),
    [step for step in STEPS if step[2] in LIFE.get(step[:2], [[]])[0]],
)
def test_every_allowed_step_leads_where_it_should_and_is_told_in_history(
    status: str, action: str, actor: str
) -> None:
    by = ACTORS[actor]
    known = before(status, action)
    after, event = act(known, Action(action), by)
    assert after.status == LIFE[status, action][1]
    assert after.version == event.version == (1 if known is None else 5)
    assert (event.from_status or "none") == status
    assert event.to_status == after.status
    assert (event.actor, event.action) == (by.actor, action)
    assert event.previous_hash == (known.head if known else "0" * 64)
    assert after.head == event.hash == event.digest()


@pytest.mark.parametrize(
    ("status", "action"),
    [
        (status, action)
        for status, action in itertools.product(STATUSES[1:], ACTIONS[1:])
        if (status, action) not in LIFE
    ],
)
def test_no_other_step_leads_anywhere(status: str, action: str) -> None:
    actor = LEARNER if action in {"edit", "withdraw", "dispute"} else ADMINISTRATOR
    with pytest.raises(ActionNotAllowed) as caught:
        attempt(status, action, actor)
    assert (caught.value.action, caught.value.status) == (action, status)


@pytest.mark.parametrize("action", ["approve", "decline", "request_changes", "reopen", "revoke"])
@pytest.mark.parametrize("role", [*Role])
def test_nobody_decides_on_a_certificate_of_their_own(action: str, role: Role) -> None:
    status = Status.PENDING if action not in {"reopen", "revoke"} else Status.APPROVED
    own = By(ADMINISTRATOR.actor.model_copy(update={"id": OWNER.learner_id}), role)
    with pytest.raises(Forbidden, match="own"):
        act(certificate(status), Action(action), own)


@pytest.mark.parametrize("action", ["decline", "request_changes", "reopen", "revoke"])
def test_every_decision_but_approval_says_why(action: str) -> None:
    status = Status.PENDING if action not in {"reopen", "revoke"} else Status.APPROVED
    with pytest.raises(InvalidInput) as caught:
        act(certificate(status), Action(action), ADMINISTRATOR, comment=None)
    assert {error.field for error in caught.value.errors} == {"comment"}


def test_approval_needs_no_comment_and_awards_what_was_claimed() -> None:
    claims = (claim("cpe", "1.25"), claim("ceu", "3"))
    after, _ = act(certificate(claims=claims), Action.APPROVE, REVIEWER, comment=None)
    assert [line.awarded for line in after.claims] == [line.claimed for line in claims]
    assert after.decision is not None
    assert (after.decision.outcome, after.decision.by) == ("approve", REVIEWER.actor)


@pytest.mark.parametrize("state", [FileState.WAITING, FileState.REJECTED])
def test_nothing_is_approved_before_its_file_is_accepted(state: FileState) -> None:
    with pytest.raises(FileNotAvailable):
        act(certificate(file=file(state)), Action.APPROVE, REVIEWER)


@pytest.mark.parametrize("action", ["reopen", "revoke"])
def test_taking_an_approval_back_takes_the_credits_back(action: str) -> None:
    approved, _ = act(certificate(), Action.APPROVE, REVIEWER)
    after, event = act(approved, Action(action), ADMINISTRATOR)
    assert [line.awarded for line in after.claims] == [None]
    assert "claims" in event.changes


def test_an_edit_in_the_queue_keeps_its_place() -> None:
    before = certificate(since=NOW)
    after, _ = act(before, Action.EDIT, LEARNER, now=NOW + timedelta(days=3))
    assert after.since == NOW
    assert after.submitted_at == before.submitted_at


def test_an_edit_after_changes_were_asked_for_joins_the_queue_anew() -> None:
    later = NOW + timedelta(days=3)
    after, _ = act(
        certificate(Status.CHANGES_REQUESTED, since=NOW), Action.EDIT, LEARNER, now=later
    )
    assert after.since == later


def test_an_edit_tells_which_fields_changed() -> None:
    before = certificate(title="Old", issuer="Somebody")
    _, event = act(before, Action.EDIT, LEARNER, facts=content(title="New"))
    assert dict(event.changes) == {"title": "New", "issuer": None}


@pytest.mark.parametrize("status", [*Status])
def test_what_a_learner_handed_in_cannot_be_disputed(status: Status) -> None:
    with pytest.raises(Forbidden, match="staff entered"):
        act(certificate(status), Action.DISPUTE, LEARNER)


def test_a_dispute_takes_the_credits_back_until_a_person_decides_anew() -> None:
    entered = certificate(submitted_by=REVIEWER.actor, review=Review.AUTOMATIC)
    approved, _ = act(entered, Action.APPROVE, REVIEWER)
    after, event = act(approved, Action.DISPUTE, LEARNER, comment="Not mine")
    assert ([line.awarded for line in after.claims], after.review) == ([None], Review.REQUIRED)
    assert event.comment == "Not mine"
    assert set(event.changes) == {"claims", "review"}


# What inspection says


def test_a_rejected_file_sends_a_pending_certificate_back() -> None:
    before = certificate(file=file(FileState.WAITING))
    after, event = act(before, Action.RECORD_FILE, THE_SYSTEM, with_file=file(FileState.REJECTED))
    assert after.status is Status.CHANGES_REQUESTED
    assert event.actor == SYSTEM
    assert event.comment == RejectionReason.DAMAGED.explanation
    assert after.decision is not None
    assert after.decision.comment == event.comment


@pytest.mark.parametrize("state", [FileState.ACCEPTED, FileState.REJECTED])
@pytest.mark.parametrize(
    "status", [Status.CHANGES_REQUESTED, Status.WITHDRAWN, Status.DECLINED, Status.PENDING]
)
def test_a_late_result_is_kept_and_moves_nothing_else(status: Status, state: FileState) -> None:
    if (status, state) == (Status.PENDING, FileState.REJECTED):
        status = Status.CHANGES_REQUESTED
    before = certificate(status, file=file(FileState.WAITING), since=NOW)
    after, _ = act(before, Action.RECORD_FILE, THE_SYSTEM, with_file=file(state))
    assert (after.status, after.since, after.file.state) == (status, NOW, state)
    assert after.version == before.version + 1


@pytest.mark.parametrize("status", [Status.APPROVED, Status.REVOKED])
def test_no_result_changes_what_was_approved(status: Status) -> None:
    with pytest.raises(ActionNotAllowed):
        act(certificate(status), Action.RECORD_FILE, THE_SYSTEM)


@pytest.mark.parametrize("by", [LEARNER, REVIEWER, ADMINISTRATOR])
def test_only_the_system_speaks_for_inspection(by: By) -> None:
    with pytest.raises(Forbidden):
        permit(Action.RECORD_FILE, Status.PENDING, by)


# Telling a retry from a rival


def test_a_request_and_its_retry_have_the_same_digest_and_nothing_else_has() -> None:
    base = (Action.DECLINE, REVIEWER, 3, {"comment": "x", "n": None})
    others = [
        (Action.REVOKE, *base[1:]),
        (base[0], ADMINISTRATOR, *base[2:]),
        (*base[:2], 4, base[3]),
        (*base[:3], {"comment": "y", "n": None}),
        (*base[:3], {}),
    ]
    digests = {request_digest(*base), *(request_digest(*other) for other in others)}
    assert len(digests) == 1 + len(others)
    assert request_digest(*base[:3], {"n": None, "comment": "x"}) == request_digest(*base)
