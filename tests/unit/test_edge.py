"""The edge without AWS: cursors, problems, callers, file names, S3's sequencer."""

import base64
import json
import re
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from certfolio.api import problems
from certfolio.api.callers import learner_of, principal_of
from certfolio.api.cursors import decode, encode
from certfolio.api.edge import version_of
from certfolio.api.problems import ProblemType, RequestRefused, problem_of
from certfolio.domain import errors
from certfolio.domain.actions import Action, Status
from certfolio.domain.errors import (
    Barred,
    CertfolioError,
    FieldError,
    Forbidden,
    InvalidInput,
    Missing,
)
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.files import ContentType, RejectionReason
from certfolio.domain.rights import Withholding
from certfolio.domain.uploads import wrong_declaration
from certfolio.services.inspection import PutTwice, is_newer
from certfolio.services.pages import Page, page_of
from certfolio.storage.conflicts import (
    ExternalIdTaken,
    LeaseChanged,
    OtherChanged,
    SetUpChanged,
    UploadChanged,
)
from certfolio.storage.files import content_disposition
from certfolio.storage.post import Refused, TakesNone
from tests.support.builders import certificate
from tests.support.events import sample

ROOT = Path(__file__).parent.parent.parent

# Cursors


class Place(BaseModel):
    id: int


QUERY = {"list": "certificates", "owner": "a", "status": "pending"}


def b64(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_cursor_leads_back_to_its_place() -> None:
    assert decode(encode(Place(id=7), QUERY), Place, QUERY) == Place(id=7)


def test_a_filter_that_is_not_set_makes_no_difference() -> None:
    assert decode(encode(Place(id=7), {**QUERY, "kind": None}), Place, QUERY) == Place(id=7)


@pytest.mark.parametrize(
    "other",
    [
        {**QUERY, "status": "approved"},
        {**QUERY, "owner": "b"},
        {**QUERY, "list": "reviews"},
        {**QUERY, "kind": "external"},
        {"list": "certificates", "owner": "a"},
    ],
)
def test_a_cursor_of_another_list_is_refused(other: dict[str, str]) -> None:
    with pytest.raises(InvalidInput) as caught:
        decode(encode(Place(id=7), other), Place, QUERY)
    assert [(error.field, error.part) for error in caught.value.errors] == [("cursor", "query")]


GOOD = encode(Place(id=7), QUERY)


@pytest.mark.parametrize(
    "cursor",
    [
        *(
            "",
            "=",
            "x",
            "\u00e9",
            "\ud800",
            GOOD[:-3],
            GOOD[3:],
            GOOD + "AAAA",
            GOOD + "!",
            f" {GOOD}",
        ),
        *(b64("{}"), b64("[]"), b64("null"), b64("1"), b64('"x"'), b64("["), b64("[" * 3000)),
        b64("1" * 5000),
        b64(json.dumps({"q": 1, "p": 2})),
        b64(base64.urlsafe_b64decode(GOOD + "==").decode().replace("7", '"x"', 1)),
        GOOD.swapcase(),
    ],
)
def test_a_mangled_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput):
        decode(cursor, Place, QUERY)


def test_a_page_says_whether_more_follows() -> None:
    assert page_of(range(10), 3, lambda n: n % 2 == 0) == Page([0, 2, 4], more=True)
    assert page_of(range(10), 5, lambda n: n % 2 == 0) == Page([0, 2, 4, 6, 8], more=False)
    assert page_of([], 5, bool) == Page([], more=False)


# Problems

WRONG = FieldError("title", FieldCode.MISSING)
ERRORS: list[tuple[CertfolioError, int, str]] = [
    (InvalidInput(WRONG), 422, "invalid-input"),
    (
        InvalidInput(FieldError("cursor", FieldCode.NOT_A_CURSOR, part="query")),
        400,
        "invalid-input",
    ),
    (errors.NotFound(Missing.CERTIFICATE), 404, "not-found"),
    (Forbidden(Barred.NEEDS_OTHER_ROLE), 403, "forbidden"),
    (errors.ActionNotAllowed(Action.EDIT, Status.APPROVED), 409, "action-not-allowed"),
    (errors.StaleVersion(3), 412, "stale-version"),
    (errors.StaleVersion(1, certificate()), 412, "stale-version"),
    (errors.BeingErased(), 409, "being-erased"),
    (errors.ErasureWithheld([*Withholding]), 409, "erasure-withheld"),
    (errors.IdReused("id"), 409, "id-reused"),
    (errors.RenewalOpen("id"), 409, "renewal-open"),
    (errors.PreconditionRequired(), 428, "precondition-required"),
    (errors.NoCreditTypes(), 409, "no-credit-types"),
    (errors.LastAdministrator(), 409, "last-administrator"),
    (errors.FileNotAvailable(), 409, "file-not-available"),
    (errors.NotDrawn(), 409, "not-drawn"),
    (errors.MailInUse(), 409, "mail-in-use"),
    (errors.Taken("Reviewer", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)), 409, "taken"),
    (errors.SecondFactorRequired("demo"), 403, "second-factor-required"),
    (
        errors.TooManyUploads(datetime(2026, 3, 2, 9, tzinfo=UTC), timedelta(minutes=30)),
        429,
        "too-many-uploads",
    ),
    (errors.NotTried(), 503, "not-tried"),
    (errors.Unavailable("busy"), 503, "unavailable"),
    (RequestRefused(HTTPStatus.BAD_REQUEST, "no", WRONG), 400, "bad-request"),
]

INTERNAL = {
    UploadChanged,
    LeaseChanged,
    OtherChanged,
    PutTwice,
    SetUpChanged,
    ExternalIdTaken,
    Refused,
    TakesNone,
}
"""Never leave the services: retried there, or no request's concern."""


@pytest.mark.parametrize(("error", "status", "code"), ERRORS)
def test_every_error_has_its_problem(error: CertfolioError, status: int, code: str) -> None:
    answer = problem_of(error)
    body = json.loads(str(answer.body))
    assert (answer.status_code, body["status"]) == (status, status)
    assert body["type"] == f"urn:certfolio:problem:{code}"
    assert body["title"]
    assert body["detail"]
    assert answer.content_type == problems.MEDIA_TYPE
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("status", [status for status in HTTPStatus if status in problems.REFUSALS])
def test_every_refusal_of_the_edge_has_its_problem(status: HTTPStatus) -> None:
    body = json.loads(str(problem_of(RequestRefused(status, "no")).body))
    slug = problems.name_of(status).lower().replace(" ", "-")
    assert (body["type"], body["status"]) == (f"urn:certfolio:problem:{slug}", status)


def test_every_type_of_problem_is_somebodys() -> None:
    gateway = re.findall(
        r"urn:certfolio:problem:[a-z-]+", (ROOT / "template.yaml").read_text(encoding="utf-8")
    )
    ours = {kind for _, kind, _ in problems.ANSWERS.values()} | {*problems.REFUSALS.values()}
    assert {*ProblemType} == ours | {*gateway}


def test_every_kind_of_error_has_a_type_of_its_own() -> None:
    kinds = [kind for _, kind, _ in problems.ANSWERS.values()]
    assert len(kinds) == len({*kinds})
    assert {*kinds}.isdisjoint(problems.REFUSALS.values())


@pytest.mark.parametrize(
    ("error", "values"),
    [
        (errors.ActionNotAllowed("edit", Status.APPROVED), {"status": "approved"}),
        (
            errors.Taken("Reviewer", datetime(2026, 3, 2, 9, 30, tzinfo=UTC)),
            {"by": "Reviewer", "until": "2026-03-02T09:30:00Z"},
        ),
        (errors.SecondFactorRequired("demo"), {"academy_id": "demo"}),
        (errors.ErasureWithheld([Withholding.LEGAL_HOLD]), {"reasons": ["legal_hold"]}),
        (
            errors.TooManyUploads(datetime(2026, 3, 2, 9, tzinfo=UTC), timedelta(minutes=30)),
            {"retry_at": "2026-03-02T09:00:00Z"},
        ),
    ],
)
def test_what_a_detail_tells_is_told_as_values_too(
    error: CertfolioError, values: dict[str, object]
) -> None:
    assert json.loads(str(problem_of(error).body))["values"] == values


@pytest.mark.parametrize("what", Missing)
def test_what_there_is_none_of_has_a_code(what: Missing) -> None:
    body = json.loads(str(problem_of(errors.NotFound(what)).body))
    assert (body["what"], body["detail"]) == (what, f"There is no such {what.words}.")


@pytest.mark.parametrize("why", Barred)
def test_why_something_is_not_allowed_has_a_code(why: Barred) -> None:
    body = json.loads(str(problem_of(Forbidden(why)).body))
    assert (body["why"], body["detail"]) == (why, f"Not allowed: {why.words}.")


def test_the_portal_tells_apart_what_the_api_refuses_for() -> None:
    source = (ROOT / "web" / "src" / "errors.ts").read_text(encoding="utf-8")
    [union] = re.findall(r"export type RefusalCode =([^;]+);", source)
    assert set(re.findall(r'"([^"]+)"', union)) <= {code for _, _, code in ERRORS}


def test_no_error_is_forgotten() -> None:
    public = {
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type)
        and issubclass(kind, CertfolioError)
        and kind is not CertfolioError
    }
    tested = {type(error) for error, _, _ in ERRORS}
    assert public - tested == set(), "every error needs a line in ERRORS"
    for kind in public:
        assert f"{kind.__name__} " in str(errors.__doc__), "the tree names every error"
    known = {
        kind for kind in _subclasses(CertfolioError) if kind.__module__.startswith("certfolio")
    }
    assert known - public - {RequestRefused} == INTERNAL


def _subclasses(kind: type[Any]) -> set[type[Any]]:
    found: set[type[Any]] = {*kind.__subclasses__()}
    return found.union(*map(_subclasses, found))


def test_a_stale_version_brings_what_is_there_now() -> None:
    body = json.loads(str(problem_of(errors.StaleVersion(4, certificate(version=4))).body))
    assert body["current_version"] == body["current"]["version"] == 4
    assert body["current"]["status"] == "pending"


def test_busy_says_when_to_come_back() -> None:
    assert problem_of(errors.Unavailable("x")).headers["Retry-After"] == "2"


def test_the_reason_of_a_fault_stays_inside() -> None:
    assert "ProvisionedThroughput" not in str(
        problem_of(errors.Unavailable("ProvisionedThroughput")).body
    )


@pytest.mark.parametrize(
    ("text", "version"),
    [('"3"', 3), ("3", 3), (' "12" ', 12), ('"0"', 0), ('"999999999"', 999999999)],
)
def test_if_match_takes_the_etag(text: str, version: int) -> None:
    assert version_of(text) == version


@pytest.mark.parametrize(
    "text",
    [
        *(
            "",
            " ",
            "*",
            '"*"',
            'W/"3"',
            '"3',
            '3"',
            '""',
            '"',
            '"3", "4"',
            "3,4",
            "-3",
            "+3",
            "3.0",
        ),
        *("\uff13", "\u0663", "0x3", '"1234567890"', '"3"\n"4"', "\x00", "''3''"),
    ],
)
def test_if_match_takes_nothing_else(text: str) -> None:
    with pytest.raises(RequestRefused) as caught:
        version_of(text)
    assert [(wrong.part, wrong.field) for wrong in caught.value.wrong] == [("header", "If-Match")]


# Callers


CLIENT_ID = sample("learner_request")["requestContext"]["authorizer"]["claims"]["aud"]


def context(**claims: Any) -> dict[str, Any]:
    found: dict[str, Any] = sample("learner_request")["requestContext"]
    known = found["authorizer"]["claims"] | claims
    found["authorizer"]["claims"] = {n: v for n, v in known.items() if v is not None}
    return found


def test_the_sample_token_is_a_learner_s() -> None:
    learner = learner_of(context(), CLIENT_ID)
    assert (learner.owner.academy_id, learner.by.actor.name) == ("demo", "Learner")
    assert learner.owner.learner_id == learner.by.actor.id
    assert learner.by.role is None


@pytest.mark.parametrize(
    "claims",
    [
        {"token_use": "access"},
        {"token_use": None},
        {"aud": "another-application"},
        {"aud": None},
        {"custom:academy_id": None},
        {"custom:academy_id": ""},
        {"custom:academy_id": "demo#STAFF"},
        {"custom:academy_id": "Demo"},
        {"sub": None},
        {"sub": ""},
        {"sub": "a#b"},
    ],
)
def test_other_tokens_are_nobody_s(claims: dict[str, str | None]) -> None:
    with pytest.raises(Forbidden):
        learner_of(context(**claims), CLIENT_ID)


@pytest.mark.parametrize("found", [{}, {"authorizer": {}}, {"authorizer": {"claims": {}}}])
def test_a_request_without_verified_claims_is_nobody_s(found: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        learner_of(found, CLIENT_ID)


@pytest.mark.parametrize("name", [None, "", "  ", "x" * 101, "a\nb"])
def test_a_name_that_cannot_be_shown_is_left_out(name: str | None) -> None:
    assert learner_of(context(name=name), CLIENT_ID).by.actor.name is None


def test_a_user_of_the_identity_pool_is_its_sub() -> None:
    identity = sample("staff_request")["requestContext"]["identity"]
    assert principal_of(identity) == "c0ffee00-5d1a-4b7e-9a3f-0123456789ab"


def test_a_role_is_its_account_and_name_whatever_the_session() -> None:
    identity = sample("staff_request_by_role")["requestContext"]["identity"]
    assert principal_of(identity) == "123456789012.learning-platform"
    identity["userArn"] = identity["userArn"].replace(":aws:", ":aws-cn:").replace("nightly", "x@y")
    assert principal_of(identity) == "123456789012.learning-platform"


@pytest.mark.parametrize(
    "identity",
    [
        {},
        {"userArn": None},
        {"userArn": ""},
        {"userArn": "arn:aws:iam::123456789012:root"},
        {"userArn": "arn:aws:iam::123456789012:user/somebody"},
        {"userArn": "arn:aws:sts::123456789012:federated-user/somebody"},
        {"userArn": "assumed-role/x/y"},
        {"cognitoAuthenticationProvider": "graph.example.org"},
        {"cognitoAuthenticationProvider": "cognito-idp/pool,cognito-idp/pool:CognitoSignIn:"},
        {
            "cognitoAuthenticationProvider": "login.example.org,login:somebody",
            "userArn": "arn:aws:sts::123456789012:assumed-role/learning-platform/x",
        },
    ],
)
def test_other_signers_are_not_staff(identity: dict[str, Any]) -> None:
    with pytest.raises(Forbidden):
        principal_of(identity)


# Files


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.pdf", "attachment; filename=\"a.pdf\"; filename*=UTF-8''a.pdf"),
        ('a"b\\c.pdf', "attachment; filename=\"a_b_c.pdf\"; filename*=UTF-8''a%22b%5Cc.pdf"),
        ("\u00e4 b.pdf", "attachment; filename=\"_ b.pdf\"; filename*=UTF-8''%C3%A4%20b.pdf"),
        ("100%25.pdf", "attachment; filename=\"100_25.pdf\"; filename*=UTF-8''100%2525.pdf"),
        ("a;b=c.pdf", "attachment; filename=\"a;b=c.pdf\"; filename*=UTF-8''a%3Bb%3Dc.pdf"),
        ("it's.pdf", "attachment; filename=\"it's.pdf\"; filename*=UTF-8''it%27s.pdf"),
        ("\U0001f393.pdf", "attachment; filename=\"_.pdf\"; filename*=UTF-8''%F0%9F%8E%93.pdf"),
    ],
)
def test_downloads_get_their_name_back(name: str, expected: str) -> None:
    assert content_disposition(name) == expected


@pytest.mark.parametrize(
    ("name", "kind", "size", "fields"),
    [
        ("a.pdf", ContentType.PDF, 10, []),
        ("A.PDF", ContentType.PDF, 10, []),
        ("a.jpeg", ContentType.JPEG, 10, []),
        ("a.JPG", ContentType.JPEG, 10, []),
        ("a.pdf", ContentType.PNG, 10, ["file_name"]),
        ("a.pdf.exe", ContentType.PDF, 10, ["file_name"]),
        ("pdf", ContentType.PDF, 10, ["file_name"]),
        ("../a.pdf", ContentType.PDF, 10, ["file_name"]),
        ("c:\\a.pdf", ContentType.PDF, 10, ["file_name"]),
        ("a.pdf", ContentType.PDF, 11, ["size"]),
        ("a/b", ContentType.PDF, 11, ["file_name", "file_name", "size"]),
    ],
)
def test_what_is_declared_of_a_file_is_checked(
    name: str, kind: ContentType, size: int, fields: list[str]
) -> None:
    assert [error.field for error in wrong_declaration(name, kind, size, 10)] == fields


@pytest.mark.parametrize("reason", [*RejectionReason])
def test_every_rejection_is_explained_in_words(reason: RejectionReason) -> None:
    assert reason.explanation.endswith(".")


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        ("0055AED6DCD90281E6", "0055AED6DCD90281E5"),
        ("0055AED6DCD90281E501", "0055AED6DCD90281E5"),
        ("0055AED6DCD90281E6", "0055AED6DCD90281E5FF"),
        ("00000000000000000b", "00000000000000000A"),
    ],
)
def test_sequencers_are_compared_as_hexadecimal_padded_on_the_right(
    later: str, earlier: str
) -> None:
    assert is_newer(later, than=earlier)
    assert not is_newer(earlier, than=later)


@pytest.mark.parametrize("other", ["0055AED6", "0055aed6", "0055AED600"])
def test_the_same_sequencer_is_not_newer(other: str) -> None:
    assert not is_newer("0055AED6", than=other)
    assert not is_newer(other, than="0055AED6")
