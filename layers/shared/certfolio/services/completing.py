"""Saying which requirements of holdings an approval completed."""

from datetime import datetime

from certfolio.domain.announcements import Announcement, Facts
from certfolio.domain.outbox import RequirementMet
from certfolio.domain.programmes.met import completed
from certfolio.services.reports import Reports
from certfolio.storage.outbox import Outbox


class Completing:
    """Compares reports with and without a certificate that was approved."""

    def __init__(self, reports: Reports, outbox: Outbox) -> None:
        self._reports = reports
        self._outbox = outbox

    def say(self, announcement: Announcement, now: datetime) -> None:
        """Say what the approval that is announced completed, once for each holding and cycle."""
        facts = announcement.data
        if not isinstance(facts, Facts):
            return
        for with_it, without_it in self._reports.with_and_without(
            facts, facts.certificate_id, facts.at, now
        ):
            for found in completed(facts.certificate_id, with_it.report, without_it.report):
                notice = RequirementMet(
                    academy_id=facts.academy_id,
                    learner_id=facts.learner_id,
                    certificate_id=facts.certificate_id,
                    version=facts.version,
                    status=facts.status,
                    credit_types=facts.credit_types,
                    at=now,
                    holding_id=with_it.held.id,
                    programme=with_it.held.programme,
                    requirements=found.requirements,
                    cycle_starts_on=found.starts_on,
                    cycle_ends_on=found.ends_on,
                    done=found.done,
                )
                self._outbox.put(notice)
