"""What can go wrong, as types that carry data.

CertfolioError
├── InvalidInput            the request breaks a rule; names every wrong field
├── NotFound                nothing there, or nothing the caller may know of
├── Forbidden               known caller, not allowed
├── ActionNotAllowed        the life cycle has no such step from here
├── StaleVersion            somebody changed the record first
├── IdReused                the id already names another submission
├── PreconditionRequired    a change came without the version it is meant for
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
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from certfolio.domain.field_codes import FieldCode, Values

if TYPE_CHECKING:
    from certfolio.domain.actions import Status
    from certfolio.domain.certificates import Certificate

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


class NotFound(CertfolioError):
    """There is no such record, or none that this caller may know of."""

    def __init__(self, what: str) -> None:
        super().__init__(f"no such {what}")
        self.what = what


class Forbidden(CertfolioError):
    """The caller is known but may not do this."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
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
