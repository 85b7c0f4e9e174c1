"""What was decided before on certificates of the same issuer."""

from certfolio.domain.certificates import Owner
from certfolio.domain.precedents import Precedent, issuer_of
from certfolio.storage.certificates import CertificateStore
from certfolio.storage.precedents import PrecedentStore

_NEWEST = 10
"""How many a reviewer gets to see."""


class Precedents:
    """Finds earlier decisions."""

    def __init__(self, certificates: CertificateStore, precedents: PrecedentStore) -> None:
        self._certificates = certificates
        self._precedents = precedents

    def of(self, owner: Owner, certificate_id: str) -> list[Precedent]:
        """The newest decisions of people on certificates of the same issuer, in two calls.

        Those on this very certificate are among them.

        Returns
        -------
        list of Precedent
            Newest first; none where the certificate states no issuer.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        """
        issuer = issuer_of(self._certificates.get(owner, certificate_id))
        if issuer is None:
            return []
        return self._precedents.newest_first(owner.academy_id, issuer, _NEWEST)
