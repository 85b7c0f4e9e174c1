import itertools
from datetime import timedelta
from typing import get_args

import pytest

from certfolio.domain.actions import (
    SYSTEM,
    Action,
    By,
    DecisionAction,
    Origin,
    Status,
    is_decision,
    permit,
)
from certfolio.domain.certificates import Certificate, FileState, Kind, Review
from certfolio.domain.errors import (
    ActionNotAllowed,
    FileNotAvailable,
    Forbidden,
    InvalidInput,
)
from certfolio.domain.files import RejectionReason
from certfolio.domain.lifecycle import (
    approve_automatically,
    edit,
    record_file,
    request_digest,
)
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
LEARNERS, STAFFS = Origin.LEARNER, Origin.STAFF
EITHER = (LEARNERS, STAFFS)
LIFE: dict[tuple[str, str, Origin], tuple[set[str], str]] = {
    ("none", "submit", LEARNERS): ({"learner"}, "pending"),
    ("none", "submit", STAFFS): (STAFF, "pending"),
    **{
        (status, action, origin): (who, to)
        for status in ("pending", "changes_requested")
        for action, to in (("edit", "pending"), ("withdraw", "withdrawn"))
        for origin, who in ((LEARNERS, {"learner"}), (STAFFS, STAFF))
    },
    **{("pending", "approve", origin): (STAFF | {"system"}, "approved") for origin in EITHER},
    **{("pending", "decline", origin): (STAFF, "declined") for origin in EITHER},
    **{
        ("pending", "request_changes", origin): (STAFF | {"system"}, "changes_requested")
        for origin in EITHER
    },
    **{
        (status, "reopen", origin): ({"administrator"}, "pending")
        for status in ("approved", "declined", "superseded")
        for origin in EITHER
    },
    **{
        (status, "revoke", origin): ({"administrator"}, "revoked")
        for status in ("approved", "superseded")
        for origin in EITHER
    },
    ("pending", "revoke", STAFFS): ({"administrator"}, "revoked"),
    **{
        (status, "dispute", STAFFS): ({"learner"}, "pending")
        for status in ("pending", "approved", "superseded")
    },
    **{("approved", "supersede", origin): ({"system"}, "superseded") for origin in EITHER},
    **{("superseded", "restore", origin): ({"system"}, "approved") for origin in EITHER},
}
"""Life of a certificate as the design tells it, written down once more by hand."""

STATUSES = ["none", *Status]
ACTIONS = [action for action in Action if action is not Action.RECORD_FILE]
STEPS = [*itertools.product(STATUSES, ACTIONS, ACTORS, Origin)]


def status_of(name: str) -> Status | None:
    return None if name == "none" else Status(name)


def before(status: str, origin: Origin) -> Certificate | None:
    """A certificate of which the table alone says whether the step is possible."""
    if status == "none":
        return None
    who = {Origin.LEARNER: LEARNER, Origin.STAFF: REVIEWER}[origin]
    return certificate(Status(status), version=4, submitted_by=who.actor)


@pytest.mark.parametrize(("status", "action", "actor", "origin"), STEPS)
def test_every_step_is_allowed_or_refused_as_designed(
    status: str, action: Action, actor: str, origin: Origin
) -> None:
    who, to = LIFE.get((status, action, origin), (set(), ""))
    if actor in who:
        row = permit(action, status_of(status), origin, ACTORS[actor])
        assert row.to == to
        return
    # Who may never do it with such a certificate learns that; who may, just not from here,
    # learns that.
    ever = {
        name
        for (_, known, of), (names, _) in LIFE.items()
        if (known, of) == (action, origin)
        for name in names
    }
    refusal = ActionNotAllowed if actor in ever else Forbidden
    with pytest.raises(refusal):
        permit(action, status_of(status), origin, ACTORS[actor])


@pytest.mark.parametrize(
    ("status", "action", "actor", "origin"),
    [step for step in STEPS if step[2] in LIFE.get((step[0], step[1], step[3]), [[]])[0]],
)
def test_every_allowed_step_leads_where_it_should_and_is_told_in_history(
    status: str, action: Action, actor: str, origin: Origin
) -> None:
    by = ACTORS[actor]
    known = before(status, origin)
    after, event = act(known, action, by)
    assert after.status == LIFE[status, action, origin][1]
    assert after.version == event.version == (1 if known is None else 5)
    assert (event.from_status or "none") == status
    assert event.to_status == after.status
    assert (event.actor, event.action) == (by.actor, action)
    assert event.previous_hash == (known.head if known else "0" * 64)
    assert after.head == event.hash == event.digest()


@pytest.mark.parametrize(
    ("status", "action", "origin"),
    [step for step in itertools.product(STATUSES[1:], ACTIONS[1:], Origin) if step not in LIFE],
)
def test_no_other_step_leads_anywhere(status: str, action: Action, origin: Origin) -> None:
    actors = [ADMINISTRATOR, *([LEARNER] if TABLE_OF_LEARNERS[action] else [])]
    for actor in actors:
        with pytest.raises((ActionNotAllowed, Forbidden)):
            act(before(status, origin), action, actor)


TABLE_OF_LEARNERS = {
    action: any("learner" in who for (_, known, _), (who, _) in LIFE.items() if known == action)
    for action in ACTIONS
}


def test_what_is_a_decision_is_said_once() -> None:
    assert set(get_args(DecisionAction)) == {action for action in Action if is_decision(action)}


@pytest.mark.parametrize("action", [Action.EDIT, Action.WITHDRAW])
@pytest.mark.parametrize("kind", [*Kind])
def test_what_staff_entered_a_learner_can_only_dispute(action: Action, kind: Kind) -> None:
    entered = certificate(submitted_by=REVIEWER.actor, kind=kind)
    disputed, _ = act(entered, Action.DISPUTE, LEARNER)
    for record in (entered, disputed):
        with pytest.raises(Forbidden, match="only dispute"):
            act(record, action, LEARNER)


@pytest.mark.parametrize(
    "answer", [Action.APPROVE, Action.DECLINE, Action.EDIT, Action.REVOKE, Action.WITHDRAW]
)
def test_a_dispute_is_answered_by_staff(answer: Action) -> None:
    entered, _ = act(certificate(submitted_by=REVIEWER.actor), Action.APPROVE, REVIEWER)
    disputed, _ = act(entered, Action.DISPUTE, LEARNER)
    after, _ = act(disputed, answer, ADMINISTRATOR)
    assert after.version == disputed.version + 1


# Once a person has acted


TAKES_IN_HAND = {
    Action.DISPUTE: LEARNER,
    Action.REQUEST_CHANGES: REVIEWER,
    Action.DECLINE: REVIEWER,
    Action.APPROVE: REVIEWER,
}


@pytest.mark.parametrize("first", TAKES_IN_HAND)
def test_once_a_person_has_acted_only_a_person_approves(first: Action) -> None:
    entered = certificate(submitted_by=REVIEWER.actor, review=Review.AUTOMATIC)
    record, _ = act(entered, first, TAKES_IN_HAND[first])
    if record.status in {Status.DECLINED, Status.APPROVED}:
        record, _ = act(record, Action.REOPEN, ADMINISTRATOR)
    edited = edit(
        record,
        content(title="Anew"),
        record.file,
        by=REVIEWER,
        now=NOW,
        request="r",
        review=Review.AUTOMATIC,
    ).after
    assert (edited.in_hand, edited.review) == (True, Review.REQUIRED)
    assert approve_automatically(edited, now=NOW) is None


def test_a_file_refused_after_a_person_acted_does_not_leave_approval_to_the_system() -> None:
    asked, _ = act(certificate(review=Review.AUTOMATIC), Action.REQUEST_CHANGES, REVIEWER)
    parts = {"by": LEARNER, "now": NOW, "request": "r", "review": Review.AUTOMATIC}
    again = edit(asked, content(), file(FileState.WAITING), **parts).after
    refused = record_file(again, file(FileState.REJECTED), now=NOW).after
    last = edit(refused, content(), file(FileState.ACCEPTED, 8), **parts).after
    assert approve_automatically(last, now=NOW) is None


def test_what_only_the_system_sent_back_is_still_left_to_the_system() -> None:
    waiting = certificate(review=Review.AUTOMATIC, file=file(FileState.WAITING))
    refused = record_file(waiting, file(FileState.REJECTED), now=NOW).after
    again = edit(
        refused,
        content(),
        file(FileState.ACCEPTED, 8),
        by=LEARNER,
        now=NOW,
        request="r",
        review=Review.AUTOMATIC,
    ).after
    approved = approve_automatically(again, now=NOW)
    assert approved is not None
    assert approved.after.status is Status.APPROVED


def test_a_record_from_before_remembers_the_person_who_decided_last() -> None:
    asked, _ = act(certificate(review=Review.AUTOMATIC), Action.REQUEST_CHANGES, REVIEWER)
    old = asked.model_copy(update={"in_hand": False})
    after, _ = act(old, Action.EDIT, LEARNER)
    assert after.review is Review.REQUIRED


@pytest.mark.parametrize("action", ["approve", "decline", "request_changes", "reopen", "revoke"])
@pytest.mark.parametrize("role", [*Role])
def test_nobody_decides_on_a_certificate_of_their_own(action: str, role: Role) -> None:
    status = Status.PENDING if action not in {"reopen", "revoke"} else Status.APPROVED
    own = By(ADMINISTRATOR.actor.model_copy(update={"id": OWNER.learner_id}), role)
    with pytest.raises(Forbidden, match="own"):
        act(certificate(status), Action(action), own)


@pytest.mark.parametrize("action", [Action.EDIT, Action.WITHDRAW])
@pytest.mark.parametrize("role", [*Role])
def test_nobody_changes_as_staff_what_was_entered_for_themselves(
    action: Action, role: Role
) -> None:
    own = By(ADMINISTRATOR.actor.model_copy(update={"id": OWNER.learner_id}), role)
    with pytest.raises(Forbidden, match="own"):
        act(before("pending", Origin.STAFF), action, own)


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
    assert set(event.changes) == {"claims"}


# What inspection says


def test_a_rejected_file_sends_a_pending_certificate_back() -> None:
    before = certificate(file=file(FileState.WAITING))
    after, event = act(before, Action.RECORD_FILE, THE_SYSTEM, with_file=file(FileState.REJECTED))
    assert after.status is Status.CHANGES_REQUESTED
    assert event.actor == SYSTEM
    assert event.comment == RejectionReason.DAMAGED.explanation
    assert after.decision is not None
    assert after.decision.comment == event.comment
    assert after.decision.rejected is RejectionReason.DAMAGED


@pytest.mark.parametrize("state", [FileState.ACCEPTED, FileState.REJECTED])
@pytest.mark.parametrize(
    "status",
    [
        Status.CHANGES_REQUESTED,
        Status.WITHDRAWN,
        Status.DECLINED,
        Status.REVOKED,
        Status.PENDING,
    ],
)
def test_a_late_result_is_kept_and_moves_nothing_else(status: Status, state: FileState) -> None:
    if (status, state) == (Status.PENDING, FileState.REJECTED):
        status = Status.CHANGES_REQUESTED
    before = certificate(status, file=file(FileState.WAITING), since=NOW)
    after, _ = act(before, Action.RECORD_FILE, THE_SYSTEM, with_file=file(state))
    assert (after.status, after.since, after.file.state) == (status, NOW, state)
    assert after.version == before.version + 1


@pytest.mark.parametrize("status", Status)
def test_a_second_result_changes_nothing_whatever_became_of_the_certificate(
    status: Status,
) -> None:
    known = file()
    assert known.evidence is not None
    drawn = known.evidence.model_copy(update={"rendition": "0" * 64})
    for other in (
        known,
        file(FileState.REJECTED),
        file(number=8),
        known.model_copy(update={"sha256": "1" * 64, "evidence": drawn}),
        known.model_copy(update={"evidence": drawn.model_copy(update={"version_id": "v2"})}),
    ):
        with pytest.raises(ActionNotAllowed):
            act(certificate(status, file=known), Action.RECORD_FILE, THE_SYSTEM, with_file=other)
    finished = certificate(status, file=known.model_copy(update={"evidence": drawn}))
    redrawn = drawn.model_copy(update={"rendition": "1" * 64})
    for other in (redrawn, known.evidence):
        again = known.model_copy(update={"evidence": other})
        with pytest.raises(ActionNotAllowed):
            act(finished, Action.RECORD_FILE, THE_SYSTEM, with_file=again)


@pytest.mark.parametrize("status", Status)
def test_the_drawing_of_an_older_file_is_added_and_moves_nothing(status: Status) -> None:
    known = file()
    assert known.evidence is not None
    drawn = known.model_copy(
        update={"evidence": known.evidence.model_copy(update={"rendition": "0" * 64})}
    )
    before = certificate(status, file=known, since=NOW)
    after, _ = act(before, Action.RECORD_FILE, THE_SYSTEM, with_file=drawn)
    assert (after.status, after.since, after.file) == (status, NOW, drawn)


@pytest.mark.parametrize("by", [LEARNER, REVIEWER, ADMINISTRATOR])
def test_only_the_system_speaks_for_inspection(by: By) -> None:
    with pytest.raises(Forbidden):
        permit(Action.RECORD_FILE, Status.PENDING, Origin.LEARNER, by)


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
