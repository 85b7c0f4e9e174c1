"""Files that show learners' credentials: which can be taken, who sees them, how long they stay."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ulid import ULID

from certfolio import composition
from certfolio.domain.actions import Actor, ActorKind, By
from certfolio.domain.certificates import FileState
from certfolio.domain.holdings import HeldCredential
from certfolio.domain.reconciliation import Found
from certfolio.domain.retention import steps_of_holding, still_promised
from certfolio.services import loose_files, reconciliation
from certfolio.services.holdings import Shown, Step
from certfolio.storage import clients
from tests.integration.test_loose_files import stored
from tests.support.desk import note, uploaded_for
from tests.support.faults import between, losing_one_answer
from tests.support.holdings import act, decide, install, new, path_of, seen, stated
from tests.support.world import (
    ENVIRONMENT,
    FILES,
    Answer,
    Learner,
    World,
    at,
    if_match,
    reconcile,
    standing,
)

Json = dict[str, Any]
PNG = (FILES / "certificate.png").read_bytes()
DAY = timedelta(days=1)
KEPT = timedelta(days=30)
BUCKET = ENVIRONMENT["EVIDENCE_BUCKET"]
# S3 itself says since when a file is there.
NOW = datetime.now(UTC)


@pytest.fixture
def board(world: World) -> World:
    install(world)
    return world


def uploaded(learner: Learner, holding_id: str, data: bytes = PNG) -> str:
    """Another file that inspection has accepted, for a credential."""
    permit = learner.uploaded(
        data, file_name="credential.png", content_type="image/png", certificate_id=holding_id
    )
    return str(permit["id"])


def shown(learner: Learner, **fields: Any) -> Json:
    """A credential that a file shows."""
    body = new(**fields)
    answer = learner.call("POST", "/holdings", {"upload_id": uploaded(learner, body["id"]), **body})
    assert answer.status == 201, answer
    held: Json = answer.body
    return held


def changed(learner: Learner, held: Json, **fields: Any) -> Answer:
    body = {**stated(), **fields}
    return learner.call("PUT", f"/holdings/{held['id']}", body, headers=if_match(held))


def upload_of(held: Json) -> Json:
    """The upload that brought a credential's file."""
    return {"certificate_id": held["id"], "id": held["file"]["upload_id"]}


def key_of(learner: Learner, held: Json) -> str:
    return "/".join((learner.academy_id, learner.id, held["id"], held["file"]["upload_id"]))


# What is taken


def test_a_file_is_taken_with_the_credential_and_lies_under_its_id(board: World) -> None:
    held = shown(board.learner)
    assert held["file"]["name"] == "credential.png"
    assert held["file"]["state"] == "accepted"
    assert seen(board.learner, held)["file"] == held["file"]
    assert stored(board) == {key_of(board.learner, held)}
    upload = board.learner.call("GET", f"/uploads/{held['file']['upload_id']}")
    assert (upload.status, upload.body["state"]) == (200, "accepted")


def test_staff_enter_one_with_a_file_for_a_learner(board: World) -> None:
    note(board.learner)
    body = new()
    upload_id = uploaded_for(board.reviewer, board.learner, certificate_id=body["id"])
    answer = board.reviewer.call("POST", path_of(board.learner), {**body, "upload_id": upload_id})
    assert (answer.status, answer.body["state"]) == (201, "confirmed")
    assert answer.body["file"]["upload_id"] == upload_id


def unknown(_: World, __: str) -> str:
    return str(ULID())


def waiting(world: World, holding_id: str) -> str:
    return str(world.learner.upload(certificate_id=holding_id)["id"])


def refused(world: World, holding_id: str) -> str:
    data = b"%PDF-1.7 not really"
    return str(world.learner.uploaded(data, certificate_id=holding_id)["id"])


def expired(world: World, holding_id: str) -> str:
    with at(standing() - DAY):
        return waiting(world, holding_id)


def of_a_certificate(world: World, _: str) -> str:
    return str(world.learner.submitted()["file"]["upload_id"])


def of_another_credential(world: World, _: str) -> str:
    return str(shown(world.learner, number="other")["file"]["upload_id"])


def for_another_credential(world: World, _: str) -> str:
    return uploaded(world.learner, str(ULID()))


def of_another_learner(world: World, holding_id: str) -> str:
    return uploaded(world.new_learner(), holding_id)


def that_several_share(world: World, holding_id: str) -> str:
    return uploaded_for(world.reviewer, certificate_id=holding_id)


def undrawn(world: World, holding_id: str) -> str:
    """One that inspection kept and never drew."""
    permit = world.learner.upload(certificate_id=holding_id)
    store = composition.uploads()
    upload = store.get(world.learner.owner, permit["id"])
    evidence = composition.evidence_files().keep(upload, b"", upload.file.content_type)
    file = upload.file.model_copy(update={"state": FileState.ACCEPTED, "evidence": evidence})
    store.record(upload.model_copy(update={"file": file}), standing() + DAY)
    return str(permit["id"])


REFUSED: dict[Callable[[World, str], str], str] = {
    unknown: "unknown_upload",
    waiting: "upload_unchecked",
    undrawn: "upload_unchecked",
    refused: "file_rejected",
    expired: "upload_expired",
    of_a_certificate: "upload_taken",
    of_another_credential: "upload_taken",
    for_another_credential: "other_certificate",
    of_another_learner: "unknown_upload",
    that_several_share: "unknown_upload",
}


@pytest.mark.parametrize(("made", "code"), REFUSED.items())
def test_only_what_inspection_has_accepted_for_it_is_taken(
    board: World, made: Callable[[World, str], str], code: str
) -> None:
    note(board.learner)
    body = new()
    upload_id = made(board, body["id"])
    for call in (
        lambda: board.learner.call("POST", "/holdings", {**body, "upload_id": upload_id}),
        lambda: board.reviewer.call(
            "POST", path_of(board.learner), {**body, "upload_id": upload_id}
        ),
    ):
        answer = call()
        assert (answer.status, answer.codes) == (422, {"upload_id": code})
    held = board.learner.call("POST", "/holdings", body).body
    for answer in (
        changed(board.learner, held, upload_id=upload_id),
        act(board.reviewer, board.learner, held, "", {**stated(), "upload_id": upload_id}, "PUT"),
    ):
        assert (answer.status, answer.codes) == (422, {"upload_id": code})
    assert seen(board.learner, held)["version"] == 1


def test_another_academy_s_upload_is_none(board: World, other_world: World) -> None:
    body = new()
    twin = Learner(other_world.academy_id, board.learner.id)
    upload_id = uploaded(twin, body["id"])
    answer = board.learner.call("POST", "/holdings", {**body, "upload_id": upload_id})
    assert answer.codes == {"upload_id": "unknown_upload"}


def test_a_certificate_cannot_take_what_a_credential_has(board: World) -> None:
    held = shown(board.learner)
    answer = board.learner.submit(held["file"]["upload_id"])
    assert (answer.status, answer.codes) == (422, {"upload_id": "upload_taken"})


def test_of_a_certificate_and_a_credential_that_race_one_takes_the_file(board: World) -> None:
    """Whoever writes first; the other one has read the file as one that is to be had."""
    body = new()
    upload_id = uploaded(board.learner, body["id"])
    entered: list[Answer] = []

    def enter() -> None:
        entered.append(board.learner.call("POST", "/holdings", {**body, "upload_id": upload_id}))

    with between("dynamodb", "TransactWriteItems", enter):
        handed_in = board.learner.submit(upload_id)
    assert entered[0].status == 201
    assert (handed_in.status, handed_in.codes) == (422, {"upload_id": "upload_taken"})

    body = new(number="2")
    upload_id = uploaded(board.learner, body["id"])
    submitted: list[Answer] = []
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: submitted.append(board.learner.submit(upload_id)),
    ):
        late = board.learner.call("POST", "/holdings", {**body, "upload_id": upload_id})
    assert submitted[0].status == 201
    assert (late.status, late.codes) == (422, {"upload_id": "upload_taken"})
    assert board.learner.call("GET", f"/holdings/{body['id']}").status == 404


def test_of_a_certificate_and_a_change_that_race_one_takes_the_file(board: World) -> None:
    held = shown(board.learner)
    upload_id = uploaded(board.learner, held["id"])
    with between("dynamodb", "TransactWriteItems", lambda: board.learner.submit(upload_id)):
        late = changed(board.learner, held, upload_id=upload_id)
    assert (late.status, late.codes) == (422, {"upload_id": "upload_taken"})
    assert seen(board.learner, held)["file"] == held["file"]


def test_of_two_credentials_that_race_one_takes_the_file(board: World) -> None:
    """Both under the file's own id: there is one, whose file it is."""
    body = new()
    upload_id = uploaded(board.learner, body["id"])
    rival = {**body, "number": "2", "upload_id": upload_id}
    with between(
        "dynamodb", "TransactWriteItems", lambda: board.learner.call("POST", "/holdings", rival)
    ):
        late = board.learner.call("POST", "/holdings", {**body, "upload_id": upload_id})
    assert (late.status, late.problem) == (409, "id-reused")
    assert seen(board.learner, body)["stated"]["number"] == "2"


def test_a_lost_answer_takes_the_file_once(board: World) -> None:
    body = new()
    body["upload_id"] = uploaded(board.learner, body["id"])
    with losing_one_answer(1):
        first = board.learner.call("POST", "/holdings", body)
    again = board.learner.call("POST", "/holdings", body)
    assert (first.status, again.status) == (201, 201)
    assert first.body == again.body

    upload_id = uploaded(board.learner, body["id"])
    with losing_one_answer(1):
        first = changed(board.learner, first.body, upload_id=upload_id)
    again = changed(board.learner, again.body, upload_id=upload_id)
    assert (first.status, again.status) == (200, 200)
    assert first.body == again.body
    assert len(seen(board.learner, body)["events"]) == 2


# What changes


def test_a_change_that_does_not_speak_of_the_file_keeps_it(board: World) -> None:
    held = shown(board.learner)
    answer = changed(board.learner, held, number="5")
    assert answer.body["file"] == held["file"]
    # What a client read, it can send back.
    again = changed(board.learner, answer.body, number="5", upload_id=held["file"]["upload_id"])
    assert (again.status, again.body["version"]) == (200, answer.body["version"])


@pytest.mark.parametrize("taken_away", [False, True])
def test_another_file_sends_what_was_confirmed_back_to_staff(
    board: World, *, taken_away: bool
) -> None:
    held = shown(board.learner)
    confirmed = decide(board.reviewer, board.learner, held).body
    assert confirmed["state"] == "confirmed"
    upload_id = None if taken_away else uploaded(board.learner, held["id"])
    answer = changed(board.learner, confirmed, upload_id=upload_id)
    assert (answer.body["state"], answer.body["said"]) == ("stated", None)
    assert (answer.body["file"] and answer.body["file"]["upload_id"]) == upload_id
    event = seen(board.learner, held)["events"][-1]
    assert event["before"]["file"] == {
        name: held["file"][name] for name in ("upload_id", "name", "sha256")
    }
    assert event["after"].get("file", {}).get("upload_id") == upload_id
    # What was replaced is of no use any more.
    old = held["file"]["upload_id"]
    assert changed(board.learner, answer.body, upload_id=old).codes == {"upload_id": "upload_taken"}
    assert board.learner.call("GET", f"/uploads/{old}").body["state"] == "replaced"
    assert board.learner.call("GET", f"/uploads/{old}/pages").status == 409


def test_of_a_confirmation_and_another_file_that_race_the_confirmation_fails(board: World) -> None:
    held = shown(board.learner)
    upload_id = uploaded(board.learner, held["id"])
    owner = board.learner.owner
    by = By(actor=Actor(kind=ActorKind.LEARNER, id=owner.learner_id))
    with between(
        "dynamodb",
        "TransactWriteItems",
        lambda: composition.holdings().change(
            Step(owner, held["id"], by, 1, standing()), HeldCredential(), Shown(upload_id)
        ),
    ):
        late = decide(board.reviewer, board.learner, held)
    assert late.status == 412
    assert seen(board.learner, held)["state"] == "stated"


# Who sees it


def test_learner_and_staff_see_the_pinned_version(board: World) -> None:
    held = shown(board.learner)
    key = key_of(board.learner, held)
    version = clients.s3().list_object_versions(Bucket=BUCKET, Prefix=key)["Versions"][-1]
    clients.s3().put_object(Bucket=BUCKET, Key=key, Body=b"other", ChecksumAlgorithm="SHA256")
    own, theirs = f"/holdings/{held['id']}", path_of(board.learner, held)
    for caller, path in ((board.learner, own), (board.reviewer, theirs)):
        link = caller.call("GET", f"{path}/file")
        assert link.status == 200
        assert link.body["sha256"] == held["file"]["sha256"]
        pages = caller.call("GET", f"{path}/pages")
        assert pages.status == 200
        assert len(pages.body["pages"]) == 1
        assert "versionId=" in link.body["url"]
        assert "versionId=" in pages.body["pages"][0]["url"]
    first = [
        item["VersionId"]
        for item in clients.s3().list_object_versions(Bucket=BUCKET, Prefix=key)["Versions"]
        if item["Key"] == key and not item["IsLatest"]
    ]
    assert f"versionId={first[0]}" in link.body["url"]
    assert version is not None


def test_nobody_else_sees_it(board: World, other_world: World) -> None:
    held = shown(board.learner)
    for below in ("pages", "file"):
        path = f"/holdings/{held['id']}/{below}"
        assert board.new_learner().call("GET", path).status == 404
        theirs = path_of(board.learner, held, f"/{below}")
        assert other_world.reviewer.call("GET", theirs).status == 404


def test_without_a_file_there_is_nothing_to_see(board: World) -> None:
    held = board.learner.call("POST", "/holdings", new()).body
    assert held["file"] is None
    for below in ("pages", "file"):
        answer = board.learner.call("GET", f"/holdings/{held['id']}/{below}")
        assert answer.status == 409


# How long it stays


def test_what_a_credential_has_stays_and_what_it_had_goes_after_a_while(board: World) -> None:
    held = shown(board.learner)
    old = key_of(board.learner, held)
    answer = changed(board.learner, held, upload_id=uploaded(board.learner, held["id"]))
    assert reconcile(NOW + KEPT - DAY) == []
    assert reconcile(NOW + KEPT + DAY) == [(Found.REMOVED, old)]
    assert stored(board) == {key_of(board.learner, answer.body)}


@pytest.mark.parametrize("decision", ["confirm", "refuse"])
def test_what_staff_decided_on_stays_until_the_credential_goes(board: World, decision: str) -> None:
    held = shown(board.learner)
    decided = decide(board.reviewer, board.learner, held, decision).body
    bare = changed(board.learner, decided, upload_id=None).body
    assert reconcile(NOW + 2 * KEPT) == []
    assert stored(board) == {key_of(board.learner, held)}
    gone = board.learner.call("DELETE", f"/holdings/{held['id']}", headers=if_match(bare))
    assert gone.status == 200
    assert reconcile(NOW + 4 * KEPT) == [(Found.REMOVED, key_of(board.learner, held))]


def test_a_file_goes_a_while_after_its_credential(board: World) -> None:
    held = shown(board.learner)
    board.learner.call("DELETE", f"/holdings/{held['id']}", headers=if_match(held))
    history = composition.holding_store().history(board.learner.owner, held["id"])
    upload_id, steps = held["file"]["upload_id"], [*steps_of_holding(history)]
    assert still_promised(steps, upload_id, standing() + KEPT - DAY, KEPT)
    assert not still_promised(steps, upload_id, standing() + KEPT + DAY, KEPT)


def test_a_file_that_is_missing_is_told(board: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reconciliation, "PAGE", 1)
    monkeypatch.setattr(loose_files, "PAGE", 1)
    first, second = shown(board.learner), shown(board.learner, number="2")
    assert reconcile(NOW) == []
    for held in (first, second):
        key = key_of(board.learner, held)
        for version in clients.s3().list_object_versions(Bucket=BUCKET, Prefix=key)["Versions"]:
            clients.s3().delete_object(
                Bucket=BUCKET, Key=version["Key"], VersionId=version["VersionId"]
            )
    missing = {(Found.MISSING, key_of(board.learner, held)) for held in (first, second)}
    assert {*reconcile(NOW + 2 * DAY)} == missing
