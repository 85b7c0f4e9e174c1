"""The same thing handed in twice: shown to reviewers and to its own learner, never blocked."""

from typing import Any

import pytest

from certfolio.domain.actions import Status
from tests.support.builders import ulid
from tests.support.desk import claims, enter_for_all, handed_in, known, path_of, uploaded_for
from tests.support.world import FILES, PDF, Learner, World, declared, if_match, submission

OTHER_PDF = (FILES / "cairo.pdf").read_bytes()
NUMBER = {"issuer": "Open Institute", "certificate_number": "N 1"}

Found = dict[tuple[str, str], list[str]]


@pytest.fixture
def free(world: World) -> World:
    """A world with a credit type that asks for no file."""
    world.credit_type("free", requires=[])
    return world


def key(certificate: dict[str, Any]) -> tuple[str, str]:
    return certificate["learner_id"], certificate["id"]


def duplicates(world: World, certificate: dict[str, Any]) -> Found:
    """In what other certificates are alike, by learner and id."""
    answer = world.reviewer.call("GET", path_of(certificate, "/duplicates"))
    assert answer.status == 200, answer
    found = {
        (item["learner_id"], item["certificate_id"]): item["why"] for item in answer.body["items"]
    }
    assert len(found) == len(answer.body["items"])
    return found


def forecast(learner: Learner, **fields: Any) -> dict[str, list[str]]:
    """What the learner is shown before submitting."""
    body = submission(**{"claims": claims(("free", "1")), "title": "New", **fields})
    answer = learner.call("POST", "/certificates/forecast", body)
    assert answer.status == 200, answer
    return {item["certificate_id"]: item["why"] for item in answer.body["duplicates"]}


def filed(learner: Learner, data: bytes = PDF, **fields: Any) -> dict[str, Any]:
    """A certificate with a file."""
    answer = learner.submit(learner.uploaded(data)["id"], **fields)
    assert answer.status == 201, answer
    made: dict[str, Any] = answer.body
    return made


def test_the_same_file_is_shown_whoever_handed_it_in(world: World) -> None:
    stranger = world.new_learner()
    first = filed(world.learner, title="One")
    own = filed(world.learner, title="Two")
    foreign = filed(stranger, title="Three")
    filed(world.new_learner(), OTHER_PDF, title="Four")
    assert duplicates(world, first) == {key(own): ["same_file"], key(foreign): ["same_file"]}
    assert duplicates(world, foreign) == {key(first): ["same_file"], key(own): ["same_file"]}
    answer = world.reviewer.call("GET", path_of(first, "/duplicates"))
    titles = {item["title"]: item["status"] for item in answer.body["items"]}
    assert titles == {"Two": "pending", "Three": "pending"}


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (NUMBER, True),
        ({"issuer": " OPEN  institute", "certificate_number": "n1"}, True),
        ({"issuer": "Open Institute", "certificate_number": "N 2"}, False),
        ({"issuer": "Institute", "certificate_number": "N 1"}, False),
        ({"issuer": "Open InstituteN", "certificate_number": "1"}, False),
        ({"issuer": "Open Institute"}, False),
        ({"certificate_number": "N 1"}, False),
    ],
)
def test_the_same_number_by_the_same_issuer_is_shown_whatever_case_and_spaces(
    free: World, other: dict[str, str], same: bool
) -> None:
    first = handed_in(free.learner, "free", title="One", **NUMBER)
    own = handed_in(free.learner, "free", title="Two", **other)
    foreign = handed_in(free.new_learner(), "free", title="Three", **other)
    expected = {key(own): ["same_number"], key(foreign): ["same_number"]} if same else {}
    assert duplicates(free, first) == expected


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ({"title": "first  AID at work "}, True),
        ({"title": "First aid"}, False),
        ({"earned_on": "2026-01-14"}, False),
    ],
)
def test_the_same_title_and_date_are_shown_of_the_learner_alone(
    free: World, other: dict[str, str], same: bool
) -> None:
    first = handed_in(free.learner, "free")
    own = handed_in(free.learner, "free", **other)
    handed_in(free.new_learner(), "free", **other)
    expected = {key(own): ["same_title_and_date"]} if same else {}
    assert duplicates(free, first) == expected


def test_what_is_alike_in_several_ways_is_shown_once(world: World) -> None:
    first = filed(world.learner, **NUMBER)
    own = filed(world.learner, **NUMBER)
    foreign = filed(world.new_learner(), **NUMBER)
    assert duplicates(world, first) == {
        key(own): ["same_file", "same_number", "same_title_and_date"],
        key(foreign): ["same_file", "same_number"],
    }


def test_another_academy_s_are_never_shown(world: World, other_world: World) -> None:
    first = filed(world.learner, **NUMBER)
    namesake = Learner(other_world.academy_id, world.learner.id)
    theirs = filed(namesake, **NUMBER)
    assert duplicates(world, first) == duplicates(other_world, theirs) == {}
    upload = world.learner.uploaded()["id"]
    found = forecast(world.learner, claims=claims(("cpe", "1")), upload_id=upload)
    assert found == {first["id"]: ["same_file"]}


@pytest.mark.parametrize("whose", ["own", "another's"])
def test_what_was_withdrawn_is_not_shown(world: World, whose: str) -> None:
    first = filed(world.learner, **NUMBER)
    learner = world.learner if whose == "own" else world.new_learner()
    other = filed(learner, **NUMBER)
    assert set(duplicates(world, first)) == {key(other)}
    assert learner.withdraw(other).status == 200
    assert duplicates(world, first) == {}


@pytest.mark.parametrize("action", ["approve", "decline", "request_changes"])
def test_what_was_decided_is_shown_with_its_status(free: World, action: str) -> None:
    first = handed_in(free.learner, "free", **NUMBER)
    other = handed_in(free.new_learner(), "free", **NUMBER)
    decided = free.reviewer.decide(other, action, "x").body
    assert set(duplicates(free, first)) == {key(other)}
    (item,) = free.reviewer.call("GET", path_of(first, "/duplicates")).body["items"]
    assert item["status"] == decided["status"] != Status.PENDING


def test_an_edit_takes_its_marks_along(world: World) -> None:
    first = filed(world.learner, title="One", **NUMBER)
    other = filed(world.new_learner(), title="Two", **NUMBER)
    stranger = Learner(world.academy_id, other["learner_id"])
    upload = stranger.uploaded(OTHER_PDF, certificate_id=other["id"])["id"]
    edited = stranger.edit(other, upload_id=upload, title="Two", **NUMBER)
    assert edited.status == 200, edited
    assert duplicates(world, first) == {key(other): ["same_number"]}
    again = stranger.edit(edited.body, title="Two", issuer="Open Institute")
    assert again.status == 200, again
    assert duplicates(world, first) == {}


def test_a_corrected_issuer_is_what_counts(free: World) -> None:
    first = handed_in(free.learner, "free", title="One", **NUMBER)
    other = handed_in(free.new_learner(), "free", issuer="Instiute", certificate_number="N 1")
    assert duplicates(free, first) == {}
    corrections = {"issuer": "Open Institute"}
    assert free.reviewer.decide(other, "approve", "x", corrections=corrections).status == 200
    assert duplicates(free, first) == {key(other): ["same_number"]}


def test_one_event_for_many_is_no_duplicate_of_itself(world: World) -> None:
    learners = [known(world), known(world)]
    upload = uploaded_for(world.reviewer)
    items = enter_for_all(world.reviewer, [one.id for one in learners], upload, **NUMBER).body[
        "items"
    ]
    first, second = (item["certificate"] for item in items)
    assert duplicates(world, first) == duplicates(world, second) == {}
    stranger = filed(world.new_learner(), title="Handed in beside it", **NUMBER)
    assert duplicates(world, first) == {key(stranger): ["same_file", "same_number"]}
    assert duplicates(world, stranger).keys() == {key(first), key(second)}


def test_it_warns_and_does_not_block(world: World) -> None:
    made = [filed(world.learner, **NUMBER) for _ in range(2)]
    for record in made:
        assert world.reviewer.decide(record, "approve").status == 200


def test_duplicates_of_what_is_not_there(free: World, other_world: World) -> None:
    certificate = handed_in(free.learner, "free")
    for world, wanted in (
        (free, {**certificate, "id": ulid(9)}),
        (other_world, certificate),
    ):
        assert world.reviewer.call("GET", path_of(wanted, "/duplicates")).status == 404


# What the learner is shown before submitting


def test_a_learner_is_shown_own_ones_alone(free: World) -> None:
    stranger = free.new_learner()
    handed_in(stranger, "free", title="New", **NUMBER)
    filed(stranger)
    assert forecast(free.learner, upload_id=free.learner.uploaded()["id"], **NUMBER) == {}
    own = handed_in(free.learner, "free", title="Old", **NUMBER)
    same = filed(free.learner, title="Other", earned_on="2026-01-14")
    found = forecast(free.learner, upload_id=free.learner.uploaded()["id"], **NUMBER)
    assert found == {own["id"]: ["same_number"], same["id"]: ["same_file"]}
    assert forecast(free.learner, title="OLD") == {own["id"]: ["same_title_and_date"]}


def test_a_learner_is_not_shown_what_was_withdrawn(free: World) -> None:
    own = handed_in(free.learner, "free", title="New")
    assert set(forecast(free.learner)) == {own["id"]}
    free.learner.withdraw(own)
    assert forecast(free.learner) == {}


def test_an_edit_is_no_duplicate_of_itself(free: World) -> None:
    own = handed_in(free.learner, "free", title="New", **NUMBER)
    assert forecast(free.learner, id=own["id"], **NUMBER) == {}


def test_nothing_a_learner_reads_tells_of_others(free: World) -> None:
    stranger = free.new_learner()
    theirs = filed(stranger, **NUMBER)
    own = filed(free.learner, **NUMBER)
    reads = [
        free.learner.call("GET", f"/certificates/{own['id']}"),
        free.learner.call("GET", "/certificates"),
        free.learner.call("GET", f"/certificates/{own['id']}/outlook"),
        free.learner.call("POST", "/uploads", declared()),
        free.learner.edit(own, title="New"),
    ]
    for answer in reads:
        assert answer.status < 300, answer
        assert theirs["id"] not in str(answer.body)
        assert stranger.id not in str(answer.body)
    asked = free.learner.call("GET", f"/certificates/{own['id']}/duplicates", headers=if_match(own))
    assert asked.status == 404
