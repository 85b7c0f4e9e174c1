"""Who joins an academy's staff by invitation, and who leaves it."""

from contextlib import suppress
from typing import NamedTuple

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import FieldError, InvalidInput, StaleVersion, Unavailable
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.set_up_events import Intent
from certfolio.domain.staff import Role, StaffMember
from certfolio.services.set_up import SetUps
from certfolio.storage.academies import AcademyStore
from certfolio.storage.accounts import Account, Accounts


class Invitation(NamedTuple):
    """Somebody who was invited, and the account that they sign in to."""

    member: StaffMember
    account: Account


class Invitations:
    """Account, group and staff list, changed together.

    The staff list decides who may do what; the group only opens the console's door. So somebody
    joins the group first and leaves it last, and what stays behind where a request ends in the
    middle opens nothing.
    """

    def __init__(
        self, accounts: Accounts, academies: AcademyStore, set_ups: SetUps, group: str
    ) -> None:
        self._accounts = accounts
        self._academies = academies
        self._set_ups = set_ups
        self._group = group

    def invite(
        self, academy_id: str, *, mail: str, name: str, role: Role, intent: Intent
    ) -> Invitation:
        """Have somebody join the staff under their mail address.

        Sent again, it mails another invitation to whoever has not signed in yet, and changes
        nothing else.

        Raises
        ------
        MailInUse
            The mail address belongs to an account that is not the academy's.
        InvalidInput
            Cognito takes no such mail address, or it is that of a member who has another name or
            role.
        """
        account = self._accounts.find_or_make(academy_id, name, mail)
        try:
            member = self._enlist(academy_id, account, name, role, intent)
        except Exception:
            self._undo(academy_id, account)
            raise
        # Last, so that nobody is told of what then does not come about.
        if account.waiting:
            self._accounts.send_invitation(mail)
        return Invitation(member, account)

    def leave(self, academy_id: str, principal: str) -> None:
        """Close the console's door behind a user who was removed from the staff list."""
        owner = Owner(academy_id=academy_id, learner_id=principal)
        self._accounts.leave_group(owner, self._group)

    def _enlist(
        self, academy_id: str, account: Account, name: str, role: Role, intent: Intent
    ) -> StaffMember:
        known = self._academies.staff_member(academy_id, account.sub)
        # Nobody gets another role by an invitation.
        if known is not None and (known.name, known.role) != (name, role):
            raise _known_otherwise()
        self._accounts.join_group(account.sub, self._group)
        try:
            return self._set_ups.save_staff_member(
                academy_id,
                account.sub,
                name=name,
                role=role,
                intent=intent,
                invited=account.waiting,
            )
        except StaleVersion as error:
            raise _known_otherwise() from error

    def _undo(self, academy_id: str, account: Account) -> None:
        """Undo what was done for somebody who is not on the staff list after all."""
        # What cannot be undone now opens nothing, and the same request, sent again, finds it.
        with suppress(Unavailable):
            # A write whose answer was lost may have arrived.
            if self._academies.staff_member(academy_id, account.sub) is not None:
                return
            if account.made:
                self._accounts.remove(account)
            else:
                self.leave(academy_id, account.sub)


def _known_otherwise() -> InvalidInput:
    return InvalidInput(FieldError("mail", FieldCode.ON_STAFF_OTHERWISE))
