"""Which mails people get: what they choose, and what the link in a mail switches off."""

from certfolio.domain.errors import StaleVersion, Unavailable
from certfolio.domain.mails import Person, Preferences, Unsubscription
from certfolio.storage.mails import MailStore
from certfolio.storage.secret_keys import SecretKey

_TRIES = 5


class Unsubscriptions:
    """Switches kinds of mails off, for whoever has the link."""

    def __init__(self, mails: MailStore, key: SecretKey) -> None:
        self._mails = mails
        self._key = key

    def end(self, token: str) -> Unsubscription | None:
        """Switch off what a token stands for, unless it is off.

        Returns
        -------
        Unsubscription or None
            None where we did not make the token.
        """
        ended = Unsubscription.of(self._key.read(), token)
        if ended is None:
            return None
        person = Person(academy_id=ended.academy_id, person_id=ended.person_id)
        before: Preferences | None = None
        for _ in range(_TRIES):
            known = self._mails.preferences(person)
            # Nothing changed it, and still it cannot be written: the person is erased.
            if not known.wants(ended.kind) or known == before:
                return ended
            try:
                self._mails.save_preferences(person, known.without(ended.kind))
            except StaleVersion:
                before = known
            else:
                return ended
        raise Unavailable("the preferences keep changing")
