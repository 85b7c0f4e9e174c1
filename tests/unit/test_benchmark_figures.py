"""The arithmetic of the benchmark: spreads, ratios, what is billed."""

import pytest

from benchmarks.cold import CLIENTS
from benchmarks.figures import Prices, Spread, Usage, gigabyte_seconds, ratios
from tests.support.template import functions


def test_the_cold_start_of_every_function_is_measured() -> None:
    assert CLIENTS.keys() == functions().keys()


def test_a_spread_is_where_half_of_the_values_are() -> None:
    assert Spread.of([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread(3.0, 2.0, 4.0)


def test_one_value_has_no_spread() -> None:
    assert Spread.of([7.0]) == Spread(7.0, 7.0, 7.0)


def test_a_ratio_compares_rounds_and_not_middles() -> None:
    # Everything took three times as long in the second round.
    assert ratios([2.0, 6.0], [1.0, 3.0]) == Spread(2.0, 2.0, 2.0)


def test_a_ratio_needs_the_same_rounds() -> None:
    with pytest.raises(ValueError, match="shorter"):
        ratios([1.0, 2.0], [1.0])


@pytest.mark.parametrize(
    ("processor", "waiting", "megabytes", "billed"),
    [
        pytest.param(0.1, 0.0, 1769, 0.1 * 1769 / 1024, id="a whole processor"),
        pytest.param(0.1, 0.0, 3538, 0.1 * 3538 / 1024, id="one thread uses no second processor"),
        pytest.param(0.01, 0.005, 512, 0.04 * 512 / 1024, id="a share of one, and waiting"),
        pytest.param(0.0, 0.0011, 1024, 0.002, id="rounded up to milliseconds"),
        pytest.param(0.0, 0.003, 1024, 0.003, id="whole milliseconds stay"),
    ],
)
def test_what_a_run_is_billed_for(
    processor: float, waiting: float, megabytes: int, billed: float
) -> None:
    assert gigabyte_seconds(processor, waiting, megabytes) == pytest.approx(billed)


def test_what_requests_cost() -> None:
    once = Usage(gigabyte_seconds=0.5, invocations=1, write_units=10, read_units=2)
    often = once * 100 + Usage(s3_writes=1)
    prices = Prices(
        gigabyte_second=0.01,
        invocation=0.001,
        api_request=1.0,
        write_unit=0.002,
        read_unit=0.001,
        s3_write=0.5,
        s3_read=1.0,
    )
    dollars = often.cost(prices)
    assert dollars.gigabyte_seconds == pytest.approx(0.5)
    assert dollars.write_units == pytest.approx(2.0)
    assert dollars.total() == pytest.approx(0.5 + 0.1 + 2.0 + 0.2 + 0.5)
