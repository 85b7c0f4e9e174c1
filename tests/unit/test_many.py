"""Many things in one request: several at once, and only while there is time."""

import threading
import time
from collections.abc import Iterator

import pytest

from certfolio.api.results import ItemOutcome, Result
from certfolio.domain.certificates import Certificate
from certfolio.domain.errors import (
    Barred,
    CertfolioError,
    Forbidden,
    IdReused,
    NotTried,
    Unavailable,
)
from certfolio.invocation import _Deadline
from certfolio.services.many import each
from tests.support.builders import certificate, ulid


@pytest.fixture(autouse=True)
def _no_deadline() -> Iterator[None]:
    yield
    _Deadline.at = float("inf")


def numbered(number: int) -> Certificate:
    return certificate(id=ulid(number + 1))


def test_every_item_has_its_result_in_order() -> None:
    def do(number: int) -> Certificate:
        if number % 3 == 0:
            raise IdReused(str(number))
        return numbered(number)

    found = each(range(30), do, at_once=8)
    assert [
        result.certificate_id if isinstance(result, IdReused) else result.id  # type: ignore[union-attr]
        for result in found
    ] == [str(n) if n % 3 == 0 else ulid(n + 1) for n in range(30)]


def test_several_are_under_way_at_once_and_no_more_than_that() -> None:
    together = threading.Barrier(4, timeout=20)
    most, now, lock = 0, 0, threading.Lock()

    def do(number: int) -> Certificate:
        nonlocal most, now
        with lock:
            now += 1
            most = max(most, now)
        together.wait()
        with lock:
            now -= 1
        return numbered(number)

    assert len(each(range(12), do, at_once=4)) == 12
    assert most == 4


def test_what_there_is_no_time_for_is_not_begun() -> None:
    begun: list[int] = []

    def do(number: int) -> Certificate:
        begun.append(number)
        if number == 2:
            _Deadline.at = time.monotonic() + 1
        return numbered(number)

    _Deadline.at = time.monotonic() + 3600
    found = each(range(6), do, at_once=1)
    assert begun == [0, 1, 2]
    assert [isinstance(result, NotTried) for result in found] == [False] * 3 + [True] * 3


def test_a_fault_of_the_program_is_no_refusal() -> None:
    def do(_: int) -> Certificate:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        each([1], do, at_once=1)


@pytest.mark.parametrize(
    ("outcome", "word", "status"),
    [
        (certificate(), ItemOutcome.DONE, 200),
        (Forbidden(Barred.OWN_CERTIFICATE), ItemOutcome.REFUSED, 403),
        (NotTried(), ItemOutcome.NOT_TRIED, 503),
        (Unavailable("DynamoDB"), ItemOutcome.UNCLEAR, 503),
    ],
)
def test_each_result_says_in_a_word_what_became_of_it(
    outcome: Certificate | CertfolioError, word: ItemOutcome, status: int
) -> None:
    result = Result.of("learner-1", ulid(1), outcome)
    assert (result.outcome, result.status) == (word, status)
