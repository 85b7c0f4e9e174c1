"""One event for many learners: staff enter the same certificate for each of them."""

from collections.abc import Collection, Sequence
from datetime import datetime

from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.errors import (
    CertfolioError,
    FileNotAvailable,
    IdReused,
    NotFound,
    StaleVersion,
)
from certfolio.domain.lifecycle import Action, By
from certfolio.services.portfolio import Checked, Portfolio, Submission, submitted
from certfolio.storage.certificates import CertificateStore


class Entries:
    """What staff enter for several learners at once."""

    def __init__(self, portfolio: Portfolio, certificates: CertificateStore) -> None:
        self._portfolio = portfolio
        self._certificates = certificates

    def enter(  # noqa: PLR0913 - who enters what for whom
        self,
        desk: Owner,
        learner_ids: Sequence[str],
        known: Collection[str],
        submission: Submission,
        *,
        new_id: str,
        by: By,
        now: datetime,
    ) -> list[Certificate | CertfolioError]:
        """Enter a certificate into each learner's portfolio; sent again, it is entered once.

        Every learner gets the same id, which the file's upload brings, so that a retry finds
        what was written before.

        Parameters
        ----------
        desk
            Under whose name the shared file was uploaded.
        known
            Ids of the learners the academy knows.
        new_id
            The id to give where neither the client nor an upload brings one.

        Returns
        -------
        list
            For each learner, in order, the certificate or why it was refused.

        Raises
        ------
        InvalidInput
            Names every field that breaks a rule.
        FileNotAvailable
            Inspection has not accepted the shared file yet.
        """
        checked = self._portfolio.check(desk, submission, now)
        upload = checked.upload
        if upload is not None and upload.file.evidence is None:
            raise FileNotAvailable
        certificate_id = submission.certificate_id or new_id
        if upload is not None:
            certificate_id = upload.certificate_id
        results: list[Certificate | CertfolioError] = []
        for learner_id in learner_ids:
            owner = Owner(academy_id=desk.academy_id, learner_id=learner_id)
            try:
                if learner_id not in known:
                    raise NotFound("learner")
                results.append(self._enter_one(owner, certificate_id, submission, checked, by, now))
            except CertfolioError as refusal:
                results.append(refusal)
        return results

    def _enter_one(  # noqa: PLR0913, PLR0917 - see `enter`
        self,
        owner: Owner,
        certificate_id: str,
        submission: Submission,
        checked: Checked,
        by: By,
        now: datetime,
    ) -> Certificate:
        change = submitted(
            owner,
            certificate_id,
            submission,
            checked,
            by=by,
            now=now,
            request=submission.digest(Action.SUBMIT, by, 0),
        )
        shared = checked.upload
        copy = shared and shared.model_copy(update={**owner.model_dump(), "attached": True})
        try:
            return self._certificates.commit(change, bring=copy)
        except StaleVersion as error:
            raise IdReused(certificate_id) from error
