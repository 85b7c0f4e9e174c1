"""How learners stand with an academy: who leaves, who comes back, whose records are held."""

from certfolio.domain.certificates import Owner
from certfolio.domain.errors import Missing, NotFound, StaleVersion
from certfolio.domain.rights import Membership
from certfolio.domain.set_up_events import Intent, differ, tell
from certfolio.storage.accounts import Accounts
from certfolio.storage.directory import DirectoryStore
from certfolio.storage.erasing import PersonalRecords
from certfolio.storage.erasures import ErasureStore
from certfolio.storage.memberships import MembershipStore


class Memberships:
    """Changes of how learners stand, each told as an event; sent again, done once."""

    def __init__(
        self,
        memberships: MembershipStore,
        erasures: ErasureStore,
        directory: DirectoryStore,
        records: PersonalRecords,
        accounts: Accounts,
    ) -> None:
        self._memberships = memberships
        self._erasures = erasures
        self._directory = directory
        self._records = records
        self._accounts = accounts

    def read(self, owner: Owner) -> Membership:
        """Read how a learner stands, or stood.

        Raises
        ------
        NotFound
            Nothing is or was held on such a learner.
        """
        found = self._memberships.get(owner)
        if found.version == 0 and not (self._erasures.find(owner) or self._records.any_of(owner)):
            raise NotFound(Missing.LEARNER)
        return found

    def change(
        self, owner: Owner, *, active: bool, hold_reason: str | None, intent: Intent
    ) -> Membership:
        """Let a learner leave or come back, and put them under a legal hold or end it.

        Parameters
        ----------
        active
            Whether they may sign in.
        hold_reason
            Why nothing of theirs may be erased; None where it may.

        Raises
        ------
        NotFound
            The academy knows no such learner.
        StaleVersion
            Somebody else changed it first.
        BeingErased
            The learner is being erased.
        """
        self._directory.get(owner)
        before = self._memberships.get(owner)
        left_at = None if active else before.left_at or intent.now
        hold_since = None if hold_reason is None else before.hold_since or intent.now
        after = before.model_copy(
            update={
                "left_at": left_at,
                "hold_since": hold_since,
                "hold_reason": hold_reason,
                "version": before.version + 1,
            }
        )
        if differ(before, after):
            if before.version != intent.version:
                raise StaleVersion(before.version)
            self._memberships.save(after, tell(before, after, intent.actor, intent.now))
        else:
            after = before
        # Also where nothing differs: the request that changed it may have ended right here.
        if not active:
            self._accounts.close(owner)
        elif before.left_at is not None or before == after:
            self._accounts.reopen(owner)
        return after

    def ask_to_be_erased(self, owner: Owner, intent: Intent) -> Membership:
        """Tell the academy that a learner wants to be erased; asked twice, it is asked once."""
        before = self._memberships.get(owner)
        if before.erasure_asked_at is not None:
            return before
        after = before.model_copy(
            update={"erasure_asked_at": intent.now, "version": before.version + 1}
        )
        self._memberships.save(after, tell(before, after, intent.actor, intent.now))
        return after
