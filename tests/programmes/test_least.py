"""The least that completes a cycle completes it when it is handed in, and nothing less does."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice, product

import pytest
from hypothesis import HealthCheck, assume, given, settings

from certfolio.domain.actions import Status
from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import CycleReport, Step
from certfolio.domain.programmes.rules import AtLeast, AtMost, walk
from tests.programmes.packs import programmes
from tests.programmes.reference import fits
from tests.programmes.strategies import choices_of, of_pack, types_of


@pytest.mark.parametrize("pack", programmes(), ids=lambda pack: pack.id)
def test_the_least_is_enough_and_a_quarter_less_is_not(pack: Programme) -> None:
    @settings(
        max_examples=6,
        deadline=None,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    @given(of_pack(pack))
    def judged(case: tuple[Holding, list[CreditLine], date]) -> None:
        holding, all_lines, day = case
        lines = [line for line in all_lines if line.earned_on <= day]
        cycles = report(pack, holding, lines, day).cycles
        assume(cycles)
        now = cycles[-1]
        if now.least is None:
            return
        assert (now.least == ()) is (now.missing == 0)
        assert any(
            _missing(pack, holding, [*lines, *more], day, now) == 0
            for more in _ways(pack, now.least, day)
        )
        for number, step in enumerate(now.least):
            fewer = step.credits - Decimal("0.25")
            if fewer > 0:
                less = [*now.least]
                less[number] = Step(fewer, step.serves, step.earn_from, step.earn_by)
                assert all(
                    _missing(pack, holding, [*lines, *more], day, now) > 0
                    for more in _ways(pack, less, day)
                )

    judged()


def _ways(pack: Programme, steps: Sequence[Step], day: date) -> Iterator[list[CreditLine]]:
    """Lines that are what the steps say, of the kinds that a learner could choose."""
    found = [_kinds(pack, step) for step in steps]
    for chosen in islice(product(*found), 12):
        yield [
            _line(pack, number, step, labels, day)
            for number, (step, labels) in enumerate(zip(steps, chosen, strict=True))
        ]


def _kinds(pack: Programme, step: Step) -> list[dict[str, str]]:
    """Labels that serve all that a step serves; those first that serve nothing else, unlimited."""
    choices = {name: may for name, may in choices_of(pack).items() if name != "unit"}
    all_ = [dict(zip(choices, values, strict=True)) for values in product(*choices.values())]
    kind = types_of(pack)[0]
    nodes = [node for version in pack.versions for node in walk(version.requires)]

    def under(labels: dict[str, str], of: type[AtLeast | AtMost]) -> set[str]:
        return {
            node.id for node in nodes if isinstance(node, of) and fits(node.which, kind, labels)
        }

    enough = [labels for labels in all_ if under(labels, AtLeast) >= set(step.serves)]
    return sorted(
        enough, key=lambda labels: (len(under(labels, AtLeast)), len(under(labels, AtMost)))
    )


def _line(
    pack: Programme, number: int, step: Step, labels: dict[str, str], day: date
) -> CreditLine:
    earned = min(max(day, step.earn_from), step.earn_by)
    return CreditLine(
        certificate_id=f"01JD8Z6V9Q3T5W7X9Y1Z3B{number:04}",
        credit_type=types_of(pack)[0],
        labels=labels,
        claimed=step.credits,
        awarded=step.credits,
        earned_on=earned,
        reported_on=earned,
        status=Status.APPROVED,
    )


def _missing(
    pack: Programme, holding: Holding, lines: list[CreditLine], day: date, now: CycleReport
) -> Decimal:
    later = max([day, *(line.earned_on for line in lines if line.earned_on <= now.ends_on)])
    told = report(pack, holding, lines, later).cycles
    return next(cycle.missing for cycle in told if cycle.starts_on == now.starts_on)
