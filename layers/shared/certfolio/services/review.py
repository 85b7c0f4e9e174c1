"""What reviewers decide, one by one or many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from certfolio.domain.actions import By
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.decisions import Verdict, decide
from certfolio.domain.errors import CertfolioError, InvalidInput
from certfolio.domain.lifecycle import Change, request_digest
from certfolio.services.many import each
from certfolio.services.portfolio import revise
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore


@dataclass(frozen=True)
class Item:
    """One decision of many, or the only one.

    Attributes
    ----------
    version
        The version the reviewer read.
    """

    owner: Owner
    certificate_id: str
    version: int
    verdict: Verdict


class Reviews:
    """Decisions on certificates."""

    def __init__(
        self, certificates: CertificateStore, academies: AcademyStore, *, at_once: int
    ) -> None:
        self._certificates = certificates
        self._academies = academies
        self._at_once = at_once

    def decide(self, item: Item, by: By, now: datetime) -> Certificate:
        """Decide on a certificate the reviewer has read; sent again, it is decided once.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        StaleVersion
            It changed since the reviewer read it.
        CertfolioError
            Whatever else `certfolio.domain.decisions.decide` refuses.
        """
        # What is left out and what is taken away are not the same.
        said = item.verdict.model_dump(mode="json", exclude_unset=True)
        request = request_digest(item.verdict.action, by, item.version, said)

        def step(certificate: Certificate, *, fresh: bool) -> Change:
            set_up = self._academies.set_up(
                item.owner.academy_id, now, claimed=certificate.claimed, fresh=fresh
            )
            return decide(certificate, item.verdict, set_up, by=by, now=now, request=request)

        def decided(*, fresh: bool) -> Certificate:
            return revise(
                self._certificates,
                item.owner,
                item.certificate_id,
                item.version,
                request=request,
                step=partial(step, fresh=fresh),
            )

        try:
            return decided(fresh=False)
        except InvalidInput:
            # What the reviewer names may have been set up within the minute it is remembered.
            return decided(fresh=True)

    def decide_many(
        self, items: Sequence[Item], by: By, now: datetime
    ) -> list[Certificate | CertfolioError]:
        """Decide on many, each for itself; what is refused does not hold the others up.

        Returns
        -------
        list
            For each item, in order, the certificate as it is now or why it was refused, or not
            even tried in the time of one invocation.
        """
        return each(items, lambda item: self.decide(item, by, now), at_once=self._at_once)
