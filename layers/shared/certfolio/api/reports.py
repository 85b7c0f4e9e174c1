"""Programmes, holdings and reports as learners and staff read them."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import accumulate, takewhile
from typing import Any, Self, TypeVar

from pydantic import BaseModel, Field

from certfolio.api.cursors import decode, encode
from certfolio.api.views import FileView
from certfolio.domain.actions import Actor, HoldingState
from certfolio.domain.certificates import Certificate
from certfolio.domain.holdings import (
    GrantedWaiver,
    HeldCredential,
    HoldingAction,
    HoldingEvent,
    MetRequirement,
)
from certfolio.domain.programmes.installed import AcademyProgramme, ProgrammeState
from certfolio.domain.programmes.lots import Rule
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.results import (
    Check,
    CycleReport,
    Figures,
    Help,
    LineReport,
    Node,
    NotAsked,
    Report,
    RequirementKind,
    Step,
)
from certfolio.domain.programmes.rules import walk
from certfolio.domain.values import Amount, Day, Title, Ulid
from certfolio.services.reports import Foreseen, InDetail, Reported

_View = TypeVar("_View", bound=BaseModel)


class ProgrammeView(BaseModel):
    """A programme of the academy."""

    id: str
    state: ProgrammeState
    pack: str | None = Field(description="The pack it was made from; null for one of its own.")
    programme: Programme
    version: int

    @classmethod
    def of(cls, kept: AcademyProgramme) -> Self:
        """View of a programme."""
        return cls(
            id=kept.id,
            state=kept.state,
            pack=kept.pack,
            programme=kept.programme,
            version=kept.version,
        )


class ProgrammeList(BaseModel):
    """Programmes."""

    items: list[ProgrammeView]


class FiguresView(BaseModel):
    """A minimum or a maximum in one window."""

    starts_on: Day
    ends_on: Day
    have: Amount = Field(description="What counts for it.")
    waiting: Amount = Field(description="What is claimed and waits for a decision.")
    needed: Amount = Field(description="What it asks; of a maximum, what it allows.")
    missing: Amount
    asked: bool
    why_not: NotAsked | None = Field(description="Why it is not asked.")
    done: bool

    @classmethod
    def of(cls, figures: Figures) -> Self:
        """View of figures."""
        return _copied(cls, figures)


class NodeView(BaseModel):
    """A requirement and those below it."""

    id: str
    name: str = Field(description="In the body's words.")
    kind: RequirementKind
    asked: bool
    why_not: NotAsked | None
    done: bool
    missing: Amount
    figures: list[FiguresView] = Field(
        description="Of a minimum or maximum: one for each window in the cycle, oldest first."
    )
    of: list["NodeView"]
    chosen: list[str | None] = Field(
        description="Of alternatives: the one chosen, for the cycle or for each inner window."
    )

    @classmethod
    def from_node(cls, node: Node, names: Mapping[str, str]) -> Self:
        """View of a requirement."""
        return _copied(
            cls,
            node,
            name=names.get(node.id, node.id),
            figures=[FiguresView.of(one) for one in node.figures],
            of=[cls.from_node(one, names) for one in node.of],
            chosen=list(node.chosen),
        )


class CheckView(BaseModel):
    """One rule for one line: a tick or a cross."""

    rule: Rule
    kept: bool
    requirement: str | None = Field(description="The maximum, where the rule is one.")

    @classmethod
    def of(cls, check: Check) -> Self:
        """View of a check."""
        return _copied(cls, check)


class ReportLineView(BaseModel):
    """What one line of a certificate counts for."""

    certificate_id: Ulid
    line: int = Field(description="Its place among the certificate's lines, from 0.")
    credits: Amount = Field(description="What it brings, converted.")
    counted: Amount
    carried_out: Amount = Field(description="What of it goes on into the next cycle.")
    backfilled: Amount = Field(description="What of it fills the cycle before.")
    waiting: bool = Field(description="Whether it waits for a decision.")
    carried_from: Day | None = Field(
        description="First day of the cycle in which it was earned, where it was carried in."
    )
    serves: list[str] = Field(description="Minimums that it is counted for.")
    checks: list[CheckView] = Field(
        description="Every rule that is about the line, up to the first that leaves nothing of it."
    )

    @classmethod
    def of(cls, line: LineReport) -> Self:
        """View of a line."""
        return _copied(
            cls, line, serves=list(line.serves), checks=[CheckView.of(one) for one in line.checks]
        )


class HoldingLineView(ReportLineView):
    """What one line of a certificate counts for, with what the certificate is called."""

    title: Title
    earned_on: Day

    @classmethod
    def named(cls, line: LineReport, certificate: Certificate) -> Self:
        """View of a line of a certificate."""
        said = ReportLineView.of(line)
        return cls(**dict(said), title=certificate.title, earned_on=certificate.earned_on)


class StepView(BaseModel):
    """A part of the least that completes a cycle: so many more that serve all these minimums."""

    credits: Amount
    serves: list[str]
    earn_from: Day
    earn_by: Day

    @classmethod
    def of(cls, step: Step) -> Self:
        """View of a step."""
        return _copied(cls, step, serves=list(step.serves))


class HelpView(BaseModel):
    """A kind of credits that would help, were it earned today."""

    credit_type: str | None = Field(description="Null for any.")
    labels: dict[str, str]
    serves: list[str]

    @classmethod
    def of(cls, found: Help) -> Self:
        """View of a kind of credits."""
        return _copied(cls, found, labels=dict(found.labels), serves=list(found.serves))


class CycleSumsView(BaseModel):
    """A holding in one cycle, in sums."""

    starts_on: Day
    ends_on: Day
    counted: Amount
    waiting: Amount
    missing: Amount
    done: bool

    @classmethod
    def of(cls, cycle: CycleReport | None) -> Self | None:
        """View of the sums of a cycle."""
        return None if cycle is None else _copied(cls, cycle)


class ListedCycleView(CycleSumsView):
    """One of all cycles of a holding, in sums."""

    number: int | None = Field(description="Which cycle of the holding, from 1.")
    ended: bool


class CycleView(BaseModel):
    """A holding in one cycle."""

    number: int | None = Field(description="Which cycle of the holding, from 1.")
    starts_on: Day
    ends_on: Day = Field(description="The last day, an extension included.")
    planned_end: Day
    days_left: int
    ended: bool
    exempt: bool = Field(description="Whether it asks nothing, as the first.")
    counted: Amount
    waiting: Amount
    carried_in: Amount
    carried_out: Amount
    backfilled: Amount
    done: bool
    missing: Amount
    nodes: list[NodeView]
    least: list[StepView] | None = Field(
        description="The least that completes the cycle; null where no credits can."
    )
    helps: list[HelpView] = Field(description="Kinds of credits that would help, the best first.")

    @classmethod
    def of(cls, cycle: CycleReport, names: Mapping[str, str]) -> Self:
        """View of a cycle without its lines."""
        least = cycle.least
        return _copied(
            cls,
            cycle,
            nodes=[NodeView.from_node(node, names) for node in cycle.nodes],
            least=None if least is None else [StepView.of(step) for step in least],
            helps=[HelpView.of(found) for found in cycle.helps],
        )


class HoldingView(BaseModel):
    """A learner's credential, and how far it is."""

    id: Ulid
    programme: str
    programme_name: str
    state: HoldingState
    said: str | None = Field(description="What staff said when they confirmed or refused it.")
    stated: HeldCredential
    file: FileView | None = Field(description="What shows it; null where nothing does.")
    waivers: list[GrantedWaiver]
    met: list[MetRequirement]
    entered_at: datetime
    entered_by: Actor
    day: Day = Field(description="The day of the report, by the academy's calendar.")
    missing_facts: list[str] = Field(
        description="Facts that a rule asks for and nobody stated; where a cycle hangs on one, "
        "there is none."
    )
    cycle: CycleView | None = Field(description="The cycle that runs; null before the first.")
    version: int

    @classmethod
    def of(cls, found: Reported) -> Self:
        """View of a holding."""
        return cls(**_about(found))


class HoldingList(BaseModel):
    """A learner's credentials."""

    items: list[HoldingView]

    @classmethod
    def of(cls, found: Iterable[Reported]) -> Self:
        """View of holdings."""
        return cls(items=[HoldingView.of(one) for one in found])


class FilledView(BaseModel):
    """A requirement of which less would be missing, or more for the sake of the total."""

    id: str
    name: str = Field(description="In the body's words.")
    before: Amount | None = Field(
        description="What is missing; null where nothing counts in this cycle so far."
    )
    after: Amount = Field(description="What would be missing.")


class HoldingForecastView(BaseModel):
    """A credential as it is, and as it would be with one certificate more approved."""

    id: Ulid
    programme: str
    programme_name: str
    number: str | None
    state: HoldingState
    missing_facts: list[str]
    before: CycleSumsView | None = Field(
        description="The cycle in which the certificate was earned, without it; the one that runs "
        "where it belongs to none."
    )
    after: CycleSumsView | None = Field(description="The same cycle with it.")
    filled: list[FilledView] = Field(description="Requirements that it changes.")
    lines: list[ReportLineView] = Field(
        description="What each line of the certificate would count for."
    )
    helps: list[HelpView] = Field(
        description="Kinds of credits that would help now, the best first."
    )

    @classmethod
    def of(cls, found: Foreseen) -> Self:
        """View of what a certificate would do."""
        held, report = found.present.held, found.present.report
        programme = found.present.programme.programme
        foresight, names = found.foresight, names_of(programme)
        return cls(
            id=held.id,
            programme=held.programme,
            programme_name=programme.name,
            number=held.stated.number,
            state=held.state,
            missing_facts=list(report.missing_facts),
            before=CycleSumsView.of(foresight.before),
            after=CycleSumsView.of(foresight.after),
            filled=[
                FilledView(
                    id=one.id, name=names.get(one.id, one.id), before=one.before, after=one.after
                )
                for one in foresight.filled
            ],
            lines=[ReportLineView.of(line) for line in foresight.lines],
            helps=[HelpView.of(one) for cycle in report.cycles[-1:] for one in cycle.helps],
        )


class HoldingEventView(BaseModel):
    """One entry in a holding's history."""

    version: int
    at: datetime
    actor: Actor
    action: HoldingAction
    comment: str | None
    before: dict[str, Any]
    after: dict[str, Any]

    @classmethod
    def of(cls, event: HoldingEvent) -> Self:
        """View of an event."""
        return _copied(cls, event, before=dict(event.before), after=dict(event.after))


class LinePlace(BaseModel):
    """Where a page of a report's lines ended."""

    outside: bool
    earned_on: Day
    certificate_id: Ulid
    line: int
    carried_from: Day | None


MOST_LINES = 500
"""That an answer has."""

_MOST_BYTES_OF_LINES, _MOST_BYTES_OF_EVENTS = 1_500_000, 500_000
"""Of an answer, as Lambda sends them: escaped twice, and with 6 MB at most in all."""


class HoldingWithReport(HoldingView):
    """A learner's credential with one of its cycles, the others in sums, lines and history."""

    shown: CycleView | None = Field(
        description="The cycle that was asked for; the one that runs where none was, or there is "
        "no such cycle."
    )
    cycles: list[ListedCycleView] = Field(description="All of them, oldest first.")
    lines: list[HoldingLineView] = Field(
        description="Of the cycle that is shown, by the day earned."
    )
    outside: list[HoldingLineView] = Field(
        description="Lines that belong to no cycle; behind all others."
    )
    next_cursor: str | None = Field(
        description="With it as `cursor` the same request answers with the lines behind these; "
        "null where there are none."
    )
    events: list[HoldingEventView] = Field(
        description="The newest that an answer holds, oldest first."
    )
    older_events: int = Field(description="How many older ones there are; the export has all.")

    @classmethod
    def with_lines(
        cls,
        found: InDetail,
        events: Iterable[HoldingEvent],
        starts_on: Day | None,
        cursor: str | None,
    ) -> Self:
        """View of a holding with its report.

        Parameters
        ----------
        starts_on
            First day of the cycle whose lines are wanted; None for the newest.
        cursor
            Behind which lines to go on.
        """
        reported, report = found.reported, found.reported.report
        wanted = [cycle for cycle in report.cycles if cycle.starts_on == starts_on]
        shown = next(iter((*wanted, *report.cycles[-1:])), None)
        query = {"list": "report", "holding": reported.held.id, "cycle": starts_on}
        after = None if cursor is None else decode(cursor, LinePlace, query)
        lines = _placed(shown.lines if shown else (), report.outside, found.certificates)
        page, more = _page(lines, None if after is None else _order(after))
        happened = [HoldingEventView.of(event) for event in events]
        newest = _newest(happened)
        return cls(
            **_about(reported),
            shown=shown and CycleView.of(shown, names_of(reported.programme.programme)),
            cycles=[_copied(ListedCycleView, cycle) for cycle in report.cycles],
            lines=[line for place, line in page if not place.outside],
            outside=[line for place, line in page if place.outside],
            next_cursor=encode(page[-1][0], query) if more else None,
            events=newest,
            older_events=len(happened) - len(newest),
        )


def _sent(view: BaseModel) -> int:
    """Bytes of a part of an answer."""
    return len(json.dumps(json.dumps(view.model_dump(mode="json"))))


def _newest(events: Sequence[HoldingEventView]) -> list[HoldingEventView]:
    """As many of the newest events as an answer holds, oldest first."""
    sizes = accumulate(_sent(event) for event in reversed(events))
    many = sum(1 for _ in takewhile(lambda size: size <= _MOST_BYTES_OF_EVENTS, sizes))
    return [*events[len(events) - many :]]


_Placed = tuple[LinePlace, LineReport, Certificate]


def _placed(
    inside: Iterable[LineReport],
    outside: Iterable[LineReport],
    certificates: Mapping[str, Certificate],
) -> list[_Placed]:
    """Lines with their places, in the order of these."""
    placed = [
        (
            LinePlace(
                outside=is_outside,
                earned_on=certificate.earned_on,
                certificate_id=line.certificate_id,
                line=line.line,
                carried_from=line.carried_from,
            ),
            line,
            certificate,
        )
        for is_outside, lines in ((False, inside), (True, outside))
        for line in lines
        for certificate in (certificates[line.certificate_id],)
    ]
    return sorted(placed, key=lambda one: _order(one[0]))


def _order(place: LinePlace) -> tuple[bool, date, str, int, date]:
    carried_from = place.carried_from or date.min
    return place.outside, place.earned_on, place.certificate_id, place.line, carried_from


def _page(
    lines: Iterable[_Placed], after: tuple[bool, date, str, int, date] | None
) -> tuple[list[tuple[LinePlace, HoldingLineView]], bool]:
    """As many lines behind a place as an answer holds, and whether there are more."""
    page: list[tuple[LinePlace, HoldingLineView]] = []
    size = 0
    for place, line, certificate in lines:
        if after is not None and _order(place) <= after:
            continue
        view = HoldingLineView.named(line, certificate)
        size += _sent(view)
        if page and (len(page) == MOST_LINES or size > _MOST_BYTES_OF_LINES):
            return page, True
        page.append((place, view))
    return page, False


def names_of(programme: Programme) -> Mapping[str, str]:
    """What requirements are called, in the body's words; the newest version's words win."""
    return {
        requirement.id: requirement.name
        for version in programme.versions
        for requirement in walk(version.requires)
    }


def _about(found: Reported) -> dict[str, Any]:
    held, report = found.held, found.report
    programme = found.programme.programme
    return {
        **{
            name: getattr(held, name)
            for name in ("id", "programme", "state", "said", "stated", "entered_at", "entered_by")
        },
        "programme_name": programme.name,
        "file": FileView.of(held.file) if held.file else None,
        "waivers": list(held.waivers),
        "met": list(held.met),
        "day": report.day,
        "missing_facts": list(report.missing_facts),
        "cycle": running(report, programme),
        "version": held.version,
    }


def running(report: Report, programme: Programme) -> CycleView | None:
    """View of the cycle that runs on the report's day."""
    return CycleView.of(report.cycles[-1], names_of(programme)) if report.cycles else None


def _copied(view: type[_View], told: object, **derived: Any) -> _View:  # noqa: ANN401 - any field
    """What a view says as the result does, beside what is derived."""
    names = (name for name in view.model_fields if name not in derived)
    return view(**{name: getattr(told, name) for name in names}, **derived)
