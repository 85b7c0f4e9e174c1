"""Transcripts as learners and staff get them."""

import csv
import io
import json
from datetime import date
from typing import Any
from unittest.mock import patch
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from certfolio.domain.staff import Role
from certfolio.domain.transcript import Language
from certfolio.storage import clients
from functions.transcripts import handler
from functions.transcripts.handler import Format
from tests.support import holdings
from tests.support.desk import handed_in, known, note
from tests.support.holdings import TYPES, act, decide, entered, install, new, path_of
from tests.support.world import ENVIRONMENT, Answer, World, at, if_match

BUCKET = ENVIRONMENT["TRANSCRIPTS_BUCKET"]
FILES = [Format.PDF, Format.CSV]
NAMED = {"name": "Zoë Quixotic"}


@pytest.fixture
def filled(world: World) -> World:
    """An academy with a certificate of every kind of outcome."""
    world.credit_type("cpe", over=1, requires=[], period_rules={"target": "10", "cap": "10"})
    decisions: list[tuple[str, dict[str, Any]]] = [
        ("approve", {}),
        ("decline", {"comment": "No."}),
        ("request_changes", {"comment": "What?"}),
    ]
    with at(date(2026, 3, 2)):
        for action, more in decisions:
            made = handed_in(world.learner, "cpe", "4", title=f"To {action}")
            assert world.reviewer.decide(made, action, **more).status == 200
        handed_in(world.learner, "cpe", "3", title="To wait")
    return world


def stored(answer: Answer) -> tuple[str, bytes]:
    """Key and bytes that the link of an answer leads to."""
    assert answer.status == 200, answer
    path = unquote(urlsplit(answer.body["file"]["url"]).path)
    key = path.lstrip("/").removeprefix(BUCKET).lstrip("/")
    return key, clients.s3().get_object(Bucket=BUCKET, Key=key)["Body"].read()


def test_a_learner_reads_every_certificate_and_why_it_counts(filled: World) -> None:
    with at(date(2026, 3, 2)):
        answer = filled.learner.call("GET", "/transcript")
    assert answer.status == 200
    assert answer.body["file"] is None
    transcript = answer.body["transcript"]
    [section] = transcript["sections"]
    assert (section["applied"], section["claimed"], section["remaining"]) == (
        "4.00",
        "3.00",
        "6.00",
    )
    assert {line["title"]: line["why"] for line in section["lines"]} == {
        "To approve": None,
        "To decline": "its status is declined",
        "To request_changes": "its status is changes requested",
        "To wait": "waiting for a decision",
    }
    assert (transcript["certificates"], transcript["made_on"]) == (4, "2026-03-02")


@pytest.mark.parametrize("wanted", FILES)
@pytest.mark.parametrize("language", Language)
def test_a_file_is_fetched_by_a_link_that_names_nobody(
    filled: World, wanted: Format, language: Language
) -> None:
    learner = filled.new_learner(name="Zoë Quixotic")
    handed_in(learner, "cpe", "1")
    query = {"format": wanted.value, "language": language.value}
    with at(date(2026, 3, 2)):
        answer = learner.call("GET", "/transcript", query=query)
    key, data = stored(answer)
    file = answer.body["file"]
    assert answer.body["transcript"] is None
    assert (file["name"], file["size"]) == (f"transcript-2026-03-02.{wanted}", len(data))
    assert data.startswith(b"%PDF-1.7" if wanted is Format.PDF else b"\xef\xbb\xbf")
    assert key.startswith(f"{learner.academy_id}/{learner.id}/")
    assert "Quixotic" not in unquote(file["url"])
    asked = parse_qs(urlsplit(file["url"]).query)
    [disposition] = asked["response-content-disposition"]
    assert disposition.startswith(f'attachment; filename="{file["name"]}"')
    assert asked["X-Amz-Expires"] == ["60"]


def test_staff_get_a_learners_with_the_name_in_the_directory(filled: World) -> None:
    learner = known(filled)
    handed_in(learner, "cpe", "1")
    answer = filled.reviewer.call("GET", f"/learners/{learner.id}/transcript")
    assert answer.body["transcript"]["learner"] == {
        "id": learner.id,
        "name": learner.id,
        "external_id": None,
    }
    for wanted in FILES:
        query = {"format": wanted.value}
        stored(filled.reviewer.call("GET", f"/learners/{learner.id}/transcript", query=query))


def test_a_learner_whom_no_directory_knows_has_the_name_of_their_account(filled: World) -> None:
    learner = filled.new_learner(**NAMED)
    answer = learner.call("GET", "/transcript")
    assert answer.body["transcript"]["learner"]["name"] == "Zoë Quixotic"


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ({"status": "approved"}, {"To approve"}),
        ({"status": "active"}, {"To approve"}),
        ({"credit_type": "cpe", "period": "2026", "status": "pending"}, {"To wait"}),
        ({"period": "2025"}, set()),
        ({"credit_type": "other"}, set()),
    ],
    ids=str,
)
def test_filters_say_what_is_listed(filled: World, query: dict[str, str], titles: set[str]) -> None:
    with at(date(2026, 3, 2)):
        sections = filled.learner.call("GET", "/transcript", query=query).body["transcript"][
            "sections"
        ]
    assert {line["title"] for section in sections for line in section["lines"]} == titles


@pytest.mark.parametrize(
    "query",
    [
        {"format": "docx"},
        {"language": "xx"},
        {"status": "lost"},
        {"period": ""},
        {"credit_type": "A B"},
        {"files": "true"},
    ],
    ids=str,
)
def test_what_is_not_known_is_refused(world: World, query: dict[str, str]) -> None:
    answer = world.learner.call("GET", "/transcript", query=query)
    assert answer.status == 400
    assert answer.wrong == {("query", name) for name in query}


def test_nobody_gets_another_academys(filled: World, other_world: World) -> None:
    path = f"/learners/{filled.learner.id}/transcript"
    stranger = other_world.staff("reviewer-elsewhere", Role.REVIEWER)
    refused = stranger.call("GET", path, academy_id=filled.academy_id)
    assert refused.status == 403
    own = stranger.call("GET", path)
    assert [
        line for section in own.body["transcript"]["sections"] for line in section["lines"]
    ] == []


def test_the_logs_tell_of_it_with_ids_alone(filled: World) -> None:
    learner = filled.new_learner(**NAMED)
    handed_in(learner, "cpe", "1", title="Quixotic Zymurgy")
    written: list[dict[str, Any]] = []
    with patch.object(handler.logger, "info", lambda _, **said: written.append(said)):
        learner.call("GET", "/transcript", query={"format": "pdf"})
    assert written[-1]["learner_id"] == learner.id
    assert "Quixotic" not in json.dumps(written)


def test_it_is_read_in_few_calls(filled: World, calls: list[str]) -> None:
    filled.learner.call("GET", "/transcript")
    del calls[:]
    filled.learner.call("GET", "/transcript")
    # The portfolio, and the credentials.
    assert sorted(calls) == ["BatchGetItem", "GetItem", "Query", "Query"]


@pytest.fixture
def board(world: World) -> World:
    """An academy with a programme."""
    install(world)
    for name in TYPES:
        world.credit_type(name, requires=[])
    return world


def test_it_names_who_confirmed_what_is_stated_now_and_one_call_finds_all(
    board: World, calls: list[str]
) -> None:
    held = [entered(board.learner, number=f"{number}") for number in range(3)]
    board.learner.call("GET", "/transcript")
    calls.clear()
    board.learner.call("GET", "/transcript")
    without = [*calls]
    confirmed = [decide(board.reviewer, board.learner, one).body for one in held]
    calls.clear()
    told = board.learner.call("GET", "/transcript").body["transcript"]["credentials"]
    assert sorted(calls) == sorted([*without, "Query"])
    assert all(one["confirmed"] for one in told)
    first = confirmed[0]
    path, headers = f"/holdings/{first['id']}", if_match(first)
    assert (
        board.learner.call("PUT", path, holdings.stated(number="9"), headers=headers).status == 200
    )
    told = board.learner.call("GET", "/transcript").body["transcript"]["credentials"]
    assert [one["confirmed"] is None for one in told] == [True, False, False]


def test_what_staff_state_has_their_word_from_then_on(board: World) -> None:
    note(board.learner)
    with at(date(2026, 3, 2)):
        held = decide(board.reviewer, board.learner, entered(board.learner, number="1")).body
    with at(date(2026, 3, 3)):
        path, body = f"/holdings/{held['id']}", holdings.stated(number="3")
        held = board.learner.call("PUT", path, body, headers=if_match(held)).body
    with at(date(2026, 3, 4)):
        body = holdings.stated(number="4")
        assert act(board.reviewer, board.learner, held, "", body, "PUT").status == 200
        body = new(number="5")
        assert board.reviewer.call("POST", path_of(board.learner), body).status == 201
    told = board.learner.call("GET", "/transcript").body["transcript"]["credentials"]
    assert [(one["number"], one["confirmed"]["on"]) for one in told] == [
        ("4", "2026-03-04"),
        ("5", "2026-03-04"),
    ]


def test_credentials_are_a_table_of_their_own_whatever_is_asked_of_certificates(
    board: World,
) -> None:
    decide(board.reviewer, board.learner, entered(board.learner))
    query = {"format": "credentials", "status": "declined"}
    with at(date(2026, 3, 2)):
        own = board.learner.call("GET", "/transcript", query=query)
        path = f"/learners/{board.learner.id}/transcript"
        of_staff = board.reviewer.call("GET", path, query=query)
    for answer in (own, of_staff):
        _, data = stored(answer)
        assert answer.body["file"]["name"] == "credentials-2026-03-02.csv"
        [row] = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        assert (row["Learner id"], row["Credential number"]) == (board.learner.id, "4711")
        assert row["Confirmed by"]
