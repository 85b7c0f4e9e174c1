"""What the document says of what is stated: told, filtered by, and asked for by the system."""

from typing import Any

import pytest

from certfolio import composition
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.reading.fields import ReadField
from tests.support.faults import refusing
from tests.support.world import FILES, World, declared, forget, inspect, put

AS_PRINTED = {
    "title": "Secure Coding in Practice",
    "issuer": "Example Training Institute",
    "certificate_number": "ETI-2026-00417",
    "earned_on": "2026-03-14",
    "claims": [{"credit_type": "cpe", "credits": "16"}],
}
SCAN = (FILES / "scanned.pdf").read_bytes()


@pytest.fixture
def named(world: World) -> World:
    """A world whose learner the academy knows by name."""
    entry = DirectoryEntry(
        **world.learner.owner.model_dump(), name="Demo Learner", mail="learner@demo.example"
    )
    composition.directory().save(entry, over=None)
    return world


def found(world: World, certificate: dict[str, Any]) -> dict[str, str]:
    view = world.reviewer.call(
        "GET", f"/learners/{world.learner.id}/certificates/{certificate['id']}/pages"
    ).body
    return {one["field"]: one["outcome"] for one in view["found"]}


def says(world: World, certificate: dict[str, Any]) -> str:
    path = f"/learners/{world.learner.id}/certificates/{certificate['id']}"
    return str(world.reviewer.call("GET", path).body["document_says"])


def test_a_document_that_says_what_is_stated_agrees(named: World) -> None:
    certificate = named.learner.submit(named.learner.uploaded()["id"], **AS_PRINTED).body
    assert set(found(named, certificate).values()) == {"found"}
    assert says(named, certificate) == "agrees"


def test_inspected_after_it_was_submitted_it_says_the_same(named: World) -> None:
    permit = named.learner.upload()
    certificate = named.learner.submit(permit["id"], **AS_PRINTED).body
    assert says(named, certificate) == "unread"
    inspect(put(permit))
    assert says(named, certificate) == "agrees"
    named.check_history(named.learner, certificate["id"])


def test_what_differs_is_told_field_by_field_and_where(named: World) -> None:
    stated = AS_PRINTED | {"earned_on": "2026-03-15", "issuer": "Another Institute"}
    certificate = named.learner.submit(named.learner.uploaded()["id"], **stated).body
    outcomes = found(named, certificate)
    assert outcomes["earned_on"] == "other"
    assert outcomes["issuer"] in {"other", "missing"}
    assert outcomes["title"] == "found"
    assert says(named, certificate) == "differs"
    view = named.learner.call("GET", f"/certificates/{certificate['id']}/pages").body
    [day] = [one for one in view["found"] if one["field"] == "earned_on"]
    assert "14 March 2026" in day["text"]
    place = day["places"][0]
    assert place["page"] == 1
    assert 0 <= place["left"] < place["right"] <= 10_000


def test_an_edit_is_looked_for_anew(named: World) -> None:
    stated = AS_PRINTED | {"title": "Something else entirely"}
    upload = named.learner.uploaded()["id"]
    certificate = named.learner.submit(upload, **stated).body
    assert says(named, certificate) == "differs"
    edited = named.learner.edit(certificate, upload_id=upload, **AS_PRINTED)
    assert edited.status == 200
    assert says(named, certificate) == "agrees"
    named.check_history(named.learner, certificate["id"])


def test_a_scan_is_unread_and_nothing_is_guessed(named: World) -> None:
    upload = named.learner.uploaded(SCAN)["id"]
    view = named.learner.call("GET", f"/uploads/{upload}/pages").body
    assert view["suggestions"] == []
    certificate = named.learner.submit(upload, **AS_PRINTED).body
    assert says(named, certificate) == "unread"
    assert set(found(named, certificate).values()) == {"unread"}


def test_a_learner_hears_before_submitting_what_the_document_says(named: World) -> None:
    upload = named.learner.uploaded()["id"]
    body = AS_PRINTED | {"upload_id": upload, "earned_on": "2026-03-15"}
    told = named.learner.call("POST", "/certificates/forecast", body).body["found"]
    assert {one["field"]: one["outcome"] for one in told} == dict.fromkeys(ReadField, "found") | {
        "earned_on": "other"
    }
    waiting = AS_PRINTED | {"upload_id": named.learner.upload()["id"]}
    assert named.learner.call("POST", "/certificates/forecast", waiting).body["found"] == []


def test_what_is_read_is_offered_before_it_is_typed(named: World) -> None:
    upload = named.learner.uploaded()["id"]
    view = named.learner.call("GET", f"/uploads/{upload}/pages").body
    read = {one["field"]: one["value"] for one in view["suggestions"]}
    assert read["earned_on"] == "2026-03-14"
    assert read["certificate_number"] == "ETI-2026-00417"
    assert set(read) <= set(ReadField) - {"learner"}


def test_the_queue_is_filtered_by_what_documents_say(named: World) -> None:
    upload = named.learner.uploaded()["id"]
    agrees = named.learner.submit(upload, **AS_PRINTED).body["id"]
    differs = named.learner.submit(
        named.learner.uploaded()["id"], **AS_PRINTED | {"title": "Something else"}
    ).body["id"]
    unread = named.learner.submit(named.learner.upload()["id"], **AS_PRINTED).body["id"]
    for says_, wanted in (("agrees", agrees), ("differs", differs), ("unread", unread)):
        page = named.reviewer.call("GET", "/reviews", query={"document": says_}).body
        assert [item["id"] for item in page["items"]] == [wanted]


@pytest.mark.parametrize("before", [True, False], ids=["inspected first", "submitted first"])
@pytest.mark.parametrize(
    ("stated", "status"),
    [({}, "approved"), ({"certificate_number": "ETI-2026-0041"}, "pending")],
)
def test_the_system_approves_only_what_the_document_says(
    named: World, stated: dict[str, str], status: str, *, before: bool
) -> None:
    named.credit_type("quick", review="automatic", when_found=["learner", "certificate_number"])
    claims = [{"credit_type": "quick", "credits": "16"}]
    permit = named.learner.uploaded() if before else named.learner.upload()
    certificate = named.learner.submit(
        permit["id"], **AS_PRINTED | stated | {"claims": claims}
    ).body
    if not before:
        inspect(put(permit))
    read = named.learner.read(certificate)
    assert read["status"] == status
    named.check_history(named.learner, certificate["id"])
    if status == "pending":
        assert named.reviewer.decide(read, "approve").status == 200


def test_a_name_that_the_academy_does_not_know_is_not_found(world: World) -> None:
    world.credit_type("quick", review="automatic", when_found=["learner"])
    claims = [{"credit_type": "quick", "credits": "16"}]
    certificate = world.learner.submit(
        world.learner.uploaded()["id"], **AS_PRINTED | {"claims": claims}
    ).body
    assert certificate["status"] == "pending"


def test_a_submission_does_not_wait_for_a_document_that_cannot_be_read_now(named: World) -> None:
    upload = named.learner.uploaded()["id"]
    with refusing("s3", "GetObject", "SlowDown", status=503):
        answer = named.learner.submit(upload, **AS_PRINTED)
    assert answer.status == 201
    assert says(named, answer.body) == "unread"


STATEMENT = (FILES / "reading" / "cpe-sponsor.pdf").read_bytes()
"""It says "Field of Study: Accounting" and "Delivery Method: Group Internet Based"."""
SUBJECT = {
    "id": "subject",
    "name": "Subject",
    "choices": [{"id": "acc", "name": "Accounting"}, {"id": "tax", "name": "Taxation"}],
}
DELIVERY = {
    "id": "delivery",
    "name": "Delivery",
    "choices": [{"id": "live", "name": "Live"}, {"id": "self", "name": "Self-study"}],
}
AS_STATED = {
    "title": "Revenue Recognition Update",
    "earned_on": "2025-11-24",
}


def labelled(upload: dict[str, Any], **labels: str) -> dict[str, Any]:
    claims = [{"credit_type": "nasba", "credits": "2", "labels": labels}]
    return {"upload_id": upload["id"], **AS_STATED, "claims": claims}


def beside(view: dict[str, Any]) -> dict[tuple[int, str], str]:
    return {(one["line"], one["label"]): one["outcome"] for one in view["found_labels"]}


def test_labels_are_suggested_stated_and_checked(named: World) -> None:
    named.credit_type("nasba", labels=[SUBJECT, DELIVERY])
    forget()
    upload = named.learner.uploaded(STATEMENT)
    view = named.learner.call("GET", f"/uploads/{upload['id']}/pages").body
    [suggested] = view["suggested_labels"]
    place = suggested.pop("place")
    assert suggested == {"credit_type": "nasba", "label": "subject", "choice": "acc"}
    assert place["page"] == 1
    assert view["found_labels"] == []

    body = labelled(upload, subject="acc", delivery="live")
    told = named.learner.call("POST", "/certificates/forecast", body).body
    assert beside(told) == {(0, "subject"): "found", (0, "delivery"): "missing"}
    certificate = named.learner.call("POST", "/certificates", body).body
    path = f"/certificates/{certificate['id']}/pages"
    for view in (
        named.learner.call("GET", path).body,
        named.reviewer.call("GET", f"/learners/{named.learner.id}{path}").body,
    ):
        assert beside(view) == {(0, "subject"): "found", (0, "delivery"): "missing"}
        assert view["suggested_labels"] == []
        [found] = [one for one in view["found_labels"] if one["label"] == "subject"]
        assert found["text"] == "Accounting"
        assert found["places"][0]["page"] == 1

    corrections = {"labels": [{"line": 0, "labels": {"subject": "tax"}}]}
    named.reviewer.decide(certificate, "approve", "It is.", corrections=corrections)
    assert beside(named.learner.call("GET", path).body)[0, "subject"] == "other"


def test_labels_are_looked_for_by_the_names_they_have_now(named: World) -> None:
    saved = named.credit_type("nasba", labels=[SUBJECT])
    upload = named.learner.uploaded(STATEMENT)
    certificate = named.learner.call("POST", "/certificates", labelled(upload, subject="acc")).body
    path = f"/certificates/{certificate['id']}/pages"
    stored = composition.certificates().get(named.learner.owner, certificate["id"]).cross_check
    renamed = [{"id": "acc", "name": "Bookkeeping"}, {"id": "tax", "name": "Accounting"}]
    saved = named.credit_type(
        "nasba", over=saved["version"], labels=[SUBJECT | {"choices": renamed}]
    )
    forget()
    assert beside(named.learner.call("GET", path).body) == {(0, "subject"): "other"}
    named.credit_type("nasba", over=saved["version"], labels=[DELIVERY])
    forget()
    assert beside(named.learner.call("GET", path).body) == {(0, "subject"): "unread"}
    # Of a label nothing is stored: what it is called may change.
    again = composition.certificates().get(named.learner.owner, certificate["id"]).cross_check
    assert stored == again
    assert stored is not None
    assert len(stored) == len(ReadField)


def test_staff_are_suggested_the_same_for_a_learner_and_for_many(named: World) -> None:
    named.credit_type("nasba", labels=[SUBJECT])
    forget()
    for path in (f"/learners/{named.learner.id}/uploads", "/uploads"):
        permit = named.reviewer.call("POST", path, declared(STATEMENT)).body
        inspect(put(permit, STATEMENT))
        view = named.reviewer.call("GET", f"{path}/{permit['id']}/pages").body
        assert [one["choice"] for one in view["suggested_labels"]] == ["acc"]
