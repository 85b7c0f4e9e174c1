"""Programmes, holdings and credits as a report sees them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from certfolio.domain.programmes.holding import CreditLine, Holding
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.report import report
from certfolio.domain.programmes.results import CycleReport, Figures, LineReport, Node

HELD = {"kind": "held_since"}
TYPE = "hours"


def programme(*requires: Mapping[str, Any], **version: Any) -> Programme:
    """A programme of one version; three years from the day held since unless it says otherwise."""
    return of_versions({"requires": requires, **version})


def of_versions(*versions: Mapping[str, Any]) -> Programme:
    usual = {"begins_on": "2000-01-01", "cycle": cycle()}
    return Programme.model_validate(
        {
            "id": "board",
            "name": "Board",
            "source": "the board's handbook",
            "read_on": "2026-11-26",
            "versions": [{**usual, **version} for version in versions],
        }
    )


def cycle(months: int = 36, anchor: Mapping[str, Any] = HELD, **more: Any) -> dict[str, Any]:
    return {"anchor": anchor, "months": months, **more}


def at_least(name: str, credits_: str | None, **more: Any) -> dict[str, Any]:
    return {"kind": "at_least", "id": name, "name": name, "credits": credits_, **more}


def at_most(name: str, credits_: str | None, **more: Any) -> dict[str, Any]:
    return {"kind": "at_most", "id": name, "name": name, "credits": credits_, **more}


def node(kind: str, name: str, *of: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    below = {"of": of} if of else {}
    return {"kind": kind, "id": name, "name": name, **below, **more}


def labelled(label: str, *one_of: str) -> dict[str, Any]:
    return {"kind": "label", "label": label, "one_of": one_of}


def months(kind: str, number: int) -> dict[str, Any]:
    return {"kind": kind, "months": number}


def holding(since: str | None = "2024-01-01", **more: Any) -> Holding:
    return Holding.model_validate({"programme": "board", "held_since": since, **more})


def line(number: int, day: str, credits_: str, **more: Any) -> CreditLine:
    """Credits that were awarded as claimed, or claimed alone where they are pending."""
    status = more.pop("status", "approved")
    labels = {name: more.pop(name) for name in [*more] if name in {"area", "form", "subject"}}
    return CreditLine.model_validate(
        {
            "certificate_id": f"{number:026d}",
            "credit_type": TYPE,
            "labels": labels,
            "claimed": credits_,
            "awarded": None if status == "pending" else credits_,
            "earned_on": day,
            "reported_on": day,
            "status": status,
            **more,
        }
    )


def cycles(under: Programme, held: Holding, *lines: CreditLine, on: str) -> tuple[CycleReport, ...]:
    return report(under, held, lines, date.fromisoformat(on)).cycles


def latest(under: Programme, held: Holding, *lines: CreditLine, on: str) -> CycleReport:
    return cycles(under, held, *lines, on=on)[-1]


def nodes(of: CycleReport) -> dict[str, Node]:
    """Every requirement of a cycle by its id."""

    def below(some: tuple[Node, ...]) -> dict[str, Node]:
        return {one.id: one for each in some for one in (each, *below(each.of).values())}

    return below(of.nodes)


def figures(of: CycleReport, name: str) -> tuple[Figures, ...]:
    return nodes(of)[name].figures


def had(of: CycleReport, name: str) -> list[str]:
    """What there is of what is needed, in each window."""
    return [f"{one.have} of {one.needed}" for one in figures(of, name)]


def days(of: CycleReport | Figures) -> tuple[str, str]:
    return str(of.starts_on), str(of.ends_on)


def counted(of: CycleReport) -> dict[int, str]:
    """What counts of each line, by the number of its certificate."""
    return {int(each.certificate_id): f"{each.counted}" for each in of.lines}


def crosses(of: LineReport) -> list[str]:
    """The rules that a line does not keep, a maximum by its name."""
    return [one.requirement or one.rule.value for one in of.checks if not one.kept]


BOARD: dict[str, Any] = {
    "id": "board",
    "name": "Certified Example",
    "source": "The board's handbook",
    "read_on": "2026-01-01",
    "versions": [
        {
            "begins_on": "2000-01-01",
            "cycle": cycle(),
            "requires": [
                {"kind": "at_least", "id": "total", "name": "10 credits", "credits": "10"},
                {"kind": "at_most", "id": "most", "name": "At most 50", "credits": "50"},
            ],
        }
    ],
}
"""A programme as an administrator sends it."""
