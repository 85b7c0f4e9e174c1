"""Whose turn it is: a reviewer takes a certificate for a while, gets it or gives it back."""

from datetime import datetime, timedelta

from certfolio.domain.actions import By
from certfolio.domain.certificates import Assignment, Certificate, Owner
from certfolio.domain.errors import Barred, Forbidden
from certfolio.domain.staff import Role, StaffMember
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore


class Assignments:
    """Hands pending certificates out to reviewers."""

    def __init__(self, certificates: CertificateStore, academies: AcademyStore) -> None:
        self._certificates = certificates
        self._academies = academies

    def assign(
        self,
        owner: Owner,
        certificate_id: str,
        to: StaffMember | None,
        by: By,
        now: datetime,
    ) -> Certificate:
        """Take a certificate, give it to somebody or give it back.

        Parameters
        ----------
        to
            Who gets it; None gives it back to everybody.

        Raises
        ------
        NotFound
            The learner has no such certificate.
        ActionNotAllowed
            It is not pending.
        Taken
            Another reviewer has it.
        Forbidden
            It is the new reviewer's own, or giving it to others takes an administrator.
        """
        administrator = by.role is Role.ADMINISTRATOR
        assignment = None
        if to is not None:
            if to.principal == owner.learner_id:
                raise Forbidden(Barred.OWN_CERTIFICATE)
            if to.principal != by.actor.id and not administrator:
                raise Forbidden(Barred.NEEDS_ADMINISTRATOR_TO_GIVE)
            minutes = self._academies.set_up(owner.academy_id, now).academy.lease_minutes
            until = now.replace(microsecond=0) + timedelta(minutes=minutes)
            assignment = Assignment(principal=to.principal, name=to.name, until=until)
        self._certificates.assign(
            owner,
            certificate_id,
            assignment,
            by=by.actor.id,
            over_others=administrator,
            now=now,
        )
        return self._certificates.get(owner, certificate_id)
