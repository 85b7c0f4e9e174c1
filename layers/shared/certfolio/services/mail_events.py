"""What SES tells of mails: that it took one, and that an address takes none."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter

from certfolio.domain.mails import (
    GATHERED,
    MailKind,
    Person,
    Trouble,
    Undeliverable,
    digest_of_address,
)
from certfolio.domain.values import Ulid
from certfolio.observability import Metric, count, logger
from certfolio.storage.mails import MailStore
from certfolio.storage.post import ACADEMY_TAG, KIND_TAG, LETTER_TAG, PERSON_TAG

_ULID: TypeAdapter[str] = TypeAdapter(Ulid)


class MailEvents:
    """Notes what becomes of mails; what comes twice, late or in another order changes nothing."""

    def __init__(self, mails: MailStore) -> None:
        self._mails = mails

    def note(self, detail: Mapping[str, Any], now: datetime) -> None:
        """Note what one event of SES says.

        Parameters
        ----------
        detail
            As SES writes it (Amazon SES Developer Guide, "Examples of event data").
        """
        tags = detail["mail"]["tags"]
        if LETTER_TAG not in tags:
            # Invitations and codes, which Cognito sends by the same identity.
            return
        person = Person(academy_id=tags[ACADEMY_TAG][0], person_id=tags[PERSON_TAG][0])
        letter_id = _ULID.validate_python(tags[LETTER_TAG][0])
        kind = MailKind(tags[KIND_TAG][0])
        happened = detail["eventType"]
        logger.info("of a mail", letter=letter_id, happened=happened)
        match happened:
            case "Send" if self._mails.done(person, kind, letter_id, now + GATHERED):
                count(Metric.MAILS_SENT, kind=kind)
            case "Bounce" if detail["bounce"]["bounceType"] == "Permanent":
                bounced = detail["bounce"]["bouncedRecipients"]
                self._undeliverable(person, Trouble.BOUNCED, bounced, now)
            case "Complaint":
                complained = detail["complaint"]["complainedRecipients"]
                self._undeliverable(person, Trouble.COMPLAINT, complained, now)
            case "Reject":
                logger.error("SES rejects what it took", letter=letter_id)
                count(Metric.MAILS_BOUNCED, why="rejected")
            case _:
                return

    def _undeliverable(
        self,
        person: Person,
        why: Trouble,
        recipients: Iterable[Mapping[str, Any]],
        now: datetime,
    ) -> None:
        for recipient in recipients:
            address = digest_of_address(recipient["emailAddress"])
            self._mails.note_undeliverable(person, Undeliverable(why=why, at=now, address=address))
            count(Metric.MAILS_BOUNCED, why=why)
