"""Whether members of staff have a second factor."""

from datetime import datetime

from certfolio.domain.staff import SecondFactor
from certfolio.storage.academies import AcademyStore
from certfolio.storage.accounts import Accounts


class SecondFactors:
    """Reads accounts for the staff list."""

    def __init__(self, accounts: Accounts, academies: AcademyStore) -> None:
        self._accounts = accounts
        self._academies = academies

    def read(self, academy_id: str, principal: str, now: datetime) -> SecondFactor:
        """Read whether the account behind a user's principal has one, and keep that.

        Parameters
        ----------
        now
            An instant before the account is read. Of two readings at once the later one is kept.
        """
        enabled = self._accounts.has_second_factor(principal)
        found = SecondFactor(enabled=enabled, read_at=now)
        self._academies.note_second_factor(academy_id, principal, found)
        return found

    def read_of_staff(self, academy_id: str, principal: str, now: datetime) -> SecondFactor | None:
        """Do the same for anybody who signs in; most of them are not members of staff.

        Returns
        -------
        SecondFactor or None
            None for somebody who is not a member of staff.
        """
        if self._academies.staff_member(academy_id, principal) is None:
            return None
        return self.read(academy_id, principal, now)
