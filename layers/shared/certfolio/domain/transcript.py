"""A learner's transcript: what a statement says, line by line, for people outside the portal.

One record holds all that a transcript says; what is written of it as PDF, CSV or JSON says no more
and no less.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from certfolio.domain.academies import Face, SetUp
from certfolio.domain.actions import Action, ActorKind, HoldingState, Status
from certfolio.domain.certificates import Certificate, Claim, Decision, Kind, Owner, Standing
from certfolio.domain.filters import Filters, StatusFilter
from certfolio.domain.label_words import Said, labels_said
from certfolio.domain.logos import Picture, text_of
from certfolio.domain.periods import DEFAULT_RULES
from certfolio.domain.statement import (
    Counted,
    Line,
    PeriodStatement,
    PeriodTotals,
    WhyCode,
    WhyValues,
    every_period,
    statement,
)
from certfolio.domain.values import (
    AcademyId,
    Amount,
    Colour,
    CreditTypeId,
    Day,
    Label,
    LearnerId,
    Name,
    Record,
    Title,
    Ulid,
)


class Language(StrEnum):
    """What a transcript is worded in."""

    EN = "en"
    DE = "de"


class TranscriptFilters(Record):
    """What a transcript is to hold; what is None does not matter.

    Attributes
    ----------
    period
        Label of a period, as the statement names it.
    """

    period: Annotated[str, Field(min_length=1, max_length=40)] | None = None
    credit_type: CreditTypeId | None = None
    status: StatusFilter | None = None


class TranscriptAcademy(Record):
    """Whose transcript it is, as everybody sees the academy."""

    id: AcademyId
    name: str
    accent: Colour | None
    logo: Picture | None


class TranscriptLearner(Record):
    """Whom it is about.

    Attributes
    ----------
    name, external_id
        As the academy's directory has them; None where it has none.
    """

    id: LearnerId
    name: Label | None
    external_id: Label | None = None


class Decided(Record):
    """What was decided last on a certificate.

    Attributes
    ----------
    on
        The day by the academy's calendar.
    by
        The name of who decided; None where that was the system or nobody is named.
    """

    outcome: Action
    at: datetime
    on: Day
    by_kind: ActorKind
    by: str | None


class TranscriptLine(Record):
    """One claim of a certificate in one period.

    Attributes
    ----------
    labels
        What the line says of itself.
    claimed
        Credits that were asked for.
    awarded
        Credits the academy gave; None before it did.
    credits
        What the line brings into the period: awarded in it or carried into it.
    applied, carried_out, lapsed
        What of that counts in the period, goes on into the next one, and is lost.
    carried_from
        Label of the period it was earned in, where that is an earlier one.
    why
        Why it does not count in full, in English; None where it does.
    why_code, why_values
        The same for programs that word it themselves. Where the status itself is why, there is no
        code.
    """

    certificate_id: Ulid
    title: Title
    issuer: Title | None
    certificate_number: Label | None
    kind: Kind
    earned_on: Day
    expires_on: Day | None
    status: Status
    standing: Standing | None
    labels: tuple[Said, ...] = ()
    claimed: Amount
    awarded: Amount | None
    credits: Amount
    applied: Amount
    carried_out: Amount
    lapsed: Amount
    carried_from: str | None
    counted: Counted
    why: str | None
    why_code: WhyCode | None
    why_values: WhyValues | None
    decided: Decided | None


class TranscriptSection(PeriodTotals):
    """Credits of one type in one period, with every line that the filters let through.

    The totals are always those of the whole period.

    Attributes
    ----------
    name, unit
        Of the credit type; its id stands for the name of one that is not set up any more.
    """

    name: str
    unit: str
    lines: tuple[TranscriptLine, ...]


class TranscriptRequirement(Record):
    """What a credential's programme asks in a cycle, of all windows of the cycle together.

    Attributes
    ----------
    name
        In the body's words.
    at_most
        Whether it is a maximum.
    depth
        How deep it stands in the tree of what is asked, from 0.
    have, needed
        Of a minimum: what counts for it, and what it asks; of a maximum, what it allows. None of
        what is no amount.
    missing
        Credits; 0 of a maximum.
    """

    name: Title
    at_most: bool
    depth: int
    have: Amount | None
    needed: Amount | None
    missing: Amount
    done: bool


class TranscriptConfirmation(Record):
    """Staff's word that the learner holds a credential.

    Attributes
    ----------
    on
        The day by the academy's calendar.
    by
        The name of who confirmed it.
    """

    at: datetime
    on: Day
    by: str | None


class TranscriptCredential(Record):
    """A credential of the learner's, and how far it is in the cycle that runs.

    Attributes
    ----------
    programme, programme_id
        Its name, and the id by which the academy's programmes know it.
    rules_of
        First day of the version of the programme's rules by which the cycle is counted.
    confirmed
        Who said so last; None where nobody did of what is stated now.
    state
        Whether staff confirmed what the learner stated; what they refused is in no transcript.
    missing_facts
        What nobody stated and a rule asks for.
    starts_on, ends_on
        The cycle; where there is none they and all amounts are None.
    requirements
        What is asked, each before what stands below it.
    """

    programme: Title
    programme_id: Name
    rules_of: Day | None
    number: Label | None
    state: HoldingState
    confirmed: TranscriptConfirmation | None
    held_since: Day | None
    missing_facts: tuple[str, ...]
    starts_on: Day | None
    ends_on: Day | None
    counted: Amount | None
    waiting: Amount | None
    missing: Amount | None
    done: bool
    requirements: tuple[TranscriptRequirement, ...]


class Transcript(Record):
    """All that a transcript says.

    Attributes
    ----------
    made_on
        The day by the academy's calendar.
    certificates
        How many different ones are listed.
    sections
        Newest period first, then by credit type.
    credentials
        Oldest first; none where only a part of the certificates is wanted.
    """

    academy: TranscriptAcademy
    learner: TranscriptLearner
    made_at: datetime
    made_on: Day
    filters: TranscriptFilters
    certificates: int
    sections: tuple[TranscriptSection, ...]
    credentials: tuple[TranscriptCredential, ...] = ()


def transcript(  # noqa: PLR0913 - whose it is, and what it is made of
    owner: Owner,
    certificates: Iterable[Certificate],
    set_up: SetUp,
    face: Face,
    filters: TranscriptFilters,
    *,
    name: str | None,
    external_id: str | None,
    hired_on: date | None = None,
    now: datetime,
) -> Transcript:
    """Account for a learner's certificates, those that do not count included.

    Parameters
    ----------
    certificates
        All of the learner's, in any order.
    name, external_id, hired_on
        The learner's; None where nobody knows.
    """
    today = set_up.academy.day_of(now)
    known = {found.id: found for found in certificates}
    sections = tuple(
        section
        for period, claims in _periods(known, set_up, filters, today, hired_on)
        for section in [_section(period, claims, known, set_up, filters, today)]
        if section.lines or filters.status is None
    )
    listed = {line.certificate_id for section in sections for line in section.lines}
    return Transcript(
        academy=TranscriptAcademy(
            id=owner.academy_id,
            name=face.name,
            accent=face.accent,
            logo=None if face.logo is None else text_of(face.logo),
        ),
        learner=TranscriptLearner(id=owner.learner_id, name=name, external_id=external_id),
        made_at=now,
        made_on=today,
        filters=filters,
        certificates=len(listed),
        sections=sections,
    )


_Uncounted = list[tuple[Certificate, Claim]]
_NONE = Decimal("0.00")


def _periods(
    known: Mapping[str, Certificate],
    set_up: SetUp,
    filters: TranscriptFilters,
    today: date,
    hired_on: date | None,
) -> Iterator[tuple[PeriodStatement, _Uncounted]]:
    """Every period that is wanted, with the claims in it that the statement does not speak of."""
    periods = statement(known.values(), set_up.credit_types.values(), today, hired_on)
    stated = {(period.credit_type, period.period): period for period in periods}
    told = {(line.certificate_id, line.line) for period in periods for line in period.lines}
    uncounted = defaultdict[tuple[str, str], _Uncounted](list)
    for certificate in known.values():
        for number, claim in enumerate(certificate.claims):
            if (certificate.id, number) not in told:
                period = _empty(claim.credit_type, set_up, certificate.earned_on, hired_on)
                place = period.credit_type, period.period
                stated.setdefault(place, period)
                uncounted[place].append((certificate, claim))
    by_type = sorted(stated, key=lambda place: place[0])
    for place in sorted(by_type, key=lambda place: stated[place].starts_on, reverse=True):
        if filters.credit_type in {None, place[0]} and filters.period in {None, place[1]}:
            yield stated[place], uncounted[place]


def _empty(credit_type: str, set_up: SetUp, day: date, hired_on: date | None) -> PeriodStatement:
    """The period that a day lies in, without anything that counts."""
    found = set_up.credit_types.get(credit_type)
    rules = (found.rules if found else ()) or DEFAULT_RULES
    [period] = every_period(credit_type, rules, (), day, hired_on)
    return period


def _section(  # noqa: PLR0913, PLR0917 - a period, and what its lines are told from
    period: PeriodStatement,
    uncounted: _Uncounted,
    known: Mapping[str, Certificate],
    set_up: SetUp,
    filters: TranscriptFilters,
    today: date,
) -> TranscriptSection:
    credit_type = set_up.credit_types.get(period.credit_type)
    wanted = Filters(status=filters.status)
    lines: list[tuple[Certificate, Claim, Line | None]] = [
        (certificate, certificate.claims[line.line], line)
        for line in period.lines
        for certificate in [known[line.certificate_id]]
    ]
    lines += [(certificate, claim, None) for certificate, claim in uncounted]
    lines.sort(key=lambda line: (line[0].earned_on, line[0].id))
    return TranscriptSection(
        **dict(period.totals),
        name=credit_type.name if credit_type else period.credit_type,
        unit=credit_type.unit if credit_type else "",
        lines=tuple(
            _line(certificate, claim, line, set_up, today)
            for certificate, claim, line in lines
            if wanted.match(certificate, today)
        ),
    )


def _line(
    certificate: Certificate, claim: Claim, line: Line | None, set_up: SetUp, today: date
) -> TranscriptLine:
    """Tell a claim by its line of the statement; None where the statement does not speak of it."""
    status = certificate.status
    decided = line is not None and line.why_code is not WhyCode.WAITING
    return TranscriptLine(
        certificate_id=certificate.id,
        title=certificate.title,
        issuer=certificate.issuer,
        certificate_number=certificate.certificate_number,
        kind=certificate.kind,
        earned_on=certificate.earned_on,
        expires_on=certificate.expires_on,
        status=status,
        standing=certificate.standing(today),
        labels=labels_said(claim, set_up.credit_types.get(claim.credit_type)),
        claimed=claim.claimed,
        awarded=claim.awarded if decided else None,
        credits=line.credits if line and decided else _NONE,
        applied=line.applied if line else _NONE,
        carried_out=line.carried_out if line else _NONE,
        lapsed=line.lapsed if line else _NONE,
        carried_from=line.carried_from if line else None,
        counted=line.counted if line else Counted.NOT,
        why=line.why if line else f"its status is {status.replace('_', ' ')}",
        why_code=line.why_code if line else None,
        why_values=line.why_values if line else None,
        decided=_decided(certificate.decision, set_up),
    )


def _decided(decision: Decision | None, set_up: SetUp) -> Decided | None:
    if decision is None:
        return None
    return Decided(
        outcome=decision.outcome,
        at=decision.at,
        on=set_up.academy.day_of(decision.at),
        by_kind=decision.by.kind,
        by=decision.by.name,
    )
