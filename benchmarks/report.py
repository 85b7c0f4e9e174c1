"""Tables of what was measured, and which goals are met."""

import platform
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import cost, programmes, scale, waits
from benchmarks.cold import Cold
from benchmarks.figures import Spread, ratios
from benchmarks.inspection import Inspected
from benchmarks.operations import Operation
from benchmarks.primed import First
from benchmarks.programmes import Programmes
from benchmarks.results import Measured, Part, Scale
from benchmarks.units import INSPECT, INSPECT_LATE, Taken
from benchmarks.waits import Waits
from benchmarks.warm import Contender, Warm

_MICRO, _MILLI = 1_000_000, 1_000

PEERS = (Contender.BARE, Contender.CHALICE, Contender.POWERTOOLS, Contender.FASTAPI)
"""Who is to be slower."""


@dataclass(frozen=True)
class Verdict:
    """Whether a goal is met."""

    goal: str
    missed: tuple[str, ...]

    def line(self) -> str:
        """It in words."""
        if not self.missed:
            return f"**Met:** {self.goal}"
        return f"**Missed:** {self.goal} Not so: {'; '.join(self.missed)}."


@dataclass(frozen=True)
class Section:
    """A table, what it shows, and its verdicts."""

    title: str
    said: str
    table: str
    verdicts: tuple[Verdict, ...]

    def text(self) -> str:
        """As it stands on the page."""
        lines = [_wrapped(f"- {verdict.line()}", "  ") for verdict in self.verdicts]
        parts = [f"## {self.title}", "", _wrapped(self.said), "", self.table, "", *lines]
        return "\n".join(parts).rstrip()


def sections(part: Part, measured: Measured) -> list[Section]:
    """What a part found."""
    return [section(measured.found) for section in _SECTIONS[part]]


# Warm

_BEST = 0.75
_QUICK = frozenset({Operation.LIST, Operation.STATEMENT, Operation.QUEUE})


def _warm(found: Warm) -> Section:
    others: list[Contender] = [one for one in Contender if one is not Contender.FLOOR]
    rows, missed = [], []
    for operation, times in found.times.items():
        floor = times[Contender.FLOOR]
        spreads: dict[Contender, Spread] = {one: ratios(times[one], floor) for one in others}
        least = _scaled(Spread.of(floor), _MICRO)
        rows.append([operation, _spread(least, 0), *(_spread(spreads[one], 2) for one in others)])
        ours = spreads[Contender.CERTFOLIO].middle
        goal = _BEST if operation in _QUICK else 1.0
        if ours > goal:
            missed.append(f"{operation} {ours:.2f} instead of {goal:.2f}")
        missed += [f"{operation} behind {peer}" for peer in PEERS if ours >= spreads[peer].middle]
    differing = [
        f"{contender} on {operation}"
        for operation, traffic in found.traffic.items()
        for contender in PEERS
        if traffic[contender].calls != traffic[Contender.CERTFOLIO].calls
    ]
    same = "All send the same calls with the same conditions" + (
        f", except {', '.join(differing)}." if differing else "."
    )
    traffic = found.traffic[Operation.LIST]
    return Section(
        "Warm requests",
        "Processor time of a request: the floor in µs, all others as parts of the floor in the"
        " same round; the middle of"
        f" {len(next(iter(found.times.values()))[Contender.FLOOR])} rounds, and between which"
        f" values half of them lie. {same} *Floor* is a bare function that makes the calls of the"
        " peers with plain boto3 and answers with JSON that is there. Certfolio packs what it"
        " stores; *floor, our bytes* makes Certfolio's own calls, byte for byte, in the same"
        f" way: a list of 25 is {traffic[Contender.CERTFOLIO].received:,} bytes there, and"
        f" {traffic[Contender.FLOOR].received:,} in plain attributes.",
        _table(["", "floor µs", *others], rows),
        (
            Verdict(
                "list, statement and queue take at most 0.75 of the floor, every other request at"
                " most 1.00, and each peer takes more.",
                tuple(missed),
            ),
        ),
    )


# Cold

_ABOVE = 0.030
_LARGEST = 8_000_000


def _cold(found: Cold) -> Section:
    rows, missed = [], []
    for name, took in found.functions.items():
        least, ours = Spread.of(found.least[name]), Spread.of(took)
        more = ours.middle - least.middle
        rows.append(
            [
                f"`{name}`",
                _spread(_scaled(least, _MILLI), 0),
                _spread(_scaled(ours, _MILLI), 0),
                f"{more * _MILLI:+.0f}",
                _spread(ratios(took, found.least[name]), 2),
            ]
        )
        if more > _ABOVE:
            missed.append(f"`{name}` {more * _MILLI:.0f} ms")
    rows += [
        [name, "", _spread(_scaled(Spread.of(took), _MILLI), 0), "", ""]
        for name, took in found.peers.items()
    ]
    size = f"{found.layer / _MICRO:.1f} MB"
    return Section(
        "Cold starts",
        "Milliseconds of processor time in which a new interpreter imports a function and makes"
        " the clients it uses, with the packages as the build makes them. *Least* is boto3 with"
        " the same clients, and pydantic, alone. Peers come with the clients for DynamoDB and S3."
        f" All of it is compiled. The layer for Lambda is {size} zipped.",
        _table(["", "least", "function", "more", "times"], rows),
        (
            Verdict(
                "what ships is compiled, and the layer has at most 8 MB zipped with it.",
                () if found.layer <= _LARGEST else (size,),
            ),
            Verdict("at most 30 ms above the least.", tuple(missed)),
        ),
    )


_TWICE = 2.0


def _primed(found: Mapping[Operation, First]) -> Section:
    rows, missed = [], []
    for operation, one in found.items():
        first, warm = Spread.of(one.first), Spread.of(one.warm)
        ratio = ratios(one.first, one.warm)
        rows.append(
            [
                operation,
                _spread(_scaled(first, _MILLI), 1),
                _spread(_scaled(warm, _MILLI), 1),
                _spread(ratio, 1),
                f"{median(one.modules):.0f}",
            ]
        )
        if ratio.middle > _TWICE:
            missed.append(f"{operation} {ratio.middle:.1f} times")
    return Section(
        "The first request behind a snapshot",
        "Processor time in ms. A new process imports a function, runs what is registered for"
        " before a snapshot and after a restore, in Lambda's order, and answers. The memory of a"
        " real restore comes in page by page, which costs time that is not seen here.",
        _table(["", "first", "warm", "times", "modules it still imports"], rows),
        (Verdict("the first takes at most twice a warm one.", tuple(missed)),),
    )


# Units

_MOST_WRITTEN = {
    Operation.SUBMIT.value: 12,
    "submit, title of 120": 14,
    "approve with a comment": 12,
    "decline": 12,
    INSPECT: 6,
    INSPECT_LATE: 6,
}
"""Two units of each are for the academy's totals, and two of each decision keep it for those on
other certificates of the issuer."""


def _units(found: Mapping[str, Taken]) -> Section:
    rows = [
        [
            name,
            str(len(taken.calls)),
            f"{taken.read:g}",
            f"{taken.written:g}",
            f"{taken.received:,}",
            f"{taken.answered:,}",
        ]
        for name, taken in found.items()
    ]
    missed = tuple(
        f"{name} {found[name].written:g} instead of {most}"
        for name, most in _MOST_WRITTEN.items()
        if found[name].written > most
    )
    return Section(
        "Calls and units",
        "What a warm request takes of AWS: calls, DynamoDB's read and write units, bytes of the"
        " answers of AWS and of its own. Ids are as Cognito makes them, titles have 60"
        " characters, with issuer, number and expiry, and comments have 200. Two of the units"
        " written are for the academy's totals, wherever a status changes, and two of each decision"
        " keep it for those on other certificates of the issuer.",
        _table(["", "calls", "read", "written", "bytes read", "bytes answered"], rows),
        (
            Verdict(
                "a submission writes at most 12 units, 14 with a title of 120 characters; an"
                " approval and a refusal with a comment of 200 at most 12 each; an inspection at"
                " most 6.",
                missed,
            ),
        ),
    )


# Growth

_FLAT = 1.1
_GROWING = frozenset(
    {"queue, nothing matches", "queue of one learner", "duplicates", "place in the queue"}
)
_BOUNDS: Mapping[str, tuple[int, float]] = {
    "queue, nothing matches": (1 + 2, 1 + 300),
    "queue of one learner": (1 + 2, 1 + 300),
    "place in the queue": (2 + 1, 1.5 + 140),
}
"""Calls and units of requests whose reads are bounded. The staff list is read beside the queue, the
certificate and the newest decisions beside a place in it."""


def _academies(found: Scale) -> Section:
    missed = []
    for name, loads in found.academies.items():
        smallest, *_, largest = loads.values()
        bound = _BOUNDS.get(name)
        if bound is not None and (largest.calls > bound[0] or largest.units > bound[1]):
            missed.append(f"{name} {largest.calls} calls and {largest.units:g} units")
        grown = largest.calls > smallest.calls or largest.units > _FLAT * smallest.units
        if name not in _GROWING and grown:
            missed.append(f"{name} grows to {largest.calls} calls and {largest.units:g} units")
    return Section(
        "As an academy grows",
        "Calls and units of a request, by how many certificates the academy has. A tenth of them"
        " waits for a decision, and one of a hundred brings the same file.",
        _growth(found.academies, lambda load: f"{load.calls} · {load.units:g}"),
        (
            Verdict(
                "whatever the filter, a request reads across an academy with at most 2 calls and"
                " 300 units, a look at the staff list beside it; a place in the queue is told by"
                " one call of at most 140 units, with 2 small ones beside it; everything else"
                " stays within a tenth from a thousand to a million.",
                tuple(missed),
            ),
        ),
    )


_CALLS, _BYTES = 6, 1_000_000


def _portfolios(found: Scale) -> Section:
    missed = [
        f"{name} at {size:,}: {load.calls} calls, {load.answered:,} bytes"
        for name, loads in found.portfolios.items()
        for size, load in loads.items()
        if load.calls > _CALLS or load.answered > _BYTES
    ]
    return Section(
        "As a portfolio grows",
        "Calls, units and bytes answered, by how many certificates a learner has, each with"
        f" {scale.LINES} lines and all in one period.",
        _growth(
            found.portfolios, lambda load: f"{load.calls} · {load.units:g} · {load.answered:,}"
        ),
        (
            Verdict(
                "5,000 certificates with 5 lines stay under 1 MB an answer and 6 calls.",
                tuple(missed),
            ),
        ),
    )


def _growth(found: scale.Growth, told: Callable[[scale.Load], str]) -> str:
    sizes = list(next(iter(found.values())))
    rows = [[name, *(told(loads[size]) for size in sizes)] for name, loads in found.items()]
    return _table(["", *(f"{size:,}" for size in sizes)], rows)


# Programmes

_OF_A_STATEMENT = 3.0


def _programmes(found: Programmes) -> Section:
    together = [sum(taken) for taken in zip(*found.reports.values(), strict=True)]
    all_of_them = f"all {len(found.reports)}"
    reports = {f"`{pack}`": taken for pack, taken in found.reports.items()}
    rows = [
        [
            name,
            _spread(_scaled(Spread.of(taken), _MILLI), 1),
            _spread(ratios(taken, found.statement), 2),
        ]
        for name, taken in {"statement": found.statement, **reports, all_of_them: together}.items()
    ]
    times = ratios(together, found.statement).middle
    return Section(
        "Reports of credentials",
        "Processor time in ms of a report under the programme of a pack, beside a statement;"
        f" both over {programmes.LINES} certificates in almost three years, read already. The"
        f" middle of {len(found.statement)} rounds, and between which values half of them lie.",
        _table(["", "ms", "of the statement"], rows),
        (
            Verdict(
                "five credentials take at most three times as long as the statement.",
                (f"{times:.2f} times",) if times > _OF_A_STATEMENT else (),
            ),
        ),
    )


# Inspection

_MOST = 0.150


def _inspection(found: Mapping[str, Inspected]) -> Section:
    rows = [
        [
            name,
            f"{one.size / 1000:,.0f}",
            _spread(_scaled(Spread.of(one.seconds), _MILLI), 0),
            f"{one.megabytes:.0f}",
        ]
        for name, one in found.items()
    ]
    first, one = next(iter(found.items()))
    took = median(one.seconds)
    return Section(
        "Inspection",
        "Processor time in ms, of all processes and with the drawing, and the most memory that the"
        " process of the file held. The system counts processor time in hundredths of a second;"
        " each value is the mean of several files.",
        _table(["", "kB", "ms", "MB"], rows),
        (
            Verdict(
                "a PDF of one page takes at most 150 ms.",
                () if took <= _MOST else (f"{first} {took * _MILLI:.0f} ms",),
            ),
        ),
    )


# The portal

_BLOCKED, _PAINTED, _PAUSE = 200, 1_500, 200


def _opened(found: Waits) -> Section:
    rows = [
        [name, _spread(Spread.of(one.blocked), 0), _spread(Spread.of(one.painted), 0)]
        for name, one in found.opened.items()
    ]
    missed = [
        f"{name} {median(figures):.0f} ms"
        for name, one in found.opened.items()
        for figures, most in ((one.blocked, _BLOCKED), (one.painted, _PAINTED))
        if median(figures) >= most
    ]
    return Section(
        "The portal: opening a page",
        "Total blocking time and when the largest thing was painted, in ms, in Chromium on a"
        f" processor slowed down {waits.SLOWER} times, by somebody whose browser has the scripts;"
        " API and portal are those of the local AWS on the same machine.",
        _table(["", "blocked", "painted"], rows),
        (
            Verdict(
                f"blocked for less than {_BLOCKED} ms, painted within {_PAINTED:,}.", tuple(missed)
            ),
        ),
    )


def _paused(found: Waits) -> Section:
    missed = [
        f"{name} {median(figures):.0f} ms"
        for name, figures in found.pauses.items()
        if median(figures) > _PAUSE
    ]
    return Section(
        "The portal: at work",
        "The longest pause in ms, in the same browser.",
        _table(
            ["", "ms"],
            [[name, _spread(Spread.of(figures), 0)] for name, figures in found.pauses.items()],
        ),
        (Verdict(f"no pause over {_PAUSE} ms.", tuple(missed)),),
    )


# Cost


def costs(units: Mapping[str, Taken], inspected: Mapping[str, Inspected]) -> Section:
    """What AWS asks for."""
    usage = cost.of_journey(units, next(iter(inspected.values())))
    prices = cost.PRICES
    rows = [
        ("Lambda, GB-seconds", usage.gigabyte_seconds, prices.gigabyte_second),
        ("Lambda, invocations", usage.invocations, prices.invocation),
        ("API Gateway, requests", usage.api_requests, prices.api_request),
        ("DynamoDB, write units", usage.write_units, prices.write_unit),
        ("DynamoDB, read units", usage.read_units, prices.read_unit),
        ("S3, writes", usage.s3_writes, prices.s3_write),
        ("S3, reads", usage.s3_reads, prices.s3_read),
    ]
    table = _table(
        ["", "number", "$ for a million", "$"],
        [
            [name, f"{number:,.0f}", f"{price * _MICRO:,.4g}", f"{number * price:.2f}"]
            for name, number, price in rows
        ]
        + [["**all**", "", "", f"**{usage.cost(prices).total():.2f}**"]],
    )
    journey = ", ".join(f"{name} {times:g}" for name, times in cost.JOURNEY.items())
    return Section(
        f"What {cost.CERTIFICATES:,} certificates cost",
        "Handed in with a PDF of one page, reviewed and viewed, in US dollars. Requests for each:"
        f" {journey}. Calls and units are counted. A function is billed for its processor time as"
        " measured here, on x86 and not on Arm, by the share of a processor that its memory gives"
        f" it, and for waiting: {cost.WAITS['dynamodb'] * _MILLI:.0f} ms for each call to DynamoDB"
        f" and {cost.WAITS['s3'] * _MILLI:.0f} ms for each to S3 are taken, not measured. Not in"
        " it: storage, snapshots, traffic out, logs, the firewall, the user pool, the free tier.",
        table,
        (),
    )


# The page

_SECTIONS: Mapping[Part, Sequence[Callable[[Any], Section]]] = {
    Part.WARM: [_warm],
    Part.COLD: [_cold],
    Part.PRIMED: [_primed],
    Part.UNITS: [_units],
    Part.SCALE: [_academies, _portfolios],
    Part.PROGRAMMES: [_programmes],
    Part.INSPECTION: [_inspection],
    Part.PORTAL: [_opened, _paused],
}


def page(found: Mapping[Part, Measured], why: Mapping[str, str]) -> str:
    """The whole page.

    Parameters
    ----------
    why
        Why goals are missed, by the section's title.
    """
    told = [(part, section) for part in Part for section in sections(part, found[part])]
    texts = []
    for _, section in told:
        texts.append(section.text())
        if section.title in why and any(verdict.missed for verdict in section.verdicts):
            texts.append(_wrapped(why[section.title]))
    texts.append(costs(found[Part.UNITS].found, found[Part.INSPECTION].found).text())
    return (
        "\n\n".join(
            [_head(found), _goals(section for _, section in told), *texts, _wrapped(_PRICES)]
        )
        + "\n"
    )


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(
        text, 100, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _head(found: Mapping[Part, Measured]) -> str:
    runs = ", ".join(
        f"{part} {one.at:%Y-%m-%d %H:%M} (load {one.load[0]:.1f} to {one.load[1]:.1f})"
        for part, one in found.items()
    )
    packages = ("boto3", "pydantic", "aws-lambda-powertools", "chalice", "fastapi", "mangum")
    versions = ", ".join(f"{name} {version(name)}" for name in packages)
    told = f"""Measured in UTC: {runs}. The load is how many processes wanted one of the machine's
processors before and after; one or two are the run's own. On {_processor()}, Python
{platform.python_version()}, {versions}."""
    return "\n\n".join(["# Performance", *map(_wrapped, (_HOW, told, _WITH))])


_HOW = """`make bench` measures all of this in about ten minutes on a machine that does nothing
else, and writes this page; `make bench ARGS="warm cold"` measures those parts anew. Times differ
from machine to machine and from hour to hour, so contenders take turns, round by round, and what
counts are ratios within a round. No test asserts a time; tests assert calls, units, imported
modules and bytes."""

_WITH = """DynamoDB and S3 are answered by a process on loopback that holds the records in memory
and counts units as DynamoDB does. So every contender signs, serialises, sends, receives and parses;
there is no TLS, which costs all the same, and no latency. The peers are in `benchmarks/peers`: they
share one module for what they ask of AWS, written for speed, and each stands behind its framework's
own routes, validation and answers. They log nothing, hash an event once, and look on a document for
the title alone."""


def _processor() -> str:
    facts = Path("/proc/cpuinfo").read_text(encoding="utf-8")
    names = {
        line.partition(":")[2].strip()
        for line in facts.splitlines()
        if line.startswith("model name")
    }
    cores = sum(line.startswith("processor") for line in facts.splitlines())
    return f"{', '.join(sorted(names)) or platform.machine()} with {cores} cores"


def _goals(told: Iterable[Section]) -> str:
    rows = [
        [section.title, verdict.goal.rstrip("."), "missed" if verdict.missed else "met"]
        for section in told
        for verdict in section.verdicts
    ]
    return "\n".join(["## Goals", "", _table(["", "goal", ""], rows)])


_PRICES = """Prices are those of US East (N. Virginia), first tier: Lambda on Arm $0.0000133334 a
GB-second and $0.20 a million invocations, REST APIs $3.50 a million requests, DynamoDB on demand
$0.625 and $0.125 a million write and read units, S3 Standard $0.005 and $0.0004 a thousand writes
and reads. They were read on 26 November 2026 in third parties' accounts of AWS's price lists, from
2024 to 2026, which agree. AWS's own pages fill their prices in by script and could not be read:
look at the price lists of Lambda, API Gateway, DynamoDB and S3 before relying on these."""


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] + ["--:"] * (len(head) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _spread(spread: Spread, digits: int) -> str:
    low, high = f"{spread.low:,.{digits}f}", f"{spread.high:,.{digits}f}"
    return f"{spread.middle:,.{digits}f} ({low}-{high})"


def _scaled(spread: Spread, factor: float) -> Spread:
    return Spread(spread.middle * factor, spread.low * factor, spread.high * factor)
