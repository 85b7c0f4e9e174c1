"""What keeps a write from being done: somebody else's came first, and nothing was written.

These are the storage's own; services read again and tell callers what it means for them.
"""

from typing import Any

from certfolio.domain.errors import CertfolioError


class ConditionFailed(Exception):
    """A write's condition did not hold.

    Attributes
    ----------
    position
        Which write of the transaction.
    item
        The item as it is now, None if there is none.
    """

    def __init__(self, position: int, item: dict[str, Any] | None) -> None:
        super().__init__(f"the condition of write {position} failed")
        self.position = position
        self.item = item


class UploadChanged(CertfolioError):
    """Inspection, or something else that takes the file, got to the upload first; read it again."""


class LeaseChanged(CertfolioError):
    """The certificate was taken, given back or renewed since it was read; read it again."""


class OtherChanged(CertfolioError):
    """Another certificate that a change concerns too is not as it was read; read it again."""


class SetUpChanged(CertfolioError):
    """What an academy has set up is not as it was read; read it again."""


class ExternalIdTaken(CertfolioError):
    """Another learner of the academy has the external id."""
