"""Files no record names go after a while; files that records name are there, or it is told."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.actions import Status
from certfolio.domain.reconciliation import Found
from certfolio.services import loose_files, reconciliation
from certfolio.storage import clients
from certfolio.storage.keys import PROGRESS
from certfolio.storage.progress import ProgressStore
from tests.support.builders import ulid
from tests.support.desk import known, path_of, permit_for
from tests.support.faults import between
from tests.support.template import STACK
from tests.support.world import (
    ENVIRONMENT,
    FILES,
    Answer,
    World,
    at,
    inspect,
    put,
    reconcile,
    submission,
)

Json = dict[str, Any]
PNG = (FILES / "certificate.png").read_bytes()
DAY = timedelta(days=1)
KEPT = timedelta(days=30)
BUCKET = ENVIRONMENT["EVIDENCE_BUCKET"]
# S3 itself says since when a file is there, and its clock does not stand still for a test.
NOW = datetime.now(UTC)
THEN = NOW + KEPT + DAY


def stored(world: World) -> set[str]:
    """Keys of which anything is left: an old version, the mark of a deletion, or a drawing."""
    answer: Any = clients.s3().list_object_versions(Bucket=BUCKET, Prefix=f"{world.academy_id}/")
    parts = [*answer.get("Versions", ()), *answer.get("DeleteMarkers", ())]
    return {_DRAWN.sub("", item["Key"]) for item in parts}


_DRAWN = re.compile(r"/(page-)?[0-9a-f]{64}\.(webp|json)$")


def key_of(world: World, upload: Json) -> str:
    return "/".join([world.academy_id, world.learner.id, upload["certificate_id"], upload["id"]])


def upload_of(certificate: Json) -> Json:
    """The upload that brought a certificate's file."""
    return {"certificate_id": certificate["id"], "id": certificate["file"]["upload_id"]}


def forgotten(world: World, upload: Json, owner: str = "") -> None:
    """DynamoDB lets go of an upload whose time has come."""
    item = _item(world, upload, owner)
    assert "delete_after" in item
    _delete(world, upload, owner)


def _item(world: World, upload: Json, owner: str = "") -> Json:
    found: Json = clients.dynamodb().get_item(TableName=STACK, Key=_key(world, upload, owner))
    return dict(found["Item"])


def _delete(world: World, upload: Json, owner: str = "") -> None:
    clients.dynamodb().delete_item(TableName=STACK, Key=_key(world, upload, owner))


def _key(world: World, upload: Json, owner: str) -> Any:
    partition = f"ACADEMY#{world.academy_id}#LEARNER#{owner or world.learner.id}"
    return {"PK": {"S": partition}, "SK": {"S": f"UPLOAD#{upload['id']}"}}


def other(world: World, certificate: Json | None = None) -> Json:
    """Another file that is accepted, for a certificate or for a new one."""
    fields = {"certificate_id": certificate["id"]} if certificate else {}
    return world.learner.uploaded(
        PNG, file_name="certificate.png", content_type="image/png", **fields
    )


# What was never handed in


def test_a_file_never_handed_in_can_be_for_thirty_days_and_then_goes(world: World) -> None:
    upload = world.learner.uploaded()
    until = int(_item(world, upload)["delete_after"]["N"])
    assert timedelta() <= datetime.fromtimestamp(until, UTC) - NOW - KEPT < DAY
    # While its record is there, however late DynamoDB lets go of it, it can be handed in.
    assert reconcile(THEN + DAY) == []
    assert stored(world) == {key_of(world, upload)}
    forgotten(world, upload)
    assert reconcile(THEN + 3 * DAY) == [(Found.REMOVED, key_of(world, upload))]
    assert stored(world) == set()
    assert reconcile(THEN + 5 * DAY) == []


def test_nothing_goes_before_its_time(world: World) -> None:
    upload = world.learner.uploaded()
    forgotten(world, upload)
    assert reconcile(NOW + KEPT - DAY) == []
    assert stored(world) == {key_of(world, upload)}


def test_all_of_it_goes_older_versions_and_marks_of_deletions_too(world: World) -> None:
    upload = world.learner.uploaded()
    key = key_of(world, upload)
    clients.s3().put_object(Bucket=BUCKET, Key=key, Body=b"v2", ChecksumAlgorithm="SHA256")
    clients.s3().put_object(Bucket=BUCKET, Key=f"{key}/page-1", Body=b"what was made of it")
    clients.s3().delete_object(Bucket=BUCKET, Key=key)
    forgotten(world, upload)
    assert reconcile(THEN) == [(Found.REMOVED, key)]
    assert stored(world) == set()


def test_a_submission_at_the_same_moment_finds_its_file_or_is_refused(world: World) -> None:
    upload = world.learner.uploaded()
    forgotten(world, upload)
    answers: list[Answer] = []
    with between("s3", "DeleteObject", lambda: answers.append(world.learner.submit(upload["id"]))):
        reconcile(THEN)
    assert [(answer.status, answer.codes) for answer in answers] == [
        (422, {"upload_id": "unknown_upload"})
    ]


def test_a_submission_that_has_read_the_upload_before_it_went_is_refused_by_its_write(
    world: World,
) -> None:
    upload = world.learner.uploaded()

    def go() -> None:
        forgotten(world, upload)
        assert reconcile(THEN) == [(Found.REMOVED, key_of(world, upload))]

    with between("dynamodb", "TransactWriteItems", go) as happened:
        refused = world.learner.submit(upload["id"])
    assert happened
    assert (refused.status, refused.codes) == (422, {"upload_id": "unknown_upload"})
    assert world.learner.call("GET", "/certificates").body["items"] == []


# What was replaced


def test_a_file_that_was_replaced_stays_for_thirty_days_and_then_goes(world: World) -> None:
    certificate = world.learner.submitted()
    new = other(world, certificate)
    replaced = NOW + 10 * DAY
    with at(replaced):
        edited = world.learner.edit(certificate, upload_id=new["id"])
    assert edited.status == 200
    old = key_of(
        world, {"certificate_id": certificate["id"], "id": certificate["file"]["upload_id"]}
    )
    assert reconcile(replaced + KEPT - DAY) == []
    assert stored(world) == {old, key_of(world, new)}
    assert reconcile(replaced + KEPT + DAY) == [(Found.REMOVED, old)]
    assert stored(world) == {key_of(world, new)}
    # The history goes on naming it, and is what was written.
    events = composition.certificates().history(world.learner.owner, certificate["id"])
    assert events[0].changes["file"]["sha256"] == certificate["file"]["sha256"]
    told = world.administrator.call("GET", path_of(certificate, "/verification"))
    assert told.body["intact"] is True
    assert (
        world.learner.call("GET", f"/uploads/{certificate['file']['upload_id']}").body["state"]
        == "replaced"
    )
    assert world.learner.call("GET", f"/certificates/{certificate['id']}/file").status == 200


def test_a_file_that_an_edit_took_away_goes_the_same_way(world: World) -> None:
    world.credit_type("free", requires=[])
    claims = [{"credit_type": "free", "credits": "1"}]
    certificate = world.learner.submitted(claims=claims)
    assert world.learner.edit(certificate, upload_id=None, claims=claims).status == 200
    assert [found for found, _ in reconcile(THEN)] == [Found.REMOVED]
    assert stored(world) == set()


@pytest.mark.parametrize("decision", ["approve", "decline"])
def test_a_file_on_which_credits_were_decided_stays_for_good(world: World, decision: str) -> None:
    certificate = world.learner.submitted()
    decided = world.reviewer.decide(certificate, decision, "because").body
    reopened = world.administrator.decide(decided, "reopen", "again").body
    new = other(world, certificate)
    assert world.learner.edit(reopened, upload_id=new["id"]).status == 200
    assert reconcile(THEN + 1000 * DAY) == []
    assert len(stored(world)) == 2


@pytest.mark.parametrize("ending", ["withdraw", "decline", "revoke", "approve", "changes"])
def test_the_file_of_a_certificate_stays_however_that_ended(world: World, ending: str) -> None:
    certificate = world.learner.submitted()
    match ending:
        case "withdraw":
            assert world.learner.withdraw(certificate).status == 200
        case "decline" | "approve":
            assert world.reviewer.decide(certificate, ending, "because").status == 200
        case "changes":
            assert world.reviewer.decide(certificate, "request_changes", "no").status == 200
        case "revoke":
            approved = world.reviewer.decide(certificate, "approve").body
            assert world.administrator.decide(approved, "revoke", "no").status == 200
    assert reconcile(THEN + 1000 * DAY) == []
    assert len(stored(world)) == 1


# What several learners share


def _entered(world: World, learners: list[Any], approve: bool = False) -> tuple[Json, list[Json]]:  # noqa: FBT002 - a test's own
    permit = permit_for(world.reviewer)
    inspect(put(permit))
    body = {
        **submission(permit["id"]),
        "approve": approve,
        "learner_ids": [learner.id for learner in learners],
    }
    answer = world.reviewer.call("POST", "/certificates", body)
    return permit, [item["certificate"] for item in answer.body["items"]]


def _desk(world: World) -> str:
    answer: Any = clients.s3().list_object_versions(
        Bucket=BUCKET, Prefix=f"{world.academy_id}/staff"
    )
    return str(answer["Versions"][0]["Key"].split("/")[1])


def test_a_shared_file_stays_once_a_certificate_has_taken_it(world: World) -> None:
    learners = [known(world) for _ in range(3)]
    permit, _ = _entered(world, learners)
    assert "delete_after" not in _item(world, permit, _desk(world))
    assert reconcile(THEN) == []
    assert len(stored(world)) == 1


def test_a_shared_file_stays_while_any_certificate_has_it_even_without_its_record(
    world: World,
) -> None:
    first, second = known(world), known(world)
    permit, certificates = _entered(world, [first, second])
    desk = _desk(world)
    _delete(world, permit, desk)
    assert reconcile(THEN) == []
    for learner, certificate in zip((first, second), certificates, strict=True):
        assert stored(world)
        new = learner.uploaded(
            PNG, file_name="c.png", content_type="image/png", certificate_id=certificate["id"]
        )
        path = f"/learners/{learner.id}/certificates/{certificate['id']}"
        body = submission(new["id"], title="Mine")
        edited = world.reviewer.call("PUT", path, body, headers={"If-Match": '"1"'})
        assert edited.status == 200, edited
    shared = f"{world.academy_id}/{desk}/{permit['certificate_id']}/{permit['id']}"
    assert reconcile(THEN + 2 * DAY) == [(Found.REMOVED, shared)]


def test_an_entry_at_the_same_moment_keeps_the_shared_file_or_is_refused(world: World) -> None:
    learner = known(world)
    permit = permit_for(world.reviewer)
    inspect(put(permit))
    body = {**submission(permit["id"]), "learner_ids": [learner.id]}
    desk = _desk(world)

    def go() -> None:
        forgotten(world, permit, desk)
        assert [found for found, _ in reconcile(THEN)] == [Found.REMOVED]

    with between("dynamodb", "UpdateItem", go) as happened:
        refused = world.reviewer.call("POST", "/certificates", body)
    assert happened
    assert (refused.status, refused.codes) == (422, {"upload_id": "unknown_upload"})
    assert learner.call("GET", "/certificates").body["items"] == []


# What is missing, and what nobody knows


@pytest.mark.parametrize("status", Status)
def test_a_missing_file_is_told_in_each_round_whatever_the_status(
    world: World, status: Status
) -> None:
    certificate = _in_status(world, status)
    evidence = composition.certificates().get(world.learner.owner, certificate["id"]).file
    assert evidence is not None
    assert evidence.evidence is not None
    named = {"Key": evidence.evidence.key, "VersionId": evidence.evidence.version_id}
    assert reconcile(NOW) == []
    clients.s3().delete_object(Bucket=BUCKET, **named)
    assert reconcile(NOW + timedelta(hours=23)) == []
    assert reconcile(NOW + DAY) == [(Found.MISSING, named["Key"])]
    assert reconcile(NOW + 2 * DAY) == [(Found.MISSING, named["Key"])]


def _in_status(world: World, status: Status) -> Json:
    certificate = world.learner.submitted()
    match status:
        case Status.PENDING:
            return certificate
        case Status.WITHDRAWN:
            answer = world.learner.withdraw(certificate)
        case Status.CHANGES_REQUESTED:
            answer = world.reviewer.decide(certificate, "request_changes", "no")
        case Status.APPROVED:
            answer = world.reviewer.decide(certificate, "approve")
        case Status.DECLINED:
            answer = world.reviewer.decide(certificate, "decline", "no")
        case Status.REVOKED:
            approved = world.reviewer.decide(certificate, "approve").body
            answer = world.administrator.decide(approved, "revoke", "no")
        case Status.SUPERSEDED:
            world.reviewer.decide(certificate, "approve")
            renewal = world.learner.submitted(renews=certificate["id"])
            assert world.reviewer.decide(renewal, "approve").status == 200
            answer = world.learner.call("GET", f"/certificates/{certificate['id']}")
            assert answer.body["status"] == status
    assert answer.status == 200
    found: Json = answer.body
    return found


@pytest.mark.parametrize("below", ["stray", "a/b/c/d", f"l/{ulid(1)}", "x#y/z/z"])
def test_what_the_server_did_not_put_there_is_told_and_left(world: World, below: str) -> None:
    key = f"{world.academy_id}/{below}"
    clients.s3().put_object(Bucket=BUCKET, Key=key, Body=b"x")
    assert reconcile(THEN) == [(Found.STRAY, key)]
    assert stored(world) == {key}


def test_a_loose_file_of_which_s3_knows_no_digest_is_told_and_left(world: World) -> None:
    key = key_of(world, {"certificate_id": ulid(1), "id": ulid(2)})
    clients.s3().put_object(Bucket=BUCKET, Key=key, Body=b"x")
    assert reconcile(THEN) == [(Found.STRAY, key)]
    assert stored(world) == {key}


# Rounds


def test_a_round_goes_through_all_pages_and_all_academies(world: World, other_world: World) -> None:
    for one in (world, other_world):
        for number in range(loose_files.PAGE + 10):
            key = f"{one.academy_id}/nobody/{ulid(number)}/{ulid(number)}"
            clients.s3().put_object(Bucket=BUCKET, Key=key, Body=b"x", ChecksumAlgorithm="SHA256")
    removed = reconcile(THEN)
    # To moto the key to go on behind has to be there still, and it leaves out another one if it
    # is not; S3 takes it as a place in the order.
    removed += reconcile(THEN + DAY)
    assert [found for found, _ in removed] == [Found.REMOVED] * 2 * (loose_files.PAGE + 10)
    assert len({*removed}) == len(removed)
    assert stored(world) == stored(other_world) == set()


def test_a_round_that_is_interrupted_goes_on_where_it_stopped(
    world: World, other_world: World
) -> None:
    missing = []
    for one in (world, other_world):
        certificate = one.learner.submitted()
        missing.append(key_of(one, upload_of(certificate)))
        for item in clients.s3().list_object_versions(Bucket=BUCKET, Prefix=missing[-1])[
            "Versions"
        ]:
            clients.s3().delete_object(Bucket=BUCKET, Key=missing[-1], VersionId=item["VersionId"])
    found, runs = [], 0
    while ProgressStore(composition.table()).read().academy_id or not runs:
        # For each of the two academies, and then for one page.
        left = iter([True] * 3)
        found += [key for _, key in reconcile(NOW, lambda left=left: next(left, False))]
        runs += 1
    assert sorted(found) == sorted(missing)
    # Its files, its certificates of each status, and its holdings.
    assert runs == 2 * (2 + len(Status))


def test_of_two_runs_at_once_one_gives_way(world: World) -> None:
    world.learner.submitted()
    with between("dynamodb", "PutItem", lambda: reconcile(NOW)) as happened:
        assert reconcile(NOW) == []
    assert happened
    assert ProgressStore(composition.table()).read().academy_id is None


def test_where_there_is_no_academy_there_is_nothing_to_do(aws: None) -> None:  # noqa: ARG001 - what it works on
    assert reconcile(NOW) == []


def test_progress_is_no_academy_s_record(world: World) -> None:
    world.learner.submitted()
    reconcile(NOW)
    item = clients.dynamodb().get_item(
        TableName=STACK,
        Key={name: {"S": value} for name, value in PROGRESS.items()},  # type: ignore[dict-item]
    )["Item"]
    assert "academy_id" not in item


def test_a_round_begins_once_a_day(world: World) -> None:
    assert reconciliation.ROUND == DAY
    world.learner.submitted()
    reconcile(NOW)
    began = ProgressStore(composition.table()).read().began_at
    reconcile(NOW + timedelta(hours=23))
    assert ProgressStore(composition.table()).read().began_at == began
    reconcile(NOW + DAY)
    assert ProgressStore(composition.table()).read().began_at == NOW + DAY
