"""The directory's routes, the sign-in trigger and the store, on the template's table and pool."""

import logging
from datetime import UTC, datetime
from io import StringIO
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import boto3
import pytest

from certfolio import composition
from certfolio.api.cursors import encode
from certfolio.domain.actions import Actor, ActorKind
from certfolio.domain.certificates import Owner
from certfolio.domain.directory import FORMS, Sought
from certfolio.domain.errors import NotFound, StaleVersion
from certfolio.domain.set_up_events import Intent
from certfolio.observability import logger
from certfolio.storage import clients
from functions.directory import handler as directory
from tests.support.directory import Directory
from tests.support.faults import between, throttled
from tests.support.template import REGION, STACK

Json = dict[str, Any]

REACHED: Json = {"undeliverable": None}
"""What an entry says besides where mail reaches the learner."""


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
        "hired_on": None,
        "version": 1,
    }
    account = here.account("first@demo.example")
    assert account["sub"] == made["learner_id"]
    assert account["custom:academy_id"] == here.world.academy_id
    assert account["name"] == "Demo Learner"
    assert account["email_verified"] == "true"
    assert here.call("GET", f"/{made['learner_id']}").body == made | REACHED


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
        patch.object(clients.dynamodb(), "transact_write_items", side_effect=throttled()),
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
    versions = {item["version"]["N"] for item in here.copies()}
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
    here.added("Änne de la Crüz-O'Neil", "Post.Box@demo.example", external_id="Hr#0042")
    found = ["Änne de la Crüz-O'Neil"]
    for text in (
        "änn",
        "ÄNNE DE",
        "anne",
        "aenne",
        "de la c",
        "la",
        "crüz",
        "cruz",
        "neil",
        "o\u2019n",
    ):
        assert here.names(text) == found, text
    for text in ("post.b", "POST.BOX@demo", "hr 00", "hr#0", "HR-0042"):
        assert here.names(text) == found, text
    for text in ("nne", "box", "0042", "anna", "ruz"):
        assert here.names(text) == [], text


def test_names_of_every_script_are_found_as_people_type(here: Directory) -> None:
    for name, typed in (
        ("Łukasz Ægir", "lukasz"),
        ("Đorđe Straße", "strasse"),
        ("İstanbul", "istanbul"),
        ("山田 太郎", "太郎"),
        ("أحمد", "احمد"),
        ("Zoe\u0308", "zoë"),
    ):
        here.added(name)
        assert len(here.names(typed)) == 1, typed


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


@pytest.mark.parametrize("text", ["müller anna", "ann mül", "Mueller, Anna", "MULLER A", "m anna"])
def test_a_learner_is_found_by_words_in_any_order(here: Directory, text: str) -> None:
    for name in ("Anna Müller", "Anna Schmidt", "Bert Müller"):
        here.added(name)
    assert here.names(text) == ["Anna Müller"]


@pytest.mark.parametrize("text", ["ander zan", "zan ander", "anders zz", "berg ander"])
def test_pages_of_several_words_bring_everybody_once(here: Directory, text: str) -> None:
    """Most who have the word that is looked through have not the other."""
    zans, bergs = [[f"{first}{n} Anders" for n in range(5)] for first in ("Zan", "Berg")]
    for number, (zan, berg) in enumerate(zip(zans, bergs, strict=True)):
        here.added(zan)
        here.added(berg)
        here.written_before(here.entry(f"former-{number}", f"{zan} before"))
    both = zans + [f"{zan} before" for zan in zans]
    wanted = {"ander zan": both, "zan ander": both, "anders zz": [], "berg ander": bergs}[text]
    for limit in (1, 2, 3, 7, 100):
        assert sorted(here.all_pages(limit, text)) == sorted(wanted)


def test_a_page_of_several_words_reads_so_much_and_goes_on(
    here: Directory, calls: list[str]
) -> None:
    for number in range(12):
        here.added(f"Bert{number} Andersson")
    here.added("Zoe Andersson")
    query = {"search": "zoe andersson", "limit": "1"}
    pages: list[list[str]] = []
    while True:
        calls.clear()
        page = here.call("GET", **query).body
        assert calls.count("Query") <= 2
        pages.append([item["name"] for item in page["items"]])
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert [name for page in pages for name in page] == ["Zoe Andersson"]


@pytest.mark.parametrize("text", ["", "an"])
def test_pages_bring_everybody_once(here: Directory, text: str) -> None:
    wanted = {f"Ann{number} Anders Anka" for number in range(6)}
    for name in wanted:
        here.added(name)
    for limit in (1, 2, 5, 6, 7):
        assert sorted(here.all_pages(limit, text)) == sorted(wanted)


def test_a_cursor_serves_only_its_own_search(here: Directory) -> None:
    for name in ("Anna", "Anton"):
        here.added(name)
    cursor = here.call("GET", search="an", limit="1").body["next_cursor"]
    assert here.names("AN ", limit="1", cursor=cursor) == ["Anton"]
    for search in ("", "a", "än"):
        refused = here.call("GET", search=search, cursor=cursor)
        assert refused.status == 400
        assert refused.wrong == {("query", "cursor")}


@pytest.mark.parametrize("term", ["b", "", "an#x", "an" + "x" * 200])
def test_a_cursor_that_points_outside_of_the_search_is_refused(here: Directory, term: str) -> None:
    position = directory.LearnerPosition.model_construct(term=term, learner_id="x", form=2)
    query = {f"form {form}": Sought.of("an", form) for form in FORMS}
    refused = here.call("GET", search="an", cursor=encode(position, query))
    assert refused.status == 400


def test_each_page_of_a_search_is_one_read_however_many_terms_it_passes(
    here: Directory, calls: list[str]
) -> None:
    for number in range(4):
        here.added(f"Ann{number} Anders Anka Andin Anso Ante")
    query = {"search": "an", "limit": "1"}
    found: list[str] = []
    while True:
        calls.clear()
        page = here.call("GET", **query).body
        assert calls == ["GetItem", "Query"]
        found += [item["name"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        query["cursor"] = page["next_cursor"]
    assert len(found) == 4


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
        "hired_on": None,
        "version": 1,
        **REACHED,
    }


def test_a_later_sign_in_reads_directory_and_staff_list_and_writes_nothing(
    here: Directory, calls: list[str]
) -> None:
    here.sign_in("learner-1")
    # The entry, the registry for the first time in this process, all of it at once, the staff list.
    assert calls == ["GetItem", "GetItem", "TransactWriteItems", "GetItem"]
    calls.clear()
    here.sign_in("learner-1")
    assert calls == ["GetItem", "GetItem"]


def test_a_sign_in_with_another_name_or_address_refreshes_the_entry(here: Directory) -> None:
    made = here.added("Old Name", "old@demo.example", external_id="HR-8")
    here.sign_in(made["learner_id"], name="New Name", email="new@demo.example")
    now = here.call("GET", f"/{made['learner_id']}").body
    wanted = {"name": "New Name", "mail": "new@demo.example", "version": 2}
    assert now == made | wanted | REACHED
    assert here.names("old") == []
    assert here.names("new@") == ["New Name"]


@pytest.mark.parametrize("missing", ["custom:academy_id", "email"])
def test_an_account_without_academy_or_mail_signs_in_and_leaves_no_entry(
    here: Directory, missing: str
) -> None:
    here.sign_in("learner-1", **{missing: None})
    assert here.items() == []


def test_nobody_is_kept_out_while_the_table_is_busy(here: Directory) -> None:
    with patch.object(clients.dynamodb(), "get_item", side_effect=throttled()):
        here.sign_in("learner-1")
    assert here.items() == []
    here.sign_in("learner-1")
    assert here.names() == ["Demo Learner"]


def test_a_sign_in_beside_another_of_the_same_person_goes_well(here: Directory) -> None:
    with between("dynamodb", "TransactWriteItems", lambda: here.sign_in("learner-1")):
        here.sign_in("learner-1")
    assert here.call("GET", "/learner-1").body["version"] == 1


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
        with patch.object(clients.dynamodb(), "get_item", side_effect=throttled()):
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
        composition.directory().save(here.entry(id_), over=None)
    calls.clear()
    known = composition.directory().known(here.world.academy_id, [*ids, *ids])
    assert known.keys() == there
    assert all(entry.learner_id == id_ for id_, entry in known.items())
    assert calls == ["BatchGetItem", "BatchGetItem"]


def test_nobody_is_known_to_another_academy(here: Directory, elsewhere: Directory) -> None:
    composition.directory().save(here.entry("learner-1"), over=None)
    assert composition.directory().known(elsewhere.world.academy_id, ["learner-1"]) == {}
    assert composition.directory().known(here.world.academy_id, []) == {}


def test_of_two_writes_over_the_same_version_one_wins_and_its_terms_are_whole(
    here: Directory,
) -> None:
    store = composition.directory()
    first = store.save(here.entry("learner-1"), over=None)
    winner = store.save(first.model_copy(update={"name": "Winner"}), over=first)
    with pytest.raises(StaleVersion) as refused:
        store.save(first.model_copy(update={"name": "Loser"}), over=first)
    assert refused.value.version == winner.version
    assert here.names("winner") == ["Winner"]
    assert here.names("loser") == []


def test_a_term_left_by_an_older_version_hinders_nobody(here: Directory) -> None:
    """What counts as a term may change; copies under what no longer is one are not listed."""
    store = composition.directory()
    first = store.save(here.entry("learner-1", name="Straight"), over=None)
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
    here.added("Lea Van Learner", "lea@demo.example", external_id="HR-9")
    terms = {
        item["SK"]["S"].removeprefix("SEARCH#").rpartition("#")[0]
        for item in here.copies()
        if item["SK"]["S"].startswith("SEARCH#")
    }
    assert terms == {"lea van learner", "van learner", "learner", "lea demo example", "hr 9"}


# External ids


def test_two_learners_of_an_academy_cannot_share_an_external_id(
    here: Directory, elsewhere: Directory
) -> None:
    first = here.added("First", external_id="HR-1")
    second = here.added("Second")
    body = {"name": "Second", "external_id": "HR-1"}
    refused = here.call("PUT", f"/{second['learner_id']}", body, version=1)
    assert (refused.status, refused.codes) == (422, {"external_id": "external_id_taken"})
    assert first["learner_id"] not in str(refused.body)
    assert here.call("GET", f"/{second['learner_id']}").body == second | REACHED
    # In another academy, and in other letters, it is another one.
    assert elsewhere.added("Theirs", external_id="HR-1")["external_id"] == "HR-1"
    body = {"name": "Second", "external_id": "hr-1"}
    assert here.call("PUT", f"/{second['learner_id']}", body, version=1).status == 200


def test_nobody_is_invited_with_an_external_id_that_is_taken(here: Directory) -> None:
    here.added("First", external_id="HR-1")
    refused = here.add("Second", "second@demo.example", external_id="HR-1")
    assert (refused.status, refused.codes) == (422, {"external_id": "external_id_taken"})
    with pytest.raises(here.cognito.exceptions.UserNotFoundException):
        here.account("second@demo.example")
    # Asked again by the one who has it, it is the first answer.
    again = here.call("GET", search="first").body["items"][0]
    assert here.add("First", again["mail"], external_id="HR-1").body == again


def test_an_external_id_that_is_given_up_is_free(here: Directory) -> None:
    first = here.added("First", external_id="HR-1")
    path = f"/{first['learner_id']}"
    assert here.call("PUT", path, {"name": "First", "external_id": "HR-2"}, version=1).status == 200
    assert here.added("Second", external_id="HR-1")["external_id"] == "HR-1"
    back = here.call("PUT", path, {"name": "First", "external_id": "HR-1"}, version=2)
    assert back.codes == {"external_id": "external_id_taken"}
    assert here.call("PUT", path, {"name": "First"}, version=2).status == 200
    assert here.added("Third", external_id="HR-2")["external_id"] == "HR-2"


def test_of_two_who_take_an_external_id_at_once_one_has_it(here: Directory) -> None:
    first, second = here.added("First"), here.added("Second")

    def take_first() -> None:
        owner = Owner(academy_id=here.world.academy_id, learner_id=first["learner_id"])
        intent = Intent(Actor(kind=ActorKind.STAFF, id="reviewer-2"), 1, datetime.now(UTC))
        composition.learners().change(owner, name="First", external_id="HR-1", intent=intent)

    body = {"name": "Second", "external_id": "HR-1"}
    with between("dynamodb", "TransactWriteItems", take_first):
        lost = here.call("PUT", f"/{second['learner_id']}", body, version=1)
    assert (lost.status, lost.codes) == (422, {"external_id": "external_id_taken"})
    assert here.names("hr-1") == ["First"]
    assert here.call("GET", f"/{second['learner_id']}").body == second | REACHED


def test_of_two_who_are_added_with_an_external_id_at_once_one_has_it(here: Directory) -> None:
    add_first = lambda: here.added("First", external_id="HR-1")  # noqa: E731 - happens between
    with between("dynamodb", "TransactWriteItems", add_first):
        lost = here.add("Second", "second@demo.example", external_id="HR-1")
    assert (lost.status, lost.codes) == (422, {"external_id": "external_id_taken"})
    # The account is there by now, and is found when it is asked for with another external id.
    assert here.added("Second", "second@demo.example", external_id="HR-2")["version"] == 1


# Entries that the first version of the program wrote


def test_an_entry_in_the_former_form_is_found_as_it_was_until_it_is_written_anew(
    here: Directory,
) -> None:
    former = here.entry("learner-1", "Änne-Marie Crüz", external_id="HR#1")
    here.written_before(former)
    for text in ("", "änne-", "ÄNNE-MARIE C", "crüz", "learner@demo", "hr 1", "hr#1"):
        assert here.names(text) == ["Änne-Marie Crüz"], text
    for text in ("marie", "cruz", "anne"):
        assert here.names(text) == [], text
    here.sign_in("learner-1", name="Änne-Marie Crüz")
    for text in ("", "änne-", "crüz", "cruz", "marie", "learner@demo", "hr 1"):
        assert here.names(text) == ["Änne-Marie Crüz"], text
    # None of its former copies is left.
    assert {(item["form"]["N"], item["version"]["N"]) for item in here.copies()} == {("2", "2")}


def test_a_change_writes_a_former_entry_anew(here: Directory) -> None:
    here.written_before(here.entry("learner-1", "Änne Crüz"))
    assert here.call("PUT", "/learner-1", {"name": "Änne Crûz"}, version=1).status == 200
    assert here.names("cruz") == here.names("anne") == ["Änne Crûz"]
    assert {item["form"]["N"] for item in here.copies()} == {"2"}


@pytest.mark.parametrize("text", ["", "an", "än", "an-"])
def test_pages_bring_entries_of_both_forms_once(here: Directory, text: str) -> None:
    names = [f"{first}-na {number}" for first in ("An", "Än") for number in range(3)]
    for number, name in enumerate(names):
        here.written_before(here.entry(f"former-{number}", f"{name} before"))
        here.added(name)
    once = here.all_pages(100, text)
    assert len(set(once)) == len(once) > 0
    assert set(names) <= set(once)
    for limit in (1, 2, 3, 5, 7):
        assert here.all_pages(limit, text) == once
    former = {name for name in once if name.endswith("before")}
    accents = {"": {"An", "Än"}, "an": {"An"}, "än": {"Än"}, "an-": {"An"}}[text]
    assert {name[:2] for name in former} == accents


def test_an_external_id_of_a_former_entry_is_taken_too(here: Directory) -> None:
    here.written_before(here.entry("learner-1", "Former", external_id="HR-1"))
    refused = here.add("Second", external_id="HR-1")
    assert (refused.status, refused.codes) == (422, {"external_id": "external_id_taken"})
    second = here.added("Second", external_id="hr-1")
    body = {"name": "Second", "external_id": "HR-1"}
    refused = here.call("PUT", f"/{second['learner_id']}", body, version=1)
    assert (refused.status, refused.codes) == (422, {"external_id": "external_id_taken"})
    # From its next sign-in on the item says so.
    here.sign_in("learner-1", name="Former")
    assert here.call("GET", "/learner-1").body["external_id"] == "HR-1"
    refused = here.call("PUT", f"/{second['learner_id']}", body, version=1)
    assert (refused.status, refused.codes) == (422, {"external_id": "external_id_taken"})


def test_of_two_former_entries_with_one_external_id_the_first_to_sign_in_keeps_it(
    here: Directory,
) -> None:
    for id_ in ("learner-1", "learner-2"):
        here.written_before(here.entry(id_, external_id="HR-1"))
    for id_ in ("learner-2", "learner-1", "learner-2", "learner-1"):
        here.sign_in(id_)
    kept = [here.call("GET", f"/learner-{number}").body["external_id"] for number in (1, 2)]
    assert kept == [None, "HR-1"]
