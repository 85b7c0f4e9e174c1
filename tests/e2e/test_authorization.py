"""Who may call what: every route, every kind of caller, own and foreign and missing objects.

Routes come from the template and the API description, so that a new one cannot be forgotten.
Deny is the default: what `MAY` does not open to a caller must be refused, and the refusal of a
foreign object must not differ from that of one that does not exist.

Every request is one that would succeed. Where it may, a change meets a newer version (412) or
what is there already (409), so that the world stays as it is; a refused one carries the right
version and names nothing that is there, so that nothing but the refusal protects.
"""

import base64
import json
import re
import time
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from unittest import mock

import botocore.auth
import pytest
import requests
from botocore.config import Config
from botocore.credentials import Credentials
from botocore.session import Session
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from ulid import ULID

from certfolio.domain.mails import MailKind
from local.client import Caller, Json
from local.stack import ROOT_KEYS, Stack
from tests.e2e.support import (
    PASSWORD,
    ROOT,
    STAFF_FUNCTIONS,
    Academy,
    LearnerAtWork,
    StaffAtWork,
    declared,
    link,
    open_academy,
    role_credentials,
    root,
    sign_up,
    signed_as_learner,
    template,
    told,
)

Route = tuple[str, str]
MISSING = "01ARZ3NDEKTSV4RRFFQ69G5FAV"

# --- What the routes are and whom they are for ------------------------------------------------

LEARNER_ROUTES: dict[Route, str | None] = {
    # None: the caller's own list. Otherwise the object that the request names.
    ("GET", "/credit-types"): None,
    ("POST", "/uploads"): None,
    ("GET", "/uploads/{upload_id}"): "upload",
    ("GET", "/uploads/{upload_id}/pages"): "upload",
    ("POST", "/certificates"): "upload",
    ("GET", "/certificates"): None,
    ("GET", "/certificates/{certificate_id}"): "certificate",
    ("PUT", "/certificates/{certificate_id}"): "certificate",
    ("DELETE", "/certificates/{certificate_id}"): "certificate",
    ("GET", "/certificates/{certificate_id}/pages"): "certificate",
    ("GET", "/certificates/{certificate_id}/file"): "certificate",
    ("GET", "/certificates/{certificate_id}/outlook"): "certificate",
    ("POST", "/certificates/{certificate_id}/dispute"): "entered",
    ("POST", "/certificates/forecast"): "upload",
    ("GET", "/statement"): None,
    ("GET", "/certificates/totals"): None,
    ("GET", "/statement/lines"): None,
    ("GET", "/transcript"): None,
    ("GET", "/membership"): None,
    ("POST", "/membership/erasure-request"): None,
    ("POST", "/membership/export"): None,
    ("GET", "/transcripts"): None,
    ("POST", "/transcripts"): None,
    ("GET", "/transcripts/{transcript_id}"): "certificate",
    ("GET", "/programmes"): None,
    ("GET", "/holdings"): None,
    ("POST", "/holdings"): None,
    ("GET", "/holdings/{holding_id}"): "certificate",
    ("PUT", "/holdings/{holding_id}"): "certificate",
    ("DELETE", "/holdings/{holding_id}"): "certificate",
    ("GET", "/holdings/{holding_id}/pages"): "certificate",
    ("GET", "/holdings/{holding_id}/file"): "certificate",
    ("GET", "/news"): None,
    ("POST", "/news/read"): None,
    ("GET", "/mail-preferences"): None,
    ("PUT", "/mail-preferences"): None,
}

FACE_ROUTE: Route = ("GET", "/academies/{academy_id}")
LINK_ROUTES: tuple[Route, ...] = (("GET", "/unsubscribe"), ("POST", "/unsubscribe"))
PUBLIC_ROUTES: tuple[Route, ...] = (FACE_ROUTE, *LINK_ROUTES)
"""What everybody may do, whatever token or signature they bring."""

_A = "/admin/academies/{academy_id}"
_L = f"{_A}/learners/{{learner_id}}"
_C = f"{_L}/certificates/{{certificate_id}}"
MEMBER, REVIEWER, ADMINISTRATOR = "member", "reviewer", "administrator"
STAFF_ROUTES: dict[Route, str] = {
    # The least role; a member of staff who has no second factor, where they must, has none of them.
    ("POST", f"{_A}/second-factor"): MEMBER,
    ("GET", f"{_A}/me"): MEMBER,
    ("GET", f"{_A}/reviews"): REVIEWER,
    ("GET", f"{_A}/reviews/totals"): REVIEWER,
    ("GET", f"{_L}/certificates"): REVIEWER,
    ("GET", _C): REVIEWER,
    ("PUT", _C): REVIEWER,
    ("DELETE", _C): REVIEWER,
    ("GET", f"{_C}/pages"): REVIEWER,
    ("GET", f"{_C}/file"): REVIEWER,
    ("GET", f"{_C}/duplicates"): REVIEWER,
    ("GET", f"{_C}/precedents"): REVIEWER,
    ("POST", f"{_C}/forecast"): REVIEWER,
    ("GET", f"{_C}/verification"): ADMINISTRATOR,
    ("PUT", f"{_C}/assignment"): REVIEWER,
    ("DELETE", f"{_C}/assignment"): REVIEWER,
    ("POST", f"{_C}/decisions"): REVIEWER,
    ("POST", f"{_A}/decisions"): REVIEWER,
    ("GET", f"{_L}/statement"): REVIEWER,
    ("GET", f"{_L}/certificates/totals"): REVIEWER,
    ("GET", f"{_L}/statement/lines"): REVIEWER,
    ("GET", f"{_L}/transcript"): REVIEWER,
    ("GET", f"{_L}/transcripts"): REVIEWER,
    ("POST", f"{_L}/transcripts"): REVIEWER,
    ("GET", f"{_L}/transcripts/{{transcript_id}}"): REVIEWER,
    ("POST", f"{_L}/uploads"): REVIEWER,
    ("GET", f"{_L}/uploads/{{upload_id}}"): REVIEWER,
    ("GET", f"{_L}/uploads/{{upload_id}}/pages"): REVIEWER,
    ("POST", f"{_L}/certificates"): REVIEWER,
    ("POST", f"{_A}/uploads"): REVIEWER,
    ("GET", f"{_A}/uploads/{{upload_id}}"): REVIEWER,
    ("GET", f"{_A}/uploads/{{upload_id}}/pages"): REVIEWER,
    ("POST", f"{_A}/certificates"): REVIEWER,
    ("GET", f"{_A}/learners"): REVIEWER,
    ("POST", f"{_A}/learners"): REVIEWER,
    ("GET", _L): REVIEWER,
    ("PUT", _L): REVIEWER,
    ("GET", f"{_L}/membership"): ADMINISTRATOR,
    ("PUT", f"{_L}/membership"): ADMINISTRATOR,
    ("POST", f"{_L}/erasure"): ADMINISTRATOR,
    ("POST", f"{_L}/export"): ADMINISTRATOR,
    ("GET", f"{_A}/programme-packs"): REVIEWER,
    ("GET", f"{_A}/programmes"): REVIEWER,
    ("GET", f"{_A}/programmes/{{programme_id}}"): REVIEWER,
    ("PUT", f"{_A}/programmes/{{programme_id}}"): ADMINISTRATOR,
    ("GET", f"{_A}/programme-packs/{{pack_id}}"): REVIEWER,
    ("POST", f"{_A}/programmes"): ADMINISTRATOR,
    ("POST", f"{_A}/programmes/{{programme_id}}/try"): ADMINISTRATOR,
    ("POST", f"{_A}/programmes/{{programme_id}}/effects"): ADMINISTRATOR,
    ("GET", f"{_A}/programmes/{{programme_id}}/holders"): REVIEWER,
    ("GET", f"{_L}/holdings"): REVIEWER,
    ("POST", f"{_L}/holdings"): REVIEWER,
    ("GET", f"{_L}/holdings/{{holding_id}}"): REVIEWER,
    ("PUT", f"{_L}/holdings/{{holding_id}}"): REVIEWER,
    ("DELETE", f"{_L}/holdings/{{holding_id}}"): REVIEWER,
    ("GET", f"{_L}/holdings/{{holding_id}}/pages"): REVIEWER,
    ("GET", f"{_L}/holdings/{{holding_id}}/file"): REVIEWER,
    ("POST", f"{_L}/holdings/{{holding_id}}/decisions"): REVIEWER,
    ("POST", f"{_L}/holdings/{{holding_id}}/waivers"): ADMINISTRATOR,
    ("DELETE", f"{_L}/holdings/{{holding_id}}/waivers/{{waiver_id}}"): ADMINISTRATOR,
    ("POST", f"{_L}/holdings/{{holding_id}}/met"): REVIEWER,
    ("DELETE", f"{_L}/holdings/{{holding_id}}/met/{{met_id}}"): REVIEWER,
    ("GET", f"{_A}/news"): REVIEWER,
    ("POST", f"{_A}/news/read"): REVIEWER,
    ("GET", f"{_A}/settings"): REVIEWER,
    ("PUT", f"{_A}/settings"): ADMINISTRATOR,
    ("GET", f"{_A}/credit-types"): REVIEWER,
    ("GET", f"{_A}/credit-types/{{credit_type_id}}"): REVIEWER,
    ("PUT", f"{_A}/credit-types/{{credit_type_id}}"): ADMINISTRATOR,
    ("DELETE", f"{_A}/credit-types/{{credit_type_id}}"): ADMINISTRATOR,
    ("GET", f"{_A}/changes"): ADMINISTRATOR,
    # A reviewer finds themselves alone.
    ("GET", f"{_A}/staff"): REVIEWER,
    ("POST", f"{_A}/staff"): ADMINISTRATOR,
    ("GET", f"{_A}/staff/{{principal}}"): ADMINISTRATOR,
    ("PUT", f"{_A}/staff/{{principal}}"): ADMINISTRATOR,
    ("DELETE", f"{_A}/staff/{{principal}}"): ADMINISTRATOR,
}


def _template_routes() -> dict[Route, str]:
    """Routes of the template with their authorizers."""
    return {
        (event["Properties"]["Method"].upper(), event["Properties"]["Path"]): event["Properties"]
        .get("Auth", {})
        .get("Authorizer", "nobody")
        for resource in template()["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
        for event in resource["Properties"].get("Events", {}).values()
        if event["Type"] == "Api"
    }


def _described_routes() -> dict[Route, str]:
    """Routes of the API description with their security."""
    paths = json.loads((ROOT / "docs" / "openapi.json").read_text())["paths"]
    names = {"learner": "Learner", "staff": "AWS_IAM"}
    return {
        (method.upper(), path): names[next(iter(operation["security"][0]))]
        if "security" in operation
        else "nobody"
        for path, operations in paths.items()
        for method, operation in operations.items()
    }


def test_the_matrix_knows_every_route_of_template_and_description() -> None:
    known = dict.fromkeys(LEARNER_ROUTES, "Learner") | dict.fromkeys(STAFF_ROUTES, "AWS_IAM")
    known |= dict.fromkeys(PUBLIC_ROUTES, "nobody")
    assert _template_routes() == known
    assert _described_routes() == known


def test_what_is_deployed_has_these_routes_and_no_other_is_open(stack: Stack) -> None:
    gateway = root(stack, "apigateway")
    found = {}
    for resource in gateway.get_resources(restApiId=stack.api_id, limit=500, embed=["methods"])[
        "items"
    ]:
        for method in resource.get("resourceMethods", {}):
            described = gateway.get_method(
                restApiId=stack.api_id, resourceId=resource["id"], httpMethod=method
            )
            if method != "OPTIONS":
                found[method, resource["path"]] = described["authorizationType"]
    kinds = {"Learner": "COGNITO_USER_POOLS", "AWS_IAM": "AWS_IAM", "nobody": "NONE"}
    assert found == {route: kinds[kind] for route, kind in _template_routes().items()}


@pytest.mark.parametrize("path", ["/", "/admin", "/certificates/x/y/z", "/openapi.json"])
def test_an_unknown_route_tells_nothing(stack: Stack, path: str) -> None:
    assert requests.get(stack.api_url + path, timeout=20).status_code in {401, 403, 404}


# --- The people and what belongs to them ------------------------------------------------------


@dataclass(frozen=True)
class World:
    """Two academies, their people and one object of each kind for each of them.

    Attributes
    ----------
    portfolios
        By learner: the certificate they handed in.
    entered
        By learner: the certificate that staff entered for them.
    packs
        By learner: the transcript with files that they asked for.
    shared
        By caller: the file they put for several learners; its upload's id.
    members
        By academy: a member of staff whom nothing shall happen to.
    holdings
        By learner: the credential that they stated, which nobody has confirmed.
    """

    home: Academy
    away: Academy
    learner: LearnerAtWork
    neighbour: LearnerAtWork
    stranger: LearnerAtWork
    callers: Mapping[str, Caller]
    portfolios: Mapping[str, Json]
    entered: Mapping[str, Json]
    packs: Mapping[str, str]
    shared: Mapping[str, str]
    members: Mapping[str, str]
    holdings: Mapping[str, str]


@pytest.fixture(scope="module")
def world(stack: Stack) -> Iterator[World]:
    home, away = open_academy(stack), open_academy(stack)
    learner, neighbour, stranger = home.learner(), home.learner(), away.learner()
    portfolios = {person.sub: person.hand_in() for person in (learner, neighbour, stranger)}
    entered, holdings = {}, {}
    for academy in (home, away):
        academy.credit_type(NO_FILE, requires=[])
        pack = {"pack": PACK, "id": _programme_of(academy), "state": "in_force"}
        academy.administrator.admin("POST", "/programmes", pack)
    for person, academy in ((learner, home), (neighbour, home), (stranger, away)):
        academy.know(person)
        path = f"/learners/{person.sub}/certificates"
        entered[person.sub] = academy.administrator.admin("POST", path, _entry())
        held = _held(_programme_of(academy), number="1")
        upload = person.accepted_upload(certificate_id=held["id"])
        holdings[person.sub] = person.call(
            "POST", "/holdings", {**held, "upload_id": upload["id"]}
        )["id"]
        # Nobody is erased by those who may.
        held = {"active": True, "hold_reason": "They are needed here."}
        academy.administrator.admin("PUT", f"/learners/{person.sub}/membership", held)
    callers = _callers(stack, home, away, learner, neighbour, stranger)
    made = World(
        home,
        away,
        learner,
        neighbour,
        stranger,
        callers,
        portfolios,
        entered,
        {
            person.sub: person.call("POST", "/transcripts", {"form": "zip"})["id"]
            for person in (learner, neighbour, stranger)
        },
        {
            caller: _shared_upload(callers[caller], {"home": home, "away": away}[where])
            for caller, (where, _) in MAY_STAFF.items()
        },
        {academy.id: academy.staff("reviewer").principal for academy in (home, away)},
        holdings,
    )
    # As outside this machine; the world itself was set up by people who had no second factor.
    with told(stack, STAFF_FUNCTIONS, STAFF_MFA="on"):
        _give_second_factors(callers)
        yield made


def _give_second_factors(callers: Mapping[str, Caller]) -> None:
    without = {"administrator without a second factor", "staff just removed"}
    staff = {name: c for name, c in callers.items() if isinstance(c, StaffAtWork)}
    for name in staff.keys() - without:
        staff[name].enrol()
        assert staff[name].second_factor() == {"enabled": True, "required": True}
    gave_up = staff["administrator who gave the second factor up"]
    gave_up.enrol(enabled=False)
    assert gave_up.second_factor() == {"enabled": False, "required": True}


PACK = "pmi-pmp"
"""A programme that is shipped, which each academy has taken over by an id of its own."""


def _programme_of(academy: Academy) -> str:
    return f"pmp-{academy.id}"


def _held(programme: str, **changes: Any) -> Json:
    """What is stated of a credential."""
    return {"id": str(ULID()), "programme": programme, "held_since": "2024-06-01", **changes}


NO_FILE = "attendance"
"""A credit type that asks for no file."""


def _entry(**changes: Any) -> Json:
    """What staff enter for a learner."""
    return {
        "id": str(ULID()),
        "title": "Safety Briefing",
        "earned_on": "2024-06-01",
        "claims": [{"credit_type": NO_FILE, "credits": "1"}],
        **changes,
    }


def _shared_upload(caller: Caller, academy: Academy) -> str:
    path = f"/admin/academies/{academy.id}/uploads"
    return str(caller.call("POST", path, declared())["id"])


def _callers(  # noqa: PLR0913 - everybody there is
    stack: Stack,
    home: Academy,
    away: Academy,
    learner: LearnerAtWork,
    neighbour: LearnerAtWork,
    stranger: LearnerAtWork,
) -> dict[str, Caller]:
    reviewer = home.staff("reviewer")
    removed = home.staff("reviewer")
    path = f"/admin/academies/{home.id}/staff/{removed.principal}"
    assert home.administrator.request("DELETE", path, version=1).ok
    tokens = learner.account.tokens
    token = tokens["IdToken"]

    def with_token(other: str) -> Caller:
        return Caller(stack, id_token=other)

    secret = home.administrator.credentials
    assert secret is not None
    return {
        "nobody": Caller(stack),
        "garbage token": with_token("garbage"),
        "expired token": with_token(_expired_token(stack, learner)),
        "access token": with_token(tokens["AccessToken"]),
        "token of another client": with_token(_token_of_another_client(stack, learner)),
        "token of another pool": with_token(_token_of_another_pool(stack, learner)),
        "tampered token": with_token(_tampered(token, {"sub": neighbour.sub})),
        "token with a wrong signature": with_token(_resigned(token)),
        "token without a signature": with_token(_unsigned(token)),
        "token of no academy": with_token(sign_up(stack, None).tokens["IdToken"]),
        "learner": learner,
        "another learner": neighbour,
        "learner of another academy": stranger,
        "learner who signs": signed_as_learner(learner),
        "reviewer": reviewer,
        "administrator": home.administrator,
        "administrator with the token alone": with_token(
            home.administrator.account.tokens["IdToken"]
        ),
        "administrator of another academy": away.administrator,
        "administrator without a second factor": home.staff("administrator"),
        "administrator who gave the second factor up": home.staff("administrator"),
        "staff just removed": removed,
        "signature with a wrong secret": Caller(
            stack, credentials=Credentials(secret.access_key, "0" * 40, secret.token)
        ),
        "signature without its session": Caller(
            stack, credentials=Credentials(secret.access_key, secret.secret_key)
        ),
        "signature with made-up keys": Caller(
            stack, credentials=Credentials("ASIA" + "X" * 16, "0" * 40, "x" * 40)
        ),
        "signature of an hour ago": Late(stack, credentials=secret),
        "expired credentials": Caller(stack, credentials=_expired_credentials(stack)),
        "role without execute-api": Caller(stack, credentials=_role(stack, [])),
        "role with execute-api, on no list": Caller(stack, credentials=_role(stack, ["*"])),
        "system of this academy": _system(stack, home, away),
    }


CALLERS = (
    "nobody",
    "garbage token",
    "expired token",
    "access token",
    "token of another client",
    "token of another pool",
    "tampered token",
    "token with a wrong signature",
    "token without a signature",
    "token of no academy",
    "learner",
    "another learner",
    "learner of another academy",
    "learner who signs",
    "reviewer",
    "administrator",
    "administrator with the token alone",
    "administrator of another academy",
    "administrator without a second factor",
    "administrator who gave the second factor up",
    "staff just removed",
    "signature with a wrong secret",
    "signature without its session",
    "signature with made-up keys",
    "signature of an hour ago",
    "expired credentials",
    "role without execute-api",
    "role with execute-api, on no list",
    "system of this academy",
)

MAY_LEARN: dict[str, str | None] = {
    # The learner whose portfolio it is; None: somebody of an academy who has handed nothing in.
    "learner": "learner",
    "another learner": "neighbour",
    "learner of another academy": "stranger",
    "administrator with the token alone": None,
}
"""Who may use a learner's routes, each for their own portfolio."""

MAY_STAFF: dict[str, tuple[str, frozenset[str]]] = {
    "reviewer": ("home", frozenset({MEMBER, REVIEWER})),
    "system of this academy": ("home", frozenset({MEMBER, REVIEWER})),
    "administrator": ("home", frozenset({MEMBER, REVIEWER, ADMINISTRATOR})),
    "administrator of another academy": ("away", frozenset({MEMBER, REVIEWER, ADMINISTRATOR})),
    "administrator without a second factor": ("home", frozenset({MEMBER})),
    "administrator who gave the second factor up": ("home", frozenset({MEMBER})),
}
"""Who may use the routes of staff: of which academy, and which of them."""

REFUSALS = frozenset({401, 403, 404})


def test_every_caller_of_the_matrix_is_there(world: World) -> None:
    assert tuple(world.callers) == CALLERS
    assert set(MAY_LEARN) | set(MAY_STAFF) <= set(CALLERS)


# --- The matrix -------------------------------------------------------------------------------


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", LEARNER_ROUTES, ids=" ".join)
def test_a_learners_route(world: World, route: Route, caller: str) -> None:
    method, _ = route
    names = LEARNER_ROUTES[route]
    owners = {
        "learner": world.learner,
        "neighbour": world.neighbour,
        "stranger": world.stranger,
    }
    refused: dict[str, tuple[int, str]] = {}
    for name, owner in owners.items() if names else (("list", world.learner),):
        mine = caller in MAY_LEARN and MAY_LEARN[caller] == name
        allowed = mine or (caller in MAY_LEARN and names is None)
        certificate = (world.entered if names == "entered" else world.portfolios)[owner.sub]
        answer = _learner_request(world, route, certificate, caller, allowed=allowed)
        if allowed:
            assert _passed(answer, route), (name, answer.status_code, answer.text)
        else:
            refused[name] = _refusal(answer, world)
    if names:
        answer = _learner_request(world, route, None, caller, allowed=False)
        refused["missing"] = _refusal(answer, world)
    # A foreign upload in a body is a wrong field, as a missing one is.
    denials = REFUSALS | ({422} if method in {"POST", "PUT"} else set())
    if caller not in MAY_LEARN:
        denials = frozenset({401, 403})
    assert {status for status, _ in refused.values()} <= denials, refused
    assert len(set(refused.values())) <= 1, refused


@pytest.mark.parametrize("caller", CALLERS)
def test_the_face_of_an_academy(world: World, caller: str) -> None:
    method, path = FACE_ROUTE
    found = {}
    for academy_id in (world.home.id, world.away.id, "e2e-nowhere"):
        answer = world.callers[caller].request(method, path.format(academy_id=academy_id))
        found[academy_id] = answer.status_code
        if answer.ok:
            assert answer.json() == {"name": academy_id, "accent": None, "logo": None}
    assert found == {world.home.id: 200, world.away.id: 200, "e2e-nowhere": 404}


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", LINK_ROUTES, ids=" ".join)
def test_the_link_of_a_mail_does_one_thing_for_one_person(
    world: World, route: Route, caller: str
) -> None:
    method, path = route
    learner = world.home.learner()
    right = link(learner, MailKind.DECISION)
    forged = link(learner, MailKind.EXPIRY).replace("expiry", "entered")
    answers = [
        world.callers[caller].request(method, path, token=token) for token in (right, forged)
    ]
    assert [answer.status_code for answer in answers] == [303 if method == "GET" else 200] * 2
    assert len({answer.text for answer in answers}) == 1
    kinds = learner.call("GET", "/mail-preferences")["kinds"]
    off = [each["kind"] for each in kinds if not each["on"]]
    assert off == ([] if method == "GET" else ["decision"])


@pytest.mark.parametrize("caller", CALLERS)
@pytest.mark.parametrize("route", STAFF_ROUTES, ids=" ".join)
def test_a_route_of_staff(world: World, route: Route, caller: str) -> None:
    where, roles = MAY_STAFF.get(caller, ("", frozenset()))
    may = {where} if STAFF_ROUTES[route] in roles else set()
    refused: dict[str, tuple[int, str]] = {}
    for name, parameters in _staff_objects(world, route, caller).items():
        academy, _, wrong = name.partition(" with ")
        # A list is empty and not missing, and who is outside every door sees nothing inside.
        if wrong and not (where and _names_an_object(route)):
            continue
        allowed = academy in may and not wrong
        answer = _staff_request(world, route, parameters, caller, allowed=allowed)
        if allowed:
            assert _passed(answer, route), (name, answer.status_code, answer.text)
        elif academy in may and route in _MAKES_WHAT_IS_MISSING:
            # To write what is not there makes it; with If-Match there is nothing to change.
            assert answer.status_code == 412, answer.text
        else:
            refused[name] = _refusal(answer, world)
    assert {status for status, _ in refused.values()} <= REFUSALS, refused
    for academy in ("home", "away"):
        inside = {v for k, v in refused.items() if k.startswith(f"{academy} with")}
        assert len(inside) <= 1, refused
    # Another academy looks like none.
    outside = {v for k, v in refused.items() if k.partition(" with ")[0] != where}
    assert len(outside) <= 1, refused


def test_in_a_request_for_many_a_foreign_object_looks_like_a_missing_one(world: World) -> None:
    """What a request names in its body, the matrix does not vary."""
    path = f"/admin/academies/{world.home.id}"
    learners = (world.learner, world.stranger)
    missing = str(uuid.UUID(int=1))
    entries = _entry(
        id=world.entered[world.learner.sub]["id"],
        learner_ids=[*(learner.sub for learner in learners), missing],
    )
    decisions = [
        {
            "learner_id": learner_id,
            "certificate_id": world.portfolios[of.sub]["id"],
            "version": STALE,
            "action": "approve",
        }
        for learner_id, of in (
            (world.learner.sub, world.learner),
            (world.stranger.sub, world.stranger),
            (missing, world.stranger),
        )
    ]
    for route, body, mine in (
        ("/certificates", entries, 409),
        ("/decisions", {"items": decisions}, 412),
    ):
        answer = world.callers["reviewer"].call("POST", path + route, body)
        assert [item["status"] for item in answer["items"]] == [mine, 404, 404]
        _, foreign, unknown = answer["items"]
        assert foreign["problem"] == unknown["problem"]


def test_a_colleagues_shared_file_looks_like_a_missing_one(world: World) -> None:
    path = f"/admin/academies/{world.home.id}/uploads"
    reviewer, colleague = world.callers["reviewer"], world.shared["administrator"]
    answers = {
        _refusal(reviewer.request("GET", f"{path}/{upload_id}"), world)
        for upload_id in (colleague, world.shared["administrator of another academy"], MISSING)
    }
    assert [status for status, _ in answers] == [404]


def test_nothing_was_changed_by_all_of_this(world: World) -> None:
    """The last test of the file: each refused request would have changed what it names."""
    for person in (world.learner, world.neighbour, world.stranger):
        certificates = (world.portfolios[person.sub], world.entered[person.sub])
        for certificate in certificates:
            assert person.read(certificate)["version"] == 1
        assert len(person.call("GET", "/certificates")["items"]) == len(certificates)
        [held] = person.call("GET", "/holdings")["items"]
        assert (held["id"], held["version"]) == (world.holdings[person.sub], 1)
        staff = {academy.id: academy.administrator for academy in (world.home, world.away)}
        standing = staff[person.academy_id].admin("GET", f"/learners/{person.sub}/membership")
        assert (standing["active"], standing["erasure"]) == (True, None)
    for academy, learners in ((world.home, 2), (world.away, 1)):
        for credit_type in academy.administrator.admin("GET", "/credit-types")["items"]:
            assert (credit_type["version"], credit_type["retired"]) == (1, False)
        for programme in academy.administrator.admin("GET", "/programmes")["items"]:
            assert (programme["version"], programme["state"]) == (1, "in_force")
        assert academy.administrator.admin("GET", "/settings")["version"] == 0
        known = academy.administrator.admin("GET", "/learners")["items"]
        assert [entry["version"] for entry in known] == [1] * learners
        for member in academy.administrator.admin("GET", "/staff")["items"]:
            assert member["version"] == 1


# --- Requests ---------------------------------------------------------------------------------

CURRENT, STALE = 1, 7


def _query(path: str) -> dict[str, str]:
    """What a route cannot do without."""
    lines = path.endswith("/statement/lines")
    return {"credit_type": "cpe", "period": "2026"} if lines else {}


def _learner_request(
    world: World, route: Route, certificate: Json | None, caller: str, *, allowed: bool
) -> requests.Response:
    method, path = route
    path = path.replace("{certificate_id}", certificate["id"] if certificate else MISSING)
    upload_id = certificate["file"]["upload_id"] if certificate and certificate["file"] else MISSING
    path = path.replace("{upload_id}", upload_id)
    pack_id = world.packs[certificate["learner_id"]] if certificate else MISSING
    path = path.replace("{transcript_id}", pack_id)
    holding_id = world.holdings[certificate["learner_id"]] if certificate else MISSING
    path = path.replace("{holding_id}", holding_id)
    body: Json | None = None
    version = None
    if method in {"PUT", "DELETE"} or path.endswith("/dispute"):
        version = STALE if allowed else CURRENT
    if route == ("POST", "/uploads"):
        body = declared()
    elif path.endswith("/dispute"):
        body = {"comment": "I was not there."}
    elif (method, path) == ("POST", "/transcripts"):
        body = {"form": "zip"}
    elif path == "/news/read":
        body = _READ
    elif path == "/mail-preferences":
        body = {"off": []} if method == "PUT" else None
    elif path.startswith("/holdings"):
        body = _learners_holding(world, method, caller, allowed=allowed)
    elif method in {"POST", "PUT"} and not path.startswith("/membership"):
        body = world.learner.submission(upload_id)
    return world.callers[caller].request(method, path, body, version=version, **_query(path))


def _learners_holding(world: World, method: str, caller: str, *, allowed: bool) -> Json | None:
    if method == "PUT":
        return {"number": "Changed", "held_since": "2024-06-01"}
    if method != "POST":
        return None
    # An id that is there already belongs to another request.
    own = world.holdings.get(getattr(world.callers[caller], "sub", "")) if allowed else None
    academy = world.away if caller == "learner of another academy" else world.home
    return _held(_programme_of(academy), number="2", id=own or str(ULID()))


_READ = {"mark": 1}


def _staff_objects(world: World, route: Route, caller: str) -> dict[str, dict[str, str]]:
    """What the parameters of a path, and the body, can name."""

    def of(where: str, academy: Academy, learner: LearnerAtWork) -> dict[str, str]:
        certificate = world.portfolios[learner.sub]
        upload_id = certificate["file"]["upload_id"]
        if route[1].startswith(f"{_A}/uploads/{{upload_id}}"):
            own = caller in MAY_STAFF and MAY_STAFF[caller][0] == where
            upload_id = world.shared[caller if own else _DESKS[where]]
        return {
            "academy_id": academy.id,
            "learner_id": learner.sub,
            "certificate_id": certificate["id"],
            "entered_id": world.entered[learner.sub]["id"],
            "upload_id": upload_id,
            "transcript_id": world.packs[learner.sub],
            "mail": learner.account.email,
            "staff_mail": academy.administrator.account.email,
            "credit_type_id": "cpe",
            "principal": world.members[academy.id],
            "pack_id": PACK,
            "programme_id": _programme_of(academy),
            "holding_id": world.holdings[learner.sub],
            "waiver_id": MISSING,
            "met_id": MISSING,
        }

    nothing = {
        "learner_id": str(uuid.UUID(int=1)),
        "certificate_id": MISSING,
        "entered_id": MISSING,
        "upload_id": MISSING,
        "transcript_id": MISSING,
        "mail": "nobody@demo.example",
        "staff_mail": "nobody@demo.example",
        "credit_type_id": "none",
        "principal": str(uuid.UUID(int=1)),
        "pack_id": PACK,
        "programme_id": "none",
        "holding_id": MISSING,
        "waiver_id": MISSING,
        "met_id": MISSING,
    }
    home = of("home", world.home, world.learner)
    away = of("away", world.away, world.stranger)
    return {
        "home": home,
        "away": away,
        "nowhere": home | {"academy_id": "e2e-nowhere"},
        "home with foreign": away | {"academy_id": world.home.id, "credit_type_id": "none"},
        "home with missing": nothing | {"academy_id": world.home.id},
        "away with foreign": home | {"academy_id": world.away.id, "credit_type_id": "none"},
        "away with missing": nothing | {"academy_id": world.away.id},
    }


_DESKS = {"home": "administrator", "away": "administrator of another academy"}
"""Whose shared file it is that others ask for."""


def _names_an_object(route: Route) -> bool:
    """Whether a path names one thing inside the academy; a list is empty and not missing."""
    names = (
        "certificate_id",
        "credit_type_id",
        "holding_id",
        "principal",
        "programme_id",
        "transcript_id",
        "upload_id",
    )
    return route in _NAMES_A_LEARNER or any(f"{{{name}}}" in route[1] for name in names)


_NAMES_A_LEARNER = frozenset(
    {
        ("GET", _L),
        ("PUT", _L),
        ("POST", f"{_L}/certificates"),
        ("POST", f"{_L}/holdings"),
        ("GET", f"{_L}/membership"),
        ("PUT", f"{_L}/membership"),
        ("POST", f"{_L}/erasure"),
        ("POST", f"{_L}/export"),
    }
)
"""Routes for which the directory must know the learner."""

_MAKES_WHAT_IS_MISSING = frozenset(
    {
        ("PUT", f"{_A}/credit-types/{{credit_type_id}}"),
        ("PUT", f"{_A}/programmes/{{programme_id}}"),
        ("PUT", f"{_A}/staff/{{principal}}"),
    }
)


def _staff_body(route: Route, named: Mapping[str, str], *, allowed: bool) -> Json | None:
    method, _ = route
    # An id that is there already belongs to another request.
    entry = _entry(id=named["entered_id"]) if allowed else _entry()
    decision = {"action": "approve"}
    rules = {
        "begins_on": "2000-01-01",
        "cycle": {"anchor": {"kind": "held_since"}, "months": 12},
        "requires": [],
    }
    programme = {
        "id": named["programme_id"],
        "name": "Changed",
        "source": "Changed",
        "read_on": "2026-01-01",
        "versions": [rules],
    }
    bodies: dict[Route, Json | None] = {
        ("POST", f"{_C}/decisions"): decision,
        ("POST", f"{_A}/decisions"): {
            "items": [
                {
                    **decision,
                    "learner_id": named["learner_id"],
                    "certificate_id": named["certificate_id"],
                    "version": STALE if allowed else CURRENT,
                }
            ]
        },
        ("PUT", f"{_C}/assignment"): {},
        ("POST", f"{_A}/second-factor"): None,
        ("POST", f"{_C}/forecast"): {},
        ("POST", f"{_L}/uploads"): declared(),
        ("POST", f"{_A}/uploads"): declared(),
        ("POST", f"{_L}/certificates"): entry,
        ("POST", f"{_L}/transcripts"): {"form": "zip"},
        ("POST", f"{_L}/holdings"): _held(
            named["programme_id"],
            number="2",
            id=named["holding_id"] if allowed else str(ULID()),
        ),
        ("PUT", f"{_L}/holdings/{{holding_id}}"): {"number": "Changed"},
        ("POST", f"{_L}/holdings/{{holding_id}}/decisions"): {
            "decision": "refuse",
            "comment": "Changed",
        },
        ("POST", f"{_L}/holdings/{{holding_id}}/waivers"): {
            "id": str(ULID()),
            "waiver": {"kind": "let_off", "on": "2026-01-01", "requirement": "total"},
            "reason": "Changed",
        },
        ("POST", f"{_L}/holdings/{{holding_id}}/met"): {
            "id": str(ULID()),
            "requirement": "total",
            "on": "2026-01-01",
        },
        ("PUT", _C): {name: value for name, value in entry.items() if name != "id"},
        ("POST", f"{_A}/certificates"): {**entry, "learner_ids": [named["learner_id"]]},
        # Whoever is known already is not invited again.
        ("POST", f"{_A}/learners"): {
            "name": "Changed",
            "mail": named["mail"] if allowed else f"{uuid.uuid4().hex}@demo.example",
        },
        ("PUT", _L): {"name": "Changed"},
        ("PUT", f"{_L}/membership"): {"active": False},
        ("POST", f"{_L}/erasure"): None,
        ("POST", f"{_L}/export"): None,
        ("POST", f"{_A}/news/read"): _READ,
        ("PUT", f"{_A}/settings"): {"time_zone": "Europe/Vienna"},
        ("PUT", f"{_A}/credit-types/{{credit_type_id}}"): {"name": "Changed", "unit": "hours"},
        ("PUT", f"{_A}/programmes/{{programme_id}}"): {"programme": programme},
        ("POST", f"{_A}/programmes"): {"pack": PACK, "id": named["programme_id"]},
        ("POST", f"{_A}/programmes/{{programme_id}}/try"): {"holding": {}},
        ("POST", f"{_A}/programmes/{{programme_id}}/effects"): {"programme": programme},
        ("PUT", f"{_A}/staff/{{principal}}"): {"name": "Changed", "role": "reviewer"},
        # Nobody who is on the list gets another role by an invitation.
        ("POST", f"{_A}/staff"): {
            "name": "Changed",
            "role": "reviewer",
            "mail": named["staff_mail"] if allowed else f"{uuid.uuid4().hex}@demo.example",
        },
    }
    return bodies[route] if method in {"POST", "PUT"} else None


def _staff_request(
    world: World, route: Route, parameters: Mapping[str, str], caller: str, *, allowed: bool
) -> requests.Response:
    method, path = route
    body = _staff_body(route, parameters, allowed=allowed)
    version = None
    if route in {("PUT", _C), ("DELETE", _C)}:
        # Staff change what staff entered.
        parameters = {**parameters, "certificate_id": parameters["entered_id"]}
    if method != "GET":
        current = 0 if path.endswith("/settings") else CURRENT
        version = STALE if allowed else current
    return world.callers[caller].request(
        method, path.format(**parameters), body, version=version, **_query(path)
    )


def _passed(answer: requests.Response, route: Route) -> bool:
    """Whether the request got past every door; changes then meet what is there already."""
    if answer.ok or (route[0] != "GET" and answer.status_code == 412):
        return True
    if route == ("POST", f"{_A}/staff"):
        return [error["code"] for error in answer.json().get("errors", ())] == [
            "on_staff_otherwise"
        ]
    kind = _THERE_ALREADY.get(route)
    return answer.status_code == 409 and answer.json()["type"].endswith(f":{kind}")


_THERE_ALREADY = {
    ("POST", "/holdings"): "id-reused",
    ("POST", f"{_L}/holdings"): "id-reused",
    ("POST", f"{_L}/certificates"): "id-reused",
    ("POST", f"{_L}/erasure"): "erasure-withheld",
    # Another one who may has taken it before.
    ("PUT", f"{_C}/assignment"): "taken",
    ("DELETE", f"{_C}/assignment"): "taken",
    # Permission was given to put it, and nobody has.
    ("GET", f"{_A}/uploads/{{upload_id}}/pages"): "file-not-available",
}


def _refusal(answer: requests.Response, world: World) -> tuple[int, str]:
    """What somebody learns from a refusal: all of it, but for what they sent themselves."""
    text = answer.text
    for known in (world.home.id, world.away.id, MISSING, "e2e-nowhere"):
        text = text.replace(known, "*")
    return answer.status_code, re.sub(r"\d{8}T\d{6}Z", "*", text)


# --- Tokens and signatures that must not open anything ----------------------------------------


class Late(Caller):
    """Signs an hour ago."""

    def request(self, *arguments: Any, **more: Any) -> requests.Response:
        signing: Any = botocore.auth
        past = signing.get_current_datetime() - timedelta(hours=1)
        with mock.patch.object(signing, "get_current_datetime", return_value=past):
            return super().request(*arguments, **more)


def _expired_token(stack: Stack, learner: LearnerAtWork) -> str:
    """A token of a second; AWS takes five minutes for the least, the local AWS any time."""
    token = _token_of_another_client(
        stack, learner, IdTokenValidity=1, TokenValidityUnits={"IdToken": "seconds"}
    )
    time.sleep(max(0.0, _claims(token)["exp"] - time.time()) + 1)
    return token


def _token_of_another_client(stack: Stack, learner: LearnerAtWork, **settings: Any) -> str:
    return _id_token(stack, stack.user_pool_id, learner.account.email, settings)


def _token_of_another_pool(stack: Stack, learner: LearnerAtWork) -> str:
    """The same claims from a pool of somebody else's."""
    cognito = root(stack, "cognito-idp")
    pool = cognito.create_user_pool(
        PoolName="other", Schema=[{"Name": "academy_id", "AttributeDataType": "String"}]
    )["UserPool"]["Id"]
    cognito.admin_create_user(
        UserPoolId=pool,
        Username="other",
        MessageAction="SUPPRESS",
        UserAttributes=[{"Name": "custom:academy_id", "Value": learner.academy_id}],
    )
    cognito.admin_set_user_password(
        UserPoolId=pool, Username="other", Password=PASSWORD, Permanent=True
    )
    return _id_token(stack, pool, "other", {})


def _id_token(stack: Stack, pool: str, username: str, settings: Json) -> str:
    cognito = root(stack, "cognito-idp")
    app = cognito.create_user_pool_client(
        UserPoolId=pool,
        ClientName="another",
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH"],
        **settings,
    )["UserPoolClient"]["ClientId"]
    answer = cognito.initiate_auth(
        ClientId=app,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": username, "PASSWORD": PASSWORD},
    )
    return str(answer["AuthenticationResult"]["IdToken"])


def _encoded(value: bytes | Json) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _claims(token: str) -> Json:
    part = token.split(".")[1]
    claims: Json = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


def _tampered(token: str, changes: Json) -> str:
    head, _, signature = token.split(".")
    return f"{head}.{_encoded(_claims(token) | changes)}.{signature}"


def _resigned(token: str) -> str:
    """Signed by somebody else's key."""
    signed = token.rpartition(".")[0]
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return f"{signed}.{_encoded(key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"


def _unsigned(token: str) -> str:
    return f"{_encoded({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}."


def _expired_credentials(stack: Stack) -> Credentials:
    """Credentials of a second; AWS takes a quarter of an hour for the least."""
    role = f"e2e-short-{uuid.uuid4().hex[:8]}"
    _make_role(stack, role, ["*"], trusted={"AWS": "arn:aws:iam::000000000000:root"})
    make: Any = Session().create_client
    sts = make(
        "sts",
        region_name=stack.region,
        endpoint_url=stack.endpoint,
        config=Config(parameter_validation=False),
        **ROOT_KEYS,
    )
    answer = sts.assume_role(
        RoleArn=f"arn:aws:iam::000000000000:role/{role}",
        RoleSessionName="test",
        DurationSeconds=1,
    )["Credentials"]
    time.sleep(1.5)
    return Credentials(answer["AccessKeyId"], answer["SecretAccessKey"], answer["SessionToken"])


def _role(stack: Stack, paths: list[str]) -> Credentials:
    name = f"e2e-role-{uuid.uuid4().hex[:8]}"
    _make_role(stack, name, paths, trusted={"Service": "lambda.amazonaws.com"})
    return role_credentials(stack, name)


def _make_role(stack: Stack, name: str, paths: list[str], trusted: Json) -> None:
    iam = root(stack, "iam")
    trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": trusted}
    iam.create_role(
        RoleName=name,
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
    )
    prefix = f"arn:aws:execute-api:{stack.region}:000000000000:{stack.api_id}/v1"
    for number, path in enumerate(paths):
        allow = {
            "Effect": "Allow",
            "Action": "execute-api:Invoke",
            "Resource": f"{prefix}/*/{path}",
        }
        iam.put_role_policy(
            RoleName=name,
            PolicyName=f"path-{number}",
            PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [allow]}),
        )


def _system(stack: Stack, home: Academy, away: Academy) -> Caller:
    """A system's own role: on both staff lists, but IAM lets it onto one academy's path."""
    name = f"e2e-system-{uuid.uuid4().hex[:8]}"
    _make_role(
        stack,
        name,
        [f"admin/academies/{home.id}/*"],
        trusted={"Service": "lambda.amazonaws.com"},
    )
    for academy in (home, away):
        academy.enlist(f"000000000000.{name}", "reviewer")
    return Caller(stack, credentials=role_credentials(stack, name))
