"""How much one caller may upload: permissions an hour and bytes a day."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from certfolio.domain.staff import Role
from certfolio.settings import UploadLimits
from tests.support.desk import known
from tests.support.faults import between, everything, losing_one_answer
from tests.support.template import resource, template
from tests.support.world import (
    PDF,
    Answer,
    Learner,
    Staff,
    World,
    at,
    declared,
    forget,
)

LATE = datetime(2026, 3, 2, 23, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
LIMITS = {
    "UPLOADS_PER_HOUR": "3",
    "UPLOAD_BYTES_PER_DAY": str(4 * len(PDF)),
    "STAFF_UPLOADS_PER_HOUR": "2",
    "STAFF_UPLOAD_BYTES_PER_DAY": str(3 * len(PDF)),
}


@pytest.fixture
def limited(world: World) -> Iterator[World]:
    """A world whose limits are near."""
    with patch.dict(os.environ, LIMITS):
        forget()
        yield world
    forget()


def ask(caller: Learner | Staff, now: datetime, path: str = "/uploads", size: int = 0) -> Answer:
    with at(now):
        return caller.call("POST", path, declared(size=size or len(PDF)))


def asked(caller: Learner | Staff, now: datetime, times: int, path: str = "/uploads") -> list[int]:
    return [ask(caller, now, path).status for _ in range(times)]


def test_more_in_an_hour_are_refused_until_the_next(limited: World) -> None:
    earlier = LATE - HOUR
    assert asked(limited.learner, earlier, 3) == [201] * 3
    before = everything()
    refused = ask(limited.learner, earlier)
    assert (refused.status, refused.problem) == (429, "too-many-uploads")
    assert refused.headers["Retry-After"] == "1800"
    assert refused.body["retry_at"] == "2026-03-02T23:00:00Z"
    assert "23:00 UTC" in refused.body["detail"]
    assert everything() == before
    assert ask(limited.learner, datetime(2026, 3, 2, 22, 59, 59, tzinfo=UTC)).status == 429
    assert ask(limited.learner, datetime(2026, 3, 2, 23, tzinfo=UTC)).status == 201


def test_more_bytes_in_a_day_are_refused_until_the_next(limited: World) -> None:
    assert asked(limited.learner, LATE - HOUR, 3) == [201] * 3
    assert ask(limited.learner, LATE, size=len(PDF) + 1).status == 429
    assert ask(limited.learner, LATE, size=len(PDF)).status == 201
    refused = ask(limited.learner, LATE, size=1)
    assert (refused.status, refused.headers["Retry-After"]) == (429, "1800")
    assert refused.body["retry_at"] == "2026-03-03T00:00:00Z"
    assert ask(limited.learner, LATE + timedelta(minutes=30)).status == 201


def test_where_both_are_reached_the_later_end_counts(limited: World) -> None:
    morning = datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert ask(limited.learner, morning, size=4 * len(PDF) - 2).status == 201
    assert [ask(limited.learner, morning, size=1).status for _ in range(2)] == [201, 201]
    assert ask(limited.learner, morning, size=1).body["retry_at"] == "2026-03-03T00:00:00Z"


def test_each_learner_has_limits_of_their_own(limited: World) -> None:
    assert asked(limited.learner, LATE, 4) == [201, 201, 201, 429]
    assert asked(limited.new_learner(), LATE, 1) == [201]


def test_what_staff_upload_counts_for_who_uploads_and_not_for_whom(limited: World) -> None:
    learner = known(limited)
    for_one = f"/learners/{learner.id}/uploads"
    assert asked(limited.reviewer, LATE, 1, for_one) == [201]
    assert asked(limited.reviewer, LATE, 2) == [201, 429]
    assert asked(limited.reviewer, LATE, 1, for_one) == [429]
    assert asked(learner, LATE, 3) == [201] * 3
    assert asked(limited.staff("reviewer-2", Role.REVIEWER), LATE, 1, for_one) == [201]


def test_of_two_that_ask_for_the_last_one_at_once_one_gets_it(limited: World) -> None:
    assert asked(limited.learner, LATE, 2) == [201, 201]
    won: list[int] = []
    with between(
        "dynamodb", "TransactWriteItems", lambda: won.append(ask(limited.learner, LATE).status)
    ):
        assert ask(limited.learner, LATE).status == 429
    assert won == [201]


def test_the_last_one_whose_answer_was_lost_is_given_and_counted_once(limited: World) -> None:
    assert asked(limited.learner, LATE, 2) == [201, 201]
    with losing_one_answer(1) as sent:
        assert ask(limited.learner, LATE).status == 201
    assert len(sent) == 2
    assert ask(limited.learner, LATE).status == 429
    assert ask(limited.learner, LATE + HOUR).status == 201


def test_what_is_wrong_is_named_first_and_counts_for_nothing(limited: World) -> None:
    with at(LATE):
        wrong = declared(file_name="certificate.exe")
        for _ in range(5):
            assert limited.learner.call("POST", "/uploads", wrong).status == 422
    assert asked(limited.learner, LATE, 3) == [201] * 3


def test_the_count_is_forgotten_after_its_day(limited: World) -> None:
    ask(limited.learner, LATE)
    (count,) = (item for item in everything() if item["SK"]["S"].startswith("USAGE#"))
    attribute = resource("Table")["TimeToLiveSpecification"]["AttributeName"]
    day_after = datetime(2026, 3, 4, tzinfo=UTC)
    assert datetime.fromtimestamp(int(count[attribute]["N"]), UTC) == day_after


def test_whoever_hands_in_thirty_certificates_in_an_evening_meets_no_limit(world: World) -> None:
    """With the largest files, each tried twice, and all within one hour."""
    largest = template()["Parameters"]["MaxFileBytes"]["Default"]
    assert {ask(world.learner, LATE, size=largest).status for _ in range(60)} == {201}


def test_the_defaults_of_code_and_template_are_the_same() -> None:
    variables = resource("UploadsFunction")["Environment"]["Variables"]
    defaults = UploadLimits()
    assert {name: int(variables[name]) for name in LIMITS} == {
        name.upper(): value for name, value in defaults.model_dump().items()
    }
