"""A cycle as a page shows it, from the engine or from the reference: the two to be compared."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from tests.programmes.reference import Told

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Shown:
    """A minimum or a maximum in one window; what it asks is only told where it is asked."""

    starts_on: date
    have: Decimal
    waiting: Decimal
    needed: Decimal | None
    missing: Decimal
    asked: bool


@dataclass(frozen=True)
class ShownCycle:
    """One cycle."""

    starts_on: date
    ends_on: date
    planned_end: date
    counted: Decimal
    waiting: Decimal
    carried_in: Decimal
    carried_out: Decimal
    backfilled: Decimal
    missing: Decimal
    done: bool
    figures: Mapping[str, tuple[Shown, ...]]
    chosen: Mapping[str, tuple[str | None, ...]]
    missing_in: Mapping[str, Decimal]
    lines: Mapping[tuple[str, int], Decimal]


def down(amount: Fraction) -> Decimal:
    return _rounded(amount, ROUND_FLOOR)


def up(amount: Fraction) -> Decimal:
    return _rounded(amount, ROUND_CEILING)


def _rounded(amount: Fraction, how: str) -> Decimal:
    hundredths = amount * 100
    whole = hundredths.numerator // hundredths.denominator
    if how == ROUND_CEILING and whole != hundredths:
        whole += 1
    return Decimal(whole) / 100


def of_reference(cycle: Told) -> ShownCycle:
    """What the reference told."""
    return ShownCycle(
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        planned_end=cycle.planned_end,
        counted=down(cycle.counted),
        waiting=down(cycle.waiting),
        carried_in=down(cycle.carried_in),
        carried_out=down(cycle.carried_out),
        backfilled=down(cycle.backfilled),
        missing=up(cycle.missing),
        done=cycle.done,
        figures={
            name: tuple(
                Shown(
                    starts_on=figure.starts_on,
                    have=down(figure.have),
                    waiting=down(figure.waiting),
                    needed=down(figure.needed) if figure.asked else None,
                    missing=up(figure.missing),
                    asked=figure.asked,
                )
                for figure in figures
            )
            for name, figures in cycle.figures.items()
        },
        chosen=cycle.chosen,
        missing_in={name: up(amount) for name, amount in cycle.missing_in.items()},
        lines={key: down(amount) for key, amount in cycle.lines.items() if amount},
    )
