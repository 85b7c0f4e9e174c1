"""Whose turn it is: a reviewer takes a certificate for a while, gets it or gives it back."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from certfolio.domain.actions import By, Status
from certfolio.domain.certificates import Assignment, Certificate, Owner
from certfolio.domain.errors import ActionNotAllowed, Barred, Forbidden, NotFound, Taken
from certfolio.domain.outbox import Assigned
from certfolio.domain.staff import Role, StaffMember
from certfolio.invocation import seconds_left
from certfolio.storage.academies import AcademyStore
from certfolio.storage.certificates import CertificateStore

_LEFT_SECONDS = 5
"""With less time left nobody looks for more certificates that somebody who leaves has taken."""


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
            Who gets it; None gives it back to everybody. Whoever is given it by somebody else is
            told, unless they have it already.

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
        assignment, notices = None, []
        if to is not None:
            if to.principal == owner.learner_id:
                raise Forbidden(Barred.OWN_CERTIFICATE)
            if to.principal != by.actor.id and not administrator:
                raise Forbidden(Barred.NEEDS_ADMINISTRATOR_TO_GIVE)
            minutes = self._academies.set_up(owner.academy_id, now).academy.lease_minutes
            until = now.replace(microsecond=0) + timedelta(minutes=minutes)
            assignment = Assignment(principal=to.principal, name=to.name, until=until)
            if to.principal != by.actor.id:
                before = self._certificates.get(owner, certificate_id)
                notices = [*_given(before, assignment, now)]
        self._certificates.assign(
            owner,
            certificate_id,
            assignment,
            by=by.actor.id,
            over_others=administrator,
            now=now,
            notices=notices,
        )
        return self._certificates.get(owner, certificate_id)

    def free(self, academy_id: str, principal: str, now: datetime) -> int:
        """Give back what somebody who left the staff has taken, as far as there is time.

        What is not reached lapses by itself.

        Returns
        -------
        int
            How many certificates were given back.
        """
        freed = 0
        for certificate in self._certificates.by_status(academy_id, Status.PENDING):
            if seconds_left() < _LEFT_SECONDS:
                break
            lease = certificate.assignment
            if lease is None or lease.principal != principal:
                continue
            # Whoever took it meanwhile, or decided, keeps it.
            with suppress(Taken, NotFound, ActionNotAllowed):
                self._certificates.assign(
                    certificate.owner,
                    certificate.id,
                    None,
                    by=principal,
                    over_others=False,
                    now=now,
                )
                freed += 1
        return freed


def _given(before: Certificate, assignment: Assignment, now: datetime) -> Iterator[Assigned]:
    """What tells somebody that they were given a certificate, unless they have it already."""
    lease = before.lease_at(now)
    if lease is None or lease.principal != assignment.principal:
        yield Assigned(
            **dict(before.owner),
            certificate_id=before.id,
            version=before.version,
            status=before.status,
            credit_types=tuple(sorted(before.claimed)),
            at=now,
            reviewer_id=assignment.principal,
            until=assignment.until,
        )
