"""The learner's side: submit, edit, withdraw, read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest

from tests.support.builders import ulid
from tests.support.desk import claims, handed_in
from tests.support.template import REGION
from tests.support.world import ENVIRONMENT, PDF, World, at, if_match, submission


def today() -> date:
    """Asked for anew, as a run may last past midnight."""
    return datetime.now(UTC).date()


def test_a_certificate_is_handed_in(world: World) -> None:
    upload = world.learner.uploaded()
    answer = world.learner.submit(
        upload["id"],
        issuer="Institute",
        certificate_number="A-1",
        verification_link="https://verify.example.org/1",
        expires_on="2030-01-15",
    )
    assert (answer.status, answer.etag) == (201, '"1"')
    assert answer.headers["Location"] == f"/certificates/{upload['certificate_id']}"
    certificate = answer.body
    assert certificate["status"] == "pending"
    assert certificate["kind"] == "external"
    assert certificate["claims"] == [
        {"credit_type": "cpe", "labels": {}, "claimed": "1.50", "awarded": None}
    ]
    assert certificate["file"]["state"] == "accepted"
    read = world.learner.read(certificate)
    assert {name: read[name] for name in certificate} == certificate
    (event,) = read["events"]
    assert (event["action"], event["actor"]["kind"]) == ("submit", "learner")
    world.check_history(world.learner, certificate["id"])


def test_texts_come_back_as_they_were_written(world: World) -> None:
    title = (
        "\u0421\u0435\u0440\u0442\u0438\u0444\u0438\u043a\u0430\u0442 \U0001f393 <b>&'\"\\ \u05d0"
    )
    certificate = world.learner.submitted(title=f"  {title}  ")
    assert world.learner.read(certificate)["title"] == title


def test_sent_twice_it_is_the_first_one(world: World) -> None:
    upload = world.learner.uploaded()
    first = world.learner.submit(upload["id"])
    again = world.learner.submit(upload["id"])
    named = world.learner.submit(upload["id"], id=upload["certificate_id"])
    assert [answer.status for answer in (first, again, named)] == [201] * 3
    assert first.body == again.body == named.body
    assert len(world.learner.call("GET", "/certificates").body["items"]) == 1


def test_sent_again_after_it_was_decided_it_tells_what_became_of_it(world: World) -> None:
    upload = world.learner.uploaded()
    certificate = world.learner.submit(upload["id"]).body
    world.reviewer.decide(certificate, "approve")
    again = world.learner.submit(upload["id"])
    assert (again.status, again.body["status"], again.etag) == (201, "approved", '"2"')


def test_sent_again_after_its_credit_type_was_retired_it_is_the_first_one(world: World) -> None:
    upload = world.learner.uploaded()
    first = world.learner.submit(upload["id"])
    world.retire({"id": "cpe", "version": 1})
    again = world.learner.submit(upload["id"])
    assert (again.status, again.body) == (201, first.body)
    other = world.learner.submit(world.learner.uploaded()["id"])
    assert other.problem == "no-credit-types"


def test_a_line_of_a_type_retired_meanwhile_can_be_sent_again_and_not_be_added(
    world: World,
) -> None:
    world.credit_type("ceu")
    certificate = world.learner.submitted()
    asked = world.reviewer.decide(certificate, "request_changes", "Which course?").body
    other = world.learner.submitted(title="Other", claims=claims(("ceu", "1")))
    world.retire({"id": "cpe", "version": 1})
    edited = world.learner.edit(asked, title="Named")
    assert (edited.status, edited.body["status"], edited.body["title"]) == (200, "pending", "Named")
    refused = world.learner.edit(other)
    assert (refused.status, refused.codes) == (422, {"claims.0.credit_type": "retired"})
    assert world.reviewer.decide(edited.body, "approve").status == 200


def test_an_edit_sent_again_after_the_rules_changed_is_the_first_one(world: World) -> None:
    certificate = world.learner.submitted()
    first = world.learner.edit(certificate, title="New")
    world.administrator.call(
        "PUT",
        "/credit-types/cpe",
        {"name": "CPE", "unit": "hours", "minimum": "5"},
        headers=if_match({"version": 1}),
    )
    again = world.learner.edit(certificate, title="New")
    assert (again.status, again.body) == (200, first.body)
    other = world.learner.edit(certificate, title="Newer")
    assert (other.status, other.wrong) == (422, {("body", "claims.0.credits")})


def test_a_client_can_choose_the_id(world: World) -> None:
    upload = world.learner.uploaded(certificate_id=ulid(42))
    answer = world.learner.submit(upload["id"], id=ulid(42))
    assert (answer.status, answer.body["id"]) == (201, ulid(42))


@pytest.mark.parametrize("change", [{"title": "Other"}, {"earned_on": "2026-01-14"}])
def test_an_id_or_upload_serves_one_submission(world: World, change: dict[str, str]) -> None:
    upload = world.learner.uploaded()
    world.learner.submit(upload["id"])
    for fields in (change, {**change, "id": upload["certificate_id"]}):
        answer = world.learner.submit(upload["id"], **fields)
        assert (answer.status, answer.problem) == (409, "id-reused")


def test_a_second_upload_cannot_take_a_used_id(world: World) -> None:
    certificate = world.learner.submitted()
    upload = world.learner.uploaded(certificate_id=certificate["id"])
    answer = world.learner.submit(upload["id"])
    assert (answer.status, answer.problem) == (409, "id-reused")
    assert world.learner.read(certificate)["version"] == 1


def test_an_upload_serves_the_certificate_it_was_made_for(world: World) -> None:
    upload = world.learner.uploaded()
    answer = world.learner.submit(upload["id"], id=ulid(5))
    assert (answer.status, answer.codes) == (422, {"upload_id": "other_certificate"})
    assert world.learner.call("GET", "/certificates").body["items"] == []


def test_without_any_credit_type_the_learner_is_sent_to_the_administrator(world: World) -> None:
    upload = world.learner.uploaded()
    world.retire({"id": "cpe", "version": 1})
    for claimed in ("cpe", "never-was"):
        claims = [{"credit_type": claimed, "credits": "1"}]
        answer = world.learner.submit(upload["id"], claims=claims)
        assert (answer.status, answer.problem) == (409, "no-credit-types")
        assert "administrator" in answer.body["detail"]


def test_a_retired_credit_type_cannot_be_claimed_but_what_was_claimed_stays(world: World) -> None:
    certificate = world.learner.submitted()
    world.credit_type("ceu")
    world.retire({"id": "cpe", "version": 1})
    answer = world.learner.submit(world.learner.uploaded()["id"])
    assert (answer.status, answer.codes) == (422, {"claims.0.credit_type": "retired"})
    assert [item["id"] for item in world.learner.call("GET", "/credit-types").body["items"]] == [
        "ceu"
    ]
    assert world.reviewer.decide(certificate, "approve").status == 200
    items = world.learner.call("GET", "/statement").body["items"]
    (line,) = [item for item in items if item["period"] == "2026"]
    assert (line["credit_type"], line["awarded"]) == ("cpe", "1.50")


def test_every_broken_rule_is_named_with_the_upload(world: World) -> None:
    world.credit_type("ceu", step="1", minimum="2", maximum="4")
    answer = world.learner.submit(
        ulid(9),
        earned_on=f"{today() + timedelta(days=2)}",
        expires_on=f"{today()}",
        claims=[
            {"credit_type": "ceu", "credits": "1.50"},
            {"credit_type": "nope", "credits": "1"},
            {"credit_type": "ceu", "credits": "5"},
        ],
    )
    assert answer.status == 422
    assert answer.wrong == {
        ("body", name)
        for name in (
            *("earned_on", "expires_on", "claims.0.credits", "claims.1.credit_type"),
            *("claims.2.credit_type", "claims.2.credits", "upload_id"),
        )
    }


@pytest.mark.parametrize(
    ("zone", "fine"), [("UTC", False), ("Pacific/Kiritimati", True), ("Pacific/Pago_Pago", False)]
)
def test_today_is_the_academy_s_day(world: World, zone: str, fine: bool) -> None:
    world.administrator.call("PUT", "/settings", {"time_zone": zone})
    upload = world.learner.uploaded()
    with at(datetime(2026, 3, 1, 23, 30, tzinfo=UTC)):
        answer = world.learner.submit(upload["id"], earned_on="2026-03-02")
    assert answer.status == (201 if fine else 422)


# Editing


def test_an_edit_changes_what_was_stated_and_keeps_the_place(world: World) -> None:
    world.credit_type("ceu")
    certificate = world.learner.submitted(issuer="Old", expires_on="2031-01-01")
    claims = [{"credit_type": "ceu", "credits": "2"}]
    answer = world.learner.edit(certificate, title="New", claims=claims)
    assert (answer.status, answer.etag) == (200, '"2"')
    assert (answer.body["title"], answer.body["issuer"]) == ("New", None)
    assert answer.body["since"] == certificate["since"]
    event = world.learner.read(certificate)["events"][-1]
    assert event["changes"] == [
        {"field": "title", "before": "First aid at work", "after": "New"},
        {"field": "issuer", "before": "Old", "after": None},
        {"field": "expires_on", "before": "2031-01-01", "after": None},
        {"field": "claims.ceu.claimed", "before": None, "after": "2.00"},
        {"field": "claims.cpe.claimed", "before": "1.50", "after": None},
    ]
    world.check_history(world.learner, certificate["id"])


def test_an_edit_sent_again_is_the_first_one_and_another_is_stale(world: World) -> None:
    certificate = world.learner.submitted()
    first = world.learner.edit(certificate, title="New")
    assert world.learner.edit(certificate, title="New").body == first.body
    stale = world.learner.edit(certificate, title="Other")
    assert (stale.status, stale.problem) == (412, "stale-version")
    assert stale.body["current_version"] == stale.body["current"]["version"] == 2
    assert stale.body["current"]["title"] == "New"


def test_an_edit_can_bring_a_new_file(world: World) -> None:
    certificate = world.learner.submitted()
    upload = world.learner.uploaded(certificate_id=certificate["id"])
    answer = world.learner.edit(certificate, upload_id=upload["id"])
    assert answer.status == 200
    assert answer.body["file"]["upload_id"] == upload["id"]
    back = world.learner.edit(answer.body, upload_id=certificate["file"]["upload_id"])
    assert (back.status, back.codes) == (422, {"upload_id": "upload_replaced"})


def test_an_edit_cannot_bring_an_upload_of_another_certificate(world: World) -> None:
    certificate, other = world.learner.submitted(), world.learner.submitted()
    for upload_id in (other["file"]["upload_id"], world.learner.uploaded()["id"]):
        answer = world.learner.edit(certificate, upload_id=upload_id)
        assert (answer.status, answer.codes) == (422, {"upload_id": "other_certificate"})


def test_the_same_edit_of_another_certificate_is_no_retry(world: World) -> None:
    certificate, other = world.learner.submitted(), world.learner.submitted()
    assert world.learner.edit(certificate, title="New").status == 200
    upload_id = certificate["file"]["upload_id"]
    answer = world.learner.edit(other, title="New", upload_id=upload_id)
    assert (answer.status, answer.codes) == (422, {"upload_id": "other_certificate"})


def test_a_rejected_file_can_be_handed_in_neither_way(world: World) -> None:
    certificate = world.learner.submitted()
    bad = world.learner.uploaded(b"%PDF-1.7 broken", certificate_id=certificate["id"])
    answer = world.learner.edit(certificate, upload_id=bad["id"])
    assert (answer.status, answer.codes) == (422, {"upload_id": "file_rejected"})
    assert world.learner.submit(world.learner.uploaded(b"%PDF-1.7 x")["id"]).codes == {
        "upload_id": "file_rejected"
    }


def test_an_edit_of_what_does_not_exist_is_nothing(world: World) -> None:
    upload = world.learner.uploaded(certificate_id=ulid(3))
    body = submission(upload["id"])
    answer = world.learner.call(
        "PUT", f"/certificates/{ulid(3)}", body, headers=if_match({"version": 1})
    )
    assert (answer.status, answer.problem) == (404, "not-found")


def test_after_changes_were_asked_for_it_joins_the_queue_anew(world: World) -> None:
    with at(date(2026, 2, 1)):
        certificate = world.learner.submitted()
    with at(date(2026, 2, 2)):
        returned = world.reviewer.decide(certificate, "request_changes", "Page 2, please").body
    assert world.reviewer.call("GET", "/reviews").body["items"] == []
    assert world.learner.read(certificate)["decision"]["comment"] == "Page 2, please"
    with at(date(2026, 2, 3)):
        again = world.learner.edit(returned, title="With page 2")
    assert again.body["status"] == "pending"
    assert again.body["since"] == "2026-02-03T12:00:00Z"
    assert again.body["submitted_at"] == "2026-02-01T12:00:00Z"
    world.check_history(world.learner, certificate["id"])


@pytest.mark.parametrize("action", ["approve", "decline"])
def test_what_was_decided_is_out_of_the_learner_s_hands(world: World, action: str) -> None:
    decided = world.reviewer.decide(world.learner.submitted(), action, "because").body
    for answer in (world.learner.edit(decided, title="X"), world.learner.withdraw(decided)):
        assert (answer.status, answer.problem) == (409, "action-not-allowed")
    assert world.learner.read(decided)["title"] == "First aid at work"


def test_withdrawn_is_out_of_the_queue_for_good(world: World) -> None:
    certificate = world.learner.submitted()
    withdrawn = world.learner.withdraw(certificate)
    assert (withdrawn.status, withdrawn.body["status"]) == (200, "withdrawn")
    assert world.learner.withdraw(certificate).body == withdrawn.body
    assert world.reviewer.call("GET", "/reviews").body["items"] == []
    assert world.learner.edit(withdrawn.body).problem == "action-not-allowed"
    assert world.reviewer.decide(withdrawn.body, "approve").problem == "action-not-allowed"
    assert world.learner.call("GET", "/statement").body["items"] == []


# Reading


def test_the_accepted_file_comes_back_under_its_name(world: World) -> None:
    upload = world.learner.uploaded(file_name="Zeugnis \u00c4.pdf")
    certificate = world.learner.submit(upload["id"]).body
    for answer in (
        world.learner.call("GET", f"/certificates/{certificate['id']}/file"),
        world.reviewer.call(
            "GET", f"/learners/{world.learner.id}/certificates/{certificate['id']}/file"
        ),
    ):
        assert answer.status == 200
        url = urlsplit(answer.body["url"])
        query = parse_qs(url.query)
        assert query["X-Amz-Expires"] == ["60"]
        assert query["response-content-type"] == ["application/pdf"]
        (disposition,) = query["response-content-disposition"]
        assert disposition.startswith("attachment;")
        assert "Zeugnis%20%C3%84.pdf" in disposition
        found = boto3.client("s3", region_name=REGION).get_object(
            Bucket=ENVIRONMENT["EVIDENCE_BUCKET"],
            Key=url.path.lstrip("/").removeprefix(ENVIRONMENT["EVIDENCE_BUCKET"]).lstrip("/"),
            VersionId=query["versionId"][0],
        )
        assert found["Body"].read() == PDF


def test_a_file_that_was_not_accepted_is_not_shown(world: World) -> None:
    permit = world.learner.upload()
    certificate = world.learner.submit(permit["id"]).body
    path = f"/certificates/{certificate['id']}/file"
    assert world.learner.call("GET", path).problem == "file-not-available"
    assert world.learner.call("GET", f"/certificates/{ulid(1)}/file").status == 404


def populate(world: World) -> dict[str, dict[str, Any]]:
    """One certificate in every status, standing and year."""
    world.credit_type("ceu")
    soon, late = today() + timedelta(days=60), today() + timedelta(days=61)
    made = {
        "pending": world.learner.submitted(earned_on="2024-05-01"),
        "withdrawn": world.learner.submitted(earned_on="2024-06-01"),
        "declined": world.learner.submitted(earned_on="2025-01-01"),
        "changes_requested": world.learner.submitted(earned_on="2025-02-01"),
        "active": world.learner.submitted(earned_on="2025-03-01", expires_on=f"{late}"),
        "expiring": world.learner.submitted(earned_on="2025-04-01", expires_on=f"{soon}"),
        "expired": world.learner.submitted(earned_on="2020-01-01", expires_on="2021-01-01"),
        "revoked": world.learner.submitted(
            earned_on="2026-01-01", claims=[{"credit_type": "ceu", "credits": "1"}]
        ),
    }
    world.learner.withdraw(made["withdrawn"])
    world.reviewer.decide(made["declined"], "decline", "no")
    world.reviewer.decide(made["changes_requested"], "request_changes", "more")
    for name in ("active", "expiring", "expired"):
        assert world.reviewer.decide(made[name], "approve").status == 200
    approved = world.reviewer.decide(made["revoked"], "approve").body
    assert world.administrator.decide(approved, "revoke", "fraud").status == 200
    return made


def test_filters_find_what_they_say(world: World) -> None:
    made = populate(world)
    names = {record["id"]: name for name, record in made.items()}

    def found(**query: str) -> set[str]:
        answers = (
            world.learner.call("GET", "/certificates", query=dict(query)),
            world.reviewer.call(
                "GET", f"/learners/{world.learner.id}/certificates", query=dict(query)
            ),
        )
        # Staff see the same, who has taken it, and whether the document agrees.
        for own, shown in zip(*(answer.body["items"] for answer in answers), strict=True):
            assert {**own, "assignment": None, "document_says": shown["document_says"]} == shown
        return {names[item["id"]] for item in answers[0].body["items"]}

    assert found() == set(made)
    for status in made:
        assert found(status=status) == {status}
    assert found(status="approved") == {"active", "expiring", "expired"}
    assert found(credit_type="ceu") == {"revoked"}
    assert found(credit_type="cpe", status="revoked") == set()
    assert found(kind="external") == set(made)
    assert found(kind="academy") == set()
    assert found(earned_from="2025-02-01", earned_to="2025-03-01") == {
        "changes_requested",
        "active",
    }
    assert found(earned_to="2020-01-01") == {"expired"}
    standings = {
        names[item["id"]]: item["standing"]
        for item in world.learner.call("GET", "/certificates").body["items"]
    }
    assert {name for name, standing in standings.items() if standing} == {
        "active",
        "expiring",
        "expired",
    }
    assert all(standing in {None, name} for name, standing in standings.items())


@pytest.mark.parametrize(
    ("query", "certificates", "credits_"),
    [
        ({}, 8, [("ceu", "1.00", "0.00"), ("cpe", "10.50", "4.50")]),
        ({"status": "approved"}, 3, [("cpe", "4.50", "4.50")]),
        ({"status": "expired"}, 1, [("cpe", "1.50", "1.50")]),
        ({"credit_type": "ceu"}, 1, [("ceu", "1.00", "0.00")]),
        ({"earned_from": "2025-02-01", "earned_to": "2025-03-01"}, 2, [("cpe", "3.00", "1.50")]),
        ({"kind": "academy"}, 0, []),
    ],
)
def test_totals_are_those_of_the_list_with_the_same_filters(
    world: World,
    query: dict[str, str],
    certificates: int,
    credits_: list[tuple[str, str, str]],
) -> None:
    populate(world)
    own = world.learner.call("GET", "/certificates/totals", query=query)
    assert own.status == 200, own
    assert own.body["certificates"] == certificates
    told = [(one["credit_type"], one["claimed"], one["awarded"]) for one in own.body["credits"]]
    assert told == credits_
    path = f"/learners/{world.learner.id}/certificates/totals"
    assert world.reviewer.call("GET", path, query=query).body == own.body
    listed = world.learner.call("GET", "/certificates", query=query).body["items"]
    assert len(listed) == certificates


@pytest.mark.usefixtures("in_2026")
def test_the_statement_counts_pending_and_approved(world: World) -> None:
    populate(world)
    lines = world.learner.call("GET", "/statement").body["items"]
    assert [(line["period"], line["claimed"], line["awarded"]) for line in lines] == [
        # The present year is listed although nothing was earned in it yet.
        ("2026", "0.00", "0.00"),
        ("2025", "0.00", "3.00"),
        ("2024", "1.50", "0.00"),
        ("2020", "0.00", "1.50"),
    ]
    path = f"/learners/{world.learner.id}/statement"
    assert world.reviewer.call("GET", path).body["items"] == lines


def test_the_lines_of_a_period_come_page_by_page_by_the_day_earned(world: World) -> None:
    world.credit_type("free", requires=[])
    days = ["2025-05-02", "2025-03-01", "2025-05-02", "2025-12-31", "2024-01-01"]
    for day in days:
        handed_in(world.learner, "free", earned_on=day)
    handed_in(world.new_learner(), "free", earned_on="2025-06-01")
    found: list[dict[str, Any]] = []
    query = {"credit_type": "free", "period": "2025", "limit": "1"}
    path = "/statement/lines"
    while True:
        page = world.learner.call("GET", path, query=query).body
        staff = world.reviewer.call("GET", f"/learners/{world.learner.id}{path}", query=query)
        assert staff.body["items"] == page["items"]
        assert len(page["items"]) == 1
        found += page["items"]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    places = [(line["earned_on"], line["certificate_id"]) for line in found]
    assert places == sorted(places)
    assert [day for day, _ in places] == ["2025-03-01", "2025-05-02", "2025-05-02", "2025-12-31"]
    other = {**query, "period": "2024"}
    assert world.learner.call("GET", path, query=other).wrong == {("query", "cursor")}


@pytest.mark.parametrize(
    "wanted", [{"period": "1999"}, {"period": "lifetime"}, {"credit_type": "other"}]
)
def test_a_period_the_statement_does_not_have_has_no_lines(
    world: World, wanted: dict[str, str]
) -> None:
    world.learner.submitted()
    query = {"credit_type": "cpe", "period": "2026", **wanted}
    answer = world.learner.call("GET", "/statement/lines", query=query)
    assert (answer.status, answer.body) == (200, {"items": [], "next_cursor": None})


@pytest.mark.parametrize("missing", ["credit_type", "period"])
def test_lines_are_of_one_type_and_period(world: World, missing: str) -> None:
    query = {"credit_type": "cpe", "period": "2026"}
    del query[missing]
    answer = world.learner.call("GET", "/statement/lines", query=query)
    assert (answer.status, answer.wrong) == (400, {("query", missing)})


def test_pages_are_never_short_and_hold_everything_once_newest_first(world: World) -> None:
    for day in range(10, 17):
        with at(datetime(2026, 1, day, tzinfo=UTC)):
            permit = world.learner.uploaded()
            certificate = world.learner.submit(permit["id"], earned_on=f"2025-01-{day}").body
            if day % 2:
                world.reviewer.decide(certificate, "approve")
    filters: list[dict[str, Any]] = [{}, {"status": "approved"}, {"earned_to": "2025-01-15"}]
    for query, limit in product(filters, (1, 2, 3, 7)):
        everything = world.learner.call("GET", "/certificates", query=query).body["items"]
        ids = [item["id"] for item in everything]
        assert ids
        assert ids == sorted(ids, reverse=True)
        pages = [*_pages(world, {**query, "limit": f"{limit}"})]
        assert [item for page in pages for item in page] == everything
        assert all(len(page) == limit for page in pages[:-1])
        assert pages[-1]


def _pages(world: World, query: dict[str, Any]) -> Iterator[list[dict[str, Any]]]:
    while True:
        page = world.learner.call("GET", "/certificates", query=query).body
        yield page["items"]
        if page["next_cursor"] is None:
            return
        query = {**query, "cursor": page["next_cursor"]}


def test_a_cursor_serves_its_own_list_alone(world: World) -> None:
    for _ in range(2):
        world.learner.submitted()
    cursor = world.learner.call("GET", "/certificates", query={"limit": "1"}).body["next_cursor"]
    stranger = world.new_learner()
    for answer in (
        stranger.call("GET", "/certificates", query={"cursor": cursor}),
        world.learner.call("GET", "/certificates", query={"cursor": cursor, "status": "pending"}),
        world.reviewer.call("GET", "/reviews", query={"cursor": cursor}),
    ):
        assert (answer.status, answer.wrong) == (400, {("query", "cursor")})
    path = f"/learners/{world.learner.id}/certificates"
    assert world.reviewer.call("GET", path, query={"cursor": cursor}).status == 200
    assert world.learner.call("GET", "/certificates", query={"cursor": cursor, "limit": "1"}).body[
        "items"
    ]
