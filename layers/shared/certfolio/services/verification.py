"""Checking a certificate against its history, and both against the ledger."""

from datetime import datetime

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import NotFound
from certfolio.domain.ledger import first_of, pseudonym
from certfolio.domain.verification import Doubt, Verification, Witnessed, verify_with_ledger
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.ledger import LedgerStore
from certfolio.storage.secret_keys import SecretKey


class Verifications:
    """Says whether a certificate is what was written."""

    def __init__(self, certificates: CertificateStore, ledger: LedgerStore, key: SecretKey) -> None:
        self._certificates = certificates
        self._ledger = ledger
        self._key = key

    def of(self, owner: Owner, certificate_id: str, now: datetime) -> Verification:
        """Check a certificate; one that only the ledger knows is one that was deleted.

        Raises
        ------
        NotFound
            The owner has no such certificate, and had none that the ledger knows.
        """
        # The ledger first: it follows the table, so it knows nothing that is not read after it.
        known = self._ledger.known(pseudonym(self._key.read(), owner, certificate_id))
        witnessed = Witnessed(first_of(known), self._ledger.began_at())
        try:
            certificate = self._certificates.get(owner, certificate_id)
        except NotFound:
            if not known:
                raise
            return Verification.broken(Doubt.LATER_IN_LEDGER, 1)
        history = self._certificates.history(owner, certificate_id)
        return verify_with_ledger(certificate, history, witnessed, now)
