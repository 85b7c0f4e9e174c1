"""What staff enter on learners' behalf, and what the learner can do about it."""

from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.staff import Role
from tests.support.builders import ulid
from tests.support.desk import (
    claims,
    edit_entry,
    enter,
    enter_for_all,
    handed_in,
    known,
    note,
    path_of,
    permit_for,
    seen,
    statuses,
    uploaded_for,
    withdraw_entry,
)
from tests.support.faults import everything
from tests.support.world import PDF, Answer, Learner, World, if_match, inspect, put, submission

BROKEN = b"%PDF-1.7 broken"


@pytest.fixture
def learner(world: World) -> Learner:
    """A learner the academy knows, and a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return known(world)


FREE = claims(("free", "1"))


def dispute(
    learner: Learner, certificate: dict[str, Any], comment: str | None = "Not mine"
) -> Answer:
    body = {} if comment is None else {"comment": comment}
    path = f"/certificates/{certificate['id']}/dispute"
    return learner.call("POST", path, body, headers=if_match(certificate))


# For one learner


def test_what_staff_enter_is_stamped_with_who_did(world: World, learner: Learner) -> None:
    upload = uploaded_for(world.reviewer, learner)
    answer = enter(world.reviewer, learner, upload, kind="academy", issuer="Academy")
    assert (answer.status, answer.etag) == (201, '"1"')
    read = learner.read(answer.body)
    assert (read["status"], read["kind"], read["issuer"]) == ("pending", "academy", "Academy")
    assert read["entered_on_behalf"] is True
    reviewer = {"kind": "staff", "id": "reviewer-1", "name": "Reviewer"}
    assert read["submitted_by"] == reviewer
    (event,) = read["events"]
    assert (event["action"], event["actor"]) == ("submit", reviewer)
    assert read["file"]["state"] == "accepted"
    assert learner.call("GET", f"/certificates/{read['id']}/file").status == 200
    listed = learner.call("GET", "/certificates", query={"kind": "academy"}).body["items"]
    assert [item["id"] for item in listed] == [read["id"]]
    queue = world.reviewer.call("GET", "/reviews").body["items"]
    assert [item["id"] for item in queue] == [read["id"]]


def test_what_learners_hand_in_is_their_own_and_external(world: World, learner: Learner) -> None:
    certificate = handed_in(learner, "free")
    assert (certificate["kind"], certificate["entered_on_behalf"]) == ("external", False)
    body = submission(None, claims=FREE, kind="academy", approve=True)
    refused = learner.call("POST", "/certificates", body)
    assert (refused.status, refused.wrong) == (422, {("body", "kind"), ("body", "approve")})
    assert world.reviewer.call("GET", "/reviews", query={"learner_id": learner.id}).status == 200


def test_staff_see_how_the_upload_for_a_learner_stands(world: World, learner: Learner) -> None:
    permit = permit_for(world.reviewer, learner)
    path = f"/learners/{learner.id}/uploads/{permit['id']}"
    assert world.reviewer.call("GET", path).body["file"]["state"] == "waiting"
    inspect(put(permit))
    assert world.administrator.call("GET", path).body["file"]["state"] == "accepted"
    assert learner.call("GET", f"/uploads/{permit['id']}").body["file"]["state"] == "accepted"
    other = f"/learners/{world.learner.id}/uploads/{permit['id']}"
    assert world.reviewer.call("GET", other).status == 404


def test_it_is_entered_and_approved_in_one_step(world: World, learner: Learner) -> None:
    upload = uploaded_for(world.reviewer, learner)
    answer = enter(world.reviewer, learner, upload, approve=True)
    assert (answer.status, answer.etag, answer.body["status"]) == (201, '"2"', "approved")
    read = learner.read(answer.body)
    assert [event["action"] for event in read["events"]] == ["submit", "approve"]
    assert {event["actor"]["id"] for event in read["events"]} == {"reviewer-1"}
    assert read["decision"]["by"]["id"] == "reviewer-1"
    assert read["claims"][0]["awarded"] == "1.50"
    (period,) = learner.call("GET", "/statement").body["items"]
    assert period["applied"] == "1.50"
    assert world.reviewer.call("GET", "/reviews").body["items"] == []
    verified = world.administrator.call("GET", path_of(read, "/verification"))
    assert verified.body["intact"] is True


def test_nothing_is_approved_before_its_file_is_accepted(world: World, learner: Learner) -> None:
    permit = permit_for(world.reviewer, learner)
    before = everything()
    refused = enter(world.reviewer, learner, permit["id"], approve=True)
    assert (refused.status, refused.problem) == (409, "file-not-available")
    assert everything() == before
    inspect(put(permit))
    assert enter(world.reviewer, learner, permit["id"], approve=True).status == 201


def test_nobody_approves_in_one_step_for_oneself(world: World, learner: Learner) -> None:
    own = world.staff(learner.id, Role.ADMINISTRATOR)
    refused = enter(own, learner, claims=FREE, approve=True)
    assert (refused.status, refused.problem) == (403, "forbidden")
    assert learner.call("GET", "/certificates").body["items"] == []
    entered = enter(own, learner, claims=FREE)
    assert (entered.status, entered.body["status"]) == (201, "pending")
    assert own.decide(entered.body, "approve").problem == "forbidden"
    assert world.reviewer.decide(entered.body, "approve").status == 200


def test_learners_of_the_academy_s_directory_alone_are_known(
    world: World, other_world: World, learner: Learner
) -> None:
    stranger = Learner(other_world.academy_id, "stranger")
    note(stranger)
    for unknown in (Learner(world.academy_id, "nobody"), stranger):
        refused = enter(world.reviewer, unknown, claims=FREE)
        assert (refused.status, refused.problem) == (404, "not-found")
        assert "learner" in refused.body["detail"]
    assert enter(world.reviewer, learner, claims=FREE).status == 201


@pytest.mark.parametrize("approve", [False, True])
def test_an_entry_sent_again_is_the_first_one(
    world: World, learner: Learner, approve: bool
) -> None:
    upload = uploaded_for(world.reviewer, learner)
    first = enter(world.reviewer, learner, upload, approve=approve)
    again = enter(world.reviewer, learner, upload, approve=approve)
    assert (again.status, again.body) == (201, first.body)
    for other in ({"title": "Other"}, {"kind": "academy"}, {"approve": not approve}):
        refused = enter(world.reviewer, learner, upload, **{"approve": approve, **other})
        assert (refused.status, refused.problem) == (409, "id-reused")
    # Somebody else's is not the same request.
    assert enter(world.administrator, learner, upload, approve=approve).status == 409
    assert len(learner.call("GET", "/certificates").body["items"]) == 1


def test_an_entry_without_a_file_is_sent_again_under_its_id(world: World, learner: Learner) -> None:
    first = enter(world.reviewer, learner, claims=FREE, id=ulid(42))
    again = enter(world.reviewer, learner, claims=FREE, id=ulid(42))
    assert (first.status, again.body) == (201, first.body)


def test_an_entry_without_a_file_brings_an_id_of_its_own(world: World, learner: Learner) -> None:
    refused = enter(world.reviewer, learner, claims=FREE, id=None)
    assert (refused.status, refused.codes) == (422, {"id": "id_required"})
    many = enter_for_all(world.reviewer, [learner.id], claims=FREE, id=None)
    assert (many.status, many.codes) == (422, {"id": "id_required"})


@pytest.mark.parametrize("approve", [False, True])
def test_an_entry_sent_again_is_made_once(world: World, learner: Learner, approve: bool) -> None:
    first = enter(world.reviewer, learner, claims=FREE, approve=approve, id=ulid(42))
    again = enter(world.reviewer, learner, claims=FREE, approve=approve, id=ulid(42))
    assert (first.status, again.body) == (201, first.body)
    for other in (
        enter(world.reviewer, learner, claims=FREE, approve=not approve, id=ulid(42)),
        enter(world.administrator, learner, claims=FREE, approve=approve, id=ulid(42)),
    ):
        assert (other.status, other.problem) == (409, "id-reused")
    assert len(learner.call("GET", "/certificates").body["items"]) == 1


def test_a_second_member_of_staff_may_enter_the_same(world: World, learner: Learner) -> None:
    first = enter(world.reviewer, learner, claims=FREE)
    second = enter(world.administrator, learner, claims=FREE)
    assert (first.status, second.status) == (201, 201)
    assert first.body["id"] != second.body["id"]
    (alike,) = world.reviewer.call("GET", path_of(first.body, "/duplicates")).body["items"]
    assert alike["why"] == ["same_title_and_date"]


def test_each_learner_has_their_own_of_equal_entries(world: World, learner: Learner) -> None:
    other = known(world)
    for one in (learner, other):
        assert enter(world.reviewer, one, claims=FREE).status == 201
        assert len(one.call("GET", "/certificates").body["items"]) == 1


def test_an_entry_sent_again_under_new_rules_is_the_first_one(
    world: World, learner: Learner
) -> None:
    first = enter(world.reviewer, learner, claims=FREE, id=ulid(42))
    world.credit_type("free", over=1, requires=["issuer"], validity={"kind": "never"})
    again = enter(world.reviewer, learner, claims=FREE, id=ulid(42))
    assert (again.status, again.body) == (201, first.body)
    refused = enter(world.reviewer, learner, claims=FREE, title="Other", id=ulid(42))
    assert (refused.status, refused.codes) == (422, {"issuer": "required"})


def test_staff_keep_the_same_rules_as_learners(world: World, learner: Learner) -> None:
    world.credit_type("strict", maximum="2", requires=["file", "issuer"])
    body = {"earned_on": "2999-01-01", "claims": claims(("strict", "3"))}
    refused = enter(world.reviewer, learner, **body)
    own = learner.submit(**body)
    assert (refused.status, refused.body) == (422, own.body)
    assert set(refused.codes) == {"earned_on", "issuer", "claims.0.credits", "upload_id"}
    foreign = uploaded_for(world.reviewer, known(world))
    answer = enter(world.reviewer, learner, foreign)
    assert (answer.status, answer.codes) == (422, {"upload_id": "unknown_upload"})


def test_what_the_academy_leaves_to_the_system_is_approved_by_it(
    world: World, learner: Learner
) -> None:
    world.credit_type("auto", requires=[], review="automatic")
    answer = enter(world.reviewer, learner, claims=claims(("auto", "1")))
    assert (answer.status, answer.body["status"]) == (201, "approved")
    assert answer.body["decision"]["by"]["kind"] == "system"
    assert answer.body["submitted_by"]["id"] == "reviewer-1"


# For many learners


def test_one_event_is_entered_for_many_with_the_same_file(world: World, learner: Learner) -> None:
    learners = [learner, known(world), known(world)]
    ids = [one.id for one in learners]
    upload = uploaded_for(world.reviewer)
    answer = enter_for_all(world.reviewer, ids, upload, title="Workshop", kind="academy")
    assert statuses(answer) == [200] * 3
    assert [item["learner_id"] for item in answer.body["items"]] == ids
    made = [item["certificate"] for item in answer.body["items"]]
    for one, certificate in zip(learners, made, strict=True):
        read = one.read(certificate)
        assert (read["learner_id"], read["title"], read["kind"]) == (one.id, "Workshop", "academy")
        assert (read["status"], read["entered_on_behalf"]) == ("pending", True)
        assert one.call("GET", f"/certificates/{read['id']}/file").status == 200
        world.check_history(one, read["id"])
    store = composition.certificates()
    evidence = {
        store.get(one.owner, certificate["id"]).file.evidence  # type: ignore[union-attr]
        for one, certificate in zip(learners, made, strict=True)
    }
    assert len(evidence) == 1
    assert None not in evidence


def test_it_is_entered_and_approved_for_many_in_one_step(world: World, learner: Learner) -> None:
    upload = uploaded_for(world.reviewer)
    learners = [learner, known(world)]
    answer = enter_for_all(world.reviewer, [one.id for one in learners], upload, approve=True)
    assert [item["certificate"]["status"] for item in answer.body["items"]] == ["approved"] * 2
    for one in learners:
        (period,) = one.call("GET", "/statement").body["items"]
        assert period["applied"] == "1.50"


def test_each_learner_has_a_result_in_order_and_only_once(world: World, learner: Learner) -> None:
    other = known(world)
    note(Learner(world.academy_id, world.reviewer.principal))
    ids = [other.id, "nobody", world.reviewer.principal, learner.id, other.id, "nobody"]
    answer = enter_for_all(world.reviewer, ids, claims=FREE, id=ulid(42), approve=True)
    results = answer.body["items"]
    assert [item["learner_id"] for item in results] == [
        other.id,
        "nobody",
        world.reviewer.principal,
        learner.id,
    ]
    assert statuses(answer) == [200, 404, 403, 200]
    assert "learner" in results[1]["problem"]["detail"]
    assert "own" in results[2]["problem"]["detail"]
    assert [len(one.call("GET", "/certificates").body["items"]) for one in (learner, other)] == [
        1,
        1,
    ]
    again = enter_for_all(world.reviewer, ids, claims=FREE, id=ulid(42), approve=True)
    assert again.body == answer.body


def test_sent_again_it_is_entered_for_those_who_were_missing(
    world: World, learner: Learner
) -> None:
    late = Learner(world.academy_id, "late-1")
    upload = uploaded_for(world.reviewer)
    first = enter_for_all(world.reviewer, [learner.id, late.id], upload)
    assert statuses(first) == [200, 404]
    note(late)
    again = enter_for_all(world.reviewer, [learner.id, late.id], upload)
    assert statuses(again) == [200, 200]
    assert again.body["items"][0] == first.body["items"][0]
    # Other content under the same upload is another event.
    other = enter_for_all(world.reviewer, [learner.id, late.id], upload, title="Other")
    assert statuses(other) == [409, 409]
    assert {item["problem"]["type"].rpartition(":")[2] for item in other.body["items"]} == {
        "id-reused"
    }


def test_an_event_is_entered_once_for_each(world: World, learner: Learner) -> None:
    ids = [learner.id, known(world).id]
    first = enter_for_all(world.reviewer, ids, claims=FREE, id=ulid(42))
    assert statuses(first) == [200, 200]
    assert enter_for_all(world.reviewer, ids, claims=FREE, id=ulid(42)).body == first.body
    # One by one or all at once, it is the same event.
    alone = enter(world.reviewer, learner, claims=FREE, id=ulid(42))
    assert (alone.status, alone.body) == (201, first.body["items"][0]["certificate"])
    other = enter_for_all(world.reviewer, ids, claims=FREE, title="Other")
    assert statuses(other) == [200, 200]
    assert len(learner.call("GET", "/certificates").body["items"]) == 2


@pytest.mark.parametrize("with_file", [False, True])
def test_an_event_sent_again_under_new_rules_has_its_first_results(
    world: World, learner: Learner, with_file: bool
) -> None:
    other = known(world)
    upload = uploaded_for(world.reviewer) if with_file else None
    ids = [learner.id, other.id]
    more = {"claims": FREE, "approve": True, "id": None if with_file else ulid(42)}
    first = enter_for_all(world.reviewer, ids, upload, **more)
    assert statuses(first) == [200, 200]
    world.credit_type("free", over=1, requires=["issuer"])
    again = enter_for_all(world.reviewer, ids, upload, **more)
    assert again.body == first.body
    # Who was not among them before is held against the rules of now.
    late = [known(world).id, "nobody"]
    mixed = enter_for_all(world.reviewer, [*ids, *late], upload, **more)
    assert statuses(mixed) == [200, 200, 422, 404]
    assert mixed.body["items"][:2] == first.body["items"]
    assert mixed.body["items"][2]["problem"]["errors"][0]["field"] == "issuer"
    refused = enter_for_all(world.reviewer, late, upload, **more)
    assert (refused.status, refused.codes) == (422, {"issuer": "required"})


def test_two_hundred_learners_are_looked_up_and_not_one_more(
    world: World, learner: Learner
) -> None:
    ids = [f"unknown-{n}" for n in range(200)]
    ids[50] = learner.id
    ids[150] = known(world).id
    found = statuses(enter_for_all(world.reviewer, ids, claims=FREE))
    assert [position for position, status in enumerate(found) if status == 200] == [50, 150]
    assert found.count(404) == 198
    for wrong in ([*ids, "one-more"], []):
        refused = enter_for_all(world.reviewer, wrong, claims=FREE)
        assert (refused.status, refused.wrong) == (422, {("body", "learner_ids")})


def test_a_shared_file_is_accepted_before_it_is_entered(world: World, learner: Learner) -> None:
    permit = permit_for(world.reviewer)
    path = f"/uploads/{permit['id']}"
    assert world.reviewer.call("GET", path).body["file"]["state"] == "waiting"
    waiting = enter_for_all(world.reviewer, [learner.id], permit["id"])
    assert (waiting.status, waiting.problem) == (409, "file-not-available")
    inspect(put(permit))
    assert world.reviewer.call("GET", path).body["file"]["state"] == "accepted"
    assert statuses(enter_for_all(world.reviewer, [learner.id], permit["id"])) == [200]


def test_a_shared_file_that_is_rejected_or_another_s_is_refused(
    world: World, learner: Learner
) -> None:
    rejected = uploaded_for(world.reviewer, data=BROKEN)
    refused = enter_for_all(world.reviewer, [learner.id], rejected)
    assert (refused.status, refused.codes) == (422, {"upload_id": "file_rejected"})
    foreign = uploaded_for(world.administrator)
    assert world.reviewer.call("GET", f"/uploads/{foreign}").status == 404
    for upload in (foreign, uploaded_for(world.reviewer, learner), ulid(9)):
        refused = enter_for_all(world.reviewer, [learner.id], upload)
        assert (refused.status, refused.codes) == (422, {"upload_id": "unknown_upload"})


def test_rules_are_held_against_the_event_as_a_whole(world: World, learner: Learner) -> None:
    before = everything()
    refused = enter_for_all(world.reviewer, [learner.id], claims=claims(("nope", "1")))
    assert (refused.status, refused.codes) == (422, {"claims.0.credit_type": "unknown_credit_type"})
    refused = enter_for_all(world.reviewer, [learner.id])
    assert (refused.status, refused.codes) == (422, {"upload_id": "file_required"})
    assert everything() == before


def test_staff_edit_what_they_entered_for_one_of_many_learners(
    world: World, learner: Learner
) -> None:
    upload = uploaded_for(world.reviewer)
    answer = enter_for_all(world.reviewer, [learner.id, known(world).id], upload)
    certificate = answer.body["items"][0]["certificate"]
    edited = edit_entry(world.administrator, certificate, upload, title="As it was called")
    assert (edited.status, edited.body["title"]) == (200, "As it was called")
    assert edited.body["entered_on_behalf"] is True
    assert edited.body["file"]["upload_id"] == upload
    anew = uploaded_for(world.reviewer, learner, certificate_id=certificate["id"])
    replaced = edit_entry(world.reviewer, edited.body, anew)
    assert replaced.status == 200, replaced
    other = answer.body["items"][1]["certificate"]
    assert seen(world.reviewer, other)["title"] == "First aid at work"
    world.check_history(learner, certificate["id"])


def test_an_event_for_many_stops_in_time_and_is_finished_when_sent_again(
    world: World, learner: Learner
) -> None:
    ids = [learner.id, known(world).id]
    body = submission(claims=FREE, learner_ids=ids, id=ulid(42))
    late = world.reviewer.call("POST", "/certificates", body, seconds=5)
    assert [item["outcome"] for item in late.body["items"]] == ["not_tried"] * 2
    again = world.reviewer.call("POST", "/certificates", body)
    assert [item["outcome"] for item in again.body["items"]] == ["done"] * 2
    assert len(learner.call("GET", "/certificates").body["items"]) == 1


# What the academy entered is the academy's word


@pytest.mark.parametrize("kind", ["external", "academy"])
@pytest.mark.parametrize("first", ["pending", "approved", "disputed"])
def test_a_learner_can_only_dispute_what_staff_entered(
    world: World, learner: Learner, kind: str, first: str
) -> None:
    world.credit_type("auto", requires=[], review="automatic")
    entered = enter(
        world.reviewer, learner, claims=FREE, kind=kind, approve=first != "pending"
    ).body
    if first == "disputed":
        entered = dispute(learner, entered, "I was there for two days").body
    body = submission(title="Mine", claims=claims(("auto", "50")), id=None)
    path = f"/certificates/{entered['id']}"
    for refused in (
        learner.call("PUT", path, body, headers=if_match(entered)),
        learner.withdraw(entered),
    ):
        assert (refused.status, refused.problem) == (403, "forbidden")
        assert "only dispute" in refused.body["detail"]
    assert seen(world.reviewer, entered)["version"] == entered["version"]


@pytest.mark.parametrize("action", ["edit", "withdraw"])
def test_staff_neither_edit_nor_withdraw_what_a_learner_handed_in(
    world: World, learner: Learner, action: str
) -> None:
    mine = learner.submit(claims=FREE).body
    if action == "edit":
        refused = edit_entry(world.administrator, mine, claims=FREE)
    else:
        refused = withdraw_entry(world.administrator, mine)
    assert (refused.status, refused.problem) == (403, "forbidden")


def test_a_staff_edit_keeps_the_rules_and_its_retry_gets_the_first_result(
    world: World, learner: Learner
) -> None:
    entered = enter(world.reviewer, learner, claims=FREE, kind="academy").body
    refused = edit_entry(world.reviewer, entered, claims=claims(("free", "1.10")))
    assert (refused.status, refused.codes) == (422, {"claims.0.credits": "not_in_step"})
    first = edit_entry(world.reviewer, entered, claims=FREE, title="Right")
    assert (first.status, first.body["kind"], first.etag) == (200, "academy", '"2"')
    assert edit_entry(world.reviewer, entered, claims=FREE, title="Right").body == first.body
    stale = edit_entry(world.administrator, entered, claims=FREE, title="Other")
    assert (stale.status, stale.problem) == (412, "stale-version")
    (event,) = seen(world.reviewer, entered)["events"][1:]
    assert (event["actor"]["id"], event["changes"]) == (
        "reviewer-1",
        [{"field": "title", "before": "First aid at work", "after": "Right"}],
    )


def test_a_dispute_is_answered_by_an_edit_approved_in_the_same_step(
    world: World, learner: Learner
) -> None:
    entered = enter(world.reviewer, learner, claims=FREE, approve=True).body
    disputed = dispute(learner, entered, "It was two days").body
    answered = edit_entry(world.reviewer, disputed, claims=claims(("free", "2")), approve=True)
    assert (answered.status, answered.body["status"]) == (200, "approved")
    assert answered.body["claims"][0]["awarded"] == "2.00"
    world.check_history(learner, entered["id"])


@pytest.mark.parametrize(
    ("answer", "status"),
    [("approve", "approved"), ("decline", "declined"), ("revoke", "revoked")],
)
def test_a_dispute_is_answered_by_a_decision(
    world: World, learner: Learner, answer: str, status: str
) -> None:
    entered = enter(world.reviewer, learner, claims=FREE, approve=True).body
    disputed = dispute(learner, entered, "Not mine").body
    decided = world.administrator.decide(disputed, answer, "Looked up")
    assert (decided.status, decided.body["status"]) == (200, status)
    world.check_history(learner, entered["id"])


def test_an_edited_entry_that_was_disputed_waits_for_a_person(
    world: World, learner: Learner
) -> None:
    world.credit_type("auto", requires=[], review="automatic")
    entered = enter(world.reviewer, learner, claims=claims(("auto", "1"))).body
    assert entered["status"] == "approved"
    disputed = dispute(learner, entered, "It was two").body
    edited = edit_entry(world.reviewer, disputed, claims=claims(("auto", "2")))
    assert (edited.status, edited.body["status"]) == (200, "pending")


def test_a_file_inspected_after_the_entry_was_revoked_is_kept_and_moves_nothing(
    world: World, learner: Learner
) -> None:
    permit = permit_for(world.reviewer, learner)
    entered = enter(world.reviewer, learner, permit["id"]).body
    assert world.administrator.decide(entered, "revoke", "Entered twice").status == 200
    inspect(put(permit))
    found = learner.read(entered)
    assert (found["status"], found["file"]["state"]) == ("revoked", "accepted")


def test_staff_withdraw_what_they_entered(world: World, learner: Learner) -> None:
    entered = enter(world.reviewer, learner, claims=FREE).body
    gone = withdraw_entry(world.administrator, entered)
    assert (gone.status, gone.body["status"], gone.etag) == (200, "withdrawn", '"2"')
    assert withdraw_entry(world.administrator, entered).body == gone.body
    assert learner.read(entered)["status"] == "withdrawn"


def test_nobody_approves_an_edit_of_a_certificate_of_their_own(
    world: World, learner: Learner
) -> None:
    own = world.staff(learner.id, Role.REVIEWER)
    entered = enter(world.administrator, learner, claims=FREE).body
    refused = edit_entry(own, entered, claims=FREE, title="Mine", approve=True)
    assert (refused.status, refused.problem) == (403, "forbidden")
    assert learner.read(entered)["version"] == 1


def test_staff_neither_edit_nor_withdraw_what_others_entered_for_themselves(
    world: World, learner: Learner
) -> None:
    """They would rewrite the academy's word, and a rule might approve what they made of it."""
    world.credit_type("auto", requires=[], review="automatic")
    own = world.staff(learner.id, Role.ADMINISTRATOR)
    entered = enter(world.reviewer, learner, claims=FREE).body
    for refused in (
        edit_entry(own, entered, claims=claims(("auto", "40"))),
        withdraw_entry(own, entered),
    ):
        assert (refused.status, refused.problem) == (403, "forbidden")
    assert learner.read(entered)["version"] == 1
    assert dispute(learner, entered).status == 200


def test_a_disputed_approval_goes_into_the_queue_and_counts_no_more(
    world: World, learner: Learner
) -> None:
    approved = enter(world.reviewer, learner, claims=FREE, approve=True).body
    answer = dispute(learner, approved, "I was ill that day")
    assert (answer.status, answer.etag, answer.body["status"]) == (200, '"3"', "pending")
    assert answer.body["claims"][0]["awarded"] is None
    (queued,) = world.reviewer.call("GET", "/reviews").body["items"]
    assert queued["id"] == approved["id"]
    event = seen(world.reviewer, approved)["events"][-1]
    assert (event["action"], event["comment"]) == ("dispute", "I was ill that day")
    assert (event["actor"]["kind"], event["from_status"]) == ("learner", "approved")
    (period,) = learner.call("GET", "/statement").body["items"]
    assert (period["applied"], period["claimed"]) == ("0.00", "1.00")
    assert dispute(learner, approved, "I was ill that day").body == answer.body
    assert dispute(learner, approved, "Other words").status == 412
    decided = world.reviewer.decide(answer.body, "decline", "Sorry")
    assert decided.status == 200
    world.check_history(learner, approved["id"])


def test_a_pending_one_is_disputed_where_it_stands(world: World, learner: Learner) -> None:
    certificate = enter(world.reviewer, learner, claims=FREE).body
    later = enter(world.reviewer, learner, claims=FREE, title="Later").body
    answer = dispute(learner, certificate)
    assert (answer.status, answer.body["status"]) == (200, "pending")
    assert answer.body["since"] == certificate["since"]
    queue = world.reviewer.call("GET", "/reviews").body["items"]
    assert [item["id"] for item in queue] == [certificate["id"], later["id"]]


def test_a_dispute_says_why_and_over_which_version(world: World, learner: Learner) -> None:
    certificate = enter(world.reviewer, learner, claims=FREE).body
    for comment in (None, "", " \n"):
        refused = dispute(learner, certificate, comment)
        assert (refused.status, refused.wrong) == (422, {("body", "comment")})
    path = f"/certificates/{certificate['id']}/dispute"
    assert learner.call("POST", path, {"comment": "x"}).status == 428
    stale = dispute(learner, {**certificate, "version": 7})
    assert (stale.status, stale.body["current_version"]) == (412, 1)


def test_only_what_staff_entered_can_be_disputed(world: World, learner: Learner) -> None:
    own = handed_in(learner, "free")
    approved = world.reviewer.decide(own, "approve").body
    for certificate in (handed_in(learner, "free"), approved):
        refused = dispute(learner, certificate)
        assert (refused.status, refused.problem) == (403, "forbidden")
    entered = enter(world.reviewer, learner, claims=FREE).body
    assert dispute(known(world), entered).status == 404
    assert dispute(learner, {**entered, "id": ulid(9)}).status == 404


def test_what_is_decided_against_is_not_disputed(world: World, learner: Learner) -> None:
    for action in ("decline", "request_changes", "revoke"):
        approve = action == "revoke"
        entered = enter(world.reviewer, learner, claims=FREE, title=action, approve=approve).body
        decided = world.administrator.decide(entered, action, "x").body
        assert dispute(learner, decided).problem == "action-not-allowed"


def test_the_system_does_not_approve_what_the_learner_disputes(
    world: World, learner: Learner
) -> None:
    world.credit_type("auto", review="automatic")
    permit = permit_for(world.reviewer, learner)
    entered = enter(world.reviewer, learner, permit["id"], claims=claims(("auto", "1"))).body
    assert (entered["status"], entered["review"]) == ("pending", "automatic")
    disputed = dispute(learner, entered)
    assert (disputed.status, disputed.body["review"]) == (200, "required")
    inspect(put(permit, PDF))
    read = learner.read(entered)
    assert (read["status"], read["file"]["state"]) == ("pending", "accepted")
    assert world.reviewer.decide(read, "approve").status == 200
