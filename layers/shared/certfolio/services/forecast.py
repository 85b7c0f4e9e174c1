"""What a certificate would count for."""

from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.actions import By, Status
from certfolio.domain.certificates import Owner
from certfolio.domain.decisions import Verdict, awarded_by
from certfolio.domain.errors import Missing, NotFound
from certfolio.domain.likeness import Alike, alike_in
from certfolio.domain.reading.fields import Findings, LabelFinding
from certfolio.domain.statement import PeriodStatement, statement
from certfolio.domain.uploads import current_file
from certfolio.services.hiring import HiringDates
from certfolio.services.portfolio import Portfolio, Submission, submitted
from certfolio.services.reports import Foreseen, Reports
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore


@dataclass(frozen=True)
class Forecast:
    """A learner's statement as it is, and as it would be with one more certificate approved.

    Attributes
    ----------
    certificate_id
        Of that certificate; one of its own where none is known yet.
    duplicates
        What the learner handed in before that may be the same thing, and in what it is alike.
    holdings
        What it would do to each of the learner's credentials.
    findings
        What the document says of what is stated; None where there is none to be read yet.
    labels
        The same of the labels that are stated.
    """

    certificate_id: str
    before: list[PeriodStatement]
    after: list[PeriodStatement]
    duplicates: list[Alike]
    holdings: list[Foreseen]
    findings: Findings | None
    labels: tuple[LabelFinding, ...]


def forecast(  # noqa: PLR0913 - the stores, and who would hand in what
    portfolio: Portfolio,
    certificates: CertificateStore,
    academies: AcademyStore,
    hiring: HiringDates,
    reports: Reports,
    *,
    owner: Owner,
    submission: Submission,
    by: By,
    now: datetime,
) -> Forecast:
    """Forecast a submission, or an edit of the certificate it names; writes nothing.

    Raises
    ------
    InvalidInput
        Names every field that a submission would be refused for; a file may still be missing.
    NoCreditTypes
        The academy has nothing that can be claimed.
    """
    checked = portfolio.check(owner, submission, now, draft=True)
    known = list(certificates.newest_first(owner))
    others = [found for found in known if found.id != checked.certificate_id]
    present = next((found for found in known if found.id == checked.certificate_id), None)
    file = current_file(checked.upload, present) if checked.upload else None
    findings, labels = portfolio.findings_with_labels(checked, file)
    certificate_id = checked.certificate_id or _BEHIND_ALL_OTHERS
    pending = submitted(
        owner,
        certificate_id,
        submission,
        checked,
        by=by,
        now=now,
        request="",
        findings=findings,
    ).after
    approved = pending.model_copy(
        update={
            "status": Status.APPROVED,
            "claims": tuple(
                claim.model_copy(update={"awarded": claim.claimed}) for claim in pending.claims
            ),
        }
    )
    claimed = approved.claimed.union(*(found.claimed for found in known))
    set_up = academies.set_up(owner.academy_id, now, claimed=claimed)
    types, today = set_up.credit_types.values(), set_up.academy.day_of(now)
    then = [*others, approved]
    hired_on = hiring.of(owner, set_up)
    return Forecast(
        certificate_id=certificate_id,
        before=statement(known, types, today, hired_on),
        after=statement(then, types, today, hired_on),
        holdings=reports.foreseen(owner, known, then, certificate_id, now),
        duplicates=alike_in(
            # A renewal is as a rule like what it renews.
            (found for found in others if found.id != submission.renews),
            checked.content,
            checked.upload.file.sha256 if checked.upload else None,
        ),
        findings=findings,
        labels=labels,
    )


@dataclass(frozen=True)
class AwardForecast:
    """A learner's credits as they are, and as an approval would leave them."""

    before: list[PeriodStatement]
    after: list[PeriodStatement]
    holdings: list[Foreseen]


def forecast_award(  # noqa: PLR0913 - the stores, and which approval
    certificates: CertificateStore,
    academies: AcademyStore,
    hiring: HiringDates,
    reports: Reports,
    *,
    owner: Owner,
    certificate_id: str,
    verdict: Verdict,
    now: datetime,
) -> AwardForecast:
    """Forecast an approval; writes nothing.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    InvalidInput
        Names every credit and every correction that the approval would be refused for.
    """
    known = list(certificates.newest_first(owner))
    present = next((found for found in known if found.id == certificate_id), None)
    if present is None:
        raise NotFound(Missing.CERTIFICATE)
    claimed = frozenset[str]().union(*(found.claimed for found in known))
    set_up = academies.set_up(owner.academy_id, now, claimed=claimed)
    types, today = set_up.credit_types.values(), set_up.academy.day_of(now)
    approved = awarded_by(present, verdict, set_up, today)
    then = [approved if found is present else found for found in known]
    hired_on = hiring.of(owner, set_up)
    return AwardForecast(
        before=statement(known, types, today, hired_on),
        after=statement(then, types, today, hired_on),
        holdings=reports.foreseen(owner, known, then, certificate_id, now),
    )


_BEHIND_ALL_OTHERS = "7" + "Z" * 25
"""The last ULID: a draft that has no id yet comes behind what was earned the same day."""
