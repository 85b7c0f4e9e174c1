"""What became of an upload, and until when one can be handed in."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from certfolio.domain.uploads import GRACE, UploadState
from tests.support.desk import known, note
from tests.support.faults import everything
from tests.support.world import PDF, Answer, World, at, declared, inspect, put, submission

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
ENDS = NOON + timedelta(minutes=5) + GRACE
"""From when an upload of noon counts as never put; a permission lasts five minutes."""

BEFORE, AFTER = ENDS - timedelta(seconds=1), ENDS
BROKEN = b"%PDF-1.7 broken"


def state(world: World, upload: dict[str, Any], now: datetime = NOON) -> str:
    with at(now):
        answer = world.learner.call("GET", f"/uploads/{upload['id']}")
    assert answer.status == 200, answer
    found: str = answer.body["state"]
    return found


def issued(world: World, data: bytes = PDF, **fields: Any) -> dict[str, Any]:
    with at(NOON):
        return world.learner.upload(data, **fields)


def submitted(world: World, upload: dict[str, Any], now: datetime = NOON, **fields: Any) -> Answer:
    with at(now):
        return world.learner.submit(upload["id"], **fields)


# What became of it


def test_a_file_that_was_never_put_is_expired(world: World) -> None:
    upload = issued(world)
    assert state(world, upload, BEFORE) == "waiting"
    assert state(world, upload, AFTER) == "expired"


@pytest.mark.parametrize(("data", "wanted"), [(PDF, "accepted"), (BROKEN, "rejected")])
def test_what_was_inspected_stays_so(world: World, data: bytes, wanted: str) -> None:
    upload = issued(world, data)
    inspect(put(upload, data))
    assert state(world, upload) == wanted
    assert state(world, upload, AFTER + timedelta(days=1)) == wanted


def test_a_file_that_arrives_after_all_is_accepted(world: World) -> None:
    upload = issued(world)
    assert state(world, upload, AFTER) == "expired"
    inspect(put(upload))
    assert state(world, upload, AFTER) == "accepted"
    assert submitted(world, upload, AFTER).status == 201


def test_a_file_that_an_edit_replaced_says_so(world: World) -> None:
    old = issued(world)
    certificate = submitted(world, old).body
    new = issued(world, certificate_id=certificate["id"])
    with at(NOON):
        assert world.learner.edit(certificate, upload_id=new["id"]).status == 200
    assert (state(world, old), state(world, new)) == ("replaced", "waiting")
    inspect(put(new))
    assert (state(world, old, AFTER), state(world, new, AFTER)) == ("replaced", "accepted")


def test_a_file_that_an_edit_took_away_says_so(world: World) -> None:
    world.credit_type("free", requires=[])
    claims = [{"credit_type": "free", "credits": "1"}]
    old = issued(world)
    certificate = submitted(world, old, claims=claims).body
    assert world.learner.edit(certificate, upload_id=None, claims=claims).status == 200
    assert state(world, old) == "replaced"


def test_every_state_of_an_upload_is_tried_here() -> None:
    assert {*UploadState} == {"waiting", "accepted", "rejected", "expired", "replaced"}


# Until when it can be handed in


def test_an_upload_that_was_never_put_is_not_handed_in_once_it_has_expired(world: World) -> None:
    upload = issued(world)
    before = everything()
    refused = submitted(world, upload, AFTER)
    assert (refused.status, refused.codes) == (422, {"upload_id": "upload_expired"})
    assert "upload the file again" in refused.body["errors"][0]["detail"]
    assert everything() == before
    assert submitted(world, upload, BEFORE).status == 201


def test_an_edit_does_not_take_it_either(world: World) -> None:
    certificate = submitted(world, issued(world)).body
    new = issued(world, certificate_id=certificate["id"])
    with at(AFTER):
        refused = world.learner.edit(certificate, upload_id=new["id"])
    assert (refused.status, refused.codes) == (422, {"upload_id": "upload_expired"})
    with at(BEFORE):
        assert world.learner.edit(certificate, upload_id=new["id"]).status == 200


def test_an_edit_does_not_keep_a_file_that_never_came(world: World) -> None:
    certificate = submitted(world, issued(world)).body
    with at(AFTER):
        refused = world.learner.edit(certificate, title="New")
    assert (refused.status, refused.codes) == (422, {"upload_id": "upload_expired"})
    new = issued(world, certificate_id=certificate["id"])
    with at(NOON):
        assert world.learner.edit(certificate, upload_id=new["id"], title="New").status == 200


def test_what_was_handed_in_in_time_is_found_when_it_is_sent_again(world: World) -> None:
    upload = issued(world)
    certificate = submitted(world, upload).body
    again = submitted(world, upload, AFTER)
    assert (again.status, again.body) == (201, certificate)
    with at(BEFORE):
        edited = world.learner.edit(certificate, title="New").body
    with at(AFTER):
        again = world.learner.edit(certificate, title="New")
    assert (again.status, again.body) == (200, edited)


def test_a_shared_file_that_was_never_put_is_not_entered(world: World) -> None:
    learner = known(world)
    with at(NOON):
        upload = world.reviewer.call("POST", "/uploads", declared()).body
    body = {**submission(upload["id"]), "learner_ids": [learner.id]}
    with at(AFTER):
        refused = world.reviewer.call("POST", "/certificates", body)
    assert (refused.status, refused.codes) == (422, {"upload_id": "upload_expired"})


# On a learner's behalf


def test_a_file_is_put_for_learners_of_the_directory_alone(world: World) -> None:
    path = f"/learners/{world.learner.id}/uploads"
    before = everything()
    refused = world.reviewer.call("POST", path, declared())
    assert (refused.status, refused.problem) == (404, "not-found")
    assert everything() == before
    note(world.learner)
    assert world.reviewer.call("POST", path, declared()).status == 201
