"""Who is known to an academy: learners are added, changed, and noted when they sign in."""

from datetime import date, datetime

from certfolio.domain.actions import SYSTEM
from certfolio.domain.certificates import Owner
from certfolio.domain.directory import PRESENT_FORM, DirectoryEntry
from certfolio.domain.errors import FieldError, InvalidInput, StaleVersion, Unavailable
from certfolio.domain.field_codes import FieldCode
from certfolio.domain.set_up_events import Intent, differ, tell
from certfolio.storage.accounts import Accounts
from certfolio.storage.conflicts import ExternalIdTaken
from certfolio.storage.directory import DirectoryStore

_TRIES = 3


class Learners:
    """Changes of an academy's directory, each told as an event; sent again, done once."""

    def __init__(self, directory: DirectoryStore) -> None:
        self._directory = directory

    def add(  # noqa: PLR0913 - who is added, and by whom
        self,
        accounts: Accounts,
        academy_id: str,
        *,
        name: str,
        mail: str,
        external_id: str | None,
        hired_on: date | None = None,
        intent: Intent,
    ) -> DirectoryEntry:
        """Invite a learner, or write down one whose account is there already.

        Returns
        -------
        DirectoryEntry
            As it is now. Name and mail address are the account's; external id and hiring date are
            the directory's own, and each is taken where none is kept.

        Raises
        ------
        MailInUse
            The mail address belongs to an account that is not the academy's.
        InvalidInput
            Another learner has the external id, or Cognito takes no such mail address.
        """
        # Nobody is invited with an external id that is then refused.
        holder = self._holder(academy_id, external_id)
        if holder is not None and holder.mail.casefold() != mail.casefold():
            raise _taken()
        account = accounts.invite(academy_id, name, mail)
        said = account.model_copy(update={"external_id": external_id, "hired_on": hired_on})
        try:
            return self._keep(said, intent)
        except ExternalIdTaken as error:
            raise _taken() from error

    def change(
        self,
        owner: Owner,
        *,
        name: str,
        external_id: str | None,
        hired_on: date | None = None,
        intent: Intent,
    ) -> DirectoryEntry:
        """Give a learner another name, external id or hiring date.

        Raises
        ------
        NotFound
            The academy knows no such learner.
        StaleVersion
            Somebody else changed the entry first.
        InvalidInput
            Another learner has the external id.
        """
        for _ in range(_TRIES):
            current = self._directory.get(owner)
            said = {"name": name, "external_id": external_id, "hired_on": hired_on}
            wanted = current.model_copy(update=said)
            if not differ(current, wanted):
                return current
            if current.version != intent.version:
                raise StaleVersion(current.version)
            holder = self._holder(owner.academy_id, external_id)
            if holder is not None and holder.learner_id != owner.learner_id:
                raise _taken()
            try:
                return self._save(wanted, current, intent)
            except ExternalIdTaken as error:
                raise _taken() from error
            except StaleVersion:
                # Whoever was faster, perhaps this very request: it shows in what is there now.
                continue
        raise Unavailable("the entry keeps changing")

    def note(self, account: DirectoryEntry, now: datetime) -> DirectoryEntry:
        """Bring the directory up to date with an account: one read, and a write if they differ.

        Returns
        -------
        DirectoryEntry
            As it is now.
        """
        intent = Intent(SYSTEM, 0, now)
        try:
            return self._keep(account, intent)
        except ExternalIdTaken:
            # Of two entries from before external ids had to differ, the first to be written anew
            # keeps the one they share.
            return self._keep(account, intent, keeps_external_id=False)

    def _keep(
        self, said: DirectoryEntry, intent: Intent, *, keeps_external_id: bool = True
    ) -> DirectoryEntry:
        """Write what an account says over the entry; the directory keeps what is its own."""
        for _ in range(_TRIES):
            current = self._directory.find(said)
            kept = current.external_id if current and keeps_external_id else None
            hired_on = current.hired_on if current else None
            wanted = said.model_copy(
                update={
                    "external_id": kept or said.external_id,
                    "hired_on": hired_on or said.hired_on,
                }
            )
            if current and current.form == PRESENT_FORM and not differ(current, wanted):
                return current
            try:
                return self._save(wanted, current, intent)
            except StaleVersion:
                # Another one noted the same account a moment ago.
                continue
        raise Unavailable("the entry keeps changing")

    def _holder(self, academy_id: str, external_id: str | None) -> DirectoryEntry | None:
        if external_id is None:
            return None
        holder = self._directory.holder(academy_id, external_id)
        if holder is None:
            return None
        return self._directory.find(Owner(academy_id=academy_id, learner_id=holder))

    def _save(
        self, wanted: DirectoryEntry, over: DirectoryEntry | None, intent: Intent
    ) -> DirectoryEntry:
        version = over.version + 1 if over else 1
        after = wanted.model_copy(update={"version": version})
        told = None
        if over is None or differ(over, after):
            told = tell(over, after, intent.actor, intent.now)
        return self._directory.save(after, over, told)


def _taken() -> InvalidInput:
    return InvalidInput(FieldError("external_id", FieldCode.EXTERNAL_ID_TAKEN))
