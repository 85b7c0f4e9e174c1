"""Telling people what was announced: in the portal's news, and in their mailboxes."""

from datetime import datetime, timedelta
from typing import assert_never

from certfolio.domain.announcements import Announcement
from certfolio.domain.mails import MailAudience, MailItem, Person, audience_of_kind, item_of
from certfolio.domain.news import NewsItem, news_of
from certfolio.domain.staff import Role, is_user
from certfolio.storage.academies import AcademyStore
from certfolio.storage.mails import MailStore
from certfolio.storage.news import NewsStore


class Telling:
    """Writes news of an announcement, and what is to be mailed of it.

    Each is written once, so what ended in between is done by bringing the announcement again.

    Parameters
    ----------
    gathered
        How long what somebody is told first waits for others; None where no mail is sent.
    """

    def __init__(
        self,
        news: NewsStore,
        mails: MailStore,
        academies: AcademyStore,
        gathered: timedelta | None,
    ) -> None:
        self._news = news
        self._mails = mails
        self._academies = academies
        self._gathered = gathered

    def tell(self, announcement: Announcement, now: datetime) -> NewsItem | None:
        """Tell whom it concerns."""
        told = news_of(announcement, now)
        if told is not None:
            self._news.put(told)
        item = item_of(announcement)
        if item is not None and self._gathered is not None:
            for person_id in self._recipients(announcement.data.academy_id, item):
                person = Person(academy_id=announcement.data.academy_id, person_id=person_id)
                self._mails.put(person, item, now + self._gathered)
        return told

    def _recipients(self, academy_id: str, item: MailItem) -> list[str]:
        audience = audience_of_kind(item.kind)
        match audience:
            case MailAudience.LEARNER:
                found = [item.learner_id]
            case MailAudience.REVIEWERS:
                found = [item.reviewer_id]
            case MailAudience.ADMINISTRATORS:
                found = [
                    member.principal
                    for member in self._academies.staff(academy_id)
                    if member.role >= Role.ADMINISTRATOR
                ]
            case _:
                assert_never(audience)
        # Learners are users; a system on the staff list has no account.
        to_learner = audience is MailAudience.LEARNER
        return [one for one in found if one is not None and (to_learner or is_user(one))]
