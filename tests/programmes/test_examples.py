"""The worked examples of every pack: the figures that were worked out by hand come out."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from certfolio.domain.programmes.report import report
from tests.programmes.packs import Example, every_example
from tests.programmes.reference import told
from tests.programmes.shown import ShownCycle, of_engine, of_reference


@pytest.mark.parametrize("example", every_example(), ids=str)
def test_a_report_says_what_was_worked_out_by_hand(example: Example) -> None:
    day = date.fromisoformat(example.data["day"])
    found = report(example.programme, example.holding, example.lines, day)
    _check(example, [of_engine(cycle) for cycle in found.cycles])
    assert list(found.missing_facts) == example.data["expected"].get("missing_facts", [])


@pytest.mark.parametrize("example", every_example(), ids=str)
def test_the_reference_says_what_was_worked_out_by_hand(example: Example) -> None:
    day = date.fromisoformat(example.data["day"])
    cycles = told(example.programme, example.holding, example.lines, day)
    _check(example, [of_reference(cycle) for cycle in cycles])


def _check(example: Example, cycles: list[ShownCycle]) -> None:
    """Compare one cycle of a report with an example's figures."""
    wanted = example.data["expected"]
    cycle = next(one for one in cycles if str(one.starts_on) == wanted["starts_on"])
    assert str(cycle.ends_on) == wanted["ends_on"]
    found = {
        "counted": cycle.counted,
        "carried_in": cycle.carried_in,
        **{name: _requirement(cycle, *name.split("/")) for name in wanted["requirements"]},
        "done": cycle.done,
    }
    told_by_hand = {
        name: _amounts(wanted[name]) for name in ("counted", "carried_in") if name in wanted
    } | {name: _amounts(figures) for name, figures in wanted["requirements"].items()}
    told_by_hand["done"] = wanted["done"]
    assert {
        name: {part: found[name][part] for part in value}
        if isinstance(value, dict)
        else found[name]
        for name, value in told_by_hand.items()
    } == told_by_hand


def _requirement(cycle: ShownCycle, name: str, window: str | None = None) -> dict[str, Any]:
    """A requirement's figures, by its id and, where it has several windows, the first day."""
    if name in cycle.chosen:
        return {"missing": cycle.missing_in[name], "chosen": list(cycle.chosen[name])}
    figures = cycle.figures[name]
    if window is not None:
        figures = tuple(one for one in figures if str(one.starts_on) == window)
    (figure,) = figures
    return vars(figure)


def _amounts(value: Any) -> Any:
    """What an example writes as text, as the amounts they are."""
    match value:
        case str():
            return Decimal(value)
        case dict():
            return {
                name: part if name == "chosen" else _amounts(part) for name, part in value.items()
            }
    return value
