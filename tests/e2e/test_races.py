"""Many at once, and answers that get lost: one winner, nothing doubled."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any

import pytest
import requests
from botocore.exceptions import ConnectionClosedError
from ulid import ULID

from certfolio.storage import clients
from local.client import Json
from local.stack import Stack
from tests.e2e.in_process import function, request
from tests.e2e.support import (
    Academy,
    LearnerAtWork,
    StaffAtWork,
    at_once,
    open_academy,
    records_of,
)

MANY = 20


@pytest.fixture(scope="module")
def reviewers(academy: Academy) -> list[StaffAtWork]:
    return [academy.staff("reviewer") for _ in range(MANY)]


@pytest.fixture(scope="module", autouse=True)
def _warm(academy: Academy, reviewer: StaffAtWork) -> None:
    """Have a process ready for every call, so that calls meet in the table and not at the start.

    On two cores the starts alone outlast a call's patience.
    """
    learner = academy.learner()
    withdraw = partial(
        learner.request, "DELETE", "/certificates/01ARZ3NDEKTSV4RRFFQ69G5FAV", version=1
    )
    read = partial(reviewer.request, "GET", f"/admin/academies/{academy.id}/reviews", limit=1)
    for call, status in ((withdraw, 404), (read, 200)):
        # A few more each time, so that no start waits for all the others.
        for together in (*range(4, MANY, 4), *[MANY] * 3):
            if at_once([partial(_patiently, call)] * together) == [status] * MANY:
                break


def _patiently(call: Callable[[], requests.Response]) -> int:
    try:
        return call().status_code
    except requests.Timeout:
        return 0


def _insist(call: Callable[[], requests.Response]) -> requests.Response:
    """Send again what was not answered, or with 503, as the API says one may."""
    deadline = time.monotonic() + _INSIST_SECONDS
    while time.monotonic() < deadline:
        with suppress(requests.Timeout):
            answer = call()
            if answer.status_code != 503:
                return answer
        time.sleep(0.5)
    raise TimeoutError


_INSIST_SECONDS = 120


def _race(calls: Iterable[Callable[[], requests.Response]]) -> list[requests.Response]:
    return at_once([partial(_insist, call) for call in calls])


def test_the_same_submission_twenty_times_gives_one_certificate(
    stack: Stack, learner: LearnerAtWork
) -> None:
    upload = learner.accepted_upload()
    body = learner.submission(upload["id"], id=upload["certificate_id"])
    submit = partial(learner.request, "POST", "/certificates", body)
    answers = _race([submit] * MANY)
    assert Counter(answer.status_code for answer in answers) == {201: MANY}
    assert len({answer.text for answer in answers}) == 1
    assert len(records_of(stack, learner, "CERTIFICATE#")) == 1
    assert len(records_of(stack, learner, "EVENT#")) == 1
    [stored] = records_of(stack, learner, "UPLOAD#")
    assert stored["attached"] == {"BOOL": True}
    assert "delete_after" not in stored


def test_of_different_submissions_of_one_upload_one_wins(
    stack: Stack, learner: LearnerAtWork
) -> None:
    upload = learner.accepted_upload()
    answers = _race(
        partial(
            learner.request,
            "POST",
            "/certificates",
            learner.submission(upload["id"], title=f"Title {number}"),
        )
        for number in range(MANY)
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: MANY - 1}
    [winner] = [answer.json() for answer in answers if answer.status_code == 201]
    assert learner.read(winner)["title"] == winner["title"]
    assert len(records_of(stack, learner, "EVENT#")) == 1


def test_of_learners_who_are_given_one_external_id_at_once_one_has_it(academy: Academy) -> None:
    administrator = academy.administrator
    learners = [academy.know(academy.learner()) for _ in range(6)]
    path = f"/admin/academies/{academy.id}/learners"
    answers = _race(
        partial(
            administrator.request,
            "PUT",
            f"{path}/{learner['learner_id']}",
            {"name": learner["name"], "external_id": "HR-1"},
            version=1,
        )
        for learner in learners
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 422: len(learners) - 1}
    codes = [answer.json()["errors"][0]["code"] for answer in answers if answer.status_code == 422]
    assert set(codes) == {"external_id_taken"}
    [found] = administrator.admin("GET", "/learners", search="hr-1")["items"]
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    assert found == winner


def test_of_first_claims_and_a_correction_at_once_all_see_each_other(stack: Stack) -> None:
    """Whichever came first: no claim lies in a period whose rules were corrected after it."""
    academy = open_academy(stack)
    made = academy.credit_type("fresh", requires=[])
    learners = [academy.learner() for _ in range(5)]
    body = {"name": "FRESH", "unit": "hours", "requires": [], "period_rules": {"cap": "1"}}
    path = f"/admin/academies/{academy.id}/credit-types/fresh"
    correct = partial(academy.administrator.request, "PUT", path, body, version=made["version"])
    claims = [
        partial(
            learner.request,
            "POST",
            "/certificates",
            learner.submission(
                None, id=str(ULID()), claims=[{"credit_type": "fresh", "credits": "2"}]
            ),
        )
        for learner in learners
    ]
    corrected, *claimed = _race([correct, *claims])
    assert [answer.status_code for answer in claimed] == [201] * len(claims)
    assert corrected.status_code == 200
    read = academy.administrator.admin("GET", "/credit-types/fresh")
    assert read["claimed"]
    # At once for all days, or from the next period on, and in either case told as it is.
    assert [rules["version"] for rules in read["rules"]] in ([2], [1, 2])
    assert corrected.json()["rules"] == read["rules"]


def test_of_twenty_reviewers_one_decides_and_the_others_see_what(
    stack: Stack, learner: LearnerAtWork, reviewers: list[StaffAtWork]
) -> None:
    certificate = learner.hand_in()
    actions = ["approve", "decline", "request_changes"]
    answers = _race(
        partial(reviewer.decide, certificate, actions[number % 3], f"Reviewer {number}")
        for number, reviewer in enumerate(reviewers)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: MANY - 1}
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    for answer in answers:
        if answer.status_code == 412:
            problem = answer.json()
            assert problem["current_version"] == 2
            # What staff alone see is not part of a problem, which learners get as well.
            seen = {"assignment": None, "document_says": winner["document_says"]}
            assert {**problem["current"], **seen} == winner
    after = learner.read(certificate)
    assert (after["status"], after["decision"]) == (winner["status"], winner["decision"])
    assert len(records_of(stack, learner, "EVENT#")) == 2


def test_of_twenty_edits_one_is_kept(stack: Stack, learner: LearnerAtWork) -> None:
    certificate = learner.hand_in()
    answers = _race(
        partial(
            learner.request,
            "PUT",
            f"/certificates/{certificate['id']}",
            learner.submission(certificate["file"]["upload_id"], title=f"Title {number}"),
            version=1,
        )
        for number in range(MANY)
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 412: MANY - 1}
    [winner] = [answer.json() for answer in answers if answer.status_code == 200]
    assert learner.read(certificate)["title"] == winner["title"]
    assert len(records_of(stack, learner, "EVENT#")) == 2


def test_a_decision_and_an_edit_at_once_never_both_count(
    learner: LearnerAtWork, reviewer: StaffAtWork
) -> None:
    certificate = learner.hand_in()
    edit = partial(
        learner.request,
        "PUT",
        f"/certificates/{certificate['id']}",
        learner.submission(certificate["file"]["upload_id"], title="Another"),
        version=1,
    )
    answers = _race([edit, partial(reviewer.decide, certificate, "approve")])
    assert sorted(answer.status_code for answer in answers) == [200, 412]


def test_two_administrators_who_remove_each_other_leave_one(stack: Stack) -> None:
    academy = open_academy(stack, credit_types=())
    first, second = academy.administrator, academy.staff("administrator")

    def remove(by: StaffAtWork, whom: StaffAtWork) -> requests.Response:
        path = f"/admin/academies/{academy.id}/staff/{whom.principal}"
        return by.request("DELETE", path, version=1)

    answers = _race([partial(remove, first, second), partial(remove, second, first)])
    statuses = [answer.status_code for answer in answers]
    assert statuses.count(200) == 1, statuses
    # The other one is told of the change, is gone already, or is the last.
    assert set(statuses) - {200} <= {403, 409, 412}
    survivor = first if statuses[0] == 200 else second
    assert len(survivor.admin("GET", "/staff")["items"]) == 1


@contextmanager
def _lost_answers(operation: str, times: int) -> Iterator[list[str]]:
    """DynamoDB does its work, but the connection breaks before the answer arrives."""
    lost: list[str] = []
    client: Any = clients.dynamodb()
    send = client._posted  # noqa: SLF001 - no public hook there

    def send_and_lose(prepared: Any) -> Any:
        answer = send(prepared)
        if prepared.headers["X-Amz-Target"].endswith(operation) and len(lost) < times:
            assert answer.status_code == 200, answer.content
            lost.append(operation)
            raise ConnectionClosedError(endpoint_url=prepared.url)
        return answer

    client._posted = send_and_lose  # noqa: SLF001 - the same
    try:
        yield lost
    finally:
        del client._posted  # noqa: SLF001 - the same


ALL = 3
"""Tries the functions' client makes before it gives up."""


@pytest.mark.parametrize("times", [1, ALL], ids=["once", "until the function gives up"])
def test_a_submission_whose_answer_was_lost_gives_its_first_result(
    stack: Stack, learner: LearnerAtWork, times: int
) -> None:
    upload = learner.accepted_upload()
    body = learner.submission(upload["id"])
    with (
        function(stack, "submission") as submission,
        _lost_answers("TransactWriteItems", times) as lost,
    ):
        answer = submission(request(learner, "POST", "/certificates", body))
    assert len(lost) == times
    _answered(answer, 201, lost_for_good=times == ALL)
    retry = learner.request("POST", "/certificates", body)
    assert retry.status_code == 201
    assert (retry.json()["version"], retry.json()["status"]) == (1, "pending")
    assert len(records_of(stack, learner, "CERTIFICATE#")) == 1
    assert len(records_of(stack, learner, "EVENT#")) == 1


@pytest.mark.parametrize("times", [1, ALL], ids=["once", "until the function gives up"])
def test_a_decision_whose_answer_was_lost_gives_its_first_result(
    stack: Stack, learner: LearnerAtWork, reviewers: list[StaffAtWork], times: int
) -> None:
    certificate = learner.hand_in()
    reviewer, other = reviewers[:2]
    body = {"action": "approve"}
    path = reviewer.of(certificate) + "/decisions"
    with (
        function(stack, "review") as review,
        _lost_answers("TransactWriteItems", times) as lost,
    ):
        answer = review(request(reviewer, "POST", path, body, version=1))
    assert len(lost) == times
    _answered(answer, 200, lost_for_good=times == ALL)
    retry = reviewer.decide(certificate, "approve")
    assert (retry.status_code, retry.json()["version"]) == (200, 2)
    assert len(records_of(stack, learner, "EVENT#")) == 2
    # For anybody else, and with other words, it is not a retry.
    assert other.decide(certificate, "approve").status_code == 412
    assert reviewer.decide(certificate, "decline", "No.").status_code == 412


def _answered(answer: Json, status: int, *, lost_for_good: bool) -> None:
    if lost_for_good:
        assert answer["statusCode"] == 503
        assert answer["multiValueHeaders"]["Retry-After"] == ["2"]
    else:
        assert answer["statusCode"] == status
