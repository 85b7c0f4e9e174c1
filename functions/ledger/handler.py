"""From the table's stream: enter every new event into the ledger."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from certfolio import composition
from certfolio.clock import clock
from certfolio.domain.history import Event
from certfolio.domain.ledger import enterable
from certfolio.invocation import invocation
from certfolio.observability import Metric, count, logger
from certfolio.settings import LedgerAlarmSettings, load
from certfolio.storage.records import Unreadable, event_in

if TYPE_CHECKING:
    from aws_lambda_powertools.utilities.typing import LambdaContext


@invocation()
def handler(
    event: dict[str, Any], _context: "LambdaContext", clock: Callable[[], datetime] = clock
) -> None:
    """Enter the events of some records.

    What fails is delivered again, whole; what is known by then is not entered again. An item that
    cannot be read never could be: it is told of and holds up nobody, while Lambda, asked for it
    again, would let every record of the shard wait behind it.
    """
    read = [_read(record) for record in event["Records"]]
    entered = composition.ledger().enter([found for found in read if found is not None], clock())
    for found in entered.contradicting:
        count(Metric.LEDGER_CONTRADICTED, stack=load(LedgerAlarmSettings).stack_name)
        logger.error(
            "the ledger knows another event of this version",
            certificate_id=found.certificate_id,
            version=found.version,
        )
    if entered.head is not None:
        logger.info("entered", batch=entered.head.number, hash=entered.head.hash, new=entered.new)


def _read(record: dict[str, Any]) -> Event | None:
    change = record["dynamodb"]
    try:
        return enterable(event_in(change.get("NewImage", {})))
    except (Unreadable, ValueError) as error:
        count(Metric.LEDGER_UNREADABLE, stack=load(LedgerAlarmSettings).stack_name)
        logger.error("not an event", sequence=change.get("SequenceNumber"), reason=str(error))
        return None
