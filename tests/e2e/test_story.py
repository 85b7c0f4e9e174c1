"""The learner's and the reviewer's whole story, over HTTP and with signed requests."""

import hashlib
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
import requests

from local.client import Json
from local.stack import Stack
from tests.e2e.support import (
    JPEG,
    PDF,
    PNG,
    Academy,
    LearnerAtWork,
    StaffAtWork,
    open_academy,
    root,
    signed_as_learner,
)
from tests.unit.inspection.builders import pdf


def test_a_certificate_is_handed_in_reviewed_counted_and_viewed(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    offered = learner.call("GET", "/credit-types")["items"]
    assert [item["id"] for item in offered] == ["cpe"]

    certificate = learner.hand_in()
    assert (certificate["status"], certificate["version"]) == ("pending", 1)
    assert _statement(learner) == [("cpe", "2024", "8.00", "0.00")]

    queue = reviewer.admin("GET", "/reviews", limit=100, learner_id=learner.sub)["items"]
    assert [item["id"] for item in queue] == [certificate["id"]]
    assert queue[0]["age_days"] >= 0
    seen = reviewer.call("GET", reviewer.of(certificate))
    assert seen["file"]["state"] == "accepted"
    assert _download(reviewer.call("GET", reviewer.of(certificate) + "/file")) == PDF.read_bytes()

    decided = reviewer.decide(seen, "approve")
    assert decided.status_code == 200
    assert decided.headers["ETag"] == '"2"'

    approved = learner.read(certificate)
    assert (approved["status"], approved["standing"]) == ("approved", "active")
    assert approved["claims"] == [
        {"credit_type": "cpe", "labels": {}, "claimed": "8.00", "awarded": "8.00"}
    ]
    assert [event["action"] for event in approved["events"]] == ["submit", "approve"]
    assert approved["decision"]["by"]["id"] == reviewer.principal
    assert _statement(learner) == [("cpe", "2024", "0.00", "8.00")]
    assert reviewer.admin("GET", f"/learners/{learner.sub}/statement") == learner.call(
        "GET", "/statement"
    )
    assert not reviewer.admin("GET", "/reviews", learner_id=learner.sub)["items"]
    listed = reviewer.admin("GET", "/reviews", status="approved", learner_id=learner.sub)["items"]
    assert [item["id"] for item in listed] == [certificate["id"]]
    assert academy.id not in str(approved)


@pytest.mark.parametrize("file", [PDF, PNG, JPEG], ids=["PDF", "PNG", "JPEG"])
def test_the_file_that_is_viewed_is_the_file_that_was_put(
    learner: LearnerAtWork, file: Path
) -> None:
    certificate = learner.hand_in(file)
    link = learner.call("GET", f"/certificates/{certificate['id']}/file")
    answer = requests.get(link["url"], timeout=20)
    assert answer.content == file.read_bytes()
    assert answer.headers["Content-Type"] == link["content_type"]
    assert link["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert _overrides(link) == {
        "response-cache-control": "private, no-store",
        "response-content-type": link["content_type"],
        "response-content-disposition": (
            f"attachment; filename=\"{file.name}\"; filename*=UTF-8''{file.name}"
        ),
    }


def test_a_file_name_in_any_script_is_restored(learner: LearnerAtWork, tmp_path: Path) -> None:
    file = tmp_path / 'Urkunde "Ä" 証.pdf'
    file.write_bytes(PDF.read_bytes())
    certificate = learner.hand_in(file)
    link = learner.call("GET", f"/certificates/{certificate['id']}/file")
    assert link["name"] == file.name
    assert _overrides(link)["response-content-disposition"] == (
        'attachment; filename="Urkunde ___ _.pdf"; '
        "filename*=UTF-8''Urkunde%20%22%C3%84%22%20%E8%A8%BC.pdf"
    )


def test_a_link_serves_nothing_but_what_was_signed(learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    url = learner.call("GET", f"/certificates/{certificate['id']}/file")["url"]
    assert requests.get(url, timeout=20).status_code == 200
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    changes = [
        {"response-content-disposition": "inline"},
        {"response-content-type": "text/html"},
        {"versionId": "null"},
        {"X-Amz-Expires": "3600"},
    ]
    for change in changes:
        changed = parts._replace(query=urlencode(query | change)).geturl()
        assert requests.get(changed, timeout=20).status_code == 403, change
    elsewhere = parts._replace(path=parts.path.rpartition("/")[0]).geturl()
    assert requests.get(elsewhere, timeout=20).status_code == 403
    assert requests.delete(url, timeout=20).status_code == 403


def test_a_link_shows_the_pinned_version_for_a_minute_and_nothing_put_there_later(
    stack: Stack, learner: LearnerAtWork
) -> None:
    certificate = learner.hand_in()
    pages = f"/certificates/{certificate['id']}/pages"
    [page] = learner.call("GET", pages)["pages"]
    drawn = requests.get(page["url"], timeout=20).content
    kept = root(stack, "s3").list_objects_v2(
        Bucket=stack.evidence_bucket, Prefix=f"{learner.academy_id}/{learner.sub}/"
    )["Contents"]
    # The original, its page, its thumbnail, and the manifest that names them.
    assert len(kept) == 4
    for item in kept:
        if not item["Key"].endswith(".json"):
            root(stack, "s3").put_object(
                Bucket=stack.evidence_bucket, Key=item["Key"], Body=PNG.read_bytes()
            )
    [page] = learner.call("GET", pages)["pages"]
    assert requests.get(page["url"], timeout=20).content == drawn
    before = datetime.now(UTC)
    link = learner.call("GET", f"/certificates/{certificate['id']}/file")
    assert _download(link) == PDF.read_bytes()
    lasts = (datetime.fromisoformat(link["expires_at"]) - before).total_seconds()
    assert 59 <= lasts <= 61 + (datetime.now(UTC) - before).total_seconds()
    assert "X-Amz-Expires=60&" in link["url"] + "&"


def test_a_submission_that_comes_before_inspection_ends_the_same(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    data = PDF.read_bytes()
    permit = _permit(learner, data)
    early = learner.call("POST", "/certificates", learner.submission(permit["id"]))
    assert early["file"]["state"] == "waiting"
    refused = reviewer.decide(early, "approve")
    assert (refused.status_code, _kind(refused)) == (409, "file-not-available")
    assert learner.request("GET", f"/certificates/{early['id']}/file").status_code == 409

    requests.put(permit["url"], data=data, headers=permit["headers"], timeout=20).raise_for_status()
    assert learner.inspected(permit["id"])["file"]["state"] == "accepted"
    late = learner.read(early)
    other = learner.read(learner.hand_in())
    varying = {"id", "version", "submitted_at", "since", "events", "file"}
    assert {k: v for k, v in late.items() if k not in varying} == {
        k: v for k, v in other.items() if k not in varying
    }
    assert late["file"] | {"upload_id": ""} == other["file"] | {"upload_id": ""}
    assert reviewer.decide(late, "approve").status_code == 200


@pytest.mark.parametrize("first", ["inspection", "submission"])
def test_a_rejected_file_goes_back_to_the_learner_with_words(
    learner: LearnerAtWork, reviewer: StaffAtWork, first: str
) -> None:
    scripted = pdf(catalog=b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>")
    permit = _permit(learner, scripted)
    body = learner.submission(permit["id"])
    if first == "submission":
        certificate = learner.call("POST", "/certificates", body)
    requests.put(
        permit["url"], data=scripted, headers=permit["headers"], timeout=20
    ).raise_for_status()
    file = learner.inspected(permit["id"])["file"]
    assert (file["state"], file["reason"]) == ("rejected", "active_content")
    assert "Print it to a new PDF" in file["explanation"]
    if first == "inspection":
        refused = learner.request("POST", "/certificates", body)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["detail"] == file["explanation"]
        return
    returned = learner.read(certificate)
    assert returned["status"] == "changes_requested"
    assert returned["decision"]["comment"] == file["explanation"]
    assert returned["decision"]["by"]["kind"] == "system"
    assert not reviewer.admin("GET", "/reviews", learner_id=learner.sub)["items"]

    again = learner.accepted_upload(PDF, certificate["id"])
    mended = learner.request(
        "PUT",
        f"/certificates/{certificate['id']}",
        learner.submission(again["id"]),
        version=returned["version"],
    )
    assert mended.json()["status"] == "pending"
    assert reviewer.decide(mended.json(), "approve").status_code == 200


def test_requested_changes_are_made_and_sent_again(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    assert _wrong(reviewer.decide(certificate, "request_changes")) == {"comment"}
    asked = reviewer.decide(certificate, "request_changes", "Which course was it?").json()
    assert asked["status"] == "changes_requested"
    mine = learner.read(certificate)
    assert mine["decision"]["comment"] == "Which course was it?"
    assert mine["decision"]["by"]["id"] == reviewer.principal

    path = f"/certificates/{certificate['id']}"
    better = learner.submission(certificate["file"]["upload_id"], title="Threat Modelling")
    assert learner.request("PUT", path, better).status_code == 428
    assert learner.request("PUT", path, better, version=1).status_code == 412
    resubmitted = learner.request("PUT", path, better, version=mine["version"])
    assert (resubmitted.json()["status"], resubmitted.json()["title"]) == (
        "pending",
        "Threat Modelling",
    )
    actions = [event["action"] for event in learner.read(certificate)["events"]]
    assert actions == ["submit", "request_changes", "edit"]


def test_another_file_takes_the_place_of_the_first(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in(PDF)
    upload = learner.accepted_upload(PNG, certificate["id"])
    edited = learner.call(
        "PUT",
        f"/certificates/{certificate['id']}",
        learner.submission(upload["id"]),
        version=certificate["version"],
    )
    assert edited["file"]["upload_id"] == upload["id"]
    assert _download(reviewer.call("GET", reviewer.of(certificate) + "/file")) == PNG.read_bytes()


def test_declined_with_a_comment_the_learner_reads(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    assert _wrong(reviewer.decide(certificate, "decline")) == {"comment"}
    declined = reviewer.decide(certificate, "decline", "This is an invoice.")
    assert declined.json()["status"] == "declined"
    assert learner.read(certificate)["decision"]["comment"] == "This is an invoice."
    assert _statement(learner) == []
    path = f"/certificates/{certificate['id']}"
    assert learner.request("DELETE", path, version=2).status_code == 409


def test_withdrawn_certificates_leave_queue_and_statement(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    path = f"/certificates/{certificate['id']}"
    assert learner.request("DELETE", path).status_code == 428
    withdrawn = learner.request("DELETE", path, version=1)
    assert withdrawn.json()["status"] == "withdrawn"
    assert _statement(learner) == []
    assert not reviewer.admin("GET", "/reviews", learner_id=learner.sub)["items"]
    assert reviewer.decide(withdrawn.json(), "approve").status_code == 409


def test_an_administrator_reopens_and_revokes_and_a_reviewer_does_not(
    academy: Academy, learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    approved = reviewer.decide(certificate, "approve").json()
    assert reviewer.decide(approved, "revoke", "It was forged.").status_code == 403
    revoked = academy.administrator.decide(approved, "revoke", "It was forged.")
    assert revoked.json()["status"] == "revoked"
    assert _statement(learner) == []


def test_nobody_decides_on_a_certificate_of_their_own(academy: Academy) -> None:
    learner = academy.learner()
    academy.enlist(learner.sub, "reviewer")
    certificate = learner.hand_in()
    refused = signed_as_learner(learner).request(
        "POST",
        academy.administrator.of(certificate) + "/decisions",
        {"action": "approve"},
        version=1,
    )
    assert refused.status_code == 403
    assert learner.read(certificate)["status"] == "pending"


def test_sent_twice_a_submission_gives_its_first_result_and_other_content_a_conflict(
    learner: LearnerAtWork,
) -> None:
    upload = learner.accepted_upload()
    body = learner.submission(upload["id"])
    first = learner.request("POST", "/certificates", body)
    assert first.status_code == 201
    second = learner.request("POST", "/certificates", body)
    assert (second.status_code, second.json()) == (201, first.json())
    other = learner.request("POST", "/certificates", {**body, "title": "Something else"})
    assert (other.status_code, _kind(other)) == (409, "id-reused")


def test_without_credit_types_a_learner_is_told_whom_to_ask(stack: Stack) -> None:
    academy = open_academy(stack, credit_types=())
    learner = academy.learner()
    upload = learner.accepted_upload()
    body = learner.submission(upload["id"])
    refused = learner.request("POST", "/certificates", body)
    assert refused.status_code == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert "contact your academy's administrator" in refused.json()["detail"]


def test_a_retired_credit_type_cannot_be_claimed_any_more(stack: Stack) -> None:
    academy = open_academy(stack, credit_types=("cpe", "ceu"))
    learner = academy.learner()
    academy.administrator.admin("DELETE", "/credit-types/ceu", version=1)
    assert [item["id"] for item in learner.call("GET", "/credit-types")["items"]] == ["cpe"]
    upload = learner.accepted_upload()
    body = learner.submission(upload["id"], claims=[{"credit_type": "ceu", "credits": "1"}])
    assert _wrong(learner.request("POST", "/certificates", body)) == {"claims.0.credit_type"}
    everything = academy.administrator.admin("GET", "/credit-types")["items"]
    assert {item["id"]: item["retired"] for item in everything} == {"cpe": False, "ceu": True}


def test_every_wrong_field_is_named(learner: LearnerAtWork) -> None:
    body = learner.submission(
        "01ARZ3NDEKTSV4RRFFQ69G5FAV",
        title=" ",
        earned_on="2999-01-01",
        verification_link="ftp://x",
        surprise=1,
    )
    refused = learner.request("POST", "/certificates", body)
    assert refused.status_code == 422
    assert _wrong(refused) == {"title", "verification_link", "surprise"}
    assert learner.request("GET", "/certificates", limit=0, colour="red").status_code == 400
    assert learner.request("GET", "/certificates", cursor="!").status_code == 400
    broken = requests.post(
        learner.stack.api_url + "/certificates",
        data=b'{"title": ',
        headers={"Authorization": learner.id_token or "", "Content-Type": "application/json"},
        timeout=20,
    )
    assert broken.status_code == 400
    large = learner.request("POST", "/certificates", {"title": "x" * 70_000})
    assert large.status_code == 413


def test_as_many_decisions_as_a_request_takes_may_all_have_long_comments(
    reviewer: StaffAtWork,
) -> None:
    missing = {"learner_id": str(uuid.UUID(int=1)), "version": 1, "action": "approve"}
    ids = [f"01JCDEM0000000000000000{number:03}" for number in range(100)]
    items = [{**missing, "certificate_id": id_, "comment": "\U0001f393" * 2000} for id_ in ids]
    answers = reviewer.admin("POST", "/decisions", {"items": items})["items"]
    assert [answer["status"] for answer in answers] == [404] * 100


def test_the_last_administrator_stays(stack: Stack) -> None:
    administrator = open_academy(stack, credit_types=()).administrator
    path = f"/admin/academies/{administrator.academy_id}/staff/{administrator.principal}"
    refused = administrator.request("DELETE", path, version=1)
    assert (refused.status_code, _kind(refused)) == (409, "last-administrator")
    demoted = administrator.request(
        "PUT", path, {"name": "Test administrator", "role": "reviewer"}, version=1
    )
    assert (demoted.status_code, _kind(demoted)) == (409, "last-administrator")


def test_derived_statuses_follow_from_the_day(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=30)
    dates = {"active": date(2999, 1, 1), "expiring": soon, "expired": date(2025, 1, 1)}
    ids = {}
    for standing, expires_on in dates.items():
        certificate = learner.hand_in(expires_on=str(expires_on))
        assert reviewer.decide(certificate, "approve").status_code == 200
        ids[standing] = certificate["id"]
        time.sleep(0.002)  # ids of one millisecond have no order
    for standing, certificate_id in ids.items():
        found = learner.call("GET", "/certificates", status=standing)["items"]
        assert [item["id"] for item in found] == [certificate_id]


def test_pages_come_newest_first_and_end(learner: LearnerAtWork) -> None:
    made = [learner.hand_in()["id"] for _ in range(3)]
    found: list[str] = []
    cursor: Json = {}
    while True:
        page = learner.call("GET", "/certificates", limit=1, **cursor)
        found += [item["id"] for item in page["items"]]
        if not page.get("next_cursor"):
            break
        cursor = {"cursor": page["next_cursor"]}
    assert found == made[::-1]


def _permit(learner: LearnerAtWork, data: bytes) -> Json:
    return learner.call(
        "POST",
        "/uploads",
        {
            "file_name": "certificate.pdf",
            "content_type": "application/pdf",
            "size": len(data),
            "sha256": hashlib.sha256(data).hexdigest(),
        },
    )


def _download(link: Json) -> bytes:
    answer = requests.get(link["url"], timeout=20)
    answer.raise_for_status()
    return answer.content


def _overrides(link: Json) -> dict[str, str]:
    """What S3 is told to answer with; the local AWS leaves it out when a version is asked for."""
    query = dict(parse_qsl(urlsplit(link["url"]).query))
    return {name: value for name, value in query.items() if name.startswith("response-")}


def _statement(learner: LearnerAtWork) -> list[tuple[str, str, str, str]]:
    return [
        (line["credit_type"], line["period"], line["claimed"], line["awarded"])
        for line in learner.call("GET", "/statement")["items"]
        if line["line_count"]
    ]


def _kind(answer: requests.Response) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]


def _wrong(answer: requests.Response) -> set[str]:
    return {entry["field"] for entry in answer.json()["errors"]}
