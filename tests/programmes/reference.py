"""What a report must say, worked out the plain and slow way: the judge of the engine.

It follows the model's descriptions sentence by sentence, tries every choice there is, and shares
nothing with the engine but the model.
"""

import calendar
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import product

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.holding import (
    CreditLine,
    Extension,
    Extra,
    Fewer,
    Holding,
    LetOff,
    Parity,
)
from certfolio.domain.programmes.model import (
    BirthMonth,
    BirthYear,
    Conversion,
    First,
    FixedDay,
    HeldSince,
    HiringDate,
    Length,
    Programme,
    Rounding,
    Version,
)
from certfolio.domain.programmes.rules import (
    AllOf,
    AnyOf,
    Asked,
    AtLeast,
    AtMost,
    Clock,
    Confirmed,
    Disjoint,
    Either,
    Every,
    Inner,
    Labelled,
    OfType,
    Other,
    Requirement,
    Rolling,
    Unexpired,
    Which,
    WholeCycle,
    walk,
)
from tests.programmes.simplex import Row, best

ONE_DAY = timedelta(days=1)
NOTHING = Fraction(0)
LARGE = Fraction(10**6)


# What is told


@dataclass(frozen=True)
class Figure:
    """A minimum or a maximum in one window."""

    starts_on: date
    have: Fraction
    waiting: Fraction
    needed: Fraction
    missing: Fraction
    asked: bool


@dataclass(frozen=True)
class Told:
    """One cycle, as a report must tell it."""

    number: int | None
    version: date
    starts_on: date
    ends_on: date
    planned_end: date
    days_left: int
    ended: bool
    exempt: bool
    counted: Fraction
    waiting: Fraction
    carried_in: Fraction
    carried_out: Fraction
    backfilled: Fraction
    missing: Fraction
    done: bool
    figures: Mapping[str, tuple[Figure, ...]]
    chosen: Mapping[str, tuple[str | None, ...]]
    missing_in: Mapping[str, Fraction]
    """What is missing in each set of alternatives."""
    met: Mapping[str, bool]
    """Whether each requirement is met as far as it is asked."""
    lines: Mapping[tuple[str, int], Fraction]
    """What of each line counts, carried or not."""


# The calendar


def months_later(day: date, months: int) -> date:
    """The same day of the month, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def later(day: date, length: Length) -> date:
    """Months first, then days."""
    return months_later(day, length.months) + timedelta(days=length.days)


@dataclass(frozen=True)
class Span:
    """A cycle on the calendar."""

    index: int | None
    planned_start: date
    planned_end: date
    starts_on: date
    ends_on: date
    extensions: tuple[Extension, ...] = ()

    def __contains__(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on


def planned(version: Version, holding: Holding, index: int, around: date) -> tuple[date, date]:
    """The planned days of the holding's cycle of this number, from 0.

    Where there is no first, of that which is so many after the one around a day.
    """
    cycle, held = version.cycle, holding.held_since
    match cycle.anchor:
        case HeldSince():
            assert held is not None
            start = months_later(held, index * cycle.months)
            return start, months_later(held, (index + 1) * cycle.months) - ONE_DAY
        case HiringDate():
            hired = holding.hired_on
            assert hired is not None
            start = months_later(hired, index * cycle.months)
            return start, months_later(hired, (index + 1) * cycle.months) - ONE_DAY
        case FixedDay(year=year, month=month, day=day):
            origin = date(year, month, day)
            place = 0
            while months_later(origin, place * cycle.months) > (held or around):
                place -= 1
            while months_later(origin, (place + 1) * cycle.months) <= (held or around):
                place += 1
            if held is None:
                first = months_later(origin, (place + index) * cycle.months)
                return first, months_later(origin, (place + index + 1) * cycle.months) - ONE_DAY
            next_one = place + 1 + (1 if cycle.first is First.LONG else 0)
            end = months_later(origin, (next_one + index) * cycle.months) - ONE_DAY
            start = months_later(origin, (next_one + index - 1) * cycle.months)
            return (held if index == 0 else start), end
        case BirthMonth():
            assert held is not None
            assert holding.birth_month is not None
            years = cycle.months // 12
            end = _end_of_month(held.year + (index + 1) * years, holding.birth_month)
            before = _end_of_month(held.year + index * years, holding.birth_month)
            return (held if index == 0 else before + ONE_DAY), end
        case BirthYear():
            assert held is not None
            assert holding.birth_month is not None
            wanted = 0 if holding.birth_year is Parity.EVEN else 1
            ends = [
                _end_of_month(year, holding.birth_month)
                for year in range(held.year, held.year + 2 * index + 6)
                if year % 2 == wanted
            ]
            ends = [end for end in ends if end >= held]
            return (held if index == 0 else ends[index - 1] + ONE_DAY), ends[index]


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def spans(programme: Programme, holding: Holding, first: date, last: date) -> list[Span]:
    """The cycles up to the one that a day lies in, extensions told.

    Where there is no first, from the one around the first day.
    """
    found: list[Span] = []
    # Two cycles before the first that has something in it may have been extended into it.
    index = -2 if holding.held_since is None and _has_no_first(programme) else 0
    while not found or found[-1].ends_on < last:
        start, end = planned(_in_force(programme, None), holding, index, first)
        following = planned(_in_force(programme, None), holding, index + 1, first)[1]
        begins = found[-1].ends_on + ONE_DAY if found else start
        ends, granted = _extended(holding, begins, end, following)
        number = None if holding.held_since is None and _has_no_first(programme) else index
        found.append(Span(number, start, end, begins, ends, granted))
        index += 1
    return found


def _has_no_first(programme: Programme) -> bool:
    return isinstance(programme.versions[0].cycle.anchor, FixedDay)


def _extended(
    holding: Holding, begins: date, end: date, following: date
) -> tuple[date, tuple[Extension, ...]]:
    ends, granted = end, ()
    while True:
        mine = tuple(
            waiver
            for waiver in holding.waivers
            if isinstance(waiver, Extension) and begins <= waiver.on <= ends
        )
        if mine == granted:
            return ends, granted
        granted = mine
        months = sum(waiver.by.months for waiver in mine)
        days = sum(waiver.by.days for waiver in mine)
        wanted = months_later(end + ONE_DAY, months) + timedelta(days=days) - ONE_DAY
        ends = min(wanted, following - ONE_DAY)


def _in_force(programme: Programme, day: date | None) -> Version:
    """The version on a day; before the first begins, the first."""
    begun = [v for v in programme.versions if day is not None and v.begins_on <= day]
    return begun[-1] if begun else programme.versions[0]


def rules_of(programme: Programme, span: Span, today: date) -> Version:
    """The version of the planned first day, or one that began at once while the cycle ran."""
    at_once = [
        version
        for version in programme.versions
        if version.at_once and span.planned_start < version.begins_on <= min(today, span.ends_on)
    ]
    return at_once[-1] if at_once else _in_force(programme, span.planned_start)


# Credits


@dataclass(frozen=True)
class Lot:
    """Credits in one cycle.

    `stands_on` is the day on which they are counted; `seen` are the cycles they counted in before.
    """

    line: CreditLine
    credits: Fraction
    labels: Mapping[str, str]
    stands_on: date
    carried: int = 0
    seen: frozenset[int] = frozenset()

    @property
    def key(self) -> tuple[str, int]:
        return self.line.certificate_id, self.line.line

    @property
    def order(self) -> tuple[date, str, int]:
        return self.line.earned_on, self.line.certificate_id, self.line.line


def fits(which: Which | None, credit_type: str, labels: Mapping[str, str]) -> bool:
    """Whether credits are of a kind."""
    match which:
        case None:
            return True
        case OfType(one_of=types):
            return credit_type in types
        case Labelled(label=label, one_of=choices):
            return labels.get(label) in choices
        case Every(of=parts):
            return all(fits(part, credit_type, labels) for part in parts)
        case Either(of=parts):
            return any(fits(part, credit_type, labels) for part in parts)
        case Other(of=part):
            return not fits(part, credit_type, labels)


def converted(amount: Decimal, conversions: Sequence[Conversion], line: CreditLine) -> Fraction:
    """What a line's amount is worth in the programme."""
    for rule in conversions:
        if fits(rule.which, line.credit_type, line.labels):
            return _by_rule(Fraction(amount), rule)
    return Fraction(amount)


def _by_rule(amount: Fraction, rule: Conversion) -> Fraction:
    value = amount * Fraction(rule.credits) / Fraction(rule.units)
    if rule.least is not None and value < rule.least:
        return NOTHING
    base = NOTHING
    if rule.first is not None:
        base = Fraction(rule.first)
        if value < base:
            return NOTHING
    if rule.step is None:
        return value
    step = Fraction(rule.step)
    steps = (value - base) / step
    if rule.rounding is Rounding.NEAREST:
        steps += Fraction(1, 2)
    return base + (steps.numerator // steps.denominator) * step


# One cycle


@dataclass(frozen=True)
class Window:
    """A stretch in which a requirement is counted."""

    starts_on: date
    ends_on: date
    stub: bool = False
    last: bool = True
    """Of a clock: whether it is the cycle in which the minimum is asked."""


@dataclass
class Past:
    """A cycle that was worked out: its own credits and those carried in, and what counted."""

    span: Span
    lots: list[Lot]
    counted: list[Fraction]
    pending: list[Lot]


@dataclass
class Case:
    """All that one cycle is worked out from."""

    version: Version
    span: Span
    holding: Holding
    today: date
    lots: list[Lot]
    pending: list[Lot]
    past: list[Past]

    @property
    def until(self) -> date:
        """The day on which rolling windows end."""
        return min(self.today, self.span.ends_on)

    @property
    def exempt(self) -> bool:
        return self.version.cycle.first_exempt and self.span.index == 0

    # Windows

    def windows(self, node: AtLeast | AtMost) -> list[Window]:
        span = self.span
        match node.window:
            case WholeCycle():
                return [Window(span.starts_on, span.ends_on)]
            case Inner(months=months):
                return self._inner(months)
            case Clock(cycles=cycles):
                return [self._clock(cycles)]
            case Rolling(months=months):
                return [Window(months_later(self.until + ONE_DAY, -months), self.until)]
            case Unexpired(months=months):
                earliest = months_later(self.until, -months) - timedelta(days=4)
                while months_later(earliest, months) < self.until:
                    earliest += ONE_DAY
                return [Window(earliest, self.until)]

    def _clock(self, cycles: int) -> Window:
        span = self.span
        assert span.index is not None
        first, last = (
            span.index - span.index % cycles,
            span.index - span.index % cycles + cycles - 1,
        )
        starts = [one.span.starts_on for one in self.past if one.span.index == first]
        ends_on = span.ends_on
        if span.index != last:
            ends_on = planned(self.version, self.holding, last, span.starts_on)[1]
        return Window([*starts, span.starts_on][0], ends_on, last=span.index == last)

    def _inner(self, months: int) -> list[Window]:
        span = self.span
        match self.version.cycle.anchor:
            case HeldSince():
                bounds = self._from_the_anchor(self.holding.held_since, months)
            case HiringDate():
                bounds = self._from_the_anchor(self.holding.hired_on, months)
            case FixedDay() | BirthMonth() | BirthYear():
                bounds = self._back_from_the_end(months)
        found = []
        for start, end, stub in bounds:
            last = span.ends_on if end == span.planned_end else end
            if last >= span.starts_on:
                found.append(Window(max(start, span.starts_on), last, stub))
        return found

    def _from_the_anchor(self, anchor: date | None, months: int) -> list[tuple[date, date, bool]]:
        assert anchor is not None
        assert self.span.index is not None
        whole = self.version.cycle.months
        base, place, found = self.span.index * whole, 0, []
        while place < whole:
            start = months_later(anchor, base + place)
            length = min(months, whole - place)
            end = months_later(anchor, base + place + length) - ONE_DAY
            found.append((start, end, length < months))
            place += months
        return found

    def _back_from_the_end(self, months: int) -> list[tuple[date, date, bool]]:
        after, place, found = self.span.planned_end + ONE_DAY, 0, []
        while True:
            start, end = months_later(after, -place - months), months_later(after, -place) - ONE_DAY
            if end < self.span.planned_start:
                return found[::-1]
            stub = start < self.span.planned_start
            found.append((max(start, self.span.planned_start), end, stub))
            place += months

    # What there is in a window

    def inside(self, node: AtLeast | AtMost, window: Window, lot: Lot) -> bool:
        """Whether credits of this cycle are counted for a requirement in a window."""
        if not fits(node.which, lot.line.credit_type, lot.labels):
            return False
        match node.window:
            case WholeCycle():
                return True
            case Inner():
                return window.starts_on <= lot.stands_on <= window.ends_on
            case Clock(cycles=cycles):
                assert self.span.index is not None
                clock = self.span.index // cycles
                return all(index // cycles != clock for index in lot.seen)
            case Rolling():
                return not lot.carried and window.starts_on <= lot.stands_on <= window.ends_on
            case Unexpired(months=months):
                good = months_later(lot.line.earned_on, months) >= window.ends_on
                return not lot.carried and good

    def before(self, node: AtLeast | AtMost, window: Window) -> list[tuple[Lot, Fraction]]:
        """What of earlier cycles is counted for it, and how much of each."""
        found = []
        for past in self.past:
            if isinstance(node.window, Clock):
                assert self.span.index is not None
                assert past.span.index is not None
                clock = self.span.index // node.window.cycles
                if past.span.index // node.window.cycles != clock:
                    continue
                seen = [
                    all(index // node.window.cycles != clock for index in lot.seen)
                    for lot in past.lots
                ]
            elif isinstance(node.window, Rolling | Unexpired):
                seen = [self.inside(node, window, lot) for lot in past.lots]
            else:
                return []
            found += [
                (lot, counted)
                for lot, counted, here in zip(past.lots, past.counted, seen, strict=True)
                if here and fits(node.which, lot.line.credit_type, lot.labels)
            ]
        return found

    def waiting(self, node: AtLeast | AtMost, window: Window) -> list[Lot]:
        """What waits for a decision."""
        pending = list(self.pending)
        if isinstance(node.window, Rolling | Unexpired):
            pending += [lot for past in self.past for lot in past.pending]
        if isinstance(node.window, Clock):
            pending += [
                lot
                for past in self.past
                if past.span.index is not None
                and self.span.index is not None
                and past.span.index // node.window.cycles == self.span.index // node.window.cycles
                for lot in past.pending
            ]
        return [lot for lot in pending if self.inside(node, window, lot)]

    # What is asked

    def holds(self, node: Asked, window: Window) -> bool:
        """Whether conditions and the day from which it is asked let it be asked."""
        facts = self.holding.facts
        return all(facts.get(condition.fact) in condition.one_of for condition in node.when) and (
            node.since is None or window.ends_on >= node.since
        )

    def cycle_window(self) -> Window:
        return Window(self.span.starts_on, self.span.ends_on)

    def asks(self, node: AtLeast, window: Window, above: tuple[Asked, ...]) -> bool:
        return (
            not self.exempt
            and not window.stub
            and window.last
            and all(self.holds(one, window) for one in (*above, node))
        )

    def amount(self, node: AtLeast) -> Fraction:
        """What it asks before waivers; nothing for a part of all that counts."""
        index = self.span.index
        if index is not None and index < len(node.ramp):
            return Fraction(node.ramp[index])
        if node.credits is not None:
            return Fraction(node.credits)
        assert node.percent is not None
        return self.part(node)

    def part(self, node: AtLeast | AtMost) -> Fraction:
        assert node.percent is not None
        if node.percent.of is None:
            return NOTHING
        base = next(one for one in walk(self.version.requires) if one.id == node.percent.of)
        assert isinstance(base, AtLeast)
        return self.amount(base) * Fraction(node.percent.percent) / 100

    def of_all(self, node: AtLeast | AtMost) -> Fraction | None:
        """The part of all that counts in the same window, where it is one."""
        if node.percent is None or node.percent.of is not None:
            return None
        return Fraction(node.percent.percent) / 100

    def limit(self, node: AtMost) -> Fraction:
        return self.part(node) if node.credits is None else Fraction(node.credits)

    def waived(
        self, node: AtLeast, window: Window, above: tuple[Asked, ...], amount: Fraction
    ) -> Fraction:
        """What it asks with waivers."""
        names = {node.id, *(one.id for one in above)}
        start, end = window.starts_on, window.ends_on
        if not isinstance(node.window, Inner | Clock):
            start, end = self.span.starts_on, self.span.ends_on
        extra = fewer = NOTHING
        let_off = False
        for waiver in self.holding.waivers:
            if not start <= waiver.on <= end:
                continue
            match waiver:
                case Fewer(requirement=node.id):
                    fewer += Fraction(waiver.credits)
                case Extra(requirement=node.id):
                    extra += Fraction(waiver.credits)
                case LetOff(requirement=name) if name in names:
                    let_off = True
                case Extension():
                    extra += Fraction(waiver.extra.get(node.id, 0))
                case _:
                    pass
        return extra if let_off else max(NOTHING, amount - fewer) + extra

    def confirmed(self, node: Confirmed, above: tuple[Asked, ...]) -> bool:
        names = {node.id, *(one.id for one in above)}
        return any(
            word.requirement == node.id and word.on in self.span for word in self.holding.confirmed
        ) or any(
            isinstance(waiver, LetOff) and waiver.requirement in names and waiver.on in self.span
            for waiver in self.holding.waivers
        )


# The best way to count


@dataclass(frozen=True)
class Goal:
    """A minimum that is asked, in one window, and how it is met: by one choice, or in one set."""

    node: AtLeast
    window: Window
    above: tuple[Asked, ...]
    same: str | None = None
    disjoint: str | None = None


@dataclass
class Plan:
    """One way through all alternatives: what must be met, and how many confirmations are open."""

    goals: tuple[Goal, ...] = ()
    open: int = 0


def plans(case: Case, nodes: Iterable[Requirement], above: tuple[Asked, ...] = ()) -> list[Plan]:
    """Every way to choose among alternatives."""
    ways = [Plan()]
    for node in nodes:
        ways = [
            Plan((*a.goals, *b.goals), a.open + b.open)
            for a, b in product(ways, _ways(case, node, above))
        ]
    return ways


def _ways(case: Case, node: Requirement, above: tuple[Asked, ...]) -> list[Plan]:
    match node:
        case AtMost():
            return [Plan()]
        case Confirmed():
            asked = is_asked(case, node, above)
            return [Plan(open=int(asked and not case.confirmed(node, above)))]
        case AtLeast():
            return _of_minimum(case, node, above)
        case Disjoint():
            found = [Plan()]
            for part in node.of:
                found = [
                    Plan((*a.goals, *(replace(goal, disjoint=node.id) for goal in b.goals)))
                    for a, b in product(found, _of_minimum(case, part, (*above, node)))
                ]
            return found
        case AllOf():
            return plans(case, node.of, (*above, node))
        case AnyOf():
            return _alternatives(case, node, above)


def _of_minimum(case: Case, node: AtLeast, above: tuple[Asked, ...]) -> list[Plan]:
    ways: list[tuple[Goal, ...]] = [()]
    for window in case.windows(node):
        if not case.asks(node, window, above):
            continue
        choices: list[str | None] = [None]
        if node.same is not None:
            choices = [*sorted(_choices(case, node, window))] or [None]
        ways = [(*way, Goal(node, window, above, same)) for way, same in product(ways, choices)]
    return [Plan(way) for way in ways]


def _choices(case: Case, node: AtLeast, window: Window) -> set[str]:
    assert node.same is not None
    lots = [lot for lot in case.lots if case.inside(node, window, lot)]
    lots += [lot for lot, _ in case.before(node, window)]
    return {lot.labels[node.same] for lot in lots if node.same in lot.labels}


def _alternatives(case: Case, node: AnyOf, above: tuple[Asked, ...]) -> list[Plan]:
    inside = (*above, node)
    asked = [one for one in node.of if is_asked(case, one, inside)]
    if not asked:
        return [Plan()]
    windows = windows_of_choice(case, node)
    if windows is None:
        return _fewest_open([way for one in asked for way in _ways(case, one, inside)])
    found = [Plan()]
    for window in windows:
        here = [
            Plan(goals)
            for one in asked
            for way in _ways(case, one, inside)
            if (goals := tuple(goal for goal in way.goals if goal.window == window))
        ]
        found = [Plan((*a.goals, *b.goals)) for a, b in product(found, _unique(here or [Plan()]))]
    return found


def _unique(ways: list[Plan]) -> list[Plan]:
    found: list[Plan] = []
    for way in ways:
        if way not in found:
            found.append(way)
    return found


def _fewest_open(ways: list[Plan]) -> list[Plan]:
    fewest = min(way.open for way in ways)
    return [way for way in ways if way.open == fewest]


def windows_of_choice(case: Case, node: AnyOf) -> list[Window] | None:
    """The inner windows in which an alternative is chosen each; None where it is for the cycle."""
    if any(isinstance(one, Confirmed) for one in walk(node.of)):
        return None
    minimums = [one for one in walk(node.of) if isinstance(one, AtLeast)]
    lengths = {one.window.months if isinstance(one.window, Inner) else None for one in minimums}
    if len(lengths) == 1 and None not in lengths:
        return case.windows(minimums[0])
    return None


def is_asked(case: Case, node: Requirement, above: tuple[Asked, ...]) -> bool:
    """Whether anything of it is asked in the cycle."""
    match node:
        case AtMost():
            return False
        case Confirmed():
            whole = case.cycle_window()
            return not case.exempt and all(case.holds(one, whole) for one in (*above, node))
        case AtLeast():
            return any(case.asks(node, window, above) for window in case.windows(node))
        case AllOf() | AnyOf() | Disjoint():
            return any(is_asked(case, one, (*above, node)) for one in node.of)


def below(
    nodes: Iterable[Requirement], above: tuple[Asked, ...] = ()
) -> Iterator[tuple[Requirement, tuple[Asked, ...]]]:
    """Every requirement of a tree, with those above it."""
    for node in nodes:
        yield node, above
        if isinstance(node, AllOf | AnyOf | Disjoint):
            yield from below(node.of, (*above, node))


def unknown(place: int) -> str:
    return f"x{place:03}"


def maximums(case: Case) -> list[tuple[Row, Fraction, str]]:
    """What no way to count may exceed: a row for each maximum in each window, with its name."""
    rows: list[tuple[Row, Fraction, str]] = []
    for node, above in below(case.version.requires):
        if not isinstance(node, AtMost):
            continue
        for window in case.windows(node):
            if not all(case.holds(one, window) for one in (*above, node)):
                continue
            row: dict[str, Fraction] = {
                unknown(place): Fraction(1)
                for place, lot in enumerate(case.lots)
                if case.inside(node, window, lot)
            }
            spent = sum((counted for _, counted in case.before(node, window)), NOTHING)
            limit = case.limit(node)
            part = case.of_all(node)
            if part is not None:
                everything = node.model_copy(update={"which": None})
                for place, lot in enumerate(case.lots):
                    if case.inside(everything, window, lot):
                        name = unknown(place)
                        row[name] = row.get(name, NOTHING) - part
                limit = part * sum(
                    (counted for _, counted in case.before(everything, window)), NOTHING
                )
            rows.append((row, max(NOTHING, limit - spent), node.id))
    return rows


def count(  # noqa: C901 - one linear program, row by row
    case: Case, plan: Plan
) -> tuple[list[Fraction], list[Fraction], dict[str, Fraction]]:
    """The best way to count under one plan.

    Returns
    -------
    tuple
        How good it is, from the most important aim on; what of each lot counts; and what disjoint
        minimums have.
    """
    rows: list[tuple[Row, Fraction]] = [
        ({unknown(place): Fraction(1)}, lot.credits) for place, lot in enumerate(case.lots)
    ]
    rows += [(row, limit) for row, limit, _ in maximums(case)]
    most: dict[str, Fraction] = {unknown(place): Fraction(1) for place in range(len(case.lots))}
    met: dict[str, Fraction] = {}
    base = NOTHING
    shares: dict[str, dict[int, list[str]]] = {}
    listed: list[dict[str, Fraction]] = []
    for number, goal in enumerate(plan.goals):
        node, window = goal.node, goal.window
        got = f"g{number:03}"
        needed = case.waived(node, window, goal.above, case.amount(node))
        met[got] = Fraction(1)
        have: dict[str, Fraction] = {got: Fraction(1)}
        share: dict[str, Fraction] = {}
        for place, lot in enumerate(case.lots):
            if not case.inside(node, window, lot) or not _is_same(goal, lot):
                continue
            name = unknown(place)
            if goal.disjoint is not None:
                name = f"y{number:03}-{place:03}"
                shares.setdefault(goal.disjoint, {}).setdefault(place, []).append(name)
                share[name] = Fraction(1)
            have[name] = Fraction(-1)
        if goal.disjoint is not None:
            listed.append(share)
        earlier = sum(
            (counted for lot, counted in case.before(node, window) if _is_same(goal, lot)), NOTHING
        )
        part = case.of_all(node)
        if part is None or (case.span.index is not None and case.span.index < len(node.ramp)):
            rows += [(have, earlier), ({got: Fraction(1)}, needed)]
            base -= needed
            continue
        # What it asks grows with all that counts: `got` is a large number less what is missing,
        # which is at least what is asked beyond the waivers, and at least the penalty.
        penalty = case.waived(node, window, goal.above, NOTHING)
        let_off = LARGE + penalty - case.waived(node, window, goal.above, LARGE)
        everything = node.model_copy(update={"which": None})
        asked = dict(have)
        for place, lot in enumerate(case.lots):
            if case.inside(everything, window, lot):
                asked[unknown(place)] = asked.get(unknown(place), NOTHING) + part
        old = part * sum((c for _, c in case.before(everything, window)), NOTHING)
        rows += [
            (asked, LARGE + let_off - penalty + earlier - old),
            (have, LARGE - penalty + earlier),
            ({got: Fraction(1)}, LARGE),
        ]
        base -= LARGE
    for places in shares.values():
        for place, names in places.items():
            rows.append(
                ({**dict.fromkeys(names, Fraction(1)), unknown(place): Fraction(-1)}, NOTHING)
            )
    first = sorted(range(len(case.lots)), key=lambda place: case.lots[place].order)
    aims: list[Row] = [most, met, *({unknown(place): Fraction(1)} for place in first), *listed]
    found = best(rows, aims)

    def worth(aim: Row) -> Fraction:
        return sum((weight * found.get(name, NOTHING) for name, weight in aim.items()), NOTHING)

    good = [worth(aim) for aim in aims[: 2 + len(first)]]
    good[1] += base
    counted = [found.get(unknown(place), NOTHING) for place in range(len(case.lots))]
    parts = [goal for goal in plan.goals if goal.disjoint is not None]
    split = {goal.node.id: worth(share) for goal, share in zip(parts, listed, strict=True)}
    return good, counted, split


def _is_same(goal: Goal, lot: Lot) -> bool:
    if goal.node.same is None:
        return True
    return goal.same is not None and lot.labels.get(goal.node.same) == goal.same


# Reading the figures off


@dataclass
class Reading:
    """The tree read off one way to count."""

    case: Case
    counted: list[Fraction]
    split: Mapping[str, Fraction]
    filled: Mapping[str, Fraction] = field(default_factory=dict)
    figures: dict[str, tuple[Figure, ...]] = field(default_factory=dict)
    chosen: dict[str, tuple[str | None, ...]] = field(default_factory=dict)
    missing_in: dict[str, Fraction] = field(default_factory=dict)

    def of(self, nodes: Iterable[Requirement], above: tuple[Asked, ...] = ()) -> Fraction:
        return sum((self.missing(node, above) for node in nodes), NOTHING)

    def missing(self, node: Requirement, above: tuple[Asked, ...]) -> Fraction:
        """Read a node and all below it; what is missing in it."""
        match node:
            case Confirmed():
                return NOTHING
            case AtMost() | AtLeast():
                windows = self.case.windows(node)
                self.figures[node.id] = tuple(self._figure(node, one, above) for one in windows)
                return sum((figure.missing for figure in self.figures[node.id]), NOTHING)
            case AllOf() | Disjoint():
                return self.of(node.of, (*above, node))
            case AnyOf():
                self.missing_in[node.id] = self._best(node, above)
                return self.missing_in[node.id]

    def _best(self, node: AnyOf, above: tuple[Asked, ...]) -> Fraction:
        inside = (*above, node)
        for one in node.of:
            self.missing(one, inside)
        asked = [one for one in node.of if is_asked(self.case, one, inside)]
        windows = windows_of_choice(self.case, node)
        if not asked:
            self.chosen[node.id] = (None,) * (1 if windows is None else len(windows))
            return NOTHING
        if windows is None:
            ranked = [
                (self._open(one, inside), self.missing(one, inside), place)
                for place, one in enumerate(asked)
            ]
            _, missing, place = min(ranked)
            self.chosen[node.id] = (asked[place].id,)
            return missing
        total, names = NOTHING, []
        for number in range(len(windows)):
            here = [
                (self._in_window(one, number, inside), place)
                for place, one in enumerate(asked)
                if self._asked_in(one, number)
            ]
            if not here:
                names.append(None)
                continue
            missing, place = min(here)
            total += missing
            names.append(asked[place].id)
        self.chosen[node.id] = tuple(names)
        return total

    def _asked_in(self, node: Requirement, number: int) -> bool:
        return any(
            self.figures[one.id][number].asked for one in walk([node]) if isinstance(one, AtLeast)
        )

    def _in_window(self, node: Requirement, number: int, above: tuple[Asked, ...]) -> Fraction:
        match node:
            case AtLeast():
                return self.figures[node.id][number].missing
            case AtMost() | Confirmed():
                return NOTHING
            case AllOf() | Disjoint():
                return sum(
                    (self._in_window(one, number, (*above, node)) for one in node.of), NOTHING
                )
            case AnyOf():
                return min(
                    self._in_window(one, number, (*above, node))
                    for one in node.of
                    if self._asked_in(one, number)
                )

    def _open(self, node: Requirement, above: tuple[Asked, ...]) -> int:
        match node:
            case Confirmed():
                asked = is_asked(self.case, node, above)
                return int(asked and not self.case.confirmed(node, above))
            case AtMost() | AtLeast():
                return 0
            case AllOf() | Disjoint():
                return sum(self._open(one, (*above, node)) for one in node.of)
            case AnyOf():
                asked_below = [
                    self._open(one, (*above, node))
                    for one in node.of
                    if is_asked(self.case, one, (*above, node))
                ]
                return min(asked_below, default=0)

    def met(self, nodes: Iterable[Requirement]) -> dict[str, bool]:
        return {
            node.id: self.missing(node, above) == 0 and self._open(node, above) == 0
            for node, above in below(nodes)
        }

    def is_done(self, nodes: Iterable[Requirement]) -> bool:
        return self.of(nodes) == 0 and sum(self._open(node, ()) for node in nodes) == 0

    def _figure(self, node: AtLeast | AtMost, window: Window, above: tuple[Asked, ...]) -> Figure:
        case = self.case
        parts = [
            (lot, counted)
            for lot, counted in zip(case.lots, self.counted, strict=True)
            if case.inside(node, window, lot)
        ] + case.before(node, window)
        have = sum((counted for _, counted in parts), NOTHING)
        waits = case.waiting(node, window)
        waiting = sum((lot.credits for lot in waits), NOTHING)
        everything = node.model_copy(update={"which": None})
        of_all = case.of_all(node)
        if of_all is not None:
            total = sum(
                (
                    counted
                    for lot, counted in zip(case.lots, self.counted, strict=True)
                    if case.inside(everything, window, lot)
                ),
                NOTHING,
            ) + sum((counted for _, counted in case.before(everything, window)), NOTHING)
        if isinstance(node, AtMost):
            limit = case.limit(node) if of_all is None else of_all * total
            return Figure(
                window.starts_on,
                have,
                waiting,
                limit,
                NOTHING,
                asked=all(case.holds(one, window) for one in (*above, node)),
            )
        if node.same is not None:
            # The choice that has most; of these the one of which most waits.
            by_choice: dict[str, tuple[Fraction, Fraction]] = {}
            for lot, counted, waits_ in [
                *((lot, counted, NOTHING) for lot, counted in parts),
                *((lot, NOTHING, lot.credits) for lot in waits),
            ]:
                if node.same in lot.labels:
                    choice = lot.labels[node.same]
                    there, waits_there = by_choice.get(choice, (NOTHING, NOTHING))
                    by_choice[choice] = there + counted, waits_there + waits_
            have, waiting = max(by_choice.values(), default=(NOTHING, NOTHING))
        if node.id in self.split:
            have = self.split[node.id]
        have += self.filled.get(node.id, NOTHING)
        amount = case.amount(node)
        ramped = case.span.index is not None and case.span.index < len(node.ramp)
        if of_all is not None and not ramped:
            amount = of_all * total
        asked = case.asks(node, window, above)
        needed = case.waived(node, window, above, amount)
        missing = max(NOTHING, needed - have) if asked else NOTHING
        return Figure(window.starts_on, have, waiting, needed, missing, asked=asked)


# From cycle to cycle


def told(
    programme: Programme, holding: Holding, lines: Sequence[CreditLine], today: date
) -> list[Told]:
    """What must be told of each cycle up to the day, oldest first.

    Nothing where the cycles hang on a fact that nobody stated.
    """
    return list(_told(programme, holding, lines, today)) if _can_be_laid(programme, holding) else []


def _can_be_laid(programme: Programme, holding: Holding) -> bool:
    match programme.versions[0].cycle.anchor:
        case FixedDay():
            return True
        case HeldSince():
            return holding.held_since is not None
        case HiringDate():
            return holding.hired_on is not None
        case BirthMonth():
            return holding.held_since is not None and holding.birth_month is not None
        case BirthYear():
            stated = holding.birth_month is not None and holding.birth_year is not None
            return holding.held_since is not None and stated


def _told(
    programme: Programme, holding: Holding, lines: Sequence[CreditLine], today: date
) -> Iterator[Told]:
    first = min([today, *(line.earned_on for line in lines if line.earned_on <= today)])
    past: list[Past] = []
    carried: list[Lot] = []
    waiting_to_be_told: tuple[Case, Reading, Told] | None = None
    for span in spans(programme, holding, first, today):
        if span.starts_on > today:
            break
        version = rules_of(programme, span, today)
        here = [line for line in lines if _counts_in(version, holding, span, line, today)]
        own = [
            _lot(version, line, line.awarded or Decimal(0))
            for line in here
            if line.status in GRANTED
        ]
        pending = [
            _lot(version, line, line.claimed) for line in here if line.status is Status.PENDING
        ]
        taken: dict[tuple[str, int], Fraction] = {}
        if waiting_to_be_told is not None:
            own, taken = _backfill(version, waiting_to_be_told[1], own)
            yield _after_backfill(waiting_to_be_told, version, sum(taken.values(), NOTHING))
        inside = [replace(lot, stands_on=span.starts_on) for lot in carried if _goes_on(lot, span)]
        known = [lot for lot in inside if fits(version.counts, lot.line.credit_type, lot.labels)]
        case = Case(version, span, holding, today, [*known, *own], pending, past)
        good, counted, split = max(
            (count(case, plan) for plan in plans(case, version.requires)), key=lambda one: one[0]
        )
        del good
        reading = Reading(case, counted, split)
        missing = reading.of(version.requires)
        out = _carried_out(case, reading, counted)
        cycle = Told(
            number=None if span.index is None else span.index + 1,
            version=version.begins_on,
            days_left=max(0, (span.ends_on - today).days),
            ended=today > span.ends_on,
            exempt=case.exempt,
            starts_on=span.starts_on,
            ends_on=span.ends_on,
            planned_end=span.planned_end,
            counted=sum(counted, NOTHING),
            waiting=sum((lot.credits for lot in pending), NOTHING),
            carried_in=sum((lot.credits for lot in inside), NOTHING),
            carried_out=sum((lot.credits for lot in out), NOTHING),
            backfilled=NOTHING,
            missing=missing,
            done=reading.is_done(version.requires),
            figures=dict(reading.figures),
            chosen=dict(reading.chosen),
            missing_in=dict(reading.missing_in),
            met=reading.met(version.requires),
            lines=_by_line(case.lots, counted),
        )
        past = [*past, Past(span, case.lots, counted, pending)]
        carried = out
        waiting_to_be_told = case, reading, cycle
    if waiting_to_be_told is not None:
        yield waiting_to_be_told[2]


def _by_line(lots: Sequence[Lot], counted: Sequence[Fraction]) -> dict[tuple[str, int], Fraction]:
    found: dict[tuple[str, int], Fraction] = {}
    for lot, part in zip(lots, counted, strict=True):
        found[lot.key] = found.get(lot.key, NOTHING) + part
    return found


def _counts_in(
    version: Version, holding: Holding, span: Span, line: CreditLine, today: date
) -> bool:
    if line.earned_on not in span or line.earned_on > today:
        return False
    if holding.held_since is not None and line.earned_on < holding.held_since:
        return False
    if not fits(version.counts, line.credit_type, line.labels):
        return False
    if line.ends_on is not None and line.ends_on <= span.ends_on:
        return False
    within = version.report_within
    return within is None or line.reported_on < later(span.ends_on + ONE_DAY, within)


def _goes_on(lot: Lot, span: Span) -> bool:
    return lot.line.ends_on is None or lot.line.ends_on > span.ends_on


def _lot(version: Version, line: CreditLine, amount: Decimal) -> Lot:
    worth = converted(amount, version.conversions, line)
    return Lot(line, worth, line.labels, line.earned_on)


def _carried_out(case: Case, reading: Reading, counted: Sequence[Fraction]) -> list[Lot]:
    """What goes on into the next cycle, newest first."""
    carry = case.version.carry
    if carry is None or case.exempt:
        return []
    node = next(one for one in walk(case.version.requires) if one.id == carry.beyond)
    assert isinstance(node, AtLeast | AtMost)
    may = [
        fits(node.which, lot.line.credit_type, lot.labels)
        and fits(carry.which, lot.line.credit_type, lot.labels)
        and lot.carried < carry.times
        and (
            carry.months is None
            or lot.stands_on >= months_later(case.span.ends_on + ONE_DAY, -carry.months)
        )
        for lot in case.lots
    ]
    limit = None if carry.limit is None else Fraction(carry.limit)
    newest = sorted(range(len(case.lots)), key=lambda place: case.lots[place].order, reverse=True)
    if isinstance(node, AtLeast):
        figure = reading.figures[node.id][0]
        if not figure.asked:
            return []
        room = max(NOTHING, figure.have - case.amount(node))
        room = room if limit is None else min(room, limit)
        parts = [NOTHING] * len(case.lots)
        for place in newest:
            if may[place]:
                parts[place] = min(counted[place], room)
                room -= parts[place]
        index = case.span.index
        seen = frozenset() if index is None else frozenset({index})
    else:
        parts = _shut_out(case, node.id, counted, may, limit, newest)
        seen = frozenset()
    return [
        replace(
            case.lots[place],
            credits=parts[place],
            labels={**case.lots[place].labels, **carry.becomes},
            carried=case.lots[place].carried + 1,
            seen=case.lots[place].seen | seen,
        )
        for place in sorted(newest)
        if parts[place]
    ]


def _shut_out(  # noqa: PLR0913 - all that is known of the cycle
    case: Case,
    cap: str,
    counted: Sequence[Fraction],
    may: Sequence[bool],
    limit: Fraction | None,
    newest: Sequence[int],
) -> list[Fraction]:
    """What could have counted beside all that did, had one maximum not been."""
    rows: list[tuple[Row, Fraction]] = []
    for place, lot in enumerate(case.lots):
        rows.append(({unknown(place): Fraction(1)}, (lot.credits - counted[place]) * may[place]))
    for row, allowed, name in maximums(case):
        if name != cap:
            used = sum(
                (weight * counted[int(unknown_[1:])] for unknown_, weight in row.items()), NOTHING
            )
            rows.append((row, allowed - used))
    most: Row = {unknown(place): Fraction(1) for place in range(len(case.lots))}
    if limit is not None:
        rows.append((most, limit))
    found = best(rows, [most, *({unknown(place): Fraction(1)} for place in newest)])
    return [found.get(unknown(place), NOTHING) for place in range(len(case.lots))]


def _backfill(
    version: Version, before: Reading, own: list[Lot]
) -> tuple[list[Lot], dict[tuple[str, int], Fraction]]:
    """Take the oldest new hours for what the cycle just before lacks."""
    rule = version.backfill
    if rule is None:
        return own, {}
    node = next((one for one in walk(before.case.version.requires) if one.id == rule.fills), None)
    if not isinstance(node, AtLeast) or not isinstance(node.window, WholeCycle):
        return own, {}
    lacks = before.figures[rule.fills][0].missing
    taken: dict[tuple[str, int], Fraction] = {}
    left = []
    for lot in sorted(own, key=lambda one: one.order):
        part = NOTHING
        if fits(node.which, lot.line.credit_type, lot.labels):
            part = min(lot.credits, lacks)
            lacks -= part
        if part:
            taken[lot.key] = part
        left.append(replace(lot, credits=lot.credits - part))
    return left, taken


def _after_backfill(before: tuple[Case, Reading, Told], version: Version, filled: Fraction) -> Told:
    case, reading, cycle = before
    if not filled:
        return cycle
    assert version.backfill is not None
    anew = Reading(case, reading.counted, reading.split, {version.backfill.fills: filled})
    missing = anew.of(case.version.requires)
    return replace(
        cycle,
        counted=cycle.counted + filled,
        backfilled=filled,
        missing=missing,
        done=anew.is_done(case.version.requires),
        figures=dict(anew.figures),
        chosen=dict(anew.chosen),
        missing_in=dict(anew.missing_in),
        met=anew.met(case.version.requires),
    )
