"""What reports cost beside a statement: processor time over the same 500 certificates.

``python -m benchmarks.programmes`` prints both. Five holdings are to take at most three times as
long as the statement.
"""

import time
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from certfolio.domain.actions import Status
from certfolio.domain.periods import PeriodRules, revised
from certfolio.domain.programmes.holding import CreditLine, Holding, Parity
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import Pack
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.rules import AtLeast, AtMost, Labelled, OfType, Which, walk
from certfolio.domain.statement import statement
from tests.support.portfolios import CPE, Recognised, cpe

PACKS = Path(__file__).parents[1] / "functions" / "programmes" / "packs"
HELD = ("pmi-pmp", "isc2-cissp", "isaca-cisa", "shrm-cp", "california-cpa")
LINES = 500
FIRST, TODAY = date(2024, 1, 1), date(2026, 11, 26)
ROUNDS = 15


def least(measured: Callable[[], object]) -> float:
    """The least processor time of some rounds, in milliseconds: what else runs only adds."""
    found = []
    for _ in range(ROUNDS):
        started = time.process_time()
        measured()
        found.append(time.process_time() - started)
    return 1000 * min(found)


def days() -> list[date]:
    """The days on which the certificates were earned, over almost three years."""
    return [FIRST + timedelta(days=2 * number) for number in range(LINES)]


def stated() -> float:
    """Today's statement."""
    rules = PeriodRules.model_validate(
        {"cap": "40", "target": "20", "carry_over": {"credits": "10", "periods": 1}}
    )
    known = [Recognised(CPE, revised((), rules, 1, FIRST))]
    portfolio = [cpe(number, str(day), "1.25") for number, day in enumerate(days())]
    return least(lambda: statement(portfolio, known, TODAY))


def lines(programme: Programme) -> list[CreditLine]:
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
        for number, day in enumerate(days())
    ]


def _choices(which: Which | None) -> Sequence[tuple[str, str]]:
    if isinstance(which, Labelled):
        return [(which.label, choice) for choice in which.one_of]
    return []


def reported(name: str) -> float:
    """The report under one pack."""
    programme = Pack.model_validate_json((PACKS / f"{name}.json").read_bytes()).programme
    holding = Holding(
        programme=programme.id,
        held_since=FIRST,
        hired_on=FIRST,
        birth_month=6,
        birth_year=Parity.EVEN,
    )
    portfolio = lines(programme)
    return least(lambda: report(programme, holding, portfolio, TODAY))


def main() -> None:
    """Measure and print."""
    before = stated()
    print(f"statement of {LINES}: {before:.1f} ms")
    together = 0.0
    for name in HELD:
        taken = reported(name)
        together += taken
        print(f"report under {name}: {taken:.1f} ms")
    print(f"five holdings: {together:.1f} ms, {together / before:.2f} of a statement")


if __name__ == "__main__":
    main()
