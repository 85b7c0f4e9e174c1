"""Logs and metrics; both carry ids and counts, never what people wrote."""

from enum import StrEnum

from aws_lambda_powertools.logging import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

NAMESPACE = "Certfolio"

logger = Logger(service="certfolio")


class Metric(StrEnum):
    """What is counted and measured of the work itself, beside what AWS measures."""

    SUBMITTED = "CertificatesSubmitted"
    DECIDED = "CertificatesDecided"
    TIME_TO_DECISION = "TimeToDecision"
    FILES_ACCEPTED = "FilesAccepted"
    FILES_REJECTED = "FilesRejected"
    FILES_MENDED = "FilesMended"
    FILES_LOST = "FilesLost"
    FILES_REMOVED = "FilesRemoved"
    UNRECONCILED = "Unreconciled"
    TOTALS_MENDED = "TotalsMended"
    SCANS_READ = "ScansRead"
    SCANS_UNREAD = "ScansUnread"
    CONFINEMENT_MISSING = "ConfinementMissing"
    REMINDED = "Reminded"
    ANNOUNCED = "Announced"
    ANNOUNCEMENTS_DELAYED = "AnnouncementsDelayed"
    ANNOUNCEMENTS_UNREADABLE = "AnnouncementsUnreadable"
    MAILS_SENT = "MailsSent"
    MAILS_FAILED = "MailsFailed"
    MAILS_BOUNCED = "MailsBounced"
    LEDGER_UNREADABLE = "LedgerUnreadable"
    LEDGER_CONTRADICTED = "LedgerContradicted"


def count(metric: Metric, **dimensions: str) -> None:
    """Count one occurrence, by the dimensions given."""
    _emit(metric, MetricUnit.Count, 1, dimensions)


def count_all(metric: Metric, number: int) -> None:
    """Count several occurrences at once; none is nothing to tell."""
    if number:
        _emit(metric, MetricUnit.Count, number, {})


def took(metric: Metric, seconds: float) -> None:
    """Measure how long something took."""
    _emit(metric, MetricUnit.Seconds, seconds, {})


def _emit(metric: Metric, unit: MetricUnit, value: float, dimensions: dict[str, str]) -> None:
    with single_metric(name=metric, unit=unit, value=value, namespace=NAMESPACE) as emitted:
        for name, dimension in dimensions.items():
            emitted.add_dimension(name=name, value=dimension)
