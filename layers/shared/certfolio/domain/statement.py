"""A learner's credits, computed afresh from the certificates every time.

Credits belong to the period in which they were earned, whenever they are decided on. That a
certificate expires does not take them away: what was earned stays earned. Where a credit type says
that credits end when their certificate is renewed, they count in no period in which the renewal has
begun; what they counted for before stays as it is. Where it says that credits expire, they count in
a period that has ended as they were good on its last day, and in the present one while they are.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

from certfolio.domain.actions import GRANTED, Status
from certfolio.domain.certificates import Certificate, Claim, renewals_begin
from certfolio.domain.periods import (
    DEFAULT_RULES,
    Days,
    Lifetime,
    RulesVersion,
    Span,
    Unlaid,
    add_months,
    rules_on,
    spans,
)
from certfolio.domain.programmes import simplest
from certfolio.domain.programmes.carry import carried_in, carry_out
from certfolio.domain.programmes.cycle import Counted as CountedCycle
from certfolio.domain.programmes.cycle import count
from certfolio.domain.programmes.exact import down, hundredths
from certfolio.domain.programmes.laid import ONE_DAY, Laid, unexpired
from certfolio.domain.programmes.lots import Lot
from certfolio.domain.values import Amount, CreditTypeId, Day, Record, Title, Ulid

_COUNTING = GRANTED | {Status.PENDING}
_NONE = Decimal("0.00")
_NEVER = date.max - ONE_DAY
"""The last day of a period that has no end."""


class HasRules(Protocol):
    """What a statement needs to know of a credit type."""

    @property
    def id(self) -> CreditTypeId:
        """Which type."""

    @property
    def rules(self) -> tuple[RulesVersion, ...]:
        """Versions of its period rules in the order in which they begin."""

    @property
    def retired(self) -> bool:
        """Whether it can be claimed no more."""


class Counted(StrEnum):
    """How much of a line counts in a period."""

    IN_FULL = "in_full"
    IN_PART = "in_part"
    NOT = "not"
    NOT_YET = "not_yet"


class WhyCode(StrEnum):
    """Why a line does not count in full."""

    BEFORE_HIRED = "before_hired"
    CAP_REACHED = "cap_reached"
    EXPIRED = "expired"
    HIRING_DATE_MISSING = "hiring_date_missing"
    LIFETIME_CAP_REACHED = "lifetime_cap_reached"
    NOTHING_AWARDED = "nothing_awarded"
    RENEWED = "renewed"
    WAITING = "waiting"

    @property
    def sentence(self) -> str:
        """Why, in English, with the names of values in it."""
        return _WHY[self]


_WHY: Mapping[WhyCode, str] = {
    WhyCode.BEFORE_HIRED: "earned before the hiring date",
    WhyCode.CAP_REACHED: "the cap of {cap} for {period} was reached: {rest}",
    WhyCode.EXPIRED: "the credits have expired",
    WhyCode.HIRING_DATE_MISSING: "the hiring date is missing, from which periods are counted",
    WhyCode.LIFETIME_CAP_REACHED: "the lifetime cap of {cap} was reached: {rest}",
    WhyCode.NOTHING_AWARDED: "no credits were awarded",
    WhyCode.RENEWED: "another certificate, which renews this one, counts instead",
    WhyCode.WAITING: "waiting for a decision",
}
_CARRIED = "{carried_out} carried into the next period"
_LAPSED = "{lapsed} lapsed"


class WhyValues(Record):
    """What a sentence needs about a cap that was reached.

    Attributes
    ----------
    cap
        Most credits that count in the period.
    period
        Its label.
    carried_out, lapsed
        What of the line goes on into the next period, and what is lost.
    """

    cap: Amount
    period: str
    carried_out: Amount
    lapsed: Amount


def why_in_words(code: WhyCode, values: WhyValues | None) -> str:
    """Say why a line does not count in full, and what becomes of its credits.

    The next period stays unnamed: its name may still change with the rules, this sentence not.
    """
    if values is None:
        return code.sentence
    said = values.model_dump()
    parts = [_CARRIED] if values.carried_out else []
    parts += [_LAPSED] if values.lapsed else []
    return code.sentence.format(rest=", ".join(parts).format_map(said), **said)


class Line(Record):
    """One line of a certificate in one period.

    Attributes
    ----------
    line
        Its place among the certificate's lines, of which several may be of one credit type.
    credits
        What the line brings into the period: awarded in it, carried into it, or still claimed.
    applied
        What of it counts in the period.
    carried_out, lapsed
        What of it goes on into the next period, and what is lost.
    carried_from
        Label of the period it was earned in, where that is an earlier one.
    good_through
        Last day of the credits, where they expire.
    why
        Why it does not count in full, in English; None where it does.
    why_code, why_values
        The same for programs that word it themselves; values come with a cap that was reached.
    """

    certificate_id: Ulid
    line: int = 0
    title: Title
    earned_on: Day
    carried_from: str | None = None
    good_through: Day | None = None
    credits: Amount
    applied: Amount = _NONE
    carried_out: Amount = _NONE
    lapsed: Amount = _NONE
    counted: Counted
    why: str | None = None
    why_code: WhyCode | None = None
    why_values: WhyValues | None = None


class Fact(StrEnum):
    """What is asked of a learner to lay their periods."""

    HIRED_ON = "hired_on"


class PeriodTotals(Days):
    """Credits of one type in one period.

    ``carried_in + awarded`` is always ``applied + carried_out + lapsed``. Where a fact is missing
    there are no periods; what was earned stands in one line each and in none of these.

    Attributes
    ----------
    period
        Label of the period.
    rules_version
        The rules that were applied; 0 where the academy never said any.
    claimed
        Credits still waiting for a decision.
    awarded
        Credits the academy gave for what was earned in the period.
    applied
        Credits that count in the period, carried ones included.
    remaining
        Credits missing to the target; None where there is none.
    fact_missing
        What must be known of the learner first; None where nothing is missing.
    """

    credit_type: CreditTypeId
    period: str
    rules_version: int
    claimed: Amount
    awarded: Amount
    carried_in: Amount
    applied: Amount
    carried_out: Amount
    lapsed: Amount
    target: Amount | None
    cap: Amount | None
    remaining: Amount | None
    fact_missing: Fact | None = None


class PeriodStatement(PeriodTotals):
    """Credits of one type in one period, line by line.

    Attributes
    ----------
    lines
        By the day earned, so carried ones come first.
    """

    lines: tuple[Line, ...]

    @property
    def totals(self) -> PeriodTotals:
        """The period without its lines, of which there may be thousands."""
        return PeriodTotals(**{name: getattr(self, name) for name in PeriodTotals.model_fields})


def statement(
    certificates: Iterable[Certificate],
    credit_types: Iterable[HasRules],
    today: date,
    hired_on: date | None = None,
) -> list[PeriodStatement]:
    """Account for a learner's credits by credit type and period.

    Parameters
    ----------
    certificates
        All of the learner's certificates, in any order.
    credit_types
        The academy's credit types, retired ones too; one that is missing has default rules.
    today
        The day by the academy's calendar.
    hired_on
        The learner's hiring date; None where nobody stated it, or no credit type asks for it.

    Returns
    -------
    list of PeriodStatement
        Newest period first, then by credit type: for each type with a claim that is pending or
        approved, every period with something in it, and the present one; for each type with a
        target at present, the present one even without a claim.
    """
    known = {credit_type.id: credit_type for credit_type in credit_types}
    rules = {credit_type_id: found.rules for credit_type_id, found in known.items()}
    counting = [certificate for certificate in certificates if certificate.status in _COUNTING]
    claimed = {claim.credit_type for certificate in counting for claim in certificate.claims}
    to_reach = {
        credit_type_id
        for credit_type_id, found in known.items()
        if not found.retired and rules_on(found.rules, today, hired_on).target
    }
    listed = [
        period
        for credit_type in sorted(claimed | to_reach)
        for period in every_period(
            credit_type, rules.get(credit_type) or DEFAULT_RULES, counting, today, hired_on
        )
        if period.lines or today in period
    ]
    return sorted(listed, key=lambda period: period.starts_on, reverse=True)


def lines_of(  # noqa: PLR0913 - of which period
    certificates: Iterable[Certificate],
    credit_type: CreditTypeId,
    rules: tuple[RulesVersion, ...],
    period: str,
    today: date,
    *,
    hired_on: date | None = None,
) -> tuple[Line, ...]:
    """The lines of one period by its label; nothing where the statement has no such period."""
    walked = every_period(credit_type, rules or DEFAULT_RULES, certificates, today, hired_on)
    return next((found.lines for found in walked if found.period == period), ())


def every_period(
    credit_type: CreditTypeId,
    rules: tuple[RulesVersion, ...],
    certificates: Iterable[Certificate],
    today: date,
    hired_on: date | None = None,
) -> Iterator[PeriodStatement]:
    """Walk the periods of one credit type, oldest first and without a gap.

    From the first day something was earned to the last, or to `today`; see `statement`.
    """
    known = list(certificates)
    begins = renewals_begin(known)
    earned = [
        (certificate, place, claim)
        for certificate in known
        if certificate.status in _COUNTING
        for place, claim in enumerate(certificate.claims)
        if claim.credit_type == credit_type
    ]
    # By what they are, not by when they came: decisions may come in any order. The oldest is the
    # last, from where each is taken once.
    earned.sort(key=lambda found: (found[0].earned_on, found[0].id, found[1]), reverse=True)
    days = [today, *(certificate.earned_on for certificate, _, _ in earned)]
    by_id = {certificate.id: certificate for certificate, _, _ in earned}
    labels: dict[date, str] = {}
    before: CountedCycle | None = None
    for span in spans(rules, min(days), max(days), hired_on):
        here = []
        while earned and earned[-1][0].earned_on in span:
            here.append(earned.pop())
        labels[span.starts_on] = span.label
        lots = list(carried_in(before, span.starts_on, simplest.kind_of)) if before else []
        lots += [
            _lot(certificate, place, claim, begins.get(certificate.id))
            for certificate, place, claim in here
            if certificate.status in GRANTED
        ]
        before = None if span.unlaid is Unlaid.HIRING_DATE_MISSING else _counted(span, lots, today)
        told = _Told(span, labels, laid=before is not None)
        decided = [told.line(lot, by_id[lot.line.certificate_id]) for lot in lots]
        waiting = [told.waiting(*found) for found in here if found[0].status is Status.PENDING]
        yield _period(credit_type, span, [*decided, *waiting])


def _counted(span: Span, lots: list[Lot], today: date) -> CountedCycle:
    ends_on = _NEVER if span.ends_on is None else span.ends_on
    laid = Laid(1, None, span.starts_on, ends_on, span.starts_on, ends_on, None)
    months = span.rules.expires_after_months
    good = None if months is None else unexpired(min(today, ends_on), months)
    for lot in lots:
        if not lot.amount:
            lot.barred = WhyCode.NOTHING_AWARDED
        elif span.unlaid is Unlaid.BEFORE_HIRED:
            lot.barred = WhyCode.BEFORE_HIRED
        elif lot.line.ends_on is not None and lot.line.ends_on <= ends_on:
            lot.barred = WhyCode.RENEWED
        elif good is not None and lot.line.earned_on < good.starts_on:
            lot.barred = WhyCode.EXPIRED
    counted = count(laid, simplest.terms(span.rules, laid), lots)
    carry_out(counted)
    return counted


class _Source(NamedTuple):
    """Where credits come from; see `certfolio.domain.programmes.lots.Source`."""

    certificate_id: str
    line: int
    earned_on: date
    ends_on: date | None


def _lot(certificate: Certificate, place: int, claim: Claim, renewed_on: date | None) -> Lot:
    ends_on = renewed_on if claim.credit_type in certificate.ends_when_renewed else None
    source = _Source(certificate.id, place, certificate.earned_on, ends_on)
    return Lot(source, simplest.KIND, hundredths(claim.awarded or _NONE), certificate.earned_on)


def _period(credit_type: CreditTypeId, span: Span, lines: Sequence[Line]) -> PeriodStatement:
    waiting = [line for line in lines if line.why_code is WhyCode.WAITING]
    decided = [line for line in lines if line.counted is not Counted.NOT_YET]
    applied = _sum(line.applied for line in decided)
    target, cap = (span.rules.target, span.rules.cap) if span.unlaid is None else (None, None)
    return PeriodStatement(
        credit_type=credit_type,
        period=span.label,
        starts_on=span.starts_on,
        ends_on=span.ends_on,
        rules_version=span.rules.version,
        claimed=_sum(line.credits for line in waiting),
        awarded=_sum(line.credits for line in decided if line.carried_from is None),
        carried_in=_sum(line.credits for line in decided if line.carried_from is not None),
        applied=applied,
        carried_out=_sum(line.carried_out for line in decided),
        lapsed=_sum(line.lapsed for line in decided),
        target=target,
        cap=cap,
        remaining=None if target is None else max(_NONE, target - applied),
        fact_missing=Fact.HIRED_ON if span.unlaid is Unlaid.HIRING_DATE_MISSING else None,
        lines=tuple(
            sorted(lines, key=lambda each: (each.earned_on, each.certificate_id, each.line))
        ),
    )


class _Told(NamedTuple):
    """How the lines of a span are told.

    Attributes
    ----------
    labels
        Of the spans so far, by their first days.
    laid
        Whether it is a period, or days for which there is none yet.
    """

    span: Span
    labels: Mapping[date, str]
    laid: bool

    def waiting(self, certificate: Certificate, place: int, claim: Claim) -> Line:
        """A line that waits for a decision."""
        return self._line(
            certificate,
            line=place,
            credits=claim.claimed,
            counted=Counted.NOT_YET,
            why=why_in_words(WhyCode.WAITING, None),
            why_code=WhyCode.WAITING,
        )

    def line(self, lot: Lot, certificate: Certificate) -> Line:
        """A line that was decided on."""
        credits_, applied, carried_out = map(down, (lot.amount, lot.counted, lot.carried_out))
        lapsed = credits_ - applied - carried_out
        code, values = None, None
        counted = Counted.IN_PART if applied else Counted.NOT
        if not self.laid:
            code, counted, lapsed = WhyCode.HIRING_DATE_MISSING, Counted.NOT_YET, _NONE
        elif lot.barred is not None:
            code = WhyCode(lot.barred)
        elif self.span.rules.cap is not None and lot.counted < lot.amount:
            lifetime = isinstance(self.span.rules.period, Lifetime)
            code = WhyCode.LIFETIME_CAP_REACHED if lifetime else WhyCode.CAP_REACHED
            values = WhyValues(
                cap=self.span.rules.cap,
                period=self.span.label,
                carried_out=carried_out,
                lapsed=lapsed,
            )
        return self._line(
            certificate,
            line=lot.line.line,
            carried_from=self.labels[lot.origin.earned_from] if lot.origin else None,
            credits=credits_,
            applied=applied,
            carried_out=carried_out,
            lapsed=lapsed,
            counted=Counted.IN_FULL if code is None else counted,
            why=code and why_in_words(code, values),
            why_code=code,
            why_values=values,
        )

    def _line(self, certificate: Certificate, **fields: Any) -> Line:  # noqa: ANN401 - a line's
        months = self.span.rules.expires_after_months
        return Line(
            certificate_id=certificate.id,
            title=certificate.title,
            earned_on=certificate.earned_on,
            good_through=None if months is None else add_months(certificate.earned_on, months),
            **fields,
        )


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, _NONE)
