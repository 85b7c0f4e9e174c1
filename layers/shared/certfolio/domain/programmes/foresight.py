"""What one more certificate does to a holding: the report without it, held against that with it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from certfolio.domain.programmes.results import CycleReport, LineReport, Report, every_node


@dataclass(frozen=True, slots=True)
class Filled:
    """A requirement of which something else is missing with the certificate than without it.

    Attributes
    ----------
    before
        What was missing; None where the report without the certificate has no such cycle.
    """

    id: str
    before: Decimal | None
    after: Decimal


@dataclass(frozen=True, slots=True)
class Foresight:
    """A certificate in a holding.

    Attributes
    ----------
    before, after
        The cycle in which it was earned, without it and with it; the one that runs where it
        belongs to none. None where there is no such cycle.
    lines
        What each of its lines counts for.
    filled
        In the order of the tree.
    """

    before: CycleReport | None
    after: CycleReport | None
    lines: tuple[LineReport, ...]
    filled: tuple[Filled, ...]


def foresee(before: Report, after: Report, certificate_id: str) -> Foresight:
    """Tell what a certificate does to a holding.

    Parameters
    ----------
    before, after
        The report without the certificate and with it, on the same day.
    """
    earned = {
        cycle.starts_on: lines
        for cycle in after.cycles
        if (lines := tuple(line for line in cycle.lines if _is_of(line, certificate_id)))
    }
    outside = tuple(line for line in after.outside if _is_of(line, certificate_id))
    [(starts_on, lines), *_] = [*earned.items(), (_running(after), outside)]
    cycles = [
        next((cycle for cycle in found.cycles if cycle.starts_on == starts_on), None)
        for found in (before, after)
    ]
    return Foresight(cycles[0], cycles[1], lines, tuple(_filled(*cycles)))


def _is_of(line: LineReport, certificate_id: str) -> bool:
    # What was carried on is told where it was earned.
    return line.certificate_id == certificate_id and line.carried_from is None


def _running(found: Report) -> object:
    return found.cycles[-1].starts_on if found.cycles else None


def _filled(before: CycleReport | None, after: CycleReport | None) -> Iterator[Filled]:
    was = _missing(before)
    for id_, missing in _missing(after).items():
        if was.get(id_) != missing:
            yield Filled(id_, was.get(id_), missing)


def _missing(cycle: CycleReport | None) -> Mapping[str, Decimal]:
    return {
        node.id: node.missing for node in every_node(cycle.nodes if cycle else ()) if node.figures
    }
