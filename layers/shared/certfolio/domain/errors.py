"""What can go wrong, as types that carry data.

CertfolioError
├── InvalidInput            the request breaks a rule; names every wrong field
├── NotFound                nothing there, or nothing the caller may know of
├── Forbidden               known caller, not allowed
├── ActionNotAllowed        the life cycle has no such step from here
├── StaleVersion            somebody changed the record first
├── BeingErased             the learner is being erased, and nothing new is written for them
├── ErasureWithheld         something keeps the learner from being erased
├── IdReused                the id already names another submission
├── PreconditionRequired    a change came without the version it is meant for
├── RenewalOpen             another renewal of the same certificate is under way, or approved
├── NoCreditTypes           the academy has nothing that can be claimed
├── LastAdministrator       the academy would be left without one
├── MailInUse               the address already serves an account that is not the academy's
├── FileNotAvailable        there is no accepted file to show or to decide on
├── NotDrawn                the pages of an accepted file are not there, or not yet
├── Taken                   another reviewer has the certificate for a while
├── SecondFactorRequired    the account of a member of staff has no second factor
├── TooManyUploads          the caller has used up what is allowed for now
├── NotTried                one item of many for which no time was left
└── Unavailable             a service that is called did not answer in time
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from certfolio.domain.field_codes import FieldCode, Values

if TYPE_CHECKING:
    from certfolio.domain.actions import Status
    from certfolio.domain.certificates import Certificate
    from certfolio.domain.rights import Prescription, Withholding

Part = Literal["body", "query", "path", "header"]


class CertfolioError(Exception):
    """Base of every error the domain, the storage and the edge raise on purpose."""


@dataclass(frozen=True)
class FieldError:
    """One wrong field.

    Attributes
    ----------
    field
        Dotted path inside `part`, list positions as numbers: ``claims.0.credits``.
    code
        What is wrong, for programs, stable.
    values
        What a sentence about it needs beside the code.
    part
        Where in the request the field stands.
    """

    field: str
    code: FieldCode
    values: Values = dataclasses.field(default_factory=dict)
    part: Part = "body"

    @property
    def detail(self) -> str:
        """What is wrong, in English."""
        return self.code.words(self.values)


class InvalidInput(CertfolioError):
    """The request is well formed but breaks rules.

    Parameters
    ----------
    errors
        One entry per wrong field, at least one.
    """

    def __init__(self, *errors: FieldError) -> None:
        super().__init__(", ".join(f"{error.field}: {error.code}" for error in errors))
        self.errors = errors


class Missing(StrEnum):
    """What there is none of."""

    ACADEMY = "academy"
    CERTIFICATE = "certificate"
    CREDIT_TYPE = "credit_type"
    HOLDING = "holding"
    LEARNER = "learner"
    MET_REQUIREMENT = "met_requirement"
    PROGRAMME = "programme"
    STAFF_MEMBER = "staff_member"
    TRANSCRIPT = "transcript"
    UPLOAD = "upload"
    WAIVER = "waiver"

    @property
    def words(self) -> str:
        """What it is called in English."""
        return _MISSING[self]


_MISSING: Mapping[Missing, str] = {
    Missing.ACADEMY: "academy",
    Missing.CERTIFICATE: "certificate",
    Missing.CREDIT_TYPE: "credit type",
    Missing.HOLDING: "holding",
    Missing.LEARNER: "learner",
    Missing.MET_REQUIREMENT: "requirement that is met",
    Missing.PROGRAMME: "programme",
    Missing.STAFF_MEMBER: "member of staff",
    Missing.TRANSCRIPT: "transcript",
    Missing.UPLOAD: "upload",
    Missing.WAIVER: "waiver",
}


class NotFound(CertfolioError):
    """There is no such record, or none that this caller may know of."""

    def __init__(self, what: Missing) -> None:
        super().__init__(f"no such {what.words}")
        self.what = what


class Barred(StrEnum):
    """Why a known caller may not do something."""

    ENTERED_BY_STAFF = "entered_by_staff"
    HANDED_IN_BY_LEARNER = "handed_in_by_learner"
    NEEDS_ADMINISTRATOR = "needs_administrator"
    NEEDS_ADMINISTRATOR_TO_GIVE = "needs_administrator_to_give"
    NEEDS_ID_TOKEN = "needs_id_token"  # noqa: S105 - the name of a reason
    NEEDS_OTHER_ROLE = "needs_other_role"
    NEEDS_REVIEWER = "needs_reviewer"
    NOT_ON_STAFF = "not_on_staff"
    NOT_SIGNED_BY_STAFF = "not_signed_by_staff"
    NO_ACADEMY = "no_academy"
    OTHER_APPLICATION = "other_application"
    OWN_CERTIFICATE = "own_certificate"
    OWN_CERTIFICATE_AS_STAFF = "own_certificate_as_staff"
    OWN_CREDENTIAL_AS_STAFF = "own_credential_as_staff"

    @property
    def words(self) -> str:
        """Why, in English."""
        return _BARRED[self]


_BARRED: Mapping[Barred, str] = {
    Barred.ENTERED_BY_STAFF: "staff entered this certificate, so a learner can only dispute it",
    Barred.HANDED_IN_BY_LEARNER: (
        "the learner handed this certificate in; only what staff entered allows it"
    ),
    Barred.NEEDS_ADMINISTRATOR: "this takes the role of administrator",
    Barred.NEEDS_ADMINISTRATOR_TO_GIVE: "giving a certificate to somebody takes an administrator",
    Barred.NEEDS_ID_TOKEN: "an ID token is needed",
    Barred.NEEDS_OTHER_ROLE: "this takes another role",
    Barred.NEEDS_REVIEWER: "this takes the role of reviewer",
    # The same words for an academy that is not there as for one that is not the caller's.
    Barred.NOT_ON_STAFF: "you are not on this academy's staff list",
    Barred.NOT_SIGNED_BY_STAFF: "the request is not signed by a member of staff",
    Barred.NO_ACADEMY: "the account belongs to no academy",
    Barred.OTHER_APPLICATION: "the token is meant for another application",
    Barred.OWN_CERTIFICATE: "nobody decides on a certificate of their own",
    Barred.OWN_CERTIFICATE_AS_STAFF: "nobody changes as staff a certificate of their own",
    Barred.OWN_CREDENTIAL_AS_STAFF: "nobody changes as staff a credential of their own",
}


class Forbidden(CertfolioError):
    """The caller is known but may not do this."""

    def __init__(self, why: Barred) -> None:
        super().__init__(why.words)
        self.why = why


class ActionNotAllowed(CertfolioError):
    """The life cycle has no such step from the certificate's status for this actor."""

    def __init__(self, action: str, status: "Status") -> None:
        super().__init__(f"{action} is not possible from {status}")
        self.action = action
        self.status = status


class StaleVersion(CertfolioError):
    """The record changed since the caller read it.

    Parameters
    ----------
    version
        The version stored now.
    current
        The certificate as it is now, where the record is one.
    """

    def __init__(self, version: int, current: "Certificate | None" = None) -> None:
        super().__init__(f"the current version is {version}")
        self.version = version
        self.current = current


class IdReused(CertfolioError):
    """A submission came with an id that already names another one."""

    def __init__(self, certificate_id: str) -> None:
        super().__init__(f"{certificate_id} names another submission")
        self.certificate_id = certificate_id


class RenewalOpen(CertfolioError):
    """A certificate is renewed by one other at a time.

    Parameters
    ----------
    certificate_id
        The renewal there is.
    """

    def __init__(self, certificate_id: str) -> None:
        super().__init__(f"{certificate_id} is the renewal already")
        self.certificate_id = certificate_id


class BeingErased(CertfolioError):
    """The learner is being erased, or is erased: nothing new is written for them."""


class ErasureWithheld(CertfolioError):
    """Something keeps the learner from being erased; nothing was.

    Parameters
    ----------
    reasons
        What it is, all of it.
    kept
        What the academy has to keep, where that is one of them.
    """

    def __init__(
        self, reasons: "Sequence[Withholding]", kept: "Prescription | None" = None
    ) -> None:
        super().__init__(", ".join(reasons))
        self.reasons = tuple(reasons)
        self.kept = kept


class PreconditionRequired(CertfolioError):
    """A change of an existing record needs `If-Match` (RFC 6585, section 3)."""


class NoCreditTypes(CertfolioError):
    """The academy has no active credit type, so nothing can be claimed."""


class LastAdministrator(CertfolioError):
    """The change would leave the academy without an administrator."""


class MailInUse(CertfolioError):
    """The mail address already serves an account that is not this academy's."""


class FileNotAvailable(CertfolioError):
    """The certificate has no accepted file."""


class NotDrawn(CertfolioError):
    """The file is accepted, but what it looks like is not there, or not yet."""


class Taken(CertfolioError):
    """Another reviewer has taken the certificate.

    Parameters
    ----------
    by
        The reviewer's name.
    until
        When the lease lapses.
    """

    def __init__(self, by: str, until: datetime) -> None:
        super().__init__(f"taken until {until}")
        self.by = by
        self.until = until


class SecondFactorRequired(CertfolioError):
    """The caller's account needs a second factor, and none is known of.

    Parameters
    ----------
    academy_id
        Where the caller is a member of staff.
    """

    def __init__(self, academy_id: str) -> None:
        super().__init__("staff need a second factor")
        self.academy_id = academy_id


class TooManyUploads(CertfolioError):
    """The caller has asked for as many uploads, or for as many bytes, as are allowed for now.

    Parameters
    ----------
    retry_at
        From when more are allowed.
    wait
        How long it is until then.
    """

    def __init__(self, retry_at: datetime, wait: timedelta) -> None:
        super().__init__(f"no more uploads until {retry_at}")
        self.retry_at = retry_at
        self.wait = wait


class NotTried(CertfolioError):
    """No time was left to begin with one item of many; sent again, it is tried."""


class Unavailable(CertfolioError):
    """A service that this one calls did not answer in time.

    Whether anything was changed is not known; the same request, sent again, gets the result.
    """
