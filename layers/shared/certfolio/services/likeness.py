"""Where in the academy the same thing was handed in before."""

from itertools import islice

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.likeness import Alike, Match, alike_in
from certfolio.storage.certificates import CertificateStore

_READ_AT_ONCE = 100
"""How many certificates of other learners are looked at."""


class Likeness:
    """Finds certificates that may be the same thing as another."""

    def __init__(self, certificates: CertificateStore) -> None:
        self._certificates = certificates

    def of(self, owner: Owner, certificate_id: str) -> list[Alike]:
        """Find certificates of the academy that may be the same thing, and say in what.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        """
        certificate = self._certificates.get(owner, certificate_id)
        portfolio = self._certificates.newest_first(owner)
        own = alike_in(
            (other for other in portfolio if other.id != certificate_id),
            certificate,
            certificate.file.sha256 if certificate.file else None,
        )
        return [*own, *self._foreign(certificate)]

    def _foreign(self, certificate: Certificate) -> list[Alike]:
        alike: dict[tuple[str, str], list[Match]] = {}
        for match, others in (
            (Match.SAME_FILE, self._certificates.sharing_file(certificate)),
            (Match.SAME_NUMBER, self._certificates.sharing_number(certificate)),
        ):
            # One event that staff entered for many learners bears one id with all of them.
            foreign = (
                (learner_id, id_)
                for learner_id, id_ in others
                if learner_id != certificate.learner_id and id_ != certificate.id
            )
            for other in islice(foreign, _READ_AT_ONCE):
                alike.setdefault(other, []).append(match)
        wanted = [*alike][:_READ_AT_ONCE]
        read = self._certificates.many(certificate.academy_id, wanted) if wanted else []
        found = {(other.learner_id, other.id): other for other in read}
        return [
            (found[key], alike[key])
            for key in wanted
            if key in found and found[key].status is not Status.WITHDRAWN
        ]
