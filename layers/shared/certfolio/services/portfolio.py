"""What happens to certificates before they are decided: submit, edit, withdraw, dispute."""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from certfolio.domain import lifecycle
from certfolio.domain.actions import Action, By, Status
from certfolio.domain.certificates import (
    Certificate,
    Claim,
    Content,
    File,
    Kind,
    Owner,
    StatedExpiry,
    Upload,
)
from certfolio.domain.credit_types import (
    CreditType,
    asks_what_was_claimed,
    ending_when_renewed,
    expiry,
    found_first,
    require_file,
    review_of,
    stated_expiry,
    wrong_fields,
)
from certfolio.domain.errors import (
    BeingErased,
    FieldError,
    IdReused,
    InvalidInput,
    NoCreditTypes,
    NotFound,
    RenewalOpen,
    StaleVersion,
    Unavailable,
)
from certfolio.domain.field_codes import FieldCode, file_rejected
from certfolio.domain.files import RejectionReason
from certfolio.domain.lifecycle import Change, request_digest
from certfolio.domain.reading.fields import Findings, LabelFinding, summary
from certfolio.domain.uploads import UPLOAD_TAKEN, current_file, has_expired
from certfolio.services.renewals import commit
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.conflicts import LeaseChanged, OtherChanged, UploadChanged
from certfolio.storage.materials import Materials, MaterialStore
from certfolio.storage.uploads import UploadStore

if TYPE_CHECKING:
    # It brings all that reads documents, which not everybody does who changes certificates.
    from certfolio.services.documents import Documents

_TRIES = 3
"""An upload changes twice at most, it is inspected once and attached once; a lease hardly ever."""


@dataclass(frozen=True)
class Submission:
    """What is handed in.

    Attributes
    ----------
    upload_id
        None where no claimed credit type asks for a file.
    certificate_id
        The certificate's id where the client chose one; otherwise the upload brings it.
    approve
        Whether it is approved in the same step; for staff.
    renews
        Id of the certificate that it renews, if it renews one.
    """

    content: Content
    upload_id: str | None
    certificate_id: str | None = None
    kind: Kind = Kind.EXTERNAL
    approve: bool = False
    renews: str | None = None

    def digest(self, action: Action, by: By, version: int) -> str:
        """Digest of the request; without the id, which only its retry may know."""
        body: dict[str, object] = {
            "content": self.content.model_dump(mode="json"),
            "upload_id": self.upload_id,
            "kind": self.kind,
            "approve": self.approve,
        }
        if self.renews is not None:
            body["renews"] = self.renews
        return request_digest(action, by, version, body)


@dataclass(frozen=True)
class Checked:
    """A submission that keeps every rule.

    Attributes
    ----------
    content
        As stated, with the expiry the credit types give.
    stated_expiry
        What was stated as expiry, where that is another.
    certificate_id
        The id that the client chose or the upload brings; None in a draft that has neither yet.
    name
        The learner's, where the directory has it.
    """

    content: Content
    stated_expiry: StatedExpiry | None
    certificate_id: str | None
    credit_types: Mapping[str, CreditType]
    upload: Upload | None
    name: str | None


class Portfolio:
    """Changes to a learner's certificates before a decision."""

    def __init__(
        self,
        certificates: CertificateStore,
        uploads: UploadStore,
        academies: AcademyStore,
        materials: MaterialStore,
        documents: "Documents",
    ) -> None:
        self._certificates = certificates
        self._uploads = uploads
        self._academies = academies
        self._materials = materials
        self._documents = documents

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
        RenewalOpen
            The certificate that it renews has another renewal.
        """
        request = submission.digest(Action.SUBMIT, by, 0)

        def attempt(checked: Checked) -> Certificate:
            upload = checked.upload
            certificate_id = known_id(checked)
            try:
                if upload is not None and upload.attached:
                    return self._handed_in(owner, certificate_id, request)
                change = submitted(
                    owner,
                    certificate_id,
                    submission,
                    checked,
                    by=by,
                    now=now,
                    request=request,
                    findings=self.findings(checked, upload.file if upload else None),
                )
                return commit(
                    self._certificates, change, upload, claims=checked.credit_types.values()
                )
            except StaleVersion as error:
                raise IdReused(certificate_id) from error

        return self._when_checked(owner, submission, now, attempt, version=1, request=request)

    def _handed_in(self, owner: Owner, certificate_id: str, request: str) -> Certificate:
        """The certificate that has taken an upload, if it is this request that made it."""
        try:
            current = self._certificates.get(owner, certificate_id)
        except NotFound as error:
            raise InvalidInput(UPLOAD_TAKEN) from error
        return self._certificates.replayed(current, 1, request)

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
        version
            The version the caller read.

        Raises
        ------
        InvalidInput
            Names every field that breaks a rule.
        StaleVersion
            The certificate changed since the caller read it.
        ActionNotAllowed, Forbidden
            The certificate is past editing, or the other side's to edit.
        """
        certificate_id = submission.certificate_id
        if certificate_id is None:
            raise ValueError("an edit names its certificate")
        request = submission.digest(Action.EDIT, by, version)

        def attempt(checked: Checked) -> Certificate:
            upload = checked.upload

            def step(certificate: Certificate) -> Change:
                file = _file_of_edit(certificate, upload, now)
                change = lifecycle.edit(
                    certificate,
                    checked.content,
                    file,
                    by=by,
                    now=now,
                    request=request,
                    review=review_of(checked.credit_types.values()),
                    when_found=found_first(checked.credit_types.values()),
                    ends_when_renewed=ending_when_renewed(checked.credit_types.values()),
                    stated_expiry=checked.stated_expiry,
                    cross_check=_stored(self.findings(checked, file)),
                )
                return _decided_at_once(change, submission, by=by, now=now)

            return revise(
                self._certificates,
                owner,
                certificate_id,
                version,
                request=request,
                step=step,
                attach=None if upload is None or upload.attached else upload,
                claims=checked.credit_types.values(),
            )

        return self._when_checked(
            owner,
            submission,
            now,
            attempt,
            version=version + 1,
            request=request,
        )

    def withdraw(
        self, owner: Owner, certificate_id: str, version: int, by: By, now: datetime
    ) -> Certificate:
        """Take a certificate back.

        Raises
        ------
        StaleVersion
            The certificate changed since the caller read it.
        ActionNotAllowed, Forbidden
            The certificate is past withdrawing, or the other side's to withdraw.
        """
        request = request_digest(Action.WITHDRAW, by, version, {})
        return revise(
            self._certificates,
            owner,
            certificate_id,
            version,
            request=request,
            step=lambda found: lifecycle.withdraw(found, by=by, now=now, request=request),
        )

    def dispute(  # noqa: PLR0913 - who disputes what, and over which version
        self,
        owner: Owner,
        certificate_id: str,
        version: int,
        *,
        comment: str,
        by: By,
        now: datetime,
    ) -> Certificate:
        """Ask for another look at a certificate that staff entered.

        Raises
        ------
        StaleVersion
            The certificate changed since the learner read it.
        ActionNotAllowed, Forbidden
            The certificate cannot be disputed.
        """
        request = request_digest(Action.DISPUTE, by, version, {"comment": comment})
        return revise(
            self._certificates,
            owner,
            certificate_id,
            version,
            request=request,
            step=lambda found: lifecycle.dispute(found, comment, by=by, now=now, request=request),
        )

    def check(
        self, owner: Owner, submission: Submission, now: datetime, *, draft: bool = False
    ) -> Checked:
        """Check a submission against every rule, and write nothing.

        Parameters
        ----------
        draft
            Whether a required file may still be missing.

        Raises
        ------
        InvalidInput
            Names every field that breaks a rule.
        NoCreditTypes
            The academy has nothing that can be claimed.
        """
        claimed = {claim.credit_type for claim in submission.content.claims}
        materials = self._materials.of_submission(
            owner, submission.upload_id, claimed, submission.renews
        )
        if materials.erased:
            raise BeingErased
        credit_types = materials.credit_types
        retired = {found.id for found in credit_types.values() if found.retired}
        kept: tuple[Claim, ...] = ()
        if asks_what_was_claimed(submission.content, credit_types):
            kept = self._claimed_already(owner, submission)
        if credit_types.keys() <= retired - {claim.credit_type for claim in kept}:
            known = self._academies.credit_types(owner.academy_id)
            if all(credit_type.retired for credit_type in known):
                raise NoCreditTypes
        content = submission.content
        errors = [
            *wrong_fields(content, credit_types, materials.academy.day_of(now), kept=kept),
            *_wrong_upload(submission, materials, now, draft=draft),
            *_wrong_renewal(submission, materials),
        ]
        certificate_id = submission.certificate_id
        if certificate_id is None and materials.upload is not None:
            certificate_id = materials.upload.certificate_id
        if certificate_id is None and not draft and not errors:
            errors.append(FieldError("id", FieldCode.ID_REQUIRED))
        if errors:
            raise InvalidInput(*errors)
        expires_on = expiry(content, credit_types.values())
        return Checked(
            content=content.model_copy(update={"expires_on": expires_on}),
            stated_expiry=stated_expiry(content.expires_on, expires_on),
            certificate_id=certificate_id,
            credit_types=credit_types,
            upload=materials.upload,
            name=materials.name,
        )

    def findings(self, checked: Checked, file: File | None) -> Findings | None:
        """What the document says of a submission; None where there is none to be read yet."""
        return self._documents.findings(checked.content, file, checked.name)

    def findings_with_labels(
        self, checked: Checked, file: File | None
    ) -> tuple[Findings | None, tuple[LabelFinding, ...]]:
        """The same, and of every label that is stated."""
        return self._documents.with_labels(
            checked.content, file, checked.name, checked.credit_types
        )

    def _claimed_already(self, owner: Owner, submission: Submission) -> tuple[Claim, ...]:
        """The lines of the certificate as it is stored, where it is."""
        if submission.certificate_id is None:
            return ()
        try:
            return self._certificates.get(owner, submission.certificate_id).claims
        except NotFound:
            return ()

    def id_of(self, submission: Submission, desk: Owner) -> str | None:
        """The certificate's id that a submission or its upload brings.

        Parameters
        ----------
        desk
            Under whose name the file was uploaded.
        """
        if submission.certificate_id is None and submission.upload_id is not None:
            with suppress(NotFound):
                return self._uploads.get(desk, submission.upload_id).certificate_id
        return submission.certificate_id

    def committed(
        self, owner: Owner, certificate_id: str | None, version: int, request: str
    ) -> Certificate | None:
        """The certificate as it is now, if the request that led to `version` is this one."""
        if certificate_id is None:
            return None
        try:
            current = self._certificates.get(owner, certificate_id)
            return self._certificates.replayed(current, version, request)
        except (NotFound, StaleVersion):
            return None

    def _when_checked(  # noqa: PLR0913 - what may be written, and what a retry shows by
        self,
        owner: Owner,
        submission: Submission,
        now: datetime,
        attempt: Callable[[Checked], Certificate],
        *,
        version: int,
        request: str,
    ) -> Certificate:
        """Check a submission and write it, again when its upload changes in between.

        Parameters
        ----------
        version, request
            The version the submission leads to and its digest.
        """
        for _ in range(_TRIES):
            try:
                checked = self.check(owner, submission, now)
            except (InvalidInput, NoCreditTypes):
                # The rules may have changed since the first try, whose answer was lost.
                certificate_id = self.id_of(submission, owner)
                committed = self.committed(owner, certificate_id, version, request)
                if committed is None:
                    raise
                return committed
            try:
                return attempt(checked)
            except (UploadChanged, OtherChanged):
                continue
            except RenewalOpen:
                # So it is for a retry, too, where another renewal has come after it.
                committed = self.committed(owner, known_id(checked), version, request)
                if committed is None:
                    raise
                return committed
        raise Unavailable("the upload keeps changing")


def known_id(checked: Checked) -> str:
    """The id of a certificate that is about to be written."""
    if checked.certificate_id is None:
        raise ValueError("only a draft has no id")
    return checked.certificate_id


def submitted(  # noqa: PLR0913 - what makes up a submission
    owner: Owner,
    certificate_id: str,
    submission: Submission,
    checked: Checked,
    *,
    by: By,
    now: datetime,
    request: str,
    findings: Findings | None,
) -> Change:
    """Make a certificate of a submission, decided already where a rule or staff says so."""
    change = lifecycle.submit(
        owner,
        certificate_id,
        checked.content,
        checked.upload.file if checked.upload else None,
        by=by,
        now=now,
        request=request,
        kind=submission.kind,
        review=review_of(checked.credit_types.values()),
        when_found=found_first(checked.credit_types.values()),
        ends_when_renewed=ending_when_renewed(checked.credit_types.values()),
        renews=submission.renews,
        stated_expiry=checked.stated_expiry,
        cross_check=_stored(findings),
    )
    return _decided_at_once(change, submission, by=by, now=now)


def _stored(findings: Findings | None) -> str | None:
    return None if findings is None else summary(findings)


def revise(  # noqa: PLR0913 - the one way to change a certificate that exists
    certificates: CertificateStore,
    owner: Owner,
    certificate_id: str,
    version: int,
    *,
    request: str,
    step: Callable[[Certificate], Change],
    attach: Upload | None = None,
    claims: Iterable[CreditType] = (),
) -> Certificate:
    """Change a certificate the caller has read, unless it changed since.

    Parameters
    ----------
    version
        The version the caller read.
    request
        Digest of the request; a retry of it gets what it led to.
    attach, claims
        What goes along; see `CertificateStore.commit`.

    Raises
    ------
    NotFound
        The owner has no such certificate.
    StaleVersion
        Somebody else changed it first.
    """
    for _ in range(_TRIES):
        certificate = certificates.get(owner, certificate_id)
        if certificate.version != version:
            return certificates.replayed(certificate, version + 1, request)
        try:
            return commit(certificates, step(certificate), attach, claims=claims)
        except (LeaseChanged, OtherChanged):
            continue
    raise Unavailable("the certificate keeps changing hands")


def _decided_at_once(change: Change, submission: Submission, *, by: By, now: datetime) -> Change:
    """The change with the approval that staff or the academy's rule adds to it."""
    if submission.approve:
        return change.then(lifecycle.approve_as_entered(change.after, by=by, now=now))
    approval = lifecycle.approve_automatically(change.after, now=now)
    return change if approval is None else change.then(approval)


def _wrong_upload(
    submission: Submission, materials: Materials, now: datetime, *, draft: bool
) -> Iterable[FieldError]:
    upload = materials.upload
    if submission.upload_id is None:
        by = require_file(materials.credit_types.values())
        if by and not draft:
            names = {"credit_types": tuple(credit_type.name for credit_type in by)}
            yield FieldError("upload_id", FieldCode.FILE_REQUIRED, names)
    elif upload is None:
        yield UNKNOWN_UPLOAD
    elif submission.certificate_id not in {None, upload.certificate_id}:
        yield FieldError("upload_id", FieldCode.OTHER_CERTIFICATE)
    elif upload.file.reason is not None:
        yield _rejected(upload.file.reason)
    elif not upload.attached and has_expired(upload, upload.file, now):
        yield _EXPIRED


def _wrong_renewal(submission: Submission, materials: Materials) -> Iterable[FieldError]:
    renewed = materials.renewed
    if submission.renews is None or (renewed and renewed.status is Status.APPROVED):
        return
    yield FieldError("renews", FieldCode.NOT_RENEWABLE)


UNKNOWN_UPLOAD = FieldError("upload_id", FieldCode.UNKNOWN_UPLOAD)
_EXPIRED = FieldError("upload_id", FieldCode.UPLOAD_EXPIRED)


def _rejected(reason: RejectionReason) -> FieldError:
    return FieldError("upload_id", FieldCode.FILE_REJECTED, file_rejected(reason))


def _file_of_edit(certificate: Certificate, upload: Upload | None, now: datetime) -> File | None:
    if upload is None:
        return None
    if not upload.attached:
        return upload.file
    # An attached upload leaves it to the certificate to say how the file stands.
    file = current_file(upload, certificate)
    if file is None:
        raise InvalidInput(FieldError("upload_id", FieldCode.UPLOAD_REPLACED))
    if file.reason is not None:
        raise InvalidInput(_rejected(file.reason))
    if has_expired(upload, file, now):
        raise InvalidInput(_EXPIRED)
    return file
