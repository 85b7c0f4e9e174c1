"""What staff do beside deciding: enter for learners, look at what they see."""

from typing import Any

from ulid import ULID

from certfolio import composition
from certfolio.domain.directory import DirectoryEntry
from tests.support.world import (
    PDF,
    Answer,
    Learner,
    Staff,
    World,
    declared,
    if_match,
    inspect,
    put,
    submission,
)


def known(world: World) -> Learner:
    """A new learner whom the academy's directory knows."""
    learner = world.new_learner()
    note(learner)
    return learner


def note(learner: Learner) -> None:
    """Let the directory of the learner's academy know the learner."""
    entry = DirectoryEntry(
        **learner.owner.model_dump(), name=learner.id, mail=f"{learner.id}@example.org"
    )
    composition.directory().save(entry, over=None)


def claims(*lines: tuple[str, str]) -> list[dict[str, str]]:
    return [{"credit_type": kind, "credits": credits_} for kind, credits_ in lines]


def handed_in(learner: Learner, kind: str, credits_: str = "1", **fields: Any) -> dict[str, Any]:
    """Another certificate for a credit type that asks for no file, which makes a test shorter."""
    answer = learner.submit(**{"id": str(ULID()), "claims": claims((kind, credits_)), **fields})
    assert answer.status == 201, answer
    made: dict[str, Any] = answer.body
    return made


def lines_of(learner: Learner, period: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines of a period of the learner's statement."""
    query = {"credit_type": period["credit_type"], "period": period["period"], "limit": "100"}
    answer = learner.call("GET", "/statement/lines", query=query)
    assert answer.status == 200, answer
    assert answer.body["next_cursor"] is None
    found: list[dict[str, Any]] = answer.body["items"]
    return found


def path_of(certificate: dict[str, Any], below: str = "") -> str:
    return f"/learners/{certificate['learner_id']}/certificates/{certificate['id']}{below}"


def seen(staff: Staff, certificate: dict[str, Any]) -> dict[str, Any]:
    """The certificate as staff see it now."""
    answer = staff.call("GET", path_of(certificate))
    assert answer.status == 200, answer
    found: dict[str, Any] = answer.body
    return found


def permit_for(
    staff: Staff, learner: Learner | None = None, data: bytes = PDF, **fields: Any
) -> dict[str, Any]:
    """Permission to put a file for a learner, or one that several share."""
    path = f"/learners/{learner.id}/uploads" if learner else "/uploads"
    answer = staff.call("POST", path, declared(data, **fields))
    assert answer.status == 201, answer
    permit: dict[str, Any] = answer.body
    return permit


def uploaded_for(
    staff: Staff, learner: Learner | None = None, data: bytes = PDF, **fields: Any
) -> str:
    """Put such a file and have it inspected; the upload's id."""
    permit = permit_for(staff, learner, data, **fields)
    inspect(put(permit, data))
    return str(permit["id"])


def enter(staff: Staff, learner: Learner, upload_id: str | None = None, **fields: Any) -> Answer:
    """Enter a certificate for one learner."""
    body = submission(upload_id, **fields)
    return staff.call("POST", f"/learners/{learner.id}/certificates", body)


def edit_entry(
    staff: Staff, certificate: dict[str, Any], upload_id: str | None = None, **fields: Any
) -> Answer:
    """Edit what staff entered, over the version given."""
    body = submission(upload_id, id=None, **fields)
    return staff.call("PUT", path_of(certificate), body, headers=if_match(certificate))


def withdraw_entry(staff: Staff, certificate: dict[str, Any]) -> Answer:
    """Withdraw what staff entered, over the version given."""
    return staff.call("DELETE", path_of(certificate), headers=if_match(certificate))


def enter_for_all(
    staff: Staff, learner_ids: list[str], upload_id: str | None = None, **fields: Any
) -> Answer:
    """Enter one event for many learners."""
    body = submission(upload_id, learner_ids=learner_ids, **fields)
    return staff.call("POST", "/certificates", body)


def statuses(answer: Answer) -> list[int]:
    """What became of each item, in order."""
    assert answer.status == 200, answer
    return [item["status"] for item in answer.body["items"]]
