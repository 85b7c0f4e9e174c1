"""What reports of credentials cost beside a statement over as many certificates."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from benchmarks import progress
from benchmarks.processes import ROOT
from certfolio.domain.actions import Status
from certfolio.domain.periods import PeriodRules, revised
from certfolio.domain.programmes.holding import CreditLine, Holding, Parity
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.rules import AtLeast, AtMost, Labelled, OfType, Which, walk
from certfolio.domain.statement import statement
from tests.support.portfolios import CPE, Recognised, cpe

LINES, ROUNDS = 500, 15
_PACKS = ROOT / "functions" / "programmes" / "packs"
_HELD = ("pmi-pmp", "isc2-cissp", "isaca-cisa", "shrm-cp", "california-cpa")
_FIRST, _TODAY = date(2024, 1, 1), date(2026, 11, 26)
_DAYS = [_FIRST + timedelta(days=2 * number) for number in range(LINES)]
"""On which the certificates were earned: over almost three years."""


@dataclass(frozen=True)
class Programmes:
    """Seconds of processor time, one for each round.

    Attributes
    ----------
    reports
        By the pack whose programme the report is under.
    """

    statement: list[float]
    reports: dict[str, list[float]]


def measure(rounds: int = ROUNDS) -> Programmes:
    """Make the statement and each report again and again, in turn."""
    state, reports = _statement(), {pack: _report(pack) for pack in _HELD}
    found = Programmes([], {pack: [] for pack in _HELD})
    for _ in progress.rounds("programmes", rounds):
        found.statement.append(_seconds(state))
        for pack, make in reports.items():
            found.reports[pack].append(_seconds(make))
    return found


def _seconds(measured: Callable[[], object]) -> float:
    started = time.process_time()
    measured()
    return time.process_time() - started


def _statement() -> Callable[[], object]:
    rules = PeriodRules.model_validate(
        {"cap": "40", "target": "20", "carry_over": {"credits": "10", "periods": 1}}
    )
    known = [Recognised(CPE, revised((), rules, 1, _FIRST))]
    portfolio = [cpe(number, str(day), "1.25") for number, day in enumerate(_DAYS)]
    return lambda: statement(portfolio, known, _TODAY)


def _report(pack: str) -> Callable[[], object]:
    programme = Pack.model_validate_json((_PACKS / f"{pack}.json").read_bytes()).programme
    holding = Holding(
        programme=programme.id,
        held_since=_FIRST,
        hired_on=_FIRST,
        birth_month=6,
        birth_year=Parity.EVEN,
    )
    portfolio = _lines(programme)
    return lambda: report(programme, holding, portfolio, _TODAY)


def _lines(programme: Programme) -> list[CreditLine]:
    """Lines that are labelled in turn as the programme's rules ask."""
    version = programme.versions[-1]
    which = [node.which for node in walk(version.requires) if isinstance(node, AtLeast | AtMost)]
    pairs = dict.fromkeys(choice for one in which for choice in _choices(one))
    labels = [dict([pair]) for pair in pairs] or [{}]
    types = version.counts.one_of if isinstance(version.counts, OfType) else ("cpe",)
    return [
        CreditLine(
            certificate_id=f"{number:026d}",
            credit_type=types[0],
            labels=labels[number % len(labels)],
            claimed=Decimal("1.25"),
            awarded=Decimal("1.25"),
            earned_on=day,
            reported_on=day,
            status=Status.APPROVED,
        )
        for number, day in enumerate(_DAYS)
    ]


def _choices(which: Which | None) -> Sequence[tuple[str, str]]:
    if isinstance(which, Labelled):
        return [(which.label, choice) for choice in which.one_of]
    return []
