"""What one certificate's credits completed of a holding."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from certfolio.domain.programmes.results import CycleReport, Report, RequirementKind, every_node


@dataclass(frozen=True)
class Completed:
    """What is met in a cycle with a certificate, and was not without it.

    Attributes
    ----------
    requirements
        Ids of minimums, in the order of the tree.
    done
        Whether all is met that the cycle asks.
    """

    starts_on: date
    ends_on: date
    requirements: tuple[str, ...]
    done: bool


def completed(certificate_id: str, with_it: Report, without_it: Report) -> Iterator[Completed]:
    """What a certificate completed, cycle by cycle.

    Parameters
    ----------
    with_it, without_it
        Reports on the same holding and day.
    """
    before = {cycle.starts_on: cycle for cycle in without_it.cycles}
    for cycle in with_it.cycles:
        if not any(line.certificate_id == certificate_id for line in cycle.lines):
            continue
        known = before.get(cycle.starts_on)
        was_met = _met(known) if known else {}
        met = [name for name, is_met in _met(cycle).items() if is_met and not was_met.get(name)]
        was_done = known is not None and known.done
        if met or (cycle.done and not was_done):
            yield Completed(cycle.starts_on, cycle.ends_on, tuple(met), done=cycle.done)


def _met(cycle: CycleReport) -> Mapping[str, bool]:
    return {
        node.id: node.done
        for node in every_node(cycle.nodes)
        if node.kind is RequirementKind.AT_LEAST and node.asked
    }
