"""One event for many learners: staff enter the same certificate for each of them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial

from certfolio.domain.actions import Action, By
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.directory import DirectoryEntry
from certfolio.domain.errors import (
    CertfolioError,
    FileNotAvailable,
    IdReused,
    InvalidInput,
    Missing,
    NoCreditTypes,
    NotFound,
    StaleVersion,
)
from certfolio.services.documents import Documents, findings_on
from certfolio.services.many import each
from certfolio.services.portfolio import (
    UNKNOWN_UPLOAD,
    Portfolio,
    Submission,
    known_id,
    submitted,
)
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.conflicts import UploadChanged
from certfolio.storage.uploads import UploadStore


class Entries:
    """What staff enter for several learners at once."""

    def __init__(
        self,
        portfolio: Portfolio,
        certificates: CertificateStore,
        uploads: UploadStore,
        documents: Documents,
        *,
        at_once: int,
    ) -> None:
        self._portfolio = portfolio
        self._certificates = certificates
        self._uploads = uploads
        self._documents = documents
        self._at_once = at_once

    def enter(  # noqa: PLR0913 - who enters what for whom
        self,
        desk: Owner,
        learner_ids: Sequence[str],
        known: Mapping[str, DirectoryEntry],
        submission: Submission,
        *,
        by: By,
        now: datetime,
    ) -> list[Certificate | CertfolioError]:
        """Enter a certificate into each learner's portfolio; sent again, it is entered once.

        The certificates share the id that the entry or its file's upload brings, each in its own
        learner's portfolio, so that a retry finds what was written before, whatever became of
        the rules since.

        Parameters
        ----------
        desk
            Under whose name the shared file was uploaded.
        known
            The learners the academy knows, by id.

        Returns
        -------
        list
            For each learner, in order, the certificate or why it was refused, or not even tried
            in the time of one invocation.

        Raises
        ------
        InvalidInput, NoCreditTypes
            The event breaks a rule, and was entered for none of the learners before.
        FileNotAvailable
            Inspection has not accepted the shared file yet.
        """
        request = submission.digest(Action.SUBMIT, by, 0)
        try:
            checked = self._portfolio.check(desk, submission, now)
        except (InvalidInput, NoCreditTypes) as refusal:
            certificate_id = self._portfolio.id_of(submission, desk)
            committed = partial(self._committed, certificate_id, request, refusal)
            results = self._each(desk, learner_ids, known, committed)
            if not any(isinstance(result, Certificate) for result in results):
                raise
            return results
        upload = checked.upload
        if upload is not None:
            if upload.file.evidence is None:
                raise FileNotAvailable
            try:
                self._uploads.share(upload)
            except UploadChanged as gone:
                raise InvalidInput(UNKNOWN_UPLOAD) from gone
        pages = self._documents.pages(upload.file if upload else None)
        unclaimed = [*checked.credit_types.values()]
        certificate_id = known_id(checked)

        def enter_one(owner: Owner) -> Certificate:
            name = known[owner.learner_id].name
            change = submitted(
                owner,
                certificate_id,
                submission,
                checked,
                by=by,
                now=now,
                request=request,
                findings=findings_on(pages, checked.content, name),
            )
            copy = upload and upload.model_copy(update={**owner.model_dump(), "attached": True})
            try:
                entered = self._certificates.commit(change, bring=copy, claims=tuple(unclaimed))
            except StaleVersion as error:
                raise IdReused(certificate_id) from error
            # The first claim has marked them, and the others need not.
            unclaimed.clear()
            return entered

        return self._each(desk, learner_ids, known, enter_one)

    def _committed(
        self, certificate_id: str | None, request: str, refusal: CertfolioError, owner: Owner
    ) -> Certificate:
        """What was entered before the rules changed, or why it cannot be entered now."""
        committed = self._portfolio.committed(owner, certificate_id, 1, request)
        if committed is None:
            raise refusal
        return committed

    def _each(
        self,
        desk: Owner,
        learner_ids: Sequence[str],
        known: Collection[str],
        enter: Callable[[Owner], Certificate],
    ) -> list[Certificate | CertfolioError]:
        def for_one(learner_id: str) -> Certificate:
            if learner_id not in known:
                raise NotFound(Missing.LEARNER)
            return enter(Owner(academy_id=desk.academy_id, learner_id=learner_id))

        return each(learner_ids, for_one, at_once=self._at_once)
