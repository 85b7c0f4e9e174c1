from datetime import UTC, datetime, timedelta
from itertools import pairwise
from unittest.mock import Mock, patch

import pytest

from certfolio.domain.staff import SECOND_FACTOR_BELIEVED, SecondFactor
from local import totp

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.mark.parametrize(
    ("enabled", "age", "holds"),
    [
        (True, timedelta(0), True),
        (True, SECOND_FACTOR_BELIEVED, True),
        (True, SECOND_FACTOR_BELIEVED + timedelta(microseconds=1), False),
        # Another machine's clock is a little ahead.
        (True, timedelta(seconds=-2), True),
        (False, timedelta(0), False),
    ],
)
def test_what_was_read_is_believed_for_a_while(enabled: bool, age: timedelta, holds: bool) -> None:
    assert SecondFactor(enabled=enabled, read_at=NOW - age).holds(NOW) is holds


def test_moments_are_in_order_as_they_are_stored() -> None:
    moments = [NOW + timedelta(microseconds=after) for after in (0, 1, 100_000, 1_000_000)]
    stored = [
        SecondFactor(enabled=True, read_at=moment).model_dump(mode="json") for moment in moments
    ]
    assert all(one["read_at"] < next_["read_at"] for one, next_ in pairwise(stored))
    assert [SecondFactor.model_validate(item).read_at for item in stored] == moments


# RFC 6238, appendix B: the last six of its eight digits.
@pytest.mark.parametrize(
    ("instant", "code"),
    [
        (59, "287082"),
        (1_111_111_109, "081804"),
        (1_111_111_111, "050471"),
        (1_234_567_890, "005924"),
        (2_000_000_000, "279037"),
        (20_000_000_000, "353130"),
    ],
)
def test_codes_are_those_of_the_standard(instant: int, code: str) -> None:
    with patch.object(totp, "time", Mock(time=lambda: instant)):
        assert totp.code_of(RFC_SECRET) == code
        assert totp.code_of(RFC_SECRET, steps=1) != code
