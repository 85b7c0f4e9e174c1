"""What a certificate would count for."""

from dataclasses import dataclass
from datetime import datetime

from certfolio.domain.actions import By, Status
from certfolio.domain.certificates import Owner
from certfolio.domain.likeness import Alike, alike_in
from certfolio.domain.reading.fields import Findings
from certfolio.domain.statement import PeriodStatement, statement
from certfolio.domain.uploads import current_file
from certfolio.services.hiring import HiringDates
from certfolio.services.portfolio import Portfolio, Submission, submitted
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
    findings
        What the document says of what is stated; None where there is none to be read yet.
    """

    certificate_id: str
    before: list[PeriodStatement]
    after: list[PeriodStatement]
    duplicates: list[Alike]
    findings: Findings | None


def forecast(  # noqa: PLR0913, PLR0917 - the stores, and who would hand in what
    portfolio: Portfolio,
    certificates: CertificateStore,
    academies: AcademyStore,
    hiring: HiringDates,
    owner: Owner,
    submission: Submission,
    *,
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
    findings = portfolio.findings(checked, file)
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
    hired_on = hiring.of(owner, set_up)
    return Forecast(
        certificate_id=certificate_id,
        before=statement(known, types, today, hired_on),
        after=statement([*others, approved], types, today, hired_on),
        duplicates=alike_in(
            # A renewal is as a rule like what it renews.
            (found for found in others if found.id != submission.renews),
            checked.content,
            checked.upload.file.sha256 if checked.upload else None,
        ),
        findings=findings,
    )


_BEHIND_ALL_OTHERS = "7" + "Z" * 25
"""The last ULID: a draft that has no id yet comes behind what was earned the same day."""
