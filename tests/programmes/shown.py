"""A cycle as a page shows it, from the engine or from the reference: the two to be compared."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from fractions import Fraction

from certfolio.domain.programmes.results import CycleReport, Node, RequirementKind
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

    number: int | None
    version: date
    starts_on: date
    ends_on: date
    planned_end: date
    days_left: int
    ended: bool
    exempt: bool
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
    met: Mapping[str, bool]
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
        number=cycle.number,
        version=cycle.version,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        planned_end=cycle.planned_end,
        days_left=cycle.days_left,
        ended=cycle.ended,
        exempt=cycle.exempt,
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
        met=cycle.met,
        missing_in={name: up(amount) for name, amount in cycle.missing_in.items()},
        lines={key: down(amount) for key, amount in cycle.lines.items() if amount},
    )


def of_engine(cycle: CycleReport) -> ShownCycle:
    """What the engine told."""
    nodes = list(_walk(cycle.nodes))
    lines: dict[tuple[str, int], Decimal] = {}
    for line in cycle.lines:
        if line.counted:
            key = (line.certificate_id, line.line)
            lines[key] = lines.get(key, Decimal(0)) + line.counted
    return ShownCycle(
        number=cycle.number,
        version=cycle.version,
        starts_on=cycle.starts_on,
        ends_on=cycle.ends_on,
        planned_end=cycle.planned_end,
        days_left=cycle.days_left,
        ended=cycle.ended,
        exempt=cycle.exempt,
        counted=cycle.counted,
        waiting=cycle.waiting,
        carried_in=cycle.carried_in,
        carried_out=cycle.carried_out,
        backfilled=cycle.backfilled,
        missing=cycle.missing,
        done=cycle.done,
        figures={
            node.id: tuple(
                Shown(
                    starts_on=figure.starts_on,
                    have=figure.have,
                    waiting=figure.waiting,
                    needed=figure.needed if figure.asked else None,
                    missing=figure.missing,
                    asked=figure.asked,
                )
                for figure in node.figures
            )
            for node in nodes
            if node.kind in {RequirementKind.AT_LEAST, RequirementKind.AT_MOST}
        },
        met={node.id: node.done for node in nodes},
        chosen={node.id: node.chosen for node in nodes if node.kind is RequirementKind.ANY_OF},
        missing_in={node.id: node.missing for node in nodes if node.kind is RequirementKind.ANY_OF},
        lines=lines,
    )


def _walk(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.of)
