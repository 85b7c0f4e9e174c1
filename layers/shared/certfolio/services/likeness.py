"""Where in the academy the same thing was handed in before."""

from dataclasses import dataclass
from itertools import islice

from certfolio.domain.actions import Status
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.likeness import Alike, Match, alike_in
from certfolio.storage.certificates import CertificateStore

_LOOKED_AT = 32
"""How many certificates that share a file, and how many that share a number, are looked at, and
how many of other learners among them are read: a file may be shared by thousands."""


@dataclass(frozen=True)
class Likenesses:
    """Certificates that may be the same thing as another.

    Attributes
    ----------
    more
        Whether others share its file or its number that were not looked at.
    """

    found: list[Alike]
    more: bool


class Likeness:
    """Finds certificates that may be the same thing as another."""

    def __init__(self, certificates: CertificateStore) -> None:
        self._certificates = certificates

    def of(self, owner: Owner, certificate_id: str) -> Likenesses:
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
        foreign = self._foreign(certificate)
        return Likenesses([*own, *foreign.found], foreign.more)

    def _foreign(self, certificate: Certificate) -> Likenesses:
        alike: dict[tuple[str, str], list[Match]] = {}
        more = False
        # One more than is looked at, to see whether there are any.
        page = _LOOKED_AT + 1
        for match, others in (
            (Match.SAME_FILE, self._certificates.sharing_file(certificate, page=page)),
            (Match.SAME_NUMBER, self._certificates.sharing_number(certificate, page=page)),
        ):
            first = list(islice(others, page))
            more = more or len(first) > _LOOKED_AT
            for learner_id, id_ in first[:_LOOKED_AT]:
                # One event that staff entered for many learners bears one id with all of them.
                if learner_id != certificate.learner_id and id_ != certificate.id:
                    alike.setdefault((learner_id, id_), []).append(match)
        wanted = [*alike][:_LOOKED_AT]
        read = self._certificates.many(certificate.academy_id, wanted) if wanted else []
        found = {(other.learner_id, other.id): other for other in read}
        return Likenesses(
            [
                (found[key], alike[key])
                for key in wanted
                if key in found and found[key].status is not Status.WITHDRAWN
            ],
            more or len(alike) > len(wanted),
        )
