"""The words of a transcript that is read on paper or in a table, in each language."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from certfolio.domain.actions import HoldingState, Status
from certfolio.domain.certificates import Standing
from certfolio.domain.filters import StatusFilter
from certfolio.domain.statement import Counted, WhyCode, WhyValues
from certfolio.domain.transcript import Decided, Language, TranscriptLine

DASH = "\N{EN DASH}"
"""Between two days, and where there is nothing."""


@dataclass(frozen=True)
class Words:
    """What one language says.

    Attributes
    ----------
    months
        By which a day is written out, where they are; else it is written in figures.
    why
        Each sentence may name `cap`, `period` and `rest`: what becomes of the credits.
    """

    title: str
    external_id: str
    made_on: str
    only: str
    certificates: str
    period: str
    credit_type: str
    labels: str
    status_is: str
    overview: str
    credential_state: Mapping[HoldingState, str]
    held_since: str
    learner_id: str
    programme: str
    programme_id: str
    rules_of: str
    credential_number: str
    held_from: str
    confirmed_on: str
    confirmed_by: str
    cycle_starts: str
    cycle_ends: str
    missing_facts: str
    yes: str
    no: str
    requirement: str
    needed: str
    at_most: str
    met: str
    open: str
    no_cycle: str
    nothing: str
    nothing_here: str
    of_whole_period: str
    target: str
    counted_sum: str
    missing: str
    reached: str
    waiting: str
    awarded: str
    claimed: str
    carried_in: str
    carried_out: str
    lapsed: str
    cap: str
    earned: str
    certificate: str
    certificate_id: str
    issuer: str
    number: str
    number_short: str
    expires: str
    valid_until: str
    status: str
    counts: str
    counts_how: str
    why_heading: str
    decided_by: str
    decided_on: str
    by: str
    automatically: str
    carried_from: str
    starts: str
    ends: str
    no_end: str
    lifetime: str
    no_hiring_date: str
    before: str
    unit: str
    page: str
    logo: str
    missing_letters: str
    contents: str
    page_heading: str
    not_shown: str
    decimal: str
    separator: str
    day: str
    months: tuple[str, ...]
    statuses: Mapping[Status, str]
    standings: Mapping[Standing, str]
    counted: Mapping[Counted, str]
    why: Mapping[WhyCode, str]
    rest_carried: str
    rest_lapsed: str

    def amount(self, value: Decimal) -> str:
        """An amount with two places."""
        return f"{value:.2f}".replace(".", self.decimal)

    def day_of(self, day: date) -> str:
        """A day as people write it."""
        month = self.months[day.month - 1] if self.months else f"{day.month:02}"
        number = day.day if self.months else f"{day.day:02}"
        return self.day.format(day=number, month=month, year=day.year)

    def lasts(self, starts_on: date, ends_on: date | None) -> str:
        """From when to when a period lasts."""
        last = self.no_end if ends_on is None else self.day_of(ends_on)
        return f"{self.day_of(starts_on)} {DASH} {last}"

    def period_name(self, label: str) -> str:
        """What a period is called."""
        for beginning, worded in (
            ("lifetime", self.lifetime),
            ("no hiring date", self.no_hiring_date),
            ("before", self.before),
        ):
            if label.startswith(beginning):
                return worded + label.removeprefix(beginning)
        return label

    def standing(self, line: TranscriptLine) -> str:
        """How a certificate stands today."""
        if line.standing is not None:
            return self.standings[line.standing]
        return self.statuses[line.status]

    def filtered(self, status: StatusFilter) -> str:
        """How certificates stand that a filter lets through."""
        if status.value in set(Standing):
            return self.standings[Standing(status.value)]
        return self.statuses[Status(status.value)]

    def reason(self, line: TranscriptLine) -> str:
        """Why a line does not count in full; nothing where it does."""
        if line.why_code is not None:
            return self.why[line.why_code].format(**self._values(line.why_values))
        return "" if line.why is None else self.status_is.format(status=self.statuses[line.status])

    def _values(self, values: WhyValues | None) -> dict[str, str]:
        if values is None:
            return {}
        parts = [
            sentence.format(amount=self.amount(amount))
            for sentence, amount in (
                (self.rest_carried, values.carried_out),
                (self.rest_lapsed, values.lapsed),
            )
            if amount
        ]
        return {
            "cap": self.amount(values.cap),
            "period": self.period_name(values.period),
            "rest": ", ".join(parts),
        }

    def decider(self, decided: Decided) -> str:
        """Who decided; nothing where nobody is named."""
        if decided.by is not None:
            return decided.by
        return self.automatically if decided.by_kind == "system" else ""


ENGLISH = Words(
    title="Transcript",
    external_id="Number",
    made_on="As of",
    only="Only",
    certificates="Certificates",
    period="Period",
    credit_type="Credit type",
    labels="Labels",
    status_is="Does not count: {status}",
    overview="Overview",
    credential_state={
        HoldingState.CONFIRMED: "confirmed by the academy",
        HoldingState.STATED: "stated by the learner, not confirmed",
        HoldingState.REFUSED: "not accepted by the academy",
    },
    held_since="held since {day}",
    learner_id="Learner id",
    programme="Credential",
    programme_id="Programme id",
    rules_of="Rules of",
    credential_number="Credential number",
    held_from="Held since",
    confirmed_on="Confirmed on",
    confirmed_by="Confirmed by",
    cycle_starts="Cycle begins",
    cycle_ends="Cycle ends",
    missing_facts="Missing facts",
    yes="yes",
    no="no",
    requirement="Requirement",
    needed="Needed",
    at_most="at most {amount}",
    met="Met",
    open="Open",
    no_cycle="No cycle runs, or a fact that it hangs on is missing.",
    nothing="There are no certificates that this transcript could list.",
    nothing_here="No certificates in this period.",
    of_whole_period="Totals are those of the whole period, whatever is listed.",
    target="Target",
    counted_sum="Counted",
    missing="Missing",
    reached="Reached",
    waiting="In review",
    awarded="Awarded",
    claimed="Claimed",
    carried_in="Carried in",
    carried_out="Carried over",
    lapsed="Lapsed",
    cap="Cap",
    earned="Earned",
    certificate="Certificate",
    certificate_id="Certificate id",
    issuer="Issued by",
    number="Certificate number",
    number_short="No.",
    expires="Valid until",
    valid_until="valid until {day}",
    status="Status",
    counts="Counts",
    counts_how="How it counts",
    why_heading="Why not in full",
    decided_by="Decided by",
    decided_on="Decided on",
    by="by {name}",
    automatically="automatically",
    carried_from="carried from {period}",
    starts="Period begins",
    ends="Period ends",
    no_end="no end",
    lifetime="Lifetime",
    no_hiring_date="No hiring date",
    before="Before",
    unit="Unit",
    page="Page {page} of {pages}",
    logo="Logo of {name}",
    contents="Certificates",
    page_heading="Page",
    not_shown="cannot be shown here",
    missing_letters="� stands for a character that the fonts of this document do not have.",
    decimal=".",
    separator=",",
    day="{day} {month} {year}",
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    statuses={
        Status.PENDING: "In review",
        Status.CHANGES_REQUESTED: "Changes requested",
        Status.WITHDRAWN: "Withdrawn",
        Status.APPROVED: "Approved",
        Status.DECLINED: "Declined",
        Status.REVOKED: "Revoked",
        Status.SUPERSEDED: "Superseded",
    },
    standings={
        Standing.ACTIVE: "Valid",
        Standing.EXPIRING: "Expires soon",
        Standing.EXPIRED: "Expired",
    },
    counted={
        Counted.IN_FULL: "in full",
        Counted.IN_PART: "in part",
        Counted.NOT: "does not count",
        Counted.NOT_YET: "not counted yet",
    },
    why={
        WhyCode.BEFORE_HIRED: "Earned before the hiring date",
        WhyCode.CAP_REACHED: "The cap of {cap} for {period} was reached: {rest}",
        WhyCode.EXPIRED: "The credits have expired",
        WhyCode.HIRING_DATE_MISSING: "The hiring date is missing",
        WhyCode.LIFETIME_CAP_REACHED: "The cap of {cap} for all time was reached: {rest}",
        WhyCode.NOTHING_AWARDED: "No credits were awarded",
        WhyCode.RENEWED: "Its renewal counts instead",
        WhyCode.WAITING: "Waiting for a decision",
    },
    rest_carried="{amount} carried into the next period",
    rest_lapsed="{amount} lapsed",
)

GERMAN = Words(
    title="Nachweisübersicht",
    external_id="Nummer",
    made_on="Stand",
    only="Nur",
    certificates="Nachweise",
    period="Zeitraum",
    credit_type="Punkteart",
    labels="Merkmale",
    status_is="Zählt nicht: {status}",
    overview="Überblick",
    credential_state={
        HoldingState.CONFIRMED: "von der Akademie bestätigt",
        HoldingState.STATED: "selbst angegeben, nicht bestätigt",
        HoldingState.REFUSED: "von der Akademie nicht anerkannt",
    },
    held_since="seit {day}",
    learner_id="Kennung der Person",
    programme="Zertifizierung",
    programme_id="Kennung des Programms",
    rules_of="Regeln vom",
    credential_number="Nummer der Zertifizierung",
    held_from="Seit",
    confirmed_on="Bestätigt am",
    confirmed_by="Bestätigt von",
    cycle_starts="Zeitraum beginnt",
    cycle_ends="Zeitraum endet",
    missing_facts="Fehlende Angaben",
    yes="ja",
    no="nein",
    requirement="Anforderung",
    needed="Nötig",
    at_most="höchstens {amount}",
    met="Erfüllt",
    open="Offen",
    no_cycle="Es läuft kein Zyklus, oder eine Angabe fehlt, von der er abhängt.",
    nothing="Es gibt keine Nachweise, die diese Übersicht aufführen könnte.",
    nothing_here="Keine Nachweise in diesem Zeitraum.",
    of_whole_period="Summen gelten für den ganzen Zeitraum, was immer aufgeführt ist.",
    target="Ziel",
    counted_sum="Gezählt",
    missing="Es fehlen",
    reached="Erreicht",
    waiting="In Prüfung",
    awarded="Anerkannt",
    claimed="Beantragt",
    carried_in="Mitgebracht",
    carried_out="Übertragen",
    lapsed="Verfallen",
    cap="Obergrenze",
    earned="Erworben",
    certificate="Nachweis",
    certificate_id="Kennung des Nachweises",
    issuer="Ausgestellt von",
    number="Zertifikatsnummer",
    number_short="Nr.",
    expires="Gültig bis",
    valid_until="gültig bis {day}",
    status="Status",
    counts="Zählt",
    counts_how="Wie er zählt",
    why_heading="Warum nicht ganz",
    decided_by="Entschieden von",
    decided_on="Entschieden am",
    by="von {name}",
    automatically="automatisch",
    carried_from="übertragen aus {period}",
    starts="Zeitraum beginnt",
    ends="Zeitraum endet",
    no_end="ohne Ende",
    lifetime="Unbefristet",
    no_hiring_date="Ohne Einstellungsdatum",
    before="Vor",
    unit="Einheit",
    page="Seite {page} von {pages}",
    logo="Logo von {name}",
    contents="Nachweise",
    page_heading="Seite",
    not_shown="kann hier nicht gezeigt werden",
    missing_letters="� steht für ein Zeichen, das die Schriften dieses Dokuments nicht haben.",
    decimal=",",
    separator=";",
    day="{day}.{month}.{year}",
    months=(),
    statuses={
        Status.PENDING: "In Prüfung",
        Status.CHANGES_REQUESTED: "Nachbesserung angefordert",
        Status.WITHDRAWN: "Zurückgezogen",
        Status.APPROVED: "Genehmigt",
        Status.DECLINED: "Abgelehnt",
        Status.REVOKED: "Widerrufen",
        Status.SUPERSEDED: "Ersetzt",
    },
    standings={
        Standing.ACTIVE: "Gültig",
        Standing.EXPIRING: "Läuft bald ab",
        Standing.EXPIRED: "Abgelaufen",
    },
    counted={
        Counted.IN_FULL: "ganz",
        Counted.IN_PART: "zum Teil",
        Counted.NOT: "zählt nicht",
        Counted.NOT_YET: "noch nicht angerechnet",
    },
    why={
        WhyCode.BEFORE_HIRED: "Vor der Einstellung erworben",
        WhyCode.CAP_REACHED: "Die Obergrenze von {cap} für {period} war erreicht: {rest}",
        WhyCode.EXPIRED: "Die Punkte sind verfallen",
        WhyCode.HIRING_DATE_MISSING: "Das Einstellungsdatum fehlt",
        WhyCode.LIFETIME_CAP_REACHED: (
            "Die Obergrenze von {cap} auf Lebenszeit war erreicht: {rest}"
        ),
        WhyCode.NOTHING_AWARDED: "Es wurden keine Punkte anerkannt",
        WhyCode.RENEWED: "Stattdessen zählt die Erneuerung",
        WhyCode.WAITING: "Wartet auf die Entscheidung",
    },
    rest_carried="{amount} in den nächsten Zeitraum übertragen",
    rest_lapsed="{amount} verfallen",
)

WORDS: Mapping[Language, Words] = {Language.EN: ENGLISH, Language.DE: GERMAN}
