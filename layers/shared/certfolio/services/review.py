from datetime import datetime

from certfolio.domain import lifecycle
from certfolio.domain.certificates import Certificate, Owner
from certfolio.domain.lifecycle import By, DecisionAction, request_digest
from certfolio.services.portfolio import revise
from certfolio.storage.certificates import CertificateStore


def decide(  # noqa: PLR0913 - who decides what, and over which version
    certificates: CertificateStore,
    owner: Owner,
    certificate_id: str,
    version: int,
    *,
    action: DecisionAction,
    comment: str | None,
    by: By,
    now: datetime,
) -> Certificate:
    """Decide on a certificate the reviewer has read.

    Raises
    ------
    InvalidInput
        The comment is missing.
    NotFound
        The learner has no such certificate.
    StaleVersion
        It changed since the reviewer read it.
    ActionNotAllowed
        The life cycle has no such step from its status.
    Forbidden
        It is the reviewer's own, or the role is too low.
    FileNotAvailable
        Approval before inspection accepted the file.
    """
    request = request_digest(action, by, version, {"comment": comment})
    return revise(
        certificates,
        owner,
        certificate_id,
        version,
        request=request,
        step=lambda certificate: lifecycle.decide(
            certificate, action, by=by, now=now, request=request, comment=comment
        ),
    )
