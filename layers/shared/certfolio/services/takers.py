"""What has taken a file that was uploaded."""

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from certfolio.domain.certificates import Owner, Upload
from certfolio.domain.errors import NotFound
from certfolio.domain.uploads import Taker, has_taken
from certfolio.storage.certificates import CertificateStore

if TYPE_CHECKING:
    # It brings all that programmes are made of, and hardly any upload is a holding's.
    from certfolio.storage.holdings import HoldingStore


class Takers:
    """Finds the certificates and holdings that have uploaded files.

    Parameters
    ----------
    holdings
        Learners' holdings, asked for only where no certificate has a file.
    """

    def __init__(
        self, certificates: CertificateStore, holdings: Callable[[], "HoldingStore"]
    ) -> None:
        self._certificates = certificates
        self._holdings = holdings

    def of(self, upload: Upload) -> Taker | None:
        """Find what has the file of an upload; None where nothing has it, or has it any more."""
        if not upload.attached:
            return None
        owner = Owner(academy_id=upload.academy_id, learner_id=upload.learner_id)
        with suppress(NotFound):
            certificate = self._certificates.get(owner, upload.certificate_id)
            if has_taken(certificate, upload.id):
                return certificate
        held = self._holdings().find(owner, upload.certificate_id)
        return held if has_taken(held, upload.id) else None
