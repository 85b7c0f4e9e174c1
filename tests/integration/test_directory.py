"""The directory's routes, the sign-in trigger and the store, on the template's table and pool."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from itertools import count
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import boto3
import pytest
from botocore.exceptions import ClientError

from certfolio import composition
from certfolio.api.cursors import encode
from certfolio.domain.certificates import Owner
from certfolio.domain.directory import DirectoryEntry, searchable
from certfolio.domain.errors import NotFound, StaleVersion
from certfolio.observability import logger
from certfolio.storage import clients
from functions.directory import handler as directory
from functions.sign_in import handler as sign_in
from tests.support import events
from tests.support.template import REGION, STACK, resource
from tests.support.world import Answer, World, answer_of, forget, lambda_context

Json = dict[str, Any]
_numbers = count(1)
# Whatever Powertools' decorators make of their types.
_DIRECTORY: Any = directory.handler
_SIGN_IN: Any = sign_in.handler


@pytest.fixture(scope="module")
def pool(cloud: None) -> Iterator[str]:  # noqa: ARG001 - where it lies
    """The template's user pool."""
    wanted = resource("UserPool")
    made = boto3.client("cognito-idp", region_name=REGION).create_user_pool(
        PoolName=wanted["UserPoolName"],
        UsernameAttributes=wanted["UsernameAttributes"],
        AutoVerifiedAttributes=wanted["AutoVerifiedAttributes"],
        AdminCreateUserConfig=wanted["AdminCreateUserConfig"],
        Schema=wanted["Schema"],
    )["UserPool"]["Id"]
    with patch.dict(os.environ, {"USER_POOL_ID": made}):
        forget()
        yield made
    forget()


@dataclass
class Directory:
    """An academy's directory, as its staff see it."""

    world: World
    pool: str
    principal: str = ""
    cognito: Any = field(default_factory=lambda: boto3.client("cognito-idp", region_name=REGION))

    def call(
        self,
        method: str,
        path: str = "",
        body: object = None,
        *,
        version: object = None,
        academy_id: str | None = None,
        **query: str,
    ) -> Answer:
        place = f"/admin/academies/{academy_id or self.world.academy_id}/learners{path}"
        event = events.staff_request(
            method,
            place,
            body,
            principal=self.principal or self.world.reviewer.principal,
            headers={} if version is None else {"If-Match": f'"{version}"'},
            query=dict(query),
        )
        return answer_of(_DIRECTORY(event, lambda_context()))

    def add(self, name: str = "Demo Learner", mail: str = "", **fields: object) -> Answer:
        mail = mail or f"learner-{next(_numbers)}@demo.example"
        return self.call("POST", body={"name": name, "mail": mail, **fields})

    def added(self, name: str = "Demo Learner", mail: str = "", **fields: object) -> Json:
        answer = self.add(name, mail, **fields)
        assert answer.status == 201, answer
        made: Json = answer.body
        return made

    def names(self, search: str = "", **query: str) -> list[str]:
        answer = self.call("GET", search=search, **query)
        assert answer.status == 200, answer
        return [item["name"] for item in answer.body["items"]]

    def account(self, username: str) -> dict[str, str]:
        found = self.cognito.admin_get_user(UserPoolId=self.pool, Username=username)
        return {item["Name"]: item["Value"] for item in found["UserAttributes"]}

    def sign_in(self, learner_id: str, **attributes: str | None) -> None:
        said = {
            "sub": learner_id,
            "custom:academy_id": self.world.academy_id,
            "name": "Demo Learner",
            "email": "learner@demo.example",
        } | attributes
        event = events.sample("cognito-post-authentication")
        event["request"]["userAttributes"] = {k: v for k, v in said.items() if v is not None}
        assert _SIGN_IN(event, lambda_context()) is event

    def items(self) -> list[Json]:
        """What the table holds of the directory."""
        answer = boto3.client("dynamodb", region_name=REGION).query(
            TableName=STACK,
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": {"S": f"ACADEMY#{self.world.academy_id}#DIRECTORY"}},
        )
        return list(answer["Items"])


@pytest.fixture
def here(world: World, pool: str) -> Directory:
    return Directory(world, pool)


@pytest.fixture
def elsewhere(other_world: World, pool: str) -> Directory:
    return Directory(other_world, pool)


@pytest.fixture
def calls() -> Iterator[list[str]]:
    """Names of the calls to AWS from here on."""
    made: list[str] = []
    client = clients.dynamodb()

    def note(model: Any, **_: Any) -> None:
        made.append(model.name)

    client.meta.events.register("before-call.dynamodb", note)
    yield made
    client.meta.events.unregister("before-call.dynamodb", note)


# Adding


def test_adding_a_learner_makes_an_account_of_the_academy_and_an_entry(here: Directory) -> None:
    answer = here.add("Demo Learner", "first@demo.example", external_id="HR-1")
    made = answer.body
    assert answer.status == 201
    assert answer.etag == '"1"'
    assert answer.headers["Location"].endswith(f"/learners/{made['learner_id']}")
    assert made == {
        "learner_id": made["learner_id"],
        "name": "Demo Learner",
        "mail": "first@demo.example",
        "external_id": "HR-1",
        "version": 1,
    }
    account = here.account("first@demo.example")
    assert account["sub"] == made["learner_id"]
    assert account["custom:academy_id"] == here.world.academy_id
    assert account["name"] == "Demo Learner"
    assert account["email_verified"] == "true"
    assert here.call("GET", f"/{made['learner_id']}").body == made


def test_the_invitation_goes_by_mail(here: Directory) -> None:
    client = clients.cognito()
    with patch.object(client, "admin_create_user", wraps=client.admin_create_user) as create:
        here.added()
    assert create.call_args.kwargs["DesiredDeliveryMediums"] == ["EMAIL"]
    assert "MessageAction" not in create.call_args.kwargs


def test_adding_sent_again_answers_the_same(here: Directory) -> None:
    body = {"name": "Demo Learner", "mail": "again@demo.example", "external_id": "HR-2"}
    first, second = here.call("POST", body=body), here.call("POST", body=body)
    assert (second.status, second.body) == (first.status, first.body)
    assert here.names() == ["Demo Learner"]


def test_adding_again_after_the_entry_was_not_written_writes_it(here: Directory) -> None:
    with (
        patch.object(clients.dynamodb(), "transact_write_items", side_effect=_unavailable()),
    ):
        lost = here.add("Demo Learner", "half@demo.example", external_id="HR-3")
    assert lost.status == 503
    assert here.names() == []
    again = here.added("Demo Learner", "half@demo.example", external_id="HR-3")
    assert again["external_id"] == "HR-3"
    assert here.names() == ["Demo Learner"]


def test_adding_who_signed_in_already_keeps_the_accounts_name_and_adds_the_external_id(
    here: Directory,
) -> None:
    learner_id = here.added("By The Account", "known@demo.example")["learner_id"]
    again = here.added("Another Name", "known@demo.example", external_id="HR-4")
    assert again["learner_id"] == learner_id
    assert again["name"] == "By The Account"
    assert again["external_id"] == "HR-4"
    third = here.added("By The Account", "known@demo.example", external_id="HR-5")
    assert third == again


def test_an_address_of_another_academy_is_refused_without_saying_whose(
    here: Directory, elsewhere: Directory
) -> None:
    elsewhere.added("Demo Learner", "taken@demo.example")
    refused = here.add("Demo Learner", "taken@demo.example")
    assert refused.status == 409
    assert refused.problem == "mail-in-use"
    assert elsewhere.world.academy_id not in str(refused)
    assert here.names() == []
    assert here.account("taken@demo.example")["custom:academy_id"] == elsewhere.world.academy_id


def test_an_address_of_an_account_without_academy_is_refused(here: Directory) -> None:
    here.cognito.admin_create_user(UserPoolId=here.pool, Username="nobodys@demo.example")
    assert here.add("Demo Learner", "nobodys@demo.example").problem == "mail-in-use"
    assert here.names() == []


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ({}, {"name", "mail"}),
        ({"name": "", "mail": "x"}, {"name", "mail"}),
        ({"name": "Demo", "mail": f"{'x' * 120}@demo.example"}, {"mail"}),
        ({"name": "Demo", "mail": "a@demo.example", "external_id": ""}, {"external_id"}),
        ({"name": "Demo", "mail": "a@demo.example", "learner_id": "x"}, {"learner_id"}),
    ],
)
def test_wrong_fields_are_named_and_nothing_is_made(
    here: Directory, body: Json, wrong: set[str]
) -> None:
    refused = here.call("POST", body=body)
    assert refused.status == 422
    assert set(refused.codes) == wrong
    assert here.items() == []


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("InvalidParameterException", 422),
        ("TooManyRequestsException", 503),
        ("LimitExceededException", 503),
        ("CodeDeliveryFailureException", 503),
    ],
)
def test_what_cognito_refuses_is_answered_as_a_problem(
    here: Directory, code: str, status: int
) -> None:
    client = clients.cognito()
    error = getattr(client.exceptions, code)(
        {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": 400}}, "AdminCreateUser"
    )
    with patch.object(client, "admin_create_user", side_effect=error):
        refused = here.add()
    assert refused.status == status
    assert refused.problem in {"invalid-input", "unavailable"}
    assert here.items() == []


# Changing


def test_a_change_of_name_and_external_id_is_found_and_the_old_terms_find_nobody(
    here: Directory,
) -> None:
    made = here.added("Old Words", external_id="OLD-1")
    body = {"name": "New Words", "external_id": "NEW-1"}
    answer = here.call("PUT", f"/{made['learner_id']}", body, version=1)
    assert answer.status == 200
    assert answer.body == made | body | {"version": 2}
    assert answer.etag == '"2"'
    assert here.names("old") == []
    assert here.names("new") == here.names("words") == here.names("new-1") == ["New Words"]
    assert here.names() == ["New Words"]
    versions = {item["version"]["N"] for item in here.items()}
    assert versions == {"2"}


def test_a_change_of_name_stays_after_the_next_sign_in(here: Directory) -> None:
    made = here.added("Old Name", "stays@demo.example")
    here.call("PUT", f"/{made['learner_id']}", {"name": "New Name"}, version=1)
    account = here.account("stays@demo.example")
    assert account["name"] == "New Name"
    here.sign_in(made["learner_id"], name=account["name"], email=account["email"])
    assert here.names() == ["New Name"]


def test_a_change_renames_no_account_of_another_academy(
    here: Directory, elsewhere: Directory
) -> None:
    foreign = elsewhere.added("Their Name", "theirs@demo.example")
    # Was here once.
    here.sign_in(foreign["learner_id"], name="Their Name", email="theirs@demo.example")
    changed = here.call("PUT", f"/{foreign['learner_id']}", {"name": "Our Name"}, version=1)
    assert changed.status == 200
    assert elsewhere.account("theirs@demo.example")["name"] == "Their Name"


def test_an_entry_whose_account_is_gone_can_be_changed(here: Directory) -> None:
    learner_id = str(uuid4())
    here.sign_in(learner_id)
    assert here.call("PUT", f"/{learner_id}", {"name": "New"}, version=1).status == 200


def test_leaving_the_external_id_out_takes_it_away(here: Directory) -> None:
    made = here.added("Demo Learner", external_id="HR-6")
    changed = here.call("PUT", f"/{made['learner_id']}", {"name": "Demo Learner"}, version=1)
    assert changed.body["external_id"] is None
    assert here.names("hr-6") == []


def test_the_same_change_sent_again_answers_the_same(here: Directory) -> None:
    made = here.added()
    path, body = f"/{made['learner_id']}", {"name": "New", "external_id": "1"}
    first = here.call("PUT", path, body, version=1)
    assert here.call("PUT", path, body, version=1).body == first.body


def test_a_change_of_an_older_version_is_refused_and_says_the_current(here: Directory) -> None:
    made = here.added()
    path = f"/{made['learner_id']}"
    here.call("PUT", path, {"name": "Second"}, version=1)
    refused = here.call("PUT", path, {"name": "Third"}, version=1)
    assert refused.status == 412
    assert refused.body["current_version"] == 2
    assert here.names() == ["Second"]


def test_a_change_needs_the_version_it_is_meant_for(here: Directory) -> None:
    made = here.added()
    assert here.call("PUT", f"/{made['learner_id']}", {"name": "New"}).status == 428


@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_a_learner_of_another_academy_is_as_good_as_missing(
    here: Directory, elsewhere: Directory, method: str
) -> None:
    foreign = elsewhere.added()["learner_id"]
    body = {"name": "New"} if method == "PUT" else None
    answers = [here.call(method, f"/{id_}", body, version=1) for id_ in (foreign, "nobody")]
    assert [answer.status for answer in answers] == [404, 404]
    assert answers[0].body == answers[1].body


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "", None),
        ("POST", "", {"name": "Demo", "mail": "never@demo.example"}),
        ("GET", "/learner-1", None),
        ("PUT", "/learner-1", {"name": "Demo"}),
    ],
)
def test_staff_of_another_academy_are_refused(
    here: Directory, elsewhere: Directory, method: str, path: str, body: Json | None
) -> None:
    here.principal = "stranger-1"
    answer = here.call(method, path, body, version=1, academy_id=elsewhere.world.academy_id)
    assert answer.status == 403


# Searching


def test_a_learner_is_found_by_how_anything_begins(here: Directory) -> None:
    here.added("Änne de la Crüz", "Post.Box@demo.example", external_id="Hr#0042")
    for text in ("änn", "ÄNNE DE", "de", "la", "crüz", "post.b", "POST.BOX@demo", "hr 00", "hr#0"):
        assert here.names(text) == ["Änne de la Crüz"], text
    for text in ("nne", "anne", "box", "0042"):
        assert here.names(text) == [], text


def test_nobody_of_another_academy_is_found(here: Directory, elsewhere: Directory) -> None:
    elsewhere.added("Demo Learner")
    assert here.names() == here.names("demo") == []


def test_who_is_found_by_several_terms_is_listed_once(here: Directory) -> None:
    here.added("Anna Andersson Ander", "an@demo.example", external_id="an-1")
    assert here.names("an") == ["Anna Andersson Ander"]


def test_all_are_listed_by_name(here: Directory) -> None:
    for name in ("beta", "Gamma", "Alpha"):
        here.added(name)
    assert here.names() == here.names("  ") == ["Alpha", "beta", "Gamma"]


@pytest.mark.parametrize("text", ["", "an"])
def test_pages_bring_everybody_once_and_are_short_only_at_the_end(
    here: Directory, text: str
) -> None:
    wanted = {f"Ann{number} Anders Anka" for number in range(6)}
    for name in wanted:
        here.added(name)
    for limit in (1, 2, 5, 6, 7):
        found: list[str] = []
        query: dict[str, str] = {"limit": str(limit), "search": text}
        while True:
            page = here.call("GET", **query).body
            found += [item["name"] for item in page["items"]]
            if page.get("next_cursor") is None:
                break
            assert len(page["items"]) == limit
            query["cursor"] = page["next_cursor"]
        assert sorted(found) == sorted(wanted)


def test_a_cursor_serves_only_its_own_search(here: Directory) -> None:
    for name in ("Anna", "Anton"):
        here.added(name)
    cursor = here.call("GET", search="an", limit="1").body["next_cursor"]
    assert here.names("AN ", limit="1", cursor=cursor) == ["Anton"]
    for search in ("", "a"):
        refused = here.call("GET", search=search, cursor=cursor)
        assert refused.status == 400
        assert refused.wrong == {("query", "cursor")}


@pytest.mark.parametrize("place", ["b", "", "an#x", "an" + "x" * 200])
def test_a_cursor_that_points_outside_of_the_search_is_refused(here: Directory, place: str) -> None:
    position = directory.LearnerPosition.model_construct(place=place, learner_id="learner-1")
    refused = here.call("GET", search="an", cursor=encode(position, {"search": "an"}))
    assert refused.status == 400


@pytest.mark.parametrize("text", ["", "an"])
def test_a_page_is_one_read_of_the_directory(here: Directory, calls: list[str], text: str) -> None:
    for number in range(8):
        here.added(f"Ann{number} Anders Anka")
    calls.clear()
    assert len(here.names(text, limit="5")) == 5
    assert calls == ["GetItem", "Query"]  # the staff list, the directory


# Signing in


def test_the_first_sign_in_writes_the_entry(here: Directory) -> None:
    here.sign_in("learner-1", name="Demo Learner", email="learner@demo.example")
    found = here.call("GET", "/learner-1")
    assert found.body == {
        "learner_id": "learner-1",
        "name": "Demo Learner",
        "mail": "learner@demo.example",
        "external_id": None,
        "version": 1,
    }


def test_a_later_sign_in_reads_directory_and_staff_list_and_writes_nothing(
    here: Directory, calls: list[str]
) -> None:
    here.sign_in("learner-1")
    assert calls == ["GetItem", "TransactWriteItems", "GetItem"]
    calls.clear()
    here.sign_in("learner-1")
    assert calls == ["GetItem", "GetItem"]


def test_a_sign_in_with_another_name_or_address_refreshes_the_entry(here: Directory) -> None:
    made = here.added("Old Name", "old@demo.example", external_id="HR-8")
    here.sign_in(made["learner_id"], name="New Name", email="new@demo.example")
    now = here.call("GET", f"/{made['learner_id']}").body
    wanted = {"name": "New Name", "mail": "new@demo.example", "version": 2}
    assert now == made | wanted
    assert here.names("old") == []
    assert here.names("new@") == ["New Name"]


@pytest.mark.parametrize("missing", ["custom:academy_id", "email"])
def test_an_account_without_academy_or_mail_signs_in_and_leaves_no_entry(
    here: Directory, missing: str
) -> None:
    here.sign_in("learner-1", **{missing: None})
    assert here.items() == []


def test_nobody_is_kept_out_while_the_table_is_busy(here: Directory) -> None:
    with patch.object(clients.dynamodb(), "get_item", side_effect=_unavailable()):
        here.sign_in("learner-1")
    assert here.items() == []
    here.sign_in("learner-1")
    assert here.names() == ["Demo Learner"]


def test_a_sign_in_beside_another_of_the_same_person_goes_well(here: Directory) -> None:
    store = composition.directory()
    entry = _entry(here, "learner-1")
    store.save(entry, over=None)
    with patch.object(store, "find", side_effect=[None, entry.model_copy(update={"version": 1})]):
        assert store.note(entry).version == 1


def test_sign_ins_additions_and_changes_log_ids_only(here: Directory) -> None:
    log = StringIO()
    output = logger.registered_handler
    assert isinstance(output, logging.StreamHandler)
    written_to = output.setStream(log)
    logger.setLevel(logging.DEBUG)
    try:
        made = here.added("Unmistakable Person", "unmistakable@demo.example", external_id="unm-9")
        here.sign_in(made["learner_id"], name="Unmistakable Person", email="unmistakable@x.example")
        here.call("PUT", f"/{made['learner_id']}", {"name": "Unmistakable Two"}, version=2)
        with patch.object(clients.dynamodb(), "get_item", side_effect=_unavailable()):
            here.sign_in(made["learner_id"], name="Unmistakable Three")
        here.sign_in(made["learner_id"], name="Unmistakable Four", email=None)
    finally:
        logger.setLevel(logging.CRITICAL)
        output.setStream(written_to)
    said = log.getvalue()
    assert said.count(made["learner_id"]) == 5
    assert "nmistakable" not in said
    assert "unm-9" not in said


# The store


def test_those_known_are_read_a_hundred_at_a_time(here: Directory, calls: list[str]) -> None:
    ids = [f"learner-{number}" for number in range(120)]
    there = {ids[0], ids[99], ids[100], ids[119]}
    for id_ in there:
        composition.directory().save(_entry(here, id_), over=None)
    calls.clear()
    known = composition.directory().known(here.world.academy_id, [*ids, *ids])
    assert known.keys() == there
    assert all(entry.learner_id == id_ for id_, entry in known.items())
    assert calls == ["BatchGetItem", "BatchGetItem"]


def test_nobody_is_known_to_another_academy(here: Directory, elsewhere: Directory) -> None:
    composition.directory().save(_entry(here, "learner-1"), over=None)
    assert composition.directory().known(elsewhere.world.academy_id, ["learner-1"]) == {}
    assert composition.directory().known(here.world.academy_id, []) == {}


def test_of_two_writes_over_the_same_version_one_wins_and_its_terms_are_whole(
    here: Directory,
) -> None:
    store = composition.directory()
    first = store.save(_entry(here, "learner-1"), over=None)
    winner = store.save(first.model_copy(update={"name": "Winner"}), over=first)
    with pytest.raises(StaleVersion) as refused:
        store.save(first.model_copy(update={"name": "Loser"}), over=first)
    assert refused.value.version == winner.version
    assert here.names("winner") == ["Winner"]
    assert here.names("loser") == []


def test_a_term_left_by_an_older_version_hinders_nobody(here: Directory) -> None:
    """What counts as a term may change; copies under what no longer is one are not listed."""
    store = composition.directory()
    first = store.save(_entry(here, "learner-1", name="Straight"), over=None)
    stray = next(item for item in here.items() if item["SK"]["S"].startswith("SEARCH#straight"))
    stray["SK"]["S"] = stray["SK"]["S"].replace("straight", "straw")
    boto3.client("dynamodb", region_name=REGION).put_item(TableName=STACK, Item=stray)
    assert here.names("stra") == ["Straight"]
    assert here.names("straw") == []
    store.save(first.model_copy(update={"name": "Straw"}), over=first)
    assert here.names("straw") == ["Straw"]


def test_an_unknown_learner_is_not_found(here: Directory) -> None:
    with pytest.raises(NotFound):
        composition.directory().get(Owner(academy_id=here.world.academy_id, learner_id="nobody"))


def test_every_copy_of_an_entry_is_under_a_term_that_finds_it(here: Directory) -> None:
    made = here.added("Lea Van Learner", "lea@demo.example", external_id="HR-9")
    terms = {
        item["SK"]["S"].removeprefix("SEARCH#").rpartition("#")[0]
        for item in here.items()
        if item["SK"]["S"].startswith("SEARCH#")
    }
    said = (made["name"], "Van", "Learner", made["mail"], made["external_id"])
    assert terms == {*map(searchable, said)}


def _entry(here: Directory, learner_id: str, name: str = "Demo Learner") -> DirectoryEntry:
    return DirectoryEntry(
        academy_id=here.world.academy_id,
        learner_id=learner_id,
        name=name,
        mail="learner@demo.example",
    )


def _unavailable() -> ClientError:
    return ClientError(
        {
            "Error": {"Code": "ThrottlingException", "Message": "busy"},
            "ResponseMetadata": {
                "HTTPStatusCode": 400,
                "RequestId": "x",
                "HostId": "x",
                "HTTPHeaders": {},
                "RetryAttempts": 0,
            },
        },
        "AnyCall",
    )
