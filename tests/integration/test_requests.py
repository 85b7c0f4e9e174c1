"""What the edge refuses before anything is looked up, with every wrong field named."""

import json
from typing import Any

import pytest

from tests.support import events
from tests.support.world import (
    Learner,
    Staff,
    World,
    answer_of,
    if_match,
    lambda_context,
    module_of,
    submission,
)


@pytest.mark.parametrize(
    "body",
    [
        *(
            "null",
            "1",
            '"x"',
            "[]",
            "true",
            "{",
            "}",
            " ",
            "\x00",
            "{'title': 'x'}",
            '{"title": NaN}',
        ),
        *('{"title": Infinity}', '{"title": "\\ud800"}', '{"title": "\x00"}', "[" * 20000),
        '{"n": ' + "1" * 5000 + "}",
        '[{"title": "x"}]',
    ],
)
def test_a_body_that_is_no_json_object_is_refused(world: World, body: str) -> None:
    answer = world.learner.call("POST", "/certificates", body)
    assert (answer.status, answer.problem) == (400, "bad-request")


def test_a_missing_body_is_named(world: World) -> None:
    answer = world.learner.call("POST", "/certificates")
    assert (answer.status, answer.wrong) == (422, {("body", "")})


@pytest.mark.parametrize("body", ["x" * 65_537, '{"title": "' + "\u00e9" * 32_763 + '"}'])
def test_an_oversize_body_is_refused_by_its_bytes(world: World, body: str) -> None:
    answer = world.learner.call("POST", "/certificates", body)
    assert (answer.status, answer.problem) == (413, "content-too-large")


@pytest.mark.parametrize(
    "kind",
    ["", "text/plain", "text/json", "application/x-www-form-urlencoded", "application/json-patch"],
)
def test_another_content_type_is_refused(world: World, kind: str) -> None:
    answer = world.learner.call("POST", "/certificates", {}, headers={"Content-Type": kind})
    assert (answer.status, answer.problem) == (415, "unsupported-media-type")


@pytest.mark.parametrize(
    "kind", ["application/json; charset=utf-8", "Application/JSON", " application/json ;x=y"]
)
def test_json_is_taken_however_its_type_is_written(world: World, kind: str) -> None:
    body = {"file_name": "a.pdf", "content_type": "application/pdf", "size": 1, "sha256": "0" * 64}
    answer = world.learner.call("POST", "/uploads", body, headers={"Content-Type": kind})
    assert answer.status == 201


def test_every_wrong_field_of_a_submission_is_named(world: World) -> None:
    body = {
        "title": 1,
        "issuer": " ",
        "certificate_number": [],
        "verification_link": "ftp://x",
        "earned_on": 20240101,
        "expires_on": "soon",
        "claims": [{"credit_type": "#", "credits": 1.5, "more": 1}, {}, "x"],
        "upload_id": "x",
        "id": "x",
        "status": "approved",
        "learner_id": "learner-2",
    }
    answer = world.learner.call("POST", "/certificates", body)
    assert (answer.status, answer.problem) == (422, "unprocessable-content")
    assert answer.wrong == {
        ("body", name)
        for name in (
            *("title", "issuer", "certificate_number", "verification_link", "earned_on"),
            *("expires_on", "claims.0.credit_type", "claims.0.credits", "claims.0.more"),
            *("claims.1.credit_type", "claims.1.credits", "claims.2", "upload_id", "id"),
            *("status", "learner_id"),
        )
    }


@pytest.mark.parametrize(
    "claims",
    [
        [],
        None,
        {},
        "x",
        {"credit_type": "cpe", "credits": "1"},
        [{"credit_type": f"c{n}", "credits": "1"} for n in range(11)],
    ],
)
def test_a_submission_has_one_to_ten_claims(world: World, claims: object) -> None:
    body = submission("01JD8Z6V9Q3T5W7X9Y1Z3A5C7E") | {"claims": claims}
    answer = world.learner.call("POST", "/certificates", body)
    assert (answer.status, answer.wrong) == (422, {("body", "claims")})


@pytest.mark.parametrize("amount", [1, 1.5, "1.234", "-1", "0", "10000", "1e2", None, True, "", []])
def test_credits_are_decimal_strings(world: World, amount: object) -> None:
    body = submission(
        "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E", claims=[{"credit_type": "cpe", "credits": amount}]
    )
    answer = world.learner.call("POST", "/certificates", body)
    assert (answer.status, answer.wrong) == (422, {("body", "claims.0.credits")})


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"size": True}, {"size"}),
        ({"size": "5"}, {"size"}),
        ({"size": 1.0}, {"size"}),
        ({"size": 0}, {"size"}),
        ({"size": -1}, {"size"}),
        ({"size": 10**300}, {"size"}),
        ({"size": 10_485_761}, {"size"}),
        ({"sha256": "A" * 64}, {"sha256"}),
        ({"content_type": "text/html"}, {"content_type"}),
        ({"content_type": "image/png"}, {"file_name"}),
        ({"file_name": "../x.pdf"}, {"file_name"}),
        ({"file_name": "x\u202efdp.pdf"}, {"file_name"}),
        (
            {"file_name": None, "sha256": 1, "academy_id": "x"},
            {"file_name", "sha256", "academy_id"},
        ),
        ({"certificate_id": "x"}, {"certificate_id"}),
    ],
)
def test_every_wrong_field_of_an_upload_is_named(
    world: World, fields: dict[str, Any], wrong: set[str]
) -> None:
    body = {"file_name": "a.pdf", "content_type": "application/pdf", "size": 5, "sha256": "0" * 64}
    answer = world.learner.call("POST", "/uploads", body | fields)
    assert (answer.status, {field for _, field in answer.wrong}) == (422, wrong)


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"limit": "0"}, {"limit"}),
        ({"limit": "101"}, {"limit"}),
        ({"limit": "x"}, {"limit"}),
        ({"limit": ""}, {"limit"}),
        ({"limit": "1" * 5000}, {"limit"}),
        ({"limit": ["1", "2"]}, {"limit"}),
        ({"status": "gone"}, {"status"}),
        ({"status": ""}, {"status"}),
        ({"status": "pending,approved"}, {"status"}),
        ({"status": ["pending", "approved"]}, {"status"}),
        ({"kind": "x", "credit_type": "#"}, {"kind", "credit_type"}),
        ({"earned_from": "2026-02-30", "earned_to": "x"}, {"earned_from", "earned_to"}),
        ({"cursor": ""}, {"cursor"}),
        ({"cursor": "x"}, {"cursor"}),
        ({"cursor": "\u00e9"}, {"cursor"}),
        ({"cursor": "x" * 1001}, {"cursor"}),
        ({"academy_id": "other"}, {"academy_id"}),
        ({"filters": "x"}, {"filters"}),
        ({"Status": "pending"}, {"Status"}),
        ({"": "x"}, {""}),
        ({"limit": "0", "foo": "x", "status": "x"}, {"limit", "foo", "status"}),
    ],
)
def test_every_wrong_parameter_is_named(
    world: World, query: dict[str, Any], wrong: set[str]
) -> None:
    for answer in (
        world.learner.call("GET", "/certificates", query=query),
        world.reviewer.call("GET", f"/learners/{world.learner.id}/certificates", query=query),
    ):
        assert (answer.status, answer.wrong) == (400, {("query", name) for name in wrong})


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ({"status": "withdrawn"}, {"status"}),
        ({"status": "active"}, {"status"}),
        (
            {"learner_id": "#", "credit_type": "A", "limit": "-1"},
            {"learner_id", "credit_type", "limit"},
        ),
        (
            {"kind": "internal", "origin": "system", "taken": "mine", "overdue": "x"},
            {"kind", "origin", "taken", "overdue"},
        ),
        ({"earned_from": "2026-01-01"}, {"earned_from"}),
        ({"cursor": "e30"}, {"cursor"}),
    ],
)
def test_every_wrong_parameter_of_the_queue_is_named(
    world: World, query: dict[str, Any], wrong: set[str]
) -> None:
    answer = world.reviewer.call("GET", "/reviews", query=query)
    assert (answer.status, answer.wrong) == (400, {("query", name) for name in wrong})


@pytest.mark.parametrize("path", ["/credit-types", "/statement"])
def test_a_route_without_parameters_takes_none(world: World, path: str) -> None:
    assert world.learner.call("GET", path, query={"a": "b"}).wrong == {("query", "a")}


@pytest.mark.parametrize("id_", ["abc", "%20", "01jd8z6v9q3t5w7x9y1z3a5c7e", "..%2F..", "null"])
def test_a_malformed_id_in_the_path_is_named(world: World, id_: str) -> None:
    answer = world.learner.call("GET", f"/certificates/{id_}")
    assert (answer.status, answer.wrong) == (400, {("path", "certificate_id")})
    answer = world.learner.call("GET", f"/uploads/{id_}")
    assert (answer.status, answer.wrong) == (400, {("path", "upload_id")})


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "OPTIONS", "TRACE", "NONSENSE"])
def test_an_unknown_method_or_path_is_nothing(world: World, method: str) -> None:
    assert world.learner.call(method, "/certificates", function="listing").problem == "not-found"
    assert world.learner.call("GET", "/nowhere", function="listing").problem == "not-found"


@pytest.mark.parametrize("etag", ["*", 'W/"1"', '"1', '""', "", '"1", "2"', '"-1"', '"\uff11"'])
def test_a_mangled_if_match_is_refused_everywhere(world: World, etag: str) -> None:
    certificate = world.learner.submitted()
    headers: Any = {"If-Match": etag}
    id_ = certificate["id"]
    body = submission(certificate["file"]["upload_id"])
    decisions = f"/learners/{world.learner.id}/certificates/{id_}/decisions"
    for answer in (
        world.learner.call("PUT", f"/certificates/{id_}", body, headers=headers),
        world.learner.call("DELETE", f"/certificates/{id_}", headers=headers),
        world.reviewer.call("POST", decisions, {"action": "approve"}, headers=headers),
        world.administrator.call("DELETE", "/credit-types/cpe", headers=headers),
        world.administrator.call("PUT", "/settings", {}, headers=headers),
        world.administrator.call("DELETE", "/staff/reviewer-1", headers=headers),
    ):
        assert (answer.status, answer.wrong) == (400, {("header", "If-Match")})


def test_if_match_given_twice_is_refused(world: World) -> None:
    certificate = world.learner.submitted()
    headers: Any = {"If-Match": ['"1"', '"2"']}
    answer = world.learner.call("DELETE", f"/certificates/{certificate['id']}", headers=headers)
    assert (answer.status, answer.wrong) == (400, {("header", "If-Match")})


def test_a_change_without_if_match_is_refused(world: World) -> None:
    certificate = world.learner.submitted()
    id_ = certificate["id"]
    body = submission(certificate["file"]["upload_id"])
    decisions = f"/learners/{world.learner.id}/certificates/{id_}/decisions"
    for answer in (
        world.learner.call("PUT", f"/certificates/{id_}", body),
        world.learner.call("DELETE", f"/certificates/{id_}"),
        world.reviewer.call("POST", decisions, {"action": "approve"}),
        world.administrator.call("DELETE", "/credit-types/cpe"),
        world.administrator.call("DELETE", "/staff/reviewer-1"),
    ):
        assert (answer.status, answer.problem) == (428, "precondition-required")


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"action"}),
        ({"action": "explode", "comment": 1, "by": "me"}, {"action", "comment", "by"}),
        ({"action": "record_file"}, {"action"}),
        ({"action": "submit"}, {"action"}),
        ({"action": "decline", "comment": " "}, {"comment"}),
        ({"action": "decline", "comment": "x" * 2001}, {"comment"}),
        ({"action": "decline", "comment": "a\x00b"}, {"comment"}),
        ({"action": "decline"}, {"comment", "reason"}),
    ],
)
def test_every_wrong_field_of_a_decision_is_named(
    world: World, body: dict[str, Any], wrong: set[str]
) -> None:
    certificate = world.learner.submitted()
    path = f"/learners/{world.learner.id}/certificates/{certificate['id']}/decisions"
    answer = world.reviewer.call("POST", path, body, headers=if_match(certificate))
    assert (answer.status, answer.wrong) == (422, {("body", name) for name in wrong})
    assert "<" not in json.dumps(answer.body)


@pytest.mark.parametrize(
    ("path", "body", "wrong"),
    [
        ("/credit-types/x", {}, {"name", "unit"}),
        (
            "/credit-types/x",
            {"name": "x", "unit": "h", "retired": True, "id": "y"},
            {"retired", "id"},
        ),
        ("/credit-types/x", {"name": "x", "unit": "h", "step": 0.25}, {"step"}),
        (
            "/credit-types/x",
            {"name": "x", "unit": "h", "minimum": "0.1", "maximum": "0.3"},
            {"minimum", "maximum"},
        ),
        (
            "/credit-types/x",
            {"name": "x", "unit": "h", "minimum": "2", "maximum": "1"},
            {"maximum"},
        ),
        ("/staff/x", {}, {"name", "role"}),
        ("/staff/x", {"name": "x", "role": 2}, {"role"}),
        ("/staff/x", {"name": "x", "role": "Reviewer"}, {"role"}),
        ("/staff/x", {"name": "x", "role": "owner", "version": 3}, {"role", "version"}),
        ("/settings", {"time_zone": "Mars/Base", "academy_id": "y"}, {"time_zone", "academy_id"}),
    ],
)
def test_every_wrong_field_of_the_set_up_is_named(
    world: World, path: str, body: dict[str, Any], wrong: set[str]
) -> None:
    answer = world.administrator.call("PUT", path, body)
    assert (answer.status, answer.wrong) == (422, {("body", name) for name in wrong})


def test_wrong_parts_of_all_kinds_are_named_together(world: World) -> None:
    answer = world.administrator.call("PUT", "/staff/a%23b", {"role": "x"}, query={"q": "1"})
    assert answer.status == 400
    assert answer.wrong == {
        ("path", "principal"),
        ("body", "name"),
        ("body", "role"),
        ("query", "q"),
    }


# Callers


@pytest.mark.parametrize(
    "claims",
    [
        {"token_use": "access"},
        {"aud": "another-application"},
        {"custom:academy_id": None},
        {"custom:academy_id": "a#b"},
        {"sub": ""},
    ],
)
def test_a_token_that_names_no_learner_is_forbidden(world: World, claims: dict[str, Any]) -> None:
    caller = Learner(world.academy_id, "learner-1", claims)
    assert caller.call("GET", "/certificates").problem == "forbidden"
    assert caller.call("GET", "/statement").problem == "forbidden"


@pytest.mark.parametrize(
    "principal", ["nobody", "learner-1", "", "REVIEWER-1", "123456789012.learning-platform"]
)
def test_who_is_not_on_the_staff_list_is_forbidden(world: World, principal: str) -> None:
    answer = Staff(world.academy_id, principal).call("GET", "/reviews")
    assert (answer.status, answer.problem) == (403, "forbidden")


def test_staff_of_another_academy_learn_nothing_of_this_one(
    world: World, other_world: World
) -> None:

    stranger = Staff(other_world.academy_id, "stranger-1")
    other_world.administrator.call(
        "PUT", "/staff/stranger-1", {"name": "Stranger", "role": "administrator"}
    )
    certificate = world.learner.submitted()
    portfolio = f"/learners/{world.learner.id}"
    one = f"{portfolio}/certificates/{certificate['id']}"
    calls: list[tuple[str, str, Any]] = [
        *(("GET", path, None) for path in ("/reviews", "/settings", "/credit-types", "/staff")),
        *(("GET", path, None) for path in (f"{portfolio}/certificates", f"{portfolio}/statement")),
        *(("GET", path, None) for path in (one, f"{one}/file", "/staff/reviewer-1")),
        ("POST", f"{one}/decisions", {"action": "approve"}),
        ("PUT", "/staff/stranger-1", {"name": "Stranger", "role": "administrator"}),
        ("PUT", "/credit-types/x", {"name": "x", "unit": "x"}),
        ("DELETE", "/credit-types/cpe", None),
        ("DELETE", "/staff/reviewer-1", None),
    ]
    for method, path, body in calls:
        headers = if_match({"version": 1})
        here = stranger.call(method, path, body, headers=headers, academy_id=world.academy_id)
        nowhere = stranger.call(method, path, body, headers=headers, academy_id="no-such-academy")
        assert here.status == 403, (method, path)
        assert here.body == nowhere.body


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/settings", {}),
        ("PUT", "/credit-types/x", {"name": "x", "unit": "x"}),
        ("DELETE", "/credit-types/cpe", None),
        ("POST", "/staff", {"name": "x", "role": "reviewer", "mail": "x@demo.example"}),
        ("GET", "/staff/reviewer-1", None),
        ("PUT", "/staff/reviewer-1", {"name": "x", "role": "administrator"}),
        ("DELETE", "/staff/administrator-1", None),
    ],
)
def test_a_reviewer_cannot_set_up_the_academy(
    world: World,
    method: str,
    path: str,
    body: Any,
) -> None:
    answer = world.reviewer.call(method, path, body, headers=if_match({"version": 1}))
    assert (answer.status, answer.problem) == (403, "forbidden")


def test_staff_just_removed_are_out_at_once(world: World) -> None:
    assert world.reviewer.call("GET", "/reviews").status == 200
    answer = world.administrator.call(
        "DELETE", "/staff/reviewer-1", headers=if_match({"version": 1})
    )
    assert answer.status == 200
    assert world.reviewer.call("GET", "/reviews").status == 403


def test_a_role_on_the_list_is_staff_however_its_name_is_encoded(world: World) -> None:
    answer = world.administrator.call(
        "PUT", "/staff/123456789012.platform%40eu%2Bone", {"name": "Platform", "role": "reviewer"}
    )
    assert (answer.status, answer.body["principal"]) == (200, "123456789012.platform@eu+one")
    role = Staff(world.academy_id, "123456789012.platform@eu+one")
    assert role.call("GET", "/reviews").status == 200


# What belongs to others


def test_another_learner_s_records_are_not_there(world: World, other_world: World) -> None:
    certificate = world.learner.submitted()
    id_, upload_id = certificate["id"], certificate["file"]["upload_id"]
    for stranger in (world.new_learner(), Learner(other_world.academy_id, world.learner.id)):
        headers = if_match(certificate)
        missing = "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"
        for method, path in (
            ("GET", "/certificates/{}"),
            ("GET", "/certificates/{}/file"),
            ("DELETE", "/certificates/{}"),
        ):
            foreign = stranger.call(method, path.format(id_), headers=headers)
            absent = stranger.call(method, path.format(missing), headers=headers)
            assert foreign.status == 404
            assert foreign.body == absent.body
        assert stranger.call("GET", f"/uploads/{upload_id}").status == 404
        edit = stranger.edit(certificate)
        assert (edit.status, edit.wrong) == (422, {("body", "upload_id")})
        assert stranger.call("GET", "/certificates").body["items"] == []
        assert stranger.call("GET", "/statement").body["items"] == []


def test_a_reviewer_finds_a_certificate_only_under_its_learner(world: World) -> None:
    certificate = world.learner.submitted()
    wrong = dict(certificate, learner_id="learner-99")
    assert world.reviewer.decide(wrong, "approve").status == 404
    path = f"/learners/learner-99/certificates/{certificate['id']}"
    assert world.reviewer.call("GET", path).status == 404
    assert world.reviewer.call("GET", f"{path}/file").status == 404


def test_a_problem_can_be_read_by_the_portal(world: World) -> None:
    answer = world.learner.call("GET", "/certificates/x")
    assert answer.headers["Access-Control-Allow-Origin"] == "https://portal.example.org"
    assert "Retry-After" in answer.headers["Access-Control-Expose-Headers"]
    assert answer.headers["Vary"] == "Origin"


@pytest.mark.usefixtures("aws")
def test_what_nobody_foresaw_is_answered_in_json() -> None:
    event = events.learner_request("GET", "/certificates", claims={})
    del event["requestContext"]["authorizer"]["claims"]
    event["requestContext"]["authorizer"] = "broken"
    answer = answer_of(module_of("listing").handler(event, lambda_context()))
    assert (answer.status, answer.problem) == (500, "internal-error")
