"""What one certificate completes of a holding."""

from datetime import date

from certfolio.domain.programmes.met import Completed, completed
from certfolio.domain.programmes.report import report
from tests.support.programmes import at_least, at_most, holding, labelled, line, programme

BOARD = programme(
    at_least("total", "10"),
    at_least("ethics", "2", which=labelled("area", "ethics")),
    at_most("giving", "4", which=labelled("area", "giving")),
)
HELD = holding("2024-01-15")
EARLIER = line(1, "2024-03-01", "8", area="ways")
DAY = date(2024, 6, 1)


def found(new: object, *others: object) -> list[Completed]:
    known = [EARLIER, *others]
    with_it = report(BOARD, HELD, [*known, new], DAY)  # type: ignore[list-item]
    return list(completed(new.certificate_id, with_it, report(BOARD, HELD, known, DAY)))  # type: ignore[attr-defined, arg-type]


def test_a_certificate_completes_what_was_missing_before_it() -> None:
    [one] = found(line(2, "2024-04-01", "2", area="ethics"))
    assert (one.requirements, one.done) == (("total", "ethics"), True)
    assert (one.starts_on, one.ends_on) == (date(2024, 1, 15), date(2027, 1, 14))


def test_what_is_met_without_it_is_not_said_again() -> None:
    met = line(3, "2024-04-02", "2", area="ethics")
    assert found(line(2, "2024-04-01", "2", area="ethics"), met) == []


def test_a_part_completes_one_minimum_and_not_the_cycle() -> None:
    [one] = found(line(2, "2024-04-01", "5", area="ways"))
    assert (one.requirements, one.done) == (("total",), False)


def test_what_counts_for_nothing_completes_nothing() -> None:
    assert found(line(2, "2023-12-31", "5", area="ethics")) == []
    assert found(line(2, "2024-04-01", "5", area="ethics", status="pending")) == []
