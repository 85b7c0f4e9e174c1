"""From the table's stream: announce on the bus what happened to certificates."""

from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.invocation import invocation
from certfolio.observability import Metric, count_all, logger
from certfolio.services.announcing import Outcome
from certfolio.storage.stream import StreamRecord

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@invocation()
def handler(event: dict[str, Any], _context: "LambdaContext") -> dict[str, Any]:
    """Announce, and say which records Lambda shall bring again.

    It brings everything from the first of them on ("Configuring partial batch response with
    DynamoDB and Lambda", AWS Lambda Developer Guide), also what was announced: a repeat has the
    same id.
    """
    outcome = composition.announcer().announce(map(StreamRecord.of, event["Records"]))
    _tell(outcome)
    return {"batchItemFailures": [{"itemIdentifier": number} for number in outcome.failed]}


def _tell(outcome: Outcome) -> None:
    count_all(Metric.ANNOUNCED, len(outcome.announced))
    count_all(Metric.ANNOUNCEMENTS_DELAYED, len(outcome.failed))
    count_all(Metric.ANNOUNCEMENTS_UNREADABLE, len(outcome.unreadable))
    if outcome.announced:
        logger.info("announced", announcements=outcome.announced)
    if outcome.failed:
        logger.warning("not announced yet", sequences=outcome.failed)
    for record in outcome.unreadable:
        logger.error("a record cannot be read", keys=record.key, sequence=record.sequence)
