"""Packs, trials and cohorts as administrators and reviewers read and write them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field

from certfolio.api.cursors import GOES_ON
from certfolio.api.edge import Body
from certfolio.api.reports import CycleView, ReportLineView, names_of, running
from certfolio.domain.actions import GRANTED, HoldingState, Status
from certfolio.domain.holdings import HeldCredential
from certfolio.domain.programmes.holding import Confirmation, CreditLine, Holding, Waiver
from certfolio.domain.programmes.installed import ProgrammeState
from certfolio.domain.programmes.model import Programme
from certfolio.domain.programmes.packs import PackCreditType
from certfolio.domain.programmes.results import Report
from certfolio.domain.programmes.standing import HoldingStanding
from certfolio.domain.values import (
    Amount,
    CalendarDay,
    Credits,
    CreditTypeId,
    Day,
    LearnerId,
    Name,
    Title,
    Ulid,
)
from certfolio.services.cohorts import Affected, Member

# What a programme is tried on


class TriedHolding(HeldCredential):
    """A credential, as a programme is tried on it.

    Attributes
    ----------
    hired_on
        The day the learner was hired.
    waivers
        What staff would grant.
    confirmed
        What that is not hours staff would say is met.
    """

    hired_on: CalendarDay | None = None
    waivers: Annotated[tuple[Waiver, ...], Field(max_length=20)] = ()
    confirmed: Annotated[tuple[Confirmation, ...], Field(max_length=50)] = ()

    def holding(self, programme_id: str) -> Holding:
        """The credential as a report is made of it."""
        stated = {name: getattr(self, name) for name in Holding.model_fields if name != "programme"}
        return Holding(programme=programme_id, **stated)


class TriedLine(Body):
    """Credits of an example."""

    earned_on: Day
    credit_type: CreditTypeId
    credits: Credits = Field(description="Awarded; of what is pending, claimed.")
    labels: Annotated[Mapping[Name, Name], Field(max_length=6)] = Field(default_factory=dict)
    status: Status = Status.APPROVED
    reported_on: Day | None = Field(None, description="When handed in; else on the day earned.")

    def line(self, place: int) -> CreditLine:
        """The credits as a report is made of them.

        Parameters
        ----------
        place
            Where they stand among the example's lines.
        """
        return CreditLine(
            certificate_id=OF_EXAMPLE,
            line=place,
            credit_type=self.credit_type,
            labels=self.labels,
            claimed=self.credits,
            awarded=self.credits if self.status in GRANTED else None,
            earned_on=self.earned_on,
            reported_on=self.reported_on or self.earned_on,
            status=self.status,
        )


OF_EXAMPLE = "0" * 26
"""Stands for a certificate where a line is an example's."""


class TrialBody(Body):
    """What a programme is tried on: an example, a real learner, or both."""

    programme: Programme | None = Field(
        None, description="The rules to be tried, in place of those that are kept under this id."
    )
    learner_id: LearnerId | None = Field(
        None, description="A learner whose certificates count. Nothing of theirs is changed."
    )
    holding: TriedHolding | None = Field(
        None,
        description="The credential. If none is given, the one that the learner holds under the "
        "programme.",
    )
    lines: Annotated[tuple[TriedLine, ...], Field(max_length=200)] = Field(
        (),
        description="Credits of an example, beside the learner's. In the report they go by the "
        f"certificate `{OF_EXAMPLE}` and their place here.",
    )
    day: CalendarDay | None = Field(
        None, description="The day of the report; today if none is given."
    )


class TrialView(BaseModel):
    """How far the credential would be."""

    day: Day
    missing_facts: list[str] = Field(
        description="Facts that a rule asks for and nobody stated; where a cycle hangs on one, "
        "there is none."
    )
    standing: HoldingStanding
    cycle: CycleView | None = Field(description="The cycle that runs; null before the first.")
    cycles: list[CycleView] = Field(description="Oldest first.")
    lines: list[ReportLineView] = Field(description="Of all cycles; oldest cycle first.")
    outside: list[ReportLineView] = Field(description="Lines that belong to no cycle.")

    @classmethod
    def of(cls, report: Report, programme: Programme, standing: HoldingStanding) -> Self:
        """View of a report."""
        names = names_of(programme)
        return cls(
            day=report.day,
            missing_facts=list(report.missing_facts),
            standing=standing,
            cycle=running(report, programme),
            cycles=[CycleView.of(cycle, names) for cycle in report.cycles],
            lines=[ReportLineView.of(line) for cycle in report.cycles for line in cycle.lines],
            outside=[ReportLineView.of(line) for line in report.outside],
        )


# Packs


class ExampleHolding(TriedHolding):
    """The credential of an example."""

    programme: Name


class ExampleFigures(BaseModel):
    """What an example has a requirement come to."""

    have: Amount | None = None
    needed: Amount | None = None
    missing: Amount | None = None
    waiting: Amount | None = None
    chosen: list[str | None] | None = Field(None, description="Of alternatives: the one chosen.")


class ExampleFindings(BaseModel):
    """What an example comes to in one cycle."""

    starts_on: Day
    ends_on: Day
    counted: Amount
    done: bool
    carried_in: Amount | None = None
    missing_facts: list[str] = []
    requirements: dict[str, ExampleFigures] = Field(
        description="By their ids; of a requirement with several windows, followed by a slash and "
        "the first day of the one that is meant."
    )


class PackExample(BaseModel):
    """A worked example: a learner, certificates, a day, and what they come to."""

    name: str
    holding: ExampleHolding
    certificates: list[TriedLine]
    day: Day
    expected: ExampleFindings


class ProgrammePackView(BaseModel):
    """A programme that is shipped, with the credit types and labels that its rules speak of."""

    id: str
    programme: Programme
    credit_types: list[PackCreditType]


class ProgrammePackWithExamples(ProgrammePackView):
    """A programme that is shipped, with its worked examples."""

    examples: list[PackExample]


class ProgrammePackList(BaseModel):
    """Programmes that are shipped."""

    items: list[ProgrammePackView]


class InstallBody(Body):
    """A pack to be taken over, by another id and name if they are given."""

    pack: Name
    id: Name | None = Field(
        None, description="What the academy calls it; by another id than the pack's it is adapted."
    )
    name: Title | None = None
    state: ProgrammeState = ProgrammeState.DRAFT


# Those who hold a credential


class HolderView(BaseModel):
    """Somebody who holds a credential, and where they stand."""

    learner_id: str
    name: str | None = Field(description="As the directory has it; null of who is not there.")
    holding_id: Ulid
    state: HoldingState
    standing: HoldingStanding
    starts_on: Day | None = Field(description="First day of the cycle that runs; null without one.")
    ends_on: Day | None
    days_left: int | None
    counted: Amount | None
    missing: Amount | None
    missing_facts: list[str]

    @classmethod
    def of(cls, member: Member) -> Self:
        """View of a holder."""
        held, report = member.holder.held, member.report
        cycle = report.cycles[-1] if report.cycles else None
        return cls(
            learner_id=held.learner_id,
            name=member.holder.name,
            holding_id=held.id,
            state=held.state,
            standing=member.standing,
            starts_on=cycle and cycle.starts_on,
            ends_on=cycle and cycle.ends_on,
            days_left=None if cycle is None else cycle.days_left,
            counted=None if cycle is None else cycle.counted,
            missing=None if cycle is None else cycle.missing,
            missing_facts=list(report.missing_facts),
        )


class HolderPage(BaseModel):
    """A page of those who hold a credential, in the order of their ids."""

    day: Day = Field(description="The day of the reports, by the academy's calendar.")
    items: list[HolderView]
    next_cursor: str | None = Field(None, description=GOES_ON)


class HolderPosition(BaseModel):
    """Where a page of holders ended."""

    learner_id: LearnerId
    holding_id: Ulid


class EffectsBody(Body):
    """A programme as it shall become."""

    programme: Programme
    day: CalendarDay | None = Field(
        None,
        description="The day that is looked at. If none is given: today, or the day on which the "
        "newest version begins, if that is later.",
    )

    def day_from(self, today: date) -> date:
        """The day that is looked at."""
        return self.day or max(today, self.programme.versions[-1].begins_on)


class OutcomeView(BaseModel):
    """The cycle that runs, by one set of rules."""

    version: Day = Field(description="First day of the version that holds in it.")
    starts_on: Day
    ends_on: Day
    counted: Amount
    missing: Amount
    done: bool

    @classmethod
    def of(cls, report: Report) -> Self | None:
        """View of the cycle that runs; None without one."""
        if not report.cycles:
            return None
        cycle = report.cycles[-1]
        return cls(**{name: getattr(cycle, name) for name in cls.model_fields})


class EffectView(BaseModel):
    """What a change of a programme would do to somebody."""

    learner_id: str
    name: str | None
    holding_id: Ulid
    before: OutcomeView | None = Field(description="Null where no cycle runs on the day.")
    after: OutcomeView | None
    changed: bool = Field(description="Whether anything of it would be another.")

    @classmethod
    def of(cls, affected: Affected) -> Self:
        """View of what a change does."""
        held = affected.holder.held
        before, after = OutcomeView.of(affected.before), OutcomeView.of(affected.after)
        return cls(
            learner_id=held.learner_id,
            name=affected.holder.name,
            holding_id=held.id,
            before=before,
            after=after,
            changed=before != after,
        )


class EffectPage(BaseModel):
    """A page of those who hold a credential, with what a change would do to each."""

    day: Day = Field(description="The day that was looked at.")
    items: list[EffectView]
    next_cursor: str | None = Field(None, description=GOES_ON)
