"""What a learner does with certificates before they are decided: submit, edit, withdraw."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from certfolio.domain import lifecycle
from certfolio.domain.certificates import Certificate, Content, File, Owner, Upload
from certfolio.domain.credit_types import wrong_fields
from certfolio.domain.errors import (
    FieldError,
    IdReused,
    InvalidInput,
    NoCreditTypes,
    StaleVersion,
    Unavailable,
)
from certfolio.domain.lifecycle import Action, By, Change, request_digest
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore, UploadChanged
from certfolio.storage.uploads import Materials, UploadStore

_TRIES = 3
"""An upload changes twice at most: it is inspected once and attached once."""


@dataclass(frozen=True)
class Submission:
    """What a learner hands in.

    Attributes
    ----------
    certificate_id
        The certificate's id where the client chose one; otherwise the upload brings it.
    """

    content: Content
    upload_id: str
    certificate_id: str | None = None

    def digest(self, action: Action, by: By, version: int) -> str:
        """Digest of the request; without the id, which a retry may have learned since."""
        body = {"content": self.content.model_dump(mode="json"), "upload_id": self.upload_id}
        return request_digest(action, by, version, body)


class Portfolio:
    """Changes to a learner's certificates before a decision."""

    def __init__(
        self, certificates: CertificateStore, uploads: UploadStore, academies: AcademyStore
    ) -> None:
        self._certificates = certificates
        self._uploads = uploads
        self._academies = academies

    def submit(self, owner: Owner, submission: Submission, by: By, now: datetime) -> Certificate:
        """Hand in a certificate; sent again, it is the first one that is returned.

        Raises
        ------
        InvalidInput
            Names every field that breaks a rule.
        NoCreditTypes
            The academy has nothing that can be claimed.
        IdReused
            The id, or the upload, already serves a submission with other content.
        """
        request = submission.digest(Action.SUBMIT, by, 0)

        def attempt(upload: Upload) -> Certificate:
            certificate_id = upload.certificate_id
            try:
                if upload.attached:
                    current = self._certificates.get(owner, certificate_id)
                    return self._certificates.replayed(current, 1, request)
                change = lifecycle.submit(
                    owner,
                    certificate_id,
                    submission.content,
                    upload.file,
                    by=by,
                    now=now,
                    request=request,
                )
                return self._certificates.commit(change, attach=upload)
            except StaleVersion as error:
                raise IdReused(certificate_id) from error

        return self._with_upload(owner, submission, now, attempt)

    def edit(
        self,
        owner: Owner,
        submission: Submission,
        version: int,
        by: By,
        now: datetime,
    ) -> Certificate:
        """Change what was handed in and send it for review again.

        Parameters
        ----------
        submission
            The whole of it anew; its `certificate_id` says which certificate.

        Raises
        ------
        InvalidInput
            Names every field that breaks a rule.
        StaleVersion
            The certificate changed since the learner read it.
        ActionNotAllowed
            The certificate is past editing.
        """
        request = submission.digest(Action.EDIT, by, version)

        def attempt(upload: Upload) -> Certificate:
            def step(certificate: Certificate) -> Change:
                return lifecycle.edit(
                    certificate,
                    submission.content,
                    _file_of_edit(certificate, upload),
                    by=by,
                    now=now,
                    request=request,
                )

            return revise(
                self._certificates,
                owner,
                upload.certificate_id,
                version,
                request=request,
                step=step,
                attach=None if upload.attached else upload,
            )

        return self._with_upload(owner, submission, now, attempt)

    def withdraw(
        self, owner: Owner, certificate_id: str, version: int, by: By, now: datetime
    ) -> Certificate:
        """Take a certificate back.

        Raises
        ------
        StaleVersion
            The certificate changed since the learner read it.
        ActionNotAllowed
            The certificate is past withdrawing.
        """
        request = request_digest(Action.WITHDRAW, by, version, {})
        return revise(
            self._certificates,
            owner,
            certificate_id,
            version,
            request=request,
            step=lambda certificate: lifecycle.withdraw(
                certificate, by=by, now=now, request=request
            ),
        )

    def _with_upload(
        self,
        owner: Owner,
        submission: Submission,
        now: datetime,
        attempt: Callable[[Upload], Certificate],
    ) -> Certificate:
        """Check a submission and write it, again when its upload changes in between."""
        claimed = {claim.credit_type for claim in submission.content.claims}
        for _ in range(_TRIES):
            materials = self._uploads.materials(owner, submission.upload_id, claimed)
            upload = self._checked(submission, materials, now)
            try:
                return attempt(upload)
            except UploadChanged:
                continue
        raise Unavailable("the upload keeps changing")

    def _checked(self, submission: Submission, materials: Materials, now: datetime) -> Upload:
        if all(credit_type.retired for credit_type in materials.credit_types.values()):
            known = self._academies.credit_types(materials.academy.academy_id)
            if all(credit_type.retired for credit_type in known):
                raise NoCreditTypes
        errors = wrong_fields(
            submission.content, materials.credit_types, materials.academy.today(now)
        )
        upload = materials.upload
        if upload is None:
            errors.append(FieldError("upload_id", "is not an upload of yours", "unknown"))
        elif submission.certificate_id not in {None, upload.certificate_id}:
            errors.append(
                FieldError("upload_id", "was made for another certificate", "other_certificate")
            )
        elif upload.file.reason is not None:
            errors.append(
                FieldError("upload_id", upload.file.reason.explanation, upload.file.reason)
            )
        if errors or upload is None:
            raise InvalidInput(*errors)
        return upload


def _file_of_edit(certificate: Certificate, upload: Upload) -> File:
    if not upload.attached:
        return upload.file
    # An attached upload leaves it to the certificate to say how the file stands.
    file = certificate.file
    if file.upload_id != upload.id:
        raise InvalidInput(
            FieldError("upload_id", "was replaced; upload the file again", "replaced")
        )
    if file.reason is not None:
        raise InvalidInput(FieldError("upload_id", file.reason.explanation, file.reason))
    return file


def revise(  # noqa: PLR0913 - the one way to change a certificate that exists
    certificates: CertificateStore,
    owner: Owner,
    certificate_id: str,
    version: int,
    *,
    request: str,
    step: Callable[[Certificate], Change],
    attach: Upload | None = None,
) -> Certificate:
    """Change a certificate the caller has read, unless it changed since.

    Parameters
    ----------
    version
        The version the caller read.
    request
        Digest of the request; a retry of it gets what it led to.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    StaleVersion
        Somebody else changed it first.
    """
    certificate = certificates.get(owner, certificate_id)
    if certificate.version != version:
        return certificates.replayed(certificate, version + 1, request)
    return certificates.commit(step(certificate), attach)
