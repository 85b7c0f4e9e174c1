"""The engine and the reference say the same of any programme and any portfolio.

`make test` tries some hundreds of each, `make soak` forty times as many.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from tests.programmes.packs import programmes as packs
from tests.programmes.reference import told
from tests.programmes.shown import ShownCycle, of_engine, of_reference
from tests.programmes.strategies import cases, of_pack

_TIMES = 40 if "CERTFOLIO_SOAK" in os.environ else 1

often = settings(
    max_examples=250 * _TIMES,
    deadline=None,
    derandomize="CERTFOLIO_SOAK" not in os.environ,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
now_and_then = settings(often, max_examples=20 * _TIMES)


@often
@given(cases())
def test_any_programme(case: tuple[Programme, Holding, list[CreditLine], date]) -> None:
    same(*case)


@pytest.mark.parametrize("pack", packs(), ids=lambda pack: pack.id)
def test_any_portfolio_under_a_pack(pack: Programme) -> None:
    @now_and_then
    @given(of_pack(pack))
    def judged(case: tuple[Holding, list[CreditLine], date]) -> None:
        same(pack, *case)

    judged()


def same(programme: Programme, holding: Holding, lines: Sequence[CreditLine], day: date) -> None:
    """Compare all that both say of every cycle that the engine tells."""
    engine = [of_engine(cycle) for cycle in report(programme, holding, lines, day).cycles]
    judged = [of_reference(cycle) for cycle in told(programme, holding, lines, day)]
    assert len(engine) <= len(judged)
    early, both = judged[: len(judged) - len(engine)], judged[len(judged) - len(engine) :]
    assert not any(anything_in(cycle) for cycle in early)
    assert [found for pair in zip(engine, both, strict=True) for found in differences(*pair)] == []


def differences(engine: ShownCycle, judged: ShownCycle) -> Iterator[str]:
    """What the two say otherwise of a cycle, in words for whoever looks into it."""
    for part in fields(ShownCycle):
        one, other = getattr(engine, part.name), getattr(judged, part.name)
        if isinstance(one, dict):
            names = sorted(one.keys() | other.keys())
            one = {name: one.get(name) for name in names if one.get(name) != other.get(name)}
            other = {name: other.get(name) for name in one}
        if one != other:
            yield f"{engine.starts_on} {part.name}: engine {one}, reference {other}"


def anything_in(cycle: ShownCycle) -> bool:
    return bool(cycle.counted or cycle.waiting or cycle.carried_in)
