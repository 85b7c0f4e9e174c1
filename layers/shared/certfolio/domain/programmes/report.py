"""The report: how far a holding is on a day, from its credits alone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import count as numbers_from
from typing import TYPE_CHECKING

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.anchors import after_length, lay, missing_facts
from certfolio.domain.programmes.asked import asked, goes_on
from certfolio.domain.programmes.carry import backfill, carried_in, carry_out
from certfolio.domain.programmes.cycle import Counted, Terms, count
from certfolio.domain.programmes.exact import Effort, down
from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.kinds import Kinds
from certfolio.domain.programmes.laid import Laid
from certfolio.domain.programmes.lots import Lot, Rule, Source
from certfolio.domain.programmes.model import Programme, Version
from certfolio.domain.programmes.requirements import facts_missing, leaves
from certfolio.domain.programmes.results import Check, LineReport, Report
from certfolio.domain.programmes.telling import told
from certfolio.domain.programmes.versions import holding_in

if TYPE_CHECKING:
    from certfolio.domain.programmes.tree import Tree

_COUNTING = GRANTED | {Status.PENDING}


def report(
    programme: Programme, holding: Holding, lines: Iterable[CreditLine], day: date
) -> Report:
    """Account for a holding's credits, cycle by cycle.

    Parameters
    ----------
    lines
        All of the learner's, in any order; those of other programmes' credit types among them.
    day
        The day by the academy's calendar.
    """
    there = sorted(
        (line for line in lines if line.status in _COUNTING),
        key=lambda line: (line.earned_on, line.certificate_id, line.line),
    )
    walk = _Walk(programme, holding, day)
    walk.through(there)
    facts = dict.fromkeys(missing_facts(programme, holding))
    for version in walk.versions:
        facts.update(dict.fromkeys(facts_missing(leaves(version.requires), holding)))
    counted = list(zip(walk.cycles, walk.trees, walk.versions, strict=True))
    # What a cycle of nothing of its own was filled with is told there.
    begun = (place for place, cycle in enumerate(walk.cycles) if cycle.lots or cycle.backfilled)
    first = next(begun, len(counted) - 1)
    return Report(
        programme.id,
        day,
        tuple(facts),
        tuple(told(*cycle, day) for cycle in counted[max(0, first) :]),
        tuple(_outside(line, day) for line in walk.outside),
    )


class _Walk:
    """A way through the cycles of a holding, oldest first.

    Attributes
    ----------
    cycles, trees, versions
        Each cycle that was counted, what was asked in it, and by which version.
    outside
        Lines that stand in no cycle.
    """

    def __init__(self, programme: Programme, holding: Holding, day: date) -> None:
        self._programme, self._holding, self._day = programme, holding, day
        self._laying = lay(programme, holding)
        self._laid: list[Laid] = []
        self._kinds: dict[date, Kinds] = {}
        self._effort = Effort()
        self.cycles: list[Counted] = []
        self.trees: list[Tree] = []
        self.versions: list[Version] = []
        self.outside: list[CreditLine] = []

    def through(self, lines: Sequence[CreditLine]) -> None:
        """Count every cycle up to the one that runs on the day.

        Parameters
        ----------
        lines
            Those that are granted or pending, in the order in which they were earned.
        """
        if missing_facts(self._programme, self._holding):
            self.outside = list(lines)
            return
        place = 0
        for number in numbers_from(1):
            laid = self._laid_at(number)
            if laid.starts_on > self._day:
                break
            here: list[CreditLine] = []
            while place < len(lines) and lines[place].earned_on <= min(laid.ends_on, self._day):
                line = lines[place]
                (here if line.earned_on >= laid.starts_on else self.outside).append(line)
                place += 1
            self._count(laid, here)
        self.outside += lines[place:]

    def _count(self, laid: Laid, lines: Sequence[CreditLine]) -> None:
        version = holding_in(self._programme, laid.planned_from, laid.ends_on, self._day)
        kinds = self._kinds_of(version)
        lots = list(_lots(version, kinds, laid, lines))
        if self.cycles:
            before = self.cycles[-1]
            if version.backfill is not None:
                backfill(before, version.backfill.fills, lots)
            lots = [*_taken_over(before, laid, kinds), *lots]
        tree = asked(laid, version, self._holding, self._day, self._laid_at)
        terms = Terms(tree, kinds.of, goes_on(version, laid), self._effort)
        counted = count(laid, terms, lots, self.cycles)
        carry_out(counted)
        self.cycles.append(counted)
        self.trees.append(tree)
        self.versions.append(version)

    def _laid_at(self, place: int) -> Laid:
        while len(self._laid) < place:
            self._laid.append(next(self._laying))
        return self._laid[place - 1]

    def _kinds_of(self, version: Version) -> Kinds:
        found = self._kinds.get(version.begins_on)
        if found is None:
            found = self._kinds[version.begins_on] = Kinds(version)
        return found


def _taken_over(before: Counted, laid: Laid, kinds: Kinds) -> Iterator[Lot]:
    for lot in carried_in(before, laid.starts_on, kinds.of):
        if not lot.kind.recognised:
            lot.barred = Rule.RECOGNISED
        elif _is_renewed(lot.line, laid):
            lot.barred = Rule.NOT_RENEWED
        yield lot


def _lots(version: Version, kinds: Kinds, laid: Laid, lines: Sequence[CreditLine]) -> Iterator[Lot]:
    last_report = None
    if version.report_within is not None:
        last_report = after_length(laid.ends_on, version.report_within)
    for line in lines:
        kind = kinds.of(line.credit_type, line.labels)
        waiting = line.status is Status.PENDING
        said = line.claimed if waiting else line.awarded
        amount = kinds.amount(kind, said) if said else 0
        barred = None
        if not kind.recognised:
            barred = Rule.RECOGNISED
        elif last_report is not None and line.reported_on > last_report:
            barred = Rule.IN_TIME
        elif not said:
            barred = Rule.AWARDED
        elif not amount:
            barred = Rule.PORTION
        elif line.ends_on is not None and _is_renewed(line, laid):
            barred = Rule.NOT_RENEWED
        yield Lot(line, kind, amount, line.earned_on, None, waiting, barred)


def _is_renewed(line: Source, laid: Laid) -> bool:
    return line.ends_on is not None and line.ends_on <= laid.ends_on


def _outside(line: CreditLine, day: date) -> LineReport:
    waiting = line.status is Status.PENDING
    ahead = line.earned_on > day
    checks = (Check(Rule.SINCE_HELD, kept=True), Check(Rule.NOT_AHEAD, kept=False))
    return LineReport(
        line.certificate_id,
        line.line,
        (line.claimed if waiting else line.awarded) or down(0),
        down(0),
        down(0),
        down(0),
        waiting,
        None,
        (),
        checks if ahead else (Check(Rule.SINCE_HELD, kept=False),),
    )
