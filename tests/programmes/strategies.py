"""Small programmes, holdings and portfolios at random, with every kind of rule there is."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.programmes.holding import (
    Confirmation,
    CreditLine,
    Extension,
    Extra,
    Fewer,
    Holding,
    LetOff,
    Parity,
    Waiver,
)
from certfolio.domain.programmes.model import (
    Anchor,
    Backfill,
    BirthMonth,
    BirthYear,
    Carry,
    Conversion,
    Cycle,
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
    AtLeast,
    AtMost,
    Clock,
    Confirmed,
    Disjoint,
    Either,
    Every,
    FactIs,
    Inner,
    Labelled,
    OfType,
    Other,
    Percent,
    Requirement,
    Rolling,
    Unexpired,
    Which,
    WholeCycle,
    walk,
)

FIRST, LAST = date(2020, 1, 1), date(2023, 6, 30)
TYPES = ("cpe", "pdu")
CHOICES = {"kind": ("a", "b", "c"), "way": ("x", "y")}

amounts = st.integers(1, 8).map(lambda number: Decimal(number) / 2)
days = st.dates(FIRST, LAST)
held = st.dates(date(2019, 12, 1), date(2020, 9, 30)) | st.sampled_from(
    [date(2020, 1, 1), date(2020, 1, 31), date(2020, 2, 29)]
)


def _labelled(draw: st.DrawFn) -> Labelled:
    label = draw(st.sampled_from(sorted(CHOICES)))
    choices = draw(st.lists(st.sampled_from(CHOICES[label]), min_size=1, max_size=2, unique=True))
    return Labelled(label=label, one_of=tuple(choices))


@st.composite
def kinds_of_credits(draw: st.DrawFn) -> Which:
    match draw(st.sampled_from(["label", "label", "label", "type", "all", "any", "not"])):
        case "type":
            return OfType(one_of=(draw(st.sampled_from(TYPES)),))
        case "all":
            return Every(of=(_labelled(draw), _labelled(draw)))
        case "any":
            return Either(of=(_labelled(draw), _labelled(draw)))
        case "not":
            return Other(of=_labelled(draw))
    return _labelled(draw)


class Names:
    """Ids that are each used once."""

    def __init__(self) -> None:
        self._used = 0

    def next(self) -> str:
        self._used += 1
        return f"r{self._used}"


def _common(draw: st.DrawFn, names: Names) -> dict[str, Any]:
    name = names.next()
    rare = draw(st.integers(0, 19))
    when = (FactIs(fact="role", one_of=(draw(st.sampled_from(["p", "q"])),)),) if rare == 0 else ()
    since = draw(days) if rare == 1 else None
    return {"id": name, "name": f"Requirement {name}", "when": when, "since": since}


def _fixed_window(draw: st.DrawFn, hold: date | None) -> Any:
    kinds = ["cycle", "cycle", "cycle", "inner", "inner"]
    if hold is not None:
        kinds.append("clock")
    match draw(st.sampled_from(kinds)):
        case "inner":
            return Inner(months=draw(st.sampled_from([4, 5, 6, 12])))
        case "clock":
            return Clock(cycles=draw(st.integers(2, 3)))
    return WholeCycle()


def _window(draw: st.DrawFn, hold: date | None) -> Any:
    match draw(st.sampled_from(["fixed", "fixed", "fixed", "rolling", "unexpired"])):
        case "rolling":
            return Rolling(months=draw(st.sampled_from([6, 12, 18, 24])))
        case "unexpired":
            return Unexpired(months=draw(st.sampled_from([6, 12, 18])))
    return _fixed_window(draw, hold)


def _minimum(draw: st.DrawFn, names: Names, hold: date | None, **fixed: Any) -> AtLeast:
    rare = draw(st.integers(0, 9))
    fields: dict[str, Any] = {
        "credits": draw(amounts),
        "which": draw(st.none() | kinds_of_credits()),
        "window": _window(draw, hold),
    }
    if rare == 0:
        fields |= {
            "credits": None,
            "percent": Percent(percent=draw(st.sampled_from([Decimal(25), Decimal(50)]))),
        }
    if rare in {1, 2}:
        fields["same"] = draw(st.sampled_from(sorted(CHOICES)))
    if rare == 3 and hold is not None:
        fields["ramp"] = tuple(draw(st.lists(st.just(Decimal(0)) | amounts, max_size=2)))
    return AtLeast(**_common(draw, names), **(fields | fixed))


def _maximum(draw: st.DrawFn, names: Names, hold: date | None) -> AtMost:
    fields: dict[str, Any] = {
        "credits": draw(amounts),
        "which": draw(st.none() | kinds_of_credits()),
        "window": _fixed_window(draw, hold),
    }
    # Of a clock it could have been exceeded before the version that has it began.
    if draw(st.integers(0, 7)) == 0 and not isinstance(fields["window"], Clock):
        fields |= {
            "credits": None,
            "percent": Percent(percent=draw(st.sampled_from([Decimal(25), Decimal(50)]))),
        }
    return AtMost(**_common(draw, names), **fields)


def _requirement(
    draw: st.DrawFn, names: Names, hold: date | None, room: int
) -> tuple[Requirement, int]:
    """One requirement, and how many minimums and maximums it has."""
    kinds = ["least", "most"] * 4 + ["confirmed"]
    if room > 1:
        kinds += ["all", "any", "any", "disjoint"]
    match draw(st.sampled_from(kinds)):
        case "most":
            return _maximum(draw, names, hold), 1
        case "confirmed":
            return Confirmed(**_common(draw, names)), 0
        case "disjoint":
            of = tuple(
                _minimum(
                    draw,
                    names,
                    hold,
                    window=WholeCycle(),
                    same=None,
                    percent=None,
                    credits=draw(amounts),
                )
                for _ in range(2)
            )
            return Disjoint(**_common(draw, names), of=of), 2
        case "all" | "any" as kind:
            own = _common(draw, names)
            below, used = [], 0
            while used < 2 and len(below) < 3:
                one, size = _requirement(draw, names, hold, 1)
                below.append(one)
                used += size
            made = AllOf if kind == "all" else AnyOf
            return made(**own, of=tuple(below)), used
    return _minimum(draw, names, hold), 1


def _requirements(draw: st.DrawFn, hold: date | None) -> tuple[Requirement, ...]:
    names, found, room = Names(), [], 3
    while room > 0 and len(found) < 4:
        one, size = _requirement(draw, names, hold, room)
        found.append(one)
        room -= size
        if draw(st.integers(0, 5)) == 0:
            break
    return tuple(found)


@st.composite
def conversions(draw: st.DrawFn) -> tuple[Conversion, ...]:
    if draw(st.integers(0, 3)):
        return ()
    steps = st.sampled_from([None, Decimal("0.25"), Decimal("0.5"), Decimal("0.2")])
    portions = st.sampled_from([None, None, Decimal("0.5"), Decimal(1)])
    return (
        Conversion(
            which=draw(st.none() | kinds_of_credits()),
            units=draw(st.sampled_from([Decimal(1), Decimal(2), Decimal(3)])),
            credits=draw(st.sampled_from([Decimal(1), Decimal("1.5")])),
            least=draw(portions),
            first=draw(portions),
            step=draw(steps),
            rounding=draw(st.sampled_from(Rounding)),
        ),
    )


def _over_the_cycle(nodes: Iterable[Requirement], *kinds: type) -> list[AtLeast | AtMost]:
    return [
        node
        for node in walk(nodes)
        if isinstance(node, AtLeast | AtMost)
        and isinstance(node, kinds)
        and isinstance(node.window, WholeCycle)
        and node.percent is None
        and getattr(node, "same", None) is None
    ]


def _carry(draw: st.DrawFn, nodes: tuple[Requirement, ...]) -> Carry | None:
    may = _over_the_cycle(nodes, AtLeast, AtMost)
    if not may or draw(st.integers(0, 2)) == 0:
        return None
    return Carry(
        beyond=draw(st.sampled_from(may)).id,
        limit=draw(st.none() | amounts),
        which=draw(st.none() | st.none() | kinds_of_credits()),
        months=draw(st.sampled_from([None, None, 3, 6])),
        times=draw(st.sampled_from([1, 1, 2])),
        becomes=draw(st.sampled_from([{}, {}, {"kind": "c"}])),
    )


def _backfill(draw: st.DrawFn, nodes: tuple[Requirement, ...]) -> Backfill | None:
    may = [node for node in nodes if node in _over_the_cycle(nodes, AtLeast)]
    if not may or draw(st.integers(0, 4)):
        return None
    return Backfill(fills=draw(st.sampled_from(may)).id)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Programme, date | None]:
    """A programme, and a day since when its holding is held."""
    anchor: Anchor = draw(
        st.sampled_from([HeldSince(), HeldSince(), BirthMonth(), BirthYear(), HiringDate()])
        | st.builds(FixedDay, month=st.sampled_from([1, 2, 7]), day=st.sampled_from([1, 28]))
    )
    since: date | None = draw(held)
    if isinstance(anchor, FixedDay) and draw(st.booleans()):
        since = None
    months = draw(st.sampled_from([12, 12, 24]))
    if isinstance(anchor, BirthYear):
        months = 24
    first = First.SHORT
    if isinstance(anchor, FixedDay):
        first = draw(st.sampled_from(First))
    cycle = Cycle(
        anchor=anchor,
        months=months,
        first=first,
        first_exempt=draw(st.integers(0, 7)) == 0,
    )
    begins = [FIRST] if draw(st.integers(0, 2)) else [FIRST, draw(days)]
    versions = []
    for day in dict.fromkeys(begins):
        nodes = _requirements(draw, since)
        versions.append(
            Version(
                begins_on=day,
                at_once=bool(versions) and draw(st.booleans()),
                cycle=cycle,
                counts=None if draw(st.integers(0, 7)) else draw(kinds_of_credits()),
                requires=nodes,
                conversions=draw(conversions()),
                carry=_carry(draw, nodes),
                backfill=None if since is None else _backfill(draw, nodes),
                report_within=None if draw(st.integers(0, 7)) else Length(days=60),
            )
        )
    programme = Programme(
        id="random", name="Random", source="None", read_on=FIRST, versions=tuple(versions)
    )
    return programme, since


@st.composite
def waivers(draw: st.DrawFn, programme: Programme) -> tuple[Waiver, ...]:
    if draw(st.integers(0, 2)):
        return ()
    nodes = list(walk(programme.versions[0].requires))
    least = [node for node in nodes if isinstance(node, AtLeast)]
    whole = [node.id for node in least if isinstance(node.window, WholeCycle)]
    found: list[Waiver] = []
    for _ in range(draw(st.integers(1, 2))):
        on = draw(days)
        match draw(st.sampled_from(["extension", "fewer", "let_off", "extra"])):
            case "extension":
                extra = {draw(st.sampled_from(whole)): draw(amounts)} if whole else {}
                by = Length(months=draw(st.integers(0, 1)), days=draw(st.integers(1, 45)))
                found.append(Extension(on=on, by=by, extra=extra))
            case "fewer" if least:
                name = draw(st.sampled_from(least)).id
                found.append(Fewer(on=on, requirement=name, credits=draw(amounts)))
            case "extra" if least:
                name = draw(st.sampled_from(least)).id
                found.append(Extra(on=on, requirement=name, credits=draw(amounts)))
            case "let_off":
                may = [node.id for node in nodes if not isinstance(node, AtMost)]
                if may:
                    found.append(LetOff(on=on, requirement=draw(st.sampled_from(may))))
    return tuple(found)


@st.composite
def holdings(draw: st.DrawFn, programme: Programme, since: date | None) -> Holding:
    confirmed = [
        Confirmation(requirement=node.id, on=draw(days))
        for node in walk(programme.versions[0].requires)
        if isinstance(node, Confirmed) and draw(st.booleans())
    ]
    return Holding(
        programme=programme.id,
        held_since=since,
        hired_on=since,
        birth_month=draw(st.integers(1, 12)),
        birth_year=draw(st.sampled_from(Parity)),
        facts=draw(st.sampled_from([{}, {"role": "p"}])),
        waivers=draw(waivers(programme)),
        confirmed=tuple(confirmed),
    )


statuses = st.sampled_from(
    [Status.APPROVED] * 12 + [Status.PENDING] * 2 + [Status.DECLINED, Status.CHANGES_REQUESTED]
)


def _line(draw: st.DrawFn, number: int, around: date) -> CreditLine:
    status = draw(statuses)
    near = st.integers(-150, 150).map(lambda far: around + timedelta(days=far))
    earned = draw(near if draw(st.integers(0, 5)) else days)
    labels = {
        label: draw(st.sampled_from(choices))
        for label, choices in CHOICES.items()
        if draw(st.integers(0, 9))
    }
    claimed = draw(amounts)
    return CreditLine(
        certificate_id=f"01JD8Z6V9Q3T5W7X9Y1Z3A{draw(st.integers(0, 9))}{number:03}",
        credit_type=draw(st.sampled_from(TYPES)),
        labels=labels,
        claimed=claimed,
        awarded=draw(st.just(claimed) | amounts) if status in GRANTED else None,
        earned_on=earned,
        reported_on=earned + timedelta(days=draw(st.sampled_from([0, 0, 0, 10, 100]))),
        status=status,
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Programme, Holding, list[CreditLine], date]:
    """All that a report is made from.

    Most is earned around one day, so that it meets in a cycle, and the report is of a day soon
    after.
    """
    programme, since = draw(programmes())
    around = draw(days)
    many = draw(st.sampled_from([2, 1, 0, 3, 4, 5, 6, 6, 6, 6]))
    portfolio = [_line(draw, number, around) for number in range(many)]
    day = around + timedelta(days=draw(st.sampled_from([0, 100, 200, 300, 400, 600, 800])))
    return programme, draw(holdings(programme, since)), portfolio, day


def choices_of(programme: Programme) -> dict[str, list[str]]:
    """The labels and choices that a programme's rules ask for, and one of each they do not."""
    found: dict[str, list[str]] = {}

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("kind") == "label":
                found.setdefault(part["label"], ["other"]).extend(part["one_of"])
            part = part.values()
        elif not isinstance(part, list | tuple):
            return
        for one in part:
            look(one)

    look(programme.model_dump())
    return {label: sorted(set(choices)) for label, choices in sorted(found.items())}


def types_of(programme: Programme) -> list[str]:
    """The credit types that a programme counts, and one that it does not."""
    counts = programme.versions[0].counts
    assert isinstance(counts, OfType)
    return [*counts.one_of, "other"]


@st.composite
def of_pack(draw: st.DrawFn, programme: Programme) -> tuple[Holding, list[CreditLine], date]:
    """A holding, a portfolio and a day under a programme with years and whole hours."""
    choices = choices_of(programme)
    types = st.sampled_from([types_of(programme)[0]] * 9 + types_of(programme)[1:])
    some_day = st.dates(date(2018, 1, 1), date(2025, 12, 31))
    large = st.integers(1, 80).map(Decimal) | st.integers(1, 400).map(lambda n: Decimal(n) / 4)
    portfolio = []
    for number in range(draw(st.integers(0, 6))):
        status = draw(statuses)
        earned = draw(some_day)
        claimed = draw(large)
        portfolio.append(
            CreditLine(
                certificate_id=f"01JD8Z6V9Q3T5W7X9Y1Z3A{number:04}",
                credit_type=draw(types),
                labels={label: draw(st.sampled_from(may)) for label, may in choices.items()},
                claimed=claimed,
                awarded=claimed if status in GRANTED else None,
                earned_on=earned,
                reported_on=earned + timedelta(days=draw(st.sampled_from([0, 0, 30, 100, 200]))),
                status=status,
            )
        )
    since = draw(st.dates(date(2016, 1, 1), date(2021, 12, 31)))
    facts = draw(st.sampled_from([{}, {"role": "attest"}, {"role": "none"}]))
    holding = Holding(
        programme=programme.id,
        held_since=since,
        hired_on=since,
        birth_month=draw(st.integers(1, 12)),
        birth_year=draw(st.sampled_from(Parity)),
        facts=facts,
    )
    return holding, portfolio, draw(some_day)
